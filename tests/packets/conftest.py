"""Keys and programs by others for the packets' tests."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.packets.world import World, found

TOOLS = Path(__file__).parents[2] / ".tools"


@pytest.fixture(scope="session")
def world() -> World:
    return found()


@pytest.fixture(scope="session")
def javascript() -> Callable[[str, str], object]:
    """Runs a module among the installed npm packages: (source, standard input) -> what it printed as JSON."""
    node = TOOLS / "node" if (TOOLS / "node").exists() else shutil.which("node")
    if node is None:
        pytest.skip("not run: Node is not installed")
    if not (TOOLS / "npm" / "node_modules" / "age-encryption").is_dir():
        pytest.skip("not run: the npm package age-encryption is not installed")

    def run(source: str, stdin: str) -> object:
        command = [node, "--input-type=module", "--eval", source]
        done = subprocess.run(
            command, cwd=TOOLS / "npm", input=stdin, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def xmlsec1() -> str:
    program = shutil.which("xmlsec1")
    if program is None:
        pytest.skip("not run: xmlsec1 is not installed")
    return program
