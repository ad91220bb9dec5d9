"""``case new | list | show | consent | urgent | stop | override | correct | move``: one entry each."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from screening.cli import explaining, keeping, papers
from screening.cli.context import Context, read_json
from screening.cli.output import table
from screening.errors import StationError
from screening.station.clock import parse_now
from screening.station.times import stamp

if TYPE_CHECKING:
    from screening.casefile.entries import Body
    from screening.casefile.fold import Case
    from screening.fieldwork.officer import Fieldwork
    from screening.forms.moving import Why


_WHY: Final[Mapping[Why, str]] = {
    "gone": "cli.case.why.gone",
    "structure": "cli.case.why.structure",
    "unasked": "cli.case.why.unasked",
    "locked": "cli.case.why.locked",
    "type": "cli.case.why.type",
    "choice": "cli.case.why.choice",
    "instance": "cli.case.why.instance",
}


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("case", help="screenings on this station")
    case = group.add_subparsers(metavar="COMMAND", required=True)
    parser = case.add_parser("new", help="record a scripted interview as a new case")
    parser.add_argument("--form", required=True, metavar="NAME[@VERSION]|DIGEST")
    parser.add_argument("--steps", required=True, metavar="STEPS.json")
    parser.add_argument(
        "--accept",
        action="append",
        choices=("unsigned", "stranger", "expired"),
        default=[],
        help="begin although the pack is so; kept with the case",
    )
    parser.add_argument("--reason", default=None, help="why; needed for an expired pack")
    parser.add_argument("--from", dest="former", default=None, metavar="CASE")
    parser.set_defaults(run=new)
    parser = case.add_parser("list", help="the cases of this station")
    parser.add_argument("--search", metavar="TEXT", default=None, help="words that stand in the case, in any spelling")
    parser.add_argument("--state", action="append", help="only cases in this state; may be given again")
    parser.add_argument("--form", action="append", help="only cases of this instrument; may be given again")
    parser.add_argument("--urgent", action="store_true", help="only urgent cases")
    parser.add_argument("--since", metavar="DAY", default=None, help="touched on this day or later")
    parser.add_argument("--until", metavar="DAY", default=None, help="touched before this day")
    parser.set_defaults(run=list_cases)
    parser = case.add_parser("show", help="one case, whole")
    parser.add_argument("id")
    parser.set_defaults(run=show)
    parser = case.add_parser("consent", help="record what the person agreed to, or did not")
    parser.add_argument("id")
    parser.add_argument("--to", required=True, metavar="RECIPIENT|record|talk|recontact")
    parser.add_argument("--given", required=True, choices=("yes", "no", "later", "withdrawn"))
    parser.add_argument("--by", choices=("person", "representative", "not-required"), default="person")
    parser.add_argument("--reason", default=None)
    parser.add_argument("--understood", choices=("understood", "partly", "not"), default=None)
    parser.set_defaults(run=consent)
    parser = case.add_parser("urgent", help="record that an urgent rule applies")
    parser.add_argument("id")
    parser.add_argument("--rule", required=True, choices=[f"U{number}" for number in range(1, 8)])
    parser.set_defaults(run=urgent)
    parser = case.add_parser("stop", help="record that no question may follow, and say what to do")
    parser.add_argument("id")
    parser.add_argument("--reason", required=True, metavar="CODE")
    parser.set_defaults(run=stop)
    parser = case.add_parser("override", help="set another outcome than the rules, with a reason")
    parser.add_argument("id")
    parser.add_argument("--outcome", required=True)
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=override)
    parser = case.add_parser("correct", help="amend answers of a finalised interview")
    parser.add_argument("id")
    parser.add_argument("--steps", required=True, metavar="STEPS.json")
    parser.add_argument("--reason", default=None)
    parser.set_defaults(run=correct)
    _register_move(case)
    for others in (keeping.register, explaining.register, papers.register_case):
        others(case)


def _register_move(case: Any) -> None:
    parser = case.add_parser(
        "move", help="go on with another version of the form; without --yes only what would come of it"
    )
    parser.add_argument("id")
    parser.add_argument("--pack", required=True, metavar="NAME[@VERSION]|DIGEST")
    parser.add_argument("--yes", action="store_true", help="do it")
    parser.add_argument("--accept", action="append", choices=("unsigned", "stranger", "expired"), default=[])
    parser.add_argument("--reason", default=None)
    parser.set_defaults(run=move)


def new(context: Context, options: Namespace) -> None:
    """Record an interview, step by step, as the screen would."""
    fieldwork = context.desk().fieldwork
    pack = context.desk().current_pack(options.form, accept=options.accept)
    former = fieldwork.find(options.former) if options.former is not None else None
    steps = read_json(options.steps)
    case, outcome = fieldwork.record_steps(pack, steps, accept=options.accept, reason=options.reason, former=former)
    entries = len(fieldwork.entries(case))
    line = context.out.say("cli.case.recorded", case=case, outcome=context.out.say(f"outcome.{outcome}"))
    context.out.document({"case": case, "entries": entries, "outcome": outcome}, line)


def list_cases(context: Context, options: Namespace) -> None:
    """Print the cases, the newest first."""
    from screening.vault.index import Wanted

    wanted = Wanted(
        text=options.search or "",
        states=tuple(options.state or ()),
        forms=tuple(options.form or ()),
        urgent=True if options.urgent else None,
        since=options.since and parse_now(options.since),
        until=options.until and parse_now(options.until),
    )
    rows = [
        {
            "case": row.case,
            "opened": stamp(row.opened),
            "form": row.form,
            "state": row.state,
            "outcome": row.outcome,
            "urgent": row.urgent,
        }
        for row in context.desk().fieldwork.cases(limit=None, wanted=wanted)
    ]
    heads = ("case", "opened", "form", "state", "outcome")
    lines = table(heads, [[row[head] or "-" for head in heads] for row in rows])
    context.out.document({"cases": rows}, *lines)


def show(context: Context, options: Namespace) -> None:
    """Print one case: entries, answers, assessment, referrals."""
    fieldwork = context.desk().fieldwork
    case = fieldwork.case(fieldwork.find(options.id))
    assessment = _assessment(fieldwork, case)
    document: dict[str, Any] = {
        "case": case.id,
        "entries": [{"seq": e.seq, "at": stamp(e.at), "kind": e.body.kind, "actor": e.actor} for e in case.entries],
        "answers": fieldwork.answers(case.id),
        "wordings": fieldwork.wordings(case.id),
        "former": [
            {"case": body.source, "form": body.form, "version": body.version, "answers": len(body.answers)}
            for body in case.former
        ],
        "carried": _carried(case),
        "transcribed": [ref for ref, answer in case.answers.items() if answer.transcribed],
        "assessment": assessment,
        "begun": _begun(case),
        "outcome": case.override.outcome if case.override else (assessment or {}).get("outcome"),
        "state": case.state,
        "consents": {to: consented.given for to, consented in case.consents.items()},
        "referrals": _referrals(case),
        "attachments": [
            {"attachment": file.attachment, "digest": file.digest, "size": file.size, "media_type": file.media_type}
            for file in case.attachments
        ],
        "held": case.hold is not None,
    }
    lines = table(("seq", "at", "kind"), [[e["seq"], e["at"], e["kind"]] for e in document["entries"]])
    context.out.document(document, *lines)


def _carried(case: Case) -> list[dict[str, Any]]:
    """The answers that still stand as an earlier interview recorded them."""
    return [
        {
            "ref": ref,
            "basis": answer.basis,
            "case": answer.origin.case,
            "form": answer.origin.form,
            "at": stamp(answer.origin.at),
        }
        for ref, answer in case.answers.items()
        if answer.origin is not None
    ]


def _begun(case: Case) -> dict[str, Any]:
    """With which pack the screening began, and what was overlooked for it."""
    from screening.casefile.entries import Opened

    opened = next((entry.body for entry in case.entries if isinstance(entry.body, Opened)), None)
    conceded = list(opened.conceded) if opened is not None else []
    reason = opened.reason if opened is not None else None
    return {"form": case.form, "version": case.version, "pack": case.pack, "conceded": conceded, "reason": reason}


def _assessment(fieldwork: Fieldwork, case: Case) -> dict[str, Any] | None:
    """What the answers point to as they stand; where the form pack is gone, what was recorded last."""
    if case.assessment is None:
        return None
    try:
        return dict(fieldwork.weigh(case.id).result)
    except StationError:
        return dict(case.assessment.result)


def _referrals(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "packet": packet.packet,
            "digest": packet.digest,
            "profile": packet.profile,
            "recipients": list(packet.recipients),
            "state": packet.state,
            "receipt": packet.receipt,
        }
        for packet in case.packets
    ]


def _record(context: Context, given: str, body: Body) -> None:
    fieldwork = context.desk().fieldwork
    case = fieldwork.find(given)
    entry = fieldwork.record(case, body)
    line = context.out.say("cli.case.entry", case=case, seq=entry.seq)
    context.out.document({"case": case, "seq": entry.seq}, line)


def consent(context: Context, options: Namespace) -> None:
    """Record a consent, a refusal or a withdrawal."""
    from screening.casefile.entries import Consented

    to = context.desk().fieldwork.purpose(options.to)
    body = Consented(to, options.given, options.by, options.reason, understood=options.understood)
    _record(context, options.id, body)


def urgent(context: Context, options: Namespace) -> None:
    """Record an urgent rule."""
    from screening.casefile.entries import UrgentRaised

    _record(context, options.id, UrgentRaised(options.rule))


def stop(context: Context, options: Namespace) -> None:
    """Record a stop, and say what it asks of the officer."""
    from screening.casefile.entries import Stopped

    fieldwork = context.desk().fieldwork
    case = fieldwork.find(options.id)
    entry = fieldwork.record(case, Stopped(options.reason))
    said = (context.out.say("cli.case.entry", case=case, seq=entry.seq), context.out.say(f"stop_do.{options.reason}"))
    context.out.document({"case": case, "seq": entry.seq}, *said)


def override(context: Context, options: Namespace) -> None:
    """Record another outcome than the rules."""
    from screening.casefile.entries import Overridden

    role = context.desk().role
    _record(context, options.id, Overridden(options.outcome, options.reason, role))


def correct(context: Context, options: Namespace) -> None:
    """Record a correction; without a reason it says that none was given."""
    from screening.casefile.entries import Corrected

    fieldwork = context.desk().fieldwork
    case = fieldwork.find(options.id)
    changes = fieldwork.changes(case, read_json(options.steps))
    _record(context, options.id, Corrected(changes, options.reason or context.out.say("cli.case.no_reason")))


def move(context: Context, options: Namespace) -> None:
    """Print what stands and what has no place in another version of the form; with ``--yes``, go on with it."""
    from screening.casefile.moving import report_json
    from screening.fieldwork import moving

    fieldwork = context.desk().fieldwork
    case = fieldwork.find(options.id)
    pack = context.desk().current_pack(options.pack, accept=options.accept)
    if options.yes:
        report = moving.carry_out(fieldwork, case, pack, accept=options.accept, reason=options.reason)
    else:
        report = moving.preview(fieldwork, case, pack)
    say = context.out.say
    done = say("cli.case.moved") if options.yes else say("cli.case.movable")
    lines = [done, say("cli.case.move.kept", kept=len(report.kept), orphans=len(report.orphans))]
    lines += table(("ref", "why", "value"), [[each.ref, say(_WHY[each.why]), each.value] for each in report.orphans])
    told = {
        "cli.case.move.required": report.required,
        "cli.case.move.invalid": report.invalid,
        "cli.case.move.hidden": report.hidden,
        "cli.case.move.added": report.added,
    }
    lines += [say(code, refs=", ".join(refs)) for code, refs in told.items() if refs]
    last = fieldwork.entries(case)[-1].seq if options.yes else None
    document = {"case": case, "pack": pack, "moved": bool(options.yes), "seq": last, "report": report_json(report)}
    context.out.document(document, *lines)
