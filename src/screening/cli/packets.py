"""``packet seal | inspect | verify | open``: the referral as bytes."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from screening.cli.context import Context, read_file, write_file
from screening.cli.output import table
from screening.errors import StationError
from screening.ids import ProfileId
from screening.station.files import make_folder


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("packet", help="sealed referrals")
    packet = group.add_subparsers(metavar="COMMAND", required=True)
    parser = packet.add_parser("seal", help="sign and encrypt a referral, one packet for each profile")
    parser.add_argument("case")
    parser.add_argument("--to", action="append", required=True, metavar="RECIPIENT")
    parser.add_argument("--profile", default=None)
    parser.add_argument("-o", dest="folder", default=None, metavar="DIR")
    parser.set_defaults(run=seal)
    parser = packet.add_parser("inspect", help="what can be seen of a packet without a key")
    parser.add_argument("file")
    parser.set_defaults(run=inspect)
    parser = packet.add_parser("verify", help="verify a packet step by step")
    parser.add_argument("file")
    parser.add_argument("--trust", metavar="BUNDLE", default=None)
    parser.set_defaults(run=verify)
    parser = packet.add_parser("open", help="write a packet's contents in the clear; this is logged")
    parser.add_argument("file")
    parser.add_argument("-o", dest="folder", required=True, metavar="DIR")
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=open_)


def seal(context: Context, options: Namespace) -> None:
    """Seal and queue; with -o also leave the files in a folder."""
    from screening.fieldwork import referring

    fieldwork = context.desk().fieldwork
    profile = ProfileId(options.profile) if options.profile else None
    folder = None if options.folder is None else make_folder(Path(options.folder))
    made = referring.seal(fieldwork, fieldwork.find(options.case), options.to, profile)
    rows: list[dict[str, Any]] = [
        {
            "id": packet.packet,
            "digest": packet.digest,
            "file": None,
            "recipients": list(packet.recipients),
            "profile": packet.profile,
            "withheld": list(packet.withheld),
        }
        for packet in made
    ]
    lines = table(("packet", "profile", "digest"), [[r["id"], r["profile"], r["digest"][:16]] for r in rows])
    document: dict[str, Any] = {"packets": rows}
    try:
        if folder is not None:
            for row, packet in zip(rows, made, strict=True):
                copy = context.desk().vault.blob(packet.digest)
                row["file"] = str(write_file(folder / f"{packet.digest}.asice.age", copy))
    except StationError as refused:  # sealed and queued all the same: its id must be told
        said = context.out.words.message(refused).text
        document["error"] = {"code": refused.code, "message": said}
        lines.append(said)
    context.out.document(document, *lines, refused="error" in document)


def inspect(context: Context, options: Namespace) -> None:
    """Print format, size, number of stanzas and digest."""
    from screening.packets.unseal import inspect as look

    seen = look(read_file(options.file))
    document = {"format": seen.format, "size": seen.size, "stanzas": len(seen.stanzas), "digest": seen.digest}
    context.out.document(document, *(f"{key}: {value}" for key, value in document.items()))


def verify(context: Context, options: Namespace) -> None:
    """Print every step and what it found."""
    trust = read_file(options.trust) if options.trust else None
    checked = context.desk().registry.verify(read_file(options.file), trust)
    steps = [{"step": s.step, "name": s.name, "ok": s.ok, "detail": s.detail} for s in checked.steps]
    document = {"ok": checked.ok, "code": checked.code, "packet": checked.packet, "steps": steps}
    marks = {True: "+", False: "x", None: " "}
    lines = [f"{marks[s.ok]} {s.step:2} {context.out.say('step.' + s.name)}" for s in checked.steps]
    context.out.document(document, *lines, context.out.say(str(checked.code)), refused=not checked.ok)


def open_(context: Context, options: Namespace) -> None:
    """Write the container and its parts into a folder."""
    folder = make_folder(Path(options.folder))
    parts = context.desk().registry.open_in_clear(read_file(options.file), options.reason)
    files = [str(write_file(folder / name.replace("/", "_"), data)) for name, data in parts]
    context.out.document({"files": files}, *files, context.out.say("cli.packet.clear"))
