"""The dependency graph: which expression is to be evaluated again when a node changes, and in which order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from screening.errors import FormError
from screening.forms.definition import Definition, Formula, Read
from screening.forms.lineage import raised, slots_between

CellKind: TypeAlias = Literal["relevant", "calculate", "count", "choices", "required", "readonly"]


@dataclass(slots=True)
class Cell:
    """One expression that is kept up to date.

    definition: its context; subject: what it says something about;
    looping: a count that depends on the very instances that it counts;
    worded: what the labels read that it says; an order after these is only a preference.
    """

    kind: CellKind
    definition: Definition
    subject: Definition
    formula: Formula | None
    reads: tuple[Read, ...]
    order: int = 0
    looping: bool = False
    worded: tuple[Read, ...] = ()


class Reader(NamedTuple):
    """How to come from a changed node to the nodes that read it.

    order: of the cell to evaluate (-1: only shown, nothing to evaluate);
    single: definition index of a reader that exists once, else -1;
    up: levels to climb from the changed node; slots: the way down from there.
    """

    order: int
    single: int
    up: int
    slots: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """cells: by order; own: orders of the cells whose context is a definition; readers: by the definition read.

    ordered: no cell comes before one that it reads; looping: orders of the counts that depend on themselves.
    """

    cells: tuple[Cell, ...]
    own: tuple[tuple[int, ...], ...]
    readers: tuple[tuple[Reader, ...], ...]
    ordered: bool
    looping: tuple[int, ...]


def build_graph(
    definitions: Sequence[Definition],
    shown: Iterable[tuple[Definition, Read]],
    spoken: Callable[[Definition], tuple[Read, ...]],
) -> Graph:
    """Cells in an order in which each comes after all it reads.

    Args:
        definitions: all of the form, by index.
        shown: what labels, constraints, choices and annotations of a definition read.
        spoken: what the labels of a question's choices read, for expressions that say one.

    Raises:
        FormError: expressions depend on themselves; ``path`` names the circle.
    """
    cells = list(_cells(definitions))
    for cell in cells:
        if cell.formula is not None and cell.formula.labels_of:
            reads = [raised(read, cell.definition) for each in cell.formula.labels_of for read in spoken(each)]
            cell.worded = tuple(read for read in dict.fromkeys(reads) if read not in cell.reads)
    order, ordered = _ranked(definitions, cells)
    ranked = [cells[number] for number in order]
    for place, cell in enumerate(ranked):
        cell.order = place
    own: list[list[int]] = [[] for _ in definitions]
    readers: list[dict[Reader, None]] = [{} for _ in definitions]
    for cell in ranked:
        own[cell.definition.index].append(cell.order)
        for read in (*cell.reads, *cell.worded):
            readers[read.target.index][_reader(cell.order, cell.definition, read)] = None
    for definition, read in shown:
        readers[read.target.index][_reader(-1, definition, read)] = None
    return Graph(
        tuple(ranked),
        tuple(map(tuple, own)),
        tuple(tuple(each) for each in readers),
        ordered,
        tuple(c.order for c in ranked if c.looping),
    )


def _reader(order: int, definition: Definition, read: Read) -> Reader:
    if definition.level == 0:
        return Reader(order, definition.index, 0, ())
    return Reader(order, -1, read.target.depth - read.anchor.depth, slots_between(read.anchor, definition))


def _cells(definitions: Sequence[Definition]) -> Iterator[Cell]:
    for each in definitions:
        if each.relevant is not None:
            yield Cell("relevant", each, each, each.relevant, each.relevant.reads)
        if each.calculate is not None:
            yield Cell("calculate", each, each, each.calculate, each.calculate.reads)
        if each.count is not None and each.parent is not None:
            yield Cell("count", each.parent, each, each.count, each.count.reads)
        if isinstance(each.required, Formula):
            yield Cell("required", each, each, each.required, each.required.reads)
        if isinstance(each.readonly, Formula):
            yield Cell("readonly", each, each, each.readonly, each.readonly.reads)
        if each.choices is not None and each.choices.reads and each.choices.binding:
            yield Cell("choices", each, each, None, each.choices.reads)


def _ranked(definitions: Sequence[Definition], cells: list[Cell]) -> tuple[list[int], bool]:
    hard, soft = _edges(definitions, cells)
    everything = [one | other for one, other in zip(hard, soft, strict=True)]
    for number, cell in enumerate(cells):
        cell.looping = cell.kind == "count" and _needs_itself(number, everything)
    for number, needs in enumerate(everything):
        if cells[number].kind in {"count", "choices"}:
            needs.discard(number)
    order = _sorted(everything)
    if order is not None:
        return order, True
    order = _sorted(hard)
    if order is None:
        raise FormError("form.cycle", path=_circle(hard, cells))
    return order, False


def _edges(  # noqa: C901 - the table of what needs what
    definitions: Sequence[Definition], cells: list[Cell]
) -> tuple[list[set[int]], list[set[int]]]:
    """For each cell, the cells it needs first: strictly, and as far as that makes no circle.

    A choice filter and a repeat's count may look at what they decide about (two questions that exclude each
    other's choices; a count that looks into the last instance), so these edges are only a preference.
    """
    strict: list[list[int]] = [[] for _ in definitions]
    loose: list[list[int]] = [[] for _ in definitions]
    for number, cell in enumerate(cells):
        if cell.kind in {"relevant", "calculate"}:
            strict[cell.subject.index].append(number)
        elif cell.kind in {"count", "choices"}:
            loose[cell.subject.index].append(number)
    relevant = [[number for number in strict[each.index] if cells[number].kind == "relevant"] for each in definitions]
    hard: list[set[int]] = [set() for _ in cells]
    soft: list[set[int]] = [set() for _ in cells]
    for number, cell in enumerate(cells):
        for read in cell.reads:
            target: Definition | None = read.target
            hard[number].update(strict[read.target.index])
            soft[number].update(loose[read.target.index])
            while target is not None:
                hard[number].update(relevant[target.index])
                if target.repeat:
                    soft[number].update(loose[target.index])
                target = target.parent
        for read in cell.worded:
            soft[number].update(strict[read.target.index])
        holder: Definition | None = cell.definition
        while holder is not None:
            if holder.repeat:
                soft[number].update(loose[holder.index])
            holder = holder.parent
        if cell.kind in {"count", "choices"}:
            soft[number] |= hard[number]
            hard[number] = set()
    return hard, soft


def _needs_itself(number: int, needs: list[set[int]]) -> bool:
    """Whether a cell comes back to itself over what it needs."""
    seen: set[int] = set()
    stack = list(needs[number])
    while stack:
        at = stack.pop()
        if at == number:
            return True
        if at not in seen:
            seen.add(at)
            stack.extend(needs[at])
    return False


def _sorted(needs: list[set[int]]) -> list[int] | None:
    """A topological order, document order where it is free; None when there is a circle."""
    waiting = [len(each) for each in needs]
    needed_by: list[list[int]] = [[] for _ in needs]
    for number, each in enumerate(needs):
        for need in each:
            needed_by[need].append(number)
    ready = [number for number, count in enumerate(waiting) if count == 0]
    order: list[int] = []
    while ready:
        number = heapq.heappop(ready)
        order.append(number)
        for follower in needed_by[number]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                heapq.heappush(ready, follower)
    return order if len(order) == len(needs) else None


def _circle(needs: list[set[int]], cells: list[Cell]) -> str:
    """The paths along one circle, in the order in which values flow."""
    alive = set(range(len(needs)))
    shrinking = True
    while shrinking:
        stuck = {number for number in alive if needs[number] & alive}
        shrinking = stuck != alive
        alive = stuck
    at = min(alive)
    walked: list[int] = []
    while at not in walked:
        walked.append(at)
        at = min(needs[at] & alive)
    circle = [*walked[walked.index(at) :], at]
    return " -> ".join(cells[number].subject.path for number in reversed(circle))
