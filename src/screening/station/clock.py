"""The one place that reads the machine's clock and its randomness; everything below takes them as arguments."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from datetime import UTC, datetime

from screening.errors import UsageError

_YEARS = range(1970, 2200)
"""A time outside them is a slip of the hand, and what is counted from it would leave the calendar."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's clock, or a claimed time that stands still (rehearsal and tests; entries say so)."""

    claimed_at: datetime | None = None

    @property
    def claimed(self) -> bool:
        """Whether the time was stated and not read from the machine."""
        return self.claimed_at is not None

    def now(self) -> datetime:
        """Aware, UTC, whole microseconds."""
        return self.claimed_at or datetime.now(UTC)  # noqa: TID251  the one reading of the clock


def parse_now(text: str) -> datetime:
    """The time given with ``--now``: ISO 8601; without an offset it is UTC.

    Raises:
        UsageError: not a date and time, or of no year between 1970 and 2199.
    """
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("station.now") from None
    if stated.year not in _YEARS:
        raise UsageError("station.now")
    return stated.replace(tzinfo=UTC) if stated.tzinfo is None else stated.astimezone(UTC)


def random_bytes(count: int) -> bytes:
    """Bytes from the operating system's generator."""
    return os.urandom(count)


def random_source() -> random.Random:
    """What interviews draw from (``random()``, ``uuid()``, shuffling of choices): the system's generator."""
    return random.SystemRandom()
