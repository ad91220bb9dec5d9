"""What happens to the store on the disk behind our back: flipped, torn, put back, spliced."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.casefile import codec
from screening.casefile.entries import Answered, Noted, Opened
from screening.errors import VaultError
from screening.ids import CaseId, Digest, Ref
from screening.vault.ledger import Ledger
from screening.vault.store import Vault, unlock

PAGE = 4096
PASSPHRASE = "seven herons over a slow river"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CASE = CaseId("7F3K2ABCDEFG")
OPENED = Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)")


def fill(vault: Vault, now: datetime, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        body = OPENED if number == 0 else Noted(f"{number} " + "x" * (number % 900), "observed")
        vault.append(CASE, body, actor="o", at=now + timedelta(seconds=number))


def opened(folder: Path, passphrase: str) -> str:
    """What somebody sees who opens this folder and looks at everything: ok, or the first code."""
    try:
        with unlock(folder, passphrase) as vault:
            findings = vault.check()
            return "ok" if findings.ok else findings.findings[0].code
    except VaultError as refusal:
        return refusal.code


def rows(folder: Path, passphrase: str) -> dict[str, list[object]]:
    """Every row of every table, and what every number finds; the search index may lead to it by another way."""
    with unlock(folder, passphrase, inspect=True) as vault:
        execute = vault._database.execute
        tables = [name for (name,) in execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        sought = "SELECT rowid FROM findable WHERE findable MATCH ?"
        everything = {name: list(execute(f"SELECT * FROM {name}")) for name in tables if name != "findable_idx"}  # noqa: S608
        return everything | {str(number): list(execute(sought, (f'"{number}"*',))) for number in range(200)}


@pytest.fixture(scope="module")
def filled_once(empty_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(empty_vault, tmp_path_factory.mktemp("filled") / "vault"))
    with unlock(folder, PASSPHRASE) as vault:
        fill(vault, NOW, 120)
        vault.keep("keys", b"k" * 3000)
    return folder


@pytest.fixture
def filled(filled_once: Path, tmp_path: Path) -> Path:
    """A closed vault of 120 entries."""
    return Path(shutil.copytree(filled_once, tmp_path / "filled"))


# ---- damage ----------------------------------------------------------------------------------------------------


def test_flipped_byte_on_any_page_is_noticed(filled: Path, passphrase: str) -> None:
    store = filled / "vault.db"
    good = store.read_bytes()
    for page in range(len(good) // PAGE):
        flipped = bytearray(good)
        flipped[page * PAGE + 1000] ^= 1
        store.write_bytes(flipped)
        code = opened(filled, passphrase)
        assert code in ("vault.store.damaged", "vault.page.damaged"), page
        for beside in filled.glob("vault.db-*"):
            beside.unlink()
    store.write_bytes(good)
    assert opened(filled, passphrase) == "ok"


@pytest.mark.parametrize("length", [0, 1, 1000, PAGE, PAGE * 3 + 5, -PAGE, -1])
def test_shortened_store_is_noticed(length: int, filled: Path, passphrase: str) -> None:
    store = filled / "vault.db"
    good = store.read_bytes()
    store.write_bytes(good[:length])
    assert opened(filled, passphrase) in ("vault.store.damaged", "vault.page.damaged", "vault.io")


def test_pages_that_changed_places_are_noticed(filled: Path, passphrase: str) -> None:
    store = filled / "vault.db"
    good = store.read_bytes()
    swapped = good[: 3 * PAGE] + good[4 * PAGE : 5 * PAGE] + good[3 * PAGE : 4 * PAGE] + good[5 * PAGE :]
    store.write_bytes(swapped)
    assert opened(filled, passphrase) in ("vault.store.damaged", "vault.page.damaged")


def test_damage_found_while_open_is_named_and_what_is_whole_still_comes(
    filled: Path, passphrase: str, now: datetime
) -> None:
    with unlock(filled, passphrase) as vault:
        vault._database.execute("PRAGMA shrink_memory")
        vault._database.execute("PRAGMA cache_size = 1")
        raw = bytearray((filled / "vault.db").read_bytes())
        for page in range(4, len(raw) // PAGE):
            raw[page * PAGE + 99] ^= 255
        (filled / "vault.db").write_bytes(raw)
        with pytest.raises(VaultError) as refusal:
            vault.entries(CASE)
        assert refusal.value.code == "vault.store.damaged"
        with pytest.raises(VaultError):
            vault.append(CASE, Noted("x", "observed"), actor="o", at=now)


# ---- old pages and old files -----------------------------------------------------------------------------------


def test_old_page_put_back_is_noticed_whichever_it_is(filled: Path, passphrase: str, now: datetime) -> None:
    store = filled / "vault.db"
    old = store.read_bytes()
    with unlock(filled, passphrase) as vault:
        fill(vault, now, 40, start=120)
    new, held = store.read_bytes(), rows(filled, passphrase)
    changed = [page for page in range(len(old) // PAGE) if old[page * PAGE :][:PAGE] != new[page * PAGE :][:PAGE]]
    assert len(changed) > 4
    for page in changed:
        spliced = new[: page * PAGE] + old[page * PAGE :][:PAGE] + new[(page + 1) * PAGE :]
        store.write_bytes(spliced)
        if opened(filled, passphrase) == "ok":  # then the page was written anew with what stood on it before
            store.write_bytes(spliced)
            assert rows(filled, passphrase) == held, page
        for beside in filled.glob("vault.db-*"):
            beside.unlink()


def test_entry_changed_in_the_store_is_noticed_at_unlocking(filled: Path, passphrase: str) -> None:
    with unlock(filled, passphrase) as vault:
        vault._database.execute("DROP TRIGGER entries_hold")
        vault._database.execute("UPDATE entries SET actor = 'somebody else' WHERE seq = 60")
    assert opened(filled, passphrase) == "vault.log.broken"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE seq = 120",
        "DELETE FROM entries WHERE seq = 7",
        "UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE seq = 8) WHERE seq = 7",
        "UPDATE entries SET at = replace(at, '2026', '2025')",
        "UPDATE entries SET seq = 1000 WHERE seq = 5",
        "UPDATE log_state SET size = 119",
        "UPDATE log_state SET frontier = zeroblob(length(frontier))",
        "UPDATE log_state SET frontier = x''",
    ],
)
def test_log_taken_apart_with_the_key_in_hand_is_noticed(statement: str, filled: Path, passphrase: str) -> None:
    with unlock(filled, passphrase) as vault:
        for trigger in ("entries_hold", "entries_stay", "payloads_hold", "payloads_stay", "log_grows"):
            vault._database.execute(f"DROP TRIGGER {trigger}")
        vault._database.execute("PRAGMA foreign_keys = OFF")
        vault._database.execute(statement)
    assert opened(filled, passphrase) == "vault.log.broken"
    with unlock(filled, passphrase, inspect=True) as looked_at:
        findings = looked_at.check()
        assert not findings.ok
        assert "vault.log.broken" in {finding.code for finding in findings.findings}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payloads SET sealed = (SELECT sealed FROM payloads WHERE seq = 8) WHERE seq = 7",
        "UPDATE payloads SET sealed = x'00' WHERE seq = 7",
        "UPDATE payloads SET salt = zeroblob(32) WHERE seq = 7",
        "DELETE FROM payloads WHERE seq = 7",
    ],
)
def test_contents_exchanged_with_the_key_in_hand_are_noticed_when_read(
    statement: str, filled: Path, passphrase: str
) -> None:
    with unlock(filled, passphrase) as vault:
        for trigger in ("payloads_hold", "payloads_stay"):
            vault._database.execute(f"DROP TRIGGER {trigger}")
        vault._database.execute(statement)
        with pytest.raises(VaultError) as refusal:
            vault.entries(CASE)
        assert refusal.value.code == "vault.entry.damaged"
        assert refusal.value.params == {"seq": 7}
        assert [finding.code for finding in vault.check().findings] == ["vault.entry.damaged"]


def test_contents_written_anew_under_the_case_key_do_not_fit_the_leaf(filled: Path, passphrase: str) -> None:
    with unlock(filled, passphrase) as vault:
        ledger: Ledger = vault._ledger
        ((leaf,),) = vault._database.execute("SELECT leaf FROM entries WHERE seq = 7")
        forged = b"n" * 12 + ledger._cipher(CASE, make=False).encrypt(b"n" * 12, b'{"text":"forged"}', leaf)
        vault._database.execute("DROP TRIGGER payloads_hold")
        vault._database.execute("UPDATE payloads SET sealed = ? WHERE seq = 7", (forged,))
        with pytest.raises(VaultError) as refusal:
            vault.entries(CASE)
        assert refusal.value.code == "vault.entry.damaged"


def test_case_without_its_key_cannot_be_read(filled: Path, passphrase: str) -> None:
    with unlock(filled, passphrase) as vault:
        vault._database.execute("DROP TRIGGER case_keys_stay")
        vault._database.execute("DELETE FROM case_keys")
    with unlock(filled, passphrase) as vault:
        with pytest.raises(VaultError) as refusal:
            vault.entries(CASE)
        assert refusal.value.code == "vault.entry.damaged"


def test_entry_that_this_version_cannot_read_is_named(
    filled: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codec, "KINDS", {})
    with unlock(filled, passphrase) as vault, pytest.raises(VaultError) as refusal:
        vault.entries(CASE)
    assert refusal.value.code == "vault.entry.damaged"


def test_old_copy_put_back_whole_is_told_by_whoever_saw_a_later_head(
    filled: Path, passphrase: str, now: datetime, tmp_path: Path
) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    with unlock(filled, passphrase) as vault:
        fill(vault, now, 5, start=120)
        seen = vault.head()
    with unlock(tmp_path / "copy", passphrase) as old:
        assert old.check().ok
        assert old.compare(seen.size, seen.root) == ("vault.log.shorter",)
        fill(old, now, 9, start=500)
        assert old.compare(seen.size, seen.root) == ("vault.log.diverged",)


def test_rows_that_are_not_those_of_their_cases_are_found(filled: Path, passphrase: str) -> None:
    with unlock(filled, passphrase) as vault:
        vault._database.execute("UPDATE cases SET state = 'closed'")
        assert [finding.code for finding in vault.check().findings] == ["vault.index.stale"]
        vault._database.execute("DELETE FROM cases")
        assert [finding.detail for finding in vault.check().findings] == [CASE]


def test_blob_that_changed_is_found_and_not_given_out(filled: Path, passphrase: str) -> None:
    digest = Digest("a" * 64)
    with unlock(filled, passphrase) as vault:
        vault._database.execute("INSERT INTO blobs VALUES (?, 'packet', x'01')", (digest,))
        with pytest.raises(VaultError) as refusal:
            vault.blob(digest)
        assert refusal.value.code == "vault.blob.damaged"
        assert [finding.code for finding in vault.check().findings] == ["vault.blob.damaged"]


# ---- torn logs -------------------------------------------------------------------------------------------------


@pytest.fixture
def torn(folder: Path, passphrase: str, now: datetime, tmp_path: Path) -> tuple[Path, bytes]:
    """A copy of a vault in the middle of its work, and its write-ahead log."""
    with unlock(folder, passphrase) as vault:
        fill(vault, now, 60)
        for number in range(20):
            vault.append(CASE, Answered(Ref(f"/data/q{number}"), "так"), actor="o", at=now)
        shutil.copytree(folder, tmp_path / "torn")
    return tmp_path / "torn", (tmp_path / "torn" / "vault.db-wal").read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_log_torn_anywhere_opens_to_a_beginning_of_what_was_recorded(
    torn: tuple[Path, bytes], passphrase: str, data: st.DataObject
) -> None:
    folder, log = torn
    store = (folder / "vault.db").read_bytes()
    cut = data.draw(st.integers(0, len(log)))
    noise = data.draw(st.binary(max_size=64))
    (folder / "vault.db-wal").write_bytes(log[:cut] + noise)
    try:
        with unlock(folder, passphrase) as vault:
            size = vault.head().size
            assert 0 <= size <= 80
            assert vault.check().ok
            if size:
                assert [entry.seq for entry in vault.entries(CASE)] == list(range(1, size + 1))
    finally:
        (folder / "vault.db").write_bytes(store)
        for beside in folder.glob("vault.db-*"):
            beside.unlink()


def test_whole_log_left_behind_is_taken_over(torn: tuple[Path, bytes], passphrase: str) -> None:
    with unlock(torn[0], passphrase) as vault:
        assert vault.head().size == 80


# ---- while open ------------------------------------------------------------------------------------------------


def test_error_inside_an_append_leaves_nothing_of_it(
    vault: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch, reopen: Callable[[], Vault]
) -> None:
    fill(vault, now, 3)
    before = vault.head()

    def fail(*_: object) -> None:
        raise VaultError("vault.io")

    with monkeypatch.context() as patched:
        patched.setattr(vault._index, "put", fail)
        with pytest.raises(VaultError):
            vault.append(CaseId("NEWCASE00000"), OPENED, actor="o", at=now)
    assert vault.head() == before
    vault.append(CaseId("NEWCASE00000"), OPENED, actor="o", at=now)
    assert reopen().check().ok
