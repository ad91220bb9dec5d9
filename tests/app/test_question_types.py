# ruff: noqa: RUF001  the words are Ukrainian
"""Each kind of question by real keys: what is answered, what is explained, and that nothing typed is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET, press, settle
from tests.app.questions import LIKERT, PLACES, QUESTIONS, asked, offers
from tests.app.samples import interview

from screening.app import look, typed
from screening.app.pages.check import CheckPage
from screening.app.pages.interview import InterviewPage
from screening.app.ports import Asked, Checked, Manner, Offer
from screening.app.widgets.answer_file import DrawingAnswer, FileAnswer
from screening.app.widgets.answer_list import ListAnswer
from screening.app.widgets.answer_map import MapAnswer
from screening.app.widgets.answer_points import PointsAnswer
from screening.app.widgets.answer_range import RangeAnswer
from screening.app.widgets.answer_rank import RankAnswer
from screening.app.widgets.answer_said import SaidAnswer
from screening.app.widgets.button import Button

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Talk:
    """A page whose answers are taken as a desk would take them; refuse: values with the words of their refusal."""

    def __init__(self, page: InterviewPage) -> None:
        self.page = page
        self.said: list[tuple[Any, ...]] = []
        self.refuse: dict[str, str] = {}
        page.answered.connect(self._answer)
        page.drafted.connect(self._draft)
        for name in ("advanced", "refused", "skipping", "instance_opened", "instance_removed", "choosing", "given"):
            getattr(page, name).connect(lambda *what, name=name: self.said.append((name, *what)))

    def ask(self, question: Asked) -> None:
        self.page.show_question(question)
        settle(2)

    def _answer(self, ref: str, value: str) -> None:
        self.said.append(("answered", ref, value))
        self._show(ref, value, self.refuse.get(value, ""))

    def _draft(self, ref: str, value: str) -> None:
        if value not in self.refuse:
            self.said.append(("drafted", ref, value))
            self._show(ref, value, "")

    def _show(self, ref: str, value: str, message: str) -> None:
        def changed(part: Asked) -> Asked:
            if part.ref != ref:
                return part
            if message:
                return replace(part, message=message)
            several = part.kind in ("many", "rank")
            chosen = frozenset(value.split()) if several else frozenset({value} - {""})
            return replace(part, value=value, chosen=chosen, message="", missing=None)

        now = self.page.view.asked
        parts = tuple(changed(part) for part in now.parts)
        self.page.show_question(replace(changed(now), parts=parts))

    @property
    def values(self) -> list[str]:
        """What was answered or drafted, in order."""
        return [what[2] for what in self.said if what[0] in ("answered", "drafted")]

    @property
    def way(self) -> Any:
        return self.page.view.single.answer

    def type(self, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(QApplication.focusWidget() or self.page, event)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(self.page, key, held)

    @property
    def field(self) -> QLineEdit:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        return focused


@pytest.fixture
def talk(show: Callable[..., Any]) -> Talk:
    page = interview()
    show(page)
    page.begin()
    settle()
    return Talk(page)


# ---- typing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("month", "3.2003", "2003-03-01"),
        ("year", "2003", "2003-01-01"),
        ("time", "1930", "19:30:00.000"),
        ("point", "50°27.006' N 30°31.404' E", "50.4501 30.5234 0 0"),
        ("decimal", "2,5", "2.5"),
        ("integer", "١٧", "17"),
        ("barcode", "AB-12", "AB-12"),
    ],
)
def test_what_is_typed_becomes_the_forms_own_text(talk: Talk, kind: Any, text: str, value: str) -> None:
    talk.ask(asked(kind))
    talk.type(text)
    talk.press(Qt.Key.Key_Return, CTRL)
    assert talk.values[-1] == value
    assert talk.said[-1] == ("advanced",)


def test_a_moment_keeps_the_offset_of_this_place(talk: Talk) -> None:
    talk.ask(asked("datetime"))
    talk.type("14.03.2003 19:30")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == [typed.moment("14.03.2003 19:30")]
    assert talk.values[0].startswith("2003-03-14T19:30:00.000")


@pytest.mark.parametrize("kind", ["integer", "date", "month", "year", "time", "datetime", "point"])
def test_what_does_not_fit_stays_and_is_there_again_after_going_away(talk: Talk, kind: Any) -> None:
    talk.ask(asked(kind))
    talk.type("about then")
    talk.press(Qt.Key.Key_Return)
    assert talk.said == []
    assert talk.field.text() == "about then"
    talk.ask(asked("note"))
    talk.ask(replace(asked(kind), where="again"))
    assert talk.said == []
    assert talk.field.text() == "about then"
    assert talk.page.view.single.answer is not None


def test_a_refused_answer_stays_in_the_field_with_the_forms_words(talk: Talk) -> None:
    talk.refuse["99"] = "Від 1 до 60."
    talk.ask(asked("integer", value="17"))
    talk.field.selectAll()
    talk.type("99")
    talk.press(Qt.Key.Key_Return)
    assert ("advanced",) not in talk.said
    assert talk.field.text() == "99"
    assert talk.way.field.error == "Від 1 до 60."
    talk.press(Qt.Key.Key_Backspace)
    talk.press(Qt.Key.Key_Return)
    assert talk.values[-1] == "9"
    assert talk.said[-1] == ("advanced",)
    assert talk.way.field.error == ""


def test_a_refused_draft_is_no_news_until_one_goes_on(talk: Talk, qtbot: QtBot) -> None:
    talk.refuse["1"] = "Від 10 до 60."
    talk.ask(asked("integer"))
    talk.type("1")
    with qtbot.waitSignal(talk.page.drafted, timeout=2000):
        pass
    assert talk.way.field.error == ""
    talk.type("7")
    with qtbot.waitSignal(talk.page.drafted, timeout=2000):
        pass
    assert talk.values == ["17"]


def test_saying_why_there_is_no_answer_forgets_what_was_refused(talk: Talk) -> None:
    talk.ask(asked("integer"))
    talk.type("about 17")
    talk.page.refuse.click()
    talk.page.view.forget("/data/integer")
    assert talk.way.field.text == ""
    assert talk.said == [("refused", "/data/integer")]


def test_arrows_change_a_date_a_time_and_a_counter(talk: Talk) -> None:
    talk.ask(asked("date", value="2003-03-31"))
    talk.press(Qt.Key.Key_Up)
    assert talk.field.text() == "01.04.2003"
    talk.press(Qt.Key.Key_PageDown)
    assert talk.field.text() == "01.03.2003"
    talk.ask(asked("time", value="23:30:00.000"))
    talk.press(Qt.Key.Key_PageUp)
    talk.press(Qt.Key.Key_Down)
    assert talk.field.text() == "00:29"
    talk.ask(asked("year", value="2003-01-01"))
    talk.press(Qt.Key.Key_Down)
    assert talk.field.text() == "2002"
    talk.ask(asked("integer", manner=Manner(counter=True)))
    talk.press(Qt.Key.Key_Up)
    talk.press(Qt.Key.Key_Up)
    talk.way.fewer.click()
    assert talk.way.field.text == "1"
    talk.press(Qt.Key.Key_Return, CTRL)
    assert talk.values == ["2003-03-01", "00:29:00.000", "2002-01-01", "1"]


def test_a_date_is_said_in_words_below_its_field(talk: Talk) -> None:
    talk.ask(asked("date", value="2003-03-14"))
    assert "Friday, 14 March 2003" in talk.way._echo.text()
    talk.ask(asked("integer", value="1250000", manner=Manner(grouped=True)))
    assert talk.way._echo.text() == "1\u00a0250\u00a0000"


def test_only_digits_where_the_form_asks_for_numbers(talk: Talk) -> None:
    talk.ask(asked("text", manner=Manner(digits=True)))
    talk.type("06seven")
    talk.press(Qt.Key.Key_Return)
    assert talk.said == []
    talk.field.clear()
    talk.type("0671234567")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["0671234567"]


def test_what_is_hidden_is_not_shown_until_asked_for(talk: Talk) -> None:
    talk.ask(asked("text", value="1234", manner=Manner(hidden=True)))
    assert talk.field.echoMode() == QLineEdit.EchoMode.Password
    talk.way.reveal.click()
    assert talk.way.field.input.echoMode() == QLineEdit.EchoMode.Normal
    talk.ask(asked("text"))
    assert talk.field.echoMode() == QLineEdit.EchoMode.Normal


def test_turning_and_control_characters_are_left_out_with_words(talk: Talk) -> None:
    talk.ask(asked("text"))
    talk.field.insert("Oleksandra \u202etxt.exe\x07")
    talk.way._typed(talk.field.text())  # as pasting tells it
    assert talk.way._note.isVisible()
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["Oleksandra txt.exe"]


@pytest.mark.parametrize("kind", ["text", "long"])
def test_a_pasted_megabyte_is_cut_with_words_and_at_once(talk: Talk, kind: Any) -> None:
    talk.ask(asked(kind))
    clipboard = QGuiApplication.clipboard()
    data = QMimeData()
    data.setText("слово " * 200_000)
    clipboard.setMimeData(data)
    field = QApplication.focusWidget()
    assert isinstance(field, (QLineEdit, QPlainTextEdit))
    field.paste()
    clipboard.clear()
    assert len(talk.way.field.text) == 20_000
    assert "20,000" in talk.way._note.text()


def test_names_whose_letters_join_stay_whole(talk: Talk) -> None:
    name = "می\u200cخواهم"
    talk.ask(asked("text"))
    talk.type(name)
    talk.press(Qt.Key.Key_Return)
    assert talk.values == [name]


# ---- readers -------------------------------------------------------------------------------------------------------


def test_a_readers_enter_ends_the_code_and_does_not_go_on(talk: Talk) -> None:
    talk.ask(asked("barcode"))
    QTest.keyClicks(talk.field, "4006381333931")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["4006381333931"]
    assert ("advanced",) not in talk.said
    talk.press(Qt.Key.Key_Return)
    assert talk.said[-1] == ("advanced",)


def test_a_reader_under_a_ukrainian_layout_gives_the_printed_letters(talk: Talk) -> None:
    talk.ask(asked("barcode"))
    talk.type("ФИ12йц")
    talk.press(Qt.Key.Key_Return)
    assert talk.values[-1] == "AB12qw"


def test_a_code_typed_by_hand_goes_on_with_enter(talk: Talk, qtbot: QtBot) -> None:
    talk.ask(asked("barcode"))
    for letter in "AB12":
        with qtbot.waitSignal(talk.page.drafted, timeout=2000):  # longer than any reader takes
            talk.type(letter)
    talk.press(Qt.Key.Key_Return)
    assert talk.said[-1] == ("advanced",)


# ---- choosing ------------------------------------------------------------------------------------------------------


def test_quick_goes_on_by_itself(talk: Talk) -> None:
    talk.ask(asked("one", offers=LIKERT, manner=Manner(goes_on=True)))
    talk.press(Qt.Key.Key_2)
    assert talk.said == [("answered", "/data/one", "c2"), ("advanced",)]


def test_arrows_go_through_cards_in_columns(talk: Talk) -> None:
    talk.ask(asked("one", offers=offers(*"abcdefgh"), manner=Manner(columns=3)))
    settle()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        talk.press(key)
    talk.press(Qt.Key.Key_Space)
    assert talk.values == ["c5"]


def test_a_row_of_cards_becomes_a_column_where_it_does_not_fit(show: Callable[..., Any]) -> None:
    page = interview()
    page.show_question(QUESTIONS["likert"])
    show(page, 1366, 675)
    tops = {card.mapTo(page, QPoint(0, 0)).y() for card in page.view.cards}
    assert len(tops) == 1
    look.wear(look.Theme.DAY, 2.0)
    large = interview()
    large.show_question(QUESTIONS["likert"])
    show(large, 800, 500)
    settle()
    assert len({card.mapTo(large, QPoint(0, 0)).y() for card in large.view.cards}) == 5


def test_a_long_list_is_narrowed_by_typing_and_taken_with_enter(talk: Talk) -> None:
    talk.ask(asked("one", offers=PLACES, manner=Manner(layout="list")))
    talk.type("№ 137")
    assert isinstance(talk.way, ListAnswer)
    assert [row.key for row in talk.way.list.rows] == ["p137", *(f"p{n}" for n in range(1370, 1380))]
    talk.press(Qt.Key.Key_Down)
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["p1370"]
    assert talk.way.line.text() == ""
    talk.press(Qt.Key.Key_Return)
    assert talk.said[-1] == ("advanced",)


def test_a_long_list_of_several_keeps_the_order_of_the_form(talk: Talk) -> None:
    talk.ask(asked("many", offers=PLACES, manner=Manner(layout="list")))
    for text in ("№ 200", "№ 17"):
        talk.type(text)
        talk.press(Qt.Key.Key_Return)
    assert talk.values == ["p200", "p17 p200"]
    talk.type("№ 200")
    talk.press(Qt.Key.Key_Return)
    assert talk.values[-1] == "p17"
    talk.way.clear.click()
    assert talk.values[-1] == ""


def test_letters_that_nothing_has_are_told(talk: Talk) -> None:
    talk.ask(asked("one", offers=PLACES, manner=Manner(layout="list")))
    talk.type("zzz")
    assert "Nothing here" in talk.way._count.text()
    talk.press(Qt.Key.Key_Escape)
    assert len(talk.way.list.rows) == len(PLACES)


def test_choices_that_change_show_what_is_offered_now(talk: Talk) -> None:
    first = asked("one", offers=PLACES[:30], manner=Manner(layout="list"))
    talk.ask(first)
    talk.ask(replace(first, offers=PLACES[30:60]))
    assert [row.key for row in talk.way.list.rows] == [offer.value for offer in PLACES[30:60]]
    cards = asked("one", offers=PLACES[:5])
    talk.ask(replace(cards, ref="/data/cards"))
    talk.ask(replace(cards, ref="/data/cards", offers=PLACES[5:7]))
    assert [card.value for card in talk.page.view.cards] == ["p6", "p7"]


def test_something_is_acknowledged_and_taken_back(talk: Talk) -> None:
    talk.ask(asked("acknowledge"))
    talk.press(Qt.Key.Key_1)
    talk.press(Qt.Key.Key_1)
    assert talk.values == ["OK", ""]


def test_the_parts_of_a_picture_can_be_pressed_and_the_cards_say_the_same(talk: Talk) -> None:
    talk.ask(replace(QUESTIONS["map"], value="", chosen=frozenset()))
    assert isinstance(talk.way, MapAnswer)
    picture = talk.way.picture
    assert picture.isVisible()
    at = picture._part("head").center().toPoint()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at)
    assert talk.values == ["head"]
    corner = picture._part("head").topLeft().toPoint() + QPoint(2, 2)  # inside its box, outside its circle
    assert picture.part_at(corner) == ""
    talk.press(Qt.Key.Key_2)
    assert talk.values == ["head", "hand"]


def test_without_its_drawing_a_picture_is_a_list(talk: Talk) -> None:
    talk.ask(replace(QUESTIONS["map"], ref="/data/bare", media=()))
    assert not talk.way.picture.isVisible()
    assert len(talk.page.view.cards) == 2


# ---- rank and range ------------------------------------------------------------------------------------------------


def test_lines_are_put_in_order_by_keys(talk: Talk) -> None:
    talk.ask(asked("rank", offers=offers("a", "b", "c")))
    assert isinstance(talk.way, RankAnswer)
    talk.press(Qt.Key.Key_Down)
    talk.press(Qt.Key.Key_Up, ALT)
    assert talk.values == ["c2 c1 c3"]
    talk.press(Qt.Key.Key_3)
    assert talk.values[-1] == "c1 c3 c2"
    assert talk.way.list.current_key == "c2"
    talk.press(Qt.Key.Key_Down, ALT)  # it is the last already
    assert len(talk.values) == 2
    talk.way.clear.click()
    talk.way.confirm.click()
    assert talk.values[2:] == ["", "c1 c3 c2"] or talk.values[2:] == ["", "c1 c2 c3"]


def test_a_range_has_no_value_until_one_is_given(talk: Talk) -> None:
    talk.ask(asked("range", manner=Manner(low="0", high="10", step="2")))
    assert isinstance(talk.way, RangeAnswer)
    assert not talk.way.slider.given
    talk.press(Qt.Key.Key_Return)
    assert talk.values == []
    talk.way.take_focus()
    talk.press(Qt.Key.Key_Right)
    talk.press(Qt.Key.Key_Right)
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["2"]
    talk.way.take_focus()
    talk.press(Qt.Key.Key_End)
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["2", "10"]


def test_a_number_can_be_typed_on_the_line_and_must_be_one_of_its_steps(talk: Talk) -> None:
    talk.ask(asked("range", manner=Manner(low="35", high="42", step="0.5")))
    talk.press(Qt.Key.Key_3)
    talk.type("7.3")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == []
    assert "0.5" in talk.way.field.error
    talk.press(Qt.Key.Key_Backspace)
    talk.type("5")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["37.5"]
    assert talk.way.slider.value() == 5


def test_a_rating_is_a_row_of_numbers(talk: Talk) -> None:
    talk.ask(asked("range", manner=Manner(low="1", high="5", step="1", rating=True)))
    talk.press(Qt.Key.Key_4)
    assert talk.values == ["4"]


# ---- places --------------------------------------------------------------------------------------------------------


def test_a_line_is_typed_point_by_point_and_kept_when_there_are_enough(talk: Talk) -> None:
    talk.ask(asked("trace"))
    assert isinstance(talk.way, PointsAnswer)
    talk.type("50.45, 30.52")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == []
    talk.press(Qt.Key.Key_Return)
    assert ("advanced",) not in talk.said
    assert "1 more point" in talk.way.field.error
    talk.type("50.46, 30.53")
    talk.press(Qt.Key.Key_Return)
    assert talk.values == ["50.45 30.52 0 0; 50.46 30.53 0 0"]
    talk.press(Qt.Key.Key_Return)
    assert talk.said[-1] == ("advanced",)


def test_points_are_removed_by_delete_and_an_area_closes_itself(talk: Talk) -> None:
    talk.ask(QUESTIONS["shape"])
    talk.type("50.40 30.40")
    talk.press(Qt.Key.Key_Return)
    assert talk.values[-1].split("; ")[0] == talk.values[-1].split("; ")[-1]
    assert talk.values[-1].count(";") == 4
    talk.way.list.setFocus()
    talk.press(Qt.Key.Key_Down)
    talk.press(Qt.Key.Key_Delete)
    assert talk.values[-1].count(";") == 3
    assert "50.47" in talk.values[-1]


def test_too_few_points_are_there_again_after_going_away(talk: Talk) -> None:
    talk.ask(asked("shape"))
    for text in ("50.1, 30.1", "50.2, 30.2"):
        talk.type(text)
        talk.press(Qt.Key.Key_Return)
    talk.ask(asked("note"))
    talk.ask(replace(asked("shape"), where="again"))
    assert len(talk.way.list.rows) == 1
    assert talk.way.field.text == "50.20000° N, 30.20000° E"


# ---- files ---------------------------------------------------------------------------------------------------------


def test_where_files_cannot_be_kept_the_page_says_so_and_one_goes_on_with_a_reason(talk: Talk) -> None:
    for name in ("no files", "no drawing"):
        talk.ask(QUESTIONS[name])
        assert talk.way.cannot.isVisible()
        talk.press(Qt.Key.Key_S)
    assert talk.said == [("skipping", "/data/file"), ("skipping", "/data/drawing")]


def test_a_file_is_asked_for_and_taken_back(talk: Talk) -> None:
    talk.ask(QUESTIONS["file"])
    assert isinstance(talk.way, FileAnswer)
    talk.press(Qt.Key.Key_Space)
    assert talk.said == [("choosing", "/data/file", "image/*")]
    talk.ask(replace(QUESTIONS["file"], value="file.jpg", said="file.jpg"))
    talk.way.clear.click()
    assert talk.values == [""]


def test_a_drawing_is_handed_over_as_a_picture(talk: Talk) -> None:
    talk.ask(QUESTIONS["signature"])
    assert isinstance(talk.way, DrawingAnswer)
    talk.way.keep.click()
    assert talk.said == []  # empty paper is no signature
    pad = talk.way.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.mouseMove(pad, QPoint(200, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 90))
    talk.way.keep.click()
    (name, ref, file, data) = talk.said[0]
    assert (name, ref, file) == ("given", "/data/drawing", "signature.png")
    image = QImage.fromData(data)
    assert (image.width(), image.height()) == (960, 400)
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(0, 960, 3) for y in range(0, 400, 3))
    assert dark > 3
    talk.way.undo.click()
    assert pad.strokes == []


# ---- what is only read ---------------------------------------------------------------------------------------------


def test_what_the_form_fills_in_is_read_and_not_refused(talk: Talk) -> None:
    talk.ask(QUESTIONS["said"])
    assert isinstance(talk.way, SaidAnswer)
    assert "17 років" in talk.way.box.accessibleName()
    assert talk.page.refuse.isHidden()
    talk.press(Qt.Key.Key_R)
    talk.press(Qt.Key.Key_Return)
    assert talk.said == [("advanced",)]


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in ("fields", "table")])
def test_nothing_is_changed_in_a_finalised_interview(talk: Talk, name: str) -> None:
    talk.ask(replace(QUESTIONS[name], readonly=True, message=""))
    for key in (Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_R, Qt.Key.Key_U):
        talk.press(key)
    assert talk.values == []
    talk.press(Qt.Key.Key_Return)
    assert ("advanced",) in talk.said


# ---- several on one page -------------------------------------------------------------------------------------------


def test_enter_goes_through_the_questions_of_a_page_and_then_on(talk: Talk) -> None:
    talk.ask(QUESTIONS["fields"])
    talk.page.begin()
    talk.type("Оля")
    talk.press(Qt.Key.Key_Return)
    talk.field.selectAll()
    talk.type("18")
    talk.press(Qt.Key.Key_Return)
    talk.press(Qt.Key.Key_2)
    talk.press(Qt.Key.Key_Return)
    talk.type("14.03.2003")
    talk.press(Qt.Key.Key_Return)
    assert [(ref, value) for what, ref, value in talk.said[:-1] if what == "answered"] == [
        ("/data/name", "Оля"),
        ("/data/age", "18"),
        ("/data/alone", "c2"),
        ("/data/left", "2003-03-14"),
    ]
    assert talk.said[-1] == ("advanced",)


def test_the_other_answers_are_about_the_question_one_is_at(talk: Talk) -> None:
    talk.ask(QUESTIONS["fields"])
    talk.page.begin()
    assert talk.page.view.focus_on("/data/alone")
    talk.press(Qt.Key.Key_R)
    talk.press(Qt.Key.Key_S)
    assert talk.said == [("refused", "/data/alone"), ("skipping", "/data/alone")]
    talk.page.go_on()
    assert talk.page.view.about.ref == "/data/left"


def test_a_question_that_comes_or_goes_leaves_the_focus_where_it_is(talk: Talk) -> None:
    page = QUESTIONS["fields"]
    talk.ask(page)
    talk.page.view.focus_on("/data/age")
    field = talk.field
    extra = replace(asked("text", "Скільки місяців?"), ref="/data/months", where="")
    talk.ask(replace(page, parts=(page.parts[0], extra, *page.parts[1:])))
    assert QApplication.focusWidget() is field
    talk.ask(replace(page, parts=page.parts[1:]))
    assert QApplication.focusWidget() is field
    assert talk.page.view.about.ref == "/data/age"


def test_what_does_not_fit_keeps_one_on_the_page_at_that_question(talk: Talk) -> None:
    talk.ask(QUESTIONS["fields"])
    talk.page.view.focus_on("/data/age")
    talk.field.selectAll()
    talk.type("seventeen")
    talk.page.view.focus_on("/data/alone")
    talk.press(Qt.Key.Key_Return, CTRL)
    assert ("advanced",) not in talk.said
    assert talk.page.view.about.ref == "/data/age"
    assert talk.field.text() == "seventeen"


def test_a_table_is_answered_line_by_line(talk: Talk) -> None:
    talk.ask(QUESTIONS["table"])
    talk.page.begin()
    talk.press(Qt.Key.Key_2)
    talk.press(Qt.Key.Key_Down)
    talk.press(Qt.Key.Key_Right)
    talk.press(Qt.Key.Key_Space)
    talk.press(Qt.Key.Key_Return)
    talk.press(Qt.Key.Key_1)
    said = [(ref, value) for what, ref, value in talk.said if what == "answered"]
    assert said == [("/data/row1", "c2"), ("/data/row2", "c3"), ("/data/row3", "c1")]
    talk.press(Qt.Key.Key_R)
    assert talk.said[-1] == ("refused", "/data/row3")
    talk.press(Qt.Key.Key_Return)
    assert talk.said[-1] == ("advanced",)


def test_the_entries_of_a_repeat_are_opened_and_removed_by_keys(talk: Talk) -> None:
    talk.ask(QUESTIONS["repeat"])
    talk.way.opens[1].setFocus()
    talk.press(Qt.Key.Key_Up)
    talk.press(Qt.Key.Key_Space)
    talk.press(Qt.Key.Key_Down)
    talk.press(Qt.Key.Key_Delete)
    assert talk.said == [("instance_opened", "/data/repeat", 1), ("instance_removed", "/data/repeat", 2)]
    talk.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is talk.way.add


def test_a_counted_repeat_is_only_looked_through(talk: Talk) -> None:
    talk.ask(QUESTIONS["repeat-fixed"])
    talk.way.opens[0].setFocus()
    talk.press(Qt.Key.Key_Delete)
    assert talk.said == []
    assert talk.way.add.isHidden()


# ---- directions ----------------------------------------------------------------------------------------------------


def test_words_of_a_script_that_reads_from_the_right_stand_at_the_right(talk: Talk) -> None:
    talk.ask(QUESTIONS["arabic"])
    right = Qt.LayoutDirection.RightToLeft
    assert talk.page.view.single.question.layoutDirection() == right
    assert all(card.layoutDirection() == right for card in talk.page.view.cards)
    talk.ask(QUESTIONS["hers arabic"])
    assert talk.page.view.single.question.layoutDirection() != right
    assert talk.page.view.single.hers.layoutDirection() == right


def test_what_a_reader_says_aloud_names_question_and_choice(talk: Talk) -> None:
    talk.ask(QUESTIONS["table"])
    names = [each.accessibleName() for each in talk.page.findChildren(QWidget) if each.isVisible()]
    assert "Чи замикали двері ззовні?: Часто" in names


def test_two_thousand_choices_are_shown_without_delay(talk: Talk) -> None:
    many = tuple(Offer(f"v{n}", f"Населений пункт {n}") for n in range(2000))
    talk.ask(asked("one", offers=PLACES, manner=Manner(layout="list")))
    took = []
    for turn in range(5):
        begun = time.perf_counter()
        talk.page.show_question(
            replace(asked("one", offers=many, manner=Manner(layout="list")), ref=f"/data/long{turn}")
        )
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.05
    assert isinstance(talk.way, ListAnswer)


def test_hundreds_of_answers_are_listed_in_moments(show: Callable[..., Any]) -> None:
    page = CheckPage()
    lines = tuple(Checked(f"/q{n}", f"1.{n}", f"Питання {n}?", "Так", section=f"Розділ {n // 90}") for n in range(300))
    lines = (*lines[:250], replace(lines[250], trouble="Потрібна відповідь."), *lines[251:])
    page.show_answers(lines, (), closed=False)
    show(page)
    page.begin()
    wanted: list[str] = []
    page.changing.connect(wanted.append)
    press(page, Qt.Key.Key_Return)
    assert wanted == ["/q250"]
    settle(40)
    changes = [b for b in page.findChildren(Button) if b.accessibleName().startswith("Change: ")]
    assert len(changes) == 300
    page.show_answers(lines[:3], (), closed=False)
    settle()
    assert len([b for b in page.findChildren(Button) if b.accessibleName().startswith("Change: ")]) == 3


def test_long_words_in_lists_are_seen_whole(talk: Talk) -> None:
    long = "Дуже довга назва, яку не вмістити у два рядки, бо в ній сказано геть усе про місце та людей. " * 3
    talk.ask(asked("rank", offers=offers(long, "Коротка")))
    assert talk.way.list.holds("c1")
    assert talk.way.list.height() == 2 * talk.way.list.row_height
    places = (*PLACES[:100], Offer("long", long))
    talk.ask(asked("one", offers=places, manner=Manner(layout="list")))
    talk.type("геть усе")
    assert talk.way.list.holds("long")  # of a few lines each has its room
    talk.press(Qt.Key.Key_Escape)
    talk.way.list.go_to("long")
    assert talk.way._whole.isVisible()
    assert talk.way._whole.text() == long
    talk.way.list.go_to("p1")
    assert not talk.way._whole.isVisible()
