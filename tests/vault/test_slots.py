"""Key slots: what opens them, what a guess costs, which passphrases are taken."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import VaultError
from screening.vault import slots
from screening.vault.slots import LEAST, Cost, calibrate, fill, open_slot, strength

KEY, VAULT = bytes(range(32)), b"v" * 16
GOOD = "сім чапель над повільною рікою"


def test_passphrase_gives_the_key_back_and_no_other_does() -> None:
    slot = fill(GOOD, KEY, VAULT, LEAST)
    assert open_slot(GOOD, slot, VAULT) == KEY
    assert open_slot(GOOD + " ", slot, VAULT) is None
    assert KEY not in slot.wrapped


def test_two_slots_of_one_key_have_nothing_in_common() -> None:
    first, second = fill(GOOD, KEY, VAULT, LEAST), fill(GOOD, KEY, VAULT, LEAST)
    for name in ("id", "salt", "nonce", "wrapped"):
        assert getattr(first, name) != getattr(second, name)


def test_composed_and_decomposed_letters_are_the_same_passphrase() -> None:
    typed = "їжак йод біля ґанку"
    slot = fill(unicodedata.normalize("NFD", typed), KEY, VAULT, LEAST)
    assert open_slot(unicodedata.normalize("NFC", typed), slot, VAULT) == KEY


@pytest.mark.parametrize(
    "change",
    [
        {"cost": Cost(LEAST.memory_kib, 2, LEAST.lanes)},
        {"cost": Cost(LEAST.memory_kib, 1, 3)},
        {"cost": Cost(LEAST.memory_kib + 64, 1, 4)},
        {"id": b"another!"},
        {"salt": b"s" * 16},
        {"nonce": b"n" * 12},
    ],
)
def test_slot_with_anything_changed_does_not_open(change: dict[str, object]) -> None:
    slot = fill(GOOD, KEY, VAULT, LEAST)
    assert open_slot(GOOD, replace(slot, **change), VAULT) is None  # type: ignore[arg-type]


def test_slot_moved_to_another_vault_does_not_open() -> None:
    assert open_slot(GOOD, fill(GOOD, KEY, VAULT, LEAST), b"w" * 16) is None


COSTS = st.builds(Cost, st.integers(-1, 2**31), st.integers(-1, 10**6), st.integers(-1, 10**6))


@settings(max_examples=200)
@given(COSTS.filter(lambda cost: not cost.within_bounds()))
def test_cost_out_of_bounds_is_refused_before_anything_is_derived(cost: Cost) -> None:
    slot = replace(fill_once(), cost=cost)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slots, "Argon2id", None)
        with pytest.raises(VaultError) as refusal:
            open_slot(GOOD, slot, VAULT)
    assert refusal.value.code == "vault.header.cost"


_made: list[slots.PassphraseSlot] = []


def fill_once() -> slots.PassphraseSlot:
    if not _made:
        _made.append(fill(GOOD, KEY, VAULT, LEAST))
    return _made[0]


@pytest.mark.parametrize(
    ("cost", "fits"),
    [
        (Cost(), True),
        (LEAST, True),
        (Cost(64 * 1024 - 1, 1, 1), False),
        (Cost(8, 3, 4), False),
        (Cost(1024 * 1024, 16, 16), True),
        (Cost(1024 * 1024 + 1, 3, 4), False),
        (Cost(64 * 1024, 0, 1), False),
        (Cost(64 * 1024, 17, 1), False),
        (Cost(64 * 1024, 1, 17), False),
    ],
)
def test_bounds_are_those_of_the_design(cost: Cost, fits: bool) -> None:
    assert cost.within_bounds() is fits


class Machine:
    """A machine that needs `seconds` for the default cost, in proportion to memory."""

    def __init__(self, seconds: float, patched: pytest.MonkeyPatch) -> None:
        self.seconds, self.at = seconds, 0.0
        patched.setattr(slots, "_argon2id", self.derive)

    def derive(self, _: bytes, __: bytes, cost: Cost) -> bytes:
        self.at += self.seconds * cost.memory_kib / Cost().memory_kib * cost.passes / Cost().passes
        return b""

    def clock(self) -> float:
        return self.at


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.25, Cost(256 * 1024, 12, 4)),
        (1.0, Cost(256 * 1024, 3, 4)),
        (1.9, Cost(256 * 1024, 3, 4)),
        (3.0, Cost(128 * 1024, 3, 4)),
        (60.0, Cost(64 * 1024, 3, 4)),
        (0.001, Cost(256 * 1024, 16, 4)),
        (0.0, Cost(256 * 1024, 16, 4)),
    ],
)
def test_cost_is_measured_to_about_a_second(seconds: float, expected: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    assert calibrate(Machine(seconds, monkeypatch).clock) == expected
    assert expected.within_bounds()


@pytest.mark.parametrize(
    "weak",
    ["", "  ", "123456", "password1", "пароль", "Пароль123", "йцукен", "qwerty12345", "gfhjkm", "officer-1"],  # noqa: RUF001  # a Ukrainian word
)
def test_passphrases_that_everybody_tries_are_weak(weak: str) -> None:
    assert strength(weak, ("officer-1",)) < 3


def test_long_phrase_of_unrelated_words_is_taken() -> None:
    slots.require_strength(GOOD)
    slots.require_strength("seven herons over a slow river")
    slots.require_strength("w" + "vT9#kk2p!Lq0zz" * 9)
