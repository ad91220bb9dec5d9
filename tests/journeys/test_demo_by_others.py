"""What the demonstration leaves, read by programs of others: each arrow's id and digest is found in the files."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from journeys.commands import Profile, run
from screening.identity.keys import Keys
from screening.station.clock import Clock
from screening.station.paths import Paths, find_resources
from screening.station.settings import Settings
from screening.station.station import Station
from screening.station.words import Words
from support.others import javascript, program

SEALED = ("packet", "delivered", "imported", "verified", "reviewed")
ARROWS = ["answered", "recorded", "assessed", "referred", *SEALED, "receipt"]
UKRAINIAN = "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}їєґ"
_OPEN = """
import { Decrypter } from 'age-encryption'; import fs from 'fs';
const [secret, sealed] = fs.readFileSync(0, 'utf8').split(' ');
const d = new Decrypter(); d.addIdentity(secret);
const opened = await d.decrypt(Buffer.from(sealed, 'base64'));
console.log(JSON.stringify(Buffer.from(opened).toString('base64')));
"""

pytestmark = pytest.mark.xdist_group("demonstration")  # made once, looked at by all


@dataclass(frozen=True)
class Demo:
    folder: Path
    document: dict[str, Any]
    arrows: dict[str, dict[str, str]]
    packet: Path
    pdf: Path
    receipt: Path
    officer: Profile
    supervisor: Profile

    def keys(self, who: Profile) -> Keys:
        """The station's keys, taken out of its vault inside the test."""
        resources = find_resources()
        station = Station(Paths(who.home, resources), Clock(), Settings(), Words.load(resources, "en"))
        with station.unlock(who.passphrase.read_text("utf-8").strip()) as desk:
            return Keys.from_bytes(desk.vault.kept("keys") or b"")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "out"
    outcome = run("demo", "--out", folder, "--json")
    assert outcome.status == 0, outcome
    assert outcome.err == ""
    document = outcome.document
    arrows = {step["arrow"]: step for step in document["steps"]}
    files = {name: Path(path) for name, path in document["files"].items()}
    passphrase = folder / "passphrase.txt"
    stations = {name: Profile(folder / name, passphrase) for name in ("officer", "supervisor")}
    return Demo(folder, document, arrows, **files, **stations)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_arrow_is_told_in_order_with_id_digest_and_detail(demo: Demo) -> None:
    assert [step["arrow"] for step in demo.document["steps"]] == ARROWS
    for step in demo.document["steps"]:
        assert step["id"]
        assert len(bytes.fromhex(step["digest"])) == 32
        assert step["detail"]


def test_the_packet_is_the_one_of_which_every_arrow_speaks(demo: Demo) -> None:
    digest = sha256(demo.packet)
    spoken = {demo.arrows[arrow]["digest"] for arrow in SEALED}
    assert spoken == {digest}
    assert demo.packet.name == f"{digest}.asice.age"
    told = {
        demo.arrows[arrow]["id"] for arrow in ("packet", "delivered", "imported", "verified", "reviewed", "receipt")
    }
    assert len(told) == 1
    inspected = run("packet", "inspect", demo.packet, "--json").document
    assert (inspected["digest"], inspected["size"]) == (digest, demo.packet.stat().st_size)


def test_the_receipt_is_the_one_that_the_last_arrow_names(demo: Demo) -> None:
    assert sha256(demo.receipt) == demo.arrows["receipt"]["digest"]
    assert demo.receipt.name == f"{sha256(demo.packet)}.receipt.age"
    item = demo.officer.run("outbox", "list")["items"][0]
    assert (item["state"], item["receipt"]) == ("acknowledged", sha256(demo.receipt))


def test_the_case_is_found_in_the_officer_s_vault(demo: Demo) -> None:
    case = demo.arrows["answered"]["id"]
    assert case == demo.arrows["recorded"]["id"] == demo.arrows["assessed"]["id"] == demo.arrows["referred"]["id"]
    shown = demo.officer.run("case", "show", case)
    assert shown["case"] == case
    assert len(shown["answers"]) == int(demo.arrows["answered"]["detail"].split()[0])
    assert shown["assessment"]["outcome"] == demo.arrows["assessed"]["detail"]
    referral = shown["referrals"][0]
    assert (referral["packet"], referral["digest"]) == (demo.arrows["packet"]["id"], demo.arrows["packet"]["digest"])
    assert [row["case"] for row in demo.officer.run("case", "list")["cases"]] == [case]


def test_the_log_grew_from_the_head_that_was_told(demo: Demo) -> None:
    size = int(demo.arrows["recorded"]["detail"].split()[0])
    head = demo.folder.parent / "head.json"
    head.write_text(json.dumps({"size": size, "root": demo.arrows["recorded"]["digest"]}), "utf-8")
    assert demo.officer.run("audit", "verify", "--head", head)["ok"] is True
    head.write_text(json.dumps({"size": size, "root": "00" * 32}), "utf-8")
    assert demo.officer.run("audit", "verify", "--head", head, status=1)["findings"]
    assert demo.officer.run("vault", "check")["ok"] is True


def test_the_packet_is_in_the_supervisor_s_registry(demo: Demo) -> None:
    row = demo.supervisor.run("registry", "list")["packets"][0]
    assert (row["packet"], row["digest"], row["state"]) == (
        demo.arrows["packet"]["id"],
        sha256(demo.packet),
        "accepted",
    )
    again = demo.supervisor.run("registry", "import", demo.packet)
    assert (again["imported"], again["duplicates"]) == (0, 1)


def test_both_sealed_files_begin_as_age_with_hybrid_stanzas(demo: Demo) -> None:
    for path in (demo.packet, demo.receipt):
        lines = path.read_bytes().split(b"\n")
        assert lines[0] == b"age-encryption.org/v1"
        assert lines[1].startswith(b"-> mlkem768x25519 ")


@pytest.fixture(scope="module")
def container(demo: Demo) -> bytes:
    """The packet's container as the JavaScript implementation of age decrypts it."""
    identity = demo.keys(demo.supervisor).decryption.encode()
    opened = javascript("age-encryption")(_OPEN, f"{identity} {base64.b64encode(demo.packet.read_bytes()).decode()}")
    assert isinstance(opened, str)
    return base64.b64decode(opened)


def test_another_implementation_of_age_opens_the_packet(container: bytes) -> None:
    with zipfile.ZipFile(BytesIO(container)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert names[0] == "mimetype"
        assert archive.read("mimetype") == b"application/vnd.etsi.asic-e+zip"
    assert {"referral.json", "referral.pdf"} <= set(names)


def test_another_implementation_of_age_opens_the_receipt_with_the_officer_s_key(demo: Demo) -> None:
    identity = demo.keys(demo.officer).decryption.encode()
    opened = javascript("age-encryption")(_OPEN, f"{identity} {base64.b64encode(demo.receipt.read_bytes()).decode()}")
    assert isinstance(opened, str)
    with zipfile.ZipFile(BytesIO(base64.b64decode(opened))) as archive:
        receipt = json.loads(archive.read("receipt.json"))
    assert receipt["digest"] == sha256(demo.packet)
    assert receipt["decision"] == "accept"


def test_the_referral_names_the_case_and_the_packet(demo: Demo, container: bytes) -> None:
    with zipfile.ZipFile(BytesIO(container)) as archive:
        referral = json.loads(archive.read("referral.json"))
        paper = archive.read("referral.pdf")
    assert (referral["case"], referral["packet"]) == (demo.arrows["answered"]["id"], demo.arrows["packet"]["id"])
    assert demo.pdf.read_bytes() == paper


def test_xmlsec1_verifies_the_signature_up_to_the_authority(demo: Demo, container: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(container)) as archive:
        archive.extractall(tmp_path)
    resources = find_resources()
    station = Station(Paths(demo.officer.home, resources), Clock(), Settings(), Words.load(resources, "en"))
    with station.unlock(demo.officer.passphrase.read_text("utf-8").strip()) as desk:
        trust = desk.credentials.trusted()
    authority = x509.load_der_x509_certificate(trust.authority_der).public_bytes(Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(authority)
    command = [program("xmlsec1"), "--verify", "--trusted-pem", "ca.pem"]
    command += ["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", "META-INF/signatures0.xml"]

    def verify() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)

    done = verify()
    assert done.returncode == 0, done.stderr
    (tmp_path / "referral.json").write_bytes((tmp_path / "referral.json").read_bytes() + b" ")
    assert verify().returncode != 0


def test_poppler_shows_ukrainian_text_and_draws_every_page(demo: Demo, tmp_path: Path) -> None:
    def draw(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [program(name, "poppler"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    text = draw("pdftotext", demo.pdf, "-").stdout
    assert len([letter for letter in text.casefold() if letter in UKRAINIAN]) > 50
    assert demo.arrows["packet"]["id"] in text.replace(" ", "").replace("\n", "")
    drawn = draw("pdftoppm", "-r", "30", "-png", demo.pdf, tmp_path / "page")
    assert drawn.stderr == ""
    assert list(tmp_path.glob("page*.png"))


def test_another_run_replaces_its_own_folder_and_no_other(demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("not to be lost", "utf-8")
    refused = run("demo", "--out", tmp_path, "--json")
    assert refused.status == 2
    assert refused.document["error"]["code"] == "cli.demo.folder"
    assert (tmp_path / "mine.txt").read_text("utf-8") == "not to be lost"
    shutil.copytree(demo.folder, tmp_path / "again")
    outcome = run("demo", "--out", tmp_path / "again", "--language", "uk")
    assert outcome.status == 0
    assert len(list((tmp_path / "again" / "stick").glob("*.asice.age"))) == 1
    assert str(tmp_path / "again") in outcome.out
