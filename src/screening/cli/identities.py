"""``identity ...``: the offline authority's commands, and a station's enrolment."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context, read_file, write_file
from screening.cli.output import table
from screening.errors import StationError
from screening.ids import RecipientId
from screening.station.times import stamp

if TYPE_CHECKING:
    from screening.identity.authority import Authority
    from screening.identity.fingerprint import Fingerprint


def register(commands: Any) -> None:
    """Add the commands of this file."""
    group = commands.add_parser("identity", help="keys, certificates and trust")
    identity = group.add_subparsers(metavar="COMMAND", required=True)
    parser = identity.add_parser("authority-new", help="make the organisation's offline authority")
    parser.add_argument("-o", dest="file", required=True)
    parser.add_argument("--organisation", required=True)
    parser.set_defaults(run=authority_new)
    parser = identity.add_parser("request", help="ask the authority for a certificate for this station")
    parser.add_argument("--role", required=True, choices=("officer", "supervisor"))
    parser.add_argument("--station", required=True)
    parser.add_argument("-o", dest="file", required=True, metavar="REQUEST")
    parser.set_defaults(run=request)
    parser = identity.add_parser("approve", help="issue the certificate for a request")
    parser.add_argument("request")
    parser.add_argument("--authority", required=True)
    parser.add_argument("--days", required=True, type=int)
    parser.add_argument("--recipient", action="append", default=[], help="receives for this recipient of the directory")
    parser.add_argument("-o", dest="file", required=True, metavar="CERTIFICATE")
    parser.set_defaults(run=approve)
    parser = identity.add_parser("bundle", help="publish whom to trust and whom to write to")
    parser.add_argument("--authority", required=True)
    parser.add_argument("--revoke", nargs="*", action="extend", default=[], metavar="SERIAL")
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("-o", dest="file", required=True, metavar="BUNDLE")
    parser.set_defaults(run=bundle)
    parser = identity.add_parser("install", help="keep a certificate or trust bundle on this station")
    parser.add_argument("file", metavar="CERTIFICATE|BUNDLE")
    parser.set_defaults(run=install)
    parser = identity.add_parser("show", help="this station's certificate, trust and recipients")
    parser.set_defaults(run=show)


def authority_new(context: Context, options: Namespace) -> None:
    """Make the authority's file, closed with the passphrase."""
    from screening.identity.authority import authority_new as make

    if os.path.lexists(options.file):  # with a lost authority every station would have to enrol anew
        raise StationError("station.file.exists")
    file, fingerprint = make(options.organisation, context.station.clock.now(), context.passphrase(new=True).encode())
    write_file(options.file, file)
    _fingerprint(context, fingerprint)


def request(context: Context, options: Namespace) -> None:
    """Make this station's keys if it has none, and its request."""
    data, fingerprint = context.desk().enrolment.request(options.role, options.station)
    write_file(options.file, data)
    _fingerprint(context, fingerprint)


def _fingerprint(context: Context, fingerprint: Fingerprint, **more: object) -> None:
    from screening.identity.fingerprint import fingerprint_words

    words = " ".join(fingerprint_words(fingerprint, context.station.paths.resources))
    document = {"fingerprint": fingerprint, "words": words, **more}
    context.out.document(document, context.out.say("cli.identity.compare"), words)


def _open(context: Context, options: Namespace) -> tuple[Authority, bytes]:
    from screening.identity.authority import open_authority

    secret = context.passphrase().encode()
    return open_authority(read_file(options.authority), secret), secret


def approve(context: Context, options: Namespace) -> None:
    """Issue a certificate; the authority's file remembers it."""
    from screening.identity.enrolment import read_issued

    authority, secret = _open(context, options)
    recipients = tuple(RecipientId(name) for name in options.recipient)
    data = authority.approve(
        read_file(options.request), options.days, context.station.clock.now(), recipients=recipients
    )
    certificate = read_issued(data).certificate
    write_file(options.authority, authority.to_bytes(secret))  # remembered before it is handed out
    write_file(options.file, data)
    _fingerprint(
        context,
        certificate.fingerprint,
        serial=certificate.serial,
        role=certificate.role,
        station=certificate.station,
        until=stamp(certificate.until),
    )


def bundle(context: Context, options: Namespace) -> None:
    """Sign the next trust bundle."""
    authority, secret = _open(context, options)
    for serial in options.revoke:
        authority.revoke(serial)
    now = context.station.clock.now()
    data = authority.bundle(now, days=options.days)
    write_file(options.authority, authority.to_bytes(secret))
    write_file(options.file, data)
    until = stamp(now + timedelta(days=options.days))
    document = {"number": authority.number, "until": until, "revoked": sorted(authority.revoked)}
    context.out.document(document, context.out.say("cli.identity.bundle", number=authority.number))


def install(context: Context, options: Namespace) -> None:
    """Keep a certificate or bundle; a bundle's authority is pinned at first."""
    context.desk().enrolment.install(read_file(options.file))
    show(context, options)


def show(context: Context, options: Namespace) -> None:  # noqa: ARG001  every command takes both
    """Print what this station has."""
    own = context.desk().credentials
    certificate, trust = own.certificate, own.trust
    document: dict[str, Any] = {
        "certificate": certificate
        and {
            "subject": certificate.subject,
            "role": certificate.role,
            "station": certificate.station,
            "serial": certificate.serial,
            "until": stamp(certificate.until),
        },
        "authority": _authority(context),
        "bundle": trust and {"number": trust.number, "until": stamp(trust.until)},
        "recipients": [
            {"name": r.name, "role": r.role, "fingerprint": r.fingerprint, "age": r.age}
            for r in (context.desk().recipients() if trust else ())
        ],
    }
    rows = [[r["name"], r["role"], r["fingerprint"][:16]] for r in document["recipients"]]
    pinned = document["authority"]
    trusted = [context.out.say("cli.identity.authority"), pinned["words"]] if pinned else []
    context.out.document(document, *trusted, *table(("name", "role", "fingerprint"), rows))


def _authority(context: Context) -> dict[str, str] | None:
    """Whom this station believes: to be compared by voice with the words the authority printed when it was made."""
    pinned = context.desk().enrolment.pinned()
    if pinned is None:
        return None
    return {"fingerprint": pinned, "words": " ".join(context.desk().enrolment.words(pinned))}
