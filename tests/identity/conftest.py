"""One small organisation: an authority, a supervisor, an officer, and the bundle that tells about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screening.identity import enrolment
from screening.identity.authority import Authority, authority_new, open_authority
from screening.identity.certificates import Certificate, Role
from screening.identity.keys import Keys
from screening.identity.trust import Trust
from screening.ids import RecipientId

NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
PASSPHRASE = b"five quite random words here"


@dataclass
class Organisation:
    authority: Authority
    now: datetime = NOW
    keys: dict[str, Keys] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def enrol(self, who: str, role: Role, days: int = 365, recipients: tuple[str, ...] = ()) -> Certificate:
        keys = self.keys.setdefault(who, Keys.generate())
        request = enrolment.request(keys, role, "Пост Ужгород")
        self.files[who] = self.authority.approve(
            request, days, self.now, recipients=[RecipientId(one) for one in recipients]
        )
        return enrolment.read_issued(self.files[who]).certificate

    def trust(self) -> Trust:
        return Trust.parse(self.authority.bundle(self.now), self.authority.fingerprint, self.now)


def found(name: str = "Служба порятунку") -> Organisation:
    data, fingerprint = authority_new(name, NOW, PASSPHRASE, work=2)
    authority = open_authority(data, PASSPHRASE)
    assert authority.fingerprint == fingerprint
    return Organisation(authority)


@pytest.fixture
def organisation() -> Organisation:
    return found()


@pytest.fixture
def stranger() -> Organisation:
    return found("Інша служба")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def passphrase() -> bytes:
    return PASSPHRASE


@pytest.fixture(scope="session")
def resources() -> Path:
    return Path(__file__).parents[2] / "resources"
