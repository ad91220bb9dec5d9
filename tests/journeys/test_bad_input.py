"""Bad input by commands: each has its own code and words, status 1, and loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from screening.envelope import age, zips
from screening.identity.keys import Keys
from screening.station.clock import Clock
from screening.station.paths import Paths, find_resources
from screening.station.settings import Settings
from screening.station.station import Station
from screening.station.words import Words
from support.commands import PASSPHRASE, STEPS, Office, Outcome, Profile, enrol, make_office, profile, run

CANARY = "Canary-Yellowfeather"  # a name that no output may hold


def keys_of(who: Profile) -> Keys:
    """What the vault keeps, taken out inside the test."""
    resources = find_resources()
    station = Station(Paths(who.home, resources), Clock(), Settings(), Words.load(resources, "en"))
    with station.unlock(who.passphrase.read_text("utf-8").strip()) as desk:
        return Keys.from_bytes(desk.vault.kept("keys") or b"")


def refused(outcome: Outcome) -> str:
    """The code of a plain refusal; words stand beside it, and nothing of ours leaks."""
    assert outcome.status == 1, outcome
    assert "Traceback" not in outcome.out + outcome.err
    error = outcome.document["error"]
    assert error["message"]
    assert error["message"] != error["code"]
    return str(error["code"])


def asked(who: Profile, *arguments: str | Path) -> Outcome:
    return who.outcome(*arguments, "--json")


@pytest.fixture(scope="module")
def packet(office: Office) -> bytes:
    return office.packet(office.stick).read_bytes()


@pytest.fixture
def copy(office: Office, tmp_path: Path) -> Profile:
    """The officer's station once more, to be damaged."""
    shutil.copytree(office.officer.home, tmp_path / "copy")
    return Profile(tmp_path / "copy", office.officer.passphrase)


# ---- the vault -------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase(office: Office, tmp_path: Path) -> None:
    wrong = profile(tmp_path, "wrong", "not the passphrase at all 12")
    assert refused(asked(Profile(office.officer.home, wrong.passphrase), "case", "list")) == "vault.passphrase"


def test_no_passphrase_and_no_file_of_it(office: Office, tmp_path: Path) -> None:
    assert refused(run("--home", office.officer.home, "case", "list", "--json")) == "station.passphrase.empty"
    missing = Profile(office.officer.home, tmp_path / "nowhere")
    assert refused(asked(missing, "case", "list")) == "station.passphrase.file"


def test_the_passphrase_from_standard_input_opens(office: Office) -> None:
    opened = run("--home", office.officer.home, "case", "list", "--json", stdin=PASSPHRASE + "\n")
    assert opened.status == 0


def test_no_vault_and_one_too_many(office: Office, tmp_path: Path) -> None:
    nowhere = profile(tmp_path, "nowhere")
    assert refused(asked(nowhere, "case", "list")) == "vault.missing"
    assert refused(asked(nowhere, "vault", "check")) == "vault.missing"
    assert refused(asked(office.officer, "vault", "create")) == "vault.exists"


def test_a_passphrase_that_is_too_easy(tmp_path: Path) -> None:
    easy = profile(tmp_path, "easy", "password")
    assert refused(asked(easy, "vault", "create")) == "vault.passphrase.weak"
    assert not (easy.home / "vault" / "vault.json").exists()


def test_a_store_with_flipped_bytes_says_so_and_is_not_opened(copy: Profile) -> None:
    store = copy.home / "vault" / "vault.db"
    data = bytearray(store.read_bytes())
    for place in range(200, len(data), 4096):
        data[place] ^= 0x5A
    store.write_bytes(bytes(data))
    assert refused(asked(copy, "case", "list")) == "vault.store.damaged"
    checked = asked(copy, "vault", "check")
    assert checked.status == 1
    assert checked.document["ok"] is False
    assert checked.document["findings"][0]["code"] == "vault.store.damaged"
    verified = asked(copy, "audit", "verify")
    assert (verified.status, verified.document["ok"]) == (1, False)


def test_one_flipped_byte_is_found_by_the_check(copy: Profile) -> None:
    store = copy.home / "vault" / "vault.db"
    data = bytearray(store.read_bytes())
    data[len(data) // 2] ^= 1
    store.write_bytes(bytes(data))
    checked = asked(copy, "vault", "check")
    assert checked.status == 1
    assert checked.document["ok"] is False
    assert checked.document["findings"]


@pytest.mark.parametrize("left", [0, 40])
def test_a_header_cut_short(copy: Profile, left: int) -> None:
    for header in (copy.home / "vault").glob("vault.json*"):
        header.write_bytes(header.read_bytes()[:left])
    assert refused(asked(copy, "case", "list")) == "vault.header.damaged"
    checked = asked(copy, "vault", "check")
    assert (checked.status, checked.document["ok"]) == (1, False)


def test_a_store_that_is_gone(copy: Profile) -> None:
    for file in (copy.home / "vault").glob("vault.db*"):
        file.unlink()
    assert refused(asked(copy, "case", "list")) == "vault.store.missing"


# ---- forms, steps, files ---------------------------------------------------------------------------------------


def test_a_form_pack_that_is_not_here(office: Office) -> None:
    missing = asked(office.officer, "case", "new", "--form", "no_such_form", "--steps", STEPS)
    assert refused(missing) == "station.pack.missing"


def test_a_case_whose_pack_is_gone_is_shown_but_not_sealed(office: Office, tmp_path: Path) -> None:
    form = tmp_path / "own.md"
    form.write_text(OWN_FORM, "utf-8")
    (tmp_path / "pack.toml").write_text('status = "active"\n', "utf-8")
    (tmp_path / "steps.json").write_text("[]", "utf-8")
    office.officer.run("form", "build", form, "-o", tmp_path / "own.pack")
    office.officer.run("form", "install", tmp_path / "own.pack")
    begin = ("case", "new", "--form", "own", "--steps", tmp_path / "steps.json")
    assert refused(asked(office.officer, *begin)) == "station.pack.unsigned"
    case = office.officer.run(*begin, "--accept", "unsigned")["case"]
    for pack in (office.officer.home / "packs").rglob("*.pack"):
        pack.unlink()
    assert office.officer.run("case", "show", case)["case"] == case
    assert refused(asked(office.officer, "packet", "seal", case, "--to", "police")) == "station.pack.digest"


OWN_FORM = """
| survey |      |      |       |
|        | type | name | label |
|        | text | q    | Q     |
| settings |         |         |
|          | form_id | version |
|          | own     | 1       |
"""
UNKNOWN_TYPE = OWN_FORM.replace("text | q ", "texxt | q ")
BAD_EXPRESSION = """
| survey |      |      |       |            |
|        | type | name | label | relevant   |
|        | text | q    | Q     | ${nobody} > |
"""


@pytest.mark.parametrize("source", [UNKNOWN_TYPE, BAD_EXPRESSION, "no table at all", ""])
def test_a_malformed_workbook_has_diagnostics_and_no_pack(source: str, tmp_path: Path) -> None:
    form = tmp_path / "bad.md"
    form.write_text(source, "utf-8")
    checked = run("form", "check", form, "--json")
    assert checked.status == 1
    errors = [found for found in checked.document["diagnostics"] if found["severity"] == "error"]
    assert errors
    assert all(found["message"] and found["message"] != found["code"] for found in errors)
    built = run("form", "build", form, "-o", tmp_path / "bad.pack", "--json")
    assert built.status == 1
    assert not (tmp_path / "bad.pack").exists()
    assert refused(run("form", "run", form, "--steps", STEPS, "--json")).startswith("form.")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("form.xml", b"<html>"),
        ("form.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("form.xlsx", b"PK\x03\x04 not a workbook"),
        ("form.pack", b"PK\x03\x04 not a pack"),
        ("form.pack", b""),
    ],
)
def test_files_that_are_no_forms(name: str, data: bytes, tmp_path: Path) -> None:
    form = tmp_path / name
    form.write_bytes(data)
    checked = run("form", "check", form, "--json")
    assert checked.status == 1
    assert any(found["severity"] == "error" for found in checked.document["diagnostics"])
    assert refused(run("form", "run", form, "--steps", STEPS, "--json")).startswith("form.")


def test_an_altered_pack_is_not_installed(office: Office, tmp_path: Path) -> None:
    whole = (find_resources() / "packs" / "second_line.pack").read_bytes()
    place = whole.index(b"<h:html") + 4000
    (tmp_path / "altered.pack").write_bytes(whole[:place] + b"?" + whole[place + 1 :])
    assert refused(asked(office.officer, "form", "install", tmp_path / "altered.pack")).startswith("form.pack.")
    assert not list((office.officer.home / "packs").glob("*.pack"))


def test_a_file_of_another_kind_is_no_form(tmp_path: Path) -> None:
    (tmp_path / "form.doc").write_bytes(b"")
    assert refused(run("form", "check", tmp_path / "form.doc", "--json")) == "form.kind"
    assert refused(run("form", "build", tmp_path / "x.pack", "-o", tmp_path / "y", "--json")) == "form.kind"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ({"answer": 1}, "form.steps"),
        ([{"answer": "/data/x"}], "form.steps.step"),
        ([{"dance": True}], "form.steps.step"),
        ([{"state": "/data/no/such/question"}], "form.ref"),
        ([{"language": "Klingon"}], "form.language"),
    ],
)
def test_steps_that_are_malformed(office: Office, tmp_path: Path, steps: object, code: str) -> None:
    file = tmp_path / "steps.json"
    file.write_text(json.dumps(steps), "utf-8")
    before = len(office.officer.run("case", "list")["cases"])
    assert refused(asked(office.officer, "case", "new", "--form", "second_line", "--steps", file)).startswith(code)
    assert len(office.officer.run("case", "list")["cases"]) == before


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 200_000, b'{"a":' + b"9" * 10_000 + b"}"])
def test_files_that_are_no_json(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "f.json").write_bytes(content)
    assert refused(run("assess", tmp_path / "f.json", "--json")) == "station.file.json"


@pytest.mark.parametrize(
    "stated",
    [
        [],
        {},
        {"population": "robot"},
        {"population": "adult", "lists": ["no_such_list"]},
        {"population": "adult", "lists": ["adult_labour"], "indicators": {"ZZ99": "present"}},
        {"population": "adult", "lists": ["adult_labour"], "indicators": {"DR01": "perhaps"}},
    ],
)
def test_stated_facts_that_do_not_fit(stated: object, tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text(json.dumps(stated), "utf-8")
    assert refused(run("assess", tmp_path / "f.json", "--json")).startswith("assessment.")


def test_files_that_are_not_there_or_folders(tmp_path: Path) -> None:
    assert refused(run("assess", tmp_path / "none.json", "--json")) == "station.file.missing"
    assert refused(run("assess", tmp_path, "--json")) == "station.file.unreadable"
    assert refused(run("packet", "inspect", tmp_path / "none", "--json")) == "station.file.missing"


# ---- packets ---------------------------------------------------------------------------------------------------


def resealed(packet: bytes, who: Profile, *, without: str = "", to: Keys | None = None) -> bytes:
    """The same packet in another envelope, as somebody who can open it might make it."""
    keys = keys_of(who)
    container = age.decrypt(packet, [keys.decryption])
    if without:
        files = zips.unpack(container)
        container = zips.pack([(name, data) for name, data in files.items() if without not in name])
    return age.encrypt(container, [(to or keys).decryption.recipient])


def verdict(office: Office, data: bytes, tmp_path: Path) -> str:
    """The code with which a file is refused; verifying and taking in agree, and the bytes are kept."""
    folder = tmp_path / "came"
    folder.mkdir()
    file = folder / "one.asice.age"
    file.write_bytes(data)
    checked = asked(office.supervisor, "packet", "verify", file)
    assert checked.status == 1, checked
    assert checked.document["ok"] is False
    assert [step["ok"] for step in checked.document["steps"]].count(False) == 1
    taken = asked(office.supervisor, "registry", "import", folder)
    assert taken.status == 1
    assert taken.document["imported"] == 0
    assert taken.document["rejected"] == [{"file": "one.asice.age", "code": checked.document["code"]}]
    kept = list((office.supervisor.home / "rejected").glob("*.rejected"))
    assert data in [path.read_bytes() for path in kept]
    plain = office.supervisor.outcome("packet", "verify", file)
    assert plain.status == 1
    assert checked.document["code"] not in plain.out
    return str(checked.document["code"])


def test_a_packet_cut_short(office: Office, packet: bytes, tmp_path: Path) -> None:
    assert verdict(office, packet[: len(packet) // 2], tmp_path) == "packet.truncated"


def test_a_packet_of_no_bytes(office: Office, tmp_path: Path) -> None:
    assert verdict(office, b"", tmp_path) == "packet.truncated"


def test_a_packet_altered_on_the_way(office: Office, packet: bytes, tmp_path: Path) -> None:
    place = len(packet) - 5000
    altered = packet[:place] + bytes([packet[place] ^ 1]) + packet[place + 1 :]
    assert verdict(office, altered, tmp_path) == "packet.altered"


def test_no_packet_at_all(office: Office, tmp_path: Path) -> None:
    assert verdict(office, b"Dear colleague, see attached." * 40, tmp_path) == "packet.not_age"


def test_a_packet_that_nobody_signed(office: Office, packet: bytes, tmp_path: Path) -> None:
    unsigned = resealed(packet, office.supervisor, without="META-INF/signatures")
    assert verdict(office, unsigned, tmp_path) == "packet.unsigned"


def test_a_packet_for_somebody_else(office: Office, packet: bytes, tmp_path: Path) -> None:
    other = resealed(packet, office.supervisor, to=Keys.generate())
    assert verdict(office, other, tmp_path) == "packet.not_for_us"


def test_a_packet_that_somebody_passed_on(office: Office, packet: bytes, tmp_path: Path) -> None:
    third = profile(tmp_path, "third")
    third.run("vault", "create", "--role", "supervisor")
    enrol(office.keeper, office.authority, third, "supervisor", "Desk 3")
    third.run("identity", "install", office.bundle)
    (tmp_path / "passed.asice.age").write_bytes(resealed(packet, office.supervisor, to=keys_of(third)))
    checked = third.run("packet", "verify", tmp_path / "passed.asice.age", status=1)
    assert checked["code"].startswith("packet.recipient")


def test_a_packet_by_a_signer_of_another_authority(office: Office, tmp_path: Path) -> None:
    stranger = make_office(tmp_path / "elsewhere")
    theirs = stranger.packet(stranger.stick).read_bytes()
    assert verdict(office, resealed(theirs, stranger.supervisor, to=keys_of(office.supervisor)), tmp_path) == (
        "packet.signer.unknown"
    )


def test_the_container_of_a_packet_changed_after_it_was_signed(office: Office, packet: bytes, tmp_path: Path) -> None:
    keys = keys_of(office.supervisor)
    files = dict(zips.unpack(age.decrypt(packet, [keys.decryption])))
    files["referral.json"] = files["referral.json"].replace(b'"police"', b'"ngoooo"')
    changed = age.encrypt(zips.pack(list(files.items())), [keys.decryption.recipient])
    assert verdict(office, changed, tmp_path) == "packet.signature.broken"


@pytest.mark.usefixtures("office")
def test_a_signer_whose_certificate_was_revoked(tmp_path: Path) -> None:
    away = make_office(tmp_path / "away")
    before, after = away.packet(away.stick), away.packet(away.stick)
    assert away.supervisor.run("registry", "import", before)["imported"] == 1
    bundle = away.folder / "next.bundle"
    told = away.keeper.run(
        "identity", "bundle", "--authority", away.authority, "--revoke", away.serials["officer"], "-o", bundle
    )
    assert told["revoked"] == [away.serials["officer"]]
    away.supervisor.run("identity", "install", bundle)
    taken = away.supervisor.run("registry", "import", after, status=1)
    assert taken["rejected"][0]["code"] == "packet.signer.revoked"
    assert away.supervisor.run("registry", "list")["packets"][0]["state"] == "received"
    again = away.supervisor.run("registry", "import", before)
    assert again["duplicates"] == 1


def test_taken_in_twice_is_recognised_and_harmless(office: Office, packet: bytes, tmp_path: Path) -> None:
    for name in ("one", "copy of one"):
        (tmp_path / f"{name}.asice.age").write_bytes(packet)
    first = office.supervisor.run("registry", "import", tmp_path)
    assert (first["imported"] + first["duplicates"], first["rejected"]) == (2, [])
    rows = office.supervisor.run("registry", "list")
    again = office.supervisor.run("registry", "import", tmp_path / "one.asice.age", tmp_path)
    assert (again["imported"], again["duplicates"], again["rejected"]) == (0, 3, [])
    assert office.supervisor.run("registry", "list") == rows


def test_one_bad_place_does_not_keep_the_others_out(office: Office, tmp_path: Path) -> None:
    good = office.packet(tmp_path)
    taken = asked(office.supervisor, "registry", "import", tmp_path / "nowhere", good, "ftp://example.org/x")
    assert taken.status == 1
    assert taken.document["imported"] == 1
    codes = [rejected["code"] for rejected in taken.document["rejected"]]
    assert codes == ["station.file.missing", "delivery.target.unknown"]


def test_a_pipe_is_not_waited_for(office: Office, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.asice.age")
    taken = office.supervisor.run("registry", "import", tmp_path / "pipe.asice.age", status=1)
    assert taken["rejected"][0]["code"] == "station.file.unreadable"


# ---- places that refuse ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drive:
    """A small drive that only the commands started here see."""

    folder: Path
    prefix: tuple[str, ...]

    def asked(self, who: Profile, *arguments: str | Path) -> Outcome:
        screening = [sys.executable, "-m", "screening", "--home", who.home, "--passphrase-file", who.passphrase]
        done = subprocess.run(
            [*self.prefix, *map(str, screening), *map(str, arguments), "--language", "en", "--json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        return Outcome(done.returncode, done.stdout, done.stderr)


def drive(folder: Path, options: str) -> Drive:
    folder.mkdir()
    mount = ["sh", "-c", 'mount -t tmpfs -o "$1" drive "$2" && shift 2 && exec "$@"', "sh", options, str(folder)]
    for way in (["unshare", "-rm", *mount], ["unshare", "-m", *mount]):  # without -r only root may
        if shutil.which("unshare") and not subprocess.run([*way, "true"], capture_output=True, check=False).returncode:
            return Drive(folder, tuple(way))
    pytest.skip("not run: a full and a read-only drive, which unshare -m has to mount")


@pytest.fixture
def full(tmp_path: Path) -> Drive:
    """Room for a directory entry or two, not for a packet."""
    return drive(tmp_path / "full", "size=16k")


@pytest.fixture
def readonly(tmp_path: Path) -> Drive:
    return drive(tmp_path / "readonly", "ro")


def stays_queued(office: Office, place: Drive, code: str) -> None:
    """What cannot be delivered to `place` waits, and goes when there is another."""
    office.officer.run("packet", "seal", office.case("police"), "--to", "police")
    sent = place.asked(office.officer, "outbox", "send", "--to", place.folder)
    assert refused(sent) == code
    last = sent.document["items"][-1]
    assert (last["state"], last["tries"], last["last"]["result"]) == ("sending", 1, code)
    assert last["receipt"] is None
    assert office.officer.run("outbox", "send", "--to", office.stick)["items"][-1]["state"] == "sent"


def test_a_full_target(office: Office, full: Drive) -> None:
    stays_queued(office, full, "delivery.folder.full")


def test_a_read_only_target(office: Office, readonly: Drive) -> None:
    stays_queued(office, readonly, "delivery.folder.readonly")


def test_a_target_that_is_not_there(office: Office, tmp_path: Path) -> None:
    office.officer.run("packet", "seal", office.case("police"), "--to", "police")
    assert refused(asked(office.officer, "outbox", "send", "--to", tmp_path / "gone")) == "delivery.folder.missing"
    assert refused(asked(office.officer, "outbox", "receipts", tmp_path / "gone")) == "delivery.folder.missing"
    assert refused(asked(office.officer, "outbox", "send", "--to", "http://example.org")) == "delivery.target.plain"
    assert refused(asked(office.officer, "outbox", "send")) == "station.target"


def test_a_packet_whose_copy_cannot_be_written_is_sealed_and_told(office: Office, full: Drive) -> None:
    sealed = full.asked(office.officer, "packet", "seal", office.case("police"), "--to", "police", "-o", full.folder)
    assert refused(sealed) == "station.disk.full"
    made = sealed.document["packets"][0]
    assert made["file"] is None
    assert made["id"] in [item["packet"] for item in office.officer.run("outbox", "list")["items"]]


def test_results_that_cannot_be_written(office: Office, readonly: Drive, tmp_path: Path) -> None:
    office.supervisor.run("registry", "import", office.packet(office.stick))
    case = office.case("police")
    before = office.officer.run("outbox", "list")
    below = readonly.folder / "new"
    sealed = readonly.asked(office.officer, "packet", "seal", case, "--to", "police", "-o", below)
    assert refused(sealed) == "station.unwritable"
    assert office.officer.run("outbox", "list") == before
    request = ("identity", "request", "--role", "officer", "--station", "P", "-o")
    assert refused(readonly.asked(office.officer, *request, readonly.folder / "r")) == "station.unwritable"
    assert refused(asked(office.officer, *request, tmp_path / "none" / "r")) == "station.unwritable"
    handed = readonly.asked(office.supervisor, "registry", "receipts", "-o", readonly.folder)
    assert refused(handed) == "delivery.folder.readonly"


def test_a_home_that_cannot_be_made(readonly: Drive, office: Office) -> None:
    nowhere = Profile(readonly.folder / "home", office.officer.passphrase)
    assert refused(readonly.asked(nowhere, "vault", "create")) == "station.unwritable"


def test_a_full_standard_output_is_no_success(office: Office) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "screening", "--home", office.officer.home, "form", "list", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault(office: Office) -> None:
    command = [sys.executable, "-m", "screening", "--home", office.officer.home, "form", "list", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        err = listing.stderr.read()
    assert (listing.returncode, err) == (0, b"")


# ---- identity --------------------------------------------------------------------------------------------------


def test_an_authority_is_never_overwritten(office: Office) -> None:
    whole = office.authority.read_bytes()
    made = asked(office.keeper, "identity", "authority-new", "-o", office.authority, "--organisation", "Other")
    assert refused(made) == "station.file.exists"
    assert office.authority.read_bytes() == whole


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("identity", "install", "{authority}"), "identity.file"),
        (("identity", "install", "{folder}/Post 14.request"), "identity.install.request"),
        (("identity", "install", "{folder}/Desk 1.certificate"), "identity.certificate.other_keys"),
        (("identity", "approve", "{bundle}", "--authority", "{authority}", "--days", "1", "-o", "x"), "identity."),
        (("identity", "bundle", "--authority", "{bundle}", "-o", "x"), "packet.age.format"),
        (("identity", "bundle", "--authority", "{authority}", "-o", "x"), "identity.authority.passphrase"),
    ],
)
def test_identity_files_that_do_not_fit(office: Office, command: tuple[str, ...], code: str) -> None:
    places = {"authority": office.authority, "bundle": office.bundle, "folder": office.folder}
    assert refused(asked(office.officer, *(part.format(**places) for part in command))).startswith(code)


def test_an_unknown_serial_is_not_revoked(office: Office, tmp_path: Path) -> None:
    asked_for = ("identity", "bundle", "--authority", office.authority, "--revoke", "00ff", "-o", tmp_path / "b")
    assert refused(asked(office.keeper, *asked_for)) == "identity.serial.unknown"
    assert not (tmp_path / "b").exists()


def test_nobody_to_seal_to_without_a_bundle(tmp_path: Path) -> None:
    alone = profile(tmp_path, "alone")
    alone.run("vault", "create")
    case = alone.run("case", "new", "--form", "second_line", "--steps", STEPS)["case"]
    alone.run("case", "consent", case, "--to", "police", "--given", "yes")
    assert refused(asked(alone, "packet", "seal", case, "--to", "police")).startswith("identity.")
    assert alone.run("outbox", "list")["items"] == []


# ---- cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("case", "show", "ZZZZZ"), "case.unknown"),
        (("case", "show", ""), "case.unknown"),
        (("case", "consent", "{case}", "--to", "nobody", "--given", "yes"), "referral.recipient.unknown"),
        (("case", "consent", "{case}", "--to", "ngo", "--given", "yes", "--by", "not-required"), "case.reason"),
        (("case", "override", "{case}", "--outcome", "guilty", "--reason", "R"), "assessment."),
        (("case", "override", "{case}", "--outcome", "some", "--reason", " "), "assessment."),
        (("packet", "seal", "{case}", "--to", "nobody"), "referral.recipient.unknown"),
        (("packet", "seal", "{case}", "--to", "police"), "referral."),
        (("packet", "seal", "{case}", "--to", "police", "--profile", "P-NONE"), "referral.profile.unknown"),
        (("registry", "show", "ZZZZZ"), "case.packet.unknown"),
        (("registry", "review", "ZZZZZ", "--decision", "accept", "--reason", "R"), "case.packet.unknown"),
        (("packet", "open", "{authority}", "-o", "{folder}/clear-none", "--reason", "R"), "packet."),
    ],
)
def test_steps_that_are_not_possible(office: Office, command: tuple[str, ...], code: str) -> None:
    places = {"case": office.case(), "authority": office.authority, "folder": office.folder}
    assert refused(asked(office.officer, *(part.format(**places) for part in command))).startswith(code)


def test_nothing_personal_comes_back_in_a_refusal(office: Office, tmp_path: Path) -> None:
    steps = tmp_path / "steps.json"
    told = [{"answer": ["/data/wishes/person/name", CANARY]}, {"answer": ["/data/no_such", CANARY]}]
    steps.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (tmp_path / "stated.json").write_text(json.dumps({"population": CANARY}, ensure_ascii=False), "utf-8")
    for command in (
        ("case", "new", "--form", "second_line", "--steps", steps),
        ("form", "run", find_resources() / "packs" / "second_line.pack", "--steps", steps),
        ("assess", tmp_path / "stated.json"),
        ("case", "show", CANARY),
        ("case", CANARY),
        ("case", "show", "AAAAA", CANARY),
        ("case", "consent", "AAAAA", "--to", "ngo", "--given", CANARY),
        ("identity", "approve", "r", "--authority", "a", "-o", "c", "--days", CANARY),
        ("--now", CANARY, "case", "list"),
    ):
        for outcome in (asked(office.officer, *command), office.officer.outcome(*command)):
            assert outcome.status in (1, 2), command
            assert CANARY not in outcome.out + outcome.err, command


@pytest.mark.parametrize(
    "command", [(), ("case",), ("case", "neu"), ("packet", "seal"), ("--now", "yesterday", "case", "list"), ("--home",)]
)
def test_wrong_usage_has_status_two_and_one_document(command: tuple[str, ...]) -> None:
    outcome = run("--json", *command)
    assert outcome.status == 2
    assert outcome.document["error"]["message"]
    assert run(*command).out == ""


def test_the_envelopes_made_here_are_refused_for_what_was_done_to_them_alone(office: Office) -> None:
    file = office.packet(office.stick)
    file.write_bytes(resealed(file.read_bytes(), office.supervisor))
    assert office.supervisor.run("packet", "verify", file)["ok"] is True


def test_a_station_whose_certificate_has_ended_seals_nothing_that_would_be_refused(office: Office) -> None:
    case, later = office.case("police"), ("--now", "2100-01-01T00:00:00Z")
    office.supervisor.run("registry", "import", office.packet(office.stick))
    before = office.officer.run("outbox", "list")
    sealed = asked(office.officer, *later, "packet", "seal", case, "--to", "police")
    assert refused(sealed) == "identity.certificate.expired"
    assert office.officer.run("outbox", "list") == before
    handed = asked(office.supervisor, *later, "registry", "receipts", "-o", office.stick)
    assert refused(handed) == "identity.certificate.expired"


@pytest.mark.usefixtures("office")
def test_an_officer_who_knows_of_his_revocation_seals_nothing(tmp_path: Path) -> None:
    away = make_office(tmp_path / "away")
    bundle = away.folder / "next.bundle"
    revoke = ("--revoke", away.serials["officer"], "-o", bundle)
    away.keeper.run("identity", "bundle", "--authority", away.authority, *revoke)
    away.officer.run("identity", "install", bundle)
    sealed = asked(away.officer, "packet", "seal", away.case("police"), "--to", "police")
    assert refused(sealed) == "station.certificate.revoked"


@pytest.mark.parametrize("now", ["", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59Z", "tomorrow", "2026-13-01"])
def test_a_time_that_cannot_be_meant_is_wrong_usage(now: str) -> None:
    outcome = run("--now", now, "form", "list", "--json")
    assert outcome.status == 2
    assert outcome.document["error"]["code"] == "station.now"


def test_a_demonstration_has_to_have_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert refused(run("demo", "--out", place, "--json")) == "station.unwritable"
    assert (tmp_path / "file").read_text("utf-8") == "mine"
