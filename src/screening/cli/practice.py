"""``practice list | begin | play | compare``: made-up conversations to train with."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context
from screening.cli.output import table
from screening.errors import CaseError

if TYPE_CHECKING:
    from screening.station.practice import Vignette


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("practice", help="made-up conversations to train with")
    practice = group.add_subparsers(metavar="COMMAND", required=True)
    parser = practice.add_parser("list", help="the vignettes")
    parser.set_defaults(run=list_vignettes)
    parser = practice.add_parser("begin", help="begin a practice case to be answered by somebody")
    parser.add_argument("vignette")
    parser.set_defaults(run=begin)
    parser = practice.add_parser("play", help="play a whole vignette as a practice case")
    parser.add_argument("vignette")
    parser.set_defaults(run=play)
    parser = practice.add_parser("compare", help="where a practice case ends otherwise than its vignette")
    parser.add_argument("id")
    parser.add_argument("--with", dest="vignette", required=True, metavar="VIGNETTE")
    parser.set_defaults(run=compare)


def list_vignettes(context: Context, _: Namespace) -> None:
    """Print the vignettes."""
    from screening.station.practice import vignettes

    language = context.out.words.language
    rows = [
        {
            "id": one.id,
            "instrument": one.instrument,
            "builds_on": one.builds_on or None,
            "title": one.title[language],
            "story": one.story[language],
            "look_for": list(one.look_for[language]),
            "expected": one.expected.get("outcome", one.expected.get("end")),
        }
        for one in vignettes(context.station.paths.resources).values()
    ]
    lines = table(("id", "instrument", "title"), [[row["id"], row["instrument"], row["title"]] for row in rows])
    context.out.document({"vignettes": rows}, *lines)


def begin(context: Context, options: Namespace) -> None:
    """Begin a practice case and print its story."""
    from screening.station import practice

    one = _named(context, options.vignette)
    case = practice.begin(context.desk(), one)
    language = context.out.words.language
    context.out.document({"case": case, "story": one.story[language]}, one.story[language], case)


def play(context: Context, options: Namespace) -> None:
    """Play a vignette and print what it led to."""
    from screening.station import practice

    desk = context.desk()
    case = practice.play(desk, _named(context, options.vignette))
    outcome = str(desk.fieldwork.case(case).outcome)
    line = context.out.say("cli.case.recorded", case=case, outcome=context.out.say(f"outcome.{outcome}"))
    context.out.document({"case": case, "outcome": outcome}, line)


def compare(context: Context, options: Namespace) -> None:
    """Print where the case ends otherwise."""
    from screening.station import practice

    desk = context.desk()
    found = practice.compare(desk, desk.fieldwork.find(options.id), _named(context, options.vignette))
    rows = [{"aspect": one.aspect, "expected": list(one.expected), "found": list(one.found)} for one in found]
    told = [[one.aspect, " ".join(one.expected) or "-", " ".join(one.found) or "-"] for one in found]
    lines = table(("aspect", "expected", "found"), told) if told else [context.out.say("cli.practice.same")]
    context.out.document({"same": not rows, "differences": rows}, *lines)


def _named(context: Context, name: str) -> Vignette:
    from screening.station.practice import vignettes

    found = vignettes(context.station.paths.resources).get(name)
    if found is None:
        raise CaseError("case.practice.unknown")
    return found
