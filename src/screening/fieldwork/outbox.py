"""The outbox: sealed, not yet acknowledged. It is a question asked of the entries, not a second list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from screening.casefile.entries import Acknowledged, Attempted, Sealed
from screening.casefile.travel import PacketState, Travel
from screening.delivery.retry import next_try
from screening.delivery.transport import Transport
from screening.errors import DeliveryError, PacketError
from screening.fieldwork.officer import Fieldwork
from screening.ids import CaseId, Digest
from screening.packets import receipt as receipts

_KINDS = (Sealed.kind, Attempted.kind, Acknowledged.kind)


@dataclass(frozen=True, slots=True)
class Item:
    """One packet on its way, and the case it belongs to."""

    case: CaseId
    packet: PacketState


def items(desk: Fieldwork) -> tuple[Item, ...]:
    """Every packet that was sealed here, oldest first, with what became of it."""
    travel, cases = Travel(), dict[Digest, CaseId]()
    for entry in desk.means.vault.entries_of(_KINDS):
        travel.take(entry.at, entry.body)
        if isinstance(entry.body, Sealed):
            cases[entry.body.digest] = entry.case
    return tuple(Item(cases[digest], packet) for digest, packet in travel.packets.items())


def waiting(desk: Fieldwork) -> tuple[Item, ...]:
    """The packets without a supervisor's receipt, those of a later version only."""
    return tuple(i for i in items(desk) if i.packet.receipt is None and not i.packet.superseded)


def due(desk: Fieldwork, now: datetime) -> tuple[Item, ...]:
    """The packets whose next try has come; nothing is ever given up."""
    return tuple(item for item in waiting(desk) if _due(item.packet, now))


def _due(packet: PacketState, now: datetime) -> bool:
    if packet.last is None:
        return True
    spread = int(packet.digest[:8], 16) / 0xFFFFFFFF  # each packet its own place in the jitter, the same every time
    return next_try(packet.tries, packet.last, spread) <= now


def deliver(desk: Fieldwork, item: Item, transport: Transport) -> str | None:
    """Hand one packet over and record the try; answers the code of a failure, None when it went.

    Sending again is harmless: the packet's name is its digest.
    """
    digest = item.packet.digest
    try:
        transport.put_packet(digest, desk.means.vault.blob(digest))
    except DeliveryError as failed:
        desk.record(item.case, Attempted(digest, transport.name, failed.code))
        return failed.code
    desk.record(item.case, Attempted(digest, transport.name, "sent" if transport.name == "https" else "written"))
    return None


def send(desk: Fieldwork, transport: Transport) -> list[str]:
    """Hand over everything that waits; answers the codes of the failures, none of which loses anything."""
    return [code for item in waiting(desk) if (code := deliver(desk, item, transport)) is not None]


def collect(desk: Fieldwork, transport: Transport) -> Iterator[tuple[Item, str | None]]:
    """Take in the receipts that are there for our packets; answers each new one, with a code where it did not verify.

    Raises:
        DeliveryError: the place cannot be read; what is waiting goes on waiting.
    """
    own = {item.packet.digest: item for item in items(desk)}
    known = {
        entry.body.receipt
        for entry in desk.means.vault.entries_of((Acknowledged.kind,))
        if isinstance(entry.body, Acknowledged)
    }
    for digest, data in transport.receipts(tuple(own)):
        item = own[digest]
        if receipts.digest(data) in known:
            continue
        try:
            acknowledged = _read(desk, item, data)
        except PacketError as refused:
            yield item, refused.code
            continue
        desk.means.vault.put_blob(acknowledged.receipt, data, "receipt")
        desk.record(item.case, acknowledged)
        yield item, None


def _read(desk: Fieldwork, item: Item, data: bytes) -> Acknowledged:
    own = desk.means.credentials()
    read = receipts.open(data, own.identities, own.trusted(), desk.means.now())
    if read.digest != item.packet.digest:
        raise PacketError("packet.receipt.other")
    return Acknowledged(read.digest, receipts.digest(data), read.decision, read.reason)
