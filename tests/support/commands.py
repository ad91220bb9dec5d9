"""Runs the command line inside the test's own process, and makes guessing a passphrase cheap: for tests of commands."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from screening.cli.main import run as run_command
from screening.identity import authority
from screening.station.paths import find_resources
from screening.vault import store
from screening.vault.slots import LEAST

PASSPHRASE = "seven quiet rivers at noon 41"
STEPS = find_resources() / "demo" / "interview.json"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def run(*arguments: str | Path, stdin: str = "") -> Outcome:
    """Carry out one command line."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        try:
            status = run_command([str(argument) for argument in arguments])
        except SystemExit as left:  # --help and --version
            status = int(left.code or 0)
    return Outcome(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Profile:
    """One station: a home folder and its passphrase file."""

    home: Path
    passphrase: Path

    def run(self, *arguments: str | Path, status: int = 0) -> Any:
        """The command's JSON document; its exit status must be `status`."""
        outcome = self.outcome(*arguments, "--json")
        assert outcome.status == status, outcome
        return outcome.document

    def outcome(self, *arguments: str | Path) -> Outcome:
        return run("--home", self.home, "--passphrase-file", self.passphrase, "--language", "en", *arguments)


def profile(folder: Path, name: str, passphrase: str = PASSPHRASE) -> Profile:
    file = folder / f"{name}.passphrase"
    file.write_text(passphrase + "\n", "utf-8")
    return Profile(folder / name, file)


@contextmanager
def cheap_guessing() -> Iterator[None]:
    """Vaults and authorities made meanwhile cost next to nothing to open. For tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "calibrate", lambda: LEAST)
        for made in (authority.authority_new, authority.Authority.to_bytes):
            patch.setitem(made.__kwdefaults__, "work", 10)
        yield


@dataclass(frozen=True)
class Office:
    """An authority, one officer and one supervisor that it approved, and a stick between them."""

    folder: Path
    keeper: Profile
    officer: Profile
    supervisor: Profile
    authority: Path
    bundle: Path
    serials: dict[str, str]

    @property
    def stick(self) -> Path:
        """An empty folder, new each time."""
        number = len(list(self.folder.glob("stick-*")))
        stick = self.folder / f"stick-{number}"
        stick.mkdir()
        return stick

    def case(self, *consents: str, steps: Path = STEPS) -> str:
        """A recorded case, with consent for these recipients."""
        case = self.officer.run("case", "new", "--form", "second_line", "--steps", steps)["case"]
        for to in consents:
            self.officer.run("case", "consent", case, "--to", to, "--given", "yes")
        return str(case)

    def packet(self, folder: Path) -> Path:
        """A sealed packet for the supervisor, lying in `folder`."""
        sealed = self.officer.run("packet", "seal", self.case("police"), "--to", "police", "-o", folder)
        return Path(sealed["packets"][0]["file"])


def enrol(keeper: Profile, authority: Path, who: Profile, role: str, station: str) -> str:
    """Give `who` keys and a certificate; answers its serial."""
    folder = authority.parent
    asked, issued = folder / f"{station}.request", folder / f"{station}.certificate"
    who.run("identity", "request", "--role", role, "--station", station, "-o", asked)
    approved = ("--authority", authority, "--days", "90", "-o", issued)
    serial = keeper.run("identity", "approve", asked, *approved)["serial"]
    who.run("identity", "install", issued)
    return str(serial)


def make_office(folder: Path) -> Office:
    """All of it by commands."""
    folder.mkdir(parents=True, exist_ok=True)
    keeper = profile(folder, "keeper", "three tall lamps in winter 63")
    officer, supervisor = profile(folder, "officer"), profile(folder, "supervisor")
    authority, bundle = folder / "authority.key", folder / "trust.bundle"
    keeper.run("identity", "authority-new", "-o", authority, "--organisation", "Test organisation")
    serials = {}
    for who, role, station in ((officer, "officer", "Post 14"), (supervisor, "supervisor", "Desk 1")):
        who.run("vault", "create", "--user", role, "--role", role)
        serials[role] = enrol(keeper, authority, who, role, station)
    keeper.run("identity", "bundle", "--authority", authority, "-o", bundle)
    for who in (officer, supervisor):
        who.run("identity", "install", bundle)
    return Office(folder, keeper, officer, supervisor, authority, bundle, serials)
