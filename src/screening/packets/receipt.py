"""A supervisor's signed word on one packet, sealed so that only the officer who sent it can read it.

Only a receipt proves delivery. It is opened in the steps (1) to (9) of a packet, with `receipt.json` for its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import ValidationError

from screening.casefile.log import Head
from screening.envelope import age, asic, canonical
from screening.envelope.age import HybridIdentity
from screening.envelope.xades import Signer
from screening.errors import IdentityError, PacketError
from screening.identity import certificates
from screening.identity.certificates import Certificate
from screening.identity.trust import Trust
from screening.ids import Digest, PacketId
from screening.packets import layers, manifest
from screening.packets.history import clocks
from screening.packets.layers import digest
from screening.packets.manifest import MAJOR, MINOR, RECEIPT_FORMAT, ReceiptManifest
from screening.packets.unseal import Opened

__all__ = ["Decision", "Receipt", "digest", "make", "open"]

Decision: TypeAlias = Literal["received", "accept", "question", "return", "close"]
_JSON = "receipt.json"


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What the supervisor signed.

    digest: of the packet's sealed bytes; at: UTC, whole seconds; head: of the registry's log; seen: of the officer's
    log, as the packet gave it; signer: of the supervisor; name: digest of the receipt's own sealed bytes.
    """

    name: Digest
    digest: Digest
    packet: PacketId
    decision: Decision
    reason: str | None
    at: datetime
    head: Head
    seen: Head
    signer: Certificate
    practice: bool = False
    findings: tuple[str, ...] = ()


def make(
    opened: Opened,
    *,
    decision: Decision,
    reason: str | None,
    signer: Signer,
    head: Head,
    now: datetime,
    digest: Digest | None = None,
) -> bytes:
    """A receipt for a packet, sealed to the officer whose certificate signed it.

    Args:
        opened: the packet.
        decision: ``received`` before anyone has decided.
        reason: in the supervisor's words; may be empty.
        signer: the supervisor's key under its certificate.
        head: of the registry's own log.
        now: aware.
        digest: of the packet's sealed bytes, if other than `opened` says: nothing but that is accepted.

    Raises:
        PacketError: the parts do not fit together.
    """
    if digest is not None and digest != opened.digest:
        raise PacketError("packet.receipt.other")
    certificate = certificates.parse(signer.certificate_der)
    log = opened.manifest.log
    value = {
        "format": RECEIPT_FORMAT,
        "version": {"major": MAJOR, "minor": MINOR},
        "practice": opened.manifest.practice,
        "packet": opened.manifest.packet,
        "digest": opened.digest,
        "decision": decision,
        "reason": reason or None,
        "at": manifest.write_time(now),
        "sender": {
            "certificate": hashlib.sha256(signer.certificate_der).hexdigest(),
            "role": certificate.role,
            "station": certificate.station,
        },
        "recipients": [{"id": "officer", "key": opened.certificate.recipient.fingerprint}],
        "head": {"size": head.size, "root": head.root},
        "seen": {"size": log.size, "root": log.root},
    }
    data = canonical.write(value)
    try:
        content = ReceiptManifest.model_validate_json(data)
    except ValidationError as error:
        raise PacketError("packet.draft", place=manifest.place_of(error)) from None
    container = asic.build([(_JSON, data)], signer, content.at)
    return age.encrypt(container, [opened.certificate.recipient])


def open(  # noqa: A001 - read as receipt.open
    data: bytes, identities: Sequence[HybridIdentity], trust: Trust, now: datetime
) -> Receipt:
    """The receipt, if it is a supervisor's and for us.

    Raises:
        PacketError: the code of the first step that does not pass.
    """
    try:
        return _open(data, identities, trust, now)
    except (PacketError, IdentityError) as refused:
        raise layers.plainly(refused) from None


def _open(data: bytes, identities: Sequence[HybridIdentity], trust: Trust, now: datetime) -> Receipt:
    layers.check_size(data)  # (1)
    stanzas = layers.check_header(data)  # (2)
    container = layers.check_signature(*layers.open_container(layers.decrypt(data, identities)))  # (3) (4) (5)
    certificate = layers.check_signer(container, trust, "supervisor")  # (6)
    raw = layers.check_json(container.files.get(_JSON))  # (7)
    content = manifest.read_receipt(raw)  # (8)
    layers.check_sender(content.sender, certificate, content.at, container)
    if list(container.files) != [_JSON]:
        raise PacketError("packet.parts")
    layers.check_addressed(content.recipients, identities, stanzas)  # (9)
    return Receipt(
        name=digest(data),
        digest=Digest(content.digest),
        packet=PacketId(content.packet),
        decision=content.decision,
        reason=content.reason,
        at=content.at,
        head=Head(content.head.size, content.head.root),
        seen=Head(content.seen.size, content.seen.root),
        signer=certificate,
        practice=content.practice,
        findings=tuple(clocks(content.at, certificate, now)),
    )
