"""The textual header of an age v1 file: read strictly, written in its one form."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from screening.errors import PacketError

LIMIT = 64 * 1024
"""Longest header read, in bytes."""
VERSION = b"age-encryption.org/v1"
_COLUMNS = 64
_ARGUMENT = re.compile(r"[!-~]+")
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_END = b"\n---"


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key wrapped for one recipient. arguments: the type first; body: raw bytes."""

    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class ParsedHeader:
    """A header as read. signed: the bytes under the MAC; size: length of the whole header in bytes."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes
    size: int


def render(stanzas: Sequence[Stanza]) -> bytes:
    """The header up to and with ``---``: what the MAC is computed over."""
    lines = [VERSION]
    for stanza in stanzas:
        lines.append(b"-> " + " ".join(stanza.arguments).encode())
        text = encode64(stanza.body).encode()
        # A body that fills its last line is closed by an empty one.
        lines.extend(text[start : start + _COLUMNS] for start in range(0, len(text) + 1, _COLUMNS))
    return b"\n".join(lines) + _END


def close(signed: bytes, mac: bytes) -> bytes:
    """The whole header: the signed part and its MAC."""
    return signed + b" " + encode64(mac).encode() + b"\n"


def read(source: BinaryIO) -> tuple[bytes, bytes]:
    """The header's bytes and whatever was read behind them.

    Raises:
        PacketError: no header ends within `LIMIT` bytes.
    """
    data = b""
    while True:
        start = data.find(_END)
        stop = data.find(b"\n", start + len(_END)) + 1 if start >= 0 else 0
        if stop:
            if stop > LIMIT:
                raise PacketError("packet.age.header_size", limit=LIMIT)
            return data[:stop], data[stop:]
        if not VERSION.startswith(data[: len(VERSION)]):
            raise PacketError("packet.age.format")
        if len(data) > LIMIT:
            raise PacketError("packet.age.header_size", limit=LIMIT)
        more = source.read(4096)
        if not more:
            raise PacketError("packet.age.header")
        data += more


def parse(header: bytes) -> ParsedHeader:
    """A header of at least one stanza, exactly as the specification's grammar has it.

    Raises:
        PacketError: any departure from the grammar.
    """
    lines = header.split(b"\n")
    if lines[0] != VERSION or lines.pop() != b"":
        raise PacketError("packet.age.format")
    last = lines.pop()
    stanzas = tuple(_stanzas(iter(lines[1:])))
    if not stanzas or not last.startswith(b"--- "):
        raise PacketError("packet.age.header")
    mac = decode64(_text(last[len(b"--- ") :]), 32)
    if any(stanza.arguments[0] == "scrypt" for stanza in stanzas) and len(stanzas) > 1:
        raise PacketError("packet.age.header")
    return ParsedHeader(stanzas, header[: len(header) - len(last) - 1 + 3], mac, len(header))


def _stanzas(lines: Iterator[bytes]) -> Iterator[Stanza]:
    for line in lines:
        mark, *arguments = _text(line).split(" ")
        if mark != "->" or not arguments or not all(map(_ARGUMENT.fullmatch, arguments)):
            raise PacketError("packet.age.header")
        body = b""
        for body_line in lines:
            if not _BODY_LINE.fullmatch(body_line):
                raise PacketError("packet.age.header")
            body += body_line
            if len(body_line) < _COLUMNS:
                break
        else:
            raise PacketError("packet.age.header")
        yield Stanza(tuple(arguments), decode64(body.decode()))


def _text(line: bytes) -> str:
    try:
        return line.decode("ascii")
    except UnicodeDecodeError:
        raise PacketError("packet.age.header") from None


def encode64(data: bytes) -> str:
    """Base 64 without padding."""
    return base64.b64encode(data).rstrip(b"=").decode()


def decode64(text: str, length: int | None = None) -> bytes:
    """The bytes of canonical unpadded base 64, `length` of them if given.

    Raises:
        PacketError: padding, foreign characters, bits that are not zero, another length.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise PacketError("packet.age.header") from None
    if encode64(data) != text or (length is not None and len(data) != length):
        raise PacketError("packet.age.header")
    return data
