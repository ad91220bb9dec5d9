"""Icons from resources/look/icons.json, drawn at the screen's own resolution and kept."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from screening.app.resources import resource

_STROKE: Final = 1.75
_GRID: Final = 24
_kept: dict[tuple[str, int, int, int, float, bool], QPixmap] = {}


@cache
def _drawings() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resource("look", "icons.json").read_bytes())
    return loaded


def names() -> tuple[str, ...]:
    """All icons there are."""
    return (*_drawings()["line"], *_drawings()["semantic_svg"])


def _svg(name: str, size: int, colour: QColor, over: QColor) -> bytes:
    drawings = _drawings()
    if name in drawings["line"]:
        width = _STROKE * _GRID / size
        inner = (
            f"<path d='{drawings['line'][name]}' fill='none' stroke='{colour.name()}' stroke-width='{width:.3f}'"
            " stroke-linecap='round' stroke-linejoin='round'/>"
        )
    else:
        text: str = drawings["semantic_svg"][name]
        inner = (
            text.replace("{f}", colour.name())
            .replace("{s}", colour.name())
            .replace("{o}", over.name())
            .replace("stroke-width='1.75'", f"stroke-width='{_STROKE * _GRID / size:.3f}'")
        )
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{inner}</svg>".encode()


def pixmap(
    name: str, size: int, colour: QColor, *, over: QColor | None = None, ratio: float = 1.0, mirrored: bool = False
) -> QPixmap:
    """An icon of `size` logical pixels. over: the colour of the sign inside a filled icon.

    mirrored: the surroundings run right to left; only icons that may mirror do.
    """
    inner = over if over is not None else QColor("white")
    flipped = mirrored and name in _drawings()["mirror_in_rtl"]
    key = (name, size, colour.rgba(), inner.rgba(), ratio, flipped)
    found = _kept.get(key)
    if found is None:
        found = QPixmap(round(size * ratio), round(size * ratio))
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if flipped:
            painter.translate(size, 0)
            painter.scale(-1, 1)
        QSvgRenderer(QByteArray(_svg(name, size, colour, inner))).render(painter, QRectF(0, 0, size, size))
        painter.end()
        _kept[key] = found
    return found


def draw(  # noqa: PLR0917  where, what and how, as painters take it
    painter: QPainter,
    name: str,
    x: float,
    y: float,
    size: int,
    colour: QColor,
    *,
    over: QColor | None = None,
    mirrored: bool = False,
) -> None:
    """Paint an icon with its upper left corner at x, y."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(QPointF(x, y), pixmap(name, size, colour, over=over, ratio=ratio, mirrored=mirrored))
