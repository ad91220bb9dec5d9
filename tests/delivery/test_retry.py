"""The times of trying again: for ever, ever rarer, never in step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.delivery.retry import FIRST, LONGEST, next_try

TRIES = st.one_of(st.integers(1, 40), st.integers(1, 10**400))
CHANCE = st.floats(0, 1, exclude_max=True)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_what_never_failed_is_tried_at_once() -> None:
    assert next_try(0, NOON, 0.9) == NOON


@given(TRIES, TIMES, CHANCE)
def test_there_is_always_a_next_try_within_an_hour_and_not_at_once(tries: int, last: datetime, rand: float) -> None:
    wait = next_try(tries, last, rand) - last
    assert FIRST / 2 <= wait <= LONGEST


@given(st.integers(1, 100), TIMES, CHANCE)
def test_each_failure_makes_the_wait_no_shorter(tries: int, last: datetime, rand: float) -> None:
    assert next_try(tries + 1, last, rand) >= next_try(tries, last, rand)


@given(TRIES, TIMES, CHANCE, CHANCE)
def test_half_of_the_wait_is_chance(tries: int, last: datetime, one: float, other: float) -> None:
    waits = [next_try(tries, last, rand) - last for rand in (0.0, one, other)]
    assert waits[0] <= waits[1] <= 2 * waits[0]
    assert (waits[1] <= waits[2]) if one <= other else (waits[1] >= waits[2])


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 7.5), (2, 15), (3, 30), (8, 960), (9, 1800), (10, 1800), (10**9, 1800)]
)
def test_the_shortest_wait_doubles_up_to_half_an_hour(tries: int, seconds: float) -> None:
    assert next_try(tries, NOON, 0) - NOON == timedelta(seconds=seconds)
