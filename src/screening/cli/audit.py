"""``audit verify | export``: the custody log against its head, and for somebody else to verify."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from screening.cli.context import Context, read_json, write_file
from screening.errors import VaultError


def register(commands: Any) -> None:
    """Add the command of this file."""
    group = commands.add_parser("audit", help="the custody log")
    audit = group.add_subparsers(metavar="COMMAND", required=True)
    parser = audit.add_parser("verify", help="verify the log, and that it grew from a head seen before")
    parser.add_argument("--head", metavar="HEAD.json", default=None)
    parser.set_defaults(run=verify)
    parser = audit.add_parser("export", help="write the log without contents, for a third party to verify")
    parser.add_argument("-o", dest="file", required=True, metavar="FILE")
    parser.set_defaults(run=export)


def verify(context: Context, options: Namespace) -> None:
    """Recompute the log from its leaves."""
    from screening.station.desk import DAMAGE

    try:
        desk = context.desk(inspect=True)
        found = desk.vault.check()
    except VaultError as refused:
        if refused.code not in DAMAGE:
            raise
        told = context.out.words.message(refused).text
        unread = {"ok": False, "size": None, "root": None, "findings": [{"code": refused.code, "detail": ""}]}
        context.out.document(unread | {"error": {"code": refused.code, "message": told}}, told, refused=True)
        return
    findings = [{"code": finding.code, "detail": finding.detail} for finding in found.findings]
    if options.head is not None:
        findings += [{"code": code, "detail": ""} for code in desk.compare_head(read_json(options.head))]
    document = {"ok": not findings, "size": found.head.size, "root": found.head.root, "findings": findings}
    line = context.out.say("cli.audit.ok" if not findings else "cli.audit.findings", size=found.head.size)
    context.out.document(document, line, refused=bool(findings))


def export(context: Context, options: Namespace) -> None:
    """Write one line for each entry: what its leaf hashes; nothing that was said."""
    desk = context.desk()
    lines = desk.vault.leaves_in_words()
    head = desk.vault.head()
    first = {"format": "screening-custody-log", "version": 1, "size": head.size, "root": head.root}
    write_file(options.file, b"".join(json.dumps(line, sort_keys=True).encode() + b"\n" for line in (first, *lines)))
    document = {"file": options.file, "size": head.size, "root": head.root}
    context.out.document(document, context.out.say("cli.audit.exported", size=head.size))
