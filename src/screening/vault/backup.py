"""Backups: one file with the whole vault, encrypted as it is on the disk, and trusted only after it was read back.

The file is a stored zip of `backup.json`, `vault.json`, `vault.db` and the files of cases. Whoever has it has what a
thief of the machine has, and no more: it opens with the same passphrases.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screening.casefile.log import Head
from screening.errors import VaultError
from screening.vault import header as headers
from screening.vault.attachments import FOLDER
from screening.vault.database import Database
from screening.vault.files import Hold, refusing, set_aside, sync_folder
from screening.vault.header import Header
from screening.vault.ledger import Ledger
from screening.vault.opening import NAME, open_slots, require_bounds

_log = logging.getLogger("screening.vault")

SUFFIX: Final = ".screening-backup"
_FORMAT: Final = "screening-vault-backup"
_VERSION: Final = 1
_MANIFEST: Final = "backup.json"
_MOST_MANIFEST: Final = 16 * 1024 * 1024
_MOST_FILES: Final = 100_000
_SPARE: Final = 32 * 1024 * 1024
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself. made: RFC 3339; head: of the custody log in it; size: bytes of what it holds."""

    vault: str
    made: str
    head: Head
    size: int


@dataclass(frozen=True, slots=True)
class Source:
    """What a backup is made of: the folder of an open vault whose write-ahead log is empty, its key, its files."""

    folder: Path
    key: bytes | bytearray
    attachments: tuple[str, ...]
    head: Head


def write(source: Source, target: Path, at: datetime) -> Backup:
    """Write everything to `target`, which appears only after it was read back and its log verified.

    Raises:
        VaultError: ``vault.backup.exists``, ``vault.disk_full`` (also when there would not be room), or
            ``vault.readonly``, ``vault.io``, ``vault.backup.damaged`` when it does not read back; nothing is left then.
    """
    if target.exists():
        raise VaultError("vault.backup.exists")
    members = [headers.NAME, NAME, *(f"{FOLDER}/{name}" for name in source.attachments)]
    part = target.with_name(target.name + ".part")
    try:
        with refusing():
            _require_space(target.parent, 2 * sum((source.folder / name).stat().st_size for name in members))
            made = _write(source, members, part, at)
        _read_back(part, source, made)
        with refusing():
            part.replace(target)
            sync_folder(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _log.info("backup of %d entries written and read back", made.head.size)
    return made


def inspect(file: Path) -> Backup:
    """What a backup says of itself, without a passphrase and so without proof.

    Raises:
        VaultError: ``vault.backup.missing``, ``vault.backup.none`` when it is no backup, ``vault.backup.damaged``,
            ``vault.too_new``, ``vault.io``.
    """
    with _opened(file) as archive:
        return _manifest(archive)[0]


def restore(file: Path, folder: Path, passphrase: str) -> Backup:
    """Put the vault of a backup into `folder`; a vault that is there is moved aside, never overwritten or removed.

    Args:
        file: the backup.
        folder: the station's vault. Nothing in it changes before the backup has opened and its log verified.
        passphrase: of any user that the backup knows.

    Raises:
        VaultError: as `inspect`; ``vault.passphrase``, ``vault.header.*``, ``vault.log.broken``, ``vault.disk_full``,
            ``vault.readonly``, ``vault.busy``.
    """
    with _opened(file) as archive:
        backup, content = _manifest(archive)
        header = _header(archive)
        require_bounds(header)
        key, _ = open_slots(header, passphrase)
        if not header.is_of(key) or not hmac.compare_digest(content["mac"], _mac(content, key, header.vault)):
            raise VaultError("vault.header.tampered")
        with refusing():
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(folder.parent, "restoring-*")
            _require_space(folder.parent, backup.size)
        with refusing(), tempfile.TemporaryDirectory(dir=folder.parent, prefix="restoring-") as name:
            fresh = Path(name) / "vault"
            fresh.mkdir(mode=0o700)
            _extract(archive, content["files"], fresh)
            if _head_of(fresh, key) != backup.head:
                raise VaultError("vault.log.broken", size=backup.head.size)
            with _nobody_in(folder):
                set_aside(folder, fresh)
    _log.info("vault restored from a backup")
    return backup


def surplus(made: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """Which of these backups the ladder does not need.

    It keeps the newest three always, and the newest of each of the last 24 hours, 7 days, 5 weeks and 24 months.
    """
    newest = sorted(set(made), reverse=True)
    kept = set(newest[:3])
    taken: set[tuple[str, int]] = set()
    for each in newest:
        age = now - each
        for name, span, most in _RUNGS:
            rung = (name, int(each.timestamp() // span.total_seconds()))
            if age < span * most and rung not in taken:
                taken.add(rung)
                kept.add(each)
    return tuple(each for each in newest if each not in kept)


_RUNGS: Final = (
    ("hour", timedelta(hours=1), 24),
    ("day", timedelta(days=1), 7),
    ("week", timedelta(weeks=1), 5),
    ("month", timedelta(days=30), 24),
)


def _write(source: Source, members: list[str], part: Path, at: datetime) -> Backup:
    files: dict[str, dict[str, Any]] = {}
    with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:  # noqa: PTH123  # a mode
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name in members:
                with (
                    (source.folder / name).open("rb") as origin,
                    archive.open(_named(name), "w", force_zip64=True) as into,
                ):
                    files[name] = _copy(origin, into)
            header, _ = headers.read(source.folder)
            content = {
                "format": _FORMAT,
                "version": _VERSION,
                "vault": header.vault.hex(),
                "made": at.isoformat(timespec="seconds"),
                "log": {"size": source.head.size, "root": source.head.root},
                "files": files,
            }
            content["mac"] = _mac(content, source.key, header.vault)
            archive.writestr(_named(_MANIFEST), json.dumps(content, sort_keys=True))
        out.flush()
        os.fsync(out.fileno())
    return _backup_of(content)


def _named(name: str) -> zipfile.ZipInfo:
    """A member without times or owners, which say nothing and would make two backups of one state differ."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o600 << 16
    return info


def _read_back(part: Path, source: Source, made: Backup) -> None:
    """Open the backup as a restoring would, down to the custody log."""
    with _opened(part) as archive, refusing(), _beside(part.with_suffix(".checking")) as fresh:
        backup, content = _manifest(archive)
        _extract(archive, content["files"], fresh)
        if backup != made or _head_of(fresh, bytearray(source.key)) != source.head:
            raise VaultError("vault.backup.damaged")


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder for the time of the block; its name is always the same, so that the next try removes what one left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _head_of(folder: Path, key: bytearray) -> Head:
    database = Database(folder / NAME, key, read_only=True)
    try:
        return Ledger(database).verify()
    finally:
        database.close()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    if not file.is_file():
        raise VaultError("vault.backup.missing")
    try:
        with refusing(), file.open("rb") as handle:
            begins = handle.read(4)
            if begins != b"PK\x03\x04":
                raise VaultError("vault.backup.none" if begins.strip(b"\0") else "vault.backup.damaged")
            with zipfile.ZipFile(handle) as archive:
                yield archive
    except (zipfile.BadZipFile, EOFError, RuntimeError, UnicodeDecodeError):  # an unknown method is a RuntimeError
        raise VaultError("vault.backup.damaged") from None


def _manifest(archive: zipfile.ZipFile) -> tuple[Backup, dict[str, Any]]:
    names = archive.namelist()
    if _MANIFEST not in names:
        raise VaultError("vault.backup.none")
    if len(names) > _MOST_FILES or archive.getinfo(_MANIFEST).file_size > _MOST_MANIFEST:
        raise VaultError("vault.backup.damaged")
    try:
        content = json.loads(archive.read(_MANIFEST))
        if content["format"] != _FORMAT:
            raise VaultError("vault.backup.none")
        if content["version"] > _VERSION:
            raise VaultError("vault.too_new", found=content["version"], known=_VERSION)
        backup = _backup_of(content)
        fits = {*content["files"], _MANIFEST} == set(names) and len(names) == len(set(names))
        fits = fits and {headers.NAME, NAME} <= set(names) and all(map(_is_ours, content["files"]))
        fits = fits and all(archive.getinfo(n).file_size == f["size"] for n, f in content["files"].items())
        fits = fits and all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
        fits = fits and isinstance(content["mac"], str) and content["mac"].isascii()
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise VaultError("vault.backup.damaged") from None
    if not fits:
        raise VaultError("vault.backup.damaged")
    return backup, content


def _backup_of(content: dict[str, Any]) -> Backup:
    size = sum(int(file["size"]) for file in content["files"].values())
    log = content["log"]
    return Backup(str(content["vault"]), str(content["made"]), Head(int(log["size"]), str(log["root"])), size)


def _is_ours(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    if folder == FOLDER:
        return len(file) == 32 and file.isascii() and file.isalnum()  # noqa: PLR2004  # as `Attachments` names them
    return name in (headers.NAME, NAME)


def _header(archive: zipfile.ZipFile) -> Header:
    if archive.getinfo(headers.NAME).file_size > _MOST_MANIFEST:
        raise VaultError("vault.backup.damaged")
    return headers.parse(archive.read(headers.NAME))


def _extract(archive: zipfile.ZipFile, files: dict[str, dict[str, Any]], folder: Path) -> None:
    """Write the members into `folder`, each compared with its digest and flushed to the disk."""
    for name, expected in files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with (
            archive.open(name) as origin,
            open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into,  # noqa: PTH123  # a mode
        ):
            copied = _copy(origin, into)
            into.flush()
            os.fsync(into.fileno())
        if copied != expected:
            raise VaultError("vault.backup.damaged")
    sync_folder(folder)


def _copy(origin: Any, into: BinaryIO | Any) -> dict[str, Any]:
    hashing, size = sha256(), 0
    while piece := origin.read(_PIECE):
        hashing.update(piece)
        size += len(piece)
        into.write(piece)
    return {"size": size, "sha256": hashing.hexdigest()}


def _mac(content: dict[str, Any], key: bytes | bytearray, vault: bytes) -> str:
    mac_key = HKDF(SHA256(), 32, salt=vault, info=b"screening vault backup 1").derive(bytes(key))
    told = {name: value for name, value in content.items() if name != "mac"}
    return hmac.digest(mac_key, json.dumps(told, sort_keys=True, separators=(",", ":")).encode(), "sha256").hex()


@contextlib.contextmanager
def _nobody_in(folder: Path) -> Iterator[None]:
    """Hold the vault that is there, so that no other program goes on writing into what was moved aside.

    Raises:
        VaultError: ``vault.busy``.
    """
    hold = Hold(folder) if folder.is_dir() else None
    try:
        if hold is not None and sys.platform == "win32":
            hold.let_go()  # a folder with an open file in it cannot be renamed there
        yield
    finally:
        if hold is not None:
            hold.let_go()


def sweep(folder: Path, *patterns: str) -> None:
    """Remove what a backup or a restoring that was cut off left in a folder of this station's own."""
    for left in (each for pattern in patterns for each in folder.glob(pattern)):
        with contextlib.suppress(OSError):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()


def _require_space(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + _SPARE:
        raise VaultError("vault.disk_full")
