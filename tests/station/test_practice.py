"""Practice: the stories that come with the program, held, played and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.casefile.entries import Answered
from screening.errors import CaseError, StationError
from screening.fieldwork import referring
from screening.ids import Ref
from screening.station import practice
from screening.station.practice import Difference, Vignette, vignettes
from support.office import RESOURCES, Office, open_office

STORIES = vignettes(RESOURCES)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def test_stories_are_told_in_both_languages() -> None:
    assert len(STORIES) >= 24
    assert list(STORIES) == sorted(STORIES)
    for one in STORIES.values():
        assert one.title.keys() == one.story.keys() == one.look_for.keys() == {"uk", "en"}


@pytest.mark.parametrize("name", ["wage_dispute", "child_unverified_adult", "scam_compound_in_depth", "taken_ill"])
def test_a_story_that_is_played_ends_as_it_says_and_stays_here(office: Office, name: str) -> None:
    case = practice.play(office.officer, STORIES[name])
    state = office.fieldwork.case(case)
    assert state.practice
    assert state.outcome == STORIES[name].expected["outcome"]
    assert practice.compare(office.officer, case, STORIES[name]) == ()
    office.consent(case, "police")
    with pytest.raises(CaseError, match="practice"):
        referring.seal(office.fieldwork, case, ["police"])


def test_what_somebody_found_instead_is_shown_side_by_side(office: Office) -> None:
    story = STORIES["construction_locked_in"]
    case = practice.play(office.officer, story)
    office.fieldwork.record(case, Answered(Ref("/data/promises/job_other"), "no"))
    office.fieldwork.record(case, Answered(Ref("/data/pressure/afraid"), "here"))
    present = tuple(story.expected["present"])
    assert practice.compare(office.officer, case, story) == (
        Difference("present", present, tuple(name for name in present if name != "DR01")),
        Difference("urgent", (), ("U1",)),
    )


def test_a_story_is_begun_with_the_interview_that_comes_before_it(office: Office) -> None:
    case = practice.begin(office.officer, STORIES["scam_compound_in_depth"])
    state = office.fieldwork.case(case)
    assert state.practice
    assert [body.form for body in state.former] == ["second_line"]
    assert office.fieldwork.case(state.former[0].source).practice


def test_a_first_line_is_no_case_and_a_real_case_is_not_compared(office: Office) -> None:
    with pytest.raises(CaseError) as refused:
        practice.begin(office.officer, STORIES["ordinary_bus"])
    assert refused.value.code == "case.practice.first_line"
    with pytest.raises(CaseError) as refused:
        practice.compare(office.officer, office.interview(), STORIES["wage_dispute"])
    assert refused.value.code == "case.practice.real"


@pytest.mark.parametrize("content", ["{", "[]", '{"id": "x"}', json.dumps({"id": "x", "instrument": "y"})])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "broken.json").write_text(content, "utf-8")
    with pytest.raises(StationError) as refused:
        vignettes(tmp_path)
    assert refused.value.code == "station.resource"
    assert refused.value.params == {"file": "broken.json"}


def test_a_program_without_stories_has_none(tmp_path: Path) -> None:
    assert dict(vignettes(tmp_path)) == {}
    assert isinstance(STORIES["wage_dispute"], Vignette)
