"""Steps of paths as closures: from a list of places to the next, and what predicates keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from screening.forms.evaluation import Evaluation
from screening.forms.syntax import Ast, Step
from screening.forms.typed import Fetch, Scope, Typed, as_boolean, as_number

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation

Advance: TypeAlias = Callable[[list[Any], Evaluation], list[Any]]


def name_of(step: Step) -> str:
    """The name of the step as children are known by: attributes have an ``@`` before it."""
    return f"@{step.name}" if step.axis == "attribute" else step.name


def stay(places: list[Any], _e: Evaluation) -> list[Any]:
    """The places themselves."""
    return places


def parents(places: list[Any], _e: Evaluation) -> list[Any]:
    """The parents of the places, each once."""
    found: dict[Any, None] = {}
    for place in places:
        if place.parent is not None:
            found[place.parent] = None
    return list(found)


def predicate_of(work: Compilation, predicate: Ast, inside: Scope) -> tuple[Fetch, bool]:
    """The test, and whether it gives a number to compare with the position."""
    typed = work.compile(predicate, inside)
    if typed.kind == "number":
        return as_number(typed), True
    return as_boolean(typed), False


def filtered(base: Advance, test: Fetch, positional: bool, *, whole: bool = False) -> Advance:
    """What `base` gives, as far as it passes the test; positions count for each place that it starts from.

    whole: they count over all that `base` gives.
    """

    def keep(candidates: list[Any], e: Evaluation) -> list[Any]:
        if not e.nested and not e.settling:
            e.work = 0
        before = e.position, e.size
        e.size = len(candidates)
        e.nested += 1
        found = []
        try:
            e.spend(len(candidates))
            for number, place in enumerate(candidates, 1):
                e.position = number
                if (test(place, e) == number) if positional else test(place, e):
                    found.append(place)
        finally:
            e.nested -= 1
        e.position, e.size = before
        return found

    def advance(places: list[Any], e: Evaluation) -> list[Any]:
        if whole or len(places) == 1:
            return keep(base(places, e), e)
        return [each for place in places for each in keep(base([place], e), e)]

    return advance


def many(start: Fetch, advances: Sequence[Advance]) -> Typed:
    """A node set: from `start` by all `advances`."""

    def run(n: Any, e: Evaluation) -> list[Any]:
        places = start(n, e)
        for advance in advances:
            places = advance(places, e)
            e.spend(len(places))
        return places  # type: ignore[no-any-return] # advances give lists

    return Typed("nodes", run)
