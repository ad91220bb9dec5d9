"""The axes of XPath as walks from nodes of an interview to nodes of the wanted definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, assert_never

from screening.forms.evaluation import Evaluation, Node
from screening.forms.nodes import walk
from screening.forms.steps import Advance
from screening.forms.syntax import Step

Near: TypeAlias = Callable[[Node], list[Node]]


def walked(step: Step, wanted: frozenset[int]) -> Advance:  # noqa: PLR0911 - one way for each axis
    """The step from a list of nodes to those near them whose definition is wanted, each once."""
    match step.axis:
        case "self":
            return lambda places, _e: [place for place in places if place.definition.index in wanted]
        case "child" | "attribute":
            return _children(wanted)
        case "parent":
            return _spread(lambda node: [node.parent] if node.parent is not None else [], wanted)
        case "descendant":
            return _spread(lambda node: walk(node)[1:], wanted)
        case "descendant-or-self":
            return _spread(walk, wanted)
        case "ancestor":
            return _spread(lambda node: _above(node)[1:], wanted)
        case "ancestor-or-self":
            return _spread(_above, wanted)
        case "following-sibling":
            return _spread(lambda node: _siblings(node, after=True), wanted)
        case "preceding-sibling":
            return _spread(lambda node: _siblings(node, after=False), wanted)
        case _:
            assert_never(step.axis)


def _children(wanted: frozenset[int]) -> Advance:
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


def _spread(near: Near, wanted: frozenset[int]) -> Advance:
    def spread(places: list[Any], _e: Evaluation) -> list[Any]:
        found: dict[Node, None] = {}
        for place in places:
            for each in near(place):
                if each.definition.index in wanted:
                    found[each] = None
        return list(found)

    return spread


def _above(node: Node) -> list[Node]:
    """The node and all above it, the nearest first."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found


def _siblings(node: Node, *, after: bool) -> list[Node]:
    """The nodes beside a node, the nearest first."""
    if node.parent is None or node.definition.attribute:
        return []
    beside: list[Node] = []
    for kid in node.parent.kids:
        beside += kid if isinstance(kid, list) else [kid]
    place = beside.index(node)
    return beside[place + 1 :] if after else beside[:place][::-1]
