"""Fills a small disk before every page that some work on a vault writes, and looks whether anything is lost.

    unshare -Urm python tests/crash/full_disk.py FOLDER [--pages N]

For each kind of work the disk has no free page, then one, then two, until the work succeeds; so each of its writes
meets a full disk once. What was there must be there afterwards, the refusal must be in words, and with room again the
vault goes on. Prints one JSON object: trials and refusals of each kind, and what was wrong.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from disk import mount

from screening.casefile.entries import Attached, Erased, Noted, Opened
from screening.envelope.age import HybridIdentity
from screening.errors import VaultError
from screening.ids import CaseId, Digest
from screening.vault import attachments, backup, recovery
from screening.vault.regain import ask, finish
from screening.vault.slots import LEAST
from screening.vault.store import Vault, create, unlock

PASSPHRASE, NEW = "seven herons over a slow river", "eleven slow trains by night 52"
CASE, OTHER = CaseId("7F3K2ABCDEFG"), CaseId("9XM4TABCDEFG")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAGE = 4096
FORMER_SCHEMA = Path(__file__).parents[1] / "vectors" / "vault" / "0001"
SUPERVISOR = HybridIdentity(bytes(range(32)))
MOST_PAGES = 600


@dataclass
class Prepared:
    """What trials begin with. vault: a locked one; answer: to its request for recovery; saved: its backup."""

    vault: Path
    answer: bytes
    saved: Path
    former: Path


def prepare(folder: Path) -> Prepared:
    """Make them, on a disk with room."""
    vault, saved, former = folder / "vault", folder / f"saved{backup.SUFFIX}", folder / "former"
    with create(vault, PASSPHRASE, user="o", role="officer", cost=LEAST) as made:
        for case in (CASE, OTHER):
            made.append(case, Opened("f", "1", Digest("f" * 64), "uk"), actor="o", at=NOW)
            made.append(case, Noted("was there " + "x" * 3000, "observed"), actor="o", at=NOW)
            kept = made.attachments.put(case, io.BytesIO(bytes(9000)), "image/jpeg")
            made.append(case, Attached(kept.id, kept.digest, kept.size, kept.media_type), actor="o", at=NOW)
        made.entrust([SUPERVISOR.recipient])
        made.back_up(saved, NOW)
    request, _ = ask(vault, NEW)
    shutil.copytree(FORMER_SCHEMA, former)
    return Prepared(vault, recovery.answer(recovery.read_request(request), SUPERVISOR), saved, former)


# ---- the kinds of work -----------------------------------------------------------------------------------------


def append(vault: Vault, _: Path) -> None:
    vault.append(CASE, Noted("new " + "y" * 9000, "observed"), actor="o", at=NOW)


def attach(vault: Vault, _: Path) -> None:
    vault.attachments.put(CASE, io.BytesIO(bytes(30_000)), "image/jpeg")


def erase(vault: Vault, _: Path) -> None:
    vault.erase(Erased(OTHER, 3, "request", "asked for"), actor="o", at=NOW)


def back_up(vault: Vault, disk: Path) -> None:
    vault.back_up(disk / f"new{backup.SUFFIX}", NOW)


def change(vault: Vault, _: Path) -> None:
    vault.change_passphrase(PASSPHRASE, NEW)


def search(vault: Vault, _: Path) -> None:
    with vault._writing():
        vault._search.begin_again()
    while vault.make_findable(2):
        pass


WORK: dict[str, Callable[[Vault, Path], None]] = {
    "append": append,
    "attach": attach,
    "erase": erase,
    "backup": back_up,
    "passphrase": change,
    "search": search,
}


def recover(disk: Path, prepared: Prepared) -> None:
    finish(disk / "vault", prepared.answer, NEW).close()


def upgrade(disk: Path, _: Prepared) -> None:
    with unlock(disk / "vault", "seven herons over a slow river") as vault:
        while vault.make_findable(2):
            pass


def restore(disk: Path, prepared: Prepared) -> None:
    backup.restore(prepared.saved, disk / "vault", PASSPHRASE)


LOCKED: dict[str, Callable[[Path, Prepared], None]] = {"recovery": recover, "upgrade": upgrade, "restoring": restore}


# ---- trials ----------------------------------------------------------------------------------------------------


def leave(disk: Path, pages: int) -> None:
    """Fill the disk but for so many pages."""
    free = os.statvfs(disk).f_bavail - pages
    (disk / "ballast").write_bytes(bytes(max(0, free) * PAGE))


def trial(disk: Path, prepared: Prepared, kind: str, pages: int) -> str:
    """Do the work with so many pages free; the code of its refusal, or an empty one when it was done."""
    shutil.copytree(prepared.former if kind == "upgrade" else prepared.vault, disk / "vault")
    code = ""
    if kind in WORK:
        with unlock(disk / "vault", PASSPHRASE) as vault:
            leave(disk, pages)
            try:
                WORK[kind](vault, disk)
            except VaultError as refusal:
                code = refusal.code
    else:
        leave(disk, pages)
        try:
            LOCKED[kind](disk, prepared)
        except VaultError as refusal:
            code = refusal.code
    return code


def fault_in(disk: Path, kind: str, *, done: bool) -> str:
    """What is not as it must be, with room on the disk again."""
    phrases = [NEW] if kind in ("passphrase", "recovery") and done else [PASSPHRASE]
    if kind == "recovery" and not done:
        phrases.append(NEW)
    for phrase in phrases:
        with suppress(VaultError), unlock(disk / "vault", phrase) as vault:
            if kind == "upgrade":
                return "" if vault.check().ok else "not whole"
            gone = kind == "erase" and done
            expected = {CASE: 4 if kind == "append" and done else 3} | ({} if gone else {OTHER: 3})
            for case, count in expected.items():
                entries = vault.entries(case)
                if len(entries) != count:
                    return f"{len(entries)} of {count} entries"
                vault.attachments.bytes_of(entries[2].body.attachment)
            if [row.case for row in vault.cases() if row.case not in expected]:
                return "an erased case is there"
            vault.append(CASE, Noted("goes on", "observed"), actor="o", at=NOW)
            return "" if vault.check().ok else "not whole"
    return "not opened"


def campaign(folder: Path, step: int) -> dict[str, Any]:
    """All kinds of work, at every `step`-th page."""
    (folder / "disk").mkdir()
    prepared = prepare(folder)
    disk = folder / "disk"
    mount(disk, "-t", "tmpfs", "-o", "size=6m")
    attachments._SPARE = backup._SPARE = -1 << 40  # the disk fills up behind the question whether there is room
    seen: dict[str, Any] = {"trials": {}, "refused": {}, "wrong": []}
    for kind in (*WORK, *LOCKED):
        codes: dict[str, int] = {}
        trials = 0
        for pages in range(0, MOST_PAGES, step):
            code = trial(disk, prepared, kind, pages)
            trials += 1
            (disk / "ballast").unlink()
            fault = fault_in(disk, kind, done=not code)
            if fault:
                seen["wrong"].append(f"{kind} with {pages} pages: {fault}, {code}")
            for left in disk.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            if not code:
                break
            codes[code] = codes.get(code, 0) + 1
        seen["trials"][kind], seen["refused"][kind] = trials, codes
    return seen


def main() -> int:
    """Run a campaign and print what it saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--step", type=int, default=1, help="pages from one trial to the next")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    seen = campaign(options.folder, options.step)
    print(json.dumps(seen))
    return 1 if seen["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
