"""Paths through secondary instances, whose items know their children by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, assert_never

from screening.forms.evaluation import Evaluation, Item
from screening.forms.steps import Advance, filtered, many, name_of, parents, predicate_of, stay
from screening.forms.syntax import Ast, Compare, Path, Step, Text
from screening.forms.typed import Scope, Typed, as_text

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation

_INDEXES: Final = 10_000


def item_child(step: Step) -> Typed:
    """The child of an item, for a path of a single step."""
    name = name_of(step)
    if name == "*":
        return many(lambda n, _e: [n], [children])

    def child(n: Item, _e: Evaluation) -> Item | None:
        found = n.kids.get(name)
        return found[0] if found else None

    def text(n: Item, _e: Evaluation) -> str:
        found = n.kids.get(name)
        return found[0].value if found else ""

    return Typed("node", child, reader=text)


def children(places: list[Any], _e: Evaluation) -> list[Any]:
    """Every child of every place, in document order; attributes are none."""
    return [kid for place in places for kid in _kids(place)]


def _kids(place: Item) -> list[Item]:
    found = [kid for name, kids in place.kids.items() if name[:1] != "@" for kid in kids]
    if len(place.kids) > 1:
        found.sort(key=lambda item: item.order)
    return found


def item_step(work: Compilation, step: Step) -> Advance:
    """One step among items, its predicates included."""
    name = name_of(step)
    base = _axis(step, name)
    inside = Scope(None, outer=False)
    for number, predicate in enumerate(step.predicates):
        quick = _indexed(work, name, predicate, inside) if number == 0 and step.axis == "child" else None
        base = quick or filtered(base, *predicate_of(work, predicate, inside), whole=step.whole)
    return base


def _axis(step: Step, name: str) -> Advance:  # noqa: C901, PLR0911 - one way for each axis
    match step.axis:
        case "self":
            return stay if name == "*" else _named(stay, name)
        case "parent":
            return parents if name == "*" else _named(parents, name)
        case "child" | "attribute":
            if name == "*":
                return children
            return _children_named(name)
        case "descendant":
            return _spread(_below, name, own=False)
        case "descendant-or-self":
            return _spread(_below, name, own=True)
        case "ancestor":
            return _spread(_above, name, own=False)
        case "ancestor-or-self":
            return _spread(_above, name, own=True)
        case "following-sibling":
            return _spread(lambda place: [kid for kid in _siblings(place) if kid.order > place.order], name, own=False)
        case "preceding-sibling":
            return _spread(
                lambda place: [kid for kid in _siblings(place)[::-1] if kid.order < place.order], name, own=False
            )
        case _:
            assert_never(step.axis)


def _children_named(name: str) -> Advance:
    def named(places: list[Any], _e: Evaluation) -> list[Any]:
        if len(places) == 1:
            return places[0].kids.get(name, [])  # type: ignore[no-any-return] # places are items here
        return [kid for place in places for kid in place.kids.get(name, ())]

    return named


def _named(base: Advance, name: str) -> Advance:
    return lambda places, e: [place for place in base(places, e) if place.name == name]


def _spread(near: Callable[[Item], list[Item]], name: str, *, own: bool) -> Advance:
    """What `near` gives for each place (after the place itself, where `own`), of that name, each once."""

    def advance(places: list[Any], _e: Evaluation) -> list[Any]:
        found: dict[Item, None] = {}
        for place in places:
            for each in (place, *near(place)) if own else near(place):
                if name in {"*", each.name}:
                    found[each] = None
        return list(found)

    return advance


def _below(place: Item) -> list[Item]:
    found: list[Item] = []
    stack = _kids(place)[::-1]
    while stack:
        each = stack.pop()
        found.append(each)
        stack += _kids(each)[::-1]
    return found


def _above(place: Item) -> list[Item]:
    found: list[Item] = []
    at = place.parent
    while at is not None and at.name:
        found.append(at)
        at = at.parent
    return found


def _siblings(place: Item) -> list[Item]:
    return _kids(place.parent) if place.parent is not None else []


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
    key_name = name_of(key.steps[0])
    indexes: dict[Item, dict[str, list[Item]]] = {}

    def find(places: list[Any], e: Evaluation) -> list[Any]:
        sought = text(None, e)
        found: list[Item] = []
        for place in places:
            index = indexes.get(place)
            if index is None:
                if len(indexes) > _INDEXES:  # interviews saved before come and go
                    indexes.clear()
                index = indexes[place] = {}
                for kid in place.kids.get(name, ()):
                    for each in kid.kids.get(key_name, ()):
                        bucket = index.setdefault(each.value, [])
                        if not bucket or bucket[-1] is not kid:
                            bucket.append(kid)
            found += index.get(sought, ())
        return found

    return find
