"""The way from one node of a form to another: what two definitions share, and the slots between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from screening.forms.definition import Definition, Read
from screening.forms.evaluation import Node


def shared(target: Definition, context: Definition) -> Definition:
    """The nearest definition that both have above them, or are."""
    found = target
    chain = context.chain()
    while found.depth >= len(chain) or chain[found.depth] is not found:
        assert found.parent is not None  # noqa: S101 - both have the same root
        found = found.parent
    return found


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


def raised(read: Read, definition: Definition) -> Read:
    """The same read as `definition` sees it: from the nearest node that both share."""
    chain = definition.chain()
    anchor = read.anchor
    while anchor.parent is not None and (anchor.depth >= len(chain) or chain[anchor.depth] is not anchor):
        anchor = anchor.parent
    return Read(read.target, anchor)
