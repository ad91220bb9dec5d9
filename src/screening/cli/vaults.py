"""``vault create | check | change-passphrase``: this station's encrypted store."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from screening.cli.context import Context
from screening.errors import VaultError


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
    desk = context.station.create(context.passphrase(new=True), user=options.user, role=options.role)
    desk.close()
    document = {"created": True, "user": options.user, "role": options.role}
    context.out.document(document, context.out.say("cli.vault.created"))


def check(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Verify pages, entries and custody log."""
    from screening.station.desk import DAMAGE

    try:
        found = context.desk(inspect=True).vault.check()
    except VaultError as refused:
        if refused.code not in DAMAGE:
            raise
        told = context.out.words.message(refused).text
        document = _document(ok=False, entries=None, size=None, root=None, findings=[(refused.code, "")])
        context.out.document(document | {"error": {"code": refused.code, "message": told}}, told, refused=True)
        return
    findings = [(finding.code, finding.detail) for finding in found.findings]
    lines = [context.out.say("cli.vault.ok" if found.ok else "cli.vault.findings", entries=found.entries)]
    lines += [f"- {context.out.say(code)}" for code, _ in findings]
    head = found.head
    document = _document(ok=found.ok, entries=found.entries, size=head.size, root=head.root, findings=findings)
    context.out.document(document, *lines, refused=not found.ok)


def _document(
    *, ok: bool, entries: int | None, size: int | None, root: str | None, findings: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "ok": ok,
        "entries": entries,
        "head": {"size": size, "root": root},
        "findings": [{"code": code, "detail": detail} for code, detail in findings],
    }
