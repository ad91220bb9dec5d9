"""What an empty list says: what is missing, what to do, and its key."""

from __future__ import annotations

from PySide6.QtCore import Qt

from screening.app.widgets.card import Card
from screening.app.widgets.icon import Icon
from screening.app.widgets.words import Words


class Empty(Card):
    """A dashed frame with an icon, a bold line and a sentence."""

    def __init__(self, icon: str, missing: str, do: str) -> None:
        super().__init__(fill="", border="edge", dashed=True, margin=20)
        self.column.setSpacing(4)
        self.column.addWidget(Icon(icon, 28, "ink2"), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, bold in ((missing, True), (do, False)):
            words = Words(text, "body", "ink" if bold else "ink2", bold=bold)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(words)
