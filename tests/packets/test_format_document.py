"""docs/packet-format.md, the words and the program speak of the same steps, codes and fields."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.packets.damage import DAMAGES

from screening.packets import layers, unseal
from screening.packets.manifest import Recall, ReceiptManifest, Referral

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "packet-format.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| \((\d+)\) \| `(\w+)` \|", PAGE, re.MULTILINE))
CODES = set(re.findall(r"`(packet\.[a-z_.]+)`", PAGE))


def words(language: str) -> dict:
    return tomllib.loads((ROOT / "resources" / "words" / f"packets.{language}.toml").read_text(encoding="utf-8"))


def test_the_page_numbers_and_names_the_steps_as_the_program_does():
    assert {int(number): name for number, name in ROWS.items()} == dict(enumerate(unseal.STEPS, 1))


def test_the_source_carries_the_same_numbers_in_order():
    source = Path(unseal.__file__).read_text(encoding="utf-8")
    walk = source[source.index("def _walk(") :]
    assert [int(number) for number in re.findall(r"# \((\d+)\)", walk)] == list(range(1, 13))


def test_each_damage_is_on_the_page_at_its_step():
    steps = {int(row[0]): row[1] for row in re.findall(r"^\| \((\d+)\) (.*)$", PAGE, re.MULTILINE)}
    for damage in DAMAGES.values():
        assert f"`{damage.code}`" in steps[damage.step]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_code_and_step_on_the_page_has_words(language: str):
    said = words(language)
    assert said.keys() >= CODES
    assert {*unseal.STEPS, unseal.NOT_REACHED} == said["step"].keys()
    assert all(set(said[code]) == {"what", "safe", "do"} and said[code]["what"] for code in said if code != "step")


def test_both_languages_have_words_for_the_same_codes():
    assert words("uk").keys() == words("en").keys()


def test_what_a_layer_says_becomes_a_code_with_words():
    assert {*layers._PLAIN.values(), *layers._PREFIXES.values(), unseal.OK} <= words("uk").keys()


@pytest.mark.parametrize("model", [Referral, Recall, ReceiptManifest])
def test_every_field_is_on_the_page(model: type[Referral | Recall | ReceiptManifest]):
    assert all(f"`{name}`" in PAGE for name in model.model_fields)
