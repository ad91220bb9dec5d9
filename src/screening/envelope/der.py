"""The little DER that is written by hand: what XAdES wants beside a certificate, and one octet string."""

from __future__ import annotations

from cryptography.x509 import Certificate

_INTEGER, _OCTETS, _SEQUENCE, _DIRECTORY_NAME = 0x02, 0x04, 0x30, 0xA4
_SHORT_FORM = 0x80


def issuer_serial(certificate: Certificate) -> bytes:
    """IssuerSerial of RFC 5035: the issuer as one directory name, and the serial number."""
    issuer = _element(_SEQUENCE, _element(_DIRECTORY_NAME, certificate.issuer.public_bytes()))
    number = certificate.serial_number
    serial = number.to_bytes(number.bit_length() // 8 + 1, signed=True)
    return _element(_SEQUENCE, issuer + _element(_INTEGER, serial))


def octets(content: bytes) -> bytes:
    """`content` as an OCTET STRING."""
    return _element(_OCTETS, content)


def _element(tag: int, content: bytes) -> bytes:
    if len(content) < _SHORT_FORM:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, _SHORT_FORM | len(length)]) + length + content
