"""Scripted interviews by command: every kind of step has one result, on the shipped form and on forms of others."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from screening.station.paths import find_resources
from support.commands import STEPS, run

ROOT = Path(__file__).parents[2]
SHIPPED = [find_resources() / "packs" / "second_line.pack", ROOT / "forms" / "second_line" / "form.md"]
STATE = {"ref", "value", "relevant", "required", "readonly", "valid", "message", "label", "hint"}
CORPUS = [
    "all-question-types-v2024091201-3.xlsx",
    "big500.xml",
    "child_vaccination_VOL_tool_v12.xml",
    "eIMCI-by-D-Tree.xml",
    "htcds_xlsform.xlsx",
    "socio-economic-survey-v20240515.xlsx",
    "whova_form.xlsx",
]


def interview(form: Path, steps: list[dict[str, Any]], folder: Path, *more: str) -> list[Any]:
    file = folder / "steps.json"
    file.write_text(json.dumps(steps), "utf-8")
    outcome = run("--now", "2026-03-12T18:02:00Z", "form", "run", form, "--steps", file, *more, "--json")
    assert outcome.status == 0, outcome
    results = outcome.document["results"]
    assert len(results) == len(steps)
    return list(results)


def questions(outline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for item in outline:
        found += [item] if item["kind"] == "question" else questions(item["children"])
    return found


@pytest.mark.parametrize("form", SHIPPED, ids=lambda path: path.suffix)
def test_every_kind_of_step_on_the_shipped_form(form: Path, tmp_path: Path) -> None:
    about = "/data/safety/population"
    results = interview(
        form,
        [
            {"state": about},
            {"answer": [about, "adult"]},
            {"value": about},
            {"choices": about},
            {"answer": [about, "no such choice"]},
            {"value": about},
            {"select": ["/data/safety/needs_first", ["water", "seat"]]},
            {"value": "/data/safety/needs_first"},
            {"unknown": ["/data/safety/medical", "declined"]},
            {"state": "/data/safety/medical"},
            {"answer": ["/data/safety/danger", "no"], "basis": "observed", "verbatim": "words"},
            {"language": "English (en)"},
            {"state": about},
            {"indicators": True},
            {"outline": True},
            {"validate": True},
            {"resume": True},
            {"value": about},
            {"submission": True},
        ],
        tmp_path,
    )
    before, taken, value, choices, refused, kept, several, both, unknown, missing, quoted, spoken, english = results[
        :13
    ]
    assert before.keys() >= STATE
    assert (before["ref"], before["value"], before["relevant"]) == (about, "", True)
    assert taken["accepted"] is True
    assert about in taken["changed"]
    assert value == "adult"
    assert {"value", "label"} <= choices[0].keys()
    assert [choice["value"] for choice in choices] == ["adult", "child", "age_disputed"]
    assert refused["accepted"] is False
    assert kept == "adult"
    assert (several["accepted"], both) == (True, "water seat")
    assert unknown["accepted"] is True
    assert missing["value"] == ""
    assert quoted["accepted"] is True
    assert spoken["accepted"] is True
    assert english["label"] != before["label"]
    indicators, outline, problems, resumed, again, submission = results[13:]
    assert {found["state"] for found in indicators} <= {"present", "absent", "unknown"}
    assert all(found.keys() >= {"id", "state", "evidence"} for found in indicators)
    assert {question["ref"] for question in questions(outline)} >= {about}
    assert all(problem.keys() >= {"ref", "kind", "message"} for problem in problems)
    assert {problem["kind"] for problem in problems} <= {"required", "constraint"}
    assert resumed is not None
    assert again == "adult"
    tree = etree.fromstring(submission.encode())
    assert tree.findtext(".//{*}population") == "adult"


def test_the_demonstration_s_interview_runs_to_its_end(tmp_path: Path) -> None:
    steps = [*json.loads(STEPS.read_text("utf-8")), {"validate": True}, {"indicators": True}, {"submission": True}]
    results = interview(SHIPPED[0], steps, tmp_path)
    assert all(result["accepted"] for result in results[:-3])
    assert results[-3] == []
    present = [found for found in results[-2] if found["state"] == "present"]
    assert present
    assert all(found["evidence"] for found in present)
    assert etree.fromstring(results[-1].encode()).get("id") == "second_line"


def test_repeats_grow_and_shrink_and_refs_hold_positions(tmp_path: Path) -> None:
    form = tmp_path / "children.md"
    form.write_text(
        """
| survey |              |       |        |            |                    |
|        | type         | name  | label  | constraint | constraint_message |
|        | begin repeat | child | Child  |            |                    |
|        | text         | name  | Name   |            |                    |
|        | integer      | age   | Age    | . < 18     | Children only.     |
|        | end repeat   |       |        |            |                    |
| settings |              |         |
|          | form_id      | version |
|          | children     | 1       |
""",
        "utf-8",
    )
    results = interview(
        form,
        [
            {"answer": ["/data/child[1]/name", "A"]},
            {"add_repeat": "/data/child"},
            {"answer": ["/data/child[2]/name", "B"]},
            {"answer": ["/data/child[2]/age", 17]},
            {"answer": ["/data/child[2]/age", "18"]},
            {"answer": ["/data/child[2]/age", "many"]},
            {"value": "/data/child[2]/age"},
            {"remove_repeat": "/data/child[1]"},
            {"value": "/data/child[1]/name"},
            {"resume": True},
            {"value": "/data/child[1]/age"},
        ],
        tmp_path,
    )
    accepted = [result["accepted"] for result in results if isinstance(result, dict) and "accepted" in result]
    assert accepted == [True, True, True, True, False, False, True]
    assert results[4]["message"] == "Children only."
    assert (results[6], results[8], results[10]) == ("17", "B", "17")


def test_a_seed_repeats_what_chance_decides(tmp_path: Path) -> None:
    form = tmp_path / "chance.md"
    form.write_text(
        """
| survey |               |      |       |             |                  |
|        | type          | name | label | calculation | parameters       |
|        | calculate     | draw |       | random()    |                  |
|        | select_one ab | one  | One   |             | randomize=true   |
| choices |           |      |       |
|         | list_name | name | label |
|         | ab        | a    | A     |
|         | ab        | b    | B     |
|         | ab        | c    | C     |
|         | ab        | d    | D     |
| settings |              |         |
|          | form_id      | version |
|          | chance       | 1       |
""",
        "utf-8",
    )
    steps: list[dict[str, Any]] = [{"value": "/data/draw"}, {"choices": "/data/one"}, {"submission": True}]
    first, again = (interview(form, steps, tmp_path, "--seed", "7") for _ in range(2))
    assert first == again
    assert interview(form, steps, tmp_path, "--seed", "8") != first
    assert interview(form, steps, tmp_path)[0] != interview(form, steps, tmp_path)[0]


@pytest.mark.parametrize("name", CORPUS)
def test_forms_of_others_go_from_the_first_question_to_a_submission(corpus: Path, name: str, tmp_path: Path) -> None:
    form = corpus / name
    checked = run("form", "check", form, "--json")
    assert checked.status == 0, checked
    begun = interview(form, [{"outline": True}], tmp_path, "--seed", "1")[0]
    asked = [item for item in questions(begun) if item["relevant"] and not item["readonly"]][:25]
    assert asked
    steps: list[dict[str, Any]] = []
    for item in asked:
        steps += [{"state": item["ref"]}, {"unknown": [item["ref"], "unsure"]}, {"value": item["ref"]}]
        if item["control"].startswith("select"):
            steps.append({"choices": item["ref"]})
    steps += [{"outline": True}, {"validate": True}, {"indicators": True}, {"resume": True}, {"submission": True}]
    first, again = (interview(form, steps, tmp_path, "--seed", "1") for _ in range(2))
    assert without_ids(first) == without_ids(again)
    for step, result in zip(steps, first, strict=True):
        match step:
            case {"state": ref}:
                assert result.keys() >= STATE
                assert result["ref"] == ref
            case {"value": _}:
                assert isinstance(result, str)
            case {"choices": _}:
                assert all(choice.keys() >= {"value", "label"} for choice in result)
    assert etree.fromstring(first[-1].encode()).tag


def without_ids(results: list[Any]) -> str:
    """The results as text, with the instance's own id taken out."""
    return re.sub(r"uuid:[0-9a-f-]{36}", "uuid", json.dumps(results))


def test_a_form_of_others_is_answered_to_its_end(corpus: Path, tmp_path: Path) -> None:
    """The trafficking standard's own form, question by question, the first choice wherever there is one."""
    form, answered = corpus / "htcds_xlsform.xlsx", list[dict[str, Any]]()
    outline = interview(form, [{"outline": True}], tmp_path)[0]
    for item in questions(outline):
        if not item["readonly"] and item["control"].startswith("select"):
            answered.append({"choices": item["ref"]})
    choices = interview(form, answered, tmp_path)
    steps: list[dict[str, Any]] = [
        {"answer": [asked["choices"], found[0]["value"]]}
        for asked, found in zip(answered, choices, strict=True)
        if found
    ]
    results = interview(form, [*steps, {"validate": True}, {"submission": True}], tmp_path)
    assert all(result["accepted"] for result in results[:-2])
    assert len(steps) > 10
    for step in steps:
        ref, value = step["answer"]
        assert value in results[-1], ref


def test_the_clock_that_was_claimed_is_the_interview_s(tmp_path: Path) -> None:
    form = tmp_path / "clock.md"
    form.write_text(
        """
| survey |           |      |       |             |
|        | type      | name | label | calculation |
|        | calculate | day  |       | today()     |
|        | text      | q    | Q     |             |
| settings |              |         |
|          | form_id      | version |
|          | clock        | 1       |
""",
        "utf-8",
    )
    day = interview(form, [{"value": "/data/day"}], tmp_path)[0]
    assert day.startswith(datetime(2026, 3, 12, tzinfo=UTC).date().isoformat())
