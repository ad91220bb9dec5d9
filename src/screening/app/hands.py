"""Keys on a window without a person: pressed on whatever has the focus, as the keyboard would."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from screening.app.desks.interview import InterviewDesk
from screening.app.desks.shell import Shell
from screening.app.pages.interview import InterviewPage
from screening.app.pages.page import Page
from screening.app.window import MainWindow

P = TypeVar("P", bound=Page)
Until: TypeAlias = Callable[[], bool]
"""What has to be so before a walk goes on."""
_NONE: Final = Qt.KeyboardModifier.NoModifier


class Hands:
    """Keys on one window."""

    def __init__(self, window: MainWindow, shell: Shell) -> None:
        self.window = window
        self.shell = shell

    def at_rest(self) -> bool:
        """Whether nothing is under way: no job, no panel about to follow an answer, and the window has the keyboard."""
        interview = self.shell.findChild(InterviewDesk)
        given = self.window.isActiveWindow() or QGuiApplication.platformName() != "offscreen"  # a screen may refuse
        return given and self.shell.jobs.open == 0 and (interview is None or not interview.follows)

    def page(self, kind: type[P]) -> P:
        """The page in front."""
        page = self.window.page
        if not isinstance(page, kind):
            message = f"{kind.__name__} is not in front"
            raise TypeError(message)
        return page

    def come_to(self, kind: type[P]) -> Generator[Until, None, P]:
        """Wait for a page."""
        yield lambda: isinstance(self.window.page, kind) and self.at_rest()
        return self.page(kind)

    def part(self, kind: type[Any]) -> Any:
        """A part of the open desk."""
        found = self.shell.findChild(kind)
        if found is None:
            message = f"no {kind.__name__} is open"
            raise TypeError(message)
        return found

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE, text: str = "") -> None:
        """Press and let go a key on what has the focus."""
        focused: QWidget | None = self.window.focusWidget()
        target = self.window if focused is None else focused
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(target, QKeyEvent(kind, int(key), held, text))

    def type(self, text: str) -> None:
        """One key for each character."""
        for character in text:
            code = ord(character.upper())
            self.press(Qt.Key(code) if code in range(0x20, 0x7F) else Qt.Key.Key_unknown, text=character)

    def answer(self, page: InterviewPage, values: tuple[str, ...]) -> None:
        """Give the answer of a page."""
        view, asked = page.view, page.view.asked
        if asked.kind in ("one", "many"):
            for place, offer in enumerate(asked.offers):
                if offer.value in values and offer.value not in asked.chosen:
                    if place < 9:  # noqa: PLR2004  the digits end there
                        self.type(str(place + 1))
                    else:
                        view.cards[place].setFocus()
                        self.press(Qt.Key.Key_Space)
        elif asked.kind not in ("note", "repeat", "said", "fields"):
            for value in values:
                self.type(value)
