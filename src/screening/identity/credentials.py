"""What one station can sign with, open, and believe, all together."""

from __future__ import annotations

from dataclasses import dataclass, field

from screening.envelope.age import HybridIdentity
from screening.errors import IdentityError
from screening.identity.certificates import Certificate
from screening.identity.keys import Keys, KeySigner
from screening.identity.trust import Trust


@dataclass(frozen=True, slots=True)
class Credentials:
    """user: the name of the vault's key slot, by which entries are signed before there is a certificate."""

    user: str
    keys: Keys | None = field(default=None, repr=False)
    certificate: Certificate | None = None
    trust: Trust | None = None

    @property
    def actor(self) -> str:
        """Who an entry is by: the certificate's serial, or the user of the vault."""
        return self.certificate.serial if self.certificate is not None else self.user

    @property
    def identities(self) -> tuple[HybridIdentity, ...]:
        """What packets and receipts for this station are opened with; none before enrolment."""
        return (self.keys.decryption,) if self.keys is not None else ()

    def signer(self) -> KeySigner:
        """Signs in the name of this station.

        Raises:
            IdentityError: no certificate was installed.
        """
        if self.keys is None or self.certificate is None:
            raise IdentityError("identity.certificate.missing")
        return self.keys.signer(self.certificate.der)

    def trusted(self) -> Trust:
        """Whom this station believes.

        Raises:
            IdentityError: no trust bundle was installed.
        """
        if self.trust is None:
            raise IdentityError("identity.bundle.missing")
        return self.trust
