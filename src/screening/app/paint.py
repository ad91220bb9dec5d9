"""Shapes that several widgets share: boxes with crisp borders, hatching, text that mirrors."""

from __future__ import annotations

from unicodedata import bidirectional

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from screening.app import look
from screening.app.reading import direction_of

WRAP = int(Qt.TextFlag.TextWordWrap)
_hatches: dict[tuple[int, float], QBrush] = {}


def pen_width(painter: QPainter, width: float) -> float:
    """`width` logical pixels, rounded to whole device pixels so that lines come out even at 125 %."""
    ratio = painter.device().devicePixelRatio()
    return max(1, round(width * ratio)) / ratio


def box(
    painter: QPainter,
    rect: QRect | QRectF,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1,
    radius: float = look.RADIUS,
    dashed: bool = False,
) -> None:
    """A rounded rectangle that lies wholly inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        line = pen_width(painter, width)
        pen = QPen(border, line)
        if dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        area = area.adjusted(line / 2, line / 2, -line / 2, -line / 2)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if radius:
        painter.drawRoundedRect(area, radius, radius)
    else:
        painter.drawRect(area)
    painter.restore()


def hatch(colour: QColor, ratio: float = 1.0) -> QBrush:
    """Diagonal hatching, 6 px apart: what is not known, or not sent, or only practice."""
    key = (colour.rgba(), ratio)
    found = _hatches.get(key)
    if found is None:
        side = 6
        tile = QPixmap(round(side * ratio), round(side * ratio))
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.2))
        for shift in (-side, 0, side):
            painter.drawLine(shift, side, shift + side, 0)
        painter.end()
        found = QBrush(tile)
        _hatches[key] = found
    return found


def lead_align(widget: QWidget) -> int:
    """Flags that put text at the side where reading begins, whatever Qt would mirror by itself."""
    side = (
        Qt.AlignmentFlag.AlignRight
        if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
        else Qt.AlignmentFlag.AlignLeft
    )
    return int(side | Qt.AlignmentFlag.AlignAbsolute)


def mirrored(widget: QWidget, rect: QRect) -> QRect:
    """`rect` as it lies when the widget reads right to left; unchanged otherwise."""
    if widget.layoutDirection() != Qt.LayoutDirection.RightToLeft:
        return rect
    return QRect(widget.width() - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())


def reads_from_right(text: str) -> bool:
    """Whether a text's first letter with a direction reads right to left."""
    for c in text:
        kind = bidirectional(c)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def turn_to(widget: QWidget, text: str) -> None:
    """Lay a widget out in the direction of the text it shows; that of the window where the text has none."""
    if reads_from_right(text):
        widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    elif any(bidirectional(c) == "L" for c in text[:200]):
        widget.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    else:
        widget.unsetLayoutDirection()


def text_align(text: str, widget: QWidget) -> int:
    """Flags that put a text at the side where it begins itself, else where the widget's reading begins."""
    if not any(bidirectional(c) in {"L", "R", "AL"} for c in text):
        return lead_align(widget)
    side = Qt.AlignmentFlag.AlignRight if reads_from_right(text) else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignAbsolute)


def text_height(metrics: QFontMetrics, text: str, width: int) -> int:
    """Height of `text` wrapped at `width`."""
    return metrics.boundingRect(QRect(0, 0, max(1, width), 1_000_000), WRAP, text).height() if text else 0


def write(  # noqa: PLR0917  where, what and how, as painters take it
    painter: QPainter,
    widget: QWidget,
    rect: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    wrap: bool = False,
    middle: bool = True,
    align: int | None = None,
) -> None:
    """Text in `rect`, beginning at the reading side. middle: centred in height, else from the top.

    Arabic letters are read from the right in any window: full stops and numbers then stand where they belong.
    """
    painter.setFont(font)
    painter.setPen(colour)
    vertical = Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop
    flags = (lead_align(widget) if align is None else align) | int(vertical) | (WRAP if wrap else 0)
    if direction_of(text) == Qt.LayoutDirection.RightToLeft:
        flags |= int(Qt.TextFlag.TextForceRightToLeft) | int(Qt.AlignmentFlag.AlignAbsolute)
    painter.drawText(rect, flags, text)
