"""The second-line form as a pack, as `pack.toml` says it is to be built."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from screening.forms import packs
from screening.forms.packs import Pack
from screening.station.authoring import build_pack


@pytest.fixture(scope="module")
def built(source: Path) -> bytes:
    pack, found = build_pack(source, "md")
    assert found == ()
    assert pack is not None
    return pack


@pytest.fixture(scope="module")
def pack(built: bytes) -> Pack:
    return packs.read(built)


def test_the_pack_says_what_its_settings_say(source: Path, pack: Pack) -> None:
    said = tomllib.loads((source.parent / "pack.toml").read_text("utf-8"))
    manifest = pack.manifest
    assert {name: str(getattr(manifest, name)) for name in said} == {name: str(value) for name, value in said.items()}
    assert (manifest.form_id, manifest.title, manifest.status) == ("second_line", "Друга лінія", "active")
    assert manifest.languages[:2] == ("Ukrainian (uk)", "English (en)")
    assert pack.form().default_language == "Ukrainian (uk)"


def test_the_pack_that_is_shipped_is_the_one_the_form_gives(root: Path, built: bytes) -> None:
    assert (root / "resources" / "packs" / "second_line.pack").read_bytes() == built
