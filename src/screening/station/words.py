"""Words for codes: what happened, what is safe, what to do. One set of files a language in ``resources/words``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
    """The words of one language."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._table = table

    @staticmethod
    def load(resources: Path, language: str) -> Words:
        """Read every ``resources/words/*.<language>.toml``.

        Raises:
            StationError: no such language, or a file that cannot be read.
        """
        table: dict[str, Any] = {}
        files = sorted((resources / "words").glob(f"*.{language}.toml"))
        if not files:
            raise StationError("station.language", language=language)
        for file in files:
            try:
                table.update(tomllib.loads(file.read_text("utf-8")))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                raise StationError("station.words", file=file.name) from None
        return Words(language, table)

    def message(self, error: ScreeningError) -> Message:
        """The words for an error; an unknown code is said as such, with the code."""
        entry = self._table.get(error.code)
        if not isinstance(entry, dict):
            return Message(error.code, error.code, "", "")
        part = {key: _fill(str(entry.get(key, "")), error.params) for key in ("what", "safe", "do")}
        return Message(error.code, part["what"], part["safe"], part["do"])

    def say(self, code: str, **params: str | int) -> str:
        """The sentence or label for a code that is not an error; the code itself when there is none."""
        entry = self._table.get(code)
        if isinstance(entry, dict):
            entry = entry.get("what")
        return _fill(entry, params) if isinstance(entry, str) else code

    def has(self, code: str) -> bool:
        """Whether there are words for this code."""
        return code in self._table


class _Params(dict[str, str | int]):
    """A parameter that the words name and the error does not carry reads as an ellipsis, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "…"


def _fill(text: str, params: Mapping[str, str | int]) -> str:
    return text.format_map(_Params(params)) if "{" in text else text
