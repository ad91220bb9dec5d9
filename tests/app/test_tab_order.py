"""Tab goes from an answer to what stands below it, also when the answer's field was made late."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.journeys.on_screen import interview
from tests.support.office import PASSPHRASE, open_office

from screening.app.pages.home import HomePage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.start import StartPage
from screening.app.widgets.button import Button
from screening.app.widgets.rail import RailItem

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


def within(widget: QWidget | None, above: QWidget | None) -> bool:
    return widget is not None and above is not None and (widget is above or above.isAncestorOf(widget))


def beyond(at: Desktop) -> QWidget:
    """Where Tab leads when it has left the answer."""
    answer = at.page(InterviewPage).view.single.answer
    for _ in range(30):
        at.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is not None and not within(focus, answer):
            return focus
    raise AssertionError


@pytest.mark.parametrize("wanted", ["/data/safety/danger", "/data/origin/story"])
def test_tab_leads_from_the_answer_to_the_buttons_below_it(qtbot: QtBot, tmp_path: Path, wanted: str) -> None:
    with open_office(tmp_path, now=None):
        pass
    with desktop(qtbot, tmp_path / "officer") as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        at.press(Qt.Key.Key_S)
        at.wait_page(StartPage)
        at.press(Qt.Key.Key_Return)
        at.wait_page(InterviewPage)
        for ref, keys, text in interview():
            if ref == wanted:
                break
            at.type(text)
            for key in keys:
                if key == "ctrl+Return":
                    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                else:
                    at.press(Qt.Key(getattr(Qt.Key, f"Key_{key.capitalize()}")))
            at.wait(lambda: at.shell.jobs.open == 0)
        page = at.page(InterviewPage)
        assert page.view.single.asked.ref == wanted
        page.view.single.why_button.setFocus()
        at.press(Qt.Key.Key_Tab)
        assert within(QApplication.focusWidget(), page.view.single.answer)
        below = beyond(at)
        assert isinstance(below, Button)
        assert not isinstance(below, RailItem)
        assert page.isAncestorOf(below)
