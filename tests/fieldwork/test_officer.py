"""The officer's desk: cases begun, listed, searched, weighed; packets waiting and due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from screening.casefile import interview
from screening.casefile.entries import Answered, Assessed, Consented, Consulted, Noted, UrgentRaised
from screening.errors import CaseError, StationError, VaultError
from screening.fieldwork import naming, outbox, referring
from screening.fieldwork.officer import Fieldwork
from screening.ids import STATION, CaseId, Digest, ProfileId, Ref
from screening.vault.index import Wanted
from support.office import NOW, Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def begun(office: Office, *, practice: bool = False) -> CaseId:
    return office.fieldwork.begin(office.officer.current_pack("second_line"), practice=practice)


def test_a_case_goes_on_where_it_was_left(office: Office) -> None:
    case = begun(office)
    office.fieldwork.record(case, Answered(Ref("/data/safety/population"), "adult"))
    again = Fieldwork(office.officer.means)
    assert again.session(case).value("/data/safety/population") == "adult"
    assert again.find(case[:5].lower()) == case
    assert again.answers(case) == {"/data/safety/population": "adult"}


def test_the_words_that_were_really_said_are_kept_with_their_language_and_state(office: Office) -> None:
    arabic, romanian = "العربية (ar)", "Română (ro)"
    pack = office.officer.current_pack("second_line")
    case = office.fieldwork.begin(pack, language=arabic)
    session = office.fieldwork.session(case)
    for ref, value in (("private", "yes"), ("understands", "own"), ("population", "adult"), ("agrees", "yes")):
        session.answer(f"/data/safety/{ref}", value)
    session.answer("/data/origin/stage", "pre")
    session.set_language(romanian)
    session.answer("/data/origin/met", "self")
    for body in interview.bodies(session, since=1):  # the language of the beginning is in the first entry
        office.fieldwork.record(case, body)
    told = Fieldwork(office.officer.means).wordings(case)
    assert told["/data/safety/agrees"] == {
        "language": arabic,
        "wording": "هل توافقون على الحديث معي؟",
        "wording_language": arabic,
        "state": "unverified",
    }
    assert told["/data/origin/stage"]["language"] == arabic
    assert told["/data/origin/stage"]["wording_language"] == "Ukrainian (uk)"
    assert told["/data/origin/met"]["language"] == told["/data/origin/met"]["wording_language"] == romanian


def test_a_case_needs_exactly_its_pack(office: Office) -> None:
    with pytest.raises(StationError) as refused:
        office.fieldwork.begin(Digest("0" * 64))
    assert refused.value.code == "station.pack.digest"
    assert office.fieldwork.cases() == ()


def test_practice_never_leaves_the_station(office: Office) -> None:
    case = begun(office, practice=True)
    office.fieldwork.record(case, UrgentRaised("U1"))
    with pytest.raises(CaseError) as refused:
        referring.seal(office.fieldwork, case, ["police"])
    assert refused.value.code == "case.step.practice"
    assert outbox.items(office.fieldwork) == ()


def test_a_case_without_a_beginning_has_no_interview(office: Office) -> None:
    office.officer.vault.append(CaseId("A" * 12), Noted("n", "observed"), actor="a", at=NOW)
    with pytest.raises(CaseError) as refused:
        office.fieldwork.session(CaseId("A" * 12))
    assert refused.value.code == "case.step.not_opened"


def test_rows_come_newest_first_as_many_as_asked_for(office: Office) -> None:
    cases = [begun(office) for _ in range(4)]
    assert len(office.fieldwork.cases(limit=2)) == 2
    assert {row.case for row in office.fieldwork.cases(limit=None)} == set(cases)


def test_a_search_reaches_answers_quotes_and_notes_of_every_case(office: Office) -> None:
    said, quoted, noted, silent = (begun(office) for _ in range(4))
    office.fieldwork.record(said, Answered(Ref("/data/safety/fear"), "Жовта Кульбаба"))
    office.fieldwork.record(quoted, Answered(Ref("/data/safety/fear"), "x", verbatim="про КУЛЬБАБУ"))
    office.fieldwork.record(noted, Noted("кульбаба на стіні", "observed"))

    def found(text: str, limit: int | None = 200) -> set[str]:
        return {row.case for row in office.fieldwork.cases(limit=limit, wanted=Wanted(text))}

    assert found(" kulbab ") == found("кульбаб", None) == {said, quoted, noted}
    assert found("кульбаб", 1) < {said, quoted, noted}
    assert found(silent) == {silent}
    kept = [entry.body for entry in office.officer.vault.entries(STATION) if isinstance(entry.body, Consulted)]
    assert kept == [Consulted("searched")] * 4  # that it was searched, not what for


def test_list_goes_on_behind_its_first_page(office: Office) -> None:
    cases = [CaseId(f"{number:012}") for number in range(230)]
    for case in cases:
        office.officer.vault.append(case, Noted("n", "observed"), actor="a", at=NOW)
    assert len(office.fieldwork.cases()) == 200
    assert {row.case for row in office.fieldwork.cases(limit=None)} == set(cases)


def test_weighing_records_nothing_and_assessing_only_what_is_new(office: Office) -> None:
    case = office.interview()
    before = office.fieldwork.entries(case)
    weighed = office.fieldwork.weigh(case)
    office.fieldwork.assess(case)
    assert office.fieldwork.entries(case) == before
    assert weighed == office.fieldwork.case(case).assessment
    office.fieldwork.record(case, UrgentRaised("U2"))
    office.fieldwork.assess(case)
    assert [entry.body.kind for entry in office.fieldwork.entries(case)][-2:] == [UrgentRaised.kind, Assessed.kind]


def test_an_urgent_case_may_go_before_its_interview_ends(office: Office) -> None:
    case = begun(office)
    office.fieldwork.record(case, Consented("police", "yes"))
    with pytest.raises(CaseError) as refused:
        referring.seal(office.fieldwork, case, ["police"])
    assert refused.value.code == "case.step.not_finalised"
    office.fieldwork.record(case, UrgentRaised("U1"))
    assert referring.seal(office.fieldwork, case, ["police"])


def test_a_packet_is_not_composed_before_anything_was_assessed(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    planned = referring.plan(office.fieldwork, case, ["social-service"])[0]
    with pytest.raises(CaseError) as refused:
        referring.compose(office.fieldwork, begun(office), planned)
    assert refused.value.code == "case.step.not_assessed"


def test_the_same_recipient_named_twice_gets_one_packet(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    made = referring.seal(office.fieldwork, case, ["social-service", "social-service"], ProfileId("P-SOC"))
    assert [body.recipients for body in made] == [("social-service",)]


# ---- waiting, due ----------------------------------------------------------------------------------------------


def queued(office: Office, count: int) -> list[Digest]:
    made = []
    for _ in range(count):
        case = office.interview()
        office.consent(case)
        made.append(referring.seal(office.fieldwork, case, ["social-service"])[0].digest)
    return made


def test_a_packet_is_due_at_once_and_after_a_failure_when_its_wait_is_over(office: Office) -> None:
    (digest,) = queued(office, 1)

    def due(after: timedelta) -> list[Digest]:
        return [item.packet.digest for item in outbox.due(office.fieldwork, NOW + after)]

    assert due(timedelta(0)) == [digest]
    gone = office.officer.transport(str(office.stick / "gone"))
    for waited in (timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)):
        assert outbox.send(office.fieldwork, gone) == ["delivery.folder.missing"]
        assert due(timedelta(0)) == []
        assert due(waited / 2 - timedelta(seconds=1)) == []
        assert due(waited + timedelta(seconds=1)) == [digest]
    assert due(timedelta(days=400)) == [digest]


def test_a_packet_whose_bytes_are_damaged_keeps_no_other_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = queued(office, 2)
    vault = type(office.officer.vault)
    real = vault.blob

    def blob(self: object, digest: Digest) -> bytes:
        if digest == broken:
            raise VaultError("vault.blob.damaged", digest=digest)
        return real(self, digest)  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "blob", blob)
    assert outbox.send(office.fieldwork, office.officer.transport(str(office.stick))) == ["vault.blob.damaged"]
    states = {item.packet.digest: (item.packet.state, item.packet.result) for item in outbox.items(office.fieldwork)}
    assert states == {broken: ("sending", "vault.blob.damaged"), whole: ("sent", "written")}


def test_receipts_for_packets_of_others_are_passed_over(office: Office) -> None:
    queued(office, 1)
    assert list(outbox.take(office.fieldwork, [(Digest("0" * 64), b"anything")])) == []


# ---- names, corrections ----------------------------------------------------------------------------------------


def test_codes_on_paper_have_names_in_the_station_s_language(office: Office) -> None:
    names = naming.names(office.fieldwork.means)
    assert set(names["recipients"]) == set(office.fieldwork.means.jurisdiction.recipients)
    assert names["categories"]["person_name"] != "person_name"
    assert names["categories"].get("no such category") is None
    assert list(names["rules"]) == []
    assert len(names["rules"]) == 0


def test_a_correction_says_only_what_it_changes(office: Office) -> None:
    case = office.interview()
    steps = [{"value": "/data/safety/population"}, {"unknown": ["/data/safety/fear", "declined"]}]
    changes = office.fieldwork.changes(case, steps)
    assert [change["ref"] for change in changes] == ["/data/safety/fear"]
