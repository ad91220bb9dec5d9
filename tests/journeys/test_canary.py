"""A marked name, note, passphrase and key go through a full run; none of them may lie about in the clear."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.commands import Profile, run
from tests.support.office import station

from screening.identity.keys import Keys

NAME = "Канарка Жовтоперенко"
NOTE = "quietly-singing-canary-note"
PASSPHRASE = "canary sings under seven lamps 88"


def forms_of(secret: str) -> Iterator[bytes]:
    """The ways in which a text could lie in a file."""
    raw = secret.encode()
    yield raw
    yield secret.encode("utf-16-le")
    yield raw.hex().encode()
    yield base64.b64encode(raw).rstrip(b"=")[:-1]
    yield json.dumps(secret).strip('"').encode()


def everything_below(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            yield path, path.name.encode()
            if path.is_file():
                yield path, path.read_bytes()


def steps() -> list[dict[str, object]]:
    """The demonstration's interview, with the marks in a text answer, in a quote and in a note."""
    from tests.support.office import INTERVIEW

    script = json.loads(INTERVIEW.read_text("utf-8"))
    named = False
    for step in script:
        if "answer" in step and not named and "name" in step["answer"][0]:
            step["answer"][1], named = NAME, True
        if "answer" in step:
            step["verbatim"] = NOTE
    assert named, "the interview has a text answer for a name"
    return script


def test_a_full_run_leaves_nothing_in_the_clear(tmp_path: Path) -> None:
    work, temporary, secrets = tmp_path / "work", tmp_path / "tmp", tmp_path / "secrets"
    for folder in (work, temporary, secrets, work / "stick"):
        folder.mkdir()
    (secrets / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    (secrets / "steps.json").write_text(json.dumps(steps(), ensure_ascii=False), "utf-8")
    surroundings = {"TMPDIR": str(temporary), "HOME": str(work), "XDG_DATA_HOME": str(work / "xdg")}
    streams: list[str] = []

    def do(who: Profile, *arguments: str | Path) -> dict[str, object]:
        outcome = run("--home", who.home, "--passphrase-file", who.passphrase, *arguments, "--json", **surroundings)
        assert outcome.status == 0, outcome
        if arguments[:2] != ("case", "show"):
            streams.extend((outcome.out, outcome.err))
        return outcome.document

    officer, supervisor = (Profile(work / name, secrets / "passphrase") for name in ("officer", "supervisor"))
    do(officer, "identity", "authority-new", "-o", work / "authority.key", "--organisation", "Test")
    for who, role in ((officer, "officer"), (supervisor, "supervisor")):
        do(who, "vault", "create", "--role", role)
        do(who, "identity", "request", "--role", role, "--station", role, "-o", work / f"{role}.request")
        approved = ("--authority", work / "authority.key", "--days", "9", "-o", work / f"{role}.certificate")
        do(who, "identity", "approve", work / f"{role}.request", *approved)
    do(officer, "identity", "bundle", "--authority", work / "authority.key", "-o", work / "trust.bundle")
    for who, role in ((officer, "officer"), (supervisor, "supervisor")):
        do(who, "identity", "install", work / "trust.bundle")
        do(who, "identity", "install", work / f"{role}.certificate")
    case = str(do(officer, "case", "new", "--form", "second_line", "--steps", secrets / "steps.json")["case"])
    do(officer, "case", "consent", case, "--to", "police", "--given", "yes")
    do(officer, "packet", "seal", case, "--to", "police")
    do(officer, "outbox", "send", "--to", work / "stick")
    do(supervisor, "registry", "import", work / "stick")
    packet = do(supervisor, "registry", "list")["packets"][0]["packet"]  # type: ignore[index]
    do(supervisor, "registry", "review", packet, "--decision", "accept", "--reason", NOTE)
    do(supervisor, "registry", "receipts", "-o", work / "stick")
    do(officer, "outbox", "receipts", work / "stick")
    shown = json.dumps(do(officer, "case", "show", case), ensure_ascii=False)
    assert NAME in shown, "the mark really went through"

    with station(officer.home).unlock(PASSPHRASE) as desk:
        keys = Keys.from_bytes(desk.vault.kept("keys") or b"")
    private = keys.signing.private_numbers().private_value.to_bytes(32)
    planted = [form for secret in (NAME, NOTE, PASSPHRASE, keys.decryption.encode()) for form in forms_of(secret)]
    planted += [private, private.hex().encode()]
    for path, data in everything_below(work, temporary):
        for form in planted:
            assert form not in data, path
    for stream in streams:
        for form in planted:
            assert form not in stream.encode()
    assert list(temporary.iterdir()) == []
