"""What is known about one screening, as it enters the assessment: states of indicators and a few elements."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

from screening.assessment.lists import DIMENSIONS, IndicatorList, dimension_of
from screening.errors import AssessmentError
from screening.ids import IndicatorId

Json: TypeAlias = Any
Population: TypeAlias = Literal["adult", "child", "age_disputed"]
Stage: TypeAlias = Literal["pre", "transit", "post", "unknown"]
Act: TypeAlias = Literal["present", "absent", "unknown"]
Purpose: TypeAlias = Literal["present", "intended", "absent", "unknown"]
State: TypeAlias = Literal["present", "absent", "declined", "unsure", "not_asked"]

POPULATIONS: tuple[Population, ...] = ("adult", "child", "age_disputed")
STAGES: tuple[Stage, ...] = ("pre", "transit", "post", "unknown")
ACTS: tuple[Act, ...] = ("present", "absent", "unknown")
PURPOSES: tuple[Purpose, ...] = ("present", "intended", "absent", "unknown")
STATES: tuple[State, ...] = ("present", "absent", "declined", "unsure", "not_asked")
PURPOSE_CODES = ("LAB", "SEX", "DOM", "BEG", "CRI", "ARM", "ORG", "MAR", "SUR", "ADO", "EXP", "DEP", "OTH")
"""Forms of exploitation: labour, sexual, servitude, begging, forced crime, use in armed conflict, organ removal,
forced marriage, forced surrogacy, illegal adoption, experiments, unlawful transfer of a child, other. They label the
purpose; only some have a published list, and none changes the rules."""
NOT_YET = ("EX", "CD", "VD")
"""Dimensions that describe the place of exploitation: not assessable before anything was exploited."""

_FLAGS = ("self_identified", "unaccompanied", "urgent")
_KEYS = frozenset(
    {"population", "lists", "stage", "act", "purpose", "indicators", "purpose_codes", "versions", *_FLAGS},
)
_PLAIN_KEY = re.compile(r"[a-z][a-z_]{0,31}")
_INDICATOR = re.compile(r"[A-Z]{2}[0-9]{2}")


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stated:
    """Everything an assessment may use. An indicator that is not named was not asked.

    unaccompanied: alone, or with an adult whose right to accompany is not shown;
    versions: of the rules and lists this must be weighed with; empty: whatever is installed.
    """

    population: Population
    lists: tuple[str, ...]
    stage: Stage = "unknown"
    act: Act = "unknown"
    purpose: Purpose = "unknown"
    self_identified: bool = False
    unaccompanied: bool = False
    urgent: bool = False
    indicators: Mapping[IndicatorId, State] = field(default_factory=dict)
    purpose_codes: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=_none)

    @property
    def child(self) -> bool:
        """Whether the rules for children apply: a child, or a person whose age is in doubt."""
        return self.population != "adult"

    def to_json(self) -> dict[str, Json]:
        """The same as a JSON object that `parse_stated` reads back."""
        data: dict[str, Json] = {
            "population": self.population,
            "lists": list(self.lists),
            "stage": self.stage,
            "act": self.act,
            "purpose": self.purpose,
            "self_identified": self.self_identified,
            "unaccompanied": self.unaccompanied,
            "urgent": self.urgent,
            "indicators": {name: self.indicators[name] for name in sorted(self.indicators)},
        }
        if self.purpose_codes:
            data["purpose_codes"] = list(self.purpose_codes)
        if self.versions:
            data["versions"] = dict(self.versions)
        return data


def parse_stated(data: Json, lists: Mapping[str, IndicatorList] | None = None) -> Stated:
    """What a JSON object states, checked through and through.

    Args:
        data: as `json.loads` gives it; only ``population`` and ``lists`` must be there.
        lists: the installed lists; with them, unknown lists and indicators are refused here and not later.

    Raises:
        AssessmentError: the code says what is wrong; ``key`` names the place, never a value that was given.
    """
    if not isinstance(data, Mapping):
        raise AssessmentError("assessment.input")
    for key in data:
        if key not in _KEYS:
            raise AssessmentError("assessment.key", key=_quotable(key, _PLAIN_KEY))
    for key in ("population", "lists"):
        if key not in data:
            raise AssessmentError("assessment.missing", key=key)
    stated = Stated(
        population=cast("Population", _one_of(data, "population", POPULATIONS)),
        lists=_list_names(data["lists"]),
        stage=cast("Stage", _one_of(data, "stage", STAGES)),
        act=cast("Act", _one_of(data, "act", ACTS)),
        purpose=cast("Purpose", _one_of(data, "purpose", PURPOSES)),
        self_identified=_flag(data, "self_identified"),
        unaccompanied=_flag(data, "unaccompanied"),
        urgent=_flag(data, "urgent"),
        indicators=_states(data.get("indicators", {})),
        purpose_codes=_purpose_codes(data.get("purpose_codes", [])),
        versions=_versions(data.get("versions", {})),
    )
    if lists is not None:
        check_known(stated, lists)
    check_stage(stated)
    return stated


def check_known(stated: Stated, lists: Mapping[str, IndicatorList]) -> None:
    """Refuse what the installed lists do not hold.

    Raises:
        AssessmentError: ``assessment.lists``, ``assessment.list.unknown``, ``assessment.indicator.unknown``.
    """
    if not stated.lists:
        raise AssessmentError("assessment.lists", key="lists")
    for name in stated.lists:
        if name not in lists:
            raise AssessmentError("assessment.list.unknown", key=_quotable(name, _PLAIN_KEY))
    known: set[str] = set()
    for one in lists.values():
        known.update(one.indicators)
    for name in stated.indicators:
        if name not in known:
            raise AssessmentError("assessment.indicator.unknown", key=_quotable(name, _INDICATOR))


def check_stage(stated: Stated) -> None:
    """Refuse a journey that has not begun to be exploited and yet was.

    Raises:
        AssessmentError: ``assessment.stage.purpose``, ``assessment.stage.indicator``.
    """
    if stated.stage != "pre":
        return
    if stated.purpose == "present":
        raise AssessmentError("assessment.stage.purpose", key="purpose")
    for name in sorted(stated.indicators):
        if stated.indicators[name] == "present" and dimension_of(name) in NOT_YET:
            raise AssessmentError("assessment.stage.indicator", key=name)


def _quotable(key: object, pattern: re.Pattern[str]) -> str:
    """The key itself when it has the shape of one of ours, else a dash: it might be anybody's name."""
    return key if isinstance(key, str) and pattern.fullmatch(key) else "-"


def _one_of(data: Mapping[str, Json], key: str, allowed: Collection[str]) -> str:
    value = data.get(key, "unknown")
    if not isinstance(value, str) or value not in allowed:
        raise AssessmentError("assessment.value", key=key)
    return value


def _flag(data: Mapping[str, Json], key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise AssessmentError("assessment.value", key=key)
    return value


def _list_names(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value or any(not isinstance(name, str) for name in value):
        raise AssessmentError("assessment.lists", key="lists")
    if len(set(value)) != len(value):
        raise AssessmentError("assessment.lists.twice", key="lists")
    return tuple(value)


def _states(value: Json) -> Mapping[IndicatorId, State]:
    if not isinstance(value, Mapping):
        raise AssessmentError("assessment.value", key="indicators")
    states: dict[IndicatorId, State] = {}
    for name, state in value.items():
        if not isinstance(name, str) or _INDICATOR.fullmatch(name) is None or name[:2] not in DIMENSIONS:
            raise AssessmentError("assessment.indicator.unknown", key=_quotable(name, _INDICATOR))
        if state == "unknown":
            states[IndicatorId(name)] = "not_asked"
        elif isinstance(state, str) and state in STATES:
            states[IndicatorId(name)] = state
        else:
            raise AssessmentError("assessment.value", key=name)
    return MappingProxyType(states)


def _purpose_codes(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or any(code not in PURPOSE_CODES for code in value):
        raise AssessmentError("assessment.value", key="purpose_codes")
    return tuple(code for code in PURPOSE_CODES if code in value)


def _versions(value: Json) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise AssessmentError("assessment.value", key="versions")
    for name, version in value.items():
        if not isinstance(name, str) or not isinstance(version, str):
            raise AssessmentError("assessment.value", key="versions")
    return MappingProxyType(dict(value))
