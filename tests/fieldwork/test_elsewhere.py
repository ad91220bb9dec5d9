"""Another country needs no code: an invented place carries a whole case, from the first question to the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.errors import ReferralError, StationError
from screening.fieldwork import outbox, referring, urgent
from screening.referral.jurisdiction import check_jurisdiction
from screening.registry.supervisor import Taken
from support.office import Office, open_office, station

PLACE = Path(__file__).parents[1] / "vectors" / "jurisdiction" / "zz"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, jurisdiction=str(PLACE), region="north") as opened:
        yield opened


def test_the_whole_line_runs_in_an_invented_place(office: Office) -> None:
    case = office.interview()
    with pytest.raises(ReferralError) as refused:
        referring.seal(office.fieldwork, case, ["harbour-office"])
    assert refused.value.code == "referral.consent.not_asked"
    office.consent(case, "harbour-office")
    assert [sight.recipient for sight in referring.sights(office.fieldwork, case)] == [
        "harbour-office",
        "night-watch",
        "childrens-house",
    ]
    (sealed,) = referring.seal(office.fieldwork, case, ["harbour-office"])
    assert (sealed.recipients, sealed.profile) == (("harbour-office",), "P-SOC")
    transport = office.officer.transport(str(office.stick))
    assert outbox.send(office.fieldwork, transport) == []
    taken: list[Taken] = list(office.supervisor.take_in(str(office.stick)))
    assert [(one.result, one.code) for one in taken] == [("imported", None)]


def test_who_is_told_of_danger_is_what_the_place_says(office: Office) -> None:
    assert [one.recipient for one in urgent.addressees(office.fieldwork, child=True)] == [
        "night-watch",
        "childrens-house",
    ]
    assert [one.recipient for one in urgent.addressees(office.fieldwork, child=False)] == ["night-watch"]


def test_recipients_of_another_region_are_left_out(office: Office) -> None:
    place = office.officer.means.jurisdiction
    assert "hill-office" not in place.recipients
    assert place.routes["presumed"].recipients == ("harbour-office", "night-watch")
    assert [line.number for line in place.offered] == ["000", "000 111"]


def test_the_setting_names_a_folder_that_is_there(tmp_path: Path) -> None:
    assert station(tmp_path, jurisdiction="ua").jurisdiction.id == "ua"
    assert station(tmp_path).jurisdiction.id == "ua"
    with pytest.raises(StationError) as refused:
        _ = station(tmp_path, jurisdiction=str(tmp_path / "none")).jurisdiction
    assert refused.value.code == "station.jurisdiction.missing"


def test_a_record_without_a_source_is_refused_with_its_place() -> None:
    files = {file.name: file.read_bytes() for file in PLACE.glob("*.toml")}
    assert check_jurisdiction(files) == ()
    files["law.toml"] = files["law.toml"].replace(b'source = "Invented for tests"', b'source = ""', 1)
    first = check_jurisdiction(files)[0]
    assert (first.code, first.file, first.place) == ("referral.jurisdiction.source", "law.toml", "legal.act-1")
