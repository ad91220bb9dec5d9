"""Text that is never cut: a label that takes the height its wrapped words need."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look, paint

_LONGEST: Final = 75
"""Characters in a line before it is tiring to read."""

_WIDTHS: Final = 8
"""Widths for which a height is remembered."""


class Words(QLabel):
    """Plain text in one style and one colour of the tokens. Never interprets markup."""

    def __init__(
        self,
        text: str = "",
        style: look.Style = "body",
        shade: str = "ink",
        *,
        bold: bool = False,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style: look.Style = style
        self._shade = shade
        self._bold = bold
        self._known = (-1, "")
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setMargin(0)
        self.setFont(look.now().font(style, bold=bold))
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)

    @override
    def setText(self, text: str, /) -> None:
        super().setText(text)
        self._heights.clear()
        self._fit()

    def recolour(self, shade: str) -> None:
        """Use another colour of the tokens."""
        if shade != self._shade:
            self._shade = shade
            self.update()

    def embolden(self, bold: bool) -> None:
        """Switch between regular and bold."""
        if bold != self._bold:
            self._bold = bold
            self.setFont(look.now().font(self._style, bold=bold))
            self._heights.clear()
            self._fit()

    @override
    def heightForWidth(self, width: int, /) -> int:
        around = self.contentsMargins()
        room = width - around.left() - around.right()
        found = self._heights.get(room)
        if found is None:  # a long page asks each of its words again whenever one is added
            if len(self._heights) > _WIDTHS:
                self._heights.clear()
            found = self._heights[room] = paint.text_height(self.fontMetrics(), self.text(), room)
        return found + around.top() + around.bottom()

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        longest = metrics.averageCharWidth() * _LONGEST
        lines = self.text().split("\n")
        width = max((metrics.horizontalAdvance(line) for line in lines), default=0) + 1
        if not self.wordWrap():
            around = self.contentsMargins()
            height = metrics.lineSpacing() * len(lines) + around.top() + around.bottom()
            return QSize(width + around.left() + around.right(), height)
        width = min(width, longest)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if not self.wordWrap():
            return hint
        widest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(min(widest + 1, hint.width()), self.fontMetrics().lineSpacing() if self.text() else 0)

    def _fit(self) -> None:
        if self.wordWrap() and self.width() > 1:
            known = (self.width(), self.text() + ("b" if self._bold else ""))
            if known != self._known:
                self._known = known
                self.setMinimumHeight(self.heightForWidth(self.width()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        align = self.alignment()
        side = int(align & Qt.AlignmentFlag.AlignHorizontal_Mask)
        flags = paint.lead_align(self) if side in (0, int(Qt.AlignmentFlag.AlignLeft.value)) else None
        paint.write(
            painter,
            self,
            self.contentsRect(),
            self.text(),
            self.font(),
            getattr(look.tokens(), self._shade),
            wrap=self.wordWrap(),
            middle=not align & Qt.AlignmentFlag.AlignTop,
            align=flags if flags is not None else side,
        )
