"""The header beside the store: damaged, altered, weakened, half-written; each told from the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.errors import VaultError
from screening.vault import header as headers
from screening.vault import slots
from screening.vault.header import FORMER, NAME, Header
from screening.vault.slots import LEAST, fill
from screening.vault.store import unlock
from support.failing import FailingDisk

KEY, VAULT = bytes(range(32)), b"v" * 16


def made(generation: int = 1) -> Header:
    slot = slots.PassphraseSlot(b"i" * 8, LEAST, b"s" * 16, b"n" * 12, b"w" * 48)
    return Header(VAULT, generation, (slot,)).sealed(KEY)


def rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the header and make its checksum fit again, as somebody would who knows the format."""
    content = json.loads((folder / NAME).read_bytes())
    change(content)
    content.pop("checksum", None)
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    content["checksum"] = sha256(canonical).hexdigest()
    (folder / NAME).write_text(json.dumps(content))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as refusal:
        act()
    return refusal.value.code


def test_header_comes_back_as_it_was(tmp_path: Path) -> None:
    headers.write(tmp_path, made())
    assert headers.read(tmp_path) == (made(), False)
    assert made().is_of(KEY)
    assert not made().is_of(bytes(32))


def test_header_names_nobody(folder: Path) -> None:
    text = (folder / NAME).read_text()
    assert "officer" not in text
    assert set(json.loads(text)["slots"][0]) == {
        "kind", "id", "kdf", "memory_kib", "passes", "lanes", "salt", "nonce", "wrapped",
    }  # fmt: skip


# ---- altered ---------------------------------------------------------------------------------------------------


def test_memory_of_eight_kibibytes_is_refused_before_deriving(
    folder: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(folder, lambda content: content["slots"][0].update(memory_kib=8))
    monkeypatch.setattr(slots, "Argon2id", None)
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.cost"


@pytest.mark.parametrize("change", [{"passes": 0}, {"lanes": 999}, {"memory_kib": 2**31}, {"passes": 17}])
def test_cost_out_of_bounds_is_refused(change: dict[str, int], folder: Path, passphrase: str) -> None:
    rewrite(folder, lambda content: content["slots"][0].update(change))
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.cost"


@pytest.mark.parametrize(
    "change",
    [
        {"passes": 2},
        {"lanes": 2},
        {"memory_kib": LEAST.memory_kib + 1},
        {"id": "00" * 8},
        {"salt": "00" * 16},
        {"nonce": "00" * 12},
        {"wrapped": "00" * 48},
    ],
)
def test_altered_slot_does_not_open(change: dict[str, object], folder: Path, passphrase: str) -> None:
    rewrite(folder, lambda content: content["slots"][0].update(change))
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.passphrase"


def test_slot_that_was_added_or_a_generation_set_back_is_noticed(folder: Path, passphrase: str) -> None:
    original = (folder / NAME).read_bytes()

    def add(content: dict[str, Any]) -> None:
        content["slots"].append(content["slots"][0] | {"id": "11" * 8})

    changes: list[Callable[[dict[str, Any]], None]] = [
        add,
        lambda content: content.update(generation=7),
        lambda content: content.update(mac="00" * 32),
    ]
    for change in changes:
        (folder / NAME).write_bytes(original)
        rewrite(folder, change)
        assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.tampered"


def test_header_of_another_vault_does_not_open_this_store(folder: Path, tmp_path: Path, passphrase: str) -> None:
    from screening.vault.store import create

    create(tmp_path / "other", passphrase, user="officer-1", role="officer", cost=LEAST).close()
    (folder / NAME).write_bytes((tmp_path / "other" / NAME).read_bytes())
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.store.damaged"


def test_second_slot_opens_too(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        key = bytes(vault._key)
        header, _ = headers.read(folder)
        second = fill("another phrase for another user", key, header.vault, LEAST)
        vault._database.execute("INSERT INTO users VALUES (?, 'officer-2', 'officer')", (second.id.hex(),))
        headers.write(folder, Header(header.vault, 2, (*header.slots, second)).sealed(key))
    with unlock(folder, "another phrase for another user") as vault:
        assert vault.user == "officer-2"
    with unlock(folder, passphrase) as vault:
        assert vault.user == "officer-1"


def test_slot_without_a_user_is_noticed(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        vault._database.execute("DELETE FROM users")
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.tampered"
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.tampered"


# ---- damaged ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "vault.header.damaged"),
        (b"\0" * 700, "vault.header.damaged"),
        (b"{", "vault.not_a_vault"),
        (b'{"format":"screening-vault"', "vault.header.damaged"),
        (b'{"format":"screening-vault"}', "vault.header.damaged"),
        (b"[]", "vault.not_a_vault"),
        (b"{}", "vault.not_a_vault"),
        (b'{"name":"settings of something else"}', "vault.not_a_vault"),
        (b"[" * 60_000, "vault.not_a_vault"),
        (b'{"format":"screening-vault"}' + b" " * 70_000, "vault.header.damaged"),
        (b'{"format":"screening-vault","version":4}', "vault.too_new"),
        (b"SQLite format 3\0" + bytes(4080), "vault.not_a_vault"),
    ],
)
def test_what_is_no_header_is_named(content: bytes, code: str, folder: Path, passphrase: str) -> None:
    (folder / NAME).write_bytes(content)
    assert code_of(lambda: unlock(folder, passphrase)) == code


@pytest.mark.parametrize(
    "change",
    [
        {"vault": "00"},
        {"vault": 1},
        {"vault": "zz" * 16},
        {"generation": "1"},
        {"generation": True},
        {"slots": []},
        {"slots": {}},
        {"slots": [1]},
        {"slots": [{}]},
        {"slots": None},
        {"mac": None},
        {"more": 1},
        {"version": 0},
    ],
)
def test_header_of_another_shape_is_damaged(change: dict[str, object], folder: Path, passphrase: str) -> None:
    rewrite(folder, lambda content: content.update(change))
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.damaged"


def test_many_slots_are_no_way_to_keep_us_busy(folder: Path, passphrase: str) -> None:
    rewrite(folder, lambda content: content.update(slots=content["slots"] * 17))
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.damaged"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_flipped_bit_is_noticed(tmp_path: Path, data: st.DataObject) -> None:
    headers.write(tmp_path, made())
    raw = bytearray((tmp_path / NAME).read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    (tmp_path / NAME).write_bytes(raw)
    (tmp_path / FORMER).unlink(missing_ok=True)
    try:
        header, _ = headers.read(tmp_path)
    except VaultError:
        return
    assert header == made()  # white space, or the case of a hexadecimal letter


@given(st.binary(max_size=300))
def test_any_bytes_are_a_header_or_refused(data: bytes) -> None:
    with pytest.raises(VaultError):
        headers.parse(data)


# ---- two generations -------------------------------------------------------------------------------------------


def test_former_generation_opens_when_the_present_one_is_damaged(folder: Path, passphrase: str) -> None:
    good = (folder / NAME).read_bytes()
    (folder / FORMER).write_bytes(good)
    (folder / NAME).write_bytes(good[:100])
    unlock(folder, passphrase).close()
    assert (folder / NAME).read_bytes() == good
    unlock(folder, passphrase).close()
    assert not (folder / FORMER).exists()


def test_former_generation_opens_when_the_present_one_is_gone(folder: Path, passphrase: str) -> None:
    (folder / NAME).rename(folder / FORMER)
    unlock(folder, passphrase).close()
    assert (folder / NAME).exists()


def test_former_generation_does_not_bring_an_old_passphrase_back(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        key = bytes(vault._key)
    header, _ = headers.read(folder)
    changed = fill("a wholly different phrase", key, header.vault, LEAST)
    headers.write(folder, Header(header.vault, 2, (changed,)).sealed(key))
    assert (folder / FORMER).exists()
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.passphrase"


def test_store_without_any_header_is_named(folder: Path, passphrase: str) -> None:
    (folder / NAME).unlink()
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.header.missing"


def test_header_without_store_is_named(folder: Path, passphrase: str) -> None:
    (folder / "vault.db").unlink()
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.store.missing"


# ---- disks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("errno", "code"), [(28, "vault.disk_full"), (30, "vault.readonly"), (5, "vault.io")])
def test_disk_that_fails_at_any_call_leaves_the_header_in_force(
    errno: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers.write(tmp_path, made(1))
    disk = FailingDisk(monkeypatch, "open", "fsync")
    for call in range(100):
        disk.refuse(call, errno)
        failed = None
        try:
            headers.write(tmp_path, made(2))
        except VaultError as refusal:
            failed = refusal.code
        disk.mend()
        generation = headers.read(tmp_path)[0].generation
        if failed is None:
            break
        assert failed == code
        assert generation in (1, 2)
        headers.write(tmp_path, made(1))
    assert call >= 4
    assert generation == 2
