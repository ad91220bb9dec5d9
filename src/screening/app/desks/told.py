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
    if said.fallback:
        return Told(f"{short} · {say('languages.lacking')}", "—" if said.language == ours else said.text)
    if said.state != "reviewed":
        return Told(f"{short} · {say('languages.unverified')}", said.text)
    return Told(short, said.text)
