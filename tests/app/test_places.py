# ruff: noqa: RUF001  some words are Ukrainian
"""Places as people type them, in whichever form their map has, and as forms keep them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.app import places
from screening.app.places import Place

LATITUDES = st.floats(-90, 90).map(lambda number: round(number, 6))
LONGITUDES = st.floats(-180, 180).map(lambda number: round(number, 6))
KYIV = "50.4501 30.5234 0 0"


@pytest.mark.parametrize(
    "said",
    [
        "50.4501, 30.5234",
        "50.4501 30.5234",
        "50,4501 30,5234",
        "50,4501; 30,5234",
        "50°27.006' N 30°31.404' E",
        "50°27.006′N, 30°31.404′E",
        "N50 27.006 E030 31.404",
        "50°27.006' 30°31.404'",
        "30.5234 E 50.4501 N",
        "пн. ш. 50.4501 сх. д. 30.5234",
        "50.4501° N, 30.5234° E",
    ],
)
def test_one_place_in_many_forms(said: str) -> None:
    found = places.read(said)
    assert found is not None
    assert found.value() == KYIV


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("S 33 51 24 E 151 12 36", "-33.85666667 151.21 0 0"),
        ("-33.9 18.4", "-33.9 18.4 0 0"),
        ("50, 30", "50 30 0 0"),
        ("0 0", "0 0 0 0"),
    ],
)
def test_degrees_minutes_seconds_and_sides(said: str, value: str) -> None:
    found = places.read(said)
    assert found is not None
    assert found.value() == value


@pytest.mark.parametrize(
    "said",
    [
        "",
        "50",
        "50 30 10",
        "50 27 30 31",
        "91 0",
        "0 181",
        "50°60' N 30°00' E",
        "50.5°10' N 30° E",
        "-50 N 30 E",
        "N 50 S 30",
        "N E",
        "about there",
        "1" * 300,
    ],
)
def test_what_is_no_place(said: str) -> None:
    assert places.read(said) is None


@given(LATITUDES, LONGITUDES)
def test_a_place_is_read_back_from_what_is_shown_and_from_what_is_kept(latitude: float, longitude: float) -> None:
    place = Place(latitude, longitude)
    kept = places.kept(place.value())
    assert kept is not None
    assert (kept.latitude, kept.longitude) == pytest.approx((latitude, longitude), abs=1e-6)
    read = places.read(place.shown())
    assert read is not None
    assert (read.latitude, read.longitude) == pytest.approx((latitude, longitude), abs=1e-5)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(said: str) -> None:
    for place in (places.read(said), places.kept(said), *(places.several(said) or ())):
        assert place is None or (abs(place.latitude) <= 90 and abs(place.longitude) <= 180)


@given(st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=3, max_size=8, unique=True))
def test_an_area_closes_and_comes_back(corners: list[tuple[float, float]]) -> None:
    points = tuple(Place(*corner) for corner in corners)
    value = places.line_value(points, closed=True)
    back = places.all_kept(value)
    assert back[0] == back[-1]
    assert len(back) == len(points) + 1
    assert len(places.all_kept(places.line_value(points, closed=False))) == len(points)


@pytest.mark.parametrize(
    "said",
    ["50.45, 30.52\n50.46, 30.53", "50.45 30.52; 50.46 30.53", "50.45, 30.52 50.46, 30.53"],
)
def test_several_points_at_once(said: str) -> None:
    found = places.several(said)
    assert found is not None
    assert places.line_value(found, closed=False) == "50.45 30.52 0 0; 50.46 30.53 0 0"


def test_one_bad_point_among_several_is_none_of_them() -> None:
    assert places.several("50.45, 30.52\nsomewhere") is None


def test_altitude_and_accuracy_of_a_form_are_kept() -> None:
    found = places.kept("50.4501 30.5234 179.5 4.5")
    assert found is not None
    assert found.value() == "50.4501 30.5234 179.5 4.5"
