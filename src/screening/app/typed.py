"""From what a person types to the form's own text form, and back. Pure; says None for what does not fit."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final

_INTEGER: Final = re.compile(r"[+-]?\d{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?\d{1,15}([.,]\d{1,9})?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SPOKEN: Final = re.compile(r"(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})")
_BARE: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_CLOCK: Final = re.compile(r"(\d{1,2})[:. ](\d{2})")


def integer(text: str) -> str | None:
    """A whole number; spaces between the digits do not matter."""
    bare = "".join(text.split())
    return str(int(bare)) if _INTEGER.fullmatch(bare) else None


def decimal(text: str) -> str | None:
    """A number with a point or a comma."""
    bare = "".join(text.split())
    return bare.replace(",", ".") if _DECIMAL.fullmatch(bare) else None


def day(text: str) -> str | None:
    """A date as 14.03.2003, 14/3/2003, 14032003 or 2003-03-14; answers the last form."""
    bare = text.strip()
    if found := _ISO.fullmatch(bare):
        year, month, number = found.groups()
    elif found := _SPOKEN.fullmatch(bare) or _BARE.fullmatch(bare):
        number, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return None


def day_shown(value: str) -> str:
    """A date of a form as people write it here: 14.03.2003."""
    try:
        return date.fromisoformat(value[:10]).strftime("%d.%m.%Y")
    except ValueError:
        return value


def clock(text: str) -> str | None:
    """A time of day as 7:05 or 19.30, in the form 19:30:00.000."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2])).strftime("%H:%M:00.000")
    except ValueError:
        return None


def clock_shown(value: str) -> str:
    """A time of a form as 19:30."""
    return value[:5]


def plain(text: str) -> str:
    """Text without control and direction-changing characters, which would hide or turn what stands around it."""
    kept = (
        c
        for c in text
        if c in "\n\t" or (c.isprintable() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    )
    return "".join(kept).strip()
