"""What can be done to an interview. A session is its form and these, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

MissingReason: TypeAlias = Literal["declined", "unsure", "not_asked"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A value was given, or cleared by the empty text. at: when, aware; replayed as the event's clock."""

    ref: str
    value: str
    basis: str = "person_said"
    verbatim: str | None = None
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no value, and why."""

    ref: str
    reason: MissingReason
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AddRepeat:
    """A new instance at the end of a repeat. ref: the repeat, with positions of the repeats around it."""

    ref: str
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RemoveRepeat:
    """An instance was taken away. ref: with its position."""

    ref: str
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Language:
    """The interview goes on in another language of the form."""

    name: str
    at: datetime | None = field(default=None, compare=False)


Event: TypeAlias = Answer | Missing | AddRepeat | RemoveRepeat | Language
