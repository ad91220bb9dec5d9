"""From stated facts to an outcome with its reasons: the one place that weighs indicators.

The rules are those of docs/assessment.md. There is no score: an outcome is a rung, each with the rules that led to it,
what is unknown, and what could still change it. No outcome says that a person was trafficked; that is decided by
others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar

from screening.assessment.ladder import (
    INSUFFICIENT,
    NO_INDICATION,
    OUTCOMES,
    SOME,
    Ladder,
    Outcome,
    Tally,
    dimension_bits,
    positive,
)
from screening.assessment.lists import (
    DIMENSIONS,
    Dimension,
    IndicatorList,
    dimension_of,
    load_lists,
)
from screening.assessment.outlook import Change, look_ahead
from screening.assessment.reasons import DimensionState, ListResult, Pattern, Reason, explain
from screening.assessment.stated import (
    NOT_YET,
    State,
    Stated,
    check_known,
    check_stage,
    parse_stated,
)
from screening.errors import AssessmentError
from screening.ids import IndicatorId

__all__ = [
    "DIMENSIONS",
    "OUTCOMES",
    "RULES_VERSION",
    "Assessment",
    "Change",
    "IndicatorList",
    "ListResult",
    "Outcome",
    "Palermo",
    "Reason",
    "State",
    "Stated",
    "assess",
    "check_override",
    "load_lists",
    "next_questions",
    "parse_stated",
]

Json: TypeAlias = Any
Question = TypeVar("Question", bound=str)

RULES_VERSION = "1.0"
"""Frozen into every assessment. Any change that can give another outcome, dimension or pattern needs a new one."""


@dataclass(frozen=True, slots=True)
class Palermo:
    """The three elements of the definition. means: children need none, so theirs is not asked for."""

    act: Literal["present", "absent", "unknown"]
    means: Literal["present", "not_shown", "not_required"]
    purpose: Literal["present", "intended", "absent", "unknown"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the stated facts point to.

    settled: no further answer about an indicator, the act or the purpose can change the outcome;
    changes: what could, those that need the fewest further answers first; unknown: the unknown indicators, by why;
    versions: of the rules and of each list.
    """

    stated: Stated
    results: tuple[ListResult, ...]
    outcome: Outcome
    urgent: bool
    palermo: Palermo
    settled: bool
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]
    unknown: Mapping[Literal["declined", "unsure", "not_asked"], tuple[IndicatorId, ...]]
    versions: Mapping[str, str]

    @property
    def could_change(self) -> tuple[str, ...]:
        """The unknown indicators and elements whose answer can decide the outcome, nearest first."""
        return tuple(change.item for change in self.changes)

    def to_json(self) -> dict[str, Json]:
        """The assessment as the command ``assess`` prints it."""
        return {
            "results": [result.to_json() for result in self.results],
            "outcome": self.outcome,
            "urgent": self.urgent,
            "palermo": {
                "act": self.palermo.act,
                "means": self.palermo.means,
                "purpose": self.palermo.purpose,
            },
            "settled": self.settled,
            "could_change": list(self.could_change),
            "changes": [
                {"item": change.item, "further": change.further, "outcome": OUTCOMES[change.rung]}
                for change in self.changes
            ],
            "reasons": [reason.to_json() for reason in self.reasons],
            "unknown": {why: list(names) for why, names in self.unknown.items()},
            "versions": dict(self.versions),
        }


def assess(stated: Stated, lists: Mapping[str, IndicatorList]) -> Assessment:
    """Weigh what is stated. Pure: the same facts, lists and rules always give the same assessment.

    Args:
        stated: the facts; names in ``stated.lists`` are the lists to weigh with, the highest outcome counts.
        lists: every installed list. An indicator of any of them that is not named is unknown.

    Raises:
        AssessmentError: an unknown list or indicator, another version of rules or list than demanded, or a stage
            that contradicts what is present.
    """
    check_known(stated, lists)
    check_stage(stated)
    _check_versions(stated, lists)
    in_use = [lists[name] for name in stated.lists]
    universe = _universe(lists)
    open_indicators = tuple(name for name in universe if _is_open(stated, name))
    results = tuple(_weigh(one, stated, open_indicators) for one in in_use)
    ladder = Ladder.of(stated, [one.status != "provisional" for one in in_use])
    outcome = OUTCOMES[_rung(stated, ladder, in_use, open_indicators)]
    changes = look_ahead(stated, ladder, in_use, open_indicators)
    return Assessment(
        stated=stated,
        results=results,
        outcome=outcome,
        urgent=stated.urgent,
        palermo=_palermo(stated, results),
        settled=not changes,
        changes=changes,
        reasons=explain(stated, in_use, results, outcome, open_indicators),
        unknown=_unknown(stated, open_indicators),
        versions=MappingProxyType({"rules": RULES_VERSION, **{one.id: one.version for one in in_use}}),
    )


def next_questions(
    assessment: Assessment,
    sets: Mapping[Question, Collection[str]],
    *,
    leave_out: Collection[Question] = (),
) -> tuple[Question, ...]:
    """The questions that could still change the outcome, the most telling first; none: it is time to stop.

    Args:
        assessment: the assessment as it stands.
        sets: for each question that can still be asked, the indicators and elements (``act``, ``purpose``) it sets.
        leave_out: questions not to offer, for example those declined or just asked.
    """
    places = {change.item: place for place, change in enumerate(assessment.changes)}
    ranked: list[tuple[int, int, int, int, Question]] = []
    for order, (question, items) in enumerate(sets.items()):
        found = sorted(places[item] for item in set(items) if item in places)
        if found and question not in leave_out:
            nearest = assessment.changes[found[0]]
            ranked.append((nearest.further, -nearest.rung, -len(found), order, question))
    return tuple(question for *_, question in sorted(ranked, key=lambda entry: entry[:-1]))


def check_override(outcome: str, chosen: str, role: str, reason: str) -> None:
    """Whether a person may set `chosen` in place of `outcome`: up with a reason, down only a supervisor.

    Args:
        outcome: the outcome that stands: of the rules, or of an earlier override.
        chosen: the outcome wanted.
        role: ``officer`` or ``supervisor``.
        reason: in the person's own words.

    Raises:
        AssessmentError: ``assessment.override.outcome``, ``assessment.override.reason``,
            ``assessment.override.supervisor``.
    """
    if outcome not in OUTCOMES or chosen not in OUTCOMES:
        raise AssessmentError("assessment.override.outcome")
    if not reason.strip():
        raise AssessmentError("assessment.override.reason")
    if OUTCOMES.index(chosen) < OUTCOMES.index(outcome) and role != "supervisor":
        raise AssessmentError("assessment.override.supervisor")


def _check_versions(stated: Stated, lists: Mapping[str, IndicatorList]) -> None:
    for name, version in stated.versions.items():
        installed = RULES_VERSION if name == "rules" else lists[name].version if name in lists else None
        if installed != version:
            raise AssessmentError("assessment.version", key=name if name in {"rules", *lists} else "-")


def _universe(lists: Mapping[str, IndicatorList]) -> tuple[IndicatorId, ...]:
    names = {name for one in lists.values() for name in one.indicators}
    return tuple(sorted(names, key=lambda name: (DIMENSIONS.index(dimension_of(name)), name)))


def _is_open(stated: Stated, name: IndicatorId) -> bool:
    """Whether an indicator is unknown and could still become present: before exploitation some cannot."""
    if stated.stage == "pre" and dimension_of(name) in NOT_YET:
        return False
    return stated.indicators.get(name, "not_asked") not in {"present", "absent"}


def _weigh(one: IndicatorList, stated: Stated, open_indicators: Sequence[IndicatorId]) -> ListResult:
    present: dict[Dimension, list[IndicatorId]] = {dimension: [] for dimension in DIMENSIONS}
    unknown: dict[Dimension, list[IndicatorId]] = {dimension: [] for dimension in DIMENSIONS}
    for name in one.indicators:
        if stated.indicators.get(name) == "present":
            present[dimension_of(name)].append(name)
    for name in open_indicators:
        if name in one.indicators:
            unknown[dimension_of(name)].append(name)
    dimensions: dict[Dimension, DimensionState] = {
        dimension: _dimension(one, stated, dimension, present[dimension], unknown[dimension])
        for dimension in DIMENSIONS
    }
    return ListResult(
        list=one.id,
        version=one.version,
        status=one.status,
        dimensions=MappingProxyType(dimensions),
        pattern=_pattern(one, stated, dimensions),
        present=MappingProxyType({dimension: tuple(names) for dimension, names in present.items()}),
        unknown=MappingProxyType({dimension: tuple(names) for dimension, names in unknown.items()}),
    )


def _dimension(
    one: IndicatorList,
    stated: Stated,
    dimension: Dimension,
    present: Sequence[IndicatorId],
    unknown: Sequence[IndicatorId],
) -> DimensionState:
    if stated.stage == "pre" and dimension in NOT_YET:
        return "not_assessable"
    tally = Tally()
    for name in present:
        tally.add(one.indicators[name].strength)
    if positive(tally.S, tally.M, tally.W):
        return "positive"
    for name in unknown:
        tally.add(one.indicators[name].strength)
    return "indeterminate" if positive(tally.S, tally.M, tally.W) else "negative"


def _pattern(one: IndicatorList, stated: Stated, dimensions: Mapping[Dimension, DimensionState]) -> Pattern:
    positive_ones = {dimension for dimension, state in dimensions.items() if state == "positive"}
    pattern: Pattern = "incomplete"
    if one.status == "provisional":
        pattern = "not_calculated"
    elif stated.stage == "pre":
        pattern = "not_assessable"
    elif {"EX", "CD"} <= positive_ones:
        recruited = positive_ones & {"DR", "CR"}
        pattern = "trafficking_pattern" if recruited else "coerced_exploitation_no_recruitment_means"
    elif "EX" in positive_ones:
        pattern = "deception_and_exploitation" if "DR" in positive_ones else "exploitation_only"
    elif all(state == "negative" for dimension, state in dimensions.items() if dimension not in {"VR", "VD"}):
        pattern = "no_pattern"
    return pattern


def _rung(
    stated: Stated,
    ladder: Ladder,
    in_use: Sequence[IndicatorList],
    open_indicators: Sequence[IndicatorId],
) -> int:
    present = [name for name, state in stated.indicators.items() if state == "present"]
    rung = ladder.outcome(_bits(present, in_use), stated.act, stated.purpose)
    if rung == NO_INDICATION:
        fullest = ladder.outcome(_bits([*present, *open_indicators], in_use), stated.act, stated.purpose)
        return INSUFFICIENT if fullest > SOME else NO_INDICATION
    return rung


def _bits(names: Sequence[IndicatorId], in_use: Sequence[IndicatorList]) -> int:
    bits = 0
    for dimension in DIMENSIONS:
        own = [name for name in names if dimension_of(name) == dimension]
        tallies: list[Tally] = []
        for one in in_use:
            tally = Tally()
            for name in own:
                if name in one.indicators:
                    tally.add(one.indicators[name].strength)
            tallies.append(tally)
        bits |= dimension_bits(dimension, len(own), tallies)
    return bits


def _palermo(stated: Stated, results: Sequence[ListResult]) -> Palermo:
    if stated.child:
        means: Literal["present", "not_shown", "not_required"] = "not_required"
    elif any(result.is_positive("DR", "CR", "VR", "CD", "VD") for result in results):
        means = "present"
    else:
        means = "not_shown"
    shown = any(result.is_positive("EX") for result in results)
    return Palermo(stated.act, means, "present" if shown else stated.purpose)


def _unknown(
    stated: Stated,
    open_indicators: Sequence[IndicatorId],
) -> Mapping[Literal["declined", "unsure", "not_asked"], tuple[IndicatorId, ...]]:
    said = stated.indicators
    return MappingProxyType(
        {
            "declined": tuple(name for name in sorted(said) if said[name] == "declined"),
            "unsure": tuple(name for name in sorted(said) if said[name] == "unsure"),
            "not_asked": tuple(name for name in open_indicators if said.get(name, "not_asked") == "not_asked"),
        },
    )
