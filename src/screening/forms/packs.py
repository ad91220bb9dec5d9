"""Form packs: a form with its media, a manifest that names every file's digest, and room for one signature."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, cast

from screening.errors import FormError
from screening.forms import archive, authoring
from screening.forms.form import Form
from screening.forms.translations import Language, translation_report, weave
from screening.forms.wording import reviews_of

Status: TypeAlias = Literal["draft", "active", "retired"]

_MANIFEST: Final = "manifest.json"
_SIGNATURE: Final = "signature"
_FORM: Final = "form.xml"
_STATUSES: Final = frozenset({"draft", "active", "retired"})
_FORMAT: Final = "field-screening-form-pack-"
_NEWEST: Final = 2
"""1 had one title; 2 has titles by language. Both are read, so that a case can go on with the pack it began with."""
_LONGEST: Final = 500
_NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})
_TITLED: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CODE: Final = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*\Z")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself. files: SHA-256 (64 lowercase hex characters) of each file by its name.

    title: as the form says it, in its own language; titles: by the code of a language, ``uk``;
    valid_from, valid_to: first and last day, ISO 8601, None for no limit; format: the shape it is written in.
    """

    name: str
    form_id: str
    version: str
    title: str
    status: Status
    languages: tuple[str, ...]
    publisher: str
    valid_from: str | None
    valid_to: str | None
    files: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    format: int = _NEWEST

    def title_in(self, language: str) -> str:
        """The title in the language of this code, or of this name in the form (``Ukrainian (uk)``); else the form's."""
        code = _CODE.search(language)
        return self.titles.get(code.group(1).lower() if code is not None else language) or self.title

    def valid_on(self, day: date) -> bool:
        """Whether the day lies within the validity; both ends belong to it."""
        text = day.isoformat()
        return (self.valid_from or text) <= text <= (self.valid_to or text)

    def to_bytes(self) -> bytes:
        """Canonical JSON: sorted keys, no white space, UTF-8."""
        document: dict[str, Any] = {
            "format": f"{_FORMAT}{self.format}",
            "name": self.name,
            "form_id": self.form_id,
            "version": self.version,
            "title": self.title,
            "status": self.status,
            "languages": list(self.languages),
            "publisher": self.publisher,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "files": dict(self.files),
        }
        if self.format > 1:
            document["titles"] = dict(self.titles)
        return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose files all have the digests that its manifest says. sha256: of the pack's own bytes.

    signature: whatever was put there by `with_signature`, unverified; it is over `signed_bytes`.
    """

    manifest: Manifest
    form_xml: bytes
    media: Mapping[str, bytes]
    sha256: str
    signature: bytes | None
    report: Mapping[str, Any]

    def usable(self, now: datetime) -> bool:
        """Whether an interview may begin with it now: active, and within its validity."""
        return self.manifest.status == "active" and self.manifest.valid_on(now.date())

    def form(self) -> Form:
        """The form.

        Raises:
            FormError: see `Form.parse`.
        """
        form = Form.parse(self.form_xml, self.media)
        form.reviews = reviews_of(self.report)
        return form


def build(
    source: bytes,
    name: str,
    media: Mapping[str, bytes],
    *,
    published_by: str,
    valid_from: date | str | None = None,
    valid_to: date | str | None = None,
    status: Status = "draft",
    titles: Mapping[str, str] = _NO_TITLES,
    languages: Sequence[Language] = (),
) -> bytes:
    """A pack of a workbook (xlsx or markdown table; needs the extra ``authoring``) or of an XForm.

    Args:
        source: the workbook or XForm.
        name: what the instrument is called on the command line.
        media: files that the form names, by file name.
        published_by: the organisation.
        valid_from: first day, None for no limit.
        valid_to: last day, None for no limit.
        status: draft, active or retired.
        titles: of the form, by the code of a language.
        languages: further ones, for what is said to the person.

    Raises:
        FormError: the workbook or a language is refused, or the form does not run.
    """
    converted = authoring.convert(source, authoring.kind_of(source))
    beside = dict(media)
    if converted.itemsets is not None:
        beside.setdefault("itemsets.csv", converted.itemsets)
    xml = weave(converted.xml, languages)
    form = Form.parse(xml, beside)
    if status not in _STATUSES:
        raise FormError("form.pack.manifest", key="status")
    if any(_TITLED.fullmatch(code) is None or len(title) > _LONGEST for code, title in titles.items()):
        raise FormError("form.pack.manifest", key="titles")
    files = {_FORM: xml, "translations.json": _canonical(translation_report(form, converted.xml, languages))}
    files["annotations.json"] = _canonical({q.ref: dict(q.annotations) for q in form.questions() if q.annotations})
    for file_name, data in sorted(beside.items()):
        if "/" in file_name or not archive.plain_name(file_name):
            raise FormError("form.pack.media")
        files[f"media/{file_name}"] = data
    manifest = Manifest(
        name,
        form.form_id,
        form.version,
        form.title,
        status,
        form.languages,
        published_by,
        _day(valid_from),
        _day(valid_to),
        {file_name: hashlib.sha256(data).hexdigest() for file_name, data in files.items()},
        dict(titles),
    )
    return archive.write({_MANIFEST: manifest.to_bytes(), **files})


def read(pack: bytes) -> Pack:
    """The pack, every file checked against the manifest.

    Raises:
        FormError: it is no pack, was altered (``form.pack.digest`` names the file), or is of a newer format.
    """
    files = archive.read(pack)
    manifest = _manifest(files.get(_MANIFEST, b""))
    signature = files.get(_SIGNATURE)
    named = {name: data for name, data in files.items() if name not in {_MANIFEST, _SIGNATURE}}
    if named.keys() != manifest.files.keys() or _FORM not in named:
        raise FormError("form.pack.files")
    for name, data in named.items():
        if hashlib.sha256(data).hexdigest() != manifest.files[name]:
            raise FormError("form.pack.digest", name=name)
    media = {name.removeprefix("media/"): data for name, data in named.items() if name.startswith("media/")}
    report = _report(named.get("translations.json", b"{}"))
    return Pack(manifest, named[_FORM], media, hashlib.sha256(pack).hexdigest(), signature, report)


def _report(data: bytes) -> Mapping[str, Any]:
    """The report on translations, as far as its shape is relied on."""
    try:
        report = json.loads(data)
        languages = report.get("languages", {}).values()
        fits = all(isinstance(said["present"], int) and _are_texts(said["missing"]) for said in languages)
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise FormError("form.pack.files") from None
    if not fits:
        raise FormError("form.pack.files")
    return cast("Mapping[str, Any]", report)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def signed_bytes(pack: bytes) -> bytes:
    """What a signature is made over: the manifest, which fixes every other file.

    Raises:
        FormError: as `read`.
    """
    read(pack)
    return archive.read(pack)[_MANIFEST]


def with_signature(pack: bytes, signature: bytes) -> bytes:
    """The pack carrying that signature instead of any it had.

    Raises:
        FormError: as `read`.
    """
    read(pack)
    files = archive.read(pack)
    files[_SIGNATURE] = signature
    return archive.write(files)


def _canonical(document: Any) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def _day(value: date | str | None) -> str | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return date(day.year, day.month, day.day).isoformat()
    except ValueError:
        raise FormError("form.pack.manifest", key="valid") from None


def _manifest(data: bytes) -> Manifest:
    """The manifest, which must be in its canonical bytes."""
    try:
        document = json.loads(data)
        shape = _shape(document["format"])
        manifest = Manifest(
            _text(document, "name"),
            _text(document, "form_id"),
            _text(document, "version"),
            _text(document, "title"),
            cast("Status", _text(document, "status")),
            tuple(str(language) for language in document["languages"]),
            _text(document, "publisher"),
            _day(document["valid_from"]),
            _day(document["valid_to"]),
            {str(name): str(digest) for name, digest in document["files"].items()},
            {str(code): str(title) for code, title in document["titles"].items()} if shape > 1 else _NO_TITLES,
            shape,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FormError("form.pack.manifest", key="") from None
    if manifest.status not in _STATUSES or manifest.to_bytes() != data:
        raise FormError("form.pack.manifest", key="")
    return manifest


def _shape(said: str) -> int:
    """The number of the format.

    Raises:
        ValueError: it is none of ours.
        FormError: it is newer than this program.
    """
    found = re.fullmatch(re.escape(_FORMAT) + r"([1-9]\d{0,3})", said)
    if found is None:
        raise ValueError(said)
    if int(found.group(1)) > _NEWEST:
        raise FormError("form.pack.newer", format=int(found.group(1)))
    return int(found.group(1))


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document[key]
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise FormError("form.pack.manifest", key=key)
    return value
