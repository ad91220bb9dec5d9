"""Ways in destroyed at once: on purpose, or after too many wrong passphrases where a station chose that.

What destroys a way in overwrites it where it lies and then removes it. Disks without moving parts keep old copies of
blocks where no program reaches them; docs/threat-model.md says what that means.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from screening.errors import VaultError
from screening.vault import header as headers
from screening.vault.files import WAITING, forget, refusing, replace_file, sync_folder
from screening.vault.header import Header

_log = logging.getLogger("screening.vault")

TRIES: Final = "vault.tries.json"
"""How many wrong passphrases in a row destroy the ways in, and how many there were; only where that was chosen."""
FEWEST: Final = 5
_MOST_BYTES: Final = 4096


def ways_back(header: Header) -> tuple[str, ...]:
    """What would still open the vault without a passphrase: ``recovery`` by supervisors, ``sheets``."""
    ways = (("recovery", header.recovery), ("sheets", header.sheets))
    return tuple(name for name, slot in ways if slot is not None)


def destroy_passphrases(folder: Path, *, without_way_back: bool = False) -> tuple[str, ...]:
    """Destroy every passphrase slot of the vault in `folder`, which need not be unlocked; what still opens it.

    The records stay as they are, encrypted. Cut off in the middle, either the former header is whole or the new one is.

    Raises:
        VaultError: ``vault.no_way_back`` when nothing would open it any more and that was not asked for; and what
            `header.read`, and a disk, refuse.
    """
    header, _ = headers.read(folder)
    left = ways_back(header)
    if not left and not without_way_back:
        raise VaultError("vault.no_way_back")
    slots = tuple(replace(slot, salt=bytes(16), nonce=bytes(12), wrapped=bytes(48)) for slot in header.slots)
    void = replace(header, generation=header.generation + 1, slots=slots, mac=bytes(32))
    former = folder / headers.FORMER
    with refusing():
        _destroy(former)
        (folder / headers.NAME).replace(former)
        replace_file(folder / headers.NAME, headers.to_bytes(void))
        _destroy(former)
        _destroy(folder / WAITING)
        sync_folder(folder)
    _log.warning("every passphrase destroyed")
    return left


def destroy_backup(file: Path) -> None:
    """Destroy the header inside a backup, and remove the backup; a header of its time would open it.

    Raises:
        VaultError: ``vault.readonly`` or ``vault.io``.
    """
    with refusing():
        with suppress(zipfile.BadZipFile, KeyError), file.open("r+b") as handle:
            with zipfile.ZipFile(handle) as archive:
                info = archive.getinfo(headers.NAME)
            handle.seek(info.header_offset)
            handle.write(secrets.token_bytes(30 + len(headers.NAME) + info.file_size + 64))
            handle.flush()
            os.fsync(handle.fileno())
        forget(file)


def wipe_after(folder: Path, tries: int | None) -> None:
    """Destroy every passphrase after so many wrong ones in a row; None: never, which is the rule.

    Raises:
        VaultError: ``vault.tries`` for fewer than 5; ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
    """
    if tries is None:
        forget(folder / TRIES)
        return
    if tries < FEWEST:
        raise VaultError("vault.tries", fewest=FEWEST)
    _write(folder, tries, 0)


def tries_left(folder: Path) -> int | None:
    """How many wrong passphrases are left before every one is destroyed; None where that was not chosen."""
    counted = _read(folder)
    return None if counted is None else max(0, counted[0] - counted[1])


def begin_try(folder: Path) -> None:
    """Count a passphrase before it is tried, so that ending the program does not save a try.

    Raises:
        VaultError: ``vault.locked_down`` when there was none left: now every passphrase is destroyed; and what the disk
            refuses, which keeps a passphrase from being tried uncounted.
    """
    counted = _read(folder)
    if counted is None:
        return
    most, failed = counted
    if failed >= most:
        destroy_passphrases(folder, without_way_back=True)
        forget(folder / TRIES)
        raise VaultError("vault.locked_down")
    _write(folder, most, failed + 1)


def end_try(folder: Path, *, opened: bool) -> None:
    """Forget the wrong ones after a right one; after the last wrong one destroy every passphrase.

    Raises:
        VaultError: as `begin_try`.
    """
    counted = _read(folder)
    if counted is None:
        return
    most, failed = counted
    if opened:
        _write(folder, most, 0)
    elif failed >= most:
        begin_try(folder)


def _read(folder: Path) -> tuple[int, int] | None:
    """Most and failed; a file that does not read counts as one wrong passphrase short of the end."""
    try:
        with (folder / TRIES).open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES))
        most, failed = int(content["most"]), int(content["failed"])
    except FileNotFoundError:
        return None
    except OSError:
        raise VaultError("vault.io") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        return FEWEST, FEWEST - 1
    return (most, failed) if most >= FEWEST and failed >= 0 else (FEWEST, FEWEST - 1)


def _write(folder: Path, most: int, failed: int) -> None:
    with refusing():
        replace_file(folder / TRIES, json.dumps({"most": most, "failed": failed}).encode() + b"\n")


def _destroy(path: Path) -> None:
    """Overwrite a file where it lies, and remove it."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
