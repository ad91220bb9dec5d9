"""What people type becomes the form's text form, or nothing."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.app import typed


@pytest.mark.parametrize(
    ("said", "value"), [("17", "17"), (" 1 200 ", "1200"), ("-3", "-3"), ("+4", "4"), ("007", "7")]
)
def test_whole_numbers(said: str, value: str) -> None:
    assert typed.integer(said) == value


@pytest.mark.parametrize("said", ["", "x", "3.5", "1e3", "٣x", "1" * 40])
def test_what_is_no_whole_number(said: str) -> None:
    assert typed.integer(said) is None


@pytest.mark.parametrize(("said", "value"), [("2,5", "2.5"), ("2.5", "2.5"), ("10", "10"), ("- 1,25", "-1.25")])
def test_decimal_numbers(said: str, value: str) -> None:
    assert typed.decimal(said) == value


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_is_understood_in_each_way_of_writing_it(at: date) -> None:
    ways = ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d%m%Y", "%d %m %Y", "%Y-%m-%d")
    assert {typed.day(at.strftime(way)) for way in ways} == {at.isoformat()}
    assert typed.day(typed.day_shown(at.isoformat())) == at.isoformat()


@pytest.mark.parametrize("said", ["31.02.2003", "13.13.2003", "yesterday", "", "1.1.03", "2003"])
def test_what_is_no_date(said: str) -> None:
    assert typed.day(said) is None


@given(st.times())
def test_every_minute_is_understood(at: time) -> None:
    value = typed.clock(at.strftime("%H:%M"))
    assert value is not None
    assert typed.clock_shown(value) == at.strftime("%H:%M")


@pytest.mark.parametrize("said", ["24:00", "12:60", "noon", ""])
def test_what_is_no_time(said: str) -> None:
    assert typed.clock(said) is None


@given(st.text())
def test_typed_text_keeps_no_control_or_turning_characters(said: str) -> None:
    kept = typed.plain(said)
    assert not any(c in kept for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x07\x1b")
    assert typed.plain(kept) == kept


def test_names_in_any_script_stay_as_they_are() -> None:
    for name in ("Ірина", "محمد", "თამარ", "नेहा", "Zoë"):
        assert typed.plain(name) == name
