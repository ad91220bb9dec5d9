"""Entries in the store: a leaf of the custody log each, and their contents sealed apart under their case's key."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from screening.casefile import codec, log
from screening.casefile.entries import Body, Entry
from screening.casefile.log import Frontier, Head
from screening.errors import CaseError, VaultError
from screening.ids import CaseId
from screening.vault.database import Database

_HASH: Final = 32
_NONCE: Final = 12
_BATCH: Final = 500
_KEYS_AT_HAND: Final = 256
_COLUMNS: Final = "e.seq, e.case_id, e.at, e.kind, e.actor, e.claimed, e.digest, e.leaf"
_LIVING: Final = "NOT EXISTS (SELECT 1 FROM erased x WHERE x.case_id = e.case_id AND x.seq > e.seq)"
_JOINED: Final = f"SELECT {_COLUMNS}, p.salt, p.sealed FROM entries e LEFT JOIN payloads p USING (seq)"  # noqa: S608  # constants
# What each leaf hashes, as `log.leaf_data` puts it together, by SQLite itself: every entry passes here at every unlock.
# Only the actor can need quoting; where another column does, the hash differs and `_Row` is asked.
_LEAVES: Final = """SELECT coalesce(CAST('{"actor":' || json_quote(CAST(actor AS TEXT)) || ',"at":"' || at
    || '","case":"' || case_id || '","claimed_clock":' || CASE claimed WHEN 0 THEN 'false' ELSE 'true' END
    || ',"digest":"' || lower(hex(digest)) || '","kind":"' || kind || '","seq":' || seq || '}' AS BLOB), x''), leaf, seq
    FROM entries ORDER BY seq"""


@dataclass(frozen=True, slots=True, repr=False)
class _Row:
    """A row of entries, without its contents."""

    seq: int
    case: CaseId
    at: str
    kind: str
    actor: str
    claimed: int
    digest: bytes
    leaf: bytes

    def leaf_now(self) -> bytes:
        """The leaf that the columns give."""
        return log.leaf_hash(
            log.leaf_data(
                seq=self.seq,
                case=self.case,
                at=self.at,
                kind=self.kind,
                actor=self.actor,
                claimed_clock=bool(self.claimed),
                digest=self.digest,
            )
        )

    def is_whole(self) -> bool:
        """Whether the leaf is that of the columns; where pages of two times meet, a column may be of any kind."""
        try:
            return self.leaf_now() == self.leaf
        except (TypeError, ValueError, AttributeError):
            return False


class Ledger:
    """The entries of one open store. Writing happens inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ciphers: dict[CaseId, AESGCM] = {}

    def append(self, case: CaseId, body: Body, *, actor: str, at: datetime, claimed_clock: bool) -> Entry:
        """Put one entry behind the last: its leaf, its sealed contents and the log's new frontier together.

        Raises:
            VaultError: what the store refuses.
            CaseError: ``case.entry.text``.
        """
        frontier = self.frontier()
        entry = Entry(frontier.size + 1, case, at, actor, body, claimed_clock)
        payload, salt = codec.encode(body), secrets.token_bytes(_HASH)
        digest = log.payload_digest(salt, payload)
        row = _Row(entry.seq, case, log.moment(at), body.kind, actor, int(claimed_clock), digest, b"")
        leaf = row.leaf_now()
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher(case, make=True).encrypt(nonce, payload, leaf)
        execute = self._database.execute
        execute(
            "INSERT INTO entries (seq, case_id, at, kind, actor, claimed, digest, leaf) VALUES (?,?,?,?,?,?,?,?)",
            (row.seq, row.case, row.at, row.kind, row.actor, row.claimed, row.digest, leaf),
        )
        execute("INSERT INTO payloads (seq, salt, sealed) VALUES (?,?,?)", (row.seq, salt, sealed))
        grown = frontier.append(leaf)
        execute("UPDATE log_state SET size = ?, frontier = ?", (grown.size, b"".join(grown.hashes)))
        return entry

    def forget_keys(self) -> None:
        """Drop the case keys at hand, after a transaction that may have made one was undone."""
        self._ciphers.clear()

    def of_case(self, case: CaseId) -> tuple[Entry, ...]:
        """All entries of a case, in their order; empty when there is none, or all were erased.

        Raises:
            VaultError: ``vault.entry.damaged`` when contents are not those that the log holds.
        """
        return tuple(
            self._entry(row)
            for row in self._database.execute(f"{_JOINED} WHERE e.case_id = ? AND {_LIVING} ORDER BY e.seq", (case,))
        )

    def cases(self) -> list[CaseId]:
        """Every case with contents."""
        sql = f"SELECT DISTINCT e.case_id FROM entries e WHERE {_LIVING}"  # noqa: S608  # constants
        return [CaseId(case) for (case,) in self._database.execute(sql)]

    def between(self, first: int, last: int) -> tuple[Entry, ...]:
        """The entries `first` to `last` of the whole log, without those of erased cases.

        Raises:
            VaultError: as `of_case`.
        """
        sql = f"{_JOINED} WHERE e.seq BETWEEN ? AND ? AND {_LIVING} ORDER BY e.seq"
        return tuple(map(self._entry, self._database.execute(sql, (first, last))))

    def erase(self, case: CaseId, seq: int) -> tuple[int, ...]:
        """Destroy contents and key of `case`, as entry `seq` says; which entries lost their contents.

        The leaves stay, so the log remains whole and its head the same.
        """
        execute = self._database.execute
        execute("INSERT INTO erased (case_id, seq) VALUES (?, ?)", (case, seq))
        sql = "SELECT seq FROM entries JOIN payloads USING (seq) WHERE case_id = ? ORDER BY seq"
        seqs = tuple(row for (row,) in execute(sql, (case,)))
        execute("DELETE FROM payloads WHERE seq IN (SELECT seq FROM entries WHERE case_id = ?)", (case,))
        execute("DELETE FROM case_keys WHERE case_id = ?", (case,))
        self._ciphers.pop(case, None)
        return seqs

    def of_kinds(self, kinds: Collection[str]) -> Iterator[Entry]:
        """All entries of these kinds, oldest first, read in portions, so that entries may be appended meanwhile.

        Raises:
            VaultError: as `of_case`.
        """
        marks, after = ",".join("?" * len(kinds)), 0
        while rows := self._database.execute(
            f"{_JOINED} WHERE e.kind IN ({marks}) AND e.seq > ? AND {_LIVING} ORDER BY e.seq LIMIT {_BATCH}",  # marks
            (*kinds, after),
        ):
            yield from map(self._entry, rows)
            after = rows[-1][0]

    def frontier(self) -> Frontier:
        """The frontier as the last append left it.

        Raises:
            VaultError: ``vault.log.broken`` when it cannot be one.
        """
        ((size, joined),) = self._database.execute("SELECT size, frontier FROM log_state")
        if len(joined) != _HASH * size.bit_count():
            raise VaultError("vault.log.broken", size=size)
        return Frontier(size, tuple(joined[at : at + _HASH] for at in range(0, len(joined), _HASH)))

    def leaves(self) -> list[bytes]:
        """The leaf hashes of the whole log, in their order."""
        return [leaf for (leaf,) in self._database.rows("SELECT leaf FROM entries ORDER BY seq")]

    def in_words(self) -> Iterator[dict[str, str | int | bool]]:
        """What the leaf of each entry hashes, oldest first: all of the log, and nothing that was said."""
        for values in self._database.rows(f"SELECT {_COLUMNS} FROM entries e ORDER BY seq"):  # noqa: S608  # constants
            row = _Row(*values)
            yield {
                "seq": row.seq,
                "case": row.case,
                "at": row.at,
                "kind": row.kind,
                "actor": row.actor,
                "claimed_clock": bool(row.claimed),
                "digest": row.digest.hex(),
            }

    def verify(self) -> Head:
        """Make the tree again from all entries and compare it with the head that the last append left.

        Raises:
            VaultError: ``vault.log.broken``: an entry is missing, was changed, or an older page was put back.
        """
        held, leaves = self.frontier(), list[bytes]()
        for data, leaf, seq in self._database.rows(_LEAVES):
            if sha256(b"\x00" + data).digest() != leaf and not self._is_whole(seq):
                raise VaultError("vault.log.broken", size=held.size)
            leaves.append(leaf)
        if log.frontier_of(leaves) != held:
            raise VaultError("vault.log.broken", size=held.size)
        return held.head()

    def _is_whole(self, seq: object) -> bool:
        """Whether an entry's leaf is that of its columns, asked again where SQL writes a text another way than JSON."""
        sql = f"SELECT {_COLUMNS} FROM entries e WHERE e.seq IS ?"  # noqa: S608  # constants
        return all(_Row(*values).is_whole() for values in self._database.execute(sql, (seq,)))

    def _entry(self, values: tuple[object, ...]) -> Entry:
        *columns, salt, sealed = values
        row = _Row(*columns)  # type: ignore[arg-type]  # STRICT tables hold what the schema says
        if not row.is_whole() or not isinstance(salt, bytes) or not isinstance(sealed, bytes):
            raise VaultError("vault.entry.damaged", seq=row.seq)
        try:
            payload = self._cipher(row.case, make=False).decrypt(sealed[:_NONCE], sealed[_NONCE:], row.leaf)
        except (InvalidTag, ValueError):
            raise VaultError("vault.entry.damaged", seq=row.seq) from None
        if log.payload_digest(salt, payload) != row.digest:
            raise VaultError("vault.entry.damaged", seq=row.seq)
        try:
            body = codec.decode(row.kind, payload)
        except CaseError:
            raise VaultError("vault.entry.damaged", seq=row.seq) from None
        return Entry(row.seq, row.case, datetime.fromisoformat(row.at), row.actor, body, bool(row.claimed))

    def _cipher(self, case: CaseId, *, make: bool) -> AESGCM:
        cipher = self._ciphers.get(case)
        if cipher is None:
            rows = self._database.execute("SELECT key FROM case_keys WHERE case_id = ?", (case,))
            if not rows and not make:
                raise VaultError("vault.entry.damaged", seq=0)
            key = rows[0][0] if rows else self._new_key(case)
            if len(self._ciphers) >= _KEYS_AT_HAND:
                self._ciphers.clear()
            cipher = self._ciphers[case] = AESGCM(key)
        return cipher

    def _new_key(self, case: CaseId) -> bytes:
        key = AESGCM.generate_key(256)
        self._database.execute("INSERT INTO case_keys (case_id, key) VALUES (?, ?)", (case, key))
        return key
