"""Every command's document has the keys that scripts rely on, and nothing else is on standard output."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from screening.casefile.entries import KINDS
from support.commands import STEPS, Office, run

ROOT = Path(__file__).parents[2]
FORM = ROOT / "forms" / "second_line" / "form.md"
PACK = ROOT / "resources" / "packs" / "second_line.pack"
DIGEST = 64


class Line:
    """One office with a packet that went all the way to its receipt."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.folder = office.folder
        self.stick = office.stick
        self.case = office.case("police")
        self.sealed = office.officer.run("packet", "seal", self.case, "--to", "police", "-o", office.stick)["packets"]
        self.packet, self.digest = self.sealed[0]["id"], self.sealed[0]["digest"]
        self.file = Path(self.sealed[0]["file"])
        office.officer.run("outbox", "send", "--to", self.stick)
        office.supervisor.run("registry", "import", self.stick)

    def unclear(self) -> str:
        """A case in which nothing was answered yet."""
        return str(self.office.case(steps=self.write("unclear.json", [])))

    def practised(self) -> str:
        """A practice case of another story than the one it is compared with."""
        return str(self.office.officer.run("practice", "play", "wage_dispute")["case"])

    def write(self, name: str, content: object) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        return path


@pytest.fixture(scope="module")
def line(office: Office) -> Line:
    return Line(office)


STATED = {
    "population": "adult",
    "lists": ["adult_labour"],
    "stage": "post",
    "act": "present",
    "purpose": "unknown",
    "self_identified": False,
    "unaccompanied": False,
    "urgent": False,
    "indicators": {"DR01": "present", "CR05": "absent", "CR07": "declined"},
}
ITEM = {
    "packet": str,
    "digest": str,
    "state": str,
    "tries": int,
    "last": (dict, type(None)),
    "receipt": (str, type(None)),
}
CASE = {"case": str, "opened": str, "form": str, "state": str, "outcome": (str, type(None)), "urgent": bool}
VIGNETTE = {"id": str, "instrument": str, "title": str, "story": str, "look_for": list, "expected": str}
REGISTERED = {
    "packet": str,
    "digest": str,
    "case": str,
    "received": str,
    "state": str,
    "urgent": bool,
    "outcome": str,
}
PACKED = {
    "name": str,
    "version": str,
    "status": str,
    "sha256": str,
    "signed_by": (str, type(None)),
    "valid_until": (str, type(None)),
    "languages": list,
}
FINDINGS = [{"code": str, "detail": str}]
IDENTITY = {
    "certificate": {"subject": str, "role": str, "station": str, "serial": str, "until": str},
    "bundle": {"number": int, "until": str},
    "recipients": [{"name": str, "role": str, "fingerprint": str, "age": str}],
}
COMPARED = {"fingerprint": str, "words": str}
ENTERED = {"case": str, "seq": int}
SEEN = {"ok": bool, "code": str, "packet": str, "steps": [{"step": int, "name": str, "ok": bool, "detail": str}]}
TAKEN = {"imported": int, "duplicates": int, "rejected": [{"file": str, "code": str}], "findings": [dict]}
DIMENSIONS = dict.fromkeys(("DR", "CR", "VR", "EX", "CD", "VD"), str)
ASSESSED = {
    "results": [{"list": str, "status": str, "dimensions": DIMENSIONS, "pattern": str}],
    "outcome": str,
    "urgent": bool,
    "palermo": {"act": str, "means": str, "purpose": str},
    "settled": bool,
    "could_change": list,
    "reasons": [{"code": str, "indicators": list}],
    "unknown": {"declined": list, "unsure": list, "not_asked": list},
}

# What each command is given, and the document it answers with. Order matters: a station lives through them.
OFFICER: dict[str, tuple[Callable[[Line], list[str | Path]], Any]] = {
    "form build": (lambda x: ["form", "build", FORM, "-o", x.folder / "built.pack"], {"diagnostics": list}),
    "form check md": (lambda _: ["form", "check", FORM], {"diagnostics": list}),
    "form check pack": (lambda _: ["form", "check", PACK], {"diagnostics": list}),
    "form install": (lambda _: ["form", "install", PACK], {"packs": [PACKED]}),
    "form list": (lambda _: ["form", "list"], {"packs": [PACKED]}),
    "form run": (lambda x: ["form", "run", PACK, "--steps", x.write("none.json", [])], {"results": list}),
    "assess": (lambda x: ["assess", x.write("stated.json", STATED)], ASSESSED),
    "vault check": (
        lambda _: ["vault", "check"],
        {"ok": bool, "entries": int, "head": {"size": int, "root": str}, "findings": FINDINGS},
    ),
    "case new": (
        lambda _: ["case", "new", "--form", "second_line", "--steps", STEPS],
        {"case": str, "entries": int, "outcome": str},
    ),
    "case list": (lambda _: ["case", "list"], {"cases": [CASE]}),
    "case list search": (lambda x: ["case", "list", "--search", x.case], {"cases": [CASE]}),
    "case show": (
        lambda x: ["case", "show", x.case],
        {
            "case": str,
            "entries": [{"seq": int, "at": str, "kind": str, "actor": str}],
            "answers": dict,
            "assessment": ASSESSED,
            "referrals": [{"packet": str, "digest": str, "state": str}],
        },
    ),
    "practice list": (lambda _: ["practice", "list"], {"vignettes": [VIGNETTE]}),
    "practice begin": (lambda _: ["practice", "begin", "wage_dispute"], {"case": str, "story": str}),
    "practice play": (lambda _: ["practice", "play", "wage_dispute"], {"case": str, "outcome": str}),
    "practice compare": (
        lambda x: ["practice", "compare", x.practised(), "--with", "held_by_debt"],
        {"same": bool, "differences": [{"aspect": str, "expected": list, "found": list}]},
    ),
    "case consent record": (lambda x: ["case", "consent", x.case, "--to", "record", "--given", "yes"], ENTERED),
    "case consent withdrawn": (lambda x: ["case", "consent", x.case, "--to", "ngo", "--given", "withdrawn"], ENTERED),
    "case consent represented": (
        lambda x: ["case", "consent", x.case, "--to", "ngo", "--given", "yes", "--by", "representative"],
        ENTERED,
    ),
    "case consent not required": (
        lambda x: ["case", "consent", x.case, "--to", "ngo", "--given", "yes", "--by", "not-required", "--reason", "R"],
        ENTERED,
    ),
    "case urgent": (lambda x: ["case", "urgent", x.case, "--rule", "U3"], ENTERED),
    "case override": (
        lambda x: ["case", "override", x.unclear(), "--outcome", "elevated", "--reason", "R"],
        ENTERED,
    ),
    "case correct": (
        lambda x: [
            "case",
            "correct",
            x.case,
            "--steps",
            x.write("fix.json", [{"answer": ["/data/wishes/person/name", "A"]}]),
        ],
        ENTERED,
    ),
    "identity authority-new": (
        lambda x: ["identity", "authority-new", "-o", x.folder / "second.key", "--organisation", "Second"],
        COMPARED,
    ),
    "identity request": (
        lambda x: ["identity", "request", "--role", "officer", "--station", "P", "-o", x.folder / "again.request"],
        COMPARED,
    ),
    "identity install": (lambda x: ["identity", "install", x.folder / "Post 14.certificate"], IDENTITY),
    "identity install bundle": (lambda x: ["identity", "install", x.office.bundle], IDENTITY),
    "identity show": (lambda _: ["identity", "show"], IDENTITY),
    "packet seal": (
        lambda x: ["packet", "seal", x.case, "--to", "police", "--profile", "P-SOC", "-o", x.office.stick],
        {
            "packets": [
                {"id": str, "digest": str, "file": str, "recipients": list, "profile": str, "withheld": list},
            ]
        },
    ),
    "packet inspect": (
        lambda x: ["packet", "inspect", x.file],
        {"format": str, "size": int, "stanzas": int, "digest": str},
    ),
    "outbox list": (lambda _: ["outbox", "list"], {"items": [ITEM]}),
    "outbox send": (lambda x: ["outbox", "send", "--to", x.office.stick], {"items": [ITEM]}),
    "outbox receipts": (lambda x: ["outbox", "receipts", x.office.stick], {"items": [ITEM]}),
    "audit verify": (lambda _: ["audit", "verify"], {"ok": bool, "size": int, "root": str, "findings": list}),
}
SUPERVISOR: dict[str, tuple[Callable[[Line], list[str | Path]], Any]] = {
    "registry import": (lambda x: ["registry", "import", x.stick], TAKEN),
    "registry list": (lambda _: ["registry", "list"], {"packets": [REGISTERED]}),
    "registry show": (lambda x: ["registry", "show", x.packet], REGISTERED),
    "registry show by digest": (lambda x: ["registry", "show", x.digest[:12]], REGISTERED),
    "registry review": (
        lambda x: ["registry", "review", x.packet, "--decision", "question", "--reason", "R"],
        REGISTERED,
    ),
    "registry receipts": (lambda x: ["registry", "receipts", "-o", x.office.stick], {"receipts": [dict]}),
    "registry stats": (lambda _: ["registry", "stats"], {}),
    "registry stats in a span": (lambda _: ["registry", "stats", "--from", "2020-01-01", "--to", "2100-12-31"], {}),
    "packet verify": (lambda x: ["packet", "verify", x.file], SEEN),
    "packet verify with trust": (lambda x: ["packet", "verify", x.file, "--trust", x.office.bundle], SEEN),
    "packet open": (
        lambda x: ["packet", "open", x.file, "-o", x.folder / "clear", "--reason", "R"],
        {"files": [str]},
    ),
    "audit verify": (lambda _: ["audit", "verify"], {"ok": bool, "size": int, "root": str, "findings": list}),
}


def assert_shape(found: Any, shape: Any, at: str = "") -> None:
    """`found` has every key of `shape`, each of its type; more keys are free."""
    match shape:
        case dict():
            assert isinstance(found, dict), at
            assert shape.keys() <= found.keys(), (at, sorted(shape.keys() - found.keys()))
            for key, below in shape.items():
                assert_shape(found[key], below, f"{at}.{key}")
        case [below]:
            assert isinstance(found, list), at
            for number, each in enumerate(found):
                assert_shape(each, below, f"{at}[{number}]")
        case _:
            assert isinstance(found, shape), (at, found)
            assert not (shape is int and isinstance(found, bool)), at


@pytest.mark.parametrize("name", OFFICER)
def test_an_officer_s_command_answers_with_its_document(line: Line, name: str) -> None:
    arguments, shape = OFFICER[name]
    assert_shape(line.office.officer.run(*arguments(line)), shape)


@pytest.mark.parametrize("name", SUPERVISOR)
def test_a_supervisor_s_command_answers_with_its_document(line: Line, name: str) -> None:
    arguments, shape = SUPERVISOR[name]
    assert_shape(line.office.supervisor.run(*arguments(line)), shape)


def test_vault_create_answers_with_a_document(office: Office, tmp_path: Path) -> None:
    made = run("vault", "create", "--home", tmp_path / "new", "--passphrase-file", office.officer.passphrase, "--json")
    assert made.status == 0
    assert isinstance(made.document, dict)


def test_an_authority_s_commands_answer_with_their_documents(office: Office, tmp_path: Path) -> None:
    office.officer.run("identity", "request", "--role", "officer", "--station", "P", "-o", tmp_path / "r")
    authority = ("--authority", office.authority)
    approved = office.keeper.run("identity", "approve", tmp_path / "r", *authority, "--days", "3", "-o", tmp_path / "c")
    assert_shape(approved, COMPARED)
    bundle = office.keeper.run("identity", "bundle", *authority, "-o", tmp_path / "b")
    assert_shape(bundle, {"number": int, "until": str})
    assert bundle["number"] == 2


@pytest.mark.parametrize("name", [*OFFICER, *SUPERVISOR])
def test_without_json_people_get_plain_words(line: Line, name: str) -> None:
    if name in ("identity authority-new", "identity install bundle"):
        return  # they change what the others need
    who, table = (line.office.officer, OFFICER) if name in OFFICER else (line.office.supervisor, SUPERVISOR)
    outcome = who.outcome(*table[name][0](line))
    assert (outcome.status, outcome.err) == (0, "")
    assert not outcome.out.startswith("{")


def test_ids_digests_and_times_are_strings_of_their_form(line: Line) -> None:
    row = line.office.supervisor.run("registry", "list")["packets"][0]
    assert len(row["digest"]) == DIGEST
    assert len(row["packet"]) == 26
    assert len(row["case"]) == 12
    received = datetime.fromisoformat(row["received"])
    assert received.utcoffset() == UTC.utcoffset(None)
    for entry in line.office.officer.run("case", "show", line.case)["entries"]:
        assert entry["kind"] in KINDS
        assert entry["at"].endswith("Z")


def test_each_change_of_a_case_is_one_entry_and_its_number_is_told(line: Line) -> None:
    whole, unclear = line.office.case(), line.unclear()
    fix = line.write("more.json", [{"answer": ["/data/wishes/person/name", "B"]}])
    for case, *command in (
        (whole, "consent", "--to", "ngo", "--given", "no"),
        (whole, "urgent", "--rule", "U1"),
        (unclear, "override", "--outcome", "elevated", "--reason", "R"),
        (whole, "correct", "--steps", fix),
    ):
        before = line.office.officer.run("case", "show", case)["entries"]
        seq = line.office.officer.run("case", command[0], case, *command[1:])["seq"]
        after = line.office.officer.run("case", "show", case)["entries"]
        assert len(after) == len(before) + 1, command
        assert after[-1]["seq"] == seq


def test_a_correction_is_seen_at_once_and_the_former_answer_stays(line: Line) -> None:
    case = line.office.case()
    shown = line.office.officer.run("case", "show", case)
    refs = [ref for ref, value in shown["answers"].items() if value == "yes"]
    steps = line.write("correct.json", [{"unknown": [ref, "declined"]} for ref in refs])
    line.office.officer.run("case", "correct", case, "--steps", steps, "--reason", "Taken down wrongly.")
    after = line.office.officer.run("case", "show", case)
    assert after["answers"][refs[0]] == {"missing": "declined"}
    assert after["assessment"] != shown["assessment"]
    assert [entry["seq"] for entry in after["entries"]][: len(shown["entries"])] == [
        entry["seq"] for entry in shown["entries"]
    ]
