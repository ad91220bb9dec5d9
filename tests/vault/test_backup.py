"""A backup is one file that gives the whole vault back, or is not there; a restoring never loses what was there."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.casefile.entries import Noted, Opened
from screening.errors import VaultError
from screening.ids import CaseId, Digest
from screening.vault import backup
from screening.vault.store import Vault, unlock
from support.failing import FailingDisk

CASE = CaseId("7F3K2ABCDEFG")
OTHER_PHRASE = "nine kettles sing before the early train"


def fill(vault: Vault, now: datetime) -> None:
    vault.append(CASE, Opened("second_line", "1", Digest("f" * 64), "Ukrainian (uk)"), actor="o", at=now)
    for number in range(40):
        vault.append(CASE, Noted(f"canary note {number} " + "x" * 500, "observed"), actor="o", at=now)
    vault.attachments.put(CASE, io.BytesIO(b"canary photograph" * 9000), "image/jpeg")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def made(vault: Vault, now: datetime, tmp_path: Path) -> Path:
    """A backup of a vault that still is open."""
    fill(vault, now)
    target = tmp_path / "one.screening-backup"
    vault.back_up(target, now)
    return target


def test_restored_vault_holds_everything(made: Path, vault: Vault, tmp_path: Path, passphrase: str) -> None:
    entries, head, (kept,) = vault.entries(CASE), vault.head(), vault.attachments.all()
    told = backup.inspect(made)
    assert told.head == head
    folder = tmp_path / "elsewhere" / "vault"
    assert backup.restore(made, folder, passphrase) == told
    with unlock(folder, passphrase) as restored:
        assert restored.entries(CASE) == entries
        assert restored.attachments.bytes_of(kept.id) == b"canary photograph" * 9000
        assert restored.check().ok
        assert (restored.user, restored.role) == ("officer-1", "officer")
    assert {path.name for path in folder.parent.iterdir()} == {"vault"}


def test_backup_is_unreadable_and_names_nobody(made: Path) -> None:
    data = made.read_bytes()
    assert b"canary" not in data
    assert b"officer" not in data
    assert made.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in made.parent.iterdir()} == {"vault", made.name}


def test_vault_goes_on_after_a_backup(made: Path, vault: Vault, now: datetime, passphrase: str, tmp_path: Path) -> None:
    vault.append(CASE, Noted("later", "observed"), actor="o", at=now)
    second = tmp_path / "two.screening-backup"
    vault.back_up(second, now)
    backup.restore(second, tmp_path / "r" / "vault", passphrase)
    with unlock(tmp_path / "r" / "vault", passphrase) as restored:
        assert restored.entries(CASE)[-1].body == Noted("later", "observed")
        assert restored.compare(backup.inspect(made).head.size, backup.inspect(made).head.root) == ()


def test_vault_that_was_there_is_moved_aside(
    made: Path, vault: Vault, folder: Path, now: datetime, passphrase: str
) -> None:
    vault.append(CASE, Noted("after the backup", "observed"), actor="o", at=now)
    vault.close()
    for number in (1, 2):
        backup.restore(made, folder, passphrase)
        assert (folder.parent / f"vault.before-restoring-{number}").is_dir()
    with unlock(folder.parent / "vault.before-restoring-1", passphrase) as former:
        assert former.entries(CASE)[-1].body == Noted("after the backup", "observed")


def test_wrong_passphrase_changes_nothing(made: Path, vault: Vault, folder: Path) -> None:
    vault.close()
    before = sorted(path.name for path in folder.parent.iterdir())
    assert refused(lambda: backup.restore(made, folder, OTHER_PHRASE)) == "vault.passphrase"
    assert sorted(path.name for path in folder.parent.iterdir()) == before


def test_backup_opens_with_the_passphrase_of_its_time(
    made: Path, vault: Vault, tmp_path: Path, passphrase: str
) -> None:
    vault.change_passphrase(passphrase, OTHER_PHRASE)
    assert refused(lambda: backup.restore(made, tmp_path / "r" / "vault", OTHER_PHRASE)) == "vault.passphrase"
    backup.restore(made, tmp_path / "r" / "vault", passphrase)


def test_every_damaged_byte_range_is_noticed(made: Path, tmp_path: Path, passphrase: str) -> None:
    good = made.read_bytes()
    target = tmp_path / "r" / "vault"
    for place in [*range(0, len(good), len(good) // 97), len(good) - 1]:
        flipped = bytearray(good)
        flipped[place] ^= 0x10
        made.write_bytes(flipped)
        code = outcome(lambda: backup.restore(made, target, passphrase))
        assert code in _DAMAGES | {"ok"}, place
        assert target.exists() == (code == "ok")
        if code == "ok":  # a byte that says nothing, such as the time of a member
            with unlock(target, passphrase) as restored:
                assert restored.check().ok
            shutil.rmtree(target)


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except VaultError as refusal:
        return refusal.code
    return "ok"


_DAMAGES = {
    *(
        "vault.backup.damaged",
        "vault.backup.none",
        "vault.header.damaged",
        "vault.header.tampered",
        "vault.not_a_vault",
    ),
    *("vault.passphrase", "vault.too_new", "vault.header.cost"),
}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "vault.backup.damaged"),
        (bytes(4096), "vault.backup.damaged"),
        (b"%PDF-1.7 not a backup", "vault.backup.none"),
        (b"PK\x03\x04" + b"x" * 50, "vault.backup.damaged"),
    ],
)
def test_what_is_no_backup_is_called_so(data: bytes, code: str, tmp_path: Path, passphrase: str) -> None:
    file = tmp_path / "some"
    file.write_bytes(data)
    assert refused(lambda: backup.inspect(file)) == code
    assert refused(lambda: backup.restore(file, tmp_path / "vault", passphrase)) == code


def test_missing_file_and_other_zip(tmp_path: Path) -> None:
    assert refused(lambda: backup.inspect(tmp_path / "none")) == "vault.backup.missing"
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("photos/a.jpg", b"x")
    assert refused(lambda: backup.inspect(tmp_path / "other.zip")) == "vault.backup.none"


def rewrite(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def manifest(members: dict[str, bytes], **values: object) -> None:
    members["backup.json"] = json.dumps(json.loads(members["backup.json"]) | values).encode()


def test_backup_of_a_later_program_is_told_apart(made: Path) -> None:
    rewrite(made, lambda members: manifest(members, version=2))
    assert refused(lambda: backup.inspect(made)) == "vault.too_new"


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "/etc/outside", "vault.lock", "files/x"])
def test_member_with_a_name_of_its_own_gets_nowhere(made: Path, tmp_path: Path, passphrase: str, name: str) -> None:
    def add(members: dict[str, bytes]) -> None:
        members[name] = b"x"
        files = json.loads(members["backup.json"])["files"]
        manifest(members, files=files | {name: {"size": 1, "sha256": "0" * 64}})

    rewrite(made, add)
    assert refused(lambda: backup.restore(made, tmp_path / "r" / "vault", passphrase)) == "vault.backup.damaged"
    assert not (tmp_path / "outside").exists()


def test_other_store_under_the_same_header_is_refused(
    made: Path, vault: Vault, now: datetime, tmp_path: Path, passphrase: str
) -> None:
    vault.append(CASE, Noted("later", "observed"), actor="o", at=now)
    second = tmp_path / "two.screening-backup"
    vault.back_up(second, now)
    with zipfile.ZipFile(second) as archive:
        other, told = archive.read("vault.db"), json.loads(archive.read("backup.json"))["files"]["vault.db"]

    def swap(members: dict[str, bytes]) -> None:
        members["vault.db"] = other
        manifest(members, files=json.loads(members["backup.json"])["files"] | {"vault.db": told})

    rewrite(made, swap)
    assert refused(lambda: backup.restore(made, tmp_path / "r" / "vault", passphrase)) == "vault.header.tampered"


def test_no_room_no_backup(vault: Vault, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(vault, now)
    monkeypatch.setattr(backup, "_SPARE", 1 << 60)
    target = tmp_path / "one.screening-backup"
    assert refused(lambda: vault.back_up(target, now)) == "vault.disk_full"
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_backup_is_never_written_over(made: Path, vault: Vault, now: datetime) -> None:
    before = made.read_bytes()
    assert refused(lambda: vault.back_up(made, now)) == "vault.backup.exists"
    assert made.read_bytes() == before


def test_backup_that_does_not_read_back_is_not_left(
    vault: Vault, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(vault, now)
    write = backup._write

    def onto_a_bad_stick(source: backup.Source, members: list[str], part: Path, at: datetime) -> backup.Backup:
        done = write(source, members, part, at)
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data)
        return done

    monkeypatch.setattr(backup, "_write", onto_a_bad_stick)
    assert refused(lambda: vault.back_up(tmp_path / "one", now)) == "vault.backup.damaged"
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


# ---- the ladder ------------------------------------------------------------------------------------------------


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TIMES = st.lists(st.integers(0, 800 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=60)


@given(TIMES)
def test_ladder_keeps_the_newest_and_something_of_every_time(times: Sequence[datetime]) -> None:
    gone = backup.surplus(times, NOW)
    left = sorted(set(times) - set(gone), reverse=True)
    assert left[:3] == sorted(set(times), reverse=True)[:3][: len(left)]
    assert set(gone) <= set(times)
    assert len(left) <= 24 + 7 + 5 + 24 + 3
    for each in gone:
        span = timedelta(hours=1) if NOW - each < timedelta(days=1) else timedelta(days=30)
        assert any(abs(kept - each) <= max(span, NOW - each) for kept in left)


@given(TIMES)
def test_ladder_taken_twice_takes_nothing_more(times: Sequence[datetime]) -> None:
    left = set(times) - set(backup.surplus(times, NOW))
    assert backup.surplus(left, NOW) == ()


# ---- a restoring that is cut off, or meets another program -----------------------------------------------------


def test_restoring_over_a_vault_that_is_open_elsewhere_is_refused(
    made: Path, vault: Vault, folder: Path, passphrase: str, now: datetime
) -> None:
    assert refused(lambda: backup.restore(made, folder, passphrase)) == "vault.busy"
    vault.append(CASE, Noted("goes on", "observed"), actor="o", at=now)
    assert {path.name for path in folder.parent.iterdir()} == {"vault", made.name}


def test_vault_that_a_cut_off_restoring_had_moved_is_put_back(folder: Path, passphrase: str) -> None:
    folder.rename(folder.with_name("vault.being-replaced"))
    with unlock(folder, passphrase) as vault:
        assert vault.check().ok
    assert {path.name for path in folder.parent.iterdir()} == {"vault"}


def test_restoring_that_was_cut_off_at_its_end_is_finished(
    made: Path, vault: Vault, folder: Path, passphrase: str
) -> None:
    vault.close()
    shutil.copytree(folder, folder.with_name("vault.being-replaced"))
    unlock(folder, passphrase).close()
    assert {path.name for path in folder.parent.iterdir()} == {"vault", "vault.before-restoring-1", made.name}


@pytest.mark.parametrize("errno", [5, 6, 19, 30])  # input/output error, no such device, no such device, read-only
def test_stick_pulled_at_any_moment_leaves_no_backup_and_the_vault_as_it_was(
    vault: Vault, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, errno: int
) -> None:
    fill(vault, now)
    head, stick = vault.head(), tmp_path / "stick"
    stick.mkdir()
    disk, real, codes = FailingDisk(monkeypatch, "open", "fsync", "replace"), backup._copy, list[str]()

    def copy(origin: Any, into: Any) -> dict[str, Any]:
        os.fsync(disk_of.fileno())  # each member counts as a call that may fail
        return real(origin, into)

    monkeypatch.setattr(backup, "_copy", copy)
    with (tmp_path / "any").open("wb") as disk_of:
        for call in range(60):
            disk.refuse(call, errno)
            try:
                vault.back_up(stick / "one.screening-backup", now)
            except VaultError as refusal:
                codes.append(refusal.code)
            else:
                break
            disk.mend()
            assert vault.head() == head
            if (stick / "one.screening-backup").exists():  # pulled after the name was given: what is there is whole
                assert backup.inspect(stick / "one.screening-backup").head == head
                (stick / "one.screening-backup").unlink()
    assert len(codes) > 8
    assert set(codes) == {"vault.readonly" if errno == 30 else "vault.io"}
    assert backup.inspect(stick / "one.screening-backup").head == head
    assert {path.name for path in stick.glob("*.part")} == set()
    vault.append(CASE, Noted("goes on", "observed"), actor="o", at=now)
