"""Before a vault is open: whether there is one, its header, and the key that a passphrase gives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from screening.errors import VaultError
from screening.vault import header as headers
from screening.vault.files import finish_setting_aside
from screening.vault.header import Header
from screening.vault.slots import PassphraseSlot, open_slot

NAME: Final = "vault.db"


def exists(folder: Path) -> bool:
    """Whether there is a vault in `folder`, whole or not."""
    return any((folder / name).exists() for name in (headers.NAME, headers.FORMER, NAME))


def forbid_core_dumps() -> None:
    """Keep the system from writing this program's memory to a file when it crashes, where it has such a limit."""
    if sys.platform != "win32":
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_header(folder: Path) -> tuple[Header, bool]:
    """The header in force and whether it is the former generation, as `header.read`, and what is missing named.

    Raises:
        VaultError: ``vault.missing``, ``vault.header.missing``, and as `header.read`.
    """
    finish_setting_aside(folder)
    if not exists(folder):
        raise VaultError("vault.missing")
    try:
        return headers.read(folder)
    except VaultError as refusal:
        if refusal.code == "vault.missing":
            raise VaultError("vault.header.missing") from None
        raise


def require_bounds(header: Header) -> None:
    """Refuse a header of which any slot asks for a derivation that this program never makes.

    Raises:
        VaultError: ``vault.header.cost``.
    """
    for slot in header.slots:
        if not slot.cost.within_bounds():
            raise VaultError("vault.header.cost", memory=slot.cost.memory_kib // 1024, passes=slot.cost.passes)


def open_slots(header: Header, passphrase: str) -> tuple[bytearray, PassphraseSlot]:
    """The vault key, and the slot that the passphrase fits. Each slot is tried: the header names no user.

    Raises:
        VaultError: ``vault.passphrase``, ``vault.header.cost``, ``vault.locked_down``.
    """
    require_bounds(header)
    if header.is_void():
        raise VaultError("vault.locked_down")
    for slot in header.slots:
        key = open_slot(passphrase, slot, header.vault)
        if key is not None:
            return key, slot
    raise VaultError("vault.passphrase")
