"""The shortest way to a packet: what is urgent, who it is about, and to whom it goes. Everything else can follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.casefile.entries import Sealed, UrgentRaised
from screening.errors import ReferralError
from screening.fieldwork import recipients, referring
from screening.fieldwork.officer import Fieldwork
from screening.ids import CaseId, RecipientId

_CHILDREN = "child_protection"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who may be told at once. reachable: its key is in the trust bundle."""

    recipient: RecipientId
    reachable: bool


def addressees(desk: Fieldwork, *, child: bool) -> tuple[Addressee, ...]:
    """Who is told of danger without consent, by the jurisdiction's route; who protects children, only of a child."""
    means = desk.means
    route = means.jurisdiction.routes.get("urgent")
    known = {str(each.name) for each in recipients.reachable(means)} if means.credentials().trust is not None else set()
    found: list[Addressee] = []
    for name in route.recipients if route is not None else ():
        recipient = means.jurisdiction.recipients[name]
        for_children = means.profiles[recipient.profile].use == _CHILDREN
        if "urgent" in recipient.without_consent and (child or not for_children):
            found.append(Addressee(name, str(name) in known))
    return tuple(found)


def seal(desk: Fieldwork, case: CaseId, rule: str, to: Sequence[str]) -> tuple[Sealed, ...]:
    """Sign and encrypt what there is for whoever may be told at once; the interview stays open.

    Raises:
        ReferralError: ``referral.urgent.nobody``; otherwise as `referring.seal`.
    """
    if not to:
        raise ReferralError("referral.urgent.nobody")
    if rule not in desk.case(case).urgent:
        desk.record(case, UrgentRaised(rule))  # type: ignore[arg-type]  # U1 to U7
    return referring.seal(desk, case, to)
