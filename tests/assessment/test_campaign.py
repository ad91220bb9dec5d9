"""Random cases in great number, each held against every completion: SCREENING_CASES=100000 for the long campaign."""

import os
import random

from tests.assessment.plain import IDS, answered, brute_force, hidden, open_answers, random_stated, small_list

from screening.assessment.ladder import OUTCOMES
from screening.assessment.rules import Stated, assess

CASES = int(os.environ.get("SCREENING_CASES", "3000"))
SEED = int(os.environ.get("SCREENING_SEED", "20261124"))


def small_world(rng):
    """Up to six indicators in one or two lists, and something stated about them."""
    universe = rng.sample(IDS, rng.choice((1, 2, 3, 3, 4, 4, 5, 6)))
    names = rng.choice((("one",), ("one", "two")))
    lists = {
        name: small_list(
            name,
            {one: rng.choice(("S", "M", "M", "W", None)) for one in universe},
            rng.choice(("unverified", "provisional")),
        )
        for name in names
    }
    universe = [one for one in universe if any(one in each.indicators for each in lists.values())]
    stage = rng.choice(("pre", "transit", "post", "unknown"))
    indicators = {}
    for one in universe:
        states = ["absent", "declined", "unsure", "not_asked", "not_asked"]
        if not (stage == "pre" and one[:2] in {"EX", "CD", "VD"}):
            states += ["present", "present"]
        indicators[one] = rng.choice(states)
    stated = Stated(
        population=rng.choice(("adult", "adult", "child", "age_disputed")),
        lists=names,
        stage=stage,
        act=rng.choice(("unknown", "unknown", "present", "absent")),
        purpose=rng.choice(("unknown", "unknown", "absent", "intended", "absent" if stage == "pre" else "present")),
        self_identified=rng.random() < 0.2,
        unaccompanied=rng.random() < 0.2,
        urgent=rng.random() < 0.2,
        indicators=indicators,
    )
    return stated, lists, universe


def with_indicator(stated, name, state):
    return Stated(
        population=stated.population,
        lists=stated.lists,
        stage=stated.stage,
        act=stated.act,
        purpose=stated.purpose,
        self_identified=stated.self_identified,
        unaccompanied=stated.unaccompanied,
        urgent=stated.urgent,
        indicators={**stated.indicators, name: state},
    )


def rank(assessment):
    return OUTCOMES.index(assessment.outcome)


def test_every_small_case_agrees_with_all_its_completions():
    for case in range(CASES):
        rng = random.Random(SEED + case)  # noqa: S311 - a repeatable search
        stated, lists, universe = small_world(rng)
        assessment = assess(stated, lists)
        where = f"SCREENING_SEED={SEED + case} SCREENING_CASES=1"
        assert assessment.outcome == answered(stated, lists, universe, {}), where
        assert assessment.urgent is stated.urgent, where
        settled, least = brute_force(stated, lists, universe)
        assert assessment.settled is settled, where
        assert {change.item: (change.further, -change.rung) for change in assessment.changes} == least, where
        costs = [change.further for change in assessment.changes]
        assert costs == sorted(costs), where


def test_one_more_present_never_lowers_and_one_more_absent_makes_nothing_positive(lists):
    universe = tuple(lists["adult_labour"].indicators)
    for case in range(CASES):
        rng = random.Random(SEED + case)  # noqa: S311 - a repeatable search
        stated = random_stated(rng, universe)
        where = f"SCREENING_SEED={SEED + case} SCREENING_CASES=1"
        before = assess(stated, lists)
        name = rng.choice(universe)
        if stated.indicators[name] == "present" or hidden(stated, name):
            continue
        more = assess(with_indicator(stated, name, "present"), lists)
        assert rank(more) >= rank(before), where
        for less, now in zip(before.results, more.results, strict=True):
            for dimension, state in less.dimensions.items():
                assert state != "positive" or now.dimensions[dimension] == "positive", where
        if stated.indicators[name] != "absent":
            firm = assess(with_indicator(stated, name, "absent"), lists)
            for loose, tight in zip(before.results, firm.results, strict=True):
                for dimension, state in loose.dimensions.items():
                    assert (tight.dimensions[dimension] == "positive") is (state == "positive"), where
            if name not in before.could_change:
                assert firm.outcome == more.outcome, where


def test_a_settled_outcome_of_the_whole_lists_stands_against_random_completions(lists):
    universe = tuple(lists["adult_labour"].indicators)
    for case in range(CASES):
        rng = random.Random(SEED + case)  # noqa: S311 - a repeatable search
        stated = random_stated(rng, universe)
        assessment = assess(stated, lists)
        items = open_answers(stated, universe)
        if assessment.settled:
            completion = {name: rng.choice(values) for name, values in items.items()}
            where = f"SCREENING_SEED={SEED + case} SCREENING_CASES=1"
            assert answered(stated, lists, universe, completion) == assessment.outcome, where
        else:
            assert set(assessment.could_change) <= set(items)
