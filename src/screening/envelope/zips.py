"""Zip archives of one shape only: stored, deterministic, nothing beside, between or behind the files.

A general reader lets two programs see two different archives in the same bytes. This one writes again what it
read and compares, so that only what `pack` writes can be opened.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from screening.errors import PacketError

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION = 20
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1980-01-01: a file's own time would say when somebody worked
_STORED = 0
_ENTRIES, _BYTES = 0xFFFF - 1, 0xFFFFFFFF - 1  # beyond lies zip64
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
_NAME_LENGTH = 150
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in range(10))]
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is looked at before anything is opened. files: how many; size: bytes of the whole archive."""

    files: int = 128
    size: int = 64 * 1024 * 1024


USUAL = Limits()


def pack(entries: Sequence[tuple[str, bytes]]) -> bytes:
    """The archive of `entries` in their order; the same entries always give the same bytes.

    Raises:
        PacketError: an unusable or repeated name, or more than an archive without zip64 can hold.
    """
    if len(entries) > _ENTRIES or sum(len(data) + 2 * _NAME_LENGTH + 100 for _, data in entries) > _BYTES:
        raise PacketError("packet.zip.size")
    _check_names([name for name, _ in entries])
    local = bytearray()
    central = bytearray()
    for name, data in entries:
        sum_, offset, raw_name = zlib.crc32(data), len(local), name.encode()
        shared = (_VERSION, 0, _STORED, _MIDNIGHT, _FIRST_DAY, sum_, len(data), len(data), len(raw_name), 0)
        local += _LOCAL.pack(_LOCAL_MARK, *shared) + raw_name + data
        central += _CENTRAL.pack(_CENTRAL_MARK, _VERSION, *shared, 0, 0, 0, 0, offset) + raw_name
    end = _END.pack(_END_MARK, 0, 0, len(entries), len(entries), len(central), len(local), 0)
    return bytes(local + central + end)


def unpack(data: bytes, limits: Limits = USUAL) -> dict[str, bytes]:
    """The files of an archive that `pack` could have written, in order.

    Raises:
        PacketError: anything else: see the codes for which rule it broke.
    """
    if len(data) > limits.size:
        raise PacketError("packet.zip.size")
    entries: list[tuple[str, bytes]] = []
    offset = 0
    while data.startswith(struct.pack("<I", _LOCAL_MARK), offset):
        name, content, offset = _entry(data, offset)
        entries.append((name, content))
        if len(entries) > limits.files:
            raise PacketError("packet.zip.files", limit=limits.files)
    if pack(entries) != data:
        raise PacketError("packet.zip.shape")
    return dict(entries)


def _entry(data: bytes, offset: int) -> tuple[str, bytes, int]:
    """Name and content of the local entry at `offset`, and where the next one begins."""
    try:
        header = _LOCAL.unpack_from(data, offset)
    except struct.error:
        raise PacketError("packet.zip.truncated") from None
    _, _, flags, method, _, _, sum_, packed, size, name_length, extra_length = header
    if flags & 1:
        raise PacketError("packet.zip.encrypted")
    if method != _STORED or packed != size:
        raise PacketError("packet.zip.compressed")
    if flags or extra_length:
        raise PacketError("packet.zip.shape")
    start = offset + _LOCAL.size + name_length
    if start + size > len(data):
        raise PacketError("packet.zip.truncated")
    try:
        name = data[offset + _LOCAL.size : start].decode("ascii")
    except UnicodeDecodeError:
        raise PacketError("packet.zip.name") from None
    content = data[start : start + size]
    if zlib.crc32(content) != sum_:
        raise PacketError("packet.zip.damaged")
    return name, content, start + size


def _check_names(names: Sequence[str]) -> None:
    """Names that mean one file on every system: plain, relative, no device, no two alike, none both file and folder."""
    seen: set[str] = set()
    for name in names:
        parts = name.lower().split("/")
        if len(name) > _NAME_LENGTH or not _NAME.fullmatch(name):
            raise PacketError("packet.zip.name")
        if any(part.endswith(".") or part.split(".")[0] in _DEVICES for part in parts):
            raise PacketError("packet.zip.name")
        if name.lower() in seen:
            raise PacketError("packet.zip.duplicate")
        seen.add(name.lower())
    folders = {folder for name in seen for folder in _folders(name)}
    if folders & seen:
        raise PacketError("packet.zip.duplicate")


def _folders(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
