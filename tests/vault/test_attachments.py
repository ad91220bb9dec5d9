"""Files of cases: encrypted in pieces, whole or refused, gone with their key."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.errors import VaultError
from screening.ids import CaseId
from screening.vault import attachments
from screening.vault.store import Vault

CASE = CaseId("7F3K2ABCDEFG")
CHUNK = 64 * 1024


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]) | st.integers(0, 3 * CHUNK))
def test_file_comes_back_whole(vault: Vault, size: int) -> None:
    data = os.urandom(size)
    kept = vault.attachments.put(CASE, io.BytesIO(data), "image/jpeg")
    assert (kept.digest, kept.size) == (sha256(data).hexdigest(), size)
    assert vault.attachments.bytes_of(kept.id) == data


def test_file_is_there_after_locking_and_unreadable_beside_the_store(
    vault: Vault, reopen: Callable[[], Vault], folder: Path
) -> None:
    data = b"canary photograph " * 10_000
    kept = vault.attachments.put(CASE, io.BytesIO(data), "image/jpeg")
    again = reopen()
    assert again.attachments.all() == (kept,)
    assert again.attachments.bytes_of(kept.id) == data
    (file,) = (folder / "files").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"canary" not in file.read_bytes()
    assert again.check().ok


def altered(data: bytes, how: str) -> bytes:
    match how:
        case "flipped":
            return data[:100] + bytes([data[100] ^ 1]) + data[101:]
        case "cut":
            return data[: CHUNK + 200]
        case "longer":
            return data + b"x"
        case "empty":
            return b""
        case _:  # chunks exchanged
            head, size = 16, CHUNK + 16
            first, second = data[head : head + size], data[head + size : head + 2 * size]
            return data[:head] + second + first + data[head + 2 * size :]


@pytest.mark.parametrize("how", ["flipped", "cut", "longer", "empty", "exchanged"])
def test_altered_file_is_refused_and_told(vault: Vault, folder: Path, how: str) -> None:
    kept = vault.attachments.put(CASE, io.BytesIO(os.urandom(3 * CHUNK)), "image/jpeg")
    path = folder / "files" / kept.id
    path.write_bytes(altered(path.read_bytes(), how))
    with pytest.raises(VaultError) as refusal:
        vault.attachments.bytes_of(kept.id)
    assert refusal.value.code == "vault.file.damaged"
    assert [(finding.code, finding.detail) for finding in vault.check().findings] == [("vault.file.damaged", kept.id)]


def test_file_of_another_in_its_place_is_refused(vault: Vault, folder: Path) -> None:
    first = vault.attachments.put(CASE, io.BytesIO(b"one"), "text/plain")
    second = vault.attachments.put(CASE, io.BytesIO(b"two"), "text/plain")
    (folder / "files" / second.id).replace(folder / "files" / first.id)
    for kept, code in ((first, "vault.file.damaged"), (second, "vault.file.missing")):
        with pytest.raises(VaultError) as refusal:
            vault.attachments.bytes_of(kept.id)
        assert refusal.value.code == code


def test_destroyed_file_is_gone_with_its_key(vault: Vault, folder: Path) -> None:
    kept = vault.attachments.put(CASE, io.BytesIO(b"one"), "text/plain")
    vault.attachments.destroy(kept.id)
    assert list((folder / "files").iterdir()) == []
    assert vault._database.execute("SELECT * FROM attachments") == []
    with pytest.raises(VaultError) as refusal:
        vault.attachments.bytes_of(kept.id)
    assert refusal.value.code == "vault.file.unknown"


def test_file_too_large_is_refused_and_leaves_nothing(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 2 * CHUNK)
    with pytest.raises(VaultError) as refusal:
        vault.attachments.put(CASE, io.BytesIO(bytes(2 * CHUNK + 1)), "video/mp4")
    assert refusal.value.code == "vault.file.large"
    assert list((folder / "files").iterdir()) == []
    assert vault.attachments.all() == ()


def test_file_does_not_take_the_room_that_entries_need(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "_SPARE", 1 << 60)
    with pytest.raises(VaultError) as refusal:
        vault.attachments.put(CASE, io.BytesIO(b"x"), "text/plain")
    assert refusal.value.code == "vault.disk_full"


def test_file_without_a_key_is_swept(vault: Vault, folder: Path) -> None:
    kept = vault.attachments.put(CASE, io.BytesIO(b"one"), "text/plain")
    (folder / "files" / ("0" * 32)).write_bytes(b"of a power cut")
    assert vault.attachments.sweep() == 1
    assert [path.name for path in (folder / "files").iterdir()] == [kept.id]
