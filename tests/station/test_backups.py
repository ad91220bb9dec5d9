"""Backups a station makes by itself, and the way back from one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from screening.casefile.entries import Noted, Restored
from screening.errors import CaseError, VaultError
from screening.ids import STATION, CaseId
from screening.station import backups
from screening.station.clock import Clock
from screening.station.station import Station
from support.office import NOW, PASSPHRASE, station

CASE = CaseId("7F3K2ABCDEFG")


def later(made: Station, hours: float) -> Station:
    return Station(made.paths, Clock(NOW + timedelta(hours=hours)), made.settings, made.words, made.cost)


def note(at: Station, text: str) -> Path | None:
    """One entry, then what a station does when it locks."""
    with at.unlock(PASSPHRASE) as desk:
        desk.vault.append(CASE, Noted(text, "observed"), actor="o", at=at.clock.now())
        return backups.back_up_if_due(desk)


@pytest.fixture
def begun(tmp_path: Path) -> Station:
    made = station(tmp_path / "home")
    made.create(PASSPHRASE, user="officer", role="officer").close()
    return made


def test_a_shift_makes_a_backup_and_not_every_locking(begun: Station) -> None:
    first = note(begun, "one")
    assert first is not None
    assert note(later(begun, 1), "two") is None
    assert note(later(begun, 9), "three") is not None
    assert [file for _, file in backups.ladder(begun.paths.backups)][-1] == first


def test_nothing_new_makes_no_backup(begun: Station) -> None:
    note(begun, "one")
    with later(begun, 100).unlock(PASSPHRASE) as desk:
        assert backups.back_up_if_due(desk) is None


def test_ladder_stays_short_over_months(begun: Station) -> None:
    for shift in range(40):
        note(later(begun, shift * 31), f"{shift}")
    made = backups.ladder(begun.paths.backups)
    assert 8 <= len(made) <= 20
    assert made[0][0] == NOW + timedelta(hours=39 * 31)


def test_file_of_somebody_s_own_in_the_folder_is_left_alone(begun: Station) -> None:
    begun.paths.backups.mkdir()
    own = begun.paths.backups / "before the trip.screening-backup"
    own.write_bytes(b"x")
    note(begun, "one")
    assert own.read_bytes() == b"x"
    assert len(backups.ladder(begun.paths.backups)) == 1


def test_restored_station_says_so_first_and_keeps_what_was_there(begun: Station) -> None:
    backup = note(begun, "one")
    assert backup is not None
    note(later(begun, 1), "lost by the restoring")
    with backups.restore(later(begun, 2), backup, PASSPHRASE, "the store was damaged") as desk:
        assert [entry.body for entry in desk.vault.entries(CASE)] == [Noted("one", "observed")]
        (entry,) = desk.vault.entries(STATION)
        assert isinstance(entry.body, Restored)
        assert (entry.body.size, entry.body.reason) == (1, "the store was damaged")
        assert desk.vault.check().ok
    assert (begun.paths.home / "vault.before-restoring-1" / "vault.db").is_file()


def test_restoring_wants_a_reason_and_the_passphrase(begun: Station) -> None:
    backup = note(begun, "one")
    assert backup is not None
    with pytest.raises(CaseError) as no_reason:
        backups.restore(begun, backup, PASSPHRASE, "  ")
    assert no_reason.value.code == "case.reason"
    with pytest.raises(VaultError) as wrong:
        backups.restore(begun, backup, PASSPHRASE + "x", "r")
    assert wrong.value.code == "vault.passphrase"
    assert not (begun.paths.home / "vault.before-restoring-1").exists()


def test_station_without_a_vault_can_be_restored(begun: Station, tmp_path: Path) -> None:
    backup = note(begun, "one")
    assert backup is not None
    with backups.restore(station(tmp_path / "new"), backup, PASSPHRASE, "new machine") as desk:
        assert len(desk.vault.entries(CASE)) == 1
