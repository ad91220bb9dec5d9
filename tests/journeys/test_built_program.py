"""The program as it is handed out: one folder, started without Python, carrying nothing that it should not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PyInstaller.depend.bindepend import get_python_library_path

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"pyxform", "openpyxl", "starlette", "uvicorn", "pytest", "hypothesis", "mypy", "ruff", "signxml", "tkinter"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``make package`` makes, made somewhere else."""
    try:
        get_python_library_path()
        tools = sys.platform != "linux" or shutil.which("objdump")
    except SystemExit:
        tools = None
    if not tools:
        pytest.skip("not run: the built program, for which PyInstaller needs binutils and Python's shared library")
    folder = tmp_path_factory.mktemp("package")
    places = ["--distpath", folder / "dist", "--workpath", folder / "work"]
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, "build.spec"],
        cwd=ROOT,
        check=True,
    )
    return folder / "dist" / "screening"


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """An environment in which neither the source tree nor an installed Python can be found."""
    return {"HOME": str(tmp_path), "PATH": "/nowhere", "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}


def test_the_built_program_carries_out_the_whole_line(built: Path, alone: dict[str, str], tmp_path: Path) -> None:
    told = subprocess.run(
        [built / "screening", "demo", "--out", tmp_path / "demo", "--json"],
        env=alone,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    steps = json.loads(told.stdout)["steps"]
    assert [step["arrow"] for step in steps][-1] == "receipt"


def test_the_built_window_opens_and_stays(built: Path, alone: dict[str, str], tmp_path: Path) -> None:
    window = subprocess.Popen([built / "screening-gui"], env=alone, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            window.wait(timeout=4)
    finally:
        window.kill()
        _, told = window.communicate()
    assert "Traceback" not in told


def test_the_built_folder_holds_resources_and_no_tools(built: Path) -> None:
    inside = built / "_internal"
    assert (inside / "resources" / "words" / "delivery.uk.toml").is_file()
    assert list((inside / "resources" / "packs").glob("*.pack")) != []
    assert {path.name for path in inside.iterdir()} & LEFT_OUT == set()
    listing = subprocess.run(
        [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "-r", "-b", built / "screening"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    modules = {line.strip().partition(".")[0] for line in listing.splitlines()}
    assert {"screening", "httpx", "pydantic"} <= modules
    assert modules & LEFT_OUT == set()


def test_no_path_of_the_machine_it_was_built_on_is_inside(built: Path) -> None:
    mark = os.fsencode(str(ROOT))
    ours = [path for path in (built / "_internal" / "resources").rglob("*") if path.is_file()]
    programs = [built / "screening", built / "screening-gui"]
    assert [path.name for path in [*ours, *programs] if mark in path.read_bytes()] == []
