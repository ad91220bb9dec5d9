"""Functions on nodes and node sets."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from screening.errors import FormError
from screening.forms import limits
from screening.forms.definition import Definition, Read
from screening.forms.evaluation import Evaluation, Item, Node
from screening.forms.lineage import shared, slots_between
from screening.forms.paths import compile_path
from screening.forms.syntax import Ast, Call, Path, Step, Text
from screening.forms.typed import Fetch, Scope, Typed, as_nodes, as_number, as_text, text_of
from screening.forms.values import NAN, number_of_text

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation

_CURRENT: Final = Call("current", ())
_LOOKUPS: Final = 64


def _nodes(work: Compilation, arg: Ast, scope: Scope, name: str) -> Fetch:
    return work.nodes(work.compile(arg, scope), name)


def count(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """How many relevant nodes."""
    nodes = _nodes(work, args[0], scope, "count")
    return Typed("number", lambda n, e: float(len(nodes(n, e))))


def count_non_empty(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """How many nodes have a value."""
    nodes = _nodes(work, args[0], scope, "count-non-empty")
    return Typed("number", lambda n, e: float(sum(1 for node in nodes(n, e) if node.value)))


def total(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The sum of the nodes; what is no number is left out, and the sum of nothing is 0."""
    nodes = _nodes(work, args[0], scope, "sum")

    def run(n: Any, e: Evaluation) -> float:
        found = 0.0
        for node in nodes(n, e):
            if node.value:
                number = number_of_text(node.value)
                if number == number:  # noqa: PLR0124 - the definition of NaN
                    found += number
        return found

    return Typed("number", run)


def _numbers(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Fetch:
    """The numbers of all arguments; blanks and what is no number are left out."""
    calls: list[Fetch] = []
    for arg in args:
        value = work.compile(arg, scope)
        nodes = as_nodes(value)
        if nodes is not None:
            calls.append(_node_numbers(nodes))
        elif value.kind == "number":
            calls.append(_one_number(as_number(value)))
        else:
            calls.append(_text_numbers(as_text(value)))
    return lambda n, e: [number for call in calls for number in call(n, e) if number == number]  # noqa: PLR0124 - NaN


def _node_numbers(nodes: Fetch) -> Fetch:
    return lambda n, e: [number_of_text(node.value) for node in nodes(n, e) if node.value]


def _one_number(number: Fetch) -> Fetch:
    return lambda n, e: [number(n, e)]


def _text_numbers(text: Fetch) -> Fetch:
    def run(n: Any, e: Evaluation) -> list[float]:
        found = text(n, e)
        return [number_of_text(found)] if found else []

    return run


def _extreme(work: Compilation, args: tuple[Ast, ...], scope: Scope, *, largest: bool) -> Typed:
    numbers = _numbers(work, args, scope)

    def run(n: Any, e: Evaluation) -> float:
        found = numbers(n, e)
        if not found:
            return NAN
        return float(max(found) if largest else min(found))

    return Typed("number", run)


def least(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The smallest number; of only blanks it is empty (NaN)."""
    return _extreme(work, args, scope, largest=False)


def most(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The largest number; of only blanks it is empty (NaN)."""
    return _extreme(work, args, scope, largest=True)


def _all_texts(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Fetch:
    calls: list[Fetch] = []
    for arg in args:
        value = work.compile(arg, scope)
        if value.kind == "nodes":
            calls.append(_node_texts(value.call))
        else:
            calls.append(_one_text(as_text(value)))
    return lambda n, e: [text for call in calls for text in call(n, e)]


def _node_texts(nodes: Fetch) -> Fetch:
    return lambda n, e: [node.value for node in nodes(n, e)]


def _one_text(text: Fetch) -> Fetch:
    return lambda n, e: [text(n, e)]


def concat(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """One text after another; a node set gives the text of each of its nodes."""
    texts = _all_texts(work, args, scope)
    return Typed("text", lambda n, e: _joined("", texts(n, e)))


def join(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """As concat, with the separator between."""
    separator = as_text(work.compile(args[0], scope))
    texts = _all_texts(work, args[1:], scope)
    return Typed("text", lambda n, e: _joined(separator(n, e), texts(n, e)))


def _joined(separator: str, texts: list[str]) -> str:
    if sum(map(len, texts)) + len(separator) * len(texts) > limits.TEXT_CHARACTERS:
        raise FormError("form.long", node="")
    return separator.join(texts)


def position(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """In a predicate, the place in the list; with a path, that of the node among its siblings."""
    if not args:
        if scope.outer:
            work.relative = True
            return Typed("number", lambda n, _e: float(n.position))
        return Typed("number", lambda _n, e: float(e.position))
    value, reads = _whereabouts(work, args[0], scope)
    for read in reads:
        if read.target.repeat and read.target.parent is not None:
            work.read(read.target, read.target.parent)
    if value.kind == "node":
        call = value.call

        def single(n: Any, e: Evaluation) -> float:
            found = call(n, e)
            return float(found.position) if found is not None else NAN

        return Typed("number", single)
    nodes = as_nodes(value)
    if nodes is None:
        raise FormError("form.xpath.nodes", name="position")

    def first(n: Any, e: Evaluation) -> float:
        found = nodes(n, e)
        return float(found[0].position) if found else NAN

    return Typed("number", first)


def _whereabouts(work: Compilation, path: Ast, scope: Scope) -> tuple[Typed, list[Read]]:
    """A compiled path of which only matters which node it is, and all that it reads.

    Which single node it is does not depend on what is in it, so that this is not noted as read.
    """
    before, work.reads = work.reads, {}
    value = work.compile(path, scope)
    reads = list(work.reads.values())
    ends = value.lands if value.kind == "node" and value.lands is not None else ()
    kept = {key: read for key, read in work.reads.items() if read.target not in ends}
    work.reads = {**before, **kept}
    return value, reads


def last(_work: Compilation, _args: tuple[Ast, ...], scope: Scope) -> Typed:
    """In a predicate, the length of the list."""
    if scope.outer:
        raise FormError("form.xpath.arguments", name="last", count=0)
    return Typed("number", lambda _n, e: float(e.size))


def _named(work: Compilation, args: tuple[Ast, ...], scope: Scope, what: Callable[[Any], str]) -> Typed:
    """Something about the name of the first node; empty when there is none."""
    path = args[0] if args else Path(False, None, (Step("self", "*"),))
    value, _ = _whereabouts(work, path, scope)
    if value.kind == "node":
        call = value.call
        return Typed("text", lambda n, e: what(call(n, e)))
    nodes = work.nodes(value, "name")

    def run(n: Any, e: Evaluation) -> str:
        found = nodes(n, e)
        return what(found[0]) if found else ""

    return Typed("text", run)


def name(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The name of a node with its prefix."""
    return _named(work, args, scope, _whole_name)


def local_name(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The name of a node without prefix."""
    return _named(work, args, scope, lambda place: _whole_name(place).rpartition(":")[2])


def namespace_uri(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The namespace of a node of the interview; of list items none is known."""
    return _named(work, args, scope, lambda place: place.definition.element_uri if isinstance(place, Node) else "")


def _whole_name(place: Node | Item) -> str:
    if isinstance(place, Item):
        return place.name.removeprefix("@")
    prefix = place.definition.element_prefix
    local = place.definition.name.removeprefix("@")
    return f"{prefix}:{local}" if prefix else local


def current(work: Compilation, _args: tuple[Ast, ...], scope: Scope) -> Typed:
    """The node of the whole expression."""
    return compile_path(work, Path(False, _CURRENT, (Step("self", "*"),)), scope)


def instance(work: Compilation, args: tuple[Ast, ...], _scope: Scope) -> Typed:
    """The document of a secondary instance."""
    if not isinstance(args[0], Text):
        raise FormError("form.xpath.unsupported", at=0)
    document = work.document(args[0].value)
    return Typed("nodes", lambda n, e: [document(n, e)])


def indexed_repeat(  # noqa: C901 - each argument has its own refusal
    work: Compilation, args: tuple[Ast, ...], scope: Scope
) -> Typed:
    """The node in the repeat instances that the indexes name."""
    if len(args) % 2 == 0 or work.context is None:
        raise FormError("form.xpath.arguments", name="indexed-repeat", count=len(args))
    target = _target(work, args[0])
    indexes: dict[int, Fetch] = {}
    named: list[Definition] = []
    for path, index in zip(args[1::2], args[2::2], strict=True):
        repeat = _target(work, path)
        if not repeat.repeat or repeat not in target.chain():
            raise FormError("form.xpath.nodes", name="indexed-repeat")
        indexes[repeat.index] = as_number(work.compile(index, scope))
        named.append(repeat)
    outermost = min(named, key=lambda repeat: repeat.depth)
    top = shared(outermost.parent or work.form.root, work.context)
    work.read(target, top)
    for each in target.chain()[top.depth + 1 :]:
        if each.repeat:
            work.read(each, top)
    work.relative = True
    start = work.start(scope)
    up = work.context.depth - top.depth
    steps = tuple(
        (slot, repeat, indexes.get(each.index))
        for (slot, repeat), each in zip(slots_between(top, target), target.chain()[top.depth + 1 :], strict=True)
    )

    def fetch(n: Any, e: Evaluation) -> Node | None:
        node: Any = start(n, e) if start is not None else n
        for _ in range(up):
            node = node.parent
        for slot, repeat, index in steps:
            node = node.kids[slot]
            if repeat:
                place = index(n, e) if index is not None else 1.0
                if not 1 <= place <= len(node):
                    return None
                node = node[int(place) - 1]
        return node  # type: ignore[no-any-return] # kids are nodes or lists of nodes

    return Typed(
        "node",
        fetch,
        reader=lambda n, e: text_of(fetch(n, e)),
        numeric=target.numeric,
        truth=target.truth,
        lands=(target,),
    )


def _target(work: Compilation, arg: Ast) -> Definition:
    """The definition that a path argument names, whatever instance it would be bound to."""
    if not isinstance(arg, Path) or arg.base is not None:
        raise FormError("form.xpath.nodes", name="indexed-repeat")
    at = work.form.root if arg.absolute else work.context
    steps = arg.steps[1:] if arg.absolute else arg.steps
    if arg.absolute and (not arg.steps or arg.steps[0].name != work.form.root.name):
        raise FormError("form.xpath.nodes", name="indexed-repeat")
    for step in steps:
        if at is None or step.predicates:
            raise FormError("form.xpath.nodes", name="indexed-repeat")
        if step.axis == "parent":
            at = at.parent
        elif step.axis != "self":
            at = at.by_name.get(step.name) or work.form.loose_child(at, step.name)
    if at is None:
        raise FormError("form.xpath.nodes", name="indexed-repeat")
    return at


def randomize(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """Nodes shuffled by the minimal standard generator; without a seed once for each session."""
    listed = work.compile(args[0], scope)
    nodes = work.nodes(listed, "randomize")
    work.volatile = True
    if len(args) == 1:
        own = work.context.index if work.context is not None else 0
        return Typed("nodes", lambda n, e: shuffled(nodes(n, e), e.shuffle + own), lands=listed.lands)
    text = as_text(work.compile(args[1], scope))

    def run(n: Any, e: Evaluation) -> list[Any]:
        return shuffled(nodes(n, e), seed_of(text(n, e)))

    return Typed("nodes", run, lands=listed.lands)


def seed_of(text: str) -> int:
    """A seed: the whole part of a number, else the first 64 bits of the text's SHA-256."""
    number = number_of_text(text)
    if math.isfinite(number):
        return int(number)
    if not text:
        return 0
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], signed=True)


def shuffled(places: list[Any], seed: int) -> list[Any]:
    """The inside-out Fisher-Yates shuffle driven by Park and Miller's generator, as ODK's specification fixes it."""
    number = seed % 2147483647 if seed >= 0 else -(-seed % 2147483647)
    if number <= 0:
        number += 2147483646
    found = list(places)
    for at, place in enumerate(places):
        number = number * 16807 % 2147483647
        other = int((number - 1) / 2147483646 * (at + 1))
        found[at] = found[other]
        found[other] = place
    return found


class Lookup:
    """Rows of a table by the value of a column, each column indexed when first asked for."""

    def __init__(self) -> None:
        self._indexes: dict[tuple[Item, str], dict[str, Item]] = {}

    def find(self, root: Item, column: str, key: str, value: str) -> str:
        """`column` of the first row below `root` whose `key` is `value`; empty when there is none."""
        index = self._indexes.get((root, key))
        if index is None:
            if len(self._indexes) > _LOOKUPS:  # interviews saved before come and go
                self._indexes.clear()
            index = self._indexes[root, key] = {}
            for row in _rows(root):
                for kid in row.kids.get(key, ()):
                    index.setdefault(kid.value, row)
        row_found = index.get(value)
        if row_found is None:
            return ""
        cells = row_found.kids.get(column)
        return cells[0].value if cells else ""


def _rows(root: Item) -> list[Item]:
    """The children of the document's root element."""
    return [row for roots in root.kids.values() for one in roots for rows in one.kids.values() for row in rows]
