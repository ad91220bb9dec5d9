"""``registry import | list | show | review | receipts | stats``: the supervisor's desk."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context
from screening.cli.output import table
from screening.errors import DeliveryError, StationError
from screening.station.clock import parse_now
from screening.station.times import stamp

if TYPE_CHECKING:
    from screening.registry.supervisor import Taken


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("registry", help="the supervisor's desk")
    registry = group.add_subparsers(metavar="COMMAND", required=True)
    parser = registry.add_parser("import", help="take in packets from files, folders or an address")
    parser.add_argument("paths", nargs="+", metavar="PATH|URL")
    parser.set_defaults(run=import_)
    parser = registry.add_parser("list", help="what was taken in")
    parser.set_defaults(run=list_packets)
    parser = registry.add_parser("show", help="one packet, whole")
    parser.add_argument("id")
    parser.set_defaults(run=show)
    parser = registry.add_parser("review", help="decide, with a reason")
    parser.add_argument("id")
    parser.add_argument("--decision", required=True, choices=("accept", "question", "return", "close"))
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=review)
    parser = registry.add_parser("receipts", help="write the signed receipts that are due")
    parser.add_argument("-o", dest="place", required=True, metavar="DIR|URL")
    parser.set_defaults(run=receipts)
    parser = registry.add_parser("stats", help="counts, small ones withheld")
    parser.add_argument("--from", dest="since", default=None, metavar="TIME", help="received at this time or later")
    parser.add_argument("--to", dest="until", default=None, metavar="TIME", help="before this time; a day counts whole")
    parser.set_defaults(run=stats)


def import_(context: Context, options: Namespace) -> None:
    """Take in everything that is there; a file that does not verify is set aside with its reason."""
    desk = context.desk()
    taken: list[Taken] = []
    unread: list[dict[str, Any]] = []
    for place in options.paths:
        try:
            taken.extend(desk.take_in(place))
        except (StationError, DeliveryError) as refused:  # the other places are taken in all the same
            unread.append({"file": place, "code": refused.code})
    rejected = [{"file": one.file, "code": one.code} for one in taken if one.result == "rejected"] + unread
    document: dict[str, Any] = {
        "imported": sum(one.result == "imported" for one in taken),
        "duplicates": sum(one.result == "duplicate" for one in taken),
        "rejected": rejected,
        "findings": [{"packet": one.packet, "code": code} for one in taken for code in one.findings],
    }
    say = context.out.say
    lines = [say("cli.registry.imported", imported=document["imported"], duplicates=document["duplicates"])]
    lines += [f"{each['file']}: {say(str(each['code']))}" for each in rejected]
    lines += [f"{finding['packet']}: {say(str(finding['code']))}" for finding in document["findings"]]
    context.out.document(document, *lines, refused=bool(rejected))


def _row(row: Any) -> dict[str, Any]:
    return {
        "packet": row.packet,
        "digest": row.digest,
        "case": row.case,
        "received": stamp(row.received),
        "state": row.state,
        "urgent": row.urgent,
        "outcome": row.outcome,
    }


def list_packets(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print every packet that was taken in."""
    rows = [_row(row) for row in context.desk().registry.packets()]
    heads = ("packet", "received", "state", "outcome")
    context.out.document({"packets": rows}, *table(heads, [[row[head] for head in heads] for row in rows]))


def show(context: Context, options: Namespace) -> None:
    """Print one packet: what the officer sent and what happened here."""
    registry = context.desk().registry
    row = registry.find(options.id)
    document = _row(row) | {"referral": registry.referral(row.digest), "history": registry.history(row.digest)}
    context.out.document(document, *(f"{key}: {document[key]}" for key in _row(row)))


def review(context: Context, options: Namespace) -> None:
    """Record the decision."""
    registry = context.desk().registry
    row = registry.find(options.id)
    registry.review(row.digest, options.decision, options.reason)
    document = _row(registry.find(row.digest))
    context.out.document(document, context.out.say("cli.registry.reviewed", packet=row.packet))


def receipts(context: Context, options: Namespace) -> None:
    """Make the receipts that are due and hand them out."""
    desk = context.desk()
    made = desk.registry.hand_out(desk.transport(options.place))
    rows = [{"packet": r.packet, "digest": r.digest, "receipt": r.receipt, "decision": r.decision} for r in made]
    files = (
        [str(Path(options.place) / f"{r['digest']}.receipt.age") for r in rows] if "://" not in options.place else []
    )
    context.out.document({"receipts": rows, "files": files}, context.out.say("cli.registry.receipts", count=len(rows)))


def stats(context: Context, options: Namespace) -> None:
    """Print counts; those under five are withheld."""
    since, until = options.since and parse_now(options.since), options.until and parse_now(options.until)
    if until is not None and len(options.until) == len("2026-03-12"):
        until += timedelta(days=1)  # a day that is named is counted to its end
    document = context.desk().registry.stats(since, until)
    context.out.document(document, *(f"{key}: {value}" for key, value in document.items()))
