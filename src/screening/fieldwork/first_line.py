"""The first line: a look and at most four questions, in memory alone. What remains is a count, or a hand-over.

The session is never given to the vault. Only what `carried` takes out of it, when an officer opens a case, is recorded,
and what `count` keeps names a day, a way of travelling and an end.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from screening.casefile.entries import Basis, Body, Counted, Entry, Noted, UrgentRaised
from screening.casefile.evidence import urgent_rules
from screening.errors import CaseError, FormError
from screening.forms.session import Session
from screening.ids import STATION, CaseId, Digest

if TYPE_CHECKING:
    from screening.fieldwork.officer import Fieldwork
    from screening.forms.definition import Question
    from screening.forms.form import Form

End: TypeAlias = Literal["urgent", "second_line", "info_card"]

FORM: Final = "first_line"
"""The form that is never a case."""
SMALLEST: Final = 5
"""Counts from one to four are not shown."""
_ENDS: Final[tuple[End, ...]] = ("urgent", "second_line", "info_card")
_NONE: Final = "none"


@dataclass(frozen=True, slots=True, repr=False)
class Reason:
    """One rule of the form that applies, in the form's own words. rule: which one it is."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """What goes over into a case, so that nothing is asked twice.

    answers: name of the next instrument's question, value, basis; note: the four answers and the officer's reason in
    the form's words; rules: the urgent rules that apply.
    """

    answers: tuple[tuple[str, str, Basis], ...]
    note: str = ""
    rules: tuple[str, ...] = ()

    def with_population(self, population: str) -> Carried:
        """The same, with the age group that was asked for last if it was not known before."""
        if not population or any(name == "population" for name, _, _ in self.answers):
            return self
        return Carried((*self.answers, ("population", population, "observed")), self.note, self.rules)


@dataclass(frozen=True, slots=True)
class Total:
    """How many first lines of one month ended so. month: ``2026-11``; count: None for one to four."""

    month: str
    mode: str
    end: End
    count: int | None


# ---- in memory ---------------------------------------------------------------------------------------------------


def begin(form: Form, clock: Callable[[], datetime], mode: str = "") -> Session:
    """A first line that nobody has seen yet. mode: the way of travelling, when it was set before.

    Raises:
        CaseError: ``case.first_line.form``: this form has no end of its own.
    """
    session = Session.new(form, clock, random.Random(0))  # noqa: S311  a first line draws nothing
    if not any(_role(question) == "end" for question in form.questions()):
        raise CaseError("case.first_line.form")
    if mode:
        session.answer(_ref(form, "mode"), mode)
    return session


def end_of(session: Session) -> End | None:
    """Where the form's own rule leads by now; None while it does not say."""
    said = [fact.value for fact in session.facts() if fact.name == "ti:element" and fact.values == ("end",)]
    return next((end for end in _ENDS if end in said), None)


def mode_of(session: Session) -> str:
    """How the person travels."""
    return session.value(_ref(session.form, "mode"))


def asks(session: Session) -> tuple[str, ...]:
    """The questions that are asked now, in their order, without the one that is offered at the end only."""
    return tuple(question.ref for question in _shown(session) if _role(question) == "")


def on_request(session: Session) -> str | None:
    """The question that is offered at the end: another reason."""
    return next((question.ref for question in _shown(session) if _role(question) == "on_request"), None)


def reasons(session: Session, language: str | None) -> tuple[Reason, ...]:
    """Which rules of the form apply, and in which words."""
    found = [question.ref for question in _shown(session) if _role(question) == "reason"]
    return tuple(Reason(session.label(ref, language), session.hint(ref, language)) for ref in found)


def verdict(session: Session, language: str | None) -> Reason | None:
    """What is to be done, and what to mind: the form's own words for its end."""
    found = next((question.ref for question in _shown(session) if _role(question) == "end"), None)
    return Reason(session.label(found, language), session.hint(found, language)) if found is not None else None


def of_a_child(session: Session) -> bool:
    """Whether this is a child, or may be one."""
    return session.value(_ref(session.form, "person")) in ("child", "age_disputed")


def next_form(session: Session) -> str:
    """The instrument that goes on: the child's, or second line."""
    return "child" if of_a_child(session) else "second_line"


def carried(session: Session, language: str | None) -> Carried:
    """What a case would begin with.

    The gates of the next instrument are asked anew, apart from danger: being alone at the booth says nothing about the
    room in which the talk will be.
    """
    person, seen = _value(session, "person"), _value(session, "seen")
    found: list[tuple[str, str, Basis]] = []
    if person in ("danger", "medical"):
        found.append((person, "yes", "observed"))
    else:
        found.append(("population", person, "observed"))
    found.append(("escort", _value(session, "escort"), "document"))
    if seen != _NONE:
        found.append(("noticed", seen, "observed"))
    return Carried(tuple(each for each in found if each[1]), _note(session, language), urgent_rules(session.facts()))


# ---- what remains ------------------------------------------------------------------------------------------------


def count(desk: Fieldwork, end: End, mode: str) -> Entry:
    """Keep that one first line ended: the day, the way of travelling, the end, and nothing else.

    Raises:
        VaultError: it could not be saved.
    """
    means = desk.means
    now = means.now().astimezone() if not means.claimed else means.now()  # the day is the post's
    return means.vault.append(
        STATION,
        Counted(now.date().isoformat(), mode, end),
        actor=means.credentials().actor,
        at=datetime.combine(now.date(), time(), tzinfo=now.tzinfo).astimezone(means.now().tzinfo),
        claimed_clock=means.claimed,
    )


def hand_over(desk: Fieldwork, pack: Digest, given: Carried, *, language: str | None = None) -> CaseId:
    """Open a case in the next instrument with what was noticed; what does not fit there is left out.

    Raises:
        StationError: the pack is not here.
        VaultError: it could not be saved; there is no case then.
    """
    also: list[Body] = [UrgentRaised(rule) for rule in given.rules]  # type: ignore[arg-type]  # U1 to U7 by the form
    if given.note:
        also.insert(0, Noted(given.note, "observed"))
    return desk.begin_with(pack, given.answers, also, language=language)


def totals(desk: Fieldwork) -> tuple[Total, ...]:
    """How many first lines ended how, by month and way of travelling; small counts are withheld, and no sum is given.

    Whole months only: two periods that differ by a day would tell what a small count hides.
    """
    counted: Counter[tuple[str, str, End]] = Counter()
    for entry in desk.means.vault.entries_of((Counted.kind,)):
        if isinstance(entry.body, Counted):
            counted[entry.body.day[:7], entry.body.mode, entry.body.end] += 1
    return tuple(
        Total(month, mode, end, number if number >= SMALLEST else None)
        for (month, mode, end), number in sorted(counted.items())
    )


# ---- below -------------------------------------------------------------------------------------------------------


def _role(question: Question) -> str:
    return question.annotations.get("ti:role", "")


def _shown(session: Session) -> Iterator[Question]:
    """The questions and notes that are relevant now, in their order."""
    known: Mapping[str, Question] = {question.ref: question for question in session.form.questions()}
    return (known[item.ref] for item in session.outline().questions() if item.relevant)


def _ref(form: Form, name: str) -> str:
    for question in form.questions():
        if question.ref.rpartition("/")[2] == name:
            return question.ref
    raise FormError("form.ref.unknown", ref=name)


def _value(session: Session, name: str) -> str:
    return session.value(_ref(session.form, name))


def _note(session: Session, language: str | None) -> str:
    """What was asked and answered, one line each: it has no question of its own in the next instrument."""
    said: list[str] = []
    for name in ("goes", "paid", "own", "wish", "concern"):
        ref = _ref(session.form, name)
        state = session.state(ref)
        if state.relevant and state.value:
            labels = {choice.value: choice.label for choice in session.choices(ref, language)}
            said.append(f"{session.label(ref, language)} — {labels.get(state.value, state.value)}")
    return "\n".join(said)
