"""A full look at a store: every page, every entry, every row made from them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from screening.casefile.fold import fold, summary
from screening.casefile.log import Head, frontier_of
from screening.errors import ScreeningError, VaultError
from screening.ids import STATION
from screening.vault.attachments import Attachments
from screening.vault.database import Database
from screening.vault.index import Index
from screening.vault.ledger import Ledger
from screening.vault.search import Search


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. detail: a case, digest, number or place in the file; never contents."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a full check saw. head: of the log as the last append left it."""

    ok: bool
    entries: int
    head: Head
    findings: tuple[Finding, ...]


def check(database: Database, ledger: Ledger, index: Index, search: Search, attachments: Attachments) -> Findings:
    """Read everything and compare it with the log.

    Raises:
        VaultError: the store cannot be read at all.
    """
    findings = [
        *_pages(database),
        *_log(ledger),
        *_cases(ledger, index),
        *_blobs(database),
        *_search(search),
        *_attachments(attachments),
    ]
    ((count,),) = database.execute("SELECT count(*) FROM entries")
    return Findings(not findings, count, _head(ledger), tuple(findings))


def _head(ledger: Ledger) -> Head:
    try:
        return ledger.frontier().head()
    except VaultError:  # already among the findings; what the entries themselves give is the nearest to it
        return frontier_of(ledger.leaves()).head()


def _pages(database: Database) -> Iterator[Finding]:
    # This looks at the file alone: a page that a full disk cut off there is still whole in the write-ahead log.
    if database.read_only or _settled(database):
        for (text,) in database.execute("PRAGMA cipher_integrity_check"):
            yield Finding("vault.page.damaged", "".join(filter(str.isdigit, text)))
    try:
        faults = [text for (text,) in database.execute("PRAGMA integrity_check(10)") if text != "ok"]
    except ScreeningError as error:
        yield Finding(error.code, "")
    else:
        if faults:
            yield Finding("vault.structure.damaged", str(len(faults)))


def _settled(database: Database) -> bool:
    try:
        database.settle()
    except VaultError:
        return False
    return True


def _log(ledger: Ledger) -> Iterator[Finding]:
    try:
        ledger.verify()
    except ScreeningError as error:
        yield Finding(error.code, str(error.params.get("size", "")))


def _cases(ledger: Ledger, index: Index) -> Iterator[Finding]:
    try:
        cases = ledger.cases()
    except ScreeningError as error:
        yield Finding(error.code, "")
        return
    for case in cases:
        try:
            entries = ledger.of_case(case)
            sound = case == STATION or index.row(case) == summary(fold(entries))
        except ScreeningError as error:
            yield Finding(error.code, case)
            continue
        if not sound:
            yield Finding("vault.index.stale", case)


def _search(search: Search) -> Iterator[Finding]:
    with contextlib.suppress(ScreeningError):  # pages and entries that cannot be read are among the findings already
        if not search.is_sound():
            yield Finding("vault.search.stale", "")


def _attachments(attachments: Attachments) -> Iterator[Finding]:
    nowhere = _Nowhere()
    try:
        kept = attachments.all()
    except ScreeningError as error:
        yield Finding(error.code, "")
        return
    for file in kept:
        try:
            attachments.read(file.id, nowhere)
        except ScreeningError as error:
            yield Finding(error.code, file.id)


class _Nowhere:
    """Takes bytes and keeps none."""

    def write(self, data: bytes, /) -> int:
        return len(data)


def _blobs(database: Database) -> Iterator[Finding]:
    try:
        digests = [digest for (digest,) in database.execute("SELECT digest FROM blobs")]
    except ScreeningError as error:
        yield Finding(error.code, "")
        return
    for digest in digests:
        try:
            ((data,),) = database.execute("SELECT data FROM blobs WHERE digest = ?", (digest,))
        except ScreeningError as error:
            yield Finding(error.code, digest)
            continue
        if sha256(data).hexdigest() != digest:
            yield Finding("vault.blob.damaged", digest)
