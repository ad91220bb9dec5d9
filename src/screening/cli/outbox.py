"""``outbox list | send | receipts``: what waits, and what came back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context
from screening.cli.output import table
from screening.errors import DeliveryError
from screening.station.times import stamp

if TYPE_CHECKING:
    from screening.fieldwork.outbox import Item


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
    """Deliver to a folder or address, or to those in the settings; what did not go stays queued."""
    from screening.fieldwork.outbox import send

    desk = context.desk()
    codes: list[str] = []
    for place in desk.targets(options.to):
        try:
            codes += send(desk.fieldwork, desk.transport(place))
        except DeliveryError as refused:  # no way to begin with: there is nothing to enter for any packet
            codes.append(refused.code)
    _print(context, codes)


def receipts(context: Context, options: Namespace) -> None:
    """Take in the receipts that lie in a folder or at an address."""
    from screening.fieldwork.outbox import collect

    desk = context.desk()
    codes: list[str] = []
    for place in desk.targets(options.place):
        try:
            codes += [code for _, code in collect(desk.fieldwork, desk.transport(place)) if code is not None]
        except DeliveryError as refused:
            codes.append(refused.code)
    _print(context, codes)


def _print(context: Context, codes: Sequence[str] = ()) -> None:
    from screening.fieldwork.outbox import items as items_of

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
    document: dict[str, Any] = {"items": items}
    lines = table(("packet", "state", "tries"), [[i["packet"], i["state"], i["tries"]] for i in items])
    if codes:
        said = [context.out.words.message(DeliveryError(code)).text for code in codes]
        document |= {"errors": list(codes), "error": {"code": codes[0], "message": said[0]}}
        lines += said
    context.out.document(document, *lines, refused=bool(codes))


def _last(item: Item) -> dict[str, str | None] | None:
    packet = item.packet
    return None if packet.last is None else {"at": stamp(packet.last), "result": packet.result}
