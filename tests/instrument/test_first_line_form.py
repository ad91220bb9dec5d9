"""What the first-line instrument promises: eight observations by way of travelling, four questions, one rule."""

# ruff: noqa: RUF001, S311 - the words are Ukrainian; an interview is drawn again from its seed

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from screening.forms import packs
from screening.forms.packs import Pack
from screening.forms.session import Session
from screening.station.authoring import build_pack
from support.xlsform import Instrument, convert, convert_workbook, read

UK, EN = "Ukrainian (uk)", "English (en)"
MODES = ("car", "bus", "train", "plane", "ship", "foot")
OBSERVATIONS = ("holds", "answers", "route", "exhausted", "fear", "asks", "same", "papers", "none")
QUESTIONS = ("goes", "paid", "own", "wish")


@pytest.fixture(scope="module")
def source(root: Path) -> Path:
    return root / "forms" / "first_line" / "form.md"


@pytest.fixture(scope="module")
def xform(source: Path) -> str:
    return convert(source)


@pytest.fixture(scope="module")
def instrument(xform: str) -> Instrument:
    return read(xform)


@pytest.fixture(scope="module")
def built(source: Path) -> bytes:
    pack, found = build_pack(source, "md")
    assert found == ()
    assert pack is not None
    return pack


@pytest.fixture(scope="module")
def pack(built: bytes) -> Pack:
    return packs.read(built)


def test_the_pack_that_is_shipped_is_the_one_the_form_gives(root: Path, built: bytes, pack: Pack) -> None:
    assert (root / "resources" / "packs" / "first_line.pack").read_bytes() == built
    assert (pack.manifest.form_id, pack.manifest.status) == ("first_line", "active")


def test_the_workbook_of_the_same_tables_gives_the_same_form(source: Path, xform: str) -> None:
    assert convert_workbook(source) == xform


def test_nothing_can_be_typed(instrument: Instrument) -> None:
    assert {asked.kind for asked in instrument.order if not asked.note} == {"select1", "select"}


def test_nobody_is_named(instrument: Instrument) -> None:
    words = " ".join(form[""] for key, form in instrument.words[EN].items() if key.endswith(":label"))
    assert not re.search(r"\b(name|born|birth|citizenship|nationality|address)\b", words, re.IGNORECASE)
    assert not any("disclose" in asked.ti or asked.htcds for asked in instrument.order)


def test_the_gates_are_g1_g2_and_g5(instrument: Instrument) -> None:
    items = {item for asked in instrument.order for item in asked.ti["item"].split() if item.startswith("G")}
    assert items == {"G1", "G2", "G5"}


def test_four_questions_are_open_only_when_something_was_noticed_and_the_person_is_apart(
    instrument: Instrument,
) -> None:
    assert [asked.name for asked in instrument.order if asked.section == "talk"] == ["private", *QUESTIONS]
    assert "/noticed " in instrument.groups["/data/talk"]
    assert all("/private " in instrument.asked[name].relevant for name in QUESTIONS)
    assert [instrument.asked[name].ti["item"] for name in QUESTIONS] == ["F1", "F2", "F3", "F4"]


def test_an_observation_is_never_an_indicator(instrument: Instrument) -> None:
    for asked in instrument.order:
        assert not {"indicator", "choices"} & asked.ti.keys(), asked.name
        assert asked.ti.get("element", "end") in {"end", "population", "unaccompanied"}


def test_every_way_of_travelling_has_the_same_eight_observations_in_its_own_words(pack: Pack) -> None:
    session = Session.new(pack.form(), lambda: datetime(2026, 11, 24, tzinfo=UTC), Random(1))
    session.answer("/data/look/person", "adult")
    said: dict[str, set[str]] = {}
    for mode in MODES:
        session.answer("/data/look/mode", mode)
        offered = session.choices("/data/look/seen", UK)
        assert tuple(choice.value for choice in offered) == OBSERVATIONS
        assert [choice.annotations.get("ti:observation", "") for choice in offered] == [
            *(f"O{number}" for number in range(1, 9)),
            "",
        ]
        said[mode] = {choice.label for choice in offered}
    assert len({frozenset(words) for words in said.values()}) == len(MODES)


def test_how_a_person_looks_is_no_observation(pack: Pack, root: Path) -> None:
    table = (root / "forms" / "first_line" / "form.md").read_text("utf-8")
    offered = [line for line in table.splitlines() if line.startswith(("| | seen ", "| | concern "))]
    assert len(offered) == 58
    banned = (
        r"одяг|вбран|татую|макіяж|національн|ромськ|стать|жінк|чоловік|"
        r"\bdress|cloth|tattoo|make-up|nationalit|ethnic|roma\b|\bwom|\bman\b|\bmen\b|\bsex|accent|poor|disab"
    )
    assert [line for line in offered if re.search(banned, line, re.IGNORECASE)] == []
    assert pack.manifest.languages


def test_sex_violence_and_earnings_are_not_asked_about(instrument: Instrument) -> None:
    for name in QUESTIONS:
        words = instrument.words[EN][f"{instrument.asked[name].ref}:label"][""]
        assert not re.search(r"sex|violen|hurt|earn|salary|wage", words, re.IGNORECASE)


def test_nothing_is_missing_in_either_language(instrument: Instrument) -> None:
    ukrainian, english = instrument.words[UK], instrument.words[EN]
    assert ukrainian.keys() == english.keys()
    for key, forms in ukrainian.items():
        assert forms.keys() == english[key].keys(), key
        assert all(words and words != "-" for words in (*forms.values(), *english[key].values())), key
        latin = re.sub(r"\b[OUF]\d\b", "", " ".join(forms.values()))
        assert not re.search(r"[A-Za-z]{2}", latin), key
        assert not re.search(r"[Ѐ-ӿ]", " ".join(english[key].values())), key


def test_every_question_says_what_the_officer_does_why_and_where_it_comes_from(instrument: Instrument) -> None:
    for asked in instrument.order:
        forms = instrument.words[UK][f"{asked.ref}:hint"]
        assert forms.get("")
        assert asked.note or forms.get("guidance"), asked.name
        assert asked.ti["source"]


def test_the_words_of_judgement_are_not_used(instrument: Instrument) -> None:
    for language, banned in ((UK, r"\bжертв|торгівл|підозрюван|нелегал"), (EN, r"\bvictim|traffick|suspect|illegal")):
        for key, forms in instrument.words[language].items():
            for words in forms.values():
                assert not re.search(banned, words, re.IGNORECASE), key


def test_each_rule_of_the_end_can_be_read_as_a_reason(instrument: Instrument) -> None:
    reasons = [asked for asked in instrument.order if asked.ti.get("role") == "reason"]
    assert len(reasons) == 14
    for asked in reasons:
        assert instrument.words[EN][f"{asked.ref}:hint"][""].startswith("Rule: ")
        assert asked.relevant
    assert {asked.name for asked in instrument.order if asked.ti.get("role") == "end"} == {
        "to_urgent",
        "to_second",
        "to_child",
        "to_card",
    }


def test_no_construct_on_which_engines_disagree(instrument: Instrument) -> None:
    for expression in instrument.expressions:
        assert not re.search(r"\b(regex|round|floor|ceiling|position|pulldata|indexed-repeat)\b|\[", expression)
