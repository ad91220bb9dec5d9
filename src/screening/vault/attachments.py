"""Files kept with cases: encrypted beside the store in authenticated chunks, each under a key that only it holds.

Removing the row of a file destroys its key and so the file, whatever a disk keeps of its blocks.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from screening.envelope import age_payload
from screening.envelope.age_payload import Readable, Writable
from screening.errors import PacketError, VaultError
from screening.ids import CaseId, Digest
from screening.vault.database import Database
from screening.vault.files import refusing, sync_folder

_log = logging.getLogger("screening.vault")

FOLDER: Final = "files"
LARGEST: Final = 200 * 1024 * 1024
"""Bytes of the largest file."""
_SPARE: Final = 64 * 1024 * 1024
_KEY: Final = 32
_COLUMNS: Final = "id, case_id, digest, size, media_type, key"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept. id: also its name beside the store; digest, size: of its plain bytes."""

    id: str
    case: CaseId
    digest: Digest
    size: int
    media_type: str


class Attachments:
    """The files of one open store."""

    def __init__(self, folder: Path, database: Database, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._folder = folder / FOLDER
        self._database = database
        self._writing = writing

    def put(self, case: CaseId, source: Readable, media_type: str) -> Kept:
        """Encrypt all that `source` gives and keep it for `case`; on the disk when this returns.

        The caller enters it in the case; a file without an entry is swept away at the next `sweep`.

        Raises:
            VaultError: ``vault.file.large``, ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
        """
        name, key = secrets.token_hex(16), secrets.token_bytes(_KEY)
        counted = _Counted(source)
        path = self._folder / name
        with refusing():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            _require_space(self._folder)
            try:
                with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:  # noqa: PTH123  # a mode
                    age_payload.seal(counted, target, key)
                    target.flush()
                    os.fsync(target.fileno())
                sync_folder(self._folder)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        kept = Kept(name, case, Digest(counted.hash.hexdigest()), counted.size, media_type)
        with self._writing():
            values = (kept.id, kept.case, kept.digest, kept.size, kept.media_type, key)
            self._database.execute(f"INSERT INTO attachments ({_COLUMNS}) VALUES (?,?,?,?,?,?)", values)  # noqa: S608  # constants
        return kept

    def read(self, attachment: str, target: Writable) -> Kept:
        """Write the plain bytes of a file to `target`, chunk by authenticated chunk; their digest is compared last.

        Raises:
            VaultError: ``vault.file.unknown``, ``vault.file.missing``, ``vault.file.damaged``.
        """
        kept, key = self._row(attachment)
        hashing = _Hashing(target)
        try:
            with refusing(), (self._folder / kept.id).open("rb") as source:
                age_payload.open_(b"", source, hashing, key)
        except VaultError:
            if not (self._folder / kept.id).exists():
                raise VaultError("vault.file.missing") from None
            raise
        except PacketError:
            raise VaultError("vault.file.damaged") from None
        if hashing.hash.hexdigest() != kept.digest:
            raise VaultError("vault.file.damaged")
        return kept

    def bytes_of(self, attachment: str) -> bytes:
        """The plain bytes of a file, in memory.

        Raises:
            VaultError: as `read`.
        """
        target = io.BytesIO()
        self.read(attachment, target)
        return target.getvalue()

    def destroy(self, attachment: str) -> None:
        """Destroy a file: its key first, so that the rest is noise.

        Raises:
            VaultError: ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
        """
        with self._writing():
            self._database.execute("DELETE FROM attachments WHERE id = ?", (attachment,))
        self._database.settle()
        self.sweep()

    def all(self) -> tuple[Kept, ...]:
        """Every file whose key is here."""
        sql = f"SELECT {_COLUMNS} FROM attachments ORDER BY id"  # noqa: S608  # constants
        return tuple(_kept(row) for row in self._database.execute(sql))

    def path(self, attachment: str) -> Path:
        """Where the encrypted bytes of a file lie, for a backup."""
        return self._folder / attachment

    def sweep(self) -> int:
        """Remove files whose key is not here, as after an erasure or a power cut; how many the disk let go."""
        if not self._folder.is_dir():
            return 0
        known = {name for (name,) in self._database.execute("SELECT id FROM attachments")}
        swept = 0
        for path in self._folder.iterdir():
            if path.name not in known:
                with contextlib.suppress(OSError):
                    path.unlink()
                    swept += 1
        if swept:
            _log.info("%d files swept", swept)
        return swept

    def _row(self, attachment: str) -> tuple[Kept, bytes]:
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM attachments WHERE id = ?", (attachment,))  # noqa: S608  # constants
        if not rows:
            raise VaultError("vault.file.unknown")
        return _kept(rows[0]), bytes(rows[0][5])


class _Counted:
    """A source that counts and hashes what is read from it, and ends with an error when it is too much."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.size = 0
        self.hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self.size += len(data)
        if self.size > LARGEST:
            raise VaultError("vault.file.large", limit=LARGEST // (1024 * 1024))
        self.hash.update(data)
        return data


class _Hashing:
    """A target that hashes what is written to it."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self.hash = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.hash.update(data)
        self._target.write(data)
        return len(data)


def _require_space(folder: Path) -> None:
    """Leave room for entries: a file must not fill the disk that the interview is written to."""
    if shutil.disk_usage(folder).free < _SPARE:
        raise VaultError("vault.disk_full")


def _kept(row: tuple[object, ...]) -> Kept:
    name, case, digest, size, media_type, _ = row
    return Kept(str(name), CaseId(str(case)), Digest(str(digest)), int(str(size)), str(media_type))
