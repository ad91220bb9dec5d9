"""What stands fixed: a value that was calculated or comes from elsewhere, to be read and not changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from screening.app import look, paint
from screening.app.ports import Asked
from screening.app.widgets.answer import Answer
from screening.app.widgets.words import Words


class _Box(Words):
    ring_radius = look.RADIUS

    def __init__(self) -> None:
        super().__init__("", "lead", "ink")
        self.setContentsMargins(16, 12, 16, 12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        c = look.tokens()
        paint.box(QPainter(self), self.rect(), fill=c.sunken, border=c.line, width=c.border)
        super().paintEvent(event)


class SaidAnswer(Answer):
    """A box with the value in words. It can be focused, so that it is read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.box: QLabel = _Box()
        self.column.addWidget(self.box)
        self._why = Words(self.tr("The form fills this in; it is not typed here."), "body", "ink2")
        self.column.addWidget(self._why)

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        said = asked.said or asked.value or "—"
        paint.turn_to(self.box, said)
        self.box.setText(said)
        self.box.setAccessibleName(f"{asked.question}: {said}")
