"""Recovery sheets: a secret split into shares on paper (SLIP-39), of which any few open the vault.

The shares are nowhere but on the paper. What the header holds tells how many there are and how many are needed, and
wraps the vault key under the secret that they give together.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from shamir_mnemonic import MnemonicError, Share, generate_mnemonics, recover_ems  # type: ignore[import-untyped]
from shamir_mnemonic.shamir import ShareGroup  # type: ignore[import-untyped]
from shamir_mnemonic.wordlist import WORDLIST  # type: ignore[import-untyped]

from screening.errors import VaultError
from screening.vault.slots import SheetSlot

LEAST_NEEDED, MOST_SHARES = 2, 16
_SECRET_BYTES: Final = 16  # 20 words a share; twice as long a secret would be 33 words to type without error
_PREFIX: Final = 4  # letters by which each word of the list is known


def make(key: bytes | bytearray, vault: bytes, shares: int, needed: int) -> tuple[SheetSlot, tuple[str, ...]]:
    """A fresh slot, and the shares that open it: 20 words each, which nothing keeps.

    Raises:
        VaultError: ``vault.sheet.count`` unless 2 <= needed <= shares <= 16.
    """
    if not LEAST_NEEDED <= needed <= shares <= MOST_SHARES:
        raise VaultError("vault.sheet.count", most=MOST_SHARES)
    secret, slot_id, nonce = secrets.token_bytes(_SECRET_BYTES), secrets.token_bytes(8), secrets.token_bytes(12)
    empty = SheetSlot(slot_id, shares, needed, nonce, b"")
    wrapped = AESGCM(_derive(secret, vault)).encrypt(nonce, bytes(key), _bound(empty, vault))
    (words,) = generate_mnemonics(1, [(needed, shares)], secret)
    return SheetSlot(slot_id, shares, needed, nonce, wrapped), tuple(words)


def open_(slot: SheetSlot, vault: bytes, texts: Sequence[str]) -> bytearray:
    """The vault key, from the words of enough shares. The first four letters of a word are enough.

    Raises:
        VaultError: ``vault.sheet.share`` when the words of one are not those that were printed, ``vault.sheet.same``
            when one was given twice, ``vault.sheet.mixed`` when they are of different printings, ``vault.sheet.few``,
            ``vault.sheet.other`` when they are whole and of another vault, or printed before the present ones.
    """
    shares = [_read(text, number) for number, text in enumerate(texts, start=1)]
    if len({share.common_parameters() for share in shares}) > 1:
        raise VaultError("vault.sheet.mixed")
    if len({share.index for share in shares}) < len(shares):
        raise VaultError("vault.sheet.same")
    if len(shares) < (shares[0].member_threshold if shares else slot.needed):
        raise VaultError("vault.sheet.few", given=len(shares), needed=slot.needed)
    try:
        secret = _combine(shares)
    except MnemonicError:
        raise VaultError("vault.sheet.mixed") from None
    try:
        return bytearray(AESGCM(_derive(secret, vault)).decrypt(slot.nonce, slot.wrapped, _bound(slot, vault)))
    except InvalidTag:
        raise VaultError("vault.sheet.other") from None


def _read(text: str, number: int) -> Share:
    words = [_word(typed) for typed in text.lower().split()]
    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise VaultError("vault.sheet.share", number=number) from None


def _word(typed: str) -> str:
    """The word of the list that was meant, where its first letters tell."""
    meant = [word for word in WORDLIST if word.startswith(typed)] if len(typed) >= _PREFIX else []
    return meant[0] if len(meant) == 1 else typed


def _combine(shares: Sequence[Share]) -> bytes:
    group = ShareGroup()
    for share in shares[: shares[0].member_threshold]:
        group.add(share)
    secret: bytes = recover_ems({shares[0].group_index: group}).decrypt(b"")
    return secret


def _derive(secret: bytes, vault: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=vault, info=b"screening vault sheets 1").derive(secret)


def _bound(slot: SheetSlot, vault: bytes) -> bytes:
    """What the wrapping authenticates besides the key."""
    return json.dumps(["screening vault sheets 1", vault.hex(), slot.id.hex(), slot.shares, slot.needed]).encode()
