"""Requests, certificates, bundles, key and authority files, damaged: refused by name, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.envelope import age, asic, canonical
from screening.errors import IdentityError, PacketError
from screening.identity import certificates, enrolment
from screening.identity.authority import authority_new, open_authority
from screening.identity.keys import Keys, KeySigner
from screening.identity.trust import Trust

NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
PASSPHRASE = b"five quite random words here"
AUTHORITY = open_authority(authority_new("Служба", NOW, PASSPHRASE, work=2)[0], PASSPHRASE)
KEYS = Keys.generate()
REQUEST = enrolment.request(KEYS, "supervisor", "Пост")
ISSUED = AUTHORITY.approve(REQUEST, 30, NOW)
CERTIFICATE = enrolment.read_issued(ISSUED).certificate
BUNDLE = AUTHORITY.bundle(NOW)
CONTENTS = asic.open(BUNDLE).files["trust.json"]
TRUST = Trust.parse(BUNDLE, AUTHORITY.fingerprint, NOW)
KEPT = KEYS.to_bytes()


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """`original` with a piece cut, flipped, repeated, inserted or bloated, up to three times."""
    data = original
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        stop = min(len(data), start + draw(st.integers(0, 12)))
        fill = draw(st.sampled_from([b"", data[start:stop] * 2, b"[" * 5000, b"A" * 30_000]) | st.binary(max_size=12))
        data = data[:start] + fill + data[stop:]
    return data


def only_refuses(call: Callable[[], object]) -> object | None:
    try:
        return call()
    except (PacketError, IdentityError):
        return None


@settings(max_examples=300)
@given(damaged(REQUEST))
def test_damaged_requests(data: bytes) -> None:
    wish = only_refuses(lambda: enrolment.read_request(data))
    if isinstance(wish, enrolment.Request):  # only what PEM lets be written in two ways
        assert wish == enrolment.read_request(REQUEST)


@settings(max_examples=300)
@given(damaged(x509.load_pem_x509_csr(REQUEST).public_bytes(Encoding.DER)))
def test_damaged_requests_below_their_armour(data: bytes) -> None:
    try:
        pem = x509.load_der_x509_csr(data).public_bytes(Encoding.PEM)
    except ValueError:
        return
    wish = only_refuses(lambda: enrolment.read_request(pem))
    assert wish is None or pem == REQUEST


@settings(max_examples=300)
@given(damaged(ISSUED))
def test_damaged_certificate_files(data: bytes) -> None:
    issued = only_refuses(lambda: enrolment.read_issued(data))
    if isinstance(issued, enrolment.Issued):
        assert issued.certificate == CERTIFICATE


@settings(max_examples=500)
@given(damaged(CERTIFICATE.der))
def test_damaged_certificates(data: bytes) -> None:
    only_refuses(lambda: certificates.parse(data))
    only_refuses(lambda: certificates.load_authority(data))
    believed = only_refuses(lambda: TRUST.check_certificate(data, NOW))
    assert believed is None or data == CERTIFICATE.der


@settings(max_examples=300)
@given(damaged(BUNDLE))
def test_damaged_bundles(data: bytes) -> None:
    trust = only_refuses(lambda: Trust.parse(data, AUTHORITY.fingerprint, NOW))
    assert trust is None or data == BUNDLE


@settings(max_examples=300)
@given(damaged(CONTENTS))
def test_damaged_contents_under_a_good_signature(data: bytes) -> None:
    signer = KeySigner(AUTHORITY.certificate_der, AUTHORITY.key)
    only_refuses(lambda: Trust.parse(asic.build([("trust.json", data)], signer, NOW), None, NOW))


@settings(max_examples=200)
@given(damaged(KEPT))
def test_damaged_keys(data: bytes) -> None:
    only_refuses(lambda: Keys.from_bytes(data))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@settings(max_examples=200)
@given(st.sampled_from(sorted(canonical.read(CONTENTS))), JSON)
@example("supervisors", ["MAA="])
@example("until", "2026-02-30T00:00:00Z")
def test_any_value_in_any_place_of_a_bundle(key: str, value: object) -> None:
    signer = KeySigner(AUTHORITY.certificate_der, AUTHORITY.key)
    data = canonical.write({**canonical.read(CONTENTS), key: value})
    only_refuses(lambda: Trust.parse(asic.build([("trust.json", data)], signer, NOW), None, NOW))


@settings(max_examples=200)
@given(st.sampled_from(["key", "certificate", "number", "approved", "revoked", "major"]), JSON)
def test_any_value_in_any_place_of_an_authority_file(key: str, value: object) -> None:
    plain = age.decrypt(AUTHORITY.to_bytes(PASSPHRASE, work=2), [age.Passphrase(PASSPHRASE)])
    changed = canonical.write({**canonical.read(plain), key: value})
    only_refuses(lambda: open_authority(age.encrypt(changed, [age.Passphrase(PASSPHRASE, 2)]), PASSPHRASE))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_anything_at_all(data: bytes) -> None:
    for call in (
        lambda: enrolment.read_request(data),
        lambda: enrolment.read_issued(data),
        lambda: Trust.parse(data, None, NOW),
        lambda: open_authority(data, PASSPHRASE),
        lambda: Keys.from_bytes(data),
    ):
        with pytest.raises((PacketError, IdentityError)):
            call()
    only_refuses(lambda: enrolment.kind(data))


def test_no_flipped_bit_of_a_certificate_is_believed() -> None:
    for place in range(len(CERTIFICATE.der)):
        for bit in range(8):
            data = bytearray(CERTIFICATE.der)
            data[place] ^= 1 << bit
            with pytest.raises((PacketError, IdentityError)):
                TRUST.check_certificate(bytes(data), NOW)
            with pytest.raises(PacketError):
                certificates.load_authority(bytes(data))
