"""Why an outcome is what it is: every present indicator leads back to answers, and what would change it is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.assessment.rules import OUTCOMES
from screening.casefile.entries import Overridden
from screening.fieldwork.explaining import explain
from support.commands import STEPS
from support.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def recorded(office: Office, steps: object) -> str:
    pack = office.officer.current_pack("second_line")
    return office.fieldwork.record_steps(pack, steps)[0]


def test_every_present_indicator_leads_back_to_answers_in_the_persons_own_words(office: Office) -> None:
    case = recorded(office, json.loads(STEPS.read_text()))
    told = explain(office.fieldwork, case)
    facts = office.fieldwork.weigh(case).facts
    assert {one.indicator for one in told.shown} == {
        n for n, state in facts["indicators"].items() if state == "present"
    }
    assert all(one.grounds for one in told.shown)
    papers = next(one for one in told.shown if one.indicator == "CD01")
    assert papers.strengths == {"adult_labour": "S"}
    assert papers.grounds[0].item == "B8"
    assert papers.grounds[0].basis == "person_said"
    assert "Паспорт" in str(papers.grounds[0].verbatim)
    assert papers.grounds[0].question
    assert papers.grounds[0].answer
    held = {name for rule in told.rules for name in rule.indicators}
    assert held <= {one.indicator for one in told.shown}
    assert told.settled
    assert told.changes == told.next == ()


def test_what_was_declined_is_told_apart_from_what_was_not_asked(office: Office) -> None:
    case = recorded(office, json.loads(STEPS.read_text()))
    unknown = {one.indicator: one for one in explain(office.fieldwork, case).unknown}
    assert unknown["CD04"].why == "declined"
    assert unknown["CD04"].grounds[0].missing == "declined"
    assert unknown["EX09"].why == "not_asked"
    assert unknown["EX09"].grounds == ()


def open_steps() -> list[object]:
    answers = [("private", "yes"), ("fit", "yes"), ("understands", "own"), ("population", "adult"), ("agrees", "yes")]
    return [{"answer": [f"/data/safety/{name}", value]} for name, value in answers]


def test_an_unsettled_outcome_names_what_would_change_it_and_where_to_ask(office: Office) -> None:
    steps = [*open_steps(), {"answer": ["/data/origin/stage", "post"]}]
    case = recorded(office, steps)
    told = explain(office.fieldwork, case)
    assert not told.settled
    assert [one.further for one in told.changes] == sorted(one.further for one in told.changes)
    assert {one.outcome for one in told.changes} <= set(OUTCOMES)
    session = office.fieldwork.session(case)
    assert told.next
    assert all(session.state(one.ref).relevant and not session.value(one.ref) for one in told.next)
    by_item = {one.item: one for one in told.changes}
    assert told.next[0].ref in {ref for one in by_item.values() for ref in one.ask}
    assert told.next[0].question == session.label(told.next[0].ref, "English (en)")


def test_hearsay_of_a_strong_indicator_stays_unknown_and_says_so(office: Office) -> None:
    heard = json.loads(STEPS.read_text())
    for step in heard:
        if step.get("answer", [""])[0].endswith("/docs_there"):
            step["basis"] = "third_party"
    case = recorded(office, heard)
    found = [one for one in explain(office.fieldwork, case).unknown if one.hearsay]
    assert [(one.indicator, one.why) for one in found] == [("CD01", "unsure")]
    assert found[0].grounds[0].basis == "third_party"


def test_both_outcomes_are_told_when_a_person_set_another(office: Office) -> None:
    case = recorded(office, open_steps())
    office.fieldwork.record(case, Overridden("elevated", "R", "officer"))
    told = explain(office.fieldwork, case)
    assert (told.outcome, told.in_effect) == ("insufficient", "elevated")
    assert told.override == {"role": "officer", "reason": "R"}
    assert json.dumps(told.to_json())
