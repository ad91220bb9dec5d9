"""The latest answer to each question, followed through repeats that come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias, cast

from typing_extensions import override

from screening.casefile import codec
from screening.casefile.entries import (
    Answered,
    Basis,
    Body,
    CarriedOver,
    Corrected,
    LanguageChosen,
    Missing,
    Moved,
    RepeatAdded,
    WordingState,
)
from screening.casefile.entries import RepeatRemoved as Removed
from screening.errors import CaseError
from screening.ids import CaseId, Ref

Step: TypeAlias = Answered | RepeatAdded | Removed | LanguageChosen
"""One step of an interview, as an entry or inside a correction."""
_INSTANCE = re.compile(r"(?P<repeat>.+)\[(?P<position>[0-9]{1,9})\]")
_ORIGIN = ("was", "case", "form", "at")
_STEPS = frozenset({Answered.kind, RepeatAdded.kind, Removed.kind, LanguageChosen.kind})


@dataclass(frozen=True, slots=True, repr=False)
class Origin:
    """Where an answer was first recorded.

    case: empty for a hand-over that was never stored; ref: the question there.
    """

    case: CaseId
    form: str
    at: datetime
    ref: Ref

    @override
    def __repr__(self) -> str:
        return f"<origin {self.form}>"


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What stands for a question now, and which entry said so. As `Answered`, of which it is the latest.

    origin: where it was taken over from, until it is confirmed or changed here.
    """

    ref: Ref
    value: str | None
    missing: Missing | None
    basis: Basis
    verbatim: str | None
    reason: str | None
    language: str | None
    wording: str | None
    at: datetime
    seq: int
    origin: Origin | None = None
    wording_language: str | None = None
    wording_state: WordingState | None = None
    transcribed: bool = False

    @override
    def __repr__(self) -> str:
        return f"<answer of entry {self.seq}>"


def changes(body: Corrected) -> tuple[Step, ...]:
    """The single steps that a correction consists of.

    Raises:
        CaseError: ``case.entry.unreadable`` for a change that is not an interview step.
    """
    return tuple(_change(dict(change)) for change in body.changes)


def change_of(body: Step) -> dict[str, object]:
    """The form in which `Corrected` holds this step."""
    return {"kind": body.kind, **codec.to_json(body)}


def carried(body: CarriedOver) -> tuple[tuple[Step, Origin | None], ...]:
    """The steps that were taken over, each answer with where it comes from.

    Raises:
        CaseError: ``case.entry.unreadable`` for what is no such step.
    """
    return tuple(_carried(dict(taken)) for taken in body.answers)


def told_origin(origin: Origin) -> dict[str, str]:
    """The form in which `CarriedOver` holds where an answer comes from."""
    at = origin.at.astimezone(UTC).isoformat()
    return {"was": origin.ref, "case": origin.case, "form": origin.form, "at": at}


def steps(bodies: Iterable[Body]) -> Iterable[Step]:
    """All interview steps among `bodies` in their order, corrections and what was carried over taken apart."""
    for body in bodies:
        match body:
            case CarriedOver():
                yield from (step for step, _ in carried(body))
            case Corrected():
                yield from changes(body)
            case Answered() | RepeatAdded() | Removed() | LanguageChosen():
                yield body
            case _:
                pass


def moved(body: Moved) -> tuple[tuple[Step, datetime, int | None], ...]:
    """The single steps that make a moved interview again, when each was done, and the entry that said so first.

    Raises:
        CaseError: ``case.entry.unreadable`` for a step that is none.
    """
    return tuple(_moved(dict(step)) for step in body.steps)


def moved_step(body: Step, at: datetime, seq: int | None) -> dict[str, object]:
    """The form in which `Moved` holds this step."""
    return {**change_of(body), "at": at.isoformat(), **({} if seq is None else {"seq": seq})}


def _moved(step: dict[str, object]) -> tuple[Step, datetime, int | None]:
    at, seq = step.pop("at", None), step.pop("seq", None)
    try:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not (seq is None or type(seq) is int):
        raise CaseError("case.entry.unreadable", kind=Moved.kind)
    return _change(step, Moved.kind), moment, seq


def apply(answers: MutableMapping[Ref, Answer], body: Body, *, at: datetime, seq: int) -> None:
    """Bring `answers` up to date with one entry.

    Raises:
        CaseError: as `changes` and `moved`.
    """
    taken = [(step, origin, at, seq) for step, origin in _taken(body)]
    if isinstance(body, Moved):
        former = {ref: answer.origin for ref, answer in answers.items()}
        answers.clear()
        taken = [
            (step, former.get(step.ref) if isinstance(step, Answered) else None, moment, first or seq)
            for step, moment, first in moved(body)
        ]
    for step, origin, at, seq in taken:  # noqa: PLR1704 - of each step its own
        match step:
            case Answered():
                answers[step.ref] = Answer(
                    ref=step.ref,
                    value=step.value,
                    missing=step.missing,
                    basis=step.basis,
                    verbatim=step.verbatim,
                    reason=step.reason,
                    language=step.language,
                    wording=step.wording,
                    wording_language=step.wording_language,
                    wording_state=step.wording_state,
                    transcribed=step.transcribed,
                    at=at,
                    seq=seq,
                    origin=origin,
                )
            case Removed(ref=ref):
                _close_up(answers, ref)
            case _:
                pass


def _taken(body: Body) -> Iterable[tuple[Step, Origin | None]]:
    return carried(body) if isinstance(body, CarriedOver) else ((step, None) for step in steps((body,)))


def _change(change: dict[str, object], whose: str = Corrected.kind) -> Step:
    kind = change.pop("kind", None)
    if not isinstance(kind, str) or kind not in _STEPS:
        raise CaseError("case.entry.unreadable", kind=whose)
    return cast("Step", codec.from_json(kind, change))


def _carried(taken: dict[str, object]) -> tuple[Step, Origin | None]:
    was, case, form, at = (taken.pop(name, "") for name in _ORIGIN)
    step = _change(taken, CarriedOver.kind)
    if not isinstance(step, Answered):
        return step, None
    try:
        return step, Origin(CaseId(str(case)), str(form), datetime.fromisoformat(str(at)), Ref(str(was)))
    except ValueError:
        raise CaseError("case.entry.unreadable", kind=CarriedOver.kind) from None


def _close_up(answers: MutableMapping[Ref, Answer], removed: Ref) -> None:
    """Drop the answers of a removed repeat instance and move those behind it up, as the form does."""
    instance = _INSTANCE.fullmatch(removed)
    if instance is None:
        raise CaseError("case.entry.unreadable", kind=Removed.kind)
    repeat, gone = instance["repeat"], int(instance["position"])
    inside = re.compile(re.escape(repeat) + r"\[(?P<position>[0-9]+)\](?P<rest>.*)", re.DOTALL)
    kept: dict[Ref, Answer] = {}
    for ref, answer in answers.items():
        within = inside.fullmatch(ref)
        position = int(within["position"]) if within is not None else 0
        if within is None or position < gone:
            kept[ref] = answer
        elif position > gone:
            kept[Ref(f"{repeat}[{position - 1}]{within['rest']}")] = answer
    answers.clear()
    answers.update(kept)
