"""White paper with a hairline: what rows, tables and sentences lie on. And the lines between them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, paint


class Card(QWidget):
    """A white card. Add to `column`; `line()` draws a hairline between what was added."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        fill: str = "surface",
        border: str = "line",
        radius: int = look.RADIUS,
        dashed: bool = False,
        hatched: bool = False,
        margin: int = 1,
    ) -> None:
        super().__init__(parent)
        self._fill, self._border, self._radius, self._dashed, self._hatched = fill, border, radius, dashed, hatched
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(0)

    def line(self) -> None:
        """A hairline below what was added so far."""
        self.column.addWidget(Hairline())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        fill = getattr(c, self._fill) if self._fill else None
        border = getattr(c, self._border) if self._border else None
        paint.box(
            painter, self.rect(), fill=fill, border=border, width=c.border, radius=self._radius, dashed=self._dashed
        )
        if self._hatched:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(paint.hatch(c.hatch, self.devicePixelRatioF()))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), self._radius - 2, self._radius - 2)
            inner = self.rect().adjusted(8, 8, -8, -8)
            paint.box(painter, inner, fill=c.surface, radius=4)


class Hairline(QWidget):
    """One line of the theme's width, across or down."""

    def __init__(self, parent: QWidget | None = None, *, shade: str = "line", upright: bool = False) -> None:
        super().__init__(parent)
        self._shade = shade
        self._upright = upright
        fixed, grow = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if upright else grow, grow if upright else fixed)

    @override
    def sizeHint(self) -> QSize:
        width = look.tokens().border
        return QSize(width, 1) if self._upright else QSize(1, width)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), getattr(look.tokens(), self._shade))


class Sheet(QWidget):
    """A flat area in one colour of the tokens, with a hairline on the sides named: t, b, l, r."""

    def __init__(self, shade: str = "canvas", *, edges: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shade = shade
        self._edges = edges

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        painter.fillRect(self.rect(), getattr(c, self._shade))
        width, w, h = c.border, self.width(), self.height()
        sides = {
            "t": QRect(0, 0, w, width),
            "b": QRect(0, h - width, w, width),
            "l": QRect(0, 0, width, h),
            "r": QRect(w - width, 0, width, h),
        }
        for side in self._edges:
            painter.fillRect(paint.mirrored(self, sides[side]), c.line)
