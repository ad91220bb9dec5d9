"""The clock, the folders, files written whole, and reports of our own faults."""

from __future__ import annotations

import errno
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.failing import FailingDisk

from screening.errors import StationError, UsageError
from screening.station import crash, files, paths
from screening.station.clock import Clock, parse_now
from screening.station.rejected import keep
from screening.station.times import stamp


def test_a_claimed_time_stands_still_and_says_so() -> None:
    at = datetime(2026, 3, 12, 18, 2, tzinfo=UTC)
    assert (Clock(at).now(), Clock(at).claimed, Clock().claimed) == (at, True, False)
    assert Clock().now().tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "hour"), [("2026-03-12T18:02:00Z", 18), ("2026-03-12T18:02:00", 18), ("2026-03-12T18:02:00+02:00", 16)]
)
def test_a_stated_time_is_read_as_utc(text: str, hour: int) -> None:
    assert parse_now(text) == datetime(2026, 3, 12, hour, 2, tzinfo=UTC)


def test_a_time_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        parse_now("yesterday")


def test_times_leave_as_rfc_3339() -> None:
    assert stamp(datetime(2026, 3, 12, 18, 2, 0, 999, tzinfo=UTC)) == "2026-03-12T18:02:00Z"
    assert stamp(None) is None


def test_a_file_is_written_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = files.write_whole(tmp_path / "a", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_disk_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    file = files.write_whole(tmp_path / "a", b"old")
    disk = FailingDisk(monkeypatch, call)
    disk.refuse(0, errno.ENOSPC)
    with pytest.raises(StationError) as refused:
        files.write_whole(file, b"new")
    assert refused.value.code == "station.disk.full"
    assert file.read_bytes() == b"old"
    disk.mend()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StationError) as refused:
        files.write_whole(tmp_path / "missing" / "a", b"x")
    assert refused.value.code == "station.unwritable"
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StationError):
        files.make_folder(tmp_path / "file" / "below")


def test_a_rejected_file_is_kept_with_its_reason(tmp_path: Path) -> None:
    file = keep(tmp_path / "rejected", "ab" * 32, "packet.altered", b"bytes")
    assert file.read_bytes() == b"bytes"
    assert "packet.altered" in file.with_suffix(".json").read_text("utf-8")
    assert keep(tmp_path / "rejected", "ab" * 32, "packet.altered", b"bytes") == file


def test_resources_that_are_missing_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "a" / "b" / "c" / "paths.py"))
    with pytest.raises(StationError) as refused:
        paths.find_resources()
    assert refused.value.code == "station.resources"


def test_a_crash_report_tells_places_and_no_values(tmp_path: Path) -> None:
    def fails(name: str) -> None:
        message = f"cannot read {name}"
        raise ValueError(message)

    try:
        fails("Canary Person")
    except ValueError as fault:
        where = crash.report(fault, tmp_path)
    text = Path(where).read_text("utf-8")
    assert "ValueError" in text
    assert "in fails" in text or " fails" in text
    assert "Canary" not in text
    assert crash.report(ValueError(), None) == "-"
