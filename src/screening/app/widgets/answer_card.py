"""Answer cards: a radio button (one answer) or a check box (several) as wide as the column and at least 64 high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from screening.app import icons, look, paint

_CAP: Final = 30
_LEAD: Final = 62
_END: Final = 52
_PAD: Final = 8

# The two kinds share this drawing; for the type checker the mixin is a button, at run time it must not be one.
if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class _Card(_Base):
    ring_radius = look.RADIUS
    _text = ""
    _hers = ""
    _number = 0
    _low = False

    def _prepare(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_answer(self, number: int, text: str, hers: str, chosen: bool, *, low: bool = False) -> None:
        """Fill the card. number: its key, 1 to 9, or 0 for none; hers: the same in the person's language."""
        self._number, self._text, self._hers, self._low = number, text, hers, low
        self._mark(on=chosen)
        self.setAccessibleName(f"{text}\n{hers}" if hers else text)
        self.setAccessibleDescription(str(number) if number else "")
        self.updateGeometry()
        self.update()

    def _mark(self, *, on: bool) -> None:
        """Check or uncheck; the checked one of an exclusive group could otherwise not be unchecked."""
        if self.isChecked() == on:
            return
        exclusive = self.autoExclusive()
        self.setAutoExclusive(False)
        self.setChecked(on)
        self.setAutoExclusive(exclusive)

    def retire(self) -> None:
        """Hide the card until it is needed again."""
        self._mark(on=False)
        self.hide()

    def has_room(self) -> bool:
        """Whether the whole label fits; it always should."""
        return self.height() >= self.heightForWidth(self.width())

    @override
    def heightForWidth(self, width: int, /) -> int:
        room = max(40, width - look.now().px(_LEAD) - look.now().px(_END))
        height = paint.text_height(look.now().metrics("lead", bold=True), self._text, room)
        if self._hers:
            height += paint.text_height(look.now().metrics("body"), self._hers, room)
        floor = 56 if self._low or not self._hers else 64
        return max(floor, height + 2 * (4 if self._low else _PAD))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def sizeHint(self) -> QSize:
        width = max(320, self.width())
        return QSize(320, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(160, self.width())))

    @override
    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        card = cast("AnswerCard | CheckCard", self)
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            card.moved.emit(step)
        elif event.key() == Qt.Key.Key_Space and self.isChecked() and self.autoExclusive():
            self._mark(on=False)
            card.picked.emit(card.value, False)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()  # a scroll bar came or went: the words wrap anew

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        worn = look.now()
        on, over = self.isChecked(), self.underMouse()
        fill = c.accentSoft if on else c.sunken if over and c.border == 1 else c.surface
        paint.box(
            painter, self.rect(), fill=fill, border=c.accent if on else c.edge, width=c.border + 1 if on else c.border
        )
        side = worn.px(_CAP)
        if self._number:
            cap = paint.mirrored(self, QRect(16, (self.height() - side) // 2, side, side))
            paint.box(painter, cap, fill=c.accent if on else None, border=c.accent if on else c.edge, radius=4)
            ink = c.onAccent if on else c.ink2
            paint.write(painter, self, cap, str(self._number), worn.font("body", bold=True), ink, align=0x4)
        lead = worn.px(_LEAD) if self._number else 16
        room = max(40, self.width() - lead - worn.px(_END))
        tall = paint.text_height(worn.metrics("lead", bold=on), self._text, room)
        under = paint.text_height(worn.metrics("body"), self._hers, room)
        top = (self.height() - tall - under) // 2
        first = paint.mirrored(self, QRect(lead, top, room, tall))
        paint.write(painter, self, first, self._text, worn.font("lead", bold=on), c.ink, wrap=True, middle=False)
        if self._hers:
            second = paint.mirrored(self, QRect(lead, top + tall, room, under))
            paint.write(painter, self, second, self._hers, worn.font("body"), c.ink2, wrap=True, middle=False)
        self._draw_mark(painter, on=on)

    def _draw_mark(self, painter: QPainter, *, on: bool) -> None:
        if not on:
            return
        mark = look.now().px(20)
        place = paint.mirrored(self, QRect(self.width() - 16 - mark, (self.height() - mark) // 2, mark, mark))
        icons.draw(painter, "check", place.x(), place.y(), mark, look.tokens().accent)


class AnswerCard(_Card, QRadioButton):
    """One of several answers, of which one can be chosen. Space chooses it, and takes it back when chosen.

    Signals:
        picked(value, chosen): a person chose it or took it back.
        moved(step): an arrow asks for the next (+1) or former (-1) card; only the focus moves, nothing is answered.
    """

    picked = Signal(str, bool)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = ""
        self._prepare()
        self.clicked.connect(lambda chosen: self.picked.emit(self.value, chosen))


class CheckCard(_Card, QCheckBox):
    """One of several answers that can be chosen together; signals as `AnswerCard`."""

    picked = Signal(str, bool)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = ""
        self._prepare()
        self.clicked.connect(lambda chosen: self.picked.emit(self.value, chosen))

    @override
    def _draw_mark(self, painter: QPainter, *, on: bool) -> None:
        c = look.tokens()
        mark = look.now().px(24)
        place = paint.mirrored(self, QRect(self.width() - 16 - mark, (self.height() - mark) // 2, mark, mark))
        paint.box(painter, place, fill=c.accent if on else c.surface, border=c.accent if on else c.edge, radius=4)
        if on:
            icons.draw(painter, "check", place.x() + 2, place.y() + 2, mark - 4, c.onAccent)
