"""Who can be written to: the jurisdiction's recipients, and the supervisors who open packets for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.errors import ReferralError
from screening.fieldwork.means import Means
from screening.identity.trust import Supervisor
from screening.ids import RecipientId


@dataclass(frozen=True, slots=True)
class Reachable:
    """One recipient and one supervisor who opens packets for it. name: what ``--to`` takes; age: the public key."""

    name: RecipientId
    role: str
    station: str
    fingerprint: str
    age: str


def reachable(means: Means) -> Iterator[Reachable]:
    """Every recipient of the jurisdiction that somebody in the trust bundle opens packets for, in the file's order."""
    trust = means.credentials().trusted()
    for name in means.jurisdiction.recipients:
        for supervisor in trust.directory.get(name) or trust.general:
            key = supervisor.recipient
            yield Reachable(name, supervisor.role, supervisor.station, key.fingerprint, key.encode())


def named(means: Means, given: str) -> RecipientId:
    """The recipient meant by its id, or by the name or station of a supervisor who opens for it.

    A supervisor who opens for all is taken as the first recipient of the jurisdiction.

    Raises:
        ReferralError: nobody of that name.
    """
    wanted = RecipientId(given.strip())
    if wanted in means.jurisdiction.recipients:
        return wanted
    trust = means.credentials().trust
    for supervisor in trust.supervisors if trust is not None else ():
        if _is(supervisor, given.strip()) and trust is not None:
            opened = (name for name, able in trust.directory.items() if supervisor in able)
            return next(opened, next(iter(means.jurisdiction.recipients)))
    raise ReferralError("referral.recipient.unknown")


def _is(supervisor: Supervisor, given: str) -> bool:
    return given.casefold() in (supervisor.name.casefold(), supervisor.station.casefold(), supervisor.serial)
