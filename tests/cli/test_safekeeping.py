"""Another passphrase and a forgotten one, by commands, between two stations."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.casefile.entries import PassphraseRenewed, RecoveryGiven
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
