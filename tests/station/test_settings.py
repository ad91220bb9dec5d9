from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import StationError
from screening.station.settings import Settings, load, save

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)


def test_without_a_file_the_defaults_apply(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == Settings()


@given(
    theme=st.sampled_from(["day", "night", "contrast"]),
    minutes=st.integers(1, 120),
    keys=st.booleans(),
    targets=st.lists(texts, max_size=3).map(tuple),
)
def test_what_is_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, theme: str, minutes: int, keys: bool, targets: tuple[str, ...]
) -> None:
    file = tmp_path_factory.mktemp("s") / "settings.toml"
    stated = replace(Settings(), theme=theme, auto_lock=minutes, single_keys=keys, targets=targets)
    save(file, stated)
    assert load(file) == stated


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('theme = "pink"', "station.settings.value"),
        ("auto_lock = 0", "station.settings.value"),
        ("auto_lock = true", "station.settings.value"),
        ("targets = [1]", "station.settings.value"),
        ("single_keys = 1", "station.settings.value"),
        ('colour = "red"', "station.settings.name"),
        ("theme = ", "station.settings.unreadable"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_guessed(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(StationError) as refused:
        load(file)
    assert refused.value.code == code


def test_a_folder_that_cannot_be_written_leaves_the_former_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save(file, Settings(theme="night"))
    (tmp_path / "settings.new").mkdir()
    with pytest.raises(StationError) as refused:
        save(file, Settings(theme="contrast"))
    assert refused.value.code == "station.settings.unwritable"
    assert load(file).theme == "night"
