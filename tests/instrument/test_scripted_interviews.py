"""The second-line form, run: scripted interviews end where they should, and random ones never break its rules."""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.assessment.lists import IndicatorList, load_lists
from screening.assessment.rules import assess
from screening.assessment.stated import STATES
from screening.casefile import interview, steps
from screening.casefile.evidence import gates, urgent_rules
from screening.forms.form import Form
from screening.forms.session import Fact, Session
from support.xlsform import Instrument

SCRIPTS = sorted((Path(__file__).resolve().parents[1] / "vectors" / "steps").glob("*.json"))
SAFE = {
    "private": "yes",
    "understands": "own",
    "population": "adult",
    "agrees": "yes",
    "safe_talk": "yes",
}


def now() -> datetime:
    return datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def form(xform: str) -> Form:
    return Form.parse(xform.encode())


class Talk:
    """An interview by the short names of its questions."""

    def __init__(self, form: Form, instrument: Instrument, **answers: str) -> None:
        self.session = Session.new(form, now, random.Random(1))
        self.instrument = instrument
        self.say(**answers)

    def say(self, **answers: str) -> Talk:
        for name, value in answers.items():
            assert self.session.answer(self.ref(name), value).accepted, name
        return self

    def ref(self, name: str) -> str:
        return self.instrument.asked[name].ref

    def open(self, name: str) -> bool:
        return self.session.state(self.ref(name)).relevant

    def facts(self, name: str) -> Iterator[Fact]:
        return (fact for fact in self.session.facts() if fact.name == name and fact.relevant)

    def present(self) -> set[str]:
        return {value for fact in self.facts("ti:indicator") if fact.when for value in fact.values}

    def absent(self) -> set[str]:
        return {value for fact in self.facts("ti:indicator") if fact.absent for value in fact.values} - self.present()

    def gates(self) -> set[str]:
        return {value for fact in self.facts("ti:gate") if fact.when for value in fact.values}

    def element(self, name: str) -> set[str]:
        return {fact.value for fact in self.facts("ti:element") if fact.values == (name,) and fact.answered}


@pytest.fixture
def talk(form: Form, instrument: Instrument) -> Talk:
    return Talk(form, instrument, **SAFE)


@pytest.fixture(scope="session")
def lists(root: Path) -> Mapping[str, IndicatorList]:
    folder = root / "resources" / "lists"
    return load_lists({file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")})


def named(step: dict[str, Any]) -> str | None:
    """The question that a step answers."""
    match step:
        case {"answer": [ref, _]} | {"select": [ref, _]} | {"unknown": [ref, _]}:
            return ref
        case _:
            return None


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_scripted_interview_ends_as_expected(form: Form, script: Path, lists: Mapping[str, IndicatorList]) -> None:
    session = Session.new(form, now, random.Random(1))
    for step in json.loads(script.read_text("utf-8")):
        (result,) = steps.run(session, [step], lists)
        if (ref := named(step)) is not None:
            assert result["accepted"], step
            assert session.state(ref).relevant, step
    expected = json.loads((script.parent / "expected" / script.name).read_text("utf-8"))
    assert session.validate() == ()
    stated = interview.stated(session, None, lists)
    for name in ("population", "stage", "act", "purpose", "self_identified"):
        assert getattr(stated, name) == expected[name], name
    assert stated.unaccompanied == expected.get("unaccompanied", False)
    assert list(urgent_rules(session.facts())) == expected["urgent"]
    assert stated.urgent == bool(expected["urgent"])
    assert [gate for gate in gates(session.facts()) if not gate.startswith("urgent:")] == expected["stop"]
    states: dict[str, set[str]] = {state: set() for state in STATES}
    for name, state in stated.indicators.items():
        states[state].add(name)
    assert states["present"] == set(expected["present"])
    assert states["declined"] == set(expected["declined"])
    assert set(expected.get("absent", ())) <= states["absent"]
    assert set(expected.get("absent_among", ())) <= states["absent"]
    assert set(expected.get("unknown_among", ())) <= states["unsure"]
    if "absent_all_but" in expected:
        assert states["absent"] == set(lists["adult_labour"].indicators) - set(expected["absent_all_but"])
    result = assess(stated, lists).to_json()
    assert result["outcome"] == expected["outcome"]
    assert result["results"][0]["pattern"] == expected["pattern"]
    assert session.finalize().form_id == "second_line"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_scripted_interview_survives_being_closed_and_opened(
    form: Form, script: Path, lists: Mapping[str, IndicatorList]
) -> None:
    asked = json.loads(script.read_text("utf-8"))
    broken = [one for step in asked for one in (step, {"resume": True})]
    last = [{"indicators": True}, {"outline": True}]
    straight = steps.run(Session.new(form, now, random.Random(1)), [*asked, *last], lists)
    reopened = steps.run(Session.new(form, now, random.Random(1)), [*broken, *last], lists)
    assert reopened[-2:] == straight[-2:]


def test_the_demonstration_is_one_of_the_scripts(root: Path) -> None:
    demo = json.loads((root / "resources" / "demo" / "interview.json").read_text("utf-8"))
    script = json.loads(next(s for s in SCRIPTS if s.stem == "labour_return").read_text("utf-8"))
    assert demo == script[: len(demo)]
    assert sum("verbatim" in step for step in demo) > 10


@pytest.mark.parametrize(
    ("gate", "answer"),
    [
        ("private", "no"),
        ("fit", "no"),
        ("spoken_today", "yes"),
        ("understands", "no"),
        ("population", "child"),
        ("agrees", "no"),
        ("safe_talk", "no"),
    ],
)
def test_one_shut_gate_closes_all_questions_and_leaves_needs_open(talk: Talk, gate: str, answer: str) -> None:
    assert talk.open("stage")
    talk.say(stage="post", docs_there="kept", **{gate: answer})
    assert not any(talk.open(name) for name in ("stage", "told", "docs_way", "docs_there", "threats_way", "hours"))
    assert talk.present() == set()
    assert all(talk.open(name) for name in ("wants", "help", "not_told", "summary", "noticed"))
    assert talk.gates() & {"stop", "child", "do_not_interview"}


def test_a_companion_never_interprets(talk: Talk) -> None:
    assert not talk.say(understands="interpreter", interpreter="companion").open("stage")
    assert talk.say(interpreter="remote").open("stage")


def test_danger_closes_the_questions_until_it_is_over(talk: Talk) -> None:
    assert talk.say(danger="yes").gates() == {"urgent:U1"}
    assert not talk.say(danger_over="no").open("stage")
    assert talk.say(danger_over="yes").open("stage")


def test_doubt_about_age_waits_for_the_childrens_service(talk: Talk) -> None:
    assert not talk.say(population="age_disputed").open("stage")
    assert talk.open("escort")
    assert talk.say(child_service="yes").open("stage")
    assert talk.element("population") == {"age_disputed"}


@pytest.mark.parametrize(
    ("escort", "unaccompanied"),
    [("lawful", "false"), ("alone_lawful", "false"), ("alone", "true"), ("unverified", "true")],
)
def test_who_may_travel_alone_is_not_unaccompanied_by_that(talk: Talk, escort: str, unaccompanied: str) -> None:
    assert talk.say(population="child", escort=escort).element("unaccompanied") == {unaccompanied}


def test_the_stage_decides_which_pages_are_asked(talk: Talk) -> None:
    talk.say(stage="pre")
    assert talk.open("expects")
    assert not talk.open("stayed")
    assert not any(talk.open(name) for name in ("docs_there", "free_there", "hurt_there", "hours", "forced"))
    talk.say(stage="post")
    assert not talk.open("expects")
    assert all(talk.open(name) for name in ("docs_way", "docs_there", "hurt_way", "hurt_there", "hours", "forced"))
    talk.say(stage="transit")
    assert all(talk.open(name) for name in ("expects", "stayed"))
    assert not talk.open("docs_there")
    assert talk.say(stayed="yes").open("docs_there")


def test_not_having_been_there_denies_what_happens_there(talk: Talk) -> None:
    absent = talk.say(stage="transit", stayed="no").absent()
    assert {name[:2] for name in absent} == {"EX", "CD", "VD"}
    assert len(absent) == 30


def test_yes_opens_one_page_where_the_unmarked_is_denied(talk: Talk) -> None:
    talk.say(stage="post", threats_there="yes", threats_there_which="violence denounce")
    assert {"CD05", "CD11"} <= talk.present()
    assert {"CD12", "CD13", "CD15"} <= talk.absent()
    talk.say(threats_there="no")
    assert not talk.open("threats_there_which")
    assert {"CD05", "CD11", "CD12", "CD13", "CD15"} <= talk.absent()


@pytest.mark.parametrize(
    "answers",
    [
        {"threats_way": "yes", "threats_way_which": "violence unclear"},
        {"threats_way": "partly", "threats_way_which": "violence"},
    ],
)
def test_what_stays_unclear_is_not_denied(talk: Talk, answers: dict[str, str]) -> None:
    talk.say(stage="pre", **answers)
    assert "CR02" in talk.present()
    assert not talk.absent() & {"CR07", "CR08", "CR09"}


def test_partly_asks_for_words_before_the_interview_can_be_closed(talk: Talk) -> None:
    talk.say(stage="pre", job_other="partly")
    assert [problem.ref for problem in talk.session.validate()] == [talk.ref("job_other_partly")]
    talk.say(job_other_partly="Місто інше, робота та сама.")
    assert talk.session.validate() == ()
    assert "DR01" not in talk.present() | talk.absent()


def test_none_of_these_stands_alone(talk: Talk) -> None:
    talk.say(stage="pre", threats_way="yes")
    refused = talk.session.answer(talk.ref("threats_way_which"), "violence none")
    assert not refused.accepted
    assert refused.message == "«Нічого з цього» не можна вибрати разом з іншим."


def test_hardship_counts_only_when_somebody_used_it(talk: Talk) -> None:
    talk.say(stage="pre", used_way="yes", used_way_by="nobody")
    assert not talk.open("used_way_need")
    assert len([name for name in talk.absent() if name.startswith("VR")]) == 16
    talk.say(used_way_by="recruiter", used_way_need="war")
    assert talk.present() == {"VR16"}


def test_the_private_question_waits_for_permission(talk: Talk) -> None:
    talk.say(stage="post", private_ok="other")
    assert not talk.open("private_any")
    talk.say(private_ok="yes", private_any="yes", private_which="sexual", private_recent="yes")
    assert talk.gates() == {"urgent:U5"}
    assert "present" in talk.element("purpose")


def test_fear_counts_as_urgent_only_with_what_was_said_unasked(talk: Talk) -> None:
    assert talk.say(stage="pre", afraid="away").gates() == set()
    assert talk.say(said_self="yes").gates() == {"urgent:U6"}
    assert talk.element("self_identified") == {"true"}
    assert talk.say(afraid="here").gates() == {"urgent:U1", "urgent:U6"}


def test_age_is_asked_once(talk: Talk) -> None:
    assert talk.open("age")
    assert not talk.session.answer(talk.ref("birth_year"), "91").accepted
    assert not talk.session.answer(talk.ref("birth_year"), "2027").accepted
    assert not talk.say(birth_year="1991").open("age")


@given(seed=st.integers(0, 2**32), length=st.integers(10, 250))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_interview_breaks_the_rules(form: Form, instrument: Instrument, seed: int, length: int) -> None:
    draw = random.Random(seed)
    talk = Talk(form, instrument, **(SAFE if draw.random() < 0.8 else {}))
    choosing = [asked for asked in instrument.order if asked.choices and "/leg/" not in asked.ref]
    for _ in range(length):
        asked = draw.choice([one for one in choosing if talk.session.state(one.ref).relevant])
        if draw.random() < 0.1:
            talk.session.set_missing(asked.ref, draw.choice(["declined", "unsure", "not_asked"]))
            continue
        several = draw.sample(asked.choices, draw.randint(1, len(asked.choices))) if asked.kind == "select" else []
        talk.session.answer(asked.ref, " ".join(several) or draw.choice(asked.choices))
    stage, population = talk.element("stage"), talk.element("population")
    dimensions = {name[:2] for name in talk.present()}
    if stage == {"pre"}:
        assert not dimensions & {"EX", "CD", "VD"}
        assert "present" not in talk.element("purpose")
    if population == {"child"} or talk.gates() & {"stop", "do_not_interview"}:
        assert not dimensions
    if not any(fact.values and fact.value not in ("", "nobody") for fact in _users(talk)):
        assert not dimensions & {"VR", "VD"}
    again = Session.resume(form, talk.session.events, now, random.Random(1))
    assert again.facts() == talk.session.facts()


def _users(talk: Talk) -> Iterator[Fact]:
    return (fact for fact in talk.facts("ti:indicator") if fact.ref.endswith("_by"))
