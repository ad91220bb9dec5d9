"""The recovery slot: the vault key sealed to supervisors, and the two files by which it comes back to its station.

A station that lost its passphrase writes a request, which holds the slot and a key made for this once; a supervisor
answers it with a file that only that station can open, with the passphrase chosen when it asked. The vault key is in
the clear in neither, and nobody but its user learns the new passphrase.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from screening.envelope import age
from screening.envelope.age import HybridIdentity, HybridRecipient
from screening.errors import PacketError, VaultError
from screening.ids import Digest
from screening.vault.slots import KEY_BYTES, RecoverySlot

_SLOT: Final = "screening-vault-recovery"
_REQUEST: Final = "screening-vault-recovery-request"
_ANSWER: Final = "screening-vault-recovery-answer"
_VERSION: Final = 1
_MOST_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A station's wish to be let in again.

    vault: its id; slot: its recovery slot; recipient: of the key made for this once; digest: of the file, from which
    the words come that two people compare by voice.
    """

    vault: bytes
    slot: RecoverySlot
    recipient: HybridRecipient
    digest: Digest


def entrust(key: bytes | bytearray, vault: bytes, recipients: Sequence[HybridRecipient]) -> RecoverySlot:
    """A fresh slot that each of 1 to 16 `recipients` can open.

    Raises:
        PacketError: no recipient, or too many.
    """
    slot_id = secrets.token_bytes(8)
    content = _written(_SLOT, vault=vault.hex(), slot=slot_id.hex(), key=bytes(key).hex())
    return RecoverySlot(slot_id, age.encrypt(content, recipients))


def write_request(vault: bytes, slot: RecoverySlot, recipient: HybridRecipient) -> bytes:
    """The file that goes to a supervisor."""
    sealed = base64.b64encode(slot.sealed).decode()
    return _written(_REQUEST, vault=vault.hex(), slot=slot.id.hex(), sealed=sealed, recipient=recipient.encode())


def read_request(data: bytes) -> Request:
    """The request in `data`.

    Raises:
        VaultError: ``vault.recovery.request`` when it is none, ``vault.too_new``.
    """
    try:
        content = _read(data, _REQUEST)
        return Request(
            bytes.fromhex(content["vault"]),
            RecoverySlot(bytes.fromhex(content["slot"]), base64.b64decode(content["sealed"], validate=True)),
            HybridRecipient.parse(content["recipient"]),
            Digest(sha256(data).hexdigest()),
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error, PacketError):
        raise VaultError("vault.recovery.request") from None


def answer(request: Request, identity: HybridIdentity) -> bytes:
    """What a supervisor, whose `identity` the slot was sealed to, hands back.

    Raises:
        VaultError: ``vault.recovery.not_for_us``, or ``vault.recovery.request`` when the slot is not of that vault.
    """
    try:
        content = age.decrypt(request.slot.sealed, [identity])
    except PacketError as refused:
        code = "vault.recovery.not_for_us" if refused.code == "packet.age.not_for_us" else "vault.recovery.request"
        raise VaultError(code) from None
    try:
        inside = _read(content, _SLOT)
        key = _key_of(inside)
        fits = (inside["vault"], inside["slot"]) == (request.vault.hex(), request.slot.id.hex())
    except (KeyError, TypeError, ValueError):
        fits, key = False, b""
    if not fits:
        raise VaultError("vault.recovery.request")
    told = _written(_ANSWER, vault=request.vault.hex(), request=request.digest, key=key.hex())
    return age.encrypt(told, [request.recipient])


def open_answer(data: bytes, identity: HybridIdentity, request: str, vault: bytes) -> bytearray:
    """The vault key in an answer to the request of that digest. Whether it is the key, the header's code tells.

    Raises:
        VaultError: ``vault.recovery.answer`` when it is none, damaged, or an answer to another request.
    """
    try:
        content = _read(age.decrypt(data[: _MOST_BYTES + 1], [identity]), _ANSWER)
        key = _key_of(content)
        fits = (content["vault"], content["request"]) == (vault.hex(), request)
    except (KeyError, TypeError, ValueError, PacketError):
        raise VaultError("vault.recovery.answer") from None
    if not fits:
        raise VaultError("vault.recovery.answer")
    return bytearray(key)


def _written(kind: str, **values: str) -> bytes:
    content = {"format": kind, "version": _VERSION, **values}
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _read(data: bytes, kind: str) -> dict[str, Any]:
    try:
        content = json.loads(data) if len(data) <= _MOST_BYTES else None
    except RecursionError:
        content = None
    if not isinstance(content, dict) or content.get("format") != kind:
        raise ValueError(kind)
    version = content.get("version")
    if isinstance(version, int) and version > _VERSION:
        raise VaultError("vault.too_new", found=version, known=_VERSION)
    return content


def _key_of(content: dict[str, Any]) -> bytes:
    key = bytes.fromhex(content["key"])
    if len(key) != KEY_BYTES:
        raise ValueError("length")
    return key
