"""The second-line form as a pack, as `pack.toml` says it is to be built."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from screening.forms import packs
from screening.forms.linter import check


@pytest.fixture(scope="module")
def said(source: Path) -> dict[str, object]:
    return tomllib.loads((source.parent / "pack.toml").read_text("utf-8"))


def test_the_pack_says_what_its_settings_say(source: Path, said: dict[str, object]) -> None:
    built = packs.build(
        source.read_bytes(),
        said["name"],
        {},
        published_by=said["publisher"],
        valid_from=said["valid_from"],
        valid_to=said["valid_to"],
        status=said["status"],
    )
    pack = packs.read(built)
    manifest = pack.manifest
    assert (manifest.name, manifest.version, manifest.status) == (said["name"], said["version"], "active")
    assert (manifest.form_id, manifest.title) == ("second_line", "Друга лінія")
    assert set(manifest.languages) == {"Ukrainian (uk)", "English (en)"}
    assert manifest.valid_on(date(2026, 11, 23))
    assert pack.form().default_language == "Ukrainian (uk)"


def test_the_linter_finds_nothing(source: Path) -> None:
    assert check(source.read_bytes(), "md") == ()
