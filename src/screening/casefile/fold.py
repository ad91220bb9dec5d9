"""A case is the fold of its entries: there is no second copy of state to keep in step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import typing_extensions

from screening.casefile import answers as latest
from screening.casefile.answers import Answer
from screening.casefile.entries import (
    Answered,
    Assessed,
    Attached,
    Body,
    CarriedOver,
    Consented,
    Consulted,
    Corrected,
    Detached,
    Entry,
    Exported,
    Finalised,
    Held,
    LanguageChosen,
    Moved,
    Noted,
    Opened,
    Overridden,
    RepeatAdded,
    RepeatRemoved,
    Restricted,
    Stopped,
    UrgentRaised,
)
from screening.casefile.travel import TRAVEL, Intake, PacketState, Travel, state_of_packets
from screening.errors import CaseError
from screening.ids import CaseId, Digest, Ref

State: TypeAlias = Literal[
    "open", "stopped", "finalised", "sealed", "sent", "acknowledged", "returned", "closed", "received", "reviewed"
]
"""How far a case is. The last two are a supervisor's: the case came in a packet, and was decided on."""

OUTCOMES: Final = ("no_indication", "insufficient", "some", "elevated", "child_protection", "presumed")
QUIET: Final = frozenset(
    body.kind
    for body in (
        *(Answered, RepeatAdded, RepeatRemoved, LanguageChosen, Moved, Noted, Restricted, Consented, Exported),
        *(CarriedOver, Consulted, Attached, Detached, Held),
    )
)
"""Kinds that leave everything of a `CaseSummary` but its last time as it was."""


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """Everything that is known of one screening, after its last entry.

    language: of the interview now; former: what was carried over from earlier interviews; consents: by purpose or
    recipient, the latest each; assessment: the latest; outcome: in effect, after an override; urgent: the rules
    raised, in the order they were; attachments: those not destroyed; hold: why the case must not be erased now.
    """

    id: CaseId
    opened_at: datetime
    last_at: datetime
    state: State
    entries: tuple[Entry, ...]
    form: str = ""
    version: str = ""
    pack: Digest | None = None
    language: str = ""
    practice: bool = False
    answers: Mapping[Ref, Answer] = field(default_factory=dict)
    former: tuple[CarriedOver, ...] = ()
    urgent: tuple[str, ...] = ()
    notes: tuple[Noted, ...] = ()
    restrictions: tuple[str, ...] = ()
    consents: Mapping[str, Consented] = field(default_factory=dict)
    assessment: Assessed | None = None
    override: Overridden | None = None
    outcome: str | None = None
    stopped: str | None = None
    submission: Digest | None = None
    packets: tuple[PacketState, ...] = ()
    intakes: tuple[Intake, ...] = ()
    attachments: tuple[Attached, ...] = ()
    hold: Held | None = None

    @typing_extensions.override  # `override` is a field here
    def __repr__(self) -> str:
        return f"<case {self.id} {self.state} {len(self.entries)} entries>"


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One row of a list of cases: nothing that was said, so that lists never touch payloads."""

    case: CaseId
    opened: datetime
    form: str
    state: State
    outcome: str | None
    urgent: bool
    last_at: datetime
    practice: bool = False


def fold(entries: Iterable[Entry]) -> Case:
    """The case that these entries, all of one case and in their order, make.

    Raises:
        CaseError: ``case.unknown`` when there are none.
    """
    folding = _Folding()
    for entry in entries:
        folding.take(entry)
    return folding.case()


def summary(case: Case) -> CaseSummary:
    """The row that stands for this case in lists."""
    return CaseSummary(
        case=case.id,
        opened=case.opened_at,
        form=case.form,
        state=case.state,
        outcome=case.outcome,
        urgent=bool(case.urgent) or any(intake.urgent for intake in case.intakes),
        last_at=case.last_at,
        practice=case.practice,
    )


def effective_outcome(assessment: Assessed | None, overridden: Overridden | None, *, since: bool) -> str | None:
    """The outcome in effect: the override's, unless the case was assessed again since.

    After a new assessment a raised outcome holds as long as the rules give less; a lowered one lapses, because it was
    decided on other facts.
    """
    result = str(assessment.result["outcome"]) if assessment is not None else None
    if overridden is None:
        return result
    if result is None or not since:
        return overridden.outcome
    return max(result, overridden.outcome, key=_height)


def _height(outcome: str) -> int:
    return OUTCOMES.index(outcome) if outcome in OUTCOMES else -1


class _Folding:
    """The state while folding; mutable, so that a long case folds in linear time."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.opened: Opened | None = None
        self.language = ""
        self.answers: dict[Ref, Answer] = {}
        self.former: list[CarriedOver] = []
        self.urgent: dict[str, None] = {}
        self.notes: list[Noted] = []
        self.restrictions: list[str] = []
        self.consents: dict[str, Consented] = {}
        self.assessment: Assessed | None = None
        self.override: Overridden | None = None
        self.assessed_since = False
        self.stopped: str | None = None
        self.submission: Digest | None = None
        self.travel = Travel()
        self.attachments: dict[str, Attached] = {}
        self.hold: Held | None = None

    def take(self, entry: Entry) -> None:
        if self.entries and entry.case != self.entries[0].case:
            message = "entries of two cases"
            raise ValueError(message)
        self.entries.append(entry)
        if entry.body.kind in _INTERVIEW:
            self._take_interview(entry)
        elif entry.body.kind in TRAVEL:
            self.travel.take(entry.at, entry.body)
        else:
            self._take_judgement(entry.body)

    def _take_interview(self, entry: Entry) -> None:
        match entry.body:
            case Opened() as opened:
                self.opened, self.language = opened, opened.language
            case LanguageChosen(language=language):
                self.language = language
            case CarriedOver() as body:
                latest.apply(self.answers, body, at=entry.at, seq=entry.seq)
                self.former.append(body)
                self.restrictions.extend(body.restrictions)
            case Moved() as moved:
                self._take_move(moved, entry)
            case Corrected() | Answered() | RepeatRemoved() as body:
                latest.apply(self.answers, body, at=entry.at, seq=entry.seq)
            case Stopped(reason=reason):
                self.stopped = reason
            case Finalised(submission=submission):
                self.submission = submission
            case _:  # a repeat added holds no answer yet
                pass

    def _take_move(self, moved: Moved, entry: Entry) -> None:
        latest.apply(self.answers, moved, at=entry.at, seq=entry.seq)
        if self.opened is not None:
            self.opened = replace(self.opened, version=moved.version, pack=moved.pack)
        for step, _, _ in latest.moved(moved):
            if isinstance(step, LanguageChosen):
                self.language = step.language

    def _take_judgement(self, body: Body) -> None:
        match body:
            case Noted():
                self.notes.append(body)
            case Restricted(text=text):
                self.restrictions.append(text)
            case UrgentRaised(rule=rule):
                self.urgent[rule] = None
            case Consented(to=to):
                self.consents[to] = body
            case Assessed():
                self.assessment, self.assessed_since = body, True
            case Overridden():
                self.override, self.assessed_since = body, False
            case Attached(attachment=attachment):
                self.attachments[attachment] = body
            case Detached(attachment=attachment):
                self.attachments.pop(attachment, None)
            case Held(reason=reason):
                self.hold = body if reason.strip() else None
            case _:  # an export or a reading changes nothing
                pass

    def case(self) -> Case:
        if not self.entries:
            raise CaseError("case.unknown")
        opened = self.opened
        outcome = effective_outcome(self.assessment, self.override, since=self.assessed_since)
        if outcome is None and self.travel.intakes:
            outcome = next(reversed(self.travel.intakes.values())).outcome
        return Case(
            id=self.entries[0].case,
            opened_at=self.entries[0].at,
            last_at=self.entries[-1].at,
            state=self._state(),
            entries=tuple(self.entries),
            form=opened.form if opened else "",
            version=opened.version if opened else "",
            pack=opened.pack if opened else None,
            language=self.language,
            practice=opened.practice if opened else False,
            answers=MappingProxyType(self.answers),
            former=tuple(self.former),
            urgent=tuple(self.urgent),
            notes=tuple(self.notes),
            restrictions=tuple(self.restrictions),
            consents=MappingProxyType(self.consents),
            assessment=self.assessment,
            override=self.override,
            outcome=outcome,
            stopped=self.stopped,
            submission=self.submission,
            packets=tuple(self.travel.packets.values()),
            intakes=tuple(self.travel.intakes.values()),
            attachments=tuple(self.attachments.values()),
            hold=self.hold,
        )

    def _state(self) -> State:
        if self.travel.packets:
            return state_of_packets(self.travel.packets.values())
        if self.submission is not None:
            return "finalised"
        if self.stopped is not None:
            return "stopped"
        if self.opened is None and self.travel.intakes:
            return "reviewed" if all(intake.decision for intake in self.travel.intakes.values()) else "received"
        return "open"


_INTERVIEW: Final = frozenset(
    body.kind
    for body in (
        Opened,
        CarriedOver,
        Answered,
        RepeatAdded,
        RepeatRemoved,
        LanguageChosen,
        Stopped,
        Finalised,
        Corrected,
        Moved,
    )
)
