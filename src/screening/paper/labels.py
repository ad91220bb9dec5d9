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


_SHARED = {
    "outcomes": ("outcome", "name"),
    "outcome_notes": ("outcome", "sentence"),
    "dimension_names": ("dimension", "name"),
    "dimension_states": ("dimension_state", None),
    "patterns": ("pattern", "name"),
    "list_states": ("list_status", None),
    "purposes": ("purpose_code", None),
    "reasons": ("rule", None),
    "categories": ("category", None),
    "grounds": ("ground", None),
}
"""Tables that paper has in common with the screens: by our name, theirs and the part of each entry that is meant."""


@lru_cache(maxsize=4)
def load_labels(resources: Path, language: str) -> Labels:
    """The words of printed sheets: their own, and those that screens say too, so that nobody reads two of them.

    Raises:
        PaperError: a sheet cannot be printed in that language, or a file cannot be read.
    """
    if language not in LANGUAGES:
        raise PaperError("paper.language", language=language)
    own = _read(resources / "paper" / f"labels.{language}.toml")
    said: dict[str, Json] = {}
    for name in ("outcomes", "disclosure"):
        said |= _read(resources / "words" / f"{name}.{language}.toml")
    shared = {
        ours: {key: entry[part] if part else entry for key, entry in said.get(theirs, {}).items()}
        for ours, (theirs, part) in _SHARED.items()
    }
    return {**own, **shared}


def _read(path: Path) -> dict[str, Json]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise PaperError("paper.resources", file=path.name) from None


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
