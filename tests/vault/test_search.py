"""Cases are found by what was written in them, by filters, and after an upgrade; what was erased is not found."""

# ruff: noqa: RUF001 - Ukrainian

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from screening.casefile.entries import Answered, Erased, Noted, Opened, UrgentRaised
from screening.errors import VaultError
from screening.ids import CaseId, Digest, Ref
from screening.vault.index import Wanted
from screening.vault.store import Vault, unlock

FIRST, SECOND, THIRD = CaseId("7F3K2ABCDEFG"), CaseId("9XM4TABCDEFG"), CaseId("BBBBBBBBBBBB")


@pytest.fixture
def three(vault: Vault, now: datetime) -> Vault:
    for number, (case, form) in enumerate([(FIRST, "second_line"), (SECOND, "child"), (THIRD, "second_line")]):
        at = now + timedelta(days=number)
        vault.append(case, Opened(form, "1", Digest("f" * 64), "Ukrainian (uk)"), actor="o", at=at)
    at = now + timedelta(days=5)
    vault.append(FIRST, Answered(Ref("/data/name"), "Оксана"), actor="o", at=at)
    vault.append(FIRST, Answered(Ref("/data/story"), "Забрали паспорт у Любліні"), actor="o", at=at)
    vault.append(SECOND, Noted("Хлопець каже: дядько Ігор", "verbatim"), actor="o", at=at + timedelta(hours=1))
    vault.append(THIRD, UrgentRaised("U1"), actor="o", at=at + timedelta(hours=2))
    return vault


def found(vault: Vault, text: str = "", **filters: object) -> list[CaseId]:
    return [row.case for row in vault.cases(wanted=Wanted(text, **filters))]  # type: ignore[arg-type]


def test_words_from_different_answers_of_one_case_find_it(three: Vault) -> None:
    assert found(three, "oksana люблін") == [FIRST]
    assert found(three, "igor") == [SECOND]
    assert found(three, "oksana igor") == []
    assert found(three, "ПАСП") == [FIRST]


def test_beginning_of_an_id_finds_the_case(three: Vault) -> None:
    assert found(three, "9xm") == [SECOND]


def test_nothing_asked_finds_all_newest_first(three: Vault) -> None:
    assert found(three) == found(three, "  ,.") == [THIRD, SECOND, FIRST]


def test_text_that_is_a_search_language_elsewhere_is_only_text(three: Vault) -> None:
    for text in ('"', "*", "a OR b", "NEAR(a b)", "words:x", "-x", "^x", "');DROP TABLE cases;--", "\0", "%", "_"):
        assert found(three, text) in ([], [THIRD, SECOND, FIRST])


def test_filters(three: Vault, now: datetime) -> None:
    assert found(three, forms=("second_line",)) == [THIRD, FIRST]
    assert found(three, urgent=True) == [THIRD]
    assert found(three, urgent=False, states=("open",)) == [SECOND, FIRST]
    assert found(three, states=("sent", "closed")) == []
    later = now + timedelta(days=5, minutes=30)
    assert found(three, since=later) == [THIRD, SECOND]
    assert found(three, until=later) == [FIRST]
    assert found(three, "паспорт", forms=("child",)) == []


def test_pages_of_a_search_follow_each_other(three: Vault) -> None:
    wanted = Wanted(forms=("second_line",))
    (newest,) = three.cases(1, wanted=wanted)
    (oldest,) = three.cases(1, newest, wanted=wanted)
    assert [newest.case, oldest.case, *three.cases(1, oldest, wanted=wanted)] == [THIRD, FIRST]


def test_case_that_was_erased_is_not_found(three: Vault, now: datetime) -> None:
    three.erase(Erased(FIRST, 3, "request", "asked"), actor="o", at=now)
    assert found(three, "oksana") == found(three, "7f3k2") == []
    assert found(three, "igor") == [SECOND]
    assert three.check().ok


def test_vault_of_before_the_search_is_taken_in_piece_by_piece(tmp_path: Path) -> None:
    former = Path(__file__).parents[1] / "vectors" / "vault" / "0001"
    folder = Path(shutil.copytree(former, tmp_path / "vault"))
    with unlock(folder, "seven herons over a slow river") as vault:
        size = vault.head().size
        assert vault.unsearched() == size
        assert found(vault, "brygadyr") == []
        assert vault.make_findable(3) == size - 3
        assert found(vault, "brygadyr") == ["7F3K2ABCDEFG"]
        assert vault.make_findable() == 0
        assert vault.unsearched() == 0
        vault.append(FIRST, Noted("Рівне", "observed"), actor="o", at=datetime.fromisoformat("2026-11-24T00:00:00Z"))
        assert found(vault, "rivne") == ["7F3K2ABCDEFG"]
        assert vault.check().ok


def test_stale_index_is_told_and_made_anew(three: Vault) -> None:
    three._database.execute("DELETE FROM findable WHERE rowid = 4")
    assert [finding.code for finding in three.check().findings] == ["vault.search.stale"]
    while three.make_findable(2):
        pass
    assert found(three, "oksana") == [FIRST]
    assert three.check().ok


def test_nothing_is_made_findable_while_inspecting(three: Vault, folder: Path, passphrase: str) -> None:
    three.close()
    with unlock(folder, passphrase, inspect=True) as looked_at:
        assert found(looked_at, "igor") == [SECOND]
        with pytest.raises(VaultError) as refusal:
            looked_at.make_findable()
    assert refusal.value.code == "vault.inspected"
