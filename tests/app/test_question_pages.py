"""Standing checks of the page of every kind of question: nothing cut, nothing too small, everything named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QHeaderView
from tests.app.conftest import QUIET, settle
from tests.app.questions import QUESTIONS
from tests.app.samples import interview
from tests.app.test_pages_stand import CONTROLS, SIZES, cut_buttons, cut_labels, visible

from screening.app import languages, look
from screening.app.pages.interview import InterviewPage

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
Show = Callable[..., Any]


def page_of(name: str) -> InterviewPage:
    page = interview()
    page.show_question(QUESTIONS[name])
    return page


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("size", SIZES, ids=["1366x768", "1024x600"])
@pytest.mark.parametrize(("language", "text"), [("uk", 1.0), ("en", 1.0), ("uk", 1.5)])
def test_no_word_is_cut(show: Show, name: str, size: tuple[int, int], language: str, text: float) -> None:
    languages.speak(language)
    look.wear(look.Theme.DAY, text)
    page = show(page_of(name), *size)
    settle()
    assert [*cut_labels(page), *cut_buttons(page)] == []


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("size", SIZES, ids=["1366x768", "1024x600"])
def test_everything_that_can_be_pressed_is_large_enough(show: Show, name: str, size: tuple[int, int]) -> None:
    page = show(page_of(name), *size)
    small = [
        f"{button.accessibleName()}: {button.width()}x{button.height()}"
        for button in visible(page, CONTROLS)
        if button.height() < 40 or button.width() < look.TARGET
    ]
    assert small == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_control_has_a_name_and_a_role(show: Show, name: str) -> None:
    page = show(page_of(name))
    for control in visible(page, CONTROLS):
        if isinstance(control, (QHeaderView, QComboBox)) or "qt_" in control.objectName():
            continue
        spoken = QAccessible.queryAccessibleInterface(control)
        assert spoken is not None
        assert spoken.text(QAccessible.Text.Name).strip(), f"{type(control).__name__} on {name}"
        assert spoken.role() is not QAccessible.Role.Client


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_focus_begins_where_something_can_be_done(show: Show, name: str) -> None:
    page = show(page_of(name))
    page.begin()
    settle()
    focused = page.window().focusWidget()
    assert focused is not None
    assert focused.isEnabled()
    assert page.isAncestorOf(focused)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_page_stands_when_the_window_reads_from_the_right(show: Show, name: str) -> None:
    page = page_of(name)
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page = show(page, 1024, 507)
    settle()
    assert [*cut_labels(page), *cut_buttons(page)] == []
    assert not page.grab().isNull()
