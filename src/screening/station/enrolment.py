"""This station's own keys, certificate and trust: kept in the vault, replaced by what is installed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from screening.casefile.entries import Role
from screening.envelope.age import RECIPIENTS
from screening.errors import IdentityError
from screening.identity import certificates, enrolment
from screening.identity.credentials import Credentials
from screening.identity.fingerprint import Fingerprint, fingerprint_words
from screening.identity.keys import Keys
from screening.identity.trust import Trust
from screening.station.clock import Clock
from screening.vault.store import Vault

_ALWAYS = datetime(9000, 1, 1, tzinfo=UTC)
"""A clock set back must not make an accepted bundle unreadable: whether it has run out is asked where it matters."""
_KEYS, _CERTIFICATE, _BUNDLE, _PIN = "keys", "certificate", "bundle", "authority"


class Enrolment:
    """Reads once what the vault keeps, and again after every installation."""

    def __init__(self, vault: Vault, clock: Clock, resources: Path) -> None:
        self._vault = vault
        self._clock = clock
        self._resources = resources
        self._credentials: Credentials | None = None

    def credentials(self) -> Credentials:
        """What is installed now.

        Raises:
            PacketError: what the vault keeps does not read; it was not written by this program.
        """
        if self._credentials is None:
            keys, certificate = self._vault.kept(_KEYS), self._vault.kept(_CERTIFICATE)
            self._credentials = Credentials(
                user=self._vault.user,
                keys=Keys.from_bytes(keys) if keys is not None else None,
                certificate=certificates.parse(certificate) if certificate is not None else None,
                trust=self._trust(),
            )
        return self._credentials

    def request(self, role: Role, station: str) -> tuple[bytes, Fingerprint]:
        """This station's request for a certificate; its keys are made at the first one.

        Raises:
            PacketError: a name that no certificate can hold.
        """
        kept = self._vault.kept(_KEYS)
        keys = Keys.from_bytes(kept) if kept is not None else Keys.generate()
        data = enrolment.request(keys, role, station)
        if kept is None:
            self._vault.keep(_KEYS, keys.to_bytes())
            self._credentials = None
        return data, keys.fingerprint

    def install(self, data: bytes) -> None:
        """Keep a certificate or a trust bundle. The first of either pins the authority.

        Raises:
            PacketError: neither of the two, or damaged.
            IdentityError: of another authority, older than the one in use, or for other keys.
        """
        match enrolment.kind(data):
            case "certificate":
                self._install_certificate(data)
            case "bundle":
                self._install_bundle(data)
            case "request":
                raise IdentityError("identity.install.request")
        self._credentials = None

    def words(self, fingerprint: Fingerprint) -> tuple[str, ...]:
        """The eight words that two people compare by voice."""
        return fingerprint_words(fingerprint, self._resources)

    def pinned(self) -> Fingerprint | None:
        """The authority that this station believes."""
        kept = self._vault.kept(_PIN)
        return Fingerprint(kept.decode("ascii")) if kept is not None else None

    def _install_certificate(self, data: bytes) -> None:
        from screening.identity import fingerprint

        issued = enrolment.read_issued(data)
        authority, pinned = fingerprint.of_authority(issued.authority_der), self.pinned()
        if pinned is not None and authority != pinned:
            raise IdentityError("identity.certificate.authority")
        keys = self.credentials().keys
        if keys is None or issued.certificate.fingerprint != keys.fingerprint:
            raise IdentityError("identity.certificate.other_keys")
        self._vault.keep(_CERTIFICATE, issued.certificate.der)
        self._vault.keep(_PIN, authority.encode())

    def _install_bundle(self, data: bytes) -> None:
        trust = Trust.parse(data, self.pinned(), self._clock.now(), known=self._trust())
        self._vault.keep(_BUNDLE, data)
        self._vault.keep(_PIN, trust.authority.encode())
        own = self.credentials().keys
        others = [each.recipient for each in trust.supervisors if own is None or each.recipient != own.recipient]
        self._vault.entrust(others[:RECIPIENTS])  # so that a forgotten passphrase loses nothing

    def _trust(self) -> Trust | None:
        kept = self._vault.kept(_BUNDLE)
        return Trust.parse(kept, self.pinned(), _ALWAYS) if kept is not None else None
