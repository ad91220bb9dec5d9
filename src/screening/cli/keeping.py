"""``case attach | detach | hold | due | erase``: what is kept of a case, and for how long."""

from __future__ import annotations

import mimetypes
from argparse import Namespace
from pathlib import Path
from typing import Any

from screening.cli.context import Context, write_file
from screening.cli.output import table
from screening.errors import StationError
from screening.station.times import stamp


def register(case: Any) -> None:
    """Add the commands of this file to the group ``case``."""
    parser = case.add_parser("attach", help="take a file into a case; photographs lose what the camera wrote into them")
    parser.add_argument("id")
    parser.add_argument("file")
    parser.add_argument("--ref", default=None, help="the question it belongs to")
    parser.set_defaults(run=attach)
    parser = case.add_parser("detach", help="destroy a file of a case")
    parser.add_argument("id")
    parser.add_argument("attachment")
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=detach)
    parser = case.add_parser("hold", help="keep a case from being erased, or let it go again")
    parser.add_argument("id")
    parser.add_argument("--reason", default="", help="why it must stay; without it the hold ends")
    parser.set_defaults(run=hold)
    parser = case.add_parser("due", help="the cases whose time is over by the rules of retention")
    parser.set_defaults(run=due)
    parser = case.add_parser("erase", help="destroy the contents of a case; it cannot be undone")
    parser.add_argument("id")
    parser.add_argument("--rule", default="request", help="rule of retention, or request: the person asked for it")
    parser.add_argument("--reason", required=True)
    parser.add_argument("-o", dest="certificate", metavar="CERTIFICATE", default=None, help="signed certificate")
    parser.set_defaults(run=erase)


def attach(context: Context, options: Namespace) -> None:
    """Take the file in, encrypted."""
    from screening.fieldwork import keeping
    from screening.ids import Ref

    desk, path = context.desk().fieldwork, Path(options.file)
    case, media_type = desk.find(options.id), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    ref = Ref(options.ref) if options.ref else None
    try:
        if not path.is_file():
            raise StationError("station.file.missing")
        source = path.open("rb")
    except OSError:
        raise StationError("station.file.unreadable") from None
    with source:
        entry = keeping.attach(desk, case, source, name=path.name, media_type=media_type, ref=ref)
    (kept,) = (file for file in desk.case(case).attachments if file is entry.body)
    document = {"case": case, "seq": entry.seq, "attachment": kept.attachment, "digest": kept.digest, "size": kept.size}
    context.out.document(document, context.out.say("cli.case.entry", case=case, seq=entry.seq), kept.attachment)


def detach(context: Context, options: Namespace) -> None:
    """Destroy a file by its key."""
    from screening.fieldwork import keeping

    desk = context.desk().fieldwork
    case = desk.find(options.id)
    entry = keeping.detach(desk, case, options.attachment, options.reason)
    context.out.document({"case": case, "seq": entry.seq}, context.out.say("cli.case.entry", case=case, seq=entry.seq))


def hold(context: Context, options: Namespace) -> None:
    """Put the case under hold, or end that."""
    from screening.casefile.entries import Held

    desk = context.desk().fieldwork
    case = desk.find(options.id)
    entry = desk.record(case, Held(options.reason))
    document = {"case": case, "seq": entry.seq, "held": bool(options.reason.strip())}
    context.out.document(document, context.out.say("cli.case.entry", case=case, seq=entry.seq))


def due(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print the queue of cases to look through."""
    from screening.fieldwork import keeping

    rows = [
        {"case": each.case, "rule": each.rule.id, "last": stamp(each.last_at), "held": each.held}
        for each in keeping.due(context.desk().fieldwork, context.station.clock.now())
    ]
    heads = ("case", "rule", "last", "held")
    context.out.document({"due": rows}, *table(heads, [[str(row[head]) for head in heads] for row in rows]))


def erase(context: Context, options: Namespace) -> None:
    """Destroy the contents; leave the certificate where it is wanted."""
    from screening.fieldwork import keeping

    desk = context.desk().fieldwork
    case = desk.find(options.id)
    erased = keeping.erase(desk, case, options.rule, options.reason)
    signed = erased.certificate is not None
    if options.certificate is not None and erased.certificate is not None:
        write_file(options.certificate, erased.certificate)
    document = {"case": case, "seq": erased.entry.seq, "signed": signed}
    context.out.document(
        document, context.out.say("cli.case.erased" if signed else "cli.case.erased.unsigned", case=case)
    )
