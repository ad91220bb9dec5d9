"""An interview builds on an earlier one: nothing is asked twice, nothing counts twice, and the origin is kept."""

# ruff: noqa: RUF001 - the words are Ukrainian
from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.assessment.lists import IndicatorList
from screening.assessment.rules import assess
from screening.assessment.stated import Stated
from screening.casefile import allowed, carry, codec, interview, steps
from screening.casefile.entries import Answered, Body, CarriedOver, Entry, Json, Opened, Restricted
from screening.casefile.fold import Case, fold
from screening.casefile.interview import Chance
from screening.casefile.material import material
from screening.errors import CaseError
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import CaseId, Digest, Ref
from support.xlsform import convert

ROOT = Path(__file__).parents[2]
FORMER, LATER = CaseId("FORMERCASEAA"), CaseId("LATERCASEAAA")
Clock = Callable[[], datetime]
Lists = Mapping[str, IndicatorList]
SITTING = "/data/safety/sitting[1]"
OPENING: list[Json] = [
    {"answer": [f"{SITTING}/private", "yes"]},
    {"answer": [f"{SITTING}/understands", "own"]},
    {"answer": [f"{SITTING}/agrees", "yes"]},
    {"answer": [f"{SITTING}/safe_talk", "yes"]},
]
MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GATES: list[Json] = [
    {"answer": ["/data/safety/private", "yes"]},
    {"answer": ["/data/safety/understands", "own"]},
    {"answer": ["/data/safety/population", "adult"]},
    {"answer": ["/data/safety/agrees", "yes"]},
    {"answer": ["/data/safety/safe_talk", "yes"]},
]


@pytest.fixture(scope="module")
def indepth() -> Form:
    return Form.parse(convert(ROOT / "forms" / "migration" / "form.md").encode())


class Line:
    """A second-line interview, and the one of the migration service that builds on it."""

    def __init__(self, first: Session, onto: Form, clock: Clock, lists: Lists, script: Json) -> None:
        self.lists, self.clock, self.form = lists, clock, onto
        steps.run(first, script, lists)
        self.first = first
        self.former = fold(_entries(FORMER, first, clock))
        self.stated_then = interview.stated(first, self.former, lists)
        self.session = Session.new(onto, clock, Chance(LATER))
        self.body = carry.over(self.former, first, self.session, interview.stated_json(self.stated_then))

    def case(self) -> Case:
        """The later case as its entries have it, once through their bytes."""
        kept = codec.decode(self.body.kind, codec.encode(self.body))
        before = sum(1 for _ in self.body.answers)
        opened = Opened("migration", self.form.version, Digest("e" * 64), "Ukrainian (uk)")
        bodies: list[Body] = [opened, kept, *interview.bodies(self.session, before)]
        return fold([Entry(seq, LATER, self.clock(), "o", body) for seq, body in enumerate(bodies, 1)])

    def go(self, *more: Json) -> list[Json]:
        return steps.run(self.session, [*OPENING, *more], self.lists)

    def stated(self) -> Stated:
        return interview.stated(self.session, self.case(), self.lists)


def _entries(case: CaseId, session: Session, clock: Clock) -> list[Entry]:
    opened = Opened("second_line", session.form.version, Digest("f" * 64), "Ukrainian (uk)")
    bodies: list[Body] = [opened, *interview.bodies(session), Restricted("Не телефонувати вдень.")]
    return [Entry(seq, case, clock(), "o", body) for seq, body in enumerate(bodies, 1)]


@pytest.fixture
def line(
    begin: Callable[[], Session], indepth: Form, clock: Clock, lists: Lists, scripts: Mapping[str, list[Json]]
) -> Line:
    return Line(begin(), indepth, clock, lists, scripts["labour_return"])


def test_shut_conversation_leaves_what_was_stated_before(line: Line) -> None:
    now, then = line.stated(), line.stated_then
    assert now == replace(then, urgent=False)
    assert assess(now, line.lists).outcome == "presumed"


def test_open_conversation_states_the_same_out_of_the_answers_carried_over(line: Line) -> None:
    line.go()
    facts = {fact.ref for fact in line.session.facts() if fact.name == "ti:indicator" and fact.when}
    assert facts
    assert replace(line.stated(), urgent=False) == replace(line.stated_then, urgent=False)


def test_no_question_of_both_forms_that_was_answered_is_open_again(line: Line) -> None:
    line.go()
    notes = {question.ref.rpartition("/")[2]: question.annotations for question in line.form.questions()}
    open_ones = {
        item.ref.rpartition("/")[2]
        for item in line.session.outline().questions()
        if item.relevant and not item.answered and item.missing is None and "/leg[2]/" not in item.ref
    }
    answered = {ref.rpartition("/")[2] for ref in line.former.answers}
    again = {name for name in answered & open_ones if notes[name].get("ti:carry") != "no"}
    assert {name for name in again if not notes[name]["ti:item"].startswith("G")} == set()


def test_an_answer_keeps_basis_words_time_and_place_of_its_origin(line: Line) -> None:
    then = line.former.answers[Ref("/data/money/docs_there")]
    now = line.case().answers[Ref("/data/places/docs_there")]
    assert now.origin is not None
    assert (now.origin.case, now.origin.form, now.origin.at) == (FORMER, "second_line", then.at)
    assert now.origin.ref == "/data/money/docs_there"
    assert (now.value, now.basis, now.verbatim, now.wording) == (then.value, then.basis, then.verbatim, then.wording)
    assert repr(now.origin) == "<origin second_line>"


def test_gates_and_what_is_true_only_of_the_moment_are_asked_anew(line: Line) -> None:
    refs = set(line.case().answers)
    assert Ref("/data/safety/population") in refs
    assert not {ref for ref in refs if "/sitting" in ref}
    assert Ref("/data/danger_now/afraid") not in refs


def test_entries_of_a_repeat_go_over_with_their_places(line: Line) -> None:
    line.go()
    assert line.session.value("/data/journey/leg[2]/leg_places") == "Від кордону до будови"
    assert {"kind": "repeat_added", "ref": "/data/journey/leg"} in line.body.answers


def test_the_later_answer_wins_and_the_former_stays_visible(line: Line) -> None:
    line.go({"answer": ["/data/offer/job_other", "no"]})
    case = line.case()
    assert line.stated().indicators["DR01"] == "absent"  # type: ignore[index]
    assert case.answers[Ref("/data/offer/job_other")].origin is None
    assert case.former[0].facts["indicators"]["DR01"] == "present"
    kept = next(taken for taken in case.former[0].answers if taken["ref"] == "/data/offer/job_other")
    assert kept["value"] == "yes"
    assert line.former.answers[Ref("/data/promises/job_other")].value == "yes"


def test_a_former_yes_that_is_now_declined_does_not_count(line: Line) -> None:
    line.go({"unknown": ["/data/places/docs_there", "declined"]})
    assert line.stated().indicators["CD01"] == "declined"  # type: ignore[index]


def test_another_stage_drops_what_could_not_have_happened_yet(line: Line) -> None:
    line.go({"answer": ["/data/before/stage", "pre"]})
    stated = line.stated()
    assert stated.stage == "pre"
    assert not [name for name, state in stated.indicators.items() if state == "present" and name[:2] in ("EX", "CD")]
    assess(stated, line.lists)


def test_confirming_makes_an_answer_this_interviews_own_with_its_basis(line: Line) -> None:
    *_, first, second = line.go(
        {"confirm": "/data/places/docs_there"},
        {"confirm": "/data/control/hurt_there"},
    )
    assert first["accepted"]
    assert second["accepted"]
    case = line.case()
    own = case.answers[Ref("/data/places/docs_there")]
    assert own.origin is None
    assert (own.value, own.verbatim) == ("kept", "Паспорт забрав бригадир у перший день, сказав: для реєстрації.")
    assert case.answers[Ref("/data/control/hurt_there")].missing == "declined"
    assert replace(line.stated(), urgent=False) == replace(line.stated_then, urgent=False)


def test_restrictions_of_the_earlier_interview_go_with_every_packet_once(line: Line) -> None:
    line.go()
    case = line.case()
    found = material(case, line.session, line.lists).fields["restrictions"]
    assert "Не телефонувати вдень." in found
    assert line.first.value("/data/safety/fear") in found
    assert len(found) == len(set(found))


def test_what_is_shared_while_the_conversation_is_shut_holds_the_earlier_indicators(line: Line) -> None:
    shut = material(line.case(), line.session, line.lists).fields
    present = {name for name, state in line.stated_then.indicators.items() if state == "present"}
    assert set(shut["indicators"]) == present
    line.go({"answer": ["/data/offer/job_other", "no"]})
    assert set(material(line.case(), line.session, line.lists).fields["indicators"]) == present - {"DR01"}


def test_an_interview_that_builds_on_another_comes_back_from_its_entries(line: Line) -> None:
    line.go({"answer": ["/data/places/schooling", "yes"]})
    case = line.case()
    again = interview.resume(line.form, case.entries, line.clock)
    assert [item for item in again.outline().questions() if item.answered] == [
        item for item in line.session.outline().questions() if item.answered
    ]
    assert interview.stated(again, case, line.lists) == line.stated()
    assert line.stated().indicators["EX09"] == "present"  # type: ignore[index]


def test_a_third_interview_names_the_first_as_origin(line: Line) -> None:
    line.go()
    second = line.case()
    onto = Session.new(line.form, line.clock, Chance(CaseId("THIRDCASEAAA")))
    body = carry.over(second, line.session, onto, interview.stated_json(line.stated()))
    taken = {each["ref"]: each for each in body.answers}
    assert taken["/data/places/docs_there"]["case"] == FORMER
    assert body.source == LATER
    assert "Не телефонувати вдень." in body.restrictions


def test_a_choice_that_is_not_offered_is_asked_again(
    begin: Callable[[], Session], indepth: Form, clock: Clock, lists: Lists
) -> None:
    first = begin()
    steps.run(first, [{"answer": ["/data/safety/population", "adult"]}], lists)
    source = Session.new(indepth, clock, Chance(FORMER))
    more: list[Json] = [
        {"answer": ["/data/safety/population", "adult"]},
        *OPENING,
        {"answer": ["/data/before/stage", "pre"]},
        {"answer": ["/data/journey/decides", "yes"]},
        {"select": ["/data/journey/intended", ["transfer"]]},
    ]
    steps.run(source, more, lists)
    case = fold(_entries(FORMER, source, clock))
    body = carry.over(case, source, first, {})
    assert {each["ref"] for each in body.answers} >= {"/data/origin/stage", "/data/freedom/decides"}
    assert not [each for each in body.answers if "intended" in each["ref"]]


def test_a_hand_over_that_states_nothing_is_carried_with_its_origin(form: Form, clock: Clock, lists: Lists) -> None:
    at = clock().isoformat()
    noticed: dict[str, Json] = {
        "kind": "answered",
        "ref": "/data/safety/noticed",
        "value": "holds",
        "basis": "observed",
        "was": "/data/look/seen",
        "case": "",
        "form": "first_line",
        "at": at,
    }
    bodies: list[Body] = [
        Opened("second_line", form.version, Digest("f" * 64), "Ukrainian (uk)"),
        CarriedOver(CaseId(""), "first_line", "1", (noticed,), {}),
    ]
    entries = [Entry(seq, LATER, clock(), "o", body) for seq, body in enumerate(bodies, 1)]
    case, session = fold(entries), interview.resume(form, entries, clock)
    assert session.value("/data/safety/noticed") == "holds"
    assert interview.stated(session, case, lists) == interview.stated(session, None, lists)
    origin = case.answers[Ref("/data/safety/noticed")].origin
    assert origin is not None
    assert (origin.case, origin.form, origin.ref) == ("", "first_line", "/data/look/seen")
    assert material(case, session, lists).fields.get("indicators") is None


def test_second_line_that_found_a_child_hands_on_to_the_child_path(
    begin: Callable[[], Session], clock: Clock, lists: Lists, scripts: Mapping[str, list[Json]]
) -> None:
    path = Form.parse(convert(ROOT / "forms" / "child" / "form.md").encode())
    line = Line(begin(), path, clock, lists, scripts["child_with_unverified_adult"])
    refs = {taken["ref"] for taken in line.body.answers}
    assert {"/data/safety/population", "/data/escort_part/escort", "/data/escort_part/noticed"} <= refs
    assert not {ref for ref in refs if ref.endswith(("/private", "/fit", "/danger"))}
    assert line.stated().unaccompanied
    assert assess(line.stated(), lists).outcome == "child_protection"


@given(seed=st.integers(0, 2**32), length=st.integers(5, 150))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_second_line_recorded_states_the_same_in_depth_before_and_after_it_begins(
    form: Form, indepth: Form, lists: Lists, seed: int, length: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 - drawn again from its seed
    first = Session.new(form, lambda: MOMENT, Chance(FORMER))
    steps.run(first, GATES, lists)
    _chat(first, draw, length)
    stage = first.value("/data/origin/stage")
    script: list[Json] = [{"answer": ["/data/safety/population", first.value("/data/safety/population") or "adult"]}]
    line = Line(first, indepth, lambda: MOMENT, lists, [])
    assert replace(line.stated(), urgent=False) == replace(line.stated_then, urgent=False)
    line.go(*script)
    if first.state("/data/origin/stage").relevant and line.session.state("/data/before/stage").relevant and stage:
        then, now = line.stated_then, line.stated()
        assert (now.stage, now.act, now.self_identified) == (then.stage, then.act, then.self_identified)
        known = {name: state for name, state in now.indicators.items() if name != "EX09"}  # second line cannot ask it
        assert known == then.indicators


def _chat(session: Session, draw: random.Random, length: int) -> None:
    """Answer questions of the conversation as chance has it."""
    asked = [item for item in session.outline().questions() if item.control in ("select", "select1")]
    asked = [item for item in asked if not item.ref.startswith("/data/safety/") and "/leg" not in item.ref]
    for _ in range(length):
        ref = draw.choice(asked).ref
        offered = [choice.value for choice in session.choices(ref)]
        if draw.random() < 0.15:
            session.set_missing(ref, draw.choice(["declined", "unsure", "not_asked"]))
        else:
            basis = draw.choice(["person_said", "observed", "document", "third_party", "officer_inference"])
            session.answer(ref, draw.choice(offered), basis=basis)


@pytest.mark.parametrize(
    "taken",
    [{"kind": "noted", "text": "x"}, {"kind": "answered", "ref": "/data/a", "value": "x", "at": "yesterday"}],
)
def test_an_unreadable_origin_is_refused(taken: dict[str, Json]) -> None:
    body = CarriedOver(FORMER, "second_line", "1", (taken,), {})
    with pytest.raises(CaseError, match="unreadable"):
        fold([Entry(1, LATER, datetime.fromisoformat("2026-11-23T10:00:00+00:00"), "o", body)])


def test_it_is_taken_over_once_and_before_anything_is_answered(line: Line) -> None:
    opened = Opened("migration", "1", Digest("e"), "")
    at = line.clock()
    fresh = fold([Entry(1, LATER, at, "o", opened)])
    allowed.check(fresh, line.body)
    for spoilt in (
        fold([Entry(1, FORMER, at, "o", opened)]),
        fold([Entry(1, LATER, at, "o", opened), Entry(2, LATER, at, "o", Answered(Ref("/data/a"), "x"))]),
        line.case(),
    ):
        with pytest.raises(CaseError, match=r"case\.step\.carried"):
            allowed.check(spoilt, line.body)
