"""The header `vault.json`: key slots, bound together by a code under the vault key. Format in docs/vault-format.md."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screening.errors import VaultError
from screening.vault.files import refusing, replace_file, sync_folder
from screening.vault.slots import Cost, PassphraseSlot

NAME: Final = "vault.json"
FORMER: Final = "vault.former.json"
_FORMAT: Final = "screening-vault"
_VERSION: Final = 1
_MOST_BYTES: Final = 64 * 1024
_MOST_SLOTS: Final = 16


@dataclass(frozen=True, slots=True)
class Header:
    """A vault's slots. vault: its id, 16 random bytes; generation: 1, 2, ..., one more at every writing."""

    vault: bytes
    generation: int
    slots: tuple[PassphraseSlot, ...]
    mac: bytes = b""

    def sealed(self, key: bytes | bytearray) -> Header:
        """The same header with the code that binds it to the vault key."""
        return Header(self.vault, self.generation, self.slots, _mac(self, key))

    def is_of(self, key: bytes | bytearray) -> bool:
        """Whether whoever wrote this header held the vault key, and nothing in it changed since."""
        return hmac.compare_digest(self.mac, _mac(self, key))


def write(folder: Path, header: Header) -> None:
    """Put `header` in force, durably; the former generation stays until `forget_former`.

    Raises:
        VaultError: ``vault.disk_full``, ``vault.readonly`` or ``vault.io``; then the former header is in force.
    """
    current = folder / NAME
    with refusing():
        if current.exists():
            replace_file(folder / FORMER, current.read_bytes())
        replace_file(current, _to_bytes(header))


def restore(folder: Path, header: Header) -> None:
    """Put `header`, the former generation, which opened the vault, in force again in place of a damaged one.

    Raises:
        VaultError: as `write`.
    """
    with refusing():
        replace_file(folder / NAME, _to_bytes(header))


def read(folder: Path) -> tuple[Header, bool]:
    """The header in force, and whether it is the former generation, taken because the present one is damaged.

    Raises:
        VaultError: ``vault.missing``, ``vault.not_a_vault``, ``vault.too_new``, ``vault.header.damaged``,
            ``vault.header.missing`` (a store without header) or ``vault.io``.
    """
    try:
        return _parse(_read_bytes(folder / NAME)), False
    except VaultError as refusal:
        if refusal.code not in ("vault.missing", "vault.header.damaged") or not (folder / FORMER).exists():
            raise
    return _parse(_read_bytes(folder / FORMER)), True


def forget_former(folder: Path) -> None:
    """Drop the former generation, once the present one has opened the vault.

    Raises:
        VaultError: ``vault.readonly`` or ``vault.io``.
    """
    with refusing():
        if (folder / FORMER).exists():
            (folder / FORMER).unlink()
            sync_folder(folder)


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
        "version": _VERSION,
        "vault": header.vault.hex(),
        "generation": header.generation,
        "slots": [
            {
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
            for slot in header.slots
        ],
    }


def _to_bytes(header: Header) -> bytes:
    content = {**_content(header), "mac": header.mac.hex()}
    # The checksum tells damage from a wrong passphrase; it protects from nobody, which is the code's part.
    return json.dumps({**content, "checksum": sha256(_canonical(content)).hexdigest()}, indent=1).encode() + b"\n"


def _parse(data: bytes) -> Header:
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
        header = Header(
            vault=_bytes(content["vault"], 16),
            generation=_number(content["generation"]),
            slots=tuple(_slot(slot) for slot in content["slots"][: _MOST_SLOTS + 1]),
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


def _slot(slot: dict[str, Any]) -> PassphraseSlot:
    return PassphraseSlot(
        id=_bytes(slot["id"], 8),
        cost=Cost(_number(slot["memory_kib"]), _number(slot["passes"]), _number(slot["lanes"])),
        salt=_bytes(slot["salt"], 16),
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
