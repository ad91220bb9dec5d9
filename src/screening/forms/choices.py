"""The choices that a select offers now: fixed ones, or those that its filter lets pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screening.forms.definition import ChoiceList
from screening.forms.evaluation import Evaluation, Item, Node
from screening.forms.texts import render, words_by_id, words_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen.

    media: file names by form (image, audio, video); annotations: the choice's own, by full name;
    text_id: of the label in the translations, None where it has none.
    """

    value: str
    label: str
    media: Mapping[str, str]
    annotations: Mapping[str, str]
    text_id: str | None = None


def offered(node: Node, e: Evaluation, language: str | None) -> tuple[Choice, ...]:
    """The choices of the question at `node`, in their order, labelled in `language`."""
    source = node.definition.choices
    if source is None:
        return ()
    lead = tuple(
        Choice(choice.value, render(words.parts, node, e), words.media, choice.annotations, text_id)
        for choice in (*(source.fixed or ()), *source.lead)
        for text_id in (choice.label.text_id if choice.label is not None else None,)
        for words in (words_of(choice.label, node, e, language),)
    )
    return (*lead, *(_of_item(source, item, node, e, language) for item in _items(source, node, e)))


def offered_values(node: Node, e: Evaluation) -> frozenset[str]:
    """The values that may be chosen."""
    source = node.definition.choices
    if source is None:
        return frozenset()
    if source.values is not None:
        return source.values
    if source.value is None:
        return frozenset()
    value = source.value
    return frozenset([*(choice.value for choice in source.lead), *(value(item, e) for item in _items(source, node, e))])


def _items(source: ChoiceList, node: Node, e: Evaluation) -> list[Node | Item]:
    if source.nodes is None:
        return []
    value = node.value
    if source.own:
        node.value = ""
    try:
        return [item for item in source.nodes(node, e) if item.relevant]
    finally:
        node.value = value


def _of_item(source: ChoiceList, item: Node | Item, node: Node, e: Evaluation, language: str | None) -> Choice:
    value = source.value(item, e) if source.value is not None else ""
    label = source.label(item, e) if source.label is not None else value
    media: Mapping[str, str] = {}
    text_id = label if source.label_is_text_id else None
    if text_id is not None:
        words = words_by_id(e.form, text_id, language)
        if words is not None:
            label, media = render(words.parts, node, e), words.media
    annotations: Mapping[str, str] = {}
    if isinstance(item, Item):
        annotations = _annotations(item, e)
    return Choice(value, label or value, media, annotations, text_id)


def _annotations(item: Item, e: Evaluation) -> Mapping[str, str]:
    """The item's ``ti_indicator`` or ``ti:indicator`` children, where ``ti`` is a prefix of the form, by full name.

    pyxform breaks on a column of the choices sheet with a colon in its name; the underscore stands for it.
    """
    found: dict[str, str] = {}
    for name, kids in item.kids.items():
        prefix, mark, local = name.replace("_", ":", 1).partition(":")
        if mark and prefix in e.form.foreign and kids[0].value:
            found[f"{prefix}:{local}"] = kids[0].value
    return found
