"""What holds for every way out. A suite for a transport derives from `Conformance` and has a fixture ``transport``."""

from __future__ import annotations

import hashlib

import pytest

from screening.delivery.transport import PACKET_LIMIT, RECEIPT_LIMIT, Transport
from screening.errors import DeliveryError
from screening.ids import Digest

PACKET = bytes(range(256)) * 700


def digest_of(data: bytes) -> Digest:
    return Digest(hashlib.sha256(data).hexdigest())


DIGEST = digest_of(PACKET)
NOBODY = digest_of(b"never left anywhere")


class Conformance:
    def test_an_empty_place_has_no_packets(self, transport: Transport) -> None:
        assert list(transport.packets()) == []

    def test_what_was_left_is_listed_and_comes_back_byte_for_byte(self, transport: Transport) -> None:
        transport.put_packet(DIGEST, PACKET)
        assert list(transport.packets()) == [DIGEST]
        assert transport.get_packet(DIGEST) == PACKET

    def test_leaving_a_packet_twice_is_harmless(self, transport: Transport) -> None:
        transport.put_packet(DIGEST, PACKET)
        transport.put_packet(DIGEST, PACKET)
        assert list(transport.packets()) == [DIGEST]

    def test_many_packets_are_listed_in_the_order_of_their_digests(self, transport: Transport) -> None:
        packets = [f"packet {number}".encode() for number in range(12)]
        for data in packets:
            transport.put_packet(digest_of(data), data)
        assert list(transport.packets()) == sorted(map(digest_of, packets))

    def test_a_packet_under_a_wrong_digest_is_not_taken(self, transport: Transport) -> None:
        with pytest.raises(DeliveryError) as refusal:
            transport.put_packet(NOBODY, PACKET)
        assert refusal.value.code == "delivery.packet.altered"
        assert list(transport.packets()) == []

    def test_a_packet_that_does_not_lie_there_is_named_as_missing(self, transport: Transport) -> None:
        with pytest.raises(DeliveryError) as refusal:
            transport.get_packet(NOBODY)
        assert refusal.value.code == "delivery.packet.missing"

    @pytest.mark.parametrize(
        "name", ["", "..", "../secret", "/etc/passwd", DIGEST.upper(), f"{DIGEST}\n", f"{DIGEST}/"]
    )
    def test_a_name_that_is_no_digest_is_never_asked_for(self, transport: Transport, name: str) -> None:
        with pytest.raises(DeliveryError) as refusal:
            transport.get_packet(Digest(name))
        assert refusal.value.code == "delivery.packet.missing"
        with pytest.raises(DeliveryError) as refusal:
            transport.put_receipt(Digest(name), b"receipt")
        assert refusal.value.code == "delivery.packet.missing"
        assert list(transport.receipts([Digest(name)])) == []

    def test_receipts_come_back_for_the_packets_asked_for_and_no_others(self, transport: Transport) -> None:
        other = digest_of(b"another packet")
        transport.put_receipt(DIGEST, b"sealed receipt")
        transport.put_receipt(other, b"not for us")
        assert list(transport.receipts({DIGEST, NOBODY})) == [(DIGEST, b"sealed receipt")]
        assert list(transport.receipts([])) == []

    def test_many_receipts_come_back_in_one_go(self, transport: Transport) -> None:
        wanted = {digest_of(bytes([number])): bytes([number]) * 10 for number in range(40)}
        for packet, data in wanted.items():
            transport.put_receipt(packet, data)
        assert dict(transport.receipts(wanted)) == wanted

    def test_a_later_receipt_takes_the_place_of_a_former(self, transport: Transport) -> None:
        transport.put_receipt(DIGEST, b"we have a question")
        transport.put_receipt(DIGEST, b"accepted")
        assert list(transport.receipts([DIGEST])) == [(DIGEST, b"accepted")]

    def test_receipts_are_not_listed_as_packets(self, transport: Transport) -> None:
        transport.put_receipt(DIGEST, b"sealed receipt")
        assert list(transport.packets()) == []

    def test_what_is_too_large_is_refused_before_it_leaves(self, transport: Transport) -> None:
        large = bytes(PACKET_LIMIT + 1)
        with pytest.raises(DeliveryError) as refusal:
            transport.put_packet(digest_of(large), large)
        assert refusal.value.code == "delivery.too_large"
        with pytest.raises(DeliveryError) as refusal:
            transport.put_receipt(DIGEST, bytes(RECEIPT_LIMIT + 1))
        assert refusal.value.code == "delivery.too_large"
        assert list(transport.packets()) == []
        assert list(transport.receipts([DIGEST])) == []
