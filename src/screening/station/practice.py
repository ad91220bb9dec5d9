"""Practice: made-up conversations to train with, what they are told to lead to, and what somebody found instead.

A practice case never leaves the station. The stories lie in ``resources/practice``; docs/vignettes.md lists them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from screening.casefile import interview, steps
from screening.casefile.evidence import URGENT, gates, urgent_rules
from screening.errors import CaseError, StationError

if TYPE_CHECKING:
    from screening.station.desk import Desk

from screening.ids import CaseId

Json: TypeAlias = Any
Words: TypeAlias = Mapping[str, str]

FOLDER: Final = "practice"
_SETS: Final = ("present", "urgent", "stop")


@dataclass(frozen=True, slots=True)
class Vignette:
    """One made-up conversation.

    builds_on: the vignette whose interview comes before, "" for none; title, story, look_for: by language;
    steps: the whole conversation; expected: what it leads to, as docs/vignettes.md says.
    """

    id: str
    instrument: str
    builds_on: str
    population: str
    title: Words
    story: Words
    look_for: Mapping[str, tuple[str, ...]]
    steps: tuple[Json, ...]
    expected: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a practice case and the vignette part. aspect: outcome, present, urgent or stop; both sides as words."""

    aspect: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


def vignettes(resources: Path) -> Mapping[str, Vignette]:
    """The vignettes by their ids, in the order of their names.

    Raises:
        StationError: ``station.resource``: a file cannot be read, or is none.
    """
    found: dict[str, Vignette] = {}
    for file in sorted((resources / FOLDER).glob("*.json")):
        try:
            one = _vignette(json.loads(file.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise StationError("station.resource", file=file.name) from None
        found[one.id] = one
    return MappingProxyType(found)


def begin(desk: Desk, vignette: Vignette) -> CaseId:
    """A practice case in which this conversation can be held; what comes before it is played.

    Raises:
        CaseError: ``case.practice.first_line``: a first line is never a case.
        StationError: no such form, or a file of ours is broken.
    """
    former = None
    if vignette.builds_on:
        former = play(desk, vignettes(desk.station.paths.resources)[vignette.builds_on])
    if "outcome" not in vignette.expected:
        raise CaseError("case.practice.first_line")
    return desk.fieldwork.begin(desk.current_pack(vignette.instrument), practice=True, former=former)


def play(desk: Desk, vignette: Vignette) -> CaseId:
    """A practice case in which this conversation was held as its script has it.

    Raises:
        CaseError: as `begin`.
        StationError: as `begin`.
    """
    fieldwork, case = desk.fieldwork, begin(desk, vignette)
    session = fieldwork.session(case)
    before = len(session.events)
    steps.run(session, list(vignette.steps), desk.means.lists)
    for body in interview.bodies(session, before):
        fieldwork.record(case, body)
    fieldwork.assess(case)
    return case


def compare(desk: Desk, case: CaseId, vignette: Vignette) -> tuple[Difference, ...]:
    """Where a practice case ends otherwise than its vignette; nothing when it is as expected.

    Raises:
        CaseError: no such case, or ``case.practice.real``: it is no practice case.
        StationError: the form pack the case began with is not here.
    """
    state = desk.fieldwork.case(case)
    if not state.practice:
        raise CaseError("case.practice.real")
    facts = desk.fieldwork.session(case).facts()
    stated = interview.stated(desk.fieldwork.session(case), state, desk.means.lists)
    found: dict[str, Json] = {
        "outcome": desk.fieldwork.weigh(case).result["outcome"],
        "present": sorted(name for name, each in stated.indicators.items() if each == "present"),
        "urgent": sorted({*urgent_rules(facts), *state.urgent}),
        "stop": sorted(gate for gate in gates(facts) if not gate.startswith(URGENT)),
    }
    sides = [(aspect, _side(vignette.expected[aspect]), _side(found[aspect])) for aspect in ("outcome", *_SETS)]
    return tuple(Difference(aspect, wanted, given) for aspect, wanted, given in sides if wanted != given)


def _side(value: Json) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(sorted(value))


def _vignette(data: Json) -> Vignette:
    return Vignette(
        id=data["id"],
        instrument=data["instrument"],
        builds_on=data["builds_on"] or "",
        population=data["population"],
        title=dict(data["title"]),
        story=dict(data["story"]),
        look_for={language: tuple(lines) for language, lines in data["look_for"].items()},
        steps=tuple(data["steps"]),
        expected=dict(data["expected"]),
    )
