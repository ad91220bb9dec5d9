"""Files that belong to an answer: chosen from a disk or a drive, or drawn here; kept through one interface."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from screening.app import look, paint, pictures
from screening.app.ports import Asked
from screening.app.widgets.answer import Answer
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.flow import Flow
from screening.app.widgets.words import Words

_PAPER: Final = QSize(960, 400)
"""Pixels of a drawing."""
_WIDE: Final = 640
"""Width of the paper on the screen, at most."""
_STROKE: Final = 3.0
_MOST: Final = 20_000
"""Points of one drawing."""


class _Attached(Answer):
    """What both have in common: what is attached, taking it back, and the words where nothing can be.

    Signals:
        choosing(accepts): a file is to be chosen on a disk. given(name, data): what was drawn here.
    """

    choosing = Signal(str)
    given = Signal(str, bytes)

    def __init__(self) -> None:
        super().__init__()
        self.cannot = Banner(Tone.INFO)
        self.column.addWidget(self.cannot)
        self._what = Words("", "lead", "ink", bold=True)
        self.column.addWidget(self._what)

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        self.cannot.say(
            self.tr("Files cannot be attached on this workplace yet"),
            self.tr("Nothing is lost: go on with Skip and say why, or describe it in a note."),
        )
        self.cannot.setVisible(not asked.can_attach and not asked.readonly)
        self._what.setText(self.tr("Attached: {name}").format(name=asked.said or asked.value))
        self._what.setVisible(bool(asked.value))

    @property
    def _open(self) -> bool:
        """Whether something can be attached here now."""
        return self.asked.can_attach and not self.asked.readonly


class FileAnswer(_Attached):
    """One file from a disk or a drive."""

    def __init__(self) -> None:
        super().__init__()
        self.choose_file = Button(self.tr("Choose a file…"), icon="doc")
        self.choose_file.pressed_on.connect(lambda: self.choosing.emit(self.asked.manner.accepts))
        self.clear = Button(self.tr("Take back"), Kind.QUIET, icon="cross")
        self.clear.pressed_on.connect(lambda: self.answered.emit(""))
        self.column.addWidget(Flow(self.choose_file, self.clear))
        self._takes = Words("", "body", "ink2")
        self.column.addWidget(self._takes)

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        kinds = {
            "image": self.tr("A picture from a disk or a drive. This program uses no camera."),
            "audio": self.tr("A recording from a disk or a drive. This program uses no microphone."),
            "video": self.tr("A film from a disk or a drive. This program uses no camera."),
        }
        accepts = asked.manner.accepts.partition("/")[0]
        self._takes.setText(kinds.get(accepts, self.tr("A file from a disk or a drive.")))
        self.choose_file.setVisible(self._open)
        self._takes.setVisible(self._open)
        self.choose_file.setText(self.tr("Choose another…") if asked.value else self.tr("Choose a file…"))
        self.clear.setVisible(bool(asked.value) and not asked.readonly)

    @override
    def take_focus(self) -> bool:
        if not self._open:
            return False
        self.choose_file.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


class Pad(QWidget):
    """White paper to draw on with a mouse, a pen or a finger. Signals: drawn(): after each stroke."""

    drawn = Signal()
    ring_radius = look.RADIUS

    def __init__(self) -> None:
        super().__init__()
        self.strokes: list[QPolygonF] = []
        self.ground: QImage | None = None
        self.open = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(_WIDE)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return min(width, _WIDE) * _PAPER.height() // _PAPER.width()

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, self.heightForWidth(max(320, self.width())))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, 140)

    def wipe(self) -> None:
        """Take everything off the paper."""
        self.strokes.clear()
        self.ground = None
        self.update()

    def undo(self) -> None:
        """Take the last stroke off."""
        if self.strokes:
            self.strokes.pop()
            self.update()

    def _at(self, event: QMouseEvent) -> QPointF:
        """Where on the paper, in its own pixels."""
        scale = _PAPER.width() / max(1, self.width())
        at = event.position() * scale
        return QPointF(max(0.0, min(at.x(), _PAPER.width())), max(0.0, min(at.y(), _PAPER.height())))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.open and event.button() == Qt.MouseButton.LeftButton and self._points() < _MOST:
            self.strokes.append(QPolygonF([self._at(event)]))
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.open and self.strokes and event.buttons() & Qt.MouseButton.LeftButton and self._points() < _MOST:
            self.strokes[-1].append(self._at(event))
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.open and self.strokes:
            self.drawn.emit()

    def _points(self) -> int:
        return sum(stroke.size() for stroke in self.strokes)

    def picture(self) -> bytes:
        """The paper as a PNG."""
        image = QImage(_PAPER, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self._draw(painter, QColor("#101418"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # a device and a format
        return bytes(buffer.data().data())

    def _draw(self, painter: QPainter, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.ground is not None:
            painter.drawImage(QPointF(0, 0), self.ground)
        pen = QPen(ink, _STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self.strokes:
            if stroke.size() == 1:
                painter.drawPoint(stroke.first())
            else:
                painter.drawPolyline(stroke)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        c = look.tokens()
        painter = QPainter(self)
        paint.box(painter, self.rect(), fill=c.surface, border=c.edge, width=c.border)  # by night dark paper
        painter.save()
        scale = self.width() / _PAPER.width()
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        painter.scale(scale, scale)
        self._draw(painter, c.ink)
        painter.restore()


class DrawingAnswer(_Attached):
    """A signature or a drawing, kept like any other file; a picture may lie below it."""

    def __init__(self) -> None:
        super().__init__()
        self.pad = Pad()
        self.pad.drawn.connect(self._drew)
        self._unkept = False
        self.column.addWidget(self.pad)
        self.keep = Button("", icon="check")
        self.keep.pressed_on.connect(self._keep)
        self.undo = Button(self.tr("Undo the last stroke"), icon="undo")
        self.undo.pressed_on.connect(self.pad.undo)
        self.wipe = Button(self.tr("Wipe"), icon="cross")
        self.wipe.pressed_on.connect(self._wipe)
        self.choose_file = Button(self.tr("Picture from a file…"), Kind.QUIET, icon="doc")
        self.choose_file.pressed_on.connect(lambda: self.choosing.emit("image/*"))
        self.column.addWidget(Flow(self.keep, self.undo, self.wipe, self.choose_file))
        self._hint = Words(
            self.tr("With a mouse, a pen or a finger. Who cannot draw here may sign on paper: choose its picture."),
            "body",
            "ink2",
        )
        self.column.addWidget(self._hint)

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        if other:
            self.pad.wipe()
            self._unkept = False
        signed = asked.manner.draws == "signature"
        self.keep.setText(self.tr("Keep the signature") if signed else self.tr("Keep the drawing"))
        name = self.tr("Paper to sign on") if signed else self.tr("Paper to draw on")
        self.pad.setAccessibleName(f"{asked.question}: {name}")
        self.pad.open = self._open
        for each in (self.pad, self.keep, self.undo, self.wipe, self.choose_file, self._hint):
            each.setVisible(self._open)

    def put_below(self, data: bytes) -> bool:
        """Lay a picture under the drawing; False when it is none."""
        found = pictures.image_of(data, _PAPER)
        if found is None:
            return False
        self.pad.ground = found
        self.pad.update()
        return True

    @override
    def commit(self) -> bool:
        if self._unkept and self._open:  # nobody draws what is not meant to stay
            self._keep()
        return True

    def _drew(self) -> None:
        self._unkept = True

    def _keep(self) -> None:
        self._unkept = False
        if self.pad.strokes or self.pad.ground is not None:
            self.given.emit(f"{self.asked.manner.draws or 'draw'}.png", self.pad.picture())

    def _wipe(self) -> None:
        self._unkept = False
        self.pad.wipe()
        if self.asked.value:
            self.answered.emit("")

    @override
    def take_focus(self) -> bool:
        if not self._open:
            return False
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
