"""A number between two ends: a slider for the keys, the number typed beside it, or a row of numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QSlider, QVBoxLayout
from typing_extensions import override

from screening.app import look, paint, typed
from screening.app.ports import Asked, Offer
from screening.app.widgets.answer import Written
from screening.app.widgets.answer_cards import Cards
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.field import Field
from screening.app.widgets.words import Words

_TICKS: Final = 40
"""Places up to which each is marked."""
_RATED: Final = 10
"""Numbers that stand in a row."""
_LONG: Final = 220
_QUIET_MS: Final = 300


class Slider(QSlider):
    """A slider over the places of a range. It has no value until one is given: then nothing is filled.

    Signals: taken(place): by keys or by the mouse. struck(text): a digit or sign was typed on it.
    """

    taken = Signal(int)
    struck = Signal(str)
    ring_radius = look.RADIUS

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.given = False
        self.setSingleStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shape()

    def lie(self, *, upright: bool) -> None:
        """Lay it across or stand it up."""
        self.setOrientation(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        self._shape()

    def _shape(self) -> None:
        fixed, grow = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        across = self.orientation() == Qt.Orientation.Horizontal
        self.setSizePolicy(grow if across else fixed, fixed)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        across = self.orientation() == Qt.Orientation.Horizontal
        return QSize(_LONG, look.TARGET) if across else QSize(look.TARGET, _LONG)

    @override
    def minimumSizeHint(self) -> QSize:
        across = self.orientation() == Qt.Orientation.Horizontal
        return QSize(160, look.TARGET) if across else QSize(look.TARGET, 160)

    def _along(self) -> tuple[int, int]:
        """Where the line begins and how long it is."""
        across = self.orientation() == Qt.Orientation.Horizontal
        return 16, (self.width() if across else self.height()) - 32

    def _at(self, place: int) -> QPoint:
        begin, length = self._along()
        share = (place - self.minimum()) / max(1, self.maximum() - self.minimum())
        if self.orientation() == Qt.Orientation.Vertical:
            return QPoint(self.width() // 2, begin + round(length * (1 - share)))
        from_right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QPoint(begin + round(length * (1 - share if from_right else share)), self.height() // 2)

    def _take(self, place: int) -> None:
        self.taken.emit(max(self.minimum(), min(self.maximum(), place)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        side = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        large = max(1, (self.maximum() - self.minimum()) // 10)
        steps = {
            Qt.Key.Key_Right: side,
            Qt.Key.Key_Left: -side,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: large,
            Qt.Key.Key_PageDown: -large,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self._take(self.minimum())
        elif key == Qt.Key.Key_End:
            self._take(self.maximum())
        elif key in steps:
            self._take(self.value() + steps[key] if self.given else self.minimum())
        elif event.text() and event.text() in "0123456789-":
            self.struck.emit(event.text())
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        begin, length = self._along()
        at = event.position().toPoint()
        if self.orientation() == Qt.Orientation.Vertical:
            share = 1 - (at.y() - begin) / max(1, length)
        else:
            share = (at.x() - begin) / max(1, length)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                share = 1 - share
        self._take(self.minimum() + round(share * (self.maximum() - self.minimum())))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        first, last = self._at(self.minimum()), self._at(self.maximum())
        line = QRect(first, last).normalized().adjusted(-3, -3, 3, 3)
        paint.box(painter, line, fill=c.sunken, border=c.edge, radius=3)
        count = self.maximum() - self.minimum()
        if 0 < count <= _TICKS:
            for place in range(self.minimum(), self.maximum() + 1):
                at = self._at(place)
                upright = self.orientation() == Qt.Orientation.Vertical
                painter.fillRect(
                    QRect(at.x() + 10, at.y(), 6, 1) if upright else QRect(at.x(), at.y() + 10, 1, 6), c.edge
                )
        if not self.given:
            return
        here = self._at(self.value())
        paint.box(painter, QRect(first, here).normalized().adjusted(-3, -3, 3, 3), fill=c.accent, radius=3)
        knob = QRect(here.x() - 12, here.y() - 12, 24, 24)
        paint.box(painter, knob, fill=c.accent if self.isEnabled() else c.edge, border=c.surface, width=2, radius=12)


class RangeAnswer(Written):
    """Slider and field say the same. Nothing is answered until a key or a number says so."""

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[str, ...] = ()
        self.rating = Cards()
        self.rating.answered.connect(self.answered)
        self.column.addWidget(self.rating)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(12)
        self._low = Words("", "lead", "ink2", wrap=False)
        self._high = Words("", "lead", "ink2", wrap=False)
        self.slider = Slider()
        self.slider.taken.connect(self._taken)
        self.slider.struck.connect(self._begin_typing)
        for each, share in ((self._low, 0), (self.slider, 1), (self._high, 0)):
            self._line.addWidget(each, share, Qt.AlignmentFlag.AlignCenter if share == 0 else Qt.AlignmentFlag(0))
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(10)
        self._both.addLayout(self._line)
        self.column.addLayout(self._both)
        self.field = Field()
        self.field.aside.hide()
        self.field.edited.connect(self._typed)
        self.field.committed.connect(self.commit)
        self.clear = Button(self.tr("Take back"), Kind.QUIET, icon="cross")
        self.clear.pressed_on.connect(lambda: self.answered.emit(""))
        self.field.put_beside(self.clear)
        self.field.narrow(look.now().px(240))
        side = QVBoxLayout()
        side.addWidget(self.field)
        side.addStretch(1)
        self._both.addLayout(side, 1)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._draft)

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        manner = asked.manner
        if other:
            self._pending = None
            self._quiet.stop()
            self._places = typed.places(manner.low, manner.high, manner.step)
        rated = manner.rating and 0 < len(self._places) <= _RATED
        self.rating.setVisible(rated)
        sliding = not rated and len(self._places) > 1
        for each in (self.slider, self._low, self._high):
            each.setVisible(sliding)
        self.field.setVisible(not rated)
        if rated:
            self.rating.show_asked(_as_choice(asked, self._places), other=other)
            self.clear.hide()
            return
        self._stand(asked, upright=manner.upright)
        self._show_field(asked, other=other)
        self.clear.setVisible(bool(asked.value) and not asked.readonly)

    def _stand(self, asked: Asked, *, upright: bool) -> None:
        """The slider as the form wants it lie, at the value."""
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.BottomToTop if upright else directions.LeftToRight)
        self._both.setDirection(directions.LeftToRight if upright else directions.TopToBottom)
        self._both.setSpacing(24 if upright else 10)
        self.slider.lie(upright=upright)
        ends = (self._places[0], self._places[-1]) if self._places else (asked.manner.low, asked.manner.high)
        self._low.setText(ends[0])
        self._high.setText(ends[1])
        self.slider.setRange(0, max(1, len(self._places) - 1))
        value = (self._read(self._pending) if self._pending else None) or typed.decimal(asked.value) or asked.value
        self.slider.given = value in self._places
        if self.slider.given:
            self.slider.setValue(self._places.index(value))
        self.slider.setAccessibleName(asked.question)
        self.slider.setAccessibleDescription(asked.value or self.tr("Nothing is chosen yet."))
        self.slider.setEnabled(not asked.readonly)
        self.slider.update()

    def _show_field(self, asked: Asked, *, other: bool) -> None:
        manner = asked.manner
        wants = self.tr("From {low} to {high}, in steps of {step}. Type it, or use the arrows on the line above.")
        self.field.name("", wants.format(low=manner.low, high=manner.high, step=manner.step or "1"))
        self.field.input.setAccessibleName(asked.question)
        self.field.input.setReadOnly(asked.readonly)
        if asked.message:
            self._refused = True
            self.field.explain(asked.message)
        elif other or self._pending is None or self._read(self._pending) == asked.value:  # else it is being typed
            if other or self._read(self.field.text) != asked.value:
                self.field.set_text(asked.value)
            self._pending = None
            self.field.explain("")

    def _read(self, text: str) -> str | None:
        manner = self.asked.manner
        return typed.in_steps(text, manner.low, manner.high, manner.step) if text.strip() else ""

    def _taken(self, place: int) -> None:
        if self.asked.readonly or place >= len(self._places):
            return
        self.slider.given = True
        self.slider.setValue(place)
        self.slider.update()
        self.field.set_text(self._places[place])
        self._typed(self._places[place])

    def _begin_typing(self, text: str) -> None:
        """A digit on the line begins the number in the field."""
        if not self.asked.readonly:
            self.field.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.set_text(text)
            self._typed(text)

    def _typed(self, text: str) -> None:
        self._pending = text
        self._refused = False
        if self.field.error and self._read(text) is not None:
            self.field.explain("")
        self._quiet.start()

    def _draft(self) -> None:
        value = self._read(self._pending) if self._pending is not None and not self._refused else None
        if value is not None and value != self.asked.value:
            self.drafted.emit(value)

    @override
    def commit(self) -> bool:
        self._quiet.stop()
        if self._pending is None or self._handing:
            return True
        value = self._read(self._pending)
        manner = self.asked.manner
        if value is None:
            self._refused = True
            wants = self.tr("A number from {low} to {high}, in steps of {step}.")
            self.field.explain(wants.format(low=manner.low, high=manner.high, step=manner.step or "1"))
            return False
        return self._hand_over(value)

    @override
    def forget(self) -> None:
        self._pending, self._refused = None, False
        self._quiet.stop()
        self.field.set_text(self.asked.value)
        self.field.explain("")

    @override
    def bring_back(self, left: str) -> None:
        self.field.set_text(left)
        self._pending = left
        self.commit()

    @override
    def choose(self, number: int) -> bool:
        return not self.rating.isHidden() and self.rating.choose(number)

    @override
    def take_focus(self) -> bool:
        if not self.rating.isHidden():
            return self.rating.take_focus()
        typing = self._pending is not None or self.slider.isHidden()
        (self.field.input if typing else self.slider).setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _as_choice(asked: Asked, places: tuple[str, ...]) -> Asked:
    """A range as a row of cards."""
    chosen = frozenset({asked.value} - {""})
    manner = replace(asked.manner, layout="upright", columns=len(places))
    return replace(asked, kind="one", offers=tuple(Offer(each, each) for each in places), chosen=chosen, manner=manner)
