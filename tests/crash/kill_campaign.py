"""Kills a recording program with SIGKILL at random moments, over and over, and looks whether anything saved is lost.

    python tests/crash/kill_campaign.py --rounds 200 [--seed 1] [--creations 20]

A child unlocks a vault and records one entry after another, as an interview does; after each append that returned it
says so through a pipe. It is killed in the middle, the vault is opened again, and every entry it had named must be
there, whole and in order. Some rounds kill the making of a vault instead. Exit status 1 when anything is lost.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from screening.casefile.entries import Answered, Assessed, Body, Noted, Opened, UrgentRaised
from screening.errors import VaultError
from screening.ids import CaseId, Digest, Ref
from screening.vault.slots import LEAST
from screening.vault.store import Vault, create, unlock

PASSPHRASE = "seven herons over a slow river"
START = datetime(2026, 11, 23, tzinfo=UTC)
SAID = struct.Struct(">I")
CASE_LENGTH = 40
BLOB = 40_000


@dataclass
class Tally:
    """What a campaign saw. acknowledged: appends that had returned before the kill; kept: of them, found again."""

    rounds: int = 0
    acknowledged: int = 0
    kept: int = 0
    in_flight: int = 0
    lost: int = 0
    unopened: int = 0
    creations: int = 0


def case_of(number: int) -> CaseId:
    """The case of entry `number`; a case has 40 entries."""
    return CaseId(f"CASE{number // CASE_LENGTH:08}")


def body_of(number: int) -> Body:
    """Entry `number` of every run: an interview with a note, an assessment and an urgent rule now and then."""
    place = number % CASE_LENGTH
    if place == 0:
        return Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)")
    if place % 13 == 0:
        return Noted(f"нотатка {number} " + "ї" * (number % 3000), "observed")
    if place == CASE_LENGTH - 2:
        return Assessed({"n": number}, {"outcome": "elevated"}, {})
    if place == CASE_LENGTH - 1:
        return UrgentRaised("U2")
    return Answered(Ref(f"/data/q{place}"), f"відповідь {number}")


def record(folder: Path, said: int) -> None:
    """Record until killed; after each append its number goes into the pipe `said`."""
    with unlock(folder, PASSPHRASE) as vault:
        number = vault.head().size
        while True:
            vault.append(case_of(number), body_of(number), actor="officer-1", at=START + timedelta(seconds=number))
            number += 1
            os.write(said, SAID.pack(number))
            if number % 50 == 0:
                data = sha256(str(number).encode()).digest() * (BLOB // 32)
                vault.put_blob(Digest(sha256(data).hexdigest()), data, "packet")
            if number % 7 == 0:
                vault.mark_place(case_of(number), f"/data/q{number}")


def kill_during(work: Callable[[int], None], after: float, *, early: bool = False) -> bytes:
    """Run `work(pipe)` in a child, kill it `after` seconds from its first word, and give all that it said.

    early: do not wait for its first word.
    """
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            work(said)
        except BaseException:  # noqa: BLE001  # a child of a test must never go on as its parent
            os._exit(70)
        os._exit(0)
    os.close(said)
    if not early:
        select.select([heard], [], [], 60)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    words = b""
    while part := os.read(heard, 65536):
        words += part
    os.close(heard)
    os.waitpid(child, 0)
    return words


def kill_recording(folder: Path, before: int, after: float, tally: Tally, *, early: bool) -> int:
    """One round: record, kill, open, compare; answers how many entries there are now (`before`: there were)."""
    words = kill_during(lambda said: record(folder, said), after, early=early)
    acknowledged = SAID.unpack_from(words, len(words) - SAID.size)[0] if len(words) >= SAID.size else before
    tally.rounds += 1
    try:
        vault = unlock(folder, PASSPHRASE)
    except VaultError as refusal:
        tally.unopened += 1
        print(f"not opened: {refusal}", file=sys.stderr)
        return before
    with vault:
        compare(vault, before, acknowledged, tally)
        return vault.head().size


def compare(vault: Vault, before: int, acknowledged: int, tally: Tally) -> None:
    """Every acknowledged entry must be there as it was written; one more may be, whose word was not out yet."""
    size = vault.head().size
    tally.acknowledged += acknowledged - before
    tally.kept += min(acknowledged, size) - before
    tally.in_flight += max(0, size - acknowledged)
    first = before // CASE_LENGTH
    found = {
        entry.seq - 1: entry.body
        for case in range(first, (size + CASE_LENGTH - 1) // CASE_LENGTH)
        for entry in vault.entries(case_of(case * CASE_LENGTH))
    }
    wrong = [number for number, body in found.items() if body != body_of(number)]
    missing = max(0, acknowledged - size)
    tally.lost += missing + len(wrong)
    if size > acknowledged + 1:
        print(f"more than was written: {size} after {acknowledged}", file=sys.stderr)
        tally.lost += 1


def kill_creation(folder: Path, after: float, tally: Tally) -> None:
    """Kill the making of a vault; afterwards it opens, or nothing is there and it can be made."""

    def work(said: int) -> None:
        os.write(said, b"!")
        create(folder, PASSPHRASE, user="officer-1", role="officer", cost=LEAST).close()

    kill_during(work, after)
    tally.creations += 1
    try:
        vault = unlock(folder, PASSPHRASE)
    except VaultError as refusal:
        if refusal.code != "vault.missing":
            tally.unopened += 1
            print(f"half a vault: {refusal}", file=sys.stderr)
            return
        vault = create(folder, PASSPHRASE, user="officer-1", role="officer", cost=LEAST)
    with vault:
        if not vault.check().ok:
            tally.lost += 1


def campaign(folder: Path, rounds: int, creations: int, rng: random.Random) -> Tally:
    """The whole campaign below `folder`."""
    tally = Tally()
    for number in range(creations):
        kill_creation(folder / f"made-{number}", rng.uniform(0, 0.2), tally)
    kept = folder / "vault"
    create(kept, PASSPHRASE, user="officer-1", role="officer", cost=LEAST).close()
    size = 0
    for number in range(rounds):
        early = number % 10 == 9  # now and then while it is being unlocked
        size = kill_recording(kept, size, rng.uniform(0, 0.1) if early else rng.expovariate(8), tally, early=early)
    with unlock(kept, PASSPHRASE) as vault:
        findings = vault.check()
        if not findings.ok:
            print(f"findings: {findings.findings}", file=sys.stderr)
            tally.lost += 1
    return tally


def main() -> int:
    """Run a campaign and print what it saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--creations", type=int, default=20)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--folder", type=Path, default=None, help="where the vaults are made; a new folder if left out")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        began = time.monotonic()
        tally = campaign(Path(folder), options.rounds, options.creations, random.Random(seed))  # noqa: S311
    print(
        f"seed {seed}: {tally.rounds} kills while recording, {tally.creations} while making a vault, "
        f"{time.monotonic() - began:.0f} s\n"
        f"acknowledged {tally.acknowledged}, kept {tally.kept}, not yet acknowledged but there {tally.in_flight}, "
        f"lost {tally.lost}, not opened {tally.unopened}"
    )
    return 1 if tally.lost or tally.unopened or tally.kept != tally.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
