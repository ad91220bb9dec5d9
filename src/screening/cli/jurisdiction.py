"""``jurisdiction check``: whether the law and institutions of a place can be used, and how far they are verified."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from screening.cli.context import Context
from screening.cli.output import table
from screening.errors import StationError


def register(commands: Any) -> None:
    """Add the command of this file."""
    group = commands.add_parser("jurisdiction", help="the law and institutions of a place, as data")
    parser = group.add_subparsers(metavar="COMMAND", required=True).add_parser(
        "check", help="what is wrong with a folder of legal data, and how far it is verified"
    )
    parser.add_argument("folder")
    parser.set_defaults(run=check)


def check(context: Context, options: Namespace) -> None:
    """Print every finding; without any, what there is and how many records are in which state."""
    from screening.referral.jurisdiction import STATUSES, check_jurisdiction, load_jurisdiction
    from screening.station.station import files_of

    folder = Path(options.folder)
    if not folder.is_dir():
        raise StationError("station.jurisdiction.missing")
    files, profiles = files_of(folder), tuple(context.station.profiles)
    findings = check_jurisdiction(files, profiles)
    rows = [{"code": one.code, "file": one.file, "place": one.place} for one in findings]
    document: dict[str, Any] = {"ok": not rows, "findings": rows}
    say = context.out.say
    if rows:
        lines = table(("file", "place", "code"), [[row["file"], row["place"], row["code"]] for row in rows])
        context.out.document(document, *lines, refused=True)
        return
    place = load_jurisdiction(files, profiles)
    states = Counter[str](mark.status for mark in place.marks)
    document |= {
        "jurisdiction": place.id,
        "version": place.version,
        "records": {status: states[status] for status in STATUSES},
        "regions": list(place.regions),
    }
    name = place.names[context.out.words.language]
    lines = [say("cli.jurisdiction.ok", name=name, version=place.version, records=len(place.marks))]
    for status in STATUSES:
        lines.append(f"    {say(f'cli.jurisdiction.{status}')}: {states[status]}")
    context.out.document(document, *lines)
