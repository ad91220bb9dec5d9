"""From what a person types to the form's own text form, and back. Pure; says None for what does not fit."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

_INTEGER: Final = re.compile(r"[+-]?\d{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?\d{1,15}([.,]\d{1,9})?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SPOKEN: Final = re.compile(r"(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})")
_BARE: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH: Final = re.compile(r"(\d{1,2})[./\s-](\d{4})|(\d{2})(\d{4})")
_ISO_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR: Final = re.compile(r"\d{4}")
_CLOCK: Final = re.compile(r"(\d{1,2})[:. ](\d{2})|(\d{2})(\d{2})")
_MOMENT: Final = re.compile(r"(.+?)(?:\s*[,T]\s*|\s+)(\d{1,2}[:.]\d{2}|\d{4})")
_DIGITS: Final = re.compile(r"[0-9+\-. ]*")
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS: Final = frozenset("\u200c\u200d")
"""They change how letters of Persian, Hindi and others join: without them a name is another name."""
_SPACE: Final = "\u00a0"


def _latin(text: str) -> str:
    """The digits of any script as 0 to 9, and the typographic minus as a hyphen."""
    found = (str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return "".join(found).replace("\u2212", "-").replace("\u066b", ".")


def integer(text: str) -> str | None:
    """A whole number; spaces between the digits do not matter."""
    bare = "".join(_latin(text).split())
    return str(int(bare)) if _INTEGER.fullmatch(bare) else None


def decimal(text: str) -> str | None:
    """A number with a point or a comma."""
    bare = "".join(_latin(text).split())
    return bare.replace(",", ".") if _DECIMAL.fullmatch(bare) else None


def grouped(value: str) -> str:
    """A number with its thousands set apart: 1 250 000.5."""
    whole, mark, rest = value.partition(".")
    sign = whole[:1] if whole[:1] in {"-", "+"} else ""
    bare = whole.removeprefix(sign)
    if not bare.isdigit():
        return value
    return sign + f"{int(bare):,}".replace(",", _SPACE) + mark + rest


def digits(text: str) -> str | None:
    """Digits, signs, points and spaces, as on a keyboard of numbers; the text stays as it is."""
    bare = _latin(text).strip()
    return bare if _DIGITS.fullmatch(bare) else None


def day(text: str) -> str | None:
    """A date as 14.03.2003, 14/3/2003, 14032003 or 2003-03-14; answers the last form."""
    bare = _latin(text).strip()
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


def month(text: str) -> str | None:
    """A month as 03.2003, 3/2003, 032003 or 2003-03; answers its first day."""
    bare = _latin(text).strip()
    if found := _ISO_MONTH.fullmatch(bare):
        year, number = found.groups()
    elif found := _MONTH.fullmatch(bare):
        number, year = found[1] or found[3], found[2] or found[4]
    else:
        return None
    return day(f"{year}-{number}-1")


def month_shown(value: str) -> str:
    """The month of a date: 03.2003."""
    return day_shown(value)[3:]


def year(text: str) -> str | None:
    """A year of four digits; answers its first day."""
    bare = _latin(text).strip()
    return day(f"{bare}-1-1") if _YEAR.fullmatch(bare) else None


def year_shown(value: str) -> str:
    """The year of a date."""
    return day_shown(value)[6:]


def clock(text: str) -> str | None:
    """A time of day as 7:05, 19.30 or 1930, in the form 19:30:00.000."""
    found = _CLOCK.fullmatch(_latin(text).strip())
    if found is None:
        return None
    try:
        return time(int(found[1] or found[3]), int(found[2] or found[4])).strftime("%H:%M:00.000")
    except ValueError:
        return None


def clock_shown(value: str) -> str:
    """A time of a form as 19:30."""
    return value[:5]


def moment(text: str) -> str | None:
    """A date and a time as 14.03.2003 19:30, with the offset that this machine's place has then."""
    found = _MOMENT.fullmatch(_latin(text).strip())
    if found is None:
        return None
    on, at = day(found[1]), clock(found[2])
    if on is None or at is None:
        return None
    try:
        return datetime.fromisoformat(f"{on}T{at}").astimezone().isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return None


def moment_shown(value: str) -> str:
    """A date and time of a form as 14.03.2003 19:30, as its own clock said."""
    if "T" not in value:
        return day_shown(value)
    return f"{day_shown(value)} {clock_shown(value.partition('T')[2])}"


def stepped(kind: str, value: str, steps: int, *, large: bool) -> str | None:
    """A day, month, year, time or moment some steps later; large steps are a month for a day, an hour for a time."""
    try:
        if kind == "time":
            start = datetime.combine(date(2000, 1, 1), time.fromisoformat(value[:5]))
            return (start + timedelta(minutes=steps * (60 if large else 1))).strftime("%H:%M:00.000")
        on = date.fromisoformat(value[:10])
        if kind == "year":
            moved = on.replace(year=on.year + steps * (10 if large else 1))
        elif kind == "month" or large:
            moved = _months(on, steps * (12 if kind == "month" and large else 1))
        else:
            moved = on + timedelta(days=steps)
    except (ValueError, OverflowError):
        return None
    if kind == "datetime":
        return moment(f"{moved.isoformat()} {value.partition('T')[2][:5]}")
    return moved.isoformat()


def _months(on: date, steps: int) -> date:
    year_, month_ = divmod(on.year * 12 + on.month - 1 + steps, 12)
    last = calendar.monthrange(year_, month_ + 1)[1] if 1 <= year_ <= 9999 else 1  # noqa: PLR2004  years of a calendar
    return date(year_, month_ + 1, min(on.day, last))


def in_steps(text: str, low: str, high: str, step: str) -> str | None:
    """A number of a range, in its steps; None when it lies outside or between two of them."""
    found = decimal(text)
    bounds = _numbers(low, high, step or "1")
    if found is None or bounds is None:
        return None
    value = Decimal(found)
    begin, end, size = bounds
    if not min(begin, end) <= value <= max(begin, end) or size == 0 or (value - begin) % abs(size):
        return None
    return _written(value)


def places(low: str, high: str, step: str) -> tuple[str, ...]:
    """Every value of a range from `low` to `high`; empty when there are none, or too many to show."""
    bounds = _numbers(low, high, step or "1")
    if bounds is None or bounds[2] == 0:
        return ()
    begin, end, size = bounds
    size = abs(size) if end >= begin else -abs(size)
    count = int((end - begin) / size)
    if count > 10_000:  # noqa: PLR2004  nobody finds a place among more
        return ()
    return tuple(_written(begin + size * number) for number in range(count + 1))


def _numbers(*texts: str) -> tuple[Decimal, ...] | None:
    try:
        found = tuple(Decimal(text.strip()) for text in texts)
    except InvalidOperation:
        return None
    return found if all(each.is_finite() and abs(each) < Decimal(10) ** 15 for each in found) else None


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def plain(text: str) -> str:
    """Text without control and direction-changing characters, which would hide or turn what stands around it."""
    return "".join(c for c in text if _stays(c)).strip()


def spoiled(text: str) -> bool:
    """Whether `plain` would leave something out besides white space at the ends."""
    return not all(map(_stays, text))


def _stays(c: str) -> bool:
    return c in "\n\t" or c in _JOINERS or ((c.isprintable() or unicodedata.category(c) == "Zs") and c not in _TURNING)
