from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from screening.envelope import age, canonical
from screening.errors import IdentityError, PacketError, ScreeningError
from screening.identity import authority as room
from screening.identity import enrolment, keys
from screening.identity.authority import authority_new, open_authority
from screening.identity.keys import Keys


def refusal(call: Any, *arguments: Any, **named: Any) -> ScreeningError:
    with pytest.raises(ScreeningError) as caught:
        call(*arguments, **named)
    return caught.value


def test_the_file_keeps_the_register(organisation: Any, passphrase: bytes, now: datetime) -> None:
    officer = organisation.enrol("officer", "officer")
    organisation.enrol("supervisor", "supervisor", recipients=("police",))
    organisation.authority.revoke(officer.serial)
    organisation.authority.bundle(now)
    again = open_authority(organisation.authority.to_bytes(passphrase, work=2), passphrase)
    assert again.approved == organisation.authority.approved
    assert again.revoked == {officer.serial}
    assert again.number == 1
    assert again.fingerprint == organisation.authority.fingerprint


def test_the_wrong_passphrase_is_said_so(organisation: Any, passphrase: bytes) -> None:
    data = organisation.authority.to_bytes(passphrase, work=2)
    error = refusal(open_authority, data, passphrase + b"x")
    assert isinstance(error, IdentityError)
    assert error.code == "identity.authority.passphrase"


def test_nothing_of_the_authority_is_readable_without_it(organisation: Any, passphrase: bytes) -> None:
    organisation.enrol("supervisor", "supervisor")
    data = organisation.authority.to_bytes(passphrase, work=2)
    for secret in ("Служба", "supervisor", "PRIVATE"):
        assert secret.encode() not in data


def test_a_short_passphrase_is_refused(now: datetime) -> None:
    error = refusal(authority_new, "Служба", now, b"elevenchars")
    assert (error.code, error.params) == ("identity.authority.passphrase_short", {"least": 12})
    assert refusal(authority_new, "Служба", now, "коротка".encode()).code == "identity.authority.passphrase_short"
    assert refusal(authority_new, "", now, b"long enough phrase").code == "identity.name"


def test_other_files_are_no_authority(organisation: Any, passphrase: bytes) -> None:
    data = organisation.authority.to_bytes(passphrase, work=2)
    assert refusal(open_authority, b"", passphrase).code == "packet.age.header"
    assert refusal(open_authority, data[:-1], passphrase).code == "packet.age.altered"
    assert refusal(open_authority, age.encrypt(b"", [Keys.generate().recipient]), passphrase).code == (
        "identity.authority.format"
    )
    document = canonical.read(age.decrypt(data, [age.Passphrase(passphrase)]))
    other_key = keys.private_text(ec.generate_private_key(ec.SECP256R1()))
    for change in (
        {"major": 2},
        {"more": 1},
        {"number": -1},
        {"certificate": "*"},
        {"key": other_key},
        {"approved": [{"certificate": "*", "recipients": []}]},
    ):
        sealed = age.encrypt(canonical.write({**document, **change}), [age.Passphrase(passphrase, 2)])
        error = refusal(open_authority, sealed, passphrase)
        assert isinstance(error, PacketError)
        assert error.code == "identity.authority.format"


@pytest.mark.parametrize("days", [0, -1, room.LONGEST_CERTIFICATE_DAYS + 1])
def test_certificates_and_bundles_have_a_term(organisation: Any, now: datetime, days: int) -> None:
    request = enrolment.request(Keys.generate(), "officer", "Пост")
    assert refusal(organisation.authority.approve, request, days, now).code == "identity.days"
    assert refusal(organisation.authority.bundle, now, days=days).code == "identity.days"


def test_no_certificate_outlives_its_authority(organisation: Any, now: datetime) -> None:
    request = enrolment.request(Keys.generate(), "officer", "Пост")
    late = now + timedelta(days=room.AUTHORITY_DAYS - 100)
    assert refusal(organisation.authority.approve, request, 101, late).code == "identity.authority.ends"
    organisation.authority.approve(request, 99, late)


def test_only_supervisors_open_packets(organisation: Any, now: datetime) -> None:
    request = enrolment.request(Keys.generate(), "officer", "Пост")
    error = refusal(organisation.authority.approve, request, 30, now, recipients=["police"])
    assert error.code == "identity.recipient.officer"


def test_only_what_was_given_is_revoked(organisation: Any) -> None:
    assert refusal(organisation.authority.revoke, "00").code == "identity.serial.unknown"


def test_every_bundle_has_the_next_number(organisation: Any) -> None:
    organisation.enrol("supervisor", "supervisor")
    assert [organisation.trust().number for _ in range(3)] == [1, 2, 3]
