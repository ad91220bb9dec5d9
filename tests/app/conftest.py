"""Offscreen, in the shipped fonts; a worker or timer that outlives its test fails it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from screening.app import guard, languages, look
from screening.app.jobs import Jobs
from screening.app.main import prepare
from screening.app.resources import resource

QUIET = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return prepare()


@pytest.fixture(autouse=True)
def _day_in_english(qapp: QApplication) -> Iterator[None]:
    languages.speak("en")
    look.wear(look.Theme.DAY)
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    alive = [each for each in gc.get_objects() if isinstance(each, (Jobs, QTimer)) and isValid(each)]
    left = [each for each in alive if isinstance(each, Jobs) and not each.closed]
    running = [each for each in alive if isinstance(each, QTimer) and each.isActive() and not each.isSingleShot()]
    assert left == [], "a worker outlived its test"
    assert running == [], "a timer outlived its test"


@pytest.fixture(autouse=True)
def _no_fault(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fault that the program would tell a person fails the test."""
    told: list[BaseException] = []
    monkeypatch.setattr(guard.Faults, "take", lambda _self, _place, error: told.append(error))
    yield
    for error in told:
        raise error


@pytest.fixture
def fonts() -> None:
    if not resource("fonts", "NotoSans-Regular.ttf").exists():
        pytest.skip("not run: the vendored fonts are missing")


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Show a widget in a window of exactly that size; one that needs more is cut, as on a real screen."""

    windows: list[QWidget] = []

    def shown(widget: QWidget, width: int = 1366, height: int = 675) -> QWidget:
        window = QWidget()
        windows.append(window)
        window.resize(width, height)
        widget.setParent(window)
        widget.resize(width, height)
        widget.show()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: widget.isVisible() and QApplication.activeWindow() is window)
        settle()
        assert (widget.width(), widget.height()) == (width, height)
        return widget

    yield shown
    for window in windows:
        window.close()
        window.deleteLater()


def settle(rounds: int = 8) -> None:
    """Let layouts and zero timers come to rest."""
    for _ in range(rounds):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or widget, key, modifier)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for a station that does not exist yet."""
    return tmp_path / "home"
