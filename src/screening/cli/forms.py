"""``form build | check | run | install | list``: form packs and interviews without a vault."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context, read_file, read_json, write_file
from screening.cli.output import table
from screening.errors import FormError
from screening.station.station import Kind

if TYPE_CHECKING:
    from screening.forms.packs import Pack

_KINDS: dict[str, Kind] = {".xlsx": "xlsx", ".md": "md", ".xml": "xml", ".pack": "pack"}


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("form", help="form packs and interviews without a vault")
    form = group.add_subparsers(metavar="COMMAND", required=True)
    parser = form.add_parser("build", help="build a form pack from a workbook")
    parser.add_argument("form")
    parser.add_argument("-o", dest="pack", required=True, metavar="PACK")
    parser.add_argument("--sign", metavar="AUTHORITY", help="sign with this authority's file")
    parser.set_defaults(run=build)
    parser = form.add_parser("check", help="diagnostics of a form or pack")
    parser.add_argument("form")
    parser.set_defaults(run=check)
    parser = form.add_parser("run", help="carry out a scripted interview")
    parser.add_argument("form")
    parser.add_argument("--steps", required=True, metavar="STEPS.json")
    parser.add_argument("--seed", type=int, default=None)
    parser.set_defaults(run=run)
    parser = form.add_parser("install", help="keep a pack on this station")
    parser.add_argument("pack")
    parser.set_defaults(run=install)
    parser = form.add_parser("list", help="the packs of this station")
    parser.set_defaults(run=list_packs)


def kind_of(path: str) -> Kind:
    """What a file is by its name: xlsx, md, xml or pack.

    Raises:
        FormError: none of these.
    """
    kind = _KINDS.get(Path(path).suffix.lower())
    if kind is None:
        raise FormError("form.kind")
    return kind


def build(context: Context, options: Namespace) -> None:
    """Build a pack; a form with errors gives its diagnostics and no pack."""
    from screening.station import authoring

    kind = kind_of(options.form)
    if kind == "pack":
        raise FormError("form.kind")
    pack, diagnostics = authoring.build_pack(Path(options.form), kind)
    if pack is not None:
        signing = options.sign is not None
        signed = context.station.endorse_pack(pack, read_file(options.sign), context.passphrase()) if signing else pack
        write_file(options.pack, signed)
    _print(context, diagnostics)


def check(context: Context, options: Namespace) -> None:
    """Print what is wrong or risky in a form, by sheet, row and column."""
    from screening.forms.linter import check as lint
    from screening.station import authoring

    languages = authoring.languages_beside(Path(options.form))
    _print(context, lint(read_file(options.form), kind_of(options.form), languages))


def _print(context: Context, diagnostics: Any) -> None:
    rows = [
        {
            "severity": found.severity,
            "code": found.code,
            "sheet": found.sheet,
            "row": found.row,
            "column": found.column,
            "message": context.out.words.message(FormError(found.code, **dict(found.params))).text,
        }
        for found in diagnostics
    ]
    lines = [f"{r['severity']}  {r['sheet'] or ''} {r['row'] or ''} {r['column'] or ''}  {r['message']}" for r in rows]
    errors = any(row["severity"] == "error" for row in rows)
    context.out.document({"diagnostics": rows}, *(lines or [context.out.say("cli.form.clean")]), refused=errors)


def run(context: Context, options: Namespace) -> None:
    """Carry out a scripted interview and print one result for each step."""
    import json
    import random

    from screening.casefile.steps import run as run_steps
    from screening.forms.session import Session
    from screening.station import authoring

    media = authoring.media_beside(Path(options.form))
    form = context.station.read_form(read_file(options.form), kind_of(options.form), media)
    seeded = options.seed is not None
    rng = random.Random(options.seed) if seeded else context.station.rng()  # noqa: S311  --seed asks for repeatable
    session = Session.new(form, context.station.clock.now, rng)
    results = run_steps(session, read_json(options.steps), context.station.lists)
    context.out.document({"results": results}, *(json.dumps(result, ensure_ascii=False) for result in results))


def install(context: Context, options: Namespace) -> None:
    """Keep a pack on this station."""
    pack = context.station.packs.install(read_file(options.pack))
    context.out.document({"packs": [_row(pack)]}, context.out.say("cli.form.installed", name=pack.manifest.name))


def list_packs(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print the packs of this station."""
    packs = context.station.packs
    rows = [_row(pack) for pack in packs.all()]
    heads = ("name", "version", "status", "valid_until", "signed_by")
    lines = table(heads, [[row[head] or "-" for head in heads] for row in rows])
    unreadable = [file.name for file in packs.unreadable()]
    lines += [f"{name}: {context.out.say('cli.form.unreadable')}" for name in unreadable]
    context.out.document({"packs": rows, "unreadable": unreadable}, *lines)


def _row(pack: Pack) -> dict[str, Any]:
    from screening.station.packs import signed_by

    manifest = pack.manifest
    return {
        "name": manifest.name,
        "version": manifest.version,
        "status": manifest.status,
        "sha256": pack.sha256,
        "signed_by": signed_by(pack),
        "valid_until": manifest.valid_to,
        "languages": list(manifest.languages),
    }
