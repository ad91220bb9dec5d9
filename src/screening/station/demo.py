"""The whole line with made-up people on one machine, through the real rooms: from an answer to a signed receipt."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.casefile.entries import Consented, Role
from screening.errors import StationError, UsageError
from screening.fieldwork import outbox, referring
from screening.identity.authority import Authority, authority_new, open_authority
from screening.station.desk import Desk
from screening.station.files import make_folder, write_whole
from screening.station.paths import Paths
from screening.station.station import Station

_MARK = "made-by-demo"
_FORM = "second_line"


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of the line, with the id and digest that came out."""

    arrow: str
    id: str
    digest: str
    detail: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What the line left behind."""

    steps: tuple[Step, ...]
    packet: Path
    pdf: Path
    receipt: Path


def run(station: Station, out: Path, passphrase: str) -> Demo:
    """Carry out the line and leave its files in `out`: packet, PDF, receipt, both profiles, and the passphrase.

    Raises:
        UsageError: `out` holds something that no earlier demonstration left.
        StationError: `out` cannot be written.
        ScreeningError: a room refused; what was done up to there stays.
    """
    _clear(out)
    write_whole(out / "passphrase.txt", (passphrase + "\n").encode())
    post, bench = station.words.say("cli.demo.post"), station.words.say("cli.demo.desk")
    officer = _profile(station, out / "officer").create(passphrase, user=post, role="officer")
    with (
        officer,
        _profile(station, out / "supervisor").create(passphrase, user=bench, role="supervisor") as desk,
    ):
        _enrol(station, out, passphrase, officer, desk)
        steps = tuple(_line(officer, desk, out))
    packet = next((out / "stick").glob("*.asice.age"))
    receipt = next((out / "stick").glob("*.receipt.age"))
    return Demo(steps, packet, out / "referral.pdf", receipt)


def _clear(out: Path) -> None:
    try:
        if out.exists() and any(out.iterdir()):
            if not (out / _MARK).exists():
                raise UsageError("cli.demo.folder")
            shutil.rmtree(out)
    except OSError:
        raise StationError("station.unwritable") from None
    make_folder(out)
    write_whole(out / _MARK, b"Everything in this folder is made up and may be deleted.\n")


def _profile(station: Station, home: Path) -> Station:
    return Station(
        Paths(make_folder(home), station.paths.resources), station.clock, station.settings, station.words, station.cost
    )


def _enrol(station: Station, out: Path, passphrase: str, officer: Desk, supervisor: Desk) -> None:
    now = station.clock.now()
    secret = passphrase.encode()
    file, _ = authority_new(station.words.say("cli.demo.organisation"), now, secret)
    authority: Authority = open_authority(file, secret)
    roles: tuple[tuple[Desk, Role], ...] = ((officer, "officer"), (supervisor, "supervisor"))
    certificates = []
    for desk, role in roles:
        request, _ = desk.enrolment.request(role, desk.vault.user)
        certificates.append(authority.approve(request, 30, now))
    bundle = authority.bundle(now, days=30)
    for (desk, _), certificate in zip(roles, certificates, strict=True):
        desk.enrolment.install(bundle)
        desk.enrolment.install(certificate)
    write_whole(out / "authority.key", authority.to_bytes(secret))
    write_whole(out / "trust.bundle", bundle)


def _line(officer: Desk, supervisor: Desk, out: Path) -> Iterator[Step]:
    fieldwork, registry = officer.fieldwork, supervisor.registry
    steps = json.loads((officer.station.paths.resources / "demo" / "interview.json").read_text("utf-8"))
    case, outcome = fieldwork.record_steps(officer.current_pack(_FORM), steps)
    state = fieldwork.case(case)
    yield Step("answered", case, str(state.submission), f"{len(state.answers)} answers")
    head = officer.vault.head()
    yield Step("recorded", case, head.root, f"{head.size} entries")
    yield Step("assessed", case, _digest(dict(state.assessment.result) if state.assessment else {}), outcome)

    recipient = officer.recipients()[0].name
    fieldwork.record(case, Consented(fieldwork.purpose(recipient), "yes"))
    plan = referring.plan(fieldwork, case, [recipient])[0]
    yield Step("referred", case, _digest(plan.disclosure.fields), f"{plan.profile.id} {recipient}")
    made = referring.seal(fieldwork, case, [recipient])[0]
    yield Step("packet", made.packet, made.digest, f"{made.size} bytes")

    stick = make_folder(out / "stick")
    failures = outbox.send(fieldwork, officer.transport(str(stick)))
    if failures:
        raise StationError("station.demo", arrow="delivered")
    yield Step("delivered", made.packet, made.digest, "folder, written and read back")

    taken = next(iter(supervisor.take_in(str(stick))))
    yield Step("imported", str(taken.packet), taken.digest, taken.result)
    checked = registry.verify((stick / f"{made.digest}.asice.age").read_bytes())
    yield Step("verified", str(checked.packet), taken.digest, f"{len(checked.steps)} steps")
    write_whole(out / "referral.pdf", registry.open(taken.digest).files["referral.pdf"])
    entry = registry.review(taken.digest, "accept", supervisor.station.words.say("cli.demo.reason"))
    yield Step("reviewed", str(taken.packet), taken.digest, f"accept, entry {entry.seq}")

    handed = registry.hand_out(supervisor.transport(str(stick)))[0]
    failures = [code for _, code in outbox.collect(fieldwork, officer.transport(str(stick))) if code]
    item = outbox.items(fieldwork)[0]
    if failures or item.packet.receipt != handed.receipt:
        raise StationError("station.demo", arrow="receipt")
    yield Step("receipt", made.packet, handed.receipt, item.packet.state)


def _digest(document: Any) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
