"""The look ahead against brute force: every completion tried, with a second reading of the rules."""

import itertools
import random
import statistics
import time
from types import MappingProxyType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.assessment.ladder import OUTCOMES, Ladder
from screening.assessment.lists import DIMENSIONS, Indicator, IndicatorList
from screening.assessment.rules import Stated, _bits, _rung, assess, parse_stated

IDS = ("DR01", "DR02", "DR03", "CR01", "CR02", "VR01", "VR02", "EX01", "EX02", "EX03", "CD01", "CD02", "CD03", "VD01")


# ---- a second, plain reading of the rules ----------------------------------------------------------------------


def is_positive(strengths):
    s, m, w = (strengths.count(one) for one in "SMW")
    return s >= 2 or (s >= 1 and m + w >= 1) or m >= 3 or (m >= 2 and w >= 1)


def plain_outcome(stated, lists, states, act, purpose):
    """The outcome as the rules are written, by list, the highest counting. states: P, A or U by indicator."""
    return max(
        (plain_outcome_of_list(stated, lists[name], states, act, purpose) for name in stated.lists),
        key=OUTCOMES.index,
    )


def plain_outcome_of_list(stated, one, states, act, purpose):
    reached = plain_rung(stated, one, states, act, purpose)
    if reached is not None:
        return reached
    full = {name: "P" if state == "U" and not hidden(stated, name) else state for name, state in states.items()}
    highest = plain_rung(stated, one, full, act, purpose)
    return "no_indication" if highest in {None, "some"} else "insufficient"


def hidden(stated, name):
    return stated.stage == "pre" and name[:2] in {"EX", "CD", "VD"}


def plain_rung(stated, one, states, act, purpose):  # noqa: PLR0911 - one return for each rule
    present = [name for name, state in states.items() if state == "P"]
    strength = {name: indicator.strength for name, indicator in one.indicators.items()}
    held = {d: [strength[name] for name in present if name[:2] == d and name in strength] for d in DIMENSIONS}
    pos = {d for d in DIMENSIONS if is_positive(held[d])}
    means_core = bool(pos & {"DR", "CR", "CD"})
    means_vuln = bool(pos & {"VR", "VD"})
    purpose_shown = "EX" in pos or purpose == "present"
    if one.status != "provisional" and stated.stage != "pre" and {"EX", "CD"} <= pos:
        return "presumed"
    if stated.population == "adult":
        if act != "absent" and purpose_shown and (means_core or means_vuln):
            return "presumed"
        if stated.stage == "pre" and act != "absent" and purpose == "intended" and means_core:
            return "presumed"
        if (
            pos
            or any(strength.get(name) == "S" for name in present)
            or purpose in {"present", "intended"}
            or stated.self_identified
            or any(sum(name[:2] == d for name in present) >= 2 for d in ("CR", "CD"))
        ):
            return "elevated"
        return "some" if present else None
    if act != "absent" and (purpose_shown or (purpose == "intended" and present) or "S" in held["CD"]):
        return "presumed"
    if stated.unaccompanied or present or stated.self_identified or purpose in {"present", "intended"}:
        return "child_protection"
    return None


def letters(stated, universe):
    short = {"present": "P", "absent": "A"}
    return {name: short.get(stated.indicators.get(name), "U") for name in universe}


def open_answers(stated, universe):
    """Every unknown item with the answers it could still get."""
    items = {
        name: ("A", "P") for name in universe if letters(stated, universe)[name] == "U" and not hidden(stated, name)
    }
    if stated.act == "unknown":
        items["act"] = ("present", "absent")
    if stated.purpose == "unknown":
        items["purpose"] = ("absent", "intended") if stated.stage == "pre" else ("absent", "intended", "present")
    return items


def answered(stated, lists, universe, answers):
    states = letters(stated, universe)
    states.update({name: value for name, value in answers.items() if name in states})
    return plain_outcome(
        stated,
        lists,
        states,
        answers.get("act", stated.act),
        answers.get("purpose", stated.purpose),
    )


def brute_force(stated, lists, universe):
    """Whether it is settled, and for each deciding item the fewest answers of weight and the highest outcome then."""
    items = open_answers(stated, universe)
    outcomes = {
        values: answered(stated, lists, universe, dict(zip(items, values, strict=True)))
        for values in itertools.product(*items.values())
    }
    now = answered(stated, lists, universe, {})
    settled = all(outcome == now for outcome in outcomes.values())
    least = {}
    for place, item in enumerate(items):
        for values, outcome in outcomes.items():
            if values[place] != items[item][0]:
                continue
            turned = {outcomes[(*values[:place], value, *values[place + 1 :])] for value in items[item]}
            if turned == {outcome}:
                continue
            cost = sum(
                value in {"P", "intended", "present"} if name != "act" else value == "absent"
                for name, value in zip(items, values, strict=True)
                if name != item
            )
            found = (cost, -max(OUTCOMES.index(one) for one in turned))
            least[item] = min(found, least.get(item, found))
    return settled, least


# ---- small worlds ----------------------------------------------------------------------------------------------


def small_list(name, strengths, status):
    words = MappingProxyType({"uk": "x", "en": "x"})
    indicators = {
        one: Indicator(one, one[:2], strength, words, words) for one, strength in strengths.items() if strength
    }
    return IndicatorList(name, "1", status, "s", "D", "", words, (), MappingProxyType(indicators))


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


def random_stated(rng, universe):
    stage = rng.choice(("pre", "transit", "post", "unknown"))
    weights = rng.choice(((1, 1, 1), (1, 8, 1), (1, 1, 8), (0, 30, 1)))
    indicators = {}
    for name in universe:
        state = rng.choices(("present", "absent", "not_asked"), weights)[0]
        if state == "present" and stage == "pre" and name[:2] in {"EX", "CD", "VD"}:
            state = "absent"
        indicators[name] = state
    return Stated(
        population=rng.choice(("adult", "child", "age_disputed")),
        lists=rng.choice(
            (("adult_labour",), ("child_labour",), ("adult_labour", "adult_sexual"), ("child_labour", "child_sexual")),
        ),
        stage=stage,
        act=rng.choice(("present", "absent", "unknown")),
        purpose=rng.choice(("intended", "absent", "unknown", "unknown" if stage == "pre" else "present")),
        self_identified=rng.random() < 0.1,
        unaccompanied=rng.random() < 0.1,
        indicators=indicators,
    )


def rung_of(stated, lists, universe):
    in_use = [lists[name] for name in stated.lists]
    ladder = Ladder.of(stated, [one.status != "provisional" for one in in_use])
    unknown = [name for name in universe if stated.indicators[name] == "not_asked" and not hidden(stated, name)]
    return _rung(stated, ladder, in_use, unknown), _bits(
        [name for name in universe if stated.indicators[name] == "present"],
        in_use,
    )


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
