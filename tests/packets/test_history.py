from __future__ import annotations

import pytest
from tests.packets.damage import files_of, signed
from tests.packets.world import NOW, Memory, World, head, log_state

from screening.envelope import canonical
from screening.ids import Digest
from screening.packets import unseal
from screening.packets.manifest import EarlierHead, LogState
from screening.packets.seal import SealedPacket


def found_in(world: World, sealed: SealedPacket, memory: Memory) -> tuple[str, ...]:
    checked = unseal.verify(sealed.data, [world.supervisor.keys.decryption], world.trust, memory, NOW)
    assert checked.ok
    assert checked.steps[10].detail == (" ".join(checked.findings) or "none")
    return checked.findings


def test_the_first_packet_of_a_sender_is_taken_as_it_comes(world: World):
    assert found_in(world, world.seal(number=41, log=log_state(30)), Memory()) == ()


def test_the_same_bytes_again_are_a_duplicate(world: World):
    sealed = world.seal()
    memory = Memory({7}, {}, {sealed.packet: sealed.digest})
    assert found_in(world, sealed, memory) == ("packet.duplicate",)


def test_the_same_packet_sealed_again_is_told_apart_from_a_duplicate(world: World):
    memory = Memory({7}, {}, {world.seal().packet: Digest("0" * 64)})
    assert found_in(world, world.seal(), memory) == ("packet.replayed",)


@pytest.mark.parametrize(
    ("numbers", "finding"),
    [
        ({6}, ()),
        ({5}, ("packet.number.gap",)),
        ({6, 7}, ("packet.number.repeated",)),
        ({6, 8, 9}, ()),
        (set(), ()),
    ],
)
def test_a_missing_or_repeated_number_is_told(world: World, numbers: set[int], finding: tuple[str, ...]):
    assert found_in(world, world.seal(number=7), Memory(numbers)) == finding


def test_a_log_that_grew_since_the_last_packet_proves_it(world: World):
    memory = Memory(heads_={8: head(8).root})
    assert found_in(world, world.seal(log=log_state(12, (4, 8))), memory) == ()


def test_a_log_as_long_as_before_needs_the_same_root(world: World):
    assert found_in(world, world.seal(log=log_state(12)), Memory(heads_={12: head(12).root})) == ()
    assert found_in(world, world.seal(log=log_state(12)), Memory(heads_={12: "ab" * 32})) == ("packet.log.forked",)


def test_another_history_behind_the_same_size_is_told(world: World):
    memory = Memory(heads_={8: "ab" * 32})
    assert found_in(world, world.seal(log=log_state(12, (8,))), memory) == ("packet.log.forked",)


def test_a_proof_that_does_not_hold_is_told_even_to_one_who_saw_nothing(world: World):
    false = LogState(
        size=12,
        root=head(12).root,
        earlier=(EarlierHead(size=8, root=head(8).root, proof=("ab" * 32,)),),
    )
    assert found_in(world, world.seal(log=false), Memory()) == ("packet.log.forked",)


def test_an_older_copy_of_the_log_put_back_is_told(world: World):
    """The station was set back to 8 entries and went on differently to 12."""
    memory = Memory(heads_={8: head(8).root, 12: "cd" * 32})
    assert found_in(world, world.seal(log=log_state(12, (8,))), memory) == ("packet.log.forked",)


def test_a_proof_to_a_head_we_never_saw_leaves_the_question_open(world: World):
    memory = Memory(heads_={9: head(9).root})
    assert found_in(world, world.seal(log=log_state(12, (8,))), memory) == ("packet.log.unproven",)


def test_a_packet_overtaken_by_later_ones_is_told_as_late(world: World):
    memory = Memory(heads_={8: head(8).root, 20: head(20).root})
    assert found_in(world, world.seal(log=log_state(12, (8,))), memory) == ("packet.log.late",)


def test_a_newer_program_is_told_and_what_is_unread_is_named(world: World):
    files = files_of(world)
    value = canonical.read(files["referral.json"]) | {"version": {"major": 1, "minor": 3}, "weather": "rain"}
    data = signed(world, files | {"referral.json": canonical.write(value)})
    checked = unseal.verify(data, [world.supervisor.keys.decryption], world.trust, None, NOW)
    assert checked.ok
    assert checked.findings == ("packet.unread",)
    assert checked.require().unread == ("weather",)
