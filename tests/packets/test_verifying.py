# ruff: noqa: RUF001 - Ukrainian text
from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packets.damage import DAMAGES, Damage, container_of, header_size, world_for
from tests.packets.world import NOW, PDF, SOCIAL, World, head

from screening.envelope import age, asic
from screening.errors import PacketError
from screening.ids import RecipientId
from screening.packets import receipt, unseal
from screening.packets.manifest import Referral
from screening.packets.unseal import STEPS, Verification


def verify(world: World, data: bytes, **also: object) -> Verification:
    return unseal.verify(data, [world.supervisor.keys.decryption], world.trust, None, NOW, **also)  # type: ignore[arg-type]


def test_a_sound_packet_passes_all_twelve_steps(world: World):
    sealed = world.seal()
    checked = verify(world, sealed.data)
    assert (checked.ok, checked.code, checked.packet) == (True, "packet.ok", sealed.packet)
    assert [step.name for step in checked.steps] == list(STEPS)
    assert [step.step for step in checked.steps] == list(range(1, 13))
    assert all(step.ok is True for step in checked.steps)
    assert checked.findings == ()


def test_what_was_sealed_comes_out_unchanged(world: World):
    sealed = world.seal(
        attachments=[("text/plain", "Бачено біля воріт".encode()), ("image/png", b"\x89PNG\r\n\x1a\n.")]
    )
    opened = verify(world, sealed.data).require()
    assert opened.digest == sealed.digest == unseal.digest(sealed.data)
    assert opened.files["referral.json"] == sealed.manifest
    assert opened.files["referral.pdf"] == PDF
    assert list(opened.files)[2:] == ["attachments/001.txt", "attachments/002.png"]
    assert opened.certificate.station == "Пост 14"
    assert isinstance(opened.manifest, Referral)
    assert opened.manifest.created == NOW
    assert opened.manifest.restrictions == ("Не телефонувати.",)
    assert opened.manifest.fields == {"person_name": "Оксана", "needs": ["ліжко", "лікар"]}
    assert (opened.manifest.outcome, opened.manifest.urgent) == ("presumed", True)
    assert asic.open(opened.container).files == opened.files


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_has_its_code_and_stops_at_its_step(world: World, name: str):
    damage: Damage = DAMAGES[name]
    own = world_for(world)
    data = damage.make(own)
    checked = verify(own, data)
    assert not checked.ok
    failed = [step for step in checked.steps if step.ok is False]
    assert [(step.step, step.detail) for step in failed] == [(damage.step, damage.code)]
    assert checked.code == damage.code
    assert checked.opened is None
    assert all(step.ok is True for step in checked.steps[: damage.step - 1])
    assert all((step.ok, step.detail) == (None, "not_reached") for step in checked.steps[damage.step :])
    with pytest.raises(PacketError) as caught:
        unseal.unseal(data, [own.supervisor.keys.decryption], own.trust, None, NOW)
    assert caught.value.code == damage.code


def test_the_packet_is_named_only_once_its_signer_is_believed(world: World):
    assert verify(world, DAMAGES["signed-by-a-supervisor"].make(world_for(world))).packet is None
    assert verify(world, DAMAGES["practice"].make(world)).packet is not None


def test_practice_takes_practice_and_nothing_else(world: World):
    assert verify(world, world.seal(practice=True).data, practice=True).ok
    assert verify(world, world.seal().data, practice=True).code == "packet.practice.real"


def test_one_key_may_open_for_several_recipients(world: World):
    both = [(SOCIAL, world.supervisor.recipient), (RecipientId("ngo"), world.supervisor.recipient)]
    checked = verify(world, world.seal(recipients=both).data)
    assert checked.ok
    assert len(age.inspect(world.seal(recipients=both).data).stanzas) == 1


def test_every_named_recipient_can_open(world: World):
    other = world.enrol("supervisor", "Відділ 7")
    sealed = world.seal(recipients=[(SOCIAL, world.supervisor.recipient), (RecipientId("police"), other.recipient)])
    for person in (world.supervisor, other):
        assert unseal.verify(sealed.data, [person.keys.decryption], world.trust, None, NOW).ok


def test_a_former_key_of_the_supervisor_still_opens(world: World):
    new = world.enrol("supervisor", "Відділ 2")
    identities = [new.keys.decryption, world.supervisor.keys.decryption]
    assert unseal.verify(world.seal().data, identities, world.trust, None, NOW).ok


def test_a_packet_signed_in_time_is_good_after_the_certificate_ended(world: World):
    later = NOW + timedelta(days=400)
    checked = unseal.verify(world.seal().data, [world.supervisor.keys.decryption], world.trust, None, later)
    assert checked.ok
    assert checked.findings == ("packet.certificate.ended",)


def test_a_clock_ahead_of_ours_is_told_and_refuses_nothing(world: World):
    sealed = world.seal(now=NOW + timedelta(hours=2))
    assert verify(world, sealed.data).findings == ("packet.time.future",)


def test_what_was_taken_in_opens_again_without_asking_todays_trust(world: World):
    own = world_for(world)
    sealed = own.seal(practice=True)
    opened = unseal.reopen(sealed.data, [own.supervisor.keys.decryption])
    assert opened.manifest.packet == sealed.packet
    with pytest.raises(PacketError) as caught:
        unseal.reopen(sealed.data[:-1], [own.supervisor.keys.decryption])
    assert caught.value.code == "packet.truncated"


def test_the_outside_shows_size_recipients_and_digest_alone(world: World):
    sealed = world.seal()
    seen = unseal.inspect(sealed.data)
    assert (seen.format, seen.size) == ("age-encryption.org/v1", len(sealed.data))
    assert seen.stanzas == ("mlkem768x25519",)
    assert seen.digest == sealed.digest
    assert sealed.name == f"{sealed.digest}.asice.age"


@pytest.mark.parametrize(("data", "code"), [(b"", "packet.truncated"), (b"PK\x03\x04 no packet", "packet.not_age")])
def test_looking_at_something_else_says_what_it_is_not(data: bytes, code: str):
    with pytest.raises(PacketError) as caught:
        unseal.inspect(data)
    assert caught.value.code == code


def test_more_bytes_than_any_packet_are_not_even_looked_at(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("screening.packets.layers.LIMIT", 100)
    checked = verify(world, world.seal().data)
    assert (checked.code, checked.steps[0].ok) == ("packet.too_large", False)


def test_nothing_of_a_refusal_quotes_the_contents(world: World):
    for name in ("field-too-many", "outcome-unknown", "names-another-station", "number-as-text"):
        refusal = verify(world, DAMAGES[name].make(world_for(world))).refusal
        assert refusal is not None
        assert refusal.__cause__ is None or refusal.__suppress_context__
        assert not {"guilty", "remark", "Пост 99", "Оксана"} & set(map(str, refusal.params.values()))


def test_packets_and_what_is_in_them_print_nothing(world: World):
    checked = verify(world, world.seal().data)
    assert "Оксана" not in repr(checked) + repr(checked.opened) + repr(world.seal())


@settings(max_examples=150)
@given(place=st.integers(0), bit=st.integers(0, 7))
def test_no_single_bit_can_be_changed(world: World, place: int, bit: int):
    data = bytearray(_SEALED.setdefault("one", world.seal().data))
    place %= len(data)
    data[place] ^= 1 << bit
    checked = verify(world, bytes(data))
    assert checked.code in {
        "packet.altered",
        "packet.truncated",
        "packet.header",
        "packet.not_for_us",
        "packet.not_age",
    }
    if place >= header_size(_SEALED["one"]):
        assert checked.code in {"packet.altered", "packet.truncated"}


@settings(max_examples=100)
@given(st.integers(0))
def test_wherever_it_is_cut_it_is_called_cut(world: World, place: int):
    data = _SEALED.setdefault("large", world.seal(pdf=PDF[:-6] + b"%" * 80_000 + b"\n%%EOF\n").data)
    assert verify(world, data[: place % len(data)]).code == "packet.truncated"


_SEALED: dict[str, bytes] = {}


def test_a_receipt_is_no_packet(world: World):
    opened = verify(world, world.seal().data).require()
    made = receipt.make(opened, decision="received", reason=None, signer=world.supervisor.signer, head=head(3), now=NOW)
    checked = unseal.verify(made, [world.officer.keys.decryption], world.trust, None, NOW)
    assert checked.code == "packet.signer.role"


def test_nothing_is_handed_out_that_a_later_step_refuses(world: World):
    data = DAMAGES["attachment-changed"].make(world_for(world))
    assert container_of(world, data)
    assert verify(world, data).opened is None
