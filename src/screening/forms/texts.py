"""Words in the language of the interview: translations with fall-back, outputs filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.forms.definition import Parts, Wording, Words
from screening.forms.evaluation import Evaluation, Item, Node

if TYPE_CHECKING:
    from screening.forms.form import Form

_EMPTY = Words((), {})


def words_by_id(form: Form, text_id: str, language: str | None) -> Words | None:
    """The translation in that language, else in the default one, else in any; None when there is none at all."""
    for name in form.fallbacks(language):
        found = form.translations[name].get(text_id)
        if found is not None:
            return found
    return None


def words_of(wording: Wording | None, node: Node | None, e: Evaluation, language: str | None) -> Words:
    """The words meant by a label, hint or message."""
    if wording is None:
        return _EMPTY
    text_id = wording.text_id
    if text_id is None and wording.words is not None:
        return wording.words
    if wording.computed is not None and wording.computed.text is not None and node is not None:
        text_id = wording.computed.text(node, e)
    return (words_by_id(e.form, text_id, language) if text_id else None) or wording.words or _EMPTY


def render(parts: Parts, node: Node | None, e: Evaluation) -> str:
    """The parts with outputs filled in, as seen from `node`."""
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    found: list[str] = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif node is not None:
            formula = e.form.output(part.source, node.definition)
            found.append(formula.text(node, e) if formula.text is not None else "")
    return "".join(found)


def text_by_id(text_id: str, node: Node | Item | None, e: Evaluation) -> str:
    """jr:itext(): the words of a text id; the id itself where no translation has it."""
    words = words_by_id(e.form, text_id, e.language)
    return render(words.parts, node if isinstance(node, Node) else None, e) if words is not None else text_id


def choice_label(node: Node | None, value: str, e: Evaluation) -> str:
    """The label of the choice `value` of the question at `node`; empty when it is not offered."""
    from screening.forms.choices import offered

    if node is None or not value or node in e.speaking:
        return ""
    e.speaking.append(node)
    try:
        return next((choice.label for choice in offered(node, e, e.language) if choice.value == value), "")
    finally:
        e.speaking.pop()
