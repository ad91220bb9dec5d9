"""Ways into this station's vault: another passphrase, a forgotten one. Each is recorded in the custody log."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screening.casefile.entries import Body, LockedDown, PassphraseRenewed, RecoveryGiven, SheetsMade
from screening.errors import CaseError, VaultError
from screening.identity.fingerprint import fingerprint_words
from screening.ids import STATION
from screening.station.desk import Desk

if TYPE_CHECKING:
    from screening.station.station import Station

_log = logging.getLogger("screening.station")


def change_passphrase(desk: Desk, former: str, new: str) -> None:
    """Let `new` open this station for its present user, and `former` no more.

    Raises:
        VaultError: as `Vault.change_passphrase`.
    """
    desk.vault.change_passphrase(former, new)
    _tell(desk, PassphraseRenewed(desk.vault.user, "changed"))


def ask_recovery(station: Station, new: str) -> tuple[bytes, tuple[str, ...]]:
    """The request to this locked station's supervisors, and the words to read out to the one who answers.

    Raises:
        VaultError: as `regain.ask`.
        IdentityError: the list of words is missing.
    """
    from screening.vault.regain import ask

    request, digest = ask(station.paths.vault, new)
    return request, fingerprint_words(digest, station.paths.resources)


def answer_recovery(desk: Desk, request: bytes, words: str, reason: str) -> tuple[bytes, str]:
    """The answer to another station's request, and the id of its vault; recorded before it is handed out.

    Args:
        desk: a supervisor's, to whose keys that vault was entrusted.
        request: the file that came.
        words: as the other user read them out; a request that somebody else made has others.
        reason: why, and how the user was known.

    Raises:
        VaultError: ``vault.recovery.request``, ``vault.recovery.words``, ``vault.recovery.not_for_us``.
        CaseError: ``case.reason``.
    """
    from screening.vault import recovery

    asked = recovery.read_request(request)
    if words.lower().split() != list(fingerprint_words(asked.digest, desk.station.paths.resources)):
        raise VaultError("vault.recovery.words")
    if not reason.strip():
        raise CaseError("case.reason")
    keys = desk.credentials.keys
    if keys is None:
        raise VaultError("vault.recovery.not_for_us")
    answer = recovery.answer(asked, keys.decryption)
    _record(desk, RecoveryGiven(asked.vault.hex(), asked.digest, reason))
    return answer, asked.vault.hex()


def finish_recovery(station: Station, answer: bytes, new: str, user: str | None) -> Desk:
    """Open this station with the passphrase chosen at `ask_recovery`, which is its user's from now on.

    Raises:
        VaultError: as `regain.finish`.
    """
    from screening.vault.regain import finish

    desk = Desk(station, finish(station.paths.vault, answer, new, user=user))
    _tell(desk, PassphraseRenewed(desk.vault.user, "recovered"))
    return desk


def make_sheets(desk: Desk, target: Path, *, shares: int, needed: int) -> tuple[Path, ...]:
    """Make new recovery sheets and write them for printing; earlier ones open nothing any more. The files made.

    Args:
        desk: unlocked.
        target: one PDF with a page for each share (``*.pdf``), or a folder for one PDF each.
        shares: how many there are.
        needed: how many of them open the vault.

    Raises:
        VaultError: as `Vault.make_sheets`.
        PaperError: they could not be drawn.
        StationError: the place cannot be written. The sheets in force then are on no paper: make them again.
    """
    from screening.paper.shares import shares_pdf
    from screening.station.files import make_folder, write_whole

    station = desk.station
    at, language, resources = station.clock.now().isoformat(), station.words.language, station.paths.resources

    def drawn(texts: Sequence[tuple[int, str]]) -> bytes:
        return shares_pdf(texts, of=shares, needed=needed, at=at, language=language, resources=resources)

    drawn([(1, "academic " * 20)])  # what cannot be drawn or written must not cost the sheets in force
    one_file = target.suffix.lower() == ".pdf"
    make_folder(target.parent if one_file else target)
    numbered = list(enumerate(desk.vault.make_sheets(shares, needed), start=1))
    _tell(desk, SheetsMade(shares, needed))
    if one_file:
        return (write_whole(target, drawn(numbered)),)
    return tuple(write_whole(target / f"sheet-{each[0]}-of-{shares}.pdf", drawn([each])) for each in numbered)


def open_with_sheets(station: Station, texts: Sequence[str], new: str, user: str | None) -> Desk:
    """Open this station with the words of enough recovery sheets; `new` is its user's passphrase from now on.

    Raises:
        VaultError: as `regain.open_with_sheets`.
    """
    from screening.vault import regain

    desk = Desk(station, regain.open_with_sheets(station.paths.vault, texts, new, user=user))
    _tell(desk, PassphraseRenewed(desk.vault.user, "sheets"))
    return desk


def lock_down(desk: Desk, *, without_way_back: bool = False) -> tuple[str, ...]:
    """Destroy every passphrase of this station, here and in its own backups, and lock; what still opens it.

    Raises:
        VaultError: ``vault.no_way_back`` when neither supervisors nor sheets would open it and that was not asked for.
    """
    from screening.vault import emergency
    from screening.vault.backup import SUFFIX

    left = desk.vault.ways_back()
    if not left and not without_way_back:
        raise VaultError("vault.no_way_back")
    _tell(desk, LockedDown(left))
    desk.vault.lock_down(without_way_back=without_way_back)
    paths = desk.station.paths
    for moved in paths.vault.parent.glob(f"{paths.vault.name}.*"):
        if (moved / "vault.json").exists():
            emergency.destroy_passphrases(moved, without_way_back=True)
    for file in paths.backups.glob(f"*{SUFFIX}"):
        emergency.destroy_backup(file)
    return left


def _record(desk: Desk, body: Body) -> None:
    clock = desk.station.clock
    desk.vault.append(STATION, body, actor=desk.credentials.actor, at=clock.now(), claimed_clock=clock.claimed)


def _tell(desk: Desk, body: Body) -> None:
    """Record what is in force already; a disk too full for the entry must not make it look as if it were not."""
    try:
        _record(desk, body)
    except VaultError as refused:
        _log.error("%s not recorded: %s", body.kind, refused.code)
