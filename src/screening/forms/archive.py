"""A zip of one exact shape: entries stored, no times, no comments. The same content always makes the same bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Final

from screening.errors import FormError
from screening.forms import limits

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_NEEDED: Final = 20
_UTF8: Final = 0x0800
_DATE: Final = 0x0021  # 1980-01-01
_ENTRIES: Final = 10_000


def write(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files, in the order given."""
    body = bytearray()
    directory = bytearray()
    for name, data in files.items():
        raw = name.encode("utf-8")
        check = zlib.crc32(data)
        directory += _CENTRAL.pack(
            b"PK\x01\x02",
            _NEEDED,
            _NEEDED,
            _UTF8,
            0,
            0,
            _DATE,
            check,
            len(data),
            len(data),
            len(raw),
            0,
            0,
            0,
            0,
            0,
            len(body),
        )
        directory += raw
        body += _LOCAL.pack(b"PK\x03\x04", _NEEDED, _UTF8, 0, 0, _DATE, check, len(data), len(data), len(raw), 0)
        body += raw
        body += data
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + end)


def read(data: bytes) -> dict[str, bytes]:
    """The files of an archive that `write` made.

    Raises:
        FormError: it is anything else: compressed, changed, cut short, with something before, between or after.
    """
    if len(data) > limits.MEDIA_BYTES:
        raise FormError("form.pack.large")
    files: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and len(files) < _ENTRIES:
        head = data[at : at + _LOCAL.size]
        if len(head) < _LOCAL.size:
            raise FormError("form.pack.archive")
        size, name_size = _LOCAL.unpack(head)[8:10]
        start = at + _LOCAL.size + name_size
        raw = data[at + _LOCAL.size : start]
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise FormError("form.pack.archive") from None
        if not plain_name(name) or name in files or start + size > len(data):
            raise FormError("form.pack.archive")
        files[name] = data[start : start + size]
        at = start + size
    if not files or write(files) != data:
        raise FormError("form.pack.archive")
    return files


def plain_name(name: str) -> bool:
    """Whether a name is safe to be a file's: relative, without ``..``, drive or control characters."""
    parts = name.split("/")
    return (
        0 < len(name) <= 200  # noqa: PLR2004 - file systems take 255 bytes
        and not any(part in {"", ".", ".."} for part in parts)
        and not any(ord(letter) < 32 or letter in '\\:*?"<>|' for letter in name)  # noqa: PLR2004 - control characters
        and not any("\ud800" <= letter <= "\udfff" for letter in name)
    )
