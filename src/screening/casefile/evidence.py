"""From answers to what an assessment may use: indicators with the answers they rest on, elements, gates.

The form says what an answer means (annotations, see docs/instruments.md) and the form engine evaluates it; here the
pieces are joined. No answer of one kind of basis outweighs another except by the rule for strong indicators.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from screening.assessment.lists import IndicatorList
from screening.assessment.stated import (
    POPULATIONS,
    PURPOSE_CODES,
    STAGES,
    Act,
    Population,
    Purpose,
    Stage,
    State,
)
from screening.forms.session import Fact
from screening.ids import IndicatorId, Ref

INDICATOR: Final = "ti:indicator"
ELEMENT: Final = "ti:element"
GATE: Final = "ti:gate"
PURPOSE: Final = "ti:purpose"
HEARSAY: Final = frozenset({"officer_inference", "third_party"})
"""Bases on which a strong indicator is never present by itself: what the officer concludes, and what others say."""
URGENT: Final = "urgent:"
_PARTLY: Final = "partly"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers say of one indicator. evidence: the answers that decide it, or that leave it open."""

    state: State
    evidence: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Elements:
    """What the answers say apart from indicators. population: None until it is answered."""

    population: Population | None
    stage: Stage
    act: Act
    purpose: Purpose
    purpose_codes: tuple[str, ...]
    self_identified: bool
    unaccompanied: bool


def indicators(facts: Iterable[Fact], lists: Collection[IndicatorList]) -> dict[IndicatorId, Finding]:
    """Every indicator that the form asks for, and what the answers say of it.

    Present as soon as one answer makes it so; absent when one makes it absent and none that was declined or unclear
    stands beside; an answer that rests on `HEARSAY` alone leaves an indicator unsure that is strong in a list in use.

    Args:
        facts: of the whole interview.
        lists: in use, for their strengths.
    """
    by_id: dict[IndicatorId, list[Fact]] = {}
    for fact in facts:
        if fact.name == INDICATOR:
            for name in fact.values:
                by_id.setdefault(IndicatorId(name), []).append(fact)
    strong = {name for one in lists for name, indicator in one.indicators.items() if indicator.strength == "S"}
    return {name: _finding([fact for fact in by_id[name] if fact.relevant], name in strong) for name in sorted(by_id)}


def elements(facts: Iterable[Fact]) -> Elements:
    """Population, stage, act, purpose and the two flags, as far as they are answered."""
    values: dict[str, list[Fact]] = {}
    codes: set[str] = set()
    for fact in facts:
        if fact.name == ELEMENT and fact.relevant:
            for name in fact.values:
                values.setdefault(name, []).append(fact)
        elif fact.name == PURPOSE and fact.when is True:
            codes.update(fact.values)
    return Elements(
        population=cast("Population | None", _latest(values.get("population", ()), POPULATIONS)),
        stage=cast("Stage", _latest(values.get("stage", ()), STAGES) or "unknown"),
        act=cast("Act", _furthest(values.get("act", ()), ("present", "absent"))),
        purpose=cast("Purpose", _purpose(values.get("purpose", ()))),
        purpose_codes=tuple(code for code in PURPOSE_CODES if code in codes),
        self_identified=any(fact.value == "true" for fact in values.get("self_identified", ())),
        unaccompanied=any(fact.value == "true" for fact in values.get("unaccompanied", ())),
    )


def gates(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The gates that the answers shut or open, each once: ``urgent:U1``, ``stop``, ``child``, ``do_not_interview``."""
    return tuple(
        dict.fromkeys(value for fact in facts if fact.name == GATE and fact.when is True for value in fact.values)
    )


def urgent_rules(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The urgent rules that the answers raise, ``U1`` to ``U7``, in their order."""
    return tuple(sorted(gate.removeprefix(URGENT) for gate in gates(facts) if gate.startswith(URGENT)))


def lists_for(
    population: Population, purpose_codes: Collection[str], lists: Mapping[str, IndicatorList]
) -> tuple[str, ...]:
    """The lists to weigh with: labour always, others where a purpose points to them; the child's in doubt about age."""
    whose = "adult_" if population == "adult" else "child_"
    own = [name for name in lists if name.startswith(whose)]
    chosen = [name for name in own if "LAB" in lists[name].purposes or set(lists[name].purposes) & set(purpose_codes)]
    return tuple(sorted(chosen or own or lists, key=lambda name: ("LAB" not in lists[name].purposes, name)))


def _finding(facts: Sequence[Fact], strong: bool) -> Finding:
    present = [fact for fact in facts if fact.when is True]
    if strong and all(fact.basis in HEARSAY for fact in present):
        hearsay, present = present, []
    else:
        hearsay = []
    declined = [fact for fact in facts if fact.missing == "declined"]
    unsure = [*hearsay, *(fact for fact in facts if fact.missing == "unsure" or _is_open(fact))]
    absent = [fact for fact in facts if fact.absent is True and fact.when is not True]
    ranked: list[tuple[State, list[Fact]]] = [
        ("present", present),
        ("declined", declined),
        ("unsure", unsure),
        ("absent", absent),
    ]
    for state, deciding in ranked:
        if deciding:
            return Finding(state, tuple(dict.fromkeys(Ref(fact.ref) for fact in deciding)))
    return Finding("not_asked", ())


def _is_open(fact: Fact) -> bool:
    """Whether the answer itself leaves it open: "partly", or a choice that is not marked while some stay unclear."""
    undecided = fact.when is not True and fact.absent is not True
    return fact.answered and undecided and (fact.value == _PARTLY or fact.choice is not None)


def _latest(facts: Sequence[Fact], known: Collection[str]) -> str | None:
    return next((fact.value for fact in reversed(facts) if fact.value in known), None)


def _purpose(facts: Sequence[Fact]) -> str:
    """The purpose is present when it was stated or observed; `HEARSAY` of it alone leaves it open."""
    hearsay = [fact for fact in facts if fact.value == "present" and fact.basis in HEARSAY]
    found = _furthest([fact for fact in facts if fact not in hearsay], ("present", "intended", "absent"))
    return "unknown" if hearsay and found == "absent" else found


def _furthest(facts: Sequence[Fact], order: tuple[str, ...]) -> str:
    """The first of `order` that some answer gives; absent only where no answer was declined or left unclear."""
    given = {fact.value for fact in facts}
    found = next((value for value in order if value in given), "unknown")
    open_ones = any(fact.missing in ("declined", "unsure") for fact in facts)
    return "unknown" if found == "absent" and open_ones else found
