"""Tears the write-ahead log of a vault, over and over, and looks whether it opens to all that lay before the tear.

    python tests/crash/torn_logs.py --trials 500 [--seed 1]

A vault is copied in the middle of its work, together with the length that its log had after each entry. Each trial
spoils the log behind some byte, as a power cut may: cut off, cut off with noise behind, a block of zeros, a flipped
byte, a block twice. The vault must open, be whole, and hold every entry whose pages lie before that byte. Exit status
1 when it does not.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from screening.casefile.entries import Answered, Body, Opened
from screening.errors import VaultError
from screening.ids import CaseId, Digest, Ref
from screening.vault.slots import LEAST
from screening.vault.store import create, unlock

PASSPHRASE = "seven herons over a slow river"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
CASE = CaseId("7F3K2ABCDEFG")
ENTRIES = 60
SECTOR = 512
TEARS = ("cut", "noise", "zeros", "flip", "twice")


@dataclass
class Tally:
    """What was seen. expected: entries before the tears; kept: of them, there; beyond: more than that."""

    trials: Counter[str] = field(default_factory=Counter)
    expected: int = 0
    kept: int = 0
    beyond: int = 0
    unopened: int = 0
    wrong: int = 0


def body_of(number: int) -> Body:
    """What entry `number` (from 0) says."""
    if number == 0:
        return Opened("second_line", "1", Digest("f" * 64), "Ukrainian (uk)")
    return Answered(Ref(f"/data/q{number}"), f"відповідь {number} " + "ї" * (number * 37 % 900))


def copied_at_work(folder: Path) -> tuple[Path, list[int]]:
    """A vault copied while it is open, and the length of its log after each entry."""
    lengths = []
    with create(folder / "vault", PASSPHRASE, user="o", role="officer", cost=LEAST) as vault:
        for number in range(ENTRIES):
            vault.append(CASE, body_of(number), actor="o", at=NOW)
            lengths.append((folder / "vault" / "vault.db-wal").stat().st_size)
        shutil.copytree(folder / "vault", folder / "torn")
    return folder / "torn", lengths


def tear(log: bytes, at: int, kind: str, rng: random.Random) -> bytes:
    """The log, spoilt from byte `at` on or behind it."""
    match kind:
        case "cut":
            return log[:at]
        case "noise":
            return log[:at] + rng.randbytes(rng.randrange(1, 20_000))
        case "zeros":
            return log[:at] + bytes(SECTOR) + log[at + SECTOR :]
        case "flip":
            return log[:at] + bytes([log[at] ^ 1 << rng.randrange(8)]) + log[at + 1 :] if at < len(log) else log
        case _:
            return log[:at] + log[max(0, at - SECTOR) : at] + log[at + SECTOR :]


def campaign(folder: Path, trials: int, rng: random.Random) -> Tally:
    """The whole campaign below `folder`."""
    torn, lengths = copied_at_work(folder)
    store, log = (torn / "vault.db").read_bytes(), (torn / "vault.db-wal").read_bytes()
    tally = Tally()
    for number in range(trials):
        kind = TEARS[number % len(TEARS)]
        at = rng.randrange(len(log) + 1)
        if kind in ("zeros", "twice"):  # a disk writes whole sectors
            at -= at % SECTOR
        for beside in torn.glob("vault.db-*"):
            beside.unlink()
        (torn / "vault.db").write_bytes(store)
        (torn / "vault.db-wal").write_bytes(tear(log, at, kind, rng))
        tally.trials[kind] += 1
        look(torn, bisect_right(lengths, at), tally, kind, at)
    return tally


def look(torn: Path, expected: int, tally: Tally, kind: str, at: int) -> None:
    """Open a torn vault, which must hold the first `expected` entries at least, and nothing that was not written."""
    tally.expected += expected
    try:
        with unlock(torn, PASSPHRASE) as vault:
            size = vault.head().size
            found = [entry.body for entry in vault.entries(CASE)] if size else []
            whole = found == [body_of(number) for number in range(size)] and vault.check().ok
    except VaultError as refusal:
        tally.unopened += 1
        print(f"not opened, {kind} at {at}: {refusal.code}", file=sys.stderr, flush=True)
        return
    tally.kept += min(size, expected)
    tally.beyond += max(0, size - expected)
    if not whole or size < expected:
        tally.wrong += 1
        print(f"{kind} at {at}: {size} of {expected}, whole {whole}", file=sys.stderr, flush=True)


def main() -> int:
    """Run a campaign and print what it saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--folder", type=Path, default=None, help="where the vault is made; a new folder if left out")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        began = time.monotonic()
        tally = campaign(Path(folder), options.trials, random.Random(seed))  # noqa: S311
    kinds = ", ".join(f"{kind} {count}" for kind, count in tally.trials.items())
    print(
        f"seed {seed}: {tally.trials.total()} torn logs ({kinds}), {time.monotonic() - began:.0f} s\n"
        f"entries before the tears {tally.expected}, kept {tally.kept}, more than these {tally.beyond}; "
        f"wrong {tally.wrong}, not opened {tally.unopened}"
    )
    return 1 if tally.wrong or tally.unopened or tally.kept != tally.expected else 0


if __name__ == "__main__":
    sys.exit(main())
