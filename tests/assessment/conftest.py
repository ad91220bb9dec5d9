"""The installed lists, read once."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from screening.assessment.lists import IndicatorList, load_lists

LISTS = Path(__file__).parents[2] / "resources" / "lists"


@pytest.fixture(scope="session")
def lists() -> Mapping[str, IndicatorList]:
    return load_lists({path.name: json.loads(path.read_text("utf-8")) for path in LISTS.glob("*.json")})
