"""A case cut down for its recipients becomes one signed and sealed packet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from screening.envelope import age, asic, canonical
from screening.envelope.age import HybridRecipient
from screening.envelope.xades import Signer
from screening.errors import PacketError
from screening.identity import certificates
from screening.ids import CaseId, Digest, PacketId, ProfileId, RecipientId
from screening.packets import manifest
from screening.packets.attachments import ENDINGS, Type, check_inert
from screening.packets.layers import LIMIT, digest
from screening.packets.manifest import (
    FORMAT,
    MAJOR,
    MINOR,
    Consent,
    Instrument,
    LogState,
    Recall,
    Referral,
)

Json: TypeAlias = Any
Addressed: TypeAlias = Sequence[tuple[RecipientId, HybridRecipient]]


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """Everything that goes into a referral but the signer, the recipients and the time.

    number: the officer's own, 1, 2, ...; supersedes: digest of the sealed packet this one replaces; language: in which
    the person was interviewed; rules: urgent rules that were raised; result, facts: as the assessment froze them;
    override: outcome, reason, role; fields, answers, withheld: what `referral.minimise` let through and held back;
    hidden: categories that the profile never shows, whether or not the case holds any of them.
    """

    case: CaseId
    packet: PacketId
    number: int
    language: str
    profile: ProfileId
    population: str
    stage: str
    instrument: Instrument
    log: LogState
    supersedes: Digest | None = None
    practice: bool = False
    urgent: bool = False
    rules: tuple[str, ...] = ()
    consent: tuple[Consent, ...] = ()
    restrictions: tuple[str, ...] = ()
    outcome: str | None = None
    result: Mapping[str, Json] | None = None
    facts: Mapping[str, Json] | None = None
    override: Mapping[str, Json] | None = None
    fields: Mapping[str, Json] | None = None
    answers: Sequence[Mapping[str, Json]] = ()
    withheld: tuple[str, ...] = ()
    hidden: Collection[str] = ()


@dataclass(frozen=True, slots=True, repr=False)
class RecallDraft:
    """What asks for an earlier packet to be destroyed. supersedes: its digest."""

    case: CaseId
    packet: PacketId
    number: int
    supersedes: Digest
    reason: Literal["consent_withdrawn", "wrong_recipient", "mistake"]
    log: LogState
    practice: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class SealedPacket:
    """A packet ready to leave. data: the sealed bytes, named by `digest`; manifest: the bytes of referral.json."""

    packet: PacketId
    digest: Digest
    data: bytes
    manifest: bytes
    pdf: bytes | None = None

    @property
    def name(self) -> str:
        """The file name: it tells nothing about anyone."""
        return f"{self.digest}.asice.age"


def seal(
    draft: Draft,
    signer: Signer,
    recipients: Addressed,
    pdf: bytes | Callable[[bytes], bytes],
    *,
    attachments: Sequence[tuple[Type, bytes]] = (),
    now: datetime,
) -> SealedPacket:
    """The packet, signed by `signer` as of `now` and readable only by `recipients`.

    Args:
        draft: what it says.
        signer: the officer's key under its certificate.
        recipients: one to sixteen keys; the same key may stand for several recipients.
        pdf: the printable referral, or what makes it of the exact bytes of referral.json.
        attachments: media type and content; their names are numbers, never a person's own.
        now: aware; packets know whole seconds.

    Raises:
        PacketError: the draft does not fit the format, an attachment is not what it says, or it is all too large.
    """
    content = compose(draft, signer.certificate_der, recipients, attachments=attachments, now=now)
    data = manifest.write(content)
    printed = pdf if isinstance(pdf, bytes) else pdf(data)
    files = [("referral.json", data), ("referral.pdf", printed)]
    files += [(one.name, raw) for one, (_, raw) in zip(content.attachments, attachments, strict=True)]
    return _close(content, data, printed, files=files, signer=signer, recipients=recipients)


def seal_recall(draft: RecallDraft, signer: Signer, recipients: Addressed, now: datetime) -> SealedPacket:
    """A packet that asks its recipients to destroy an earlier one, because consent was withdrawn for example.

    Raises:
        PacketError: the draft does not fit the format.
    """
    content = _checked(
        Recall,
        {
            **_envelope(signer.certificate_der, recipients, now),
            "kind": "recall",
            "case": draft.case,
            "packet": draft.packet,
            "number": draft.number,
            "supersedes": draft.supersedes,
            "reason": draft.reason,
            "log": draft.log.model_dump(mode="json"),
            "practice": draft.practice,
        },
    )
    data = manifest.write(content)
    return _close(content, data, None, files=[("referral.json", data)], signer=signer, recipients=recipients)


def compose(
    draft: Draft,
    certificate_der: bytes,
    recipients: Addressed,
    *,
    attachments: Sequence[tuple[Type, bytes]] = (),
    now: datetime,
) -> Referral:
    """What referral.json will hold: for a preview before signing, and for the seal itself.

    Raises:
        PacketError: the draft does not fit the format, or an attachment is not what it says.
    """
    value = {
        **_envelope(certificate_der, recipients, now),
        "kind": "referral",
        "case": draft.case,
        "packet": draft.packet,
        "number": draft.number,
        "supersedes": draft.supersedes,
        "practice": draft.practice,
        "language": draft.language,
        "profile": draft.profile,
        "log": draft.log.model_dump(mode="json"),
        "urgency": {"urgent": draft.urgent or bool(draft.rules), "rules": list(draft.rules)},
        "population": draft.population,
        "stage": draft.stage,
        "consent": [one.model_dump(mode="json") for one in draft.consent],
        "restrictions": list(draft.restrictions),
        "instrument": draft.instrument.model_dump(mode="json"),
        "assessment": _assessment(draft),
        "fields": dict(draft.fields or {}),
        "answers": [dict(answer) for answer in draft.answers],
        "withheld": list(draft.withheld),
        "attachments": [_attachment(place, *one) for place, one in enumerate(attachments, 1)],
    }
    return _checked(Referral, value)


def _envelope(certificate_der: bytes, recipients: Addressed, now: datetime) -> dict[str, Json]:
    certificate = certificates.parse(certificate_der)
    return {
        "format": FORMAT,
        "version": {"major": MAJOR, "minor": MINOR},
        "created": manifest.write_time(now),
        "sender": {
            "certificate": hashlib.sha256(certificate_der).hexdigest(),
            "role": certificate.role,
            "station": certificate.station,
        },
        "recipients": [{"id": recipient, "key": key.fingerprint} for recipient, key in recipients],
    }


def _assessment(draft: Draft) -> Json:
    """The assessment without what a withheld category would show by a side door."""
    closed = {*draft.withheld, *draft.hidden}
    if draft.outcome is None or "outcome" in closed:
        return None
    result, facts = draft.result, draft.facts
    if "indicators" in closed:
        facts = None
    if result is not None and "indicators" in closed:
        kept = {key: result[key] for key in ("outcome", "urgent", "settled") if key in result}
        reasons = [{"code": reason["code"], "indicators": []} for reason in result.get("reasons", ())]
        result = kept | {"reasons": reasons}
    return {
        "outcome": draft.outcome,
        "result": None if result is None else dict(result),
        "facts": None if facts is None else dict(facts),
        "override": None if draft.override is None else dict(draft.override),
    }


def _attachment(place: int, media_type: Type, data: bytes) -> dict[str, Json]:
    check_inert(media_type, data)
    return {
        "name": f"attachments/{place:03}.{ENDINGS[media_type]}",
        "type": media_type,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _checked(model: type[manifest.AnyManifest], value: Json) -> manifest.AnyManifest:
    """Our own packets pass the same reading as everybody's."""
    try:
        content = model.model_validate_json(canonical.write(value))
    except ValidationError as error:
        raise PacketError("packet.draft", place=manifest.place_of(error)) from None
    extra = next(manifest.unread(content), None)
    if extra is not None:
        raise PacketError("packet.draft", place=manifest.place(extra))
    return content


def _close(
    content: Referral | Recall,
    data: bytes,
    pdf: bytes | None,
    *,
    files: Sequence[tuple[str, bytes]],
    signer: Signer,
    recipients: Addressed,
) -> SealedPacket:
    container = asic.build(files, signer, content.created)
    if asic.open(container).files != dict(files):
        raise PacketError("packet.draft", place="container")
    keys = list({key.fingerprint: key for _, key in recipients}.values())
    sealed = age.encrypt(container, keys)
    if len(sealed) > LIMIT:
        raise PacketError("packet.too_large", limit=LIMIT)
    return SealedPacket(PacketId(content.packet), digest(sealed), sealed, data, pdf)
