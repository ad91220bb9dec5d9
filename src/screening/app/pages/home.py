"""The officer's home: start, what needs attention, what to go on with, what waits to be sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, ports
from screening.app.pages.page import Page
from screening.app.widgets.button import Button
from screening.app.widgets.card import Card
from screening.app.widgets.empty import Empty
from screening.app.widgets.icon import Icon
from screening.app.widgets.rows import BigButton, CountRow, NeedRow, OpenRow, PhoneRow
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.words import Words

_SIDE: int = 336
_BESIDE: int = 1200
"""From this width on the two ways to begin stand side by side."""


class HomePage(Page):
    """A work queue, not a dashboard.

    Signals:
        started(): begin a screening. quickened(): the first line. alarmed(): urgent. opened(key): a line.
        sending(): send or write what waits.
    """

    started = Signal()
    quickened = Signal()
    alarmed = Signal()
    opened = Signal(str)
    sending = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll((32, 18, 32, 16))
        outer.addWidget(self._scroll)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(32)
        self._main = QVBoxLayout()
        self._main.setSpacing(0)
        self._side = QVBoxLayout()
        self._side.setSpacing(0)
        self._side_box = QWidget()
        self._side_box.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._split.addLayout(self._main, 1)
        self._split.addWidget(self._side_box)
        self._scroll.column.addLayout(self._split)
        self._start = BigButton("", "", "person", primary=True)
        self._begin_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._shown: list[QWidget] = []

    @override
    def begin(self) -> None:
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hints(self) -> str:
        return self.tr("F — first line · S — second line · F2 — urgent · E — send or write what waits")

    @override
    def on_key(self, key: str) -> bool:
        if key == "S":
            self.started.emit()
            return True
        if key == "F":
            self.quickened.emit()
            return True
        if key == "E":
            self.sending.emit()
            return True
        return False

    @override
    def on_function(self, key: Qt.Key) -> bool:
        if key != Qt.Key.Key_F2:
            return False
        self.alarmed.emit()
        return True

    @override
    def on_back(self) -> bool:
        return False

    def _clear(self) -> None:
        for layout in (self._main, self._side):
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                inner = item.layout()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
                elif inner is not None:
                    while (deep := inner.takeAt(0)) is not None:
                        found = deep.widget()
                        if found is not None:
                            found.hide()
                            found.deleteLater()

    def show_home(self, home: ports.Home) -> None:
        """Draw the queue anew."""
        self._clear()
        self._show_main(home)
        self._show_side(home)
        self._fit()

    def _show_main(self, home: ports.Home) -> None:
        main = self._main
        main.addWidget(Words(home.heading, "question", "ink", bold=True))
        main.addWidget(Words(home.post, "body", "ink2"))
        main.addSpacing(16)
        self._start = BigButton(
            self.tr("Start a screening"),
            home.why_not or self.tr("Second line: a talk in private, 10 to 30 min"),
            "person",
            key="S",
            primary=True,
        )
        self._start.pressed_on.connect(self.started)
        quick = BigButton(
            self.tr("Quick check"), self.tr("First line: up to 2 minutes, without a name"), "clock", key="F"
        )
        quick.pressed_on.connect(self.quickened)
        self._begin_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._begin_row.setSpacing(16)
        self._begin_row.addWidget(self._start, 1)
        self._begin_row.addWidget(quick, 1)
        main.addLayout(self._begin_row)
        if home.needs:
            main.addSpacing(20)
            main.addWidget(Words(self.tr("Needs you"), "title", "ink", bold=True))
            main.addSpacing(8)
            card = Card()
            for number, row in enumerate(home.needs):
                if number:
                    card.line()
                need = NeedRow(row)
                need.opened.connect(self.opened)
                card.column.addWidget(need)
            main.addWidget(card)
        main.addSpacing(20)
        main.addWidget(Words(self.tr("Go on with"), "title", "ink", bold=True))
        main.addSpacing(8)
        if home.resume:
            card = Card()
            for number, row in enumerate(home.resume):
                if number:
                    card.line()
                line = OpenRow(row)
                line.opened.connect(self.opened)
                card.column.addWidget(line)
            main.addWidget(card)
        else:
            main.addWidget(
                Empty(
                    "cases",
                    self.tr("No interview is open"),
                    self.tr("Press S to start one. It is saved after each answer."),
                )
            )
        main.addStretch(1)

    def _show_side(self, home: ports.Home) -> None:
        side = self._side
        side.addWidget(Words(self.tr("Handing over"), "title", "ink", bold=True))
        side.addSpacing(8)
        card = Card()
        card.column.addWidget(CountRow("out", self.tr("Wait to be sent"), home.waiting))
        card.line()
        card.column.addWidget(CountRow("usb", self.tr("Written or sent, no answer yet"), home.written))
        card.line()
        card.column.addWidget(CountRow("check", self.tr("Confirmed by receipt"), home.confirmed))
        side.addWidget(card)
        side.addSpacing(12)
        row = QHBoxLayout()
        send = Button(self.tr("Send or write to a drive"), icon="usb", key="E")
        send.set_off("" if home.waiting else self.tr("Nothing waits."))
        send.pressed_on.connect(self.sending)
        row.addWidget(send)
        row.addStretch(1)
        side.addLayout(row)
        if home.phones:
            side.addSpacing(20)
            side.addWidget(Words(self.tr("Phones"), "title", "ink", bold=True))
            side.addSpacing(8)
            phones = Card(margin=1)
            phones.column.setContentsMargins(1, 8, 1, 8)
            width = max(look.now().metrics("lead", bold=True).horizontalAdvance(number) for number, _ in home.phones)
            for number, purpose in home.phones:
                phones.column.addWidget(PhoneRow(number, purpose, width=width + 16))
            side.addWidget(phones)
        side.addStretch(1)
        side.addSpacing(12)
        about = QHBoxLayout()
        about.setSpacing(8)
        about.addWidget(Icon("doc", 18, "ink2"), 0, Qt.AlignmentFlag.AlignTop)
        about.addWidget(Words(home.about, "meta", "ink3"), 1)
        side.addLayout(about)

    def _fit(self) -> None:
        wide = self.width() >= look.now().px(1000)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        beside = self.width() >= look.now().px(_BESIDE)
        self._begin_row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._side_box.setFixedWidth(look.now().px(_SIDE)) if wide else self._side_box.setMinimumWidth(0)
        if not wide:
            self._side_box.setMaximumWidth(16_777_215)
        margin = 32 if self.width() >= 1100 else 20  # noqa: PLR2004  as in the layout grids
        self._scroll.column.setContentsMargins(margin, 18, margin, 16)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
