"""Paths through secondary instances, whose items know their children by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screening.forms.evaluation import Evaluation, Item
from screening.forms.steps import Advance, filtered, many, name_of, parents, predicate_of, stay
from screening.forms.syntax import Ast, Compare, Path, Step, Text
from screening.forms.typed import Scope, Typed, as_text

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation


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
    """Every child of every place."""
    return [kid for place in places for kids in place.kids.values() for kid in kids]


def item_step(work: Compilation, step: Step) -> Advance:
    """One step among items, its predicates included."""
    name = name_of(step)
    base: Advance
    if step.axis == "self":
        base = stay
    elif step.axis == "parent":
        base = parents
    elif name == "*":
        base = children
    else:

        def named(places: list[Any], _e: Evaluation) -> list[Any]:
            if len(places) == 1:
                return places[0].kids.get(name, [])  # type: ignore[no-any-return] # places are items here
            return [kid for place in places for kid in place.kids.get(name, ())]

        base = named
    inside = Scope(None, outer=False)
    for number, predicate in enumerate(step.predicates):
        quick = _indexed(work, name, predicate, inside) if number == 0 and step.axis == "child" else None
        base = quick if quick is not None else filtered(base, *predicate_of(work, predicate, inside))
    return base


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
                index = indexes[place] = {}
                for kid in place.kids.get(name, ()):
                    for each in kid.kids.get(key_name, ()):
                        bucket = index.setdefault(each.value, [])
                        if not bucket or bucket[-1] is not kid:
                            bucket.append(kid)
            found += index.get(sought, ())
        return found

    return find
