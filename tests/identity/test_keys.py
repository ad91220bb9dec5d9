from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from screening.envelope import age, asic, canonical
from screening.errors import IdentityError, PacketError
from screening.identity.keys import Keys


def test_keys_survive_being_kept() -> None:
    keys = Keys.generate()
    kept = Keys.from_bytes(keys.to_bytes())
    assert kept.fingerprint == keys.fingerprint
    assert kept.signing.private_numbers() == keys.signing.private_numbers()
    assert age.decrypt(age.encrypt(b"x", [keys.recipient]), [kept.decryption]) == b"x"


def test_two_devices_never_look_alike() -> None:
    first, second = Keys.generate(), Keys.generate()
    assert first.fingerprint != second.fingerprint
    assert Keys(first.signing, second.decryption).fingerprint not in {first.fingerprint, second.fingerprint}


def test_secrets_are_not_printed(organisation: Any) -> None:
    certificate = organisation.enrol("officer", "officer")
    keys = organisation.keys["officer"]
    signer = keys.signer(certificate.der)
    assert repr(keys) == "<keys>"
    assert "key=" not in repr(signer)
    assert repr(organisation.authority) == "<authority>"


def test_a_signer_signs_under_its_own_certificate_only(organisation: Any, now: Any) -> None:
    mine = organisation.enrol("officer", "officer")
    organisation.enrol("other", "officer")
    signer = organisation.keys["officer"].signer(mine.der)
    container = asic.build([("a.json", b"{}")], signer, now)
    assert asic.open(container).signature.certificate_der == mine.der
    with pytest.raises(IdentityError) as caught:
        organisation.keys["other"].signer(mine.der)
    assert caught.value.code == "identity.certificate.other_keys"


def _der(key: Any) -> str:
    return base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"major": 2},
        {"more": 1},
        {"signing": 1},
        {"signing": "AAAA"},
        {"signing": "*"},
        {"signing": _der(ec.generate_private_key(ec.SECP384R1()))},
        {"signing": _der(ed25519.Ed25519PrivateKey.generate())},
    ],
)
def test_other_records_are_no_keys(change: dict[str, object]) -> None:
    record = {**canonical.read(Keys.generate().to_bytes()), **change}
    with pytest.raises(PacketError) as caught:
        Keys.from_bytes(canonical.write(record))
    assert caught.value.code == "identity.keys"
    with pytest.raises(PacketError):
        Keys.from_bytes(canonical.write({**canonical.read(Keys.generate().to_bytes()), "decryption": "AGE-"}))
