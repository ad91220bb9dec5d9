"""JSON that has one form only (RFC 8785): what is signed is what every reader reads."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import rfc8785

from screening.errors import PacketError

Json: TypeAlias = Any
"""A JSON value: text, whole number, boolean, None, list or mapping of these."""
_DEPTH = 64


def write(value: Json) -> bytes:
    """The canonical bytes of `value`.

    Raises:
        PacketError: a value that JSON cannot hold exactly: a fraction, a number beyond 2**53, half a character.
    """
    _check(value, 0)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        raise PacketError("packet.json.value") from None


def read(data: bytes) -> Json:
    """The value of canonical bytes: no repeated or unsorted key, no space, no fraction, no deep nesting.

    Raises:
        PacketError: not JSON, or not the canonical form of its value.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise PacketError("packet.json.syntax") from None
    if write(value) != data:
        raise PacketError("packet.json.canonical")
    return value


def _refuse(_text: str) -> None:
    raise ValueError("number")


def _check(value: Json, depth: int) -> None:
    if depth > _DEPTH or isinstance(value, float):
        raise PacketError("packet.json.value")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    for part in parts:
        _check(part, depth + 1)
