"""What the inbox shows: packets that were taken in, and files that were set aside with the step that failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from screening.app.desks import wording
from screening.app.ports import Arrival, Rung
from screening.casefile.entries import ReceiptMade, SetAside
from screening.errors import ScreeningError
from screening.ids import short
from screening.packets.unseal import STEPS, Verification

if TYPE_CHECKING:
    from screening.registry.supervisor import Row, Taken
    from screening.station.desk import Desk

Say = Callable[[str], str]
OPENABLE: Final = frozenset({"good", "newer", "accepted", "questioned", "returned", "closed"})
_NEWEST_ASIDE: Final = 30
_DECISIONS: Final = {
    "received": "received",
    "accepted": "accept",
    "questioned": "question",
    "returned": "return",
    "closed": "close",
}
_BY_STEP: Final = {
    "signature": "altered",
    "decrypt": "altered",
    "signer": "unknown_signer",
    "addressed": "not_for_you",
    "attachments": "altered",
}


@dataclass(frozen=True, slots=True, repr=False)
class Aside:
    """A file that did not verify."""

    digest: str
    code: str
    at: datetime
    verification: Verification | None


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """Everything the inbox knows, gathered on the worker. receipts: packets whose receipt tells the decision of now."""

    rows: tuple[Row, ...]
    senders: dict[str, str]
    aside: tuple[Aside, ...]
    receipts: frozenset[str] = frozenset()


def find(desk: Desk) -> Found:
    """Gather what came in. Carried out on the worker."""
    rows = desk.registry.packets()
    senders: dict[str, str] = {}
    for row in rows:
        if row.sender not in senders:
            senders[row.sender] = desk.registry.open(row.digest).manifest.sender.station
    aside: dict[str, Aside] = {}
    for entry in desk.vault.entries_of((SetAside.kind,)):
        if isinstance(entry.body, SetAside):
            aside[entry.body.digest] = Aside(entry.body.digest, entry.body.code, entry.at, None)
    newest = sorted(aside.values(), key=lambda each: each.at, reverse=True)[:_NEWEST_ASIDE]
    said = {
        entry.body.digest: entry.body.decision
        for entry in desk.vault.entries_of((ReceiptMade.kind,))
        if isinstance(entry.body, ReceiptMade)
    }
    told = frozenset(row.digest for row in rows if said.get(row.digest) == _DECISIONS[row.state])
    return Found(rows, senders, tuple(_climb(desk, each) for each in newest), told)


def _climb(desk: Desk, aside: Aside) -> Aside:
    file = desk.station.paths.rejected / f"{aside.digest}.rejected"
    try:
        verification = desk.registry.verify(file.read_bytes())
    except (OSError, ScreeningError):
        return aside
    return Aside(aside.digest, aside.code, aside.at, verification)


def receipts_due(found: Found) -> int:
    """How many packets wait for their receipt, or for one with the latest decision."""
    return sum(row.digest not in found.receipts for row in found.rows)


def arrivals(found: Found, duplicates: tuple[Taken, ...], say: Say, now: datetime) -> tuple[Arrival, ...]:
    """The lines of the inbox: urgent first, then the newest."""
    taken = [_taken(row, found.senders.get(row.sender, ""), say, now) for row in found.rows]
    again = {line.key for line in taken} & {str(each.digest) for each in duplicates}
    lines = [_again(line) if line.key in again else line for line in taken]
    lines.sort(key=lambda line: not line.urgent)
    return (*lines, *(_aside(each, say) for each in found.aside))


def _words(verdict: str) -> str:
    return {
        "good": QCoreApplication.translate("arrivals", "Sound"),
        "duplicate": QCoreApplication.translate("arrivals", "Again"),
        "newer": QCoreApplication.translate("arrivals", "There is a newer version"),
        "altered": QCoreApplication.translate("arrivals", "Altered after signing"),
        "unknown_signer": QCoreApplication.translate("arrivals", "Unknown signer"),
        "not_for_you": QCoreApplication.translate("arrivals", "Not for you"),
        "damaged": QCoreApplication.translate("arrivals", "Damaged or no packet"),
        "accepted": QCoreApplication.translate("arrivals", "Accepted"),
        "questioned": QCoreApplication.translate("arrivals", "Asked back"),
        "returned": QCoreApplication.translate("arrivals", "Returned"),
        "closed": QCoreApplication.translate("arrivals", "Closed"),
    }[verdict]


def _taken(row: Row, station: str, say: Say, now: datetime) -> Arrival:
    newer = any("supersed" in code or "newer" in code for code in row.findings)
    verdict = row.state if row.state != "received" else "newer" if newer else "good"
    text = {
        "good": QCoreApplication.translate("arrivals", "New. It can be opened."),
        "newer": QCoreApplication.translate("arrivals", "It can be opened; a later version is here as well."),
    }.get(verdict, row.reason or "")
    findings = " ".join(
        say(f"finding.{code}") if say(f"finding.{code}") != f"finding.{code}" else say(code) for code in row.findings
    )
    return Arrival(
        key=row.digest,
        verdict=verdict,
        verdict_words=_words(verdict),
        title=f"{station} · {short(row.case)}",
        text=findings or text,
        when=wording.ago(row.received, now),
        rungs=tuple(Rung(number, say(f"step.{name}"), "ok") for number, name in enumerate(STEPS, start=1)),
        detail=f"{row.packet}\nSHA-256 {row.digest}\n{row.sender}",
        can_open=True,
        urgent=row.urgent and row.state == "received",
    )


def _again(line: Arrival) -> Arrival:

    text = QCoreApplication.translate("arrivals", "The same file came again; nothing was changed.")
    return replace(line, verdict="duplicate", verdict_words=_words("duplicate"), text=text)


def _aside(aside: Aside, say: Say) -> Arrival:
    verification = aside.verification
    failed = next((step for step in verification.steps if step.ok is False), None) if verification is not None else None
    verdict = _BY_STEP.get(failed.name, "damaged") if failed is not None else "damaged"
    if "not_for" in aside.code or "recipient" in aside.code:
        verdict = "not_for_you"
    rungs: tuple[Rung, ...] = ()
    if verification is not None:
        rungs = tuple(
            Rung(
                step.step,
                say(f"step.{step.name}"),
                "ok" if step.ok else "open" if step.ok is None else "failed",
                say(step.detail) if step.ok is False else "",
            )
            for step in verification.steps
        )
    return Arrival(
        key=aside.digest,
        verdict=verdict,
        verdict_words=_words(verdict),
        title=QCoreApplication.translate("arrivals", "Nothing of it was opened"),
        text=say(f"{aside.code}.what"),
        when=wording.clock(aside.at),
        rungs=rungs,
        do=say(f"{aside.code}.do"),
        detail=f"{aside.code}\nSHA-256 {aside.digest}",
    )
