"""Times, ages and sizes as people say them, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject

if TYPE_CHECKING:
    from screening.referral.jurisdiction import Hotline

_KILO: Final = 1024
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_SHIFTS: Final = ((5, "night"), (12, "morning"), (18, "day"), (24, "evening"))


def clock(at: datetime) -> str:
    """21:40 on this machine's clock."""
    return at.astimezone().strftime("%H:%M")


def day(at: datetime) -> str:
    """14 March."""
    local = at.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), "d MMMM")


def moment(at: datetime) -> str:
    """14.03, 21:40."""
    return at.astimezone().strftime("%d.%m, %H:%M")


def heading(at: datetime) -> str:
    """Evening, 14 March."""
    hour = at.astimezone().hour
    part = next(name for until, name in _SHIFTS if hour < until)
    words = {
        "night": QCoreApplication.translate("wording", "Night, {day}"),
        "morning": QCoreApplication.translate("wording", "Morning, {day}"),
        "day": QCoreApplication.translate("wording", "Day, {day}"),
        "evening": QCoreApplication.translate("wording", "Evening, {day}"),
    }
    return words[part].format(day=day(at))


class _Passed(QObject):
    """Counted spans. A class, because the catalogue's tool sees plural forms in methods only."""

    def say(self, passed: timedelta) -> str:
        if passed < _MINUTE:
            return self.tr("just now")
        if passed < _HOUR:
            return self.tr("%n min ago", "", passed.seconds // 60)
        if passed < _DAY:
            return self.tr("%n h ago", "", passed.seconds // 3600)
        return self.tr("%n day(s) ago", "", passed.days)


def phones(lines: Iterable[Hotline], language: str) -> tuple[tuple[str, str], ...]:
    """Numbers that may be given out, each with what it is for.

    A second line marks what nobody has compared with its source.
    """
    mark = QCoreApplication.translate("wording", "not verified yet")
    return tuple(
        (line.number, line.names[language] if line.mark.verified else f"{line.names[language]}\n{mark}")
        for line in lines
        if line.offer
    )


def ago(at: datetime, now: datetime) -> str:
    """5 h ago; today in minutes and hours, else in days."""
    return _Passed().say(max(timedelta(0), now - at))


def size(count: int) -> str:
    """214 KB."""
    words = QCoreApplication.translate("wording", "{n} KB")
    return words.format(n=max(1, round(count / _KILO)))
