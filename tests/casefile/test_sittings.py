"""Sittings as the entries tell them: beginnings, ends, pauses, and when to stop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from screening.casefile.entries import Answered, Body, Corrected, Entry, Noted, Opened, RepeatAdded, RepeatRemoved
from screening.casefile.sittings import Sitting, sittings
from screening.ids import CaseId, Digest, Ref

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def said(name: str, value: str | None, number: int = 1) -> Answered:
    return Answered(Ref(f"/data/safety/sitting[{number}]/{name}"), value)


def at(*told: tuple[int, Body]) -> tuple[Sitting, ...]:
    """The sittings of entries at these minutes."""
    return sittings(
        Entry(seq, CaseId("7F3K2ABCDEFG"), START + timedelta(minutes=minute), "o", body)
        for seq, (minute, body) in enumerate(told, 1)
    )


def every(minutes: Iterable[int]) -> list[tuple[int, Body]]:
    """Answers at each of these minutes."""
    return [(minute, Answered(Ref("/data/before/story"), "x")) for minute in minutes]


def test_a_sitting_begins_with_its_first_answer_and_ends_when_that_is_said() -> None:
    (one,) = at(
        (0, Opened("migration", "1", Digest("e"), "")),
        (1, said("private", "yes")),
        (4, said("agrees", "yes")),
        *every(range(5, 40)),
        (40, said("sitting_over", "planned")),
    )
    assert (one.number, one.began) == (1, START + timedelta(minutes=1))
    assert one.talking == START + timedelta(minutes=4)
    assert one.lasted == timedelta(minutes=36)
    assert one.said == {"private": "yes", "agrees": "yes", "sitting_over": "planned"}
    assert one.due(START + timedelta(hours=5)) is None
    assert repr(one) == "<sitting 1>"


@pytest.mark.parametrize(("minute", "due"), [(44, None), (45, "break"), (119, "break"), (120, "stop"), (300, "stop")])
def test_a_break_is_due_after_forty_five_minutes_and_the_end_after_two_hours(minute: int, due: str | None) -> None:
    (one,) = at((0, said("agrees", "yes")), *every(range(1, 120, 2)))
    assert one.due(START + timedelta(minutes=minute)) == due


def test_a_pause_begins_the_forty_five_minutes_anew_but_not_the_two_hours() -> None:
    (one,) = at((0, said("agrees", "yes")), *every(range(1, 40)), *every(range(50, 60)))
    assert one.since == START + timedelta(minutes=50)
    assert one.due(START + timedelta(minutes=94)) is None
    assert one.due(START + timedelta(minutes=95)) == "break"
    assert one.due(START + timedelta(minutes=120)) == "stop"


def test_nothing_is_due_before_the_person_agrees_or_after_a_change_of_mind() -> None:
    (shut,) = at((0, said("private", "no")))
    assert shut.due(START + timedelta(hours=3)) is None
    assert shut.lasted is None
    (taken_back,) = at((0, said("agrees", "yes")), (1, said("agrees", "no")))
    assert taken_back.due(START + timedelta(hours=3)) is None


def test_a_sitting_can_be_opened_again_when_it_was_ended_by_mistake() -> None:
    (one,) = at((0, said("agrees", "yes")), (3, said("sitting_over", "tired")), (4, said("sitting_over", None)))
    assert one.ended is None
    assert one.due(START + timedelta(minutes=50)) == "break"


def test_each_sitting_has_its_own_times_and_a_night_between_is_no_pause_of_the_first() -> None:
    first, second = at(
        (0, said("agrees", "yes")),
        (30, said("sitting_over", "planned")),
        (1440, RepeatAdded(Ref("/data/safety/sitting"))),
        (1441, said("private", "yes", 2)),
        (1442, said("agrees", "yes", 2)),
    )
    assert first.lasted == timedelta(minutes=30)
    assert second.talking == START + timedelta(minutes=1442)
    assert second.due(START + timedelta(minutes=1480)) is None


def test_a_sitting_that_was_taken_away_counts_no_more() -> None:
    told: list[tuple[int, Body]] = [
        (0, said("agrees", "no")),
        (1, said("private", "yes", 2)),
        (2, said("private", "yes", 3)),
    ]
    remaining = at(*told, (3, RepeatRemoved(Ref("/data/safety/sitting[2]"))))
    assert [(each.number, each.began.minute) for each in remaining] == [(1, 0), (2, 2)]


def test_other_entries_and_corrections_are_read_as_they_are() -> None:
    change = {"kind": "answered", "ref": "/data/safety/sitting[1]/sitting_place", "value": "shelter"}
    (one,) = at((0, Noted("x", "observed")), (1, said("agrees", "yes")), (2, Corrected((change,), "misheard")))
    assert one.said["sitting_place"] == "shelter"
    assert at((0, Noted("x", "observed"))) == ()
    assert at((0, RepeatRemoved(Ref("/data/journey/leg[1]")))) == ()
