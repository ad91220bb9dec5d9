"""Keys and trust: this workplace's own key, its certificate, and whom it believes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look, ports
from screening.app.pages.page import Page
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.empty import Empty
from screening.app.widgets.icon import Icon
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.way import empty
from screening.app.widgets.words import Words


class KeysPage(Page):
    """Signals: requesting(): write a request for a certificate. installing(): take in a certificate or bundle."""

    requesting = Signal()
    installing = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll((32, 20, 32, 16), spacing=12)
        outer.addWidget(self._scroll)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Words(self.tr("Keys and trust"), "question", "ink", bold=True), 1)
        self.request = Button(self.tr("Write a request…"), icon="key")
        self.request.pressed_on.connect(self.requesting)
        self.install = Button(self.tr("Install a file…"), Kind.PRIMARY, icon="inn", key="Ctrl O")
        self.install.pressed_on.connect(self.installing)
        head.addWidget(self.request)
        head.addWidget(self.install)
        self._scroll.column.addLayout(head)
        self.message = Banner(Tone.ATTENTION)
        self.message.hide()
        self._scroll.column.addWidget(self.message)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(32)
        own_box, trust_box = QWidget(), QWidget()
        self._own, self._trust = QVBoxLayout(own_box), QVBoxLayout(trust_box)
        for each in (self._own, self._trust):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(8)
        self._split.addWidget(own_box, 1)
        self._split.addWidget(trust_box, 1)
        self._scroll.column.addLayout(self._split)
        self._scroll.column.addStretch(1)

    def show_keys(self, shown: ports.Keys) -> None:
        """Draw what is installed."""
        empty(self._own)
        empty(self._trust)
        self._show_own(shown)
        self._show_trust(shown)

    def show_message(self, title: str, text: str, *, good: bool = False) -> None:
        """How an installation went; it stays until the next."""
        self.message.say(title, text, tone=Tone.GOOD if good else Tone.ATTENTION)
        self.message.setVisible(bool(title))

    def _show_own(self, shown: ports.Keys) -> None:
        column = self._own
        column.addWidget(Words(self.tr("This workplace"), "title", "ink", bold=True))
        card = Card()
        self._pair(card, self.tr("Station"), f"{shown.station} · {shown.role}")
        card.line()
        good = ("check", "okInk") if shown.certificate_ok else ("info", "attnInk")
        self._sign(card, self.tr("Certificate"), shown.certificate or self.tr("none yet"), *good)
        card.line()
        if shown.own_words:
            self._pair(card, self.tr("Words of this key"), shown.own_words)
        else:
            self._pair(card, self.tr("Words of this key"), self.tr("They are made with the first request."))
        column.addWidget(card)
        column.addWidget(
            Words(
                self.tr(
                    "1. Write a request and take it to the authority. 2. Compare the eight words by voice."
                    " 3. Install the certificate and the trust bundle that come back."
                ),
                "body",
                "ink2",
            )
        )
        column.addStretch(1)

    def _show_trust(self, shown: ports.Keys) -> None:
        column = self._trust
        column.addWidget(Words(self.tr("Whom we trust"), "title", "ink", bold=True))
        if not shown.bundle:
            column.addWidget(
                Empty(
                    "key",
                    self.tr("No trust bundle yet"),
                    self.tr("Without it no packet can be sealed or checked. Press Ctrl O to install it."),
                )
            )
            column.addStretch(1)
            return
        card = Card()
        good = ("check", "okInk") if shown.bundle_ok else ("info", "attnInk")
        self._sign(card, self.tr("Trust bundle"), shown.bundle, *good)
        card.line()
        self._pair(card, self.tr("Authority"), shown.authority)
        card.line()
        self._pair(card, self.tr("Words of the authority"), shown.authority_words)
        column.addWidget(card)
        if shown.recipients:
            column.addSpacing(8)
            column.addWidget(Words(self.tr("Who opens packets"), "lead", "ink", bold=True))
            card = Card()
            for number, (name, stations) in enumerate(shown.recipients):
                if number:
                    card.line()
                self._pair(card, name, stations)
            column.addWidget(card)
        column.addStretch(1)

    @staticmethod
    def _line(card: Card, label: str, value: QWidget) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(15, 10, 15, 10)
        row.setSpacing(16)
        name = Words(label, "body", "ink2")
        row.addWidget(name, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(value, 3, Qt.AlignmentFlag.AlignTop)
        card.column.addWidget(line)

    def _pair(self, card: Card, label: str, text: str) -> None:
        self._line(card, label, Words(text, "body", "ink"))

    def _sign(self, card: Card, label: str, text: str, icon: str, shade: str) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, 20, shade), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(text, "body", shade, bold=True), 1)
        self._line(card, label, holder)

    @override
    def begin(self) -> None:
        self.install.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hints(self) -> str:
        return self.tr("Ctrl O — install a certificate or trust bundle")

    @override
    def on_ctrl(self, event: QKeyEvent) -> bool:
        if keys.with_ctrl(event, "O"):
            self.installing.emit()
            return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= look.now().px(1000)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        side = 32 if self.width() >= 1100 else 20  # noqa: PLR2004  as in the layout grids
        self._scroll.column.setContentsMargins(side, 20, side, 16)
