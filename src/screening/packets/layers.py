"""The layers around a packet or receipt, opened from the outside in. The numbers are those of docs/packet-format.md."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from screening.envelope import age, asic, canonical
from screening.envelope.age import HybridIdentity
from screening.envelope.asic import Container
from screening.errors import IdentityError, PacketError
from screening.identity import certificates
from screening.identity.certificates import Certificate
from screening.identity.trust import Trust
from screening.ids import Digest
from screening.packets import cut
from screening.packets.manifest import JSON_LIMIT, Addressee, Sender

LIMIT = 65 * 1024 * 1024
"""Bytes of a sealed packet: the largest container and what age adds to it."""

_PLAIN = {
    "packet.age.format": "packet.not_age",
    "packet.age.header": "packet.header",
    "packet.age.header_size": "packet.header",
    "packet.age.recipients": "packet.header",
    "packet.age.not_for_us": "packet.not_for_us",
    "packet.age.truncated": "packet.truncated",
    "packet.age.altered": "packet.altered",
    "packet.age.trailing": "packet.altered",
    "packet.container.unsigned": "packet.unsigned",
    "packet.signature.altered": "packet.signature.broken",
    "packet.signature.invalid": "packet.signature.broken",
    "packet.signature.files": "packet.signature.files",
    "packet.signature.size": "packet.signature.profile",
    "packet.signature.profile": "packet.signature.profile",
    "packet.signature.certificate": "packet.certificate.profile",
    "packet.json.syntax": "packet.json",
    "packet.json.value": "packet.json",
    "packet.json.canonical": "packet.json",
    "identity.certificate.authority": "packet.signer.unknown",
    "identity.certificate.revoked": "packet.signer.revoked",
    "identity.certificate.early": "packet.certificate.expired",
    "identity.certificate.expired": "packet.certificate.expired",
}
_CONTAINER = frozenset({"packet.container.type", "packet.container.parts"})
_PREFIXES = {
    "packet.zip.": "packet.container",
    "packet.container.": "packet.container",
    "identity.certificate.": "packet.certificate.profile",
}


def digest(data: bytes) -> Digest:
    """The name of sealed bytes: their SHA-256."""
    return Digest(hashlib.sha256(data).hexdigest())


def plainly(refused: PacketError | IdentityError) -> PacketError:
    """The refusal in the words of a packet: which damage it is; the layer's own code stays as `cause`."""
    code = _PLAIN.get(refused.code)
    if code is None:
        code = next((word for prefix, word in _PREFIXES.items() if refused.code.startswith(prefix)), refused.code)
    if code == refused.code:
        return PacketError(code, **refused.params)
    return PacketError(code, **refused.params, cause=refused.code)


def check_size(data: bytes) -> None:
    """(1) Neither empty nor larger than any packet can be.

    Raises:
        PacketError: it is.
    """
    if not data:
        raise PacketError("packet.truncated")
    if len(data) > LIMIT:
        raise PacketError("packet.too_large", limit=LIMIT)


def check_header(data: bytes) -> int:
    """(2) An age header with nothing but hybrid stanzas; answers how many.

    Raises:
        PacketError: it is not.
    """
    if cut.header_was_cut(data):
        raise PacketError("packet.truncated")
    stanzas = age.inspect(data).stanzas
    if not stanzas or any(stanza != age.HYBRID for stanza in stanzas):
        raise PacketError("packet.header")
    return len(stanzas)


def decrypt(data: bytes, identities: Sequence[HybridIdentity]) -> bytes:
    """(3) The container, decrypted in memory only and authenticated to its last byte.

    Raises:
        PacketError: not for us, altered, or cut short.
    """
    try:
        return age.decrypt(data, identities)
    except PacketError as refused:
        if refused.code == "packet.age.altered" and cut.payload_was_cut(data, identities):
            raise PacketError("packet.truncated") from None
        raise


def open_container(data: bytes) -> tuple[Container | None, PacketError | None]:
    """(4) A strict zip with the parts of a container; the container, or what step (5) will say against its signature.

    Raises:
        PacketError: another zip, or parts too many or too few.
    """
    try:
        return asic.open(data), None
    except PacketError as refused:
        if refused.code in _CONTAINER or refused.code.startswith("packet.zip."):
            raise
        return None, refused


def check_signature(container: Container | None, refused: PacketError | None) -> Container:
    """(5) One signature, in our profile, that holds over exactly the files.

    Raises:
        PacketError: there is none, or it does not.
    """
    if container is None:
        raise refused or PacketError("packet.unsigned")
    return container


def check_signer(container: Container, trust: Trust | None, role: str) -> Certificate:
    """(6) A certificate of our authority, valid when it signed, not revoked, of the role that may sign this.

    trust: None when this was asked before and is not asked of today's bundle again.

    Raises:
        PacketError: it is not.
        IdentityError: it is not.
    """
    signature = container.signature
    if trust is None:
        certificate = certificates.parse(signature.certificate_der)
    else:
        certificate = trust.check_certificate(signature.certificate_der, signature.signing_time)
    if certificate.role != role:
        raise PacketError("packet.signer.role", role=certificate.role)
    return certificate


def check_json(data: bytes | None) -> bytes:
    """(7) Canonical JSON, byte for byte.

    Raises:
        PacketError: missing, too large or not canonical.
    """
    if data is None:
        raise PacketError("packet.parts")
    if len(data) > JSON_LIMIT:
        raise PacketError("packet.too_large", limit=JSON_LIMIT)
    canonical.read(data)
    return data


def check_sender(sender: Sender, certificate: Certificate, written: datetime, container: Container) -> None:
    """(8) What the content says of its signer is what the certificate and the signature say.

    Raises:
        PacketError: it is not.
    """
    same = (
        sender.certificate == hashlib.sha256(certificate.der).hexdigest(),
        sender.role == certificate.role,
        sender.station == certificate.station,
        written == container.signature.signing_time,
    )
    if not all(same):
        raise PacketError("packet.sender")


def check_addressed(recipients: Sequence[Addressee], identities: Sequence[HybridIdentity], stanzas: int) -> None:
    """(9) We are among those the signer named, and nobody else was let in.

    Raises:
        PacketError: somebody passed on a packet that was meant for others, or there is a recipient nobody signed for.
    """
    keys = {recipient.key for recipient in recipients}
    if keys.isdisjoint(identity.recipient.fingerprint for identity in identities):
        raise PacketError("packet.recipient")
    if len(keys) != stanzas:
        raise PacketError("packet.recipient.hidden", named=len(keys), found=stanzas)
