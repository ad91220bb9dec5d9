"""Words for codes: what happened, what is safe, what to do. One set of files a language in ``resources/words``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.errors import ScreeningError, StationError

LANGUAGES = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Message:
    """An error in words. what: what happened; safe: what is safe; do: what to do next. The last two may be empty."""

    code: str
    what: str
    safe: str
    do: str

    @property
    def text(self) -> str:
        """The whole, as one paragraph."""
        return " ".join(part for part in (self.what, self.safe, self.do) if part)


class Words:
    """The words of one language: texts by dotted path. Below an error's code stand ``.what``, ``.safe``, ``.do``."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    @staticmethod
    def load(resources: Path, language: str) -> Words:
        """Read every ``resources/words/*.<language>.toml``.

        Raises:
            StationError: no such language, or a file that cannot be read.
        """
        texts: dict[str, str] = {}
        files = sorted((resources / "words").glob(f"*.{language}.toml"))
        if not files:
            raise StationError("station.language", language=language)
        for file in files:
            try:
                texts.update(_flat(tomllib.loads(file.read_text("utf-8"))))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                raise StationError("station.words", file=file.name) from None
        return Words(language, texts)

    def message(self, error: ScreeningError) -> Message:
        """The words for an error; an unknown code is said as such, with the code."""
        what = self._texts.get(f"{error.code}.what", error.code)
        parts = (what, self._texts.get(f"{error.code}.safe", ""), self._texts.get(f"{error.code}.do", ""))
        return Message(error.code, *(_fill(part, error.params) for part in parts))

    def say(self, code: str, **params: str | int) -> str:
        """The text at `code`, or what is said first of it; the code itself where there is none."""
        for path in (code, f"{code}.name", f"{code}.what"):
            if path in self._texts:
                return _fill(self._texts[path], params)
        return code

    def has(self, code: str) -> bool:
        """Whether there are words for this code."""
        return any(path in self._texts for path in (code, f"{code}.name", f"{code}.what"))


def _flat(table: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", str(value)


class _Params(dict[str, str | int]):
    """A parameter that the words name and the error does not carry reads as an ellipsis, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "…"


def _fill(text: str, params: Mapping[str, str | int]) -> str:
    return text.format_map(_Params(params)) if "{" in text else text
