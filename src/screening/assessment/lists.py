"""Published indicator lists as data: which indicator belongs to which dimension, and how strongly it counts.

The lists stand in ``resources/lists/*.json``; whoever opens the machine reads and parses them and hands them in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NoReturn, TypeAlias, cast

from screening.errors import AssessmentError
from screening.ids import IndicatorId

Json: TypeAlias = Any
"""A JSON value as `json.loads` gives it."""
Dimension: TypeAlias = Literal["DR", "CR", "VR", "EX", "CD", "VD"]
Strength: TypeAlias = Literal["S", "M", "W"]
"""Strong, medium, weak."""
Status: TypeAlias = Literal["verified", "unverified", "provisional"]

DIMENSIONS: tuple[Dimension, ...] = ("DR", "CR", "VR", "EX", "CD", "VD")
"""Deceptive recruitment, coercive recruitment, recruitment by abuse of vulnerability, exploitation, coercion at
destination, abuse of vulnerability at destination."""
LANGUAGES = ("uk", "en")
"""Languages in which every label and sentence must stand."""

_INDICATOR = re.compile(r"(DR|CR|VR|EX|CD|VD)[0-9]{2}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published sign, in our own words.

    label: a few words for a panel, by language; sentence: one explaining sentence, by language;
    ilo11: which of the eleven forced-labour indicators it belongs to (our own cross-reference).
    """

    id: IndicatorId
    dimension: Dimension
    strength: Strength
    label: Mapping[str, str]
    sentence: Mapping[str, str]
    ilo11: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """One list: its indicators in published order, where it comes from and how far it has been checked.

    status: ``provisional`` strengths give no pattern label; mark: how the source was read (``2nd``: through a
    transcription, ``D``: our own default until it can be compared with the original).
    """

    id: str
    version: str
    status: Status
    source: str
    mark: str
    verified_on: str
    names: Mapping[str, str]
    purposes: tuple[str, ...]
    indicators: Mapping[IndicatorId, Indicator]


def dimension_of(indicator: str) -> Dimension:
    """The dimension an indicator belongs to; it stands in the first two letters of the id."""
    return cast("Dimension", indicator[:2])


def load_lists(data: Mapping[str, Json]) -> dict[str, IndicatorList]:
    """Every list of `data` (file name to parsed JSON), by its own name.

    Raises:
        AssessmentError: ``assessment.list`` when a list is malformed, empty, or there twice.
    """
    loaded: dict[str, IndicatorList] = {}
    for name in sorted(data):
        one = _read_list(data[name])
        if one.id in loaded:
            _refuse("list")
        loaded[one.id] = one
    return loaded


def _refuse(place: str) -> NoReturn:
    raise AssessmentError("assessment.list", place=place)


def _text(record: Mapping[str, Json], key: str, *, empty: bool = False) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not (value or empty):
        _refuse(key)
    return value


def _texts(record: Mapping[str, Json], key: str) -> Mapping[str, str]:
    value = record.get(key)
    if not isinstance(value, Mapping) or any(not isinstance(text, str) or not text for text in value.values()):
        _refuse(key)
    if any(language not in value for language in LANGUAGES):
        _refuse(key)
    return MappingProxyType(dict(value))


def _words(record: Mapping[str, Json], key: str) -> tuple[str, ...]:
    value = record.get(key, [])
    if not isinstance(value, list) or any(not isinstance(word, str) for word in value):
        _refuse(key)
    return tuple(value)


def _read_list(data: Json) -> IndicatorList:
    if not isinstance(data, Mapping):
        _refuse("list")
    name = _text(data, "list")
    status = _text(data, "status")
    if _NAME.fullmatch(name) is None:
        _refuse("list")
    if status not in {"verified", "unverified", "provisional"}:
        _refuse("status")
    verified_on = _text(data, "verified_on", empty=True)
    if (status == "verified") != bool(verified_on):
        _refuse("verified_on")
    rows = data.get("indicators")
    if not isinstance(rows, list) or not rows:
        _refuse("indicators")
    indicators: dict[IndicatorId, Indicator] = {}
    for row in rows:
        indicator = _read_indicator(row)
        if indicator.id in indicators:
            _refuse(indicator.id)
        indicators[indicator.id] = indicator
    return IndicatorList(
        id=name,
        version=_text(data, "version"),
        status=cast("Status", status),
        source=_text(data, "source"),
        mark=_text(data, "mark"),
        verified_on=verified_on,
        names=_texts(data, "names"),
        purposes=_words(data, "purposes"),
        indicators=MappingProxyType(indicators),
    )


def _read_indicator(row: Json) -> Indicator:
    if not isinstance(row, Mapping):
        _refuse("indicators")
    name = _text(row, "id")
    if _INDICATOR.fullmatch(name) is None:
        _refuse("indicators")
    strength = row.get("strength")
    if strength not in {"S", "M", "W"}:
        _refuse(name)
    return Indicator(
        id=IndicatorId(name),
        dimension=dimension_of(name),
        strength=cast("Strength", strength),
        label=_texts(row, "label"),
        sentence=_texts(row, "sentence"),
        ilo11=_words(row, "ilo11"),
    )
