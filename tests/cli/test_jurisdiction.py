"""``jurisdiction check``: what is wrong with a folder, or how far it is verified."""

from __future__ import annotations

from pathlib import Path

from support.commands import run

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "tests" / "vectors" / "jurisdiction" / "zz"


def test_a_place_in_order_says_how_far_it_is_verified() -> None:
    told = run("jurisdiction", "check", ROOT / "resources" / "jurisdiction" / "ua", "--json")
    assert told.status == 0
    assert told.document["ok"]
    assert told.document["records"]["verified"] == 0
    assert run("jurisdiction", "check", PLACE, "--json").document["regions"] == ["north", "south"]
    assert "Elsewhere" in run("jurisdiction", "check", PLACE, "--language", "en").out


def test_a_record_without_source_is_named_and_the_folder_refused(tmp_path: Path) -> None:
    for file in PLACE.glob("*.toml"):
        text = file.read_text("utf-8").replace('source = "Invented for tests"\n', "", 1)
        (tmp_path / file.name).write_text(text, "utf-8")
    told = run("jurisdiction", "check", tmp_path, "--json")
    assert told.status == 1
    assert "referral.jurisdiction.source" in {one["code"] for one in told.document["findings"]}
    empty = (PLACE / "law.toml").read_text("utf-8").replace("Invented for tests", "", 1)
    (tmp_path / "law.toml").write_text(empty, "utf-8")
    plain = run("jurisdiction", "check", tmp_path, "--language", "en")
    assert "referral.jurisdiction.source" in plain.out
    assert "legal.act-1" in plain.out


def test_no_such_folder_is_said(tmp_path: Path) -> None:
    told = run("jurisdiction", "check", tmp_path / "none", "--json")
    assert (told.status, told.document["error"]["code"]) == (1, "station.jurisdiction.missing")
