"""What a registry remembers of a sender, and what a new packet means beside it: told, never a reason to refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from screening.casefile import log
from screening.identity.certificates import Certificate
from screening.ids import Digest, PacketId
from screening.packets.manifest import EarlierHead, LogState, Manifest, unread

CLOCKS_DIFFER = timedelta(hours=1)
"""A sender's clock may be ahead of ours by this much before we say so."""


class Seen(Protocol):
    """What was taken in before. A sender is the serial of its certificate."""

    def numbers(self, sender: str) -> Collection[int]:
        """The numbers of the packets taken in from this sender."""
        ...

    def heads(self, sender: str) -> Mapping[int, str]:
        """The heads of this sender's log that its packets gave: root by size."""
        ...

    def packet(self, packet: PacketId) -> Digest | None:
        """The sealed bytes that were taken in as this packet."""
        ...


class NothingSeen:
    """The memory of a place that has taken in nothing, or that only wants to look at one file."""

    def numbers(self, sender: str) -> Collection[int]:  # noqa: ARG002 - the protocol's
        """None."""
        return ()

    def heads(self, sender: str) -> Mapping[int, str]:  # noqa: ARG002 - the protocol's
        """None."""
        return {}

    def packet(self, packet: PacketId) -> Digest | None:  # noqa: ARG002 - the protocol's
        """None."""
        return None


def findings(
    manifest: Manifest, name: Digest, certificate: Certificate, seen: Seen, now: datetime | None
) -> Iterator[str]:
    """(11) Codes of what the supervisor should know about replay, sequence, the sender's log and clocks."""
    former = seen.packet(PacketId(manifest.packet))
    if former is not None:
        yield "packet.duplicate" if former == name else "packet.replayed"
    else:
        yield from _sequence(manifest.number, seen.numbers(certificate.serial))
    yield from _log(manifest.log, seen.heads(certificate.serial))
    if now is not None:
        yield from clocks(manifest.created, certificate, now)
    if next(unread(manifest), None) is not None:
        yield "packet.unread"


def _sequence(number: int, numbers: Collection[int]) -> Iterator[str]:
    if number in numbers:
        yield "packet.number.repeated"
    elif numbers and number > max(numbers) + 1:
        yield "packet.number.gap"


def _log(state: LogState, heads: Mapping[int, str]) -> Iterator[str]:
    """A log that only grew has every head that was seen before: the same root at that size, or a proof from it."""
    given = {head.size: head for head in state.earlier}
    new = log.Head(state.size, state.root)
    sound = all(_leads_to(head, new) for head in state.earlier)
    agrees = all(given[size].root == root for size, root in heads.items() if size in given)
    if not sound or not agrees or heads.get(state.size, state.root) != state.root:
        yield "packet.log.forked"
        return
    older = [size for size in heads if size < state.size]
    if older and max(older) not in given:
        yield "packet.log.unproven"
    if any(size > state.size for size in heads) and state.size not in heads:
        yield "packet.log.late"


def _leads_to(old: EarlierHead, new: log.Head) -> bool:
    proof = tuple(bytes.fromhex(part) for part in old.proof)
    return log.verify_consistency(log.Head(old.size, old.root), new, proof)


def clocks(at: datetime, certificate: Certificate, now: datetime) -> Iterator[str]:
    """What is odd about when something was signed; never a reason to refuse: whose clock is wrong is not known."""
    if at > now + CLOCKS_DIFFER:
        yield "packet.time.future"
    if now > certificate.until:
        yield "packet.certificate.ended"
