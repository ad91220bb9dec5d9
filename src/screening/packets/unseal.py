"""A sealed packet becomes a verified referral, in the twelve steps of docs/packet-format.md.

Nothing is read as content before the signature over it holds and its signer is known (steps 1 to 6), and nothing is
handed out before every step has passed.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from screening.envelope import age
from screening.envelope.age import HybridIdentity
from screening.errors import IdentityError, PacketError
from screening.identity.certificates import Certificate
from screening.identity.trust import Trust
from screening.ids import Digest, PacketId
from screening.packets import layers
from screening.packets.attachments import check_files
from screening.packets.history import NothingSeen, Seen, findings
from screening.packets.layers import digest
from screening.packets.manifest import Manifest, read_packet, unread, write_time

__all__ = [
    "STEPS",
    "Inspection",
    "Opened",
    "Seen",
    "Step",
    "Verification",
    "digest",
    "inspect",
    "reopen",
    "unseal",
    "verify",
]

STEPS = (
    "size",
    "header",
    "decrypt",
    "container",
    "signature",
    "signer",
    "content",
    "schema",
    "addressed",
    "practice",
    "history",
    "attachments",
)
"""The names of the steps, in order."""
OK = "packet.ok"
NOT_REACHED = "not_reached"
_JSON = "referral.json"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What anyone can see of a packet without a key; nothing of it is authenticated."""

    format: str
    size: int
    stanzas: tuple[str, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder. ok: None when an earlier step failed; detail: a code, a number, or why not reached."""

    step: int
    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A packet in the clear. container: the ASiC-E bytes; files: what was signed, by name, in order."""

    digest: Digest
    manifest: Manifest
    files: dict[str, bytes]
    container: bytes
    certificate: Certificate
    findings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Verification:
    """What came of verifying. code: ``packet.ok`` or why not; packet: its id once the signer's word for it holds."""

    ok: bool
    code: str
    packet: PacketId | None
    steps: tuple[Step, ...]
    opened: Opened | None
    refusal: PacketError | None = None

    @property
    def findings(self) -> tuple[str, ...]:
        """What the supervisor should know though the packet verified."""
        return self.opened.findings if self.opened is not None else ()

    def require(self) -> Opened:
        """The opened packet.

        Raises:
            PacketError: it did not verify.
        """
        if self.opened is None:
            assert self.refusal is not None  # noqa: S101 - one of the two is always there
            raise self.refusal
        return self.opened


def inspect(data: bytes) -> Inspection:
    """The outside of a packet.

    Raises:
        PacketError: not a sealed packet.
    """
    layers.check_size(data)
    try:
        layers.check_header(data)
    except PacketError as refused:
        raise layers.plainly(refused) from None
    return Inspection("age-encryption.org/v1", len(data), age.inspect(data).stanzas, digest(data))


def verify(
    data: bytes,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    seen: Seen | None = None,
    now: datetime | None = None,
    *,
    practice: bool = False,
) -> Verification:
    """The whole ladder: each step and what it found, the first that failed, and the packet if none did.

    Args:
        data: the sealed bytes.
        identities: the supervisor's own, present and former.
        trust: whom this registry believes.
        seen: what it took in before; nothing when only a file is looked at.
        now: aware; without it nothing is said of clocks.
        practice: take practice packets, and nothing else.
    """
    return _climb(_walk(data, identities, trust, seen or NothingSeen(), now, practice=practice))


def unseal(
    data: bytes,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    seen: Seen | None = None,
    now: datetime | None = None,
    *,
    practice: bool = False,
) -> Opened:
    """The packet, if every step passes.

    Raises:
        PacketError: the code of the first step that does not.
    """
    return verify(data, identities, trust, seen, now, practice=practice).require()


def reopen(data: bytes, identities: Sequence[HybridIdentity]) -> Opened:
    """A packet that verified when it was taken in, opened again; today's trust and clock are not asked.

    Raises:
        PacketError: it can no longer be opened, or is not the one that was taken in.
    """
    return _climb(_walk(data, identities, None, NothingSeen(), None, practice=None)).require()


def _climb(walk: Generator[str, None, Opened]) -> Verification:
    steps: list[Step] = []
    refusal: PacketError | None = None
    for number, name in enumerate(STEPS, 1):
        if refusal is not None:
            steps.append(Step(number, name, None, NOT_REACHED))
            continue
        try:
            steps.append(Step(number, name, True, next(walk)))
        except (PacketError, IdentityError) as refused:
            refusal = layers.plainly(refused)
            steps.append(Step(number, name, False, refusal.code))
    opened = _last(walk) if refusal is None else None
    told = steps[STEPS.index("schema")]
    packet = PacketId(told.detail) if told.ok else None
    code = OK if refusal is None else refusal.code
    return Verification(refusal is None, code, packet, tuple(steps), opened, refusal)


def _last(walk: Generator[str, None, Opened]) -> Opened:
    try:
        next(walk)
    except StopIteration as done:
        return cast("Opened", done.value)
    raise AssertionError("a step without a name")  # pragma: no cover - our own fault, never the file's


def _walk(
    data: bytes,
    identities: Sequence[HybridIdentity],
    trust: Trust | None,
    seen: Seen,
    now: datetime | None,
    *,
    practice: bool | None,
) -> Generator[str, None, Opened]:
    """The steps, numbered as in docs/packet-format.md; after each one what it found, at the end the packet.

    trust, now, practice: None where the question was answered when the packet was taken in.
    """
    layers.check_size(data)  # (1)
    yield str(len(data))
    stanzas = layers.check_header(data)  # (2)
    yield str(stanzas)
    container_bytes = layers.decrypt(data, identities)  # (3)
    yield str(len(container_bytes))
    container, refused = layers.open_container(container_bytes)  # (4)
    yield str(len(container_bytes) if container is None else len(container.files))
    container = layers.check_signature(container, refused)  # (5)
    yield write_time(container.signature.signing_time)
    certificate = layers.check_signer(container, trust, "officer")  # (6)
    yield certificate.serial
    raw = layers.check_json(container.files.get(_JSON))  # (7)
    yield str(len(raw))
    manifest = read_packet(raw)  # (8)
    layers.check_sender(manifest.sender, certificate, manifest.created, container)
    yield manifest.packet
    layers.check_addressed(manifest.recipients, identities, stanzas)  # (9)
    yield str(len(manifest.recipients))
    if practice is not None and manifest.practice != practice:  # (10)
        raise PacketError("packet.practice" if manifest.practice else "packet.practice.real")
    yield "practice" if manifest.practice else "real"
    name = digest(data)
    found = tuple(findings(manifest, name, certificate, seen, now))  # (11)
    yield " ".join(found) or "none"
    check_files(manifest, container.files)  # (12)
    yield str(len(container.files))
    return Opened(name, manifest, container.files, container_bytes, certificate, found, tuple(unread(manifest)))
