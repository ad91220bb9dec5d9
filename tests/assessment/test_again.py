"""An assessment of earlier years comes out the same, or the version that is missing is named."""

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from screening.assessment import rules
from screening.assessment.again import Absent, assess_again, read_frozen
from screening.assessment.lists import Indicator
from screening.errors import AssessmentError

VECTORS = Path(__file__).parents[1] / "vectors" / "assessments"


def vector(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


@pytest.mark.parametrize("name", ["packet-2026", "case-2026"])
def test_what_was_frozen_in_2026_comes_out_the_same(lists, name):
    frozen = read_frozen(vector(name))
    again = assess_again(frozen, lists.values())
    assert again.same
    assert json.loads(json.dumps(again.assessment.to_json())) == frozen.result


@pytest.mark.parametrize("name", ["packet-2026", "case-2026"])
def test_a_later_list_beside_the_earlier_one_changes_nothing(lists, name):
    words = MappingProxyType({"uk": "x", "en": "x"})
    later = [
        replace(
            one,
            version="2031.1",
            indicators=MappingProxyType({**one.indicators, "DR99": Indicator("DR99", "DR", "S", words, words)}),
        )
        for one in lists.values()
    ]
    assert assess_again(read_frozen(vector(name)), [*later, *lists.values()]).same


def test_lists_not_weighed_with_may_have_grown_since(lists):
    words = MappingProxyType({"uk": "x", "en": "x"})
    grown = [
        one
        if one.id.startswith("adult")
        else replace(
            one,
            version="2031.1",
            indicators=MappingProxyType({**one.indicators, "DR99": Indicator("DR99", "DR", "S", words, words)}),
        )
        for one in lists.values()
    ]
    assert assess_again(read_frozen(vector("packet-2026")), grown).same


def test_a_list_version_that_is_not_here_is_named(lists):
    later = [replace(one, version="2031.1") for one in lists.values()]
    again = assess_again(read_frozen(vector("packet-2026")), later)
    assert not again.same
    assert again.assessment is None
    version = lists["adult_labour"].version
    assert again.absent[0] == Absent("adult_labour", version, ("2031.1",))
    assert [one.what for one in again.absent] == ["adult_labour", "adult_sexual"]


def test_rules_that_are_not_here_are_named(lists):
    data = vector("packet-2026")
    data["instrument"]["rules"] = "0.1"
    again = assess_again(read_frozen(data), lists.values())
    assert again.absent == (Absent("rules", "0.1", (rules.RULES_VERSION,)),)


def test_a_result_that_was_altered_is_told_from_the_true_one(lists):
    data = vector("packet-2026")
    data["assessment"]["result"]["outcome"] = "no_indication"
    data["assessment"]["result"]["settled"] = True
    again = assess_again(read_frozen(data), lists.values())
    assert again.differs == ("outcome", "settled")
    assert not again.same


def test_facts_without_a_result_are_weighed(lists):
    data = vector("packet-2026")
    data["assessment"]["result"] = None
    again = assess_again(read_frozen(data), lists.values())
    assert again.same
    assert again.assessment.outcome == "elevated"


def test_a_packet_that_withholds_its_facts_says_so():
    data = vector("packet-2026")
    for told in (None, {"outcome": "presumed", "facts": None}):
        with pytest.raises(AssessmentError) as refused:
            read_frozen({**data, "assessment": told})
        assert refused.value.code == "assessment.withheld"


@pytest.mark.parametrize(
    "data",
    [
        {"instrument": [], "assessment": {"facts": {}}},
        {"instrument": {}, "assessment": []},
        {"instrument": {"lists": 1}, "assessment": {"facts": {}}},
        {"instrument": {"lists": {}, "rules": 1}, "assessment": {"facts": {}}},
        {"facts": 1, "versions": {}},
        {"facts": {}, "versions": 1},
        {"facts": {}},
        {"facts": {}, "versions": {}, "result": 1},
    ],
)
def test_what_is_malformed_is_refused(data):
    with pytest.raises(AssessmentError) as refused:
        read_frozen(data)
    assert refused.value.code == "assessment.input"


def test_plain_facts_are_no_frozen_assessment():
    assert read_frozen({"population": "adult", "lists": ["adult_labour"]}) is None
    assert read_frozen([]) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"stage": "pre", "indicators": {"EX01": "present"}}, "assessment.stage.indicator"),
        ({"stage": "pre", "purpose": "present"}, "assessment.stage.purpose"),
        ({"indicators": {"DR77": "present"}}, "assessment.indicator.unknown"),
        ({"lists": ["adult_begging"]}, "assessment.list.unknown"),
        ({"versions": {"adult_labour": "1999.1"}}, "assessment.version"),
    ],
)
def test_impossible_facts_are_refused_with_their_code(lists, facts, code):
    with pytest.raises(AssessmentError) as refused:
        rules.assess(rules.parse_stated({"population": "adult", "lists": ["adult_labour"], **facts}, lists), lists)
    assert refused.value.code == code
