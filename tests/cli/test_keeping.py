"""Files, holds, erasure, backups and the exported log, by commands."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from screening.casefile import log
from screening.ids import CaseId
from support.commands import Office, Profile, cheap_guessing, make_office


@pytest.fixture
def own(tmp_path: Path) -> Office:
    with cheap_guessing():
        return make_office(tmp_path / "office")


def test_case_is_found_and_filtered(own: Office) -> None:
    case = own.case()
    assert [row["case"] for row in own.officer.run("case", "list", "--search", case[:5])["cases"]] == [case]
    assert own.officer.run("case", "list", "--state", "sent")["cases"] == []
    assert len(own.officer.run("case", "list", "--form", "second_line", "--since", "2020-01-01")["cases"]) == 1
    assert own.officer.run("case", "list", "--until", "2020-01-01")["cases"] == []


def test_file_is_attached_shown_and_destroyed(own: Office, tmp_path: Path) -> None:
    case, file = own.case(), tmp_path / "notes.txt"
    file.write_text("CANARY text", "utf-8")
    kept = own.officer.run("case", "attach", case, file)
    assert kept["digest"] == hashlib.sha256(b"CANARY text").hexdigest()
    (shown,) = own.officer.run("case", "show", case)["attachments"]
    assert shown["attachment"] == kept["attachment"]
    own.officer.run("case", "detach", case, kept["attachment"], "--reason", "wrong file")
    assert own.officer.run("case", "show", case)["attachments"] == []
    assert (
        own.officer.run("case", "attach", case, tmp_path / "none", status=1)["error"]["code"] == "station.file.missing"
    )


def test_hold_and_erasure_with_a_certificate(own: Office, tmp_path: Path) -> None:
    case, certificate = own.case(), tmp_path / "c.asice"
    assert own.officer.run("case", "due") == {"due": []}
    assert own.officer.run("case", "hold", case, "--reason", "complaint")["held"]
    erase = ("case", "erase", case, "--reason", "asked", "-o", certificate)
    assert own.officer.run(*erase, status=1)["error"]["code"] == "case.erase.held"
    assert not own.officer.run("case", "hold", case)["held"]
    assert own.officer.run(*erase)["signed"]
    assert certificate.stat().st_size > 1000
    assert own.officer.run("case", "show", case, status=1)["error"]["code"] == "case.unknown"
    assert own.officer.run("vault", "check")["ok"]


def test_backup_comes_back_by_command(own: Office, tmp_path: Path) -> None:
    case, file = own.case(), tmp_path / "stick" / "b.screening-backup"
    file.parent.mkdir()
    made = own.officer.run("vault", "backup", file)
    assert own.officer.run("vault", "backup", file, status=1)["error"]["code"] == "vault.backup.exists"
    fresh = Profile(tmp_path / "fresh", own.officer.passphrase)
    restored = fresh.run("vault", "restore", file, "--reason", "new machine")
    assert restored["entries"] == made["entries"] + 1
    assert [row["case"] for row in fresh.run("case", "list")["cases"]] == [case]
    head = tmp_path / "head.json"
    head.write_text(json.dumps(made["head"]), "utf-8")
    assert fresh.run("audit", "verify", "--head", head)["ok"]
    assert fresh.run("vault", "restore", tmp_path / "no", status=1)["error"]["code"] == "vault.backup.missing"


def test_exported_log_is_verified_by_somebody_else(own: Office, tmp_path: Path) -> None:
    case = own.case()
    told = own.officer.run("audit", "export", "-o", tmp_path / "log.jsonl")
    first, *lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text("utf-8").splitlines()]
    assert (first["size"], first["root"]) == (told["size"], told["root"]) == (len(lines), first["root"])
    leaves = [
        log.leaf_hash(
            log.leaf_data(
                seq=line["seq"],
                case=CaseId(line["case"]),
                at=line["at"],
                kind=line["kind"],
                actor=line["actor"],
                claimed_clock=line["claimed_clock"],
                digest=bytes.fromhex(line["digest"]),
            )
        )
        for line in lines
    ]
    assert log.frontier_of(leaves).head().root == first["root"]
    assert {line["case"] for line in lines} >= {case}
    assert "answers" not in (tmp_path / "log.jsonl").read_text("utf-8")
