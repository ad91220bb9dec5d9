"""The unlocked station: packets from folders, files and addresses; what is damaged or missing on the machine."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from screening.delivery.transport import PACKET_LIMIT, Transport
from screening.errors import DeliveryError, IdentityError, StationError
from screening.fieldwork import referring
from screening.ids import Digest
from screening.station.authoring import build_pack
from screening.station.clock import Clock
from screening.station.desk import Desk
from screening.station.paths import Paths
from screening.station.settings import Settings
from screening.station.station import Station
from screening.station.words import Words
from support.office import PASSPHRASE, RESOURCES, Office, open_office, station


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def sealed(office: Office) -> bytes:
    case = office.interview()
    office.consent(case)
    return office.officer.vault.blob(referring.seal(office.fieldwork, case, ["social-service"])[0].digest)


def test_a_folder_is_taken_in_with_its_folders_and_a_huge_file_keeps_nothing_out(office: Office) -> None:
    (office.stick / "below").mkdir()
    (office.stick / "below" / "one.asice.age").write_bytes(sealed(office))
    (office.stick / "notes.txt").write_bytes(b"not ours")
    huge = office.stick / "a-huge.asice.age"
    huge.touch()
    os.truncate(huge, PACKET_LIMIT + 1)
    taken = list(office.supervisor.take_in(str(office.stick)))
    assert [(one.file, one.result, one.code) for one in taken] == [
        ("a-huge.asice.age", "rejected", "station.file.large"),
        ("one.asice.age", "imported", None),
    ]


@pytest.mark.parametrize("name", ["gone", "link"])
def test_a_place_that_is_not_there(office: Office, name: str) -> None:
    (office.stick / "link").symlink_to(office.stick / "nowhere")
    code = "station.file.missing" if name == "gone" else "station.file.unreadable"
    with pytest.raises(StationError) as refused:
        list(office.supervisor.take_in(str(office.stick / name)))
    assert refused.value.code == code


class Shelf(Transport):
    """An address with some packets, of which some cannot be fetched."""

    name = "https"

    def __init__(self, packets: dict[Digest, bytes | str]) -> None:
        self.lying = packets
        self.fetched: list[Digest] = []

    @override
    def packets(self) -> Iterator[Digest]:
        return iter(self.lying)

    @override
    def get_packet(self, digest: Digest) -> bytes:
        self.fetched.append(digest)
        found = self.lying[digest]
        if isinstance(found, str):
            raise DeliveryError(found)
        return found

    @override
    def put_packet(self, digest: Digest, data: bytes) -> None:
        self.lying[digest] = data

    @override
    def put_receipt(self, packet: Digest, data: bytes) -> None:
        pytest.fail("nobody asked for it")

    @override
    def receipts(self, wanted: Collection[Digest]) -> Iterator[tuple[Digest, bytes]]:
        pytest.fail("nobody asked for it")


def digest_of(data: bytes) -> Digest:
    return Digest(hashlib.sha256(data).hexdigest())


def test_an_address_is_asked_for_what_is_new_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = sealed(office), sealed(office)
    shelf = Shelf({digest_of(first): first})
    monkeypatch.setattr(office.supervisor, "transport", lambda _: shelf)
    place = "https://inbox.example"
    assert [one.result for one in office.supervisor.take_in(place)] == ["imported"]
    shelf.lying |= {digest_of(second): second, Digest("e" * 64): "delivery.packet.missing"}
    shelf.fetched.clear()
    assert [one.result for one in office.supervisor.take_in(place)] == ["duplicate", "imported", "rejected"]
    assert shelf.fetched == [digest_of(second), "e" * 64]
    shelf.lying[Digest("f" * 64)] = "delivery.https.timeout"
    with pytest.raises(DeliveryError):
        list(office.supervisor.take_in(place))


def test_what_is_sent_where_is_what_was_said_or_what_the_settings_say(office: Office) -> None:
    assert office.officer.targets("here") == ("here",)
    with pytest.raises(StationError):
        office.officer.targets(None)
    office.officer.station.settings = Settings(targets=("a", "b"))
    assert office.officer.targets(None) == ("a", "b")


def test_the_authority_s_words_are_the_same_at_every_station(office: Office) -> None:
    pinned = office.officer.enrolment.pinned()
    assert pinned is not None
    assert pinned == office.supervisor.enrolment.pinned()
    words = office.officer.enrolment.words(pinned)
    assert len(words) == 8
    assert words == office.supervisor.enrolment.words(pinned)


def test_a_bundle_or_certificate_of_another_authority_is_not_installed(office: Office, tmp_path: Path) -> None:
    with open_office(tmp_path / "elsewhere") as other:
        certificate = other.officer.enrolment.credentials().certificate
        assert certificate is not None
        before = office.officer.credentials.trust
        with pytest.raises(IdentityError) as refused:
            office.officer.enrolment.install(other.bundle)
    assert refused.value.code == "identity.bundle.authority"
    assert office.officer.credentials.trust == before


def test_an_unenrolled_station_knows_nobody(tmp_path: Path) -> None:
    with station(tmp_path / "alone").create(PASSPHRASE, user="officer", role="officer") as desk:
        assert desk.credentials.certificate is None
        assert desk.credentials.trust is None
        assert desk.enrolment.pinned() is None
        with pytest.raises(IdentityError):
            desk.recipients()


def test_a_station_knows_whether_it_has_a_vault(tmp_path: Path) -> None:
    locked = station(tmp_path / "home")
    assert not locked.has_vault
    locked.create(PASSPHRASE, user="officer", role="officer").close()
    assert locked.has_vault
    with locked.unlock(PASSPHRASE) as desk:
        assert isinstance(desk, Desk)
        assert desk.role == "officer"


def test_a_program_with_a_damaged_list_says_which_file(tmp_path: Path) -> None:
    shutil.copytree(RESOURCES, tmp_path / "resources")
    (tmp_path / "resources" / "lists" / "adult_labour.json").write_text("{", "utf-8")
    paths = Paths(tmp_path / "home", tmp_path / "resources")
    damaged = Station(paths, Clock(), Settings(), Words.load(RESOURCES, "en"))
    with pytest.raises(StationError) as refused:
        _ = damaged.lists
    assert refused.value.params == {"file": "adult_labour.json"}


def test_a_form_to_build_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.md", "station.file.missing"), (tmp_path, "station.file.unreadable")):
        with pytest.raises(StationError) as refused:
            build_pack(path, "md")
        assert refused.value.code == code
