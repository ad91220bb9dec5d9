"""The strip at the foot of the window: what waits to be sent, and when the last answer was saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from screening.app import look
from screening.app.widgets.card import Sheet
from screening.app.widgets.icon import Icon
from screening.app.widgets.words import Words


class StatusStrip(Sheet):
    """Routine facts, in one line. "Saved" appears here only when the store has answered.

    Signals:
        retried(): the person asked to try saving again.
    """

    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", edges="t", parent=parent)
        self.setFixedHeight(max(36, look.now().line("meta") + 14))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 20, 0)
        row.setSpacing(8)
        self._net_icon = Icon("offline", 18, "ink2")
        self._net = Words("", "meta", "ink2", wrap=False)
        self._saved_icon = Icon("check", 18, "okInk")
        self._saved = Words("", "meta", "ink2", wrap=False)
        self._end = Words("", "meta", "ink3", wrap=False)
        row.addWidget(self._net_icon)
        row.addWidget(self._net)
        row.addSpacing(16)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)
        row.addStretch(1)
        row.addWidget(self._end)
        self._end_text = ""
        self.show_network("", online=False)
        self.show_saved("")

    def show_network(self, text: str, *, online: bool) -> None:
        """For example "No network · 3 waiting"."""
        self._net.setText(text)
        self._net_icon.show_icon("out" if online else "offline", "ink2")
        self._net.setVisible(bool(text))
        self._net_icon.setVisible(bool(text))

    def show_plain(self, text: str) -> None:
        """One sentence without an icon, as on the locked screen."""
        self.show_network(text, online=True)
        self._net_icon.hide()

    def show_saved(self, text: str) -> None:
        """For example "Saved 21:40:07"; empty hides it."""
        self._saved_icon.show_icon("check", "okInk")
        self._saved.recolour("ink2")
        self._saved.embolden(bold=False)
        self._saved.setText(text)
        self._saved.setVisible(bool(text))
        self._saved_icon.setVisible(bool(text))

    def show_failed(self, text: str) -> None:
        """Bold words that something was not saved; they stay until the next `show_saved`."""
        self.show_saved(text)
        self._saved_icon.show_icon("info", "attn")
        self._saved.recolour("attnInk")
        self._saved.embolden(bold=True)

    @property
    def saved(self) -> str:
        """What stands there about saving."""
        return self._saved.text()

    def show_end(self, text: str) -> None:
        """Key hints at the end; left out where there is no room."""
        self._end_text = text
        self._end.setText(text)
        self._fit()

    def _fit(self) -> None:
        used = self._net.sizeHint().width() + self._saved.sizeHint().width() + 160
        self._end.setVisible(bool(self._end_text) and used + self._end.sizeHint().width() < self.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._end.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
