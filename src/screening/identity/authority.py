"""The offline authority: gives certificates and trust bundles. Its file is opened where no network is."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import override

from screening.envelope import age, canonical
from screening.errors import IdentityError, PacketError
from screening.identity import bundle, certificates, enrolment, fingerprint, keys
from screening.identity.bundle import Contents
from screening.identity.certificates import Certificate
from screening.identity.fingerprint import Fingerprint
from screening.identity.keys import KeySigner
from screening.ids import RecipientId

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 365
LONGEST_CERTIFICATE_DAYS = 1100
BUNDLE_DAYS = 180
SHORTEST_PASSPHRASE = 12
"""Characters below which a passphrase is refused: whoever has it can name supervisors."""
_FORMAT = "field-screening-authority"


class _Approval(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    certificate: str
    recipients: list[str]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["field-screening-authority"]
    major: Literal[1]
    key: str
    certificate: str
    number: Annotated[int, Field(ge=0)]
    approved: list[_Approval]
    revoked: list[str]


@dataclass(frozen=True, slots=True)
class Approved:
    """A certificate that the authority gave.

    recipients: for whom this supervisor opens packets; none: for all who have nobody of their own.
    """

    certificate: Certificate
    recipients: tuple[RecipientId, ...] = ()


@dataclass(slots=True, repr=False)
class Authority:
    """An opened authority. Approving, revoking and making a bundle change its register: save `to_bytes` afterwards.

    number: of the last bundle, 0 before the first; revoked: serials.
    """

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    number: int = 0
    approved: list[Approved] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)

    @property
    def certificate_der(self) -> bytes:
        """The authority's own certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> Fingerprint:
        """By which devices pin this authority."""
        return fingerprint.of_authority(self.certificate_der)

    def approve(self, request: bytes, days: int, now: datetime, *, recipients: Sequence[RecipientId] = ()) -> bytes:
        """The certificate file for a request whose fingerprint somebody has compared, valid for `days` from `now`.

        The same device asking again gets a new certificate; the former one stays valid until it is revoked.

        Raises:
            PacketError: not a request.
            IdentityError: days out of range, recipients for an officer, or an authority at the end of its life.
        """
        wish = enrolment.read_request(request)
        if not 1 <= days <= LONGEST_CERTIFICATE_DAYS:
            raise IdentityError("identity.days", limit=LONGEST_CERTIFICATE_DAYS)
        if recipients and wish.role != "supervisor":
            raise IdentityError("identity.recipient.officer")
        until = now + timedelta(days=days)
        if until > self.certificate.not_valid_after_utc:
            raise IdentityError("identity.authority.ends")
        certificate = certificates.issue(
            self.certificate,
            self.key,
            wish.public_key,
            wish.recipient,
            role=wish.role,
            station=wish.station,
            now=now,
            until=until,
        )
        parsed = certificates.parse(certificate.public_bytes(Encoding.DER))
        self.approved.append(Approved(parsed, tuple(recipients)))
        return enrolment.write_issued(certificate, self.certificate)

    def revoke(self, serial: str) -> None:
        """Let the next bundle say that this certificate is no longer believed, whatever time it claims.

        Raises:
            IdentityError: this authority gave no such certificate.
        """
        if serial not in {approval.certificate.serial for approval in self.approved}:
            raise IdentityError("identity.serial.unknown")
        self.revoked.add(serial)

    def bundle(self, now: datetime, *, days: int = BUNDLE_DAYS) -> bytes:
        """The next trust bundle: every supervisor not revoked and not run out, the directory, all revocations.

        Raises:
            IdentityError: days out of range.
        """
        if not 1 <= days <= LONGEST_CERTIFICATE_DAYS:
            raise IdentityError("identity.days", limit=LONGEST_CERTIFICATE_DAYS)
        listed = [
            approval
            for approval in self.approved
            if approval.certificate.role == "supervisor"
            and approval.certificate.serial not in self.revoked
            and approval.certificate.until > now
        ]
        named = sorted({recipient for approval in listed for recipient in approval.recipients})
        contents = Contents(
            number=self.number + 1,
            created=now,
            until=now + timedelta(days=days),
            supervisors=tuple(approval.certificate.der for approval in listed),
            directory={
                name: tuple(approval.certificate.serial for approval in listed if name in approval.recipients)
                for name in named
            },
            general=tuple(approval.certificate.serial for approval in listed if not approval.recipients),
            revoked=frozenset(self.revoked),
        )
        data = bundle.write(contents, KeySigner(self.certificate_der, self.key))
        self.number = contents.number
        return data

    def to_bytes(self, passphrase: bytes, *, work: int = age.WORK) -> bytes:
        """The authority's file: an age file under the passphrase (scrypt, 2**`work`).

        Raises:
            IdentityError: the passphrase is too short.
        """
        if len(passphrase.decode("utf-8", "replace")) < SHORTEST_PASSPHRASE:
            raise IdentityError("identity.authority.passphrase_short", least=SHORTEST_PASSPHRASE)
        document = {
            "format": _FORMAT,
            "major": 1,
            "key": keys.private_text(self.key),
            "certificate": _encode64(self.certificate_der),
            "number": self.number,
            "approved": [
                {"certificate": _encode64(approval.certificate.der), "recipients": list(approval.recipients)}
                for approval in self.approved
            ],
            "revoked": sorted(self.revoked),
        }
        return age.encrypt(canonical.write(document), [age.Passphrase(passphrase, work)])

    @override
    def __repr__(self) -> str:
        return "<authority>"


def authority_new(
    organisation: str, now: datetime, passphrase: bytes, *, work: int = age.WORK
) -> tuple[bytes, Fingerprint]:
    """A new authority's file, and the fingerprint by which devices will know it.

    Raises:
        PacketError: an unusable name of the organisation.
        IdentityError: the passphrase is too short.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificates.issue_authority(organisation, key, now.astimezone(UTC), AUTHORITY_DAYS)
    authority = Authority(key, certificate)
    return authority.to_bytes(passphrase, work=work), authority.fingerprint


def open_authority(data: bytes, passphrase: bytes) -> Authority:
    """The authority in its file.

    Raises:
        PacketError: not an authority's file, or altered.
        IdentityError: the passphrase does not fit.
    """
    if age.inspect(data).stanzas != ("scrypt",):
        raise PacketError("identity.authority.format")
    try:
        plaintext = age.decrypt(data, [age.Passphrase(passphrase)])
    except PacketError as refusal:
        if refusal.code == "packet.age.not_for_us":
            raise IdentityError("identity.authority.passphrase") from None
        raise
    try:
        document = _File.model_validate(canonical.read(plaintext))
        certificate = certificates.load_authority(base64.b64decode(document.certificate, validate=True))
        approved = [
            Approved(
                certificates.parse(base64.b64decode(approval.certificate, validate=True)),
                tuple(RecipientId(recipient) for recipient in approval.recipients),
            )
            for approval in document.approved
        ]
    except ValueError:
        raise PacketError("identity.authority.format") from None
    key = keys.private_key(document.key)
    if key.public_key() != certificates.p256(certificate):
        raise PacketError("identity.authority.format")
    return Authority(key, certificate, document.number, approved, set(document.revoked))


def _encode64(data: bytes) -> str:
    return base64.b64encode(data).decode()
