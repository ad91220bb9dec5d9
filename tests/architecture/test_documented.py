"""Whoever reads docs/ finds every command, every option and every setting."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from architecture.source import ROOT
from screening.cli.main import _parser
from screening.station.settings import Settings


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Each command as it is typed, with its options."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for group in groups:
        for name, below in group.choices.items():
            yield from commands(below, (*path, name))
    if not groups:
        options = [text for action in parser._actions for text in action.option_strings if text.startswith("--")]
        yield " ".join(path), sorted(set(options) - {"--help"})


@cache
def documentation() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))


def test_every_command_is_documented() -> None:
    missing = [path for path, _ in commands(_parser()) if not re.search(rf"(?<![\w-]){path}(?![\w-])", documentation())]
    assert missing == []


def test_every_option_is_documented() -> None:
    options = {option for _, of_command in commands(_parser()) for option in of_command}
    options |= {"--home", "--passphrase-file", "--now", "--language", "--json"}
    assert {option for option in options if not re.search(rf"{option}(?![\w-])", documentation())} == set()


def test_every_setting_is_documented() -> None:
    names = {field.name for field in fields(Settings)}
    assert {name for name in names if f"`{name}`" not in documentation()} == set()
