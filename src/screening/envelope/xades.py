"""XAdES-B-B signatures of one fixed form over named files: ECDSA P-256, SHA-256, C14N 1.1.

The XML is never interpreted. Verifying takes the few values that may differ out of the text, writes the whole
signature again from them and compares: what is not exactly our form - another transform, a document type, a
second reference, a wrapped element - cannot pass. The text is its own canonical form, so no canonicaliser is needed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.utils import CryptographyDeprecationWarning

from screening.envelope import der
from screening.errors import PacketError

LIMIT = 64 * 1024
"""Longest signature file, in bytes; room for about 120 files."""
_C14N = "http://www.w3.org/2006/12/xml-c14n11"
_ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_SHA256 = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>'
_NAMESPACES = (
    ' xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
    ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
    ' xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"'
)
_COORDINATE = 32
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAME = re.compile(r"[A-Za-z0-9._/-]+")
_MEDIA_TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "xml": "application/xml",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "der": "application/pkix-cert",
}

_REFERENCE = re.compile(
    r'<ds:Reference Id="S0-r[0-9]+" URI="([A-Za-z0-9._/-]+)">'
    rf"{re.escape(_SHA256)}<ds:DigestValue>([A-Za-z0-9+/=]+)</ds:DigestValue></ds:Reference>"
)
_VALUE = re.compile(r"<ds:SignatureValue>([A-Za-z0-9+/=]+)</ds:SignatureValue>")
_CERTIFICATE = re.compile(r"<ds:X509Certificate>([A-Za-z0-9+/=]+)</ds:X509Certificate>")
_SIGNING_TIME = re.compile(r"<xades:SigningTime>([0-9TZ:-]{20})</xades:SigningTime>")


class Signer(Protocol):
    """One who can sign. certificate_der: X.509 certificate of the P-256 key."""

    @property
    def certificate_der(self) -> bytes:
        """The signer's certificate."""
        ...

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256 of `data`, DER-encoded as `cryptography` gives it."""
        ...


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature whose mathematics hold; whether the certificate is trusted is another question.

    signing_time: as the signer claims, UTC.
    """

    certificate_der: bytes
    signing_time: datetime


@dataclass(frozen=True, slots=True)
class _Values:
    """All that differs from one signature to the next. digests: SHA-256 by file name, in order; value: r and s."""

    digests: tuple[tuple[str, bytes], ...]
    certificate_der: bytes
    signing_time: datetime
    value: bytes = b""


def media_type(name: str) -> str:
    """The media type that goes with a file name's ending."""
    return _MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def sign(files: Sequence[tuple[str, bytes]], signer: Signer, at: datetime) -> bytes:
    """The signature file over `files` (name, content), which says it was made `at`.

    Raises:
        PacketError: an unusable file name, or too many files for one signature.
    """
    if not files or not all(_NAME.fullmatch(name) for name, _ in files):
        raise PacketError("packet.signature.names")
    digests = tuple((name, hashlib.sha256(content).digest()) for name, content in files)
    values = _Values(digests, signer.certificate_der, at.astimezone(UTC).replace(microsecond=0))
    certificate = _load(values.certificate_der)
    r, s = decode_dss_signature(signer.sign(_signed_info(values, certificate, apex=True).encode()))
    value = r.to_bytes(_COORDINATE) + s.to_bytes(_COORDINATE)
    rendered = _render(_Values(values.digests, values.certificate_der, values.signing_time, value), certificate)
    if len(rendered) > LIMIT:
        raise PacketError("packet.signature.too_many")
    return rendered


def verify(signature: bytes, files: Mapping[str, bytes]) -> Signature:
    """The signature, if it is of our form and covers exactly `files` as they are.

    Raises:
        PacketError: another form, other files, altered files, or a signature that does not hold.
    """
    if len(signature) > LIMIT:
        raise PacketError("packet.signature.size", limit=LIMIT)
    values = _parse(signature)
    certificate = _load(values.certificate_der)
    if _render(values, certificate) != signature:
        raise PacketError("packet.signature.profile")
    if [name for name, _ in values.digests] != list(files):
        raise PacketError("packet.signature.files")
    if any(hashlib.sha256(files[name]).digest() != digest for name, digest in values.digests):
        raise PacketError("packet.signature.altered")
    _check(certificate, values.value, _signed_info(values, certificate, apex=True).encode())
    return Signature(values.certificate_der, values.signing_time)


def _check(certificate: x509.Certificate, value: bytes, signed: bytes) -> None:
    r, s = int.from_bytes(value[:_COORDINATE]), int.from_bytes(value[_COORDINATE:])
    try:
        _public_key(certificate).verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise PacketError("packet.signature.invalid") from None


def _load(certificate_der: bytes) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        certificate.issuer.public_bytes()
        _public_key(certificate)
        if certificate.serial_number <= 0:
            raise PacketError("packet.signature.certificate")
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm, CryptographyDeprecationWarning):
        raise PacketError("packet.signature.certificate") from None
    return certificate


def _public_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise PacketError("packet.signature.certificate")
    return key


def _parse(signature: bytes) -> _Values:
    """The values as the text has them; whether anything else stands there is for the comparison to say."""
    try:
        text = signature.decode("ascii")
        value, certificate, time = (_VALUE.search(text), _CERTIFICATE.search(text), _SIGNING_TIME.search(text))
        if value is None or certificate is None or time is None:
            raise PacketError("packet.signature.profile")
        values = _Values(
            tuple((name, _decode64(digest)) for name, digest in _REFERENCE.findall(text)),
            _decode64(certificate[1]),
            datetime.strptime(time[1], _TIME).replace(tzinfo=UTC),
            _decode64(value[1]),
        )
    except ValueError:
        raise PacketError("packet.signature.profile") from None
    if not values.digests or len(values.value) != 2 * _COORDINATE:
        raise PacketError("packet.signature.profile")
    return values


def _render(values: _Values, certificate: x509.Certificate) -> bytes:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<asic:XAdESSignatures{_NAMESPACES}><ds:Signature Id="S0">'
        f"{_signed_info(values, certificate)}"
        f"<ds:SignatureValue>{_encode64(values.value)}</ds:SignatureValue>"
        "<ds:KeyInfo><ds:X509Data>"
        f"<ds:X509Certificate>{_encode64(values.certificate_der)}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo>"
        f'<ds:Object><xades:QualifyingProperties Target="#S0">{_signed_properties(values, certificate)}'
        "</xades:QualifyingProperties></ds:Object></ds:Signature></asic:XAdESSignatures>\n"
    )
    return text.encode()


def _signed_info(values: _Values, certificate: x509.Certificate, *, apex: bool = False) -> str:
    """What is signed. With `apex`, the canonical form of this part alone: it carries the namespaces in scope."""
    references = "".join(
        f'<ds:Reference Id="S0-r{number}" URI="{name}">{_digest(digest)}</ds:Reference>'
        for number, (name, digest) in enumerate(values.digests)
    )
    properties = hashlib.sha256(_signed_properties(values, certificate, apex=True).encode()).digest()
    return (
        f"<ds:SignedInfo{_NAMESPACES if apex else ''}>"
        f'<ds:CanonicalizationMethod Algorithm="{_C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{_ECDSA}"></ds:SignatureMethod>'
        f"{references}"
        '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#S0-SignedProperties">'
        f'<ds:Transforms><ds:Transform Algorithm="{_C14N}"></ds:Transform></ds:Transforms>'
        f"{_digest(properties)}</ds:Reference></ds:SignedInfo>"
    )


def _signed_properties(values: _Values, certificate: x509.Certificate, *, apex: bool = False) -> str:
    formats = "".join(
        f'<xades:DataObjectFormat ObjectReference="#S0-r{number}">'
        f"<xades:MimeType>{media_type(name)}</xades:MimeType></xades:DataObjectFormat>"
        for number, (name, _) in enumerate(values.digests)
    )
    return (
        f'<xades:SignedProperties{_NAMESPACES if apex else ""} Id="S0-SignedProperties">'
        "<xades:SignedSignatureProperties>"
        f"<xades:SigningTime>{values.signing_time.strftime(_TIME)}</xades:SigningTime>"
        "<xades:SigningCertificateV2><xades:Cert>"
        f"<xades:CertDigest>{_digest(hashlib.sha256(values.certificate_der).digest())}</xades:CertDigest>"
        f"<xades:IssuerSerialV2>{_encode64(der.issuer_serial(certificate))}</xades:IssuerSerialV2>"
        "</xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
        f"<xades:SignedDataObjectProperties>{formats}</xades:SignedDataObjectProperties></xades:SignedProperties>"
    )


def _digest(digest: bytes) -> str:
    return f"{_SHA256}<ds:DigestValue>{_encode64(digest)}</ds:DigestValue>"


def _encode64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise PacketError("packet.signature.profile") from None
