"""A case in the fields of IOM's Human Trafficking Case Data Standard 2.0.

The field names and code lists stand in ``resources/htcds.json`` (CC BY 4.0, IOM; no endorsement). Every value that is
given out is one of theirs; what has none becomes ``Other`` with a note, or is left out with a note.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from screening.errors import ReferralError

Json: TypeAlias = Any

CONTROL = "vic_MethodsOfControl"
EXPLOITATION = "vic_TypeOfExploitation"
STATUS = "vic_TraffickingStatus"

_METHODS: Mapping[str, str] = {
    "CR05": "WithholdsDocuments",
    "CD01": "WithholdsDocuments",
    "CR04": "DebtBondage",
    "CD02": "DebtBondage",
    "CR01": "PhysicalAbuse",
    "CD04": "PhysicalAbuse",
    "CR02": "PhysicalThreats",
    "CD05": "PhysicalThreats",
    "CR07": "ThreatsLawEnforcement",
    "CD11": "ThreatsLawEnforcement",
    "CR09": "ThreatensChildrenFamily",
    "CD13": "ThreatensChildrenFamily",
    "EX01": "ExcessiveWorkingHours",
    "CD14": "TakesEarnings",
    "CR10": "TakesEarnings",
    "EX03": "TakesEarnings",
    "CR06": "Other",
    "CD03": "Other",
}
_MOVEMENT = frozenset({"CR06", "CD03"})
_VIOLENCE = frozenset({"CR01", "CD04"})
_TYPES: Mapping[str, str] = {
    "LAB": "ForcedLabour",
    "SEX": "SexualExploitation",
    "DOM": "Servitude",
    "BEG": "ForcedBegging",
    "ORG": "OrganRemoval",
    "MAR": "ForcedMarriage",
    "SUR": "Surrogacy",
    "ADO": "ForcedAdoption",
}
_POINTS_TO_TRAFFICKING = frozenset({"presumed", "child_protection", "elevated"})
_NO_CODES = "Use ISO"
_COUNTRY = re.compile(r"[A-Z]{2,3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class HtcdsField:
    """One field. codes: the only values it may hold; empty where it holds text, numbers, dates or ISO codes."""

    name: str
    type: str
    codes: tuple[str, ...]
    iso: str = ""

    @property
    def several(self) -> bool:
        """Whether it may hold several values."""
        return self.type.startswith("Multiselect")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case says that the standard has a place for.

    present: the present indicators; outcome: the outcome that stands; purpose_codes: forms of exploitation;
    sexual_violence: violence was sexual; state_actor: who used the person in fighting was a state, None when unknown;
    given: values recorded directly under a field's name (one value, or a list where several are allowed).
    """

    present: Collection[str]
    outcome: str
    purpose_codes: Sequence[str] = ()
    child: bool = False
    sexual_violence: bool = False
    state_actor: bool | None = None
    given: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class HtcdsRecord:
    """Field names to values, and notes: codes of what the standard could not say.

    A note is ``restricts_movement``, ``purpose:<code>`` (given out as Other), ``unknown_field`` or
    ``value:<field>`` (a value of it, or all, was left out).
    """

    fields: Mapping[str, Json]
    notes: tuple[str, ...]


def load_standard(data: Json) -> Mapping[str, HtcdsField]:
    """The fields of the standard, from the parsed ``resources/htcds.json``.

    Raises:
        ReferralError: ``referral.htcds`` when the data do not have the shape of the standard.
    """
    rows = data.get("fields") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise ReferralError("referral.htcds")
    fields: dict[str, HtcdsField] = {}
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("name"), str) or not isinstance(row.get("type"), str):
            raise ReferralError("referral.htcds")
        codes = row.get("values", [])
        if not isinstance(codes, list) or any(not isinstance(code, str) for code in codes):
            raise ReferralError("referral.htcds")
        iso = ""
        if codes and codes[0].startswith(_NO_CODES):
            iso = "country" if "3166" in codes[0] else "language"
            codes = []
        fields[row["name"]] = HtcdsField(row["name"], row["type"], tuple(codes), iso)
    for name in (CONTROL, EXPLOITATION, STATUS):
        if name not in fields or not fields[name].codes:
            raise ReferralError("referral.htcds")
    return MappingProxyType(fields)


def map_case(facts: Facts, standard: Mapping[str, HtcdsField]) -> HtcdsRecord:
    """The case in the fields of the standard. It never says more than that somebody is possibly trafficked."""
    notes: list[str] = []
    values: dict[str, list[Json]] = {}
    for name, value in facts.given.items():
        target = standard.get(name)
        if target is None:
            notes.append("unknown_field")
            continue
        if name == STATUS:  # a status is decided by others and never taken from an answer
            continue
        given = value if isinstance(value, list | tuple) else [value]
        allowed = [one for one in given if _is_allowed(target, one)]
        if len(allowed) > 1 and not target.several:
            allowed = []
        if len(allowed) < len(given):
            notes.append(f"value:{name}")
        if allowed:
            values[name] = allowed
    values.setdefault(CONTROL, []).extend(_methods(facts, notes))
    values.setdefault(EXPLOITATION, []).extend(_types(facts, notes))
    if facts.outcome in _POINTS_TO_TRAFFICKING:
        values[STATUS] = ["PossibleVictimOfTrafficking"]
    fields = {name: _in_order(standard[name], values[name]) for name in standard if values.get(name)}
    return HtcdsRecord(MappingProxyType(fields), tuple(dict.fromkeys(notes)))


def _is_allowed(target: HtcdsField, value: Json) -> bool:
    if target.codes:
        return value in target.codes
    if target.iso:
        pattern = _COUNTRY if target.iso == "country" else _LANGUAGE
        return isinstance(value, str) and pattern.fullmatch(value) is not None
    return isinstance(value, bool | int | str) and value != ""


def _methods(facts: Facts, notes: list[str]) -> list[str]:
    found: list[str] = []
    for name in facts.present:
        if name.startswith("DR"):
            found.append("FalsePromises")
        elif name in _VIOLENCE and facts.sexual_violence:
            found.append("SexualAbuse")
        elif name in _METHODS:
            found.append(_METHODS[name])
    if _MOVEMENT & set(facts.present):
        notes.append("restricts_movement")
    return found


def _types(facts: Facts, notes: list[str]) -> list[str]:
    found: list[str] = []
    for code in facts.purpose_codes:
        if code == "LAB" and facts.child:
            found.append("ChildLabour")
        elif code == "ARM" and facts.state_actor is False:
            found.append("ForcedMilitaryByNonStateActors")
        elif code in _TYPES:
            found.append(_TYPES[code])
        else:
            found.append("Other")
            notes.append(f"purpose:{code}")
    return found


def _in_order(target: HtcdsField, values: Sequence[Json]) -> Json:
    """One value, or where several are allowed each once in the standard's order."""
    if not target.several:
        return values[0]
    if not target.codes:
        return list(dict.fromkeys(values))
    return [code for code in target.codes if code in values]
