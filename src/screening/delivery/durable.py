"""Bytes that are either whole under their name on the medium, or not under it at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

from screening.errors import DeliveryError

_PREFIX, _SUFFIX = ".screening-", ".part"
_LEFT_BEHIND = 24 * 3600
_CHUNK = 1024 * 1024

_CODES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "readonly"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR, errno.ELOOP), "missing"),
}


@contextlib.contextmanager
def told() -> Generator[None]:
    """Turn what the system refuses into a code.

    Raises:
        DeliveryError: full, read-only, not there, or (anything else) gone in the middle.
    """
    try:
        yield
    except OSError as refusal:
        match _CODES.get(refusal.errno or 0):
            case "full":
                raise DeliveryError("delivery.folder.full") from None
            case "readonly":
                raise DeliveryError("delivery.folder.readonly") from None
            case "missing":
                raise DeliveryError("delivery.folder.missing") from None
            case _:
                raise DeliveryError("delivery.folder.unplugged") from None


class Draft:
    """A file being written in `folder` under a passing name, readable by its owner alone; gone unless it is kept.

    Raises:
        DeliveryError: from every method, when the medium refuses.
    """

    def __init__(self, folder: Path) -> None:
        with told():
            self._handle, name = tempfile.mkstemp(_SUFFIX, _PREFIX, folder)
        self._path: Path | None = Path(name)
        self._hash = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()

    @property
    def digest(self) -> str:
        """SHA-256 of what was written so far."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Append `data`."""
        self._hash.update(data)
        self.size += len(data)
        rest = memoryview(data)
        with told():
            while rest:
                rest = rest[os.write(self._handle, rest) :]

    def keep(self, path: Path) -> None:
        """Give it its name, after the medium itself has given back the same bytes.

        The read back comes before the renaming, so that the name never stands over anything but those bytes.
        """
        draft = self._path
        if draft is None:
            message = "a draft is kept once"
            raise ValueError(message)
        with told():
            os.fsync(self._handle)
            written = os.fstat(self._handle).st_mtime
            _forget_cached(self._handle)
            self._close()
            if _digest(draft) != self.digest:
                raise DeliveryError("delivery.folder.unconfirmed")
            draft.replace(path)
            self._path = None
            sync_folder(path.parent)
            _sweep(path.parent, written - _LEFT_BEHIND)

    def _close(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with contextlib.suppress(OSError):  # fsync has told all there is to tell
                os.close(handle)


def read(path: Path, limit: int) -> bytes | None:
    """The bytes of a plain file of at most `limit` bytes, or None where there is no plain file of that name.

    Raises:
        DeliveryError: larger than `limit`, or the medium refuses.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with told():
        try:
            handle = os.open(path, flags)
        except FileNotFoundError:
            if path.parent.is_dir():
                return None
            raise
        except OSError as refusal:
            if refusal.errno == errno.ELOOP:  # a link on a drive from elsewhere may lead anywhere
                return None
            raise
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            data = file.read(limit + 1)
    if len(data) > limit:
        raise DeliveryError("delivery.too_large", limit=limit // (1024 * 1024))
    return data


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        _forget_cached(file.fileno())
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _forget_cached(handle: int) -> None:
    """Ask that the next read comes from the medium, not from memory; a hint, and not every system takes it."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _sweep(folder: Path, before: float) -> None:
    """Remove what a killed program left half written, once it is a day old by the medium's own clock."""
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if left.lstat().st_mtime < before:
                left.unlink()
