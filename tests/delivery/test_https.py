"""An inbox over the network: believed only when it gives the same bytes back."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from delivery.conformance import DIGEST, NOBODY, PACKET, Conformance
from delivery.conftest import Misbehaving, Pki, Wire, serving
from screening.delivery.https import HttpsTransport, Patience
from screening.errors import DeliveryError

HURRY = Patience(connect=1, silence=0.3, whole=0.6)


class TestHttp(Conformance):
    """The conformance suite against a real inbox server on this machine."""

    @pytest.fixture
    def transport(self, address: str) -> HttpsTransport:
        return HttpsTransport(address)


class TestHttps(Conformance):
    """The same over TLS."""

    @pytest.fixture
    def transport(self, store: Path, pki: Pki) -> Iterator[HttpsTransport]:
        with serving(store, pki.cert, pki.key) as address:
            assert address.startswith("https://")
            yield HttpsTransport(address, trust=pki.trust)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(DeliveryError) as refusal:
        act()
    return refusal.value.code


def sending(address: str, patience: Patience | None = None) -> str:
    """The code with which sending a packet to `address` fails."""
    return code_of(lambda: HttpsTransport(address, patience=patience).put_packet(DIGEST, PACKET))


def test_a_certificate_this_machine_does_not_believe_stops_everything(store: Path, pki: Pki) -> None:
    with serving(store, pki.cert, pki.key) as address:
        assert sending(address) == "delivery.https.certificate"
    assert not (store / "packets").exists()


def test_a_certificate_for_another_host_stops_everything(store: Path, pki: Pki) -> None:
    with serving(store, pki.cert, pki.key) as address:
        elsewhere = HttpsTransport(address.replace("127.0.0.1", "localhost"), trust=pki.trust)
        assert code_of(lambda: elsewhere.put_packet(DIGEST, PACKET)) == "delivery.https.certificate"
    assert not (store / "packets").exists()


def test_a_server_without_tls_is_not_spoken_to_under_https(address: str) -> None:
    assert sending(address.replace("http:", "https:")) == "delivery.https.certificate"


def test_nobody_listening_is_told_as_out_of_reach() -> None:
    with socket.socket() as taken:  # bound and not listening: every connection is refused
        taken.bind(("127.0.0.1", 0))
        assert sending(f"http://127.0.0.1:{taken.getsockname()[1]}") == "delivery.https.unreachable"


def test_an_answer_of_200_without_storing_is_found_out(misbehaving: Misbehaving) -> None:
    def pretend(wire: Wire) -> None:
        wire.body()
        wire.answer(200 if wire.method == "PUT" else 404)

    assert sending(misbehaving(pretend)) == "delivery.https.unconfirmed"


def test_a_sign_in_page_that_answers_200_to_everything_is_found_out(misbehaving: Misbehaving) -> None:
    def sign_in(wire: Wire) -> None:
        wire.body()
        wire.answer(200, b"<html>Please sign in</html>")

    address = misbehaving(sign_in)
    assert sending(address) == "delivery.https.unconfirmed"
    assert code_of(lambda: list(HttpsTransport(address).packets())) == "delivery.https.answer"
    assert code_of(lambda: HttpsTransport(address).get_packet(DIGEST)) == "delivery.packet.altered"


@pytest.mark.parametrize("stored", [PACKET[:-1], PACKET[:-1] + b"\0", PACKET + b"\0", b""])
def test_other_bytes_than_were_sent_are_found_out(misbehaving: Misbehaving, stored: bytes) -> None:
    def alter(wire: Wire) -> None:
        wire.body()
        wire.answer(200, stored if wire.method == "GET" else b"")

    assert sending(misbehaving(alter)) == "delivery.https.unconfirmed"


def test_a_redirect_is_not_followed(misbehaving: Misbehaving) -> None:
    asked: list[str] = []

    def elsewhere(wire: Wire) -> None:
        asked.append(wire.path)
        wire.body()
        wire.answer(307, b"", "location: /other")

    with pytest.raises(DeliveryError) as refusal:
        HttpsTransport(misbehaving(elsewhere)).put_packet(DIGEST, PACKET)
    assert (refusal.value.code, refusal.value.params) == ("delivery.https.refused", {"status": 307})
    assert asked == [f"/v1/packets/{DIGEST}"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "delivery.https.refused"),
        (403, "delivery.https.refused"),
        (413, "delivery.too_large"),
        (500, "delivery.https.refused"),
        (503, "delivery.https.refused"),
        (507, "delivery.https.full"),
    ],
)
def test_a_refusal_is_told_by_its_kind(misbehaving: Misbehaving, status: int, code: str) -> None:
    def refuse(wire: Wire) -> None:
        wire.body()
        wire.answer(status)

    assert sending(misbehaving(refuse)) == code


def test_a_server_that_has_no_such_place_is_told_as_not_an_inbox(misbehaving: Misbehaving) -> None:
    def nothing_here(wire: Wire) -> None:
        wire.body()
        wire.answer(404)

    assert sending(misbehaving(nothing_here)) == "delivery.https.refused"


def test_a_connection_dropped_before_the_answer_is_told(misbehaving: Misbehaving) -> None:
    assert sending(misbehaving(lambda _: None)) == "delivery.https.dropped"


def test_a_connection_dropped_in_the_middle_of_the_reading_back_is_told(misbehaving: Misbehaving) -> None:
    def break_off(wire: Wire) -> None:
        wire.body()
        if wire.method == "PUT":
            wire.answer(201)
        else:
            wire.send(b"HTTP/1.1 200 X\r\ncontent-length: 1000000\r\n\r\nhalf")

    assert sending(misbehaving(break_off)) == "delivery.https.dropped"


def test_something_that_is_not_http_is_told(misbehaving: Misbehaving) -> None:
    def mutter(wire: Wire) -> None:
        wire.body()
        wire.send(b"220 mail.example ESMTP\r\n\r\n")

    assert sending(misbehaving(mutter)) == "delivery.https.dropped"


def test_a_server_that_never_answers_is_given_up(misbehaving: Misbehaving) -> None:
    assert sending(misbehaving(Wire.wait_until_left), HURRY) == "delivery.https.timeout"


def test_a_server_that_drips_is_given_up_when_patience_ends(misbehaving: Misbehaving) -> None:
    def drip(wire: Wire) -> None:
        wire.body()
        wire.send(b"HTTP/1.1 200 X\r\n")
        while True:
            wire.send(b"x: y\r\n")
            time.sleep(0.05)  # the dripping itself; shorter than the silence that would end it

    started = time.monotonic()
    assert sending(misbehaving(drip), HURRY) == "delivery.https.timeout"
    assert time.monotonic() - started < 5


def test_an_endless_answer_is_cut_off(misbehaving: Misbehaving) -> None:
    def flood(wire: Wire) -> None:
        wire.body()
        wire.send(b"HTTP/1.1 200 X\r\n\r\n")
        while True:
            wire.send(bytes(65536))

    address = misbehaving(flood)
    assert sending(address) == "delivery.too_large"
    assert code_of(lambda: list(HttpsTransport(address).packets())) == "delivery.too_large"
    assert list(HttpsTransport(address).receipts([DIGEST])) == []


def test_a_packed_answer_is_not_unpacked(misbehaving: Misbehaving) -> None:
    def bomb(wire: Wire) -> None:
        wire.answer(200, b"\x1f\x8b not unpacked", "content-encoding: gzip")

    assert list(HttpsTransport(misbehaving(bomb)).receipts([DIGEST])) == [(DIGEST, b"\x1f\x8b not unpacked")]


@pytest.mark.parametrize(
    "listing",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"packets": 5}',
        b'{"packets": ["../secret"]}',
        b'{"packets": [5]}',
        b'{"packets": ' + b"[" * 100_000,
        f'{{"packets": ["{max(DIGEST, NOBODY)}", "{min(DIGEST, NOBODY)}"]}}'.encode(),
    ],
)
def test_a_listing_that_is_none_is_refused(misbehaving: Misbehaving, listing: bytes) -> None:
    address = misbehaving(lambda wire: wire.answer(200, listing))
    assert code_of(lambda: list(HttpsTransport(address).packets())) == "delivery.https.answer"


def test_a_listing_that_never_ends_is_noticed(misbehaving: Misbehaving) -> None:
    address = misbehaving(lambda wire: wire.answer(200, f'{{"packets": ["{DIGEST}"]}}'.encode()))
    assert code_of(lambda: list(HttpsTransport(address).packets())) == "delivery.https.answer"


def test_a_failure_among_receipts_is_told_and_not_taken_for_none(misbehaving: Misbehaving) -> None:
    address = misbehaving(lambda wire: wire.answer(500))
    assert code_of(lambda: list(HttpsTransport(address).receipts([DIGEST]))) == "delivery.https.refused"


def test_an_address_may_have_a_prefix(misbehaving: Misbehaving) -> None:
    asked: list[str] = []

    def note(wire: Wire) -> None:
        asked.append(wire.path)
        wire.answer(404)

    assert list(HttpsTransport(misbehaving(note) + "/desk/").receipts([DIGEST])) == []
    assert asked == [f"/desk/v1/receipts/{DIGEST}"]


def test_the_log_names_digests_and_no_address(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        HttpsTransport(address).put_packet(DIGEST, PACKET)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("screening")]
    assert sorted(ours) == [f"kept {DIGEST}, {len(PACKET)} bytes", f"sent packet {DIGEST}"]
