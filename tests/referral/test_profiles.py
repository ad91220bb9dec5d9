"""What each recipient sees of a case, and that nothing else gets through."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import ReferralError
from screening.referral.profiles import (
    BIRTH_DATE,
    CATEGORIES,
    SENSITIVE,
    UNCATEGORISED,
    USES,
    AnswerView,
    Material,
    age_band,
    load_profiles,
    minimise,
    suppress,
)

RESOURCES = Path(__file__).parents[2] / "resources"
TODAY = date(2026, 11, 23)
ABOUT_A_PERSON = ("P-SOC", "P-POL", "P-SMS", "P-CHILD")


def full_fields():
    return {name: f"<{name}>" for name in CATEGORIES} | {"birth": "1990-04-01", "restrictions": ["<restrictions>"]}


def answer(category, **changes):
    values = {
        "ref": f"/data/{category or 'none'}",
        "question": "?",
        "value": f"value-{category}",
        "label": f"label-{category}",
        "verbatim": f"verbatim-{category}",
        "category": category,
        "indicators": ("DR01",),
        "sensitivity": 0,
    }
    return AnswerView(**(values | changes))


def full_material():
    answers = [answer(name) for name in CATEGORIES if name != "birth"]
    birth = answer("birth", value="1990-04-01", label="1 April 1990", verbatim="born on the first of April 1990")
    return Material(full_fields(), (*answers, birth), TODAY)


def test_the_five_profiles_and_their_uses(profiles):
    assert {name: profile.use for name, profile in profiles.items()} == {
        "P-SOC": "assistance",
        "P-POL": "investigation",
        "P-SMS": "stay",
        "P-CHILD": "child_protection",
        "P-STAT": "statistics",
    }
    assert {name for name, profile in profiles.items() if profile.anonymous} == {"P-STAT"}


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("P-SOC", {"narrative", "quotes", "other_people", "journey", "documents", "money", "health", "places"}),
        ("P-SMS", {"narrative", "quotes", "other_people", "money", "indicators", "summary", "purpose"}),
        ("P-CHILD", {"narrative", "quotes", "money", "journey"}),
        ("P-POL", {"health", "child", "sex"}),
        ("P-STAT", set(CATEGORIES) - {"birth", "outcome", "purpose", "period", "region"}),
    ],
)
def test_what_a_recipient_does_not_need_is_withheld_and_listed(profiles, name, hidden):
    disclosure = minimise(full_material(), profiles[name])
    assert hidden <= set(disclosure.withheld)
    text = json.dumps([disclosure.fields, disclosure.answers])
    for category in hidden:
        assert f"<{category}>" not in text
        assert f"value-{category}" not in text


@pytest.mark.parametrize("name", ABOUT_A_PERSON)
def test_needs_language_contact_and_restrictions_go_with_every_packet_about_a_person(profiles, name):
    fields = minimise(full_material(), profiles[name]).fields
    assert {"needs", "language", "contact", "restrictions"} <= set(fields)


@pytest.mark.parametrize("name", ABOUT_A_PERSON)
def test_restrictions_cannot_be_kept_back(profiles, name):
    fields = minimise(full_material(), profiles[name], kept_back=CATEGORIES).fields
    assert set(fields) == {"restrictions"}


def test_the_person_can_keep_a_kind_of_information_from_one_recipient(profiles):
    disclosure = minimise(full_material(), profiles["P-SOC"], kept_back={"person_name"})
    assert "person_name" not in disclosure.fields
    assert "person_name" in disclosure.withheld
    assert not [told for told in disclosure.answers if told["category"] == "person_name"]


@pytest.mark.parametrize("name", ["P-SOC", "P-POL", "P-STAT"])
def test_a_birth_date_becomes_an_age_band_in_fields_and_answers(profiles, name):
    disclosure = minimise(full_material(), profiles[name])
    assert disclosure.fields["birth"] == {"age_band": "35-44"}
    (told,) = [one for one in disclosure.answers if one["category"] == "birth"]
    assert (told["value"], told["label"]) == ("35-44", "35-44")
    assert BIRTH_DATE in disclosure.withheld
    assert "1990" not in json.dumps([disclosure.fields, disclosure.answers])


def test_a_birth_date_is_shown_where_the_profile_needs_it(profiles):
    disclosure = minimise(full_material(), profiles["P-CHILD"])
    assert disclosure.fields["birth"] == {"date": "1990-04-01"}
    assert BIRTH_DATE not in disclosure.withheld
    by_age = minimise(Material({"birth": 15}), profiles["P-CHILD"])
    assert by_age.fields["birth"] == {"age": 15}


@pytest.mark.parametrize("birth", ["1990-04-01", "spring", True, ["1990-04-01"]])
def test_a_birth_that_gives_no_band_is_withheld_whole(profiles, birth):
    material = Material({"birth": birth}, (answer("birth", value=str(birth)),))
    disclosure = minimise(material, profiles["P-SOC"])
    assert (disclosure.fields, disclosure.answers, disclosure.withheld) == ({}, (), ("birth",))


def test_an_age_told_as_an_answer_becomes_a_band_with_no_date_withheld(profiles):
    material = Material({"birth": 17}, (answer("birth", value="17", label="17", verbatim=None),))
    disclosure = minimise(material, profiles["P-SOC"])
    assert disclosure.fields == {"birth": {"age_band": "16-17"}}
    assert disclosure.answers[0]["value"] == "16-17"
    assert disclosure.withheld == ()


def test_an_unanswered_birth_question_is_shown_as_it_is(profiles):
    unanswered = answer("birth", value="", label="", missing="declined", verbatim=None)
    disclosure = minimise(Material({}, (unanswered,)), profiles["P-SOC"])
    assert disclosure.answers[0]["missing"] == "declined"
    assert disclosure.answers[0]["value"] == ""


def test_answers_that_are_too_sensitive_are_withheld_and_named(profiles):
    for name, shown in (("P-SOC", 3), ("P-POL", 4), ("P-SMS", 0), ("P-CHILD", 3), ("P-STAT", 0)):
        answers = tuple(answer("indicators", sensitivity=level, verbatim=None) for level in range(4))
        disclosure = minimise(Material({}, answers), profiles[name])
        assert len(disclosure.answers) == shown
    assert SENSITIVE in minimise(Material({}, (answer("needs", sensitivity=3),)), profiles["P-SOC"]).withheld


def test_words_as_spoken_reach_only_those_who_may_read_them(profiles):
    material = Material({}, (answer("indicators", htcds="vic_MethodsOfControl"),))
    police, social = (minimise(material, profiles[name]) for name in ("P-POL", "P-SOC"))
    assert police.answers[0]["verbatim"] == "verbatim-indicators"
    assert police.answers[0]["indicators"] == ["DR01"]
    assert police.answers[0]["htcds"] == "vic_MethodsOfControl"
    assert "verbatim" not in social.answers[0]
    assert social.withheld == ("quotes",)
    stay = minimise(Material({}, (answer("journey", verbatim=None),)), profiles["P-SMS"])
    assert "indicators" not in stay.answers[0]


@pytest.mark.parametrize("profile", [*ABOUT_A_PERSON, "P-STAT"])
def test_what_has_no_category_of_ours_is_withheld(profiles, profile):
    material = Material({"diary": "x"}, (answer(""), answer("diary")))
    disclosure = minimise(material, profiles[profile])
    assert (disclosure.fields, disclosure.answers, disclosure.withheld) == ({}, (), (UNCATEGORISED,))


@pytest.mark.parametrize("empty", [None, "", [], {}, ()])
def test_what_the_case_does_not_hold_is_not_listed_as_withheld(profiles, empty):
    assert minimise(Material({"narrative": empty}), profiles["P-SOC"]).withheld == ()


def test_a_no_is_something_the_case_holds(profiles):
    assert minimise(Material({"needs": False, "money": 0}), profiles["P-SOC"]).fields == {"needs": False}


@given(
    st.dictionaries(st.sampled_from(CATEGORIES), st.text(min_size=1, max_size=4)),
    st.lists(st.builds(answer, st.sampled_from((*CATEGORIES, "")), sensitivity=st.integers(0, 3)), max_size=8),
    st.sampled_from((*ABOUT_A_PERSON, "P-STAT")),
    st.sets(st.sampled_from(CATEGORIES)),
)
def test_every_field_is_either_shown_or_listed_and_nothing_unlisted_shows(profiles, fields, answers, name, kept_back):
    profile = profiles[name]
    disclosure = minimise(Material(fields, tuple(answers), TODAY), profile, kept_back=kept_back)
    for category in fields:
        assert (category in disclosure.fields) or (category in disclosure.withheld)
    assert set(disclosure.fields) <= profile.shows
    for told in disclosure.answers:
        assert told["category"] in profile.shows - (kept_back - {"restrictions"})
    assert len(disclosure.answers) <= len(answers)
    if profile.anonymous:
        assert not {"person_name", "contact", "restrictions", "citizenship"} & set(disclosure.fields)


# ---- ages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("2008-11-23", "18-24"),
        ("2008-11-24", "16-17"),
        ("2008-11", "16-17"),
        ("2008-10", "18-24"),
        ("2008-12", "16-17"),
        ("2008", "16-17"),
        ("2007", "18-24"),
        ("2026-11-23", "0-5"),
        ("2026", "0-5"),
        ("1961-11-23", "65+"),
        ("1900", "65+"),
        ("2027-01-01", None),
        ("2008-02-30", None),
        ("2008-13", None),
        ("2008-1-1-1", None),
        ("soon", None),
        ("9" * 40, None),
        ("9999-12", None),
        (17, "16-17"),
        (0, "0-5"),
        (64, "55-64"),
        (65, "65+"),
        (-1, None),
    ],
)
def test_age_bands_take_the_youngest_possible_age(birth, band):
    assert age_band(birth, TODAY) == band


def test_without_a_day_to_count_from_there_is_no_band():
    assert age_band("1990-04-01", None) is None


@given(st.dates(date(1900, 1, 1), TODAY))
def test_knowing_less_of_a_birth_date_never_makes_a_person_older(born):
    bands = [age_band(text, TODAY) for text in (born.isoformat(), f"{born:%Y-%m}", f"{born:%Y}")]
    ages = [int(band.split("-")[0].rstrip("+")) for band in bands]
    assert ages == sorted(ages, reverse=True)


def test_small_numbers_are_not_released(profiles):
    counts = {"none": 0, "one": 1, "four": 4, "five": 5}
    assert suppress(counts, profiles["P-STAT"]) == {"none": 0, "one": None, "four": None, "five": 5}


# ---- profiles as data ------------------------------------------------------------------------------------------


def profile_text(**changes):
    shows = changes.pop("shows", ["needs", "restrictions"])
    values = {
        "id": "P-X",
        "names": {"uk": "x", "en": "x"},
        "notes": {"uk": "x", "en": "x"},
        "use": "assistance",
        "max_sensitivity": 1,
        "birth_date": "age_band",
        "shows": shows,
        "withholds": [name for name in CATEGORIES if name not in shows],
    } | changes
    lines = "\n".join(f"{key} = {toml(value)}" for key, value in values.items() if value is not None)
    return f"[[profile]]\n{lines}\n".encode()


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)


def test_a_profile_may_come_as_one_file():
    assert load_profiles(profile_text())["P-X"].shows == {"needs", "restrictions"}


@pytest.mark.parametrize("use", ["enforcement", "removal", "", 3])
def test_there_is_no_profile_for_punishing_a_person_and_none_can_be_loaded(use):
    with pytest.raises(ReferralError) as refused:
        load_profiles(profile_text(use=use))
    assert refused.value.code == "referral.profile.use"
    assert "enforcement" not in USES


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"[[profile]",
        b"[profile]\nid = 1",
        b"profile = [3]",
        b"[[other]]\nid = 1",
        profile_text(id=""),
        profile_text(id=None),
        profile_text(more=1),
        profile_text(names={"uk": "x"}),
        profile_text(names={"uk": "x", "en": ""}),
        profile_text(notes="x"),
        profile_text(shows=["needs"]),
        profile_text(shows=["needs", "restrictions", "diary"]),
        profile_text(shows="needs"),
        profile_text(withholds=["needs"]),
        profile_text(withholds=[]),
        profile_text(use="statistics"),
        profile_text(max_sensitivity=4),
        profile_text(max_sensitivity=True),
        profile_text(birth_date="year"),
        profile_text(smallest_group=-1),
        profile_text() * 2,
    ],
)
def test_a_malformed_or_undecided_profile_is_refused(data):
    with pytest.raises(ReferralError) as refused:
        load_profiles(data)
    assert refused.value.code == "referral.profile"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_everything_that_can_be_withheld_has_words(language):
    text = tomllib.loads((RESOURCES / "words" / f"disclosure.{language}.toml").read_text("utf-8"))
    assert set(text["category"]) == {*CATEGORIES, BIRTH_DATE, SENSITIVE, UNCATEGORISED}
    assert set(text["use"]) == set(USES)
