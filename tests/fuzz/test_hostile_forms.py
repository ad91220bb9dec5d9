"""Files made to do harm: refused by name, with words, in little memory and soon; what only looks so runs.

All are tried by one program of their own, each in a process that may take 1.5 GiB and 90 seconds; see `hostile`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz import hostile

WITHOUT_PLACE = {"form.source.", "form.pack."}  # the whole file is the place


@pytest.fixture(scope="module")
def outcomes() -> Mapping[str, Mapping[str, Any]]:
    """How each case ended."""
    line = [sys.executable, "-W", "ignore", str(Path(hostile.__file__))]
    done = subprocess.run(line, capture_output=True, check=True, timeout=900)
    return {told["name"]: told for told in map(json.loads, done.stdout.splitlines())}


@pytest.mark.timeout(1_000)
@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_hostile_file_is_refused_by_name(outcomes: Mapping[str, Mapping[str, Any]], name: str) -> None:
    told = outcomes[name]
    assert told["ended"].startswith("form."), told
    assert told["params"] or any(told["ended"].startswith(group) for group in WITHOUT_PLACE), told


@pytest.mark.timeout(1_000)
@pytest.mark.parametrize("name", hostile.TAKEN)
def test_what_only_looks_hostile_runs(outcomes: Mapping[str, Mapping[str, Any]], name: str) -> None:
    assert outcomes[name]["ended"] == "ran", outcomes[name]


def test_a_circle_says_where_it_goes(outcomes: Mapping[str, Mapping[str, Any]]) -> None:
    path = outcomes["a circle"]["params"]["path"].split(" -> ")
    assert sorted(path[1:]) == ["/data/q0", "/data/q1", "/data/q2"]
    assert path[0] == path[-1]
