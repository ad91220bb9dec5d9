"""Tells a file that was cut short from one that was altered: for age both are a last piece that does not authenticate.

Only for saying the right words: a stick pulled out too early is an everyday thing, an altered packet is not. Nothing
that is decrypted here leaves this file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from screening.envelope import age_header, age_payload
from screening.envelope.age import HybridIdentity

_NONCE = 16
_CHUNK, _TAG = 65536, 16
_BEGIN, _END, _END_SIZE = b"PK\x03\x04", b"PK\x05\x06", 22
"""Marks that a container begins with, and that its last record begins with; the size of that record."""
_FIRST_LINE = b"age-encryption.org/v1\n"


def header_was_cut(sealed: bytes) -> bool:
    """Whether `sealed` ends before the header of an age file does."""
    if len(sealed) <= len(_FIRST_LINE):
        return _FIRST_LINE.startswith(sealed)
    if not sealed.startswith(_FIRST_LINE):
        return False
    start = sealed.find(b"\n--- ")
    return start < 0 or b"\n" not in sealed[start + 1 :]


def payload_was_cut(sealed: bytes, identities: Sequence[HybridIdentity]) -> bool:
    """Whether a payload that did not authenticate begins as a container does and ends before a container would.

    Raises:
        PacketError: the header is malformed or for none of the identities.
    """
    header, _ = age_header.read(io.BytesIO(sealed))
    stanzas = age_header.parse(header).stanzas
    file_key = next((key for identity in identities if (key := identity.unwrap(stanzas)) is not None), b"")
    payload = sealed[len(header) :]
    key = age_payload.derive(file_key, payload[:_NONCE], b"payload")
    pieces = range(_NONCE, len(payload), _CHUNK + _TAG)
    if not pieces:
        return True
    first = payload[pieces[0] : pieces[0] + _CHUNK]
    last = _keystream(key, len(pieces) - 1, True, payload[pieces[-1] :])
    begins = any(_keystream(key, 0, is_last, first).startswith(_BEGIN) for is_last in (False, True))
    end = last.rfind(_END)
    return begins and (end < 0 or len(last) < end + _END_SIZE + _TAG)


def _keystream(key: bytes, counter: int, is_last: bool, piece: bytes) -> bytes:
    nonce = (1).to_bytes(4, "little") + counter.to_bytes(11) + bytes([is_last])
    return Cipher(ChaCha20(key, nonce), mode=None).decryptor().update(piece)
