"""Backups of this station: by hand to any place, by themselves into a folder with a ladder, and the way back."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from screening.casefile.entries import Restored
from screening.errors import CaseError, VaultError
from screening.ids import STATION
from screening.station.files import make_folder
from screening.vault import backup
from screening.vault.backup import SUFFIX, Backup

if TYPE_CHECKING:
    from screening.station.desk import Desk
    from screening.station.station import Station

_log = logging.getLogger("screening.station")

EVERY: Final = timedelta(hours=8)
"""A shift: what is lost at most when the disk dies and nobody made a backup by hand."""
_NAME: Final = "%Y%m%dT%H%M%SZ"


def back_up(desk: Desk, target: Path) -> Backup:
    """Write a backup of this station to `target`, a file that is not there yet.

    Raises:
        VaultError: as `Vault.back_up`.
    """
    return desk.vault.back_up(target, desk.station.clock.now())


def back_up_if_due(desk: Desk) -> Path | None:
    """Write the next backup of the ladder if a shift has passed and anything was entered since; drop what it outgrew.

    The ladder stands in the station's own folder, so that it helps against a damaged store and a slip of the hand; a
    lost machine needs one written to another place.

    Raises:
        VaultError: as `Vault.back_up`; the former backups stay.
    """
    folder, now = desk.station.paths.backups, desk.station.clock.now()
    made = ladder(folder)
    if made and (now - made[0][0] < EVERY or _size(made[0][1]) == desk.vault.head().size):
        return None
    make_folder(folder)
    backup.sweep(folder, "*.checking", "*.part")
    target = folder / f"{now.astimezone(UTC).strftime(_NAME)}{SUFFIX}"
    back_up(desk, target)
    made = ladder(folder)
    for gone in backup.surplus((at for at, _ in made), now):
        with suppress(OSError):  # one too many does no harm
            (folder / f"{gone.strftime(_NAME)}{SUFFIX}").unlink()
    return target


def ladder(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups that the station made by itself, the newest first."""
    found = []
    for file in folder.glob(f"*{SUFFIX}") if folder.is_dir() else ():
        with suppress(ValueError):  # a file of somebody's own
            found.append((datetime.strptime(file.name.removesuffix(SUFFIX), _NAME).replace(tzinfo=UTC), file))
    return sorted(found, reverse=True)


def restore(station: Station, file: Path, passphrase: str, reason: str) -> Desk:
    """Put the vault of a backup in place and open it; the entry that this was done on purpose comes first.

    Args:
        station: locked. A vault that it has is moved aside, with everything in it.
        file: the backup.
        passphrase: one that opened the vault when the backup was made.
        reason: why, in words.

    Raises:
        CaseError: ``case.reason``.
        VaultError: as `backup.restore`; this station's vault is as it was.
    """
    if not reason.strip():
        raise CaseError("case.reason")
    told = backup.restore(file, station.paths.vault, passphrase)
    desk = station.unlock(passphrase)
    try:
        body = Restored(told.made, told.head.size, told.head.root, reason)
        actor, clock = desk.credentials.actor, station.clock
        desk.vault.append(STATION, body, actor=actor, at=clock.now(), claimed_clock=clock.claimed)
    except BaseException:
        desk.close()
        raise
    _log.info("restored a backup of %d entries", told.head.size)
    return desk


def _size(file: Path) -> int:
    try:
        return backup.inspect(file).head.size
    except VaultError:
        return -1
