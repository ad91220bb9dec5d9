"""The fixed words of printed sheets, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from screening.errors import PaperError

Json: TypeAlias = Any
Labels: TypeAlias = Mapping[str, Mapping[str, str]]
LANGUAGES = ("uk", "en")


@lru_cache(maxsize=4)
def load_labels(folder: Path, language: str) -> Labels:
    """The tables of ``labels.<language>.toml`` in `folder`.

    Raises:
        PaperError: a sheet cannot be printed in that language, or the file cannot be read.
    """
    if language not in LANGUAGES:
        raise PaperError("paper.language", language=language)
    try:
        return tomllib.loads((folder / f"labels.{language}.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise PaperError("paper.resources", file=f"labels.{language}.toml") from None


def word(labels: Labels, table: str, key: str) -> str:
    """The label of a code, or the code itself where a newer program brought one this version does not know."""
    return labels[table].get(key, key)


def moment(at: str, language: str) -> str:
    """An RFC 3339 time in UTC as people write it: ``23.11.2026 21:40 UTC`` or ``23 Nov 2026 21:40 UTC``."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    year, month, day = at[:4], at[5:7], at[8:10]
    date = f"{int(day)} {months[int(month) - 1]} {year}" if language == "en" else f"{day}.{month}.{year}"
    return f"{date} {at[11:16]} UTC"


def spell(value: Json, labels: Labels) -> str:
    """A JSON value as plain text: lists joined, mappings as ``key: value``, yes and no in words."""
    if value is None or value in ("", [], (), {}):
        return labels["sheet"]["none"]
    match value:
        case bool():
            return labels["given"]["yes" if value else "no"]
        case Mapping():
            return "; ".join(f"{key}: {spell(part, labels)}" for key, part in value.items())
        case list() | tuple():
            return "; ".join(spell(part, labels) for part in value)
        case _:
            return str(value)
