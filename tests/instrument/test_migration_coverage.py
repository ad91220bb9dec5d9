"""Every indicator is reached by answering, and what others say or the officer concludes never shows a strong one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from screening.casefile import interview
from screening.forms.session import Session
from support import coverage
from support.coverage import INSTRUMENTS, PURPOSES, Reach

STRONG = {
    population: sorted(n for n, indicator in coverage.lists()[name].indicators.items() if indicator.strength == "S")
    for population, name in (("adult", "adult_labour"), ("age_disputed", "child_labour"))
}
REACHED = [
    *(
        (form, population, name)
        for form in INSTRUMENTS
        if form != "child"
        for population, n in STRONG.items()
        for name in n
    ),
    *(("child", "child", name) for name in ("DR01", "DR10", "CR03", "EX01", "CD06")),
]
"""Every strong indicator where it can be shown; the child path reaches these five."""


@pytest.fixture(scope="module")
def found() -> Mapping[str, Reach]:
    return {name: coverage.reach(name) for name in INSTRUMENTS}


def test_the_page_says_what_the_instruments_do() -> None:
    assert coverage.TABLE.read_text("utf-8") == coverage.table(), "stale: python -m support.coverage"


@pytest.mark.parametrize("name", ["adult_labour", "child_labour", "adult_sexual", "child_sexual"])
def test_every_indicator_of_every_list_is_shown_and_denied_in_depth(name: str, found: Mapping[str, Reach]) -> None:
    wanted = set(coverage.lists()[name].indicators)
    assert wanted - found["migration"].shows.keys() == set()
    assert wanted - found["migration"].denies.keys() == set()


def test_second_line_leaves_out_schooling_alone(found: Mapping[str, Reach]) -> None:
    wanted = set(coverage.lists()["adult_labour"].indicators)
    assert wanted - found["second_line"].shows.keys() == {"EX09"}
    assert wanted - found["second_line"].denies.keys() == {"EX09"}


def test_every_form_of_exploitation_can_be_named_in_depth(found: Mapping[str, Reach]) -> None:
    assert found["migration"].purposes.keys() == PURPOSES.keys()


def test_the_child_path_reaches_these_strong_indicators_and_no_others(found: Mapping[str, Reach]) -> None:
    assert {name for form, _, name in REACHED if form == "child"} == set(STRONG["age_disputed"]) & found[
        "child"
    ].shows.keys()


@pytest.mark.parametrize(("form", "population", "indicator"), REACHED)
def test_a_strong_indicator_needs_the_person_an_observation_or_a_document(
    form: str, population: str, indicator: str, found: Mapping[str, Reach]
) -> None:
    session = coverage.opened(form)
    refs = {item.ref.rpartition("/")[2]: item.ref for item in session.outline().questions()}
    session.answer(refs["population"], population)
    if population == "age_disputed":
        session.answer(refs["child_service"], "yes")
    (name,) = found[form].shows[indicator]
    telling = _telling(session, refs[name], indicator)
    states = {}
    for basis in ("person_said", "observed", "document", "third_party", "officer_inference"):
        assert session.answer(refs[name], telling, basis=basis).accepted
        states[basis] = interview.stated(session, None, coverage.lists()).indicators[indicator]  # type: ignore[index]
    assert states == {
        "person_said": "present",
        "observed": "present",
        "document": "present",
        "third_party": "unsure",
        "officer_inference": "unsure",
    }


def _telling(session: Session, ref: str, indicator: str) -> str:
    """The answer that shows the indicator."""
    for choice in session.choices(ref):
        session.answer(ref, choice.value)
        facts = (fact for fact in session.facts() if fact.ref == ref and fact.name == "ti:indicator")
        if any(fact.when and indicator in fact.values for fact in facts):
            return choice.value
    raise AssertionError(indicator)
