"""The command line: parses, opens the station, runs one command, turns codes into words and an exit status."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from typing_extensions import override

from screening import __version__
from screening.cli.arguments import Shared, split
from screening.cli.context import Context
from screening.cli.output import FAULT, REFUSED, USAGE, Output
from screening.errors import ScreeningError, StationError, UsageError
from screening.station import clock, paths, settings
from screening.station.crash import report
from screening.station.station import Station
from screening.station.words import LANGUAGES, Words

_ROOMS = (
    "demo",
    "forms",
    "assess",
    "jurisdiction",
    "vaults",
    "first_line",
    "cases",
    "practice",
    "identities",
    "packets",
    "papers",
    "outbox",
    "inbox",
    "registry",
    "audit",
)
_USAGE = (
    "screening [--home DIR] [--passphrase-file FILE] [--now ISO8601] [--language uk|en] COMMAND ... [--json]\n"
    "The shared options may stand before or after the command."
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; status 2."""

    @override
    def error(self, message: str) -> NoReturn:
        raise _UsageError(_without_values(message), self.format_usage().strip())


class _UsageError(Exception):
    """The command line itself does not parse; message and usage, for standard error."""


def _without_values(message: str) -> str:
    """What argparse says, without what was typed: it may be a name that belongs nowhere but in the vault."""
    for known in ("unrecognized arguments", "invalid choice", "invalid int value"):
        before, found, after = message.partition(known)
        if found:
            choices = after.rfind(" (choose from")
            return before + found + (after[choices:] if choices >= 0 else "")
    return message


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit status: 0 done, 1 refused, 2 wrong usage, 3 our own fault."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream, errors in ((sys.stdin, "strict"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    home: Path | None = None
    out: Output | None = None
    try:
        shared, rest = split(given)
        home = Path(os.path.expanduser(shared.home)) if shared.home else paths.default_home()  # noqa: PTH111  never fails
        out, station = _open(shared, home)
        options = _parser().parse_args(rest)
        context = Context(shared, out, station)
        try:
            options.run(context, options)
        finally:
            context.close()
    except _UsageError as wrong:
        return _misused(out or _plain(given), *wrong.args)
    except ScreeningError as refusal:
        return _refused(refusal, out, given)
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001  the last line of defence: our own fault, said without a traceback
        told = out or _plain(given)
        where = report(fault, home)
        told.error("station.fault", told.words.message(StationError("station.fault", where=where)).text, FAULT)
        return FAULT
    return out.status


def _open(shared: Shared, home: Path) -> tuple[Output, Station]:
    where = paths.Paths(home, paths.find_resources())
    if shared.language is not None and shared.language not in LANGUAGES:
        raise UsageError("cli.language", language=shared.language[:20])
    try:
        chosen = settings.load(where.settings)
    except StationError:
        if shared.language is None:
            raise
        chosen = settings.Settings()
    words = Words.load(where.resources, shared.language or chosen.language)
    at = clock.Clock(clock.parse_now(shared.now) if shared.now is not None else None)
    return Output(shared.as_json, words), Station(where, at, chosen, words)


def _refused(refusal: ScreeningError, out: Output | None, given: Sequence[str]) -> int:
    status = USAGE if isinstance(refusal, UsageError) else REFUSED
    out = out or _plain(given)
    out.error(refusal.code, out.words.message(refusal).text, status)
    return status


def _misused(out: Output, message: str, usage: str) -> int:
    if not out.as_json:
        print(usage, file=sys.stderr)
    out.error("cli.usage", out.words.message(UsageError("cli.usage", message=message)).text, USAGE)
    return USAGE


def _plain(given: Sequence[str]) -> Output:
    """An output for a failure before the station was open."""
    try:
        words = Words.load(paths.find_resources(), "en")
    except StationError:
        words = Words("en", {})
    return Output("--json" in given, words)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="screening", usage=_USAGE, description="Field Screening: the command line.")
    parser.add_argument("--version", action="version", version=f"screening {__version__}")
    commands = parser.add_subparsers(prog="screening", metavar="COMMAND", required=True, parser_class=_Parser)
    for room in _ROOMS:
        importlib.import_module(f"screening.cli.{room}").register(commands)
    return parser
