"""What a registry knows of its packets: read from the entries once, then kept in step with each that is appended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from screening.casefile.entries import Entry, Erased, Imported, ReceiptMade, Reviewed
from screening.casefile.travel import Travel
from screening.ids import CaseId, Digest, PacketId

KINDS = (Imported.kind, Reviewed.kind, ReceiptMade.kind, Erased.kind)


@dataclass(slots=True)
class Memory:
    """The fold of a registry's entries, over all cases.

    cases: the case of each packet; made: its latest receipt; reviewed: packets decided on since their latest receipt;
    erased: packets whose contents were destroyed here, which must not come in again as new ones.
    """

    travel: Travel = field(default_factory=Travel)
    cases: dict[Digest, CaseId] = field(default_factory=dict)
    made: dict[Digest, ReceiptMade] = field(default_factory=dict)
    reviewed: set[Digest] = field(default_factory=set)
    erased: dict[Digest, PacketId] = field(default_factory=dict)
    _numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _heads: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    _packets: dict[PacketId, Digest] = field(default_factory=dict)

    @staticmethod
    def of(entries: Iterable[Entry]) -> Memory:
        """What these entries, oldest first, tell."""
        memory = Memory()
        for entry in entries:
            memory.take(entry)
        return memory

    def take(self, entry: Entry) -> None:
        """Bring up to date with one more entry; a kind that is none of `KINDS` changes nothing."""
        self.travel.take(entry.at, entry.body)
        match entry.body:
            case Imported() as body:
                self.cases.setdefault(body.digest, entry.case)
                self._recognise(body.digest, body.packet, body.sender, body.number)
                if body.log_size:
                    self._heads[body.sender][body.log_size] = body.log_root
            case Erased() as body:
                self._forget(body)
            case Reviewed(digest=digest):
                self.reviewed.add(digest)
            case ReceiptMade(digest=digest) as made:
                self.made[digest] = made
                self.reviewed.discard(digest)
            case _:
                pass

    def _recognise(self, digest: Digest, packet: PacketId, sender: str, number: int) -> None:
        self._packets.setdefault(packet, digest)
        self._numbers[sender].add(number)

    def _forget(self, body: Erased) -> None:
        for arrived in body.arrived:
            digest, packet, sender = Digest(arrived["digest"]), PacketId(arrived["packet"]), str(arrived["sender"])
            self.erased[digest] = packet
            self._recognise(digest, packet, sender, int(arrived["number"]))
            if arrived["log_size"]:
                self._heads[sender][int(arrived["log_size"])] = str(arrived["log_root"])
            for rows in (self.travel.intakes, self.cases, self.made):
                rows.pop(digest, None)
            self.reviewed.discard(digest)

    # ---- asked by the steps of verification -------------------------------------------------------------------

    def numbers(self, sender: str) -> Collection[int]:
        """The numbers of the packets taken in from this sender."""
        return self._numbers.get(sender, set())

    def heads(self, sender: str) -> Mapping[int, str]:
        """The heads of this sender's log that its packets gave: root by size."""
        return self._heads.get(sender, {})

    def packet(self, packet: PacketId) -> Digest | None:
        """The sealed bytes that were taken in as this packet."""
        return self._packets.get(packet)
