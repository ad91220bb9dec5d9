"""Paths through the interview's own nodes, resolved against the definition while compiling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from screening.errors import FormError
from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Node
from screening.forms.lineage import descend, shared, slots_between
from screening.forms.steps import Advance, filtered, many, name_of, parents, predicate_of, stay
from screening.forms.syntax import Step
from screening.forms.typed import Fetch, Scope, Typed

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation


def in_primary(
    work: Compilation, steps: tuple[Step, ...], context: Definition | None, *, absolute: bool, start: Fetch | None
) -> Typed:
    """A path into the interview's own nodes.

    start: where the context node is to be taken from when it is not the place that the closure is called with.
    """
    plain = all((not step.predicates and step.name != "*") or step.axis in {"self", "parent"} for step in steps)
    if plain and not any(step.predicates for step in steps):
        target, top = resolve(work, steps, context, absolute=absolute)
        return _plain(work, target, top, context, start)
    return _general(work, steps, context, absolute=absolute, start=start)


def resolve(
    work: Compilation, steps: Sequence[Step], context: Definition | None, *, absolute: bool
) -> tuple[Definition, Definition]:
    """Where the steps lead, and the shallowest definition on the way (the nearest shared one of an absolute path)."""
    if absolute:
        at = _absolute_target(work, steps)
        return at, shared(at, context) if context is not None else work.form.root
    at = context if context is not None else work.form.root
    top = at
    for step in steps:
        at = _child(work, at, step)
        if at.depth < top.depth:
            top = at
    return at, top


def _absolute_target(work: Compilation, steps: Sequence[Step]) -> Definition:
    root = work.form.root
    if not steps:
        return root
    if steps[0].axis != "child" or steps[0].name not in {root.name, "*"}:
        raise FormError("form.ref.unknown", ref=f"/{steps[0].name}")
    at = root
    for step in steps[1:]:
        at = _child(work, at, step)
    return at


def _child(work: Compilation, at: Definition, step: Step) -> Definition:
    if step.axis == "self":
        return at
    if step.axis == "parent":
        if at.parent is None:
            raise FormError("form.ref.unknown", ref=f"{at.path}/..")
        return at.parent
    found = at.by_name.get(name_of(step))
    if found is None:
        found = work.form.loose_child(at, name_of(step))
    return found


def _plain(
    work: Compilation, target: Definition, top: Definition, context: Definition | None, start: Fetch | None
) -> Typed:
    slots = slots_between(top, target)
    work.read(target, top)
    several = False
    for each in target.chain()[top.depth + 1 :]:
        if each.repeat:
            several = True
            work.read(each, top)
    if top.level == 0 and not several:
        return _once(target)
    up = context.depth - top.depth if context is not None else 0
    fetch_top = _single(top.index) if context is None or top.level == 0 else _climb(up, start)
    if several:

        def nodes(n: Any, e: Evaluation) -> list[Node]:
            return [node for node in descend(fetch_top(n, e), slots) if node.relevant]

        return Typed("nodes", nodes, numeric=target.numeric, truth=target.truth)
    return _local(target, fetch_top, tuple(slot for slot, _ in slots), up, start)


def _single(index: int) -> Fetch:
    return lambda _n, e: e.single[index]


def _climb(up: int, start: Fetch | None) -> Fetch:
    if start is None:
        if up == 0:
            return lambda n, _e: n
        if up == 1:
            return lambda n, _e: n.parent

        def from_place(n: Any, _e: Evaluation) -> Any:
            for _ in range(up):
                n = n.parent
            return n

        return from_place

    def from_start(n: Any, e: Evaluation) -> Any:
        n = start(n, e)
        for _ in range(up):
            n = n.parent
        return n

    return from_start


def _once(target: Definition) -> Typed:
    index = target.index

    def read(_n: Any, e: Evaluation) -> str:
        node = e.single[index]
        return node.value if node.relevant else ""

    return Typed("node", _single(index), reader=read, numeric=target.numeric, truth=target.truth, index=index)


def _local(target: Definition, fetch_top: Fetch, slots: tuple[int, ...], up: int, start: Fetch | None) -> Typed:
    if start is None and up == 1 and len(slots) == 1:
        slot = slots[0]

        def sibling(n: Any, _e: Evaluation) -> Any:
            return n.parent.kids[slot]

        def read_sibling(n: Any, _e: Evaluation) -> str:
            node = n.parent.kids[slot]
            return node.value if node.relevant else ""

        return Typed("node", sibling, reader=read_sibling, numeric=target.numeric, truth=target.truth)

    def fetch(n: Any, e: Evaluation) -> Any:
        node = fetch_top(n, e)
        for slot in slots:
            node = node.kids[slot]
        return node

    def read(n: Any, e: Evaluation) -> str:
        node = fetch(n, e)
        return node.value if node.relevant else ""

    return Typed("node", fetch, reader=read, numeric=target.numeric, truth=target.truth)


def _general(
    work: Compilation, steps: tuple[Step, ...], context: Definition | None, *, absolute: bool, start: Fetch | None
) -> Typed:
    """A path with predicates or wildcards: node lists from step to step."""
    bound = 0
    while bound < len(steps) and not steps[bound].predicates and steps[bound].name != "*":
        bound += 1
    if not absolute:
        while bound < len(steps) and steps[bound].axis in {"self", "parent"} and not steps[bound].predicates:
            bound += 1
    if absolute and bound == 0:
        raise FormError("form.xpath.unsupported", at=0)
    head = steps[:bound]
    if head:
        at, top = resolve(work, head, context, absolute=absolute)
    else:
        at = top = context if context is not None else work.form.root
    begin = _plain(work, at, top, context, start)
    first = begin.call

    def begin_list(n: Any, e: Evaluation) -> list[Any]:
        found = first(n, e)
        return found if isinstance(found, list) else [found]

    advances: list[Advance] = []
    ats = [at]
    for step in steps[bound:]:
        ats, advance = _advance(work, step, ats, top)
        advances.append(advance)
    for target in ats:
        work.read(target, top)
    inner = many(begin_list, advances).call

    def relevant(n: Any, e: Evaluation) -> list[Any]:
        return [node for node in inner(n, e) if node.relevant]

    numeric = bool(ats) and all(target.numeric for target in ats)
    return Typed("nodes", relevant, numeric=numeric)


def _advance(work: Compilation, step: Step, ats: list[Definition], top: Definition) -> tuple[list[Definition], Advance]:
    targets: list[Definition]
    base: Advance
    if step.axis == "self":
        targets, base = ats, stay
    elif step.axis == "parent":
        targets = list(dict.fromkeys(at.parent for at in ats if at.parent is not None))
        base = parents
    else:
        name = name_of(step)
        if name == "*":
            targets = [child for at in ats for child in at.children if not child.attribute]
        else:
            targets = [_child(work, at, step) for at in ats]
        base = _children_of(frozenset(target.index for target in targets))
        for target in targets:
            if target.repeat:
                work.read(target, top)
    if step.predicates:
        if len(targets) != 1:
            raise FormError("form.xpath.unsupported", at=0)
        ceiling = work.ceiling
        work.ceiling = top if ceiling is None or top.depth < ceiling.depth else ceiling
        for predicate in step.predicates:
            base = filtered(base, *predicate_of(work, predicate, Scope(targets[0], outer=False)))
        work.ceiling = ceiling
    return targets, base


def _children_of(wanted: frozenset[int]) -> Advance:
    def children(places: list[Any], _e: Evaluation) -> list[Any]:
        found: list[Node] = []
        for place in places:
            for child in place.definition.children:
                if child.index in wanted:
                    kid = place.kids[child.slot]
                    if child.repeat:
                        found += kid
                    else:
                        found.append(kid)
        return found

    return children
