"""The whole line by commands alone: two stations, an authority and a folder between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.journeys.commands import Profile, profile, run

STEPS = Path(__file__).parents[2] / "resources" / "demo" / "interview.json"


@dataclass(frozen=True)
class Office:
    folder: Path
    officer: Profile
    supervisor: Profile
    authority: Path
    bundle: Path
    recipient: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An authority that approved one officer and one supervisor, both with its trust bundle."""
    folder = tmp_path_factory.mktemp("office")
    officer = profile(folder, "officer", "seven quiet rivers at noon 41")
    supervisor = profile(folder, "supervisor", "eleven slow trains by night 52")
    keeper = profile(folder, "authority", "three tall lamps in winter 63")
    authority = folder / "authority.key"
    keeper.run("identity", "authority-new", "-o", authority, "--organisation", "Test organisation")
    for who, role in ((officer, "officer"), (supervisor, "supervisor")):
        who.run("vault", "create", "--user", role, "--role", role)
        asked = who.run(
            "identity", "request", "--role", role, "--station", f"Post {role}", "-o", folder / f"{role}.request"
        )
        assert len(asked["words"].split()) == 8
        approved = ("approve", folder / f"{role}.request", "--authority", authority, "--days", "90")
        keeper.run("identity", *approved, "-o", folder / f"{role}.certificate")
    keeper.run("identity", "bundle", "--authority", authority, "-o", folder / "trust.bundle")
    for who, role in ((officer, "officer"), (supervisor, "supervisor")):
        who.run("identity", "install", folder / "trust.bundle")
        who.run("identity", "install", folder / f"{role}.certificate")
    recipients = officer.run("identity", "show")["recipients"]
    assert recipients, "the bundle names whom to write to"
    return Office(folder, officer, supervisor, authority, folder / "trust.bundle", recipients[0]["name"])


def test_the_whole_line_from_authority_to_receipt(office: Office) -> None:
    stick = office.folder / "stick"
    stick.mkdir()
    case = office.officer.run("case", "new", "--form", "second_line", "--steps", STEPS)
    assert case["outcome"] == "presumed"
    office.officer.run("case", "consent", case["case"], "--to", office.recipient, "--given", "yes")
    sealed = office.officer.run("packet", "seal", case["case"], "--to", office.recipient)["packets"]
    assert len(sealed) == 1
    digest = sealed[0]["digest"]
    assert [item["state"] for item in office.officer.run("outbox", "list")["items"]] == ["ready"]

    office.officer.run("outbox", "send", "--to", stick)
    assert [item["state"] for item in office.officer.run("outbox", "list")["items"]] == ["sent"]
    assert (stick / f"{digest}.asice.age").read_bytes().startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")

    taken = office.supervisor.run("registry", "import", stick)
    assert (taken["imported"], taken["duplicates"], taken["rejected"]) == (1, 0, [])
    again = office.supervisor.run("registry", "import", stick)
    assert (again["imported"], again["duplicates"], again["rejected"]) == (0, 1, [])
    listed = office.supervisor.run("registry", "list")["packets"]
    assert [(row["digest"], row["outcome"]) for row in listed] == [(digest, "presumed")]

    office.supervisor.run(
        "registry", "review", sealed[0]["id"], "--decision", "accept", "--reason", "Grounds are clear."
    )
    office.supervisor.run("registry", "receipts", "-o", stick)
    office.officer.run("outbox", "receipts", stick)
    item = office.officer.run("outbox", "list")["items"][0]
    assert item["state"] == "acknowledged"
    assert item["receipt"]
    assert office.officer.run("case", "show", case["case"])["referrals"][0]["state"] == "acknowledged"
    assert office.officer.run("vault", "check")["ok"] is True
    assert office.supervisor.run("audit", "verify")["ok"] is True


def test_sealing_without_consent_is_refused_and_leaves_no_packet(office: Office) -> None:
    case = office.officer.run("case", "new", "--form", "second_line", "--steps", STEPS)["case"]
    before = office.officer.run("outbox", "list")["items"]
    refused = office.officer.run("packet", "seal", case, "--to", office.recipient, status=1)
    assert refused["error"]["code"].startswith("referral.")
    assert office.officer.run("outbox", "list")["items"] == before


def test_a_wrong_passphrase_is_said_as_such(office: Office, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase at all\n", "utf-8")
    refused = Profile(office.officer.home, wrong).run("case", "list", status=1)
    assert refused["error"]["code"] == "vault.passphrase"


def test_damage_and_strangers_are_set_aside_each_with_its_reason(office: Office, tmp_path: Path) -> None:
    case = office.officer.run("case", "new", "--form", "second_line", "--steps", STEPS)["case"]
    office.officer.run("case", "consent", case, "--to", office.recipient, "--given", "yes")
    made = office.officer.run("packet", "seal", case, "--to", office.recipient, "-o", tmp_path)["packets"][0]
    whole = Path(made["file"]).read_bytes()
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "cut.asice.age").write_bytes(whole[: len(whole) // 2])
    (bad / "altered.asice.age").write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
    (bad / "other.asice.age").write_bytes(b"no packet at all")
    taken = office.supervisor.run("registry", "import", bad, status=1)
    assert taken["imported"] == 0
    codes = {rejected["file"]: rejected["code"] for rejected in taken["rejected"]}
    assert len(codes) == 3
    assert len(set(codes.values())) >= 2
    checked = office.supervisor.run("packet", "verify", bad / "altered.asice.age", status=1)
    assert checked["ok"] is False
    assert any(step["ok"] is False for step in checked["steps"])
    assert office.supervisor.run("registry", "import", made["file"])["imported"] == 1


def test_wrong_usage_has_status_two() -> None:
    assert run("case", "neu").status == 2
    assert run("packet", "seal").status == 2
    assert run("--now", "yesterday", "case", "list").status == 2


def test_assess_answers_the_documented_example(tmp_path: Path) -> None:
    stated = {
        "population": "adult",
        "lists": ["adult_labour"],
        "stage": "post",
        "act": "present",
        "purpose": "unknown",
        "indicators": {"DR01": "present", "DR02": "present", "EX01": "present", "EX02": "present"},
    }
    file = tmp_path / "stated.json"
    file.write_text(json.dumps(stated), "utf-8")
    outcome = run("assess", file, "--json")
    assert outcome.status == 0
    assert outcome.document["outcome"] == "presumed"
    assert outcome.document["results"][0]["pattern"] == "deception_and_exploitation"
