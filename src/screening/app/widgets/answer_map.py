"""Choosing on a picture: the parts of a drawing are the choices. The cards below it say the same for the keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look, paint, pictures
from screening.app.ports import Asked
from screening.app.widgets.answer_cards import Cards
from screening.app.widgets.words import Words

_TALLEST: Final = 260


class Picture(QWidget):
    """A drawing whose named parts can be pressed. Signals: pressed(name)."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._renderer: QSvgRenderer | None = None
        self._names: tuple[str, ...] = ()
        self._on: frozenset[str] = frozenset()
        self._tints: dict[tuple[str, int, int, int], QImage] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_drawing(self, data: bytes, names: tuple[str, ...]) -> bool:
        """Show a drawing; False when it is none, or holds none of these parts."""
        self._tints.clear()
        renderer = QSvgRenderer(QByteArray(data)) if pictures.is_drawing(data) else None
        if renderer is None or not renderer.isValid() or renderer.defaultSize().isEmpty():
            self._renderer = None
            return False
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        self._renderer = renderer
        self._names = tuple(name for name in names if renderer.elementExists(name))
        self.updateGeometry()
        return bool(self._names)

    def show_chosen(self, chosen: frozenset[str]) -> None:
        """Mark these parts."""
        if chosen != self._on:
            self._on = chosen
            self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        if self._renderer is None:
            return 0
        size = self._renderer.defaultSize()
        return min(_TALLEST, round(width * size.height() / max(1, size.width())))

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, min(160, self.heightForWidth(160)))

    def _paper(self) -> QRectF:
        """Where the drawing stands."""
        assert self._renderer is not None  # noqa: S101  asked only while there is one
        size = self._renderer.defaultSize().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def _part(self, name: str) -> QRectF:
        """Where a part stands on the widget."""
        assert self._renderer is not None  # noqa: S101  asked only while there is one
        box, paper = self._renderer.viewBoxF(), self._paper()
        area = self._renderer.transformForElement(name).mapRect(self._renderer.boundsOnElement(name))
        scale = paper.width() / max(1e-6, box.width())
        return QRectF(
            paper.x() + (area.x() - box.x()) * scale,
            paper.y() + (area.y() - box.y()) * scale,
            area.width() * scale,
            area.height() * scale,
        )

    def _tint(self, name: str, colour: QColor) -> QImage:
        """A part alone, in one colour."""
        assert self._renderer is not None  # noqa: S101  asked only while there is one
        area, ratio = self._part(name), self.devicePixelRatioF()
        size = QSize(max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio)))
        key = (name, size.width(), size.height(), colour.rgba())
        found = self._tints.get(key)
        if found is None:
            found = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            self._renderer.render(painter, name, QRectF(0, 0, size.width(), size.height()))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(found.rect(), colour)
            painter.end()
            self._tints[key] = found
        return found

    def part_at(self, at: QPoint) -> str:
        """The part that is drawn at a point; empty when none is."""
        if self._renderer is None:
            return ""
        for name in reversed(self._names):
            area = self._part(name)
            if area.contains(at):
                image = self._tint(name, QColor("black"))
                inside = QPoint(
                    min(image.width() - 1, int((at.x() - area.x()) * image.width() / max(1e-6, area.width()))),
                    min(image.height() - 1, int((at.y() - area.y()) * image.height() / max(1e-6, area.height()))),
                )
                if image.pixelColor(inside).alpha() > 0:
                    return name
        return ""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        name = self.part_at(event.position().toPoint())
        if name:
            self.pressed.emit(name)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._renderer is None:
            return
        c = look.tokens()
        painter = QPainter(self)
        paint.box(painter, self.rect(), fill=QColor("#FFFFFF"), border=c.line, width=c.border)
        self._renderer.render(painter, self._paper())
        mark = QColor(look.themes()[look.Theme.DAY].accent)  # on white paper, by night too
        painter.setOpacity(0.75)
        for name in self._names:
            if name in self._on:
                painter.drawImage(self._part(name), self._tint(name, mark))
        if look.now().theme is look.Theme.NIGHT:
            painter.setOpacity(0.4)
            painter.fillRect(self.rect(), c.canvas)  # eyes that are used to the dark


class MapAnswer(Cards):
    """A picture above the cards. Without a drawing, or one that names no choice, the cards alone."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture()
        self.picture.pressed.connect(self._pressed)
        self._why = Words(
            self.tr("The form shows a picture here that did not come with it. Choose from the list."), "body", "ink2"
        )
        self.column.insertWidget(0, self._why)
        self.column.insertWidget(0, self.picture)
        self._known: tuple[int, tuple[str, ...]] | None = None

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        data = next((each.data for each in asked.media if each.form == "image"), b"")
        names = tuple(offer.value for offer in asked.offers)
        known = (hash(data), names)
        if known != self._known:
            self._known = known
            drawn = self.picture.show_drawing(data, names)
            self.picture.setVisible(drawn)
            self._why.setVisible(not drawn)
        self.picture.show_chosen(asked.chosen)
        super().show_asked(asked, other=other)

    def _pressed(self, name: str) -> None:
        for card in self.cards:
            if card.value == name and card.isEnabled():
                card.setFocus(Qt.FocusReason.MouseFocusReason)
                if not (self.asked.kind == "one" and card.isChecked()):
                    card.click()
