"""The types of values: what a bind may name, and what an expression gives as far as its form tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from screening.forms.functions import FUNCTIONS
from screening.forms.syntax import Ast, Call, Compare, Logic, Negate, Number, Product, Sum, Text

_TYPES: Final[Mapping[str, str]] = {
    "integer": "int",
    "long": "int",
    "double": "decimal",
    "float": "decimal",
    "select": "string",
    "select1": "string",
    "datetime": "dateTime",
    "rank": "rank",
}
_KNOWN: Final = frozenset(
    {
        "string",
        "int",
        "decimal",
        "boolean",
        "date",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "binary",
        "barcode",
        "intent",
        "rank",
    }
)
_BOOLEAN_FUNCTIONS: Final = frozenset(
    {
        "not",
        "true",
        "false",
        "boolean",
        "boolean-from-string",
        "selected",
        "contains",
        "starts-with",
        "ends-with",
        "regex",
        "checklist",
        "weighted-checklist",
        "geofence",
        "intersects",
        "is-selected",
    }
)
_NUMBER_FUNCTIONS: Final = frozenset(
    {
        "number",
        "int",
        "round",
        "floor",
        "ceiling",
        "abs",
        "pow",
        "sqrt",
        "exp",
        "exp10",
        "log",
        "log10",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "atan2",
        "pi",
        "count",
        "count-non-empty",
        "count-selected",
        "sum",
        "min",
        "max",
        "position",
        "string-length",
        "decimal-date-time",
        "decimal-time",
        "area",
        "enclosed-area",
        "distance",
        "random",
    }
)
assert FUNCTIONS.keys() >= _BOOLEAN_FUNCTIONS | _NUMBER_FUNCTIONS  # noqa: S101 - a misspelt name would change types


def type_named(written: str) -> str:
    """The type that a bind means, without prefix; ``string`` when it is none that we know."""
    kind = written.rpartition(":")[2]
    kind = _TYPES.get(kind, _TYPES.get(kind.lower(), kind))
    return kind if kind in _KNOWN else "string"


def static_kind(tree: Ast) -> str | None:  # noqa: PLR0911 - one line for each kind
    """The type of an expression as far as its form tells it: number, boolean, text, or None."""
    match tree:
        case Number() | Sum() | Product() | Negate():
            return "number"
        case Compare() | Logic():
            return "boolean"
        case Text(value):
            return None if value == "" else "text"
        case Call(name, args):
            if name in _NUMBER_FUNCTIONS:
                return "number"
            if name in _BOOLEAN_FUNCTIONS:
                return "boolean"
            if name == "if" and len(args) == 3:  # noqa: PLR2004 - test, then, else
                one, other = static_kind(args[1]), static_kind(args[2])
                if args[1] == Text(""):
                    return other
                return one if one == other or args[2] == Text("") else None
            if name == "once" and len(args) == 1:
                return static_kind(args[0])
            return None
        case _:
            return None
