"""The outbox: sealed, not yet acknowledged. It is a question asked of the entries, not a second list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from screening.casefile.entries import Acknowledged, Attempted, Sealed
from screening.casefile.travel import DELIVERED, PacketState, Travel
from screening.delivery.retry import next_try
from screening.delivery.transport import Transport
from screening.errors import DeliveryError, PacketError, VaultError
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


def carry(transport: Transport, digest: Digest, data: bytes) -> str:
    """Hand sealed bytes over and say what came of it, for `note`. Touches no vault: it may wait on another thread."""
    try:
        transport.put_packet(digest, data)
    except DeliveryError as failed:
        return failed.code
    return "sent" if transport.name == "https" else "written"


def note(desk: Fieldwork, item: Item, transport: Transport, result: str) -> str | None:
    """Record a try; answers the code of a failure, None when the packet went."""
    desk.record(item.case, Attempted(item.packet.digest, transport.name, result))
    return None if result in DELIVERED else result


def deliver(desk: Fieldwork, item: Item, transport: Transport) -> str | None:
    """Hand one packet over and record the try; answers the code of a failure, None when it went.

    Sending again is harmless: the packet's name is its digest.
    """
    digest = item.packet.digest
    try:
        data = desk.means.vault.blob(digest)
    except VaultError as damaged:  # a packet that does not read any more keeps no other back
        return note(desk, item, transport, damaged.code)
    return note(desk, item, transport, carry(transport, digest, data))


def send(desk: Fieldwork, transport: Transport) -> list[str]:
    """Hand over everything that waits; answers the codes of the failures, none of which loses anything."""
    return [code for item in waiting(desk) if (code := deliver(desk, item, transport)) is not None]


def fetch(transport: Transport, wanted: Collection[Digest]) -> tuple[tuple[Digest, bytes], ...]:
    """The sealed receipts that lie there for these packets. Touches no vault: it may wait on another thread.

    Raises:
        DeliveryError: the place cannot be read; what is waiting goes on waiting.
    """
    return tuple(transport.receipts(wanted))


def take(desk: Fieldwork, found: Iterable[tuple[Digest, bytes]]) -> Iterator[tuple[Item, str | None]]:
    """Verify receipts that were fetched, and record each new one; a code says why one did not verify."""
    own = {item.packet.digest: item for item in items(desk)}
    known = {body.receipt for body in _acknowledged(desk)}
    for digest, data in found:
        item = own.get(digest)
        if item is None or receipts.digest(data) in known:
            continue
        try:
            acknowledged = _read(desk, item, data)
        except PacketError as refused:
            yield item, refused.code
            continue
        desk.means.vault.put_blob(acknowledged.receipt, data, "receipt")
        desk.record(item.case, acknowledged)
        yield item, None


def collect(desk: Fieldwork, transport: Transport) -> Iterator[tuple[Item, str | None]]:
    """Take in the receipts that are there for our packets; answers each new one, with a code where it did not verify.

    Raises:
        DeliveryError: the place cannot be read; what is waiting goes on waiting.
    """
    return take(desk, fetch(transport, [item.packet.digest for item in items(desk)]))


def _acknowledged(desk: Fieldwork) -> Iterator[Acknowledged]:
    for entry in desk.means.vault.entries_of((Acknowledged.kind,)):
        if isinstance(entry.body, Acknowledged):
            yield entry.body


def _read(desk: Fieldwork, item: Item, data: bytes) -> Acknowledged:
    own = desk.means.credentials()
    read = receipts.open(data, own.identities, own.trusted(), desk.means.now())
    if read.digest != item.packet.digest:
        raise PacketError("packet.receipt.other")
    return Acknowledged(read.digest, receipts.digest(data), read.decision, read.reason)
