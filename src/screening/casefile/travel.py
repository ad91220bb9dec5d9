"""Packets on their way: out of an officer's station, and into a supervisor's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from typing_extensions import override

from screening.casefile.entries import Acknowledged, Attempted, Body, Imported, ReceiptMade, Reviewed, Sealed
from screening.ids import Digest, PacketId, ProfileId, RecipientId

Way: TypeAlias = Literal["ready", "sending", "sent", "acknowledged", "returned"]
"""How far a packet is. sending: tried without success yet; only a receipt makes it acknowledged or returned."""
TRAVEL: Final = frozenset(body.kind for body in (Sealed, Attempted, Acknowledged, Imported, Reviewed, ReceiptMade))
DELIVERED: Final = ("written", "sent")
"""Results of an attempt after which the packet is out of our hands."""


@dataclass(frozen=True, slots=True, repr=False)
class PacketState:
    """A sealed packet on its way. last, result: of the latest try; receipt, decision, reason: of the latest receipt."""

    digest: Digest
    packet: PacketId
    profile: ProfileId
    recipients: tuple[RecipientId, ...]
    withheld: tuple[str, ...]
    number: int
    size: int
    sealed_at: datetime
    supersedes: Digest | None = None
    superseded: bool = False
    state: Way = "ready"
    tries: int = 0
    last: datetime | None = None
    result: str | None = None
    receipt: Digest | None = None
    decision: str | None = None
    reason: str | None = None

    @override
    def __repr__(self) -> str:
        return f"<packet {self.digest} {self.state}>"


@dataclass(frozen=True, slots=True, repr=False)
class Intake:
    """A packet that arrived here, at a supervisor's station, and what became of it."""

    digest: Digest
    packet: PacketId
    sender: str
    number: int
    outcome: str
    urgent: bool
    findings: tuple[str, ...]
    received_at: datetime
    decision: str | None = None
    reason: str | None = None
    receipt: Digest | None = None

    @override
    def __repr__(self) -> str:
        return f"<intake {self.digest}>"


class Travel:
    """The packets and intakes of one case while it is folded."""

    def __init__(self) -> None:
        self.packets: dict[Digest, PacketState] = {}
        self.intakes: dict[Digest, Intake] = {}

    def take(self, at: datetime, body: Body) -> None:
        """Bring packets and intakes up to date; what names an unknown packet changes nothing."""
        match body:
            case Sealed():
                self._seal(at, body)
            case Attempted(digest=digest) if digest in self.packets:
                self.packets[digest] = _attempted(self.packets[digest], at, body)
            case Acknowledged(digest=digest) if digest in self.packets:
                self.packets[digest] = _acknowledged(self.packets[digest], body)
            case Imported(digest=digest):
                self.intakes.setdefault(digest, _intake(at, body))
            case Reviewed(digest=digest, decision=decision, reason=reason) if digest in self.intakes:
                self.intakes[digest] = replace(self.intakes[digest], decision=decision, reason=reason)
            case ReceiptMade(digest=digest, receipt=receipt) if digest in self.intakes:
                self.intakes[digest] = replace(self.intakes[digest], receipt=receipt)
            case _:
                pass

    def _seal(self, at: datetime, sealed: Sealed) -> None:
        former = self.packets.get(sealed.supersedes) if sealed.supersedes is not None else None
        if former is not None:
            self.packets[former.digest] = replace(former, superseded=True)
        self.packets[sealed.digest] = PacketState(
            digest=sealed.digest,
            packet=sealed.packet,
            profile=sealed.profile,
            recipients=sealed.recipients,
            withheld=sealed.withheld,
            number=sealed.number,
            size=sealed.size,
            sealed_at=at,
            supersedes=sealed.supersedes,
        )


def state_of_packets(packets: Iterable[PacketState]) -> Literal["sealed", "sent", "acknowledged", "returned", "closed"]:
    """What the packets in force say of their case: the one that still needs the officer decides."""
    live = [packet for packet in packets if not packet.superseded]
    if any(packet.state == "returned" for packet in live):
        return "returned"
    if all(packet.decision == "close" for packet in live):
        return "closed"
    if all(packet.state == "acknowledged" for packet in live):
        return "acknowledged"
    if all(packet.state in ("sent", "acknowledged") for packet in live):
        return "sent"
    return "sealed"


def _attempted(packet: PacketState, at: datetime, body: Attempted) -> PacketState:
    state = packet.state
    if body.result in DELIVERED and state in ("ready", "sending"):
        state = "sent"
    elif state == "ready":
        state = "sending"
    return replace(packet, state=state, tries=packet.tries + 1, last=at, result=body.result)


def _acknowledged(packet: PacketState, body: Acknowledged) -> PacketState:
    state: Way = "returned" if body.decision in ("question", "return") else "acknowledged"
    return replace(packet, state=state, receipt=body.receipt, decision=body.decision, reason=body.reason)


def _intake(at: datetime, body: Imported) -> Intake:
    return Intake(
        digest=body.digest,
        packet=body.packet,
        sender=body.sender,
        number=body.number,
        outcome=body.outcome,
        urgent=body.urgent,
        findings=body.findings,
        received_at=at,
    )
