"""Paths through the interview's own nodes, resolved against the definition while compiling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, assert_never

from screening.errors import FormError
from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Node
from screening.forms.lineage import descend, shared, slots_between
from screening.forms.nodeaxes import walked
from screening.forms.steps import Advance, filtered, many, name_of, predicate_of
from screening.forms.syntax import Ast, Axis, Step
from screening.forms.typed import Fetch, Scope, Typed

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation


_PLAIN_AXES: Final = frozenset({"child", "attribute", "self", "parent"})


def in_primary(
    work: Compilation, steps: tuple[Step, ...], context: Definition | None, *, absolute: bool, start: Fetch | None
) -> Typed:
    """A path into the interview's own nodes.

    start: where the context node is to be taken from when it is not the place that the closure is called with.
    """
    if all(map(_is_plain, steps)):
        target, top = resolve(work, steps, context, absolute=absolute)
        return _plain(work, target, top, context, start)
    return _general(work, steps, context, absolute=absolute, start=start)


def _is_plain(step: Step) -> bool:
    """Whether a step leads from one definition to one definition."""
    named = step.name == "*" if step.axis in {"self", "parent"} else step.name != "*"
    return named and not step.predicates and step.axis in _PLAIN_AXES


def resolve(
    work: Compilation, steps: Sequence[Step], context: Definition | None, *, absolute: bool
) -> tuple[Definition, Definition]:
    """Where the steps lead, and the shallowest definition on the way (the nearest shared one of an absolute path)."""
    if absolute:
        at = _absolute_target(work, steps)
        return at, shared(at, context) if context is not None else work.form.root
    found: Definition | None = context if context is not None else work.form.root
    top = found if found is not None else work.form.root
    for step in steps:
        if found is None:  # above the root element, where there is nothing but that
            found = work.form.root if step.axis == "child" and step.name == work.form.root.name else None
            if found is None:
                raise FormError("form.ref.unknown", ref=f"../{step.name}")
        elif step.axis == "parent" and found.parent is None:
            top, found = found, None
        else:
            found = _child(work, found, step)
            if found.depth < top.depth:
                top = found
    if found is None:
        raise FormError("form.ref.unknown", ref=f"{work.form.root.path}/..")
    return found, top


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
            found = descend(fetch_top(n, e), slots)
            e.spend(len(found))
            return [node for node in found if node.relevant]

        return Typed("nodes", nodes, numeric=target.numeric, truth=target.truth, lands=(target,))
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

    return Typed(
        "node", _single(index), reader=read, numeric=target.numeric, truth=target.truth, index=index, lands=(target,)
    )


def _local(target: Definition, fetch_top: Fetch, slots: tuple[int, ...], up: int, start: Fetch | None) -> Typed:
    if start is None and up == 1 and len(slots) == 1:
        slot = slots[0]

        def sibling(n: Any, _e: Evaluation) -> Any:
            return n.parent.kids[slot]

        def read_sibling(n: Any, _e: Evaluation) -> str:
            node = n.parent.kids[slot]
            return node.value if node.relevant else ""

        return Typed("node", sibling, reader=read_sibling, numeric=target.numeric, truth=target.truth, lands=(target,))

    def fetch(n: Any, e: Evaluation) -> Any:
        node = fetch_top(n, e)
        for slot in slots:
            node = node.kids[slot]
        return node

    def read(n: Any, e: Evaluation) -> str:
        node = fetch(n, e)
        return node.value if node.relevant else ""

    return Typed("node", fetch, reader=read, numeric=target.numeric, truth=target.truth, lands=(target,))


def _general(
    work: Compilation, steps: tuple[Step, ...], context: Definition | None, *, absolute: bool, start: Fetch | None
) -> Typed:
    """A path with predicates, wildcards or further axes: node lists from step to step."""
    bound = 0
    while bound < len(steps) and _is_plain(steps[bound]):
        bound += 1
    head, rest = steps[:bound], steps[bound:]
    if absolute and not head:
        rest = (_at_the_top(steps[0]), *steps[1:])
    if head:
        at, top = resolve(work, head, context, absolute=absolute)
    else:
        at = top = work.form.root if absolute or context is None else context
    if absolute and context is not None and not head:
        top = work.form.root
    begin = _plain(work, at, top, context, start)
    first = begin.call

    def begin_list(n: Any, e: Evaluation) -> list[Any]:
        found = first(n, e)
        return found if isinstance(found, list) else [found]

    return onward(work, rest, [at], top, begin_list)


def onward(work: Compilation, steps: Sequence[Step], ats: list[Definition], top: Definition, begin: Fetch) -> Typed:
    """The nodes that further steps lead to, from the nodes of `ats` that `begin` gives; `top` is above them all."""
    advances: list[Advance] = []
    for step in steps:
        ats, top, advance = _advance(work, step, ats, top)
        advances.append(advance)
    for target in ats:
        work.read(target, top)
    inner = many(begin, advances).call

    def relevant(n: Any, e: Evaluation) -> list[Any]:
        return [node for node in inner(n, e) if node.relevant]

    numeric = bool(ats) and all(target.numeric for target in ats)
    return Typed("nodes", relevant, numeric=numeric, lands=tuple(ats))


def _at_the_top(step: Step) -> Step:
    """The first step of an absolute path, said from the root element and not from the document above it."""
    match step.axis:
        case "child":
            return replace(step, axis="self")
        case "descendant" | "descendant-or-self":
            return replace(step, axis="descendant-or-self")
        case _:
            raise FormError("form.xpath.unsupported", at=0)


def _advance(
    work: Compilation, step: Step, ats: list[Definition], top: Definition
) -> tuple[list[Definition], Definition, Advance]:
    """Where a step leads, the shallowest definition so far, and how to walk it.

    Raises:
        FormError: a name leads nowhere.
    """
    targets = _targets(work, step, ats)
    for target in targets:
        while top.depth > target.depth:
            assert top.parent is not None  # noqa: S101 - the target is less deep
            top = top.parent
    if step.axis.endswith("sibling") and top.parent is not None:
        top = top.parent
    for target in targets:
        for each in target.chain()[top.depth + 1 :]:
            if each.repeat:
                work.read(each, top)
    base = walked(step, frozenset(target.index for target in targets))
    if step.predicates and targets:
        ceiling = work.ceiling
        work.ceiling = top if ceiling is None or top.depth < ceiling.depth else ceiling
        for predicate in step.predicates:
            base = filtered(base, *_test(work, predicate, targets), whole=step.whole)
        work.ceiling = ceiling
    return targets, top, base


def _test(work: Compilation, predicate: Ast, targets: list[Definition]) -> tuple[Fetch, bool]:
    """The predicate as each of the targets reads it, and whether it gives a number to compare with the position.

    Raises:
        FormError: it means nothing for any of them.
    """
    if len(targets) == 1:
        return predicate_of(work, predicate, Scope(targets[0], outer=False))
    relative, work.relative = work.relative, False
    try:
        found = predicate_of(work, predicate, Scope(targets[0], outer=False))
    except FormError:
        pass  # perhaps it means something for another one
    else:
        if not work.relative:  # it means the same wherever it stands
            return found
    finally:
        work.relative |= relative
    return _of_each(work, predicate, targets)


def _of_each(work: Compilation, predicate: Ast, targets: list[Definition]) -> tuple[Fetch, bool]:
    """The predicate, compiled for each of the targets by itself."""
    tests: dict[int, Fetch] = {}
    refused: FormError | None = None
    for target in targets:
        try:
            tests[target.index] = _placed(*predicate_of(work, predicate, Scope(target, outer=False)))
        except FormError as error:  # a name that this one of them does not have below it
            refused = error
    if not tests and refused is not None:
        raise refused

    def run(n: Any, e: Evaluation) -> Any:
        test = tests.get(n.definition.index)
        return test is not None and test(n, e)

    return run, False


def _placed(test: Fetch, positional: bool) -> Fetch:
    return (lambda n, e: test(n, e) == e.position) if positional else test


def _targets(work: Compilation, step: Step, ats: list[Definition]) -> list[Definition]:
    name = name_of(step)
    if step.axis in {"child", "attribute"} and name not in {"*", "@*"}:
        having = [at for at in ats if name in at.by_name]
        return [_child(work, at, step) for at in having or ats[:1]]
    near: dict[Definition, None] = {}
    for at in ats:
        near.update(dict.fromkeys(_near(step.axis, at)))
    if name == "@*":
        return [each for each in near if each.attribute]
    return [each for each in near if not each.attribute and name in {"*", each.name}]


def _near(axis: Axis, at: Definition) -> Iterable[Definition]:  # noqa: PLR0911 - one way for each axis
    """Every definition that an axis may lead to."""
    match axis:
        case "self":
            return (at,)
        case "parent":
            return (at.parent,) if at.parent is not None else ()
        case "child" | "attribute":
            return at.children
        case "descendant":
            return _below(at)
        case "descendant-or-self":
            return (at, *_below(at))
        case "ancestor":
            return at.chain()[:-1]
        case "ancestor-or-self":
            return at.chain()
        case "following-sibling" | "preceding-sibling":
            return at.parent.children if at.parent is not None else ()
        case _:
            assert_never(axis)


def _below(at: Definition) -> list[Definition]:
    found: list[Definition] = []
    stack = at.children[::-1]
    while stack:
        each = stack.pop()
        found.append(each)
        stack += each.children[::-1]
    return found
