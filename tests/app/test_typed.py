# ruff: noqa: RUF001  some words are Ukrainian
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


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_month_and_year_is_understood(at: date) -> None:
    first = at.replace(day=1).isoformat()
    assert {typed.month(at.strftime(way)) for way in ("%m.%Y", "%m/%Y", "%m%Y", "%Y-%m")} == {first}
    assert typed.month(typed.month_shown(first)) == first
    assert typed.year(at.strftime("%Y")) == f"{at.year:04}-01-01"


@pytest.mark.parametrize("said", ["13.2003", "2003", "", "03", "march 2003"])
def test_what_is_no_month(said: str) -> None:
    assert typed.month(said) is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)), st.times())
def test_every_moment_is_understood(on: date, at: time) -> None:
    value = typed.moment(f"{on:%d.%m.%Y} {at:%H:%M}")
    assert value is not None
    assert value.startswith(f"{on.isoformat()}T{at:%H:%M}:00.000")
    assert typed.moment_shown(value) == f"{on:%d.%m.%Y} {at:%H:%M}"


@pytest.mark.parametrize("said", ["14.03.2003", "19:30", "", "14.03.2003 25:00", "32.01.2003 10:00"])
def test_what_is_no_moment(said: str) -> None:
    assert typed.moment(said) is None


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1)), st.integers(-20, 20))
def test_steps_lead_back(on: date, steps: int) -> None:
    moved = typed.stepped("date", on.isoformat(), steps, large=False)
    assert moved is not None
    assert typed.stepped("date", moved, -steps, large=False) == on.isoformat()
    months = typed.stepped("month", on.replace(day=1).isoformat(), steps, large=False)
    assert months is not None
    assert typed.stepped("month", months, -steps, large=False) == on.replace(day=1).isoformat()


def test_steps_end_where_the_calendar_does() -> None:
    assert typed.stepped("date", "0001-01-01", -1, large=False) is None
    assert typed.stepped("year", "9999-01-01", 1, large=False) is None
    assert typed.stepped("date", "nothing", 1, large=True) is None
    assert typed.stepped("date", "2024-01-31", 1, large=True) == "2024-02-29"


@given(st.integers(-50, 50), st.integers(1, 40), st.sampled_from(["1", "0.5", "0.1", "2", "0.25"]))
def test_every_place_of_a_range_is_in_its_steps(low: int, length: int, step: str) -> None:
    found = typed.places(str(low), str(low + length), step)
    assert found
    assert all(typed.in_steps(place, str(low), str(low + length), step) == place for place in found)
    assert typed.in_steps(str(low - 1), str(low), str(low + length), step) is None


@pytest.mark.parametrize(
    ("low", "high", "step"), [("", "10", "1"), ("0", "1", "0"), ("a", "b", "c"), ("0", "1e99", "1")]
)
def test_a_range_that_is_none_has_no_places(low: str, high: str, step: str) -> None:
    assert typed.places(low, high, step) == ()
    assert typed.in_steps("5", low, high, step) is None


@given(st.integers(-(10**14), 10**14))
def test_thousands_are_set_apart_and_nothing_else_changes(number: int) -> None:
    shown = typed.grouped(str(number))
    assert shown.replace("\u00a0", "") == str(number)
    assert typed.integer(shown) == str(number)


def test_joiners_stay_and_turners_go() -> None:
    assert typed.plain("می\u200cخواهم") == "می\u200cخواهم"
    assert typed.plain("a\u202eb\u2066c") == "abc"
    assert typed.spoiled("a\u202eb")
    assert not typed.spoiled("Оля\u00a0Коваль")
