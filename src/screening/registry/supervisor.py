"""The supervisor's steps: a packet taken in, verified, reviewed, and answered with a signed receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from screening.assessment.lists import IndicatorList
from screening.assessment.rules import assess, parse_stated
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
from screening.casefile.travel import Intake
from screening.delivery.transport import Transport
from screening.errors import CaseError
from screening.identity.credentials import Credentials
from screening.identity.trust import Trust
from screening.ids import CaseId, Digest, PacketId
from screening.packets import receipt as receipts
from screening.packets import unseal
from screening.packets.manifest import Manifest, Recall, Referral
from screening.packets.unseal import Opened, Verification
from screening.registry.memory import KINDS, Memory
from screening.vault.store import Vault

REJECTED = CaseId("0" * 12)
"""The case under which files that did not verify are entered: they belong to nobody's."""
SMALLEST = 5
"""Counts below this, other than none, could point to a person."""


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
class Comparison:
    """One set of stated facts weighed twice. theirs: as the packet froze it; ours: by the rules and lists here."""

    theirs: dict[str, Json]
    ours: dict[str, Json]

    @property
    def same(self) -> bool:
        """Whether both give the same outcome."""
        return bool(self.theirs.get("outcome") == self.ours["outcome"])


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
    _known: Memory | None = field(default=None, repr=False)

    def read_again(self) -> None:
        """Hold nothing in memory: cases were erased behind this desk's back."""
        self._opened, self._known = {}, None

    # ---- imported, verified -----------------------------------------------------------------------------------

    def verify(self, data: bytes, trust: bytes | None = None) -> Verification:
        """Verify a packet step by step without keeping it. trust: another bundle than the station's own."""
        own = self.means.credentials()
        pinned = own.trust.authority if own.trust is not None else None
        known = own.trusted() if trust is None else Trust.parse(trust, pinned, self.means.now())
        return unseal.verify(data, own.identities, known, self._memory(), self.means.now())

    def take_in(self, file: str, data: bytes) -> Taken:
        """Take in one sealed packet: kept under its digest when it verifies, entered as set aside otherwise.

        Taking in the same bytes twice is recognised and changes nothing.
        """
        digest = unseal.digest(data)
        known = self.already(file, digest)
        if known is not None:
            return known
        checked = self.verify(data)
        if checked.opened is None:
            self._append(REJECTED, SetAside(digest, str(checked.code)))
            return Taken(file, "rejected", digest, checked.code, verification=checked)
        opened = checked.opened
        self.means.vault.put_blob(digest, data, "packet")
        manifest = opened.manifest
        self._append(
            CaseId(manifest.case),
            Imported(
                packet=PacketId(manifest.packet),
                digest=digest,
                sender=opened.certificate.serial,
                number=manifest.number,
                outcome=_outcome(manifest),
                urgent=isinstance(manifest, Referral) and manifest.urgency.urgent,
                findings=checked.findings,
                log_size=manifest.log.size,
                log_root=manifest.log.root,
            ),
        )
        return Taken(file, "imported", digest, None, PacketId(manifest.packet), checked.findings, checked)

    def already(self, file: str, digest: Digest) -> Taken | None:
        """What is said of a packet that was taken in before; None for one that was not."""
        memory = self._memory()
        known = memory.travel.intakes.get(digest)
        packet = known.packet if known is not None else memory.erased.get(digest)
        return None if packet is None else Taken(file, "duplicate", digest, packet=packet)

    # ---- looked at --------------------------------------------------------------------------------------------

    def packets(self) -> tuple[Row, ...]:
        """Every packet that was taken in, the newest first."""
        memory = self._memory()
        rows = [_row(intake, memory.cases[digest]) for digest, intake in memory.travel.intakes.items()]
        return tuple(reversed(rows))

    def find(self, given: str) -> Row:
        """The packet with this id or digest, or with the only one that begins so.

        Raises:
            CaseError: none, or more than one.
        """
        wanted = given.strip()
        found = [
            row
            for row in self.packets()
            if row.packet.startswith(wanted.upper()) or row.digest.startswith(wanted.lower())
        ]
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

    def referral(self, digest: Digest) -> Json:
        """What the officer sent, as it stands in referral.json.

        Raises:
            VaultError: it was not taken in here.
            PacketError: it can no longer be opened.
        """
        return self.open(digest).manifest.model_dump(mode="json")

    def compare(self, digest: Digest) -> Comparison | None:
        """The officer's assessment beside ours of the same stated facts; None where the packet does not hold them."""
        manifest = self.open(digest).manifest
        if isinstance(manifest, Recall) or manifest.assessment is None or manifest.assessment.facts is None:
            return None
        theirs, facts = dict(manifest.assessment.result or {}), manifest.assessment.facts
        return Comparison(theirs, assess(parse_stated(facts), self.means.lists).to_json())

    def history(self, digest: Digest) -> list[Json]:
        """What happened to this packet here, oldest first."""
        return [
            {"at": entry.at.isoformat(), "kind": entry.body.kind, "actor": entry.actor}
            for entry in self.means.vault.entries_of(KINDS)
            if getattr(entry.body, "digest", None) == digest
        ]

    def open_in_clear(self, data: bytes, reason: str) -> Iterator[tuple[str, bytes]]:
        """The container and its parts, in the clear; the export is entered with its reason first.

        Raises:
            PacketError: it does not verify.
        """
        checked = self.verify(data).require()
        self._append(CaseId(checked.manifest.case), Exported(f"packet {unseal.digest(data)}", reason))
        yield "packet.asice", checked.container
        yield from checked.files.items()

    def note_shown(self, digest: Digest, reason: str) -> Entry:
        """Enter that the person in a packet was shown to the reviewer.

        Raises:
            CaseError: the packet was not taken in here.
        """
        return self._append(self.find(digest).case, Exported(f"person {digest}", reason))

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
            IdentityError: this station's certificate is missing, expired or revoked.
            DeliveryError: the place refuses; what was made is kept and handed out next time.
        """
        return tuple(self._hand_out(row, transport) for row in reversed(self.packets()))

    def _hand_out(self, row: Row, transport: Transport) -> HandedOut:
        memory = self._memory()
        made = memory.made.get(row.digest)
        if made is None or row.digest in memory.reviewed:
            made = self._make(row, _answer(memory.travel.intakes[row.digest]))
        transport.put_receipt(row.digest, self.means.vault.blob(made.receipt))
        return HandedOut(row.packet, row.digest, made.receipt, made.decision)

    def _make(self, row: Row, decision: receipts.Decision) -> ReceiptMade:
        own = self.means.credentials()
        signer, now = own.signer(), self.means.now()
        own.trusted().check_certificate(signer.certificate_der, now)  # the officer would refuse what it signed
        opened = self.open(row.digest)
        data = receipts.make(
            opened,
            decision=decision,
            reason=row.reason,
            signer=signer,
            head=self.means.vault.head(),
            now=now,
        )
        receipt = receipts.digest(data)
        self.means.vault.put_blob(receipt, data, "receipt")
        body = ReceiptMade(row.digest, receipt, decision)
        self._append(row.case, body)
        return body

    # ---- counted ----------------------------------------------------------------------------------------------

    def stats(self, since: datetime | None = None, until: datetime | None = None) -> dict[str, Json]:
        """Counts of the packets received in a span of time; a count from one to four is withheld as None."""
        rows = [
            r
            for r in self.packets()
            if (since is None or r.received >= since) and (until is None or r.received < until)
        ]
        counts = {
            "packets": {"all": len(rows)},
            "state": Counter(row.state for row in rows),
            "outcome": Counter(row.outcome for row in rows),
            "urgent": {"urgent": sum(row.urgent for row in rows)},
        }
        told = {group: {key: _told(count) for key, count in sorted(each.items())} for group, each in counts.items()}
        return {"smallest": SMALLEST, **told, "packets": told["packets"]["all"], "urgent": told["urgent"]["urgent"]}

    # ---- below ------------------------------------------------------------------------------------------------

    def _memory(self) -> Memory:
        if self._known is None:
            self._known = Memory.of(self.means.vault.entries_of(KINDS))
        return self._known

    def _append(self, case: CaseId, body: Body) -> Entry:
        at, actor = self.means.now(), self.means.credentials().actor
        memory = self._memory()
        entry = self.means.vault.append(case, body, actor=actor, at=at, claimed_clock=self.means.claimed)
        memory.take(entry)
        return entry


def _answer(intake: Intake) -> receipts.Decision:
    """What the next receipt for a packet says."""
    match intake.decision:
        case "accept" | "question" | "return" | "close":
            return intake.decision
        case _:
            return "received"


def _told(count: int) -> int | None:
    return None if 0 < count < SMALLEST else count


def _outcome(manifest: Manifest) -> str:
    """The outcome a packet tells; a recall, or one that may not tell it, says so."""
    if isinstance(manifest, Recall):
        return "recall"
    return manifest.assessment.outcome if manifest.assessment is not None else "withheld"


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
