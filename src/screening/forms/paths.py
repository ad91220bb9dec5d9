"""Location paths to closures. Paths into the primary instance are resolved against the definition while compiling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from screening.errors import FormError
from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Item, Node
from screening.forms.syntax import Ast, Compare, Path, Step, Text
from screening.forms.typed import Fetch, Typed, as_boolean, as_number, as_text

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation, Scope

Advance: TypeAlias = Callable[[list[Any], Evaluation], list[Any]]


def compile_path(work: Compilation, path: Path, scope: Scope) -> Typed:  # noqa: PLR0911 - one way out for each start
    """The path as a node or node set.

    Raises:
        FormError: it leads to no node of the form, or uses what this dialect lacks.
    """
    if path.base is not None:
        return _from_call(work, path, scope)
    if path.absolute:
        known = work.form.singles.get(path.plain)
        if known is not None:
            work.read(known[0], work.form.root)
            return known[1]
        found = _in_primary(work, path.steps, work.context, absolute=True, start=work.start(scope))
        if path.plain and found.index is not None:  # it exists once, so it is the same for every reader
            target, _ = _resolve(work, path.steps, work.context, absolute=True)
            work.form.singles[path.plain] = target, found
        return found
    if scope.definition is None:
        if len(path.steps) == 1 and path.steps[0].axis in {"child", "attribute"} and not path.steps[0].predicates:
            return _item_child(path.steps[0])
        return _many(lambda n, _e: [n], [_item_step(work, step) for step in path.steps])
    work.relative = True
    if len(path.steps) == 1 and path.steps[0].axis == "child" and path.steps[0].name != "*":
        name = path.steps[0].name
        if name not in scope.definition.by_name and ":" not in name:
            work.form.strangers.append(f"{scope.definition.path}/{name}")
            return _many(lambda _n, _e: [], [])  # a bare word that names nothing is empty, as Collect has it
    return _in_primary(work, path.steps, scope.definition, absolute=False, start=None)


def _from_call(work: Compilation, path: Path, scope: Scope) -> Typed:
    base = path.base
    assert base is not None  # noqa: S101 - the caller looked
    if base.name == "current" and not base.args:
        if work.context is None:
            raise FormError("form.xpath.unsupported", at=0)
        work.relative = True
        return _in_primary(work, path.steps, work.context, absolute=False, start=work.start(scope))
    if base.name == "instance" and len(base.args) == 1 and isinstance(base.args[0], Text):
        name = base.args[0].value
        if name == work.form.instance_id:
            return _in_primary(work, path.steps, work.context, absolute=True, start=work.start(scope))
        root = work.form.secondary(name)
        return _many(lambda _n, _e: [root], [_item_step(work, step) for step in path.steps])
    base_nodes = work.nodes(work.compile(base, scope), base.name)
    return _many(base_nodes, [_item_step(work, step) for step in path.steps])


# ---- secondary instances ---------------------------------------------------------------------------------------


def _attribute_name(step: Step) -> str:
    return f"@{step.name}" if step.axis == "attribute" else step.name


def _item_child(step: Step) -> Typed:
    name = _attribute_name(step)
    if name == "*":
        return _many(lambda n, _e: [n], [_children])

    def child(n: Item, _e: Evaluation) -> Item | None:
        found = n.kids.get(name)
        return found[0] if found else None

    def text(n: Item, _e: Evaluation) -> str:
        found = n.kids.get(name)
        return found[0].value if found else ""

    return Typed("node", child, reader=text)


def _children(places: list[Any], _e: Evaluation) -> list[Any]:
    return [kid for place in places for kids in place.kids.values() for kid in kids]


def _item_step(work: Compilation, step: Step) -> Advance:
    name = _attribute_name(step)
    base: Advance
    if step.axis == "self":
        base = _stay
    elif step.axis == "parent":
        base = _parents
    elif name == "*":
        base = _children
    else:

        def named(places: list[Any], _e: Evaluation) -> list[Any]:
            if len(places) == 1:
                return places[0].kids.get(name, [])  # type: ignore[no-any-return] # places are items here
            return [kid for place in places for kid in place.kids.get(name, ())]

        base = named
    from screening.forms.compiler import Scope

    inside = Scope(None, outer=False)
    for number, predicate in enumerate(step.predicates):
        quick = _indexed(work, name, predicate, inside) if number == 0 and step.axis == "child" else None
        base = quick if quick is not None else _filtered(base, *_predicate(work, predicate, inside))
    return base


def _stay(places: list[Any], _e: Evaluation) -> list[Any]:
    return places


def _parents(places: list[Any], _e: Evaluation) -> list[Any]:
    found: dict[Any, None] = {}
    for place in places:
        if place.parent is not None:
            found[place.parent] = None
    return list(found)


def _indexed(  # noqa: C901 - what must hold for the shortcut, one by one
    work: Compilation, name: str, predicate: Ast, inside: Scope
) -> Advance | None:
    """``item[key = text]`` by a dictionary of the keys, made when first needed."""
    if not (isinstance(predicate, Compare) and predicate.operator == "=" and isinstance(predicate.left, Path)):
        return None
    key, wanted = predicate.left, predicate.right
    plain = not key.absolute and key.base is None and len(key.steps) == 1
    if not plain or key.steps[0].axis not in {"child", "attribute"} or key.steps[0].predicates:
        return None
    outside = isinstance(wanted, Text) or (
        isinstance(wanted, Path)
        and (wanted.absolute or (wanted.base is not None and wanted.base.name == "current"))
        and not any(step.predicates for step in wanted.steps)
    )
    if not outside or name == "*" or key.steps[0].name == "*":
        return None
    value = work.compile(wanted, inside)
    if value.kind not in {"text", "node"} or value.numeric or value.truth:
        return None
    text = as_text(value)
    key_name = _attribute_name(key.steps[0])
    indexes: dict[Item, dict[str, list[Item]]] = {}

    def find(places: list[Any], e: Evaluation) -> list[Any]:
        sought = text(None, e)
        found: list[Item] = []
        for place in places:
            index = indexes.get(place)
            if index is None:
                index = indexes[place] = {}
                for kid in place.kids.get(name, ()):
                    for each in kid.kids.get(key_name, ()):
                        bucket = index.setdefault(each.value, [])
                        if not bucket or bucket[-1] is not kid:
                            bucket.append(kid)
            found += index.get(sought, ())
        return found

    return find


# ---- predicates ------------------------------------------------------------------------------------------------


def _predicate(work: Compilation, predicate: Ast, inside: Scope) -> tuple[Fetch, bool]:
    """The test, and whether it gives a number to compare with the position."""
    typed = work.compile(predicate, inside)
    if typed.kind == "number":
        return as_number(typed), True
    return as_boolean(typed), False


def _filtered(base: Advance, test: Fetch, positional: bool) -> Advance:
    def keep(places: list[Any], e: Evaluation) -> list[Any]:
        candidates = base(places, e)
        before = e.position, e.size
        e.size = len(candidates)
        found = []
        for number, place in enumerate(candidates, 1):
            e.position = number
            if (test(place, e) == number) if positional else test(place, e):
                found.append(place)
        e.position, e.size = before
        return found

    return keep


def _many(start: Fetch, advances: Sequence[Advance]) -> Typed:
    def run(n: Any, e: Evaluation) -> list[Any]:
        places = start(n, e)
        for advance in advances:
            places = advance(places, e)
        return places  # type: ignore[no-any-return] # advances give lists

    return Typed("nodes", run)


# ---- the primary instance --------------------------------------------------------------------------------------


def _in_primary(
    work: Compilation, steps: tuple[Step, ...], context: Definition | None, *, absolute: bool, start: Fetch | None
) -> Typed:
    """A path into the interview's own nodes.

    start: where the context node is to be taken from when it is not the place that the closure is called with.
    """
    plain = all((not step.predicates and step.name != "*") or step.axis in {"self", "parent"} for step in steps)
    if plain and not any(step.predicates for step in steps):
        target, top = _resolve(work, steps, context, absolute=absolute)
        return _plain(work, target, top, context, start)
    return _general(work, steps, context, absolute=absolute, start=start)


def _resolve(
    work: Compilation, steps: Sequence[Step], context: Definition | None, *, absolute: bool
) -> tuple[Definition, Definition]:
    """Where the steps lead, and the shallowest definition on the way (the nearest shared one of an absolute path)."""
    if absolute:
        at = _absolute_target(work, steps)
        return at, _shared(at, context) if context is not None else work.form.root
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
    found = at.by_name.get(_attribute_name(step))
    if found is None:
        found = work.form.loose_child(at, _attribute_name(step))
    return found


def _shared(target: Definition, context: Definition) -> Definition:
    shared = target
    chain = context.chain()
    while shared.depth >= len(chain) or chain[shared.depth] is not shared:
        assert shared.parent is not None  # noqa: S101 - both have the same root
        shared = shared.parent
    return shared


def slots_between(anchor: Definition, target: Definition) -> tuple[tuple[int, bool], ...]:
    """Child slots from `anchor` down to `target`, each with whether it holds a repeat's instances."""
    chain = target.chain()[anchor.depth + 1 :]
    return tuple((each.slot, each.repeat) for each in chain)


def descend(node: Node, slots: Sequence[tuple[int, bool]]) -> list[Node]:
    """Every node that the slots lead to, relevant or not."""
    places: list[Any] = [node]
    for slot, repeat in slots:
        if repeat:
            places = [kid for place in places for kid in place.kids[slot]]
        else:
            places = [place.kids[slot] for place in places]
    return places


def _plain(
    work: Compilation, target: Definition, top: Definition, context: Definition | None, start: Fetch | None
) -> Typed:
    slots = slots_between(top, target)
    work.read(target, top)
    many = False
    for each in target.chain()[top.depth + 1 :]:
        if each.repeat:
            many = True
            work.read(each, top)
    if top.level == 0 and not many:
        return _once(target)
    up = context.depth - top.depth if context is not None else 0
    fetch_top = _single(top.index) if context is None or top.level == 0 else _climb(up, start)
    if many:

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
        at, top = _resolve(work, head, context, absolute=absolute)
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
    inner = _many(begin_list, advances).call

    def relevant(n: Any, e: Evaluation) -> list[Any]:
        return [node for node in inner(n, e) if node.relevant]

    numeric = bool(ats) and all(target.numeric for target in ats)
    return Typed("nodes", relevant, numeric=numeric)


def _advance(work: Compilation, step: Step, ats: list[Definition], top: Definition) -> tuple[list[Definition], Advance]:
    from screening.forms.compiler import Scope

    targets: list[Definition]
    base: Advance
    if step.axis == "self":
        targets, base = ats, _stay
    elif step.axis == "parent":
        targets = list(dict.fromkeys(at.parent for at in ats if at.parent is not None))
        base = _parents
    else:
        name = _attribute_name(step)
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
            base = _filtered(base, *_predicate(work, predicate, Scope(targets[0], outer=False)))
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
