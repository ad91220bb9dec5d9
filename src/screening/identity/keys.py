"""The secrets of one device's user: a signing key and a decryption identity. They live in the vault only."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from typing_extensions import override

from screening.envelope import canonical
from screening.envelope.age import HybridIdentity, HybridRecipient
from screening.errors import IdentityError, PacketError
from screening.identity import certificates, fingerprint
from screening.identity.fingerprint import Fingerprint

_FORMAT = "field-screening-keys"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What a user signs with and what packets or receipts for this user are opened with."""

    signing: ec.EllipticCurvePrivateKey
    decryption: HybridIdentity

    @staticmethod
    def generate() -> Keys:
        """New random keys."""
        return Keys(ec.generate_private_key(ec.SECP256R1()), HybridIdentity.generate())

    @staticmethod
    def from_bytes(data: bytes) -> Keys:
        """The keys that `to_bytes` wrote.

        Raises:
            PacketError: anything else.
        """
        value = canonical.read(data)
        match value:
            case {"format": str(name), "major": 1, "signing": str(signing), "decryption": str(decryption)} if (
                name == _FORMAT and len(value) == len(("format", "major", "signing", "decryption"))
            ):
                return Keys(private_key(signing), HybridIdentity.parse(decryption))
        raise PacketError("identity.keys")

    def to_bytes(self) -> bytes:
        """Both secrets in one record. Secret: it goes into the vault and nowhere else."""
        return canonical.write(
            {
                "format": _FORMAT,
                "major": 1,
                "signing": private_text(self.signing),
                "decryption": self.decryption.encode(),
            }
        )

    @property
    def recipient(self) -> HybridRecipient:
        """To whom others seal."""
        return self.decryption.recipient

    @property
    def fingerprint(self) -> Fingerprint:
        """What two people compare by voice before a certificate is given."""
        return fingerprint.of_keys(certificates.public_key_der(self.signing.public_key()), self.recipient.raw)

    def signer(self, certificate_der: bytes) -> KeySigner:
        """A signer under the certificate that was given for these keys.

        Raises:
            PacketError: not a certificate of ours.
            IdentityError: a certificate of other keys.
        """
        if certificates.parse(certificate_der).fingerprint != self.fingerprint:
            raise IdentityError("identity.certificate.other_keys")
        return KeySigner(certificate_der, self.signing)

    @override
    def __repr__(self) -> str:
        return "<keys>"


@dataclass(frozen=True, slots=True)
class KeySigner:
    """Signs containers with a P-256 key under its certificate."""

    certificate_der: bytes
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256 of `data`, DER-encoded."""
        return self.key.sign(data, ec.ECDSA(SHA256()))


def private_text(key: ec.EllipticCurvePrivateKey) -> str:
    """PKCS#8 in base 64, in the clear: only ever a part of something encrypted."""
    return base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that `private_text` wrote.

    Raises:
        PacketError: anything else.
    """
    try:
        key = load_der_private_key(base64.b64decode(text, validate=True), None)
    except (ValueError, TypeError, UnsupportedAlgorithm, binascii.Error):
        raise PacketError("identity.keys") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise PacketError("identity.keys")
    return key
