"""The program's own text, read as trees: what the architecture tests look at."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "screening"
LANGUAGES = ("uk", "en")


@cache
def trees(folder: Path = SRC) -> dict[Path, ast.Module]:
    """Every Python file below `folder`, parsed."""
    return {path: ast.parse(path.read_text("utf-8"), str(path)) for path in sorted(folder.rglob("*.py"))}


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def functions(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.ClassDef | None]]:
    """Each function with the class it stands in, if it does."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child, node if isinstance(node, ast.ClassDef) else None


@cache
def rooms() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in SRC.iterdir() if (path / "__init__.py").is_file()))


@cache
def error_classes() -> frozenset[str]:
    tree = ast.parse((SRC / "errors.py").read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def tracked() -> tuple[Path, ...]:
    """What would be handed over: the files git keeps, those only added to its index too."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not run: the folder is not a git work tree, so what is handed over is not known")
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def literals(node: ast.expr) -> list[str] | None:
    """The texts an expression can be when it is written out in place; None when it is computed."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            both = literals(one), literals(other)
            return None if None in both else [text for part in both for text in part or ()]
        case _:
            return None
