"""What an expression leaves in a node, as text."""

from __future__ import annotations

import math
from typing import Final

from screening.forms.definition import Formula
from screening.forms.evaluation import Evaluation, Node
from screening.forms.values import number_of_text, stored_number, text_of_boolean

_LARGEST: Final = 1e18
_COUNTED: Final = frozenset({"int", "decimal"})


def computed(formula: Formula, node: Node, e: Evaluation) -> str:
    """What a formula gives a node to keep: whole for an int, nothing for what is no number."""
    kind = node.definition.type
    if formula.number is not None:
        return _of_number(kind, formula.number(node, e))
    if formula.truth is not None:
        holds = formula.truth(node, e)
        return str(int(holds)) if kind in _COUNTED else text_of_boolean(holds)
    assert formula.text is not None  # noqa: S101 - one of the three is set
    return _of_text(kind, formula.text(node, e))


def _of_number(kind: str, number: float) -> str:
    if kind in _COUNTED and not math.isfinite(number):
        return ""
    if kind == "int" and abs(number) < _LARGEST:
        number = float(int(number))
    return stored_number(number)


def _of_text(kind: str, text: str) -> str:
    if text == "NaN":
        return ""
    if kind not in _COUNTED:
        return text
    if text in {"Infinity", "-Infinity"}:
        return ""
    if text in {"true", "false"}:
        return str(int(text == "true"))
    if kind == "int" and "." in text:
        number = number_of_text(text)
        return stored_number(float(int(number))) if abs(number) < _LARGEST else text
    return text
