"""The law and the institutions of one place, as data: nothing of them stands in code.

Files of ``resources/jurisdiction/<place>/`` hold recipients, legal bases, hotlines, deadlines, documents, routes and
rules. Every record says where it comes from, how it was read, and when a person last verified it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

from screening.errors import ReferralError
from screening.ids import ProfileId, RecipientId

Json: TypeAlias = Any
Status: TypeAlias = Literal["verified", "read", "secondary", "believed", "design"]
STATUSES = ("verified", "read", "secondary", "believed", "design")
"""``verified``: compared with the official text on `verified_on`; ``read``: read in the source named; ``secondary``:
read only in somebody's account of it; ``believed``: not read at all; ``design``: our own decision. All but the first
are shown as not yet verified."""
WITHOUT_CONSENT = ("child", "urgent")
"""What can replace consent: the person is a child (or may be), or there is danger to life now."""
CONSENT_RULES = ("needed", "not_needed", "none")
LANGUAGES = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a record comes from. verified_on: ISO date, "" when nobody has verified it yet."""

    source: str
    verified_on: str
    status: Status

    @property
    def verified(self) -> bool:
        """Whether it may be shown without a mark."""
        return self.status == "verified"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An institution that can be told.

    without_consent: what can replace consent for it; region: "" for the whole place.
    """

    id: RecipientId
    names: Mapping[str, str]
    about: Mapping[str, str]
    profile: ProfileId
    role: str
    without_consent: frozenset[str]
    region: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A law, resolution, order or treaty. number: as it is cited."""

    id: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    number: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Hotline:
    """A telephone number. abroad: for calls from other countries, or ""; offer: whether it may be given out."""

    id: str
    names: Mapping[str, str]
    number: str
    abroad: str
    offer: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term the law sets. days, months: 0 when not known or not counted so."""

    id: str
    names: Mapping[str, str]
    days: int
    months: int
    basis: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Document:
    """A form or paper of an institution. basis: the legal basis that sets it."""

    id: str
    names: Mapping[str, str]
    basis: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Route:
    """To whom an outcome leads, in order. call: hotlines to phone at once; consent: needed, not_needed or none."""

    outcome: str
    recipients: tuple[RecipientId, ...]
    call: tuple[str, ...]
    consent: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Rule:
    """A switch or number that the law of the place decides."""

    id: str
    names: Mapping[str, str]
    value: bool | int | str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """All that is known of one place."""

    id: str
    names: Mapping[str, str]
    version: str
    recipients: Mapping[RecipientId, Recipient]
    legal: Mapping[str, LegalBasis]
    hotlines: Mapping[str, Hotline]
    deadlines: Mapping[str, Deadline]
    documents: Mapping[str, Document]
    routes: Mapping[str, Route]
    rules: Mapping[str, Rule]

    def recipient(self, name: RecipientId) -> Recipient:
        """The recipient of this id.

        Raises:
            ReferralError: ``referral.recipient.unknown``.
        """
        found = self.recipients.get(name)
        if found is None:
            raise ReferralError("referral.recipient.unknown")
        return found

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that some recipient is for."""
        return tuple(sorted({one.region for one in self.recipients.values() if one.region}))

    def within(self, region: str) -> Jurisdiction:
        """The directory as one region sees it: recipients for the whole place and for this region. "": all of them."""
        if not region:
            return self
        near = {name: one for name, one in self.recipients.items() if one.region in ("", region)}
        routes = {
            name: replace(route, recipients=tuple(each for each in route.recipients if each in near))
            for name, route in self.routes.items()
        }
        return replace(self, recipients=MappingProxyType(near), routes=MappingProxyType(routes))

    @property
    def offered(self) -> tuple[Hotline, ...]:
        """The numbers that may be given out; first what is called when it is urgent, then in the order of the file."""
        urgent = self.routes.get("urgent")
        first = urgent.call if urgent is not None else ()
        given = [line for line in self.hotlines.values() if line.offer]
        return tuple(sorted(given, key=lambda line: line.id not in first[:1]))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all records."""
        tables: tuple[Mapping[Any, Any], ...] = (
            self.recipients,
            self.legal,
            self.hotlines,
            self.deadlines,
            self.documents,
            self.routes,
            self.rules,
        )
        return tuple(record.mark for table in tables for record in table.values())

    def rule(self, name: str, default: bool | int | str) -> bool | int | str:
        """The value of a rule, or `default` where this place says nothing."""
        found = self.rules.get(name)
        return default if found is None else found.value


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with jurisdiction data. place: table and id of the record, or the table alone."""

    code: str
    file: str
    place: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """The keys of one kind of record beside names, source, verified_on and status."""

    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    named: bool = True
    key: str = "id"


_SHAPES: Mapping[str, _Shape] = {
    "recipient": _Shape(texts=("profile", "role", "region"), lists=("without_consent",), words=("about",)),
    "legal": _Shape(texts=("number",), words=("about",)),
    "hotline": _Shape(texts=("number", "abroad"), flags=("offer",)),
    "deadline": _Shape(texts=("basis",), numbers=("days", "months")),
    "document": _Shape(texts=("basis",)),
    "route": _Shape(texts=("consent",), lists=("recipients", "call"), named=False, key="outcome"),
    "rule": _Shape(free=("value",)),
}
_MAY_BE_EMPTY = {"region", "abroad", "basis"}
_OUTCOMES = ("urgent", "presumed", "child_protection", "elevated", "some", "insufficient", "no_indication")


@dataclass(slots=True)
class _Reading:
    """The records read so far, by table and id, and what was wrong with them."""

    place: Mapping[str, Json] = field(default_factory=dict)
    records: dict[str, dict[str, Mapping[str, Json]]] = field(default_factory=lambda: {kind: {} for kind in _SHAPES})
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, file: str, place: str) -> None:
        """Keep one finding."""
        self.findings.append(Finding(code, file, place))


def check_jurisdiction(files: Mapping[str, bytes], profiles: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Everything that is wrong with the files of one place; nothing when they can be used.

    Args:
        files: file name to TOML bytes.
        profiles: the profiles there are; with them, a recipient whose profile does not exist is found.
    """
    return tuple(_read(files, profiles).findings)


def load_jurisdiction(files: Mapping[str, bytes], profiles: Sequence[str] = ()) -> Jurisdiction:
    """The place that `files` (file name to TOML bytes) describe.

    Raises:
        ReferralError: the first of the findings of `check_jurisdiction`, with its file and place.
    """
    reading = _read(files, profiles)
    for finding in reading.findings:
        raise ReferralError(finding.code, file=finding.file, place=finding.place)
    records = reading.records
    return Jurisdiction(
        id=reading.place["id"],
        names=MappingProxyType(dict(reading.place["names"])),
        version=reading.place["version"],
        recipients=MappingProxyType({RecipientId(name): _recipient(row) for name, row in records["recipient"].items()}),
        legal=MappingProxyType({name: _legal(row) for name, row in records["legal"].items()}),
        hotlines=MappingProxyType({name: _hotline(row) for name, row in records["hotline"].items()}),
        deadlines=MappingProxyType({name: _deadline(row) for name, row in records["deadline"].items()}),
        documents=MappingProxyType({name: _document(row) for name, row in records["document"].items()}),
        routes=MappingProxyType({name: _route(row) for name, row in records["route"].items()}),
        rules=MappingProxyType({name: _rule(row) for name, row in records["rule"].items()}),
    )


def _read(files: Mapping[str, bytes], profiles: Sequence[str]) -> _Reading:
    reading = _Reading()
    for file in sorted(files):
        try:
            parsed = tomllib.loads(files[file].decode())
        except (UnicodeDecodeError, tomllib.TOMLDecodeError):
            reading.report("referral.jurisdiction.format", file, "file")
            continue
        for kind, content in parsed.items():
            if kind == "jurisdiction":
                _read_place(reading, file, content)
            elif kind in _SHAPES and isinstance(content, list):
                for row in content:
                    _read_record(reading, file, kind, row)
            else:
                reading.report("referral.jurisdiction.format", file, "table")
    if not reading.place and not reading.findings:
        reading.report("referral.jurisdiction.format", "-", "jurisdiction")
    _check_references(reading, profiles)
    return reading


def _read_place(reading: _Reading, file: str, content: Json) -> None:
    fits = isinstance(content, Mapping) and set(content) == {"id", "names", "version"} and not reading.place
    if fits and _is_text(content["id"]) and _is_text(content["version"]) and _is_names(content["names"]):
        reading.place = content
    else:
        reading.report("referral.jurisdiction.format", file, "jurisdiction")


def _read_record(reading: _Reading, file: str, kind: str, row: Json) -> None:
    shape = _SHAPES[kind]
    name = row.get(shape.key) if isinstance(row, Mapping) else None
    if not isinstance(name, str) or not name:
        reading.report("referral.jurisdiction.format", file, kind)
        return
    place = f"{kind}.{name}"
    if name in reading.records[kind]:
        reading.report("referral.jurisdiction.twice", file, place)
        return
    if not _fits(shape, row):
        reading.report("referral.jurisdiction.format", file, place)
        return
    if not _is_text(row.get("source")):
        reading.report("referral.jurisdiction.source", file, place)
        return
    if not _is_marked(row):
        reading.report("referral.jurisdiction.mark", file, place)
        return
    reading.records[kind][name] = row
    reading.files[kind, name] = file


def _fits(shape: _Shape, row: Mapping[str, Json]) -> bool:
    """Whether every key of the shape is there and of its kind, and no other key is."""
    named = ("names",) if shape.named else ()
    own = {shape.key, *named, *shape.texts, *shape.numbers, *shape.flags, *shape.lists, *shape.words, *shape.free}
    if own - set(row) or set(row) - own - {"source", "verified_on", "status"}:
        return False
    return (
        all(isinstance(row[key], str) and (row[key] or key in _MAY_BE_EMPTY) for key in shape.texts)
        and all(type(row[key]) is int and row[key] >= 0 for key in shape.numbers)
        and all(isinstance(row[key], bool) for key in shape.flags)
        and all(isinstance(row[key], list) and all(_is_text(one) for one in row[key]) for key in shape.lists)
        and all(_is_names(row[key]) for key in (*named, *shape.words))
        and all(isinstance(row[key], bool | int | str) for key in shape.free)
    )


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value)


def _is_names(value: Json) -> bool:
    return (
        isinstance(value, Mapping) and set(LANGUAGES) <= set(value) and all(_is_text(text) for text in value.values())
    )


def _is_marked(row: Mapping[str, Json]) -> bool:
    """Whether the status is known and a date stands exactly where somebody verified."""
    status, verified_on = row.get("status"), row.get("verified_on")
    if status not in STATUSES or not isinstance(verified_on, str):
        return False
    if status != "verified":
        return not verified_on
    try:
        date.fromisoformat(verified_on)
    except ValueError:
        return False
    return True


def _check_references(reading: _Reading, profiles: Sequence[str]) -> None:
    records = reading.records

    def refer(kind: str, name: str, *, holds: bool) -> None:
        if not holds:
            reading.report("referral.jurisdiction.reference", reading.files[kind, name], f"{kind}.{name}")

    for name, row in records["recipient"].items():
        refer("recipient", name, holds=set(row["without_consent"]) <= set(WITHOUT_CONSENT))
        refer("recipient", name, holds=not profiles or row["profile"] in profiles)
    for kind in ("deadline", "document"):
        for name, row in records[kind].items():
            refer(kind, name, holds=not row["basis"] or row["basis"] in records["legal"])
    for name, row in records["route"].items():
        refer("route", name, holds=name in _OUTCOMES and row["consent"] in CONSENT_RULES)
        refer("route", name, holds=set(row["recipients"]) <= set(records["recipient"]))
        refer("route", name, holds=set(row["call"]) <= set(records["hotline"]))


def _mark(row: Mapping[str, Json]) -> Mark:
    return Mark(row["source"], row["verified_on"], cast("Status", row["status"]))


def _names(row: Mapping[str, Json], key: str = "names") -> Mapping[str, str]:
    return MappingProxyType(dict(row[key]))


def _recipient(row: Mapping[str, Json]) -> Recipient:
    return Recipient(
        id=RecipientId(row["id"]),
        names=_names(row),
        about=_names(row, "about"),
        profile=ProfileId(row["profile"]),
        role=row["role"],
        without_consent=frozenset(row["without_consent"]),
        region=row["region"],
        mark=_mark(row),
    )


def _legal(row: Mapping[str, Json]) -> LegalBasis:
    return LegalBasis(row["id"], _names(row), _names(row, "about"), row["number"], _mark(row))


def _hotline(row: Mapping[str, Json]) -> Hotline:
    return Hotline(row["id"], _names(row), row["number"], row["abroad"], row["offer"], _mark(row))


def _deadline(row: Mapping[str, Json]) -> Deadline:
    return Deadline(row["id"], _names(row), row["days"], row["months"], row["basis"], _mark(row))


def _document(row: Mapping[str, Json]) -> Document:
    return Document(row["id"], _names(row), row["basis"], _mark(row))


def _route(row: Mapping[str, Json]) -> Route:
    recipients = tuple(RecipientId(name) for name in row["recipients"])
    return Route(row["outcome"], recipients, tuple(row["call"]), row["consent"], _mark(row))


def _rule(row: Mapping[str, Json]) -> Rule:
    return Rule(row["id"], _names(row), row["value"], _mark(row))
