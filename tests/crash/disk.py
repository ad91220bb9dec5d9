"""A vault on a small disk of its own, in a namespace of its own: what a test runs as a child.

    unshare -Urm python tests/crash/disk.py FOLDER full|readonly

Prints one JSON object of what it saw.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from screening.casefile.entries import Body, Noted, Opened
from screening.errors import VaultError
from screening.ids import CaseId, Digest
from screening.vault.slots import LEAST
from screening.vault.store import Vault, create, unlock

PASSPHRASE = "seven herons over a slow river"
CASE = CaseId("7F3K2ABCDEFG")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
ROOM = 400_000


def mount(folder: Path, *options: str) -> None:
    subprocess.run(["mount", *options, "none", folder], check=True)


def body_of(number: int) -> Body:
    return Noted(f"{number} " + "x" * 1500, "observed") if number else Opened("f", "1", Digest("f" * 64), "uk")


def fill(vault: Vault, start: int) -> tuple[int, str]:
    """Append until the disk refuses; the number that went in, and the code of the refusal."""
    number = start
    while True:
        try:
            vault.append(CASE, body_of(number), actor="o", at=NOW)
        except VaultError as refusal:
            return number, refusal.code
        number += 1


def whole(vault: Vault, count: int) -> bool:
    """Whether the first `count` entries are there as written, at most one more, and nothing else is wrong."""
    found = vault.entries(CASE)
    as_written = [entry.body for entry in found] == [body_of(number) for number in range(len(found))]
    return as_written and count <= len(found) <= count + 1 and vault.check().ok


def code_of(act: Callable[[], object]) -> str:
    """The code that `act` is refused with."""
    try:
        act()
    except VaultError as refusal:
        return refusal.code
    return ""


def full(folder: Path) -> dict[str, object]:
    mount(folder, "-t", "tmpfs", "-o", "size=3m")
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(ROOM))
    seen: dict[str, object] = {}
    with create(folder / "vault", PASSPHRASE, user="o", role="officer", cost=LEAST) as vault:
        count, seen["append"] = fill(vault, 0)
        codes = set()
        for act in (
            lambda: vault.keep("x", bytes(200_000)),
            lambda: vault.put_blob(Digest(sha256(bytes(200_000)).hexdigest()), bytes(200_000), "packet"),
        ):
            try:
                act()
            except VaultError as refusal:
                codes.add(refusal.code)
        seen["others"] = sorted(codes)
        seen["read while full"] = whole(vault, count)
    with unlock(folder / "vault", PASSPHRASE) as vault:
        seen["opened while full"] = whole(vault, count)
    try:
        create(folder / "second", PASSPHRASE, user="o", role="officer", cost=LEAST)
    except VaultError as refusal:
        seen["create"] = refusal.code
    ballast.unlink()
    with unlock(folder / "vault", PASSPHRASE) as vault:
        size = vault.head().size
        vault.append(CASE, body_of(size), actor="o", at=NOW)
        seen["goes on with room"] = whole(vault, size + 1)
    create(folder / "second", PASSPHRASE, user="o", role="officer", cost=LEAST).close()
    seen["entries"] = size
    return seen


def readonly(folder: Path) -> dict[str, object]:
    mount(folder, "-t", "tmpfs", "-o", "size=100m")
    with create(folder / "vault", PASSPHRASE, user="o", role="officer", cost=LEAST) as vault:
        vault.append(CASE, body_of(0), actor="o", at=NOW)
    seen: dict[str, object] = {}
    with unlock(folder / "vault", PASSPHRASE) as vault:
        subprocess.run(["mount", "-o", "bind", folder, folder], check=True)
        mount(folder, "-o", "remount,bind,ro")
        seen["backup to it"] = code_of(lambda: vault.back_up(folder / "new.screening-backup", NOW))
        seen["change of passphrase on it"] = code_of(
            lambda: vault.change_passphrase(PASSPHRASE, "nine slow trams 42 x")
        )
        seen["read while read-only"] = whole(vault, 1)
    for name, act in (
        ("unlock", lambda: unlock(folder / "vault", PASSPHRASE)),
        ("create", lambda: create(folder / "other", PASSPHRASE, user="o", role="officer", cost=LEAST)),
    ):
        seen[name] = code_of(act)
    subprocess.run(["umount", folder], check=True)
    with unlock(folder / "vault", PASSPHRASE) as vault:
        seen["whole"] = whole(vault, 1)
    return seen


if __name__ == "__main__":
    where = Path(sys.argv[1])
    print(json.dumps({"full": full, "readonly": readonly}[sys.argv[2]](where)))
