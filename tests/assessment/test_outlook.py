"""The look ahead against brute force: every completion tried, with a second reading of the rules."""

import itertools
import random
import statistics
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.assessment.plain import (
    IDS,
    answered,
    brute_force,
    hidden,
    open_answers,
    random_stated,
    rung_of,
    small_list,
)

from screening.assessment.lists import DIMENSIONS
from screening.assessment.rules import Stated, assess, parse_stated

# ---- small worlds ----------------------------------------------------------------------------------------------


@st.composite
def worlds(draw, most=7):
    """A few indicators in one or two lists, and something stated about them."""
    universe = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=most, unique=True))
    names = draw(st.sampled_from([("one",), ("one", "two")]))
    lists = {}
    for name in names:
        strengths = {one: draw(st.sampled_from(("S", "M", "M", "W", None))) for one in universe}
        lists[name] = small_list(name, strengths, draw(st.sampled_from(("unverified", "provisional"))))
    universe = [one for one in universe if any(one in each.indicators for each in lists.values())]
    stage = draw(st.sampled_from(("pre", "transit", "post", "unknown")))
    states = ["absent", "declined", "unsure", "not_asked", "not_asked"]
    indicators = {}
    for one in universe:
        may = states if stage == "pre" and one[:2] in {"EX", "CD", "VD"} else [*states, "present"]
        indicators[one] = draw(st.sampled_from(may))
    purposes = ["unknown", "unknown", "absent", "intended", "present"]
    stated = Stated(
        population=draw(st.sampled_from(("adult", "adult", "child", "age_disputed"))),
        lists=names,
        stage=stage,
        act=draw(st.sampled_from(("unknown", "unknown", "present", "absent"))),
        purpose=draw(st.sampled_from(purposes[:-1] if stage == "pre" else purposes)),
        self_identified=draw(st.booleans()) and draw(st.booleans()),
        unaccompanied=draw(st.booleans()) and draw(st.booleans()),
        indicators=indicators,
    )
    return stated, lists, universe


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_settled_and_could_change_agree_with_every_completion(world):
    stated, lists, universe = world
    assessment = assess(stated, lists)
    assert assessment.outcome == answered(stated, lists, universe, {})
    settled, least = brute_force(stated, lists, universe)
    assert assessment.settled is settled
    assert {change.item: (change.further, -change.rung) for change in assessment.changes} == least
    costs = [change.further for change in assessment.changes]
    assert costs == sorted(costs)


@settings(max_examples=100, deadline=None)
@given(worlds(most=4))
def test_further_answers_are_the_fewest_that_have_to_come_in_first(world):
    """Counted over partial answers, everything else staying unknown, instead of over completions."""
    stated, lists, universe = world
    items = open_answers(stated, universe)
    fewest = {}
    for item, own in items.items():
        others = {name: (*values, None) for name, values in items.items() if name != item}
        for values in itertools.product(*others.values()):
            given_first = {name: value for name, value in zip(others, values, strict=True) if value is not None}
            turned = {answered(stated, lists, universe, {**given_first, item: value}) for value in own}
            if len(turned) > 1:
                fewest[item] = min(len(given_first), fewest.get(item, len(given_first)))
    assessment = assess(stated, lists)
    assert {change.item: change.further for change in assessment.changes} == fewest


@settings(max_examples=200, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_settled_holds_against_any_partial_answers(world, rng):
    stated, lists, universe = world
    assessment = assess(stated, lists)
    if not assessment.settled:
        return
    items = open_answers(stated, universe)
    for _ in range(20):
        some = {name: rng.choice(values) for name, values in items.items() if rng.random() < 0.5}
        assert answered(stated, lists, universe, some) == assessment.outcome


# ---- the whole lists -------------------------------------------------------------------------------------------


def test_a_hundred_thousand_times_one_more_indicator_never_lowers_the_outcome(lists):
    rng = random.Random(20261123)  # noqa: S311 - a repeatable search
    universe = tuple(lists["adult_labour"].indicators)
    cases = 0
    while cases < 100_000:
        stated = random_stated(rng, universe)
        indicators = dict(stated.indicators)
        before, bits = rung_of(stated, lists, universe)
        for name in rng.sample(universe, 10):
            if indicators[name] == "present" or hidden(stated, name):
                continue
            indicators[name] = "present"
            more = Stated(
                population=stated.population,
                lists=stated.lists,
                stage=stated.stage,
                act=stated.act,
                purpose=stated.purpose,
                self_identified=stated.self_identified,
                unaccompanied=stated.unaccompanied,
                indicators=indicators,
            )
            after, wider = rung_of(more, lists, universe)
            assert after >= before
            assert wider & bits == bits
            before, bits = after, wider
            cases += 1


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_unknown_turned_into_absent_makes_no_dimension_positive(lists, rng):
    universe = tuple(lists["adult_labour"].indicators)
    stated = random_stated(rng, universe)
    firm = {name: "absent" if state == "not_asked" else state for name, state in stated.indicators.items()}
    before = assess(stated, lists)
    after = assess(parse_stated({**stated.to_json(), "indicators": firm}, lists), lists)
    for loose, tight in zip(before.results, after.results, strict=True):
        for dimension in DIMENSIONS:
            assert (loose.dimensions[dimension] == "positive") is (tight.dimensions[dimension] == "positive")


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
@example(random.Random(7))  # noqa: S311 - a repeatable search
def test_outcome_of_the_whole_lists_is_that_of_the_plain_reading(lists, rng):
    universe = tuple(lists["adult_labour"].indicators)
    stated = random_stated(rng, universe)
    assessment = assess(stated, lists)
    assert assessment.outcome == answered(stated, lists, universe, {})
    items = open_answers(stated, universe)
    if assessment.settled:
        for _ in range(10):
            completion = {name: rng.choice(values) for name, values in items.items()}
            assert answered(stated, lists, universe, completion) == assessment.outcome
    for item in set(items) - set(assessment.could_change):
        completion = {name: rng.choice(values) for name, values in items.items()}
        turned = {answered(stated, lists, universe, {**completion, item: value}) for value in items[item]}
        assert len(turned) == 1


@pytest.mark.parametrize("population", ["adult", "child"])
@pytest.mark.parametrize(
    "in_use",
    [
        ("adult_labour",),
        ("child_labour",),
        ("adult_labour", "adult_sexual"),
        ("child_labour", "child_sexual"),
    ],
)
def test_an_assessment_with_its_look_ahead_takes_under_five_milliseconds(lists, population, in_use):
    stated = Stated(population=population, lists=in_use, stage="post", indicators={"DR01": "present"})
    taken = []
    for _ in range(15):
        begun = time.perf_counter()
        assess(stated, lists)
        taken.append(time.perf_counter() - begun)
    assert statistics.median(taken) < 0.005
