"""Yes, no, later: three equal parts, drawn the same when chosen. A no is not red."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from screening.app import icons, look, paint

_ICONS: Final = {"yes": "check", "no": "cross", "later": "clock", "signature": "check", "oral": "check"}


class Segment(QRadioButton):
    """One part of a switch. Signals: moved(step): an arrow asks for the part beside it."""

    ring_radius = look.RADIUS
    moved = Signal(int)

    def __init__(self, value: str, words: str, *, first: bool, last: bool, width: int) -> None:
        super().__init__(words)
        self.value = value
        self._first, self._last, self._width = first, last, width
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)  # only the focus: passing over a no must not record one

    @override
    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    @override
    def sizeHint(self) -> QSize:
        words = look.now().metrics("body", bold=True).horizontalAdvance(self.text()) + look.now().px(18) + 34
        return QSize(max(self._width, words), max(look.TARGET, look.now().line("body") + 24))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        on = self.isChecked()
        if on:
            paint.box(painter, self.rect(), fill=c.accentSoft, border=c.accent, width=c.border + 1)
        elif self.underMouse():
            paint.box(painter, self.rect().adjusted(2, 2, -2, -2), fill=c.sunken, radius=6)
        font = worn.font("body", bold=on)
        wide = worn.metrics("body", bold=on).horizontalAdvance(self.text()) + 2
        size = worn.px(18)
        all_wide = wide + (size + 8 if on else 0)
        x = (self.width() - all_wide) // 2
        ink = c.ink if on else c.ink2
        if on:
            place = paint.mirrored(self, QRect(x, (self.height() - size) // 2, size, size))
            icons.draw(painter, _ICONS.get(self.value, "check"), place.x(), place.y(), size, c.accent)
            x += size + 8
        paint.write(painter, self, paint.mirrored(self, QRect(x, 0, wide, self.height())), self.text(), font, ink)


class ConsentSwitch(QWidget):
    """A closed choice of two or three. Signals: chosen(value): by a person."""

    chosen = Signal(str)

    def __init__(self, about: str, parts: tuple[tuple[str, str], ...], *, width: int = 106) -> None:
        super().__init__()
        self.setAccessibleName(about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.segments: list[Segment] = []
        for number, (value, words) in enumerate(parts):
            segment = Segment(value, words, first=number == 0, last=number == len(parts) - 1, width=width)
            segment.setAccessibleName(f"{about}: {words}")
            segment.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            segment.moved.connect(lambda step, number=number: self._move(number + step))
            self._group.addButton(segment)
            self.segments.append(segment)
            row.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _move(self, place: int) -> None:
        self.segments[place % len(self.segments)].setFocus(Qt.FocusReason.TabFocusReason)

    def show_value(self, value: str) -> None:
        """Mark a part; none for an empty value."""
        self._group.setExclusive(False)
        for segment in self.segments:
            segment.setChecked(segment.value == value)
        self._group.setExclusive(True)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        paint.box(painter, self.rect(), fill=c.surface, border=c.edge, width=c.border)
        for left, right in zip(self.segments, self.segments[1:], strict=False):
            if not (left.isChecked() or right.isChecked()):
                painter.fillRect(QRect(right.x(), 12, c.border, self.height() - 24), c.line)
