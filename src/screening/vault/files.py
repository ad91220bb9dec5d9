"""Files of the vault's folder: written so that a power cut leaves the old or the new, and held by one program."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from screening.errors import VaultError

LOCK: Final = "vault.lock"
WAITING: Final = "vault.recovery.json"
"""What the answer to a request for recovery is opened with; only until the vault is opened."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Turn what the disk refuses into errors with words.

    Raises:
        VaultError: ``vault.disk_full``, ``vault.readonly`` or ``vault.io``.
    """
    try:
        yield
    except OSError as refusal:
        if refusal.errno in _FULL:
            raise VaultError("vault.disk_full") from None
        if refusal.errno in _READ_ONLY:
            raise VaultError("vault.readonly") from None
        raise VaultError("vault.io") from None


def replace_file(path: Path, data: bytes) -> None:
    """Write `path` so that it holds all of `data` or what it held before, on the disk when this returns.

    Raises:
        OSError: as the disk says.
    """
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names written into `folder` durable, where the system can (Windows does so by itself).

    Raises:
        OSError: as the disk says.
    """
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Hold:
    """The one program that has this vault open. The system lets go of it when the program ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take hold of `folder`.

        Raises:
            VaultError: ``vault.busy`` when another program holds it; ``vault.readonly`` or ``vault.io``.
        """
        with refusing():
            self._descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise VaultError("vault.busy") from None

    def let_go(self) -> None:
        """Give the vault free for another program."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def set_aside(folder: Path, fresh: Path) -> None:
    """Put the folder `fresh` in the place of `folder`; one that is there keeps its files under a name beside it.

    Raises:
        OSError: as the disk says.
    """
    if folder.exists():
        folder.rename(_between(folder))
    fresh.rename(folder)
    finish_setting_aside(folder)
    sync_folder(folder.parent)


def finish_setting_aside(folder: Path) -> None:
    """Finish or undo a `set_aside` that was cut off, so that the place of a vault is never empty.

    Raises:
        VaultError: ``vault.readonly`` or ``vault.io``.
    """
    between = _between(folder)
    with refusing():
        if not between.exists():
            return
        if not folder.exists():
            between.rename(folder)
            return
        number = 1
        while (aside := folder.with_name(f"{folder.name}.before-restoring-{number}")).exists():
            number += 1
        between.rename(aside)


def _between(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.being-replaced")


@contextlib.contextmanager
def held(folder: Path) -> Iterator[Hold]:
    """Hold `folder`; let go when the block fails. When it ends well, what was opened in it lets go.

    Raises:
        VaultError: ``vault.missing`` without a folder, and as `Hold`.
    """
    finish_setting_aside(folder)
    if not folder.is_dir():
        raise VaultError("vault.missing")
    hold = Hold(folder)
    try:
        yield hold
    except BaseException:
        hold.let_go()
        raise


def forget(path: Path) -> None:
    """Remove `path`, durably, if it is there.

    Raises:
        VaultError: ``vault.readonly`` or ``vault.io``.
    """
    with refusing():
        if path.exists():
            path.unlink()
            sync_folder(path.parent)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
