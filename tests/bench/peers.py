"""The same interviews in our engine and in others, one after the other, each in a warm process of its own."""

from __future__ import annotations

import importlib
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

sys.path.insert(0, str(Path(__file__).parents[1]))

from conformance.oracles import TOOLS, Beside, JavaRosa, NotHereError, WebForms
from screening.forms import packs
from screening.forms.form import Form
from screening.forms.session import Session

NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATIENCE: Final = 900.0
_ROW: Final = re.compile(r"(.*)\[(\d+)\]")
Answers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Plan:
    """An interview to measure.

    form: the XForm; pack: ours loads this instead; answers: carried out in order, all of them accepted;
    parts: which of the answers make which row; rounds: how often to load.
    """

    name: str
    form: bytes
    answers: Answers
    parts: dict[str, slice]
    rounds: int = 5
    pack: bytes | None = None


@dataclass(frozen=True)
class Times:
    """Milliseconds: from bytes to the first question, of one more interview with the same form, of each answer."""

    load: list[float]
    another: list[float]
    answers: list[float]


class Engine(Protocol):
    """Measures plans."""

    name: str

    def measure(self, plan: Plan) -> Times:
        """Load the form often, then answer, warm."""
        ...

    def close(self) -> None:
        """End what it started."""
        ...


def since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000


class Ours:
    """This program's engine."""

    name = "ours"

    def measure(self, plan: Plan) -> Times:
        loads, another = [], []
        live = self.open(self.load(plan))
        for _ in range(plan.rounds * 3):
            begin = time.perf_counter()
            form = self.load(plan)
            self.open(form)
            loads.append(since(begin))
            begin = time.perf_counter()
            live = self.open(form)
            another.append(since(begin))
        found: list[float] = []
        for _ in range(2):
            found = []
            for ref, value in plan.answers:
                begin = time.perf_counter()
                change = live.answer(ref, value)
                found.append(since(begin))
                if not change.accepted:
                    raise ValueError(ref, value, change.code)
        return Times(loads, another, found)

    @staticmethod
    def load(plan: Plan) -> Form:
        return packs.read(plan.pack).form() if plan.pack is not None else Form.parse(plan.form)

    @staticmethod
    def open(form: Form) -> Session:
        return Session.new(form, lambda: NOW, random.Random(1))  # noqa: S311 - the same chance in every run

    def close(self) -> None:
        """Nothing was started."""


class Peer:
    """An engine in another process."""

    def __init__(self, engine: Beside, warm: int) -> None:
        self.name = engine.name
        self.warm = warm
        self.engine = engine

    def measure(self, plan: Plan) -> Times:
        steps = [["answer", ref, value] for ref, value in plan.answers]
        asked = {"form": plan.form.decode(), "steps": steps, "times": True, "rounds": plan.rounds, "warm": self.warm}
        told = self.engine.ask(asked, PATIENCE)
        if "error" in told:
            raise ValueError(told["error"])
        loads = [one + two for one, two in zip(told["loads"], told["opens"], strict=True)]
        return Times(loads, told["opens"], told["steps"])

    def close(self) -> None:
        self.engine.close()


def _number(found: re.Match[str]) -> int:
    return int(found.group(2))


class Rxeval:
    """The Rust engine of that name."""

    name = "rxeval"

    def __init__(self) -> None:
        sys.path.append(str(TOOLS / "rxeval"))
        try:
            self.module: Any = importlib.import_module("rxeval")
        except ImportError as error:
            raise NotHereError("the package rxeval is not installed") from error

    def measure(self, plan: Plan) -> Times:
        text, loads = plan.form.decode(), []
        live: Any = None
        for _ in range(plan.rounds):
            begin = time.perf_counter()
            live = self.module.Session(text, today="2026-11-23", now="2026-11-23T12:00:00Z")
            live.recompute()
            loads.append(since(begin))
        places = [_ROW.search(ref) for ref, _ in plan.answers]
        rows = {found.group(1): int(found.group(2)) for found in sorted(filter(None, places), key=_number)}
        for repeat, wanted in rows.items():  # it does not make the rows that a count asks for
            for _ in range(1, wanted):
                live.add_row(repeat)
        live.recompute()
        found = []
        for ref, value in plan.answers:
            begin = time.perf_counter()
            live.set(ref, value)
            live.recompute()
            found.append(since(begin))
        return Times(loads, loads, found)  # it reads the form again for each interview

    def close(self) -> None:
        """Nothing was started."""


def present(folder: Path) -> tuple[list[Engine], list[str]]:
    """Ours and the peers that this machine has; what others lack."""
    found: list[Engine] = [Ours()]
    missing = []
    for start in (lambda: Peer(JavaRosa(folder), 3), lambda: Peer(WebForms(), 0), Rxeval):
        try:
            found.append(start())
        except NotHereError as error:
            missing.append(str(error))
    return found, missing


def compare(plans: Sequence[Plan]) -> None:
    """Measure, print one table, and say in which rows ours is not ahead."""
    with tempfile.TemporaryDirectory() as folder:
        engines, missing = present(Path(folder))
        try:
            _table(plans, engines)
        finally:
            for engine in engines:
                engine.close()
    for words in missing:
        sys.stdout.write(f"not run: {words}\n")


def _table(plans: Sequence[Plan], engines: Sequence[Engine]) -> None:
    head = "".join(f"{engine.name + ': median, p95, ratio':>34}" for engine in engines[1:])
    sys.stdout.write(f"\n{'milliseconds':<40}{'ours: median, p95':>22}{head}\n")
    behind: list[str] = []
    for plan in plans:
        measured = []
        for engine in engines:
            try:
                measured.append(engine.measure(plan))
            except ValueError as error:
                sys.stdout.write(f"{engine.name} cannot do {plan.name}: {str(error)[:150]}\n")
                measured.append(Times([], [], []))
        rows = {"load": [each.load for each in measured], "another interview": [each.another for each in measured]}
        rows |= {name: [each.answers[part] for each in measured] for name, part in plan.parts.items()}
        for name, (mine, *others) in rows.items():
            middle = statistics.median(mine)
            line = f"{plan.name + ' ' + name:<40}{middle:>12.4f}{high(mine):>10.4f}"
            for engine, other in zip(engines[1:], others, strict=True):
                if not other:
                    line += f"{'-':>34}"
                    continue
                line += (
                    f"{statistics.median(other):>15.3f}{high(other):>11.3f}{statistics.median(other) / middle:>7.1f}x"
                )
                if middle >= statistics.median(other):
                    behind.append(f"{plan.name} {name} ({engine.name})")
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"ours is behind in: {', '.join(behind)}\n" if behind else "ours is ahead in each row\n")


def high(found: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(found)[max(0, int(len(found) * 0.95) - 1)]


# ---- plans -----------------------------------------------------------------------------------------------------


def big500(data: bytes) -> Plan:
    """Selects, cells of a repeat, letters, the toggle."""
    selects = [f"/data/q{number}" for number in range(0, 500, 4) if number % 10 not in {8, 9}]
    answers = [("/data/gate", "yes")]
    parts = {}

    def add(name: str, more: Answers) -> None:
        parts[name] = slice(len(answers), len(answers) + len(more))
        answers.extend(more)

    add("answer", [(ref, value) for value in ("yes", "no") for ref in selects])
    cells = [f"/data/rep[{row}]/r{column}" for row in range(1, 51, 5) for column in range(10)]
    add("answer in a repeat", [(ref, value) for value in ("3", "4") for ref in cells])
    add("text keystroke", [("/data/q8", "a" * size) for size in (*range(1, 41), 1)])
    add("toggle of about 1,000 nodes", [("/data/gate", "no" if number % 2 == 0 else "yes") for number in range(20)])
    return Plan("big500", data, answers, parts, 3)


def whova(source: bytes) -> Plan:
    """Each question that comes into view is answered as our engine would take it."""
    pack = packs.build(source, "whova", {}, published_by="bench", status="active")
    read = packs.read(pack)
    form = read.form()
    live = Session.new(form, lambda: NOW, random.Random(1))  # noqa: S311 - the same chance in every run
    answers: list[tuple[str, str]] = []
    done: set[str] = set()
    while len(answers) < 120:
        for item in live.outline().questions():
            if item.ref in done or not item.relevant or item.readonly:
                continue
            done.add(item.ref)
            value = _fitting(live, item.ref, item.control)
            if value is not None:
                answers.append((item.ref, value))
                break
        else:
            break
    return Plan("whova", _xform(pack), answers, {"answer": slice(0, len(answers))}, 3, pack)


def _fitting(live: Session, ref: str, control: str) -> str | None:
    if control in {"select1", "select"}:
        tries = [choice.value for choice in live.choices(ref)][:1]
    elif control == "input":
        tries = ["x", "5", "2020-01-02"]
    else:
        return None
    return next((value for value in tries if live.answer(ref, value).accepted), None)


def _xform(pack: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return archive.read("form.xml")


def chain(form: bytes) -> Plan:
    """A calculation that goes through 500 others."""
    answers = [("/data/c0", str(number)) for number in (*range(1, 41), 0)]
    return Plan("chain", form, answers, {"of 500 calculations": slice(0, 40)}, 3)
