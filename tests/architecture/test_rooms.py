"""The rooms and who may use what."""

from __future__ import annotations

import subprocess
import sys

import pytest

from architecture.source import ROOT, project, rooms

HEAVY = {
    *("pydantic", "cryptography", "sqlcipher3", "lxml", "typst", "pypdfium2", "pyxform"),
    *("httpx", "starlette", "uvicorn", "asyncio", "PySide6"),
}
ALLOWED = {
    "qt": {"app"},
    "store": {"vault"},
    "sockets": {"delivery"},
    "ciphers": {"envelope", "identity", "packets", "vault"},
}
PURE = {"forms", "assessment", "referral", "casefile"}


def contracts() -> dict[str, dict[str, object]]:
    return {contract["id"]: contract for contract in project()["tool"]["importlinter"]["contracts"]}


def lint(*more: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", *more], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_import_rules_are_kept() -> None:
    told = lint()
    assert told.returncode == 0, told.stdout


def test_every_room_has_its_place_in_the_layers() -> None:
    layers = contracts()["rooms"]
    assert layers["exhaustive"] is True
    placed = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}  # type: ignore[union-attr]
    assert placed == {*rooms(), "errors", "ids", "__main__"}


@pytest.mark.parametrize("rule", ALLOWED)
def test_a_rule_about_a_library_forgets_no_room(rule: str) -> None:
    bound = {str(name).removeprefix("screening.") for name in contracts()[rule]["source_modules"]}  # type: ignore[attr-defined]
    assert bound == {*rooms(), "errors", "ids"} - ALLOWED[rule]


def test_the_pure_rooms_are_bound() -> None:
    bound = {str(name).removeprefix("screening.") for name in contracts()["pure"]["source_modules"]}  # type: ignore[attr-defined]
    assert bound == PURE


@pytest.mark.parametrize("room", rooms())
def test_opening_a_room_loads_nothing_heavy(room: str) -> None:
    program = f"import sys, screening.{room}; print([name for name in {sorted(HEAVY)} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"
