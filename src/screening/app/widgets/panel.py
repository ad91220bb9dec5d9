"""What answers point to so far, and what is not known. Never an outcome: it would steer the questions."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.ports import Panel, Seen
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Hairline, Sheet
from screening.app.widgets.icon import Icon
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.tag import Sign
from screening.app.widgets.words import Words

WIDTH = 288
FOLDED = 48


class _Entry(QWidget):
    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(4)
        self._title = Words("", "body", "ink", bold=True)
        self._answers = Words("", "meta", "ink2")
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._sign: Sign | None = None
        column.addWidget(self._title)
        self._row.addWidget(self._answers, 1)
        column.addLayout(self._row)

    def show_seen(self, seen: Seen, strength: str) -> None:
        self._title.setText(seen.title)
        self._answers.setText(seen.answers)
        if self._sign is not None:
            self._sign.hide()
            self._sign.deleteLater()
            self._sign = None
        if strength:
            self._sign = Sign(seen.strength, strength, "ink2", style="meta")
            self._row.insertWidget(0, self._sign)


class _Tab(QPushButton):
    """The folded panel: one upright line."""

    ring_inside = True

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(FOLDED)
        self.setAutoDefault(False)
        self.setMinimumHeight(look.TARGET)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(FOLDED, look.TARGET)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        painter.fillRect(self.rect(), c.surface)
        painter.fillRect(paint.mirrored(self, QRect(0, 0, c.border, self.height())), c.line)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icons.draw(painter, "chevL", 15, 16, 18, c.ink2, mirrored=rtl)
        cap = QRect(10, 44, 28, 22)
        paint.box(painter, cap, border=c.line, width=c.border, radius=4)
        paint.write(painter, self, cap, "F7", worn.font("meta"), c.ink3, align=0x4)
        painter.save()
        painter.translate(self.width(), 78)
        painter.rotate(90)
        paint.write(
            painter, self, QRect(0, 0, self.height(), FOLDED), self.text(), worn.font("body"), c.ink2, align=0x1
        )
        painter.restore()


class IndicatorPanel(Sheet):
    """Signals: folded(is it folded): F7 or the button. asked_for(ref): go to the most telling question."""

    folded = Signal(bool)
    asked_for = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface", edges="l")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        self._build()
        self._tab = _Tab()
        self._tab.clicked.connect(lambda: self.fold(folded=False))
        outer.addWidget(self._open)
        outer.addWidget(self._tab)
        self._entries: list[_Entry] = []
        self._lines: list[Hairline] = []
        self._panel: Panel | None = None
        self._folded = False
        self.show_panel(Panel())
        self._fit()

    def _build(self) -> None:
        self._open = QWidget()
        column = QVBoxLayout(self._open)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(15, 0, 6, 0)
        head.addWidget(Words(self.tr("Indicators"), "lead", "ink", bold=True, wrap=False), 1)
        fold = Button(self.tr("Fold"), Kind.BAR, key="F7")
        fold.pressed_on.connect(lambda: self.fold(folded=True))
        head.addWidget(fold)
        column.addLayout(head)
        note = Sheet("accentSoft")
        line = QHBoxLayout(note)
        line.setContentsMargins(15, 9, 12, 9)
        line.setSpacing(10)
        line.addWidget(Icon("info", 18, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        warning = Words(self.tr("An indicator is not proof. The person does not see this."), "meta", "ink")
        line.addWidget(warning, 1)
        column.addWidget(note)
        scroll = Scroll((0, 0, 0, 0))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        scroll.column.addLayout(self._list)
        self._settled = Sheet("okSoft")
        settled = QHBoxLayout(self._settled)
        settled.setContentsMargins(15, 10, 12, 10)
        settled.setSpacing(10)
        settled.addWidget(Icon("hand", 20, "ok"), 0, Qt.AlignmentFlag.AlignTop)
        self._settled_words = Words("", "meta", "okInk")
        settled.addWidget(self._settled_words, 1)
        column.addWidget(self._settled)
        self._build_unknown()
        scroll.column.addWidget(self._unknown_box)
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)

    def _build_unknown(self) -> None:
        unknown = QVBoxLayout()
        unknown.setContentsMargins(15, 12, 12, 12)
        unknown.setSpacing(4)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(Icon("insufficient", 18, "ink2"))
        title.addWidget(Words(self.tr("Not known yet"), "body", "ink", bold=True), 1)
        unknown.addLayout(title)
        self._unknown = Words("", "body", "ink2")
        unknown.addWidget(self._unknown)
        self._next = Button(self.tr("Go to this question"), Kind.QUIET, after="next", flush=True)
        self._next.pressed_on.connect(lambda: self.asked_for.emit(self._panel.next_ref if self._panel else ""))
        unknown.addSpacing(6)
        self._next_title = Words(self.tr("Most telling question now"), "body", "ink", bold=True)
        unknown.addWidget(self._next_title)
        self._next_words = Words("", "body", "ink2")
        unknown.addWidget(self._next_words)
        unknown.addWidget(self._next, 0, Qt.AlignmentFlag.AlignLeft)
        self._unknown_box = QWidget()
        self._unknown_box.setLayout(unknown)

    def show_panel(self, panel: Panel) -> None:
        """Fill the panel, reusing its lines."""
        if panel == self._panel:
            return
        self._panel = panel
        words = {"strong": self.tr("strong"), "medium": self.tr("medium"), "weak": self.tr("weak"), "": ""}
        while len(self._entries) < len(panel.seen):
            entry, line = _Entry(), Hairline()
            self._entries.append(entry)
            self._lines.append(line)
            self._list.addWidget(entry)
            self._list.addWidget(line)
        for number, (entry, line) in enumerate(zip(self._entries, self._lines, strict=True)):
            shown = number < len(panel.seen)
            entry.setVisible(shown)
            line.setVisible(shown)
            if shown:
                entry.show_seen(panel.seen[number], words[panel.seen[number].strength])
        self._unknown.setText(" ".join(panel.unknown))
        self._next_words.setText(panel.next)
        for part in (self._next_title, self._next_words, self._next):
            part.setVisible(bool(panel.next_ref))
        self._unknown_box.setVisible(bool(panel.unknown))
        stop = self.tr("You can stop here. None of the remaining answers can change the result.")
        if panel.spared:
            stop += " " + self.tr("%n question(s) need not be asked.", "", panel.spared)
        self._settled_words.setText(stop)
        self._settled.setVisible(panel.settled)
        count = self.tr("Indicators · %n, not proof", "", len(panel.seen))
        self._tab.setText(count)
        self._tab.setAccessibleName(count)
        self._tab.update()

    @property
    def is_folded(self) -> bool:
        """Whether only the tab is to be seen."""
        return self._folded

    def fold(self, *, folded: bool, quietly: bool = False) -> None:
        """Fold or unfold. quietly: because there is no room, not because a person asked."""
        if folded == self._folded:
            return
        self._folded = folded
        self._fit()
        if not quietly:
            self.folded.emit(folded)

    def _fit(self) -> None:
        self._open.setVisible(not self._folded)
        self._tab.setVisible(self._folded)
        self.setFixedWidth(FOLDED if self._folded else max(WIDTH, look.now().px(WIDTH * 0.85)))
