"""An interview goes into entries and comes back out of them the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.assessment.lists import IndicatorList
from screening.casefile import codec, interview, steps
from screening.casefile.answers import change_of
from screening.casefile.entries import Answered, Body, Corrected, Entry, Finalised, LanguageChosen, Opened, UrgentRaised
from screening.casefile.fold import fold
from screening.casefile.interview import Chance
from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.session import AddRepeat, Answer, Language, Missing, RemoveRepeat, Session
from screening.ids import CaseId, Digest, Ref

CASE = CaseId("7F3K2ABCDEFG")
UKRAINIAN, ENGLISH = "Ukrainian (uk)", "English (en)"
Clock = Callable[[], datetime]
START = datetime(2026, 11, 23, tzinfo=UTC)


def kept(session: Session, language: str = UKRAINIAN) -> list[Entry]:
    """The entries of a case with this interview, once through their bytes."""
    opened = Opened("second_line", session.form.version, Digest("f" * 64), language)
    bodies: list[Body] = [opened, *interview.bodies(session)]
    at = [session.events[0].at if session.events else START, *(event.at for event in session.events)]
    return [
        Entry(seq, CASE, moment.astimezone(UTC), "o", codec.decode(body.kind, codec.encode(body)))
        for seq, (body, moment) in enumerate(zip(bodies, at, strict=True), start=1)
    ]


def looks(session: Session) -> object:
    """All that an officer sees of an interview."""
    return session.outline(), session.facts(), session.validate(), session.language, session.finalize().xml


@pytest.mark.parametrize(
    "name", ["labour_return", "much_declined", "stopped_on_the_way", "child_with_unverified_adult"]
)
def test_interview_comes_back_from_its_entries_the_same(
    name: str,
    begin: Callable[[], Session],
    clock: Clock,
    scripts: Mapping[str, list[object]],
    lists: Mapping[str, IndicatorList],
) -> None:
    session = begin()
    steps.run(session, scripts[name], lists)
    again = interview.resume(session.form, kept(session), clock)
    assert again.events[1:] == session.events
    for one, other in zip(again.events[1:], session.events, strict=True):
        assert one.at == other.at
    first, second = looks(session), looks(again)
    assert second[:4] == first[:4]  # type: ignore[index]
    assert interview.stated(again, None, lists) == interview.stated(session, None, lists)


def test_resumed_interview_draws_the_same_and_begins_when_it_began(form: Form, clock: Clock) -> None:
    entries = [Entry(1, CASE, datetime(2026, 1, 2, 23, 30, tzinfo=UTC), "o", Opened("f", "1", Digest("f"), ""))]
    first, second = (interview.resume(form, entries, clock) for _ in range(2))
    assert first.finalize().xml == second.finalize().xml
    drawn = interview.resume(form, entries, clock, Chance(CaseId("ANOTHER")))
    assert drawn.finalize().xml != first.finalize().xml
    other = interview.resume(form, [Entry(1, CaseId("OTHER"), entries[0].at, "o", entries[0].body)], clock)
    assert other.finalize().xml != first.finalize().xml


def test_interview_without_entries_is_a_new_one(form: Form, clock: Clock) -> None:
    assert interview.resume(form, [], clock).events == ()


def test_events_and_bodies_answer_each_other() -> None:
    events = [
        Answer("/data/a", "yes", "observed", "own words"),
        Answer("/data/a", ""),
        Missing("/data/b", "declined"),
        AddRepeat("/data/r"),
        RemoveRepeat("/data/r[1]"),
        Language(ENGLISH),
    ]
    entries = [Entry(seq, CASE, START, "o", interview.body_of(event)) for seq, event in enumerate(events, 1)]
    assert list(interview.events(entries)) == events


def test_entries_that_are_no_answers_are_passed_over_and_corrections_taken_apart() -> None:
    correction = Corrected((change_of(Answered(Ref("/data/a"), "no")), change_of(LanguageChosen(ENGLISH))), "misheard")
    bodies = [Opened("f", "1", Digest("f"), UKRAINIAN), Finalised(Digest("f")), UrgentRaised("U1"), correction]
    entries = [Entry(seq, CASE, START, "o", body) for seq, body in enumerate(bodies, 1)]
    assert interview.events(entries) == (Language(UKRAINIAN), Answer("/data/a", "no"), Language(ENGLISH))


def test_answer_keeps_the_words_in_which_it_was_asked(begin: Callable[[], Session]) -> None:
    session = begin()
    session.answer("/data/safety/private", "yes")
    session.set_language(ENGLISH)
    session.set_missing("/data/safety/fit", "unsure")
    first, _, third = interview.bodies(session)
    assert isinstance(first, Answered)
    assert isinstance(third, Answered)
    assert (first.language, third.language) == (UKRAINIAN, ENGLISH)
    assert first.wording == session.label("/data/safety/private", UKRAINIAN)
    assert third.wording == "Is the person able to talk now?"
    assert interview.bodies(session, since=2) == (third,)
    live = interview.body_of(session.events[2], session)
    assert live == third


def test_answer_in_a_repeat_that_was_taken_away_is_kept_without_words(begin: Callable[[], Session]) -> None:
    session = begin()
    event = Answer("/data/origin/leg[9]/leg_places", "x")
    body = interview.body_of(event, session)
    assert isinstance(body, Answered)
    assert body.wording is None


def test_event_of_another_form_is_refused(form: Form, clock: Clock) -> None:
    with pytest.raises(FormError):
        interview.resume(form, [Entry(1, CASE, START, "o", Answered(Ref("/data/no_such"), "x"))], clock)


def test_urgent_rule_raised_by_a_person_is_stated(
    begin: Callable[[], Session], lists: Mapping[str, IndicatorList]
) -> None:
    session = begin()
    entries = kept(session)
    assert not interview.stated(session, fold(entries), lists).urgent
    raised = [*entries, Entry(2, CASE, entries[0].at, "o", UrgentRaised("U4"))]
    stated = interview.stated(session, fold(raised), lists)
    assert stated.urgent
    assert interview.stated_json(stated)["urgent"] is True
    assert stated.population == "adult"


def test_indicators_that_no_list_has_are_left_out(begin: Callable[[], Session]) -> None:
    session = begin()
    assert interview.stated(session, None, {}).indicators == {}


@given(st.text(max_size=12))
def test_chance_is_the_same_for_a_case_and_within_bounds(case: str) -> None:
    try:
        one, other = Chance(CaseId(case)), Chance(CaseId(case))
    except UnicodeEncodeError:
        return
    drawn = [one.random() for _ in range(20)]
    assert drawn == [other.random() for _ in range(20)]
    assert all(0 <= number < 1 for number in drawn)
    assert len(set(drawn)) == 20
