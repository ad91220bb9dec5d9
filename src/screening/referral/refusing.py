"""What is never recorded, because in a war it can cost lives: noticed while somebody types, warned of, never forbidden.

The patterns stand in ``resources/refuse/*.toml``, one file a language of typing, each with its source and mark.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeAlias, cast, get_args

from screening.errors import ReferralError
from screening.referral.jurisdiction import STATUSES, Mark, Status

Json: TypeAlias = Any
Topic: TypeAlias = Literal[
    "third_person", "unit", "position", "draft", "occupied_relative", "helper", "views", "intelligence"
]
"""Name of another person; military unit; positions and movements; draft status; relatives in occupied territory; who
helped to leave, and how; views and collaboration; intelligence."""
TOPICS: tuple[Topic, ...] = get_args(Topic)
_KEYS = frozenset({"id", "kind", "match"})
_LONGEST = 20_000
"""Letters looked through of one text; a field holds no more."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to notice. mark: where it comes from."""

    id: str
    topic: Topic
    expression: re.Pattern[str]
    mark: Mark


@dataclass(frozen=True, slots=True, repr=False)
class Noticed:
    """One place of a text that should not be recorded. start, end: of its letters; pattern: id with its language."""

    topic: Topic
    start: int
    end: int
    pattern: str


def load_refused(files: Mapping[str, bytes]) -> tuple[Pattern, ...]:
    """The patterns of all `files` (file name to TOML bytes), in every language: people mix them as they type.

    Raises:
        ReferralError: ``referral.refuse`` with file and place: malformed, without source or mark, or twice.
    """
    found: dict[str, Pattern] = {}
    for file in sorted(files):
        for pattern in _read(file, files[file]):
            if pattern.id in found:
                _refuse(file, pattern.id)
            found[pattern.id] = pattern
    return tuple(found.values())


def notice(text: str, patterns: tuple[Pattern, ...]) -> tuple[Noticed, ...]:
    """The places of `text` that should not be recorded, in their order; each topic once for the same place."""
    looked_at = text[:_LONGEST]
    found: list[Noticed] = []
    for pattern in patterns:
        for match in pattern.expression.finditer(looked_at):
            place = Noticed(pattern.topic, match.start(), match.end(), pattern.id)
            if not any(one.topic == place.topic and one.start < place.end and place.start < one.end for one in found):
                found.append(place)
    return tuple(sorted(found, key=lambda one: (one.start, TOPICS.index(one.topic))))


def _refuse(file: str, place: str) -> NoReturn:
    raise ReferralError("referral.refuse", file=file, place=place)


def _read(file: str, data: bytes) -> list[Pattern]:
    try:
        parsed = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        _refuse(file, "file")
    texts = {key: parsed.get(key) for key in ("language", "source", "verified_on", "status")}
    if any(not isinstance(text, str) for text in texts.values()) or set(parsed) != {*texts, "pattern"}:
        _refuse(file, "mark")
    if not texts["source"] or texts["status"] not in STATUSES:
        _refuse(file, "mark")
    if (texts["status"] == "verified") != bool(texts["verified_on"]):
        _refuse(file, "mark")
    mark = Mark(str(texts["source"]), str(texts["verified_on"]), cast("Status", texts["status"]))
    rows = parsed["pattern"]
    if not isinstance(rows, list) or not rows:
        _refuse(file, "pattern")
    return [_pattern(file, str(texts["language"]), row, mark) for row in rows]


def _pattern(file: str, language: str, row: Json, mark: Mark) -> Pattern:
    if not isinstance(row, Mapping) or not _KEYS <= set(row) <= _KEYS | {"exact"}:
        _refuse(file, "pattern")
    name, topic, match, exact = row["id"], row["kind"], row["match"], row.get("exact", False)
    if not (isinstance(name, str) and name and isinstance(match, str) and match and isinstance(exact, bool)):
        _refuse(file, "pattern")
    if topic not in TOPICS:
        _refuse(file, name)
    try:
        expression = re.compile(match, re.NOFLAG if exact else re.IGNORECASE)
    except re.error:
        _refuse(file, name)
    if expression.match(""):  # it would be noticed everywhere
        _refuse(file, name)
    return Pattern(f"{language}.{name}", cast("Topic", topic), expression, mark)
