"""Programs by others that files are held against; a test that lacks one says so."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Javascript: TypeAlias = Callable[[str, str], object]
TOOLS = Path(__file__).parents[2] / ".tools"


def javascript(package: str) -> Javascript:
    """Runs a module beside an installed npm package: (source, standard input) -> what it printed as JSON."""
    node = TOOLS / "node" if (TOOLS / "node").exists() else shutil.which("node")
    if node is None:
        pytest.skip("not run: Node is not installed")
    if not (TOOLS / "npm" / "node_modules" / package).is_dir():
        pytest.skip(f"not run: the npm package {package} is not installed")

    def run(source: str, stdin: str) -> object:
        done = subprocess.run(
            [node, "--input-type=module", "--eval", source],
            cwd=TOOLS / "npm",
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def program(name: str, package: str = "") -> str:
    """Where an installed program is."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"not run: {package or name} is not installed")
    return found
