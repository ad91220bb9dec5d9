"""Scripted interviews: what each step answers, and what is refused as no step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.assessment.lists import IndicatorList
from screening.casefile import steps
from screening.casefile.interview import Chance
from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import CaseId

Lists = Mapping[str, IndicatorList]
PRIVATE = "/data/safety/private"


def test_answers_are_taken_or_refused_with_their_message(begin: Callable[[], Session], lists: Lists) -> None:
    session = begin()
    taken, refused, several, none, typed = steps.run(
        session,
        [
            {"answer": [PRIVATE, "no"], "basis": "observed", "verbatim": "тут чути"},
            {"answer": [PRIVATE, "perhaps"]},
            {"select": ["/data/safety/needs_first", ["water", "seat"]]},
            {"unknown": ["/data/safety/fit", "unsure"]},
            {"answer": ["/data/wishes/person/birth_year", 1990]},
        ],
        lists,
    )
    assert taken["accepted"]
    assert taken["changed"][0] == PRIVATE
    assert taken["message"] is None
    assert refused == {"accepted": False, "changed": [], "message": None, "code": "form.answer.choice"}
    assert several["accepted"]
    assert none["accepted"]
    assert typed["accepted"]
    assert session.value(PRIVATE) == "no"
    assert session.value("/data/safety/needs_first") == "water seat"
    assert session.events[0].basis == "observed"
    assert session.events[0].verbatim == "тут чути"


def test_questions_about_the_interview_are_answered(begin: Callable[[], Session], lists: Lists) -> None:
    state, value, choices, problems, outline, submission = steps.run(
        begin(),
        [
            {"state": PRIVATE},
            {"value": PRIVATE},
            {"choices": PRIVATE},
            {"validate": True},
            {"outline": True},
            {"submission": True},
        ],
        lists,
    )
    assert list(state) == [
        "ref",
        "value",
        "relevant",
        "required",
        "readonly",
        "valid",
        "message",
        "label",
        "hint",
        "missing",
    ]
    assert state["label"].startswith("Чи ви окремо")
    assert value == ""
    assert [choice["value"] for choice in choices] == ["yes", "no"]
    assert {problem["ref"] for problem in problems} == {"/data/safety/population"}
    assert {problem["kind"] for problem in problems} == {"required"}
    assert [item["ref"] for item in outline][:2] == ["/data/safety", "/data/origin"]
    assert submission.startswith("<?xml")


def test_repeats_and_language(begin: Callable[[], Session], lists: Lists, scripts: Mapping[str, list[Any]]) -> None:
    script = [
        *scripts["labour_return"],
        {"add_repeat": "/data/origin/leg"},
        {"answer": ["/data/origin/leg[3]/leg_places", "далі"]},
        {"remove_repeat": "/data/origin/leg[2]"},
        {"value": "/data/origin/leg[2]/leg_places"},
        {"language": "English (en)"},
        {"state": PRIVATE},
    ]
    *_, value, changed, state = steps.run(begin(), script, lists)
    assert value == "далі"
    assert changed["accepted"]
    assert state["label"].startswith("Are you apart")


def test_indicators_say_what_they_rest_on(
    begin: Callable[[], Session], lists: Lists, scripts: Mapping[str, list[Any]]
) -> None:
    *_, found = steps.run(begin(), [*scripts["labour_return"], {"indicators": True}], lists)
    by_id = {row["id"]: row for row in found}
    assert len(by_id) == 66
    assert by_id["CD01"] == {"id": "CD01", "state": "present", "evidence": ["/data/money/docs_there"]}
    assert by_id["CD04"]["state"] == "unknown"
    assert by_id["CR03"] == {"id": "CR03", "state": "absent", "evidence": ["/data/origin/taken"]}
    json.dumps(found)


@pytest.mark.parametrize("after", [1, 20, 60])
def test_interview_goes_on_after_being_built_again(
    after: int, begin: Callable[[], Session], lists: Lists, scripts: Mapping[str, list[Any]]
) -> None:
    script = scripts["labour_return"]
    plain, broken = begin(), begin()
    steps.run(plain, script, lists)
    results = steps.run(broken, [*script[:after], {"resume": True}, *script[after:], {"resume": True}], lists)
    assert results[after] == {"events": after}
    assert broken.events == plain.events
    assert broken.facts() == plain.facts()
    assert broken.outline() == plain.outline()


MALFORMED: list[Any] = [
    {},
    [],
    "answer",
    None,
    {"answer": ["/data/a", "x"], "value": "/data/a"},
    {"guess": True},
    {"answer": "/data/a"},
    {"answer": ["/data/a"]},
    {"answer": [1, "x"]},
    {"answer": [PRIVATE, True]},
    {"answer": [PRIVATE, None]},
    {"answer": [PRIVATE, ["yes"]]},
    {"answer": [PRIVATE, "yes"], "basis": "hearsay"},
    {"answer": [PRIVATE, "yes"], "basis": ["observed"]},
    {"answer": [PRIVATE, "yes"], "verbatim": 1},
    {"select": [PRIVATE, "yes"]},
    {"select": [PRIVATE, ["yes no"]]},
    {"select": [PRIVATE, [1]]},
    {"unknown": [PRIVATE, "forgotten"]},
    {"unknown": [PRIVATE, "declined"], "basis": "observed"},
    {"add_repeat": 1},
    {"remove_repeat": None},
    {"language": ["x"]},
    {"state": 1},
    {"value": {}},
    {"choices": True},
    {"validate": False},
    {"outline": "x"},
    {"submission": 1},
    {"indicators": "all"},
    {"resume": 2},
]


@pytest.mark.parametrize("step", MALFORMED, ids=str)
def test_what_is_no_step_is_refused_with_its_number(step: Any, begin: Callable[[], Session], lists: Lists) -> None:
    with pytest.raises(FormError) as refusal:
        steps.run(begin(), [{"value": PRIVATE}, step], lists)
    assert refusal.value.code == "form.steps.step"
    assert refusal.value.params == {"number": 2}


@pytest.mark.parametrize("script", [None, {}, "x", 1])
def test_what_is_no_list_is_refused(script: Any, begin: Callable[[], Session], lists: Lists) -> None:
    with pytest.raises(FormError) as refusal:
        steps.run(begin(), script, lists)
    assert refusal.value.code == "form.steps"


@pytest.mark.parametrize("name", ["answer", "select", "unknown"])
def test_question_that_is_not_there_is_refused(name: str, begin: Callable[[], Session], lists: Lists) -> None:
    argument = {"answer": "x", "select": ["x"], "unknown": "declined"}[name]
    with pytest.raises(FormError) as refusal:
        steps.run(begin(), [{name: ["/data/no_such", argument]}], lists)
    assert refusal.value.code == "form.ref.unknown"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=5,
)
REFS = st.sampled_from([PRIVATE, "/data/origin/leg", "/data/origin/leg[1]", "/data/no_such", "", "/", "/data", "x"])
ANY_STEP = st.dictionaries(
    st.sampled_from([*steps._KNOWN, "basis", "verbatim"]),
    ANY_JSON | REFS | st.tuples(REFS, ANY_JSON).map(list),
    min_size=1,
    max_size=2,
)


@given(st.lists(ANY_STEP | ANY_JSON, max_size=4))
def test_any_list_is_carried_out_or_refused(form: Form, lists: Lists, script: list[Any]) -> None:
    session = Session.new(form, lambda: datetime(2026, 11, 23, tzinfo=UTC), Chance(CaseId("7F3K2ABCDEFG")))
    try:
        results = steps.run(session, script, lists)
    except FormError:
        return
    assert len(results) == len(script)
    json.dumps(results)
