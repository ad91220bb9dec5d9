"""What referral.json and receipt.json hold, and their one reading: canonical bytes, whole numbers, known fields.

docs/packet-format.md describes every field. A field that this version does not know is refused, unless the packet says
that a newer minor version wrote it: then it is kept and named as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationError,
)

from screening.envelope import canonical
from screening.errors import PacketError

FORMAT = "field-screening-referral"
RECEIPT_FORMAT = "field-screening-receipt"
MAJOR, MINOR = 1, 0
JSON_LIMIT = 4 * 1024 * 1024
"""Bytes of referral.json."""
EARLIER = 64
"""Most former heads of the log that one packet proves itself consistent with."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_PLACE = re.compile(r"[a-z_0-9]{1,24}")
_CROCKFORD = "[0-9A-HJKMNP-TV-Z]"


def read_time(value: object) -> datetime:
    """A moment in UTC to the second, written ``2026-11-23T21:40:07Z``; whole seconds also of a datetime.

    Raises:
        ValueError: anything else.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("time")
    return datetime.fromisoformat(value)


def write_time(at: datetime) -> str:
    """The one form in which packets write a moment."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Moment: TypeAlias = Annotated[datetime, PlainValidator(read_time), PlainSerializer(write_time, return_type=str)]
Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
Text: TypeAlias = Annotated[str, StringConstraints(max_length=20_000)]
Short: TypeAlias = Annotated[str, StringConstraints(max_length=200)]
Count: TypeAlias = Annotated[int, Field(ge=0)]
Outcome: TypeAlias = Literal["presumed", "child_protection", "elevated", "some", "insufficient", "no_indication"]
Rule: TypeAlias = Literal["U1", "U2", "U3", "U4", "U5", "U6", "U7"]


class Part(BaseModel):
    """A piece of a manifest: frozen, exact types, unknown fields kept apart, contents never in an error."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, strict=True, extra="allow", hide_input_in_errors=True, protected_namespaces=()
    )


class Version(Part):
    """Which program can read this: another major version never, a newer minor one in all it knows."""

    major: Count
    minor: Count


class Sender(Part):
    """Who signed. certificate: SHA-256 of its DER bytes; role and station are as the certificate has them."""

    certificate: Sha256
    role: Literal["officer", "supervisor"]
    station: Short


class Addressee(Part):
    """One for whom the packet is sealed. key: fingerprint of the age recipient."""

    id: Name
    key: Sha256


class Head(Part):
    """A custody log at one moment. size: entries; root: RFC 6962 tree hash."""

    size: Count
    root: Sha256


class EarlierHead(Head):
    """A head that was sent before. proof: RFC 6962 consistency proof from it to the head of this packet."""

    proof: Annotated[tuple[Sha256, ...], Field(max_length=64)] = ()


class LogState(Head):
    """The sender's log when the packet was sealed, and what shows that it only grew."""

    earlier: Annotated[tuple[EarlierHead, ...], Field(max_length=EARLIER)] = ()


class Urgency(Part):
    """Whether the person may be in danger now, and by which of the urgent rules."""

    urgent: bool
    rules: tuple[Rule, ...] = ()


class Consent(Part):
    """One answer to one question of consent. to: a recipient, or talk, record, recontact."""

    to: Name
    given: Literal["yes", "no", "later", "withdrawn"]
    by: Literal["person", "representative", "not-required"]
    at: Moment
    language: Short | None = None
    witnessed: Literal["signature", "oral"] | None = None
    reason: Text | None = None


class Instrument(Part):
    """With what was asked and weighed. pack: SHA-256 of the form pack; lists: version by list."""

    form: Short
    version: Short
    pack: Sha256
    lists: dict[str, Short]
    rules: Short


class Override(Part):
    """A person set another outcome than the rules."""

    outcome: Outcome
    reason: Text
    role: Literal["officer", "supervisor"]


class Assessment(Part):
    """The outcome in effect; result and facts only where the recipient may see the indicators."""

    outcome: Outcome
    result: dict[str, JsonValue] | None = None
    facts: dict[str, JsonValue] | None = None
    override: Override | None = None


class Answer(Part):
    """One answer that this recipient may see. label: the words of the chosen answers in the interview's language."""

    ref: Short
    question: Text
    value: Text | None = None
    label: Text | tuple[Text, ...] | None = None
    missing: Literal["declined", "unsure", "not_asked"] | None = None
    basis: Literal["person_said", "observed", "document", "third_party", "officer_inference"] | None = None
    verbatim: Text | None = None
    sensitivity: Annotated[int, Field(ge=0, le=3)] = 0
    category: Name | None = None
    indicators: tuple[Name, ...] = ()
    htcds: Short | None = None


class Attachment(Part):
    """A file in the container beside the referral itself."""

    name: Annotated[str, StringConstraints(pattern=r"^attachments/[0-9]{3}\.(jpg|png|txt|json)$")]
    type: Literal["image/jpeg", "image/png", "text/plain", "application/json"]
    size: Count
    sha256: Sha256


class Envelope(Part):
    """What every packet says: which it is, from whom, for whom, after which others."""

    format: Literal["field-screening-referral"]
    version: Version
    practice: bool
    packet: Annotated[str, StringConstraints(pattern=f"^{_CROCKFORD}{{26}}$")]
    case: Annotated[str, StringConstraints(pattern=f"^{_CROCKFORD}{{12}}$")]
    created: Moment
    number: Annotated[int, Field(ge=1)]
    sender: Sender
    recipients: Annotated[tuple[Addressee, ...], Field(min_length=1, max_length=16)]
    log: LogState


class Referral(Envelope):
    """A referral: a person's case, cut down to what its recipients may see."""

    kind: Literal["referral"]
    supersedes: Sha256 | None
    language: Short
    profile: Annotated[str, StringConstraints(pattern=r"^P-[A-Z]{2,12}$")]
    urgency: Urgency
    population: Literal["adult", "child", "age_disputed"]
    stage: Literal["pre", "transit", "post", "unknown"]
    consent: Annotated[tuple[Consent, ...], Field(max_length=100)]
    restrictions: Annotated[tuple[Text, ...], Field(max_length=100)]
    instrument: Instrument
    assessment: Assessment | None
    fields: dict[Name, JsonValue]
    answers: Annotated[tuple[Answer, ...], Field(max_length=5000)]
    withheld: tuple[Name, ...]
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=100)]

    @property
    def outcome(self) -> str:
        """The outcome in effect; empty where this recipient does not see it."""
        return self.assessment.outcome if self.assessment is not None else ""

    @property
    def urgent(self) -> bool:
        """Whether the person may be in danger now."""
        return self.urgency.urgent


class Recall(Envelope):
    """An earlier packet must be destroyed. supersedes: its digest. It tells nothing more about the person."""

    kind: Literal["recall"]
    supersedes: Sha256
    reason: Literal["consent_withdrawn", "wrong_recipient", "mistake"]

    @property
    def outcome(self) -> str:
        """A recall tells none."""
        return ""

    @property
    def urgent(self) -> bool:
        """A recall is never urgent."""
        return False


class ReceiptManifest(Part):
    """A supervisor's word on one packet. head: of the registry's log; seen: the sender's, as the packet gave it."""

    format: Literal["field-screening-receipt"]
    version: Version
    practice: bool
    packet: Annotated[str, StringConstraints(pattern=f"^{_CROCKFORD}{{26}}$")]
    digest: Sha256
    decision: Literal["received", "accept", "question", "return", "close"]
    reason: Text | None
    at: Moment
    sender: Sender
    recipients: Annotated[tuple[Addressee, ...], Field(min_length=1, max_length=1)]
    head: Head
    seen: Head


Manifest: TypeAlias = Referral | Recall
AnyManifest = TypeVar("AnyManifest", Referral, Recall, ReceiptManifest)


def write(manifest: Referral | Recall | ReceiptManifest) -> bytes:
    """The canonical bytes of a manifest (RFC 8785).

    Raises:
        PacketError: it holds a value that has no such form.
    """
    return canonical.write(manifest.model_dump(mode="json"))


def read_packet(data: bytes) -> Manifest:
    """The manifest in canonical bytes that `canonical.read` has accepted.

    Raises:
        PacketError: another format or major version, or fields that do not fit.
    """
    kind = _check_version(data, FORMAT)
    if kind == "recall":
        return _read(data, Recall)
    return _read(data, Referral)


def read_receipt(data: bytes) -> ReceiptManifest:
    """The manifest of a receipt.

    Raises:
        PacketError: as `read_packet`.
    """
    _check_version(data, RECEIPT_FORMAT)
    return _read(data, ReceiptManifest)


def unread(part: Part, place: str = "") -> Iterator[str]:
    """Where fields stand that this version does not know, as dotted places."""
    for name in part.model_extra or {}:
        yield f"{place}{name}"
    for name in type(part).model_fields:
        value = getattr(part, name)
        for index, one in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(one, Part):
                yield from unread(one, f"{place}{name}.{index}." if isinstance(value, tuple) else f"{place}{name}.")


class _Outline(BaseModel):
    """The few fields that tell how to read the rest."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)
    format: str
    version: Version
    kind: str = ""


def _check_version(data: bytes, format_: str) -> str:
    try:
        outline = _Outline.model_validate_json(data)
    except ValidationError:
        raise PacketError("packet.format") from None
    if outline.format != format_:
        raise PacketError("packet.format")
    if outline.version.major != MAJOR:
        raise PacketError("packet.version.unknown", major=outline.version.major, known=MAJOR)
    return outline.kind


def _read(data: bytes, model: type[AnyManifest]) -> AnyManifest:
    try:
        manifest = model.model_validate_json(data)
    except ValidationError as error:
        raise PacketError("packet.schema", place=place_of(error)) from None
    extra = next(unread(manifest), None)
    if extra is not None and manifest.version.minor <= MINOR:
        raise PacketError("packet.schema", place=place(extra))
    return manifest


def place_of(error: ValidationError) -> str:
    """Where the first fault is, in field names and positions only."""
    return _known(error.errors(include_input=False, include_url=False)[0]["loc"])


def place(extra: str) -> str:
    """Where an unknown field stands: the place that holds it, without the name that somebody made up."""
    return _known(tuple(extra.split("."))[:-1])


def _known(parts: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in parts if _PLACE.fullmatch(str(part))) or "top"
