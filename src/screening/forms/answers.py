"""Which texts a question takes: by its type, its choices, its range."""

from __future__ import annotations

import math
import re
from typing import Final

from screening.forms import limits
from screening.forms.appearances import precision_of
from screening.forms.choices import offered_values
from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Node
from screening.forms.geometry import points_of
from screening.forms.values import is_time, moment_of_text, number_of_text

_WHOLE: Final = re.compile(r"[+-]?\d{1,18}\Z")
_DECIMAL: Final = re.compile(r"[+-]?(?:\d{1,300}(?:\.\d*)?|\.\d+)\Z")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_FILE: Final = re.compile(r"(?!\.)[^/\\:*?\"<>|\n\r\t]{1,250}\Z")
_PARTIAL: Final = re.compile(r"\d{4}(?:-\d{2})?\Z")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPE_CODES: Final = {
    "int": "form.answer.int",
    "decimal": "form.answer.decimal",
    "boolean": "form.answer.boolean",
    "date": "form.answer.date",
    "time": "form.answer.time",
    "dateTime": "form.answer.datetime",
    "geopoint": "form.answer.geopoint",
    "geotrace": "form.answer.geotrace",
    "geoshape": "form.answer.geoshape",
}
_SELECTS: Final = frozenset({"select", "select1", "rank"})


def refusal(node: Node, text: str, e: Evaluation) -> str | None:
    """Why the text (not empty) is no answer to the question at `node`: a code, or None when it is one."""
    definition = node.definition
    if len(text) > limits.ANSWER_CHARACTERS:
        return "form.answer.long"
    if _NOT_XML.search(text):
        return "form.answer.characters"
    kind = definition.control.kind if definition.control is not None else ""
    if kind in _SELECTS:
        return _of_choices(kind, node, text, e)
    return refusal_of_type(definition, text)


def refusal_of_type(definition: Definition, text: str) -> str | None:
    """Why the text (not empty) does not fit the type and the control of a question that is no select."""
    kind = definition.control.kind if definition.control is not None else ""
    if not fits_type(definition.type, text):
        return _TYPE_CODES[definition.type]
    return _of_control(kind, definition, text)


def _of_control(kind: str, definition: Definition, text: str) -> str | None:
    if kind == "trigger" and text != "OK":
        return "form.answer.trigger"
    if kind == "upload" and not _FILE.match(text):
        return "form.answer.file"
    if kind == "range" and not _in_range(definition, text):
        return "form.answer.range"
    return None


def _of_choices(kind: str, node: Node, text: str, e: Evaluation) -> str | None:
    offered = offered_values(node, e)
    if kind == "select1":
        return None if text in offered else "form.answer.choice"
    chosen = text.split()
    if len(set(chosen)) != len(chosen) or not offered.issuperset(chosen):
        return "form.answer.choice"
    if kind == "rank" and len(chosen) != len(offered):
        return "form.answer.rank"
    return None


def normal(definition: Definition, text: str) -> str:
    """The text as it is kept: no white space around what is no text, no zeros before a number, a day for a month."""
    if definition.control is not None and definition.control.kind in {"select", "rank"}:
        return " ".join(text.split())
    if definition.type in {"string", "barcode", "intent"}:
        return text
    text = text.strip()
    if definition.type == "int" and _WHOLE.match(text):
        return str(int(text))
    if definition.type == "date" and _PARTIAL.match(text) and definition.control is not None:
        precision = precision_of("date", definition.control.appearance)
        if precision == "year" or (precision == "month" and "-" in text):
            return text + ("-01" if "-" in text else "-01-01")
    return text


def fits_type(kind: str, text: str) -> bool:  # noqa: PLR0911 - one line for each type
    """Whether the text is a value of that XForms type."""
    match kind:
        case "int":
            return _WHOLE.match(text) is not None
        case "decimal":
            return _DECIMAL.match(text) is not None
        case "boolean":
            return text in {"true", "false", "1", "0"}
        case "date":
            return _DATE.match(text) is not None and moment_of_text(text) is not None
        case "time":
            return is_time(text)
        case "dateTime":
            found = moment_of_text(text)
            return found is not None and found[1] is not None
        case "geopoint":
            return _is_point(text)
        case "geotrace":
            return len(_points(text)) >= 2 and all(map(_is_point, _points(text)))  # noqa: PLR2004 - a line
        case "geoshape":
            points = _points(text)
            closed = len(points) >= 4 and points[0].split()[:2] == points[-1].split()[:2]  # noqa: PLR2004 - a triangle
            return closed and all(map(_is_point, points))
        case _:
            return True


def _points(text: str) -> list[str]:
    return [point.strip() for point in text.split(";") if point.strip()]


def _is_point(text: str) -> bool:
    numbers = text.split()
    if not 2 <= len(numbers) <= 4 or any(number_of_text(n) != number_of_text(n) for n in numbers):  # noqa: PLR2004
        return False
    return points_of(text) is not None


def _in_range(definition: Definition, text: str) -> bool:
    parameters = definition.control.parameters if definition.control is not None else {}
    start, end = number_of_text(parameters.get("start", "")), number_of_text(parameters.get("end", ""))
    step, value = number_of_text(parameters.get("step", "")), number_of_text(text)
    low, high = min(start, end), max(start, end)
    if not math.isfinite(value) or value < low or value > high:
        return False
    if step != step or step == 0 or start != start:  # noqa: PLR0124 - the definition of NaN
        return True
    steps = (value - start) / step
    return abs(steps - round(steps)) < 1e-6  # noqa: PLR2004 - decimals are binary here
