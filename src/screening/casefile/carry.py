"""Building on an earlier interview: what it recorded goes over with its origin, so that nobody is asked twice.

A question goes over to the question of the same name (inside a repeat: of the same repeat and position), when both are
of one kind and the choices exist there. Gates, and what is true only of the moment, are asked anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from screening.assessment.lists import IndicatorList, dimension_of
from screening.assessment.stated import NOT_YET, State, Stated, parse_stated
from screening.casefile.answers import Answer, Origin, change_of, told_origin
from screening.casefile.entries import Answered, CarriedOver, Json, RepeatAdded
from screening.casefile.evidence import ELEMENT, INDICATOR, elements, lists_for
from screening.casefile.fold import Case
from screening.errors import FormError
from screening.forms import events
from screening.forms.definition import Question
from screening.forms.outline import OutlineItem
from screening.forms.session import Fact, Session
from screening.ids import IndicatorId, Ref

CARRY: Final = "ti:carry"
"""``yes`` or ``no``: whether an earlier interview's answer stands here. Left out: yes, but not for gates."""
_ITEM: Final = "ti:item"
_DISCLOSE: Final = "ti:disclose"
_RESTRICTIONS: Final = "restrictions"
_GATE: Final = re.compile(r"G[0-9]")
_POSITION: Final = re.compile(r"\[([0-9]+)\]")
_SELECTS: Final = frozenset({"select", "select1"})


def over(former: Case, session: Session, onto: Session, facts: Mapping[str, Json]) -> CarriedOver:
    """What goes over from an earlier interview.

    Args:
        former: the earlier case.
        session: its interview.
        onto: a new interview with the form that goes on; it holds what was carried over when this returns.
        facts: what the earlier interview stated, as `Assessed` keeps it.
    """
    places, kinds = _places(onto), {question.ref: question for question in session.form.questions()}
    taken: list[dict[str, Json]] = []
    for item in session.outline().questions():
        answer, place = former.answers.get(Ref(item.ref)), places.get(_key(item))
        if answer is None or place is None or not (_stands(item) and place.takes(kinds[_bare(item.ref)])):
            continue
        ref = place.at(_positions(item.ref))
        taken += ({"kind": RepeatAdded.kind, "ref": added} for added in _make_room(onto, ref))
        if _put(onto, ref, session.value(item.ref), answer):
            taken.append(_taken(former, answer, ref, session.value(item.ref)))
    return CarriedOver(
        source=former.id,
        form=former.form,
        version=former.version,
        answers=tuple(taken),
        facts=dict(facts),
        restrictions=tuple(dict.fromkeys([*former.restrictions, *_warnings(session)])),
    )


def joined(own: Stated, facts: tuple[Fact, ...], case: Case | None, lists: Mapping[str, IndicatorList]) -> Stated:
    """What this interview and those before it state together, each indicator once; what is said here stands.

    As long as the conversation is shut here, all that the earlier ones stated stands. Once it is open, their answers
    are among the answers here, and only what this form does not ask for is added.

    Args:
        own: stated by the answers here.
        facts: of the interview here.
        case: its case; None where there is none.
        lists: installed.
    """
    known = {name for one in lists.values() for name in one.indicators}
    for before in _stated_before(case):
        if not _talking(facts):
            own = _with_elements(own, before, facts)
        states: dict[IndicatorId, State] = {**former_states(before, facts), **own.indicators}
        shut = own.stage == "pre"
        own = replace(
            own,
            lists=lists_for(own.population, own.purpose_codes, lists),
            indicators={
                name: state
                for name, state in states.items()
                if name in known and not (shut and state == "present" and dimension_of(name) in NOT_YET)
            },
        )
    return own


def former_states(before: Stated, facts: tuple[Fact, ...]) -> dict[IndicatorId, State]:
    """The states of an earlier interview that the answers of this one do not replace."""
    asked = {name for fact in facts if fact.name == INDICATOR for name in fact.values} if _talking(facts) else set()
    return {name: state for name, state in before.indicators.items() if name not in asked}


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier interviews stated and this one does not replace: present indicators, codes of the purpose."""

    present: frozenset[IndicatorId]
    purpose_codes: tuple[str, ...]


def before_this(case: Case, facts: tuple[Fact, ...]) -> Before:
    """What of earlier interviews still stands beside the answers here."""
    stated = list(_stated_before(case))
    states = [former_states(before, facts) for before in stated]
    codes = [] if _talking(facts) else [code for before in stated for code in before.purpose_codes]
    present = frozenset(name for each in states for name, state in each.items() if state == "present")
    return Before(present, tuple(dict.fromkeys(codes)))


def _stated_before(case: Case | None) -> Iterator[Stated]:
    """What each earlier interview stated; a hand-over of observations alone states nothing."""
    for body in case.former if case is not None else ():
        if body.facts:
            yield parse_stated(body.facts)


@dataclass(frozen=True, slots=True)
class _Place:
    """A question that takes what an earlier interview recorded. repeats: paths of the repeats around it."""

    question: Question
    repeats: tuple[str, ...]

    def at(self, positions: list[int]) -> str:
        """Its ref in these instances of its repeats."""
        ref = self.question.ref
        for repeat, position in zip(reversed(self.repeats), reversed(positions), strict=True):
            ref = f"{repeat}[{position}]{ref[len(repeat) :]}"
        return ref

    def takes(self, former: Question) -> bool:
        """Whether the earlier question is of the same kind."""
        return (former.control, former.type) == (self.question.control, self.question.type)


def _places(onto: Session) -> dict[tuple[str, ...], _Place]:
    """By name, with the names of the repeats around it, each question here that takes earlier answers."""
    repeats = frozenset(_repeats(onto.outline().items))
    found: dict[tuple[str, ...], _Place] = {}
    for question in onto.form.questions():
        if question.control and _carries(question.annotations):
            around = tuple(path for path in question.groups if path in repeats)
            found[*(_last(path) for path in around), _last(question.ref)] = _Place(question, around)
    return found


def _carries(notes: Mapping[str, str]) -> bool:
    said = notes.get(CARRY, "").strip()
    return said == "yes" or (said != "no" and (ELEMENT in notes or not _GATE.match(notes.get(_ITEM, ""))))


def _repeats(items: tuple[OutlineItem, ...]) -> Iterator[str]:
    for item in items:
        if item.kind == "repeat":
            yield _bare(item.ref)
        yield from _repeats(item.children)


def _key(item: OutlineItem) -> tuple[str, ...]:
    steps = item.ref.split("/")
    return (*(step.partition("[")[0] for step in steps[:-1] if "[" in step), steps[-1])


def _stands(item: OutlineItem) -> bool:
    """Whether it was answered, or will not be: what was only passed over is still to be asked."""
    return item.relevant and (item.answered or item.missing in ("declined", "unsure"))


def _make_room(onto: Session, ref: str) -> Iterator[str]:
    """Add the instances of repeats that `ref` lies in and that are not there yet; answers each repeat added to."""
    for position in _POSITION.finditer(ref):
        while not _is_there(onto, ref[: position.end()]):
            repeat = ref[: position.start()]
            onto.apply(events.AddRepeat(repeat))
            yield repeat


def _is_there(onto: Session, ref: str) -> bool:
    try:
        onto.value(ref)
    except FormError:
        return False
    return True


def _put(onto: Session, ref: str, value: str, answer: Answer) -> bool:
    """Give the new interview the answer, unless it chooses what is not offered there."""
    if answer.missing is not None:
        onto.apply(events.Missing(ref, answer.missing))
        return True
    offered = {choice.value for choice in onto.choices(ref)}
    if offered and not set(value.split()) <= offered:
        return False
    onto.apply(events.Answer(ref, value, answer.basis, answer.verbatim))
    return True


def _taken(former: Case, answer: Answer, ref: str, value: str) -> dict[str, Json]:
    step = Answered(
        Ref(ref),
        None if answer.missing is not None else value,
        missing=answer.missing,
        reason=answer.reason,
        basis=answer.basis,
        verbatim=answer.verbatim,
        language=answer.language,
        wording=answer.wording,
        wording_language=answer.wording_language,
        wording_state=answer.wording_state,
        transcribed=answer.transcribed,
    )
    first = answer.origin or Origin(former.id, former.form, answer.at, answer.ref)
    return {**change_of(step), **told_origin(first)}


def _warnings(session: Session) -> Iterator[str]:
    """What was written down under restrictions: it goes with every packet, also when it is not asked here."""
    notes = {question.ref: question.annotations for question in session.form.questions()}
    for item in session.outline().questions():
        said = notes[_bare(item.ref)].get(_DISCLOSE, "").strip() == _RESTRICTIONS
        if said and item.control not in _SELECTS and item.relevant and item.answered:
            yield session.value(item.ref)


def _with_elements(own: Stated, before: Stated, facts: tuple[Fact, ...]) -> Stated:
    """`own`, with what it leaves open of population, stage, act, purpose and flags as it was stated before."""
    return replace(
        own,
        population=elements(facts).population or before.population,
        stage=before.stage if own.stage == "unknown" else own.stage,
        act=before.act if own.act == "unknown" else own.act,
        purpose=before.purpose if own.purpose == "unknown" else own.purpose,
        self_identified=own.self_identified or before.self_identified,
        unaccompanied=own.unaccompanied or before.unaccompanied,
        purpose_codes=tuple(dict.fromkeys([*own.purpose_codes, *before.purpose_codes])),
    )


def _talking(facts: tuple[Fact, ...]) -> bool:
    """Whether any question that shows or denies an indicator is open."""
    return any(fact.relevant for fact in facts if fact.name == INDICATOR)


def _positions(ref: str) -> list[int]:
    return [int(number) for number in _POSITION.findall(ref)]


def _bare(ref: str) -> str:
    return _POSITION.sub("", ref)


def _last(path: str) -> str:
    return path.rpartition("/")[2]
