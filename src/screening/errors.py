"""The one error tree. Every refusal by the world has a stable code; words for it stand in resources/words/.

    ScreeningError                 the world's fault: shown kindly, exit status 1
    |-- UsageError                 wrong command, argument or setting: exit status 2
    |-- FormError                  bytes of a form, pack or step list, or an answer that does not fit
    |-- PacketError                bytes of a packet, receipt, certificate, request, bundle or key file
    |-- AssessmentError            stated facts that contradict each other
    |-- ReferralError              no consent, no lawful ground, unknown recipient or profile, bad jurisdiction data
    |-- CaseError                  no such case, or a step that is not allowed now
    |-- VaultError                 the store: wrong passphrase, damaged, too new, busy, disk full
    |-- IdentityError              no certificate, expired, revoked, no trust bundle
    |-- DeliveryError              a way out that failed: full, read-only, unreachable, not confirmed
    |-- PaperError                 a document that could not be rendered
    `-- StationError               this machine: settings, resources, missing pack

Anything else that is raised is our own fault: exit status 3.
"""

from __future__ import annotations

from typing_extensions import override


class ScreeningError(Exception):
    """A refusal that a person can act on.

    Args:
        code: stable, dotted, lower case, for example ``packet.truncated``; the key of its words.
        params: values for the words. Never personal data: only numbers, codes, ids, digests.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @override
    def __str__(self) -> str:
        extra = " ".join(f"{key}={value}" for key, value in sorted(self.params.items()))
        return f"{self.code} {extra}".rstrip()


class UsageError(ScreeningError):
    """The command, argument or setting is wrong."""


class FormError(ScreeningError):
    """A form, form pack, step list or answer cannot be used; ``params`` may name sheet, row, column, place."""


class PacketError(ScreeningError):
    """A packet, receipt, certificate, request, bundle or key file cannot be used."""


class AssessmentError(ScreeningError):
    """The stated facts contradict each other or name what does not exist."""


class ReferralError(ScreeningError):
    """Sharing is not allowed, or the referral data are unusable."""


class CaseError(ScreeningError):
    """There is no such case, or the step is not allowed now."""


class VaultError(ScreeningError):
    """The store cannot be opened, read or written."""


class IdentityError(ScreeningError):
    """A key, certificate or trust bundle is missing, expired, revoked or not acceptable."""


class DeliveryError(ScreeningError):
    """A transport did not take or give what was asked; what is queued stays queued."""


class PaperError(ScreeningError):
    """A document could not be rendered."""


class StationError(ScreeningError):
    """This machine lacks something: a setting, a resource, a form pack."""
