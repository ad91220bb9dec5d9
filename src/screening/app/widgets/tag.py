"""Outcomes, strengths and verdicts: always an icon and a word; weight, not hue."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import icons, look, paint

# outcome -> icon, fill, border, ink, sign inside a filled icon
_OUTCOMES: Final = {
    "urgent": ("urgent", "urgent", "", "onUrgent", "urgent"),
    "presumed": ("presumed", "grounds", "", "onGrounds", "grounds"),
    "child_protection": ("child", "childSoft", "child", "childInk", "childSoft"),
    "elevated": ("elevated", "groundsSoft", "grounds", "groundsInk", "groundsSoft"),
    "some": ("some", "surface", "grounds", "groundsInk", "surface"),
    "insufficient": ("insufficient", "surface", "edge", "ink", "surface"),
    "no_indication": ("none", "", "line", "ink2", "surface"),
}


def outcome_icon(outcome: str) -> tuple[str, str]:
    """Icon and shade of its colour, for a verdict 44 px high."""
    icon, fill, border, ink, _over = _OUTCOMES[outcome]
    return icon, (fill if outcome in {"urgent", "presumed"} else border if outcome != "no_indication" else ink)


class Tag(QWidget):
    """An outcome as a tag: solid for presumed, outlined for some, dashed and hatched for not enough known."""

    def __init__(self, outcome: str, words: str) -> None:
        super().__init__()
        self._outcome = outcome
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def _bold(self) -> bool:
        return self._outcome in {"urgent", "presumed"}

    @override
    def sizeHint(self) -> QSize:
        metrics = look.now().metrics("tag", bold=self._bold())
        return QSize(
            metrics.horizontalAdvance(self._words) + look.now().px(20) + 36, max(30, metrics.lineSpacing() + 10)
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        icon, fill, border, ink, over = _OUTCOMES[self._outcome]
        paint.box(
            painter,
            self.rect(),
            fill=getattr(c, fill) if fill else None,
            border=getattr(c, border) if border else None,
            width=c.border,
            radius=4,
            dashed=self._outcome == "insufficient",
        )
        size = look.now().px(20)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self._outcome == "insufficient":
            painter.fillRect(QRect(4, 3, self.width() - 8, self.height() - 6), paint.hatch(c.hatch))
            painter.fillRect(QRect(8, 5, self.width() - 16, self.height() - 10), c.surface)
        place = paint.mirrored(self, QRect(8, (self.height() - size) // 2, size, size))
        colour = getattr(c, ink)
        icons.draw(painter, icon, place.x(), place.y(), size, colour, over=getattr(c, over), mirrored=rtl)
        rect = paint.mirrored(self, QRect(size + 16, 0, self.width() - size - 16, self.height()))
        paint.write(painter, self, rect, self._words, look.now().font("tag", bold=self._bold()), colour)


class Sign(QWidget):
    """A small icon with a word: a strength, an answer's reason, a packet's verdict."""

    def __init__(
        self, icon: str, words: str, shade: str = "ink2", *, style: look.Style = "body", bold: bool = False
    ) -> None:
        super().__init__()
        self._icon, self._words, self._shade, self._bold = icon, words, shade, bold
        self._style: look.Style = style
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    @override
    def sizeHint(self) -> QSize:
        metrics = look.now().metrics(self._style, bold=self._bold)
        side = self._side()
        return QSize(metrics.horizontalAdvance(self._words) + side + 9, max(metrics.lineSpacing(), side))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _side(self) -> int:
        return look.now().px(14 if self._icon in {"strong", "medium", "weak"} else 18)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        side = self._side()
        colour = getattr(c, self._shade)
        begin = self.contentsMargins().left()
        place = paint.mirrored(self, QRect(begin, (self.height() - side) // 2, side, side))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icons.draw(painter, self._icon, place.x(), place.y(), side, colour, over=c.surface, mirrored=rtl)
        rect = paint.mirrored(self, QRect(begin + side + 8, 0, self.width() - begin - side - 8, self.height()))
        paint.write(painter, self, rect, self._words, look.now().font(self._style, bold=self._bold), colour)
