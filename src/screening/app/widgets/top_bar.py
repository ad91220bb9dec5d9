"""The bar at the top: where one is, and the three things that are always at hand: night, hide, lock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look, paint
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Sheet
from screening.app.widgets.icon import Icon
from screening.app.widgets.words import Words

_NARROW: Final = 1100


class NavTab(QPushButton):
    """A main screen, with the number of things that wait there."""

    ring_radius = 4

    def __init__(self, text: str, count: int = 0) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self._count = count
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{text} {count}" if count else text)

    def show_count(self, count: int) -> None:
        """Change the number."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
            self.updateGeometry()
            self.update()

    def _badge(self) -> int:
        return max(20, look.now().metrics("meta", bold=True).horizontalAdvance(str(self._count)) + 12)

    @override
    def sizeHint(self) -> QSize:
        width = look.now().metrics("body", bold=True).horizontalAdvance(self.text()) + 2
        return QSize(max(look.TARGET, width + ((self._badge() + 8) if self._count else 0)), 56)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        on = self.isChecked()
        width = look.now().metrics("body", bold=on).horizontalAdvance(self.text()) + 2
        ink = c.ink if on or self.underMouse() else c.ink2
        rect = paint.mirrored(self, QRect(0, 0, width, self.height()))
        paint.write(painter, self, rect, self.text(), look.now().font("body", bold=on), ink)
        if self._count:
            badge = paint.mirrored(self, QRect(width + 6, (self.height() - 22) // 2, self._badge(), 22))
            paint.box(painter, badge, fill=c.sunken, border=c.line if c.border > 1 else None, radius=11)
            paint.write(painter, self, badge, str(self._count), look.now().font("meta", bold=True), c.ink2, align=0x4)
        if on:
            painter.fillRect(QRect(0, self.height() - 3, self.width(), 3), c.accent)


class TopBar(Sheet):
    """Either the main screens, or the way home and the code of the case.

    Signals:
        chosen(name): a main screen was asked for. left(): the way home. dimmed(), hidden(), locked(): the three keys.
    """

    chosen = Signal(str)
    left = Signal()
    dimmed = Signal()
    covered = Signal()
    locked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", edges="b", parent=parent)
        self.setFixedHeight(max(57, look.now().line("body") + 35))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 1)
        row.setSpacing(24)
        self._logo = Icon("door", 26, "accent")
        row.addWidget(self._logo)
        self._tabs: dict[str, NavTab] = {}
        self._tabs_row = QHBoxLayout()
        self._tabs_row.setSpacing(24)
        row.addLayout(self._tabs_row)
        self._home = Button(self.tr("Home"), Kind.BAR, icon="back")
        self._home.pressed_on.connect(self.left)
        self._case = Words("", "lead", "ink", bold=True, wrap=False)
        self._about = Words("", "body", "ink2", wrap=False)
        where = QHBoxLayout()
        where.setSpacing(10)
        where.addWidget(self._home)
        where.addWidget(self._case)
        where.addWidget(self._about)
        row.addLayout(where)
        row.addStretch(1)
        end = QHBoxLayout()
        end.setSpacing(8)
        self._night = Button("", Kind.BAR, icon="moon")
        self._night.pressed_on.connect(self.dimmed)
        self._hide = Button(self.tr("Hide"), Kind.BAR, icon="hide", key="F12")
        self._hide.pressed_on.connect(self.covered)
        self._lock = Button(self.tr("Lock"), Kind.BAR, icon="lock", key="Ctrl L")
        self._lock.pressed_on.connect(self.locked)
        for each in (self._night, self._hide, self._lock):
            end.addWidget(each)
        row.addLayout(end)
        self.show_theme(look.now().theme)
        self.show_screens({}, "")

    def show_theme(self, theme: look.Theme) -> None:
        """The night button offers what is not worn."""
        dark = theme is not look.Theme.DAY
        self._night.setText(self.tr("Day") if dark else self.tr("Night"))
        self._night.set_icon("sun" if dark else "moon")

    def show_screens(self, screens: dict[str, str], current: str, counts: dict[str, int] | None = None) -> None:
        """The main screens by name and words, with the current one marked."""
        if list(screens) != list(self._tabs):
            for tab in self._tabs.values():
                tab.setParent(None)
                tab.deleteLater()
            self._tabs = {name: NavTab(words) for name, words in screens.items()}
            for name, tab in self._tabs.items():
                tab.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
                self._tabs_row.addWidget(tab)
        for name, tab in self._tabs.items():
            tab.setChecked(name == current)
            tab.show_count((counts or {}).get(name, 0))
            tab.show()
        self._logo.show()
        for each in (self._home, self._case, self._about):
            each.hide()

    def show_case(self, case: str, about: str) -> None:
        """Inside a case: the way home, its short code, and a word about it."""
        for tab in self._tabs.values():
            tab.hide()
        self._logo.hide()
        self._case.setText(case)
        self._about.setText(about)
        for each in (self._home, self._case, self._about):
            each.show()
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < look.now().px(_NARROW)
        for each in (self._night, self._hide, self._lock, self._home):
            each.shorten(narrow)
        room = self.width() - self._home.sizeHint().width() - self._case.sizeHint().width()
        room -= sum(each.sizeHint().width() + 8 for each in (self._night, self._hide, self._lock)) + 100
        self._about.setVisible(not self._case.isHidden() and self._about.sizeHint().width() < room)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
