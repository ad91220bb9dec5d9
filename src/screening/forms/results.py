"""What an expression leaves in a node, as text."""

from __future__ import annotations

from screening.forms.definition import Formula
from screening.forms.evaluation import Evaluation, Node
from screening.forms.values import number_of_text, stored_number, text_of_boolean


def computed(formula: Formula, node: Node, evaluation: Evaluation) -> str:
    """What a formula gives a node to keep: whole for an int, nothing for NaN."""
    kind = node.definition.type
    if formula.number is not None:
        number = formula.number(node, evaluation)
        if kind == "int" and number == number and abs(number) < 1e18:  # noqa: PLR0124, PLR2004 - NaN; infinities
            number = float(int(number))
        return stored_number(number)
    if formula.truth is not None:
        return text_of_boolean(formula.truth(node, evaluation))
    assert formula.text is not None  # noqa: S101 - one of the three is set
    text = formula.text(node, evaluation)
    if text == "NaN":
        return ""
    if kind == "int" and "." in text:
        number = number_of_text(text)
        return stored_number(float(int(number))) if abs(number) < 1e18 else text  # noqa: PLR2004 - infinities
    return text
