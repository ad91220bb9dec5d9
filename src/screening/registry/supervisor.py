"""The supervisor's steps: a packet taken in, verified, reviewed, and answered with a signed receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from screening.assessment.lists import IndicatorList
from screening.casefile.entries import (
    Body,
    Decision,
    Entry,
    Exported,
    Imported,
    Json,
    ReceiptMade,
    Reviewed,
    SetAside,
)
from screening.casefile.fold import fold, summary
from screening.casefile.travel import Intake, Travel
from screening.delivery.transport import Transport
from screening.errors import CaseError
from screening.identity.credentials import Credentials
from screening.identity.trust import Trust
from screening.ids import CaseId, Digest, PacketId
from screening.packets import receipt as receipts
from screening.packets import unseal
from screening.packets.unseal import Opened, Verification
from screening.vault.store import Vault

REJECTED = CaseId("0" * 12)
"""The case under which files that did not verify are entered: they belong to nobody's."""
_KINDS = (Imported.kind, Reviewed.kind, ReceiptMade.kind)


@dataclass(frozen=True, slots=True)
class Means:
    """What the station hands to the supervisor's steps."""

    vault: Vault
    now: Callable[[], datetime]
    claimed: bool
    credentials: Callable[[], Credentials]
    lists: Mapping[str, IndicatorList]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file. code: why it was rejected; findings: codes that the supervisor should know of."""

    file: str
    result: Literal["imported", "duplicate", "rejected"]
    digest: Digest
    code: str | None = None
    packet: PacketId | None = None
    findings: tuple[str, ...] = ()
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One packet of the registry. state: received, accepted, questioned, returned or closed."""

    packet: PacketId
    digest: Digest
    case: CaseId
    received: datetime
    state: str
    urgent: bool
    outcome: str
    sender: str
    reason: str | None
    receipt: Digest | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A receipt that was made and left where the officer finds it."""

    packet: PacketId
    digest: Digest
    receipt: Digest
    decision: str


_STATES = {
    None: "received",
    "accept": "accepted",
    "question": "questioned",
    "return": "returned",
    "close": "closed",
}


@dataclass(slots=True)
class Registry:
    """The supervisor's desk. It lives on the thread that owns the vault."""

    means: Means
    _opened: dict[Digest, Opened] = field(default_factory=dict, repr=False)

    # ---- imported, verified -----------------------------------------------------------------------------------

    def verify(self, data: bytes, trust: bytes | None = None) -> Verification:
        """Verify a packet step by step without keeping it. trust: another bundle than the station's own."""
        own = self.means.credentials()
        known = Trust.parse(trust, own.pinned, self.means.now()) if trust is not None else own.trust
        return unseal.verify(data, own.identities, known, _Seen(self.means.vault), self.means.now())

    def take_in(self, file: str, data: bytes) -> Taken:
        """Take in one sealed packet: kept under its digest when it verifies, entered as set aside otherwise.

        Taking in the same bytes twice is recognised and changes nothing.
        """
        digest = unseal.digest(data)
        known = self._travel()[0].intakes.get(digest) if self.means.vault.has_blob(digest) else None
        if known is not None:
            return Taken(file, "duplicate", digest, packet=known.packet)
        checked = self.verify(data)
        if checked.opened is None:
            self._append(REJECTED, SetAside(digest, str(checked.code)))
            return Taken(file, "rejected", digest, checked.code, verification=checked)
        opened = checked.opened
        self.means.vault.put_blob(digest, data, "packet")
        manifest = opened.manifest
        self._append(
            manifest.case,
            Imported(
                packet=manifest.packet,
                digest=digest,
                sender=opened.certificate.serial,
                number=manifest.number,
                outcome=manifest.outcome,
                urgent=manifest.urgent,
                findings=checked.findings,
            ),
        )
        return Taken(file, "imported", digest, packet=manifest.packet, findings=checked.findings, verification=checked)

    # ---- looked at --------------------------------------------------------------------------------------------

    def packets(self) -> tuple[Row, ...]:
        """Every packet that was taken in, the newest first."""
        travel, cases = self._travel()
        rows = [_row(intake, cases[digest]) for digest, intake in travel.intakes.items()]
        return tuple(reversed(rows))

    def find(self, given: str) -> Row:
        """The packet with this id or digest, or with the only one that begins so.

        Raises:
            CaseError: none, or more than one.
        """
        wanted = given.strip()
        found = [row for row in self.packets() if row.packet.startswith(wanted.upper()) or row.digest.startswith(wanted.lower())]
        if not wanted or not found:
            raise CaseError("case.packet.unknown")
        if len(found) > 1:
            raise CaseError("case.packet.ambiguous", count=len(found))
        return found[0]

    def open(self, digest: Digest) -> Opened:
        """A packet that was taken in, decrypted again from the vault.

        Raises:
            CaseError: it was not taken in here.
            PacketError: it can no longer be opened.
        """
        if digest not in self._opened:
            own = self.means.credentials()
            self._opened = {digest: unseal.reopen(self.means.vault.blob(digest), own.identities)}
        return self._opened[digest]

    def history(self, digest: Digest) -> list[Json]:
        """What happened to this packet here, oldest first."""
        return [
            {"at": entry.at.isoformat(), "kind": entry.body.kind, "actor": entry.actor}
            for entry in self.means.vault.entries_of(_KINDS)
            if getattr(entry.body, "digest", None) == digest
        ]

    def open_in_clear(self, data: bytes, reason: str) -> Iterator[tuple[str, bytes]]:
        """The container and its parts, in the clear; the export is entered with its reason first.

        Raises:
            PacketError: it does not verify.
        """
        checked = self.verify(data).require()
        self._append(checked.manifest.case, Exported(f"packet {unseal.digest(data)}", reason))
        yield "packet.asice", checked.container
        yield from checked.files.items()

    # ---- reviewed, receipt ------------------------------------------------------------------------------------

    def review(self, digest: Digest, decision: Decision, reason: str) -> Entry:
        """Record the decision on a packet; a later decision replaces it, and both are kept.

        Raises:
            CaseError: the packet was not taken in here, or no reason is given.
        """
        row = self.find(digest)
        if not reason.strip():
            raise CaseError("case.reason")
        return self._append(row.case, Reviewed(digest, decision, reason))

    def hand_out(self, transport: Transport) -> tuple[HandedOut, ...]:
        """Make the receipts that are due, and leave the latest of every packet where officers find them.

        Raises:
            DeliveryError: the place refuses; what was made is kept and handed out next time.
        """
        return tuple(self._hand_out(row, transport) for row in reversed(self.packets()))

    def _hand_out(self, row: Row, transport: Transport) -> HandedOut:
        decision = self._decision(row)
        made = self._latest(row.digest)
        if made is None or made.decision != decision:
            made = self._make(row, decision)
        transport.put_receipt(row.digest, self.means.vault.blob(made.receipt))
        return HandedOut(row.packet, row.digest, made.receipt, decision)

    def _decision(self, row: Row) -> Literal["received", "accept", "question", "return", "close"]:
        decision = self._travel()[0].intakes[row.digest].decision
        match decision:
            case "accept" | "question" | "return" | "close":
                return decision
            case _:
                return "received"

    def _latest(self, digest: Digest) -> ReceiptMade | None:
        made = [e.body for e in self.means.vault.entries_of((ReceiptMade.kind,)) if isinstance(e.body, ReceiptMade)]
        return next((body for body in reversed(made) if body.digest == digest), None)

    def _make(self, row: Row, decision: Literal["received", "accept", "question", "return", "close"]) -> ReceiptMade:
        own = self.means.credentials()
        opened = self.open(row.digest)
        data = receipts.make(
            opened,
            digest=row.digest,
            decision=decision,
            reason=row.reason or "",
            signer=own.signer(),
            head=self.means.vault.head(),
            now=self.means.now(),
        )
        receipt = receipts.digest(data)
        self.means.vault.put_blob(receipt, data, "receipt")
        body = ReceiptMade(row.digest, receipt, decision)
        self._append(row.case, body)
        return body

    # ---- below ------------------------------------------------------------------------------------------------

    def _travel(self) -> tuple[Travel, dict[Digest, CaseId]]:
        travel, cases = Travel(), dict[Digest, CaseId]()
        for entry in self.means.vault.entries_of(_KINDS):
            travel.take(entry.at, entry.body)
            if isinstance(entry.body, Imported):
                cases.setdefault(entry.body.digest, entry.case)
        return travel, cases

    def _append(self, case: CaseId, body: Body) -> Entry:
        at, actor = self.means.now(), self.means.credentials().actor
        before = self.means.vault.entries(case)
        row = None if case == REJECTED else summary(fold((*before, Entry(0, case, at, actor, body, self.means.claimed))))
        return self.means.vault.append(
            case, body, actor=actor, at=at, claimed_clock=self.means.claimed, summary=row
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What this registry remembers of a sender, for the replay and sequence steps."""

    vault: Vault

    def numbers(self, sender: str) -> frozenset[int]:
        """The numbers of the packets taken in from this sender."""
        return frozenset(body.number for body in self._imported() if body.sender == sender)

    def _imported(self) -> Iterator[Imported]:
        for entry in self.vault.entries_of((Imported.kind,)):
            if isinstance(entry.body, Imported):
                yield entry.body


def _row(intake: Intake, case: CaseId) -> Row:
    return Row(
        packet=intake.packet,
        digest=intake.digest,
        case=case,
        received=intake.received_at,
        state=_STATES[intake.decision],
        urgent=intake.urgent,
        outcome=intake.outcome,
        sender=intake.sender,
        reason=intake.reason,
        receipt=intake.receipt,
        findings=intake.findings,
    )
