"""A paper form typed back at the window: said in words while typed, recorded as transcribed, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.support.office import PASSPHRASE, open_office

from screening.app.pages.home import HomePage
from screening.app.pages.start import StartPage
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.words import Words
from screening.casefile.codes import coded
from screening.fieldwork import papers
from screening.ids import Digest

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_office(tmp_path, now=None):
        pass
    return tmp_path / "officer"


def typing(at: Desktop) -> Dialog:
    page = at.page(StartPage)
    button = next(each for each in page.findChildren(Button) if "paper form" in each.text())
    button.click()
    at.wait(lambda: any(each.isVisible() for each in at.window.findChildren(Dialog)))
    at.wait(lambda: QApplication.focusWidget() is not None)
    return next(each for each in at.window.findChildren(Dialog) if each.isVisible())


def echo(dialog: Dialog) -> str:
    return " ".join(each.text() for each in dialog.findChildren(Words))


def verb(dialog: Dialog) -> Button:
    return next(each for each in dialog.findChildren(Button) if each.kind is Kind.PRIMARY)


def test_codes_are_said_in_words_and_recorded_as_transcribed(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        at.press(Qt.Key.Key_S)
        at.wait_page(StartPage)
        desk = at.shell.desk
        assert desk is not None
        numbers: dict[str, int] = {}

        def count() -> dict[str, int]:
            session = papers.untouched(desk.fieldwork, Digest(desk.current_pack("second_line")))
            return {question.ref: question.number for question in coded(session)}

        at.shell.work(count, numbers.update)
        at.wait(lambda: at.shell.jobs.open == 0)
        danger, population = numbers["/data/safety/danger"], numbers["/data/safety/population"]

        dialog = typing(at)
        assert verb(dialog).off_reason
        at.type(f"{danger} 9")
        assert verb(dialog).off_reason  # there is no ninth answer
        at.press(Qt.Key.Key_Backspace)
        at.type("2")
        assert "No" in echo(dialog)
        assert "danger" in echo(dialog)
        at.press(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

        again = typing(at)
        assert not verb(again).off_reason  # what was typed is there again
        at.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        at.press(Qt.Key.Key_Return)
        at.type(f"{population} 1")
        verb(again).click()
        at.wait(lambda: at.shell.jobs.open == 0 and not isinstance(at.window.page, StartPage))

        marked: list[bool] = []

        def read() -> list[bool]:
            (row,) = desk.fieldwork.cases()
            return [answer.transcribed for answer in desk.fieldwork.case(row.case).answers.values()]

        at.shell.work(read, marked.extend)
        at.wait(lambda: at.shell.jobs.open == 0)
        assert marked == [True, True]
