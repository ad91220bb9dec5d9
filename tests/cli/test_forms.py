"""``form build | check | export | install | list`` and ``case new``: what they say and with which exit status."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from screening.forms import archive, packs
from screening.forms.authoring import convert
from support.commands import Office, cheap_guessing, make_office, run

FORM = """
| survey |      |      |             |                      |
|        | type | name | label       | label::Ukrainian (uk) |
|        | text | q    | What is it? |                      |
|        | text | z    | And this?   | Що це ще?            |
| settings |         |         |
|          | form_id | version | default_language |
|          | own     | {version} | English (en) |
"""
SETTINGS = 'name = "own"\nstatus = "{status}"\n[titles]\nen = "Our own"\nuk = "Власна"\n'


def written(folder: Path, version: str = "1", *, status: str = "active", more: str = "") -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    text = FORM.format(version=version).replace("label       ", "label::English (en)")
    (folder / "form.md").write_text(text, "utf-8")
    (folder / "pack.toml").write_text(more + SETTINGS.format(status=status), "utf-8")
    return folder / "form.md"


def refused(outcome: Any) -> str:
    assert outcome.status == 1, outcome
    return str(outcome.document["error"]["code"])


def test_a_build_says_what_is_translated_and_the_pack_it_made(tmp_path: Path) -> None:
    form, pack = written(tmp_path / "a"), tmp_path / "own.pack"
    built = run("form", "build", form, "-o", pack, "--json")
    assert built.status == 0
    assert built.document["translations"]["languages"] == {
        "English (en)": {"translated": 2, "missing": [], "unverified": 2},
        "Ukrainian (uk)": {"translated": 1, "missing": ["/data/q:label"], "unverified": 1},
    }
    made = packs.read(pack.read_bytes())
    assert built.document["pack"] == {"name": "own", "version": "1", "sha256": made.sha256}
    assert [(each["code"], each["sheet"], each["row"]) for each in built.document["diagnostics"]] == [
        ("form.lint.translation", "survey", 2)
    ]
    plain = run("--language", "en", "form", "check", form)
    assert "Ukrainian (uk): 1 texts translated, 1 missing" in plain.out
    assert run("form", "check", pack, "--json").document["translations"] == built.document["translations"]


def test_an_older_pack_is_written_over_and_nothing_else_is(tmp_path: Path) -> None:
    form, pack = written(tmp_path / "a"), tmp_path / "own.pack"
    assert run("form", "build", form, "-o", pack).status == 0
    before = form.read_bytes()
    assert run("form", "build", form, "-o", pack).status == 0
    assert refused(run("form", "build", form, "-o", form, "--json")) == "station.file.exists"
    assert form.read_bytes() == before
    assert refused(run("form", "build", form, "-o", tmp_path / "a", "--json")) == "station.unwritable"
    assert refused(run("form", "build", form, "-o", tmp_path / "no" / "x.pack", "--json")) == "station.unwritable"


def test_a_full_disk_and_a_folder_that_takes_nothing_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = written(tmp_path / "a")
    for number, code in ((errno.ENOSPC, "station.disk.full"), (errno.EROFS, "station.unwritable")):

        def fails(*_: object, number: int = number) -> None:
            raise OSError(number, "said by the disk")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fails)
            assert refused(run("form", "build", form, "-o", tmp_path / "x.pack", "--json")) == code
    assert list(tmp_path.glob("x.pack*")) == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("form.xlsx", b"", "form.source.empty"),
        ("form.md", b"", "form.source.empty"),
        ("form.xlsx", b"no workbook", "form.source.unreadable"),
        ("form.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 damaged", "form.source.unreadable"),
        (
            "form.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "form.source.protected",
        ),
        ("form.md", b"\xff\xfe", "form.source.unreadable"),
        ("form.xml", b"", "form.xml.malformed"),
        ("form.pack", b"", "form.pack.archive"),
    ],
)
def test_every_bad_file_has_its_own_words(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    form = tmp_path / name
    form.write_bytes(data)
    checked = run("form", "check", form, "--json")
    assert checked.status == 1
    (error,) = [each for each in checked.document["diagnostics"] if each["severity"] == "error"]
    assert error["code"] == code
    assert error["message"] not in {"", code}
    if name != "form.pack":
        built = run("form", "build", form, "-o", tmp_path / "x.pack", "--json")
        assert built.status == 1
        assert not (tmp_path / "x.pack").exists()


def test_what_is_not_there_or_is_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    for command in (("check",), ("build", "-o", tmp_path / "x.pack"), ("export", "-o", tmp_path / "x.xlsx")):
        name, *options = command
        assert refused(run("form", name, tmp_path / "gone.md", *options, "--json")) == "station.file.missing"
        assert refused(run("form", name, tmp_path / "folder.md", *options, "--json")) == "station.file.unreadable"


def test_an_instrument_goes_out_as_a_workbook_that_builds_to_the_same_form(tmp_path: Path) -> None:
    form, workbook = written(tmp_path / "a"), tmp_path / "a" / "form.xlsx"
    assert run("form", "export", form, "-o", workbook, "--json").document == {"file": "form.xlsx"}
    assert convert(workbook.read_bytes(), "xlsx").xml == convert(form.read_bytes(), "md").xml
    assert refused(run("form", "export", form, "-o", workbook, "--json")) == "station.file.exists"
    assert refused(run("form", "export", form, "-o", tmp_path / "x.ods", "--json")) == "form.kind"
    assert refused(run("form", "export", tmp_path / "x.pack", "-o", tmp_path / "x.xlsx", "--json")) == "form.kind"


SHIPPED = {f"{name}@2026.1" for name in ("first_line", "child", "migration", "second_line")}


def standings(office: Office) -> dict[str, dict[str, Any]]:
    listed = office.officer.run("form", "list")
    return {f"{each['name']}@{each['version']}": each for each in listed["packs"]}


def test_the_list_says_how_each_pack_stands(tmp_path: Path) -> None:
    with cheap_guessing():
        office = make_office(tmp_path / "office")
    days = {"1": "", "2": "valid_to = 2020-01-01\n", "3": "valid_from = 2090-01-01\n"}
    for version, more in days.items():
        written(tmp_path / version, version, more=more)
    written(tmp_path / "4", "4", status="draft")
    written(tmp_path / "5", "5", status="retired")
    authority, secret = office.authority, office.keeper.passphrase
    for version in "12345":
        sign = ("--sign", authority) if version in "12" else ()
        built = run(
            "--passphrase-file",
            secret,
            "form",
            "build",
            tmp_path / version / "form.md",
            "-o",
            tmp_path / "x.pack",
            *sign,
        )
        assert built.status == 0, built
        office.officer.run("form", "install", tmp_path / "x.pack")
    (office.officer.home / "packs" / "altered.pack").write_bytes((tmp_path / "x.pack").read_bytes()[:-1])
    found = standings(office)
    assert {
        name: (each["signature"], each["validity"], each["refused"], each["asks"])
        for name, each in found.items()
        if name not in SHIPPED or name == "second_line@2026.1"
    } == {
        "own@1": ("authority", "current", None, []),
        "own@2": ("authority", "expired", None, ["expired"]),
        "own@3": ("none", "early", "station.pack.early", ["unsigned"]),
        "own@4": ("none", "current", "station.pack.draft", ["unsigned"]),
        "own@5": ("none", "current", "station.pack.retired", ["unsigned"]),
        "second_line@2026.1": ("program", "current", None, []),
    }
    assert found["own@1"]["title"] == "Our own"
    assert found["own@1"]["signed_by"]
    plain = office.officer.outcome("form", "list").out
    assert "signed by the authority of this station" in plain
    for words in (
        "EXPIRED",
        "not valid yet",
        "draft",
        "retired",
        "NOT SIGNED",
        "came with the program",
        "altered.pack",
    ):
        assert words in plain
    unread = run("--home", office.officer.home, "--language", "en", "form", "list", "--json").document
    assert {each["signature"] for each in unread["packs"] if each["signed_by"]} == {"uncompared"}
    assert unread["unreadable"] == [{"file": "altered.pack", "code": "form.pack.archive"}]


def test_a_case_keeps_what_was_overlooked_when_it_began(office: Office, tmp_path: Path) -> None:
    form = written(tmp_path / "a", "1", more="valid_to = 2020-01-01\n")
    (tmp_path / "steps.json").write_text('[{"answer": ["/data/q", "x"]}]', "utf-8")
    run("form", "build", form, "-o", tmp_path / "x.pack")
    pack = office.officer.run("form", "install", tmp_path / "x.pack")["packs"][0]["sha256"]
    begin = ("case", "new", "--form", "own", "--steps", tmp_path / "steps.json")
    for more, code in (
        ((), "station.pack.unsigned"),
        (("--accept", "unsigned"), "station.pack.expired"),
        (("--accept", "unsigned", "--accept", "expired"), "station.pack.reason"),
    ):
        assert refused(office.officer.outcome(*begin, *more, "--json")) == code
    both = ("--accept", "unsigned", "--accept", "expired")
    case = office.officer.run(*begin, *both, "--reason", "No newer one here.")["case"]
    assert office.officer.run("case", "show", case)["begun"] == {
        "form": "own",
        "version": "1",
        "pack": pack,
        "conceded": ["unsigned", "expired"],
        "reason": "No newer one here.",
    }


def test_an_open_case_goes_on_when_its_pack_was_taken_away(office: Office, tmp_path: Path) -> None:
    form = written(tmp_path / "a")
    (tmp_path / "steps.json").write_text("[]", "utf-8")
    run("form", "build", form, "-o", tmp_path / "x.pack")
    office.officer.run("form", "install", tmp_path / "x.pack")
    case = office.officer.run(
        "case", "new", "--form", "own", "--steps", tmp_path / "steps.json", "--accept", "unsigned"
    )["case"]
    for file in (office.officer.home / "packs").glob("*.pack"):
        file.unlink()
    (tmp_path / "more.json").write_text('[{"answer": ["/data/q", "y"]}]', "utf-8")
    office.officer.run("case", "correct", case, "--steps", tmp_path / "more.json", "--reason", "Heard later.")
    assert office.officer.run("case", "show", case)["answers"]["/data/q"] == "y"


def test_a_signature_of_another_pack_is_not_installed(office: Office, tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b", "2")
    authority, secret = office.authority, office.keeper.passphrase
    run(
        "--passphrase-file",
        secret,
        "form",
        "build",
        tmp_path / "a" / "form.md",
        "-o",
        tmp_path / "a.pack",
        "--sign",
        authority,
    )
    run("form", "build", tmp_path / "b" / "form.md", "-o", tmp_path / "b.pack")
    signature = packs.read((tmp_path / "a.pack").read_bytes()).signature
    assert signature is not None
    (tmp_path / "b.pack").write_bytes(packs.with_signature((tmp_path / "b.pack").read_bytes(), signature))
    assert refused(office.officer.outcome("form", "install", tmp_path / "b.pack", "--json")) == "form.pack.signature"
    checked = run("form", "check", tmp_path / "b.pack", "--json")
    assert (checked.status, checked.document["diagnostics"][0]["code"]) == (1, "form.pack.signature")
    assert run("form", "check", tmp_path / "a.pack").status == 0
    files = archive.read((tmp_path / "a.pack").read_bytes())
    newer = {**files, "manifest.json": files["manifest.json"].replace(b"form-pack-2", b"form-pack-9")}
    (tmp_path / "n.pack").write_bytes(archive.write(newer))
    assert refused(office.officer.outcome("form", "install", tmp_path / "n.pack", "--json")) == "form.pack.newer"
