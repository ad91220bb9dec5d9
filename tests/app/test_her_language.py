"""The person's language on the screen: from its own side, marked until reviewed, never silently another's."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from tests.app.conftest import QUIET, settle
from tests.app.samples import consent, interview

from screening.app import look, ports
from screening.app.desks.told import Told, told, told_mark
from screening.app.desks.walk import Reader
from screening.app.languages import spoken
from screening.app.pages.interview import InterviewPage
from screening.app.pages.start import StartPage
from screening.app.reading import direction_of
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.words import Words
from screening.forms import packs
from screening.forms.session import Session
from screening.forms.wording import Said

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
Show = Callable[..., Any]
UK, AR, RO = "Ukrainian (uk)", "العربية (ar)", "Română (ro)"
SAY = {"languages.lacking": "no translation", "languages.unverified": "not reviewed"}.__getitem__
ROOT = Path(__file__).resolve().parents[2]


def reader(hers: str) -> Reader:
    form = packs.read((ROOT / "resources" / "packs" / "second_line.pack").read_bytes()).form()
    session = Session.new(form, lambda: datetime(2026, 11, 24, tzinfo=UTC), random.Random(1))  # noqa: S311
    for ref, value in (("private", "yes"), ("understands", "own"), ("population", "adult"), ("agrees", "yes")):
        session.answer(f"/data/safety/{ref}", value)
    return Reader(session, UK, hers, say=SAY)


def asked(hers: str, ref: str) -> Any:
    made = reader(hers)
    return made.asked(next(stop for stop in made.walk().stops if stop.ref == ref), "")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("هل", Qt.LayoutDirection.RightToLeft),
        ("12. هل", Qt.LayoutDirection.RightToLeft),
        ("Da", Qt.LayoutDirection.LeftToRight),
        ("Так (نعم)", Qt.LayoutDirection.LeftToRight),
        ("112", Qt.LayoutDirection.LeftToRight),
        ("", Qt.LayoutDirection.LeftToRight),
    ],
)
def test_the_first_letter_says_which_way_a_text_is_read(text: str, direction: Qt.LayoutDirection) -> None:
    assert direction_of(text) == direction


def test_words_carry_a_mark_until_two_people_reviewed_them() -> None:
    said = Said("Da?", RO, RO, 1)
    assert told(said, "RO", UK, SAY) == Told("RO · not reviewed", "Da?")
    assert told(replace(said, reviews=2), "RO", UK, SAY) == Told("RO", "Da?")
    assert told_mark(Said("Da", "ro", "ro"), SAY) == "RO · not reviewed"


def test_another_language_is_never_passed_off_as_hers() -> None:
    assert told(Said("Так?", RO, UK), "RO", UK, SAY) == Told("RO · no translation", "—")
    assert told(Said("Yes?", RO, "English (en)"), "RO", UK, SAY) == Told("RO · no translation", "Yes?")


def test_a_gate_is_asked_in_arabic_and_what_follows_says_that_it_is_not() -> None:
    gate = asked(AR, "/data/safety/agrees")
    assert (gate.hers_mark, gate.hers) == ("AR · not reviewed", "هل توافقون على الحديث معي؟")
    assert [offer.hers for offer in gate.offers] == ["نعم", "لا"]
    later = asked(AR, "/data/origin/stage")
    assert (later.hers_mark, later.hers) == ("AR · no translation", "—")
    assert {offer.hers for offer in later.offers} == {""}
    assert asked(RO, "/data/origin/stage").hers_mark == "RO · not reviewed"


@pytest.mark.usefixtures("fonts")
def test_an_arabic_question_stands_at_the_right_and_is_drawn_from_there(show: Show) -> None:
    look.load_fonts(all_scripts=True)
    page: InterviewPage = interview()
    show(page)
    page.show_question(asked(AR, "/data/safety/needs_first"))
    settle()
    hers = page.view.single.hers
    assert hers.layoutDirection() == Qt.LayoutDirection.RightToLeft
    first, last = _inked(hers)
    assert first > hers.width() - last
    page.show_question(asked(RO, "/data/safety/needs_first"))
    settle()
    assert hers.layoutDirection() == Qt.LayoutDirection.LeftToRight
    first, last = _inked(hers)
    assert first < hers.width() - last


@pytest.mark.usefixtures("fonts")
def test_the_full_stop_of_an_arabic_sentence_is_at_its_left_end(show: Show) -> None:
    look.load_fonts(all_scripts=True)
    bare, stopped = Words("لا أفهم", wrap=False), Words("لا أفهم.", wrap=False)
    for words in (bare, stopped):
        words.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        show(words, 300, 60)
    assert _inked(bare)[1] == _inked(stopped)[1]
    assert _inked(stopped)[0] < _inked(bare)[0]


def _inked(words: Words) -> tuple[int, int]:
    """The first and last column that holds a drawn letter."""
    image = words.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(0, 0)
    columns = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]
    return columns[0], columns[-1]


def test_how_consent_was_said_back_is_asked_on_its_page(show: Show) -> None:
    page = consent()
    show(page)
    assert page.teach_back is not None
    assert [part.isChecked() for part in page.teach_back.segments] == [True, False, False]
    heard: list[str] = []
    page.said_back.connect(heard.append)
    page.teach_back.segments[1].click()
    assert heard == ["partly"]


def test_a_language_is_named_as_its_speakers_name_it() -> None:
    names = ("Ukrainian (uk)", "English (en)", "Română (ro)", "Español (es)", "العربية (ar)", "Romanian (ro)", "Other")
    assert [spoken(name) for name in names] == [
        "Українська",
        "English",
        "Română",
        "Español",
        "العربية",
        "Română",
        "Other",
    ]


def test_all_languages_fit_on_the_start_page_and_the_first_nine_have_a_key(show: Show) -> None:
    form = packs.read((ROOT / "resources" / "packs" / "second_line.pack").read_bytes()).form()
    page = StartPage()
    page.show_start(ports.Start((ports.Instrument("a", form.title, "1", form.languages),)), language="")
    show(page)
    cards = [card for card in page.findChildren(AnswerCard) if card.value in form.languages]
    assert [card.value for card in cards] == list(form.languages)
    assert len(cards) == 18
    begun: list[str] = []
    page.begun.connect(lambda _pack, language, _practice: begun.append(language))
    assert not page.on_key("0")
    assert page.on_key("5")
    assert page.on_enter()
    assert begun == [form.languages[4]]
    assert {name.rpartition("(")[2][:2] for name in form.languages[2:7]} == {"hu", "pl", "ro", "ru", "sk"}
