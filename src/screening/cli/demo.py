"""``demo``: the whole line with made-up people on this machine."""

from __future__ import annotations

import secrets
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from screening.cli.context import Context


def register(commands: Any) -> None:
    """Add the command of this file."""
    parser = commands.add_parser("demo", help="the whole line with made-up people on this machine")
    parser.add_argument("--out", default="demo", metavar="DIR")
    parser.set_defaults(run=run)


def run(context: Context, options: Namespace) -> None:
    """Carry out the line; one step for each arrow."""
    from screening.station.demo import run as carry_out

    passphrase = f"made up {secrets.token_hex(4)} for show {secrets.token_hex(4)}"
    made = carry_out(context.station, Path(options.out).resolve(), passphrase)
    document = {
        "steps": [asdict(step) for step in made.steps],
        "files": {"packet": str(made.packet), "pdf": str(made.pdf), "receipt": str(made.receipt)},
    }
    lines = [f"{step.arrow:10} {step.id:26} {step.digest[:16]} {step.detail}" for step in made.steps]
    context.out.document(document, *lines, context.out.say("cli.demo.done", folder=str(Path(options.out).resolve())))
