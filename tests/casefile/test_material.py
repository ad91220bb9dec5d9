"""What a case holds that could be shared, and under which category."""

# ruff: noqa: RUF001 - the words are Ukrainian

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from screening.assessment.lists import IndicatorList
from screening.casefile import interview, steps
from screening.casefile.entries import Assessed, Body, Entry, Noted, Opened, Restricted
from screening.casefile.fold import Case, fold
from screening.forms.session import Session
from screening.ids import CaseId, Digest, ProfileId
from screening.referral.profiles import UNCATEGORISED, Material, load_profiles, minimise

Lists = Mapping[str, IndicatorList]
START = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
PROFILES = Path(__file__).parents[2] / "resources" / "profiles"
DETAILS: list[Any] = [
    {"answer": ["/data/wishes/person/name", "Канарка Тест"]},
    {"answer": ["/data/wishes/person/birth_year", "1990"]},
    {"answer": ["/data/wishes/person/sex", "Feminine"]},
    {"select": ["/data/wishes/help", ["shelter", "lawyer"]]},
    {"answer": ["/data/wishes/not_told", "Не дзвонити родині."]},
]


def case_of(session: Session, *more: Body) -> Case:
    opened = Opened("second_line", session.form.version, Digest("f" * 64), "Ukrainian (uk)")
    bodies = [opened, *interview.bodies(session), *more]
    return fold(Entry(seq, CaseId("7F3K2ABCDEFG"), START, "o", body) for seq, body in enumerate(bodies, start=1))


@pytest.fixture
def held(begin: Callable[[], Session], lists: Lists, scripts: Mapping[str, list[Any]]) -> Material:
    session = begin()
    results = steps.run(session, [*scripts["labour_return"], *DETAILS], lists)
    assert all(result["accepted"] for result in results[-len(DETAILS) :])
    case = case_of(
        session,
        Noted("Сліди на зап'ястях", "observed"),
        Noted("«нікуди не підеш»", "verbatim"),
        Noted("мабуть, не вперше", "inferred"),
        Restricted("Не телефонувати до 18:00."),
        Assessed({}, {"outcome": "presumed"}, {}),
    )
    return interview.material(case, session, lists)


def test_who_the_person_is_stands_under_its_categories(held: Material) -> None:
    assert held.fields["person_name"] == "Канарка Тест"
    assert held.fields["birth"] == "1990"
    assert held.fields["sex"] == "Жінка"
    assert held.on == date(2026, 11, 23)
    assert held.fields["period"] == "2026-11"


def test_needs_and_restrictions_are_gathered(held: Material) -> None:
    assert any("юрист" in need or "адвокат" in need.lower() for need in held.fields["needs"])
    assert held.fields["restrictions"][0] == "Не телефонувати до 18:00."
    assert "Не дзвонити родині." in held.fields["restrictions"]


def test_outcome_indicators_and_notes_are_told_apart(held: Material) -> None:
    assert held.fields["outcome"] == "presumed"
    assert "CD01" in held.fields["indicators"]
    assert "CD04" not in held.fields["indicators"]
    assert "Сліди на зап'ястях" in held.fields["summary"]
    assert held.fields["quotes"] == ["«нікуди не підеш»"]


def test_every_answer_comes_with_its_question_words_and_marks(held: Material) -> None:
    views = {view.ref: view for view in held.answers}
    docs = views["/data/money/docs_there"]  # type: ignore[index]
    assert (docs.value, docs.category, docs.sensitivity, docs.indicators) == ("kept", "documents", 1, ("CD01",))
    assert docs.label
    assert docs.label != "kept"
    assert views["/data/origin/met"].htcds == "vic_MethodOfRecruitment"  # type: ignore[index]
    assert docs.basis == "person_said"
    assert docs.verbatim is not None
    declined = next(view for view in held.answers if view.missing == "declined")
    assert declined.value == ""
    assert declined.sensitivity == 3
    which = views["/data/promises/terms_which"]  # type: ignore[index]
    assert which.label.count(";") == 1
    assert views["/data/origin/leg[2]/leg_mode"].category == "journey"  # type: ignore[index]
    assert "/data/safety/escort" not in views
    assert all(view.question for view in held.answers)


def test_words_come_in_the_language_asked_for(
    begin: Callable[[], Session], lists: Lists, scripts: Mapping[str, list[Any]]
) -> None:
    session = begin()
    steps.run(session, [*scripts["labour_return"], {"language": "English (en)"}], lists)
    case = case_of(session)
    plain = interview.material(case, session, lists)
    english = interview.material(case, session, lists, "English (en)")
    assert plain.answers[0].question.startswith("Чи загрожує")
    assert english.answers[0].question == "Is anyone in danger right now?"


def test_what_the_officer_concluded_is_shown_to_nobody(held: Material) -> None:
    profiles = load_profiles({path.name: path.read_bytes() for path in PROFILES.glob("*.toml")})
    assert ProfileId("P-POL") in profiles
    for profile in profiles.values():
        seen = minimise(held, profile)
        assert UNCATEGORISED in seen.withheld
        assert "не вперше" not in repr((seen.fields, seen.answers))


def test_case_without_answers_holds_little(begin: Callable[[], Session], lists: Lists) -> None:
    session = begin()
    held = interview.material(case_of(session), session, lists)
    assert dict(held.fields) == {"period": "2026-11"}
    assert held.answers == ()


FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:ti="https://fieldscreening.org/ns/ti"><h:head><h:title>f</h:title><model><instance>
  <data id="f" version="1"><age/><born/><bad/><plain/></data></instance>
  <bind nodeset="/data/age" type="int" ti:disclose="birth" ti:sensitivity="2"/>
  <bind nodeset="/data/born" type="string" ti:disclose="birth"/>
  <bind nodeset="/data/bad" type="string" ti:sensitivity="very" ti:disclose="summary" ti:basis="document"/>
  <bind nodeset="/data/plain" type="string"/>
  </model></h:head><h:body><input ref="/data/age"><label>Age</label></input><input ref="/data/born"><label>Born</label>
  </input><input ref="/data/bad"><label>Bad</label></input><input ref="/data/plain"><label>Plain</label></input>
  </h:body></h:html>"""


def simple(lists: Lists, **answers: str) -> Material:
    from screening.casefile.interview import Chance
    from screening.forms.form import Form

    session = Session.new(Form.parse(FORM), lambda: START, Chance(CaseId("7F3K2ABCDEFG")))
    for name, value in answers.items():
        session.answer(f"/data/{name}", value)
    return interview.material(case_of(session), session, lists)


def test_birth_is_an_age_or_a_date_and_nothing_else(lists: Lists) -> None:
    assert simple(lists, age="34").fields["birth"] == 34
    assert simple(lists, born="1990-04").fields["birth"] == "1990-04"
    assert simple(lists, age="34", born="1990-04-01").fields["birth"] == "1990-04-01"
    assert simple(lists, born="1990-04-01", age="34").fields["birth"] == "1990-04-01"
    assert "birth" not in simple(lists, born="in spring").fields


def test_unreadable_sensitivity_counts_as_the_highest_and_no_category_as_none(lists: Lists) -> None:
    bad, plain = simple(lists, bad="x", plain="y").answers
    assert (bad.sensitivity, bad.category, bad.basis) == (3, "summary", "document")
    assert (plain.sensitivity, plain.category, plain.indicators, plain.htcds) == (0, "", (), None)
