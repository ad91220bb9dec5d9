"""The desktop as a person has it: a window on a station's folder, and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from screening.app import languages
from screening.app.desks.lobby import Lobby
from screening.app.desks.shell import Shell
from screening.app.main import build
from screening.app.pages.page import Page
from screening.app.window import MainWindow

P = TypeVar("P", bound=Page)
Q = TypeVar("Q", bound=QObject)


class Desktop:
    """Presses keys and waits for pages."""

    def __init__(self, qtbot: QtBot, window: MainWindow, shell: Shell, lobby: Lobby) -> None:
        self.qtbot = qtbot
        self.window = window
        self.shell = shell
        self.lobby = lobby

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        for letter in text:  # QTest.keyClicks knows Latin letters only
            widget = QApplication.focusWidget() or self.window
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def wait_page(self, kind: type[Page]) -> None:
        self.wait(lambda: isinstance(self.window.page, kind) and self.shell.jobs.open == 0)
        self.wait(lambda: QApplication.focusWidget() is not None)

    def page(self, kind: type[P]) -> P:
        assert isinstance(self.window.page, kind), type(self.window.page).__name__
        return self.window.page

    def child(self, kind: type[Q]) -> Q:
        found = self.shell.findChild(kind)
        assert isinstance(found, kind)
        return found

    def unlock(self, passphrase: str) -> None:
        self.wait(lambda: QApplication.focusWidget() is not None)
        self.type(passphrase)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.lobby.inside)


@contextmanager
def desktop(
    qtbot: QtBot, home: Path, *, size: tuple[int, int] = (1366, 768), language: str = "en"
) -> Iterator[Desktop]:
    """The program on this folder, closed at the end as a person closes it."""
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "settings.toml"
    if not settings.exists():
        settings.write_text(f'language = "{language}"\n', "utf-8")
    window, shell, lobby = build(home)
    window.resize(*size)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    try:
        yield Desktop(qtbot, window, shell, lobby)
    finally:
        window.close()
        shell.jobs.close()
        window.deleteLater()
        languages.speak("en")
