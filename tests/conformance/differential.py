"""Runs tables and random forms through our engine and the others, and compares after every step."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, takewhile
from typing import Final

from conformance import known
from conformance.oracles import Engine, Interview, Ours, differences
from conformance.random_forms import Made, Manner, make
from conformance.tables import Case

MOST: Final = 12
"""So many differences are told of one engine."""


@dataclass
class Tally:
    """What was compared with one engine. expected: differences of the known table that showed."""

    engine: str
    expressions: int = 0
    forms: int = 0
    steps: int = 0
    values: int = 0
    expected: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, here: Interview, expressions: int) -> None:
        """Count an interview."""
        self.expressions += expressions
        self.forms += 1
        self.steps += len(here.did)
        self.values += sum(len(moment.values) for moment in here.moments)


def compare_case(case: Case, here: Interview, there: Interview, tally: Tally) -> None:
    """One row of a table: it must differ exactly when the known table says so."""
    tally.note(here, 1 if case.expression else 0)
    expected = case.name in known.cases_of(tally.engine)
    apart = known.unlike(tally.engine, differences(here, there, words=case.says_words))
    if apart and not expected:
        tally.wrong.append(f"{case.name}: {apart[0]}")
    elif expected and not apart:
        tally.wrong.append(f"{case.name}: is known to differ, and does not")
    tally.expected += bool(apart and expected)


def compare_random(name: str, made: Made, here: Interview, there: Interview, tally: Tally) -> None:
    """A random interview: it may differ only on constructs of the known table."""
    tally.note(here, made.expressions)
    apart = known.unlike(tally.engine, differences(here, there, words=True))
    if not apart:
        return
    if made.constructs & known.constructs_of(tally.engine):
        tally.expected += 1
    else:
        tally.wrong.append(f"{name}: {apart[0]}")


def run_cases(cases: Sequence[Case], engines: Iterable[Engine]) -> list[Tally]:
    """The tables."""
    ours = Ours()
    mine = [ours.run(case.form, case.steps, case.media) for case in cases]
    tallies = []
    for engine, theirs in _each(engines, [(case.form, case.steps, case.media) for case in cases]):
        tally = Tally(engine)
        for case, here, there in zip(cases, mine, theirs, strict=True):
            compare_case(case, here, there.result(), tally)
        tallies.append(tally)
    return tallies


def run_random(seeds: Iterable[int], manner: Manner, engines: Iterable[Engine]) -> list[Tally]:
    """Random forms."""
    ours = Ours()
    all_made = [(seed, make(seed, manner)) for seed in seeds]
    mine = [ours.run(made.form, made.steps, {}) for _, made in all_made]
    tallies = []
    for engine, theirs in _each(engines, [(made.form, made.steps, {}) for _, made in all_made]):
        tally = Tally(engine)
        for (seed, made), here, there in zip(all_made, mine, theirs, strict=True):
            compare_random(f"{manner} {seed}", made, here, there.result(), tally)
        tallies.append(tally)
    return tallies


_Request = tuple[bytes, Sequence[tuple[str, ...]], Mapping[str, str]]


def _each(engines: Iterable[Engine], requests: Sequence[_Request]) -> list[tuple[str, list[Future[Interview]]]]:
    """Every engine carries out every request; engines side by side."""
    found = []
    for engine in engines:
        with_one = ThreadPoolExecutor(1, thread_name_prefix=engine.name)
        found.append((engine.name, [with_one.submit(engine.run, *request) for request in requests]))
        with_one.shutdown(wait=False)
    return found


def report(title: str, tallies: Iterable[Tally], begun: float) -> bool:
    """Print what was compared; whether nothing unknown turned up."""
    fine = True
    for tally in tallies:
        sys.stdout.write(
            f"{title}, with {tally.engine}: {tally.expressions} expressions, {tally.forms} forms, {tally.steps} steps, "
            f"{tally.values} values compared; {tally.expected} interviews differ as the known table says; "
            f"{len(tally.wrong)} otherwise ({time.monotonic() - begun:.0f} s)\n"
        )
        for _, words in takewhile(lambda pair: pair[0] < MOST, zip(count(), tally.wrong, strict=False)):
            sys.stdout.write(f"    {words}\n")
        fine = fine and not tally.wrong
    return fine
