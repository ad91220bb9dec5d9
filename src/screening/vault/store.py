"""The vault: everything an officer records, on the disk before it is called saved, and unreadable to anybody else.

One thread owns an open vault: the one that unlocked it. SQLite itself refuses any other.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, cast

from typing_extensions import override

from screening.casefile import log
from screening.casefile.entries import Acknowledged, Body, Entry, Erased, Imported, ReceiptMade, Role, Sealed
from screening.casefile.fold import QUIET, CaseSummary, fold, summary
from screening.casefile.log import Head
from screening.errors import CaseError, VaultError
from screening.ids import STATION, CaseId, Digest, Ref
from screening.vault import backup, emergency, recovery
from screening.vault import header as headers
from screening.vault.attachments import Attachments
from screening.vault.backup import Backup
from screening.vault.database import Database, schema
from screening.vault.files import WAITING, Hold, forget, held, refusing, sync_folder
from screening.vault.findings import Finding, Findings, check
from screening.vault.header import Header
from screening.vault.index import EVERYTHING, Index, Wanted
from screening.vault.ledger import Ledger
from screening.vault.opening import NAME, exists, forbid_core_dumps, open_slots, read_header
from screening.vault.search import Search
from screening.vault.slots import KEY_BYTES, Cost, PassphraseSlot, calibrate, fill, open_slot, require_strength

if TYPE_CHECKING:
    from screening.envelope.age import HybridRecipient

_log = logging.getLogger("screening.vault")

_FRESH: Final = "vault.db.new"
_GENERATION, _ENTRUSTED = "header generation", "recovery"
"""Names under which the store keeps what it knows of its header."""
_SHORTER: Final = "vault.log.shorter"
_DIVERGED: Final = "vault.log.diverged"
_STORE_FILES: Final = ("", "-wal", "-shm", "-journal")


class Vault:
    """An unlocked vault; use as a context manager or `close` it. Made by `create` and `unlock`.

    user, role: whose key slot opened it.
    """

    def __init__(self, folder: Path, key: bytearray, slot: PassphraseSlot, hold: Hold, *, inspect: bool) -> None:
        self._folder = folder
        self._key = key
        self._hold = hold
        self._slot = slot.id
        self._header_is_older = False
        self._database = Database(folder / NAME, key, read_only=inspect)
        try:
            self._ledger = Ledger(self._database)
            self._index = Index(self._database)
            self._search = Search(self._database, self._ledger)
            self.attachments = Attachments(folder, self._database, self._writing)
            self._inspect = inspect
            if inspect:
                self._require_known_version()
            else:
                self._database.migrate()
                self._ledger.verify()
            self.user: str
            self.role: Role
            self.user, self.role = self._user_of(slot)
        except BaseException:
            self._database.close()
            raise

    # ---- entries -----------------------------------------------------------------------------------------------

    def append(self, case: CaseId, body: Body, *, actor: str, at: datetime, claimed_clock: bool = False) -> Entry:
        """Record that something happened. On the disk when this returns; in force not at all when it raises.

        Raises:
            VaultError: ``vault.disk_full``, ``vault.readonly``, ``vault.io``, ``vault.store.damaged``.
            CaseError: ``case.entry.text``.
        """
        (entry,) = self.append_all(case, (body,), actor=actor, at=at, claimed_clock=claimed_clock)
        return entry

    def append_all(
        self, case: CaseId, bodies: Sequence[Body], *, actor: str, at: datetime, claimed_clock: bool = False
    ) -> tuple[Entry, ...]:
        """Record several things of one case as one: all of them or none.

        Raises:
            VaultError: as `append`.
            CaseError: as `append`.
        """
        with self._writing():
            entries = tuple(
                self._ledger.append(case, body, actor=actor, at=at, claimed_clock=claimed_clock) for body in bodies
            )
            self._search.take(entries)
            self._bring_up_to_date(case, entries)
        return entries

    def erase(self, body: Erased, *, actor: str, at: datetime, claimed_clock: bool = False) -> Entry:
        """Destroy all of ``body.case``: contents, key, files, packets, what finds it. Its entries stay in the log.

        Either all of it is gone when this returns, or, when it raises, nothing.

        Raises:
            CaseError: ``case.unknown``.
            VaultError: as `append`.
        """
        case = body.case
        digests = {digest for entry in self.entries(case) for digest in _kept_under(entry.body)}
        with self._writing():
            entry = self._ledger.append(STATION, body, actor=actor, at=at, claimed_clock=claimed_clock)
            self._search.take((entry,))
            self._search.forget(self._ledger.erase(case, entry.seq))
            self._index.drop(case)
            for digest in digests:
                self._database.execute("DELETE FROM blobs WHERE digest = ?", (digest,))
            self._database.execute("DELETE FROM attachments WHERE case_id = ?", (case,))
        self.attachments.sweep()
        self._database.settle()
        _log.info("case erased, %d entries", body.entries)
        return entry

    def entries(self, case: CaseId) -> tuple[Entry, ...]:
        """All entries of a case, in their order.

        Raises:
            CaseError: ``case.unknown``.
            VaultError: ``vault.entry.damaged``.
        """
        entries = self._ledger.of_case(case)
        if not entries:
            raise CaseError("case.unknown")
        return entries

    def entries_of(self, kinds: Collection[str]) -> Iterator[Entry]:
        """All entries of these kinds, over all cases, oldest first; entries may be appended meanwhile.

        Raises:
            VaultError: ``vault.entry.damaged``.
        """
        return self._ledger.of_kinds(kinds)

    # ---- lists -------------------------------------------------------------------------------------------------

    def cases(
        self, limit: int = 200, before: CaseSummary | None = None, *, wanted: Wanted = EVERYTHING
    ) -> list[CaseSummary]:
        """The cases touched last, newest first; `before`, the last row of a page, gives the page behind it.

        Raises:
            VaultError: as `append`, and ``vault.entry.damaged``.
        """
        said = self._search.where(wanted.text)
        return self._index.page(limit, before, wanted, said)

    def unsearched(self) -> int:
        """How many entries a search does not find yet, as after an upgrade; `make_findable` takes them in."""
        return self._search.behind()

    def make_findable(self, most: int = 500) -> int:
        """Let a search find up to `most` more entries; how many are left.

        Raises:
            VaultError: as `append`, and ``vault.entry.damaged``.
        """
        with self._writing():
            return self._search.catch_up(most)

    def find_case(self, prefix: str) -> CaseId:
        """The one case whose id begins with `prefix`, as people say or type it.

        Raises:
            CaseError: ``case.unknown`` or ``case.ambiguous``.
        """
        return self._index.find(prefix)

    def mark_place(self, case: CaseId, ref: Ref | str) -> None:
        """Remember at which question the interview stands.

        Raises:
            VaultError: as `append`.
        """
        with self._writing():
            self._index.mark_place(case, ref)

    def place(self, case: CaseId) -> str | None:
        """The question at which the interview stood, if it was marked."""
        return self._index.place(case)

    def back_up(self, target: Path, at: datetime) -> Backup:
        """Write the whole vault, encrypted as it is, into one new file, and read that back.

        Raises:
            VaultError: as `backup.write`; nothing of the vault changes.
        """
        if self._inspect:
            raise VaultError("vault.inspected")
        self._database.settle()
        kept = tuple(file.id for file in self.attachments.all())
        return backup.write(backup.Source(self._folder, self._key, kept, self.head()), target, at)

    # ---- the custody log ---------------------------------------------------------------------------------------

    def head(self) -> Head:
        """Size and root of the log now."""
        return self._ledger.frontier().head()

    def consistency(self, old_size: int) -> tuple[str, ...]:
        """What shows whoever saw the log at `old_size` that it only grew since: hashes in hexadecimal.

        Raises:
            VaultError: ``vault.log.shorter``: this store is older than what was seen of it.
        """
        leaves = self._ledger.leaves()
        if old_size > len(leaves):
            raise VaultError("vault.log.shorter", held=len(leaves), known=old_size)
        return tuple(part.hex() for part in log.consistency_proof(leaves, old_size))

    def compare(self, size: int, root: str) -> tuple[str, ...]:
        """Codes of what is wrong with the log, seen from a head that was noted before; none when it only grew since.

        Args:
            size: number of leaves of the noted head.
            root: its root, 64 lowercase hexadecimal characters.
        """
        leaves = self._ledger.leaves()
        if size > len(leaves):
            return (_SHORTER,)
        return () if log.frontier_of(leaves[: max(size, 0)]).head() == Head(size, root) else (_DIVERGED,)

    def inclusion(self, seq: int) -> tuple[str, ...]:
        """What shows that entry `seq` stands in the log of `head`: hashes in hexadecimal.

        Raises:
            VaultError: ``vault.log.shorter``.
        """
        leaves = self._ledger.leaves()
        if not 1 <= seq <= len(leaves):
            raise VaultError("vault.log.shorter", held=len(leaves), known=seq)
        return tuple(part.hex() for part in log.inclusion_proof(leaves, seq - 1))

    def leaves_in_words(self) -> list[dict[str, str | int | bool]]:
        """What the leaf of each entry hashes, oldest first: the log for somebody else, without contents."""
        return list(self._ledger.in_words())

    def check(self) -> Findings:
        """Read everything and compare it with the log; takes time.

        Raises:
            VaultError: the store cannot be read at all.
        """
        found = check(self._database, self._ledger, self._index, self._search, self.attachments)
        if not self._inspect and any(finding.code == "vault.search.stale" for finding in found.findings):
            with self._writing():
                self._search.begin_again()  # made from the entries, so nothing is lost
        if self._header_is_older:
            found = replace(found, ok=False, findings=(*found.findings, Finding("vault.header.older", "")))
        return found

    # ---- sealed bytes, secrets ---------------------------------------------------------------------------------

    def put_blob(self, digest: Digest, data: bytes, kind: str) -> None:
        """Keep sealed bytes under their digest, durably; keeping them again changes nothing.

        Args:
            digest: SHA-256 of `data`.
            data: a sealed packet or receipt, or a file set aside.
            kind: ``packet``, ``receipt`` or ``rejected``.

        Raises:
            ValueError: `digest` is that of other bytes.
            VaultError: as `append`.
        """
        if sha256(data).hexdigest() != digest:
            message = "a digest of other bytes"
            raise ValueError(message)
        with self._writing():
            self._database.execute(
                "INSERT INTO blobs (digest, kind, data) VALUES (?,?,?) ON CONFLICT (digest) DO NOTHING",
                (digest, kind, data),
            )

    def blob(self, digest: Digest) -> bytes:
        """The bytes kept under this digest.

        Raises:
            VaultError: ``vault.blob.missing``, or ``vault.blob.damaged`` when they are not those any more.
        """
        rows = self._database.execute("SELECT data FROM blobs WHERE digest = ?", (digest,))
        if not rows:
            raise VaultError("vault.blob.missing", digest=digest)
        data = bytes(rows[0][0])
        if sha256(data).hexdigest() != digest:
            raise VaultError("vault.blob.damaged", digest=digest)
        return data

    def has_blob(self, digest: Digest) -> bool:
        """Whether bytes are kept under this digest."""
        return bool(self._database.execute("SELECT 1 FROM blobs WHERE digest = ?", (digest,)))

    def keep(self, name: str, data: bytes) -> None:
        """Keep a secret, certificate, bundle or setting under `name`, durably, instead of what was there.

        Raises:
            VaultError: as `append`.
        """
        with self._writing():
            self._database.execute(
                "INSERT INTO kept (name, data) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET data = excluded.data",
                (name, data),
            )

    def kept(self, name: str) -> bytes | None:
        """What is kept under `name`."""
        rows = self._database.execute("SELECT data FROM kept WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    # ---- ways in -----------------------------------------------------------------------------------------------

    def change_passphrase(self, former: str, new: str) -> None:
        """Let `new` open the vault for its present user from now on, and `former` no more. Nothing else is rewritten.

        A power cut leaves the one or the other in force.

        Raises:
            VaultError: ``vault.passphrase`` when `former` is not that user's, ``vault.passphrase.weak``,
                ``vault.passphrase.same``, ``vault.inspected``, ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
        """
        require_strength(new, (self.user,))
        header = self._header()
        old = next(slot for slot in header.slots if slot.id == self._slot)
        if open_slot(former, old, header.vault) is None:
            raise VaultError("vault.passphrase")
        if open_slot(new, old, header.vault) is not None:
            raise VaultError("vault.passphrase.same")
        fresh = fill(new, bytes(self._key), header.vault, old.cost, slot_id=old.id)
        if open_slot(new, fresh, header.vault) != self._key:  # before the former one is given up
            raise VaultError("vault.io")
        self._put_in_force(header.renewed(fresh))
        _log.info("passphrase changed")

    def entrust(self, recipients: Sequence[HybridRecipient]) -> bool:
        """Let these supervisors, and nobody else, open the vault's recovery slot; whether anything had to be written.

        Raises:
            VaultError: ``vault.inspected``, ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
            PacketError: more than 16.
        """
        header = self._header()
        slot_id = header.recovery.id.hex() if header.recovery is not None else ""
        if json.loads(self.kept(_ENTRUSTED) or b"{}") == _entrusted(slot_id, recipients):
            return False
        slot = recovery.entrust(self._key, header.vault, recipients) if recipients else None
        self._put_in_force(replace(header, generation=header.generation + 1, recovery=slot))
        self.keep(_ENTRUSTED, json.dumps(_entrusted(slot.id.hex() if slot else "", recipients)).encode())
        _log.info("recovery entrusted to %d", len(recipients))
        return True

    def make_sheets(self, shares: int, needed: int) -> tuple[str, ...]:
        """Shares for paper, any `needed` of which open the vault; those made before open nothing any more.

        They are handed out only when the slot that they open is in force.

        Raises:
            VaultError: ``vault.sheet.count``, ``vault.inspected``, ``vault.disk_full``, ``vault.readonly``,
                ``vault.io``.
        """
        from screening.vault import sheets

        header = self._header()
        slot, texts = sheets.make(self._key, header.vault, shares, needed)
        if sheets.open_(slot, header.vault, texts[-needed:]) != self._key:  # before the former ones are given up
            raise VaultError("vault.io")
        self._put_in_force(replace(header, generation=header.generation + 1, sheets=slot))
        _log.info("recovery sheets made")
        return texts

    def lock_down(self, *, without_way_back: bool = False) -> tuple[str, ...]:
        """Destroy every passphrase and lock; what still opens the vault. The records stay, encrypted.

        Raises:
            VaultError: as `emergency.destroy_passphrases`; then the vault is open as it was.
        """
        self._header()
        left = emergency.destroy_passphrases(self._folder, without_way_back=without_way_back)
        self.close()
        return left

    def wipe_after(self, tries: int | None) -> None:
        """Destroy every passphrase after so many wrong ones in a row; None: never.

        Raises:
            VaultError: as `emergency.wipe_after`.
        """
        self._header()
        emergency.wipe_after(self._folder, tries)

    def ways_back(self) -> tuple[str, ...]:
        """What opens the vault without a passphrase: ``recovery`` by supervisors, ``sheets``.

        Raises:
            VaultError: as `change_passphrase`.
        """
        return emergency.ways_back(self._header())

    def settle(self, generation: int) -> None:
        """Take note of the header that opened this vault: an older one than it had shows in `check`. Internal.

        Raises:
            VaultError: as `append`.
        """
        known = int(self.kept(_GENERATION) or b"0")
        self._header_is_older = generation < known
        if not self._inspect:
            forget(self._folder / WAITING)  # it opens: there is nothing to recover
            if generation > known:
                self.keep(_GENERATION, str(generation).encode())

    def _header(self) -> Header:
        """The header in force, its generation no lower than any that this store has seen."""
        if self._inspect:
            raise VaultError("vault.inspected")
        header, _ = headers.read(self._folder)
        if not header.is_of(self._key) or all(slot.id != self._slot for slot in header.slots):
            raise VaultError("vault.header.tampered")
        return replace(header, generation=max(header.generation, int(self.kept(_GENERATION) or b"0")))

    def _put_in_force(self, header: Header) -> None:
        headers.put_in_force(self._folder, header.sealed(self._key), self._key)
        self.settle(header.generation)

    # ---- end ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Lock: fold the write-ahead log into the store, close it, overwrite the key, let other programs in."""
        self._database.close()
        self._key[:] = bytes(len(self._key))
        self._ledger.forget_keys()
        self._hold.let_go()
        _log.info("vault locked")

    def __enter__(self) -> Self:
        """The vault itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close, whatever happened."""
        self.close()

    @override
    def __repr__(self) -> str:
        return "<vault>"

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if self._inspect:
            raise VaultError("vault.inspected")
        try:
            with self._database.transaction():
                yield
        except BaseException:
            self._ledger.forget_keys()
            raise

    def _bring_up_to_date(self, case: CaseId, fresh: Sequence[Entry]) -> None:
        if case == STATION:
            return
        row = self._index.row(case)
        if row is not None and all(entry.body.kind in QUIET for entry in fresh):
            row = replace(row, last_at=fresh[-1].at) if fresh else row
        else:
            row = summary(fold(self._ledger.of_case(case)))
        self._index.put(row)

    def _require_known_version(self) -> None:
        version, known = self._database.version(), len(schema())
        if version > known:
            raise VaultError("vault.too_new", found=version, known=known)
        if version == 0:
            raise VaultError("vault.store.damaged")

    def _user_of(self, slot: PassphraseSlot) -> tuple[str, Role]:
        rows = self._database.execute("SELECT name, role FROM users WHERE slot = ?", (slot.id.hex(),))
        if not rows:
            raise VaultError("vault.header.tampered")
        name, role = rows[0]
        return str(name), cast("Role", role)


def create(folder: Path, passphrase: str, *, user: str, role: Role, cost: Cost | None = None) -> Vault:
    """Make an empty vault in `folder` and unlock it.

    Args:
        folder: made if it is not there; other files in it are left alone.
        passphrase: opens it from now on.
        user: the user name at this station, never a person's name.
        role: what this user does here.
        cost: of one guess; measured to about a second when not given.

    Raises:
        VaultError: ``vault.passphrase.weak``, ``vault.exists``, ``vault.busy``, ``vault.header.cost``,
            ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
    """
    forbid_core_dumps()
    require_strength(passphrase, (user,))
    with refusing():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(folder) as hold:
        _refuse_to_overwrite(folder)
        key, vault = bytearray(secrets.token_bytes(KEY_BYTES)), secrets.token_bytes(16)
        slot = fill(passphrase, bytes(key), vault, cost or calibrate())
        _make_store(folder / _FRESH, key, slot, user, role)
        # Header before store: a store without header could never be opened, the other way round it can be finished.
        headers.write(folder, Header(vault, 1, (slot,)).sealed(key))
        _finish_creation(folder)
        _log.info("vault created")
        return Vault(folder, key, slot, hold, inspect=False)


def unlock(folder: Path, passphrase: str, *, inspect: bool = False) -> Vault:
    """Open the vault in `folder`; its whole log is verified first.

    Args:
        folder: the one given to `create`.
        passphrase: of any of its users.
        inspect: open for reading only, also when the log does not verify, to see what is there (`Vault.check`).

    Raises:
        VaultError: ``vault.missing``, ``vault.not_a_vault``, ``vault.too_new``, ``vault.busy``, ``vault.passphrase``,
            ``vault.header.damaged``, ``vault.header.missing``, ``vault.header.tampered``, ``vault.header.cost``,
            ``vault.store.missing``, ``vault.store.damaged``, ``vault.log.broken``, ``vault.cipher``,
            ``vault.disk_full``, ``vault.readonly``, ``vault.io``.
    """
    forbid_core_dumps()
    header, is_former = read_header(folder)
    with held(folder) as hold:
        key, slot = _tried(folder, header, passphrase)
        if not header.is_of(key):
            raise VaultError("vault.header.tampered")
        _finish_creation(folder)
        vault = Vault(folder, key, slot, hold, inspect=inspect)
        try:
            if is_former:
                headers.restore(folder, header)
                _log.warning("header of the former generation taken")
            elif not inspect:
                headers.forget_former(folder)
            vault.settle(header.generation)
        except BaseException:
            vault.close()
            raise
        _log.info("vault unlocked")
        return vault


def _tried(folder: Path, header: Header, passphrase: str) -> tuple[bytearray, PassphraseSlot]:
    """As `open_slots`; where a station chose to have them counted, a wrong passphrase is."""
    emergency.begin_try(folder)
    try:
        opened = open_slots(header, passphrase)
    except VaultError as refusal:
        if refusal.code == "vault.passphrase":
            emergency.end_try(folder, opened=False)
        raise
    emergency.end_try(folder, opened=True)
    return opened


def _kept_under(body: Body) -> tuple[Digest, ...]:
    """Under which digests sealed bytes of this entry are kept."""
    match body:
        case Sealed(digest=digest) | Imported(digest=digest):
            return (digest,)
        case Acknowledged(receipt=receipt) | ReceiptMade(receipt=receipt):
            return (receipt,)
        case _:
            return ()


def _entrusted(slot: str, recipients: Sequence[HybridRecipient]) -> dict[str, Any]:
    """What the store keeps of its recovery slot; the header itself names nobody."""
    return {"slot": slot, "to": sorted(recipient.fingerprint for recipient in recipients)} if recipients else {}


def _refuse_to_overwrite(folder: Path) -> None:
    if exists(folder):
        raise VaultError("vault.exists")
    with refusing():
        for suffix in _STORE_FILES:  # of a creation that was cut off before its header: nothing can be in it
            (folder / (_FRESH + suffix)).unlink(missing_ok=True)


def _make_store(path: Path, key: bytearray, slot: PassphraseSlot, user: str, role: Role) -> None:
    with refusing():
        path.touch(mode=0o600)  # the log beside it takes over the mode
    database = Database(path, key)
    try:
        database.migrate(fresh=True)
        database.execute("INSERT INTO users (slot, name, role) VALUES (?,?,?)", (slot.id.hex(), user, role))
    finally:
        database.close()


def _finish_creation(folder: Path) -> None:
    with refusing():
        if not (folder / NAME).exists() and (folder / _FRESH).exists():
            (folder / _FRESH).replace(folder / NAME)
            sync_folder(folder)
