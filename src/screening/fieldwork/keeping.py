"""What is kept, and for how long: files of a case, a hold, the queue of cases whose time is over, and their erasure."""

from __future__ import annotations

import io
import json
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from screening.casefile.entries import Attached, Detached, Entry, Erased, Imported, Sealed
from screening.casefile.fold import Case
from screening.casefile.retention import Rule, load_rules
from screening.envelope import asic
from screening.errors import CaseError, IdentityError
from screening.fieldwork.officer import Fieldwork
from screening.ids import CaseId, Ref
from screening.vault.attachments import LARGEST

_CERTIFICATE = "erasure.json"


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose time is over by a rule. held: it must stay for now, and why stands in the case."""

    case: CaseId
    rule: Rule
    last_at: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class Erasure:
    """A case whose contents were destroyed. certificate: a signed container, none where nothing can be signed here."""

    entry: Entry
    certificate: bytes | None


@dataclass(frozen=True, slots=True)
class Answering:
    """Keeps the files that belong to answers; the text that stands for a file there is its name beside the store."""

    desk: Fieldwork

    @property
    def largest(self) -> int:
        """The largest file that is kept, in bytes."""
        return LARGEST

    def keep(self, case: str, ref: str, name: str, data: bytes) -> str:
        """Keep a file for the question at `ref`; the text that stands for it as the answer.

        Raises:
            CaseError, VaultError: as `attach`.
        """
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        entry = attach(self.desk, CaseId(case), io.BytesIO(data), name=name, media_type=media_type, ref=Ref(ref))
        kept = next(file for file in self.desk.case(CaseId(case)).attachments if file is entry.body)
        return kept.attachment + (mimetypes.guess_extension(kept.media_type) or "")


def rules(desk: Fieldwork) -> tuple[Rule, ...]:
    """The rules in force at this station.

    Raises:
        CaseError: ``case.retention.file``.
    """
    return load_rules((desk.means.resources / "retention.toml").read_bytes())


def due(desk: Fieldwork, now: datetime) -> Iterator[Due]:
    """The cases whose time is over, each under the first rule that says so."""
    every = rules(desk)
    for row in desk.rows():
        candidates = [rule for rule in every if rule.may_concern(row, now)]
        case = desk.case(row.case) if candidates else None
        rule = next((rule for rule in candidates if case is not None and rule.concerns(case, now)), None)
        if case is not None and rule is not None:
            yield Due(case.id, rule, case.last_at, held=case.hold is not None)


def erase(desk: Fieldwork, case: CaseId, rule: str, reason: str) -> Erasure:
    """Destroy the contents of a case: key, answers, files, packets. Entered in the log; it cannot be undone.

    Args:
        desk: the officer's.
        case: not under hold, and without a packet that nobody has acknowledged, unless the person asked.
        rule: of the retention rules, or ``request``: the person asked for it.
        reason: why, in words.

    Raises:
        CaseError: ``case.unknown``, ``case.reason``, ``case.erase.held``, ``case.erase.unsent``.
        VaultError: nothing was destroyed.
    """
    state = desk.case(case)
    if not reason.strip():
        raise CaseError("case.reason")
    if state.hold is not None:
        raise CaseError("case.erase.held")
    if rule != "request" and any(packet.receipt is None and not packet.superseded for packet in state.packets):
        raise CaseError("case.erase.unsent")
    means = desk.means
    body, at = _body(state, rule, reason), means.now()
    entry = means.vault.erase(body, actor=means.credentials().actor, at=at, claimed_clock=means.claimed)
    desk.forget(case)
    return Erasure(entry, _certificate(desk, entry, body))


def attach(  # a file is these things
    desk: Fieldwork, case: CaseId, source: BinaryIO, *, name: str, media_type: str, ref: Ref | None = None
) -> Entry:
    """Take a file into the case: encrypted beside the store, photographs without what a camera writes into them.

    Raises:
        CaseError: ``case.unknown``, ``case.photograph`` when it is called a photograph and is none.
        VaultError: as `Attachments.put`.
    """
    desk.case(case)
    if media_type.startswith("image/"):
        from screening.fieldwork.photographs import without_metadata

        data, media_type = without_metadata(source)
        source = io.BytesIO(data)
    kept = desk.means.vault.attachments.put(case, source, media_type)
    body = Attached(kept.id, kept.digest, kept.size, kept.media_type, name, ref)
    try:
        return desk.record(case, body)
    except BaseException:
        desk.means.vault.attachments.destroy(kept.id)
        raise


def detach(desk: Fieldwork, case: CaseId, attachment: str, reason: str) -> Entry:
    """Destroy a file of the case; the entry that it was there stays.

    Raises:
        CaseError: ``case.attachment.unknown``, ``case.reason``.
        VaultError: it could not be entered; the file is there.
    """
    entry = desk.record(case, Detached(attachment, reason))
    desk.means.vault.attachments.destroy(attachment)
    return entry


def _body(case: Case, rule: str, reason: str) -> Erased:
    sealed = [entry.body for entry in case.entries if isinstance(entry.body, Sealed)]
    last = max(sealed, key=lambda body: body.number, default=None)
    imported = [entry.body for entry in case.entries if isinstance(entry.body, Imported)]
    fields = ("digest", "packet", "sender", "number", "log_size", "log_root")
    return Erased(
        case=case.id,
        entries=len(case.entries),
        rule=rule,
        reason=reason,
        number=last.number if last is not None else 0,
        log_size=last.log_size if last is not None else 0,
        log_root=last.log_root if last is not None else "",
        arrived=tuple({field: getattr(body, field) for field in fields} for body in imported),
    )


def _certificate(desk: Fieldwork, entry: Entry, body: Erased) -> bytes | None:
    """What can be shown later: that the case was erased, by whom and when, and the log that says so."""
    head = desk.means.vault.head()
    content = {
        "format": "screening-erasure-certificate",
        "version": 1,
        "case": body.case,
        "entries": body.entries,
        "rule": body.rule,
        "at": entry.at.isoformat(),
        "entry": entry.seq,
        "log": {"size": head.size, "root": head.root, "inclusion": list(desk.means.vault.inclusion(entry.seq))},
    }
    try:
        signer = desk.means.credentials().signer()
    except IdentityError:
        return None
    data = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return asic.build([(_CERTIFICATE, data)], signer, entry.at)
