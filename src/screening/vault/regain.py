"""A forgotten passphrase: what the locked station does before and after a supervisor's answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from screening.envelope.age import HybridIdentity
from screening.errors import VaultError
from screening.ids import Digest
from screening.vault import header as headers
from screening.vault import recovery
from screening.vault.database import Database
from screening.vault.files import WAITING, Hold, held, refusing, replace_file
from screening.vault.header import Header
from screening.vault.opening import NAME, read_header, require_bounds
from screening.vault.slots import PassphraseSlot, fill, open_slot, require_strength
from screening.vault.store import Vault

_log = logging.getLogger("screening.vault")
_FORMAT: Final = "screening-vault-waiting"


def ask(folder: Path, passphrase: str) -> tuple[bytes, Digest]:
    """A request to the supervisors of the vault in `folder`, and its digest; `passphrase` is the one to have then.

    What the answer is opened with is kept beside the vault, under that passphrase, until the vault is opened.

    Raises:
        VaultError: ``vault.recovery.none`` when the vault was entrusted to nobody, ``vault.passphrase.weak``, and
            what `unlock` raises of a header.
    """
    require_strength(passphrase)
    with held(folder) as hold:
        header, _ = read_header(folder)
        if header.recovery is None:
            raise VaultError("vault.recovery.none")
        require_bounds(header)
        once = HybridIdentity.generate()
        request = recovery.write_request(header.vault, header.recovery, once.recipient)
        digest = Digest(sha256(request).hexdigest())
        slot = fill(passphrase, once.seed, header.vault, header.slots[0].cost)
        waiting = {"format": _FORMAT, "version": 1, "request": digest, "slot": headers.slot_content(slot)}
        with refusing():
            replace_file(folder / WAITING, json.dumps(waiting, indent=1).encode() + b"\n")
        hold.let_go()
    _log.info("recovery asked for")
    return request, digest


def finish(folder: Path, answer: bytes, passphrase: str, *, user: str | None = None) -> Vault:
    """Give a user the passphrase chosen at `ask`, with a supervisor's answer, and unlock the vault.

    Args:
        folder: the vault's.
        answer: the file that came back.
        passphrase: as at `ask`.
        user: whose; needed only where the station has several.

    Raises:
        VaultError: ``vault.recovery.none`` when nothing was asked for, ``vault.passphrase``, ``vault.recovery.answer``,
            ``vault.recovery.user`` when there is no such user or several, and what `unlock` raises.
    """
    with held(folder) as hold:
        header, _ = read_header(folder)
        request, slot = _waiting(folder)
        seed = open_slot(passphrase, slot, header.vault)
        if seed is None:
            raise VaultError("vault.passphrase")
        key = recovery.open_answer(answer, HybridIdentity(bytes(seed)), request, header.vault)
        if not header.is_void() and not header.is_of(key):
            raise VaultError("vault.header.tampered")
        vault = _with_new_passphrase(folder, header, key, passphrase, user=user, hold=hold)
    _log.info("vault recovered")
    return vault


def open_with_sheets(folder: Path, texts: Sequence[str], passphrase: str, *, user: str | None = None) -> Vault:
    """Give a user a new passphrase with the shares of the recovery sheets, and unlock the vault.

    Args:
        folder: the vault's.
        texts: the words of enough shares, as typed.
        passphrase: the one to have from now on.
        user: whose; needed only where the station has several.

    Raises:
        VaultError: ``vault.sheet.none``, ``vault.sheet.*`` as `sheets.open_`, ``vault.passphrase.weak``,
            ``vault.recovery.user``, and what `unlock` raises.
    """
    from screening.vault import sheets

    with held(folder) as hold:
        header, _ = read_header(folder)
        if header.sheets is None:
            raise VaultError("vault.sheet.none")
        require_bounds(header)
        key = sheets.open_(header.sheets, header.vault, texts)
        if not header.is_void() and not header.is_of(key):
            raise VaultError("vault.header.tampered")
        require_strength(passphrase)
        vault = _with_new_passphrase(folder, header, key, passphrase, user=user, hold=hold)
    _log.info("vault opened with recovery sheets")
    return vault


def _with_new_passphrase(
    folder: Path, header: Header, key: bytearray, passphrase: str, *, user: str | None, hold: Hold
) -> Vault:
    old = _slot_of(folder, header, key, user)
    fresh = fill(passphrase, bytes(key), header.vault, old.cost, slot_id=old.id)
    headers.put_in_force(folder, header.renewed(fresh).sealed(key), key)
    vault = Vault(folder, key, fresh, hold, inspect=False)
    vault.settle(headers.read(folder)[0].generation)
    return vault


def _slot_of(folder: Path, header: Header, key: bytearray, user: str | None) -> PassphraseSlot:
    database = Database(folder / NAME, key, read_only=True)
    try:
        users = {str(slot): str(name) for slot, name in database.execute("SELECT slot, name FROM users")}
    finally:
        database.close()
    found = [slot for slot in header.slots if user is None or users.get(slot.id.hex()) == user]
    if len(found) != 1:
        raise VaultError("vault.recovery.user")
    return found[0]


def _waiting(folder: Path) -> tuple[str, PassphraseSlot]:
    try:
        with refusing():
            content: Any = json.loads((folder / WAITING).read_bytes())
        return str(content["request"]), headers.read_slot(content["slot"])
    except (VaultError, KeyError, TypeError, ValueError, RecursionError):
        raise VaultError("vault.recovery.none") from None
