"""Our files opened by the JavaScript implementation of age, its files opened by us, and the published vectors."""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from collections.abc import Callable, Sequence

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from screening.envelope import age, age_payload, bech32
from screening.envelope.age import HybridIdentity, HybridRecipient, Passphrase
from screening.envelope.age_header import Stanza, decode64
from screening.errors import PacketError

Javascript = Callable[[str, str], object]

_OPEN = """
import { Decrypter, identityToRecipient } from 'age-encryption'; import fs from 'fs';
const [secret, sealed] = fs.readFileSync(0, 'utf8').split(' ');
const d = new Decrypter(); if (secret.startsWith('AGE-')) d.addIdentity(secret); else d.addPassphrase(secret);
const opened = await d.decrypt(Buffer.from(sealed, 'base64'));
const recipient = secret.startsWith('AGE-') ? await identityToRecipient(secret) : null;
console.log(JSON.stringify({ opened: Buffer.from(opened).toString('base64'), recipient }));
"""
_SEAL = """
import { Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'; import fs from 'fs';
const [recipient, plaintext] = fs.readFileSync(0, 'utf8').split(' ');
const identity = await generateHybridIdentity();
const e = new Encrypter(); e.addRecipient(recipient); e.addRecipient(await identityToRecipient(identity));
const p = new Encrypter(); p.setPassphrase('their passphrase'); p.setScryptWorkFactor(4);
const data = Buffer.from(plaintext, 'base64');
console.log(JSON.stringify({ identity, recipient: await identityToRecipient(identity),
  sealed: Buffer.from(await e.encrypt(data)).toString('base64'),
  locked: Buffer.from(await p.encrypt(data)).toString('base64') }));
"""
_VECTORS = """
import * as vectors from 'cctv-age';
const all = vectors.default ?? vectors;
console.log(JSON.stringify(Object.fromEntries(
  Object.entries(all).map(([name, data]) => [name, Buffer.from(data).toString('base64')]))));
"""


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("size", [0, 11, 64 * 1024, 200_001])
def test_our_files_are_opened_by_another_implementation(javascript: Javascript, size: int) -> None:
    plaintext = bytes(range(251)) * (size // 251) + bytes(size % 251)
    identity, other = HybridIdentity.generate(), HybridIdentity.generate()
    sealed = age.encrypt(plaintext, [other.recipient, identity.recipient])
    answer = javascript(_OPEN, f"{identity.encode()} {_encode(sealed)}")
    assert answer == {"opened": _encode(plaintext), "recipient": identity.recipient.encode()}


def test_files_under_our_passphrase_are_opened_by_another_implementation(javascript: Javascript) -> None:
    sealed = age.encrypt(b"register", [Passphrase(b"ours-and-theirs", 5)])
    assert javascript(_OPEN, f"ours-and-theirs {_encode(sealed)}") == {
        "opened": _encode(b"register"),
        "recipient": None,
    }


@pytest.mark.parametrize("size", [0, 11, 64 * 1024, 200_001])
def test_files_of_another_implementation_are_opened_by_us(javascript: Javascript, size: int) -> None:
    plaintext = bytes(size)
    ours = HybridIdentity.generate()
    answer = javascript(_SEAL, f"{ours.recipient.encode()} {_encode(plaintext)}")
    assert isinstance(answer, dict)
    theirs = HybridIdentity.parse(answer["identity"])
    sealed = base64.b64decode(answer["sealed"])
    assert age.decrypt(sealed, [ours]) == plaintext
    assert age.decrypt(sealed, [theirs]) == plaintext
    assert HybridRecipient.parse(answer["recipient"]) == theirs.recipient
    assert age.decrypt(base64.b64decode(answer["locked"]), [Passphrase(b"their passphrase")]) == plaintext


class ClassicIdentity:
    """The older X25519 recipient, for the vectors only: the program neither writes nor reads it."""

    def __init__(self, text: str) -> None:
        self.key = X25519PrivateKey.from_private_bytes(bech32.decode(text)[1])

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        for stanza in stanzas:
            if stanza.arguments[0] != "X25519":
                continue
            if len(stanza.arguments) != 2 or len(stanza.body) != 32:
                raise PacketError("packet.age.header")
            share = decode64(stanza.arguments[1], 32)
            try:
                shared = self.key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError:
                raise PacketError("packet.age.header") from None
            salt = share + self.key.public_key().public_bytes_raw()
            wrap_key = age_payload.derive(shared, salt, b"age-encryption.org/v1/X25519")
            try:
                return ChaCha20Poly1305(wrap_key).decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                continue
        return None


_HEADER = {"packet.age.header", "packet.age.header_size", "packet.age.format"}
_PAYLOAD = {"packet.age.altered", "packet.age.truncated", "packet.age.trailing"}
_CODES = {
    "success": {""},
    "no match": {"packet.age.not_for_us"},
    "HMAC failure": {"packet.age.altered"},
    "header failure": _HEADER,
    "payload failure": _PAYLOAD,
}
# Two identities at infinity, which cannot be told from somebody else's stanza here; two missing nonces, which are
# counted with the payload here.
_OTHERWISE = {
    "hybrid_identity": "packet.age.not_for_us",
    "hybrid_low_order": "packet.age.not_for_us",
    "stream_no_nonce": "packet.age.truncated",
    "stream_short_nonce": "packet.age.truncated",
}


def test_the_published_vectors_give_the_outcome_and_release_the_bytes_they_say(
    javascript: Javascript, subtests: pytest.Subtests
) -> None:
    vectors = javascript(_VECTORS, "")
    assert isinstance(vectors, dict)
    tried = 0
    for name, data in sorted(vectors.items()):
        head, _, body = base64.b64decode(data).partition(b"\n\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\n")]
        about = dict(lines)
        if about.get("armored") == "yes":
            continue  # a packet is never armoured
        tried += 1
        with subtests.test(name):
            if about.get("compressed") == "zlib":
                body = zlib.decompress(body)
            identities: list[age.Identity] = [
                HybridIdentity.parse(value) if value.startswith("AGE-SECRET-KEY-PQ-") else ClassicIdentity(value)
                for key, value in lines
                if key == "identity"
            ]
            identities += [Passphrase(value.encode()) for key, value in lines if key == "passphrase"]
            released, code = io.BytesIO(), ""
            try:
                age.decrypt_stream(io.BytesIO(body), released, identities)
            except PacketError as refusal:
                code = refusal.code
            assert code in ({_OTHERWISE[name]} if name in _OTHERWISE else _CODES[about["expect"]])
            if "payload" in about:
                assert hashlib.sha256(released.getvalue()).hexdigest() == about["payload"]
            else:
                assert released.getvalue() == b""
    assert tried > 100
