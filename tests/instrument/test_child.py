"""The child path: safety and relation, no account; scripted children end where they should."""

# ruff: noqa: RUF001, S311 - the words are Ukrainian; an interview is drawn again from its seed

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screening.assessment.lists import IndicatorList, load_lists
from screening.assessment.rules import assess
from screening.assessment.stated import STATES
from screening.casefile import interview, steps
from screening.casefile.entries import Entry, Opened
from screening.casefile.evidence import gates, urgent_rules
from screening.casefile.fold import fold
from screening.casefile.rules import GATES
from screening.forms import packs
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import CaseId, Digest
from screening.referral.profiles import CATEGORIES, load_profiles, minimise
from screening.station.authoring import build_pack
from support.xlsform import Instrument, convert, convert_workbook, read

UK, EN = "Ukrainian (uk)", "English (en)"
FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "steps" / "child"
SCRIPTS = sorted(FOLDER.glob("*.json"))
SAFE = {"danger": "no", "medical": "no", "population": "child", "private": "yes", "understands": "own"}


def now() -> datetime:
    return datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def source(root: Path) -> Path:
    return root / "forms" / "child" / "form.md"


@pytest.fixture(scope="module")
def xform(source: Path) -> str:
    return convert(source)


@pytest.fixture(scope="module")
def instrument(xform: str) -> Instrument:
    return read(xform)


@pytest.fixture(scope="module")
def form(xform: str) -> Form:
    return Form.parse(xform.encode())


@pytest.fixture(scope="module")
def lists(root: Path) -> Mapping[str, IndicatorList]:
    folder = root / "resources" / "lists"
    return load_lists({file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")})


class Child:
    """An interview by the short names of its questions."""

    def __init__(self, form: Form, instrument: Instrument, **answers: str) -> None:
        self.session = Session.new(form, now, random.Random(1))
        self._instrument = instrument
        self.say(**{**SAFE, **answers})

    def say(self, **answers: str) -> Child:
        for name, value in answers.items():
            assert self.session.answer(self._instrument.asked[name].ref, value).accepted, name
        return self

    def open(self, name: str) -> bool:
        return self.session.state(self._instrument.asked[name].ref).relevant

    def gates(self) -> set[str]:
        return set(gates(self.session.facts()))


@pytest.fixture
def child(form: Form, instrument: Instrument) -> Child:
    return Child(form, instrument)


# ---- what it promises --------------------------------------------------------------------------------------------


def test_the_pack_that_is_shipped_is_the_one_the_form_gives(root: Path, source: Path) -> None:
    built, found = build_pack(source, "md")
    assert found == ()
    assert built is not None
    assert (root / "resources" / "packs" / "child.pack").read_bytes() == built
    assert packs.read(built).manifest.status == "active"


def test_the_workbook_of_the_same_tables_gives_the_same_form(source: Path, xform: str) -> None:
    assert convert_workbook(source) == xform


def test_nothing_is_missing_in_either_language(instrument: Instrument) -> None:
    ukrainian, english = instrument.words[UK], instrument.words[EN]
    assert ukrainian.keys() == english.keys()
    for key, forms in ukrainian.items():
        assert forms.keys() == english[key].keys(), key
        assert all(words and words != "-" for words in (*forms.values(), *english[key].values())), key
        assert not re.search(r"[A-Za-z]{2}", " ".join(forms.values())), key
        assert not re.search(r"[Ѐ-ӿ]", " ".join(english[key].values())), key


def test_every_question_says_what_the_officer_does_why_and_where_it_comes_from(instrument: Instrument) -> None:
    for asked in instrument.order:
        forms = instrument.words[UK][f"{asked.ref}:hint"]
        assert forms.get("")
        assert asked.note or forms.get("guidance"), asked.name
        assert asked.ti["source"]
        assert asked.note or asked.ti["sensitivity"] in {"0", "1", "2"}, asked.name
        assert asked.ti.get("disclose", "child") in CATEGORIES
        for key in ("gate", "gate2"):
            assert asked.ti.get(key, "stop") in GATES


def test_no_question_is_about_what_happened(instrument: Instrument) -> None:
    """Asked are a place, a person, a wish; violence and what was done are only marked when said unasked."""
    said_to_the_child = [a for a in instrument.order if a.ti.get("asks") != "officer" and not a.note]
    assert {asked.name for asked in said_to_the_child} <= {
        *("assent", "sleep", "waits", "scared", "child_needs", "promised", "promised_which", "day"),
        *("views", "name", "age", "tongue", "tongue_other"),
    }
    assert "/brought_up " in instrument.asked["day"].relevant
    banned = r"hurt|beat|hit|touch|violen|abuse|happened to you|вдарив|били|кривди|торка|насил"
    for asked in said_to_the_child:
        for language in (UK, EN):
            assert not re.search(banned, instrument.words[language][f"{asked.ref}:label"][""], re.IGNORECASE)


def test_every_free_text_warns_what_must_not_be_written_down(instrument: Instrument) -> None:
    plain = {"name", "citizenship_other", "tongue_other", "birth_year", "age"}
    texts = [a for a in instrument.order if a.kind == "input" and not a.note and a.name not in plain]
    assert len(texts) == 5
    for asked in texts:
        assert re.search("Не записуйте|не пишіть", instrument.words[UK][f"{asked.ref}:hint"][""]), asked.name
        assert "Do not write" in instrument.words[EN][f"{asked.ref}:hint"][""], asked.name


def test_every_c_item_is_there(instrument: Instrument) -> None:
    items = {item for asked in instrument.order for item in asked.ti["item"].split()}
    assert {f"C{number}" for number in range(1, 10)} <= items


def test_best_interests_and_who_was_called_are_a_must(child: Child) -> None:
    missing = {problem.ref.rpartition("/")[2] for problem in child.session.validate()}
    assert missing == {"best_interest", "called"}


def test_words_with_the_child_wait_for_its_own_yes(child: Child) -> None:
    assert child.open("assent")
    assert not child.open("sleep")
    assert child.say(assent="yes").open("sleep")
    assert child.say(assent="no").gates() >= {"stop", "child"}
    assert not child.open("sleep")


@pytest.mark.parametrize(
    ("gate", "answer"),
    [("private", "no"), ("fit", "no"), ("spoken_today", "yes"), ("understands", "no"), ("danger", "yes")],
)
def test_a_shut_gate_leaves_checks_and_best_interests_open(child: Child, gate: str, answer: str) -> None:
    child.say(**{gate: answer})
    assert not child.open("assent")
    assert not child.open("said_self")
    for name in ("escort", "papers", "parent_call", "registry", "best_interest", "called"):
        assert child.open(name), name


@pytest.mark.parametrize(
    ("answers", "rules"),
    [
        ({"escort": "unverified"}, {"urgent:U3"}),
        ({"escort": "group"}, set()),
        ({"escort": "lawful", "relation": "differ"}, {"urgent:U3"}),
        ({"parent_call": "refused"}, {"urgent:U3"}),
        ({"parent_call": "feared"}, set()),
        ({"registry": "missing"}, {"urgent:U3"}),
        ({"registry": "taken"}, {"urgent:U3"}),
        ({"danger": "yes"}, {"urgent:U1"}),
        ({"medical": "yes"}, {"urgent:U2"}),
        ({"signs": "severe"}, {"urgent:U2"}),
        ({"assent": "yes", "scared": "here"}, {"urgent:U1", "urgent:U3"}),
        ({"assent": "yes", "scared": "parent"}, {"urgent:U3"}),
        ({"assent": "yes", "scared": "away"}, set()),
        ({"said_self": "yes"}, {"urgent:U3"}),
        ({"assent": "yes", "scared": "away", "said_self": "yes"}, {"urgent:U3", "urgent:U6"}),
        ({"handed": "yes"}, {"urgent:U3"}),
        ({"assent": "yes", "brought_up": "yes", "day": "begging"}, {"urgent:U3"}),
        ({"assent": "yes", "brought_up": "yes", "day": "ordinary"}, set()),
    ],
)
def test_what_is_urgent_about_a_child(child: Child, answers: dict[str, str], rules: set[str]) -> None:
    assert child.say(**answers).gates() - {"child", "do_not_interview"} == rules


def test_silence_about_the_unasked_denies_nothing(child: Child, lists: Mapping[str, IndicatorList]) -> None:
    child.say(assent="yes", said_self="no", handed="no", brought_up="no")
    stated = interview.stated(child.session, None, lists)
    assert "absent" not in {stated.indicators.get(name) for name in ("CR03", "EX01", "EX02", "EX09", "CD06")}


def test_what_the_childrens_service_sees(form: Form, instrument: Instrument, root: Path) -> None:
    """Escort, relation, register, call, view and best interests go over; who may not know goes as a restriction."""
    asked = Child(form, instrument, escort="unverified", papers="none", noticed="papers", relation="differ")
    asked.say(adult="Чоловік без документів", assent="yes", waits="stranger", registry="none", parent_call="unreached")
    asked.say(views="До мами", best_interest="Чекати службу окремо", not_told="Супутник", called="service")
    asked.say(summary="Зв'язок не підтверджено")
    opened = Opened("child", form.version, Digest("f" * 64), UK)
    case = fold([Entry(1, CaseId("A" * 12), now(), "a", opened)])
    folder = root / "resources" / "lists"
    known = load_lists({file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")})
    material = interview.material(case, asked.session, known)
    files = {file.name: file.read_bytes() for file in (root / "resources" / "profiles").glob("*.toml")}
    shown = minimise(material, load_profiles(files)["P-CHILD"])
    seen = {answer["ref"].rpartition("/")[2] for answer in shown.answers}
    assert {"escort", "papers", "noticed", "relation", "adult", "waits", "registry", "parent_call"} <= seen
    assert {"views", "best_interest", "called"} <= seen
    assert "Супутник" in shown.fields["restrictions"]
    police = minimise(material, load_profiles(files)["P-POL"])
    assert "best_interest" not in {answer["ref"].rpartition("/")[2] for answer in police.answers}


# ---- scripted ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_scripted_child_ends_as_expected(form: Form, script: Path, lists: Mapping[str, IndicatorList]) -> None:
    session = Session.new(form, now, random.Random(1))
    for step in json.loads(script.read_text("utf-8")):
        ref = next(value[0] for key, value in step.items() if key in ("answer", "select", "unknown"))
        assert session.state(ref).relevant, step
        (result,) = steps.run(session, [step], lists)
        assert result["accepted"], step
    expected = json.loads((FOLDER / "expected" / script.name).read_text("utf-8"))
    assert session.validate() == ()
    stated = interview.stated(session, None, lists)
    for name in ("population", "stage", "act", "purpose", "self_identified", "unaccompanied"):
        assert getattr(stated, name) == expected[name], name
    assert list(urgent_rules(session.facts())) == expected["urgent"]
    assert [gate for gate in gates(session.facts()) if not gate.startswith("urgent:")] == expected["stop"]
    states: dict[str, set[str]] = {state: set() for state in STATES}
    for name, state in stated.indicators.items():
        states[state].add(name)
    assert states["present"] == set(expected["present"])
    assert states["absent"] == set(expected["absent"])
    assert states["declined"] == set(expected["declined"])
    assert assess(stated, lists).outcome == expected["outcome"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_scripted_child_survives_being_closed_and_opened(
    form: Form, script: Path, lists: Mapping[str, IndicatorList]
) -> None:
    asked = json.loads(script.read_text("utf-8"))
    broken = [one for step in asked for one in (step, {"resume": True})]
    last = [{"indicators": True}, {"outline": True}]
    straight = steps.run(Session.new(form, now, random.Random(1)), [*asked, *last], lists)
    reopened = steps.run(Session.new(form, now, random.Random(1)), [*broken, *last], lists)
    assert reopened[-2:] == straight[-2:]
