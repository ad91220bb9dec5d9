# ruff: noqa: RUF001 - Ukrainian text
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.packets.damage import flipped, header_size
from tests.packets.world import NOW, World, found, head

from screening.envelope import age, asic, canonical
from screening.errors import PacketError
from screening.ids import Digest
from screening.packets import receipt, unseal
from screening.packets.receipt import Decision, Receipt
from screening.packets.unseal import Opened


@pytest.fixture
def opened(world: World) -> Opened:
    return unseal.unseal(world.seal().data, [world.supervisor.keys.decryption], world.trust, None, NOW)


def make(world: World, opened: Opened, **changes: object) -> bytes:
    given: dict = {
        "decision": "accept",
        "reason": "Прийнято, дзвонимо о 18:00.",
        "signer": world.supervisor.signer,
        "head": head(5),
        "now": NOW + timedelta(minutes=9),
    }
    return receipt.make(opened, **(given | changes))


def read(world: World, data: bytes, **changes: object) -> Receipt:
    given: dict = {"identities": [world.officer.keys.decryption], "trust": world.trust, "now": NOW + timedelta(hours=1)}
    return receipt.open(data, **(given | changes))


def refusal(world: World, data: bytes, **changes: object) -> str:
    with pytest.raises(PacketError) as caught:
        read(world, data, **changes)
    return caught.value.code


@pytest.mark.parametrize("decision", ["received", "accept", "question", "return", "close"])
def test_the_officer_reads_what_the_supervisor_signed(world: World, opened: Opened, decision: Decision):
    data = make(world, opened, decision=decision)
    answer = read(world, data)
    assert (answer.digest, answer.packet, answer.decision) == (opened.digest, opened.manifest.packet, decision)
    assert answer.reason == "Прийнято, дзвонимо о 18:00."
    assert answer.at == NOW + timedelta(minutes=9)
    assert answer.head == head(5)
    assert answer.seen == head(12)
    assert answer.signer.station == "Відділ 2"
    assert answer.name == receipt.digest(data)
    assert answer.findings == ()
    assert not answer.practice


def test_no_reason_is_none(world: World, opened: Opened):
    assert read(world, make(world, opened, decision="received", reason="")).reason is None


def test_only_the_officer_who_sent_the_packet_can_read_it(world: World, opened: Opened):
    data = make(world, opened)
    for person in (world.supervisor, world.enrol("officer", "Пост 20")):
        assert refusal(world, data, identities=[person.keys.decryption]) == "packet.not_for_us"


def test_a_receipt_says_that_it_is_for_this_very_packet(world: World, opened: Opened):
    assert make(world, opened, digest=opened.digest)
    with pytest.raises(PacketError) as caught:
        make(world, opened, digest=Digest("0" * 64))
    assert caught.value.code == "packet.receipt.other"


def test_a_decision_that_does_not_exist_is_refused_before_signing(world: World, opened: Opened):
    with pytest.raises(PacketError) as caught:
        make(world, opened, decision="maybe")
    assert (caught.value.code, caught.value.params["place"]) == ("packet.draft", "decision")


def test_an_officer_cannot_answer_for_a_supervisor(world: World, opened: Opened):
    assert refusal(world, make(world, opened, signer=world.officer.signer)) == "packet.signer.role"


def test_a_stranger_cannot_answer(world: World, opened: Opened):
    assert refusal(world, make(world, opened, signer=found().supervisor.signer)) == "packet.signer.unknown"


def test_a_revoked_supervisor_cannot_answer(world: World, opened: Opened):
    gone = world.enrol("supervisor", "Відділ 9")
    data = make(world, opened, signer=gone.signer)
    assert read(world, data).decision == "accept"
    assert refusal(world, data, trust=replace(world).with_revoked(gone)) == "packet.signer.revoked"


def test_a_packet_is_no_receipt(world: World):
    sealed = world.seal(recipients=[("social-service", world.officer.recipient)])
    assert refusal(world, sealed.data) == "packet.signer.role"


def test_damage_on_the_way_is_told(world: World, opened: Opened):
    data = make(world, opened)
    assert refusal(world, b"") == "packet.truncated"
    assert refusal(world, data[:-1]) == "packet.truncated"
    assert refusal(world, data[:100]) == "packet.truncated"
    assert refusal(world, flipped(data, header_size(data) + 100)) == "packet.altered"
    assert refusal(world, b"no receipt") == "packet.not_age"


def forged(world: World, opened: Opened, change: dict, *more: tuple[str, bytes]) -> bytes:
    files = dict(asic.open(age.decrypt(make(world, opened), [world.officer.keys.decryption])).files)
    value = canonical.read(files["receipt.json"]) | change
    signed = [("receipt.json", canonical.write(value)), *more]
    container = asic.build(signed, world.supervisor.signer, NOW + timedelta(minutes=9))
    return age.encrypt(container, [world.officer.recipient])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "field-screening-referral"}, "packet.format"),
        ({"version": {"major": 9, "minor": 0}}, "packet.version.unknown"),
        ({"remark": "x"}, "packet.schema"),
        ({"at": "2026-11-23T21:40:08Z"}, "packet.sender"),
        ({"recipients": [{"id": "officer", "key": "ab" * 32}]}, "packet.recipient"),
    ],
)
def test_a_receipt_that_says_something_else_is_refused(world: World, opened: Opened, change: dict, code: str):
    assert read(world, forged(world, opened, {})).decision == "accept"
    assert refusal(world, forged(world, opened, change)) == code


def test_a_receipt_holds_one_file(world: World, opened: Opened):
    assert refusal(world, forged(world, opened, {}, ("more.txt", b"x"))) == "packet.parts"


def test_odd_clocks_are_told_and_the_receipt_counts(world: World, opened: Opened):
    data = make(world, opened)
    assert read(world, data, now=NOW - timedelta(days=2)).findings == ("packet.time.future",)
    assert read(world, data, now=NOW + timedelta(days=400)).findings == ("packet.certificate.ended",)


def test_practice_stays_practice(world: World):
    sealed = world.seal(practice=True)
    opened = unseal.unseal(sealed.data, [world.supervisor.keys.decryption], world.trust, None, NOW, practice=True)
    assert read(world, make(world, opened)).practice


def test_a_receipt_prints_nothing(world: World, opened: Opened):
    assert "Прийнято" not in repr(read(world, make(world, opened)))
