"""Fingerprints that two people can compare by voice."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NewType

from screening.errors import IdentityError

Fingerprint = NewType("Fingerprint", str)
"""SHA-256, 64 lowercase hexadecimal characters: of an authority's certificate, or of a device's two public keys."""

_WORDS = 8
_WORD_BITS = 11
_PREFIX = b"field-screening keys 1\n"


def of_authority(certificate_der: bytes) -> Fingerprint:
    """The fingerprint by which an authority is pinned."""
    return Fingerprint(hashlib.sha256(certificate_der).hexdigest())


def of_keys(public_key_der: bytes, recipient: bytes) -> Fingerprint:
    """The fingerprint of a device: its signing key (SubjectPublicKeyInfo) and its raw age recipient together."""
    return Fingerprint(hashlib.sha256(_PREFIX + public_key_der + recipient).hexdigest())


def fingerprint_words(digest: str, resources: Path) -> tuple[str, ...]:
    """The first 88 bits of a SHA-256 as eight words of the list in `resources`: finding a second one is out of reach.

    Raises:
        IdentityError: the list of words is missing or not whole.
    """
    try:
        words = (resources / "wordlist" / "english.txt").read_text("ascii").split()
    except (OSError, ValueError):
        raise IdentityError("identity.wordlist") from None
    if len(words) != 1 << _WORD_BITS:
        raise IdentityError("identity.wordlist")
    number = int(digest, 16) >> (256 - _WORDS * _WORD_BITS)
    return tuple(words[number >> _WORD_BITS * place & (1 << _WORD_BITS) - 1] for place in reversed(range(_WORDS)))
