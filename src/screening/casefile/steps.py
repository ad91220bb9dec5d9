"""Scripted interviews: a list of steps carried out in order, each with its result (docs/command-line.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Final, TypeAlias

from screening.assessment.lists import IndicatorList
from screening.casefile import codec, interview
from screening.casefile.entries import Entry, Json
from screening.casefile.evidence import elements, indicators, lists_for
from screening.errors import FormError
from screening.forms.events import Answer, Missing
from screening.forms.outline import OutlineItem
from screening.forms.session import ChangeSet, Session
from screening.ids import CaseId

_Act: TypeAlias = Callable[[Session, Json, Mapping[str, Json]], Json]
_BASES: Final = ("person_said", "observed", "document", "third_party", "officer_inference")
_WITH_ANSWER: Final = frozenset({"basis", "verbatim"})
_PAIR: Final = 2


def run(session: Session, steps: Json, lists: Mapping[str, IndicatorList]) -> list[Json]:
    """Carry out `steps` on `session`; one result for each.

    A value that does not fit its question is no error: its result says so, and the former value stays.

    Args:
        session: goes on from where it stands, and holds all that was done when this returns.
        steps: as `json.loads` gives them.
        lists: installed, for the strengths that the basis of an answer is weighed by.

    Raises:
        FormError: ``form.steps`` when they are no such list, ``form.steps.step`` with the number of a malformed
            step (from 1); or as the session, when a step names what the form does not have.
    """
    if not isinstance(steps, list):
        raise FormError("form.steps")
    current, results = session, list[Json]()
    for number, step in enumerate(steps, start=1):
        name, argument, more = _read(step, number)
        try:
            if name == "resume":
                _wanted(argument)
                current = _resumed(current)
                results.append({"events": len(current.events)})
            elif name == "indicators":
                _wanted(argument)
                results.append(_weigh(current, lists))
            else:
                results.append(_ACTS[name](current, argument, more))
        except _MalformedError:
            raise FormError("form.steps.step", number=number) from None
    for event in current.events[len(session.events) :]:
        session.apply(event)
    return results


class _MalformedError(Exception):
    """A step whose argument is not what its name asks for."""


def _read(step: Json, number: int) -> tuple[str, Json, Mapping[str, Json]]:
    """Name, argument and additions of a step."""
    if isinstance(step, dict):
        names = [name for name in step if name not in _WITH_ANSWER]
        more = {name: value for name, value in step.items() if name in _WITH_ANSWER}
        if len(names) == 1 and names[0] in _KNOWN and (not more or names[0] in ("answer", "select")):
            return names[0], step[names[0]], more
    raise FormError("form.steps.step", number=number)


def _resumed(session: Session) -> Session:
    """The interview built again from nothing but its entries, as after a crash."""
    entries: list[Entry] = []
    for event, body in zip(session.events, interview.bodies(session), strict=True):
        kept = codec.decode(body.kind, codec.encode(body))
        entries.append(Entry(len(entries) + 1, CaseId(""), event.at or session.begun, "", kept))
    return session.again(interview.events(entries))


# ---- what each step does ---------------------------------------------------------------------------------------


def _answer(session: Session, argument: Json, more: Mapping[str, Json]) -> Json:
    ref, value = _pair(argument)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _MalformedError
    return _give(session, ref, str(value), more)


def _select(session: Session, argument: Json, more: Mapping[str, Json]) -> Json:
    ref, values = _pair(argument)
    if not isinstance(values, list) or not all(isinstance(value, str) and value.split() == [value] for value in values):
        raise _MalformedError
    return _give(session, ref, " ".join(values), more)


def _give(session: Session, ref: str, value: str, more: Mapping[str, Json]) -> Json:
    basis, verbatim = more.get("basis"), more.get("verbatim")
    if basis not in (None, *_BASES) or not (verbatim is None or isinstance(verbatim, str)):
        raise _MalformedError
    return _change(session.answer(ref, value, basis=basis, verbatim=verbatim))


def _unknown(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    ref, reason = _pair(argument)
    match reason:
        case "declined" | "unsure" | "not_asked":
            return _change(session.set_missing(ref, reason))
        case _:
            raise _MalformedError


def _confirm(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    """Give the answer that stands once more, as it was given; so what was carried over becomes this interview's own."""
    ref = _text(argument)
    for event in reversed(session.events):
        if isinstance(event, Answer) and event.ref == ref:
            return _change(session.answer(ref, event.value, basis=event.basis, verbatim=event.verbatim))
        if isinstance(event, Missing) and event.ref == ref:
            return _change(session.set_missing(ref, event.reason))
    raise _MalformedError


def _add_repeat(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    return _change(session.add_repeat(_text(argument)))


def _remove_repeat(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    return _change(session.remove_repeat(_text(argument)))


def _language(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    return _change(session.set_language(_text(argument)))


def _state(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    state = session.state(_text(argument))
    return {field.name: getattr(state, field.name) for field in fields(state)}


def _value(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    return session.value(_text(argument))


def _choices(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    return [{"value": choice.value, "label": choice.label} for choice in session.choices(_text(argument))]


def _outline(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    _wanted(argument)
    return [_item(item) for item in session.outline().items]


def _item(item: OutlineItem) -> Json:
    plain = {field.name: getattr(item, field.name) for field in fields(item) if field.name != "children"}
    return {**plain, "children": [_item(child) for child in item.children]}


def _validate(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    _wanted(argument)
    return [{"ref": problem.ref, "kind": problem.kind, "message": problem.message} for problem in session.validate()]


def _submission(session: Session, argument: Json, _: Mapping[str, Json]) -> Json:
    _wanted(argument)
    return session.finalize().xml.decode()


def _weigh(session: Session, lists: Mapping[str, IndicatorList]) -> Json:
    facts = session.facts()
    said = elements(facts)
    in_use = [lists[name] for name in lists_for(said.population or "adult", said.purpose_codes, lists)]
    return [
        {
            "id": name,
            "state": finding.state if finding.state in ("present", "absent") else "unknown",
            "evidence": list(finding.evidence),
        }
        for name, finding in indicators(facts, in_use).items()
    ]


# ---- reading arguments -----------------------------------------------------------------------------------------


def _pair(argument: Json) -> tuple[str, Json]:
    if not isinstance(argument, list) or len(argument) != _PAIR or not isinstance(argument[0], str):
        raise _MalformedError
    return argument[0], argument[1]


def _text(argument: Json) -> str:
    if not isinstance(argument, str):
        raise _MalformedError
    return argument


def _wanted(argument: Json) -> None:
    if argument is not True:
        raise _MalformedError


def _change(change: ChangeSet) -> Json:
    told = {"accepted": change.accepted, "changed": list(change.changed), "message": change.message}
    return told if change.code is None else {**told, "code": change.code}


_ACTS: Final[Mapping[str, _Act]] = {
    "answer": _answer,
    "select": _select,
    "unknown": _unknown,
    "confirm": _confirm,
    "add_repeat": _add_repeat,
    "remove_repeat": _remove_repeat,
    "language": _language,
    "state": _state,
    "value": _value,
    "choices": _choices,
    "outline": _outline,
    "validate": _validate,
    "submission": _submission,
}
_KNOWN: Final = frozenset({*_ACTS, "indicators", "resume"})
