"""Another passphrase and a forgotten one, by commands, between two stations."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from shamir_mnemonic.wordlist import WORDLIST

from screening.casefile.entries import LockedDown, PassphraseRenewed, RecoveryGiven, SheetsMade
from screening.ids import STATION
from screening.vault.store import unlock
from support.commands import PASSPHRASE, Office, Profile, cheap_guessing, make_office, profile, run

NEW = "nine grey herons under ice 77"


@pytest.fixture
def own(tmp_path: Path) -> Office:
    """An office whose passphrases this test may change."""
    with cheap_guessing():
        return make_office(tmp_path / "office")


def with_passphrase(who: Profile, passphrase: str) -> Profile:
    file = who.home.parent / f"{who.home.name}.other"
    file.write_text(passphrase + "\n", "utf-8")
    return Profile(who.home, file)


def test_passphrase_is_changed_by_command_and_recorded(tmp_path: Path) -> None:
    with cheap_guessing():
        who = profile(tmp_path, "officer")
        who.run("vault", "create")
    changed = with_passphrase(who, NEW)
    said = who.run("vault", "change-passphrase", "--new-passphrase-file", changed.passphrase)
    assert said == {"changed": True, "user": "officer"}
    assert who.run("vault", "check", status=1)["error"]["code"] == "vault.passphrase"
    assert changed.run("vault", "check")["ok"]
    assert changed.run("audit", "verify")["ok"]
    assert changed.run("case", "list") == {"cases": []}  # the entry is of no screening
    with unlock(who.home / "vault", NEW) as vault:
        (entry,) = vault.entries(STATION)
        assert entry.body == PassphraseRenewed("officer", "changed")


def test_new_passphrase_may_be_the_second_line_of_standard_input(tmp_path: Path) -> None:
    with cheap_guessing():
        profile(tmp_path, "officer").run("vault", "create")
    shared = ("--home", tmp_path / "officer", "--language", "en")
    outcome = run(*shared, "vault", "change-passphrase", stdin=f"{PASSPHRASE}\n{NEW}\n")
    assert outcome.status == 0, outcome
    assert "earlier still open" in outcome.out
    assert run(*shared, "vault", "check", stdin=f"{NEW}\n").status == 0


def test_forgotten_passphrase_comes_back_by_two_files(own: Office) -> None:
    folder = own.folder
    request, answer = folder / "request", folder / "answer"
    case = own.case()
    locked = with_passphrase(own.officer, NEW)
    assert locked.run("vault", "check", status=1)["error"]["code"] == "vault.passphrase"
    words = locked.run("vault", "recover", "request", "-o", request)["words"]
    assert len(words.split()) == 8

    def answering(said: str, reason: str) -> tuple[str | Path, ...]:
        return ("vault", "recover", "answer", request, "--words", said, "--reason", reason, "-o", answer)

    wrong = own.supervisor.run(*answering("one two three four five six seven eight", "x"), status=1)
    assert wrong["error"]["code"] == "vault.recovery.words"
    assert own.supervisor.run(*answering(words, " "), status=1)["error"]["code"] == "case.reason"
    assert not answer.exists()
    own.supervisor.run(*answering(words.upper(), "Known by voice."))
    assert locked.run("vault", "recover", "finish", answer) == {"recovered": True, "user": "officer"}
    assert [row["case"] for row in locked.run("case", "list")["cases"]] == [case]
    assert locked.run("vault", "check")["ok"]
    assert own.officer.run("vault", "check", status=1)["error"]["code"] == "vault.passphrase"
    with unlock(locked.home / "vault", NEW) as vault:
        assert vault.entries(STATION)[-1].body == PassphraseRenewed("officer", "recovered")
    with unlock(own.supervisor.home / "vault", PASSPHRASE) as vault:
        body = vault.entries(STATION)[-1].body
        assert isinstance(body, RecoveryGiven)
        assert body.reason == "Known by voice."
    assert own.supervisor.run("vault", "check")["ok"]


def test_station_without_a_bundle_or_keys_is_told(tmp_path: Path, own: Office) -> None:
    with cheap_guessing():
        alone = profile(tmp_path, "alone")
        alone.run("vault", "create")
    request = tmp_path / "request"
    refused = alone.run("vault", "recover", "request", "-o", request, status=1)
    assert refused["error"]["code"] == "vault.recovery.none"
    words = with_passphrase(own.officer, NEW).run("vault", "recover", "request", "-o", request)["words"]
    told = ("--words", words, "--reason", "x", "-o", tmp_path / "answer")
    refused = alone.run("vault", "recover", "answer", request, *told, status=1)
    assert refused["error"]["code"] == "vault.recovery.not_for_us"


# ---- recovery sheets, and every passphrase destroyed -----------------------------------------------------------


def words_on(pdf: Path) -> list[str]:
    """The words of each page of recovery sheets, read from the printed page."""
    document = pdfium.PdfDocument(pdf)
    pages = []
    for page in document:
        text = page.get_textpage()
        found = [word for word in re.findall(r"[a-z]+", text.get_text_bounded()) if word in WORDLIST]
        pages.append(" ".join(found[:20]))
        text.close()
        page.close()
    document.close()
    return pages


def test_two_of_three_printed_sheets_open_a_station_whose_passphrase_was_forgotten(tmp_path: Path) -> None:
    with cheap_guessing():
        who = profile(tmp_path, "officer")
        who.run("vault", "create")
        shared = ("--language", "uk")
        said = who.run(*shared, "vault", "sheet", "make", "-o", tmp_path / "sheets")
        assert (said["shares"], said["needed"]) == (3, 2)
        assert [Path(file).name for file in said["files"]] == [f"sheet-{number}-of-3.pdf" for number in (1, 2, 3)]
        sheets = [words_on(Path(file))[0] for file in said["files"]]
        assert [len(words.split()) for words in sheets] == [20, 20, 20]
        typed = tmp_path / "typed.txt"
        typed.write_text(sheets[2] + "\n", "utf-8")
        forgot = with_passphrase(who, NEW)
        few = forgot.run("vault", "sheet", "open", typed, status=1)
        assert few["error"]["code"] == "vault.sheet.few"
        opened = forgot.run("vault", "sheet", "open", typed, "--words", sheets[0])
        assert opened == {"opened": True, "user": "officer"}
        assert who.run("vault", "check", status=1)["error"]["code"] == "vault.passphrase"
    with unlock(who.home / "vault", NEW) as vault:
        assert [entry.body for entry in vault.entries(STATION)] == [
            SheetsMade(3, 2),
            PassphraseRenewed("officer", "sheets"),
        ]


def test_lock_down_leaves_the_sheets_and_destroys_the_backups_of_the_station(tmp_path: Path) -> None:
    with cheap_guessing():
        who = profile(tmp_path, "officer")
        who.run("vault", "create")
        assert who.run("vault", "lock-down", status=1)["error"]["code"] == "vault.no_way_back"
        assert who.run("vault", "wipe-after", "9", status=1)["error"]["code"] == "vault.no_way_back"
        assert who.run("vault", "wipe-after", "many", status=1)["error"]["code"] == "vault.tries"
        who.run("--language", "uk", "vault", "sheet", "make", "-o", tmp_path / "all.pdf", "--shares", "2")
        assert who.run("vault", "wipe-after", "9") == {"wipe_after": 9}
        assert who.run("vault", "wipe-after", "off") == {"wipe_after": None}
        backups = who.home / "backups"
        backups.mkdir(exist_ok=True)
        who.run("vault", "backup", backups / "20261124T030000Z.screening-backup")
        assert who.run("vault", "lock-down") == {"locked_down": True, "remains": ["sheets"]}
        assert list(backups.iterdir()) == []
        assert who.run("vault", "check", status=1)["error"]["code"] == "vault.locked_down"
        first, second = words_on(tmp_path / "all.pdf")
        with_passphrase(who, NEW).run("vault", "sheet", "open", "--words", first, "--words", second)
    with unlock(who.home / "vault", NEW) as vault:
        assert LockedDown(("sheets",)) in [entry.body for entry in vault.entries(STATION)]
