"""Writing a file for others: tight mode first, whole or not at all, on disk when it is said to be."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from screening.errors import StationError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` under a temporary name, flush it to the disk, and rename it to `path`.

    Raises:
        StationError: the folder is missing or read-only, or the disk is full; nothing is left behind.
    """
    temporary = path.with_name(path.name + ".part")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StationError("station.disk.full" if error.errno in _FULL else "station.unwritable") from None
    return path


def make_folder(path: Path) -> Path:
    """A folder for the station's own use, closed to others.

    Raises:
        StationError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise StationError("station.unwritable") from None
    return path
