"""Whether one recipient may be told: by consent, or without it for a child or for danger to life.

Four consents are asked apart: to talk, to record, to share (for each recipient by itself), to be contacted again.
Each can be withdrawn until the packet is sent. Where consent is not needed that is recorded as well, with its ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from screening.errors import ReferralError
from screening.ids import RecipientId
from screening.referral.jurisdiction import Jurisdiction

Given: TypeAlias = Literal["yes", "no", "later", "withdrawn"]
Ground: TypeAlias = Literal["consent", "child", "urgent", "no", "later", "withdrawn", "not_asked"]

PURPOSES = ("talk", "record", "recontact")
"""The consents that are not about a recipient; the fourth is asked for each recipient under its id."""
ASKED_OF_A_PERSON = frozenset({"person", "representative"})


class Recorded(Protocol):
    """A recorded consent; entries of a case file have this shape."""

    @property
    def given(self) -> str:
        """``yes``, ``no``, ``later`` or ``withdrawn``."""
        ...

    @property
    def by(self) -> str:
        """``person``, ``representative``, or ``not-required`` where nobody had to be asked."""
        ...

    @property
    def reason(self) -> str | None:
        """Why consent was not required, or what the person said."""
        ...


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether sharing is allowed and on what ground, or why not.

    to_record: sharing without consent is allowed, but the ground has still to be recorded
    (``by="not-required"``, with a reason) before anything is sealed.
    """

    allowed: bool
    ground: Ground
    to_record: bool = False


def may_share(
    consents: Mapping[str, str | Recorded],
    recipient: RecipientId,
    *,
    child: bool,
    urgent: bool,
    jurisdiction: Jurisdiction,
) -> Permission:
    """Whether `recipient` may be told about this person.

    Args:
        consents: the last recorded answer by recipient id: the record, or only what was answered.
        recipient: who would be told.
        child: the person is a child, or the age is in doubt.
        urgent: there is danger to life now.
        jurisdiction: says for which recipients a child or danger to life replaces consent.

    Raises:
        ReferralError: ``referral.recipient.unknown``.
    """
    known = jurisdiction.recipient(recipient)
    said = consents.get(recipient)
    answer = _answer(said)
    if answer == "yes":
        return Permission(allowed=True, ground="consent")
    recorded = _is_recorded_ground(said)
    if child and "child" in known.without_consent:
        return Permission(allowed=True, ground="child", to_record=not recorded)
    if urgent and "urgent" in known.without_consent:
        return Permission(allowed=True, ground="urgent", to_record=not recorded)
    return Permission(allowed=False, ground=answer)


def require(
    consents: Mapping[str, str | Recorded],
    recipient: RecipientId,
    *,
    child: bool,
    urgent: bool,
    jurisdiction: Jurisdiction,
) -> Permission:
    """The permission to tell `recipient`; arguments as for `may_share`.

    Raises:
        ReferralError: ``referral.consent.no``, ``referral.consent.later``, ``referral.consent.withdrawn``,
            ``referral.consent.not_asked``, ``referral.recipient.unknown``.
    """
    permission = may_share(consents, recipient, child=child, urgent=urgent, jurisdiction=jurisdiction)
    if permission.allowed:
        return permission
    match permission.ground:
        case "no":
            raise ReferralError("referral.consent.no", recipient=recipient)
        case "later":
            raise ReferralError("referral.consent.later", recipient=recipient)
        case "withdrawn":
            raise ReferralError("referral.consent.withdrawn", recipient=recipient)
        case _:
            raise ReferralError("referral.consent.not_asked", recipient=recipient)


def _answer(said: str | Recorded | None) -> Literal["yes", "no", "later", "withdrawn", "not_asked"]:
    """What a person answered. A ground recorded in place of an answer is no answer."""
    if said is None:
        return "not_asked"
    if not isinstance(said, str):
        if said.by not in ASKED_OF_A_PERSON:
            return "not_asked"
        said = said.given
    match said:
        case "yes" | "no" | "later" | "withdrawn":
            return said
        case _:
            return "not_asked"


def _is_recorded_ground(said: str | Recorded | None) -> bool:
    return said is not None and not isinstance(said, str) and said.by == "not-required" and bool(said.reason)
