"""Messages that stay in their place until their cause is gone."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, paint
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.icon import Icon
from screening.app.widgets.words import Words

_BAR: Final = 5
_RADIUS: Final = 6


class Tone(Enum):
    """What a banner is about: icon, fill, words and bar."""

    INFO = ("info", "accentSoft", "ink", "accent")
    ATTENTION = ("info", "attnSoft", "attnInk", "attn")
    URGENT = ("urgent", "urgentSoft", "urgentInk", "urgent")
    STOP = ("hand", "okSoft", "okInk", "ok")
    GOOD = ("check", "okSoft", "okInk", "ok")


class Banner(QWidget):
    """A bold line, one sentence, and at most one action.

    Signals:
        acted(): the action was pressed.
    """

    acted = Signal()

    def __init__(self, tone: Tone = Tone.INFO, title: str = "", text: str = "", action: str = "") -> None:
        super().__init__()
        self._tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 12, 12)
        row.setSpacing(12)
        icon, _fill, ink, bar = tone.value
        self._icon = Icon(icon, 24, bar, over="surface")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._title = Words(title, "body", "ink", bold=True)
        self._text = Words(text, "body", "ink")
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        row.addLayout(column, 1)
        self._action = Button(action, Kind.URGENT_SOLID if tone is Tone.URGENT else Kind.SECOND)
        self._action.pressed_on.connect(self.acted)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(title, text, action, tone=tone)
        del ink

    def say(self, title: str, text: str = "", action: str = "", *, tone: Tone | None = None) -> None:
        """Show a message; screen readers are told when it changed while visible."""
        if tone is not None and tone is not self._tone:
            self._tone = tone
        icon, _fill, _ink, bar = self._tone.value
        self._icon.show_icon(icon, bar)
        changed = (self._title.text(), self._text.text()) != (title, text)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{title} {text}".strip())
        self.update()
        if changed and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        _icon, fill, _ink, bar = self._tone.value
        edge = getattr(c, bar) if c.border > 1 else None
        paint.box(painter, self.rect(), fill=getattr(c, fill), border=edge, width=c.border, radius=_RADIUS)
        painter.save()
        side = paint.mirrored(self, QRect(0, 0, _BAR, self.height()))
        painter.setClipRect(side)
        whole = paint.mirrored(self, QRect(0, 0, 4 * _RADIUS, self.height()))
        paint.box(painter, whole, fill=getattr(c, bar), radius=3)
        painter.restore()
