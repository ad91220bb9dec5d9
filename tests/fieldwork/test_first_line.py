"""What a first line leaves in the store: nothing until its end, then a count of the day, or a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from screening.casefile.entries import Answered, Counted, Noted, Sealed, UrgentRaised
from screening.errors import CaseError, FormError, ReferralError
from screening.fieldwork import first_line, urgent
from screening.fieldwork.first_line import Carried
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import STATION
from support.office import NOW, Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def stands_here(office: Office, **answers: str) -> Session:
    """Somebody at the booth."""
    form = office.officer.means.form(office.officer.current_pack(first_line.FORM))
    session = first_line.begin(form, lambda: NOW, "bus")
    for name, value in answers.items():
        ref = next(q.ref for q in form.questions() if q.ref.endswith(f"/{name}"))
        assert session.answer(ref, value).accepted, name
    return session


def test_nothing_is_written_before_the_end(office: Office) -> None:
    before = office.officer.vault.head()
    session = stands_here(office, person="adult", seen="holds", private="yes", own="kept", wish="talk")
    assert first_line.end_of(session) == "second_line"
    assert first_line.reasons(session, None)
    assert first_line.carried(session, None).note
    assert office.officer.vault.head() == before
    assert office.fieldwork.cases() == ()


def test_a_count_names_the_day_and_not_the_minute(office: Office) -> None:
    entry = first_line.count(office.fieldwork, "info_card", "bus")
    assert entry.case == STATION
    assert entry.body == Counted("2026-03-12", "bus", "info_card")
    assert entry.at == datetime(2026, 3, 12, tzinfo=NOW.tzinfo)
    assert office.fieldwork.cases() == ()


def test_counts_from_one_to_four_are_not_shown(office: Office) -> None:
    for _ in range(4):
        first_line.count(office.fieldwork, "second_line", "foot")
    for _ in range(5):
        first_line.count(office.fieldwork, "info_card", "bus")
    shown = [(t.month, t.mode, t.end, t.count) for t in first_line.totals(office.fieldwork)]
    assert shown == [("2026-03", "bus", "info_card", 5), ("2026-03", "foot", "second_line", None)]


def test_a_first_line_is_never_a_case(office: Office) -> None:
    pack = office.officer.current_pack(first_line.FORM)
    for begin in (
        lambda: office.fieldwork.begin(pack),
        lambda: office.fieldwork.begin_with(pack, (), ()),
        lambda: office.fieldwork.record_steps(pack, []),
    ):
        with pytest.raises(CaseError) as refused:
            begin()
        assert refused.value.code == "case.first_line.case"
    assert office.fieldwork.cases() == ()


def test_another_form_is_no_first_line(office: Office) -> None:
    form = office.officer.means.form(office.officer.current_pack("second_line"))
    with pytest.raises(CaseError) as refused:
        first_line.begin(form, lambda: NOW)
    assert refused.value.code == "case.first_line.form"


def test_a_form_without_a_person_is_refused_by_name(office: Office) -> None:
    xml = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:ti="https://fieldscreening.org/ns/ti"><h:head><h:title>t</h:title><model><instance>'
        '<data id="t"><to_card/></data></instance>'
        '<bind nodeset="/data/to_card" type="string" readonly="true()" ti:role="end"/></model></h:head>'
        '<h:body><input ref="/data/to_card"><label>x</label></input></h:body></h:html>'
    )
    session = first_line.begin(Form.parse(xml.encode()), lambda: NOW)
    with pytest.raises(FormError) as refused:
        first_line.of_a_child(session)
    assert refused.value.code == "form.ref.unknown"
    assert office.fieldwork.cases() == ()


def test_a_hand_over_begins_with_what_was_noticed_and_its_basis(office: Office) -> None:
    session = stands_here(office, person="adult", seen="fear exhausted", private="yes", goes="other_knows", wish="talk")
    given = first_line.carried(session, "English (en)")
    assert given.rules == ("U6",)
    case = first_line.hand_over(
        office.fieldwork, office.officer.current_pack("second_line"), given, language="English (en)"
    )
    state = office.fieldwork.case(case)
    answers = {ref.rpartition("/")[2]: (a.value, a.basis) for ref, a in state.answers.items()}
    assert answers == {"population": ("adult", "observed"), "noticed": ("fear exhausted", "observed")}
    assert state.urgent == ("U6",)
    assert [note.nature for note in state.notes] == ["observed"]
    assert "Where are you going today, and who is meeting you? — Does not know, but someone else does" in (
        state.notes[0].text
    )
    assert state.language == "English (en)"
    assert office.fieldwork.session(case).value("/data/safety/population") == "adult"


def test_what_the_next_form_does_not_offer_is_left_out(office: Office) -> None:
    given = Carried(
        (("escort", "unchecked", "document"), ("population", "child", "observed"), ("mood", "x", "observed"))
    )
    case = first_line.hand_over(office.fieldwork, office.officer.current_pack("child"), given)
    assert [ref.rpartition("/")[2] for ref in office.fieldwork.case(case).answers] == ["population"]


def test_the_age_group_is_taken_once(office: Office) -> None:
    known = Carried((("population", "adult", "observed"),))
    assert known.with_population("child") == known
    assert Carried(()).with_population("") == Carried(())
    assert Carried(()).with_population("child").answers == (("population", "child", "observed"),)
    assert office.fieldwork.cases() == ()


@pytest.mark.parametrize(("population", "expected"), [("adult", ["police"]), ("child", ["police", "children-service"])])
def test_three_answers_are_enough_for_an_urgent_packet(office: Office, population: str, expected: list[str]) -> None:
    form = "second_line" if population == "adult" else "child"
    given = Carried(()).with_population(population)
    case = first_line.hand_over(office.fieldwork, office.officer.current_pack(form), given)
    found = urgent.addressees(office.fieldwork, child=population != "adult")
    assert all(each.reachable for each in found)
    to = [str(each.recipient) for each in found]
    assert to == expected
    sealed = urgent.seal(office.fieldwork, case, "U4", to)
    assert {name for one in sealed for name in one.recipients} == set(expected)
    state = office.fieldwork.case(case)
    assert state.urgent == ("U4",)
    assert {consent.by for consent in state.consents.values()} == {"not-required"}
    assert state.submission is None  # the interview goes on
    assert len([e for e in state.entries if isinstance(e.body, UrgentRaised)]) == 1
    urgent.seal(office.fieldwork, case, "U4", to)
    again = office.fieldwork.case(case)
    assert len([e for e in again.entries if isinstance(e.body, UrgentRaised)]) == 1
    assert len([e for e in again.entries if isinstance(e.body, Sealed)]) == 2 * len(sealed)


def test_the_supervisor_sees_why_it_is_urgent_and_what_was_noticed(office: Office) -> None:
    session = stands_here(office, person="child", escort="unverified", seen="answers")
    given = first_line.carried(session, None)
    case = first_line.hand_over(office.fieldwork, office.officer.current_pack("child"), given)
    (_, children) = urgent.seal(office.fieldwork, case, "U3", ["police", "children-service"])
    (office.stick / f"{children.digest}.asice.age").write_bytes(office.officer.vault.blob(children.digest))
    (taken,) = office.supervisor.take_in(str(office.stick))
    assert taken.result == "imported"
    told = office.registry.referral(taken.digest)
    assert told["urgency"] == {"urgent": True, "rules": ["U3"]}
    seen = {answer["ref"].rpartition("/")[2]: answer["value"] for answer in told["answers"]}
    assert (seen["escort"], seen["noticed"]) == ("unverified", "answers")


def test_without_anybody_to_tell_the_telephone_is_named(office: Office) -> None:
    case = first_line.hand_over(
        office.fieldwork, office.officer.current_pack("second_line"), Carried(()).with_population("adult")
    )
    with pytest.raises(ReferralError) as refused:
        urgent.seal(office.fieldwork, case, "U1", [])
    assert refused.value.code == "referral.urgent.nobody"
    assert office.fieldwork.case(case).urgent == ()


def test_a_note_is_only_made_of_what_was_answered(office: Office) -> None:
    silent = first_line.carried(stands_here(office, person="adult", seen="none"), None)
    assert silent.note == ""
    case = first_line.hand_over(office.fieldwork, office.officer.current_pack("second_line"), silent)
    bodies = [entry.body for entry in office.fieldwork.case(case).entries]
    assert not [body for body in bodies if isinstance(body, Noted)]
    assert [body.value for body in bodies if isinstance(body, Answered)] == ["adult"]
