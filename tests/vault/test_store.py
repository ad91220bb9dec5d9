"""What goes into the vault comes back out of it: after closing, in order, and to its owner alone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from screening.casefile import log
from screening.casefile.entries import Answered, Assessed, Body, Noted, Opened, Overridden, Restricted, UrgentRaised
from screening.casefile.fold import fold, summary
from screening.errors import CaseError, VaultError
from screening.ids import CaseId, Digest, Ref
from screening.vault import ledger
from screening.vault.opening import exists
from screening.vault.slots import LEAST
from screening.vault.store import Vault, create, unlock

CASE, OTHER = CaseId("7F3K2ABCDEFG"), CaseId("7F3M2ABCDEFG")
OPENED = Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)")


def refused(code: str, act: Callable[[], object]) -> VaultError:
    with pytest.raises(VaultError) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value


# ---- entries ---------------------------------------------------------------------------------------------------


def test_entries_come_back_in_order_after_locking(vault: Vault, reopen: Callable[[], Vault], now: datetime) -> None:
    bodies: list[Body] = [OPENED, Answered(Ref("/data/a"), "так"), Answered(Ref("/data/b"), None, missing="declined")]
    written = [vault.append(CASE, body, actor="officer-1", at=now) for body in bodies]
    assert [entry.seq for entry in written] == [1, 2, 3]
    assert vault.entries(CASE) == tuple(written)
    again = reopen()
    assert again.entries(CASE) == tuple(written)
    assert [entry.body for entry in written] == bodies
    assert (again.user, again.role) == ("officer-1", "officer")


def test_claimed_clock_and_actor_are_kept(vault: Vault, now: datetime) -> None:
    vault.append(CASE, OPENED, actor="4F:21", at=now, claimed_clock=True)
    (entry,) = vault.entries(CASE)
    assert (entry.actor, entry.at, entry.claimed_clock) == ("4F:21", now, True)


def test_cases_do_not_mix(vault: Vault, now: datetime) -> None:
    vault.append(CASE, OPENED, actor="o", at=now)
    vault.append(OTHER, OPENED, actor="o", at=now)
    vault.append(CASE, Restricted("x"), actor="o", at=now)
    assert [entry.seq for entry in vault.entries(CASE)] == [1, 3]
    assert [entry.seq for entry in vault.entries(OTHER)] == [2]


def test_more_cases_than_keys_at_hand(vault: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_KEYS_AT_HAND", 2)
    cases = [CaseId(f"CASE{number:08}") for number in range(7)]
    for case in (*cases, *cases):
        vault.append(case, Noted(case, "observed"), actor="o", at=now)
    for case in cases:
        assert [entry.body for entry in vault.entries(case)] == [Noted(case, "observed")] * 2


def test_unknown_case_has_no_entries(vault: Vault) -> None:
    with pytest.raises(CaseError) as refusal:
        vault.entries(CASE)
    assert refusal.value.code == "case.unknown"


def test_several_entries_go_in_together_or_not_at_all(vault: Vault, now: datetime) -> None:
    with pytest.raises(CaseError):
        vault.append_all(CASE, (OPENED, Restricted("fine"), Restricted("\ud800")), actor="o", at=now)
    with pytest.raises(CaseError):
        vault.entries(CASE)
    assert vault.head().size == 0
    assert vault.cases() == []
    assert len(vault.append_all(CASE, (OPENED, Restricted("fine")), actor="o", at=now)) == 2
    assert vault.check().ok


def test_appending_nothing_changes_nothing(vault: Vault, now: datetime) -> None:
    vault.append(CASE, OPENED, actor="o", at=now)
    row = vault.cases()
    assert vault.append_all(CASE, (), actor="o", at=now + timedelta(hours=1)) == ()
    assert vault.cases() == row


def test_entries_of_kinds_go_over_all_cases_while_more_are_appended(vault: Vault, now: datetime) -> None:
    for case in (CASE, OTHER):
        vault.append(case, OPENED, actor="o", at=now)
        vault.append_all(case, [Noted(str(number), "observed") for number in range(600)], actor="o", at=now)
    seen = 0
    for entry in vault.entries_of(("noted",)):
        seen += 1
        if entry.seq == 2:
            vault.append(CASE, Restricted("x"), actor="o", at=now)
    assert seen == 1200
    assert [entry.seq for entry in vault.entries_of(("opened", "restricted"))] == [1, 602, 1203]
    assert list(vault.entries_of(())) == []


# ---- lists -----------------------------------------------------------------------------------------------------


def test_row_of_a_case_is_its_summary_after_every_entry(vault: Vault, now: datetime) -> None:
    bodies: list[Body] = [
        OPENED,
        Answered(Ref("/data/a"), "yes"),
        UrgentRaised("U6"),
        Assessed({}, {"outcome": "some"}, {}),
        Noted("x", "observed"),
        Overridden("presumed", "x", "officer"),
    ]
    for minute, body in enumerate(bodies):
        vault.append(CASE, body, actor="o", at=now + timedelta(minutes=minute))
        assert vault.cases() == [summary(fold(vault.entries(CASE)))]


def test_lists_come_newest_first_in_pages(vault: Vault, now: datetime) -> None:
    ids = [CaseId(f"CASE{number:08}") for number in range(25)]
    for number, case in enumerate(ids):
        vault.append(case, OPENED, actor="o", at=now + timedelta(minutes=number // 2))
    pages, last = [], None
    while page := vault.cases(limit=4, before=last):
        pages.append([row.case for row in page])
        last = page[-1]
    listed = [case for page in pages for case in page]
    assert sorted(listed) == ids
    assert listed[0] == ids[24]
    times = {row.case: row.last_at for row in vault.cases(limit=100)}
    assert [times[case] for case in listed] == sorted(times.values(), reverse=True)


def test_case_is_found_by_how_people_call_it(vault: Vault, now: datetime) -> None:
    for case in (CASE, OTHER):
        vault.append(case, OPENED, actor="o", at=now)
    assert vault.find_case("7f3-k2") == CASE
    assert vault.find_case(OTHER) == OTHER
    for given, code in (("7F3", "case.ambiguous"), ("9", "case.unknown"), ("", "case.unknown"), ("%", "case.unknown")):
        with pytest.raises(CaseError) as refusal:
            vault.find_case(given)
        assert refusal.value.code == code


def test_whole_id_is_found_though_a_longer_one_begins_so(vault: Vault, now: datetime) -> None:
    for case in (CaseId("7F3"), CASE):
        vault.append(case, OPENED, actor="o", at=now)
    assert vault.find_case("7F3") == "7F3"


def test_letters_that_look_like_digits_are_forgiven(vault: Vault, now: datetime) -> None:
    case = CaseId("01F3K2ABCDEF")
    vault.append(case, OPENED, actor="o", at=now)
    assert vault.find_case("oif3") == case


def test_place_of_an_interview_is_remembered(vault: Vault, reopen: Callable[[], Vault]) -> None:
    assert vault.place(CASE) is None
    vault.mark_place(CASE, "/data/a")
    vault.mark_place(CASE, Ref("/data/b"))
    assert reopen().place(CASE) == "/data/b"


# ---- the log ---------------------------------------------------------------------------------------------------


def test_log_grows_by_one_leaf_an_entry_and_proves_it(vault: Vault, now: datetime) -> None:
    heads = [vault.head()]
    for number in range(20):
        vault.append(CASE, OPENED if number == 0 else Noted(str(number), "observed"), actor="o", at=now)
        heads.append(vault.head())
    assert [head.size for head in heads] == list(range(21))
    for head in heads:
        proof = tuple(bytes.fromhex(part) for part in vault.consistency(head.size))
        assert log.verify_consistency(head, vault.head(), proof)
        assert vault.compare(head.size, head.root) == ()
    assert vault.compare(21, "0" * 64) == ("vault.log.shorter",)
    assert vault.compare(7, "0" * 64) == ("vault.log.diverged",)
    assert vault.compare(-7, "0" * 64) == ("vault.log.diverged",)
    error = refused("vault.log.shorter", lambda: vault.consistency(21))
    assert error.params == {"held": 20, "known": 21}


def test_entry_is_shown_to_stand_in_the_log(vault: Vault, now: datetime) -> None:
    for number in range(5):
        vault.append(CASE, OPENED if number == 0 else Noted(str(number), "observed"), actor="o", at=now)
    leaves = vault._ledger.leaves()
    for seq in range(1, 6):
        proof = tuple(bytes.fromhex(part) for part in vault.inclusion(seq))
        assert log.verify_inclusion(leaves[seq - 1], seq - 1, vault.head(), proof)
    for seq in (0, 6):
        refused("vault.log.shorter", lambda seq=seq: vault.inclusion(seq))


# ---- sealed bytes and secrets ----------------------------------------------------------------------------------


def test_blob_is_kept_under_its_digest_once(vault: Vault, reopen: Callable[[], Vault]) -> None:
    data = bytes(range(256)) * 300
    digest = Digest(sha256(data).hexdigest())
    assert not vault.has_blob(digest)
    vault.put_blob(digest, data, "packet")
    vault.put_blob(digest, data, "packet")
    again = reopen()
    assert again.has_blob(digest)
    assert again.blob(digest) == data
    refused("vault.blob.missing", lambda: again.blob(Digest("0" * 64)))
    with pytest.raises(ValueError, match="other bytes"):
        again.put_blob(Digest("0" * 64), data, "packet")


def test_kept_things_are_replaced_by_name(vault: Vault, reopen: Callable[[], Vault]) -> None:
    assert vault.kept("keys") is None
    vault.keep("keys", b"first")
    vault.keep("keys", b"second")
    vault.keep("bundle", b"")
    again = reopen()
    assert again.kept("keys") == b"second"
    assert again.kept("bundle") == b""


# ---- who may open it -------------------------------------------------------------------------------------------


def test_wrong_passphrase_is_told_from_everything_else(folder: Path) -> None:
    refused("vault.passphrase", lambda: unlock(folder, "eight herons over a slow river"))
    refused("vault.passphrase", lambda: unlock(folder, ""))
    refused("vault.passphrase", lambda: unlock(folder, "\ud800"))


def test_second_opening_is_refused_until_the_first_is_closed(vault: Vault, folder: Path, passphrase: str) -> None:
    refused("vault.busy", lambda: unlock(folder, passphrase))
    vault.close()
    unlock(folder, passphrase).close()


@pytest.mark.usefixtures("vault")
def test_another_program_is_refused_while_the_vault_is_open(folder: Path) -> None:
    script = "import sys; from screening.vault.files import Hold; from pathlib import Path; Hold(Path(sys.argv[1]))"
    child = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)
    assert "vault.busy" in child.stderr


def test_other_thread_is_refused(vault: Vault, now: datetime) -> None:
    refusals: list[BaseException] = []

    def elsewhere() -> None:
        try:
            vault.append(CASE, OPENED, actor="o", at=now)
        except sqlcipher.ProgrammingError as refusal:
            refusals.append(refusal)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(refusals) == 1
    assert vault.head().size == 0


def test_locked_vault_gives_nothing_and_keeps_no_key(vault: Vault, now: datetime) -> None:
    vault.append(CASE, OPENED, actor="o", at=now)
    key = vault._key
    assert any(key)
    vault.close()
    vault.close()
    assert not any(key)
    with pytest.raises(sqlcipher.ProgrammingError):
        vault.entries(CASE)
    assert repr(vault) == "<vault>"


def test_with_closes_it(folder: Path, passphrase: str) -> None:
    with unlock(folder, passphrase) as vault:
        assert vault.head().size == 0
    with unlock(folder, passphrase):
        pass


def test_inspecting_reads_and_never_writes(vault: Vault, folder: Path, passphrase: str, now: datetime) -> None:
    vault.append(CASE, OPENED, actor="o", at=now)
    vault.close()
    with unlock(folder, passphrase, inspect=True) as looked_at:
        assert len(looked_at.entries(CASE)) == 1
        assert looked_at.check().ok
        refused("vault.inspected", lambda: looked_at.append(CASE, Restricted("x"), actor="o", at=now))
        with pytest.raises(VaultError):
            looked_at._database.execute("DELETE FROM kept")


# ---- making one ------------------------------------------------------------------------------------------------


def test_vault_is_made_where_there_is_none(tmp_path: Path, passphrase: str) -> None:
    folder = tmp_path / "deep" / "vault"
    assert not exists(folder)
    refused("vault.missing", lambda: unlock(folder, passphrase))
    assert not folder.exists()
    with create(folder, passphrase, user="s-1", role="supervisor", cost=LEAST) as made:
        assert (made.user, made.role) == ("s-1", "supervisor")
        assert sorted(path.name for path in folder.iterdir()) == [
            "vault.db",
            "vault.db-wal",
            "vault.json",
            "vault.lock",
        ]
    assert exists(folder)
    refused("vault.exists", lambda: create(folder, passphrase, user="s-1", role="supervisor", cost=LEAST))
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.json", "vault.lock"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_the_files(vault: Vault, folder: Path) -> None:
    vault.keep("x", b"y")
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == dict.fromkeys(
        ["vault.db", "vault.db-wal", "vault.json", "vault.lock"], "0o600"
    )


def test_weak_passphrase_makes_no_vault(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    for weak in ("", "password", "пароль", "officer-1officer-1"):
        refused("vault.passphrase.weak", lambda weak=weak: create(folder, weak, user="officer-1", role="officer"))
    assert not folder.exists()


@pytest.mark.parametrize("step", ["store", "header", "rename"])
def test_creation_cut_off_anywhere_can_be_done_again_or_finished(
    step: str, tmp_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from screening.vault import store

    class PowerCut(BaseException):
        pass

    def cut(*_: object, **__: object) -> None:
        raise PowerCut

    folder = tmp_path / "vault"
    names = {"store": "Header", "header": "_finish_creation", "rename": "Vault"}
    with monkeypatch.context() as patched:
        patched.setattr(store, names[step], cut)
        with pytest.raises(PowerCut):
            create(folder, passphrase, user="o", role="officer", cost=LEAST)
    if step == "store":
        assert not exists(folder)
        create(folder, passphrase, user="o", role="officer", cost=LEAST).close()
    with unlock(folder, passphrase) as vault:
        assert vault.check().ok


@pytest.mark.usefixtures("vault")
def test_unlocking_turns_core_dumps_off() -> None:
    resource = pytest.importorskip("resource", reason="not run: this system has no limits on core dumps")
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
