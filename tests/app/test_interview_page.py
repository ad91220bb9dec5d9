"""The question page by keyboard: what each key does, and what it must not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET, press, settle
from tests.app.samples import ONE, asked, interview

from screening.app import ports
from screening.app.pages.interview import InterviewPage
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.field import Input

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
Show = Callable[..., Any]


class Heard:
    """Everything a page said, in order."""

    def __init__(self, page: InterviewPage) -> None:
        self.said: list[tuple[Any, ...]] = []
        for name in (
            "answered",
            "drafted",
            "refused",
            "unknown",
            "skipping",
            "noting",
            "advanced",
            "retreated",
            "reviewed",
        ):
            getattr(page, name).connect(lambda *what, name=name: self.said.append((name, *what)))
        for name in (
            "alarmed",
            "ended",
            "searching",
            "jumped",
            "instance_added",
            "instance_opened",
            "instance_removed",
        ):
            getattr(page, name).connect(lambda *what, name=name: self.said.append((name, *what)))


@pytest.fixture
def page(show: Show) -> InterviewPage:
    made = interview()
    show(made)
    made.begin()
    settle()
    return made


def test_a_digit_chooses_and_does_not_go_on(page: InterviewPage) -> None:
    heard = Heard(page)
    press(page, Qt.Key.Key_3)
    assert heard.said == [("answered", "/data/papers", "kept")]


def test_a_digit_without_a_card_does_nothing(page: InterviewPage) -> None:
    heard = Heard(page)
    press(page, Qt.Key.Key_5)
    assert heard.said == []


def test_the_same_digit_twice_answers_once(page: InterviewPage) -> None:
    heard = Heard(page)
    press(page, Qt.Key.Key_2)
    page.show_question(replace(ONE, value="asks", chosen=frozenset({"asks"})))
    press(page, Qt.Key.Key_2)
    assert heard.said == [("answered", "/data/papers", "asks")]


def test_space_takes_a_chosen_answer_back(page: InterviewPage) -> None:
    page.show_question(replace(ONE, value="kept", chosen=frozenset({"kept"})))
    page.take_focus()
    heard = Heard(page)
    press(page, Qt.Key.Key_Space)
    assert heard.said == [("answered", "/data/papers", "")]
    page.show_question(ONE)
    assert not any(card.isChecked() for card in page.view.cards)


def test_arrows_move_and_answer_nothing(page: InterviewPage) -> None:
    heard = Heard(page)
    for _ in range(5):
        press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Up)
    focused = QApplication.focusWidget()
    assert isinstance(focused, AnswerCard)
    assert focused.value == "mine"
    assert heard.said == []


def test_letters_are_the_other_answers(page: InterviewPage) -> None:
    heard = Heard(page)
    for key in (Qt.Key.Key_R, Qt.Key.Key_U, Qt.Key.Key_S, Qt.Key.Key_N):
        press(page, key)
    ref = "/data/papers"
    assert heard.said == [("refused", ref), ("unknown", ref), ("skipping", ref), ("noting", ref)]


def test_enter_goes_on_and_backspace_and_alt_left_go_back(page: InterviewPage) -> None:
    heard = Heard(page)
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Backspace)
    press(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert heard.said == [("advanced",), ("retreated",), ("retreated",)]


def test_function_keys(page: InterviewPage) -> None:
    heard = Heard(page)
    press(page, Qt.Key.Key_F2)
    press(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    folded = page.panel.is_folded
    press(page, Qt.Key.Key_F7)
    assert page.panel.is_folded is not folded
    press(page, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.rail.items[2]
    assert heard.said == [("alarmed",), ("searching",)]


def test_single_keys_can_be_switched_off(show: Show) -> None:
    page = InterviewPage(single_keys=False)
    page.show_question(ONE)
    show(page)
    page.begin()
    heard = Heard(page)
    for key in (Qt.Key.Key_1, Qt.Key.Key_R, Qt.Key.Key_N):
        press(page, key)
    assert heard.said == []
    press(page, Qt.Key.Key_Space)
    assert heard.said == [("answered", "/data/papers", "mine")]


def test_several_answers_keep_the_order_of_the_form(page: InterviewPage) -> None:
    many = asked("many")
    page.show_question(many)
    heard = Heard(page)
    press(page, Qt.Key.Key_3)
    page.show_question(replace(many, value="kept", chosen=frozenset({"kept"})))
    press(page, Qt.Key.Key_1)
    assert heard.said == [("answered", "/data/many", "kept"), ("answered", "/data/many", "mine kept")]


@pytest.mark.parametrize("kind", ["text", "long"])
def test_letters_and_digits_in_a_field_are_text(page: InterviewPage, kind: ports.Kind, qtbot: QtBot) -> None:
    page.show_question(asked(kind))
    heard = Heard(page)
    QTest.keyClicks(QApplication.focusWidget(), "Run 1 S U N")
    press(page, Qt.Key.Key_Backspace)
    assert heard.said == []
    with qtbot.waitSignal(page.drafted, timeout=2000) as drafted:
        pass
    assert drafted.args == [f"/data/{kind}", "Run 1 S U"]


def test_typing_commits_after_a_moment_of_quiet_and_at_once_on_leaving(page: InterviewPage, qtbot: QtBot) -> None:
    page.show_question(asked("text"))
    with qtbot.waitSignal(page.drafted, timeout=2000):
        QTest.keyClicks(QApplication.focusWidget(), "seven")
    heard = Heard(page)
    QTest.keyClicks(QApplication.focusWidget(), " more")
    press(page, Qt.Key.Key_Return)
    assert heard.said == [("answered", "/data/text", "seven more"), ("advanced",)]


def test_what_does_not_fit_is_explained_and_nothing_is_lost(page: InterviewPage) -> None:
    page.show_question(asked("integer"))
    heard = Heard(page)
    QTest.keyClicks(QApplication.focusWidget(), "about 17")
    press(page, Qt.Key.Key_Return)
    assert heard.said == []
    field = QApplication.focusWidget()
    assert isinstance(field, Input)
    assert field.text() == "about 17"
    assert "17" in field.accessibleDescription()
    field.setText("")
    QTest.keyClicks(field, "17")
    press(page, Qt.Key.Key_Return)
    assert heard.said == [("answered", "/data/integer", "17"), ("advanced",)]


def test_a_date_is_typed_as_people_write_it(page: InterviewPage) -> None:
    page.show_question(asked("date"))
    heard = Heard(page)
    QTest.keyClicks(QApplication.focusWidget(), "14.03.2003")
    press(page, Qt.Key.Key_Return)
    assert heard.said[0] == ("answered", "/data/date", "2003-03-14")
    page.show_question(replace(asked("date"), ref="/data/other", value="2003-03-14"))
    field = QApplication.focusWidget()
    assert isinstance(field, Input)
    assert field.text() == "14.03.2003"


def test_a_pasted_megabyte_is_cut_and_not_swallowed(page: InterviewPage) -> None:
    page.show_question(asked("text"))
    field = QApplication.focusWidget()
    assert isinstance(field, Input)
    field.insert("x" * 1_000_000)
    assert len(field.text()) == 20_000


def test_a_note_goes_on_with_enter_and_offers_no_refusal(page: InterviewPage) -> None:
    page.show_question(asked("note", offers=()))
    heard = Heard(page)
    assert page.refuse.isHidden()
    press(page, Qt.Key.Key_R)
    press(page, Qt.Key.Key_Return)
    assert heard.said == [("advanced",)]


def test_a_repeat_adds_and_removes(page: InterviewPage) -> None:
    page.show_question(asked("repeat", offers=(), instances=("1. Львів", "2. Краків")))
    heard = Heard(page)
    press(page, Qt.Key.Key_Space)
    remove = [each for each in page.findChildren(QWidget) if each.accessibleName() == "Remove 2. Краків"]
    QTest.mouseClick(remove[0], Qt.MouseButton.LeftButton)
    assert heard.said == [("instance_added", "/data/repeat"), ("instance_removed", "/data/repeat", 2)]


def test_cards_are_reused_from_question_to_question(page: InterviewPage) -> None:
    cards = page.view.cards
    page.show_question(replace(ONE, ref="/data/other", question="?", offers=ONE.offers[:2]))
    assert page.view.cards == cards[:2]
    page.show_question(ONE)
    assert page.view.cards == cards


def test_the_panel_tells_no_outcome(page: InterviewPage) -> None:
    shown = " ".join(each.accessibleName() + getattr(each, "text", str)() for each in page.panel.findChildren(QWidget))
    for word in ("presumed", "elevated", "Strong grounds", "Вагомі", "%"):
        assert word not in shown
    assert "You can stop here" in shown
