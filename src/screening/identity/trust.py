"""Whom this device believes: the pinned authority, its supervisors, what it revoked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509 import verification
from cryptography.x509.oid import NameOID

from screening.envelope.age import HybridRecipient
from screening.errors import IdentityError, PacketError
from screening.identity import bundle, certificates, fingerprint
from screening.identity.bundle import Contents
from screening.identity.certificates import Certificate, Role
from screening.identity.fingerprint import Fingerprint
from screening.ids import Digest, RecipientId


@dataclass(frozen=True, slots=True)
class Supervisor:
    """One who opens packets. name: a code, not a person; serial: of the certificate, lowercase hexadecimal."""

    name: str
    role: Role
    station: str
    recipient: HybridRecipient
    serial: str
    since: datetime
    until: datetime
    certificate_der: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust bundle that was accepted.

    authority: by which it is pinned; digest: of the bundle's bytes; supervisors: the revoked ones are left out;
    directory: for each recipient the supervisors who open for it; general: who opens for all others.
    """

    authority: Fingerprint
    authority_der: bytes
    organisation: str
    number: int
    created: datetime
    until: datetime
    digest: Digest
    supervisors: tuple[Supervisor, ...]
    directory: Mapping[RecipientId, tuple[Supervisor, ...]]
    general: tuple[Supervisor, ...]
    revoked: frozenset[str]

    @staticmethod
    def parse(data: bytes, pinned: Fingerprint | None, now: datetime, *, known: Trust | None = None) -> Trust:
        """The trust bundle in `data`. An expired one is accepted: see `findings`.

        Args:
            data: the bundle's bytes.
            pinned: the authority this device believes; None at the first installation, which pins it.
            now: aware.
            known: the bundle in use, which must not be newer.

        Raises:
            PacketError: not a bundle, altered, or its contents contradict each other.
            IdentityError: signed by another authority, older than the one in use, or created in the future.
        """
        contents, authority_der = bundle.read(data)
        authority = certificates.load_authority(authority_der)
        if pinned is not None and fingerprint.of_authority(authority_der) != pinned:
            raise IdentityError("identity.bundle.authority")
        if contents.created > now + certificates.CLOCKS_DIFFER:
            raise IdentityError("identity.bundle.future")
        trust = _assemble(contents, authority, authority_der, Digest(hashlib.sha256(data).hexdigest()))
        if known is not None and trust.digest != known.digest and trust.number <= known.number:
            raise IdentityError("identity.bundle.older", number=trust.number, known=known.number)
        return trust

    def findings(self, now: datetime) -> tuple[str, ...]:
        """Codes of what should be said to the user and blocks nothing: an expired bundle."""
        return ("identity.bundle.expired",) if now > self.until else ()

    def check_certificate(self, certificate_der: bytes, at: datetime) -> Certificate:
        """The certificate, if the authority issued it, it was valid at `at`, and it is not revoked.

        Raises:
            PacketError: not a certificate of our shape.
            IdentityError: of another authority, outside its time, or revoked (whatever the time said: a signer
                whose key was stolen can claim any).
        """
        certificate = certificates.parse(certificate_der)
        authority = certificates.load(self.authority_der)
        try:
            certificates.check_issued(certificates.load(certificate_der), authority)
        except PacketError:
            raise IdentityError("identity.certificate.authority") from None
        if certificate.serial in self.revoked:
            raise IdentityError("identity.certificate.revoked", serial=certificate.serial)
        if at < certificate.since:
            raise IdentityError("identity.certificate.early", serial=certificate.serial)
        if at > certificate.until:
            raise IdentityError("identity.certificate.expired", serial=certificate.serial)
        _verify_path(certificates.load(certificate_der), authority, at)
        return certificate

    def recipients_of(self, recipient: RecipientId, now: datetime) -> tuple[HybridRecipient, ...]:
        """To whom a packet for `recipient` is sealed.

        A supervisor whose certificate ran out is passed over while another one is left; the last ones are kept, so
        that an old bundle never holds a referral back.

        Raises:
            IdentityError: nobody opens packets for it.
        """
        able = self.directory.get(recipient) or self.general
        valid = tuple(supervisor for supervisor in able if supervisor.since <= now <= supervisor.until)
        if not able:
            raise IdentityError("identity.recipient.unknown", recipient=recipient)
        return tuple(supervisor.recipient for supervisor in valid or able)


def _assemble(contents: Contents, authority: x509.Certificate, authority_der: bytes, digest: Digest) -> Trust:
    supervisors: dict[str, Supervisor] = {}
    for certificate_der in contents.supervisors:
        certificates.check_issued(certificates.load(certificate_der), authority)
        certificate = certificates.parse(certificate_der)
        if certificate.role != "supervisor" or certificate.serial in supervisors:
            raise PacketError("identity.bundle.contents")
        supervisors[certificate.serial] = _supervisor(certificate)
    named = {*contents.general, *(serial for serials in contents.directory.values() for serial in serials)}
    if not named <= supervisors.keys():
        raise PacketError("identity.bundle.contents")

    def able(serials: tuple[str, ...]) -> tuple[Supervisor, ...]:
        return tuple(supervisors[serial] for serial in serials if serial not in contents.revoked)

    return Trust(
        authority=fingerprint.of_authority(authority_der),
        authority_der=authority_der,
        organisation=str(authority.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value),
        number=contents.number,
        created=contents.created,
        until=contents.until,
        digest=digest,
        supervisors=able(tuple(supervisors)),
        directory={name: able(serials) for name, serials in contents.directory.items()},
        general=able(contents.general),
        revoked=contents.revoked,
    )


def _supervisor(certificate: Certificate) -> Supervisor:
    return Supervisor(
        name=certificate.subject,
        role=certificate.role,
        station=certificate.station,
        recipient=certificate.recipient,
        serial=certificate.serial,
        since=certificate.since,
        until=certificate.until,
        certificate_der=certificate.der,
    )


def _verify_path(certificate: x509.Certificate, authority: x509.Certificate, at: datetime) -> None:
    """RFC 5280 path validation by `cryptography`, as a second opinion on our own checks."""
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store([authority]))
        .time(at)
        .max_chain_depth(0)
        .extension_policies(
            ca_policy=verification.ExtensionPolicy.webpki_defaults_ca(),
            ee_policy=verification.ExtensionPolicy.permit_all(),
        )
        .build_client_verifier()
    )
    try:
        verifier.verify(certificate, [])
    except verification.VerificationError:
        raise IdentityError("identity.certificate.authority") from None
