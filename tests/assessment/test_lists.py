"""The lists as published, as far as they could be read, and their words."""

import copy
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from screening.assessment.lists import DIMENSIONS, LANGUAGES, load_lists
from screening.assessment.reasons import REASON_CODES, Pattern
from screening.assessment.rules import OUTCOMES
from screening.assessment.stated import PURPOSE_CODES, STATES
from screening.errors import AssessmentError

RESOURCES = Path(__file__).parents[2] / "resources"
ILO11 = 11


def tiers(one):
    return {d: dict(Counter(i.strength for i in one.indicators.values() if i.dimension == d)) for d in DIMENSIONS}


def test_adult_labour_has_the_published_counts(lists):
    assert len(lists["adult_labour"].indicators) == 67
    assert tiers(lists["adult_labour"]) == {
        "DR": {"S": 1, "M": 8, "W": 1},
        "CR": {"S": 1, "M": 9},
        "VR": {"M": 14, "W": 2},
        "EX": {"S": 1, "M": 7, "W": 1},
        "CD": {"S": 4, "M": 10, "W": 1},
        "VD": {"M": 5, "W": 2},
    }


def test_child_labour_has_the_published_counts_and_no_weak_indicator(lists):
    assert len(lists["child_labour"].indicators) == 65
    assert tiers(lists["child_labour"]) == {
        "DR": {"S": 2, "M": 8},
        "CR": {"S": 4, "M": 6},
        "VR": {"M": 15},
        "EX": {"S": 1, "M": 7},
        "CD": {"S": 8, "M": 7},
        "VD": {"M": 7},
    }
    assert set(lists["adult_labour"].indicators) - set(lists["child_labour"].indicators) == {"VR08", "EX08"}


def test_sexual_lists_are_provisional_and_differ_only_where_that_is_known(lists):
    for sexual, labour, changed in (
        ("adult_sexual", "adult_labour", {"CD07": "S"}),
        ("child_sexual", "child_labour", {"EX06": "S"}),
    ):
        assert lists[sexual].status == "provisional"
        differing = {
            name: indicator.strength
            for name, indicator in lists[sexual].indicators.items()
            if indicator.strength != lists[labour].indicators[name].strength
        }
        assert differing == changed
        assert lists[sexual].indicators["CD07"].strength == "S"


def test_no_list_claims_to_be_verified(lists):
    assert {one.status for one in lists.values()} == {"unverified", "provisional"}
    assert not any(one.verified_on for one in lists.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_short_and_no_two_in_a_list_are_the_same(lists, language):
    for one in lists.values():
        labels = [indicator.label[language] for indicator in one.indicators.values()]
        assert max(len(label) for label in labels) <= 40
        assert len(set(labels)) == len(labels)
        for indicator in one.indicators.values():
            sentence = indicator.sentence[language]
            assert sentence.endswith(".")
            assert sentence != indicator.label[language]
            assert indicator.ilo11


@pytest.mark.parametrize("word", ["victim", "trafficker", "жертв", "потерпіл"])
def test_no_label_says_more_than_was_seen(lists, word):
    for one in lists.values():
        for indicator in one.indicators.values():
            texts = (*indicator.label.values(), *indicator.sentence.values())
            assert word not in " ".join(texts).lower()


# ---- malformed lists -------------------------------------------------------------------------------------------

GOOD = {
    "list": "small",
    "version": "1",
    "status": "provisional",
    "mark": "D",
    "verified_on": "",
    "source": "made for this test",
    "names": {"uk": "x", "en": "a"},
    "purposes": ["LAB"],
    "indicators": [
        {
            "id": "DR01",
            "strength": "S",
            "label": {"uk": "x", "en": "a"},
            "sentence": {"uk": "x.", "en": "a."},
            "ilo11": ["deception"],
        },
    ],
}


def spoiled(path, value):
    data = copy.deepcopy(GOOD)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def test_a_well_formed_list_is_taken():
    assert load_lists({"x": GOOD})["small"].indicators["DR01"].strength == "S"


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        spoiled(["list"], "No Such"),
        spoiled(["list"], ""),
        spoiled(["version"], 3),
        spoiled(["status"], "official"),
        spoiled(["status"], "verified"),
        spoiled(["verified_on"], "2026-11-23"),
        spoiled(["verified_on"], None),
        spoiled(["source"], ""),
        spoiled(["names"], {"uk": "x"}),
        spoiled(["names"], "a"),
        spoiled(["names"], {"uk": "x", "en": ""}),
        spoiled(["purposes"], "LAB"),
        spoiled(["indicators"], []),
        spoiled(["indicators"], {}),
        spoiled(["indicators"], [3]),
        spoiled(["indicators"], GOOD["indicators"] * 2),
        spoiled(["indicators", 0, "id"], "ZZ01"),
        spoiled(["indicators", 0, "strength"], "X"),
        spoiled(["indicators", 0, "label"], {}),
        spoiled(["indicators", 0, "ilo11"], [1]),
    ],
)
def test_a_malformed_list_is_refused(data):
    with pytest.raises(AssessmentError) as refused:
        load_lists({"x": data})
    assert refused.value.code == "assessment.list"


def test_a_list_that_is_there_twice_is_refused():
    with pytest.raises(AssessmentError):
        load_lists({"x": GOOD, "y": GOOD})


# ---- words -----------------------------------------------------------------------------------------------------


def words(name, language):
    return tomllib.loads((RESOURCES / "words" / f"{name}.{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_an_assessment_can_say_has_words(lists, language):
    texts = words("outcomes", language)
    assert set(texts["outcome"]) == set(OUTCOMES)
    for outcome in texts["outcome"].values():
        assert set(outcome) == {"name", "title", "sentence"}
    assert set(texts["rule"]) == set(REASON_CODES)
    assert set(texts["dimension"]) == set(DIMENSIONS)
    assert set(texts["pattern"]) == set(Pattern.__args__)
    assert set(texts["state"]) == set(STATES)
    assert set(texts["purpose_code"]) == set(PURPOSE_CODES)
    assert set(texts["strength"]) == {"S", "M", "W"}
    used = {name for one in lists.values() for indicator in one.indicators.values() for name in indicator.ilo11}
    assert used == set(texts["ilo11"])
    assert len(used) == ILO11


@pytest.mark.parametrize("name", ["outcomes", "assessment", "referral", "disclosure"])
def test_both_languages_have_the_same_words(name):
    def keys(table, place=""):
        return {
            inner
            for key, value in table.items()
            for inner in (keys(value, f"{place}{key}.") if isinstance(value, dict) else {f"{place}{key}"})
        }

    assert keys(words(name, "uk")) == keys(words(name, "en"))


def test_the_files_of_the_lists_are_plain_json():
    for path in (RESOURCES / "lists").glob("*.json"):
        data = json.loads(path.read_text("utf-8"))
        assert data["list"] == path.stem
