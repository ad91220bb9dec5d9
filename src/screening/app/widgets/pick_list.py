"""A list of rows to choose from that stays quick with thousands of them: only what is seen is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.widgets.scroll import ThinBar

_Index = QModelIndex | QPersistentModelIndex
_MOVES: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)


_MEASURED: Final = 60
"""Rows up to which each is measured."""


@dataclass(frozen=True, slots=True)
class PickRow:
    """A row. hers: a second line; cap: what its key cap says, empty for none; on: it is chosen."""

    key: str
    label: str
    hers: str = ""
    cap: str = ""
    on: bool = False


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PickRow, ...] = ()

    def fill(self, rows: tuple[PickRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (row.cap, row.label, row.hers) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.label
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, owner: PickList) -> None:
        super().__init__(owner)
        self._owner = owner

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, self._owner.row_height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        owner, c, worn = self._owner, look.tokens(), look.now()
        row = owner.rows[index.row()]
        rect: QRect = option.rect
        current = index.row() == owner.currentIndex().row()
        painter.fillRect(rect, c.accentSoft if row.on else c.sunken if current else c.surface)
        painter.fillRect(QRect(rect.left(), rect.bottom() - c.border + 1, rect.width(), c.border), c.line)
        rtl = paint.reads_from_right(row.label) or owner.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def turned(area: QRect) -> QRect:
            return (
                QRect(rect.left() + rect.right() - area.right(), area.y(), area.width(), area.height()) if rtl else area
            )

        left = rect.left() + 16
        if row.cap:
            side = worn.px(30)
            cap = turned(QRect(left, rect.center().y() - side // 2, side, side))
            paint.box(painter, cap, fill=c.accent if row.on else None, border=c.accent if row.on else c.edge, radius=4)
            ink = c.onAccent if row.on else c.ink2
            paint.write(painter, owner, cap, row.cap, worn.font("body", bold=True), ink, align=0x4)
            left += side + 16
        room = rect.right() - left - worn.px(44)
        metrics, font = worn.metrics("lead", bold=row.on), worn.font("lead", bold=row.on)
        most = rect.height() - 8
        under = min(paint.text_height(worn.metrics("body"), row.hers, room), most // 2)
        tall = min(paint.text_height(metrics, row.label, room), most - under)
        top = rect.top() + (rect.height() - tall - under) // 2
        align = paint.text_align(row.label, owner)
        words = turned(QRect(left, top, room, tall))
        paint.write(painter, owner, words, row.label, font, c.ink, wrap=True, middle=False, align=align)
        if row.hers:
            below = turned(QRect(left, top + tall, room, under))
            hers = paint.text_align(row.hers, owner)
            paint.write(painter, owner, below, row.hers, worn.font("body"), c.ink2, wrap=True, middle=False, align=hers)
        if row.on:
            size = worn.px(20)
            mark = turned(QRect(rect.right() - 16 - size, rect.center().y() - size // 2, size, size))
            icons.draw(painter, "check", mark.x(), mark.y(), size, c.accent)


class PickList(QListView):
    """Signals: picked(key): Space, a click, or Enter where the list `takes` with it. moved(key): to another row."""

    picked = Signal(str)
    moved = Signal(str)
    ring_own = True

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.takes = False
        self.row_height = max(56, 2 * look.now().line("lead") + 12)
        self._most = 0
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinBar())
        self.setMouseTracking(False)
        self.clicked.connect(lambda index: self.picked.emit(self.rows[index.row()].key))
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def rows(self) -> tuple[PickRow, ...]:
        """What is listed."""
        return self._model.rows

    def show_rows(self, rows: tuple[PickRow, ...], *, current: str = "") -> None:
        """Fill the list; the row with this key, else the one that was current, stays current."""
        key = current or self.current_key
        if rows != self.rows:
            at = self.verticalScrollBar().value()
            same = [row.key for row in rows] == [row.key for row in self.rows]
            self._model.fill(rows)
            if same:
                self.verticalScrollBar().setValue(at)
        self.go_to(key)
        self._fit()

    def show_at_most(self, rows: int) -> None:
        """Be as high as the rows, up to so many of them."""
        self._most = rows
        self._fit()

    def _fit(self) -> None:
        """Rows of a short list are high enough for the longest words; those of a long one hold two lines."""
        needed = max(56, 2 * look.now().line("lead") + 12)
        if len(self.rows) <= _MEASURED:
            needed = max([needed, *(self._height_of(row) for row in self.rows)])
        if needed != self.row_height:
            self.row_height = needed
            self.scheduleDelayedItemsLayout()
        if self._most:
            high = min(max(1, len(self.rows)), self._most) * needed
            if high != self.height():
                self.setFixedHeight(high)

    def _height_of(self, row: PickRow) -> int:
        worn = look.now()
        room = self._room(row)
        label = paint.text_height(worn.metrics("lead", bold=True), row.label, room)
        return label + paint.text_height(worn.metrics("body"), row.hers, room) + 12

    def _room(self, row: PickRow) -> int:
        """Width for the words of a row."""
        worn = look.now()
        cap = worn.px(30) + 16 if row.cap else 0
        return max(80, self.width() - 12 - 16 - cap - worn.px(44))

    def holds(self, key: str) -> bool:
        """Whether all words of a row are seen."""
        row = next((row for row in self.rows if row.key == key), None)
        return row is None or self._height_of(row) <= self.row_height

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def go_to(self, key: str) -> None:
        """Make a row current; none when there is no such row."""
        place = next((at for at, row in enumerate(self.rows) if row.key == key), None) if key else None
        self.setCurrentIndex(QModelIndex() if place is None else self._model.index(place, 0))

    def step(self, by: int) -> None:
        """Move the current row; from none, to the first."""
        if not self.rows:
            return
        at = self.currentIndex().row()
        wanted = 0 if at < 0 else max(0, min(len(self.rows) - 1, at + by))
        self.setCurrentIndex(self._model.index(wanted, 0))

    @property
    def current_key(self) -> str:
        """The key of the current row; empty when there is none."""
        at = self.currentIndex().row()
        return self.rows[at].key if 0 <= at < len(self.rows) else ""

    @property
    def seen(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.viewport().height() // self.row_height)

    def _is_taken_with(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space:
            return True
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return enter and self.takes and not self.rows[self.currentIndex().row()].on  # a second Enter goes on

    def _moved(self, current: QModelIndex, _former: QModelIndex) -> None:
        self.viewport().update()
        self.moved.emit(self.rows[current.row()].key if current.isValid() else "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _MOVES:
            super().keyPressEvent(event)
        elif self.current_key and self._is_taken_with(key):
            self.picked.emit(self.current_key)
        else:
            event.ignore()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.row_height * max(1, len(self.rows)) + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.row_height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not (self.hasFocus() and index.isValid()):
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.tokens().focus, 3))
        painter.drawRoundedRect(QRectF(self.visualRect(index)).adjusted(1.5, 1.5, -1.5, -2.5), 6, 6)
