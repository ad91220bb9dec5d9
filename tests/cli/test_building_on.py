"""``case new --from``: the interview that follows takes over what the earlier one recorded."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Office

VIGNETTES = Path(__file__).parents[1] / "vectors" / "vignettes"


def steps(folder: Path, name: str) -> Path:
    file = folder / f"{name}.steps.json"
    story = json.loads((VIGNETTES / f"{name}.json").read_text("utf-8"))
    file.write_text(json.dumps(story["steps"], ensure_ascii=False), "utf-8")
    return file


def test_a_case_of_the_migration_service_is_made_from_one_of_second_line(office: Office) -> None:
    first = office.case(steps=steps(office.folder, "scam_compound_border"))
    told = steps(office.folder, "scam_compound_in_depth")
    made = office.officer.run("case", "new", "--form", "migration", "--steps", told, "--from", first[:6])
    assert made["outcome"] == "presumed"
    shown = office.officer.run("case", "show", made["case"])
    assert [entry["kind"] for entry in shown["entries"]][:2] == ["opened", "carried_over"]
    (former,) = shown["former"]
    assert (former["case"], former["form"]) == (first, "second_line")
    assert former["answers"] > 30
    assert shown["answers"]["/data/places/docs_there"] == "kept"
    carried = {one["ref"]: one for one in shown["carried"]}
    assert carried["/data/places/docs_there"]["basis"] == "person_said"
    assert carried["/data/places/docs_there"]["form"] == "second_line"
    assert "/data/money/debt_there" not in carried


def test_an_earlier_case_that_is_not_there_is_refused(office: Office) -> None:
    told = steps(office.folder, "second_talk_declined")
    refused = office.officer.run("case", "new", "--form", "migration", "--steps", told, "--from", "ZZZZZZ", status=1)
    assert refused["error"]["code"] == "case.unknown"


def test_practice_conversations_are_told_begun_and_compared(office: Office) -> None:
    told = office.officer.outcome("practice", "list").out
    assert "wage_dispute" in told
    begun = office.officer.run("practice", "begin", "wage_dispute")
    assert "warehouse" in begun["story"]
    played = office.officer.run("practice", "play", "second_talk_declined")
    assert played["outcome"] == "presumed"
    same = office.officer.outcome("practice", "compare", played["case"], "--with", "second_talk_declined")
    assert same.out.strip() == "It ends as the vignette says."
    other = office.officer.run("practice", "compare", begun["case"], "--with", "wage_dispute")
    assert [one["aspect"] for one in other["differences"]] == ["outcome", "present"]
    for unknown in ("no_such", "ordinary_bus"):
        refused = office.officer.run("practice", "begin", unknown, status=1)
        assert refused["error"]["code"].startswith("case.practice.")
