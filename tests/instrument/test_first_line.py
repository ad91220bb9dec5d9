"""The first line, run: scripted travellers end where they should, by the published rule, whatever is answered."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screening.casefile import steps
from screening.casefile.evidence import gates
from screening.fieldwork import first_line
from screening.forms.form import Form
from screening.forms.session import Session
from support.xlsform import convert

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "steps" / "first_line"
SCRIPTS = sorted(FOLDER.glob("*.json"))
SIGNS = ("holds", "answers", "route", "exhausted", "fear", "asks", "same", "papers")
SECTION = {"private": "talk", "goes": "talk", "paid": "talk", "own": "talk", "wish": "talk", "concern": "result"}


def now() -> datetime:
    return datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def form(root: Path) -> Form:
    return Form.parse(convert(root / "forms" / "first_line" / "form.md").encode())


def traveller(form: Form, **answers: str) -> Session:
    session = first_line.begin(form, now, "bus")
    for name, value in answers.items():
        assert session.answer(f"/data/{SECTION.get(name, 'look')}/{name}", value).accepted, name
    return session


def names(session: Session) -> list[str]:
    relevant = [item.ref.rpartition("/")[2] for item in session.outline().questions() if item.relevant]
    return [name for name in relevant if name.startswith("why_")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_scripted_traveller_ends_as_expected(form: Form, script: Path) -> None:
    expected = json.loads((FOLDER / "expected" / script.name).read_text("utf-8"))
    session = first_line.begin(form, now)
    said = json.loads(script.read_text("utf-8"))
    for step in said:
        ref = next(iter(step.values()))[0]
        assert session.state(ref).relevant, step
        (result,) = steps.run(session, [step], {})
        assert result["accepted"], step
    assert session.validate() == ()
    assert first_line.end_of(session) == expected["end"]
    assert names(session) == expected["reasons"]
    assert list(gates(session.facts())) == expected["gates"]
    given = first_line.carried(session, None)
    assert [list(each) for each in given.answers] == expected["carried"]
    assert given.rules == tuple(gate.removeprefix("urgent:") for gate in expected["gates"] if ":" in gate)
    assert first_line.next_form(session) == expected["form"]
    for language in form.languages:
        assert len(first_line.reasons(session, language)) == len(expected["reasons"])
        assert first_line.verdict(session, language) is not None


def test_there_is_a_script_for_every_reason(form: Form) -> None:
    reached = {
        name for script in SCRIPTS for name in json.loads((FOLDER / "expected" / script.name).read_text())["reasons"]
    }
    known = {q.ref.rpartition("/")[2] for q in form.questions() if q.annotations.get("ti:role") == "reason"}
    assert reached == known


def published(signs: frozenset[str], own: str, goes: str, wish: str) -> str:
    """The rule as it is published, in other words than the form's."""
    o1 = "holds" in signs or own == "kept"
    o3 = "route" in signs or goes == "other_knows"
    o6 = "asks" in signs or wish in ("talk", "afraid")
    rest = sum(name in signs for name in ("answers", "exhausted", "fear", "same", "papers"))
    if o6 and ("fear" in signs or wish == "afraid"):
        return "urgent"
    return "second_line" if o6 or o1 or o1 + o3 + rest >= 2 else "info_card"


def combinations() -> Iterator[tuple[frozenset[str], str, str, str]]:
    """Every single and double observation with every answer that weighs, and all of them together."""
    chosen = [frozenset(c) for n in (1, 2) for c in itertools.combinations(SIGNS, n)] + [frozenset(SIGNS)]
    return itertools.product(chosen, ("self", "kept"), ("knows", "other_knows"), ("nothing", "needs", "talk", "afraid"))


def test_the_end_follows_the_published_rule_for_every_answer_of_an_adult(form: Form) -> None:
    session = traveller(form, person="adult")
    for signs, own, goes, wish in combinations():
        session.answer("/data/look/seen", " ".join(name for name in SIGNS if name in signs))
        for name, value in (("private", "yes"), ("own", own), ("goes", goes), ("wish", wish)):
            session.answer(f"/data/talk/{name}", value)
        assert first_line.end_of(session) == published(signs, own, goes, wish), (signs, own, goes, wish)


@pytest.mark.parametrize("person", ["child", "age_disputed"])
@pytest.mark.parametrize("escort", ["lawful", "alone_lawful", "alone", "unchecked", "unverified"])
def test_a_child_is_never_asked_and_one_observation_is_enough(form: Form, person: str, escort: str) -> None:
    expected = {"unverified": "urgent", "alone": "second_line", "unchecked": "second_line"}
    session = traveller(form, person=person, escort=escort, seen="none")
    assert first_line.end_of(session) == expected.get(escort, "info_card")
    for sign in SIGNS:
        session.answer("/data/look/seen", sign)
        end = first_line.end_of(session)
        assert end == ("urgent" if escort == "unverified" or sign == "papers" else "second_line")
    assert not any("/talk/" in ref for ref in first_line.asks(session))


def test_what_is_refused_or_unknown_is_not_held_against_anybody(form: Form) -> None:
    session = traveller(form, person="adult", seen="same", private="yes")
    for name in ("goes", "paid", "own", "wish"):
        session.set_missing(f"/data/talk/{name}", "declined")
    assert first_line.end_of(session) == "info_card"


def test_somebody_elses_money_alone_leads_nowhere(form: Form) -> None:
    session = traveller(form, person="adult", seen="same", private="yes", goes="knows", paid="stranger", own="self")
    session.answer("/data/talk/wish", "nothing")
    assert first_line.end_of(session) == "info_card"


def test_nothing_is_said_before_the_look_is_over(form: Form) -> None:
    assert first_line.end_of(traveller(form)) is None
    assert first_line.end_of(traveller(form, person="adult")) is None
    assert first_line.verdict(traveller(form, person="adult"), None) is None
    assert first_line.end_of(traveller(form, person="child", seen="none")) is None  # with whom it travels is open


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_nobody_takes_more_than_eight_taps(script: Path) -> None:
    said = [step for step in json.loads(script.read_text("utf-8")) if not str(step).count("/mode")]
    taps = 0
    for step in said:
        match step:
            case {"select": [_, values]}:
                taps += 1 if values == ["none"] else len(values) + 1  # and Enter
            case _:
                taps += 1
    assert taps <= 8
