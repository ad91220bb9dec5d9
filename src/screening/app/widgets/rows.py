"""Lines on a card: something to open, something that needs an action, a number that is counted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.ports import Row
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.icon import Icon
from screening.app.widgets.key_cap import cap_size, draw_cap
from screening.app.widgets.tag import Sign
from screening.app.widgets.words import Words


class OpenRow(QPushButton):
    """A whole line that opens something. Signals: opened(key)."""

    opened = Signal(str)
    ring_inside = True
    ring_radius = look.RADIUS

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(part for part in (row.title, row.text, row.aside) if part))
        self.clicked.connect(lambda: self.opened.emit(row.key))

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, max(52, look.now().line("body") + 28))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect().adjusted(1, 0, -1, 0), c.sunken if c.border == 1 else c.accentSoft)
        code = max(80, worn.metrics("body", bold=True).horizontalAdvance(self._row.title) + 16)
        rect = paint.mirrored(self, QRect(16, 0, code, self.height()))
        paint.write(painter, self, rect, self._row.title, worn.font("body", bold=True), c.ink)
        aside = worn.metrics("meta").horizontalAdvance(self._row.aside) + 2
        end = self.width() - 16 - 20
        place = paint.mirrored(self, QRect(end, (self.height() - 20) // 2, 20, 20))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icons.draw(painter, "chevR", place.x(), place.y(), 20, c.ink2, mirrored=rtl)
        room = end - 16 - aside - code - 32
        rect = paint.mirrored(self, QRect(16 + code, 0, max(0, room), self.height()))
        text = worn.metrics("body").elidedText(self._row.text, Qt.TextElideMode.ElideRight, max(0, room))
        paint.write(painter, self, rect, text, worn.font("body"), c.ink)
        rect = paint.mirrored(self, QRect(end - 16 - aside, 0, aside, self.height()))
        paint.write(painter, self, rect, self._row.aside, worn.font("meta"), c.ink3)


class NeedRow(QWidget):
    """Something that needs the officer, with its one action. Signals: opened(key)."""

    opened = Signal(str)

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._urgent = row.tone == "urgent"
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 11, 15, 11)
        line.setSpacing(16)
        line.addWidget(Icon(row.icon or "info", 22, "urgent" if self._urgent else "ink2"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(row.title, "body", "ink", bold=True))
        words.addWidget(Words(row.text, "body", "ink2"))
        line.addLayout(words, 1)
        self.button = Button(row.action, Kind.URGENT if self._urgent else Kind.SECOND)
        self.button.setAccessibleName(f"{row.action}: {row.title}")
        self.button.pressed_on.connect(lambda: self.opened.emit(row.key))
        line.addWidget(self.button)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._urgent:
            bar = paint.mirrored(self, QRect(3, 8, 4, self.height() - 16))
            paint.box(QPainter(self), bar, fill=look.tokens().urgent, radius=2)


class CountRow(QWidget):
    """An icon, words, and a number at the end."""

    def __init__(self, icon: str, words: str, number: int) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(14)
        line.addWidget(Icon(icon, 20, "ink2"))
        line.addWidget(Words(words, "body", "ink"), 1)
        line.addWidget(Words(str(number), "lead", "ink", bold=True, wrap=False))


class PhoneRow(QWidget):
    """A number to dial and what it is for; a second line of the purpose is a mark of its own."""

    def __init__(self, number: str, purpose: str, *, width: int) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 4, 16, 4)
        line.setSpacing(16)
        digits = Words(number, "lead", "ink", bold=True, wrap=False)
        digits.setMinimumWidth(width)
        line.addWidget(digits)
        what, _, mark = purpose.partition("\n")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(what, "body", "ink2"))
        if mark:
            words.addWidget(Sign("help", mark, "ink3", style="meta"))
        line.addLayout(words, 1)


class BigButton(QPushButton):
    """A large choice with a second line: start a screening, choose an instrument. Signals: pressed_on()."""

    pressed_on = Signal()
    ring_radius = look.RADIUS

    def __init__(self, title: str, text: str, icon: str, *, key: str = "", primary: bool = False) -> None:
        super().__init__(title)
        self._text, self._icon, self._key, self._primary = text, icon, key, primary
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.clicked.connect(self.pressed_on)

    def _room(self, width: int) -> int:
        return max(60, width - 60 - 60)

    @override
    def heightForWidth(self, width: int, /) -> int:
        worn = look.now()
        tall = paint.text_height(worn.metrics("lead", bold=True), self.text(), self._room(width))
        return max(80, tall + paint.text_height(worn.metrics("body"), self._text, self._room(width)) + 32)

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(max(280, self.width())))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.heightForWidth(max(220, self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()  # a scroll bar came or went: the words wrap anew

    @override
    def paintEvent(self, event: QPaintEvent) -> None:

        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        over, down = self.underMouse(), self.isDown()
        if self._primary:
            fill = c.accentPress if down else c.accentHover if over else c.accent
            ink, quiet, sign, border = c.onAccent, c.onAccent2, c.onAccent, None
        else:
            fill = c.sunken if over or down else c.surface
            ink, quiet, sign, border = c.ink, c.ink2, c.accent, c.edge
        paint.box(painter, self.rect(), fill=fill, border=border, width=c.border)
        place = paint.mirrored(self, QRect(18, 16, 26, 26))
        icons.draw(painter, self._icon, place.x(), place.y(), 26, sign, over=fill)
        room = self._room(self.width())
        tall = paint.text_height(worn.metrics("lead", bold=True), self.text(), room)
        first = paint.mirrored(self, QRect(60, 16, room, tall))
        paint.write(painter, self, first, self.text(), worn.font("lead", bold=True), ink, wrap=True, middle=False)
        second = paint.mirrored(self, QRect(60, 16 + tall, room, self.height() - 16 - tall))
        paint.write(painter, self, second, self._text, worn.font("body"), quiet, wrap=True, middle=False)
        if self._key:
            cap = cap_size(self._key)
            rect = paint.mirrored(self, QRect(self.width() - cap.width() - 16, 16, cap.width(), cap.height()))
            soft = quiet if self._primary else c.ink3
            draw_cap(painter, self, rect, self._key, ink=soft, edge=quiet if self._primary else c.line)
