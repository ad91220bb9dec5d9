"""Refs, the absolute paths with positions by which callers name nodes, and the nodes that they mean."""

from __future__ import annotations

import re
from typing import Final

from screening.errors import FormError
from screening.forms.definition import Definition
from screening.forms.evaluation import Node

STEP: Final = re.compile(r"(@?[^\[\]/]+)(?:\[(\d{1,9})\])?\Z")


class Refs:
    """The nodes below one root by their refs; what was found once is remembered while it lives."""

    def __init__(self, top: Node) -> None:
        self.top = top
        self._known: dict[str, Node] = {}

    def forget(self) -> None:
        """Positions have changed, or are about to."""
        self._known.clear()

    def ref_of(self, node: Node) -> str:
        """The absolute path of a node, with positions inside repeats."""
        if node.ref is None:
            if node.definition.level == 0 or node.parent is None:
                node.ref = node.definition.path
            else:
                place = f"[{node.position}]" if node.definition.repeat else ""
                node.ref = f"{self.ref_of(node.parent)}/{node.definition.name}{place}"
        return node.ref

    def node(self, ref: str) -> Node:
        """The node at `ref`.

        Raises:
            FormError: there is none.
        """
        found = self._known.get(ref)
        if found is not None and found.alive:
            return found
        steps = ref.split("/")
        node = self.top
        if len(steps) < 2 or steps[0] or steps[1] != node.definition.name:  # noqa: PLR2004 - "" and the root
            raise FormError("form.ref.unknown", ref=ref[:200])
        for step in steps[2:]:
            node = self._child(node, step, ref)
        self._known[ref] = node
        return node

    def _child(self, node: Node, step: str, ref: str) -> Node:
        found = STEP.match(step)
        definition = node.definition.by_name.get(found.group(1)) if found is not None else None
        if found is None or definition is None:
            raise FormError("form.ref.unknown", ref=ref[:200])
        place = int(found.group(2) or 1)
        kid = node.kids[definition.slot]
        instances = kid if isinstance(kid, list) else [kid]
        if not 1 <= place <= len(instances):
            raise FormError("form.ref.unknown", ref=ref[:200])
        return instances[place - 1]

    def question(self, ref: str) -> Node:
        """The node at `ref`, which takes an answer.

        Raises:
            FormError: there is none, or it is a group or a repeat.
        """
        node = self.node(ref)
        if any(not child.attribute for child in node.definition.children) or node.definition.repeat:
            raise FormError("form.ref.group", ref=ref[:200])
        return node

    def repeat(self, ref: str) -> tuple[Node, Definition]:
        """The parent node and the definition of the repeat at `ref`.

        Raises:
            FormError: there is none.
        """
        above, _, step = ref.rpartition("/")
        parent = self.node(above) if above else None
        found = STEP.match(step)
        definition = parent.definition.by_name.get(found.group(1)) if parent is not None and found is not None else None
        if parent is None or definition is None or not definition.repeat:
            raise FormError("form.repeat.unknown", ref=ref[:200])
        return parent, definition


def without_place(ref: str) -> str:
    """The ref of a repeat itself, given that of one of its instances."""
    above, _, step = ref.rpartition("/")
    return f"{above}/{step.partition('[')[0]}"
