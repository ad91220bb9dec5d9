"""Which way a text is read, whatever the window's own language."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt


def direction_of(text: str) -> Qt.LayoutDirection:
    """From the right when the first letter that has a direction is read so; else from the left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
    return Qt.LayoutDirection.LeftToRight if first == "L" else Qt.LayoutDirection.RightToLeft
