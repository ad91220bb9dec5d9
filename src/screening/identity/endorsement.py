"""The authority's signature over something that is not a container itself, such as a form pack's manifest."""

from __future__ import annotations

from datetime import datetime

from screening.envelope import asic
from screening.errors import PacketError
from screening.identity import certificates, fingerprint
from screening.identity.authority import Authority
from screening.identity.fingerprint import Fingerprint
from screening.identity.keys import KeySigner

_NAME = "endorsed.bin"


def endorse(authority: Authority, data: bytes, now: datetime) -> bytes:
    """A container that holds `data`, signed by the authority as of `now`."""
    return asic.build([(_NAME, data)], KeySigner(authority.certificate_der, authority.key), now)


def endorsed_by(data: bytes, endorsement: bytes) -> Fingerprint:
    """The authority that endorsed exactly `data`; whether it is ours is for the caller to compare.

    Raises:
        PacketError: not an endorsement, altered, of other bytes, or not by an authority.
    """
    container = asic.open(endorsement)
    if container.files != {_NAME: data}:
        raise PacketError("identity.endorsement")
    certificates.load_authority(container.signature.certificate_der)
    return fingerprint.of_authority(container.signature.certificate_der)
