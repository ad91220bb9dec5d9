"""What may be stated: everything malformed or contradictory is refused with a code, and never quoted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.assessment.rules import Stated, assess, parse_stated
from screening.assessment.stated import PURPOSE_CODES, STATES
from screening.errors import AssessmentError

PLAIN = {"population": "adult", "lists": ["adult_labour"]}


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        ({"population": "person"}, "assessment.value", "population"),
        ({"population": ["adult"]}, "assessment.value", "population"),
        ({"stage": "later"}, "assessment.value", "stage"),
        ({"act": "intended"}, "assessment.value", "act"),
        ({"purpose": 1}, "assessment.value", "purpose"),
        ({"urgent": "yes"}, "assessment.value", "urgent"),
        ({"self_identified": 1}, "assessment.value", "self_identified"),
        ({"unaccompanied": None}, "assessment.value", "unaccompanied"),
        ({"lists": []}, "assessment.lists", "lists"),
        ({"lists": "adult_labour"}, "assessment.lists", "lists"),
        ({"lists": [7]}, "assessment.lists", "lists"),
        ({"lists": ["adult_labour", "adult_labour"]}, "assessment.lists.twice", "lists"),
        ({"lists": ["adult_begging"]}, "assessment.list.unknown", "adult_begging"),
        ({"lists": ["Name Of A Person"]}, "assessment.list.unknown", "-"),
        ({"indicators": []}, "assessment.value", "indicators"),
        ({"indicators": {"DR01": "yes"}}, "assessment.value", "DR01"),
        ({"indicators": {"DR01": ["present"]}}, "assessment.value", "DR01"),
        ({"indicators": {"DR99": "present"}}, "assessment.indicator.unknown", "DR99"),
        ({"indicators": {"XX01": "present"}}, "assessment.indicator.unknown", "XX01"),
        ({"indicators": {"Name": "present"}}, "assessment.indicator.unknown", "-"),
        ({"purpose_codes": ["WAR"]}, "assessment.value", "purpose_codes"),
        ({"purpose_codes": "LAB"}, "assessment.value", "purpose_codes"),
        ({"versions": []}, "assessment.value", "versions"),
        ({"versions": {"rules": 1}}, "assessment.value", "versions"),
        ({"versions": {"rules": "0.0"}}, "assessment.version", "rules"),
        ({"versions": {"adult_labour": "2009.0"}}, "assessment.version", "adult_labour"),
        ({"versions": {"no such list": "1"}}, "assessment.version", "-"),
        ({"score": 3}, "assessment.key", "score"),
        ({"Name Of A Person": True}, "assessment.key", "-"),
        ({"stage": "pre", "purpose": "present"}, "assessment.stage.purpose", "purpose"),
        ({"stage": "pre", "indicators": {"EX01": "present"}}, "assessment.stage.indicator", "EX01"),
        ({"stage": "pre", "indicators": {"CD15": "present"}}, "assessment.stage.indicator", "CD15"),
        ({"stage": "pre", "indicators": {"VD01": "present"}}, "assessment.stage.indicator", "VD01"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(lists, change, code, key):
    with pytest.raises(AssessmentError) as refused:
        assess(parse_stated({**PLAIN, **change}), lists)
    assert (refused.value.code, refused.value.params["key"]) == (code, key)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lists": ["adult_begging"]}, "assessment.list.unknown"),
        ({"indicators": {"DR99": "absent"}}, "assessment.indicator.unknown"),
        ({"stage": "pre", "indicators": {"EX01": "present"}}, "assessment.stage.indicator"),
    ],
)
def test_with_the_lists_at_hand_the_parser_refuses_at_once(lists, change, code):
    with pytest.raises(AssessmentError) as refused:
        parse_stated({**PLAIN, **change}, lists)
    assert refused.value.code == code


@pytest.mark.parametrize("missing", ["population", "lists"])
def test_who_and_which_lists_must_be_stated(missing):
    with pytest.raises(AssessmentError) as refused:
        parse_stated({key: value for key, value in PLAIN.items() if key != missing})
    assert (refused.value.code, refused.value.params) == ("assessment.missing", {"key": missing})


@pytest.mark.parametrize("data", [None, [], "adult", 3])
def test_anything_but_an_object_is_refused(data):
    with pytest.raises(AssessmentError) as refused:
        parse_stated(data)
    assert refused.value.code == "assessment.input"


def test_facts_made_by_hand_without_a_list_are_refused(lists):
    with pytest.raises(AssessmentError) as refused:
        assess(Stated("adult", ()), lists)
    assert refused.value.code == "assessment.lists"


def test_what_is_not_named_is_unknown(lists):
    stated = parse_stated(PLAIN, lists)
    assert (stated.stage, stated.act, stated.purpose) == ("unknown", "unknown", "unknown")
    assert (stated.urgent, stated.self_identified, stated.unaccompanied) == (False, False, False)
    assert not stated.indicators
    assert set(assess(stated, lists).unknown["not_asked"]) == set(lists["adult_labour"].indicators)


def test_the_plain_word_unknown_means_not_asked():
    assert parse_stated({**PLAIN, "indicators": {"DR01": "unknown"}}).indicators == {"DR01": "not_asked"}


def test_before_exploitation_the_absence_of_its_signs_is_ignored(lists):
    quiet = {"CD01": "absent", "EX01": "declined", "VD01": "unsure"}
    with_them = assess(parse_stated({**PLAIN, "stage": "pre", "indicators": quiet}), lists)
    without = assess(parse_stated({**PLAIN, "stage": "pre"}), lists)
    assert with_them.outcome == without.outcome
    assert with_them.could_change == without.could_change
    assert with_them.unknown["declined"] == ("EX01",)
    assert not any(name.startswith(("EX", "CD", "VD")) for name in with_them.unknown["not_asked"])


def test_the_installed_versions_may_be_demanded(lists):
    first = assess(parse_stated(PLAIN), lists)
    again = assess(parse_stated({**PLAIN, "versions": dict(first.versions)}), lists)
    assert again.to_json() == first.to_json()


@given(st.data())
def test_facts_survive_their_json(lists, data):
    names = sorted(lists["adult_labour"].indicators)
    stated = Stated(
        population=data.draw(st.sampled_from(("adult", "child", "age_disputed"))),
        lists=("child_labour", "adult_sexual"),
        stage=data.draw(st.sampled_from(("transit", "post", "unknown"))),
        act=data.draw(st.sampled_from(("present", "absent", "unknown"))),
        purpose=data.draw(st.sampled_from(("present", "intended", "absent", "unknown"))),
        self_identified=data.draw(st.booleans()),
        unaccompanied=data.draw(st.booleans()),
        urgent=data.draw(st.booleans()),
        indicators=data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(STATES))),
        purpose_codes=tuple(code for code in PURPOSE_CODES if data.draw(st.booleans())),
        versions=data.draw(st.sampled_from(({}, {"rules": "1.0"}))),
    )
    assert parse_stated(json.loads(json.dumps(stated.to_json())), lists) == stated


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["present", "adult", "DR01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*Stated.__dataclass_fields__, "more"), JSON)) | JSON)
def test_any_json_is_either_taken_or_refused_without_quoting_it(lists, data):
    try:
        assess(parse_stated(data), lists)
    except AssessmentError as refusal:
        shown = str(refusal.params.get("key", "-"))
        assert shown == "-" or shown.replace("_", "").isalnum()
