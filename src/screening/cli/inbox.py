"""``inbox serve``: the small server that keeps sealed packets for a supervisor. It holds no key."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from screening.cli.context import Context


def register(commands: Any) -> None:
    """Add the command of this file."""
    group = commands.add_parser("inbox", help="the server that keeps sealed packets")
    inbox = group.add_subparsers(metavar="COMMAND", required=True)
    parser = inbox.add_parser("serve", help="serve until interrupted")
    parser.add_argument("--listen", required=True, metavar="HOST:PORT")
    parser.add_argument("--store", required=True, metavar="DIR")
    parser.add_argument("--tls-cert", default=None, metavar="FILE")
    parser.add_argument("--tls-key", default=None, metavar="FILE")
    parser.set_defaults(run=serve)


def serve(context: Context, options: Namespace) -> None:
    """Serve; the document is printed when the server has stopped."""
    from screening.delivery.inbox import serve as run

    def ready(address: str) -> None:
        print(context.out.say("cli.inbox.ready", address=address), file=sys.stderr, flush=True)

    run(options.listen, Path(options.store), options.tls_cert, options.tls_key, ready=ready)
    context.out.document({"served": options.listen}, context.out.say("cli.inbox.stopped"))
