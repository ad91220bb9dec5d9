"""``vault create | check | change-passphrase``: this station's encrypted store."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from screening.cli.context import Context


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("vault", help="this station's encrypted store")
    vault = group.add_subparsers(metavar="COMMAND", required=True)
    parser = vault.add_parser("create", help="make the store of this station")
    parser.add_argument("--user", default="officer")
    parser.add_argument("--role", choices=("officer", "supervisor"), default="officer")
    parser.set_defaults(run=create)
    parser = vault.add_parser("check", help="verify the store and its custody log")
    parser.set_defaults(run=check)


def create(context: Context, options: Namespace) -> None:
    """Make the vault; the passphrase comes from the file or standard input."""
    desk = context.station.create(context.passphrase(), user=options.user, role=options.role)
    desk.close()
    document = {"created": True, "user": options.user, "role": options.role}
    context.out.document(document, context.out.say("cli.vault.created"))


def check(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Verify pages, entries and custody log."""
    found = context.desk().vault.check()
    document = {
        "ok": found.ok,
        "entries": found.entries,
        "head": {"size": found.head.size, "root": found.head.root},
        "findings": [{"code": finding.code, "detail": finding.detail} for finding in found.findings],
    }
    lines = [context.out.say("cli.vault.ok" if found.ok else "cli.vault.findings", entries=found.entries)]
    lines += [f"- {context.out.say(finding.code)}" for finding in found.findings]
    context.out.document(document, *lines, refused=not found.ok)
