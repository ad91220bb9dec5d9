"""``assess``: what stated indicator states point to, by the published rules."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from screening.cli.context import Context, read_json


def register(commands: Any) -> None:
    """Add the command of this file."""
    parser = commands.add_parser("assess", help="assess stated indicator states")
    parser.add_argument("file")
    parser.set_defaults(run=run)


def run(context: Context, options: Namespace) -> None:
    """Print the assessment of the stated facts in a file."""
    from screening.assessment.rules import assess, parse_stated

    result = assess(parse_stated(read_json(options.file)), context.station.lists).to_json()
    say = context.out.say
    lines = [say(f"outcome.{result['outcome']}.title"), *(f"- {say('rule.' + r['code'])}" for r in result["reasons"])]
    context.out.document(result, *lines)
