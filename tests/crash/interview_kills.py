"""Kills an interview with SIGKILL at random moments, over and over, and looks whether an answer is lost.

    python tests/crash/interview_kills.py --rounds 200 [--seed 1]

A child unlocks a station, goes on with the interview where it stands, answers, changes answers, gives reasons why
there is none, and adds and removes instances of repeats, all through the officer's desk. After each entry that was
recorded, and after each place that was marked, it says so through a pipe, with a digest of every value on its screen.
It is killed in the middle. Then the station is opened again: each entry it had named must be there as it was, the
interview must stand at the place named last, with the same values, and the vault must be whole. Exit status 1 if not.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from screening.casefile import interview
from screening.casefile.entries import Answered, Entry, Finalised
from screening.casefile.fold import fold
from screening.errors import ScreeningError
from screening.forms.outline import OutlineItem
from screening.forms.session import Session
from screening.ids import CaseId, Digest
from screening.station.clock import Clock
from screening.station.desk import Desk
from screening.station.paths import Paths, find_resources
from screening.station.settings import Settings
from screening.station.station import Station
from screening.station.words import Words
from screening.vault.slots import LEAST

PASSPHRASE = "seven herons over a slow river"
NOW = datetime(2026, 3, 12, 18, 2, tzinfo=UTC)
FORM = "second_line"
TRIES = ("17", "2026-02-01", "3.5", "10:30", "так, двічі: «вона сказала»", "49.8397 24.0297 0 0", "2026-02-01T10:30:00")


@dataclass
class Tally:
    """What a campaign saw. acknowledged: entries whose word came out before the kill; kept: of them, found again."""

    rounds: int = 0
    early: int = 0
    acknowledged: int = 0
    kept: int = 0
    unsaid: int = 0
    screens: int = 0
    cases: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def station(home: Path) -> Station:
    """A station whose passphrase costs nothing to try."""
    resources = find_resources()
    return Station(Paths(home, resources), Clock(NOW), Settings(), Words.load(resources, "en"), LEAST)


def screen_of(session: Session) -> str:
    """A digest of all that the interview shows: every question's value, or why there is none."""
    shown = [(item.ref, session.value(item.ref), item.missing, item.relevant) for item in session.outline().questions()]
    return sha256(json.dumps(shown).encode()).hexdigest()


# ---- the child -------------------------------------------------------------------------------------------------


def answer(home: Path, said: int, rng: random.Random) -> None:
    """Interview until killed."""

    def say(**word: object) -> None:
        os.write(said, json.dumps(word).encode() + b"\n")

    with station(home).unlock(PASSPHRASE) as desk:
        case = next((row.case for row in desk.fieldwork.cases() if row.state == "open"), None)
        while True:
            case = case or desk.fieldwork.begin(desk.current_pack(FORM))
            say(begun=case)
            _one(desk, case, rng, say)
            case = None


def _one(desk: Desk, case: CaseId, rng: random.Random, say: Any) -> None:
    """The rest of one interview, from where it stands; at its end it is closed."""
    session = desk.fieldwork.session(case)
    place = desk.vault.place(case)
    while True:
        asked = [item for item in session.outline().questions() if item.relevant and not item.readonly]
        refs = [item.ref for item in asked]
        at = refs.index(place) + 1 if place in refs else 0
        if at >= len(asked):
            break
        chosen = rng.choice(asked[: at + 1]) if rng.random() < 0.1 else asked[at]
        before = len(session.events)
        _act(session, chosen, rng)
        bodies, screen = interview.bodies(session, before), screen_of(session)
        for number, body in enumerate(bodies, 1):
            entry = desk.fieldwork.record(case, body)
            say(seq=entry.seq, case=case, body=_told(entry), screen=screen if number == len(bodies) else None)
        if chosen is asked[at]:
            place = chosen.ref
            desk.vault.mark_place(case, place)
            say(case=case, place=place)
    missing = [problem.ref for problem in session.validate()]
    if missing:
        desk.vault.mark_place(case, "")
        for ref in missing:
            session.set_missing(ref, "unsure")
    entry = desk.fieldwork.record(case, Finalised(Digest(sha256(case.encode()).hexdigest())))
    say(seq=entry.seq, case=case, body=_told(entry), screen=None)


def _act(session: Session, item: OutlineItem, rng: random.Random) -> None:
    """Answer one question somehow; now and then say why there is no answer, or change a repeat."""
    growable = [each for each in _walk(session.outline().items) if each.kind == "repeat" and each.growable]
    if growable and rng.random() < 0.08:
        ref = rng.choice(growable).ref
        if not session.add_repeat(ref).accepted or rng.random() < 0.5:
            return
        session.remove_repeat(f"{ref}[1]")
        return
    if rng.random() < 0.1:
        session.set_missing(item.ref, rng.choice(("declined", "unsure", "not_asked")))
        return
    values = [choice.value for choice in session.choices(item.ref)] if item.control.startswith("select") else []
    if values:
        picked = (
            rng.sample(values, rng.randint(1, min(3, len(values))))
            if item.control == "select"
            else [rng.choice(values)]
        )
        tries = [" ".join(picked), *values]
    else:
        tries = [rng.choice(TRIES), *TRIES]
    said = rng.choice((None, "Її слова — як були."))
    if not any(session.answer(item.ref, value, verbatim=said).accepted for value in tries):
        session.set_missing(item.ref, "unsure")


def _walk(items: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from _walk(item.children)


def _told(entry: Entry) -> list[Any]:
    """What identifies an entry's contents."""
    body = entry.body
    if isinstance(body, Answered):
        return [body.kind, body.ref, body.value, body.missing, body.verbatim]
    return [body.kind, getattr(body, "ref", None)]


# ---- the parent ------------------------------------------------------------------------------------------------


def killed(home: Path, after: float, rng: random.Random, *, early: bool) -> list[dict[str, Any]]:
    """Interview in a child, kill it `after` seconds from its first word (early: from its start); all that it said."""
    heard, said = os.pipe()
    seed = rng.randrange(2**32)
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            answer(home, said, random.Random(seed))  # noqa: S311
        except BaseException as fault:  # noqa: BLE001  a child of a test must never go on as its parent
            print(f"the child failed: {fault!r}", file=sys.stderr, flush=True)
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
    _, status = os.waitpid(child, 0)
    told = [json.loads(line) for line in words.split(b"\n")[:-1]]
    return told if os.WIFSIGNALED(status) else [*told, {"failed": True}]


def compare(home: Path, words: list[dict[str, Any]], tally: Tally) -> None:
    """Open the station again and hold it against what the child had said."""
    tally.wrong += ["the child failed" for word in words if "failed" in word]
    entries = [word for word in words if "seq" in word]
    tally.acknowledged += len(entries)
    with station(home).unlock(PASSPHRASE) as desk:
        for case in dict.fromkeys(word["case"] for word in entries):
            found = {entry.seq: _told(entry) for entry in desk.fieldwork.entries(CaseId(case))}
            told = [word for word in entries if word["case"] == case]
            lost = [word["seq"] for word in told if found.get(word["seq"]) != word["body"]]
            tally.kept += len(told) - len(lost)
            tally.wrong += [f"entry {seq} is not as it was" for seq in lost]
        if words and words[-1].keys() != {"failed"}:
            _compare_last(desk, words, tally)
        if tally.rounds % 20 == 0 and not desk.vault.check().ok:
            tally.wrong.append("the vault is not whole")


def _compare_last(desk: Desk, words: list[dict[str, Any]], tally: Tally) -> None:
    """The interview that was killed: it goes on at the same question, with the same values."""
    case = CaseId(words[-1].get("case") or words[-1]["begun"])
    tally.cases.add(case)
    entries = [word for word in words if word.get("case") == case and "seq" in word]
    places = [word["place"] for word in words if word.get("case") == case and "place" in word]
    seqs = [entry.seq for entry in desk.fieldwork.entries(case)]
    unsaid = [seq for seq in seqs if entries and seq > entries[-1]["seq"]]
    tally.unsaid += len(unsaid)
    if len(unsaid) > 1:
        tally.wrong.append(f"{len(unsaid)} entries whose word never came out")
    session = desk.fieldwork.session(case)
    if entries and entries[-1]["screen"] and not unsaid:
        tally.screens += 1
        if screen_of(session) != entries[-1]["screen"]:
            tally.wrong.append(f"case {case} shows other values")
    stands = desk.vault.place(case)
    last = fold(desk.fieldwork.entries(case)).entries[-1].body
    going_on = {getattr(last, "ref", None), ""}  # marked, but killed before the word came out
    if places and stands != places[-1] and stands not in going_on:
        tally.wrong.append(f"case {case} stands elsewhere")


def campaign(home: Path, rounds: int, rng: random.Random) -> Tally:
    """The whole campaign in one station below `home`."""
    tally = Tally()
    station(home).create(PASSPHRASE, user="officer", role="officer").close()
    for _ in range(rounds):
        early = rng.random() < 0.1
        words = killed(home, rng.uniform(0, 0.3) if early else rng.expovariate(3), rng, early=early)
        tally.rounds += 1
        tally.early += early
        try:
            compare(home, words, tally)
        except ScreeningError as refusal:
            tally.wrong.append(f"not opened: {refusal}")
    with station(home).unlock(PASSPHRASE) as desk:
        if not desk.vault.check().ok:
            tally.wrong.append("the vault is not whole at the end")
    return tally


def main() -> int:
    """Run a campaign and print what it saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        tally = campaign(Path(folder) / "home", options.rounds, random.Random(seed))  # noqa: S311
    print(
        f"seed {seed}: {tally.rounds} kills of an interview ({tally.early} before its first word), "
        f"{len(tally.cases)} cases, {time.monotonic() - began:.0f} s\n"
        f"acknowledged {tally.acknowledged}, kept {tally.kept}, recorded but its word not out {tally.unsaid}, "
        f"screens compared {tally.screens}, wrong {len(tally.wrong)}"
    )
    for wrong in tally.wrong[:20]:
        print(wrong, file=sys.stderr)
    return 1 if tally.wrong or tally.kept != tally.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
