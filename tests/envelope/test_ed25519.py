"""Signatures by others: RFC 8032's own, and a form that takes only what is signed."""

from __future__ import annotations

import base64
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from screening.envelope.ed25519 import verifies
from screening.forms.form import Form
from screening.forms.session import Session
from support.xform import bind, inputs, now, xform

# RFC 8032, section 7.1, test 2
KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_a_signature_fits_its_message_and_its_key_alone() -> None:
    assert verifies(KEY, SIGNATURE, b"\x72")
    assert not verifies(KEY, SIGNATURE, b"\x73")
    assert not verifies(bytes(32), SIGNATURE, b"\x72")
    assert not verifies(KEY, SIGNATURE[:-1], b"\x72")
    assert not verifies(KEY[:-1], SIGNATURE, b"\x72")


@pytest.mark.parametrize("believed", [True, False])
def test_a_form_takes_out_what_is_signed(believed: bool) -> None:
    signing = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    key = base64.b64encode(signing.public_key().public_bytes_raw()).decode()
    message = "дані 1".encode()
    form = Form.parse(
        xform("<a/><b/>", bind("/data/b", calculate=f"extract-signed(/data/a, '{key}')"), body=inputs("/data/a"))
    )
    chance = random.Random(1)  # noqa: S311 - an interview is drawn again from its seed
    live = Session.new(form, now, chance, verify=verifies) if believed else Session.new(form, now, chance)
    live.answer("/data/a", base64.b64encode(signing.sign(message) + message).decode())
    assert live.value("/data/b") == ("дані 1" if believed else "")
    for wrong in (base64.b64encode(signing.sign(message) + b"other").decode(), "AAAA", "ї", ""):
        live.answer("/data/a", wrong)
        assert live.value("/data/b") == ""
