"""What all pages share: keys by their place, a first focus, room that shrinks in a stated order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Sheet
from screening.app.widgets.words import Words


class Page(QWidget):
    """A screen inside the window's frame.

    Signals:
        left(): Alt+Left, Backspace or the back button.
    """

    left = Signal()

    def begin(self) -> None:
        """Put the focus where the work of this page begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hints(self) -> str:
        """Keys worth naming in the status strip."""
        return ""

    def on_key(self, key: str) -> bool:
        """A single key, by place: "1" to "9" or a capital letter. True when it meant something."""
        del key
        return False

    def on_function(self, key: Qt.Key) -> bool:
        """F1 to F12."""
        del key
        return False

    def on_enter(self) -> bool:
        """Enter, when the focused control did not want it."""
        return False

    def on_ctrl(self, event: QKeyEvent) -> bool:
        """Ctrl and a key."""
        del event
        return False

    def on_back(self) -> bool:
        """Alt+Left or Backspace."""
        self.left.emit()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._used(event):
            event.ignore()

    def _used(self, event: QKeyEvent) -> bool:  # noqa: PLR0911  one for each kind of key
        key = Qt.Key(event.key())
        if event.isAutoRepeat() and key not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
            return self.on_function(key)
        if key == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return self.on_back()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self.on_ctrl(event)
        if not keys.plain(event):
            return False
        if key == Qt.Key.Key_Backspace:
            return self.on_back()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.on_enter()
        pressed = keys.place(event)
        return bool(pressed) and self.on_key(pressed)


class Foot(Sheet):
    """The bar with a page's actions: back at the start, the primary at the end."""

    def __init__(self) -> None:
        super().__init__("surface", edges="t")
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._parts: list[QWidget] = []
        self._fitted: tuple[int, tuple[str, ...]] = (0, ())
        self._begun = False
        self.set_low(low=False)

    def set_low(self, *, low: bool) -> None:
        """60 high on small screens, else 68."""
        self._row.setContentsMargins(*((20, 6, 20, 6) if low else (32, 10, 32, 10)))
        self.setMinimumHeight(60 if low else max(68, look.now().line("body") + 46))

    def add_start(self, widget: QWidget) -> None:
        """At the side where reading begins."""
        self._row.addWidget(widget)
        self._parts.append(widget)

    def add_end(self, widget: QWidget) -> None:
        """At the other side."""
        if not self._begun:
            self._row.addStretch(1)
            self._begun = True
        self._row.addWidget(widget)
        self._parts.append(widget)

    def fit(self) -> None:
        """Make room in a stated order: key caps go, then words beside buttons, then buttons become signs."""
        said = tuple(
            part.text() if isinstance(part, Words) or not part.isHidden() else ""
            for part in self._parts
            if isinstance(part, (Button, Words))
        )
        if self._fitted == (self.width(), said):
            return
        self._fitted = (self.width(), said)
        buttons = [part for part in self._parts if isinstance(part, Button)]
        quieter = [button for button in buttons if button.kind is not Kind.PRIMARY]
        for button in buttons:
            button.show_key(shown=True)
            button.shorten(short=False)
        steps: list[Callable[[], None]] = [partial(each.show_key, shown=False) for each in buttons]
        steps += [part.hide for part in self._parts if isinstance(part, Words)]
        steps += [partial(each.shorten, short=True) for each in quieter if each.has_icon]
        for part in self._parts:
            if isinstance(part, Words):
                part.show()
        for step in steps:
            if self._needed() <= self.width():
                return
            step()

    def _needed(self) -> int:
        around = self._row.contentsMargins()
        shown = [part.sizeHint().width() for part in self._parts if not part.isHidden()]
        return sum(shown) + self._row.spacing() * len(shown) + around.left() + around.right()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def stack(*, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """A column without Qt's own margins."""
    column = QVBoxLayout()
    column.setContentsMargins(*margins)
    column.setSpacing(spacing)
    return column


def line(*, spacing: int = 8) -> QHBoxLayout:
    """A row without Qt's own margins."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    return row
