"""Which page a question of a form needs: every control, type and appearance of the specification has one."""

from __future__ import annotations

import re
from typing import Final

from screening.app.ports import Kind, Layout, Manner, StandIn
from screening.forms.definition import Question

_INPUTS: Final[dict[str, Kind]] = {
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "barcode": "barcode",
    "geopoint": "point",
    "geotrace": "trace",
    "geoshape": "shape",
    "boolean": "one",
    "binary": "file",
}
_CALENDARS: Final = frozenset(
    {"bikram-sambat", "buddhist", "coptic", "ethiopian", "islamic", "myanmar", "persian"}
)  # of the specification
_DRAWN: Final = ("signature", "draw", "annotate")
_COLUMNS: Final = re.compile(r"columns-(\d{1,2})")
_ACROSS: Final = 3
"""Cards side by side where a form asks for columns without saying how many."""
MANY: Final = 24
"""Choices up to which cards are shown; more stand in a list that is narrowed by typing."""


def kind_of(question: Question | None, *, readonly: bool, value: str) -> Kind:  # noqa: PLR0911  one for each control
    """What kind of page a question needs."""
    if question is None:
        return "said"
    words = _words(question)
    if readonly:
        plain = question.control == "input" and question.type == "string" and not value
        return "note" if plain else "said"
    match question.control:
        case "select1":
            return "one"
        case "select":
            return "many"
        case "rank":
            return "rank"
        case "trigger":
            return "acknowledge"
        case "range":
            return "range"
        case "upload":
            return "drawing" if words.intersection(_DRAWN) else "file"
        case _:
            return _typed(question, words)


def _typed(question: Question, words: frozenset[str]) -> Kind:
    if question.type == "string":
        return "long" if "multiline" in words else "text"
    if question.type == "date":
        return "year" if "year" in words else "month" if "month-year" in words else "date"
    return _INPUTS.get(question.type, "text")


def manner_of(question: Question | None, choices: int) -> Manner:
    """How the form wants it answered. choices: how many can be chosen now."""
    if question is None:
        return Manner()
    words, given = _words(question), question.parameters
    return Manner(
        layout=_layout(words, choices),
        columns=_columns(words),
        goes_on="quick" in words or "quickcompact" in words,
        hidden=question.control == "secret" or bool(words & {"masked", "hidden-answer"}),
        digits=question.type == "string" and "numbers" in words,
        grouped="thousands-sep" in words,
        counter="counter" in words,
        low=given.get("start", ""),
        high=given.get("end", ""),
        step=given.get("step", ""),
        upright="vertical" in words,
        rating="rating" in words,
        accepts=given.get("mediatype", ""),
        draws=next((each for each in _DRAWN if each in words), ""),
        stand_in=_stand_in(question, words),
    )


def table_role(appearance: str) -> str:
    """Whether a select of a field list is the head of a table (``label``) or a row of it (``list-nolabel``)."""
    words = set(appearance.split())
    return "head" if "label" in words else "row" if "list-nolabel" in words else ""


def is_field_list(appearance: str) -> bool:
    """Whether a group's questions stand on one page."""
    return bool({"field-list", "table-list"} & set(appearance.split()))


def _words(question: Question) -> frozenset[str]:
    return frozenset(question.appearances)


def _layout(words: frozenset[str], choices: int) -> Layout:
    if "image-map" in words and choices <= MANY:
        return "map"
    narrowed = words & {"minimal", "autocomplete", "search"} or any(word.startswith("search(") for word in words)
    if choices > MANY or narrowed:
        return "list"
    if "label" in words:
        return "table_head"
    if "list-nolabel" in words:
        return "table"
    if "likert" in words or "list" in words or any(word.startswith("horizontal") for word in words):
        return "upright"
    return "cards"


def _columns(words: frozenset[str]) -> int:
    for word in words:
        if found := _COLUMNS.fullmatch(word):
            return max(1, min(6, int(found[1])))
        if word in {"columns", "columns-pack", "no-buttons", "compact", "quickcompact"} or word.startswith("compact-"):
            return _ACROSS
    return 1


def _stand_in(question: Question, words: frozenset[str]) -> StandIn:  # noqa: PLR0911  one for each
    if words & _CALENDARS:
        return "calendar"
    if any(word.startswith("ex:") for word in words) or "intent" in question.parameters:
        return "program"
    if words & {"map", "maps", "placement-map"}:
        return "map"
    if "bearing" in words:
        return "sensor"
    if "printer" in words:
        return "printer"
    if words & {"new", "new-front", "selfie"}:
        return "picture"
    return ""
