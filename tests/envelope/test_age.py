from __future__ import annotations

import hashlib
import io
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.envelope import age, age_header, bech32
from screening.envelope.age import HybridIdentity, HybridRecipient, Passphrase
from screening.errors import PacketError

CHUNK = 64 * 1024
ALICE, BOB, EVE = (HybridIdentity(bytes([number]) * 32) for number in (1, 2, 3))
WEAK = 4


def refusal(sealed: bytes, *identities: age.Identity) -> str:
    with pytest.raises(PacketError) as caught:
        age.decrypt(sealed, identities or (ALICE,))
    return caught.value.code


@settings(max_examples=30)
@given(st.binary(max_size=3000))
def test_each_recipient_opens_and_nobody_else(plaintext: bytes) -> None:
    sealed = age.encrypt(plaintext, [ALICE.recipient, BOB.recipient])
    assert age.decrypt(sealed, [ALICE]) == plaintext
    assert age.decrypt(sealed, [EVE, BOB]) == plaintext
    assert refusal(sealed, EVE) == "packet.age.not_for_us"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_every_length_around_a_chunk_comes_back(size: int) -> None:
    plaintext = secrets.token_bytes(size)
    sealed = age.encrypt(plaintext, [ALICE.recipient])
    assert age.decrypt(sealed, [ALICE]) == plaintext
    chunks = max(1, -(-size // CHUNK))
    assert len(sealed) == age.inspect(sealed).size + 16 + size + 16 * chunks


def test_nothing_repeats_between_two_files_of_the_same_text() -> None:
    first, second = (age.encrypt(b"same", [ALICE.recipient]) for _ in range(2))
    assert first[len(age_header.VERSION) + 1 :] != second[len(age_header.VERSION) + 1 :]
    assert first[-36:] != second[-36:]


def test_one_to_sixteen_recipients() -> None:
    everyone = [HybridIdentity.generate() for _ in range(16)]
    sealed = age.encrypt(b"to all", [one.recipient for one in everyone])
    assert age.inspect(sealed).stanzas == (age.HYBRID,) * 16
    assert age.inspect(sealed).size <= age_header.LIMIT
    assert all(age.decrypt(sealed, [one]) == b"to all" for one in everyone)
    for recipients in ([], [ALICE.recipient] * 17):
        with pytest.raises(PacketError) as caught:
            age.encrypt(b"", recipients)
        assert caught.value.code == "packet.age.recipients"


def test_a_header_of_more_than_sixteen_stanzas_is_refused_before_any_key_is_tried() -> None:
    stanza = age_header.Stanza(("grease",), b"")
    header = age_header.close(age_header.render([stanza] * 17), bytes(32))
    assert refusal(header) == "packet.age.recipients"
    with pytest.raises(PacketError) as caught:
        age.inspect(header)
    assert caught.value.code == "packet.age.recipients"


class Dribble(io.RawIOBase):
    """Gives what it has in pieces of a few bytes, as a pipe does."""

    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self.rest.read(min(size, 4099))


def test_streams_that_give_little_at_a_time_are_sealed_and_opened_whole() -> None:
    plaintext = secrets.token_bytes(2 * CHUNK + 77)
    sealed, opened = io.BytesIO(), io.BytesIO()
    age.encrypt_stream(Dribble(plaintext), sealed, [ALICE.recipient])
    age.decrypt_stream(Dribble(sealed.getvalue()), opened, [ALICE])
    assert opened.getvalue() == plaintext


def test_no_byte_is_released_from_the_altered_chunk_on() -> None:
    plaintext = secrets.token_bytes(3 * CHUNK)
    sealed = bytearray(age.encrypt(plaintext, [ALICE.recipient]))
    second = age.inspect(bytes(sealed)).size + 16 + CHUNK + 16
    sealed[second + 9] ^= 1
    opened = io.BytesIO()
    with pytest.raises(PacketError):
        age.decrypt_stream(io.BytesIO(bytes(sealed)), opened, [ALICE])
    assert opened.getvalue() == plaintext[:CHUNK]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sealed, _: sealed[:-1], "packet.age.altered"),
        (lambda sealed, size: sealed[: size + 16 + CHUNK + 16], "packet.age.truncated"),
        (lambda sealed, size: sealed[: size + 16], "packet.age.truncated"),
        (lambda sealed, size: sealed[: size + 3], "packet.age.truncated"),
        (lambda sealed, size: sealed[:size], "packet.age.truncated"),
        (lambda sealed, size: sealed[: size - 1], "packet.age.header"),
        (lambda sealed, _: sealed[:10], "packet.age.header"),
        (lambda _, __: b"", "packet.age.header"),
        (lambda _, __: b"%PDF-1.7 something else", "packet.age.format"),
        (lambda sealed, _: b"PK\x03\x04" + sealed, "packet.age.format"),
        (lambda sealed, _: sealed.replace(b"org/v1\n", b"org/v2\n", 1), "packet.age.format"),
        (lambda sealed, size: sealed[: size - 44] + b"A" * 42 + b"\x45\n" + sealed[size:], "packet.age.altered"),
        (lambda sealed, _: sealed.replace(b"\n-> ", b"\n-> grease\n\n-> ", 1), "packet.age.altered"),
        (lambda sealed, _: sealed.replace(b"\n-> mlkem", b"\n->  mlkem", 1), "packet.age.header"),
        (lambda sealed, _: sealed.replace(b"\n-> mlkem768x25519 ", b"\n-> mlkem768x25519 x ", 1), "packet.age.header"),
        (lambda sealed, _: sealed.replace(b"\n-> mlkem768x25519 ", b"\n-> mlkem768x25519 AA", 1), "packet.age.header"),
        (lambda sealed, _: sealed.replace(b"mlkem768x25519", "mlkem768x2551é".encode(), 1), "packet.age.header"),
        (lambda sealed, _: sealed.replace(b"\n", b"\r\n", 3), "packet.age.format"),
        (lambda sealed, _: sealed[:21] + b"\n-> a" * 20_000 + sealed[21:], "packet.age.header_size"),
        (lambda sealed, _: sealed[:21] + b"\n-> " + b"a" * 64_000 + sealed[21:], "packet.age.header_size"),
        (lambda sealed, _: sealed[:21] + b"1" + sealed[21:], "packet.age.format"),
        (lambda _, __: b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n", "packet.age.header"),
    ],
)
def test_each_damage_has_its_own_refusal(change: object, code: str) -> None:
    sealed = age.encrypt(bytes(CHUNK + 100), [ALICE.recipient])
    assert callable(change)
    assert refusal(change(sealed, age.inspect(sealed).size)) == code


def test_more_behind_the_end_is_refused() -> None:
    full = age.encrypt(bytes(CHUNK), [ALICE.recipient])
    assert refusal(full + b"x") == "packet.age.trailing"
    assert refusal(full + full) == "packet.age.trailing"
    assert refusal(age.encrypt(b"short", [ALICE.recipient]) + b"x") == "packet.age.altered"


def test_an_endless_header_is_given_up_at_its_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            start, self.given = self.given, self.given + size
            return (b"age-encryption.org/v1\n" + b"A" * size)[:size] if start == 0 else b"A" * size

    source = Endless()
    with pytest.raises(PacketError) as caught:
        age.decrypt_stream(source, io.BytesIO(), [ALICE])
    assert caught.value.code == "packet.age.header_size"
    assert source.given <= age_header.LIMIT + 8192


def test_keys_are_written_and_read_as_text() -> None:
    identity = HybridIdentity.generate()
    assert HybridIdentity.parse(identity.encode()) == identity
    assert HybridRecipient.parse(identity.recipient.encode()) == identity.recipient
    assert identity.encode().startswith("AGE-SECRET-KEY-PQ-1")
    assert identity.recipient.encode().startswith("age1pq1")
    assert len(identity.recipient.fingerprint) == 64
    assert repr(identity) == "<hybrid identity>"
    assert repr(Passphrase(b"secret words")) == "<passphrase>"


def test_the_example_of_the_specification_gives_its_recipient() -> None:
    example = HybridIdentity.parse("AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR")
    text = example.recipient.encode()
    assert (text[:16], text[-8:], len(text)) == ("age1pq1x34nzsvr0", "zv49zc0k", 1959)
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "a091dd7e0ee9d62b75173dcc98441a0424baa941e66a8776e570a4ae60ff61ea"
    )


def test_keys_of_other_kinds_and_damaged_ones_are_refused() -> None:
    identity, recipient = ALICE.encode(), ALICE.recipient.encode()
    classic = bech32.encode("age", bytes(32))
    out_of_range = bech32.encode("age1pq", b"\xff" * 1216)
    for text in (
        recipient[:-1] + "q",
        recipient.upper(),
        classic,
        bech32.encode("age1pq", bytes(31)),
        out_of_range,
        "",
    ):
        with pytest.raises(PacketError) as caught:
            HybridRecipient.parse(text)
        assert caught.value.code == "packet.age.recipient"
    for text in (identity[:-1], identity.lower(), bech32.encode("age-secret-key-", bytes(32)).upper(), recipient, "x"):
        with pytest.raises(PacketError) as caught:
            HybridIdentity.parse(text)
        assert caught.value.code == "packet.age.identity"


def test_a_passphrase_opens_what_it_sealed() -> None:
    sealed = age.encrypt(b"register", [Passphrase(b"long enough", WEAK)])
    assert age.decrypt(sealed, [Passphrase(b"long enough")]) == b"register"
    assert refusal(sealed, Passphrase(b"another one")) == "packet.age.not_for_us"
    assert refusal(age.encrypt(b"", [ALICE.recipient]), Passphrase(b"long enough")) == "packet.age.not_for_us"
    assert refusal(sealed, ALICE) == "packet.age.not_for_us"


def test_the_cost_of_a_passphrase_is_checked_before_deriving() -> None:
    sealed = age.encrypt(b"register", [Passphrase(b"long enough", WEAK)])
    for work in (b"21", b"31", b"0", b"04", b"-4", b"x"):
        assert (
            refusal(sealed.replace(b" 4\n", b" " + work + b"\n", 1), Passphrase(b"long enough")) == "packet.age.header"
        )


def test_a_passphrase_beside_another_recipient_is_refused() -> None:
    sealed = age.encrypt(b"", [Passphrase(b"long enough", WEAK), ALICE.recipient])
    assert refusal(sealed, ALICE) == "packet.age.header"
