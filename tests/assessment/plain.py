"""A second, plain reading of the rules, and every completion tried: what the fast look ahead is held against."""

import itertools
from types import MappingProxyType

from screening.assessment.ladder import OUTCOMES, Ladder
from screening.assessment.lists import DIMENSIONS, Indicator, IndicatorList
from screening.assessment.rules import Stated, _bits, _rung

IDS = ("DR01", "DR02", "DR03", "CR01", "CR02", "VR01", "VR02", "EX01", "EX02", "EX03", "CD01", "CD02", "CD03", "VD01")


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


def small_list(name, strengths, status):
    words = MappingProxyType({"uk": "x", "en": "x"})
    indicators = {
        one: Indicator(one, one[:2], strength, words, words) for one, strength in strengths.items() if strength
    }
    return IndicatorList(name, "1", status, "s", "D", "", words, (), MappingProxyType(indicators))


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
