"""Another passphrase, and a forgotten one: the former opens nothing any more, and a failure leaves one of the two."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.envelope.age import HybridIdentity, encrypt
from screening.errors import VaultError
from screening.vault import header as headers
from screening.vault import recovery
from screening.vault.files import WAITING
from screening.vault.header import FORMER, NAME
from screening.vault.regain import ask, finish
from screening.vault.slots import LEAST, fill
from screening.vault.store import Vault, unlock
from support.failing import FailingDisk

NEW = "eleven slow trains by night 52"
OTHER = "three tall lamps in winter 63"
SUPERVISOR, SECOND = HybridIdentity(bytes(range(32))), HybridIdentity(bytes(range(1, 33)))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def entrusted(folder: Path, passphrase: str) -> Path:
    """A locked vault that two supervisors can recover."""
    with unlock(folder, passphrase) as vault:
        assert vault.entrust([SUPERVISOR.recipient, SECOND.recipient])
    return folder


def answered(request: bytes, identity: HybridIdentity = SUPERVISOR) -> bytes:
    return recovery.answer(recovery.read_request(request), identity)


# ---- another passphrase ----------------------------------------------------------------------------------------


def test_changed_passphrase_opens_and_the_former_does_not(folder: Path, passphrase: str) -> None:
    before = (folder / "vault.db").read_bytes()[:16]
    with unlock(folder, passphrase) as vault:
        vault.change_passphrase(passphrase, NEW)
        assert not (folder / FORMER).exists()
        vault.change_passphrase(NEW, OTHER)
    assert code_of(lambda: unlock(folder, passphrase)) == "vault.passphrase"
    assert code_of(lambda: unlock(folder, NEW)) == "vault.passphrase"
    with unlock(folder, OTHER) as vault:
        assert vault.user == "officer-1"
        assert vault.check().ok
    assert (folder / "vault.db").read_bytes()[:16] == before  # the salt of the file: it was not written anew


@pytest.mark.parametrize(
    ("former", "new", "code"),
    [
        (OTHER, NEW, "vault.passphrase"),
        (None, "officer-1", "vault.passphrase.weak"),
        (None, None, "vault.passphrase.same"),
    ],
)
def test_passphrase_is_not_changed_for_nothing(
    former: str | None, new: str | None, code: str, vault: Vault, passphrase: str
) -> None:
    header = vault._folder / NAME
    held = header.read_bytes()
    assert code_of(lambda: vault.change_passphrase(former or passphrase, new or passphrase)) == code
    assert header.read_bytes() == held


def test_vault_opened_for_looking_changes_no_way_in(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase, inspect=True) as vault:
        assert code_of(lambda: vault.change_passphrase(passphrase, NEW)) == "vault.inspected"
        assert code_of(lambda: vault.entrust([SUPERVISOR.recipient])) == "vault.inspected"


def test_change_leaves_the_other_users_as_they_were(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        header, _ = headers.read(folder)
        second = fill(OTHER, bytes(vault._key), header.vault, LEAST)
        vault._database.execute("INSERT INTO users VALUES (?, 'officer-2', 'officer')", (second.id.hex(),))
        several = headers.Header(header.vault, header.generation + 1, (*header.slots, second))
        headers.put_in_force(folder, several.sealed(vault._key), vault._key)
        vault.change_passphrase(passphrase, NEW)
    for phrase, user in ((OTHER, "officer-2"), (NEW, "officer-1")):
        with unlock(folder, phrase) as vault:
            assert vault.user == user


def test_disk_that_fails_at_any_call_leaves_one_of_the_two_passphrases(
    folder: Path, passphrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, failures = FailingDisk(monkeypatch, "open", "fsync", "replace", "unlink"), 0
    for call in range(40):
        disk.mend()
        copy = Path(shutil.copytree(folder, tmp_path / f"copy-{call}"))
        with unlock(copy, passphrase) as vault:
            disk.refuse(call, 28)
            failed = None
            try:
                vault.change_passphrase(passphrase, NEW)
            except VaultError as refusal:
                failed = refusal.code
            disk.mend()
        opened = [phrase for phrase in (passphrase, NEW) if _opens(copy, phrase)]
        if failed is None:
            break
        failures += 1
        assert failed == "vault.disk_full"
        assert len(opened) == 1
    assert opened == [NEW]
    assert failures >= 4


def _opens(folder: Path, phrase: str) -> bool:
    try:
        unlock(folder, phrase).close()
    except VaultError:
        return False
    return True


def test_header_that_does_not_read_back_is_not_put_in_force(
    folder: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unlock(folder, passphrase) as vault:
        real = headers.write

        def torn(where: Path, header: headers.Header) -> None:
            real(where, header)
            (where / NAME).write_bytes(b"\0" * 300)

        monkeypatch.setattr(headers, "write", torn)
        assert code_of(lambda: vault.change_passphrase(passphrase, NEW)) == "vault.io"
    unlock(folder, passphrase).close()


def test_old_header_put_back_is_told_by_check(folder: Path, passphrase: str) -> None:
    held = (folder / NAME).read_bytes()
    with unlock(folder, passphrase) as vault:
        vault.change_passphrase(passphrase, NEW)
        assert vault.check().ok
    (folder / NAME).write_bytes(held)
    for inspect in (True, False):
        with unlock(folder, passphrase, inspect=inspect) as vault:
            assert [finding.code for finding in vault.check().findings] == ["vault.header.older"]
    with unlock(folder, passphrase) as vault:
        vault.change_passphrase(passphrase, OTHER)
        assert vault.check().ok
    with unlock(folder, OTHER) as vault:
        assert vault.check().ok


def test_header_of_others_put_in_while_open_is_not_taken(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        content = json.loads((folder / NAME).read_bytes())
        vault_id = bytes.fromhex(content["vault"])
        other = headers.Header(vault_id, 9, (fill(OTHER, bytes(32), vault_id, LEAST),)).sealed(bytes(32))
        headers.restore(folder, other)
        assert code_of(lambda: vault.change_passphrase(passphrase, NEW)) == "vault.header.tampered"


# ---- entrusting ------------------------------------------------------------------------------------------------


def test_entrusting_the_same_supervisors_again_writes_nothing(entrusted: Path, passphrase: str) -> None:
    held = (entrusted / NAME).read_bytes()
    with unlock(entrusted, passphrase) as vault:
        assert not vault.entrust([SECOND.recipient, SUPERVISOR.recipient])
        assert (entrusted / NAME).read_bytes() == held
        assert vault.entrust([SECOND.recipient])
        assert (entrusted / NAME).read_bytes() != held
        request, _ = _asked_while_locked(vault, entrusted)
    assert code_of(lambda: answered(request)) == "vault.recovery.not_for_us"
    assert answered(request, SECOND)


def _asked_while_locked(vault: Vault, folder: Path) -> tuple[bytes, str]:
    vault.close()
    return ask(folder, NEW)


def test_vault_entrusted_to_nobody_any_more_has_no_recovery_slot(entrusted: Path, passphrase: str) -> None:
    with unlock(entrusted, passphrase) as vault:
        assert vault.entrust([])
        assert not vault.entrust([])
        assert vault.check().ok
    assert json.loads((entrusted / NAME).read_bytes())["version"] == 1
    assert code_of(lambda: ask(entrusted, NEW)) == "vault.recovery.none"


def test_header_names_no_supervisor(entrusted: Path) -> None:
    text = (entrusted / NAME).read_text()
    assert json.loads(text)["slots"][1].keys() == {"kind", "id", "sealed"}
    assert SUPERVISOR.recipient.fingerprint not in text


def test_sixteen_supervisors_fit(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        vault.entrust([HybridIdentity(bytes([number] * 32)).recipient for number in range(16)])
    request, _ = ask(folder, NEW)
    finish(folder, answered(request, HybridIdentity(bytes([15] * 32))), NEW).close()


# ---- a forgotten passphrase ------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", [SUPERVISOR, SECOND])
def test_forgotten_passphrase_is_recovered_with_either_supervisor(
    identity: HybridIdentity, entrusted: Path, passphrase: str
) -> None:
    request, digest = ask(entrusted, NEW)
    assert recovery.read_request(request).digest == digest
    answer = answered(request, identity)
    with finish(entrusted, answer, NEW) as vault:
        assert (vault.user, vault.role) == ("officer-1", "officer")
        assert vault.check().ok
        key = bytes(vault._key)
    assert key not in request + answer
    assert key.hex().encode() not in request + answer
    assert not (entrusted / WAITING).exists()
    assert code_of(lambda: unlock(entrusted, passphrase)) == "vault.passphrase"
    unlock(entrusted, NEW).close()
    request, _ = ask(entrusted, OTHER)  # the slot goes on working
    finish(entrusted, answered(request), OTHER).close()


def test_answer_without_the_passphrase_chosen_before_opens_nothing(entrusted: Path) -> None:
    request, _ = ask(entrusted, NEW)
    assert code_of(lambda: finish(entrusted, answered(request), OTHER)) == "vault.passphrase"
    finish(entrusted, answered(request), NEW).close()


def test_answer_to_another_request_or_no_answer_is_refused(entrusted: Path, passphrase: str) -> None:
    request, _ = ask(entrusted, NEW)
    stale = answered(request)
    request, _ = ask(entrusted, NEW)
    good = answered(request)
    asked = recovery.read_request(request)
    other_key = encrypt(b'{"format":"screening-vault-recovery-answer","key":"00","version":1}', [asked.recipient])
    for bad in (stale, b"", request, good[:-1], good[:-1] + bytes([good[-1] ^ 1]), other_key, good + b"\0" * 70_000):
        assert code_of(lambda bad=bad: finish(entrusted, bad, NEW)) == "vault.recovery.answer"  # type: ignore[misc]
    unlock(entrusted, passphrase).close()
    assert code_of(lambda: finish(entrusted, good, NEW)) == "vault.recovery.none"


def test_answer_with_the_key_of_another_vault_is_noticed(entrusted: Path) -> None:
    request, _ = ask(entrusted, NEW)
    asked = recovery.read_request(request)
    slot = recovery.entrust(bytes(32), asked.vault, [SUPERVISOR.recipient])
    forged = recovery.Request(asked.vault, slot, asked.recipient, asked.digest)
    assert code_of(lambda: finish(entrusted, recovery.answer(forged, SUPERVISOR), NEW)) == "vault.header.tampered"


def test_slot_of_one_vault_does_not_answer_for_another(entrusted: Path) -> None:
    asked = recovery.read_request(ask(entrusted, NEW)[0])
    moved = recovery.Request(b"o" * 16, asked.slot, asked.recipient, asked.digest)
    assert code_of(lambda: recovery.answer(moved, SUPERVISOR)) == "vault.recovery.request"


@pytest.mark.parametrize(
    "content", [b"a packet", b"{}", b'{"format":"screening-vault-recovery","version":1,"key":"zz"}', b"[" * 9000]
)
def test_other_sealed_things_are_not_opened_for_whoever_asks(content: bytes, entrusted: Path) -> None:
    asked = recovery.read_request(ask(entrusted, NEW)[0])
    other = recovery.RecoverySlot(asked.slot.id, encrypt(content, [SUPERVISOR.recipient]))
    swapped = recovery.Request(asked.vault, other, asked.recipient, asked.digest)
    assert code_of(lambda: recovery.answer(swapped, SUPERVISOR)) == "vault.recovery.request"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "x"}, "vault.recovery.request"),
        ({"version": 9}, "vault.too_new"),
        ({"sealed": "?"}, "vault.recovery.request"),
        ({"sealed": 1}, "vault.recovery.request"),
        ({"recipient": "age1x"}, "vault.recovery.request"),
        ({"recipient": None}, "vault.recovery.request"),
        ({"vault": "zz"}, "vault.recovery.request"),
    ],
)
def test_what_is_no_request_is_named(change: dict[str, object], code: str, entrusted: Path) -> None:
    content = json.loads(ask(entrusted, NEW)[0]) | change
    assert code_of(lambda: recovery.read_request(json.dumps(content).encode())) == code
    assert code_of(lambda: recovery.read_request(b"\xff")) == "vault.recovery.request"


def test_asking_needs_a_strong_passphrase_and_a_vault(entrusted: Path, tmp_path: Path) -> None:
    assert code_of(lambda: ask(entrusted, "password")) == "vault.passphrase.weak"
    assert code_of(lambda: ask(tmp_path / "nowhere", NEW)) == "vault.missing"


def test_finishing_needs_something_begun(entrusted: Path) -> None:
    request, _ = ask(entrusted, NEW)
    answer = answered(request)
    for content in (b"{}", b"[]", b"\xff", b'{"format":"screening-vault-waiting","request":"","slot":{}}'):
        (entrusted / WAITING).write_bytes(content)
        assert code_of(lambda: finish(entrusted, answer, NEW)) == "vault.recovery.none"


def test_station_of_several_users_is_told_whose_passphrase_it_is(entrusted: Path, passphrase: str) -> None:
    with unlock(entrusted, passphrase) as vault:
        header, _ = headers.read(entrusted)
        second = fill(OTHER, bytes(vault._key), header.vault, LEAST)
        vault._database.execute("INSERT INTO users VALUES (?, 'officer-2', 'officer')", (second.id.hex(),))
        several = headers.Header(header.vault, header.generation + 1, (*header.slots, second), header.recovery)
        headers.put_in_force(entrusted, several.sealed(vault._key), vault._key)
    answer = answered(ask(entrusted, NEW)[0])
    assert code_of(lambda: finish(entrusted, answer, NEW)) == "vault.recovery.user"
    assert code_of(lambda: finish(entrusted, answer, NEW, user="nobody")) == "vault.recovery.user"
    with finish(entrusted, answer, NEW, user="officer-2") as vault:
        assert vault.user == "officer-2"
    with unlock(entrusted, passphrase) as vault:
        assert vault.user == "officer-1"
