"""Kills every kind of work on a vault with SIGKILL, over and over, and looks whether anything acknowledged is lost.

    python tests/crash/work_kills.py --rounds 1000 [--seed 1]

Each round a child answers, attaches files, erases cases, backs up, changes the passphrase and makes the search index
anew, in a random mixture; says through a pipe what it begins and what has returned; and is killed in the middle. Some
rounds kill a recovery, the upgrade of a vault of the first schema, the putting back of a backup, the making of sheets
or the destroying of every passphrase instead. Afterwards
the vault must open with the passphrase that is in force, hold everything that was acknowledged, and be whole. Exit
status 1 when it is not.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from kill_campaign import kill_during

from screening.casefile import codec
from screening.casefile.entries import Answered, Attached, Body, Erased, Noted, Opened
from screening.envelope.age import HybridIdentity
from screening.errors import CaseError, ScreeningError, VaultError
from screening.ids import CaseId, Digest, Ref
from screening.vault import backup, recovery
from screening.vault.regain import ask, finish, open_with_sheets
from screening.vault.slots import LEAST, require_strength
from screening.vault.store import Vault, create, unlock

START = datetime(2026, 11, 23, tzinfo=UTC)
FORMER_SCHEMA = Path(__file__).parents[1] / "vectors" / "vault" / "0001"
SUPERVISOR = HybridIdentity(bytes(range(32)))
ACTS = ("answer",) * 30 + ("attach",) * 12 + ("erase",) * 6 + ("backup",) * 5 + ("search",) * 3 + ("passphrase",)
ROUNDS_OF_ONE_VAULT = 40


def phrase(number: int) -> str:
    """The passphrase number `number` of a vault."""
    return f"seven herons over a slow river {number}"


@dataclass
class Known:
    """What the vault must hold, by all that was said before the kill."""

    folder: Path
    passphrase: int = 0
    entries: dict[int, tuple[str, str]] = field(default_factory=dict)  # seq: case, digest of the contents
    files: dict[str, tuple[str, str]] = field(default_factory=dict)  # attachment: case, digest
    erased: set[str] = field(default_factory=set)
    backups: dict[str, int] = field(default_factory=dict)  # file: entries in it
    named: int = 0


@dataclass
class Tally:
    """What a campaign saw. acknowledged: by kind of work, what had returned before a kill; cut: what had only begun."""

    rounds: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    checks: int = 0
    unopened: int = 0
    wrong: list[str] = field(default_factory=list)

    def complain(self, what: str) -> None:
        """Note and print that something is not as it must be."""
        self.wrong.append(what)
        print(what, file=sys.stderr, flush=True)


# ---- the child -------------------------------------------------------------------------------------------------


class Worker:
    """Works on an open vault at random until killed."""

    def __init__(self, known: Known, said: int, rng: random.Random) -> None:
        self._known, self._said, self._rng = known, said, rng
        self._now = known.passphrase
        self._number = known.named
        self._living = sorted({case for case, _ in known.entries.values()} - known.erased)

    def say(self, **word: object) -> None:
        """One word to the parent, whole: it is shorter than what a pipe takes at once."""
        os.write(self._said, json.dumps(word).encode() + b"\n")

    def work(self) -> None:
        """Unlock, and go on until killed."""
        with unlock(self._known.folder, phrase(self._now)) as vault:
            self.say(act="unlocked")
            while True:
                act = self._rng.choice(ACTS)
                self._number += 1
                getattr(self, f"_{act}")(vault)

    def _append(self, vault: Vault, case: str, body: Body) -> int:
        return vault.append(CaseId(case), body, actor="officer-1", at=START).seq

    def _case(self, vault: Vault) -> str:
        if len(self._living) < 3 or self._rng.random() < 0.2:
            case = f"C{self._known.named:05}{self._number:06}"
            self._tell(case, vault, Opened("second_line", "1", Digest("f" * 64), "Ukrainian (uk)"))
            self._living.append(case)
        return self._rng.choice(self._living)

    def _tell(self, case: str, vault: Vault, body: Body) -> None:
        self.say(act="answer", begin=True, case=case)
        seq = self._append(vault, case, body)
        self.say(act="answer", seq=seq, case=case, body=told(body))

    def _answer(self, vault: Vault) -> None:
        case, number = self._case(vault), self._number
        text = f"відповідь {number} " + "ї" * self._rng.randrange(2000)
        self._tell(case, vault, Answered(Ref(f"/data/q{number}"), text))
        vault.mark_place(CaseId(case), f"/data/q{number}")

    def _attach(self, vault: Vault) -> None:
        case, data = self._case(vault), self._rng.randbytes(self._rng.randrange(1, 200_000))
        self.say(act="attach", begin=True, case=case)
        kept = vault.attachments.put(CaseId(case), io.BytesIO(data), "image/jpeg")
        body = Attached(kept.id, kept.digest, kept.size, kept.media_type)
        seq = self._append(vault, case, body)
        digest = sha256(data).hexdigest()
        self.say(act="attach", seq=seq, case=case, body=told(body), file=kept.id, digest=digest)

    def _erase(self, vault: Vault) -> None:
        if len(self._living) < 3:
            return
        case = self._living.pop(self._rng.randrange(len(self._living)))
        self.say(act="erase", begin=True, case=case)
        vault.erase(Erased(CaseId(case), 1, "request", "asked for"), actor="officer-1", at=START)
        self.say(act="erase", case=case)

    def _backup(self, vault: Vault) -> None:
        target = self._known.folder.parent / f"b{self._known.named:05}{self._number:06}{backup.SUFFIX}"
        self.say(act="backup", begin=True, file=str(target))
        made = vault.back_up(target, START)
        self.say(act="backup", file=str(target), size=made.head.size)

    def _passphrase(self, vault: Vault) -> None:
        former, self._now = self._now, self._now + 1
        self.say(act="passphrase", begin=True, number=self._now)
        vault.change_passphrase(phrase(former), phrase(self._now))
        self.say(act="passphrase", number=self._now)

    def _search(self, vault: Vault) -> None:
        self.say(act="search", begin=True)
        with vault._writing():
            vault._search.begin_again()
        while vault.make_findable(50):
            pass
        self.say(act="search")


def told(body: Body) -> str:
    """What identifies the contents of an entry."""
    return sha256(codec.encode(body)).hexdigest()


# ---- the parent: work of every kind ----------------------------------------------------------------------------


def said_by(words: bytes) -> list[dict[str, Any]]:
    """All whole words of a child."""
    return [json.loads(line) for line in words.split(b"\n")[:-1]]


def kill_working(known: Known, rng: random.Random, tally: Tally) -> None:
    """One round: work, kill, open, compare."""
    seed, known.named = rng.randrange(2**32), known.named + 1

    def child(said: int) -> None:
        Worker(known, said, random.Random(seed)).work()  # noqa: S311

    early = rng.random() < 0.1
    words = said_by(kill_during(child, rng.uniform(0, 0.15) if early else rng.expovariate(4), early=early))
    tally.rounds["work"] += 1
    begun = note(known, words, tally)
    phrases = [known.passphrase]
    if begun.get("act") == "passphrase":
        phrases.append(begun["number"])
    found = opened(known.folder, phrases, tally)
    if found is None:
        return
    known.passphrase, vault = found
    with vault:
        compare(vault, known, begun, tally)
    compare_backups(known, begun, tally, restore=rng.random() < 0.1)


def note(known: Known, words: list[dict[str, Any]], tally: Tally) -> dict[str, Any]:
    """Take what was said into what is known; the word of what had begun and not returned, or an empty one."""
    begun: dict[str, Any] = {}
    for word in words:
        if word.get("begin"):
            begun = word
            continue
        begun = {}
        match word["act"]:
            case "answer" | "attach":
                known.entries[word["seq"]] = (word["case"], word["body"])
                if "file" in word:
                    known.files[word["file"]] = (word["case"], word["digest"])
            case "erase":
                known.erased.add(word["case"])
            case "backup":
                known.backups[word["file"]] = word["size"]
            case "passphrase":
                known.passphrase = word["number"]
            case _:
                pass
        tally.acknowledged[word["act"]] += 1
    if begun:
        tally.cut[begun["act"]] += 1
    return begun


def opened(folder: Path, phrases: list[int], tally: Tally) -> tuple[int, Vault] | None:
    """The vault, and which passphrase opened it: the one in force, or one whose change was cut off."""
    refused = ""
    for number in phrases:
        try:
            return number, unlock(folder, phrase(number))
        except VaultError as refusal:
            refused = refusal.code
    tally.unopened += 1
    tally.complain(f"not opened: {refused}")
    return None


def compare(vault: Vault, known: Known, begun: dict[str, Any], tally: Tally) -> None:
    """Everything acknowledged is there, what was erased is gone, and what was cut off is there whole or not at all."""
    by_case: dict[str, dict[int, str]] = {}
    for seq, (case, body) in known.entries.items():
        by_case.setdefault(case, {})[seq] = body
    if begun.get("act") == "erase" and not holds(vault, begun["case"]):
        known.erased.add(begun["case"])
    for case, expected in by_case.items():
        if case in known.erased:
            if holds(vault, case):
                tally.complain(f"an erased case is there: {begun}")
            continue
        found = {entry.seq: told(entry.body) for entry in vault.entries(CaseId(case))}
        lost = [seq for seq, body in expected.items() if found.get(seq) != body]
        tally.kept += len(expected) - len(lost)
        if lost:
            tally.complain(f"entries lost: {lost} after {begun}")
    compare_files(vault, known, begun, tally)
    while vault.make_findable():
        pass
    tally.checks += 1
    findings = vault.check()
    if not findings.ok:
        tally.complain(f"not whole after {begun}: {findings.findings}")


def compare_files(vault: Vault, known: Known, begun: dict[str, Any], tally: Tally) -> None:
    """Every acknowledged file reads as it was written, unless its case was erased: then its key is gone."""
    kept = {each.id for each in vault.attachments.all()}
    for file, (case, digest) in known.files.items():
        if case in known.erased:
            if file in kept:
                tally.complain("the key of an erased file is there")
        elif file not in kept or sha256(vault.attachments.bytes_of(file)).hexdigest() != digest:
            tally.complain(f"a file is lost after {begun}")


def holds(vault: Vault, case: str) -> bool:
    """Whether contents of this case are there."""
    try:
        return bool(vault.entries(CaseId(case)))
    except CaseError:
        return False


def compare_backups(known: Known, begun: dict[str, Any], tally: Tally, *, restore: bool) -> None:
    """A backup that was acknowledged is whole; one that was cut off is whole or not there."""
    for file, size in known.backups.items():
        if backup.inspect(Path(file)).head.size != size:
            tally.complain("a backup is not as it was")
    if begun.get("act") == "backup" and Path(begun["file"]).exists():
        known.backups[begun["file"]] = backup.inspect(Path(begun["file"])).head.size
    if not restore or not known.backups:
        return
    file = Path(max(known.backups))
    with tempfile.TemporaryDirectory(dir=known.folder.parent) as name:
        for number in range(known.passphrase, -1, -1):  # a backup opens with the passphrase of its time
            try:
                backup.restore(file, Path(name) / "vault", phrase(number))
            except VaultError as refusal:
                if refusal.code != "vault.passphrase":
                    raise
            else:
                return
    tally.complain("a backup does not open")


# ---- the parent: what happens before a vault is open -----------------------------------------------------------


def kill_recovery(folder: Path, rng: random.Random, tally: Tally) -> None:
    """A passphrase is forgotten, its recovery is killed, and afterwards the new one opens, or does after a retry."""
    with create(folder, phrase(0), user="officer-1", role="officer", cost=LEAST) as vault:
        vault.append(CaseId("CASE"), Opened("f", "1", Digest("f" * 64), "uk"), actor="o", at=START)
        vault.entrust([SUPERVISOR.recipient])
    request, _ = ask(folder, phrase(1))
    answer = recovery.answer(recovery.read_request(request), SUPERVISOR)

    def child(said: int) -> None:
        os.write(said, b"!")
        finish(folder, answer, phrase(1)).close()
        os.write(said, b"!")

    words = kill_during(child, rng.uniform(0, 1.2))
    tally.rounds["recovery"] += 1
    tally.acknowledged["recovery"] += len(words) == 2
    try:
        vault = unlock(folder, phrase(1))
    except VaultError:
        if len(words) == 2:
            tally.complain("a recovery that had returned is not in force")
        vault = finish(folder, answer, phrase(1))
    with vault:
        if len(vault.entries(CaseId("CASE"))) != 1 or not vault.check().ok:
            tally.complain("not whole after a recovery")


def kill_upgrade(folder: Path, rng: random.Random, tally: Tally) -> None:
    """The upgrade of a vault of the first schema is killed; afterwards it goes on, and everything is there."""
    shutil.copytree(FORMER_SCHEMA, folder)
    expected = json.loads((folder / "expected.json").read_text("utf-8"))

    def child(said: int) -> None:
        os.write(said, b"!")
        with unlock(folder, expected["passphrase"]) as vault:
            while vault.make_findable(1):
                pass
            os.write(said, b"!")

    kill_during(child, rng.uniform(0.02, 0.5))
    tally.rounds["upgrade"] += 1
    with unlock(folder, expected["passphrase"]) as vault:
        tally.acknowledged["upgrade"] += vault.unsearched() == 0
        while vault.make_findable():
            pass
        head = expected["holds"]["head"]
        if vault.compare(head["size"], head["root"]) or not vault.check().ok:
            tally.complain("not whole after an upgrade")


def kill_restoring(folder: Path, rng: random.Random, tally: Tally) -> None:
    """The putting back of a backup is killed; afterwards the vault that was there, or the one put back, opens."""
    at = CaseId("CASE")
    with create(folder, phrase(0), user="officer-1", role="officer", cost=LEAST) as vault:
        vault.append(at, Opened("f", "1", Digest("f" * 64), "uk"), actor="o", at=START)
        made = vault.back_up(folder.parent / f"{folder.name}{backup.SUFFIX}", START)
        vault.append(at, Noted("later", "observed"), actor="o", at=START)

    def child(said: int) -> None:
        os.write(said, b"!")
        backup.restore(folder.parent / f"{folder.name}{backup.SUFFIX}", folder, phrase(0))
        os.write(said, b"!")

    words = kill_during(child, rng.uniform(0, 0.5))
    tally.rounds["restoring"] += 1
    tally.acknowledged["restoring"] += len(words) == 2
    aside = folder.with_name(f"{folder.name}.before-restoring-1")
    there = [each for each in (folder, aside) if each.exists()]
    sizes = set()
    for each in there:
        with unlock(each, phrase(0)) as vault:
            sizes.add(vault.head().size)
            if not vault.check().ok:
                tally.complain("not whole after a restoring")
    if 2 not in sizes or (len(words) == 2 and made.head.size not in sizes):
        tally.complain(f"a restoring lost a vault: {sizes}")
    if not folder.exists():
        tally.complain("a restoring left no vault in its place")


def kill_sheets(folder: Path, rng: random.Random, tally: Tally) -> None:
    """The making of new sheets, or the destroying of every passphrase, is killed; then one set of sheets opens it."""
    destroying = rng.random() < 0.5
    with create(folder, phrase(0), user="officer-1", role="officer", cost=LEAST) as vault:
        former = vault.make_sheets(2, 2)

    def child(said: int) -> None:
        with unlock(folder, phrase(0)) as vault:
            os.write(said, b"!")
            if destroying:
                vault.lock_down()
                os.write(said, b"\n")
            while not destroying:
                os.write(said, "\n".join(("", *vault.make_sheets(2, 2))).encode())

    words = kill_during(child, rng.uniform(0, 0.02)).decode()[1:]
    kind = "lock-down" if destroying else "sheets"
    tally.rounds[kind] += 1
    tally.acknowledged[kind] += bool(words) if destroying else words.count("\n") // 2
    if destroying and words:
        try:
            unlock(folder, phrase(0)).close()
            tally.complain("a passphrase opens what was locked down")
        except VaultError:
            pass
    known = words.split("\n")[-2:] if words and not destroying else list(former)
    try:
        vault = open_with_sheets(folder, known, phrase(1))
    except VaultError as refusal:
        if destroying or refusal.code != "vault.sheet.other":
            tally.complain(f"sheets open nothing: {refusal.code}")
            return
        vault = unlock(folder, phrase(0))  # newer ones were in force, and killed before they were handed out
    with vault:
        if not vault.check().ok:
            tally.complain("not whole after sheets were made")


def campaign(home: Path, rounds: int, rng: random.Random) -> Tally:
    """The whole campaign below `home`: three rounds in four kill work of every kind."""
    tally = Tally()
    others: tuple[Callable[[Path, random.Random, Tally], None], ...] = (
        kill_recovery,
        kill_upgrade,
        kill_restoring,
        kill_sheets,
    )
    known: Known | None = None
    for number in range(rounds):
        place = home / f"{number:05}"
        place.mkdir()
        if number % 4 == 3:
            others[number // 4 % len(others)](place / "vault", rng, tally)
            shutil.rmtree(place)
            continue
        if known is None or number % ROUNDS_OF_ONE_VAULT == 0:
            if known is not None:
                shutil.rmtree(known.folder.parent)
            known = Known(place / "vault")
            create(known.folder, phrase(0), user="officer-1", role="officer", cost=LEAST).close()
        try:
            kill_working(known, rng, tally)
        except ScreeningError as refusal:
            tally.complain(f"refused: {refusal.code}")
    return tally


def main() -> int:
    """Run a campaign and print what it saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--folder", type=Path, default=None, help="where the vaults are made; a new folder if left out")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    require_strength(phrase(0))  # its lists of words are read before the children are made
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        began = time.monotonic()
        tally = campaign(Path(folder), options.rounds, random.Random(seed))  # noqa: S311
    print(
        f"seed {seed}: {tally.rounds.total()} kills ({in_words(tally.rounds)}), {time.monotonic() - began:.0f} s\n"
        f"acknowledged: {in_words(tally.acknowledged)}\n"
        f"killed in the middle of: {in_words(tally.cut)}\n"
        f"compared {tally.kept} times an entry, {tally.checks} vaults checked whole; "
        f"wrong {len(tally.wrong)}, not opened {tally.unopened}"
    )
    return 1 if tally.wrong or tally.unopened else 0


def in_words(counted: Counter[str]) -> str:
    """Counts by name."""
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))


if __name__ == "__main__":
    sys.exit(main())
