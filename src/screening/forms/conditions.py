"""Functions that choose between values, and those that count what holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from screening.errors import FormError
from screening.forms.evaluation import Evaluation
from screening.forms.syntax import Ast
from screening.forms.typed import Fetch, Scope, Typed, as_boolean, as_nodes, as_number, as_text, is_numeric
from screening.forms.values import number_of_text, stored_number

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation


def choose(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """if(): the second argument where the first holds, else the third."""
    test = as_boolean(work.compile(args[0], scope))
    yes, no = work.compile(args[1], scope), work.compile(args[2], scope)
    if yes.kind == no.kind and yes.kind in {"number", "boolean", "nodes"}:
        first, second = yes.call, no.call
        return Typed(yes.kind, lambda n, e: first(n, e) if test(n, e) else second(n, e))
    one, other = as_text(yes), as_text(no)
    numeric = all(is_numeric(side) or side.literal == "" for side in (yes, no))
    truth = all(side.truth or side.kind == "boolean" or side.literal == "" for side in (yes, no))
    return Typed(
        "text",
        lambda n, e: one(n, e) if test(n, e) else other(n, e),
        numeric=numeric,
        truth=truth and yes.literal != no.literal,
    )


def coalesce(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The first argument that is not empty."""
    sides = [work.compile(arg, scope) for arg in args]
    texts = [_stored(side) for side in sides]
    numeric = all(is_numeric(side) for side in sides)
    if len(texts) == 2:  # noqa: PLR2004 - the usual case, without a loop
        first, second = texts
        return Typed("text", lambda n, e: first(n, e) or second(n, e), numeric=numeric)

    def call(n: Any, e: Evaluation) -> str:
        return next((found for text in texts if (found := text(n, e))), "")

    return Typed("text", call, numeric=numeric)


def _stored(side: Typed) -> Fetch:
    """The text of a value as it would be kept: a number that is none is nothing."""
    if side.kind != "number":
        return as_text(side)
    number = side.call
    return lambda n, e: stored_number(number(n, e))


def once(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """What the node holds already, else the argument."""
    inner = work.compile(args[0], scope)
    text = as_text(inner)
    work.relative = True
    start = work.start(scope)

    def once(n: Any, e: Evaluation) -> str:
        own = start(n, e) if start is not None else n
        return str(own.value or text(n, e))

    return Typed("text", once, numeric=is_numeric(inner), truth=inner.truth or inner.kind == "boolean")


def checklist(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """Whether as many hold as the first two numbers allow; one below 0 allows any."""
    least, most = (as_number(work.compile(arg, scope)) for arg in args[:2])
    counts = _truths(work, args[2:], scope)

    def enough(n: Any, e: Evaluation) -> bool:
        count = sum(counts(n, e))
        low, high = least(n, e), most(n, e)
        return bool((low < 0 or count >= low) and (high < 0 or count <= high))

    return Typed("boolean", enough)


def _truths(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Callable[[Any, Evaluation], list[bool]]:
    single = [work.compile(arg, scope) for arg in args]
    nodes = as_nodes(single[0]) if len(single) == 1 and single[0].kind == "nodes" else None
    if nodes is not None:
        return lambda n, e: [_holds(node.value) for node in nodes(n, e)]
    tests = [as_boolean(each) for each in single]
    return lambda n, e: [test(n, e) for test in tests]


def _holds(text: str) -> bool:
    """Whether the text of a node in a list counts as true."""
    if text in {"true", "false", ""}:
        return text == "true"
    return number_of_text(text) != 0


def weighted_checklist(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """As checklist, each with its weight."""
    least, most = (as_number(work.compile(arg, scope)) for arg in args[:2])
    if len(args) % 2:
        raise FormError("form.xpath.arguments", name="weighted-checklist", count=len(args))
    pairs = _weighted(work, args[2:], scope)

    def enough(n: Any, e: Evaluation) -> bool:
        total = sum(weight for holds, weight in pairs(n, e) if holds)
        low, high = least(n, e), most(n, e)
        return bool((low < 0 or total >= low) and (high < 0 or total <= high))

    return Typed("boolean", enough)


def _weighted(
    work: Compilation, args: tuple[Ast, ...], scope: Scope
) -> Callable[[Any, Evaluation], list[tuple[bool, float]]]:
    """What may hold, with its weight: written in pairs, or as a list of nodes and a list of their weights."""
    sides = [work.compile(arg, scope) for arg in args]
    if len(sides) == 2 and all(side.kind == "nodes" for side in sides):  # noqa: PLR2004 - one pair
        flags, numbers = (side.call for side in sides)

        def listed(n: Any, e: Evaluation) -> list[tuple[bool, float]]:
            found = zip(flags(n, e), numbers(n, e), strict=False)
            return [(_holds(flag.value), number_of_text(number.value)) for flag, number in found]

        return listed
    tests = [as_boolean(side) for side in sides[::2]]
    weights = [as_number(side) for side in sides[1::2]]
    return lambda n, e: [(test(n, e), weight(n, e)) for test, weight in zip(tests, weights, strict=True)]
