"""Ways in destroyed at once: nothing that was a passphrase opens any more, what was promised to remain does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from screening.casefile.entries import Noted, Opened
from screening.envelope.age import HybridIdentity
from screening.errors import VaultError
from screening.ids import CaseId, Digest
from screening.vault import backup, emergency, recovery
from screening.vault.header import FORMER, NAME
from screening.vault.regain import ask, finish, open_with_sheets
from screening.vault.store import Vault, unlock
from support.failing import FailingDisk

NEW = "eleven slow trains by night 52"
CASE = CaseId("7F3K2ABCDEFG")
SUPERVISOR = HybridIdentity(bytes(range(32)))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as refusal:
        act()
    return refusal.value.code


def fill(vault: Vault, now: datetime) -> None:
    vault.append(CASE, Opened("f", "1", Digest("f" * 64), "uk"), actor="o", at=now)
    vault.append(CASE, Noted("was there", "observed"), actor="o", at=now)


def test_after_a_lock_down_the_sheets_open_the_vault_and_no_passphrase_does(
    vault: Vault, folder: Path, passphrase: str, now: datetime
) -> None:
    fill(vault, now)
    held = (folder / NAME).read_bytes()
    texts = vault.make_sheets(3, 2)
    wrapped = [slot.wrapped.hex() for slot in vault._header().slots]
    assert vault.lock_down() == ("sheets",)
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.locked_down"
    assert not (folder / FORMER).exists()
    left = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert all(slot.encode() not in left for slot in wrapped)
    with open_with_sheets(folder, texts[:2], NEW) as opened:
        assert [entry.body.kind for entry in opened.entries(CASE)] == ["opened", "noted"]
        assert opened.check().ok
    unlock(folder, NEW).close()
    (folder / NAME).write_bytes(held)  # whoever kept a copy of the header has the way in that it held
    unlock(folder, passphrase).close()


def test_after_a_lock_down_a_supervisor_recovers_the_vault(vault: Vault, folder: Path, now: datetime) -> None:
    fill(vault, now)
    vault.entrust([SUPERVISOR.recipient])
    assert vault.lock_down() == ("recovery",)
    request, _ = ask(folder, NEW)
    answer = recovery.answer(recovery.read_request(request), SUPERVISOR)
    with finish(folder, answer, NEW) as opened:
        assert opened.check().ok


def test_without_a_way_back_it_is_refused_unless_it_is_meant(
    vault: Vault, folder: Path, passphrase: str, now: datetime
) -> None:
    fill(vault, now)
    assert code_of(vault.lock_down) == "vault.no_way_back"
    vault.append(CASE, Noted("goes on", "observed"), actor="o", at=now)
    assert vault.lock_down(without_way_back=True) == ()
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.locked_down"


def test_lock_down_that_is_cut_off_leaves_one_header_that_opens_or_the_new_one(
    folder: Path, passphrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unlock(folder, passphrase) as vault:
        texts = vault.make_sheets(2, 2)
    disk, failures = FailingDisk(monkeypatch, "open", "fsync", "replace", "unlink"), 0
    for call in range(30):
        disk.mend()
        copy = Path(shutil.copytree(folder, tmp_path / f"copy-{call}"))
        disk.refuse(call, 5)
        try:
            emergency.destroy_passphrases(copy)
        except VaultError:
            failures += 1
            disk.mend()
            open_with_sheets(copy, texts, NEW).close()
        else:
            break
    disk.mend()
    assert failures >= 4
    assert code_of(lambda: unlock(copy, passphrase)) == "vault.locked_down"


def test_header_destroyed_inside_a_backup_opens_nothing(
    vault: Vault, folder: Path, now: datetime, tmp_path: Path
) -> None:
    target = tmp_path / "one.screening-backup"
    vault.back_up(target, now)
    other = tmp_path / "linked.screening-backup"
    other.hardlink_to(target)  # what a disk may keep of the file's place
    emergency.destroy_backup(target)
    assert not target.exists()
    assert (folder / NAME).read_bytes() not in other.read_bytes()
    assert code_of(lambda: backup.inspect(other)) in ("vault.backup.none", "vault.backup.damaged")


# ---- after so many wrong passphrases ---------------------------------------------------------------------------


def test_wrong_passphrases_in_a_row_destroy_every_one_where_that_was_chosen(
    vault: Vault, folder: Path, passphrase: str
) -> None:
    texts = vault.make_sheets(2, 2)
    vault.wipe_after(5)
    vault.close()
    for left in (4, 3, 2, 1):
        assert code_of(lambda: unlock(folder, NEW)) == "vault.passphrase"
        assert emergency.tries_left(folder) == left
    unlock(folder, passphrase).close()
    assert emergency.tries_left(folder) == 5
    for _ in range(4):
        assert code_of(lambda: unlock(folder, NEW)) == "vault.passphrase"
    assert code_of(lambda: unlock(folder, NEW)) == "vault.locked_down"
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.locked_down"
    open_with_sheets(folder, texts, NEW).close()


def test_ending_the_program_in_the_middle_does_not_save_a_try(vault: Vault, folder: Path) -> None:
    vault.wipe_after(5)
    vault.close()
    for _ in range(5):
        emergency.begin_try(folder)
    assert code_of(lambda: emergency.begin_try(folder)) == "vault.locked_down"


def test_by_itself_no_wrong_passphrase_destroys_anything(vault: Vault, folder: Path, passphrase: str) -> None:
    assert emergency.tries_left(folder) is None
    vault.wipe_after(5)
    vault.wipe_after(None)
    vault.close()
    for _ in range(6):
        assert code_of(lambda: unlock(folder, NEW)) == "vault.passphrase"
    unlock(folder, passphrase).close()


@pytest.mark.parametrize("tries", [4, 0, -1])
def test_number_that_a_tired_hand_reaches_is_refused(vault: Vault, tries: int) -> None:
    assert code_of(lambda: vault.wipe_after(tries)) == "vault.tries"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 5000, b'{"most":1000000,"failed":-4}', b'{"most":0,"failed":0}']
)
def test_count_that_does_not_read_leaves_one_try(content: bytes, vault: Vault, folder: Path, passphrase: str) -> None:
    vault.wipe_after(9)
    vault.close()
    (folder / emergency.TRIES).write_bytes(content)
    assert emergency.tries_left(folder) == 1
    unlock(folder, passphrase).close()
    assert emergency.tries_left(folder) == emergency.FEWEST
