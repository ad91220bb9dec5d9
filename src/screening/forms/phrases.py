"""What is said to a person outside any form: consent, teach-back, the information card. By key, in every language.

The files are language files like those of forms, one for each language; the words of Ukrainian and English are the
sources that the others were made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from screening.errors import FormError
from screening.forms.translations import Language, Translation, digest_of, read_language
from screening.forms.wording import Said

SOURCES: Final = ("uk", "en")
FALLBACKS: Final = ("en", "uk")
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "ur"})
_CODE: Final = re.compile(r"\(([A-Za-z0-9-]+)\)\Z")
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases by code of language. A phrase whose source has changed is passed over, as in forms."""

    languages: Mapping[str, Language]

    @staticmethod
    def read(files: Iterable[bytes]) -> Phrasebook:
        """The phrasebook that these language files make.

        Raises:
            FormError: ``form.languages.file`` names the key that does not fit, ``form.languages.key`` one that no
                source has, ``form.languages.place`` one whose places differ from its source's.
        """
        languages = {code_of(language.name): language for language in map(read_language, files)}
        book = Phrasebook(languages)
        if not languages.keys() >= set(SOURCES):
            raise FormError("form.languages.file", key="language")
        for code, language in languages.items():
            for key, string in language.strings.items():
                book._check(code, language.name, key, string)
        return book

    def _check(self, code: str, name: str, key: str, string: Translation) -> None:
        sources = [self.languages[each].strings.get(key) for each in SOURCES]
        if any(source is None for source in sources):
            raise FormError("form.languages.key", key=key[:60])
        if not string.text:
            raise FormError("form.languages.twice", key=key[:60], language=name[:60])
        fresh = code in SOURCES or string.of == self.digest(key)
        if fresh and any(source is not None and _places(source) != _places(string) for source in sources):
            raise FormError("form.languages.place", key=key[:60], language=name[:60])

    @property
    def keys(self) -> tuple[str, ...]:
        """Every phrase, in the order of the source."""
        return tuple(self.languages[SOURCES[0]].strings)

    def digest(self, key: str) -> str:
        """What a translation of this phrase is made from."""
        return digest_of(self.languages[code].strings[key].text for code in SOURCES)

    def stale(self, code: str) -> tuple[str, ...]:
        """The phrases whose source has changed since they were translated, or since a source was reviewed."""
        return tuple(key for key, string in self.languages[code].strings.items() if string.of != self.digest(key))

    def lacking(self, code: str) -> tuple[str, ...]:
        """The phrases that this language does not have."""
        return tuple(key for key in self.keys if key not in self.languages[code].strings)

    def say(self, key: str, wanted: str, **places: str) -> Said:
        """A phrase, in the language that is wanted where it has one, else in English.

        Args:
            key: of the phrase.
            wanted: code of a language, or the name that a form gives it, ``Română (ro)``.
            places: what stands for ``{name}``; in a language written from the right each keeps its own direction.

        Raises:
            FormError: ``form.languages.key`` for a phrase that there is not.
        """
        wanted = code_of(wanted)
        for code in (wanted, *FALLBACKS):
            string = self.languages[code].strings.get(key) if code in self.languages else None
            fresh = string is not None and string.of == self.digest(key)
            if string is not None and (fresh or code in SOURCES):
                return Said(_filled(string.text, places, code), wanted, code, len(string.reviewed) if fresh else 0)
        raise FormError("form.languages.key", key=key[:60])


def code_of(name: str) -> str:
    """The code in a language's name, ``ro`` in ``Română (ro)``; a bare code is itself."""
    found = _CODE.search(name)
    return found[1] if found is not None else name


def _places(string: Translation) -> list[str]:
    return sorted(_PLACE.findall(string.text))


def _filled(text: str, places: Mapping[str, str], code: str) -> str:
    """The text with its values, which words written from the right cannot turn round: isolate, value, pop."""
    first, last = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}") if code in RIGHT_TO_LEFT else ("", "")
    return _PLACE.sub(lambda place: f"{first}{places[place[1]]}{last}", text)
