"""Key slots: how a passphrase gives back the vault key, at a cost that guessing cannot pay."""

from __future__ import annotations

import json
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from screening.errors import VaultError

KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_MIB: Final = 1024
_LEAST_MEMORY, _MOST_MEMORY = 64 * _MIB, 1024 * _MIB
_MOST_PASSES, _MOST_LANES = 16, 16
_AIM_SECONDS: Final = 1.0
_STRONG_ENOUGH: Final = 3
_ZXCVBN_LENGTH: Final = 72
# What a hand on a Ukrainian keyboard types where an American one gives a word of the published lists of passwords.
_KEYBOARD: Final = str.maketrans("йцукенгшщзхїфівапролджєячсмитьбюґъыэё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\]s'`")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs. memory_kib: KiB of memory; passes: over it; lanes: computed side by side.

    The bounds hold for every cost, made or read: a header cannot ask for a cheap derivation, nor for one that
    exhausts the machine.
    """

    memory_kib: int = 256 * _MIB
    passes: int = 3
    lanes: int = 4

    def within_bounds(self) -> bool:
        """Whether a derivation at this cost may be made at all."""
        return (
            _LEAST_MEMORY <= self.memory_kib <= _MOST_MEMORY
            and 1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
        )


LEAST: Final = Cost(_LEAST_MEMORY, 1, 4)
"""The cheapest cost within the bounds: for vaults that hold made-up cases only."""


@dataclass(frozen=True, slots=True)
class PassphraseSlot:
    """The vault key, wrapped under a passphrase. All bytes; id: 8 random ones, which name the slot inside the vault."""

    id: bytes
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class RecoverySlot:
    """The vault key, sealed to supervisors: an age file, see `recovery`. id: 8 random bytes, inside the file too."""

    id: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SheetSlot:
    """The vault key, wrapped under a secret that is on paper, in `shares` parts of which any `needed` give it."""

    id: bytes
    shares: int
    needed: int
    nonce: bytes
    wrapped: bytes


def fill(passphrase: str, key: bytes, vault: bytes, cost: Cost, *, slot_id: bytes | None = None) -> PassphraseSlot:
    """A fresh slot in which `passphrase` wraps `key`.

    Args:
        passphrase: as typed; compared after Unicode normalisation form C.
        key: the vault key, 32 bytes.
        vault: the vault's own id; a slot moved to another vault does not open.
        cost: within the bounds.
        slot_id: of the slot whose place it takes; a new one otherwise.

    Raises:
        VaultError: ``vault.header.cost``.
    """
    empty = PassphraseSlot(
        slot_id or secrets.token_bytes(8),
        cost,
        secrets.token_bytes(_SALT_BYTES),
        secrets.token_bytes(_NONCE_BYTES),
        b"",
    )
    wrapping = AESGCM(_derive(passphrase, empty))
    return replace(empty, wrapped=wrapping.encrypt(empty.nonce, key, _bound(empty, vault)))


def open_slot(passphrase: str, slot: PassphraseSlot, vault: bytes) -> bytearray | None:
    """The vault key, or None when the passphrase (or anything the slot is bound to) is another.

    Raises:
        VaultError: ``vault.header.cost``, before anything is derived.
    """
    try:
        return bytearray(AESGCM(_derive(passphrase, slot)).decrypt(slot.nonce, slot.wrapped, _bound(slot, vault)))
    except InvalidTag:
        return None


def calibrate(clock: Callable[[], float] = time.perf_counter) -> Cost:
    """A cost of about one second on this machine, never below the design's 256 MiB unless the machine is very slow."""
    cost = Cost()
    took = _time(cost, clock)
    while took > 2 * _AIM_SECONDS and cost.memory_kib > _LEAST_MEMORY:
        cost = replace(cost, memory_kib=cost.memory_kib // 2)
        took = _time(cost, clock)
    passes = round(cost.passes * _AIM_SECONDS / took) if took > 0 else _MOST_PASSES
    return replace(cost, passes=min(max(passes, cost.passes), _MOST_PASSES))


def strength(passphrase: str, known: tuple[str, ...] = ()) -> int:
    """How hard a passphrase is to guess, from 0 (at once) to 4 (out of reach).

    Args:
        passphrase: as typed.
        known: what a guesser would try first, such as the user name of the station.
    """
    from zxcvbn import zxcvbn  # word lists of a megabyte, needed only when a passphrase is chosen

    cut = unicodedata.normalize("NFC", passphrase)[:_ZXCVBN_LENGTH]
    inputs = [*known, "screening", "скринінг", "пароль", "прикордонник"]
    if not cut.strip():
        return 0
    lower = cut.lower()
    return min(int(zxcvbn(form, user_inputs=inputs)["score"]) for form in {cut, lower.translate(_KEYBOARD)})


def require_strength(passphrase: str, known: tuple[str, ...] = ()) -> None:
    """Refuse a passphrase that can be guessed.

    Raises:
        VaultError: ``vault.passphrase.weak``.
    """
    if strength(passphrase, known) < _STRONG_ENOUGH:
        raise VaultError("vault.passphrase.weak")


def _time(cost: Cost, clock: Callable[[], float]) -> float:
    start = clock()
    _argon2id(b"calibration", bytes(_SALT_BYTES), cost)
    return clock() - start


def _derive(passphrase: str, slot: PassphraseSlot) -> bytes:
    if not slot.cost.within_bounds():
        raise VaultError("vault.header.cost", memory=slot.cost.memory_kib // _MIB, passes=slot.cost.passes)
    # A lone half of a character cannot come from a keyboard; let it derive something instead of failing.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return _argon2id(typed, slot.salt, slot.cost)


def _argon2id(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(passphrase)


def _bound(slot: PassphraseSlot, vault: bytes) -> bytes:
    """What the wrapping authenticates besides the key: the vault, the slot, and the cost of deriving."""
    return json.dumps(
        [
            "screening vault passphrase slot 1",
            vault.hex(),
            slot.id.hex(),
            slot.cost.memory_kib,
            slot.cost.passes,
            slot.cost.lanes,
            slot.salt.hex(),
        ]
    ).encode()
