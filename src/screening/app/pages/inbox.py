"""What came in: taken in from a file or folder, verified step by step, and what to do when it does not hold."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look, ports
from screening.app.pages.page import Page
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.empty import Empty
from screening.app.widgets.icon import Icon
from screening.app.widgets.progress import ProgressLine
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.table import Cell, Column, Line, Table
from screening.app.widgets.way import Ladder
from screening.app.widgets.words import Words

_BESIDE: Final = 1100
"""Narrower than this, what stands beside the table opens over it."""
# verdict -> icon, shade
VERDICTS: Final = {
    "good": ("seal", "okInk"),
    "duplicate": ("copy", "ink"),
    "newer": ("layers", "ink"),
    "altered": ("broken", "attnInk"),
    "unknown_signer": ("userq", "attnInk"),
    "not_for_you": ("notme", "attnInk"),
    "damaged": ("broken", "attnInk"),
    "accepted": ("check", "okInk"),
    "questioned": ("help", "ink"),
    "returned": ("undo", "ink"),
    "closed": ("minus", "ink2"),
}


class InboxPage(Page):
    """A table of arrivals; beside it the rungs of the chosen one.

    Signals:
        choosing_file(), choosing_folder(), dropped(paths): taking in. opened(key). answering(): write receipts.
        asking(dialog): why a file was set aside, where there is no room beside.
    """

    choosing_file = Signal()
    choosing_folder = Signal()
    dropped = Signal(list)
    opened = Signal(str)
    answering = Signal()
    asking = Signal(Dialog)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        outer = QHBoxLayout(self)
        self._outer = outer
        outer.setContentsMargins(32, 20, 32, 12)
        outer.setSpacing(28)
        main = QVBoxLayout()
        main.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Words(self.tr("Inbox"), "question", "ink", bold=True, wrap=False))
        self._summary = Words("", "body", "ink2", wrap=False)
        self._summary.setContentsMargins(0, 8, 0, 0)  # on the line of the title's letters
        head.addWidget(self._summary, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self.answer = Button("", icon="out", key="E")
        self.answer.pressed_on.connect(self.answering)
        head.addWidget(self.answer)
        main.addLayout(head)
        self.progress = ProgressLine(self.tr("Packets are being checked"))
        main.addWidget(self._drop_zone())
        self.trouble = Banner(Tone.ATTENTION)
        self.trouble.hide()
        main.addWidget(self.trouble)
        self._card = Card()
        self._card.column.setContentsMargins(1, 4, 1, 4)
        self.table = Table(
            self.tr("Inbox"),
            (
                Column(self.tr("Check"), 252),
                Column(self.tr("From where, and what it means"), 0),
                Column(self.tr("Received"), 130, keep=3),
            ),
            tall=True,
        )
        self.table.chosen.connect(self._show_one)
        self.table.opened.connect(self._open)
        self._card.column.addWidget(self.table)
        main.addWidget(self._card, 1)
        self._empty = Empty(
            "inn", self.tr("No packets yet"), self.tr("Put in a drive, or press Ctrl O to choose a file.")
        )
        main.addWidget(self._empty)
        main.addStretch(0)
        outer.addLayout(main, 1)
        self._side = Card()
        self._side.setFixedWidth(look.now().px(362))
        self._build_side()
        self._side.hide()  # until something is chosen, and there is room
        outer.addWidget(self._side)
        self._inbox = ports.Inbox()

    def _drop_zone(self) -> QWidget:
        zone = Card(fill="", border="edge", dashed=True, margin=11)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(Icon("inn", 24, "ink2"))
        self._drop_words = Words(self.tr("Drop a file or folder here, or"), "body", "ink2", wrap=False)
        row.addWidget(self._drop_words)
        file = Button(self.tr("Choose a file…"), key="Ctrl O")
        file.pressed_on.connect(self.choosing_file)
        folder = Button(self.tr("Choose a folder or drive…"))
        folder.pressed_on.connect(self.choosing_folder)
        row.addWidget(file)
        row.addWidget(folder)
        row.addStretch(1)
        zone.column.addLayout(row)
        zone.column.addWidget(self.progress)
        zone.column.setContentsMargins(11, 11, 11, 3)
        return zone

    def _build_side(self) -> None:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(17, 14, 17, 12)
        column.setSpacing(4)
        title = QHBoxLayout()
        title.setSpacing(10)
        self._sign = Icon("seal", 22, "okInk")
        self._title = Words("", "lead", "ink", bold=True)
        title.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self._title, 1)
        column.addLayout(title)
        self._text = Words("", "body", "ink2")
        column.addWidget(self._text)
        self._side.column.addWidget(head)
        self._side.line()
        scroll = Scroll((17, 12, 17, 12), spacing=10)
        self._ladder = Ladder()
        scroll.column.addWidget(self._ladder)
        self._do_title = Words(self.tr("What to do"), "body", "ink", bold=True)
        self._do = Words("", "body", "ink2")
        scroll.column.addWidget(self._do_title)
        scroll.column.addWidget(self._do)
        self.detail_button = Button(self.tr("Details for a specialist"), Kind.QUIET, icon="chevR", flush=True)
        self.detail_button.pressed_on.connect(self._turn_detail)
        self._detail = Words("", "meta", "ink2")
        self._detail.hide()
        scroll.column.addWidget(self.detail_button)
        scroll.column.addWidget(self._detail)
        scroll.column.addStretch(1)
        self._side.column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(17, 8, 17, 14)
        self.open_button = Button(self.tr("Open the packet"), Kind.PRIMARY, after="next", key="Enter")
        self.open_button.pressed_on.connect(lambda: self._open(self.table.current_key))
        foot.addWidget(self.open_button)
        self._side.column.addLayout(foot)

    def _turn_detail(self) -> None:
        self._detail.setVisible(self._detail.isHidden())
        self.detail_button.set_icon("chevR" if self._detail.isHidden() else "chevD")

    def show_inbox(self, inbox: ports.Inbox) -> None:
        """Draw what came in."""
        self._inbox = inbox
        self._summary.setText(inbox.summary)
        self.answer.setText(self.tr("Write %n receipt(s)…", "", inbox.receipts))
        self.answer.set_off("" if inbox.receipts else self.tr("No receipt waits to be written."))
        self._card.setVisible(bool(inbox.arrivals))
        self._empty.setVisible(not inbox.arrivals)
        self.table.show_lines(tuple(_line(arrival) for arrival in inbox.arrivals))
        self._show_one(self.table.current_key)

    def show_trouble(self, title: str, text: str) -> None:
        """Something that could not be taken in; empty takes it away."""
        self.trouble.say(title, text)
        self.trouble.setVisible(bool(title))

    def _find(self, key: str) -> ports.Arrival | None:
        return next((each for each in self._inbox.arrivals if each.key == key), None)

    def _show_one(self, key: str) -> None:
        arrival = self._find(key)
        self._side.setVisible(arrival is not None and self.width() >= look.now().px(_BESIDE))
        if arrival is None:
            return
        icon, shade = VERDICTS[arrival.verdict]
        self._sign.show_icon(icon, shade)
        self._title.setText(arrival.verdict_words)
        self._title.recolour(shade)
        self._text.setText(f"{arrival.title}. {arrival.text}".strip())
        self._ladder.show_rungs(arrival.rungs)
        self._do.setText(arrival.do)
        self._do.setVisible(bool(arrival.do))
        self._do_title.setVisible(bool(arrival.do))
        self._detail.setText(arrival.detail)
        self.detail_button.setVisible(bool(arrival.detail))
        self._detail.hide()
        self.detail_button.set_icon("chevR")
        self.open_button.setVisible(arrival.can_open)

    def _open(self, key: str) -> None:
        arrival = self._find(key)
        if arrival is not None and arrival.can_open:
            self.opened.emit(key)
        elif arrival is not None and not self._side.isVisible():
            self.asking.emit(self._explained(arrival))

    def _explained(self, arrival: ports.Arrival) -> Dialog:
        dialog = Dialog(
            self.window(), arrival.verdict_words, f"{arrival.title}. {arrival.text}", cancel=self.tr("Close")
        )
        ladder = Ladder()
        ladder.show_rungs(arrival.rungs)
        dialog.column.addWidget(ladder)
        for text, shade in ((arrival.do, "ink"), (arrival.detail, "ink3")):
            if text:
                dialog.column.addWidget(Words(text, "body" if shade == "ink" else "meta", shade))
        return dialog

    def _fit(self) -> None:
        narrow = self.width() < look.now().px(1180)
        self._outer.setContentsMargins(*((20, 12, 20, 8) if narrow else (32, 20, 32, 12)))
        self._drop_words.setVisible(not narrow)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look.now().px(620), 320)  # the side goes before anything is cut

    @override
    def begin(self) -> None:
        if self._inbox.arrivals:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.findChildren(Button)[1].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hints(self) -> str:
        return self.tr("↑ ↓ — choose · Enter — open · Ctrl O — take in a file")

    @override
    def on_key(self, key: str) -> bool:
        if key == "E":
            self.answer.click()
            return True
        return False

    @override
    def on_ctrl(self, event: QKeyEvent) -> bool:
        if keys.with_ctrl(event, "O"):
            self.choosing_file.emit()
            return True
        return False

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.dropped.emit(paths)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_one(self.table.current_key)


def _line(arrival: ports.Arrival) -> Line:
    icon, shade = VERDICTS[arrival.verdict]
    return Line(
        arrival.key,
        (
            Cell(arrival.verdict_words, icon, shade, bold=True),
            Cell(arrival.title, bold=True, under=arrival.text),
            Cell(arrival.when, shade="ink2"),
        ),
        bar="urgent" if arrival.urgent else "",
    )
