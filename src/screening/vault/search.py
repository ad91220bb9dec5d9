"""Finding cases by what was written in them, with an index inside the encrypted store."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from screening.casefile import searching
from screening.casefile.entries import Entry
from screening.ids import STATION
from screening.vault.database import Database
from screening.vault.index import Condition
from screening.vault.ledger import Ledger

_BATCH: Final = 500
_MOST_WORDS: Final = 8


class Search:
    """The search index of one open store. Writing happens inside the caller's transaction."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def take(self, entries: Iterable[Entry]) -> None:
        """Make new entries findable, unless the index is behind: then `catch_up` takes them with the others."""
        reached = self._reached()
        for entry in entries:
            if entry.seq != reached + 1:
                return
            self._put(entry)
            reached = entry.seq
        self._database.execute("UPDATE findable_state SET seq = ?", (reached,))

    def behind(self) -> int:
        """How many entries the index has not seen, as after an upgrade."""
        ((size,),) = self._database.execute("SELECT size FROM log_state")
        return int(size) - self._reached()

    def catch_up(self, most: int = _BATCH) -> int:
        """Take in up to `most` entries that the index has not seen; how many are left then.

        Raises:
            VaultError: ``vault.entry.damaged``.
        """
        reached = self._reached()
        entries = self._ledger.between(reached + 1, reached + most)
        for entry in entries:
            self._database.execute("DELETE FROM findable WHERE rowid = ?", (entry.seq,))  # if an older page said less
            self._put(entry)
        ((size,),) = self._database.execute("SELECT size FROM log_state")
        self._database.execute("UPDATE findable_state SET seq = ?", (min(reached + most, size),))
        return max(0, int(size) - reached - most)

    def begin_again(self) -> None:
        """Drop the index; `catch_up` makes it anew from the entries."""
        self._database.execute("INSERT INTO findable (findable) VALUES ('delete-all')")
        self._database.execute("UPDATE findable_state SET seq = 0")

    def is_sound(self) -> bool:
        """Whether the index finds exactly what the entries it has seen say. Reads all of both.

        Raises:
            VaultError: ``vault.entry.damaged``, ``vault.store.damaged``.
        """
        held = sum(_mark(seq, key) for key, seq in self._database.rows("SELECT term, doc FROM findable_keys"))
        reached, expected, found = self._reached(), 0, set[int]()
        for first in range(1, reached + 1, _BATCH):
            for entry in self._ledger.between(first, min(first + _BATCH - 1, reached)):
                keys = _keys(entry)
                expected += sum(_mark(entry.seq, key) for key in keys)
                if keys:
                    found.add(entry.seq)
        return held == expected and found == {seq for (seq,) in self._database.rows("SELECT id FROM findable_docsize")}

    def forget(self, seqs: Iterable[int]) -> None:
        """Let these entries be found no more."""
        for seq in seqs:
            self._database.execute("DELETE FROM findable WHERE rowid = ?", (seq,))

    def where(self, text: str) -> Condition:
        """The condition on ``case_id``, and its values, that keeps the cases in which every word of `text` stands.

        Beginnings of words are enough; a word may stand in any entry of the case, or be the beginning of its id.
        Empty when there is no word in `text`: then nothing is asked.
        """
        conditions, values = [], []
        for alternatives in searching.wanted(text)[:_MOST_WORDS]:
            conditions.append(
                "(case_id IN (SELECT case_id FROM entries WHERE seq IN"
                " (SELECT rowid FROM findable WHERE findable MATCH ?))"
                " OR (case_id >= ? AND case_id < ?))"
            )
            beginning = alternatives[0].upper()
            values += [" OR ".join(f'"{key}"*' for key in alternatives), beginning, beginning + "~"]
        return " AND ".join(conditions), tuple(values)

    def _put(self, entry: Entry) -> None:
        keys = _keys(entry)
        if keys:
            self._database.execute("INSERT INTO findable (rowid, words) VALUES (?, ?)", (entry.seq, " ".join(keys)))

    def _reached(self) -> int:
        ((seq,),) = self._database.execute("SELECT seq FROM findable_state")
        return int(seq)


def _keys(entry: Entry) -> tuple[str, ...]:
    return () if entry.case == STATION else searching.keys(searching.findable(entry.body))


def _mark(seq: int, key: str) -> int:
    return int.from_bytes(blake2b(f"{seq} {key}".encode(), digest_size=8).digest())
