"""The outbox: sealed, not yet answered. "Written" is not "delivered": only a receipt is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look, ports
from screening.app.pages.page import Page
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.chips import Chips
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.empty import Empty
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.table import Cell, Column, Line, Table
from screening.app.widgets.tag import Sign
from screening.app.widgets.way import Timeline
from screening.app.widgets.words import Words

_BESIDE: Final = 1100
"""Narrower than this, what stands beside the table opens over it."""
_WAITING: Final = frozenset({"ready", "sending"})
_TOKENS: Final = {"urgent": "urgentInk", "returned": "ink", "acknowledged": "ink", "silent": "attnInk"}


class OutboxPage(Page):
    """What was sealed, how far it is known to be, and what can be done.

    Signals:
        sending(): to the addresses of the settings. writing(): to a drive or folder.
        collecting(): receipts from a drive or folder. asking(dialog): a packet's way, where there is no room beside.
    """

    sending = Signal()
    writing = Signal()
    collecting = Signal()
    asking = Signal(Dialog)

    def __init__(self) -> None:
        super().__init__()
        outer = QHBoxLayout(self)
        self._outer = outer
        outer.setContentsMargins(32, 20, 32, 12)
        outer.setSpacing(28)
        main = QVBoxLayout()
        main.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Words(self.tr("Outbox"), "question", "ink", bold=True), 1)
        self.collect = Button(self.tr("Take in receipts…"), icon="inn", key="Ctrl O")
        self.collect.pressed_on.connect(self.collecting)
        self.write = Button("", Kind.PRIMARY, icon="usb", key="E")
        self.write.pressed_on.connect(self.writing)
        self.send = Button(self.tr("Send now"), icon="out")
        self.send.pressed_on.connect(self.sending)
        for each in (self.collect, self.send, self.write):
            head.addWidget(each)
        main.addLayout(head)
        self.trouble = Banner(Tone.ATTENTION)
        self.trouble.hide()
        main.addWidget(self.trouble)
        self.chips = Chips(self.tr("Show"))
        self.chips.chosen.connect(self._filter)
        main.addWidget(self.chips)
        self._card = Card()
        self._card.column.setContentsMargins(1, 4, 1, 4)
        self.table = Table(
            self.tr("Outbox"),
            (
                Column(self.tr("State"), 176),
                Column(self.tr("Way"), 130, keep=4),
                Column(self.tr("Recipient"), 0),
                Column(self.tr("Case"), 92),
                Column(self.tr("Made"), 120, keep=3),
                Column(self.tr("Tries"), 100, keep=2),
            ),
        )
        self.table.chosen.connect(self._show_one)
        self.table.opened.connect(self._open)
        self._card.column.addWidget(self.table)
        main.addWidget(self._card, 1)
        self._empty = Empty(
            "tray",
            self.tr("Nothing was sealed yet"),
            self.tr("A referral that is signed waits here until its receipt is back."),
        )
        main.addWidget(self._empty)
        main.addWidget(
            Words(
                self.tr("“Written” is not “delivered”: we know of delivery when the receipt comes back."),
                "body",
                "ink2",
            )
        )
        outer.addLayout(main, 1)
        self._side = Card()
        self._side.setFixedWidth(look.now().px(352))
        self._build_side()
        self._side.hide()  # until something is chosen, and there is room
        outer.addWidget(self._side)
        self._outbox = ports.Outbox()
        self._shown = "all"

    def _build_side(self) -> None:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(17, 14, 17, 12)
        column.setSpacing(2)
        self._title = Words("", "lead", "ink", bold=True)
        self._about = Words("", "body", "ink2")
        column.addWidget(self._title)
        column.addWidget(self._about)
        self._side.column.addWidget(head)
        self._side.line()
        scroll = Scroll((8, 12, 17, 12), spacing=8)
        self._events = Timeline()
        scroll.column.addWidget(self._events)
        self._receipt_sign = Sign("seal", self.tr("The receipt is genuine"), "okInk", bold=True)
        self._receipt = Words("", "body", "ink2")
        self._receipt.setContentsMargins(9, 0, 0, 0)
        self._receipt_sign.setContentsMargins(9, 0, 0, 0)
        scroll.column.addWidget(self._receipt_sign)
        scroll.column.addWidget(self._receipt)
        scroll.column.addStretch(1)
        self._side.column.addWidget(scroll, 1)

    def show_outbox(self, outbox: ports.Outbox) -> None:
        """Draw the packets."""
        self._outbox = outbox
        parcels = outbox.parcels
        waiting = sum(parcel.state in _WAITING for parcel in parcels)
        self.write.setText(self.tr("Write %n to a drive", "", waiting) if waiting else self.tr("Write to a drive"))
        self.write.set_off("" if waiting else self.tr("Nothing waits."))
        self.send.set_off("" if waiting else self.tr("Nothing waits."))
        counts = {
            "all": len(parcels),
            "waiting": waiting,
            "sent": sum(parcel.state == "sent" for parcel in parcels),
            "acknowledged": sum(parcel.state == "acknowledged" for parcel in parcels),
            "returned": sum(parcel.state == "returned" for parcel in parcels),
        }
        names = {
            "all": self.tr("All"),
            "waiting": self.tr("Waiting"),
            "sent": self.tr("Written"),
            "acknowledged": self.tr("Confirmed"),
            "returned": self.tr("Returned"),
        }
        self.chips.show_chips(tuple((key, names[key], counts[key]) for key in names), self._shown)
        self._fill()
        self._card.setVisible(bool(parcels))
        self.chips.setVisible(bool(parcels))
        self._empty.setVisible(not parcels)
        if parcels and not waiting and self.write.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # nothing to write: the arrows are of use

    def _fill(self) -> None:
        wanted = {
            "all": None,
            "waiting": _WAITING,
            "sent": {"sent"},
            "acknowledged": {"acknowledged"},
            "returned": {"returned"},
        }[self._shown]
        self.table.show_lines(tuple(_line(p) for p in self._outbox.parcels if wanted is None or p.state in wanted))
        self._show_one(self.table.current_key)

    def _filter(self, key: str) -> None:
        self._shown = key
        self._fill()

    def _show_one(self, key: str) -> None:
        parcel = next((each for each in self._outbox.parcels if each.key == key), None)
        self._side.setVisible(parcel is not None and self.width() >= look.now().px(_BESIDE))
        if parcel is None:
            return
        self._title.setText(f"{parcel.case} · {parcel.recipient}")
        self._about.setText(f"{parcel.size} · {parcel.state_words}")
        self._events.show_events(parcel.events)
        self._receipt.setText(parcel.receipt)
        self._receipt.setVisible(bool(parcel.receipt))
        self._receipt_sign.setVisible(bool(parcel.receipt))

    def _open(self, key: str) -> None:
        parcel = next((each for each in self._outbox.parcels if each.key == key), None)
        if parcel is None or self._side.isVisible():
            return
        dialog = Dialog(
            self.window(),
            f"{parcel.case} · {parcel.recipient}",
            f"{parcel.size} · {parcel.state_words}",
            cancel=self.tr("Close"),
        )
        events = Timeline()
        events.show_events(parcel.events)
        dialog.column.addWidget(events)
        if parcel.receipt:
            dialog.column.addWidget(Words(parcel.receipt, "body", "ink2"))
        self.asking.emit(dialog)

    def show_trouble(self, title: str, text: str) -> None:
        """A way out that failed; empty takes it away."""
        self.trouble.say(title, text)
        self.trouble.setVisible(bool(title))

    def _fit(self) -> None:
        narrow = self.width() < look.now().px(1180)
        self._outer.setContentsMargins(*((20, 12, 20, 8) if narrow else (32, 20, 32, 12)))
        for button in (self.collect, self.send):
            button.shorten(narrow)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look.now().px(560), 320)  # the side goes and words become signs before anything is cut

    @override
    def begin(self) -> None:
        target: QWidget = self.table if self._outbox.parcels else self.write
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hints(self) -> str:
        return self.tr("E — write to a drive · ↑ ↓ — choose")

    @override
    def on_key(self, key: str) -> bool:
        if key == "E":
            self.write.click()
            return True
        return False

    @override
    def on_ctrl(self, event: QKeyEvent) -> bool:
        if keys.with_ctrl(event, "O"):
            self.collecting.emit()
            return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_one(self.table.current_key)


def _line(parcel: ports.Parcel) -> Line:
    shade = "urgentInk" if parcel.urgent else _TOKENS.get(parcel.state, "ink")
    return Line(
        parcel.key,
        (
            Cell(parcel.state_words, parcel.icon, shade, bold=parcel.urgent or parcel.state == "silent"),
            Cell(stations=parcel.stations),
            Cell(parcel.recipient),
            Cell(parcel.case, shade="ink2"),
            Cell(parcel.age, shade="ink2"),
            Cell(str(parcel.tries), shade="ink2", end=True),
        ),
        bar="urgent" if parcel.urgent else "",
    )
