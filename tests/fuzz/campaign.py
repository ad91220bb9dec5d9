"""Fuzzes the ways that bytes have into forms, for as long as it is told to: python tests/fuzz/campaign.py --minutes 30

Guided by coverage where atheris can be imported (SCREENING_ATHERIS may name a folder to look in), else by which kinds
of outcome an input leads to. What escapes is kept: build/fuzz/findings/<target>-<place>/ holds input and traceback.
"""

# ruff: noqa: S311, T201 - inputs are drawn again from their seed; a command prints

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
LONGEST_RUN = 30  # seconds for one input
MEMORY = 4 << 30
SHARES = {"xform": 4, "xpath": 4, "media": 1, "pack": 1, "markdown": 2, "xlsx": 1, "regex": 1, "answer": 1}


class TooSlow(BaseException):
    """One input took longer than any input may."""


class Tries:
    """Counts what came of inputs and keeps those that showed a fault."""

    def __init__(self, name: str, out: Path) -> None:
        from tests.fuzz.form_targets import TARGETS

        self.name, self.target, self.out = name, TARGETS[name], out
        self.outcomes: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.slowest = 0.0
        self.told = time.monotonic()

    def once(self, data: bytes) -> str:
        """One input; the outcome, empty for a fault."""
        begin = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, LONGEST_RUN)
        try:
            outcome = self.target.run(data)
        except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever escapes is what we are looking for
            signal.setitimer(signal.ITIMER_REAL, 0)
            self.keep(data, error)
            outcome = ""
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.outcomes[outcome] += 1
        self.slowest = max(self.slowest, time.monotonic() - begin)
        if time.monotonic() - self.told > 1:
            self.tell()
        return outcome

    def keep(self, data: bytes, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "screening" in frame.filename] or list(frames)
        place = f"{Path(ours[-1].filename).stem}-{ours[-1].name}-{type(error).__name__}".replace("<", "").replace(
            ">", ""
        )
        self.findings[place] += 1
        folder = self.out / "findings" / f"{self.name}-{place}"
        if self.findings[place] <= 5:
            folder.mkdir(parents=True, exist_ok=True)
            stem = hashlib.sha256(data).hexdigest()[:16]
            (folder / f"{stem}.bin").write_bytes(data)
            (folder / f"{stem}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")

    def tell(self) -> None:
        """The figures so far, for the process that waits."""
        self.told = time.monotonic()
        figures = {"outcomes": self.outcomes, "findings": self.findings, "slowest": round(self.slowest, 2)}
        (self.out / f"{self.name}.json").write_text(json.dumps(figures), encoding="utf-8")


def too_slow(_number: int, _frame: FrameType | None) -> None:
    """The alarm of one input."""
    raise TooSlow


def seeds_of(tries: Tries) -> Path:
    """A folder of what to begin with, and what coverage found interesting in former campaigns."""
    folder = tries.out / "corpus" / tries.name
    folder.mkdir(parents=True, exist_ok=True)
    for data in tries.target.seeds():
        (folder / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)
    return folder


def guided(name: str, seconds: float, out: Path, seed: int) -> None:
    """By coverage; atheris ends the process."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["screening.forms"]):
        importlib.import_module("tests.fuzz.form_targets")
    from tests.fuzz import damage

    tries = Tries(name, out)

    def mutate(data: bytes, most: int, number: int) -> bytes:
        draw = random.Random(number)
        if draw.random() < 0.15:
            return bytes(atheris.Mutate(data, most))
        return damage.several(tries.target.spoil, data, draw, 3)[:most]

    folder = seeds_of(tries)
    flags = [
        f"-max_total_time={max(1, int(seconds))}", f"-max_len={damage.LONGEST}", "-len_control=0", "-timeout=0",
        "-rss_limit_mb=0", "-verbosity=0", f"-seed={seed}", f"-artifact_prefix={out}/died-{name}-",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *flags, str(folder)], lambda data: tries.once(data) and None, custom_mutator=mutate)
    signal.signal(signal.SIGALRM, too_slow)
    atheris.Fuzz()


def unguided(name: str, seconds: float, out: Path, seed: int) -> None:
    """By spoiling seeds, and inputs whose outcome was new."""
    from tests.fuzz import damage

    tries = Tries(name, out)
    signal.signal(signal.SIGALRM, too_slow)
    draw = random.Random(seed)
    good = [path.read_bytes() for path in sorted(seeds_of(tries).iterdir())]
    odd = list(good)
    seen: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = damage.several(tries.target.spoil, draw.choice(good if draw.random() < 0.8 else odd), draw)
        outcome = tries.once(data)
        seen[outcome] += 1
        if outcome == "ran" and len(good) < 3_000 and draw.random() < 0.1:
            good.append(data)
        elif outcome and seen[outcome] <= 20:
            odd.append(data)
    tries.tell()


def one(name: str, seconds: float, out: Path, seed: int, *, blind: bool) -> None:
    """What the child process does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if os.environ.get("SCREENING_ATHERIS"):
        sys.path.append(os.environ["SCREENING_ATHERIS"])
    if not blind and importlib.util.find_spec("atheris") is not None:
        guided(name, seconds, out, seed)
    else:
        unguided(name, seconds, out, seed)


def campaign(names: list[str], minutes: float, out: Path, seed: int, *, blind: bool) -> int:
    """One child a target, one after the other; a child that dies is a finding and begins again."""
    out.mkdir(parents=True, exist_ok=True)
    whole = sum(SHARES[name] for name in names)
    total: Counter[str] = Counter()
    print(f"{'target':10}{'executions':>12}{'ran':>10}{'refused':>10}{'ways':>6}{'slowest':>9}{'findings':>10}")
    for name in names:
        until = time.monotonic() + minutes * 60 * SHARES[name] / whole
        ran: Counter[str] = Counter()
        findings: Counter[str] = Counter()
        slowest, turn = 0.0, 0
        while (left := until - time.monotonic()) > 1:
            turn += 1
            figures = out / f"{name}.json"
            figures.unlink(missing_ok=True)
            line = [sys.executable, "-W", "ignore", __file__, "--one", name, "--seconds", str(left), "--out", str(out)]
            line += ["--seed", str(seed + turn), *(["--blind"] if blind else [])]
            with (out / f"{name}.log").open("ab") as log:
                done = subprocess.run(line, check=False, stdout=log, stderr=log, timeout=left + 600)
            found = (
                json.loads(figures.read_text("utf-8"))
                if figures.exists()
                else {"outcomes": {}, "findings": {}, "slowest": 0}
            )
            ran.update(found["outcomes"])
            findings.update(found["findings"])
            slowest = max(slowest, found["slowest"])
            if done.returncode != 0:
                findings[f"died-{done.returncode}"] += 1
                if findings[f"died-{done.returncode}"] > 5:
                    break
        refused = sum(count for outcome, count in ran.items() if outcome not in {"", "ran"})
        figures_of = (ran.total(), ran["ran"], refused, len(ran), f"{slowest:.1f}", findings.total())
        print(
            f"{name:10}{figures_of[0]:>12}{figures_of[1]:>10}{figures_of[2]:>10}{figures_of[3]:>6}{figures_of[4]:>9}{figures_of[5]:>10}"
        )
        for place, count in findings.most_common():
            print(f"    {count} x {name}-{place}")
        total.update({"executions": ran.total(), "findings": findings.total()})
        sys.stdout.flush()
    kept = f", kept in {out}/findings" if total["findings"] else ""
    print(f"{total['executions']} executions, {total['findings']} findings{kept}")
    return 1 if total["findings"] else 0


def main() -> int:
    """Run a campaign, or be its child."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("FUZZ_MINUTES") or 30))
    parser.add_argument("--targets", default=",".join(SHARES))
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true", help="without coverage")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=60, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(args.one, args.seconds, args.out, args.seed, blind=args.blind)
        return 0
    return campaign(args.targets.split(","), args.minutes, args.out, args.seed, blind=args.blind)


if __name__ == "__main__":
    sys.exit(main())
