"""An assessment worked out again from what was frozen with it, years later or on another machine.

An assessment carries its facts and the versions of rules and lists. With the same versions at hand it must come out
the same to the last word; where one is missing, it is named and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from screening.assessment.lists import IndicatorList
from screening.assessment.rules import RULES_VERSION, Assessment, assess
from screening.assessment.stated import parse_stated
from screening.errors import AssessmentError

Json: TypeAlias = Any
_LIST = "list:"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was kept of an assessment.

    versions: ``rules`` and each list in use (or ``list:`` and each list there was), as they were then;
    result: as it was told then; None where only the facts were kept.
    """

    facts: Mapping[str, Json]
    versions: Mapping[str, str]
    result: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A version that is wanted and not here. what: ``rules`` or a list; installed: the versions that are here."""

    what: str
    wanted: str
    installed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """What came of working it out again.

    assessment: None where a version is absent; differs: the parts of the result that came out another way.
    """

    assessment: Assessment | None
    absent: tuple[Absent, ...] = ()
    differs: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it came out as it was told then."""
        return self.assessment is not None and not self.differs


def read_frozen(data: Json) -> Frozen | None:
    """What a JSON object keeps of an assessment: a packet's data (referral.json) or a case's own entry.

    None where it is neither, but facts as such.

    Raises:
        AssessmentError: ``assessment.withheld`` where the packet does not show its facts; ``assessment.input`` where
            versions are missing or something is of the wrong kind.
    """
    if not isinstance(data, Mapping):
        return None
    if "instrument" in data:
        told, instrument = data.get("assessment"), data["instrument"]
        if told is None or (isinstance(told, Mapping) and told.get("facts") is None):
            raise AssessmentError("assessment.withheld")
        if not isinstance(told, Mapping) or not isinstance(instrument, Mapping):
            raise AssessmentError("assessment.input")
        lists = instrument.get("lists")
        if not isinstance(lists, Mapping):
            raise AssessmentError("assessment.input")
        return _frozen(told["facts"], {"rules": instrument.get("rules"), **lists}, told.get("result"))
    if "facts" in data:
        return _frozen(data["facts"], data.get("versions"), data.get("result"))
    return None


def assess_again(frozen: Frozen, installed: Collection[IndicatorList]) -> Again:
    """Work an assessment out again with the rules and lists it was made with.

    Args:
        frozen: what was kept.
        installed: every list at hand, several versions of one side by side.

    Raises:
        AssessmentError: the facts cannot be read, or contradict themselves.
    """
    stated = parse_stated(frozen.facts)
    absent: list[Absent] = []
    wanted = frozen.versions.get("rules", "")
    if wanted != RULES_VERSION:
        absent.append(Absent("rules", wanted, (RULES_VERSION,)))
    chosen: dict[str, IndicatorList] = {}
    for name in stated.lists:
        at_hand = {one.version: one for one in installed if one.id == name}
        wanted = frozen.versions.get(name, frozen.versions.get(_LIST + name, ""))
        if wanted in at_hand:
            chosen[name] = at_hand[wanted]
        else:
            absent.append(Absent(name, wanted, tuple(sorted(at_hand))))
    if absent:
        return Again(None, tuple(absent))
    assessment = assess(replace(stated, versions=MappingProxyType({})), chosen | _others(frozen, installed, chosen))
    return Again(assessment, differs=_differences(frozen.result, assessment.to_json()))


def _frozen(facts: Json, versions: Json, result: Json) -> Frozen:
    if not isinstance(facts, Mapping) or not isinstance(versions, Mapping):
        raise AssessmentError("assessment.input")
    if not (result is None or isinstance(result, Mapping)):
        raise AssessmentError("assessment.input")
    if any(not isinstance(text, str) for pair in versions.items() for text in pair):
        raise AssessmentError("assessment.input")
    return Frozen(facts, dict(versions), result)


def _others(
    frozen: Frozen, installed: Collection[IndicatorList], chosen: Mapping[str, IndicatorList]
) -> dict[str, IndicatorList]:
    """The lists that were not weighed with: they only say which other indicators there are to be unknown.

    The version of then where it is known and here, else the latest; what has come into a list since is left out.
    """
    others: dict[str, IndicatorList] = {}
    for one in sorted(installed, key=lambda each: each.version):
        wanted = frozen.versions.get(_LIST + one.id, one.version)
        if one.id not in chosen and (one.version == wanted or one.id not in others):
            others[one.id] = one
    known = _named(frozen)
    if known is None:
        return others
    return {
        name: replace(one, indicators=MappingProxyType({i: each for i, each in one.indicators.items() if i in known}))
        for name, one in others.items()
    }


def _named(frozen: Frozen) -> set[str] | None:
    """Every indicator that facts or result name; None where the result was not kept."""
    unknown = None if frozen.result is None else frozen.result.get("unknown")
    if not isinstance(unknown, Mapping):
        return None
    return {*frozen.facts.get("indicators", {}), *(name for names in unknown.values() for name in names)}


def _differences(then: Mapping[str, Json] | None, now: Mapping[str, Json]) -> tuple[str, ...]:
    """The parts of the result that are not as they were; a part that was not told then says nothing."""
    return () if then is None else tuple(key for key in now if key in then and then[key] != now[key])
