"""The payload of an age v1 file: 64 KiB chunks, each authenticated, the last one marked."""

from __future__ import annotations

import io
import secrets
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screening.errors import PacketError


class Readable(Protocol):
    """Gives bytes, fewer than asked for or none at its end."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        ...


class Writable(Protocol):
    """Takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take all of `data`."""
        ...


_CHUNK = 64 * 1024
_TAG = 16
_NONCE = 16


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """32 bytes by HKDF-SHA-256."""
    return HKDF(SHA256(), 32, salt, info).derive(key)


def seal(source: Readable, target: Writable, file_key: bytes) -> None:
    """Write the payload of all that `source` holds."""
    nonce = secrets.token_bytes(_NONCE)
    target.write(nonce)
    cipher = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))
    counter, chunk = 0, _read(source, _CHUNK)
    while True:
        following = _read(source, _CHUNK) if len(chunk) == _CHUNK else b""
        target.write(cipher.encrypt(_chunk_nonce(counter, last=not following), chunk, None))
        if not following:
            return
        counter, chunk = counter + 1, following


def open_(begun: bytes, source: Readable, target: Writable, file_key: bytes) -> None:
    """Write the plaintext of the payload `begun` and the rest of `source`, chunk by authenticated chunk.

    Raises:
        PacketError: altered, cut short, or followed by more.
    """
    head = io.BytesIO(begun)
    nonce = _read_two(head, source, _NONCE)
    if len(nonce) < _NONCE:
        raise PacketError("packet.age.truncated")
    cipher = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))
    counter, chunk = 0, _read_two(head, source, _CHUNK + _TAG)
    while True:
        following = _read_two(head, source, _CHUNK + _TAG) if len(chunk) == _CHUNK + _TAG else b""
        plaintext, last = _open_chunk(cipher, chunk, counter)
        if counter and not plaintext:
            raise PacketError("packet.age.altered")
        if not last and len(chunk) < _CHUNK + _TAG:
            raise PacketError("packet.age.truncated")
        target.write(plaintext)
        if last and following:
            raise PacketError("packet.age.trailing")
        if not last and not following:
            raise PacketError("packet.age.truncated")
        if last:
            return
        counter, chunk = counter + 1, following


def _open_chunk(cipher: ChaCha20Poly1305, chunk: bytes, counter: int) -> tuple[bytes, bool]:
    """The chunk's plaintext, and whether it is marked as the last."""
    if len(chunk) < _TAG:
        raise PacketError("packet.age.truncated")
    # A full chunk is seldom the last, a short one always.
    for last in (len(chunk) < _CHUNK + _TAG, len(chunk) == _CHUNK + _TAG):
        try:
            return cipher.decrypt(_chunk_nonce(counter, last=last), chunk, None), last
        except InvalidTag:
            continue
    raise PacketError("packet.age.altered")


def _chunk_nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11) + bytes([last])


def _read(source: Readable, size: int) -> bytes:
    """`size` bytes, fewer only at the end: a raw stream may give them piece by piece."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _read_two(head: Readable, source: Readable, size: int) -> bytes:
    first = _read(head, size)
    return first + _read(source, size - len(first))
