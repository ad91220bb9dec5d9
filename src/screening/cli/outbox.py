"""``outbox list | send | receipts``: what waits, and what came back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from screening.cli.context import Context
from screening.cli.output import table
from screening.fieldwork.outbox import Item, collect, send
from screening.fieldwork.outbox import items as items_of
from screening.station.times import stamp


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("outbox", help="sealed, not yet acknowledged")
    outbox = group.add_subparsers(metavar="COMMAND", required=True)
    parser = outbox.add_parser("list", help="what waits and what came back")
    parser.set_defaults(run=list_items)
    parser = outbox.add_parser("send", help="deliver what waits")
    parser.add_argument("--to", metavar="DIR|URL", default=None)
    parser.set_defaults(run=send_)
    parser = outbox.add_parser("receipts", help="take in receipts")
    parser.add_argument("place", nargs="?", metavar="DIR|URL", default=None)
    parser.set_defaults(run=receipts)


def list_items(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print every packet and its state."""
    _print(context)


def send_(context: Context, options: Namespace) -> None:
    """Deliver to a folder or address, or to those in the settings."""
    desk = context.desk()
    codes = [code for place in desk.targets(options.to) for code in send(desk.fieldwork, desk.transport(place))]
    _print(context, codes)


def receipts(context: Context, options: Namespace) -> None:
    """Take in the receipts that lie in a folder or at an address."""
    desk = context.desk()
    codes = [
        code
        for place in desk.targets(options.place)
        for _, code in collect(desk.fieldwork, desk.transport(place))
        if code is not None
    ]
    _print(context, codes)


def _print(context: Context, codes: list[str] | None = None) -> None:
    items = [
        {
            "packet": item.packet.packet,
            "digest": item.packet.digest,
            "state": item.packet.state,
            "tries": item.packet.tries,
            "last": _last(item),
            "receipt": item.packet.receipt,
        }
        for item in items_of(context.desk().fieldwork)
    ]
    lines = table(("packet", "state", "tries"), [[i["packet"], i["state"], i["tries"]] for i in items])
    lines += [context.out.say(code) for code in codes or ()]
    context.out.document({"items": items, "errors": codes or []}, *lines, refused=bool(codes))


def _last(item: Item) -> dict[str, str | None] | None:
    packet = item.packet
    return None if packet.last is None else {"at": stamp(packet.last), "result": packet.result}
