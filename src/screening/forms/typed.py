"""Closures with their type, and XPath's conversions between types as closures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Place
from screening.forms.values import number_of_text, same_number, text_of_boolean, text_of_number

Fetch: TypeAlias = Callable[[Any, Evaluation], Any]
TypedKind: TypeAlias = Literal["text", "number", "boolean", "node", "nodes"]

TRUE_TEXTS: Final = frozenset({"true", "1"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A compiled expression before conversion.

    call: takes the context place and the evaluation; ``node`` gives a place or None, ``nodes`` a list of places.
    reader: for ``node``, straight to its text. numeric, truth: the text stands for a number or a truth value.
    index: definition index of a node that exists once; literal: the value of a constant;
    lands: definitions of the interview's nodes that it gives, None when it gives items of a list.
    """

    kind: TypedKind
    call: Fetch
    reader: Fetch | None = None
    numeric: bool = False
    truth: bool = False
    index: int | None = None
    literal: str | float | None = None
    lands: tuple[Definition, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where relative paths begin: at a definition, or (None) at an item of a secondary instance.

    outer: the scope is that of the whole expression, so that the closure's place is the context node.
    """

    definition: Definition | None
    outer: bool = True


def text_of(place: Place | None) -> str:
    """A place's text as expressions read it: empty when it is not relevant or absent."""
    return place.value if place is not None and place.relevant else ""


def is_numeric(value: Typed) -> bool:
    """Whether it is a number, or text that stands for one."""
    return value.kind == "number" or value.numeric


def as_text(value: Typed) -> Fetch:  # noqa: PLR0911 - one line for each kind
    """XPath's string()."""
    call = value.call
    match value.kind:
        case "text":
            return call
        case "number":
            if value.literal is not None:
                constant = text_of_number(float(value.literal))
                return lambda _n, _e: constant
            return lambda n, e: text_of_number(call(n, e))
        case "boolean":
            return lambda n, e: text_of_boolean(call(n, e))
        case "node":
            if value.reader is not None:
                return value.reader
            return lambda n, e: text_of(call(n, e))
        case "nodes":

            def first(n: Any, e: Evaluation) -> str:
                found = call(n, e)
                return found[0].value if found else ""

            return first


def as_number(value: Typed) -> Fetch:
    """XPath's number()."""
    call = value.call
    if value.kind == "number":
        return call
    if value.kind == "boolean":
        return lambda n, e: 1.0 if call(n, e) else 0.0
    text = as_text(value)
    if value.truth:

        def truth(n: Any, e: Evaluation) -> float:
            found = text(n, e)
            return 1.0 if found in TRUE_TEXTS else 0.0 if found else number_of_text("")

        return truth
    return lambda n, e: number_of_text(text(n, e))


def as_boolean(value: Typed) -> Fetch:
    """XPath's boolean(); a node that holds a number is true when that number is neither 0 nor NaN, as JavaRosa does."""
    call = value.call
    if value.kind == "boolean":
        return call
    if value.kind == "nodes":
        return lambda n, e: bool(call(n, e))
    if value.kind == "number" or value.numeric:
        number = as_number(value)

        def nonzero(n: Any, e: Evaluation) -> bool:
            found = number(n, e)
            return bool(found == found and found != 0)  # noqa: PLR0124 - the definition of NaN

        return nonzero
    text = as_text(value)
    if value.truth:
        return lambda n, e: text(n, e) in TRUE_TEXTS
    return lambda n, e: bool(text(n, e))


def as_nodes(value: Typed) -> Fetch | None:
    """The node set, None when it is no node set."""
    call = value.call
    if value.kind == "nodes":
        return call
    if value.kind == "node":

        def listed(n: Any, e: Evaluation) -> list[Place]:
            found = call(n, e)
            return [found] if found is not None and found.relevant else []

        return listed
    return None


def same_text(left: str, right: str) -> bool:
    """Equality where a side stands for a number: as text, or as numbers."""
    return left == right or same_number(number_of_text(left), number_of_text(right))
