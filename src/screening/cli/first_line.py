"""``first-line run | totals``: a look in memory alone, and the counts that remain."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from screening.cli.context import Context, read_json
from screening.cli.output import table


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("first-line", help="the first line: nothing is kept but a count, or a hand-over")
    first = group.add_subparsers(metavar="COMMAND", required=True)
    parser = first.add_parser("run", help="carry out a scripted first line, say its end and count it")
    parser.add_argument("--steps", required=True, metavar="STEPS.json")
    parser.add_argument("--hand-over", action="store_true", help="open a case with what was noticed")
    parser.set_defaults(run=run)
    parser = first.add_parser("totals", help="how many ended how, by month; one to four are not shown")
    parser.set_defaults(run=totals)


def run(context: Context, options: Namespace) -> None:
    """Carry out the steps in memory; keep the count, and the case if one is wanted."""
    from screening.casefile import steps
    from screening.fieldwork import first_line

    desk = context.desk()
    form = desk.means.form(desk.current_pack(first_line.FORM))
    session = first_line.begin(form, desk.means.now)
    steps.run(session, read_json(options.steps), desk.means.lists)
    spoken = f"({desk.station.words.language})"
    language = next((name for name in form.languages if name.endswith(spoken)), None)
    end = first_line.end_of(session)
    case: str | None = None
    given = first_line.carried(session, language)
    if end is not None:
        if options.hand_over:
            pack = desk.current_pack(first_line.next_form(session))
            case = first_line.hand_over(desk.fieldwork, pack, given)
        first_line.count(desk.fieldwork, end, first_line.mode_of(session))
    reasons = [{"text": each.text, "rule": each.rule} for each in first_line.reasons(session, language)]
    verdict = first_line.verdict(session, language)
    document = {"end": end, "urgent": list(given.rules), "reasons": reasons, "case": case}
    said = [verdict.text, verdict.rule] if verdict is not None else [context.out.say("cli.first_line.open")]
    context.out.document(document, *said, *(each["text"] for each in reasons))


def totals(context: Context, _: Namespace) -> None:
    """Print the counts."""
    from screening.fieldwork import first_line

    found = first_line.totals(context.desk().fieldwork)
    rows = [{"month": each.month, "mode": each.mode, "end": each.end, "count": each.count} for each in found]
    few = context.out.say("cli.first_line.few")
    heads = ("month", "mode", "end", "count")
    lines = table(heads, [[few if row[head] is None else row[head] or "-" for head in heads] for row in rows])
    context.out.document({"totals": rows}, *lines)
