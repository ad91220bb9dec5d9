"""An interview of the migration service is begun from a second-line case, recorded, weighed and referred."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screening.casefile.entries import Answered, CarriedOver, Restricted
from screening.errors import CaseError
from screening.fieldwork import referring
from screening.fieldwork.officer import Fieldwork
from screening.ids import CaseId, Ref
from support.office import Office, open_office

VIGNETTES = Path(__file__).parents[1] / "vectors" / "vignettes"


def vignette(name: str) -> Any:
    return json.loads((VIGNETTES / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def recorded(office: Office, name: str, former: CaseId | None = None) -> CaseId:
    story = vignette(name)
    pack = office.officer.current_pack(story["instrument"])
    return office.fieldwork.record_steps(pack, story["steps"], former=former)[0]


@pytest.mark.parametrize("name", ["scam_compound_in_depth", "second_talk_declined"])
def test_a_vignette_that_builds_on_another_ends_the_same_in_the_vault(office: Office, name: str) -> None:
    story = vignette(name)
    former = recorded(office, story["builds_on"])
    case = recorded(office, name, former)
    state = office.fieldwork.case(case)
    assert state.outcome == story["expected"]["outcome"]
    assert [body.source for body in state.former] == [former]
    assert isinstance(state.entries[1].body, CarriedOver)
    assert sum(isinstance(entry.body, CarriedOver) for entry in state.entries) == 1
    again = Fieldwork(office.officer.means)
    assert again.weigh(case).result == office.fieldwork.weigh(case).result
    assert again.session(case).outline() == office.fieldwork.session(case).outline()


def test_the_earlier_case_is_not_touched(office: Office) -> None:
    former = recorded(office, "scam_compound_border")
    before = office.fieldwork.entries(former)
    recorded(office, "scam_compound_in_depth", former)
    assert office.fieldwork.entries(former) == before


def test_it_begins_with_what_is_known_and_goes_on_by_answering(office: Office) -> None:
    former = recorded(office, "construction_locked_in")
    office.fieldwork.record(former, Restricted("Не телефонувати додому."))  # noqa: RUF001 - Ukrainian
    case = office.fieldwork.begin(office.officer.current_pack("migration"), former=former)
    assert office.fieldwork.assess(case).outcome == "presumed"
    state = office.fieldwork.case(case)
    assert state.restrictions == ("Не телефонувати додому.",)  # noqa: RUF001 - Ukrainian
    assert state.answers[Ref("/data/places/docs_there")].origin is not None
    office.fieldwork.record(case, Answered(Ref("/data/places/docs_there"), "self"))
    assert office.fieldwork.case(case).answers[Ref("/data/places/docs_there")].origin is None


def test_practice_and_a_real_case_never_go_together(office: Office) -> None:
    practice = office.fieldwork.begin(office.officer.current_pack("second_line"), practice=True)
    with pytest.raises(CaseError) as refused:
        office.fieldwork.begin(office.officer.current_pack("migration"), former=practice)
    assert refused.value.code == "case.step.practice_mixed"
    later = office.fieldwork.begin(office.officer.current_pack("migration"), former=practice, practice=True)
    assert office.fieldwork.case(later).practice


def test_an_unknown_earlier_case_is_refused(office: Office) -> None:
    with pytest.raises(CaseError) as refused:
        office.fieldwork.begin(office.officer.current_pack("migration"), former=CaseId("Z" * 12))
    assert refused.value.code == "case.unknown"


def test_what_both_interviews_recorded_is_referred_once(office: Office) -> None:
    case = recorded(office, "scam_compound_in_depth", recorded(office, "scam_compound_border"))
    office.consent(case, "police")
    (sealed,) = referring.seal(office.fieldwork, case, ["police"])
    assert sealed.recipients == ("police",)
    (plan,) = referring.plan(office.fieldwork, case, ["police"])
    shown = plan.disclosure.fields["indicators"]
    assert len(shown) == len(set(shown))
    assert {"CD01", "CD02", "DR01"} <= set(shown)
    asked = [answer["ref"] for answer in plan.disclosure.answers]
    assert len(asked) == len(set(asked))
    assert any(answer.get("verbatim") for answer in plan.disclosure.answers)
