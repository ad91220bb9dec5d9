"""What is erased is gone from every file; the log stays whole, and what still must be known is known."""

# ruff: noqa: S608 - ids of this file

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from screening.casefile.entries import Answered, Erased, Imported, Noted, Opened
from screening.errors import CaseError, VaultError
from screening.ids import STATION, CaseId, Digest, PacketId, Ref
from screening.vault.store import Vault

CASE, OTHER = CaseId("7F3K2ABCDEFG"), CaseId("9XM4TABCDEFG")
OPENED = Opened("second_line", "1", Digest("f" * 64), "Ukrainian (uk)")
ERASED = Erased(CASE, 3, "request", "asked by the person")


def fill(vault: Vault, now: datetime) -> Digest:
    packet = b"sealed" * 50
    digest = Digest(sha256(packet).hexdigest())
    vault.put_blob(digest, packet, "packet")
    for case in (CASE, OTHER):
        vault.append(case, OPENED, actor="o", at=now)
        vault.append(case, Answered(Ref("/data/name"), f"Оксана {case}"), actor="o", at=now)
    vault.append(CASE, Imported(PacketId("P" * 26), digest, "s", 1, "some", urgent=False), actor="o", at=now)
    vault.mark_place(CASE, "/data/name")
    vault.attachments.put(CASE, io.BytesIO(b"photograph"), "image/jpeg")
    return digest


def rows(vault: Vault, sql: str) -> list[tuple[object, ...]]:
    return vault._database.execute(sql)


def test_everything_of_the_case_is_gone_and_nothing_else(
    vault: Vault, now: datetime, reopen: Callable[[], Vault], folder: Path
) -> None:
    digest = fill(vault, now)
    (key,) = rows(vault, f"SELECT key FROM case_keys WHERE case_id = '{CASE}'")
    head = vault.head()
    entry = vault.erase(ERASED, actor="o", at=now)
    assert entry.case == STATION
    for _ in range(2):
        with pytest.raises(CaseError) as refusal:
            vault.entries(CASE)
        assert refusal.value.code == "case.unknown"
        assert not vault.has_blob(digest)
        assert vault.place(CASE) is None
        assert [row.case for row in vault.cases()] == [OTHER]
        assert vault.entries(OTHER)[1].body == Answered(Ref("/data/name"), f"Оксана {OTHER}")
        assert vault.attachments.all() == ()
        assert list((folder / "files").iterdir()) == []
        assert [e.case for e in vault.entries_of(("answered", "imported"))] == [OTHER]
        assert vault.compare(head.size, head.root) == ()
        assert vault.check().ok
        sealed = rows(vault, f"SELECT count(*) FROM entries JOIN payloads USING (seq) WHERE case_id = '{CASE}'")
        assert sealed == [(0,)]
        assert key not in rows(vault, "SELECT key FROM case_keys")
        vault = reopen()


def test_log_still_proves_that_the_entries_were_there(vault: Vault, now: datetime) -> None:
    fill(vault, now)
    before = [vault.inclusion(seq) for seq in range(1, 4)]
    vault.erase(ERASED, actor="o", at=now)
    assert rows(vault, f"SELECT count(*) FROM entries WHERE case_id = '{CASE}'") == [(3,)]
    assert all(after[: len(path)] for path, after in zip(before, map(vault.inclusion, range(1, 4)), strict=True))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payloads WHERE seq = 1",
        "DELETE FROM case_keys",
        "INSERT INTO erased (case_id, seq) VALUES ('7F3K2ABCDEFG', 1)",
        "DELETE FROM erased",
        "UPDATE erased SET seq = 1",
    ],
)
def test_store_lets_nothing_go_without_an_erasure_in_the_log(vault: Vault, now: datetime, statement: str) -> None:
    fill(vault, now)
    if "FROM erased" in statement or "UPDATE erased" in statement:
        vault.erase(ERASED, actor="o", at=now)
    with pytest.raises(sqlcipher.IntegrityError):
        rows(vault, statement)


def test_case_that_comes_again_after_its_erasure_begins_anew(vault: Vault, now: datetime) -> None:
    fill(vault, now)
    vault.erase(ERASED, actor="o", at=now)
    vault.append(CASE, Noted("came again", "observed"), actor="o", at=now)
    assert [entry.body for entry in vault.entries(CASE)] == [Noted("came again", "observed")]
    assert vault.check().ok
    vault.erase(Erased(CASE, 1, "request", "again"), actor="o", at=now)
    with pytest.raises(CaseError):
        vault.entries(CASE)
    assert vault.check().ok


def test_unknown_case_is_not_erased(vault: Vault, now: datetime) -> None:
    with pytest.raises(CaseError) as refusal:
        vault.erase(ERASED, actor="o", at=now)
    assert refusal.value.code == "case.unknown"
    assert vault.head().size == 0


def test_erasure_that_fails_leaves_all_as_it_was(vault: Vault, now: datetime) -> None:
    digest = fill(vault, now)
    rows(vault, "CREATE TRIGGER full BEFORE DELETE ON attachments BEGIN SELECT RAISE(ABORT, 'x'); END")
    head = vault.head()
    with pytest.raises(sqlcipher.IntegrityError):
        vault.erase(ERASED, actor="o", at=now)
    rows(vault, "DROP TRIGGER full")
    assert vault.head() == head
    assert len(vault.entries(CASE)) == 3
    assert vault.has_blob(digest)
    (kept,) = vault.attachments.all()
    assert vault.attachments.bytes_of(kept.id) == b"photograph"
    assert vault.check().ok


def test_nothing_of_it_is_left_in_the_files(vault: Vault, now: datetime, folder: Path) -> None:
    fill(vault, now)
    (sealed,) = rows(vault, "SELECT sealed FROM payloads WHERE seq = 2")[0]
    assert isinstance(sealed, bytes)
    vault.erase(ERASED, actor="o", at=now)
    assert not (folder / "vault.db-wal").exists() or (folder / "vault.db-wal").stat().st_size == 0
    pages = rows(vault, "SELECT data FROM sqlite_dbpage") if _has_pages(vault) else []
    assert all(sealed not in page[0] for page in pages if isinstance(page[0], bytes))


def _has_pages(vault: Vault) -> bool:
    return ("ENABLE_DBPAGE_VTAB",) in rows(vault, "PRAGMA compile_options")


def test_inspected_vault_erases_nothing(folder: Path, passphrase: str, vault: Vault, now: datetime) -> None:
    from screening.vault.store import unlock

    fill(vault, now)
    vault.close()
    with unlock(folder, passphrase, inspect=True) as looked_at:
        with pytest.raises(VaultError) as refusal:
            looked_at.erase(ERASED, actor="o", at=now)
        assert refusal.value.code == "vault.inspected"
        assert len(looked_at.entries(CASE)) == 3
