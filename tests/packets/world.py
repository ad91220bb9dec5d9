"""One authority, its officers and supervisors, and packets between them: real keys, real certificates, no fakes."""

# ruff: noqa: RUF001 - Ukrainian text

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from screening.casefile import log
from screening.envelope.age import HybridRecipient
from screening.identity import certificates, enrolment
from screening.identity.authority import Authority
from screening.identity.certificates import Certificate, Role
from screening.identity.keys import Keys, KeySigner
from screening.identity.trust import Trust
from screening.ids import CaseId, Digest, PacketId, ProfileId, RecipientId
from screening.packets.manifest import Consent, EarlierHead, Instrument, LogState
from screening.packets.seal import Draft, SealedPacket, seal

NOW = datetime(2026, 11, 23, 21, 40, 7, tzinfo=UTC)
PDF = b"%PDF-1.7\n%stand-in: paper has its own tests\n%%EOF\n"
SOCIAL = RecipientId("social-service")
LEAVES = [log.leaf_hash(bytes([number])) for number in range(40)]


def head(size: int) -> log.Head:
    return log.frontier_of(LEAVES[:size]).head()


def log_state(size: int = 12, earlier: tuple[int, ...] = ()) -> LogState:
    return LogState(
        size=size,
        root=head(size).root,
        earlier=tuple(
            EarlierHead(
                size=old,
                root=head(old).root,
                proof=tuple(part.hex() for part in log.consistency_proof(LEAVES[:size], old)),
            )
            for old in earlier
        ),
    )


@dataclass(frozen=True)
class Person:
    keys: Keys
    certificate: Certificate

    @property
    def signer(self) -> KeySigner:
        return self.keys.signer(self.certificate.der)

    @property
    def recipient(self) -> HybridRecipient:
        return self.keys.recipient


@dataclass
class World:
    authority: Authority
    officer: Person
    supervisor: Person
    trust: Trust

    def enrol(self, role: Role, station: str, *, now: datetime = NOW - timedelta(days=30), days: int = 365) -> Person:
        return enrol(self.authority, role, station, now=now, days=days)

    def with_revoked(self, *people: Person) -> Trust:
        authority = replace(self.authority, revoked=set(self.authority.revoked))
        for person in people:
            authority.revoke(person.certificate.serial)
        return Trust.parse(authority.bundle(NOW), None, NOW)

    def seal(self, **changes: Any) -> SealedPacket:
        signer = changes.pop("signer", self.officer.signer)
        recipients = changes.pop("recipients", [(SOCIAL, self.supervisor.recipient)])
        pdf = changes.pop("pdf", PDF)
        attachments = changes.pop("attachments", ())
        now = changes.pop("now", NOW)
        return seal(draft(**changes), signer, recipients, pdf, attachments=attachments, now=now)


@dataclass
class Memory:
    numbers_: set[int] = field(default_factory=set)
    heads_: dict[int, str] = field(default_factory=dict)
    packets_: dict[str, Digest] = field(default_factory=dict)

    def numbers(self, sender: str) -> set[int]:
        assert sender
        return self.numbers_

    def heads(self, sender: str) -> Mapping[int, str]:
        assert sender
        return self.heads_

    def packet(self, packet: PacketId) -> Digest | None:
        return self.packets_.get(packet)


def enrol(authority: Authority, role: Role, station: str, *, now: datetime, days: int = 365) -> Person:
    keys = Keys.generate()
    issued = authority.approve(enrolment.request(keys, role, station), days, now)
    return Person(keys, enrolment.read_issued(issued).certificate)


def found() -> World:
    begun = NOW - timedelta(days=60)
    key = ec.generate_private_key(ec.SECP256R1())
    authority = Authority(key, certificates.issue_authority("Служба 1", key, begun, 3650))
    officer = enrol(authority, "officer", "Пост 14", now=begun)
    supervisor = enrol(authority, "supervisor", "Відділ 2", now=begun)
    return World(authority, officer, supervisor, Trust.parse(authority.bundle(NOW), None, NOW))


def draft(**changes: Any) -> Draft:
    given: dict[str, Any] = {
        "case": CaseId("7F3K2M9QX4T8"),
        "packet": PacketId("7F3K2M9QX4T8W1Z5C6B0NAHJGD"),
        "number": 7,
        "language": "Ukrainian (uk)",
        "profile": ProfileId("P-SOC"),
        "population": "adult",
        "stage": "post",
        "instrument": Instrument(
            form="second-line", version="2026.3", pack="ab" * 32, lists={"adult_labour": "2009-09"}, rules="1"
        ),
        "log": log_state(),
        "urgent": True,
        "rules": ("U6",),
        "consent": (
            Consent(to="social-service", given="yes", by="person", at=NOW, language="uk", witnessed="oral"),
            Consent(to="police", given="no", by="person", at=NOW),
        ),
        "restrictions": ("Не телефонувати.",),
        "outcome": "presumed",
        "result": {
            "outcome": "presumed",
            "urgent": True,
            "settled": True,
            "results": [],
            "reasons": [{"code": "strong_present", "indicators": ["DR01"]}],
            "unknown": {"declined": ["CR07"], "unsure": [], "not_asked": []},
        },
        "facts": {"population": "adult", "indicators": {"DR01": "present"}},
        "fields": {"person_name": "Оксана", "needs": ["ліжко", "лікар"]},
        "answers": (
            {"ref": "/data/b8", "question": "Хто тримає документи?", "value": "other", "label": "інша людина"},
        ),
        "withheld": ("narrative",),
    }
    return Draft(**(given | changes))
