"""An officer's open interview goes on with another version of its form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from screening.casefile.entries import Answered, Finalised, Moved
from screening.errors import CaseError, StationError
from screening.fieldwork import moving
from screening.fieldwork.officer import Fieldwork
from screening.forms import packs
from screening.ids import CaseId, Digest, Ref
from support.office import NOW, Office, open_office
from support.xform import inputs, xform


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def installed(office: Office, version: str, *names: str, form: str = "f", valid_to: date | None = None) -> Digest:
    """A pack with a text question for each name."""
    nodes = "".join(f"<{name}/>" for name in names)
    xml = xform(nodes, body=inputs(*(f"/data/{name}" for name in names)), root=f'id="{form}" version="{version}"')
    data = packs.build(xml, form, {}, published_by="test", status="active", valid_to=valid_to)
    return Digest(office.officer.station.packs.install(data).sha256)


def begun(office: Office) -> CaseId:
    case = office.fieldwork.begin(installed(office, "1", "a", "b"), accept=["unsigned"])
    for ref, value in (("/data/a", "x"), ("/data/b", "y")):
        office.fieldwork.record(case, Answered(Ref(ref), value))
    return case


def test_a_look_changes_nothing_and_a_move_is_one_entry(office: Office) -> None:
    case, pack = begun(office), installed(office, "2", "b", "c")
    before = office.fieldwork.entries(case)
    report = moving.preview(office.fieldwork, case, pack)
    assert [each.ref for each in report.orphans] == ["/data/a"]
    assert office.fieldwork.entries(case) == before
    assert moving.carry_out(office.fieldwork, case, pack, accept=["unsigned"], reason=" new rules ") == report
    again = Fieldwork(office.officer.means)
    entries = again.entries(case)
    assert len(entries) == len(before) + 1
    last = entries[-1].body
    assert isinstance(last, Moved)
    assert (last.reason, last.conceded, last.version) == ("new rules", ("unsigned",), "2")
    live = again.session(case)
    assert (live.form.version, live.value("/data/b")) == ("2", "y")
    assert again.answers(case) == {"/data/b": "y"}
    again.record(case, Answered(Ref("/data/c"), "z"))
    assert Fieldwork(office.officer.means).session(case).value("/data/c") == "z"


def test_a_move_that_is_not_allowed_changes_nothing(office: Office) -> None:
    case, first = begun(office), installed(office, "1", "a", "b")
    before = office.fieldwork.entries(case)
    for pack, code in ((first, "case.step.same_pack"), (installed(office, "1", "a", form="g"), "case.step.other_form")):
        with pytest.raises(CaseError) as refused:
            moving.carry_out(office.fieldwork, case, pack, accept=["unsigned"])
        assert refused.value.code == code
    with pytest.raises(StationError):
        moving.carry_out(office.fieldwork, case, installed(office, "3", "a"))
    expired = installed(office, "4", "a", valid_to=NOW.date() - timedelta(days=9))
    with pytest.raises(StationError) as refused_without_reason:
        moving.carry_out(office.fieldwork, case, expired, accept=["unsigned", "expired"])
    assert refused_without_reason.value.code == "station.pack.reason"
    assert office.fieldwork.entries(case) == before


def test_a_finalised_interview_stays_with_its_form(office: Office) -> None:
    case = begun(office)
    office.fieldwork.record(case, Finalised(Digest("3" * 64)))
    with pytest.raises(CaseError) as refused:
        moving.preview(office.fieldwork, case, installed(office, "2", "b"))
    assert refused.value.code == "case.step.finalised"
