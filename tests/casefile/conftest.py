"""The second-line instrument and the published lists, as the program reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from screening.assessment.lists import IndicatorList, load_lists
from screening.casefile.interview import Chance
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import CaseId
from support.xlsform import convert

ROOT = Path(__file__).parents[2]
KYIV = timezone(timedelta(hours=2))


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 30, tzinfo=KYIV)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture(scope="session")
def lists() -> Mapping[str, IndicatorList]:
    found = sorted((ROOT / "resources" / "lists").glob("*.json"))
    return load_lists({path.name: json.loads(path.read_text("utf-8")) for path in found})


@pytest.fixture(scope="session")
def form() -> Form:
    return Form.parse(convert(ROOT / "forms" / "second_line" / "form.md").encode())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def begin(form: Form, clock: Clock) -> Callable[[], Session]:
    """A new interview with the second-line form."""
    return lambda: Session.new(form, clock, Chance(CaseId("7F3K2ABCDEFG")))


@pytest.fixture(scope="session")
def scripts() -> Mapping[str, list[object]]:
    """The made-up interviews, by name."""
    found = sorted((ROOT / "tests" / "vectors" / "steps").glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in found}
