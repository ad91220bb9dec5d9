"""Ways into this station's vault: another passphrase, a forgotten one. Each is recorded in the custody log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from screening.casefile.entries import Body, PassphraseRenewed, RecoveryGiven
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


def _record(desk: Desk, body: Body) -> None:
    clock = desk.station.clock
    desk.vault.append(STATION, body, actor=desk.credentials.actor, at=clock.now(), claimed_clock=clock.claimed)


def _tell(desk: Desk, body: Body) -> None:
    """Record what is in force already; a disk too full for the entry must not make it look as if it were not."""
    try:
        _record(desk, body)
    except VaultError as refused:
        _log.error("%s not recorded: %s", body.kind, refused.code)
