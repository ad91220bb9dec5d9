# ruff: noqa: RUF001  Ukrainian words
"""Papers: a card that shows no topic, an application with what the person wants, a form to fill in and type back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from screening.casefile import codec
from screening.casefile.codes import coded, typed_back
from screening.casefile.entries import Answered, Exported
from screening.errors import CaseError, PaperError
from screening.fieldwork import papers
from screening.fieldwork.explaining import explain
from screening.ids import CaseId
from screening.paper.plain import RIGHT_TO_LEFT
from support.office import RESOURCES, Office, open_office, station

LANGUAGES = ("uk", "en", "ru", "ro", "pl", "hu", "sk", "ar", "tr", "fa", "ur", "hi", "bn", "vi", "uz", "ka", "fr", "es")
TELLING = ("traffick", "victim", "exploit", "торгівл", "жертв", "експлуат", "торговл", "screening", "скринінг")
PLACE = Path(__file__).parents[1] / "vectors" / "jurisdiction" / "zz"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def made(home: Path, language: str, **chosen: str) -> bytes:
    place = station(home, **chosen)
    return papers.card(place.phrases, place.jurisdiction, language, RESOURCES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_is_one_small_page_that_shows_no_topic(tmp_path: Path, language: str) -> None:
    pdf = made(tmp_path, language)
    text = words_of(pdf)
    assert pages_of(pdf) == 1
    assert all(number in text for number in ("112", "527", "335"))
    assert "112 *" in text or language in RIGHT_TO_LEFT  # read back in another order there
    assert "0 800 505 501" not in text
    assert "‹U+" not in text
    assert not [word for word in TELLING if word in text.lower() or word.encode() in pdf.lower()]


def test_the_card_marks_what_is_not_verified_and_a_draft_translation(tmp_path: Path) -> None:
    text = words_of(made(tmp_path, "ka"))
    assert "Not compared with its source yet" in text
    assert "Translation not reviewed yet" in text


def test_numbers_come_from_the_place_alone_and_only_with_neutral_words(tmp_path: Path) -> None:
    text = words_of(made(tmp_path, "en", jurisdiction=str(PLACE)))
    assert "112" not in text
    assert "Lighthouse" not in text


def test_a_card_in_a_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperError) as refused:
        made(tmp_path, "xx")
    assert refused.value.code == "paper.card.language"


def test_an_application_holds_what_the_person_wants_and_nothing_else(office: Office) -> None:
    case = office.interview()
    text = words_of(papers.application(office.fieldwork, case, ["name", "needs"], "R"))
    assert "Приклад Вигаданий" in text
    assert "Безпечне місце на ніч" in text
    assert "Draft" in text
    assert "366" in text
    assert "Local state administration" in text
    last = office.fieldwork.entries(case)[-1].body
    assert last == Exported("application", "R")
    without = words_of(papers.application(office.fieldwork, case, [], "R"))
    assert "Приклад Вигаданий" not in without
    with pytest.raises(PaperError) as refused:
        papers.application(office.fieldwork, case, ["fingerprints"], "R")
    assert refused.value.code == "paper.application.field"


def test_every_question_on_the_blank_form_has_its_number_and_every_choice_its_code(office: Office) -> None:
    pack = office.officer.current_pack("second_line")
    session = papers.untouched(office.fieldwork, pack)
    pdf = papers.blank(session.form, pack, session, "en", RESOURCES)
    text = words_of(pdf)
    questions = coded(session, "English (en)")
    assert [question.number for question in questions] == list(range(1, len(questions) + 1))
    assert pack[:8] in text
    squeezed = text.replace(" ", "")
    missing = [q.label for q in questions if q.label.replace(" ", "")[:30] not in squeezed]
    assert missing == []
    assert len(questions) > 60


def written(office: Office, **values: str) -> str:
    session = papers.untouched(office.fieldwork, office.officer.current_pack("second_line"))
    by_name = {question.ref.rpartition("/")[2]: question for question in coded(session)}
    lines = []
    for name, value in values.items():
        question = by_name[name]
        places = {choice: str(place) for place, (choice, _) in enumerate(question.choices, start=1)}
        lines.append(f"{question.number} {' '.join(places.get(part, part) for part in value.split())}")
    return "# from paper\n\n" + "\n".join(lines)


OPEN = {"private": "yes", "fit": "yes", "understands": "own", "population": "adult", "agrees": "yes", "stage": "post"}


def test_what_is_typed_back_is_marked_as_transcribed_wherever_it_is_shown(office: Office) -> None:
    pack = office.officer.current_pack("second_line")
    text = written(office, **OPEN, helped="hired housed", job_other="yes", said_self="U")
    case, outcome = papers.type_back(office.fieldwork, pack, text)
    assert outcome == "elevated"
    answers = office.fieldwork.case(case).answers
    assert answers
    assert all(answer.transcribed for answer in answers.values())
    shown = explain(office.fieldwork, CaseId(case)).shown
    assert [(one.indicator, one.grounds[0].transcribed) for one in shown] == [("DR01", True)]
    plain = office.fieldwork.case(office.interview()).answers.values()
    assert not any(answer.transcribed for answer in plain)


def test_the_mark_goes_along_to_an_interview_that_builds_on_it(office: Office) -> None:
    text = written(office, **OPEN, helped="hired housed", job_other="yes")
    former, _ = papers.type_back(office.fieldwork, office.officer.current_pack("second_line"), text)
    case = office.fieldwork.begin(office.officer.current_pack("migration"), former=former)
    taken = [answer for answer in office.fieldwork.case(case).answers.values() if answer.origin is not None]
    assert taken
    assert all(answer.transcribed for answer in taken)
    grounds = [ground for one in explain(office.fieldwork, case).elements for ground in one.grounds]
    assert {ground.recorded for ground in grounds if ground.transcribed} == {"2026-03-12T18:02:00Z"}
    assert [(one.indicator, one.earlier) for one in explain(office.fieldwork, case).shown] == [("DR01", True)]


def test_an_answer_that_was_not_transcribed_is_kept_as_it_always_was() -> None:
    before = Answered("/data/a", "1")
    assert b"transcribed" not in codec.encode(before)
    assert codec.decode("answered", codec.encode(before)) == before
    marked = Answered("/data/a", "1", transcribed=True)
    assert codec.decode("answered", codec.encode(marked)) == marked


def test_a_line_that_cannot_be_is_named_and_nothing_is_recorded(office: Office) -> None:
    pack = office.officer.current_pack("second_line")
    before = len(office.fieldwork.cases())
    for text, code, line in (
        ("x", "case.codes", 1),
        ("1 1\n9999 1", "case.codes", 2),
        ("1 7", "case.codes", 1),
        ("1 1 2", "case.codes", 1),
        ("1 = yes", "case.codes", 1),
        (written(office, stage="post"), "case.codes.refused", 3),
    ):
        with pytest.raises(CaseError) as refused:
            papers.type_back(office.fieldwork, pack, text)
        assert (refused.value.code, refused.value.params) == (code, {"line": line})
    assert len(office.fieldwork.cases()) == before


def test_own_words_declined_and_several_choices_have_their_own_codes(office: Office) -> None:
    questions = coded(papers.untouched(office.fieldwork, office.officer.current_pack("second_line")))
    many = next(question for question in questions if question.control == "select")
    free = next(question for question in questions if question.control == "input")
    text = f"{many.number} 2 1\n{many.number} d\n{free.number} = own words\n{free.number} 17\n"
    assert [step for _, step in typed_back(text, questions)] == [
        {"select": [many.ref, [many.choices[1][0], many.choices[0][0]]]},
        {"unknown": [many.ref, "declined"]},
        {"answer": [free.ref, "own words"]},
        {"answer": [free.ref, "17"]},
    ]
