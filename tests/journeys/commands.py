"""Runs the real command line in its own process, as a script would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Profile:
    """One station: a home folder and its passphrase file."""

    home: Path
    passphrase: Path

    def run(self, *arguments: str | Path, status: int = 0, **extra: str) -> Any:
        """The command's JSON document; its exit status must be `status`."""
        outcome = run("--home", self.home, "--passphrase-file", self.passphrase, *arguments, "--json", **extra)
        assert outcome.status == status, outcome
        assert "Traceback" not in outcome.err + outcome.out
        return outcome.document


def run(*arguments: str | Path, stdin: str = "", **extra: str) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "screening", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"} | extra,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def profile(folder: Path, name: str, passphrase: str) -> Profile:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.passphrase"
    file.write_text(passphrase + "\n", "utf-8")
    return Profile(folder / name, file)
