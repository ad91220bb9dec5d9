from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.envelope import zips
from screening.envelope.zips import Limits
from screening.errors import PacketError

PARTS = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,8}", fullmatch=True)
NAMES = st.lists(PARTS, min_size=1, max_size=4).map("/".join)
ENTRIES = st.lists(st.tuples(NAMES, st.binary(max_size=200)), max_size=8)
TWO = [("referral.json", b"{}"), ("attachments/a.bin", b"abc")]


def refusal(data: bytes, limits: Limits = zips.USUAL) -> str:
    with pytest.raises(PacketError) as caught:
        zips.unpack(data, limits)
    return caught.value.code


@given(ENTRIES)
def test_what_is_packed_is_unpacked_in_its_order_or_not_packed_at_all(entries: list[tuple[str, bytes]]) -> None:
    try:
        data = zips.pack(entries)
    except PacketError as error:
        assert error.code in {"packet.zip.name", "packet.zip.duplicate"}  # noqa: PT017 - one of two outcomes
        return
    assert list(zips.unpack(data).items()) == entries
    assert zips.pack(entries) == data


@given(ENTRIES)
def test_a_general_reader_sees_the_same_files(entries: list[tuple[str, bytes]]) -> None:
    try:
        data = zips.pack(entries)
    except PacketError:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == entries
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
        assert {info.date_time for info in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        ".hidden",
        "a/.hidden",
        "C:/a",
        "a\\b",
        "a b",
        "a\n",
        "a\x00b",
        "имя",
        "nul",
        "NUL.txt",
        "a/con.json",
        "Com1",
        "lpt9.pdf",
        "a.",
        "a./b",
        "a/b/c/d/e",
        "x" * 151,
    ],
)
def test_names_that_lead_elsewhere_are_neither_written_nor_read(name: str) -> None:
    with pytest.raises(PacketError) as caught:
        zips.pack([(name, b"")])
    assert caught.value.code == "packet.zip.name"
    foreign = io.BytesIO()
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name.replace("\x00", "") or "-"), b"")
    assert refusal(foreign.getvalue()) in {"packet.zip.name", "packet.zip.shape"}


@pytest.mark.parametrize("names", [("a", "a"), ("a", "A"), ("a", "a/b"), ("a/b", "A"), ("a/b/c", "a/b")])
def test_two_names_for_one_place_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(PacketError) as caught:
        zips.pack([(name, b"") for name in names])
    assert caught.value.code == "packet.zip.duplicate"
    foreign = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(foreign, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"")
    assert refusal(foreign.getvalue()) == "packet.zip.duplicate"


def test_compressed_files_are_refused() -> None:
    foreign = io.BytesIO()
    with zipfile.ZipFile(foreign, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"a" * 1000)
    assert refusal(foreign.getvalue()) == "packet.zip.compressed"


def _written_by_zipfile(entry: zipfile.ZipInfo, content: bytes = b"content", comment: bytes = b"") -> bytes:
    foreign = io.BytesIO()
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.comment = comment
        archive.writestr(entry, content)
    return foreign.getvalue()


def test_what_hides_in_the_directory_is_refused() -> None:
    link = zipfile.ZipInfo("a")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    assert refusal(_written_by_zipfile(link, b"/etc/passwd")) == "packet.zip.shape"
    commented = zipfile.ZipInfo("a")
    commented.comment = b"hidden"
    assert refusal(_written_by_zipfile(commented)) == "packet.zip.shape"
    assert refusal(_written_by_zipfile(zipfile.ZipInfo("a"), comment=b"hidden")) == "packet.zip.shape"
    extra = zipfile.ZipInfo("a")
    extra.extra = struct.pack("<HHI", 0xCAFE, 4, 0)
    assert refusal(_written_by_zipfile(extra)) == "packet.zip.shape"
    assert refusal(_written_by_zipfile(zipfile.ZipInfo("a", (2020, 1, 1, 0, 0, 0)))) == "packet.zip.shape"


def test_zip64_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z", "w") as archive, archive.open("a", "w", force_zip64=True) as entry:
        entry.write(b"content")
    assert refusal((tmp_path / "z").read_bytes()) in {"packet.zip.shape", "packet.zip.compressed"}


def test_bytes_before_between_and_behind_are_refused() -> None:
    data = zips.pack(TWO)
    second = data.index(b"PK\x03\x04", 4)
    directory = data.index(b"PK\x01\x02")
    for place in (0, second, directory, len(data) - 22, len(data)):
        assert refusal(data[:place] + b"hidden" + data[place:]) == "packet.zip.shape"
    assert refusal(b"") == "packet.zip.shape"
    assert refusal(data[:second] + data[directory:]) == "packet.zip.shape"
    assert refusal(data + data) == "packet.zip.shape"


def test_directory_and_files_must_say_the_same() -> None:
    data = zips.pack(TWO)
    other = zips.pack([("referral.json", b"[]"), TWO[1]])
    directory = data.index(b"PK\x01\x02")
    assert refusal(other[:directory] + data[directory:]) == "packet.zip.shape"
    renamed = data[:directory] + data[directory:].replace(b"referral.json", b"attacker.json")
    assert refusal(renamed) == "packet.zip.shape"


def test_cut_damaged_and_encrypted_files_each_have_their_refusal() -> None:
    data = zips.pack(TWO)
    assert refusal(data[:10]) == "packet.zip.truncated"
    assert refusal(data[:44]) == "packet.zip.truncated"
    assert refusal(data.replace(b"abc", b"abd", 1)) == "packet.zip.damaged"
    assert refusal(data[:6] + b"\x01" + data[7:]) == "packet.zip.encrypted"
    assert refusal(data[:7] + b"\x08" + data[8:]) == "packet.zip.shape"
    assert refusal(data.replace(b"referral.json", "реферал".encode()[:13], 1)) == "packet.zip.name"


def test_limits_hold_before_anything_is_opened() -> None:
    data = zips.pack(TWO)
    assert refusal(data, Limits(files=1)) == "packet.zip.files"
    assert refusal(data, Limits(size=len(data) - 1)) == "packet.zip.size"
    assert list(zips.unpack(data, Limits(files=2, size=len(data)))) == ["referral.json", "attachments/a.bin"]


def test_more_than_an_archive_can_count_is_not_packed() -> None:
    with pytest.raises(PacketError) as caught:
        zips.pack([("a", b"")] * 70_000)
    assert caught.value.code == "packet.zip.size"


def test_a_checksum_that_only_the_directory_has_wrong_is_refused() -> None:
    data = bytearray(zips.pack(TWO))
    place = data.index(b"PK\x01\x02") + 16
    assert struct.unpack_from("<I", data, place)[0] == zlib.crc32(b"{}")
    data[place] ^= 1
    assert refusal(bytes(data)) == "packet.zip.shape"
