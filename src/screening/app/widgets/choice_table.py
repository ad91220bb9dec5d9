"""Questions with the same choices as a table: a line for each question, a column for each choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QGridLayout, QRadioButton, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.ports import Asked
from screening.app.widgets.card import Card, Hairline
from screening.app.widgets.words import Words

_LABEL: Final = 220
_COLUMN: Final = 84
_MARK: Final = 24
_MOST: Final = 8
"""Columns beyond which a table is no help."""

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class _Dot(_Base):
    ring_radius = 6
    _round = True

    def _prepare(self) -> None:
        self.setAutoExclusive(False)  # the exclusiveness of a line is the form's, not of all that stand together
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look.now().px(_COLUMN), look.TARGET)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look.TARGET, look.TARGET)

    @override
    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        from_right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ways = {
            Qt.Key.Key_Left: (1 if from_right else -1, 0),
            Qt.Key.Key_Right: (-1 if from_right else 1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        way = ways.get(Qt.Key(event.key()))
        if way is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            cast("Dot | Tick", self).moved.emit(*way)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, side = look.tokens(), look.now().px(_MARK)
        place = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        on = self.isChecked()
        fill = c.accent if on else c.sunken if self.underMouse() and self.isEnabled() else c.surface
        edge = (c.accent if on else c.edge) if self.isEnabled() else c.line
        paint.box(painter, place, fill=fill, border=edge, width=c.border, radius=side / 2 if self._round else 4)
        if on:
            icons.draw(painter, "check", place.x() + 3, place.y() + 3, side - 6, c.onAccent)


class Dot(_Dot, QRadioButton):
    """One choice of a line of which one can be chosen. Signals: moved(columns, lines): an arrow."""

    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._prepare()


class Tick(_Dot, QCheckBox):
    """One choice of a line of which several can be chosen; signals as `Dot`."""

    moved = Signal(int, int)
    _round = False

    def __init__(self) -> None:
        super().__init__()
        self._prepare()


class _Line:
    """The widgets of one question."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.label = Words("", "body", "ink")
        self.hers = Words("", "meta", "ink2")
        self.under = Words("", "meta", "attnInk")
        self.words = QWidget()
        column = QVBoxLayout(self.words)
        column.setContentsMargins(16, 6, 8, 6)
        column.setSpacing(2)
        for each in (self.label, self.hers, self.under):
            column.addWidget(each)
        self.dots: list[Dot | Tick] = []


class ChoiceTable(QWidget):
    """Signals: answered(ref, value)."""

    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self.title = Words("", "lead", "ink", bold=True)
        outer.addWidget(self.title)
        self.hers = Words("", "body", "ink2")
        outer.addWidget(self.hers)
        self._card = Card()
        outer.addWidget(self._card)
        self._holder: QWidget | None = None
        self._lines: dict[str, _Line] = {}
        self._shape: tuple[object, ...] = ()

    @staticmethod
    def fits(asked: Asked, width: int) -> bool:
        """Whether a table of these choices has room."""
        count = len(asked.offers)
        return 0 < count <= _MOST and width >= look.now().px(_LABEL + count * _COLUMN) + 16

    def show_lines(self, head: Asked | None, lines: tuple[Asked, ...]) -> None:
        """Show the questions. head: one whose words stand above the table, and whose choices name the columns."""
        named = head if head is not None else lines[0]
        labels = tuple((offer.value, offer.label, offer.hers) for offer in named.offers)
        paint.turn_to(self, lines[0].question)
        self.title.setText(head.question if head is not None else "")
        self.title.setVisible(head is not None and bool(head.question))
        hers = head.hers if head is not None else ""
        paint.turn_to(self.hers, hers)
        self.hers.setText(hers)
        self.hers.setVisible(bool(hers))
        shape = (labels, tuple((line.ref, line.kind) for line in lines))
        if shape != self._shape:
            self._shape = shape
            self._build(labels, lines)
        for asked in lines:
            self._fill(self._lines[asked.ref], asked)

    def _build(self, labels: tuple[tuple[str, str, str], ...], lines: tuple[Asked, ...]) -> None:
        if self._holder is not None:
            self._card.column.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._lines.clear()
        self._holder = holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, (_value, label, hers) in enumerate(labels, start=1):
            words = Words(f"{label}\n{hers}" if hers else label, "meta", "ink2", bold=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            words.setFixedWidth(look.now().px(_COLUMN))
            words.setContentsMargins(4, 6, 4, 6)
            grid.addWidget(words, 0, at)
        for place, asked in enumerate(lines):
            line = _Line(asked)
            self._lines[asked.ref] = line
            grid.addWidget(Hairline(shade="edge" if place == 0 else "line"), 2 * place + 1, 0, 1, len(labels) + 1)
            grid.addWidget(line.words, 2 * place + 2, 0)
            for at, (value, _label, _hers) in enumerate(labels):
                dot: Dot | Tick = Tick() if asked.kind == "many" else Dot()
                dot.clicked.connect(lambda on, ref=asked.ref, value=value: self._press(ref, value, on=on))
                dot.moved.connect(lambda across, down, ref=asked.ref, at=at: self._move(ref, at, across, down))
                line.dots.append(dot)
                grid.addWidget(dot, 2 * place + 2, at + 1)
        self._card.column.addWidget(holder)

    def _fill(self, line: _Line, asked: Asked) -> None:
        line.asked = asked
        line.label.setText(asked.question + (" *" if asked.required else ""))
        paint.turn_to(line.label, asked.question)
        paint.turn_to(line.hers, asked.hers)
        line.hers.setText(asked.hers)
        line.hers.setVisible(bool(asked.hers))
        missing = {
            "declined": self.tr("Does not want to answer"),
            "unsure": self.tr("Does not know"),
            "not_asked": self.tr("Not asked"),
        }
        under = asked.message or (missing[asked.missing] if asked.missing is not None else "")
        line.under.setText(under)
        line.under.setVisible(bool(under))
        line.under.recolour("attnInk" if asked.message else "ink2")
        labels = {offer.value: offer.label for offer in asked.offers}
        for dot, value in zip(line.dots, (value for value, *_ in self._columns()), strict=True):
            dot.setChecked(value in asked.chosen)
            dot.setEnabled(value in labels and not asked.readonly)
            dot.setAccessibleName(f"{asked.question}: {labels.get(value, value)}")

    def _columns(self) -> tuple[tuple[str, str, str], ...]:
        return cast("tuple[tuple[str, str, str], ...]", self._shape[0])

    def _press(self, ref: str, value: str, *, on: bool) -> None:
        asked = self._lines[ref].asked
        if asked.kind == "one":
            self.answered.emit(ref, value if on else "")
            return
        picked = set(asked.chosen) | {value} if on else set(asked.chosen) - {value}
        self.answered.emit(ref, " ".join(offer.value for offer in asked.offers if offer.value in picked))

    def _move(self, ref: str, at: int, across: int, down: int) -> None:
        refs = list(self._lines)
        place = refs.index(ref) + down
        if 0 <= place < len(refs):
            dots = self._lines[refs[place]].dots
            dots[(at + across) % len(dots)].setFocus(Qt.FocusReason.TabFocusReason)

    # ---- as a part of a page --------------------------------------------------------------------------------------

    @property
    def refs(self) -> tuple[str, ...]:
        """The questions in it."""
        return tuple(self._lines)

    def ref_of(self, widget: QWidget) -> str:
        """The question a widget in here belongs to."""
        for ref, line in self._lines.items():
            if widget in line.dots:
                return ref
        return ""

    def focus_on(self, ref: str) -> bool:
        """Put the focus on a question's line: on what is chosen, else on the first choice."""
        line = self._lines.get(ref)
        dots = [dot for dot in line.dots if dot.isEnabled()] if line is not None else []
        if not dots:
            return False
        next((dot for dot in dots if dot.isChecked()), dots[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def choose(self, ref: str, number: int) -> bool:
        """The choice with this key on a line."""
        line = self._lines.get(ref)
        if line is None or not 1 <= number <= len(line.dots) or not line.dots[number - 1].isEnabled():
            return False
        dot = line.dots[number - 1]
        dot.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not (isinstance(dot, Dot) and dot.isChecked()):
            dot.click()
        return True
