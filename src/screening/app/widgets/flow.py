"""Buttons in a row that goes on in the next line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import paint


class Flow(QWidget):
    """Holds widgets of their own size; hidden ones take no room."""

    def __init__(self, *widgets: QWidget, gap: int = 8) -> None:
        super().__init__()
        self._gap = gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            widget.setParent(self)
        self._widgets = widgets

    def _lines(self, width: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        used = 0
        for widget in self._widgets:
            if widget.isHidden():
                continue
            needed = widget.sizeHint().width()
            if not lines or used + self._gap + needed > width:
                lines.append([widget])
                used = needed
            else:
                lines[-1].append(widget)
                used += self._gap + needed
        return lines

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        lines = self._lines(width)
        tall = sum(max(widget.sizeHint().height() for widget in line) for line in lines)
        return tall + self._gap * max(0, len(lines) - 1)

    @override
    def sizeHint(self) -> QSize:
        shown = [widget.sizeHint().width() for widget in self._widgets if not widget.isHidden()]
        width = sum(shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, self.heightForWidth(max(self.width(), 1)))

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max((widget.sizeHint().width() for widget in self._widgets if not widget.isHidden()), default=0)
        return QSize(widest, self.heightForWidth(max(self.width(), widest)))

    def _place(self) -> None:
        top = 0
        for line in self._lines(self.width()):
            left, tall = 0, max(widget.sizeHint().height() for widget in line)
            for widget in line:
                size = widget.sizeHint()
                widget.setGeometry(paint.mirrored(self, QRect(left, top, size.width(), tall)))
                left += size.width() + self._gap
            top += tall + self._gap

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)
