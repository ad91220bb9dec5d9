"""Filters of a list, with how many each would show."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look, paint


class Chip(QPushButton):
    """One filter."""

    ring_radius = look.RADIUS

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count = 0

    def show_chip(self, words: str, count: int, *, on: bool) -> None:
        """Fill it."""
        self._count = count
        self.setText(words)
        self.setChecked(on)
        self.setAccessibleName(f"{words}, {count}")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        worn = look.now()
        width = worn.metrics("body", bold=True).horizontalAdvance(self.text())
        count = worn.metrics("meta").horizontalAdvance(str(self._count))
        return QSize(width + count + 36, max(look.TARGET, worn.line("body") + 24))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        on = self.isChecked()
        fill = c.surface if on else c.sunken if self.underMouse() else None
        paint.box(
            painter, self.rect(), fill=fill, border=c.accent if on else c.line, width=c.border + 1 if on else c.border
        )
        width = worn.metrics("body", bold=on).horizontalAdvance(self.text()) + 2
        rect = paint.mirrored(self, QRect(13, 0, width, self.height()))
        paint.write(painter, self, rect, self.text(), worn.font("body", bold=on), c.ink if on else c.ink2)
        rest = paint.mirrored(self, QRect(13 + width + 8, 0, self.width(), self.height()))
        paint.write(painter, self, rest, str(self._count), worn.font("meta"), c.ink2)


class Chips(QWidget):
    """A row of filters, one of them on. Signals: chosen(key)."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._chips: dict[str, Chip] = {}

    def show_chips(self, chips: tuple[tuple[str, str, int], ...], current: str) -> None:
        """Key, words, count of each."""
        for key, words, count in chips:
            if key not in self._chips:
                chip = Chip()
                chip.clicked.connect(lambda _checked=False, key=key: self._press(key))
                self._chips[key] = chip
                self._row.insertWidget(self._row.count() - 1, chip)
            self._chips[key].show_chip(words, count, on=key == current)

    def _press(self, pressed: str) -> None:
        for key, chip in self._chips.items():
            chip.setChecked(key == pressed)
        self.chosen.emit(pressed)
