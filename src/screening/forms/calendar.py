"""Functions on dates and times. Local times are those of the zone that the session's clock speaks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from screening.forms.evaluation import Evaluation
from screening.forms.syntax import Ast
from screening.forms.typed import Scope, Typed, as_text
from screening.forms.values import (
    date_of_days,
    day_fraction,
    is_time,
    moment_of_days,
    moment_of_text,
    number_of_text,
    text_of_moment,
)

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def date_of(text: str) -> str:
    """The date of an ISO date or date-time, or of a number of days since 1970-01-01; empty when it is none."""
    found = moment_of_text(text)
    if found is not None:
        return found[0].isoformat()
    days = number_of_text(text)
    return date_of_days(days)


def moment_of(text: str) -> str:
    """The date-time of an ISO text or of a number of days since 1970-01-01; empty when it is none."""
    found = moment_of_text(text)
    if found is not None:
        whole, moment = found
        return text_of_moment(moment) if moment is not None else f"{whole.isoformat()}T00:00:00.000"
    moment = moment_of_days(number_of_text(text))
    return text_of_moment(moment) if moment is not None else ""


def decimal_time(text: str) -> float:
    """A time of day as a fraction of the day."""
    return day_fraction(text)


def build_format(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """format-date and format-date-time."""
    value, pattern = (as_text(work.compile(arg, scope)) for arg in args)

    def run(n: Any, e: Evaluation) -> str:
        return format_moment(value(n, e), pattern(n, e), e)

    return Typed("text", run)


def format_moment(text: str, pattern: str, e: Evaluation) -> str:
    """The date or date-time in the given pattern; empty when it is none."""
    moment = _moment(text, e)
    if moment is None:
        return ""
    found: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        if letter != "%":
            found.append(letter)
            continue
        code = next(letters, "%")
        found.append(_piece(code, moment) if code in "YymnbdeHhMS3aZW" else f"%{code}" if code != "%" else "%")
    return "".join(found)


def _moment(text: str, e: Evaluation) -> datetime | None:
    found = moment_of_text(text)
    if found is not None:
        whole, moment = found
        if moment is None:
            return datetime(whole.year, whole.month, whole.day, tzinfo=e.now().tzinfo)
        return moment.astimezone(e.now().tzinfo) if moment.tzinfo is not None else moment
    if is_time(text):
        today = e.now().date().isoformat()
        return _moment(f"{today}T{text}", e)
    return moment_of_days(number_of_text(text))


def _piece(code: str, moment: datetime) -> str:
    return {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "a": _DAYS[moment.weekday()],
        "W": str(moment.isocalendar().week),
        "Z": moment.strftime("%z"),
    }[code]
