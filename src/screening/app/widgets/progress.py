"""A thin line that says work is going on; it appears only after 300 ms."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look

_PATIENCE_MS: Final = 300
_STEP_MS: Final = 40


class ProgressLine(QWidget):
    """Keeps its place while hidden, so nothing moves."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.setAccessibleName(what)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE_MS)
        self._step = QTimer(self)
        self._step.setInterval(_STEP_MS)
        self._wait.timeout.connect(self._step.start)
        self._step.timeout.connect(self._advance)
        self._at = 0.0

    def set_running(self, *, running: bool) -> None:
        """Begin or end."""
        self._at = 0.0
        if running:
            self._wait.start()
        else:
            self._wait.stop()
            self._step.stop()
        self.update()

    def _advance(self) -> None:
        self._at = (self._at + 0.02) % 1.2
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(80, 12)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._step.isActive():
            return
        painter = QPainter(self)
        c = look.tokens()
        painter.fillRect(0, 8, self.width(), 3, c.line)
        begin = int((self._at - 0.2) * self.width())
        painter.fillRect(max(0, begin), 8, int(0.2 * self.width()), 3, c.accent)
