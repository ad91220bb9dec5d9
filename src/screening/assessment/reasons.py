"""Why an outcome is what it is: each reason a stable code with the indicators it rests on.

The words for the codes stand in ``resources/words/outcomes.<language>.toml``, in the table ``rule``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from screening.assessment.ladder import Outcome, Tally, positive
from screening.assessment.lists import DIMENSIONS, Dimension, IndicatorList, dimension_of
from screening.assessment.stated import Stated
from screening.ids import IndicatorId

Json: TypeAlias = Any
DimensionState: TypeAlias = Literal["positive", "negative", "indeterminate", "not_assessable"]
Pattern: TypeAlias = Literal[
    "not_assessable",
    "trafficking_pattern",
    "coerced_exploitation_no_recruitment_means",
    "deception_and_exploitation",
    "exploitation_only",
    "no_pattern",
    "incomplete",
    "not_calculated",
]
TELLING_PATTERNS: frozenset[Pattern] = frozenset(
    {"trafficking_pattern", "coerced_exploitation_no_recruitment_means"},
)
CORE_MEANS: tuple[Dimension, ...] = ("DR", "CR", "CD")
VULNERABILITY: tuple[Dimension, ...] = ("VR", "VD")
LISTED_PURPOSES = frozenset({"LAB", "SEX"})
"""Forms of exploitation for which a published list exists; the others are our labelled extension."""

REASON_CODES = (
    "presumed.pattern",
    "presumed.exploitation_and_means",
    "presumed.purpose_and_means",
    "presumed.intended_and_means",
    "presumed.child_exploitation",
    "presumed.child_purpose",
    "presumed.child_intended",
    "presumed.child_strong_coercion",
    "child_protection.unaccompanied",
    "child_protection.indicator",
    "child_protection.self_identified",
    "child_protection.purpose",
    "elevated.dimension",
    "elevated.strong",
    "elevated.pair",
    "elevated.purpose",
    "elevated.self_identified",
    "some.present",
    "insufficient.unknown",
    "no_indication.none",
    "dimension.two_strong",
    "dimension.strong_and_other",
    "dimension.three_medium",
    "dimension.two_medium_and_weak",
    "limit.provisional",
    "limit.unverified",
    "limit.not_weighed",
    "limit.before_exploitation",
    "limit.purpose_without_list",
)
"""Every code a reason can have. ``limit.`` codes say what to keep in mind, the others why."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that applied. list, dimension: where it applied, when it is about one."""

    code: str
    indicators: tuple[IndicatorId, ...] = ()
    list: str | None = None
    dimension: Dimension | None = None

    def to_json(self) -> dict[str, Json]:
        """The reason as JSON; places that do not apply are left out."""
        data: dict[str, Json] = {"code": self.code, "indicators": [*self.indicators]}
        if self.list is not None:
            data["list"] = self.list
        if self.dimension is not None:
            data["dimension"] = self.dimension
        return data


@dataclass(frozen=True, slots=True)
class ListResult:
    """What one list says.

    present: for each dimension the present indicators this list weighs; unknown: those it weighs and nobody knows.
    """

    list: str
    version: str
    status: str
    dimensions: Mapping[Dimension, DimensionState]
    pattern: Pattern
    present: Mapping[Dimension, tuple[IndicatorId, ...]]
    unknown: Mapping[Dimension, tuple[IndicatorId, ...]]

    def is_positive(self, *dimensions: Dimension) -> bool:
        """Whether one of these dimensions is positive."""
        return any(self.dimensions[dimension] == "positive" for dimension in dimensions)

    def behind(self, dimensions: Sequence[Dimension]) -> tuple[IndicatorId, ...]:
        """The indicators that made those of `dimensions` positive that are."""
        return tuple(
            name for dimension in dimensions if self.is_positive(dimension) for name in self.present[dimension]
        )

    def to_json(self) -> dict[str, Json]:
        """The result as JSON."""
        return {
            "list": self.list,
            "version": self.version,
            "status": self.status,
            "dimensions": dict(self.dimensions),
            "pattern": self.pattern,
        }


def explain(
    stated: Stated,
    lists: Sequence[IndicatorList],
    results: Sequence[ListResult],
    outcome: Outcome,
    unknown: Sequence[IndicatorId],
) -> tuple[Reason, ...]:
    """Every rule that leads to `outcome`, then every positive dimension, then what limits the answer.

    Args:
        stated: what is known.
        lists: the lists in use.
        results: what each of them says, in the same order.
        outcome: the rung reached.
        unknown: the indicators that are unknown and could be assessed at this stage.
    """
    present = tuple(sorted((name for name, state in stated.indicators.items() if state == "present"), key=_place))
    by_rung = {
        "presumed": lambda: (
            _presumed_child(stated, lists, results, present) if stated.child else _presumed_adult(stated, results)
        ),
        "child_protection": lambda: _child_protection(stated, present),
        "elevated": lambda: _elevated(stated, lists, results, present),
        "some": lambda: [Reason("some.present", present)],
        "insufficient": lambda: [Reason("insufficient.unknown", tuple(unknown))],
        "no_indication": lambda: [Reason("no_indication.none", tuple(unknown))],
    }
    return (
        *by_rung[outcome](),
        *_positive_dimensions(lists, results),
        *_limits(stated, lists, present),
    )


def _place(name: IndicatorId) -> tuple[int, str]:
    return DIMENSIONS.index(dimension_of(name)), name


def _patterns(results: Sequence[ListResult]) -> list[Reason]:
    return [
        Reason("presumed.pattern", result.behind(("DR", "CR", "EX", "CD")), result.list)
        for result in results
        if result.pattern in TELLING_PATTERNS
    ]


def _presumed_adult(stated: Stated, results: Sequence[ListResult]) -> list[Reason]:
    reasons = _patterns(results)
    if stated.act == "absent":
        return reasons
    for result in results:
        if not result.is_positive(*CORE_MEANS, *VULNERABILITY):
            continue
        means = result.behind(("DR", "CR", "VR", "CD", "VD"))
        if result.is_positive("EX"):
            reasons.append(Reason("presumed.exploitation_and_means", (*result.behind(["EX"]), *means), result.list))
        if stated.purpose == "present":
            reasons.append(Reason("presumed.purpose_and_means", means, result.list))
        if stated.stage == "pre" and stated.purpose == "intended" and result.is_positive(*CORE_MEANS):
            reasons.append(Reason("presumed.intended_and_means", result.behind(CORE_MEANS), result.list))
    return reasons


def _presumed_child(
    stated: Stated,
    lists: Sequence[IndicatorList],
    results: Sequence[ListResult],
    present: tuple[IndicatorId, ...],
) -> list[Reason]:
    reasons = _patterns(results)
    if stated.act == "absent":
        return reasons
    if stated.purpose == "present":
        reasons.append(Reason("presumed.child_purpose"))
    if stated.purpose == "intended" and present:
        reasons.append(Reason("presumed.child_intended", present))
    for one, result in zip(lists, results, strict=True):
        if result.is_positive("EX"):
            reasons.append(Reason("presumed.child_exploitation", result.behind(["EX"]), result.list, "EX"))
        strong = _strong(one, result.present["CD"])
        if strong:
            reasons.append(Reason("presumed.child_strong_coercion", strong, result.list, "CD"))
    return reasons


def _child_protection(stated: Stated, present: tuple[IndicatorId, ...]) -> list[Reason]:
    reasons: list[Reason] = []
    if stated.unaccompanied:
        reasons.append(Reason("child_protection.unaccompanied"))
    if present:
        reasons.append(Reason("child_protection.indicator", present))
    if stated.self_identified:
        reasons.append(Reason("child_protection.self_identified"))
    if stated.purpose in {"present", "intended"}:
        reasons.append(Reason("child_protection.purpose"))
    return reasons


def _elevated(
    stated: Stated,
    lists: Sequence[IndicatorList],
    results: Sequence[ListResult],
    present: tuple[IndicatorId, ...],
) -> list[Reason]:
    reasons: list[Reason] = []
    for one, result in zip(lists, results, strict=True):
        behind = result.behind(DIMENSIONS)
        if behind:
            reasons.append(Reason("elevated.dimension", behind, result.list))
        strong = _strong(one, present)
        if strong:
            reasons.append(Reason("elevated.strong", strong, result.list))
    coercion: tuple[Dimension, ...] = ("CR", "CD")
    for dimension in coercion:
        within = tuple(name for name in present if dimension_of(name) == dimension)
        if len(within) > 1:
            reasons.append(Reason("elevated.pair", within, dimension=dimension))
    if stated.purpose in {"present", "intended"}:
        reasons.append(Reason("elevated.purpose"))
    if stated.self_identified:
        reasons.append(Reason("elevated.self_identified"))
    return reasons


def _strong(one: IndicatorList, names: Sequence[IndicatorId]) -> tuple[IndicatorId, ...]:
    return tuple(name for name in names if name in one.indicators and one.indicators[name].strength == "S")


def _positive_dimensions(lists: Sequence[IndicatorList], results: Sequence[ListResult]) -> list[Reason]:
    return [
        Reason(f"dimension.{_rule(one, result.present[dimension])}", result.present[dimension], one.id, dimension)
        for one, result in zip(lists, results, strict=True)
        for dimension in DIMENSIONS
        if result.is_positive(dimension)
    ]


def _rule(one: IndicatorList, names: Sequence[IndicatorId]) -> str:
    """Which of the published minimal sets the indicators of a positive dimension hold, the strongest first."""
    tally = Tally()
    for name in names:
        tally.add(one.indicators[name].strength)
    if positive(tally.S, 0, 0):
        return "two_strong"
    if tally.S:
        return "strong_and_other"
    return "three_medium" if positive(0, tally.M, 0) else "two_medium_and_weak"


def _limits(stated: Stated, lists: Sequence[IndicatorList], present: Sequence[IndicatorId]) -> list[Reason]:
    reasons = [
        Reason("limit.provisional" if one.status == "provisional" else "limit.unverified", list=one.id)
        for one in lists
        if one.status != "verified"
    ]
    not_weighed = tuple(name for name in present if not any(name in one.indicators for one in lists))
    if not_weighed:
        reasons.append(Reason("limit.not_weighed", not_weighed))
    if stated.stage == "pre":
        reasons.append(Reason("limit.before_exploitation"))
    if any(code not in LISTED_PURPOSES for code in stated.purpose_codes):
        reasons.append(Reason("limit.purpose_without_list"))
    return reasons
