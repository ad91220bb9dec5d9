"""The latest answer to each question, followed through repeats that come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

from typing_extensions import override

from screening.casefile import codec
from screening.casefile.entries import Answered, Basis, Body, Corrected, LanguageChosen, Missing, Moved, RepeatAdded
from screening.casefile.entries import RepeatRemoved as Removed
from screening.errors import CaseError
from screening.ids import Ref

Step: TypeAlias = Answered | RepeatAdded | Removed | LanguageChosen
"""One step of an interview, as an entry or inside a correction."""
_INSTANCE = re.compile(r"(?P<repeat>.+)\[(?P<position>[0-9]{1,9})\]")
_STEPS = frozenset({Answered.kind, RepeatAdded.kind, Removed.kind, LanguageChosen.kind})


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What stands for a question now, and which entry said so. As `Answered`, of which it is the latest."""

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


def steps(bodies: Iterable[Body]) -> Iterable[Step]:
    """All interview steps among `bodies` in their order, corrections taken apart."""
    for body in bodies:
        match body:
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
    done = [(step, at, seq) for step in steps((body,))]
    if isinstance(body, Moved):
        answers.clear()
        done = [(step, moment, first or seq) for step, moment, first in moved(body)]
    for step, at, seq in done:  # noqa: PLR1704 - of each step its own
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
                    at=at,
                    seq=seq,
                )
            case Removed(ref=ref):
                _close_up(answers, ref)
            case _:
                pass


def _change(change: dict[str, object], within: str = Corrected.kind) -> Step:
    kind = change.pop("kind", None)
    if not isinstance(kind, str) or kind not in _STEPS:
        raise CaseError("case.entry.unreadable", kind=within)
    return cast("Step", codec.from_json(kind, change))


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
