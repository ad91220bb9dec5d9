"""The interview as a tree of groups, repeats and questions: for pages, navigation and a table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from screening.forms.definition import Block, Definition, Wording
from screening.forms.evaluation import Node
from screening.forms.form import Form
from screening.forms.nodes import is_locked


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A group, a repeat, one instance of it, or a question.

    ref: with positions; of a group that binds to nothing it is empty; relevant: effective; answered: it has a value,
    for structure: every relevant question inside has one or a reason why not; growable: an instance may be added;
    control, appearance: as the form says.
    """

    kind: Literal["group", "repeat", "instance", "question"]
    ref: str
    label: str
    relevant: bool
    answered: bool
    missing: str | None
    required: bool
    readonly: bool
    control: str
    appearance: str
    growable: bool
    children: tuple[OutlineItem, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole interview."""

    items: tuple[OutlineItem, ...]

    def questions(self) -> tuple[OutlineItem, ...]:
        """All questions in order, relevant or not."""
        return tuple(_questions(self.items))


def _questions(items: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    for item in items:
        if item.kind == "question":
            yield item
        yield from _questions(item.children)


def outline_of(
    form: Form,
    top: Node,
    ref_of: Callable[[Node], str],
    label_of: Callable[[Node], str],
    words: Callable[[Wording | None, Node, str | None], str],
) -> Outline:
    """The outline of the interview whose root is `top`."""
    return Outline(tuple(_Walk(ref_of, label_of, words).items(form.blocks, top)))


@dataclass(frozen=True, slots=True)
class _Walk:
    ref_of: Callable[[Node], str]
    label_of: Callable[[Node], str]
    words: Callable[[Wording | None, Node, str | None], str]

    def items(self, blocks: tuple[Block, ...], base: Node) -> Iterator[OutlineItem]:
        for block in blocks:
            node: Node | None = base
            if block.kind == "repeat":
                node = _to(base, _above(block))
            elif block.definition is not None:
                node = _to(base, block.definition.chain())
            if node is not None:
                yield self.repeat(block, node) if block.kind == "repeat" else self.item(block, node)

    def item(self, block: Block, node: Node) -> OutlineItem:
        control = block.control
        if block.kind == "question":
            return OutlineItem(
                "question",
                self.ref_of(node),
                self.words(control.label, node, None),
                node.relevant,
                bool(node.relevant and node.value),
                node.missing,
                node.required,
                is_locked(node),
                control.kind,
                control.appearance,
                False,
                (),
            )
        children = tuple(self.items(block.children, node))
        ref = self.ref_of(node) if block.definition is not None else ""
        label = self.words(control.label, node, None)
        return self.structure("group", ref, label, node.relevant, block, children, growable=False)

    def repeat(self, block: Block, parent: Node) -> OutlineItem:
        definition = block.definition
        assert definition is not None  # noqa: S101 - the reader gave each repeat one
        instances = parent.kids[definition.slot]
        assert isinstance(instances, list)  # noqa: S101 - slots of repeats hold lists
        children = tuple(
            self.structure(
                "instance",
                self.ref_of(node),
                self.words(block.control.label, node, None),
                node.relevant,
                block,
                tuple(self.items(block.children, node)),
                growable=False,
            )
            for node in instances
        )
        above = self.ref_of(parent)
        label = self.words(block.control.label, parent, None)
        ref = f"{above}/{definition.name}"
        growable = not definition.fixed and parent.relevant
        return self.structure("repeat", ref, label, parent.relevant, block, children, growable=growable)

    def structure(  # noqa: PLR0917 - the parts of an item
        self,
        kind: Literal["group", "repeat", "instance"],
        ref: str,
        label: str,
        relevant: bool,
        block: Block,
        children: tuple[OutlineItem, ...],
        *,
        growable: bool,
    ) -> OutlineItem:
        open_ = any(
            item.relevant and not item.readonly and not item.answered and item.missing is None
            for item in _questions(children)
        )
        control = block.control
        return OutlineItem(
            kind,
            ref,
            label,
            relevant,
            not open_,
            None,
            False,
            False,
            control.kind,
            control.appearance,
            growable,
            children,
        )


def _above(block: Block) -> tuple[Definition, ...]:
    assert block.definition is not None  # noqa: S101 - the reader gave each repeat one
    return block.definition.chain()[:-1]


def _to(base: Node, chain: tuple[Definition, ...]) -> Node | None:
    """The node at the end of the chain; in a repeat whose block is elsewhere the first, None where there is none."""
    node = base
    while node.definition not in chain:
        assert node.parent is not None  # noqa: S101 - the root is in every chain
        node = node.parent
    for definition in chain[node.definition.depth + 1 :]:
        kid = node.kids[definition.slot]
        if isinstance(kid, list):
            if not kid:
                return None
            kid = kid[0]
        node = kid
    return node
