"""The options that every command shares; they may stand before or after the command."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.errors import StationError, UsageError

_VALUED = {"--home": "home", "--passphrase-file": "passphrase_file", "--now": "now", "--language": "language"}


@dataclass(frozen=True, slots=True)
class Shared:
    """home: None is the user's data folder; passphrase_file: None means standard input."""

    home: str | None = None
    passphrase_file: str | None = None
    now: str | None = None
    language: str | None = None
    as_json: bool = False


def split(arguments: Sequence[str]) -> tuple[Shared, list[str]]:
    """Take the shared options out of `arguments`; what follows a bare ``--`` is left alone.

    Raises:
        UsageError: an option without its value.
    """
    found: dict[str, str] = {}
    as_json = False
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += ["--", *pending]
        elif argument == "--json":
            as_json = True
        elif name in _VALUED:
            stated = value if equals else next(pending, None)
            if stated is None:
                raise UsageError("cli.option.value", option=name)
            found[_VALUED[name]] = stated
        else:
            rest.append(argument)
    return Shared(**found, as_json=as_json), rest


def read_passphrase(file: str | None, *, twice: bool = False, prompt: str = "Passphrase") -> str:
    """The passphrase: first line of `file`, or of standard input (asked for without echo on a terminal).

    twice: on a terminal it is asked for again, since nobody can restore one that was mistyped when it was made.

    Raises:
        StationError: no such file, not text, empty, or not the same the second time.
    """
    if file is not None:
        try:
            text = Path(file).read_text("utf-8-sig")
        except (OSError, ValueError):
            raise StationError("station.passphrase.file") from None
        line = text.partition("\n")[0]
    elif sys.stdin is not None and sys.stdin.isatty():
        import getpass

        line = getpass.getpass(f"{prompt}: ")
        if twice and line and getpass.getpass(f"{prompt} again: ") != line:
            raise StationError("station.passphrase.differs")
    else:
        line = _first_line()
    if not line:
        raise StationError("station.passphrase.empty")
    return unicodedata.normalize("NFC", line)  # keyboards and systems write the same letter in two ways


def _first_line() -> str:
    try:
        return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
    except (OSError, ValueError):
        raise StationError("station.passphrase.file") from None
