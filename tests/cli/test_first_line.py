"""The first line on the command line: what it ends in, what it counts, what it hands over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.casefile.rules import STOPS
from support.commands import Office

SCRIPTS = Path(__file__).resolve().parents[1] / "vectors" / "steps" / "first_line"


def test_a_script_says_its_end_and_leaves_a_count_only(office: Office) -> None:
    before = office.officer.run("case", "list")["cases"]
    told = office.officer.run("first-line", "run", "--steps", SCRIPTS / "papers_with_driver.json")
    assert (told["end"], told["urgent"], told["case"]) == ("second_line", [], None)
    assert [set(reason) for reason in told["reasons"]] == [{"text", "rule"}] * 2
    assert told["reasons"][0]["text"] == "Someone else holds the documents or the phone."
    assert office.officer.run("case", "list")["cases"] == before
    (total,) = office.officer.run("first-line", "totals")["totals"]
    assert (total["mode"], total["end"], total["count"]) == ("bus", "second_line", None)
    shown = office.officer.outcome("first-line", "totals").out
    assert "under 5" in shown


def test_a_hand_over_opens_the_childs_form(office: Office) -> None:
    script = SCRIPTS / "child_with_unverified_adult.json"
    told = office.officer.run("first-line", "run", "--steps", script, "--hand-over")
    assert (told["end"], told["urgent"]) == ("urgent", ["U3"])
    answers = office.officer.run("case", "show", told["case"])["answers"]
    assert answers == {"/data/safety/population": "child", "/data/escort_part/escort": "unverified"}


def test_a_first_line_that_is_not_over_leaves_nothing(office: Office, tmp_path: Path) -> None:
    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([{"answer": ["/data/look/person", "adult"]}]), "utf-8")
    before = office.officer.run("first-line", "totals")["totals"]
    outcome = office.officer.outcome("first-line", "run", "--steps", steps)
    assert outcome.out.strip() == "Not at its end yet: something is not answered."
    assert office.officer.run("first-line", "totals")["totals"] == before


def test_a_first_line_is_no_case(office: Office) -> None:
    asked = ("case", "new", "--form", "first_line", "--steps", SCRIPTS / "ordinary_bus.json")
    assert office.officer.run(*asked, status=1)["error"]["code"] == "case.first_line.case"


@pytest.mark.parametrize("reason", STOPS)
def test_a_stop_says_what_to_do(office: Office, reason: str) -> None:
    case = office.case(steps=SCRIPTS.parent / "no_privacy.json") if reason == STOPS[0] else _open_case(office)
    outcome = office.officer.outcome("case", "stop", case, "--reason", reason)
    if reason == STOPS[0]:  # a finished interview is not stopped any more
        assert outcome.status == 1
    else:
        assert outcome.status == 0
        assert len(outcome.out.splitlines()) == 2


def _open_case(office: Office) -> str:
    steps = office.folder / "nothing.json"
    steps.write_text("[]", "utf-8")
    return str(office.case(steps=steps))


def test_another_reason_is_refused(office: Office) -> None:
    refused = office.officer.run("case", "stop", _open_case(office), "--reason", "tired", status=1)
    assert refused["error"]["code"] == "case.stop.unknown"
