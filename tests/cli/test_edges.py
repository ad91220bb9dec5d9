"""What a command does at its edges: faults of our own, interruption, settings, languages, and how fast it starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from screening.cli import vaults
from screening.station import paths
from screening.station.station import Station
from support.commands import Office, Profile, cheap_guessing, profile, run

SECRET = "a name that stood in a variable"
HEAVY = {"cryptography", "pydantic", "sqlcipher3", "httpx", "typst", "pyxform", "PySide6", "starlette", "zxcvbn"}


def test_a_fault_of_our_own_is_told_without_a_traceback_and_reported_without_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Station, "create", fails)
    who = profile(tmp_path, "home")
    outcome = who.outcome("vault", "create", "--json")
    assert outcome.status == 3
    assert outcome.document["error"]["code"] == "station.fault"
    report = next((who.home / "crash-reports").iterdir())
    assert str(report) in outcome.document["error"]["message"]
    text = report.read_text("utf-8")
    assert "RuntimeError" in text
    assert "vaults.py" in text
    assert SECRET not in text + outcome.out + outcome.err
    plain = who.outcome("vault", "create")
    assert (plain.status, plain.out) == (3, "")
    assert "Traceback" not in plain.err


def test_a_fault_whose_report_cannot_be_written_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(vaults, "create", fails)
    who = profile(tmp_path, "home")
    who.home.mkdir()
    (who.home / "crash-reports").write_bytes(b"")
    outcome = who.outcome("vault", "create", "--json")
    assert outcome.status == 3
    assert outcome.document["error"]["message"].endswith(": -")


def test_a_fault_before_anything_is_open_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> Path:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(paths, "default_home", fails)
    outcome = run("form", "list", "--json")
    assert outcome.status == 3
    assert outcome.document["error"]["code"] == "station.fault"


def test_a_program_without_its_own_files_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "a" / "b" / "c" / "d.py"))
    outcome = run("form", "list", "--json")
    assert outcome.status == 1
    assert outcome.document["error"]["code"] == "station.resources"


def test_an_interruption_ends_quietly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Station, "create", interrupted)
    outcome = profile(tmp_path, "home").outcome("vault", "create", "--json")
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")


def test_broken_settings_are_named_and_a_stated_language_goes_on(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("language = [", "utf-8")
    broken = run("--home", tmp_path, "form", "list", "--json")
    assert broken.status == 1
    assert broken.document["error"]["code"] == "station.settings.unreadable"
    assert run("--home", tmp_path, "--language", "en", "form", "list", "--json").status == 0


def test_words_come_in_the_language_of_the_settings_or_the_one_asked_for(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('language = "en"\n', "utf-8")

    def said(*arguments: str | Path) -> str:
        refused = run("--home", tmp_path, *arguments, "assess", tmp_path / "none", "--json")
        return str(refused.document["error"]["message"])

    assert said().isascii()
    assert not said("--language", "uk").isascii()
    wrong = run("--home", tmp_path, "--language", "de", "form", "list", "--json")
    assert wrong.status == 2
    assert wrong.document["error"]["code"] == "cli.language"


def test_help_and_version_are_no_failures() -> None:
    for command in (("--help",), ("--version",), ("case", "--help"), ("packet", "seal", "--help")):
        outcome = run(*command)
        assert outcome.status == 0
        assert outcome.out
        assert outcome.err == ""


def test_a_home_of_somebody_unknown_is_only_a_folder_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--home", "~no-such-user-here/x", "form", "list", "--json").status == 0


def test_the_demonstration_in_this_process(tmp_path: Path) -> None:
    with cheap_guessing():
        outcome = run("--language", "en", "demo", "--out", tmp_path / "demo")
    assert outcome.status == 0
    lines = outcome.out.splitlines()
    assert len(lines) == 11
    assert lines[0].startswith("answered")
    assert lines[-2].startswith("receipt")
    assert str(tmp_path / "demo") in lines[-1]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine").write_bytes(b"")
    assert run("demo", "--out", tmp_path / "other", "--json").status == 2


def test_a_second_program_on_the_same_vault_is_turned_away(office: Office) -> None:
    held = office.officer
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, held.home, held.passphrase], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline().strip() == b"open"
        refused = held.run("case", "list", status=1)
        holder.stdin.close()
    assert holder.returncode == 0
    assert refused["error"]["code"] == "vault.busy"
    assert held.run("case", "list")["cases"] is not None


HOLD = """
import sys
from pathlib import Path
from screening.vault.store import unlock
with unlock(Path(sys.argv[1]) / "vault", Path(sys.argv[2]).read_text().strip()):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_head_noted_before_is_compared_and_no_head_is_refused(office: Office, tmp_path: Path) -> None:
    head = office.officer.run("vault", "check")["head"]
    noted = tmp_path / "head.json"
    noted.write_text(json.dumps(head), "utf-8")
    office.case()
    assert office.officer.run("audit", "verify", "--head", noted)["ok"] is True
    for wrong in (head | {"root": "ab" * 32}, head | {"size": 10**9}):
        noted.write_text(json.dumps(wrong), "utf-8")
        told = office.officer.run("audit", "verify", "--head", noted, status=1)
        assert told["ok"] is False
        assert told["findings"][0]["code"].startswith("vault.log.")
    for no_head in ([], {}, {"size": "x", "root": ""}, {"size": 1e999, "root": ""}):
        noted.write_text(json.dumps(no_head), "utf-8")
        assert office.officer.run("audit", "verify", "--head", noted, status=1)["error"]["code"] == "station.file.json"


def test_a_wrong_passphrase_is_no_damage(office: Office, tmp_path: Path) -> None:
    wrong = Profile(office.officer.home, profile(tmp_path, "wrong", "something else entirely 5").passphrase)
    for command in (("audit", "verify"), ("vault", "check")):
        assert wrong.run(*command, status=1)["error"]["code"] == "vault.passphrase"


def test_every_case_is_listed_and_found_however_many(office: Office, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]", "utf-8")
    cases = [office.case(steps=tmp_path / "none.json") for _ in range(3)]
    listed = [row["case"] for row in office.officer.run("case", "list")["cases"]]
    assert set(cases) <= set(listed)
    assert [row["case"] for row in office.officer.run("case", "list", "--search", cases[0][:8].lower())["cases"]] == [
        cases[0]
    ]
    assert office.officer.run("case", "list", "--search", "said by nobody at all")["cases"] == []


def test_starting_loads_no_room_that_the_command_does_not_need() -> None:
    program = (
        "import sys; from screening.cli.main import run\n"
        "try: run(['--version'])\nexcept SystemExit: pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.skipif(sys.platform == "win32", reason="not run: a child's processor time, which Windows does not tell")
def test_the_version_is_said_at_once() -> None:
    def spent() -> float:
        import resource  # not on Windows

        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    def once() -> float:
        before = spent()
        subprocess.run([sys.executable, "-m", "screening", "--version"], capture_output=True, check=True)
        return spent() - before

    assert min(once() for _ in range(5)) < 0.3  # about 0.1; of the processor, whatever else it has to do
