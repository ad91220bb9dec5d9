"""XPath text to tokens, with XPath 1.0's rule for telling the operator ``*`` or ``div`` from a name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from screening.errors import FormError
from screening.forms import limits

_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d][\w.\-\u00b7]*(?::(?!:)[^\W\d][\w.\-\u00b7]*)?)
    | (?P<mark>::|//|\.\.|<=|>=|!=|[/().,\[\]@|+\-*=<>])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_OPERATOR_NAMES: Final = frozenset({"and", "or", "div", "mod"})
_BEFORE_OPERAND: Final = frozenset(
    {"", "@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "and", "or", "div", "mod"}
)


class Token(NamedTuple):
    """kind: number, text, name, operator, mark or end; at: offset in the expression."""

    kind: str
    value: str
    at: int


def tokens(expression: str) -> list[Token]:
    """The tokens of `expression`, closed by one of kind ``end``.

    Raises:
        FormError: it is too long or holds a character that no token begins with.
    """
    if len(expression) > limits.EXPRESSION_CHARACTERS:
        raise FormError("form.xpath.long", length=len(expression))
    found: list[Token] = []
    before = ""  # what decides whether an operator may stand here; "" at the start
    at = 0
    match = _TOKEN.match
    while True:
        piece = match(expression, at)
        if piece is None:
            raise FormError("form.xpath.character", at=at)
        kind = piece.lastgroup or "end"
        value = piece.group(kind)
        start = piece.start(kind)
        if kind == "end":
            found.append(Token("end", "", start))
            return found
        operator_place = before not in _BEFORE_OPERAND
        if (kind == "name" and operator_place and value in _OPERATOR_NAMES) or (
            kind == "mark" and value == "*" and operator_place
        ):
            kind = "operator"
        elif kind == "mark" and value == "*":
            kind = "name"
        if kind == "operator":
            before = "and"
        elif kind == "mark":
            before = value
        else:
            before = kind
        found.append(Token(kind, value, start))
        at = piece.end()
