"""XPath's scalar types in Python: str, float, bool. Dates travel as ISO 8601 text and count as days since 1970."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Final

NAN: Final = math.nan
_NUMBER: Final = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*\Z").match
_MOMENT: Final = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?\s*\Z"
)
_STRICT: Final = re.compile(r"\s*\d{4}-\d{2}-\d{2}(?:[T ]|\s*\Z)").match
_TIME: Final = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?\s*\Z")
_EPOCH: Final = date(1970, 1, 1)
_EPOCH_MOMENT: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_NUMBER: Final = 400
_SAME: Final = 1e-12


def number_of_text(text: str) -> float:
    """XPath's number(string); an ISO date or date-time gives days since 1970-01-01, anything else NaN."""
    if not text or len(text) > _LONGEST_NUMBER:
        return NAN
    if _NUMBER(text):
        return float(text)
    if "-" in text and _STRICT(text):
        return days_of_text(text)
    return NAN


def same_number(left: float, right: float) -> bool:
    """Whether two numbers are equal but for what binary fractions lose: 0.1 + 0.2 is 0.3."""
    return left == right or abs(left - right) < _SAME


def text_of_number(value: float) -> str:
    """XPath's string(number): whole numbers without a point, no exponent."""
    if value != value:  # noqa: PLR0124 - the definition of NaN
        return "NaN"
    if value in {math.inf, -math.inf}:
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    short = repr(value)
    return format(Decimal(short), "f") if "e" in short else short


def stored_number(value: float) -> str:
    """How a calculated number is stored: NaN is no answer."""
    return "" if value != value else text_of_number(value)  # noqa: PLR0124 - the definition of NaN


def text_of_boolean(value: bool) -> str:
    """XPath's string(boolean)."""
    return "true" if value else "false"


def offset_of(mark: str | None) -> tzinfo | None:
    """The zone of ``Z`` or ``+02:00``; None where nothing is said."""
    if not mark:
        return None
    if mark == "Z":
        return UTC
    digits = mark[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes >= 24 * 60:
        raise ValueError(mark)
    return timezone(timedelta(minutes=minutes if mark[0] == "+" else -minutes))


def moment_of_text(text: str) -> tuple[date, datetime | None] | None:
    """The date of an ISO text, and the moment when it has a time (naive when it names no zone); None if it is none."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        whole = date(int(year), int(month), int(day))
        if hour is None:
            return whole, None
        micro = int((fraction or "0").ljust(6, "0")[:6])
        moment = datetime(
            whole.year, whole.month, whole.day, int(hour), int(minute), int(second or 0), micro, offset_of(zone)
        )
    except ValueError:
        return None
    return whole, moment


def days_of_text(text: str) -> float:
    """Days since 1970-01-01 (UTC) of an ISO date or date-time, NaN if it is none."""
    found = moment_of_text(text)
    if found is None:
        return NAN
    whole, moment = found
    if moment is None:
        return float((whole - _EPOCH).days)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH_MOMENT) / timedelta(days=1)


def date_of_days(days: float) -> str:
    """The ISO date that many days after 1970-01-01; empty when there is none."""
    if days != days or abs(days) > 3_000_000:  # noqa: PLR0124, PLR2004 - NaN; farther than the calendar goes
        return ""
    try:
        return (_EPOCH + timedelta(days=math.floor(days))).isoformat()
    except OverflowError:
        return ""


def moment_of_days(days: float) -> datetime | None:
    """The moment that many days after 1970-01-01T00:00Z; None when there is none."""
    if days != days or abs(days) > 3_000_000:  # noqa: PLR0124, PLR2004 - NaN; farther than the calendar goes
        return None
    try:
        return _EPOCH_MOMENT + timedelta(days=days)
    except OverflowError:
        return None


def text_of_moment(moment: datetime) -> str:
    """ISO 8601 with milliseconds and offset, as XForms writes a dateTime."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day_fraction(text: str) -> float:
    """A time, or the time of a date-time, as a fraction of its day; NaN if it is none."""
    found = _TIME.match(text)
    if found is not None:
        hour, minute, second, fraction, _ = found.groups()
        seconds = int(hour) * 3600 + int(minute) * 60 + int(second or 0) + float(f"0.{fraction or 0}")
        return seconds / 86400 if seconds < 86400 else NAN  # noqa: PLR2004 - seconds of a day
    whole = moment_of_text(text)
    if whole is None or whole[1] is None:
        return NAN
    moment = whole[1]
    return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86400


def is_time(text: str) -> bool:
    """Whether the text is a time of day such as ``21:40`` or ``21:40:00.000+02:00``."""
    found = _TIME.match(text)
    if found is None:
        return False
    hour, minute, second, _, zone = found.groups()
    try:
        offset_of(zone)
    except ValueError:
        return False
    return int(hour) < 24 and int(minute) < 60 and int(second or 0) < 60  # noqa: PLR2004 - a day's clock
