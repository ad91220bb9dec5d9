"""The syntax tree of an XPath expression. Chains of the same operator are flat, so depth means real nesting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string."""

    value: str


Axis: TypeAlias = Literal[
    "child",
    "parent",
    "self",
    "attribute",
    "descendant",
    "descendant-or-self",
    "ancestor",
    "ancestor-or-self",
    "following-sibling",
    "preceding-sibling",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. name ``*`` takes every node; whole: predicates count over all nodes, not for each parent."""

    axis: Axis
    name: str
    predicates: tuple[Ast, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A location path: from the root, from the context node, or from what `base` (a call) gives.

    plain: its text when it is absolute and has only child names, else empty.
    """

    absolute: bool
    base: Call | None
    steps: tuple[Step, ...]
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function call."""

    name: str
    args: tuple[Ast, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added (True) or subtracted (False)."""

    terms: tuple[tuple[bool, Ast], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied, divided or reduced modulo, from the left; the first operator is ``*``."""

    factors: tuple[tuple[Literal["*", "div", "mod"], Ast], ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """All (``and``) or any (``or``) of the terms."""

    operator: Literal["and", "or"]
    terms: tuple[Ast, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """An equality or an order."""

    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    left: Ast
    right: Ast


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus."""

    value: Ast


@dataclass(frozen=True, slots=True)
class Union:
    """Node sets joined."""

    parts: tuple[Ast, ...]


Ast: TypeAlias = Number | Text | Path | Call | Sum | Product | Logic | Compare | Negate | Union
