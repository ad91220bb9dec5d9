"""What a command prints: one JSON document, or plain words for people. The exit status is decided here alone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from screening.errors import StationError
from screening.station.words import Words

DONE, REFUSED, USAGE, FAULT = 0, 1, 2, 3


@dataclass(slots=True)
class Output:
    """Where one command's result goes. as_json: one document on standard output and nothing else there."""

    as_json: bool
    words: Words
    status: int = DONE
    _printed: bool = field(default=False, repr=False)

    def document(self, document: Mapping[str, Any], *lines: str, refused: bool = False) -> None:
        """Print a command's own document, or `lines` for people; refused: the world said no (status 1)."""
        if refused:
            self.status = REFUSED
        self._printed = True
        _print(json.dumps(document, ensure_ascii=False) if self.as_json else "\n".join(lines))

    def say(self, code: str, **params: str | int) -> str:
        """The words for a code, in the chosen language."""
        return self.words.say(code, **params)

    def error(self, code: str, message: str, status: int) -> None:
        """Print a refusal: the JSON error document, or the words on standard error."""
        self.status = status
        if self.as_json and not self._printed:
            self._printed = True
            with suppress(StationError):
                _print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
                return
        print(message, file=sys.stderr)


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError as refused:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python tries once more at its end
        if not isinstance(refused, BrokenPipeError):  # a closed pipe: whoever read has seen enough
            raise StationError("station.output") from None


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a plain table, columns as wide as their widest cell, two spaces between."""
    cells = [[str(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
