from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from screening.errors import StationError, VaultError
from screening.station.paths import find_resources
from screening.station.words import LANGUAGES, Words

RESOURCES = find_resources()


def write(folder: Path, text: str, name: str = "a.en.toml") -> Path:
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / name).write_text(text, "utf-8")
    return folder


def test_an_error_is_said_in_three_parts_with_its_values(tmp_path: Path) -> None:
    write(tmp_path, '["vault.passphrase"]\nwhat = "It did not fit."\nsafe = "{left} tries left."\ndo = "Again."\n')
    message = Words.load(tmp_path, "en").message(VaultError("vault.passphrase", left=3))
    assert (message.what, message.safe, message.do) == ("It did not fit.", "3 tries left.", "Again.")
    assert message.text == "It did not fit. 3 tries left. Again."


def test_a_value_that_the_words_name_and_the_error_lacks_is_no_crash(tmp_path: Path) -> None:
    write(tmp_path, '["vault.passphrase"]\nwhat = "{left} tries left."\n')
    assert Words.load(tmp_path, "en").message(VaultError("vault.passphrase")).what == "… tries left."


def test_an_unknown_code_is_said_as_the_code() -> None:
    words = Words.load(RESOURCES, "en")
    assert words.message(VaultError("vault.never.heard")).text == "vault.never.heard"
    assert words.say("never.heard") == "never.heard"
    assert not words.has("never.heard")


def test_tables_and_quoted_codes_are_found_by_the_same_path(tmp_path: Path) -> None:
    write(tmp_path, '[outcome.some]\nname = "Single signs"\n[message]\nwhy = "Why"\n')
    words = Words.load(tmp_path, "en")
    assert (words.say("outcome.some"), words.say("message.why")) == ("Single signs", "Why")


def test_two_files_may_add_to_one_table(tmp_path: Path) -> None:
    write(tmp_path, '[rule]\na = "A"\n')
    write(tmp_path, '[rule]\nb = "B"\n', "b.en.toml")
    words = Words.load(tmp_path, "en")
    assert (words.say("rule.a"), words.say("rule.b")) == ("A", "B")


@pytest.mark.parametrize("broken", [b'what = "unclosed', b"\xff\xfe"])
def test_a_broken_file_is_named(tmp_path: Path, broken: bytes) -> None:
    write(tmp_path, "")
    (tmp_path / "words" / "b.en.toml").write_bytes(broken)
    with pytest.raises(StationError) as refused:
        Words.load(tmp_path, "en")
    assert (refused.value.code, refused.value.params) == ("station.words", {"file": "b.en.toml"})


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(StationError) as refused:
        Words.load(RESOURCES, "xx")
    assert refused.value.code == "station.language"


def test_every_language_has_the_same_texts() -> None:
    def places(table: object, place: str = "") -> set[str]:
        if isinstance(table, dict):
            return {inner for key, value in table.items() for inner in places(value, f"{place}/{key}")}
        return {place}

    folder = RESOURCES / "words"
    for file in folder.glob("*.uk.toml"):
        other = {lang: folder / file.name.replace(".uk.", f".{lang}.") for lang in LANGUAGES}
        found = {lang: places(tomllib.loads(path.read_text("utf-8"))) for lang, path in other.items()}
        assert found["uk"] == found["en"], file.name
