"""The one shape of certificate that devices carry, and the authority's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import ExtensionOID, NameOID, SignatureAlgorithmOID

from screening.envelope import der
from screening.envelope.age import RECIPIENT_LENGTH, HybridRecipient
from screening.errors import PacketError
from screening.identity import fingerprint
from screening.identity.fingerprint import Fingerprint

Role: TypeAlias = Literal["officer", "supervisor"]

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""RFC 9336: the key signs documents and nothing else."""
RECIPIENT = x509.ObjectIdentifier("2.25.174093294555113317327706635518109128135.1")
"""Our extension (an arc of a UUID): the raw age recipient of the same device, as an OCTET STRING."""
STATION_LENGTH = 64
"""Longest name of a station or organisation, in characters (X.520)."""

_ROLES = ("officer", "supervisor")
_SUBJECT = (
    NameOID.ORGANIZATION_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME,
    NameOID.TITLE,
    NameOID.COMMON_NAME,
)
_EXTENSIONS = frozenset(
    [
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_KEY_IDENTIFIER,
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        RECIPIENT,
    ]
)
_AUTHORITY_EXTENSIONS = frozenset(
    [ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.SUBJECT_KEY_IDENTIFIER]
)
UNREADABLE = (
    ValueError,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    CryptographyDeprecationWarning,  # where warnings are errors
)
"""How `cryptography` refuses names and extensions."""
CLOCKS_DIFFER = timedelta(hours=1)
"""How far two honest clocks may be apart."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a device's certificate says. It names a device, a role and a station, never a person.

    subject: a code of role and key; serial: lowercase hexadecimal; since, until: UTC;
    fingerprint: of the device's two public keys; recipient: to whom answers are sealed.
    """

    subject: str
    role: Role
    station: str
    organisation: str
    serial: str
    since: datetime
    until: datetime
    fingerprint: Fingerprint
    recipient: HybridRecipient
    der: bytes


def check_text(text: str) -> str:
    """`text` if it can name a station or organisation in a certificate.

    Raises:
        PacketError: empty, too long, outer spaces or invisible characters.
    """
    if not 1 <= len(text) <= STATION_LENGTH or not text.isprintable() or text != text.strip():
        raise PacketError("identity.name", limit=STATION_LENGTH)
    return text


def check_role(text: str) -> Role:
    """`text` if it is a role.

    Raises:
        PacketError: another word.
    """
    if text not in _ROLES:
        raise PacketError("identity.role")
    return cast("Role", text)


def key_usage(*, authority: bool) -> x509.KeyUsage:
    """Signatures and non-repudiation; for the authority also certificates and revocations."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def recipient_extension(recipient: HybridRecipient) -> x509.UnrecognizedExtension:
    """The extension that binds an age recipient to a request or certificate."""
    return x509.UnrecognizedExtension(RECIPIENT, der.octets(recipient.raw))


def read_recipient(extensions: x509.Extensions) -> HybridRecipient:
    """The age recipient bound by `recipient_extension`.

    Raises:
        PacketError: missing or malformed.
    """
    try:
        extension = extensions.get_extension_for_oid(RECIPIENT).value
    except x509.ExtensionNotFound:
        raise PacketError("identity.certificate.profile") from None
    octets = extension.public_bytes()
    raw = octets[-RECIPIENT_LENGTH:]
    if der.octets(raw) != octets:
        raise PacketError("identity.certificate.profile")
    return HybridRecipient.from_raw(raw)


def issue_authority(organisation: str, key: ec.EllipticCurvePrivateKey, now: datetime, days: int) -> x509.Certificate:
    """The authority's certificate over its own key.

    Raises:
        PacketError: an unusable name.
    """
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, check_text(organisation))])
    public_key = key.public_key()
    return (
        _builder(name, name, public_key, now, now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .sign(key, SHA256())
    )


def issue(
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    public_key: ec.EllipticCurvePublicKey,
    recipient: HybridRecipient,
    *,
    role: Role,
    station: str,
    now: datetime,
    until: datetime,
) -> x509.Certificate:
    """A device's certificate, signed by the authority."""
    mark = fingerprint.of_keys(public_key_der(public_key), recipient.raw)
    organisation = str(authority.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)
    values = (organisation, station, role, f"{role}-{mark[:8]}")
    subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in zip(_SUBJECT, values, strict=True)])
    identifier = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        _builder(subject, authority.subject, public_key, now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .add_extension(recipient_extension(recipient), critical=False)
        .sign(authority_key, SHA256())
    )


def parse(certificate_der: bytes) -> Certificate:
    """A device's certificate of exactly our shape; whether it is trusted is for `screening.identity.trust`.

    Raises:
        PacketError: not a certificate, or of another shape.
    """
    certificate = load(certificate_der)
    try:
        subject = [(attribute.oid, str(attribute.value)) for attribute in certificate.subject]
        extensions = certificate.extensions
        _check_extensions(extensions)
    except UNREADABLE:
        raise PacketError("identity.certificate.profile") from None
    if tuple(oid for oid, _ in subject) != _SUBJECT:
        raise PacketError("identity.certificate.profile")
    organisation, station, role, name = (value for _, value in subject)
    recipient = read_recipient(extensions)
    mark = fingerprint.of_keys(public_key_der(p256(certificate)), recipient.raw)
    if name != f"{role}-{mark[:8]}":
        raise PacketError("identity.certificate.profile")
    return Certificate(
        subject=name,
        role=check_role(role),
        station=check_text(station),
        organisation=check_text(organisation),
        serial=serial(certificate),
        since=certificate.not_valid_before_utc,
        until=certificate.not_valid_after_utc,
        fingerprint=mark,
        recipient=recipient,
        der=certificate_der,
    )


def load(certificate_der: bytes) -> x509.Certificate:
    """Any X.509 v3 certificate over a P-256 key, signed by ECDSA with SHA-256.

    Raises:
        PacketError: anything else.
    """
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        p256(certificate)
        algorithm = certificate.signature_algorithm_oid
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm, CryptographyDeprecationWarning):
        raise PacketError("identity.certificate.format") from None
    # The signature ends the certificate as a whole number of bytes: said otherwise, the same would have two forms.
    whole = certificate_der.endswith(b"\x00" + certificate.signature)
    if not whole or algorithm != SignatureAlgorithmOID.ECDSA_WITH_SHA256 or certificate.serial_number <= 0:
        raise PacketError("identity.certificate.profile")
    return certificate


def load_authority(certificate_der: bytes) -> x509.Certificate:
    """A self-signed certificate that may issue ours, and no further authority.

    Raises:
        PacketError: anything else.
    """
    certificate = load(certificate_der)
    try:
        found = {extension.oid: extension for extension in certificate.extensions}
        subject = [attribute.oid for attribute in certificate.subject]
    except UNREADABLE:
        raise PacketError("identity.authority.profile") from None
    if frozenset(found) != _AUTHORITY_EXTENSIONS or (
        found[ExtensionOID.BASIC_CONSTRAINTS].value != x509.BasicConstraints(ca=True, path_length=0)
        or not found[ExtensionOID.BASIC_CONSTRAINTS].critical
        or found[ExtensionOID.KEY_USAGE].value != key_usage(authority=True)
        or subject != [NameOID.ORGANIZATION_NAME]
    ):
        raise PacketError("identity.authority.profile")
    check_issued(certificate, certificate)
    return certificate


def check_issued(certificate: x509.Certificate, authority: x509.Certificate) -> None:
    """Return if `authority` signed `certificate` under its own name.

    Raises:
        PacketError: it did not.
    """
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        raise PacketError("identity.certificate.issuer") from None


def p256(holder: x509.Certificate | x509.CertificateSigningRequest) -> ec.EllipticCurvePublicKey:
    """The P-256 key of a certificate or request.

    Raises:
        PacketError: a key of another kind.
    """
    key = holder.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise PacketError("identity.certificate.profile")
    return key


def public_key_der(key: ec.EllipticCurvePublicKey) -> bytes:
    """SubjectPublicKeyInfo."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def serial(certificate: x509.Certificate) -> str:
    """The serial number in lowercase hexadecimal."""
    return f"{certificate.serial_number:x}"


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    # A device whose clock is a little behind must not find its certificate not yet valid.
    since = (now - CLOCKS_DIFFER).astimezone(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until.astimezone(UTC).replace(microsecond=0))
    )


def _check_extensions(extensions: x509.Extensions) -> None:
    found = {extension.oid: extension for extension in extensions}
    if frozenset(found) != _EXTENSIONS or (
        found[ExtensionOID.BASIC_CONSTRAINTS].value != x509.BasicConstraints(ca=False, path_length=None)
        or found[ExtensionOID.KEY_USAGE].value != key_usage(authority=False)
        or found[ExtensionOID.EXTENDED_KEY_USAGE].value != x509.ExtendedKeyUsage([DOCUMENT_SIGNING])
    ):
        raise PacketError("identity.certificate.profile")
