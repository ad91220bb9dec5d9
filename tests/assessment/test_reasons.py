"""Every outcome says which rule led to it, on which indicators, and what to keep in mind."""

import json

import pytest

from screening.assessment.reasons import REASON_CODES
from screening.assessment.rules import OUTCOMES, assess, check_override, next_questions, parse_stated
from screening.errors import AssessmentError


def assessed(lists, present="", *, rest="absent", used=("adult_labour",), **settings):
    indicators = dict.fromkeys(lists["adult_labour"].indicators, rest)
    if settings.get("stage") == "pre":
        indicators = {name: state for name, state in indicators.items() if name[:2] in {"DR", "CR", "VR"}}
    indicators |= dict.fromkeys(present.split(), "present")
    facts = {"population": "adult", "lists": list(used), "stage": "post", **settings, "indicators": indicators}
    return assess(parse_stated(facts, lists), lists)


def reasons(assessment):
    return {reason.code: " ".join(reason.indicators) for reason in assessment.reasons}


@pytest.mark.parametrize(
    ("settings", "present", "code", "indicators"),
    [
        ({}, "DR01 EX01 EX02 CD01 CD02", "presumed.pattern", "EX01 EX02 CD01 CD02"),
        ({}, "DR01 DR02 EX01 EX02", "presumed.exploitation_and_means", "EX01 EX02 DR01 DR02"),
        ({"purpose": "present"}, "VD01 VD02 VD03", "presumed.purpose_and_means", "VD01 VD02 VD03"),
        (
            {"stage": "pre", "purpose": "intended"},
            "CR01 CR02 VR01 VR02 VR03",
            "presumed.intended_and_means",
            "CR01 CR02",
        ),
        ({"population": "child"}, "EX02 EX03 EX04", "presumed.child_exploitation", "EX02 EX03 EX04"),
        ({"population": "child", "purpose": "present"}, "", "presumed.child_purpose", ""),
        ({"population": "child", "purpose": "intended"}, "VR01", "presumed.child_intended", "VR01"),
        ({"population": "age_disputed"}, "CD02 CD09", "presumed.child_strong_coercion", "CD02"),
        ({"population": "child", "unaccompanied": True}, "", "child_protection.unaccompanied", ""),
        ({"population": "child"}, "VR01", "child_protection.indicator", "VR01"),
        ({"population": "child", "self_identified": True}, "", "child_protection.self_identified", ""),
        ({"population": "child", "purpose": "intended"}, "", "child_protection.purpose", ""),
        ({}, "DR02 DR03 DR04", "elevated.dimension", "DR02 DR03 DR04"),
        ({}, "DR01 DR02 VR01", "elevated.strong", "DR01"),
        ({}, "CR05 CR07 VR01", "elevated.pair", "CR05 CR07"),
        ({"purpose": "intended"}, "", "elevated.purpose", ""),
        ({"self_identified": True}, "", "elevated.self_identified", ""),
        ({}, "VR01 DR02", "some.present", "DR02 VR01"),
        ({}, "", "no_indication.none", ""),
        ({}, "DR01 EX01", "elevated.strong", "DR01 EX01"),
        ({}, "DR01 CR01", "elevated.strong", "DR01 CR01"),
        ({}, "CD01 CD02", "dimension.two_strong", "CD01 CD02"),
        ({}, "CD01 CD15", "dimension.strong_and_other", "CD01 CD15"),
        ({}, "CR04 CR05 CR06", "dimension.three_medium", "CR04 CR05 CR06"),
        ({}, "VR01 VR02 VR15", "dimension.two_medium_and_weak", "VR01 VR02 VR15"),
        ({}, "", "limit.unverified", ""),
        ({"used": ["adult_sexual"]}, "", "limit.provisional", ""),
        ({"population": "child", "used": ["child_labour"]}, "EX08 VR08", "limit.not_weighed", "VR08 EX08"),
        ({"stage": "pre"}, "", "limit.before_exploitation", ""),
        ({"purpose_codes": ["LAB", "BEG"]}, "", "limit.purpose_without_list", ""),
    ],
)
def test_the_rule_and_its_indicators_are_named(lists, settings, present, code, indicators):
    found = reasons(assessed(lists, present, **settings))
    assert found[code] == indicators
    assert set(found) <= set(REASON_CODES)


def test_with_much_unknown_the_unknown_itself_is_the_reason(lists):
    found = reasons(assessed(lists, rest="not_asked"))
    assert len(found["insufficient.unknown"].split()) == 67


def test_when_act_is_denied_only_the_pattern_is_left_as_a_reason(lists):
    adult = assessed(lists, "EX01 EX02 CD01 CD02", act="absent")
    child = assessed(lists, "EX01 EX02 CD01 CD02", act="absent", population="child")
    for one in (adult, child):
        assert [reason.code for reason in one.reasons if reason.code.startswith("presumed")] == ["presumed.pattern"]


def test_a_provisional_list_gives_no_pattern_but_its_dimensions_count(lists):
    both = assessed(lists, "EX01 EX02 CD07 DR02", used=["adult_labour", "adult_sexual"])
    labour, sexual = both.results
    assert (labour.pattern, sexual.pattern) == ("exploitation_only", "not_calculated")
    assert (labour.dimensions["CD"], sexual.dimensions["CD"]) == ("negative", "negative")
    more = assessed(lists, "EX01 EX02 CD07 CD09", used=["adult_labour", "adult_sexual"], act="present")
    assert [result.dimensions["CD"] for result in more.results] == ["negative", "positive"]
    assert more.outcome == "presumed"
    assert [reason.list for reason in more.reasons if reason.code.startswith("presumed")] == ["adult_sexual"]


def test_a_pattern_that_is_not_calculated_does_not_presume_when_the_act_is_denied(lists):
    assert assessed(lists, "EX01 EX02 CD01 CD02", used=["adult_sexual"], act="absent").outcome == "elevated"


@pytest.mark.parametrize(
    ("settings", "present", "expected"),
    [
        ({}, "", ("unknown", "not_shown", "unknown")),
        ({"act": "absent", "purpose": "intended"}, "DR01 DR02", ("absent", "present", "intended")),
        ({"act": "present", "purpose": "absent"}, "EX01 EX02 VR01 VR02 VR03", ("present", "present", "present")),
        ({"population": "age_disputed"}, "DR01 DR02", ("unknown", "not_required", "unknown")),
    ],
)
def test_the_elements_of_the_definition(lists, settings, present, expected):
    palermo = assessed(lists, present, **settings).palermo
    assert (palermo.act, palermo.means, palermo.purpose) == expected


def test_urgent_stands_beside_the_outcome(lists):
    calm, urgent = assessed(lists, "DR01"), assessed(lists, "DR01", urgent=True)
    assert (calm.urgent, urgent.urgent) == (False, True)
    assert calm.outcome == urgent.outcome


def test_reasons_for_unknown_are_kept_apart(lists):
    facts = {
        "population": "adult",
        "lists": ["adult_labour"],
        "indicators": {"DR01": "declined", "CR01": "unsure", "EX01": "not_asked", "CD01": "absent"},
    }
    unknown = assess(parse_stated(facts), lists).unknown
    assert unknown["declined"] == ("DR01",)
    assert unknown["unsure"] == ("CR01",)
    assert "EX01" in unknown["not_asked"]
    assert not {"DR01", "CR01", "CD01"} & set(unknown["not_asked"])


def test_the_document_is_json_without_fractions_and_the_same_each_time(lists):
    one, two = (assessed(lists, "DR01 EX01 EX02", rest="not_asked").to_json() for _ in range(2))
    assert one == two
    text = json.dumps(one)
    assert json.loads(text, parse_float=pytest.fail) == one
    assert {*one} >= {
        "results",
        "outcome",
        "urgent",
        "palermo",
        "settled",
        "could_change",
        "reasons",
        "unknown",
    }
    assert {*one["results"][0]} >= {"list", "status", "dimensions", "pattern"}


# ---- what to ask next ------------------------------------------------------------------------------------------


def test_the_question_that_needs_least_and_leads_highest_is_offered_first(lists):
    assessment = assessed(lists, "EX01 EX02 DR02 DR03", act="present", purpose="unknown", rest="not_asked")
    sets = {"vulnerable": ["VR01", "VR02"], "lies": ["DR04", "DR05"], "known": ["EX01"], "purpose": ["purpose"]}
    assert next_questions(assessment, sets) == ("lies", "vulnerable")
    assert next_questions(assessment, sets, leave_out={"lies"}) == ("vulnerable",)


def test_among_equals_the_question_that_sets_more_comes_first(lists):
    assessment = assessed(lists, rest="not_asked")
    sets = {"one": ["DR01"], "three": ["CD01", "CD02", "CD03"], "two": ["CR01", "EX01"]}
    assert next_questions(assessment, sets) == ("three", "two", "one")


def test_nothing_is_offered_when_the_outcome_is_settled(lists):
    settled = assessed(lists, "EX01 EX02 CD01 CD02", rest="not_asked")
    assert settled.settled
    assert next_questions(settled, {"all": list(lists["adult_labour"].indicators)}) == ()


# ---- another outcome by a person -------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", OUTCOMES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_officer_may_raise_with_a_reason_and_only_a_supervisor_may_lower(outcome, chosen):
    check_override(outcome, chosen, "supervisor", "seen on the spot")
    if OUTCOMES.index(chosen) >= OUTCOMES.index(outcome):
        check_override(outcome, chosen, "officer", "seen on the spot")
    else:
        with pytest.raises(AssessmentError) as refused:
            check_override(outcome, chosen, "officer", "seen on the spot")
        assert refused.value.code == "assessment.override.supervisor"


@pytest.mark.parametrize(
    ("chosen", "reason", "code"),
    [("presumed", "  ", "assessment.override.reason"), ("certain", "because", "assessment.override.outcome")],
)
def test_an_override_needs_a_reason_and_a_known_outcome(chosen, reason, code):
    with pytest.raises(AssessmentError) as refused:
        check_override("some", chosen, "officer", reason)
    assert refused.value.code == code
