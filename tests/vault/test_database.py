"""How the encrypted file is opened, what it refuses, and what its log keeps by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from screening.casefile.entries import Noted, Opened
from screening.errors import VaultError
from screening.ids import CaseId, Digest
from screening.vault import database as rooms
from screening.vault.database import Database, schema
from screening.vault.store import Vault, unlock

CASE = CaseId("7F3K2ABCDEFG")
KEY = bytearray(range(32))


@pytest.fixture
def filled(vault: Vault, now: datetime) -> Vault:
    vault.append(CASE, Opened("f", "1", Digest("f" * 64), "uk"), actor="o", at=now)
    vault.append(CASE, Noted("x", "observed"), actor="o", at=now)
    return vault


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("cipher_version", "4."),
        ("page_size", "4096"),
        ("journal_mode", "wal"),
        ("locking_mode", "exclusive"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("recursive_triggers", "1"),
        ("mmap_size", "0"),
        ("cipher_use_hmac", "1"),
    ],
)
def test_store_is_opened_one_way_only(vault: Vault, pragma: str, value: str) -> None:
    ((found,),) = vault._database.execute(f"PRAGMA {pragma}")
    assert str(found).startswith(value)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries",
        "UPDATE entries SET actor = 'another'",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 1",
        "REPLACE INTO entries SELECT seq, case_id, at, kind, 'another', claimed, digest, leaf FROM entries",
        "INSERT INTO entries SELECT 9, case_id, at, kind, actor, claimed, digest, leaf FROM entries WHERE seq = 1",
        "DELETE FROM payloads",
        "UPDATE payloads SET salt = zeroblob(32)",
        "REPLACE INTO payloads SELECT seq, zeroblob(32), sealed FROM payloads WHERE seq = 1",
        "DELETE FROM case_keys",
        "UPDATE case_keys SET key = zeroblob(32)",
        "REPLACE INTO case_keys SELECT case_id, zeroblob(32) FROM case_keys",
        "DELETE FROM log_state",
        "UPDATE log_state SET size = 1",
        "REPLACE INTO log_state VALUES (1, 1, zeroblob(32))",
        "UPDATE blobs SET data = x'00'",
    ],
)
def test_entries_can_only_be_added(filled: Vault, statement: str) -> None:
    filled._database.execute("INSERT INTO blobs (digest, kind, data) VALUES ('d', 'packet', x'01')")
    with pytest.raises(sqlcipher.IntegrityError):
        filled._database.execute(statement)
    assert len(filled.entries(CASE)) == 2
    filled._ledger.verify()


def test_store_of_a_newer_version_is_refused(vault: Vault, folder: Path, passphrase: str) -> None:
    vault._database.execute(f"PRAGMA user_version = {len(schema()) + 1}")
    vault.close()
    with pytest.raises(VaultError) as refusal:
        unlock(folder, passphrase)
    assert refusal.value.code == "vault.too_new"
    assert refusal.value.params == {"found": len(schema()) + 1, "known": len(schema())}
    with pytest.raises(VaultError) as refusal:
        unlock(folder, passphrase, inspect=True)
    assert refusal.value.code == "vault.too_new"


@pytest.mark.parametrize("inspect", [True, False])
def test_emptied_store_is_damaged_and_not_begun_anew(folder: Path, passphrase: str, inspect: bool) -> None:
    (folder / "vault.db").write_bytes(b"")
    with pytest.raises(VaultError) as refusal:
        unlock(folder, passphrase, inspect=inspect)
    assert refusal.value.code == "vault.store.damaged"


def test_migration_that_fails_leaves_the_former_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.db").touch()
    store = Database(tmp_path / "x.db", KEY)
    with monkeypatch.context() as patched:
        patched.setattr(rooms, "schema", lambda: [*schema(), "CREATE TABLE half (a); CREATE TABLE half (a);"])
        with pytest.raises(sqlcipher.OperationalError):
            store.migrate(fresh=True)
    assert store.execute("PRAGMA user_version") == [(len(schema()),)]
    assert store.execute("SELECT name FROM sqlite_master WHERE name = 'half'") == []
    store.migrate(fresh=True)
    store.close()


def test_plain_sqlite_in_place_of_the_cipher_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.db").touch()

    class Plain:
        """As SQLite answers that has no cipher: the key is ignored, the pragmas say nothing."""

        def __init__(self, *_: object, **__: object) -> None: ...

        def execute(self, _: str) -> Plain:
            return self

        def fetchone(self) -> None: ...

        def close(self) -> None: ...

    monkeypatch.setattr(rooms.sqlcipher, "connect", Plain)
    with pytest.raises(VaultError) as refusal:
        Database(tmp_path / "x.db", KEY)
    assert refusal.value.code == "vault.cipher"
    assert (tmp_path / "x.db").read_bytes() == b""


def test_wrong_key_and_missing_file_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with pytest.raises(VaultError) as refusal:
        Database(path, KEY)
    assert refusal.value.code == "vault.store.missing"
    path.touch()
    store = Database(path, KEY)
    store.migrate(fresh=True)
    store.close()
    with pytest.raises(VaultError) as refusal:
        Database(path, bytearray(32))
    assert refusal.value.code == "vault.store.damaged"


def test_store_is_opened_anew_after_an_error_of_the_disk(filled: Vault, now: datetime) -> None:
    filled._database._poisoned = True
    filled.append(CASE, Noted("after", "observed"), actor="o", at=now)
    assert filled._database.reopened == 1
    assert len(filled.entries(CASE)) == 3
    assert filled._database.execute("PRAGMA synchronous") == [(2,)]


def test_paths_with_marks_of_an_address_open(tmp_path: Path) -> None:
    folder = tmp_path / "сховище #1 50% ?x=1"
    folder.mkdir()
    (folder / "x.db").touch()
    store = Database(folder / "x.db", KEY)
    store.migrate(fresh=True)
    store.close()
    assert [path.name for path in folder.iterdir()] == ["x.db"]


def test_lists_are_read_from_an_index(vault: Vault) -> None:
    plan = vault._database.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM cases WHERE last_at <= '~' AND (last_at < '~' OR case_id > '') "
        "ORDER BY last_at DESC, case_id LIMIT 200"
    )
    assert "cases_by_time" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
