from __future__ import annotations

from typing import Any

import pytest

from screening.errors import IdentityError
from screening.identity.credentials import Credentials


def test_before_enrolment_a_station_opens_nothing_and_signs_nothing() -> None:
    bare = Credentials("desk-1")
    assert (bare.actor, bare.identities) == ("desk-1", ())
    for call, code in ((bare.signer, "identity.certificate.missing"), (bare.trusted, "identity.bundle.missing")):
        with pytest.raises(IdentityError) as caught:
            call()
        assert caught.value.code == code


def test_an_enrolled_station_acts_under_its_certificate(organisation: Any) -> None:
    certificate = organisation.enrol("officer", "officer")
    keys = organisation.keys["officer"]
    trust = organisation.trust()
    enrolled = Credentials("desk-1", keys, certificate, trust)
    assert enrolled.actor == certificate.serial
    assert enrolled.identities == (keys.decryption,)
    assert enrolled.signer().certificate_der == certificate.der
    assert enrolled.trusted() is trust
    assert "keys" not in repr(enrolled)
