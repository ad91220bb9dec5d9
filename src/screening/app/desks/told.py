"""What the screen shows of words in the person's language: marked until reviewed, and never silently another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screening.forms.wording import Said


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """mark: the language's short mark, with what has to be known about the words; text: the words."""

    mark: str
    text: str


def told(said: Said, short: str, ours: str | None, say: Callable[[str], str]) -> Told:
    """A question as it is shown in the person's language.

    Args:
        said: the words, as the form has them.
        short: mark of the language that was wanted, such as RO.
        ours: the officer's language, whose words stand above and are not repeated.
        say: words for a code, in the officer's language.
    """
    mark = marked(said, short, say)
    return Told(mark, "—" if said.fallback and said.language == ours else said.text)


def marked(said: Said, short: str, say: Callable[[str], str]) -> str:
    """The mark with what has to be known: no translation, or not reviewed; a reviewed one stands alone."""
    if said.fallback:
        return f"{short} · {say('languages.lacking')}"
    return short if said.state == "reviewed" else f"{short} · {say('languages.unverified')}"


def told_mark(said: Said, say: Callable[[str], str]) -> str:
    """The mark of a phrase, whose languages go by their codes."""
    return marked(said, (said.wanted or "").upper(), say)
