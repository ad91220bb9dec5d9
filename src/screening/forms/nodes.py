"""Nodes of an interview: how they grow from the seeds of the form, and what is in them before anybody answers."""

from __future__ import annotations

from screening.errors import FormError
from screening.forms import limits
from screening.forms.definition import Seed
from screening.forms.evaluation import Evaluation, Node
from screening.forms.strings import uuid4
from screening.forms.values import text_of_moment


class Nursery:
    """Grows nodes and counts them. count: how many are alive."""

    def __init__(self, e: Evaluation) -> None:
        self.count = 0
        self._e = e

    def grow(self, seed: Seed, parent: Node | None) -> Node:
        """Nodes for a seed and all below, not yet evaluated.

        Raises:
            FormError: there would be too many.
        """
        self.count += 1
        if self.count > limits.INSTANCE_NODES:
            raise FormError("form.large", count=self.count)
        definition = seed.definition
        node = Node(definition, parent, seed.text)
        node.required = definition.required is True
        node.readonly = definition.readonly is True
        if parent is not None:
            node.relevant = parent.relevant
        if definition.level == 0:
            self._e.single[definition.index] = node
        for child in seed.children:
            if isinstance(child, list):
                instances = [self.grow(each, node) for each in child]
                for place, instance in enumerate(instances, 1):
                    instance.position = place
                node.kids.append(instances)
            else:
                node.kids.append(self.grow(child, node))
        return node

    def preload(self, start: Node) -> None:
        """Fill in what the form wants to know before anybody answers: ids, times, properties of this machine."""
        evaluation = self._e
        for node in walk(start):
            definition = node.definition
            if not definition.preload or node.value:
                continue
            match definition.preload, definition.preload_parameter:
                case "uid", _:
                    node.value = f"uuid:{uuid4(evaluation.rng.random)}"
                case "date", "today":
                    node.value = evaluation.now().date().isoformat()
                case "timestamp", "start":
                    node.value = text_of_moment(evaluation.now())
                case "property", name:
                    node.value = evaluation.outside.device.get(name, "")
                case _:
                    pass


def walk(start: Node) -> list[Node]:
    """The node and all below, parents first, in document order."""
    found: list[Node] = []
    stack = [start]
    while stack:
        node = stack.pop()
        found.append(node)
        for kid in reversed(node.kids):
            if isinstance(kid, list):
                stack.extend(reversed(kid))
            else:
                stack.append(kid)
    return found


def is_locked(node: Node) -> bool:
    """Whether the node, or a group or repeat around it, is read-only."""
    at: Node | None = node
    while at is not None:
        if at.readonly:
            return True
        at = at.parent
    return False
