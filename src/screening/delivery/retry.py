"""When to try again. Pure: the clock and the dice are the caller's."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(seconds=15)
LONGEST = timedelta(hours=1)
_DOUBLINGS = 8  # 15 s doubled eight times is past the hour


def next_try(tries: int, last: datetime, rand: float) -> datetime:
    """The earliest time of the next try; there is always one, however many failed.

    The wait doubles from 15 seconds to an hour, and half of it is left to chance, so that stations which lost the
    network together do not come back together.

    Args:
        tries: how many have failed so far; with none the answer is `last`.
        last: when the last one failed, aware.
        rand: evenly from 0 (included) to 1 (excluded).
    """
    if tries <= 0:
        return last
    wait = min(FIRST * (1 << min(tries - 1, _DOUBLINGS)), LONGEST)
    return last + wait * (0.5 + rand / 2)
