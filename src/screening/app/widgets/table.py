"""Tables: a quiet head, hairlines between rows, the selected row marked at its start, the ring inside the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.widgets.way import draw_track

_Index = QModelIndex | QPersistentModelIndex
_PAD: Final = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. icon before the text; under: a second line; stations: a track instead of text."""

    text: str = ""
    icon: str = ""
    shade: str = "ink"
    bold: bool = False
    under: str = ""
    stations: int = -1
    end: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row. key: what `opened` gives back; bar: a shade for the mark at its start."""

    key: str
    cells: tuple[Cell, ...]
    bar: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. width: at 100 % text, 0 takes what is left; keep: columns with a smaller number go first."""

    title: str
    width: int
    keep: int = 9


class _Model(QAbstractTableModel):
    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self._columns = columns
        self.lines: tuple[Line, ...] = ()

    def fill(self, lines: tuple[Line, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.lines[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{cell.text} {cell.under}".strip()
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(10, self._table.row_height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        table = self._table
        c, worn = look.tokens(), look.now()
        line = table.lines[index.row()]
        cell = line.cells[index.column()]
        rect: QRect = option.rect
        selected = index.row() == table.currentIndex().row()
        painter.fillRect(rect, c.accentSoft if selected else c.surface)
        painter.fillRect(QRect(rect.left(), rect.bottom() - c.border + 1, rect.width(), c.border), c.line)
        rtl = table.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if index.column() == 0 and (selected or line.bar):
            bar = QRect(rect.right() - 6 if rtl else rect.left() + 3, rect.top() + 9, 4, rect.height() - 18)
            paint.box(painter, bar, fill=getattr(c, line.bar or "accent"), radius=2)
        inner = rect.adjusted(_PAD, 0, -8, 0)
        if cell.stations >= 0:
            draw_track(painter, inner.left(), rect.center().y(), cell.stations)
            return
        if cell.icon:
            size = worn.px(20)
            at = inner.right() - size if rtl else inner.left()
            icons.draw(
                painter, cell.icon, at, rect.center().y() - size // 2, size, getattr(c, cell.shade), over=c.surface
            )
            inner = inner.adjusted(0, 0, -size - 10, 0) if rtl else inner.adjusted(size + 10, 0, 0, 0)
        align = paint.lead_align(table)
        if cell.end:
            align = int(Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight)
            inner = inner.adjusted(0, 0, -8, 0)
        metrics = worn.metrics("body", bold=cell.bold)
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width())
        font, ink = worn.font("body", bold=cell.bold), getattr(c, cell.shade)
        if not cell.under:
            paint.write(painter, table, inner, text, font, ink, align=align)
            return
        half = rect.height() // 2
        paint.write(
            painter,
            table,
            QRect(inner.left(), rect.top() + half - metrics.lineSpacing(), inner.width(), metrics.lineSpacing()),
            text,
            font,
            ink,
            align=align,
        )
        under = worn.metrics("body").elidedText(cell.under, Qt.TextElideMode.ElideRight, inner.width())
        paint.write(
            painter,
            table,
            QRect(inner.left(), rect.top() + half, inner.width(), metrics.lineSpacing()),
            under,
            worn.font("body"),
            c.ink2,
            align=align,
        )


class _Head(QHeaderView):
    def __init__(self, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(10, max(42, look.now().line("meta") + 22))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int, /) -> None:
        c, worn = look.tokens(), look.now()
        painter.fillRect(rect, c.surface)
        painter.fillRect(QRect(rect.left(), rect.bottom() - c.border + 1, rect.width(), c.border), c.edge)
        title = self._table.columns[logicalIndex].title
        inner = rect.adjusted(_PAD, 0, -8, 0)
        align = paint.lead_align(self._table)
        if self._table.ends(logicalIndex):
            align = int(Qt.AlignmentFlag.AlignRight)
            inner = inner.adjusted(0, 0, -8, 0)
        paint.write(painter, self, inner, title, worn.font("meta", bold=True), c.ink2, align=align)


class Table(QTableView):
    """Signals: chosen(key): the current row changed. opened(key): Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)
    ring_own = True

    def __init__(self, name: str, columns: tuple[Column, ...], *, tall: bool = False) -> None:
        super().__init__()
        self.columns = columns
        self.row_height = max(64 if tall else 56, look.now().line("body") * (2 if tall else 1) + (20 if tall else 30))
        self._model = _Model(columns)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalHeader(_Head(self))
        self.horizontalHeader().setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        self.verticalHeader().setMinimumSectionSize(self.row_height)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines[index.row()].key))
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows."""
        return self._model.lines

    def ends(self, column: int) -> bool:
        """Whether a column is aligned to the end."""
        return bool(self.lines) and self.lines[0].cells[column].end

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Fill the table; the row with the same key stays current."""
        if lines == self.lines:
            return
        key = self.current_key
        self._model.fill(lines)
        if lines:
            at = next((number for number, line in enumerate(lines) if line.key == key), 0)
            self.setCurrentIndex(self._model.index(at, 0))
        self._fit()

    def choose(self, key: str) -> None:
        """Make the row with this key current."""
        for number, line in enumerate(self.lines):
            if line.key == key:
                self.setCurrentIndex(self._model.index(number, 0))

    @property
    def current_key(self) -> str:
        """The key of the current row; empty when there is none."""
        at = self.currentIndex().row()
        return self.lines[at].key if 0 <= at < len(self.lines) else ""

    def _moved(self, current: QModelIndex, _former: QModelIndex) -> None:
        self.viewport().update()
        if current.isValid():
            self.chosen.emit(self.lines[current.row()].key)

    def _fit(self) -> None:
        text = look.now().text
        widths = [round(column.width * text) for column in self.columns]
        room = self.viewport().width()
        hidden: set[int] = set()
        for place in sorted(range(len(widths)), key=lambda at: self.columns[at].keep):
            used = sum(width or 160 for at, width in enumerate(widths) if at not in hidden)
            if used <= room or self.columns[place].keep >= 9:  # noqa: PLR2004  nine stays for ever
                break
            hidden.add(place)
        rest = room - sum(width for at, width in enumerate(widths) if at not in hidden)
        open_ = [at for at, width in enumerate(widths) if not width and at not in hidden]
        for at, width in enumerate(widths):
            self.setColumnHidden(at, at in hidden)
            self.setColumnWidth(at, width or max(120, rest // max(1, len(open_))))

    def height_needed(self) -> int:
        """Height at which no row is out of sight."""
        return self.horizontalHeader().sizeHint().height() + self.row_height * max(1, len(self.lines)) + 2

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current_key:
                self.opened.emit(self.current_key)
        elif event.key() in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not (self.hasFocus() and index.isValid()):
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.tokens().focus, 3))
        top, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
        painter.drawRoundedRect(QRectF(1.5, top + 1.5, self.viewport().width() - 3, height - 4), 6, 6)
