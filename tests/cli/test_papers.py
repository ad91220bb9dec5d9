"""``paper`` and ``case type-back``: files are written, cases recorded, and wrong lines named."""

from __future__ import annotations

from pathlib import Path

from support.commands import Office, run


def test_the_card_needs_no_vault(tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    told = run("--home", tmp_path / "none", "paper", "card", "--said-in", "ar", "-o", file, "--json")
    assert told.status == 0
    assert told.document == {"file": str(file), "size": len(file.read_bytes())}
    assert file.read_bytes().startswith(b"%PDF")


def test_application_and_blank_form_are_written(office: Office) -> None:
    case = office.case()
    file = office.folder / "application.pdf"
    office.officer.run("paper", "application", case, "--fill", "name", "--reason", "R", "-o", file)
    assert file.read_bytes().startswith(b"%PDF")
    assert office.officer.run("case", "show", case)["entries"][-1]["kind"] == "exported"
    office.officer.run("paper", "blank", "--form", "child", "-o", office.folder / "blank.pdf")
    assert (office.folder / "blank.pdf").read_bytes().startswith(b"%PDF")


def test_a_form_is_typed_back_and_shows_that_it_was(office: Office) -> None:
    codes = office.folder / "codes.txt"
    codes.write_text("# paper of yesterday\n1 2\n2 2\n4 1\n5 1\n6 2\n7 1\n9 1\n", "utf-8")
    told = office.officer.run("case", "type-back", "--form", "second_line", "--codes", codes)
    assert told["transcribed"]
    shown = office.officer.run("case", "show", told["case"])
    assert shown["transcribed"] == list(shown["answers"])
    assert len(shown["transcribed"]) == 7
    assert "typed in from paper" in office.officer.outcome("case", "explain", told["case"]).out


def test_codes_that_do_not_fit_are_refused_with_their_line(office: Office) -> None:
    codes = office.folder / "wrong.txt"
    codes.write_bytes(b"1 2\n2 9\n")
    refused = office.officer.outcome("case", "type-back", "--form", "second_line", "--codes", codes)
    assert refused.status == 1
    assert "Line 2" in refused.err
    codes.write_bytes(b"\xff\xfe1")
    told = office.officer.run("case", "type-back", "--form", "second_line", "--codes", codes, status=1)
    assert told["error"]["code"] == "station.file.unreadable"
