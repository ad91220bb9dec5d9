"""What is handed over speaks of the product alone, and is finished."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.source import ROOT, SRC, called, functions, place, tracked, trees

TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".json",
    ".lock",
    ".txt",
    ".typ",
    ".ts",
    ".spec",
    ".sql",
    ".sh",
    ".js",
    ".xml",
    ".xsd",
    "",
}
FOREIGN = {
    "a package index": r"pypi\.(org|python)|pythonhosted|registry\.npm|npmjs|deb\.debian|--(find-links|index-url)[ =]",
    "a path of somebody's machine": r"(?<![\w.)])/(work|home|opt|Users|root(?!/item\b))/\w",
    "an issue or pull request": r"(?i)\b(issue|request|PR|fixes|closes|resolves) ?#\d|github\.com/\S+/(issues|pull)/",
    "a workplace": r"(?i)\b(claude|chatgpt|anthropic|openai|copilot)\b|\.library/|(?<![\w-])shared/design",
}
ABOUT_ITSELF = {Path(__file__)}


def lines(pattern: str, paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return found


def written() -> list[Path]:
    return [path for path in tracked() if path.suffix in TEXTS and path not in ABOUT_ITSELF]


@pytest.mark.parametrize("kind", FOREIGN)
def test_no_file_names(kind: str) -> None:
    assert lines(FOREIGN[kind], written()) == []


def test_nothing_is_left_to_be_done() -> None:
    code = [path for path in written() if path.suffix in {".py", ".typ", ".sql", ".js", ".spec"}]
    assert lines(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|(?i:not implemented)", code) == []


def test_no_function_is_a_stub() -> None:
    stubs = []
    for path, tree in trees().items():
        for function, owner in functions(tree):
            body = function.body[1:] if ast.get_docstring(function) is not None else function.body
            empty = all(isinstance(line, ast.Pass) or _is_ellipsis(line) for line in body)
            marks = {ast.unparse(mark).rpartition(".")[2] for mark in function.decorator_list}
            protocol = owner is not None and any("Protocol" in ast.unparse(base) for base in owner.bases)
            if empty and not protocol and not marks & {"abstractmethod", "overload"}:
                stubs.append(f"{place(path, function)} {function.name}")
    assert stubs == []


def _is_ellipsis(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and line.value.value is Ellipsis


def test_a_skipped_test_always_says_what_this_machine_lacks() -> None:
    silent = []
    for path, tree in trees(ROOT / "tests").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "xfail":
                silent.append(place(path, node))
            if isinstance(node, ast.Call) and called(node) == "skipif" and not _is_about_the_system(node):
                silent.append(place(path, node))
            if isinstance(node, ast.Attribute) and node.attr == "skip" and ast.unparse(node) != "pytest.skip":
                silent.append(place(path, node))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.skip" and not _says_why(node):
                silent.append(place(path, node))
    assert silent == []


def _is_about_the_system(call: ast.Call) -> bool:
    """Whether a test is left out only where another kind of system has nothing to test."""
    condition = ast.unparse(call.args[0]) if call.args else ""
    return condition.startswith(("sys.platform ", "os.name ")) and any(word.arg == "reason" for word in call.keywords)


def _says_why(call: ast.Call) -> bool:
    match call.args:
        case [ast.Constant(value=str() as reason)] | [ast.JoinedStr(values=[ast.Constant(value=str() as reason), *_])]:
            return reason.startswith("not run: ")
        case _:
            return False


def test_literals_for_translation_are_plain() -> None:
    """Anything else is collected into the catalogue under one text and looked for under another."""
    computed = []
    for path, tree in trees(SRC / "app").items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or called(node) not in {"tr", "translate"} or not node.args:
                continue
            text = node.args[0] if called(node) == "tr" else node.args[min(1, len(node.args) - 1)]
            numbers = isinstance(text, ast.Constant) and isinstance(text.value, int | float)  # a painter's translate
            if called(node) == "translate" and (numbers or ast.unparse(node.func).startswith("painter.")):
                continue
            if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                computed.append(place(path, node))
    assert computed == []


def test_names_that_say_nothing_are_not_used() -> None:
    vague = re.compile(r"(utils?|helpers?|common|misc|manager|service)s?")
    assert [str(path.relative_to(ROOT)) for path in trees() if vague.fullmatch(path.stem)] == []
    classes = [
        f"{place(path, node)} {node.name}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Service|Helper|Utils?)$", node.name)
    ]
    assert classes == []


@pytest.mark.parametrize("target", ["run", "test", "check", "setup", "lock", "bench", "package", "clean", "help"])
def test_make_knows(target: str) -> None:
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert dry.returncode == 0, dry.stderr
    assert f"{target} " in subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_test_that_reaches_for_the_network_fails() -> None:
    with socket.socket() as probe, pytest.raises(RuntimeError, match="reached for the network"):
        probe.connect(("192.0.2.1", 9))  # stopped before anything is sent
    with pytest.raises(RuntimeError, match="reached for the network"):
        socket.getaddrinfo("inbox.example", 443)


def test_with_the_network_taken_away_only_loopback_is_left() -> None:
    if os.environ.get("SCREENING_NETWORK") != "none":
        pytest.skip("not run: the suites with the network taken away, which make test does where unshare is allowed")
    program = "import socket; print([name for _, name in socket.if_nameindex()])"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "['lo']"
