"""``vault``: this station's encrypted store, the ways into it, and their end."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from screening.cli.context import Context, read_file, write_file
from screening.errors import VaultError

_SMALL = 1_000_000
"""Bytes of a request or answer at most, with room."""


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
    parser = vault.add_parser("change-passphrase", help="take another passphrase")
    parser.add_argument("--new-passphrase-file", metavar="FILE", default=None)
    parser.set_defaults(run=change_passphrase)
    parser = vault.add_parser("backup", help="write the whole vault into one new encrypted file, and read it back")
    parser.add_argument("file")
    parser.set_defaults(run=backup)
    parser = vault.add_parser("restore", help="put the vault of a backup in place; one that is there is moved aside")
    parser.add_argument("file")
    parser.add_argument("--reason", default=None)
    parser.set_defaults(run=restore)
    _register_recover(vault.add_parser("recover", help="get in again after the passphrase was forgotten"))

    sheet = vault.add_parser("sheet", help="recovery sheets: shares on paper").add_subparsers(
        metavar="STEP", required=True
    )
    parser = sheet.add_parser("make", help="make new sheets to print; earlier ones open nothing any more")
    parser.add_argument("-o", dest="file", required=True, metavar="FOLDER|PDF")
    parser.add_argument("--shares", type=int, default=3, metavar="N")
    parser.add_argument("--needed", type=int, default=2, metavar="K")
    parser.set_defaults(run=sheet_make)
    parser = sheet.add_parser("open", help="choose a new passphrase with the words of enough sheets")
    parser.add_argument("sheets", nargs="*", metavar="FILE", help="a text file with the words of one sheet")
    parser.add_argument("--words", action="append", default=[], metavar="WORDS", help="the words of one sheet")
    parser.add_argument("--user", default=None, help="whose passphrase, where the station has several users")
    parser.set_defaults(run=sheet_open)
    parser = vault.add_parser("lock-down", help="destroy every passphrase now; supervisors and sheets still open it")
    parser.add_argument("--without-way-back", action="store_true", help="also when nothing would open it any more")
    parser.set_defaults(run=lock_down)
    parser = vault.add_parser("wipe-after", help="destroy every passphrase after so many wrong ones in a row")
    parser.add_argument("tries", metavar="N|off")
    parser.add_argument("--without-way-back", action="store_true", help="also when nothing would open it any more")
    parser.set_defaults(run=wipe_after)


def _register_recover(group: Any) -> None:
    recover = group.add_subparsers(metavar="STEP", required=True)
    parser = recover.add_parser("request", help="at the locked station: choose a new passphrase, ask a supervisor")
    parser.add_argument("-o", dest="file", required=True, metavar="REQUEST")
    parser.set_defaults(run=recover_request)
    parser = recover.add_parser("answer", help="at a supervisor's station: answer a request")
    parser.add_argument("request")
    parser.add_argument("--words", required=True, help="the eight words as the other user reads them out")
    parser.add_argument("--reason", required=True)
    parser.add_argument("-o", dest="file", required=True, metavar="ANSWER")
    parser.set_defaults(run=recover_answer)
    parser = recover.add_parser("finish", help="at the locked station: put the new passphrase in force")
    parser.add_argument("answer")
    parser.add_argument("--user", default=None, help="whose passphrase, where the station has several users")
    parser.set_defaults(run=recover_finish)


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


def change_passphrase(context: Context, options: Namespace) -> None:
    """Rewrap the key; the new passphrase comes from its own file, or from the next line of standard input."""
    from screening.cli.arguments import read_passphrase
    from screening.station.safekeeping import change_passphrase as change

    desk, former = context.desk(), context.passphrase()
    change(desk, former, read_passphrase(options.new_passphrase_file, twice=True, prompt="New passphrase"))
    document = {"changed": True, "user": desk.vault.user}
    context.out.document(document, context.out.say("cli.vault.changed"))


def backup(context: Context, options: Namespace) -> None:
    """Write a backup of this station."""
    from screening.station import backups

    made = backups.back_up(context.desk(), Path(options.file))
    head = {"size": made.head.size, "root": made.head.root}
    document = {"file": options.file, "made": made.made, "entries": made.head.size, "bytes": made.size, "head": head}
    context.out.document(document, context.out.say("cli.backup.made", entries=made.head.size))


def restore(context: Context, options: Namespace) -> None:
    """Put a backup in place of this station's vault; the passphrase is one that the backup knows."""
    from screening.station import backups

    reason = options.reason or context.out.say("cli.case.no_reason")
    with backups.restore(context.station, Path(options.file), context.passphrase(), reason) as desk:
        head = desk.vault.head()
    document = {"restored": True, "entries": head.size, "head": {"size": head.size, "root": head.root}}
    context.out.document(document, context.out.say("cli.backup.restored", entries=head.size))


def recover_request(context: Context, options: Namespace) -> None:
    """Write the request; the passphrase is the new one."""
    from screening.station.safekeeping import ask_recovery

    request, words = ask_recovery(context.station, context.passphrase(new=True))
    write_file(options.file, request)
    said = " ".join(words)
    context.out.document({"file": options.file, "words": said}, context.out.say("cli.recover.asked"), said)


def recover_answer(context: Context, options: Namespace) -> None:
    """Answer a request, when its words are those that were read out."""
    from screening.station.safekeeping import answer_recovery

    request = read_file(options.request, limit=_SMALL)
    answer, vault = answer_recovery(context.desk(), request, options.words, options.reason)
    write_file(options.file, answer)
    context.out.document({"file": options.file, "vault": vault}, context.out.say("cli.recover.answered"))


def recover_finish(context: Context, options: Namespace) -> None:
    """Put the passphrase chosen with the request in force."""
    from screening.station.safekeeping import finish_recovery

    answer = read_file(options.answer, limit=_SMALL)
    with finish_recovery(context.station, answer, context.passphrase(), options.user) as desk:
        document = {"recovered": True, "user": desk.vault.user}
    context.out.document(document, context.out.say("cli.recover.finished"))


def sheet_make(context: Context, options: Namespace) -> None:
    """Make new recovery sheets and write them for printing."""
    from screening.station.safekeeping import make_sheets

    files = make_sheets(context.desk(), Path(options.file), shares=options.shares, needed=options.needed)
    document = {"files": [str(file) for file in files], "shares": options.shares, "needed": options.needed}
    context.out.document(document, context.out.say("cli.sheet.made", shares=options.shares, needed=options.needed))


def sheet_open(context: Context, options: Namespace) -> None:
    """Open the station with the words of enough sheets; the passphrase is the new one."""
    from screening.station.safekeeping import open_with_sheets

    texts = [*options.words, *(read_file(file, limit=_SMALL).decode("utf-8", "replace") for file in options.sheets)]
    with open_with_sheets(context.station, texts, context.passphrase(new=True), options.user) as desk:
        document = {"opened": True, "user": desk.vault.user}
    context.out.document(document, context.out.say("cli.recover.finished"))


def lock_down(context: Context, options: Namespace) -> None:
    """Destroy every passphrase; what is left is said."""
    from screening.station.safekeeping import lock_down as destroy

    left = destroy(context.desk(), without_way_back=options.without_way_back)
    context.out.document(
        {"locked_down": True, "remains": list(left)},
        context.out.say("cli.lock_down.done" if left else "cli.lock_down.nothing_left"),
    )


def wipe_after(context: Context, options: Namespace) -> None:
    """Choose after how many wrong passphrases in a row every one is destroyed, or that none is."""
    if not options.tries.isdecimal() and options.tries != "off":
        raise VaultError("vault.tries", fewest=5)
    tries = None if options.tries == "off" else int(options.tries)
    vault = context.desk().vault
    if tries is not None and not vault.ways_back() and not options.without_way_back:
        raise VaultError("vault.no_way_back")
    vault.wipe_after(tries)
    said = context.out.say("cli.wipe.off") if tries is None else context.out.say("cli.wipe.on", tries=tries)
    context.out.document({"wipe_after": tries}, said)


def _document(
    *, ok: bool, entries: int | None, size: int | None, root: str | None, findings: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "ok": ok,
        "entries": entries,
        "head": {"size": size, "root": root},
        "findings": [{"code": code, "detail": detail} for code, detail in findings],
    }
