"""age v1 files (c2sp.org/age) for hybrid post-quantum recipients, and for a passphrase.

Whoever records a packet today must not read it with tomorrow's machine, so the only recipients are
``mlkem768x25519`` (X-Wing). A file can be opened by any age of version 1.3 or later.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from typing_extensions import override

from screening.envelope import age_header, age_payload, bech32
from screening.envelope.age_header import Stanza, decode64, encode64
from screening.errors import PacketError

HYBRID = "mlkem768x25519"
"""Type of the stanzas that packets carry."""
RECIPIENTS = 16
"""Most recipients of one file."""
_INFO = b"age-encryption.org/mlkem768x25519"
_IDENTITY_PREFIX = "age-secret-key-pq-"
_RECIPIENT_PREFIX = "age1pq"
_SEED = 32
_MLKEM_KEY = 1184
RECIPIENT_LENGTH = _MLKEM_KEY + 32
"""Bytes of a raw hybrid recipient."""
_ENCAPSULATED = 1120
_FILE_KEY = 16
_WRAPPED = _FILE_KEY + 16
_ANY_KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))  # with a point of low order it shares only zeros
_SCRYPT_SALT = b"age-encryption.org/v1/scrypt"
_LOWEST_WORK, _HIGHEST_WORK = 1, 20
WORK = 18
"""Base-two logarithm of scrypt's cost for a passphrase: 256 MiB, about a second."""


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class Recipient(Protocol):
    """One for whom a file key can be wrapped."""

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza that only this recipient opens."""
        ...


class Identity(Protocol):
    """A secret that may open a stanza."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None when no stanza is for this identity.

        Raises:
            PacketError: a stanza of this identity's type is malformed.
        """
        ...


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """A public key for sealing. raw: ML-KEM-768 key, then X25519 share, 1216 bytes."""

    raw: bytes

    @staticmethod
    def parse(text: str) -> HybridRecipient:
        """The recipient written as ``age1pq1…``.

        Raises:
            PacketError: not such a text, or not a valid key.
        """
        try:
            prefix, raw = bech32.decode(text)
        except ValueError:
            raise PacketError("packet.age.recipient") from None
        if prefix != _RECIPIENT_PREFIX or text != text.lower():
            raise PacketError("packet.age.recipient")
        return HybridRecipient.from_raw(raw)

    @staticmethod
    def from_raw(raw: bytes) -> HybridRecipient:
        """The recipient of 1216 raw bytes.

        Raises:
            PacketError: another length, ML-KEM coefficients out of range, or an X25519 point that shares nothing.
        """
        recipient = HybridRecipient(raw)
        try:
            recipient._public_key()
            _ANY_KEY.exchange(X25519PublicKey.from_public_bytes(raw[_MLKEM_KEY:]))
        except ValueError:
            raise PacketError("packet.age.recipient") from None
        return recipient

    def encode(self) -> str:
        """``age1pq1…``."""
        return bech32.encode(_RECIPIENT_PREFIX, self.raw)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of `raw`, 64 lowercase hexadecimal characters."""
        return hashlib.sha256(self.raw).hexdigest()

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza that only this recipient opens."""
        sealed = _suite().encrypt(file_key, self._public_key(), _INFO)
        return Stanza((HYBRID, encode64(sealed[:_ENCAPSULATED])), sealed[_ENCAPSULATED:])

    def _public_key(self) -> MLKEM768X25519PublicKey:
        if len(self.raw) != RECIPIENT_LENGTH:
            raise ValueError("length")
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_KEY]),
            X25519PublicKey.from_public_bytes(self.raw[_MLKEM_KEY:]),
        )


@dataclass(frozen=True, slots=True)
class HybridIdentity:
    """The secret of a `HybridRecipient`. seed: 32 bytes, expanded as X-Wing prescribes."""

    seed: bytes = field(repr=False)

    @staticmethod
    def generate() -> HybridIdentity:
        """A new random identity."""
        return HybridIdentity(secrets.token_bytes(_SEED))

    @staticmethod
    def parse(text: str) -> HybridIdentity:
        """The identity written as ``AGE-SECRET-KEY-PQ-1…``.

        Raises:
            PacketError: not such a text.
        """
        try:
            prefix, seed = bech32.decode(text)
        except ValueError:
            raise PacketError("packet.age.identity") from None
        if prefix != _IDENTITY_PREFIX or len(seed) != _SEED or text != text.upper():
            raise PacketError("packet.age.identity")
        return HybridIdentity(seed)

    def encode(self) -> str:
        """``AGE-SECRET-KEY-PQ-1…``. Secret: goes nowhere but into the vault."""
        return bech32.encode(_IDENTITY_PREFIX, self.seed).upper()

    @property
    def recipient(self) -> HybridRecipient:
        """The public half."""
        mlkem, x25519 = self._keys()
        return HybridRecipient(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None when no stanza is for this identity.

        Raises:
            PacketError: a hybrid stanza is malformed.
        """
        sealed = [_sealed_key(stanza) for stanza in stanzas if stanza.arguments[0] == HYBRID]
        private_key = MLKEM768X25519PrivateKey(*self._keys())
        for one in sealed:
            try:
                return _suite().decrypt(one, private_key, _INFO)
            except InvalidTag:
                continue
        return None

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = hashlib.shake_256(self.seed).digest(96)
        return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])

    @override
    def __repr__(self) -> str:
        return "<hybrid identity>"


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """A recipient and identity made of a passphrase (scrypt). work: base-two logarithm of the cost for new files."""

    secret: bytes
    work: int = WORK

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza that only this passphrase opens."""
        salt = secrets.token_bytes(16)
        body = ChaCha20Poly1305(self._key(salt, self.work)).encrypt(bytes(12), file_key, None)
        return Stanza(("scrypt", encode64(salt), str(self.work)), body)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None when the passphrase does not fit. The cost is bounded before deriving.

        Raises:
            PacketError: a malformed stanza, or a cost out of bounds.
        """
        for stanza in stanzas:
            if stanza.arguments[0] != "scrypt":
                continue
            if len(stanza.arguments) != len(("scrypt", "salt", "work")) or len(stanza.body) != _WRAPPED:
                raise PacketError("packet.age.header")
            salt, work = decode64(stanza.arguments[1], 16), stanza.arguments[2]
            if work not in map(str, range(_LOWEST_WORK, _HIGHEST_WORK + 1)):
                raise PacketError("packet.age.header")
            try:
                return ChaCha20Poly1305(self._key(salt, int(work))).decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                return None
        return None

    def _key(self, salt: bytes, work: int) -> bytes:
        cost = 1 << work
        return hashlib.scrypt(
            self.secret, salt=_SCRYPT_SALT + salt, n=cost, r=8, p=1, dklen=32, maxmem=2 * 128 * 8 * cost + (1 << 20)
        )

    @override
    def __repr__(self) -> str:
        return "<passphrase>"


@dataclass(frozen=True, slots=True)
class Header:
    """What can be seen of a file without a key. stanzas: their types in order; size: bytes of the header."""

    stanzas: tuple[str, ...]
    size: int


def encrypt(plaintext: bytes, recipients: Sequence[Recipient]) -> bytes:
    """`plaintext` sealed for each of 1 to 16 recipients, all in one file.

    Raises:
        PacketError: no recipient, or too many.
    """
    sealed = io.BytesIO()
    encrypt_stream(io.BytesIO(plaintext), sealed, recipients)
    return sealed.getvalue()


def decrypt(sealed: bytes, identities: Sequence[Identity]) -> bytes:
    """The plaintext, whole and authenticated.

    Raises:
        PacketError: not an age file, not for these identities, altered or cut short.
    """
    plaintext = io.BytesIO()
    decrypt_stream(io.BytesIO(sealed), plaintext, identities)
    return plaintext.getvalue()


def encrypt_stream(source: BinaryIO, target: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Seal all of `source` into `target`, 64 KiB at a time.

    Raises:
        PacketError: no recipient, or too many.
    """
    if not 1 <= len(recipients) <= RECIPIENTS:
        raise PacketError("packet.age.recipients", limit=RECIPIENTS)
    file_key = secrets.token_bytes(_FILE_KEY)
    signed = age_header.render([recipient.wrap(file_key) for recipient in recipients])
    target.write(age_header.close(signed, _mac(file_key, signed)))
    age_payload.seal(source, target, file_key)


def decrypt_stream(source: BinaryIO, target: BinaryIO, identities: Sequence[Identity]) -> None:
    """Open `source` into `target`, 64 KiB at a time; only authenticated bytes are written.

    A file that was cut or altered further on is noticed only there: on an error the caller throws `target` away.

    Raises:
        PacketError: not an age file, not for these identities, altered or cut short.
    """
    header, rest = age_header.read(source)
    parsed = age_header.parse(header)
    _check_count(parsed)
    file_key = _file_key(parsed.stanzas, identities)
    if not hmac.compare_digest(_mac(file_key, parsed.signed), parsed.mac):
        raise PacketError("packet.age.altered")
    age_payload.open_(rest, source, target, file_key)


def inspect(sealed: bytes) -> Header:
    """The outside of a sealed file; nothing of it is authenticated.

    Raises:
        PacketError: not an age file, or a malformed header.
    """
    header, _ = age_header.read(io.BytesIO(sealed))
    parsed = age_header.parse(header)
    _check_count(parsed)
    return Header(tuple(stanza.arguments[0] for stanza in parsed.stanzas), parsed.size)


def _check_count(parsed: age_header.ParsedHeader) -> None:
    if len(parsed.stanzas) > RECIPIENTS:
        raise PacketError("packet.age.recipients", limit=RECIPIENTS)


def _file_key(stanzas: Sequence[Stanza], identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        file_key = identity.unwrap(stanzas)
        if file_key is not None:
            return file_key
    raise PacketError("packet.age.not_for_us")


def _sealed_key(stanza: Stanza) -> bytes:
    # The body's length is checked first: a longer one could be opened by several keys at once.
    if len(stanza.arguments) != len((HYBRID, "encapsulated key")) or len(stanza.body) != _WRAPPED:
        raise PacketError("packet.age.header")
    return decode64(stanza.arguments[1], _ENCAPSULATED) + stanza.body


def _mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(age_payload.derive(file_key, b"", b"header"), signed, "sha256")
