"""``outbox list | send | receipts``: what waits, and what came back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from screening.cli.context import Context
from screening.cli.output import table
from screening.station.times import stamp


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("outbox", help="sealed, not yet acknowledged")
    outbox = group.add_subparsers(metavar="COMMAND", required=True)
    parser = outbox.add_parser("list", help="what waits and what came back")
    parser.set_defaults(run=list_items)
    parser = outbox.add_parser("send", help="deliver what waits")
    parser.add_argument("--to", metavar="DIR|URL", default=None)
    parser.set_defaults(run=send)
    parser = outbox.add_parser("receipts", help="take in receipts")
    parser.add_argument("place", nargs="?", metavar="DIR|URL", default=None)
    parser.set_defaults(run=receipts)


def list_items(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print every packet and its state."""
    _print(context)


def send(context: Context, options: Namespace) -> None:
    """Deliver to a folder or address, or to those in the settings."""
    desk = context.desk()
    codes = [code for place in desk.targets(options.to) for code in desk.fieldwork.send(desk.transport(place))]
    _print(context, codes)


def receipts(context: Context, options: Namespace) -> None:
    """Take in the receipts that lie in a folder or at an address."""
    desk = context.desk()
    codes = [
        code for place in desk.targets(options.place) for code in desk.fieldwork.take_receipts(desk.transport(place))
    ]
    _print(context, codes)


def _print(context: Context, codes: list[str] | None = None) -> None:
    items = [
        {
            "packet": item.packet,
            "digest": item.digest,
            "state": item.state,
            "tries": item.tries,
            "last": item.last
            and {"at": stamp(item.last.at), "transport": item.last.transport, "result": item.last.result},
            "receipt": item.receipt,
        }
        for item in context.desk().fieldwork.outbox()
    ]
    lines = table(("packet", "state", "tries"), [[i["packet"], i["state"], i["tries"]] for i in items])
    lines += [context.out.say(code) for code in codes or ()]
    context.out.document({"items": items, "errors": codes or []}, *lines, refused=bool(codes))
