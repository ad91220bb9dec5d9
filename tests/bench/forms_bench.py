"""What the interview engine costs: load, one answer, a text keystroke, the big toggle, resume, memory; beside peers.

python tests/bench/forms_bench.py            # reads the folder SCREENING_CORPUS, default ../shared/corpus
"""

# ruff: noqa: S311 - the same chance in every run

from __future__ import annotations

import gc
import os
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import peers

from screening.forms import packs
from screening.forms.form import Form
from screening.forms.session import Session

CORPUS = Path(os.environ.get("SCREENING_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MEMORY = 40


def clock() -> datetime:
    return NOW


def session(form: Form) -> Session:
    return Session.new(form, clock, random.Random(1))


def times(run: Callable[[], object], count: int) -> list[float]:
    """Milliseconds of each of `count` runs."""
    found = []
    for _ in range(count):
        begin = time.perf_counter()
        run()
        found.append((time.perf_counter() - begin) * 1000)
    return found


def report(name: str, found: list[float], target: float | None = None) -> None:
    median = statistics.median(found)
    p95 = sorted(found)[max(0, int(len(found) * 0.95) - 1)]
    verdict = "" if target is None else f"   target {target:g} ms: {'met' if median <= target else 'MISSED'}"
    sys.stdout.write(f"{name:<44} median {median:9.4f} ms   p95 {p95:9.4f} ms   n {len(found)}{verdict}\n")


def big500() -> None:
    data = (CORPUS / "big500.xml").read_bytes()
    report("big500 load (parse, new session)", times(lambda: session(Form.parse(data)), 15), 110)
    form = Form.parse(data)
    report("big500 new session", times(lambda: session(form), 15))
    live = session(form)
    live.answer("/data/gate", "yes")
    selects = [f"/data/q{number}" for number in range(500) if number % 10 not in {8, 9}]
    answers = []
    for number, ref in enumerate(selects):
        value = ("yes", "no", "dk")[number % 3]
        answers += times(lambda ref=ref, value=value: live.answer(ref, value), 1)
    report("big500 answer a select", answers, 0.1)
    rows = []
    for place in range(1, 51):
        for column in range(10):
            ref = f"/data/rep[{place}]/r{column}"
            rows += times(lambda ref=ref, value=str(column): live.answer(ref, value), 1)
    report("big500 answer in a repeat", rows, 0.1)
    letters = []
    for size in range(1, 41):
        letters += times(lambda size=size: live.answer("/data/q8", "a" * size), 1)
    report("big500 text keystroke", letters, 0.1)
    toggles = []
    for number in range(40):
        value = "no" if number % 2 == 0 else "yes"
        toggles += times(lambda value=value: live.answer("/data/gate", value), 1)
    report("big500 toggle that flips about 1,000 nodes", toggles, 15)
    events = live.events
    report("big500 resume", times(lambda: Session.resume(form, events, clock, random.Random(1)), 5))
    report("big500 full recompute", times(live.recompute, 5))
    report("big500 validate", times(live.validate, 5))
    report("big500 finalize", times(live.finalize, 5))
    report("big500 outline", times(live.outline, 5))


def whova() -> None:
    source = (CORPUS / "whova_form.xlsx").read_bytes()
    pack = packs.build(source, "whova", {}, published_by="bench", status="active")
    report("whova load from a built pack", times(lambda: session(packs.read(pack).form()), 9), 250)


def chain() -> None:
    """A calculation that goes through 500 others."""
    live = session(Form.parse(chain_form()))
    found = []
    for number in range(60):
        found += times(lambda number=number: live.answer("/data/c0", str(number)), 1)
    report("chain of 500 calculations", found, 10)


def chain_form() -> bytes:
    names = [f"c{number}" for number in range(501)]
    nodes = "".join(f"<{name}/>" for name in names)
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="int" calculate="/data/{before} + 1"/>' for before, name in pairwise(names)
    )
    xml = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>chain</h:title><model>'
        f'<instance><data id="chain">{nodes}</data></instance><bind nodeset="/data/c0" type="int"/>{binds}'
        '</model></h:head><h:body><input ref="/data/c0"/></h:body></h:html>'
    )
    return xml.encode()


def memory() -> None:
    """What an open big500 takes: the form and its interview, as Python counts them."""
    data = (CORPUS / "big500.xml").read_bytes()
    session(Form.parse(data))
    gc.collect()
    tracemalloc.start()
    live = session(Form.parse(data))
    gc.collect()
    taken, most = (size / 1e6 for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    verdict = "met" if taken < MEMORY else "MISSED"
    sys.stdout.write(
        f"{'big500 memory of form and interview':<44} {taken:.1f} MB, while loading {most:.1f} MB"
        f"   target {MEMORY} MB: {verdict}   {len(live.events)} events\n"
    )


def main() -> int:
    if not CORPUS.is_dir():
        sys.stdout.write(f"not run: no folder {CORPUS} (set SCREENING_CORPUS)\n")
        return 0
    gc.collect()
    big500()
    whova()
    chain()
    memory()
    plans = [
        peers.big500((CORPUS / "big500.xml").read_bytes()),
        peers.chain(chain_form()),
        peers.whova((CORPUS / "whova_form.xlsx").read_bytes()),
    ]
    peers.compare(plans)
    return 0


if __name__ == "__main__":
    sys.exit(main())
