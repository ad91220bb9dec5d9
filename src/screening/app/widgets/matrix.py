"""Who will see what: a row for each kind of data, a column for each recipient."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, paint
from screening.app.ports import Party, Referral
from screening.app.widgets.card import Card, Hairline
from screening.app.widgets.tag import Sign
from screening.app.widgets.words import Words


class Hatched(QWidget):
    """A hatched block with a word in its middle: nothing goes there."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look.now().px(100), 60)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        painter.fillRect(self.rect(), paint.hatch(c.hatch))
        room = self.width() - 12
        height = paint.text_height(worn.metrics("meta"), self._words, room) + 16
        middle = QRect(4, (self.height() - height) // 2, self.width() - 8, height)
        painter.fillRect(middle, c.surface)
        paint.write(painter, self, middle, self._words, worn.font("meta"), c.ink2, wrap=True, align=0x4)


class Matrix(Card):
    """Built anew for each `Referral`."""

    def __init__(self) -> None:
        super().__init__()
        self._holder: QWidget | None = None

    def show_referral(self, referral: Referral) -> None:
        """Fill it."""
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        rows = len(referral.kinds)
        columns = 2 * len(referral.parties) + 1
        grid.addWidget(Hairline(shade="edge"), 1, 0, 1, columns)
        for row, kind in enumerate(referral.kinds):
            label = Words(kind, "body", "ink")
            label.setContentsMargins(16, 8, 8, 8)
            grid.addWidget(label, 2 * row + 2, 0)
            if row + 1 < rows:
                grid.addWidget(Hairline(), 2 * row + 3, 0, 1, columns)
        for number, party in enumerate(referral.parties):
            grid.addWidget(Hairline(upright=True), 0, 2 * number + 1, 2 * rows + 2, 1)
            grid.addWidget(self._head(party), 0, 2 * number + 2)
            self._column(grid, referral, party, 2 * number + 2)
        grid.setColumnStretch(0, 3)
        for number in range(len(referral.parties)):
            grid.setColumnStretch(2 * number + 2, 2)
        self.column.addWidget(self._holder)

    def _head(self, party: Party) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(12, 10, 8, 8)
        column.setSpacing(4)
        column.addWidget(Words(party.short, "body", "ink" if party.allowed else "ink2", bold=True))
        signs = {
            "yes": ("check", self.tr("yes"), "okInk"),
            "no": ("cross", self.tr("no"), "ink2"),
            "later": ("clock", self.tr("later"), "ink2"),
            "withdrawn": ("cross", self.tr("withdrawn"), "ink2"),
            "": ("help", self.tr("not asked"), "ink3"),
        }
        icon, words, shade = signs.get(party.given, signs[""])
        if party.allowed and party.given != "yes":
            icon, words, shade = "info", self.tr("by law"), "link"
        column.addWidget(Sign(icon, words, shade, style="meta"))
        return head

    def _column(self, grid: QGridLayout, referral: Referral, party: Party, at: int) -> None:
        rows = len(referral.kinds)
        if not party.allowed:
            block = QWidget()
            column = QVBoxLayout(block)
            column.setContentsMargins(8, 8, 8, 8)
            column.addWidget(Hatched(self.tr("No packet will be made")))
            grid.addWidget(block, 2, at, max(1, 2 * rows - 1), 1)
            return
        for row, shown in enumerate(party.shows):
            sign = Sign("eye" if shown else "hide", self.tr("will see") if shown else self.tr("hidden"),
                        "ink" if shown else "ink3", style="meta", bold=shown)  # fmt: skip
            cell = QWidget()
            line = QVBoxLayout(cell)
            line.setContentsMargins(12, 6, 6, 6)
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(cell, 2 * row + 2, at)
