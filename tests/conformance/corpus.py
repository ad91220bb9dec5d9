"""Interviews in real forms, from the folder that SCREENING_CORPUS names: each question answered in turn."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from conformance.oracles import CHOOSING, Step
from conformance.tables import Case
from screening.errors import FormError
from screening.forms import authoring
from screening.forms.form import Form
from screening.forms.outline import OutlineItem
from screening.forms.session import Session
from support.xform import now

TYPED: Final = ("5", "1", "12", "30")
WRITTEN: Final = (
    "x",
    "2020-01-02",
    "10:00:00.000Z",
    "2020-01-02T10:00:00.000Z",
    "50.0 30.0 0.0 0.0",
    "50.0 30.0 0.0 0.0; 51.0 31.0 0.0 0.0",
    "50.0 30.0 0.0 0.0; 51.0 31.0 0.0 0.0; 51.0 30.0 0.0 0.0; 50.0 30.0 0.0 0.0",
)


def folder() -> Path | None:
    """The folder of real forms, if there is one."""
    named = os.environ.get("SCREENING_CORPUS")
    found = Path(named) if named else Path(__file__).parents[3] / "shared" / "corpus"
    return found if found.is_dir() else None


def cases(home: Path, seed: int, most: int = 100) -> Iterator[Case]:
    """An interview of at most so many answers in every form of the folder that opens without other files."""
    for path in sorted(home.iterdir()):
        if path.suffix not in {".xml", ".xlsx"}:
            continue
        try:
            data = path.read_bytes()
            form = authoring.convert(data, "xml" if path.suffix == ".xml" else "xlsx").xml
            steps = tuple(answers(form, random.Random(seed), most))  # noqa: S311 - drawn again from its seed
        except FormError:
            continue
        yield Case(f"corpus: {path.name}", "", form, steps, ("ok",) * len(steps), says_words=True)


def answers(form: bytes, draw: random.Random, most: int) -> Iterator[Step]:
    """Questions in the order in which they come into view, each with an answer that our engine takes."""
    live = Session.new(Form.parse(form), now, random.Random(1))  # noqa: S311 - drawn again from its seed
    done: set[str] = set()
    given = 0
    while given < most:
        asked = (each for each in live.outline().questions() if each.relevant and not each.readonly)
        item = next((each for each in asked if each.ref not in done), None)
        if item is None:
            return
        done.add(item.ref)
        for value in _tries(live, item, draw):
            if live.answer(item.ref, value).accepted:
                given += 1
                yield ("answer", item.ref, value)
                break


def _tries(live: Session, item: OutlineItem, draw: random.Random) -> list[str]:
    if item.control in CHOOSING:
        offered = [choice.value for choice in live.choices(item.ref)]
        if item.control == "select1" or not offered:
            return offered and [draw.choice(offered)]
        if item.control == "select":
            several = draw.sample(range(len(offered)), min(2, len(offered)))
            return [" ".join(offered[place] for place in sorted(several)), offered[0]]
        return [" ".join(offered)]
    if item.control == "trigger":
        return ["OK"]
    return [*draw.sample(TYPED, len(TYPED)), *WRITTEN] if item.control in {"input", "range"} else []
