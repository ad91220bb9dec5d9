"""``paper card | application | blank`` and ``case type-back``: papers to hand out, to fill in, and to type back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from screening.cli.context import Context, read_file, write_file
from screening.errors import StationError


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("paper", help="papers to hand out or fill in")
    paper = group.add_subparsers(metavar="COMMAND", required=True)
    parser = paper.add_parser("card", help="the neutral information card, in the person's language")
    parser.add_argument("--said-in", required=True, metavar="CODE")
    parser.add_argument("-o", dest="file", required=True)
    parser.set_defaults(run=card)
    parser = paper.add_parser("application", help="the application for status, with what the person wants in it")
    parser.add_argument("id")
    parser.add_argument("--fill", action="append", default=[], metavar="FIELD")
    parser.add_argument("--reason", required=True)
    parser.add_argument("-o", dest="file", required=True)
    parser.set_defaults(run=application)
    parser = paper.add_parser("blank", help="an instrument to fill in by hand, with codes")
    parser.add_argument("--form", required=True)
    parser.add_argument("-o", dest="file", required=True)
    parser.set_defaults(run=blank)


def register_case(case: Any) -> None:
    """Add ``case type-back``."""
    parser = case.add_parser("type-back", help="record what was written on a blank form")
    parser.add_argument("--form", required=True)
    parser.add_argument("--codes", required=True, metavar="FILE")
    parser.add_argument("--accept", action="append", choices=("unsigned", "stranger", "expired"), default=[])
    parser.set_defaults(run=type_back)


def _written(context: Context, file: str, pdf: bytes) -> None:
    path = str(write_file(file, pdf))
    context.out.document({"file": path, "size": len(pdf)}, path)


def card(context: Context, options: Namespace) -> None:
    """Write the card; no vault is needed."""
    from screening.fieldwork.papers import card as make

    station = context.station
    pdf = make(station.phrases, station.jurisdiction, options.said_in, station.paths.resources)
    _written(context, options.file, pdf)


def application(context: Context, options: Namespace) -> None:
    """Write the application of one case."""
    from screening.fieldwork.papers import application as make

    fieldwork = context.desk().fieldwork
    pdf = make(fieldwork, fieldwork.find(options.id), options.fill, options.reason)
    _written(context, options.file, pdf)


def blank(context: Context, options: Namespace) -> None:
    """Write an instrument as a form of paper."""
    from screening.fieldwork.papers import blank as make
    from screening.fieldwork.papers import untouched

    desk = context.desk()
    pack = desk.current_pack(options.form, accept=("unsigned", "stranger", "expired"))
    session = untouched(desk.fieldwork, pack)
    language = context.out.words.language
    _written(context, options.file, make(session.form, pack, session, language, context.station.paths.resources))


def type_back(context: Context, options: Namespace) -> None:
    """Record lines of codes as a case."""
    from screening.fieldwork.papers import type_back as record

    desk = context.desk()
    pack = desk.current_pack(options.form, accept=options.accept)
    try:
        text = read_file(options.codes, limit=1_000_000).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StationError("station.file.unreadable") from None
    case, outcome = record(desk.fieldwork, pack, text, accept=options.accept)
    line = context.out.say("cli.case.recorded", case=case, outcome=context.out.say(f"outcome.{outcome}"))
    entries = len(desk.fieldwork.entries(case))
    context.out.document({"case": case, "entries": entries, "outcome": outcome, "transcribed": True}, line)
