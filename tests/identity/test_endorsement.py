from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from screening.envelope import asic
from screening.errors import PacketError
from screening.identity.endorsement import endorse, endorsed_by


def test_an_endorsement_says_which_authority_and_over_which_bytes(organisation: Any, now: datetime) -> None:
    endorsement = endorse(organisation.authority, b"manifest", now)
    assert endorsed_by(b"manifest", endorsement) == organisation.authority.fingerprint
    with pytest.raises(PacketError) as caught:
        endorsed_by(b"other", endorsement)
    assert caught.value.code == "identity.endorsement"


def test_neither_a_device_nor_a_bundle_endorses(organisation: Any, now: datetime) -> None:
    certificate = organisation.enrol("officer", "officer")
    signer = organisation.keys["officer"].signer(certificate.der)
    with pytest.raises(PacketError) as caught:
        endorsed_by(b"manifest", asic.build([("endorsed.bin", b"manifest")], signer, now))
    assert caught.value.code == "identity.authority.profile"
    with pytest.raises(PacketError) as caught:
        endorsed_by(b"manifest", organisation.authority.bundle(now))
    assert caught.value.code == "identity.endorsement"
