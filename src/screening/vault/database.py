"""The encrypted file: opened one way only, its errors named, and opened anew after one of them."""
# pyright: reportAttributeAccessIssue=false
# sqlcipher3 is a module in C without stubs

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlcipher

from screening.errors import VaultError

_log = logging.getLogger("screening.vault")

# The exclusive lock comes before anything that reads, so that the index of the log stays out of a shared file.
_PRAGMAS: Final = (
    "locking_mode = EXCLUSIVE",
    "cell_size_check = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "mmap_size = 0",
    "cache_size = -8000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",
    "foreign_keys = ON",
    "recursive_triggers = ON",
)
_CODES: Final = {
    sqlcipher.SQLITE_FULL: "vault.disk_full",
    sqlcipher.SQLITE_READONLY: "vault.readonly",
    sqlcipher.SQLITE_PERM: "vault.readonly",
    sqlcipher.SQLITE_BUSY: "vault.busy",
    sqlcipher.SQLITE_LOCKED: "vault.busy",
    sqlcipher.SQLITE_CORRUPT: "vault.store.damaged",
    sqlcipher.SQLITE_NOTADB: "vault.store.damaged",
    sqlcipher.SQLITE_IOERR: "vault.io",
    sqlcipher.SQLITE_CANTOPEN: "vault.io",
    sqlcipher.SQLITE_PROTOCOL: "vault.io",
}
# An error of a page can leave a connection that refuses everything after it; these are followed by a fresh one.
_POISONING: Final = frozenset({"vault.store.damaged", "vault.io", "vault.disk_full"})
_PRIMARY: Final = 0xFF


class Database:
    """One connection to one encrypted file, used by the thread that opened it (SQLite refuses any other)."""

    def __init__(self, path: Path, key: bytearray, *, read_only: bool = False) -> None:
        """Open `path`, which must exist (an empty file becomes an empty database), with the 32-byte `key`.

        Raises:
            VaultError: ``vault.cipher``, ``vault.store.missing``, ``vault.store.damaged``, ``vault.busy``,
                ``vault.readonly``, ``vault.io``.
        """
        self._path = path
        self._key = key
        self.read_only = read_only
        self._poisoned = False
        self.reopened = 0
        self._connection = self._open()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that `sql` gives.

        Raises:
            VaultError: what the store refuses, see `_CODES`.
        """
        with self._naming_errors():
            rows: list[tuple[Any, ...]] = self._live().execute(sql, values).fetchall()
        return rows

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that `sql` gives, one after another; nothing may be written meanwhile.

        Raises:
            VaultError: as `execute`.
        """
        with self._naming_errors(), contextlib.closing(self._live().cursor()) as cursor:
            yield from cursor.execute(sql, values)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is executed inside, durable when this ends, or nothing of it.

        Raises:
            VaultError: as `execute`; then nothing of it is in force.
        """
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def migrate(self, *, fresh: bool = False) -> None:
        """Bring the schema up to the newest, each step in one transaction with its number.

        Args:
            fresh: the store is being made; otherwise an empty one is what a damaged disk left of it.

        Raises:
            VaultError: ``vault.too_new`` when a later version of the program wrote this store, ``vault.store.damaged``
                when it is empty.
        """
        scripts, version = schema(), self.version()
        if version > len(scripts):
            raise VaultError("vault.too_new", found=version, known=len(scripts))
        if version == 0 and not fresh:
            raise VaultError("vault.store.damaged")
        for number, script in enumerate(scripts[version:], start=version + 1):
            with self._naming_errors():
                try:
                    self._live().executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
                except BaseException:
                    self._roll_back()
                    raise
            _log.info("schema %d", number)

    def settle(self) -> None:
        """Fold the write-ahead log into the file and empty it, so that what was erased is not left in it.

        Raises:
            VaultError: as `execute`.
        """
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def version(self) -> int:
        """The number of the schema that the store has; 0 when it is empty."""
        ((version,),) = self.execute("PRAGMA user_version")
        return int(version)

    def close(self) -> None:
        """Fold the write-ahead log into the file, where the disk allows, and close. What is committed stays."""
        self._poisoned = False
        with contextlib.suppress(sqlcipher.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with contextlib.suppress(sqlcipher.Error):
            self._connection.close()

    def _open(self) -> Any:
        if not self._path.is_file():
            raise VaultError("vault.store.missing")
        with self._naming_errors():
            # An open transaction is only ever ours to begin: isolation_level None keeps the module from doing so.
            connection = sqlcipher.connect(f"{self._path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
            try:
                _unlock(connection, self._key)
                if self.read_only:
                    connection.execute("PRAGMA query_only = ON")
            except BaseException:
                connection.close()
                raise
        return connection

    def _live(self) -> Any:
        if self._poisoned:
            with contextlib.suppress(sqlcipher.Error):
                self._connection.close()
            self._connection = self._open()
            self._poisoned = False
            self.reopened += 1
            _log.warning("store opened anew after an error")
        return self._connection

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlcipher.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def _naming_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlcipher.Error as error:
            number = getattr(error, "sqlite_errorcode", None)
            code = _CODES.get(number & _PRIMARY) if number is not None else None
            if code is None:  # a wrong statement, a broken rule of the schema, a foreign thread: our fault
                raise
            self._poisoned = code in _POISONING
            _log.error("%s from the store, number %d", code, number)
            raise VaultError(code) from None


def schema() -> list[str]:
    """The scripts that make the schema, in their order; their count is the version they lead to."""
    folder = resources.files("screening.vault") / "schema"
    return [file.read_text("utf-8") for file in sorted(folder.iterdir(), key=lambda file: file.name)]


def _unlock(connection: Any, key: bytearray) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # its messages would go to standard error
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if version is None or not version[0]:
        raise VaultError("vault.cipher")  # plain SQLite would take the key, say nothing, and write in the clear
    spelled = bytearray(b"x'" + key.hex().encode() + b"'")  # the raw form: SQLCipher derives nothing from it
    connection.set_key(spelled)
    spelled[:] = bytes(len(spelled))
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
