"""An icon standing by itself. It says nothing to a screen reader: the words beside it do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import icons, look


class Icon(QWidget):
    """One icon in one colour of the tokens. over: the shade of the sign inside a filled icon."""

    def __init__(
        self, name: str, size: int = 20, shade: str = "ink2", *, over: str = "surface", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._shade, self._over = name, look.now().px(size), shade, over
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, shade: str) -> None:
        """Show another icon or colour."""
        self._name, self._shade = name, shade
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        c = look.tokens()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        colour, over = getattr(c, self._shade), getattr(c, self._over)
        icons.draw(QPainter(self), self._name, 0, 0, self._size, colour, over=over, mirrored=rtl)
