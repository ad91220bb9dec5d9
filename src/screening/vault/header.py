"""The header `vault.json`: key slots, bound together by a code under the vault key. Format in docs/vault-format.md."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screening.errors import VaultError
from screening.vault.files import forget, refusing, replace_file
from screening.vault.slots import Cost, PassphraseSlot, RecoverySlot, SheetSlot

NAME: Final = "vault.json"
FORMER: Final = "vault.former.json"
_FORMAT: Final = "screening-vault"
_PLAIN, _RECOVERABLE, _VERSION = 1, 2, 3
_MOST_BYTES: Final = 64 * 1024
_MOST_SLOTS: Final = 16


@dataclass(frozen=True, slots=True)
class Header:
    """A vault's slots. vault: its id, 16 random bytes; generation: 1, 2, ..., one more at every writing."""

    vault: bytes
    generation: int
    slots: tuple[PassphraseSlot, ...]
    recovery: RecoverySlot | None = None
    sheets: SheetSlot | None = None
    mac: bytes = b""

    def sealed(self, key: bytes | bytearray) -> Header:
        """The same header with the code that binds it to the vault key."""
        return replace(self, mac=_mac(self, key))

    def renewed(self, slot: PassphraseSlot) -> Header:
        """The next generation, in which `slot` stands in place of the one with its id; not sealed yet."""
        slots = tuple(slot if old.id == slot.id else old for old in self.slots)
        return replace(self, generation=self.generation + 1, slots=slots, mac=b"")

    def is_of(self, key: bytes | bytearray) -> bool:
        """Whether whoever wrote this header held the vault key, and nothing in it changed since."""
        return hmac.compare_digest(self.mac, _mac(self, key))

    def is_void(self) -> bool:
        """Whether every passphrase was destroyed; then only its own seal speaks for what else opens the vault."""
        return not any(self.mac) and not any(any(slot.wrapped) for slot in self.slots)


def write(folder: Path, header: Header) -> None:
    """Put `header` in force, durably; the former generation stays until `forget_former`.

    Raises:
        VaultError: ``vault.disk_full``, ``vault.readonly`` or ``vault.io``; then the former header is in force.
    """
    current = folder / NAME
    with refusing():
        if current.exists():
            replace_file(folder / FORMER, current.read_bytes())
        replace_file(current, to_bytes(header))


def restore(folder: Path, header: Header) -> None:
    """Put `header`, the former generation, which opened the vault, in force again in place of a damaged one.

    Raises:
        VaultError: as `write`.
    """
    with refusing():
        replace_file(folder / NAME, to_bytes(header))


def read(folder: Path) -> tuple[Header, bool]:
    """The header in force, and whether it is the former generation, taken because the present one is damaged.

    Raises:
        VaultError: ``vault.missing``, ``vault.not_a_vault``, ``vault.too_new``, ``vault.header.damaged``,
            ``vault.header.missing`` (a store without header) or ``vault.io``.
    """
    try:
        return parse(_read_bytes(folder / NAME)), False
    except VaultError as refusal:
        if refusal.code not in ("vault.missing", "vault.header.damaged") or not (folder / FORMER).exists():
            raise
    return parse(_read_bytes(folder / FORMER)), True


def forget_former(folder: Path) -> None:
    """Drop the former generation, once the present one has opened the vault.

    Raises:
        VaultError: ``vault.readonly`` or ``vault.io``.
    """
    forget(folder / FORMER)


def put_in_force(folder: Path, header: Header, key: bytes | bytearray) -> None:
    """Write `header`, read it back, and only then drop the former generation: no passphrase of that opens any more.

    A power cut at any moment leaves the former header or this one.

    Raises:
        VaultError: as `write`; ``vault.io`` when it does not read back as written, and the former is in force again.
    """
    former, _ = read(folder)
    write(folder, header)
    back, is_former = read(folder)
    if is_former or back != header or not back.is_of(key):
        restore(folder, former)
        raise VaultError("vault.io")
    forget_former(folder)


def _read_bytes(path: Path) -> bytes:
    with refusing():
        try:
            with path.open("rb") as file:
                return file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            raise VaultError("vault.missing") from None


def _mac(header: Header, key: bytes | bytearray) -> bytes:
    mac_key = HKDF(SHA256(), 32, salt=header.vault, info=b"screening vault header 1").derive(bytes(key))
    return hmac.digest(mac_key, _canonical(_content(header)), "sha256")


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _content(header: Header) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": _version(header),
        "vault": header.vault.hex(),
        "generation": header.generation,
        "slots": [slot_content(slot) for slot in header.slots]
        + ([_recovery_content(header.recovery)] if header.recovery is not None else [])
        + ([_sheet_content(header.sheets)] if header.sheets is not None else []),
    }


def slot_content(slot: PassphraseSlot) -> dict[str, Any]:
    """A passphrase slot as it stands in JSON."""
    return {
        "kind": "passphrase",
        "id": slot.id.hex(),
        "kdf": "argon2id",
        "memory_kib": slot.cost.memory_kib,
        "passes": slot.cost.passes,
        "lanes": slot.cost.lanes,
        "salt": slot.salt.hex(),
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def _version(header: Header) -> int:
    """Without sheets or a recovery slot a header stays readable to the programs that knew none."""
    if header.sheets is not None:
        return _VERSION
    return _PLAIN if header.recovery is None else _RECOVERABLE


def _recovery_content(slot: RecoverySlot) -> dict[str, Any]:
    return {"kind": "recovery", "id": slot.id.hex(), "sealed": base64.b64encode(slot.sealed).decode()}


def _sheet_content(slot: SheetSlot) -> dict[str, Any]:
    return {
        "kind": "sheets",
        "id": slot.id.hex(),
        "shares": slot.shares,
        "needed": slot.needed,
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def to_bytes(header: Header) -> bytes:
    """The header as it stands in its file."""
    content = {**_content(header), "mac": header.mac.hex()}
    # The checksum tells damage from a wrong passphrase; it protects from nobody, which is the code's part.
    return json.dumps({**content, "checksum": sha256(_canonical(content)).hexdigest()}, indent=1).encode() + b"\n"


def parse(data: bytes) -> Header:
    """The header in these bytes; whether its code fits, `Header.is_of` tells.

    Raises:
        VaultError: ``vault.not_a_vault``, ``vault.too_new``, ``vault.header.damaged``.
    """
    content = _content_of(data)
    if content.get("format") != _FORMAT:
        raise VaultError("vault.not_a_vault")
    version = content.get("version")
    if isinstance(version, int) and version > _VERSION:
        raise VaultError("vault.too_new", found=version, known=_VERSION)
    checksum = content.pop("checksum", None)
    if checksum != sha256(_canonical(content)).hexdigest():
        raise VaultError("vault.header.damaged")
    try:
        slots = content["slots"][: _MOST_SLOTS + 3]
        header = Header(
            vault=_bytes(content["vault"], 16),
            generation=_number(content["generation"]),
            slots=tuple(read_slot(slot) for slot in slots if slot["kind"] == "passphrase"),
            recovery=next((_recovery(slot) for slot in slots if slot["kind"] == "recovery"), None),
            sheets=next((_sheets(slot) for slot in slots if slot["kind"] == "sheets"), None),
            mac=_bytes(content["mac"], 32),
        )
    except (KeyError, TypeError, ValueError):
        raise VaultError("vault.header.damaged") from None
    if not 1 <= len(header.slots) <= _MOST_SLOTS or _content(header) | {"mac": header.mac.hex()} != content:
        raise VaultError("vault.header.damaged")
    return header


def _content_of(data: bytes) -> dict[str, Any]:
    """The JSON object in these bytes; what was a header of ours once is damaged, anything else is not a vault."""
    code = "vault.header.damaged" if _FORMAT.encode() in data or not data.strip(b"\0 \n") else "vault.not_a_vault"
    try:
        content = json.loads(data) if len(data) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise VaultError(code)
    return content


def read_slot(slot: dict[str, Any]) -> PassphraseSlot:
    """The passphrase slot that `slot_content` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    return PassphraseSlot(
        id=_bytes(slot["id"], 8),
        cost=Cost(_number(slot["memory_kib"]), _number(slot["passes"]), _number(slot["lanes"])),
        salt=_bytes(slot["salt"], 16),
        nonce=_bytes(slot["nonce"], 12),
        wrapped=_bytes(slot["wrapped"], 48),
    )


def _recovery(slot: dict[str, Any]) -> RecoverySlot:
    try:
        return RecoverySlot(_bytes(slot["id"], 8), base64.b64decode(slot["sealed"], validate=True))
    except binascii.Error:
        raise ValueError("base 64") from None


def _sheets(slot: dict[str, Any]) -> SheetSlot:
    return SheetSlot(
        id=_bytes(slot["id"], 8),
        shares=_number(slot["shares"]),
        needed=_number(slot["needed"]),
        nonce=_bytes(slot["nonce"], 12),
        wrapped=_bytes(slot["wrapped"], 48),
    )


def _bytes(value: object, length: int) -> bytes:
    if not isinstance(value, str) or len(value) != 2 * length:
        message = f"{length} bytes in hexadecimal"
        raise ValueError(message)
    return bytes.fromhex(value)


def _number(value: object) -> int:
    if type(value) is not int:
        message = "a whole number"
        raise ValueError(message)
    return value
