"""The signature template and the container around it: what passes, and everything that must not."""

from __future__ import annotations

import base64
import hashlib
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.envelope import asic, xades, zips
from screening.envelope.xades import Signer
from screening.errors import PacketError

FILES = [("referral.json", b'{"a":1}'), ("referral.pdf", b"%PDF-1.7"), ("attachments/a.jpg", b"\xff\xd8")]
SIGNATURE = "META-INF/signatures0.xml"


@pytest.fixture(scope="module")
def container(signer: Signer, now: datetime) -> bytes:
    return asic.build(FILES, signer, now)


def rebuilt(container: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The container with its files changed, zipped again as strictly as before."""
    entries = zips.unpack(container)
    change(entries)
    return zips.pack(list(entries.items()))


def resigned(container: bytes, change: Callable[[str], str]) -> bytes:
    return rebuilt(container, lambda entries: entries.update({SIGNATURE: change(entries[SIGNATURE].decode()).encode()}))


def refusal(data: bytes) -> str:
    with pytest.raises(PacketError) as caught:
        asic.open(data)
    return caught.value.code


def test_a_container_gives_back_its_files_signer_and_time(container: bytes, signer: Signer, now: datetime) -> None:
    opened = asic.open(container)
    assert list(opened.files.items()) == FILES
    assert opened.signature.certificate_der == signer.certificate_der
    assert opened.signature.signing_time == now


def test_the_parts_stand_in_their_fixed_order(container: bytes) -> None:
    names = [name for name, _ in FILES]
    assert list(zips.unpack(container)) == ["mimetype", *names, "META-INF/manifest.xml", SIGNATURE]
    assert container[30:38] == b"mimetype"
    assert container[38 : 38 + len(asic.MEDIA_TYPE)] == asic.MEDIA_TYPE.encode()


def test_the_signing_time_is_written_in_utc_seconds(signer: Signer) -> None:
    kyiv = datetime(2026, 11, 23, 14, 0, 5, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert asic.open(asic.build(FILES, signer, kyiv)).signature.signing_time == datetime(
        2026, 11, 23, 12, 0, 5, tzinfo=UTC
    )


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9]{0,6}(\.[a-z]{3})?", fullmatch=True), st.binary(max_size=50), min_size=1
    )
)
def test_any_files_are_signed_and_verified(signer: Signer, files: dict[str, bytes]) -> None:
    try:
        data = asic.build(list(files.items()), signer, datetime(2026, 1, 1, tzinfo=UTC))
    except PacketError as error:
        assert error.code in {"packet.zip.name", "packet.container.parts"}  # noqa: PT017 - a device or reserved name
        return
    assert asic.open(data).files == files


def test_up_to_a_hundred_files_fit(signer: Signer, now: datetime) -> None:
    many = [(f"attachments/{number:03}.bin", b"") for number in range(100)]
    assert len(asic.open(asic.build(many, signer, now)).files) == 100
    with pytest.raises(PacketError) as caught:
        asic.build([(f"attachments/{number:03}.bin", b"") for number in range(200)], signer, now)
    assert caught.value.code == "packet.signature.too_many"


@pytest.mark.parametrize("name", ["mimetype", "MIMETYPE", "META-INF/x.xml", "meta-inf/manifest.xml"])
def test_reserved_names_are_not_packed(signer: Signer, now: datetime, name: str) -> None:
    with pytest.raises(PacketError) as caught:
        asic.build([(name, b"")], signer, now)
    assert caught.value.code == "packet.container.parts"


@pytest.mark.parametrize("files", [[], [("a&b", b"")], [('a"b', b"")]])
def test_nothing_and_names_with_markup_are_not_signed(
    signer: Signer, now: datetime, files: list[tuple[str, bytes]]
) -> None:
    with pytest.raises(PacketError) as caught:
        xades.sign(files, signer, now)
    assert caught.value.code == "packet.signature.names"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda entries: entries.update({"referral.json": b'{"a":2}'}), "packet.signature.altered"),
        (lambda entries: entries.update({"attachments/a.jpg": b""}), "packet.signature.altered"),
        (lambda entries: entries.pop("referral.pdf"), "packet.container.parts"),
        (lambda entries: entries.pop(SIGNATURE), "packet.container.unsigned"),
        (lambda entries: entries.pop("META-INF/manifest.xml"), "packet.container.parts"),
        (lambda entries: entries.pop("mimetype"), "packet.container.type"),
        (lambda entries: entries.update({"mimetype": b"application/zip"}), "packet.container.type"),
        (lambda entries: entries.update({"extra.json": b""}), "packet.container.parts"),
        (lambda entries: entries.update({"META-INF/signatures1.xml": b""}), "packet.container.parts"),
        (lambda entries: entries.update({"META-INF/manifest.xml": b"<x/>"}), "packet.container.parts"),
        (lambda entries: entries.update({SIGNATURE: b""}), "packet.signature.profile"),
        (lambda entries: entries.update({SIGNATURE: b"\xff\xfe"}), "packet.signature.profile"),
        (lambda entries: entries.update({SIGNATURE: b" " * (64 * 1024 + 1)}), "packet.signature.size"),
    ],
)
def test_changed_parts_are_refused(container: bytes, change: Callable[[dict[str, bytes]], object], code: str) -> None:
    assert refusal(rebuilt(container, change)) == code


def test_other_orders_of_the_parts_are_refused(container: bytes) -> None:
    entries = list(zips.unpack(container).items())
    assert refusal(zips.pack(entries[1:] + entries[:1])) == "packet.container.parts"
    swapped = [entries[0], entries[2], entries[1], *entries[3:]]
    assert refusal(zips.pack(swapped)) == "packet.container.parts"


def test_a_file_that_the_manifest_has_and_the_signature_has_not_is_refused(
    container: bytes, signer: Signer, now: datetime
) -> None:
    wider = zips.unpack(asic.build([*FILES, ("note.txt", b"")], signer, now))
    wider[SIGNATURE] = zips.unpack(container)[SIGNATURE]
    assert refusal(zips.pack(list(wider.items()))) == "packet.signature.files"


_C14N = '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2006/12/xml-c14n11"></ds:Transform></ds:Transforms>'
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_XSLT = '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></ds:Transforms>'


def _first_reference(text: str) -> str:
    start = text.index("<ds:Reference Id")
    return text[start : text.index("</ds:Reference>", start) + len("</ds:Reference>")]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1),
        lambda text: text.replace("<ds:SignedInfo>", "<!-- note --><ds:SignedInfo>"),
        lambda text: text.replace("<ds:SignedInfo>", "\n<ds:SignedInfo>"),
        lambda text: "\ufeff" + text,
        lambda text: text + " ",
        lambda text: text.replace(_C14N, ""),
        lambda text: text.replace("http://www.w3.org/2006/12/xml-c14n11", _EXCLUSIVE),
        lambda text: text.replace('URI="referral.json">', f'URI="referral.json">{_XSLT}'),
        lambda text: text.replace(_first_reference(text), _first_reference(text) * 2),
        lambda text: text.replace(_first_reference(text), ""),
        lambda text: text.replace("ecdsa-sha256", "ecdsa-sha1"),
        lambda text: text.replace("xmlenc#sha256", "xmlenc#sha512"),
        lambda text: text.replace("<xades:SigningTime>", "<xades:SigningTime >"),
        lambda text: text.replace("2026-11-23T12:00:05Z", "2026-11-23T12:00:65Z"),
        lambda text: text.replace("2026-11-23T12:00:05Z", "2026-02-30T12:00:05Z"),
        lambda text: text.replace("application/json", "text/html"),
        lambda text: text.replace('Target="#S0"', 'Target="#S1"'),
        lambda text: text.replace("<ds:KeyInfo>", '<ds:KeyInfo Id="K">'),
        lambda text: text[: text.index("<ds:Object>")] + text[text.index("</ds:Signature>") :],
        lambda text: text.replace("<ds:Object>", "<ds:Object><ds:Object></ds:Object>"),
        lambda text: text.replace("</ds:Signature>", "</ds:Signature><ds:Signature></ds:Signature>"),
        lambda text: text.replace("xades:IssuerSerialV2>", "xades:IssuerSerial>"),
        lambda text: text.replace("ds:", "dsig:"),
        lambda text: text.replace("<ds:SignatureValue>", "<ds:SignatureValue>="),
        lambda text: text.replace("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
        lambda text: text.replace("</ds:DigestValue>", "=</ds:DigestValue>", 1),
    ],
)
def test_any_other_form_of_the_signature_is_refused(container: bytes, change: Callable[[str], str]) -> None:
    changed = resigned(container, change)
    assert changed != container
    assert refusal(changed) == "packet.signature.profile"


def test_what_is_no_certificate_is_refused(container: bytes) -> None:
    for junk in ("A", "AAAA", "MAA="):
        changed = resigned(
            container, lambda text, junk=junk: text.replace("<ds:X509Certificate>", f"<ds:X509Certificate>{junk}")
        )
        assert refusal(changed) in {"packet.signature.certificate", "packet.signature.profile"}


@pytest.mark.parametrize("action", ["error", "ignore"])
def test_a_certificate_without_a_positive_number_cannot_sign(
    new_signer: Callable[..., Signer], now: datetime, action: Any
) -> None:
    proper = new_signer(serial=7)

    class Odd:
        certificate_der = proper.certificate_der.replace(b"\x02\x01\x07", b"\x02\x01\x00", 1)
        sign = staticmethod(proper.sign)

    with warnings.catch_warnings(action=action), pytest.raises(PacketError) as caught:
        asic.build(FILES, Odd(), now)
    assert caught.value.code == "packet.signature.certificate"


def test_a_certificate_of_an_unknown_version_cannot_sign(signer: Signer, now: datetime) -> None:
    version_3, version_2 = b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01"

    class Odd:
        certificate_der = signer.certificate_der.replace(version_3, version_2, 1)
        sign = staticmethod(signer.sign)

    with pytest.raises(PacketError) as caught:
        asic.build(FILES, Odd(), now)
    assert caught.value.code == "packet.signature.certificate"


def test_a_wrapped_signature_does_not_cover_what_is_shown(container: bytes) -> None:
    """The signed part moved aside, another put where a reader looks: the classical wrapping."""

    def wrap(text: str) -> str:
        start, stop = text.index("<ds:SignedInfo>"), text.index("</ds:SignedInfo>") + len("</ds:SignedInfo>")
        signed = text[start:stop]
        forged = signed.replace(
            _first_reference(text).split("<ds:DigestValue>")[1].split("<")[0],
            base64.b64encode(hashlib.sha256(b"forged").digest()).decode(),
        )
        return text[:start] + forged + text[stop:].replace("<ds:Object>", f"<ds:Object>{signed}", 1)

    assert refusal(resigned(container, wrap)) == "packet.signature.profile"


def test_a_signature_by_another_key_under_this_certificate_is_refused(
    signer: Signer, new_signer: Callable[..., Signer], now: datetime
) -> None:
    class Thief:
        certificate_der = signer.certificate_der
        sign = staticmethod(new_signer().sign)

    assert refusal(asic.build(FILES, Thief(), now)) == "packet.signature.invalid"


def _value(r: int, s: int) -> str:
    return base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()


_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.mark.parametrize(
    ("r", "s"),
    [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (_ORDER, 1),
        (1, _ORDER),
        (_ORDER, _ORDER),
        (_ORDER - 1, _ORDER - 1),
        (2**256 - 1,) * 2,
    ],
)
def test_the_trivial_signatures_that_bad_verifiers_accept_are_refused(container: bytes, r: int, s: int) -> None:
    def forge(text: str) -> str:
        start = text.index("<ds:SignatureValue>") + len("<ds:SignatureValue>")
        return text[:start] + _value(r, s) + text[text.index("</ds:SignatureValue>") :]

    assert refusal(resigned(container, forge)) == "packet.signature.invalid"


def test_another_certificate_over_the_same_key_is_refused(
    container: bytes, signer: Signer, new_signer: Callable[..., Signer]
) -> None:
    """Substituting the certificate changes the signed properties, even where the key is the same."""
    twin = new_signer(key=signer.key, authority_key=signer.authority_key)  # type: ignore[attr-defined]  # the test's signer

    def substitute(text: str) -> str:
        old, new = (base64.b64encode(one.certificate_der).decode() for one in (signer, twin))
        return text.replace(old, new)

    assert refusal(resigned(container, substitute)) == "packet.signature.profile"


def test_keys_of_another_kind_cannot_sign(new_signer: Callable[..., Signer], now: datetime) -> None:
    for key in (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        other = new_signer(key=key)
        with pytest.raises(PacketError) as caught:
            asic.build(FILES, other, now)
        assert caught.value.code == "packet.signature.certificate"


@pytest.mark.parametrize("serial", [1, 127, 128, 255, 2**159 - 1])
def test_every_serial_number_is_written_as_der_wants_it(
    new_signer: Callable[..., Signer], now: datetime, serial: int
) -> None:
    assert asic.open(asic.build(FILES, new_signer(serial=serial), now)).files == dict(FILES)


def test_the_signature_is_over_sha_256_with_the_key_of_the_certificate(container: bytes, signer: Signer) -> None:
    """Checked by hand, without the template: SignedInfo in canonical form, r and s as in the file."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from lxml import etree

    root = etree.fromstring(zips.unpack(container)[SIGNATURE])
    ds = {"ds": "http://www.w3.org/2000/09/xmldsig#"}
    signed_info = etree.tostring(root.find(".//ds:SignedInfo", ds), method="c14n", exclusive=False)
    value = base64.b64decode(root.findtext(".//ds:SignatureValue", namespaces=ds))
    r, s = int.from_bytes(value[:32]), int.from_bytes(value[32:])
    signer.key.public_key().verify(encode_dss_signature(r, s), signed_info, ec.ECDSA(SHA256()))  # type: ignore[attr-defined]
