"""What stands for a form pack and against it: whose signature, which days, which status; and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from screening.errors import PacketError
from screening.forms.packs import Pack, Status

Signature: TypeAlias = Literal["authority", "program", "other", "uncompared", "none", "broken"]
"""By the authority that this station believes; none, but it came with the program; by another authority; by one that
cannot be compared, since none is believed yet or the vault is locked; none at all; one that does not hold."""
Time: TypeAlias = Literal["current", "early", "expired"]
Concession: TypeAlias = Literal["unsigned", "stranger", "expired"]
"""What a person may choose to overlook when a screening begins; it is kept in the case's first entry."""
CONCESSIONS: tuple[Concession, ...] = ("unsigned", "stranger", "expired")
SIGNATURE_WORDS = {
    "authority": "cli.pack.signature.authority",
    "program": "cli.pack.signature.program",
    "other": "cli.pack.signature.other",
    "uncompared": "cli.pack.signature.uncompared",
    "none": "cli.pack.signature.none",
    "broken": "cli.pack.signature.broken",
}
TIME_WORDS = {"current": "cli.pack.time.current", "early": "cli.pack.time.early", "expired": "cli.pack.time.expired"}
STATUS_WORDS = {
    "active": "cli.pack.status.active",
    "draft": "cli.pack.status.draft",
    "retired": "cli.pack.status.retired",
}
MISSING_CONCESSION: dict[Concession, str] = {
    "unsigned": "station.pack.unsigned",
    "stranger": "station.pack.stranger",
    "expired": "station.pack.expired",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """signer: fingerprint of the authority whose signature holds, else None."""

    signature: Signature
    signer: str | None
    time: Time
    status: Status

    def refusal(self, *, practice: bool = False) -> str | None:
        """The code with which no screening may begin with the pack; None when one may. A draft is for practice."""
        if self.signature == "broken":
            return "station.pack.altered"
        if self.status == "retired":
            return "station.pack.retired"
        if self.status == "draft" and not practice:
            return "station.pack.draft"
        return "station.pack.early" if self.time == "early" and not practice else None

    def concessions(self, *, practice: bool = False) -> tuple[Concession, ...]:
        """What a person must choose to overlook before a screening begins; nothing where it is practice."""
        if practice:
            return ()
        found: list[Concession] = []
        if self.signature == "none":
            found.append("unsigned")
        elif self.signature in {"other", "uncompared"}:
            found.append("stranger")
        if self.time == "expired":
            found.append("expired")
        return tuple(found)


def standing_of(pack: Pack, today: date, *, pinned: str | None, shipped: bool) -> Standing:
    """How the pack stands today.

    Args:
        pack: the pack.
        today: the day to compare its validity with.
        pinned: fingerprint of the authority that this station believes, None when there is none or it is not known.
        shipped: it came with the program, and is believed as the program itself is.
    """
    manifest, day = pack.manifest, today.isoformat()
    time: Time = "current" if manifest.valid_on(today) else "early" if (manifest.valid_from or "") > day else "expired"
    signature, signer = _judged(pack, pinned, shipped=shipped)
    return Standing(signature, signer, time, manifest.status)


def _judged(pack: Pack, pinned: str | None, *, shipped: bool) -> tuple[Signature, str | None]:
    if pack.signature is None:
        return "program" if shipped else "none", None
    signer = signed_by(pack)
    if signer is None:
        return "broken", None
    if pinned is None:
        return "uncompared", signer
    return "authority" if signer == pinned else "other", signer


def signed_by(pack: Pack) -> str | None:
    """The fingerprint of the authority that signed this pack; None when nobody did, or the signature does not hold."""
    from screening.identity.endorsement import endorsed_by  # signatures are looked at where packs are listed

    if pack.signature is None:
        return None
    try:
        return endorsed_by(pack.manifest.to_bytes(), pack.signature)
    except PacketError:
        return None
