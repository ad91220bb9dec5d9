"""Names of things, as distinct types, so that a case is never passed where a packet is meant."""

from __future__ import annotations

from typing import NewType

CaseId = NewType("CaseId", str)
"""12 characters of Crockford base 32, random; shown to people by its first five, see `short`."""
PacketId = NewType("PacketId", str)
"""26 characters of Crockford base 32, random."""
Digest = NewType("Digest", str)
"""SHA-256, 64 lowercase hexadecimal characters. The name of a sealed packet or receipt."""
Ref = NewType("Ref", str)
"""Absolute path of a form node, with positions inside repeats: ``/data/child[2]/name``."""
IndicatorId = NewType("IndicatorId", str)
"""Two letters of the dimension and two digits, for example ``DR01``."""
RecipientId = NewType("RecipientId", str)
"""Key of a recipient in the jurisdiction's or trust bundle's directory, for example ``social-service``."""
ProfileId = NewType("ProfileId", str)
"""Name of a recipient profile: ``P-SOC``, ``P-POL``, ``P-SMS``, ``P-CHILD``, ``P-STAT``."""

STATION = CaseId("STATION")
"""Under which entries stand that concern the whole store and no screening; no random id can be this."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def crockford(raw: bytes, length: int) -> str:
    """The first `length` base-32 characters of `raw` (5 bits each; `raw` must hold enough bits)."""
    if len(raw) * 8 < length * 5:
        message = f"{length} characters need {-(-length * 5 // 8)} bytes"
        raise ValueError(message)
    number = int.from_bytes(raw) >> (len(raw) * 8 - length * 5)
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def case_id(raw: bytes) -> CaseId:
    """A case id from 8 random bytes."""
    return CaseId(crockford(raw, 12))


def packet_id(raw: bytes) -> PacketId:
    """A packet id from 17 random bytes."""
    return PacketId(crockford(raw, 26))


def short(case: CaseId) -> str:
    """How people call a case: ``7F3-K2``. Not unique over all stations; never used as a key."""
    return f"{case[:3]}-{case[3:5]}"
