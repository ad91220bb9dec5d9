"""A folder or drive: whole under its name or not there at all, whatever the drive does."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from delivery.conformance import DIGEST, PACKET, Conformance, digest_of
from screening.delivery import durable
from screening.delivery.folder import FolderTransport
from screening.delivery.transport import RECEIPT_LIMIT
from screening.errors import DeliveryError
from support.failing import FailingDisk

NAME = f"{DIGEST}.asice.age"


@pytest.fixture
def transport(tmp_path: Path) -> FolderTransport:
    return FolderTransport(tmp_path)


class TestFolder(Conformance):
    """The conformance suite over a folder."""


def test_file_names_are_the_digest_and_what_it_is(transport: FolderTransport, tmp_path: Path) -> None:
    transport.put_packet(DIGEST, PACKET)
    transport.put_receipt(DIGEST, b"receipt")
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, f"{DIGEST}.receipt.age"]


def test_only_the_owner_may_read_what_was_left(transport: FolderTransport, tmp_path: Path) -> None:
    transport.put_packet(DIGEST, PACKET)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    gone = FolderTransport(tmp_path / "gone")
    for use in (
        lambda: gone.put_packet(DIGEST, PACKET),
        lambda: list(gone.packets()),
        lambda: gone.get_packet(DIGEST),
        lambda: gone.put_receipt(DIGEST, b"receipt"),
        lambda: list(gone.receipts([DIGEST])),
    ):
        with pytest.raises(DeliveryError) as refusal:
            use()
        assert refusal.value.code == "delivery.folder.missing"
    assert not (tmp_path / "gone").exists()


def test_a_file_in_the_place_of_the_folder_is_told_as_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeliveryError) as refusal:
        FolderTransport(tmp_path / "file").put_packet(DIGEST, PACKET)
    assert refusal.value.code == "delivery.folder.missing"


def test_a_packet_altered_on_the_drive_is_not_given_out(transport: FolderTransport, tmp_path: Path) -> None:
    transport.put_packet(DIGEST, PACKET)
    (tmp_path / NAME).write_bytes(PACKET[:-1])
    with pytest.raises(DeliveryError) as refusal:
        transport.get_packet(DIGEST)
    assert refusal.value.code == "delivery.packet.altered"


def test_sending_again_mends_a_damaged_copy(transport: FolderTransport, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"cut short by something else")
    transport.put_packet(DIGEST, PACKET)
    assert transport.get_packet(DIGEST) == PACKET


def test_a_copy_that_already_lies_there_is_not_written_again(transport: FolderTransport, tmp_path: Path) -> None:
    transport.put_packet(DIGEST, PACKET)
    before = (tmp_path / NAME).stat().st_ino
    transport.put_packet(DIGEST, PACKET)
    assert (tmp_path / NAME).stat().st_ino == before


def test_foreign_files_and_links_are_neither_listed_nor_followed(transport: FolderTransport, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    (tmp_path / "0123.asice.age").write_bytes(b"")
    assert list(transport.packets()) == []
    (tmp_path / NAME).symlink_to("/dev/zero")
    (tmp_path / f"{DIGEST}.receipt.age").symlink_to("/dev/zero")
    with pytest.raises(DeliveryError) as refusal:
        transport.get_packet(DIGEST)
    assert refusal.value.code == "delivery.packet.missing"
    assert list(transport.receipts([DIGEST])) == []


def test_a_pipe_under_a_packets_name_does_not_hang(transport: FolderTransport, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with pytest.raises(DeliveryError) as refusal:
        transport.get_packet(DIGEST)
    assert refusal.value.code == "delivery.packet.missing"


def test_one_oversized_receipt_hides_no_good_one(transport: FolderTransport, tmp_path: Path) -> None:
    other = digest_of(b"other")
    with (tmp_path / f"{other}.receipt.age").open("wb") as file:
        file.truncate(RECEIPT_LIMIT + 1)
    transport.put_receipt(DIGEST, b"good")
    assert list(transport.receipts([DIGEST, other])) == [(DIGEST, b"good")]


def test_a_drive_that_cannot_be_read_is_told_and_not_taken_for_empty(
    transport: FolderTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport.put_packet(DIGEST, PACKET)
    transport.put_receipt(DIGEST, b"receipt")
    disk = FailingDisk(monkeypatch, "open")
    for use in (lambda: transport.get_packet(DIGEST), lambda: list(transport.receipts([DIGEST]))):
        disk.refuse(0, errno.EIO)
        with pytest.raises(DeliveryError) as refusal:
            use()
        assert refusal.value.code == "delivery.folder.unplugged"


REFUSALS = [
    (errno.ENOSPC, "delivery.folder.full"),
    (errno.EDQUOT, "delivery.folder.full"),
    (errno.EFBIG, "delivery.folder.full"),
    (errno.EROFS, "delivery.folder.readonly"),
    (errno.EACCES, "delivery.folder.readonly"),
    (errno.EIO, "delivery.folder.unplugged"),
    (errno.ENODEV, "delivery.folder.unplugged"),
    (errno.ENOENT, "delivery.folder.missing"),
]


@pytest.mark.parametrize(("number", "code"), REFUSALS)
def test_a_drive_that_refuses_at_any_moment_leaves_no_half_file_and_is_named(
    transport: FolderTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    disk = FailingDisk(monkeypatch, "write", "fsync", "replace")
    transport.put_receipt(digest_of(b"rehearsal"), PACKET)
    calls = list(disk.made)
    assert set(calls) == {"write", "fsync", "replace"}
    for moment, call in enumerate(calls):
        disk.refuse(moment, number)
        with pytest.raises(DeliveryError) as refusal:
            transport.put_packet(DIGEST, PACKET)
        assert refusal.value.code == code, call
        left = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith(".receipt.age")}
        assert left in ({}, {NAME: PACKET})  # whole, or not there; nothing under a passing name either
        (tmp_path / NAME).unlink(missing_ok=True)
    disk.mend()
    transport.put_packet(DIGEST, PACKET)
    assert transport.get_packet(DIGEST) == PACKET


def test_a_drive_that_gives_back_something_else_is_found_out(
    transport: FolderTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def lying_drive(handle: int, data: bytes) -> int:
        return real(handle, bytes(len(data)))

    monkeypatch.setattr(os, "write", lying_drive)
    with pytest.raises(DeliveryError) as refusal:
        transport.put_packet(DIGEST, PACKET)
    assert refusal.value.code == "delivery.folder.unconfirmed"
    assert list(tmp_path.iterdir()) == []


def test_a_drive_that_takes_little_at_a_time_still_gets_all(
    transport: FolderTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1000]))
    transport.put_packet(DIGEST, PACKET)
    assert transport.get_packet(DIGEST) == PACKET


def test_bytes_are_on_the_medium_before_they_get_their_name(
    transport: FolderTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FailingDisk(monkeypatch, "write", "fsync", "replace", "posix_fadvise")
    transport.put_packet(DIGEST, PACKET)
    assert disk.made == ["write", "fsync", "posix_fadvise", "posix_fadvise", "replace", "fsync"]


def test_what_a_killed_program_left_is_swept_after_a_day_and_not_before(
    transport: FolderTransport, tmp_path: Path
) -> None:
    old, new = tmp_path / ".screening-old.part", tmp_path / ".screening-new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    now = new.stat().st_mtime
    os.utime(old, (now - 90_000, now - 90_000))
    transport.put_packet(DIGEST, PACKET)
    assert not old.exists()
    assert new.exists()


def test_a_draft_is_kept_once(tmp_path: Path) -> None:
    with durable.Draft(tmp_path) as draft:
        draft.keep(tmp_path / "name")
        with pytest.raises(ValueError, match="once"):
            draft.keep(tmp_path / "other")


def test_the_log_names_neither_the_folder_nor_anything_but_the_digest(
    transport: FolderTransport, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "screening.delivery"):
        transport.put_packet(DIGEST, PACKET)
        transport.put_receipt(DIGEST, b"receipt")
    assert DIGEST in caplog.text
    assert str(tmp_path) not in caplog.text


@pytest.mark.parametrize(
    ("options", "code"), [("size=64k", "delivery.folder.full"), ("ro", "delivery.folder.readonly")]
)
def test_a_real_full_or_read_only_drive_is_told_and_left_clean(tmp_path: Path, options: str, code: str) -> None:
    mount = ["sh", "-c", 'mount -t tmpfs -o "$1" drive "$2" && shift 2 && exec "$@"', "sh"]
    ways = [["unshare", "-rm", *mount], ["unshare", "-m", *mount]]  # without -r only root may
    able = (way for way in ways if not subprocess.run([*way, "size=4k", tmp_path, "true"], check=False).returncode)
    way = next(able, None) if shutil.which("unshare") else None
    if way is None:
        pytest.skip("not run: a full and a read-only drive, which unshare -m has to mount")
    program = textwrap.dedent("""
        import hashlib, os, sys
        from screening.delivery.folder import FolderTransport
        from screening.errors import DeliveryError
        from pathlib import Path
        data = bytes(200_000)
        try:
            FolderTransport(Path(sys.argv[1])).put_packet(hashlib.sha256(data).hexdigest(), data)
        except DeliveryError as refusal:
            print(refusal.code, os.listdir(sys.argv[1]))
    """)
    told = subprocess.run(
        [*way, options, tmp_path, sys.executable, "-c", program, tmp_path], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == f"{code} []"
