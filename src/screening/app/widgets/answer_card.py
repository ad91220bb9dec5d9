"""Answer cards: a radio button (one answer) or a check box (several) as wide as the column and at least 64 high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from screening.app import icons, look, paint, pictures

_CAP: Final = 30
_LEAD: Final = 62
_END: Final = 52
_PAD: Final = 8
_PICTURE: Final = 72
_PICTURE_UPRIGHT: Final = 120

# The two kinds share this drawing; for the type checker the mixin is a button, at run time it must not be one.
if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class _Card(_Base):
    ring_radius = look.RADIUS
    columns = 1
    """How many cards stand side by side: Up and Down go that far."""
    _text = ""
    _hers = ""
    _number = 0
    _low = False
    _upright = False
    _picture: bytes = b""

    def _prepare(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_answer(self, number: int, text: str, hers: str, chosen: bool, *, low: bool = False) -> None:
        """Fill the card. number: its key, 1 to 9, or 0 for none; hers: the same in the person's language."""
        self._mark(on=chosen)
        if (number, text, hers, low) == (self._number, self._text, self._hers, self._low):
            return
        self._number, self._text, self._hers, self._low = number, text, hers, low
        paint.turn_to(self, text)
        self.setAccessibleName(f"{text}\n{hers}" if hers else text)
        self.setAccessibleDescription(str(number) if number else "")
        self.updateGeometry()
        self.update()

    def show_as(self, *, upright: bool = False, picture: bytes = b"", columns: int = 1) -> None:
        """Shape the card. upright: the words under the key, for a row of cards; picture: what stands with the words."""
        self.columns = columns
        if (upright, picture) != (self._upright, self._picture):
            self._upright, self._picture = upright, picture
            policy = self.sizePolicy()  # cards in one row are equally high
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred if upright else QSizePolicy.Policy.Fixed)
            self.setSizePolicy(policy)
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

    # ---- where things stand ---------------------------------------------------------------------------------------

    def _shown_picture(self) -> QPixmap | None:
        if not self._picture:
            return None
        side = look.now().px(_PICTURE_UPRIGHT if self._upright else _PICTURE)
        wide = max(24, self.width() - 32) if self._upright else side
        return pictures.pixmap(self._picture, QSize(wide, side), self.devicePixelRatioF())

    def _before(self) -> int:
        """Where the words begin, from the reading side."""
        lead = look.now().px(_LEAD) if self._number else 16
        picture = self._shown_picture()
        return lead + (look.now().px(_PICTURE) + 12 if picture is not None else 0)

    def _words_room(self, width: int) -> int:
        if self._upright:
            return max(24, width - 2 * 8)
        return max(40, width - self._before() - look.now().px(_END))

    def _words_height(self, room: int) -> int:
        height = paint.text_height(look.now().metrics("lead", bold=True), self._text, room)
        if self._hers:
            height += paint.text_height(look.now().metrics("body"), self._hers, room)
        return height

    @override
    def heightForWidth(self, width: int, /) -> int:
        height = self._words_height(self._words_room(width))
        picture = self._shown_picture()
        tall = 0 if picture is None else round(picture.height() / picture.devicePixelRatio())
        pad = 2 * (4 if self._low else _PAD)
        if self._upright:
            head = look.now().px(_CAP) + 6
            return max(64, head + height + pad + (tall + 6 if tall else 0))
        floor = 56 if self._low or not self._hers else 64
        return max(floor, height + pad, tall + 16 if tall else 0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def sizeHint(self) -> QSize:
        least = 96 if self._upright else 320 if self.columns == 1 else 160
        width = max(least, self.width())
        return QSize(least, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        least = 96 if self._upright else 160
        return QSize(least, self.heightForWidth(max(least, self.width())))

    @override
    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft and self.columns > 1 else 1
        down = self.columns
        steps = {Qt.Key.Key_Down: down, Qt.Key.Key_Right: side, Qt.Key.Key_Up: -down, Qt.Key.Key_Left: -side}
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

    # ---- painting -------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        on, over = self.isChecked(), self.underMouse() and self.isEnabled()
        fill = c.accentSoft if on else c.sunken if over and c.border == 1 else c.surface
        border = (c.accent if on else c.edge) if self.isEnabled() else c.line
        paint.box(painter, self.rect(), fill=fill, border=border, width=c.border + 1 if on else c.border)
        if self._upright:
            self._draw_upright(painter, on=on)
            return
        worn = look.now()
        if self._number:
            side = worn.px(_CAP)
            self._draw_cap(painter, paint.mirrored(self, QRect(16, (self.height() - side) // 2, side, side)), on=on)
        before = self._before()
        picture = self._shown_picture()
        if picture is not None:
            side = worn.px(_PICTURE)
            frame = paint.mirrored(self, QRect(before - side - 12, 0, side, self.height()))
            self._draw_picture(painter, picture, frame)
        room = self._words_room(self.width())
        self._draw_words(painter, QRect(before, 0, room, self.height()), on=on)
        self._draw_mark(painter, on=on)

    def _draw_words(self, painter: QPainter, area: QRect, *, on: bool, top: int | None = None) -> int:
        """The words, and hers below them, in the middle of `area` or from `top`; how high they are."""
        c, worn = look.tokens(), look.now()
        tall = paint.text_height(worn.metrics("lead", bold=on), self._text, area.width())
        under = paint.text_height(worn.metrics("body"), self._hers, area.width())
        begin = (self.height() - tall - under) // 2 if top is None else top
        first = paint.mirrored(self, QRect(area.x(), begin, area.width(), tall))
        middle = int(Qt.AlignmentFlag.AlignHCenter)
        align = middle if self._upright else None
        font = worn.font("lead", bold=on)
        ink = c.ink if self.isEnabled() or on else c.ink2
        paint.write(painter, self, first, self._text, font, ink, wrap=True, middle=False, align=align)
        if self._hers:
            second = paint.mirrored(self, QRect(area.x(), begin + tall, area.width(), under))
            if not self._upright:
                align = paint.text_align(self._hers, self)
            font = worn.font("body")
            paint.write(painter, self, second, self._hers, font, c.ink2, wrap=True, middle=False, align=align)
        return tall + under

    def _draw_upright(self, painter: QPainter, *, on: bool) -> None:
        side, pad = look.now().px(_CAP), 4 if self._low else _PAD
        cap = QRect((self.width() - side) // 2, pad, side, side)
        if self._number:
            self._draw_cap(painter, cap, on=on)
        elif on:
            icons.draw(painter, "check", cap.x() + 5, cap.y() + 5, side - 10, look.tokens().accent)
        top = pad + side + 6
        picture = self._shown_picture()
        if picture is not None:
            tall = round(picture.height() / picture.devicePixelRatio())
            self._draw_picture(painter, picture, QRect(8, top, self.width() - 16, tall))
            top += tall + 6
        self._draw_words(painter, QRect(8, 0, self._words_room(self.width()), 0), on=on, top=top)

    def _draw_picture(self, painter: QPainter, picture: QPixmap, frame: QRect) -> None:
        size = picture.size() / picture.devicePixelRatio()
        at = frame.center() - QPoint(size.width() // 2, size.height() // 2)
        painter.drawPixmap(at, picture)

    def _draw_cap(self, painter: QPainter, cap: QRect, *, on: bool) -> None:
        c = look.tokens()
        paint.box(painter, cap, fill=c.accent if on else None, border=c.accent if on else c.edge, radius=4)
        ink = c.onAccent if on else c.ink2
        paint.write(painter, self, cap, str(self._number), look.now().font("body", bold=True), ink, align=0x4)

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
