"""The vignettes: made-up people, played by the instruments as the program plays them.

``PYTHONPATH=src:tests .venv/bin/python -m support.vignettes`` copies them to resources/practice/, where the program's
practice finds them, and writes docs/vignettes.md anew. What they must lead to is written by hand, never by this.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from screening.assessment.rules import assess
from screening.assessment.stated import Stated
from screening.casefile import carry, codec, evidence, interview, steps
from screening.casefile.entries import Body, Entry, Opened
from screening.casefile.fold import Case, fold
from screening.fieldwork import first_line
from screening.forms.events import AddRepeat, Answer, Event
from screening.forms.session import Session
from screening.ids import CaseId, Digest
from support.coverage import ROOT, form, lists
from support.routes import offered

FOLDER = ROOT / "tests" / "vectors" / "vignettes"
PRACTICE = ROOT / "resources" / "practice"
PAGE = ROOT / "docs" / "vignettes.md"
FILES = sorted(FOLDER.glob("*.json"))
_GIVING = ("answer", "select", "unknown")


@dataclass(frozen=True)
class Played:
    """An interview that was played. case, stated: None at first line, which is never a case."""

    session: Session
    case: Case | None
    stated: Stated | None


def load(name: str) -> Any:
    """One vignette as its file has it."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@cache
def play(name: str) -> Played:
    """Carry out its steps; each must be taken, and only questions that are open may be answered."""
    vignette = load(name)
    session = Session.new(form(vignette["instrument"]), _now, random.Random(1))  # noqa: S311 - the same every time
    bodies: list[Body] = [Opened(vignette["instrument"], session.form.version, Digest("f" * 64), "Ukrainian (uk)")]
    if vignette["builds_on"] is not None:
        before = play(vignette["builds_on"])
        assert before.case is not None
        assert before.stated is not None
        bodies.append(carry.over(before.case, before.session, session, interview.stated_json(before.stated)))
    already = len(session.events)
    for step in vignette["steps"]:
        refs = [step[kind][0] for kind in _GIVING if kind in step]
        assert all(session.state(ref).relevant for ref in refs), step
        (result,) = steps.run(session, [step], lists())
        assert result["accepted"], step
    if vignette["instrument"] == first_line.FORM:
        return Played(session, None, None)
    bodies += interview.bodies(session, already)
    kept = [codec.decode(body.kind, codec.encode(body)) for body in bodies]
    case = fold(Entry(seq, CaseId(name.upper()), _now(), "o", body) for seq, body in enumerate(kept, 1))
    return Played(session, case, interview.stated(session, case, lists()))


def acts(name: str) -> tuple[tuple[str, ...], ...]:
    """Its steps for any engine that knows no reasons for a missing answer: what was carried over, once gates are open.

    Each is ``answer REF VALUE`` or ``add REPEAT``.
    """
    vignette = load(name)
    events = play(name).session.events
    carried = [act for event in events if event.at is None for act in _acts(event)]
    here = [act for event in events if event.at is not None for act in _acts(event)]
    opened = next((at for at, act in enumerate(here, 1) if act[1].endswith("/safe_talk")), 0)
    if vignette["builds_on"] is None:
        return tuple(here)
    gates = [act for act in carried if act[1].startswith("/data/safety/")]
    return (*gates, *here[:opened], *(act for act in carried if opened and act not in gates), *here[opened:])


def _acts(event: Event) -> Iterator[tuple[str, ...]]:
    match event:
        case Answer(ref=ref, value=value):
            yield "answer", ref, value
        case AddRepeat(ref=ref):
            yield "add", ref
        case _:  # a reason why there is no answer
            pass


def result(name: str) -> dict[str, Any]:
    """What it leads to, in the form of its ``expected``."""
    played = play(name)
    facts = played.session.facts()
    urgent = list(evidence.urgent_rules(facts))
    if played.stated is None:
        found: dict[str, Any] = {
            "end": first_line.end_of(played.session),
            "reasons": list(_rules(played.session)),
            "urgent": urgent,
        }
    else:
        stated = played.stated
        assessment = assess(stated, lists()).to_json()
        found = {
            "stage": stated.stage,
            "act": stated.act,
            "purpose": stated.purpose,
            "purpose_codes": list(stated.purpose_codes),
            "self_identified": stated.self_identified,
            "unaccompanied": stated.unaccompanied,
            "present": sorted(n for n, state in stated.indicators.items() if state == "present"),
            "pattern": assessment["results"][0]["pattern"],
            "outcome": assessment["outcome"],
            "settled": assessment["settled"],
            "reasons": assessment["reasons"],
            "urgent": urgent,
            "stop": [gate for gate in evidence.gates(facts) if not gate.startswith(evidence.URGENT)],
        }
    return {**found, "offer": offered(found)}


def page(vignettes: Iterable[Mapping[str, Any]]) -> str:
    """The page docs/vignettes.md."""
    return "\n".join(_lines(list(vignettes))) + "\n"


def _lines(vignettes: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "# Vignettes"
    yield ""
    yield (
        "Scripted conversations with made-up people who have no names, for training and as tests. Each file in"
        " `tests/vectors/vignettes/` holds the story for the trainer and what to look for, in Ukrainian and English,"
        " the steps (as `screening form run` takes them), and what they must lead to: outcome, whether it is settled,"
        " every reason, urgent rules, gates that close the talk, and what is offered. The same files lie in"
        " `resources/practice/` for the program's practice: `screening practice list`, `begin`, `play` and `compare`."
    )
    yield ""
    yield (
        "`tests/instrument/test_vignettes.py` plays all of them. Where JavaRosa can run, it must skip and lock the same"
        " questions. To add one: write the file, state what it must lead to, then"
        " `PYTHONPATH=src:tests .venv/bin/python -m support.vignettes`, which also makes this page."
    )
    yield ""
    yield "| vignette | instrument | story | leads to | urgent, stop |"
    yield "|---|---|---|---|---|"
    order = ["first_line", "second_line", "child", "migration"]
    for each in sorted(vignettes, key=lambda one: (order.index(one["instrument"]), one["id"])):
        expected = each["expected"]
        led = expected.get("end") or expected["outcome"] + (", settled" if expected["settled"] else "")
        marks = [*expected["urgent"], *expected.get("stop", ()), *filter(None, [expected.get("stopped")])]
        instrument = each["instrument"] + (f", after {each['builds_on']}" if each["builds_on"] else "")
        yield f"| {each['id']} | {instrument} | {each['title']['en']} | {led} | {', '.join(marks) or '-'} |"


def _rules(session: Session) -> Iterator[str]:
    for question in session.form.questions():
        if question.annotations.get("ti:role") == "reason" and session.state(question.ref).relevant:
            yield question.ref.rpartition("/")[2]


def _now() -> datetime:
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


if __name__ == "__main__":
    PRACTICE.mkdir(exist_ok=True)
    for old in PRACTICE.glob("*.json"):
        old.unlink()
    for file in FILES:
        (PRACTICE / file.name).write_bytes(file.read_bytes())
    PAGE.write_text(page(load(file.stem) for file in FILES), "utf-8")
