"""Standing checks of every page: nothing cut, nothing too small to press, everything has a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from tests.app.conftest import QUIET, settle
from tests.app.samples import PAGES

from screening.app import languages, look
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.words import Words

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
SIZES = [(1366, 675), (1024, 507)]
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


def visible(page: QWidget, kind: type[QWidget] | tuple[type[QWidget], ...]) -> list[QWidget]:
    return [each for each in page.findChildren(QWidget) if isinstance(each, kind) and each.isVisible()]


def cut_labels(page: QWidget) -> Iterator[str]:
    for label in visible(page, QLabel):
        assert isinstance(label, QLabel)
        needed = label.sizeHint()
        if label.text() and label.wordWrap():
            needed = QSize(label.width(), label.heightForWidth(label.width()))
        if label.text() and (needed.width() > label.width() or needed.height() > label.height()):
            yield f"{label.text()[:40]}: {label.size().toTuple()} of {needed.toTuple()}"


def cut_buttons(page: QWidget) -> Iterator[str]:
    for button in visible(page, QAbstractButton):
        needed = button.sizeHint()
        if button.hasHeightForWidth():
            needed = QSize(button.width(), button.heightForWidth(button.width()))
        if needed.width() > button.width() or needed.height() > button.height():
            yield f"{button.accessibleName()[:40]}: {button.size().toTuple()} of {needed.toTuple()}"


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", SIZES, ids=["1366x768", "1024x600"])
@pytest.mark.parametrize(("language", "text"), [("uk", 1.0), ("en", 1.0), ("uk", 1.5), ("en", 1.5)])
def test_no_word_is_cut(
    show: Callable[..., QWidget], name: str, size: tuple[int, int], language: str, text: float
) -> None:
    languages.speak(language)
    look.wear(look.Theme.DAY, text)
    page = show(PAGES[name](), *size)
    settle()
    assert [*cut_labels(page), *cut_buttons(page)] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", SIZES, ids=["1366x768", "1024x600"])
def test_everything_that_can_be_pressed_is_large_enough(
    show: Callable[..., QWidget], name: str, size: tuple[int, int]
) -> None:
    page = show(PAGES[name](), *size)
    small = [
        f"{button.accessibleName()}: {button.width()}x{button.height()}"
        for button in visible(page, (QAbstractButton, QComboBox))
        if button.width() < look.TARGET or button.height() < look.TARGET
    ]
    assert small == []


@pytest.mark.parametrize("name", PAGES)
def test_every_control_has_a_name_and_a_role(show: Callable[..., QWidget], name: str) -> None:
    page = show(PAGES[name]())
    for control in visible(page, CONTROLS):
        if isinstance(control, QHeaderView) or isinstance(control.parent(), QComboBox) or "qt_" in control.objectName():
            continue
        spoken = QAccessible.queryAccessibleInterface(control)
        assert spoken is not None
        assert spoken.text(QAccessible.Text.Name).strip(), f"{type(control).__name__} on {name}"
        assert spoken.role() is not QAccessible.Role.Client


def test_a_single_choice_is_spoken_as_a_radio_button(show: Callable[..., QWidget]) -> None:
    page = show(PAGES["interview"]())
    card = visible(page, AnswerCard)[0]
    spoken = QAccessible.queryAccessibleInterface(card)
    assert spoken.role() is QAccessible.Role.RadioButton
    assert "La mine" in spoken.text(QAccessible.Text.Name)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", look.Theme)
def test_every_page_paints_in_every_theme(show: Callable[..., QWidget], name: str, theme: look.Theme) -> None:
    look.wear(theme)
    image = show(PAGES[name]()).grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 9) for y in range(0, image.height(), 7)}
    assert len(colours) > 3


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("name", PAGES)
def test_four_answers_and_the_foot_fit_a_small_screen(show: Callable[..., QWidget], name: str) -> None:
    page = show(PAGES[name](), 1024, 507)
    assert page.minimumSizeHint().width() <= 1024
    if name == "interview":
        last = visible(page, AnswerCard)[-1]
        assert last.mapTo(page, last.rect().bottomLeft()).y() < 507 - 60


def test_words_never_interpret_markup(show: Callable[..., QWidget]) -> None:
    label = Words("<b>name</b> & <img src='file:///etc/passwd'>")
    show(label, 400, 100)
    assert label.text().startswith("<b>")
    assert label.heightForWidth(4000) == look.now().line("body")
