"""Another program's SQLCipher opens the store with the derived key and reads the same rows; without it nothing does."""

from __future__ import annotations

import importlib
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from screening.casefile.entries import Noted, Opened
from screening.ids import CaseId, Digest
from screening.vault.header import read
from screening.vault.slots import open_slot
from screening.vault.store import Vault

CASE = CaseId("7F3K2ABCDEFG")
TABLES = ("entries", "payloads", "case_keys", "log_state", "cases", "kept", "users")


def fill(vault: Vault, now: datetime) -> dict[str, list[tuple[object, ...]]]:
    vault.append(CASE, Opened("second_line", "1", Digest("f" * 64), "Ukrainian (uk)"), actor="o", at=now)
    for number in range(30):
        vault.append(CASE, Noted(f"canary {number} " + "ї" * 400, "observed"), actor="o", at=now)
    rows = {name: vault._database.execute(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES}  # noqa: S608
    vault.close()
    return rows


def test_reader_by_others_opens_the_store_with_the_derived_key(
    vault: Vault, folder: Path, passphrase: str, now: datetime
) -> None:
    try:
        apsw = importlib.import_module("apsw")
    except ImportError:
        apsw = None
    if apsw is None or not hasattr(apsw, "mc_version"):
        pytest.skip("not run: the package apsw-sqlite3mc is not here")
    expected = fill(vault, now)
    header, _ = read(folder)
    key = open_slot(passphrase, header.slots[0], header.vault)
    assert key is not None
    connection = apsw.Connection(str(folder / "vault.db"), flags=apsw.SQLITE_OPEN_READONLY)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.hex()}'\""):
        list(connection.execute(f"PRAGMA {pragma}"))
    found = {name: list(connection.execute(f"SELECT * FROM {name} ORDER BY 1")) for name in TABLES}  # noqa: S608
    assert found == expected
    connection.close()


def test_plain_sqlite_and_a_search_for_texts_find_nothing(vault: Vault, folder: Path, now: datetime) -> None:
    fill(vault, now)
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(folder / "vault.db") as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.close()
    data = (folder / "vault.db").read_bytes()
    for text in ("canary", "ї" * 8, "SQLite format", "CREATE TABLE", "entries", CASE):
        assert text.encode() not in data
