"""``assess`` of what a packet tells: the same once more, or what is missing for it."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Office, run

VECTORS = Path(__file__).parents[1] / "vectors" / "assessments"


def test_what_a_packet_tells_is_worked_out_again_from_its_own_data(office: Office) -> None:
    packet = office.packet(office.stick)
    opened = office.supervisor.run("packet", "open", packet, "-o", office.folder / "opened", "--reason", "R")
    told = next(Path(file) for file in opened["files"] if file.endswith("referral.json"))
    again = office.supervisor.run("assess", told)
    assert again["again"] == {"same": True, "absent": [], "differs": []}
    assert again["outcome"] == json.loads(told.read_text())["assessment"]["outcome"]


def test_an_altered_result_and_a_missing_version_are_said(office: Office, tmp_path: Path) -> None:
    data = json.loads((VECTORS / "packet-2026.json").read_text())
    data["assessment"]["result"]["outcome"] = "some"
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(data))
    assert office.officer.run("assess", altered, status=1)["again"]["differs"] == ["outcome"]
    assert "Different: outcome" in office.officer.outcome("assess", altered).out
    data["instrument"]["lists"]["adult_labour"] = "1999.1"
    altered.write_text(json.dumps(data))
    refused = office.officer.run("assess", altered, status=1)
    assert refused["error"]["code"] == "assessment.version"
    assert refused["again"]["absent"] == [{"what": "adult_labour", "wanted": "1999.1", "installed": ["2026.1"]}]
    assert "version 1999.1" in office.officer.outcome("assess", altered).out


def test_a_case_of_2026_comes_out_the_same_in_plain_words() -> None:
    outcome = run("assess", VECTORS / "case-2026.json", "--language", "en")
    assert outcome.status == 0
    assert outcome.out.rstrip().endswith("It comes out the same as it was told then.")
