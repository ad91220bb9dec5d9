"""Tables by keyboard, and what stands beside them where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from tests.app.conftest import QUIET, press, settle
from tests.app.samples import inbox, outbox

from screening.app.pages.inbox import InboxPage
from screening.app.pages.outbox import OutboxPage
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.table import Cell, Column, Line, Table

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
Show = Callable[..., Any]


def lines(*keys: str) -> tuple[Line, ...]:
    return tuple(Line(key, (Cell(key), Cell("7", end=True))) for key in keys)


@pytest.fixture
def table(show: Show) -> Table:
    made = Table("Cases", (Column("Name", 0), Column("Tries", 90, keep=1)))
    show(made, 500, 400)
    made.show_lines(lines("a", "b", "c"))
    made.setFocus()
    settle()
    return made


def test_arrows_choose_and_enter_opens(table: Table) -> None:
    chosen: list[str] = []
    opened: list[str] = []
    table.chosen.connect(chosen.append)
    table.opened.connect(opened.append)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Up)
    press(table, Qt.Key.Key_Return)
    assert chosen == ["b", "c", "b"]
    assert opened == ["b"]


def test_the_chosen_row_stays_when_others_come(table: Table) -> None:
    table.choose("b")
    table.show_lines(lines("new", "a", "b", "c"))
    assert table.current_key == "b"
    table.show_lines(lines("new"))
    assert table.current_key == "new"
    table.show_lines(())
    assert table.current_key == ""


def test_columns_go_in_the_stated_order_when_there_is_no_room(table: Table) -> None:
    assert not table.isColumnHidden(1)
    table.resize(200, 400)
    settle()
    assert table.isColumnHidden(1)
    assert not table.isColumnHidden(0)


def texts(dialog: QWidget) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_beside_or_over_a_packets_way_can_be_seen(show: Show) -> None:
    page = outbox()
    asked: list[Dialog] = []
    page.asking.connect(asked.append)
    show(page, 1366, 675)
    page.begin()
    press(page, Qt.Key.Key_Return)
    assert asked == []
    small = outbox()
    small.asking.connect(asked.append)
    show(small, 1024, 507)
    small.begin()
    press(small, Qt.Key.Key_Return)
    assert "Підписано" in texts(asked[0])


def test_why_a_file_was_set_aside_can_be_seen_on_a_small_screen(show: Show) -> None:
    page = inbox()
    asked: list[Dialog] = []
    opened: list[str] = []
    page.asking.connect(asked.append)
    page.opened.connect(opened.append)
    show(page, 1024, 507)
    page.begin()
    press(page, Qt.Key.Key_Return)
    assert (opened, asked) == (["a"], [])
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Return)
    assert opened == ["a"]
    assert "Зателефонуйте до пункту." in texts(asked[0])


def test_keys_of_the_pages(show: Show) -> None:
    page = outbox()
    written: list[bool] = []
    page.writing.connect(lambda: written.append(True))
    show(page)
    page.begin()
    press(page, Qt.Key.Key_E)
    assert written == [True]
    came = inbox()
    chosen: list[bool] = []
    came.choosing_file.connect(lambda: chosen.append(True))
    show(came)
    came.begin()
    press(came, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [True]
    assert isinstance(came, InboxPage)
    assert isinstance(page, OutboxPage)
