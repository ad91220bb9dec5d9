"""``assess``: what stated indicator states point to, by the published rules; or an earlier assessment once more."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context, read_json

if TYPE_CHECKING:
    from screening.assessment.again import Frozen


def register(commands: Any) -> None:
    """Add the command of this file."""
    parser = commands.add_parser(
        "assess", help="assess stated indicator states, or work out again what a packet's referral.json tells"
    )
    parser.add_argument("file")
    parser.set_defaults(run=run)


def run(context: Context, options: Namespace) -> None:
    """Print the assessment of the stated facts in a file; of a packet's data, whether it still comes out the same."""
    from screening.assessment.again import read_frozen
    from screening.assessment.rules import assess, parse_stated

    data = read_json(options.file)
    frozen = read_frozen(data)
    if frozen is not None:
        _again(context, frozen)
        return
    result = assess(parse_stated(data, context.station.lists), context.station.lists).to_json()
    context.out.document(result, *_lines(context, result))


def _lines(context: Context, result: dict[str, Any]) -> list[str]:
    say = context.out.say
    return [say(f"outcome.{result['outcome']}.title"), *(f"- {say('rule.' + r['code'])}" for r in result["reasons"])]


def _again(context: Context, frozen: Frozen) -> None:
    from screening.assessment.again import assess_again
    from screening.errors import AssessmentError

    say = context.out.say
    again = assess_again(frozen, context.station.every_list)
    absent = [{"what": one.what, "wanted": one.wanted, "installed": list(one.installed)} for one in again.absent]
    told: dict[str, Any] = {"same": again.same, "absent": absent, "differs": list(again.differs)}
    if again.assessment is None:
        key = again.absent[0].what
        error = AssessmentError("assessment.version", key=key)
        lines = [context.out.words.message(error).text]
        lines += [say("cli.assess.absent", what=one.what, wanted=one.wanted or "-") for one in again.absent]
        document = {"again": told, "error": {"code": error.code, "message": lines[0]}}
        context.out.document(document, *lines, refused=True)
        return
    result = again.assessment.to_json()
    last = say("cli.assess.same") if again.same else say("cli.assess.differs", parts=", ".join(again.differs))
    context.out.document({**result, "again": told}, *_lines(context, result), last, refused=not again.same)
