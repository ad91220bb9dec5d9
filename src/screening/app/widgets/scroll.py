"""A column that scrolls, and keeps the focused control in view."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, paint


class ThinBar(QScrollBar):
    """A scroll bar without arrows, as quiet as a hairline until it is needed."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(10, 40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        length = self.maximum() - self.minimum() + self.pageStep()
        if length <= 0 or self.maximum() == self.minimum():
            return
        room = self.height() - 4
        size = max(32, round(room * self.pageStep() / length))
        at = round((room - size) * (self.value() - self.minimum()) / (self.maximum() - self.minimum()))
        paint.box(painter, QRect(2, 2 + at, self.width() - 4, size), fill=look.tokens().edge, radius=3)


class Scroll(QScrollArea):
    """Holds `column`. Every page of words lives in one, so that large text never overlaps."""

    def __init__(self, margins: tuple[int, int, int, int] = (32, 24, 32, 24), spacing: int = 0) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBar(ThinBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)
        self.setWidget(self.body)
        self.viewport().setAutoFillBackground(False)
        self.body.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_in_view)

    def _keep_in_view(self, _old: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self.isVisible() and self.body.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, 12)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()
