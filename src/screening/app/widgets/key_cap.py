"""Key caps: which key does the same. Drawn by other widgets, and a widget of its own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look, paint

_PAD: Final = 5
_RADIUS: Final = 4


def cap_size(text: str) -> QSize:
    """Room a key cap takes; nothing for no key."""
    if not text:
        return QSize(0, 0)
    metrics = look.now().metrics("meta")
    height = max(22, metrics.lineSpacing() + 3)
    return QSize(max(height, metrics.horizontalAdvance(text) + 2 * _PAD + 1), height)


def draw_cap(painter: QPainter, widget: QWidget, rect: QRect, text: str, *, ink: QColor, edge: QColor) -> None:
    """A key cap filling `rect`."""
    paint.box(painter, rect, border=edge, width=look.tokens().border, radius=_RADIUS)
    paint.write(painter, widget, rect, text, look.now().font("meta"), ink, align=0x4)


class KeyCap(QWidget):
    """A key cap standing by itself, as in a legend."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return cap_size(self._text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = look.tokens()
        draw_cap(QPainter(self), self, self.rect(), self._text, ink=colours.ink3, edge=colours.line)
