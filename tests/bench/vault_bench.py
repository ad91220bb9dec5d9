"""How long the vault takes, beside plain SQLite doing the same writes, in one run.

python tests/bench/vault_bench.py [--cases 100000] [--length 7] [--appends 2000]
"""

# ruff: noqa: T201, RUF001 - a command prints, names are in Cyrillic

from __future__ import annotations

import argparse
import gc
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from screening.casefile.entries import Answered, Body, Opened
from screening.casefile.fold import fold
from screening.ids import CaseId, Digest, Ref
from screening.vault.header import read
from screening.vault.index import Wanted
from screening.vault.slots import LEAST, Cost, calibrate, fill, open_slot
from screening.vault.store import Vault, create, unlock

PASSPHRASE = "seven herons over a slow river"
START = datetime(2026, 11, 23, tzinfo=UTC)
CASE_LENGTH = 7
NAMES = ("Оксана", "Mihai", "Олег", "Nadia", "Тарас", "Elena", "Богдан", "Samira", "Юрій", "Ion")


def body_of(number: int) -> Body:
    if number % CASE_LENGTH == 0:
        return Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)")
    name = f"{NAMES[number % len(NAMES)]} {spelled(number)}"
    return Answered(
        Ref(f"/data/group/question_{number % 40}"), name, language="Ukrainian (uk)", wording="Запитання " * 6
    )


def spelled(number: int) -> str:
    """A made-up family name of this number, in syllables."""
    return "".join("кобатемирусолевинадо"[2 * int(digit) :][:2] for digit in str(number)).capitalize()


def case_of(number: int) -> CaseId:
    return CaseId(f"CASE{number // CASE_LENGTH:08}")


def fill_up(vault: Vault, upto: int) -> None:
    """Append whole cases, each in one transaction, until there are `upto` entries."""
    for first in range(vault.head().size, upto, CASE_LENGTH):
        bodies = [body_of(number) for number in range(first, min(first + CASE_LENGTH, upto))]
        vault.append_all(case_of(first), bodies, actor="officer-1", at=START + timedelta(seconds=first))


def timed(act: Callable[[], object]) -> float:
    """Seconds."""
    gc.collect()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def each(count: int, act: Callable[[int], object]) -> tuple[float, float, float]:
    """Median, 99th percentile and longest of `count` runs, in milliseconds."""
    took = []
    for number in range(count):
        began = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[len(took) * 99 // 100], took[-1]


def memory() -> tuple[int, int]:
    """Resident memory now and at its highest, in MiB; zeros where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0, 0
    values = {line.partition(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Vm")}
    return int(values["VmRSS"]) // 1024, int(values["VmHWM"]) // 1024


def plain(folder: Path, count: int) -> tuple[float, float, float]:
    """The same rows into SQLite without cipher, log or sealing, as durably."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, case_id TEXT, at TEXT, kind TEXT, body TEXT)")
    connection.execute("CREATE INDEX entries_of_case ON entries (case_id, seq)")

    def append(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        row = (number + 1, case_of(number), START.isoformat(), "answered", str(body_of(number)) * 20)
        connection.execute("INSERT INTO entries VALUES (?,?,?,?,?)", row)
        connection.execute("COMMIT")

    took = each(count, append)
    connection.close()
    return took


def unlocking(folder: Path) -> float:
    """Seconds from the key to a usable list: open, verify the whole log, read the first page of cases."""
    header, _ = read(folder)
    derived = timed(lambda: open_slot(PASSPHRASE, header.slots[0], header.vault))

    def act() -> None:
        with unlock(folder, PASSPHRASE) as vault:
            assert vault.cases()

    return timed(act) - derived


def used(vault: Vault, entries: int, appends: int, at: datetime) -> None:
    """Print how long everyday work takes in a full vault."""
    first = each(1, lambda _: vault.cases(wanted=Wanted(spelled(entries // 3))))
    print(f"search, first            {first[0]:8.2f} ms")
    warm = each(100, lambda number: vault.cases(wanted=Wanted(spelled(number * entries // 101))))
    print(f"search, warm             {warm[0]:8.2f} ms  p99 {warm[1]:.2f}  max {warm[2]:.2f}")
    common = each(20, lambda number: vault.cases(wanted=Wanted(NAMES[number % len(NAMES)])))
    print(f"search, a common name    {common[0]:8.2f} ms  max {common[2]:.2f}")
    last = vault.cases(1)[0].case
    full = each(appends // 4, lambda _: vault.append(last, body_of(1), actor="o", at=at))
    print(f"durable append, full     {full[0]:8.2f} ms  p99 {full[1]:.2f}  max {full[2]:.2f}")
    some = case_of(entries // 2)
    took = each(50, lambda _: fold(vault.entries(some)))[0]
    print(f"open a case of {CASE_LENGTH}        {took:8.2f} ms")
    print(f"first 200 rows of a list {each(50, lambda _: vault.cases(200))[0]:8.2f} ms")
    print(f"consistency proof        {each(3, lambda _: vault.consistency(entries // 3))[0]:8.1f} ms")
    print(f"memory while open        {memory()[0]:8} MiB highest {memory()[1]} (key derivation included)")
    print(f"full check               {timed(vault.check):8.1f} s")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--appends", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to measure; a new folder if left out")
    options = parser.parse_args()
    entries = options.cases * CASE_LENGTH
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        cost = calibrate()
        slot = fill(PASSPHRASE, bytes(32), bytes(16), cost)
        took = timed(lambda: open_slot(PASSPHRASE, slot, bytes(16)))
        print(f"passphrase to key        {took:8.2f} s   {cost.memory_kib // 1024} MiB, {cost.passes} passes")
        slot = fill(PASSPHRASE, bytes(32), bytes(16), Cost())
        print(f"  at the design's cost   {timed(lambda: open_slot(PASSPHRASE, slot, bytes(16))):8.2f} s")
        began = time.perf_counter()
        vault = create(folder / "vault", PASSPHRASE, user="officer-1", role="officer", cost=LEAST)
        print(f"create, least cost       {(time.perf_counter() - began) * 1000:8.1f} ms")
        at = START + timedelta(days=1)

        def append(number: int) -> None:
            vault.append(case_of(number), body_of(number), actor="officer-1", at=at)

        with vault:
            new = each(options.appends, append)
        bare = plain(folder, options.appends)
        print(f"durable append           {new[0]:8.2f} ms  p99 {new[1]:.2f}  max {new[2]:.2f}")
        print(f"  plain SQLite           {bare[0]:8.2f} ms  p99 {bare[1]:.2f}  max {bare[2]:.2f}")
        print(f"  ratio                  {new[0] / bare[0]:8.2f}     p99 {new[1] / bare[1]:.2f}")
        print(f"key to list, {options.appends:6}      {unlocking(folder / 'vault') * 1000:8.1f} ms")
        with unlock(folder / "vault", PASSPHRASE) as vault:
            began = time.perf_counter()
            fill_up(vault, entries)
            rate = (vault.head().size - options.appends) / (time.perf_counter() - began)
            print(f"in portions of a case    {rate:8.0f} entries/s")
        print(f"key to list, {entries:6}      {unlocking(folder / 'vault') * 1000:8.1f} ms")
        size = (folder / "vault" / "vault.db").stat().st_size / 2**20
        print(f"size of the store        {size:8.1f} MiB")
        with unlock(folder / "vault", PASSPHRASE) as vault:
            used(vault, entries, options.appends, at)
    return 0


if __name__ == "__main__":
    sys.exit(main())
