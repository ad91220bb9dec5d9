"""A form's values as people read them, on the pages, in "check answers" and in lists of entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from screening.app import places, typed
from screening.app.ports import Kind


class _Counter(QObject):
    """Plural forms are looked up by an object's own tr."""

    def points(self, count: int) -> str:
        return self.tr("%n point(s)", "", count)


def _several(value: str, labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(part, part) for part in value.split())


def _ranked(value: str, labels: Mapping[str, str]) -> str:
    ranked = enumerate(value.split(), start=1)
    return " · ".join(f"{place}. {labels.get(part, part)}" for place, part in ranked)


def _point(value: str) -> str:
    found = places.kept(value)
    return found.shown() if found is not None else value


_CHOSEN: Final[Mapping[str, Callable[[str, Mapping[str, str]], str]]] = {
    "one": lambda value, labels: labels.get(value, value),
    "many": _several,
    "rank": _ranked,
}
_SHOWN: Final[Mapping[str, Callable[[str], str]]] = {
    "acknowledge": lambda _value: QCoreApplication.translate("Cards", "Yes, this was done"),
    "date": typed.day_shown,
    "month": typed.month_shown,
    "year": typed.year_shown,
    "time": typed.clock_shown,
    "datetime": typed.moment_shown,
    "point": _point,
    "trace": lambda value: _Counter().points(len(places.all_kept(value))),
    "shape": lambda value: _Counter().points(max(0, len(places.all_kept(value)) - 1)),  # the last is the first again
}


def spoken_value(kind: Kind, value: str, labels: Mapping[str, str], *, grouped: bool = False) -> str:
    """A value in words. labels: of choices, by value; grouped: thousands are set apart."""
    if kind in _CHOSEN:
        return _CHOSEN[kind](value, labels)
    if kind in _SHOWN:
        return _SHOWN[kind](value)
    return typed.grouped(value) if grouped else value
