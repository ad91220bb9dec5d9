from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from screening.errors import IdentityError, PacketError, ScreeningError
from screening.identity import certificates, enrolment
from screening.identity.keys import Keys

KEYS = Keys.generate()


def refusal(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(ScreeningError) as caught:
        call(*arguments, **named)
    assert isinstance(caught.value, PacketError | IdentityError)
    return caught.value.code


@pytest.mark.parametrize("role", ["officer", "supervisor"])
def test_a_request_says_who_asks(role: Any) -> None:
    wish = enrolment.read_request(enrolment.request(KEYS, role, "Пост «Тиса» № 3"))
    assert (wish.role, wish.station, wish.fingerprint) == (role, "Пост «Тиса» № 3", KEYS.fingerprint)
    assert wish.recipient == KEYS.recipient


@pytest.mark.parametrize("station", ["", " ", "x" * 65, "a\nb", " post", "a\u202eb", "\x00"])
def test_stations_without_a_plain_name_are_refused(station: str) -> None:
    assert refusal(enrolment.request, KEYS, "officer", station) == "identity.name"


def test_other_roles_are_refused() -> None:
    role: Any = "authority"
    assert refusal(enrolment.request, KEYS, role, "Пост") == "identity.role"


def _csr(names: list[tuple[x509.ObjectIdentifier, str]], extension: Any, key: Any = None, digest: Any = None) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(oid, value) for oid, value in names])
    )
    for one in extension if isinstance(extension, list) else [extension] if extension else []:
        builder = builder.add_extension(one, critical=False)
    return builder.sign(key or KEYS.signing, digest or SHA256()).public_bytes(Encoding.PEM)


_NAMES = [(NameOID.ORGANIZATIONAL_UNIT_NAME, "Пост"), (NameOID.TITLE, "officer")]
_BOUND = certificates.recipient_extension(KEYS.recipient)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_csr(_NAMES[:1], _BOUND), "identity.request.format"),
        (_csr(_NAMES[::-1], _BOUND), "identity.request.format"),
        ([*_NAMES, (NameOID.COMMON_NAME, "x")], "identity.request.format"),
        (_csr([_NAMES[0], (NameOID.TITLE, "root")], _BOUND), "identity.role"),
        (_csr([(NameOID.ORGANIZATIONAL_UNIT_NAME, "a\x07"), _NAMES[1]], _BOUND), "identity.name"),
        (_csr(_NAMES, None), "identity.request.format"),
        (_csr(_NAMES, x509.BasicConstraints(ca=True, path_length=None)), "identity.request.format"),
        (_csr(_NAMES, x509.UnrecognizedExtension(certificates.RECIPIENT, b"\x04\x01x")), "identity.request.format"),
        (_csr(_NAMES, x509.UnrecognizedExtension(certificates.RECIPIENT, b"x")), "identity.request.format"),
        (_csr(_NAMES, _BOUND, digest=SHA512()), "identity.request.signature"),
        (_csr(_NAMES, _BOUND, ec.generate_private_key(ec.SECP384R1())), "identity.request.format"),
        (_csr(_NAMES, [_BOUND, x509.BasicConstraints(ca=True, path_length=None)]), "identity.request.format"),
        (b"", "identity.request.format"),
        (b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n", "identity.request.format"),
        (b"-----BEGIN CERTIFICATE REQUEST-----" + b"A" * 20_000, "identity.request.format"),
    ],
)
def test_requests_of_another_shape_are_refused(data: Any, code: str) -> None:
    if isinstance(data, list):
        data = _csr(data, _BOUND)
    assert refusal(enrolment.read_request, data) == code


def test_a_request_signed_by_somebody_else_is_refused() -> None:
    """Mine with another's signature: whoever asks must have the key."""
    request = x509.load_pem_x509_csr(enrolment.request(KEYS, "officer", "Пост"))
    body, signature = bytearray(request.public_bytes(Encoding.DER)), request.signature
    place = bytes(body).index(signature)
    body[place + len(signature) - 1] ^= 1
    forged = b"-----BEGIN CERTIFICATE REQUEST-----\n" + _lines(bytes(body)) + b"-----END CERTIFICATE REQUEST-----\n"
    assert refusal(enrolment.read_request, forged) == "identity.request.signature"


def _lines(der: bytes) -> bytes:
    import base64

    text = base64.b64encode(der)
    return b"".join(text[start : start + 64] + b"\n" for start in range(0, len(text), 64))


def test_the_certificate_says_what_the_request_asked(organisation: Any, now: datetime) -> None:
    certificate = organisation.enrol("officer", "officer", days=30)
    keys = organisation.keys["officer"]
    assert certificate.role == "officer"
    assert certificate.station == "Пост Ужгород"
    assert certificate.organisation == "Служба порятунку"
    assert certificate.fingerprint == keys.fingerprint
    assert certificate.recipient == keys.recipient
    assert certificate.subject == f"officer-{keys.fingerprint[:8]}"
    assert certificate.until == now + timedelta(days=30)
    assert certificate.since < now


def test_the_certificate_file_carries_its_authority(organisation: Any) -> None:
    organisation.enrol("officer", "officer")
    issued = enrolment.read_issued(organisation.files["officer"])
    assert issued.authority_der == organisation.authority.certificate_der


def test_certificate_files_of_another_shape_are_refused(organisation: Any, stranger: Any) -> None:
    organisation.enrol("officer", "officer")
    stranger.enrol("officer", "officer")
    ours, theirs = organisation.files["officer"], stranger.files["officer"]
    cut = ours.index(b"-----BEGIN", 1)
    assert refusal(enrolment.read_issued, ours[:cut]) == "identity.certificate.format"
    assert refusal(enrolment.read_issued, ours * 2) == "identity.certificate.format"
    assert refusal(enrolment.read_issued, b"-----BEGIN CERTIFICATE-----\nx") == "identity.certificate.format"
    assert refusal(enrolment.read_issued, b"") == "identity.certificate.format"
    mixed = ours[:cut] + theirs[theirs.index(b"-----BEGIN", 1) :]
    assert refusal(enrolment.read_issued, mixed) == "identity.certificate.issuer"
    assert refusal(enrolment.read_issued, ours[cut:] * 2) == "identity.certificate.profile"
    assert refusal(enrolment.read_issued, ours[:cut] * 2) == "identity.authority.profile"


def test_files_given_by_hand_are_told_apart(organisation: Any) -> None:
    organisation.enrol("officer", "officer")
    assert enrolment.kind(enrolment.request(KEYS, "officer", "Пост")) == "request"
    assert enrolment.kind(organisation.files["officer"]) == "certificate"
    assert enrolment.kind(organisation.authority.bundle(organisation.now)) == "bundle"
    assert refusal(enrolment.kind, b"MZ") == "identity.file"


def test_openssl_accepts_request_and_chain(organisation: Any, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("not run: openssl is not installed")
    organisation.enrol("officer", "officer")
    (tmp_path / "request.pem").write_bytes(enrolment.request(KEYS, "officer", "Пост"))
    leaf, authority = organisation.files["officer"].split(b"-----BEGIN")[1:]
    (tmp_path / "leaf.pem").write_bytes(b"-----BEGIN" + leaf)
    (tmp_path / "authority.pem").write_bytes(b"-----BEGIN" + authority)
    at = str(int(organisation.now.timestamp()))
    for command in (
        [openssl, "req", "-in", "request.pem", "-noout", "-verify"],
        [openssl, "verify", "-x509_strict", "-attime", at, "-CAfile", "authority.pem", "leaf.pem"],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
