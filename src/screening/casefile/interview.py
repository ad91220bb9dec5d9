"""The interview of a case: its entries as events of the form's session and back, and what its answers state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from screening.assessment.lists import IndicatorList
from screening.assessment.stated import Stated
from screening.casefile import answers
from screening.casefile.carry import joined
from screening.casefile.entries import (
    Answered,
    Basis,
    Entry,
    Json,
    LanguageChosen,
    Moved,
    Opened,
    RepeatAdded,
    RepeatRemoved,
)
from screening.casefile.evidence import elements, indicators, lists_for, urgent_rules
from screening.casefile.fold import Case
from screening.casefile.material import material
from screening.errors import FormError
from screening.forms.evaluation import Verifier, nobody
from screening.forms.events import AddRepeat, Answer, Event, Language, Missing, RemoveRepeat
from screening.forms.session import Random, Session
from screening.forms.wording import Said
from screening.ids import CaseId, Ref

if TYPE_CHECKING:
    from screening.forms.form import Form

__all__ = ["Chance", "bodies", "body_of", "events", "material", "resume", "stated", "stated_json"]


class Chance:
    """Random numbers that are the same at every opening of a case, as a resumed interview needs them."""

    def __init__(self, case: CaseId) -> None:
        self._case = case.encode()
        self._drawn = 0

    def random(self) -> float:
        """The next number, from 0 up to but not 1."""
        self._drawn += 1
        digest = sha256(b"%b %d" % (self._case, self._drawn)).digest()
        return (int.from_bytes(digest[:8]) >> 11) / (1 << 53)


def events(entries: Iterable[Entry]) -> tuple[Event, ...]:
    """What was done to the interview, corrections taken apart; other entries are passed over.

    Raises:
        CaseError: ``case.entry.unreadable``.
    """
    found: list[Event] = []
    for entry in entries:
        if isinstance(entry.body, Opened) and entry.body.language:
            found.append(Language(entry.body.language, entry.at))
        if isinstance(entry.body, Moved):  # it holds all that came before
            found = [_event_of(step, at) for step, at, _ in answers.moved(entry.body)]
        found.extend(_event_of(step, entry.at) for step in answers.steps((entry.body,)))
    return tuple(found)


def body_of(event: Event, session: Session | None = None) -> answers.Step:
    """What the case keeps of an event.

    Args:
        event: just done.
        session: the interview after it; says in which words and language the question was put.
    """
    match event:
        case Answer() | Missing():
            return _answered(event, session, session.language if session is not None else None)
        case AddRepeat(ref=ref):
            return RepeatAdded(Ref(ref))
        case RemoveRepeat(ref=ref):
            return RepeatRemoved(Ref(ref))
        case Language(name=name):
            return LanguageChosen(name)


def bodies(session: Session, since: int = 0) -> tuple[answers.Step, ...]:
    """What the case keeps of all events of a session from number `since` on, each in the language of its moment."""
    language = session.form.default_language
    found: list[answers.Step] = []
    for event in session.events:
        if isinstance(event, Language):
            language = event.name
        put = _answered(event, session, language) if isinstance(event, Answer | Missing) else body_of(event)
        found.append(put)
    return tuple(found[since:])


def resume(
    form: Form,
    entries: Iterable[Entry],
    clock: Callable[[], datetime],
    rng: Random | None = None,
    verify: Verifier = nobody,
) -> Session:
    """The interview as these entries left it, with the clock of their time and the same draws every time.

    Args:
        form: the one that the case began with, or was moved to last.
        entries: of the case, in their order.
        clock: the time now, aware, in the zone of the post.
        rng: the randomness of the interview; left out, the case's own.
        verify: judges signatures for forms that take only what is signed; without it nothing is believed.

    Raises:
        FormError: an entry names what this form does not have.
        CaseError: ``case.entry.unreadable``.
    """
    entries = tuple(entries)
    zone = clock().tzinfo
    beginning = [entry.at.astimezone(zone) for entry in entries[:1]]

    def time() -> datetime:
        return beginning.pop() if beginning else clock()

    replayed = [
        replace(event, at=event.at.astimezone(zone)) if event.at is not None else event for event in events(entries)
    ]
    chance = rng if rng is not None else Chance(entries[0].case if entries else CaseId(""))
    return Session.resume(form, replayed, time, chance, verify=verify)


def stated(session: Session, case: Case | None, lists: Mapping[str, IndicatorList]) -> Stated:
    """What the answers state, ready to be weighed, together with what was carried over from earlier interviews.

    Until the age group is answered the rules for adults hold; an interview cannot be closed without it.

    Args:
        session: the interview.
        case: for the urgent rules that a person raised and for earlier interviews; None where there is no case.
        lists: installed. Indicators that none of them has are left out.
    """
    facts = session.facts()
    said = elements(facts)
    population = said.population or "adult"
    in_use = lists_for(population, said.purpose_codes, lists)
    known = {name for one in lists.values() for name in one.indicators}
    found = indicators(facts, [lists[name] for name in in_use])
    own = Stated(
        population=population,
        lists=in_use,
        stage=said.stage,
        act=said.act,
        purpose=said.purpose,
        self_identified=said.self_identified,
        unaccompanied=said.unaccompanied,
        urgent=bool(urgent_rules(facts)) or (case is not None and bool(case.urgent)),
        indicators={name: one.state for name, one in found.items() if name in known and one.state != "not_asked"},
        purpose_codes=said.purpose_codes,
    )
    return joined(own, facts, case, lists)


def stated_json(facts: Stated) -> dict[str, Json]:
    """The form in which `Assessed` keeps what was stated."""
    return facts.to_json()


def _event_of(step: answers.Step, at: datetime) -> Event:
    match step:
        case Answered():
            if step.missing is not None:
                return Missing(step.ref, step.missing, at)
            return Answer(step.ref, step.value or "", step.basis, step.verbatim, at)
        case RepeatAdded(ref=ref):
            return AddRepeat(ref, at)
        case RepeatRemoved(ref=ref):
            return RemoveRepeat(ref, at)
        case LanguageChosen(language=language):
            return Language(language, at)


def _answered(event: Answer | Missing, session: Session | None, language: str | None) -> Answered:
    said = _said(session, event.ref, language) if session is not None else None
    body = Answered(
        Ref(event.ref),
        None if isinstance(event, Missing) else event.value,
        missing=event.reason if isinstance(event, Missing) else None,
        language=language,
        wording=(said.text or None) if said is not None else None,
        wording_language=said.language if said is not None and said.text and said.fallback else None,
        wording_state=said.state if said is not None and said.text else None,
    )
    if isinstance(event, Missing):
        return body
    return replace(body, basis=cast("Basis", event.basis), verbatim=event.verbatim)


def _said(session: Session, ref: str, language: str | None) -> Said | None:
    try:
        return session.said(ref, language)
    except FormError:  # the repeat that held the question was taken away since
        return None
