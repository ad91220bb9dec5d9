"""Bytes from outside, cut, flipped, nested and bloated: the envelope raises PacketError and nothing else."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.envelope import age, asic, bech32, canonical, xades, zips
from screening.envelope.age import HybridIdentity, HybridRecipient, Passphrase
from screening.errors import PacketError

NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
IDENTITY = HybridIdentity(bytes(range(32)))
KEY = ec.generate_private_key(ec.SECP256R1())
NAME = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Служба")])


class Signer:
    certificate_der = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(KEY.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(KEY, SHA256())
        .public_bytes(Encoding.DER)
    )

    def sign(self, data: bytes) -> bytes:
        return KEY.sign(data, ec.ECDSA(SHA256()))


FILES = [("referral.json", b'{"a":[1,null,"x"]}'), ("attachments/a.bin", bytes(40))]
CONTAINER = asic.build(FILES, Signer(), NOW)
SEALED = age.encrypt(CONTAINER, [IDENTITY.recipient])
LOCKED = age.encrypt(b"register", [Passphrase(b"passphrase", 2)])
SIGNATURE = zips.unpack(CONTAINER)["META-INF/signatures0.xml"]


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """`original` after one to four accidents."""
    data = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + draw(st.sampled_from([0, 1, 2, 8, 64, 4096])))))
        piece = data[start:stop]
        match draw(st.sampled_from(["cut", "drop", "flip", "insert", "repeat", "nest", "bloat", "move"])):
            case "cut":
                data = data[:start]
            case "drop":
                data = data[:start] + data[stop:]
            case "flip":
                data = data[:start] + bytes(byte ^ draw(st.integers(1, 255)) for byte in piece[:8]) + data[start + 8 :]
            case "insert":
                data = data[:start] + draw(st.binary(max_size=30)) + data[start:]
            case "repeat":
                data = data[:start] + piece * 3 + data[stop:]
            case "nest":
                data = data[:start] + original + data[start:]
            case "bloat":
                data = data[:start] + draw(st.sampled_from([b"\x00", b"A", b"\n", b"[", b"<"])) * 70_000 + data[start:]
            case _:
                data = data[:start] + data[stop:] + piece
    return data


def refuses_or_gives(call: Callable[[], object], same: object, *, changed: bool) -> None:
    """What was changed is refused with PacketError; what came through unchanged gives the same."""
    try:
        outcome = call()
    except PacketError:
        assert changed
        return
    assert outcome == same


@settings(max_examples=300)
@given(damaged(SEALED))
def test_damaged_sealed_files(data: bytes) -> None:
    refuses_or_gives(lambda: age.decrypt(data, [IDENTITY]), CONTAINER, changed=data != SEALED)


@settings(max_examples=100)
@given(damaged(LOCKED).filter(lambda data: b" 1" not in data[:80]))
def test_damaged_files_under_a_passphrase(data: bytes) -> None:
    refuses_or_gives(lambda: age.decrypt(data, [Passphrase(b"passphrase")]), b"register", changed=data != LOCKED)


@settings(max_examples=300)
@given(damaged(CONTAINER))
def test_damaged_containers(data: bytes) -> None:
    refuses_or_gives(lambda: asic.open(data).files, dict(FILES), changed=data != CONTAINER)


@settings(max_examples=300)
@given(damaged(CONTAINER))
def test_damaged_archives(data: bytes) -> None:
    refuses_or_gives(lambda: zips.unpack(data), zips.unpack(CONTAINER), changed=data != CONTAINER)


@settings(max_examples=300)
@given(damaged(SIGNATURE))
def test_damaged_signatures(data: bytes) -> None:
    genuine = xades.verify(SIGNATURE, dict(FILES))
    refuses_or_gives(lambda: xades.verify(data, dict(FILES)), genuine, changed=data != SIGNATURE)


@settings(max_examples=300)
@given(damaged(Signer.certificate_der))
def test_damaged_certificates_inside_a_signature(data: bytes) -> None:
    changed = SIGNATURE.replace(base64.b64encode(Signer.certificate_der), base64.b64encode(data))
    genuine = xades.verify(SIGNATURE, dict(FILES))
    refuses_or_gives(lambda: xades.verify(changed, dict(FILES)), genuine, changed=data != Signer.certificate_der)


@settings(max_examples=200)
@given(damaged(FILES[0][1]))
@example(b"[" * 100_000)
@example(b'{"a":' * 50_000)
def test_damaged_records(data: bytes) -> None:
    try:
        value = canonical.read(data)
    except PacketError:
        return
    assert canonical.write(value) == data


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_anything_at_all(data: bytes) -> None:
    for call in (
        lambda: age.decrypt(data, [IDENTITY]),
        lambda: age.inspect(data),
        lambda: asic.open(data),
        lambda: xades.verify(data, {"a": b""}),
        lambda: HybridIdentity.parse(data.decode("latin-1")),
        lambda: HybridRecipient.parse(data.decode("latin-1")),
        lambda: HybridRecipient.from_raw(data),
    ):
        with pytest.raises(PacketError):
            call()


@settings(max_examples=100)
@given(damaged(IDENTITY.recipient.encode().encode()))
def test_damaged_recipients(data: bytes) -> None:
    text = data.decode("latin-1")
    refuses_or_gives(
        lambda: HybridRecipient.parse(text), IDENTITY.recipient, changed=text != IDENTITY.recipient.encode()
    )


@settings(max_examples=200)
@given(st.binary(min_size=1216, max_size=1216))
def test_any_1216_bytes_are_a_key_to_seal_for_or_refused(raw: bytes) -> None:
    try:
        recipient = HybridRecipient.parse(bech32.encode("age1pq", raw))
    except PacketError:
        return
    age.encrypt(b"", [recipient])


def _each_bit_flipped(original: bytes) -> Iterator[bytes]:
    for place in range(len(original)):
        for bit in range(8):
            changed = bytearray(original)
            changed[place] ^= 1 << bit
            yield bytes(changed)


def test_no_flipped_bit_of_a_signers_certificate_passes() -> None:
    genuine = base64.b64encode(Signer.certificate_der)
    for data in _each_bit_flipped(Signer.certificate_der):
        with pytest.raises(PacketError):
            xades.verify(SIGNATURE.replace(genuine, base64.b64encode(data)), dict(FILES))


def test_no_flipped_bit_of_a_container_passes() -> None:
    for data in _each_bit_flipped(CONTAINER):
        with pytest.raises(PacketError):
            asic.open(data)
