"""Dialogs over a page: what is longer than the window is read with the keyboard, and numbers fit their card."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET, press, settle

from screening.app.widgets.card import Card
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.rows import PhoneRow
from screening.app.widgets.words import Words
from screening.app.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore(*QUIET)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    shown = MainWindow()
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def test_page_keys_move_what_is_longer_than_the_window(window: MainWindow) -> None:
    dialog = Dialog(window, "Preview", cancel="Close")
    dialog.column.addWidget(Words("\n".join(f"line {number}" for number in range(200))))
    window.ask(dialog)
    settle()
    bar = dialog.scroll_bar
    press(window, Qt.Key.Key_PageDown)
    there = bar.value()
    assert 0 < there < bar.maximum()
    press(window, Qt.Key.Key_PageUp)
    assert bar.value() < there
    press(window, Qt.Key.Key_Escape)
    assert window.dialog is None


def test_the_numbers_to_call_stand_whole_in_their_dialog(window: MainWindow) -> None:
    dialog = Dialog(window, "Call now", "Danger to life now. The interview is saved.", cancel="Back", width=560)
    card = Card()
    for number in range(6):
        card.column.addWidget(PhoneRow(f"0 800 500 33{number}", "A line with a long name\nnot verified yet", width=140))
    dialog.column.addWidget(card)
    window.ask(dialog)
    settle()
    assert dialog.scroll_bar.maximum() == 0
