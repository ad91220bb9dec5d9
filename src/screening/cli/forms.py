"""``form build | check | export | run | install | list``: form packs and interviews without a vault."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context, read_file, read_json, write_file
from screening.cli.output import table
from screening.errors import FormError, StationError
from screening.station.station import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screening.forms.diagnostics import Diagnostic
    from screening.forms.packs import Pack
    from screening.station.standing import Standing

_REVIEWERS = 2
"""So many people must have compared a text with its source before it counts as verified."""
_KINDS: dict[str, Kind] = {".xlsx": "xlsx", ".xls": "xlsx", ".md": "md", ".xml": "xml", ".pack": "pack"}


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
    parser = form.add_parser("export", help="an instrument as a workbook for KoBo, ODK Collect and Enketo")
    parser.add_argument("form")
    parser.add_argument("-o", dest="workbook", required=True, metavar="FORM.xlsx")
    parser.set_defaults(run=export)
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
    from screening.forms.packs import read
    from screening.station import authoring

    kind = kind_of(options.form)
    if kind == "pack":
        raise FormError("form.kind")
    data, diagnostics = authoring.build_pack(Path(options.form), kind, context.station.lists)
    if data is None:
        _print(context, diagnostics, None, {})
        return
    if options.sign is not None:
        data = context.station.endorse_pack(data, read_file(options.sign), context.passphrase())
    pack = read(data)
    _keep_other_files(Path(options.pack))
    write_file(options.pack, data)
    built = {"name": pack.manifest.name, "version": pack.manifest.version, "sha256": pack.sha256}
    _print(context, diagnostics, pack.report, {"pack": built})


def _keep_other_files(target: Path) -> None:
    """Refuse to write over anything but a form pack: a slip of the hand must not cost the form it is built from.

    Raises:
        StationError: something else stands there.
    """
    if target.is_file() and b"manifest.json" not in read_file(str(target))[:100]:
        raise StationError("station.file.exists")


def check(context: Context, options: Namespace) -> None:
    """Print what is wrong or risky in a form, by sheet, row and column, and what lacks a translation."""
    from screening.station import authoring

    kind = kind_of(options.form)
    file = Path(options.form)
    diagnostics, report = authoring.check_form(read_file(options.form), kind, file, context.station.lists)
    _print(context, diagnostics, report, {})


def _print(
    context: Context, diagnostics: Sequence[Diagnostic], report: Mapping[str, Any] | None, more: dict[str, Any]
) -> None:
    rows = [
        {
            "severity": found.severity,
            "code": found.code,
            "sheet": found.sheet,
            "row": found.row,
            "column": found.column,
            "path": found.path,
            "message": context.out.words.message(FormError(found.code, **dict(found.params))).text,
        }
        for found in diagnostics
    ]
    lines = [f"{r['severity']}  {r['sheet'] or ''} {r['row'] or ''} {r['column'] or ''}  {r['message']}" for r in rows]
    lines = lines or [context.out.say("cli.form.clean")]
    translations = _translations(report) if report is not None else None
    for name, said in translations["languages"].items() if translations is not None else ():
        counts = {key: said[key] if isinstance(said[key], int) else len(said[key]) for key in said}
        lines.append(context.out.say("cli.form.translations", language=name, **counts))
    errors = any(row["severity"] == "error" for row in rows)
    context.out.document({"diagnostics": rows, "translations": translations, **more}, *lines, refused=errors)


def _translations(report: Mapping[str, Any]) -> dict[str, Any]:
    """For each language how many texts it has, which it lacks, and how many two people have not compared yet."""
    languages = {}
    for name, said in report.get("languages", {}).items():
        reviewed = sum(len(group["texts"]) for group in said.get("states", ()) if len(group["reviewed"]) >= _REVIEWERS)
        translated = int(said["present"])
        languages[name] = {"translated": translated, "missing": said["missing"], "unverified": translated - reviewed}
    return {"texts": report.get("texts", 0), "languages": languages}


def export(context: Context, options: Namespace) -> None:
    """Write the tables of an instrument as a workbook that other tools open; it builds to the same form.

    Raises:
        StationError: there is a file of this name, in which somebody may have worked.
    """
    from screening.forms.workbooks import export as workbook_of

    kind = kind_of(options.form)
    if kind not in {"md", "xlsx"} or Path(options.workbook).suffix.lower() != ".xlsx":
        raise FormError("form.kind")
    workbook = workbook_of(read_file(options.form), kind)
    if Path(options.workbook).exists():
        raise StationError("station.file.exists")
    write_file(options.workbook, workbook)
    line = context.out.say("cli.form.exported")
    context.out.document({"file": Path(options.workbook).name}, line)


def run(context: Context, options: Namespace) -> None:
    """Carry out a scripted interview and print one result for each step."""
    import json
    import random

    from screening.casefile.steps import run as run_steps
    from screening.envelope.ed25519 import verifies
    from screening.forms.session import Session
    from screening.station import authoring

    kind = kind_of(options.form)
    media = authoring.media_beside(Path(options.form))
    form = context.station.read_form(read_file(options.form), kind, media)
    seeded = options.seed is not None
    rng = random.Random(options.seed) if seeded else context.station.rng()  # noqa: S311  --seed asks for repeatable
    session = Session.new(form, context.station.clock.now, rng, verify=verifies)
    results = run_steps(session, read_json(options.steps), context.station.lists)
    context.out.document({"results": results}, *(json.dumps(result, ensure_ascii=False) for result in results))


def install(context: Context, options: Namespace) -> None:
    """Keep a pack on this station, and say what does not speak for it."""
    pack = context.station.packs.install(read_file(options.pack))
    standing = _standing(context, pack, _pinned(context))
    installed = context.out.say("cli.form.installed", name=pack.manifest.name)
    context.out.document({"packs": [_row(context, pack, standing)]}, installed, _say(context, standing))


def list_packs(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print the packs of this station and how each stands."""
    packs, pinned = context.station.packs, _pinned(context)
    judged = [(pack, _standing(context, pack, pinned)) for pack in packs.all()]
    rows = [_row(context, pack, standing) for pack, standing in judged]
    heads = ("name", "version", "title", "valid_until")
    cells = [
        [*(row[head] or "-" for head in heads), _say(context, standing)]
        for row, (_, standing) in zip(rows, judged, strict=True)
    ]
    lines = table([*heads, "standing"], cells)
    unreadable = [{"file": each.file, "code": each.code} for each in packs.unreadable()]
    lines += [f"{each['file']}: {context.out.words.message(FormError(each['code'])).text}" for each in unreadable]
    context.out.document({"packs": rows, "unreadable": unreadable}, *lines)


def _pinned(context: Context) -> str | None:
    """The authority that this station believes; only the vault knows, so only where a passphrase file opens it."""
    if context.shared.passphrase_file is None or not context.station.has_vault:
        return None
    return context.desk(inspect=True).enrolment.pinned()


def _standing(context: Context, pack: Pack, pinned: str | None) -> Standing:
    return context.station.packs.standing(pack, context.station.clock.now().date(), pinned)


def _say(context: Context, standing: Standing) -> str:
    from screening.station.standing import SIGNATURE_WORDS, STATUS_WORDS, TIME_WORDS

    said = [STATUS_WORDS[standing.status]]
    said += [TIME_WORDS[standing.time]] if standing.time != "current" else []
    words = [context.out.say(code) for code in said]
    return ", ".join(
        [*words, context.out.say(SIGNATURE_WORDS[standing.signature], signer=(standing.signer or "")[:16])]
    )


def _row(context: Context, pack: Pack, standing: Standing) -> dict[str, Any]:
    manifest = pack.manifest
    return {
        "name": manifest.name,
        "form_id": manifest.form_id,
        "version": manifest.version,
        "title": manifest.title_in(context.out.words.language),
        "titles": dict(manifest.titles),
        "status": manifest.status,
        "sha256": pack.sha256,
        "publisher": manifest.publisher,
        "signed_by": standing.signer,
        "signature": standing.signature,
        "validity": standing.time,
        "valid_from": manifest.valid_from,
        "valid_until": manifest.valid_to,
        "refused": standing.refusal(),
        "asks": list(standing.concessions()),
        "languages": list(manifest.languages),
    }
