"""Pictures that came with a form or a file: never decoded larger than they are shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_KEPT: Final = 64
"""Pictures held at once."""
_pictures: dict[tuple[int, int, int, int, float], QPixmap | None] = {}


def is_drawing(data: bytes) -> bool:
    """Whether these bytes look like SVG."""
    return b"<svg" in data[:2000]


def pixmap(data: bytes, room: QSize, ratio: float = 1.0) -> QPixmap | None:
    """The picture, no larger than `room` in logical pixels and never enlarged; None when it is none."""
    key = (hash(data), len(data), room.width(), room.height(), ratio)
    if key not in _pictures:
        while len(_pictures) >= _KEPT:
            del _pictures[next(iter(_pictures))]
        _pictures[key] = _drawn(data, room, ratio) if is_drawing(data) else _read(data, room, ratio)
    return _pictures[key]


def forget() -> None:
    """Let go of every picture: they may be of a person."""
    _pictures.clear()


def _fitted(size: QSize, room: QSize) -> QSize:
    inside = size.width() <= room.width() and size.height() <= room.height()
    return size if inside else size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


def _drawn(data: bytes, room: QSize, ratio: float) -> QPixmap | None:
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid() or renderer.defaultSize().isEmpty():
        return None
    size = renderer.defaultSize().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return made


def _read(data: bytes, room: QSize, ratio: float) -> QPixmap | None:
    image = image_of(data, room * ratio)
    if image is None:
        return None
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made


def image_of(data: bytes, room: QSize) -> QImage | None:
    """A photograph or other grid of pixels, no larger than `room` in pixels; None when it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isEmpty() or size.width() > 20_000 or size.height() > 20_000:  # noqa: PLR2004  nothing that a camera makes
        return None
    reader.setScaledSize(_fitted(size, room))
    image = reader.read()
    return None if image.isNull() else image
