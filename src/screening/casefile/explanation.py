"""Why an outcome is what it is: rule by rule the answers behind it, what is unknown, and what would change it.

It is data in codes and in the words of the interview; what a code is called is said by whoever shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Final

from screening.assessment.lists import IndicatorList
from screening.assessment.rules import OUTCOMES, Assessment, next_questions
from screening.casefile.answers import Answer
from screening.casefile.carry import before_this
from screening.casefile.entries import Json
from screening.casefile.evidence import ELEMENT, HEARSAY, INDICATOR, PURPOSE, indicators
from screening.casefile.fold import Case
from screening.forms.session import Fact, Session
from screening.ids import Ref

_ITEM: Final = "ti:item"
_POSITION: Final = re.compile(r"\[[0-9]+\]")
_ELEMENTS: Final = ("population", "stage", "act", "purpose", "self_identified", "unaccompanied")
_UNDECIDED: Final = frozenset({"act", "purpose"})
"""Elements that an answer can still decide."""


@dataclass(frozen=True, slots=True, repr=False)
class Ground:
    """One answer that something rests on.

    item: number of the question in the instrument, as B8; question, answer: in the words of the form; basis: where the
    answer comes from; verbatim: the person's own words; missing: why there is no answer; recorded: of a former case,
    when it was taken over from one; transcribed: typed in from paper.
    """

    ref: str
    item: str
    question: str
    answer: str
    basis: str
    verbatim: str | None
    missing: str | None
    recorded: str | None
    transcribed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """An indicator that is present and the answers that show it. earlier: only an earlier interview recorded it."""

    indicator: str
    strengths: Mapping[str, str]
    grounds: tuple[Ground, ...]
    earlier: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Applied:
    """One rule that led to the outcome, or a limit of it. indicators: behind it; list, dimension: where it applied."""

    code: str
    indicators: tuple[str, ...]
    list: str | None
    dimension: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Stands:
    """What stands for an element of the assessment, as population, act or purpose, and the answers that say so."""

    element: str
    value: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Unknown:
    """An indicator nobody knows of.

    why: declined, unsure or not_asked; hearsay: others said it or the officer concluded it, which by itself shows no
    strong indicator; grounds: the answers that leave it open.
    """

    indicator: str
    why: str
    hearsay: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Possible:
    """What would change the outcome: an indicator, ``act`` or ``purpose``.

    further: how many other answers would have to come first; outcome: the highest it would lead to with them; ask: the
    questions open now that decide it.
    """

    item: str
    further: int
    outcome: str
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """The whole explanation.

    outcome: by the rules; in_effect: after a person set another one, with role and reason; rules: in the order of the
    assessment; shown: every present indicator; next: the questions that could still change it, most telling first;
    settled: no answer can change the outcome any more.
    """

    outcome: str
    in_effect: str
    override: Mapping[str, str] | None
    urgent: bool
    urgent_rules: tuple[str, ...]
    settled: bool
    rules: tuple[Applied, ...]
    shown: tuple[Shown, ...]
    elements: tuple[Stands, ...]
    unknown: tuple[Unknown, ...]
    changes: tuple[Possible, ...]
    next: tuple[Ground, ...]
    versions: Mapping[str, str]

    def to_json(self) -> dict[str, Json]:
        """The same as JSON."""
        return asdict(self)


def open_questions(session: Session, facts: Iterable[Fact] | None = None) -> dict[str, set[str]]:
    """For each question that can be asked now and has neither an answer nor a reason why not, what it decides.

    Args:
        session: the interview.
        facts: of it, where they are known already.
    """
    can_be_asked = {
        item.ref
        for item in session.outline().questions()
        if item.relevant and item.control and not (item.answered or item.missing or item.readonly)
    }
    sets: dict[str, set[str]] = {}
    for fact in session.facts() if facts is None else facts:
        if fact.ref in can_be_asked and fact.name in (INDICATOR, ELEMENT):
            decides = set(fact.values) if fact.name == INDICATOR else _UNDECIDED.intersection(fact.values)
            sets.setdefault(fact.ref, set()).update(decides)
    return {ref: decides for ref, decides in sets.items() if decides}


def explain(
    assessment: Assessment,
    session: Session,
    case: Case,
    lists: Mapping[str, IndicatorList],
    language: str | None = None,
) -> Explanation:
    """Why the assessment of a case is what it is.

    Args:
        assessment: of the answers as they stand.
        session: the interview.
        case: of the interview.
        lists: installed.
        language: of the form, for questions and answers; left out, the form's default language.
    """
    telling = _Telling(session, case, language or session.form.default_language)
    facts = session.facts()
    asked = open_questions(session, facts)
    in_use = [lists[name] for name in assessment.stated.lists]
    found = indicators(facts, in_use)
    earlier = before_this(case, facts).present
    present = [name for name, state in assessment.stated.indicators.items() if state == "present"]
    made = case.override
    return Explanation(
        outcome=assessment.outcome,
        in_effect=made.outcome if made is not None else assessment.outcome,
        override=None if made is None else {"role": made.role, "reason": made.reason},
        urgent=assessment.urgent,
        urgent_rules=tuple(case.urgent),
        settled=assessment.settled,
        rules=tuple(
            Applied(reason.code, tuple(reason.indicators), reason.list, reason.dimension)
            for reason in assessment.reasons
        ),
        shown=tuple(
            Shown(
                name,
                {one.id: one.indicators[name].strength for one in in_use if name in one.indicators},
                telling.grounds(_naming(facts, name, found[name].evidence)) if name in found else (),
                earlier=name in earlier and not (name in found and found[name].state == "present"),
            )
            for name in sorted(present)
        ),
        elements=_elements(assessment, facts, telling),
        unknown=tuple(
            Unknown(
                name,
                why,
                hearsay=any(f.when and f.basis in HEARSAY for f in facts if f.name == INDICATOR and name in f.values),
                grounds=telling.grounds(_naming(facts, name, found[name].evidence)) if name in found else (),
            )
            for why, names in assessment.unknown.items()
            for name in names
        ),
        changes=tuple(
            Possible(
                change.item,
                change.further,
                OUTCOMES[change.rung],
                tuple(ref for ref, decides in asked.items() if change.item in decides),
            )
            for change in assessment.changes
        ),
        next=tuple(telling.question(ref) for ref in next_questions(assessment, asked)),
        versions=dict(assessment.versions),
    )


def _naming(facts: Iterable[Fact], name: str, evidence: Iterable[Ref]) -> list[Fact]:
    """The facts about an indicator at the answers that decide it."""
    wanted = set(evidence)
    return [fact for fact in facts if fact.name == INDICATOR and name in fact.values and fact.ref in wanted]


def _elements(assessment: Assessment, facts: Iterable[Fact], telling: _Telling) -> tuple[Stands, ...]:
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.relevant and (fact.answered or fact.missing):
            for name in fact.values if fact.name == ELEMENT else ("purpose",) if fact.name == PURPOSE else ():
                by_name.setdefault(name, []).append(fact)
    stated = assessment.stated.to_json()
    return tuple(
        Stands(
            name,
            str(stated[name]).lower(),
            telling.grounds([fact for fact in by_name.get(name, ()) if fact.choice is None or fact.when]),
        )
        for name in _ELEMENTS
    )


class _Telling:
    """Puts answers into the words of the form."""

    def __init__(self, session: Session, case: Case, language: str | None) -> None:
        self._session = session
        self._answers = case.answers
        self._language = language
        self._items = {each.ref: each.annotations.get(_ITEM, "") for each in session.form.questions()}

    def grounds(self, facts: Iterable[Fact]) -> tuple[Ground, ...]:
        """The answers that these facts come from, each once; of a list only the choices that the facts are about."""
        by_ref: dict[str, list[Fact]] = {}
        for fact in facts:
            by_ref.setdefault(fact.ref, []).append(fact)
        return tuple(self._ground(ref, found) for ref, found in by_ref.items())

    def question(self, ref: str) -> Ground:
        """A question without an answer."""
        return Ground(ref, self._item(ref), self._session.label(ref, self._language), "", "", None, None, None)

    def _ground(self, ref: str, facts: list[Fact]) -> Ground:
        chosen = [fact.choice for fact in facts if fact.choice is not None and fact.when]
        answer = self._answers.get(Ref(ref))
        return Ground(
            ref=ref,
            item=self._item(ref),
            question=self._session.label(ref, self._language),
            answer=self._words(ref, chosen),
            basis=facts[0].basis,
            verbatim=facts[0].verbatim,
            missing=facts[0].missing,
            recorded=None if answer is None else _recorded(answer),
            transcribed=answer is not None and answer.transcribed,
        )

    def _item(self, ref: str) -> str:
        return self._items.get(_POSITION.sub("", ref), "")

    def _words(self, ref: str, chosen: list[str]) -> str:
        value = self._session.value(ref)
        labels = {choice.value: choice.label for choice in self._session.choices(ref, self._language)}
        parts = chosen or (value.split() if labels else [])
        return "; ".join(labels.get(part, part) for part in parts) if parts else value


def _recorded(answer: Answer) -> str | None:
    if answer.origin is None:
        return None
    return answer.origin.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
