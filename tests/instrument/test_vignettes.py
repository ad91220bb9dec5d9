"""The vignettes end where a trainer is told they end, for the reasons given, and no engine skips otherwise."""

# ruff: noqa: RUF001 - the words are Ukrainian

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screening.casefile.rules import STOP_REASONS
from support import vignettes
from support.coverage import ROOT
from support.vignettes import FILES, PAGE, PRACTICE, acts, load, play, result
from support.xlsform import convert

NAMES = [file.stem for file in FILES]
SHARED = {"id", "instrument", "builds_on", "population", "title", "story", "look_for", "expected", "steps"}


@pytest.mark.parametrize("name", NAMES)
def test_a_vignette_leads_to_what_its_file_says(name: str) -> None:
    expected = dict(load(name)["expected"])
    stopped = expected.pop("stopped", None)
    assert result(name) == expected
    assert stopped is None or stopped in STOP_REASONS


@pytest.mark.parametrize("name", NAMES)
def test_a_vignette_tells_trainer_and_program_all_they_need(name: str) -> None:
    vignette = load(name)
    assert vignette.keys() == SHARED
    assert vignette["id"] == name
    for words in (vignette["title"], vignette["story"], vignette["look_for"]):
        assert list(words) == ["uk", "en"]
    assert len(vignette["look_for"]["uk"]) == len(vignette["look_for"]["en"]) >= 2
    english = " ".join([vignette["title"]["en"], vignette["story"]["en"], *vignette["look_for"]["en"]])
    ukrainian = " ".join([vignette["title"]["uk"], vignette["story"]["uk"], *vignette["look_for"]["uk"]])
    assert not re.search(r"[Ѐ-ӿ]", english)
    assert not re.search(r"[A-Za-z]{3}", ukrainian)
    assert not re.search(r"\bvictim|traffick|suspect|illegal", english, re.IGNORECASE)
    assert not re.search(r"\bжертв|торгівл|підозрюван|нелегал", ukrainian, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_in_a_vignette_has_a_name(name: str) -> None:
    answered = [step["answer"][0].rpartition("/")[2] for step in load(name)["steps"] if "answer" in step]
    assert not {"name", "contact", "people"} & set(answered)


@pytest.mark.parametrize("name", NAMES)
def test_a_vignette_can_be_closed_and_read_again(name: str) -> None:
    played = play(name)
    assert played.session.validate() == ()
    assert played.session.again().facts() == played.session.facts()
    assert (played.stated is None) == (load(name)["instrument"] == "first_line")
    if played.stated is not None:
        assert played.stated.population == load(name)["population"]


def test_there_is_a_vignette_of_every_kind() -> None:
    every = [load(name) for name in NAMES]
    assert len(every) >= 24
    assert {each["instrument"] for each in every} == {"first_line", "second_line", "child", "migration"}
    assert {each["population"] for each in every} == {"adult", "child", "age_disputed"}
    expected = [each["expected"] for each in every]
    assert {one["end"] for one in expected if "end" in one} == {"urgent", "second_line", "info_card"}
    assert {one["outcome"] for one in expected if "outcome" in one} == {
        "presumed",
        "child_protection",
        "elevated",
        "some",
        "insufficient",
        "no_indication",
    }
    assert {rule for one in expected for rule in one["urgent"]} == {f"U{number}" for number in range(1, 8)}
    assert {gate for one in expected for gate in one.get("stop", ())} == {"stop", "child", "do_not_interview"}
    codes = {code for one in expected for code in one.get("purpose_codes", ())}
    assert codes >= {"LAB", "SEX", "DOM", "BEG", "CRI", "ARM", "ORG", "MAR", "SUR", "DEP"}
    assert [each["id"] for each in every if each["builds_on"]]


def test_practice_holds_the_same_files_and_the_page_lists_them() -> None:
    made = "python -m support.vignettes"
    assert {file.name: file.read_bytes() for file in PRACTICE.glob("*.json")} == {
        file.name: file.read_bytes() for file in FILES
    }, made
    assert PAGE.read_text("utf-8") == vignettes.page(load(name) for name in NAMES), made


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any, Any]]:
    """Our engine, JavaRosa, and how two interviews differ."""
    oracles = pytest.importorskip("conformance.oracles", reason="not run: no harness for other engines in this tree")
    try:
        theirs = oracles.JavaRosa(tmp_path_factory.mktemp("javarosa"))
    except oracles.NotHereError as missing:
        pytest.skip(f"not run: {missing}")
    yield oracles.Ours(), theirs, oracles.differences
    theirs.close()


@pytest.fixture(scope="module")
def forms() -> dict[str, bytes]:
    folders: list[Path] = sorted((ROOT / "forms").iterdir())
    return {folder.name: convert(folder / "form.md").encode() for folder in folders}


@pytest.mark.parametrize("name", NAMES)
def test_javarosa_asks_skips_and_locks_the_same(
    name: str, engines: tuple[Any, Any, Any], forms: dict[str, bytes]
) -> None:
    ours, theirs, differences = engines
    form = forms[load(name)["instrument"]]
    here, there = (engine.run(form, acts(name), {}) for engine in (ours, theirs))
    assert here.error is None
    assert set(here.did) == {"ok"}
    assert differences(here, there) == []
