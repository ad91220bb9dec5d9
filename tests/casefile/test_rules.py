"""The urgent and stop rules are the same in every instrument, and each says what it asks of the officer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from screening.casefile.rules import ENOUGH, GATES, STOP_REASONS, STOPS, URGENT
from support.xlsform import Instrument, convert, read

ROOT = Path(__file__).resolve().parents[2]
INSTRUMENTS = ("first_line", "second_line", "migration", "child")


@pytest.fixture(scope="module")
def forms() -> dict[str, Instrument]:
    return {name: read(convert(ROOT / "forms" / name / "form.md")) for name in INSTRUMENTS}


def gates_of(form: Instrument) -> set[str]:
    return {value for asked in form.order for key, value in asked.ti.items() if key.rstrip("0123456789") == "gate"} - {
        ""
    }


@pytest.mark.parametrize("language", ["uk", "en"])
def test_each_rule_has_its_words_and_each_stop_says_what_to_do(language: str) -> None:
    words = tomllib.loads((ROOT / "resources" / "words" / f"rules.{language}.toml").read_text("utf-8"))
    assert set(words["urgent"]) == set(URGENT)
    assert set(words["stop"]) == set(words["stop_do"]) == STOP_REASONS
    assert all(len(said) > 20 for said in words["stop_do"].values())


def test_every_stop_has_a_digit() -> None:
    assert len(STOPS) == len(set(STOPS)) == 9
    assert ENOUGH not in STOPS


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_names_only_known_gates(forms: dict[str, Instrument], name: str) -> None:
    assert gates_of(forms[name]) <= GATES


@pytest.mark.parametrize("name", ["second_line", "migration", "child"])
def test_every_interview_can_be_kept_from_beginning_and_stopped(forms: dict[str, Instrument], name: str) -> None:
    assert {"stop", "child", "do_not_interview", "urgent:U1", "urgent:U2", "urgent:U3"} <= gates_of(forms[name])


@pytest.mark.parametrize("name", ["second_line", "migration"])
def test_every_urgent_rule_is_reached_by_an_answer_of_an_adult(forms: dict[str, Instrument], name: str) -> None:
    assert {f"urgent:{rule}" for rule in URGENT} <= gates_of(forms[name])
