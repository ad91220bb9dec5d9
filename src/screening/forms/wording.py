"""What was really said: the words, the language they were in, and whether two people have reviewed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from screening.errors import FormError
from screening.forms.texts import render, words_of

if TYPE_CHECKING:
    from screening.forms.definition import Wording
    from screening.forms.evaluation import Evaluation, Node
    from screening.forms.form import Form

State: TypeAlias = Literal["unverified", "reviewed"]
REVIEWERS: Final = 2
"""So many people must have compared words with their source before they count as reviewed."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they can be said to a person.

    wanted: the language asked for; language: the one these words are in, another where there is no translation;
    reviews: by how many people they were compared with their source.
    """

    text: str
    wanted: str | None
    language: str | None
    reviews: int = 0

    @property
    def fallback(self) -> bool:
        """Whether the words are in another language than the one asked for."""
        return self.language != self.wanted

    @property
    def state(self) -> State:
        """Reviewed only when two people have compared the words with their source."""
        return "reviewed" if self.reviews >= REVIEWERS else "unverified"


def reviews_of(report: Mapping[str, Any]) -> Mapping[str, Mapping[str, int]]:
    """How many people reviewed each text, by language and text id, as a pack's report says; unnamed ones by nobody.

    Raises:
        FormError: ``form.pack.files`` for a report of another shape.
    """
    found: dict[str, dict[str, int]] = {}
    try:
        for language, told in report.get("languages", {}).items():
            for group in told.get("states", ()):
                if group["reviewed"]:
                    found.setdefault(language, {}).update(dict.fromkeys(group["texts"], len(group["reviewed"])))
    except (AttributeError, KeyError, TypeError):
        raise FormError("form.pack.files") from None
    return found


def said_of(wording: Wording | None, node: Node | None, e: Evaluation, language: str | None) -> Said:
    """The words meant by a label, and the language they are in."""
    text = render(words_of(wording, node, e, language).parts, node, e)
    return said_by_id(e.form, text, _text_id(wording, node, e), language)


def said_by_id(form: Form, text: str, text_id: str | None, language: str | None) -> Said:
    """The text of this id as it was found in `language`, or where that fell back to.

    Words that no translation holds, such as a number, are in no language and so in every one.
    """
    holding = (name for name in form.fallbacks(language) if text_id in form.translations[name])
    used = next(holding, None) if text_id is not None else None
    if used is None:
        return Said(text, language, language)
    return Said(text, language, used, form.reviews.get(used, {}).get(text_id or "", 0))


def _text_id(wording: Wording | None, node: Node | None, e: Evaluation) -> str | None:
    if wording is None or wording.words is not None:
        return None
    if wording.computed is not None and wording.computed.text is not None and node is not None:
        return wording.computed.text(node, e)
    return wording.text_id
