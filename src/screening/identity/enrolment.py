"""How a device asks for a certificate without a network, and what it gets back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

from screening.envelope.age import HybridRecipient
from screening.errors import PacketError
from screening.identity import certificates, fingerprint
from screening.identity.certificates import Certificate, Role
from screening.identity.fingerprint import Fingerprint
from screening.identity.keys import Keys

_LIMIT = 16 * 1024
_REQUEST = b"-----BEGIN CERTIFICATE REQUEST-----"
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Request:
    """A device's wish for a certificate, signed with the key that it names."""

    role: Role
    station: str
    public_key: ec.EllipticCurvePublicKey
    recipient: HybridRecipient
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate file as the authority gives it: the device's certificate and the authority's own."""

    certificate: Certificate
    authority_der: bytes


def request(keys: Keys, role: Role, station: str) -> bytes:
    """A request file (PKCS#10, PEM): both public keys, role and station, signed by the device.

    Raises:
        PacketError: an unusable role or name of the station.
    """
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, certificates.check_text(station)),
            x509.NameAttribute(NameOID.TITLE, certificates.check_role(role)),
        ]
    )
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    signed = builder.add_extension(certificates.recipient_extension(keys.recipient), critical=False).sign(
        keys.signing, SHA256()
    )
    return signed.public_bytes(Encoding.PEM)


def read_request(data: bytes) -> Request:
    """A request file whose signature proves that the sender has the signing key.

    Raises:
        PacketError: not a request of ours, or not signed by its own key.
    """
    if len(data) > _LIMIT or not data.startswith(_REQUEST):
        raise PacketError("identity.request.format")
    try:
        csr = x509.load_pem_x509_csr(data)
        subject = [(attribute.oid, str(attribute.value)) for attribute in csr.subject]
        extensions = csr.extensions
        algorithm = csr.signature_algorithm_oid
        public_key = certificates.p256(csr)
        recipient = certificates.read_recipient(extensions)
        valid = csr.is_signature_valid
    except (*certificates.UNREADABLE, TypeError, x509.InvalidVersion, UnsupportedAlgorithm, PacketError):
        raise PacketError("identity.request.format") from None
    if not valid or algorithm != SignatureAlgorithmOID.ECDSA_WITH_SHA256:
        raise PacketError("identity.request.signature")
    if [oid for oid, _ in subject] != [NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.TITLE]:
        raise PacketError("identity.request.format")
    if [extension.oid for extension in extensions] != [certificates.RECIPIENT]:
        raise PacketError("identity.request.format")
    return Request(
        role=certificates.check_role(subject[1][1]),
        station=certificates.check_text(subject[0][1]),
        public_key=public_key,
        recipient=recipient,
        fingerprint=fingerprint.of_keys(certificates.public_key_der(public_key), recipient.raw),
    )


def write_issued(certificate: x509.Certificate, authority: x509.Certificate) -> bytes:
    """The certificate file: both certificates in PEM, the device's first."""
    return certificate.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM)


def read_issued(data: bytes) -> Issued:
    """The certificate file; that the second certificate issued the first is checked, trust in it is not.

    Raises:
        PacketError: not such a file.
    """
    if len(data) > _LIMIT or not data.startswith(_CERTIFICATE):
        raise PacketError("identity.certificate.format")
    try:
        found = x509.load_pem_x509_certificates(data)
        leaf, authority = (certificate.public_bytes(Encoding.DER) for certificate in found)
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm, CryptographyDeprecationWarning):
        raise PacketError("identity.certificate.format") from None
    certificates.check_issued(certificates.load(leaf), certificates.load_authority(authority))
    return Issued(certificates.parse(leaf), authority)


def kind(data: bytes) -> Literal["request", "certificate", "bundle"]:
    """What a file given by hand is, by its first bytes.

    Raises:
        PacketError: none of the three.
    """
    if data.startswith(_REQUEST):
        return "request"
    if data.startswith(_CERTIFICATE):
        return "certificate"
    if data.startswith(_ZIP):
        return "bundle"
    raise PacketError("identity.file")
