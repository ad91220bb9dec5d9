"""Which question of which instrument shows and denies each indicator, found out by answering it.

``PYTHONPATH=src:tests .venv/bin/python -m support.coverage`` writes docs/indicator-coverage.md anew.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from screening.assessment.lists import IndicatorList, load_lists
from screening.assessment.stated import PURPOSE_CODES
from screening.casefile import evidence
from screening.forms.definition import Question
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import IndicatorId
from support.xlsform import convert

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "indicator-coverage.md"
INSTRUMENTS: Mapping[str, str] = {"second_line": "second line", "migration": "in depth", "child": "child path"}
GATES = {
    "understands": "own",
    "private": "yes",
    "agrees": "yes",
    "safe_talk": "yes",
    "assent": "yes",
    "stage": "transit",
}
NAMED = {"used_way_by": "recruiter", "used_there_by": "employer"}
PURPOSES: Mapping[str, str] = {
    "LAB": "labour",
    "SEX": "sexual",
    "DOM": "servitude",
    "BEG": "begging",
    "CRI": "forced crime",
    "ARM": "armed conflict",
    "ORG": "organ removal",
    "MAR": "forced marriage",
    "SUR": "surrogacy",
    "ADO": "adoption, sale of a child",
    "EXP": "experiments",
    "DEP": "unlawful transfer of a child",
    "OTH": "other",
}


@dataclass
class Reach:
    """Names of questions, in the order of the form: by indicator those that show and deny it, by purpose code."""

    shows: dict[str, list[str]] = field(default_factory=dict)
    denies: dict[str, list[str]] = field(default_factory=dict)
    purposes: dict[str, list[str]] = field(default_factory=dict)


def lists() -> Mapping[str, IndicatorList]:
    """The lists that the program brings along."""
    files = (ROOT / "resources" / "lists").glob("*.json")
    return load_lists({file.stem: json.loads(file.read_text("utf-8")) for file in files})


@cache
def form(name: str) -> Form:
    """An instrument as pyxform makes it."""
    return Form.parse(convert(ROOT / "forms" / name / "form.md").encode())


def opened(name: str) -> Session:
    """An interview in which every gate is open and every broad question was answered with yes."""
    session = Session.new(form(name), lambda: datetime(2026, 11, 23, 21, 0, tzinfo=UTC), random.Random(1))  # noqa: S311
    told = {"population": "child" if name == "child" else "adult", **GATES, **NAMED}
    for item in session.outline().questions():  # repeats have one entry at first
        _answer(session, item.ref, told)
    for _ in range(3):  # what a yes opens may itself be such a question
        for item in session.outline().questions():
            if item.relevant and not item.answered:
                _answer(session, item.ref, {**dict.fromkeys(_broad(session), "yes"), **told})
    return session


def reach(name: str) -> Reach:
    """What the questions of one instrument reach, each tried with each of its answers."""
    found, session, installed = Reach(), opened(name), lists()
    positions = {item.ref.rpartition("/")[2]: item.ref for item in session.outline().questions()}
    for question in form(name).questions():
        word = _last(question)
        if not any(key.startswith(("ti:indicator", "ti:choices")) for key in question.annotations):
            continue
        ref = positions[word]
        assert session.state(ref).relevant, f"{name}: {word} cannot be opened"
        before = session.value(ref)
        for choice in session.choices(ref):
            session.answer(ref, choice.value)
            _note(found, session, ref, installed)
        session.answer(ref, before)
    for fact in session.facts():
        if fact.name == evidence.PURPOSE:
            for code in fact.values:
                _add(found.purposes, code, fact.ref.rpartition("/")[2])
    return found


def _note(found: Reach, session: Session, ref: str, installed: Mapping[str, IndicatorList]) -> None:
    """What the answer that the question at `ref` has now shows and denies."""
    facts = session.facts()
    findings = evidence.indicators(facts, installed.values())
    for fact in facts:
        if fact.name != evidence.INDICATOR or fact.ref != ref:
            continue
        for indicator in fact.values:
            if fact.when and findings[IndicatorId(indicator)].state == "present":
                _add(found.shows, indicator, ref.rpartition("/")[2])
            elif fact.absent:
                _add(found.denies, indicator, ref.rpartition("/")[2])


def table() -> str:
    """The page docs/indicator-coverage.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    adult, child = (lists()[name].indicators for name in ("adult_labour", "child_labour"))
    found = {name: reach(name) for name in INSTRUMENTS}
    yield "# Which question reaches which indicator"
    yield ""
    yield (
        "Made by answering every question of every instrument with each of its answers (`tests/support/coverage.py`);"
        " a test fails when this page is stale."
    )
    yield (
        "A name is a question in `forms/`; it shows the indicator and, with another answer, denies it. In brackets:"
        " questions that only deny it, with a no to all that they stand for; `+` marks one that only shows it."
    )
    yield "First line has no indicators: what is observed there never decides one."
    yield ""
    yield f"| id | indicator | adult | child | {' | '.join(INSTRUMENTS.values())} |"
    yield "|---" * (4 + len(INSTRUMENTS)) + "|"
    for name, indicator in adult.items():
        strength = child[name].strength if name in child else "-"
        cells = [_cell(each, name) for each in found.values()]
        yield f"| {name} | {indicator.label['en']} | {indicator.strength} | {strength} | {' | '.join(cells)} |"
    yield ""
    yield "## Forms of exploitation"
    yield "Those without a published list are our own extension and carry this code."
    yield ""
    yield f"| code | form of exploitation | {' | '.join(INSTRUMENTS.values())} |"
    yield "|---" * (2 + len(INSTRUMENTS)) + "|"
    for code in PURPOSE_CODES:
        cells = [", ".join(f"`{word}`" for word in each.purposes.get(code, ())) or "-" for each in found.values()]
        yield f"| {code} | {PURPOSES[code]} | {' | '.join(cells)} |"


def _cell(found: Reach, indicator: str) -> str:
    shows, denies = found.shows.get(indicator, []), found.denies.get(indicator, [])
    both = [f"`{word}`" if word in denies else f"`{word}`+" for word in shows]
    rest = [f"`{word}`" for word in denies if word not in shows]
    return " ".join([", ".join(both), f"({', '.join(rest)})" if rest else ""]).strip() or "-"


def _broad(session: Session) -> set[str]:
    """Names of questions of the conversation that can be answered with yes."""
    return {
        _last(question)
        for question in session.form.questions()
        if not question.annotations.get("ti:gate") and not question.annotations.get("ti:item", "G").startswith("G")
    }


def _answer(session: Session, ref: str, told: Mapping[str, str]) -> None:
    value = told.get(ref.rpartition("/")[2])
    if value is not None and session.state(ref).relevant and value in {c.value for c in session.choices(ref)}:
        session.answer(ref, value)


def _add(where: dict[str, list[str]], key: str, word: str) -> None:
    if word not in where.setdefault(key, []):
        where[key].append(word)


def _last(question: Question) -> str:
    return question.ref.rpartition("/")[2]


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
