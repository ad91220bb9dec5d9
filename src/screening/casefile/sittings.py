"""The sittings of a long interview: when each began and ended, and when a break or an end is due.

A sitting is an entry of the repeat that the form calls `REPEAT`; its times are those of the entries, which nobody has
to write down. A pause is a time in which nothing was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from typing_extensions import override

from screening.casefile import answers
from screening.casefile.entries import Answered, Entry, RepeatRemoved

Due: TypeAlias = Literal["break", "stop"]

REPEAT: Final = "sitting"
OVER: Final = "sitting_over"
AGREED: Final = "agrees"
BREAK_AFTER: Final = timedelta(minutes=45)
"""How long a talk goes on at most without a pause."""
STOP_AFTER: Final = timedelta(minutes=120)
"""How long one sitting lasts at most, pauses included."""
PAUSE: Final = timedelta(minutes=5)
"""A shorter silence is no pause."""
_WITHIN: Final = re.compile(rf".*/{REPEAT}\[(?P<number>[0-9]{{1,9}})\](/(?P<name>[^/]+))?")


@dataclass(frozen=True, slots=True, repr=False)
class Sitting:
    """One sitting.

    number: from 1; began: its first answer; talking: since when the person agrees, None if not; ended: None while it
    goes on; since: the end of the latest pause, or `talking`; said: its own answers, by name.
    """

    number: int
    began: datetime
    talking: datetime | None = None
    ended: datetime | None = None
    since: datetime | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    @override
    def __repr__(self) -> str:
        return f"<sitting {self.number}>"

    @property
    def lasted(self) -> timedelta | None:
        """How long the talk was, None while it goes on or if there was none."""
        return self.ended - self.talking if self.ended is not None and self.talking is not None else None

    def due(self, now: datetime) -> Due | None:
        """Whether it is time for a break or for the end; nothing once it is over."""
        if self.talking is None or self.since is None or self.ended is not None:
            return None
        if now - self.talking >= STOP_AFTER:
            return "stop"
        return "break" if now - self.since >= BREAK_AFTER else None


def sittings(entries: Iterable[Entry]) -> tuple[Sitting, ...]:
    """The sittings that these entries of one case record, in their order.

    Raises:
        CaseError: ``case.entry.unreadable``.
    """
    found: dict[int, Sitting] = {}
    last: datetime | None = None
    for entry in entries:
        for step in answers.steps((entry.body,)):
            if not isinstance(step, Answered | RepeatRemoved):
                continue
            within = _WITHIN.fullmatch(step.ref)
            if within is not None:
                _take(found, int(within["number"]), within["name"] or "", step, entry.at)
        if last is not None and entry.at - last >= PAUSE:
            found = {number: _after_pause(each, entry.at) for number, each in found.items()}
        last = entry.at
    return tuple(found[number] for number in sorted(found))


def _take(found: dict[int, Sitting], number: int, name: str, step: Answered | RepeatRemoved, at: datetime) -> None:
    if isinstance(step, Answered):
        found[number] = _with(found.get(number) or Sitting(number, at), name, step, at)
        return
    moved = _without(found, number)
    found.clear()
    found.update(moved)


def _with(sitting: Sitting, name: str, step: Answered, at: datetime) -> Sitting:
    said = {**sitting.said, name: step.value or ""}
    talking, ended, since = sitting.talking, sitting.ended, sitting.since
    if name == AGREED:
        talking = (talking or at) if step.value == "yes" else None
        since = talking
    elif name == OVER:
        ended = at if step.value else None
    return Sitting(sitting.number, sitting.began, talking, ended, since, said)


def _after_pause(sitting: Sitting, at: datetime) -> Sitting:
    if sitting.since is None or sitting.ended is not None:
        return sitting
    return Sitting(sitting.number, sitting.began, sitting.talking, sitting.ended, at, sitting.said)


def _without(found: Mapping[int, Sitting], gone: int) -> dict[int, Sitting]:
    moved: dict[int, Sitting] = {}
    for number, each in found.items():
        if number != gone:
            now = number - (number > gone)
            moved[now] = Sitting(now, each.began, each.talking, each.ended, each.since, each.said)
    return moved
