"""A packet's way: the track of four stations, the timeline of what happened, the ladder of verification."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.ports import Event, Rung
from screening.app.widgets.words import Words

STATIONS = 4


def draw_track(painter: QPainter, x: int, middle: int, reached: int, *, step: int = 31) -> None:
    """Four stations from x on; filled only as far as there is evidence."""
    c = look.tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(STATIONS):
        if number:
            done = number < reached
            painter.fillRect(
                QRect(x + (number - 1) * step + 11, middle - 1, step - 12, 2), c.accent if done else c.line
            )
        dot = QRect(x + number * step, middle - 5, 10, 10)
        filled = number < reached
        paint.box(
            painter,
            dot,
            fill=c.accent if filled else c.surface,
            border=c.accent if filled else c.edge,
            width=1.75,
            radius=5,
        )
    painter.restore()


class _Station(QWidget):
    def __init__(self, event: Event, *, last: bool) -> None:
        super().__init__()
        self._open, self._last = event.open, last
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 4, 0, 10)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(event.title, "body", "ink", bold=not event.open))
        if event.text:
            words.addWidget(Words(event.text, "meta", "ink2"))
        row.addLayout(words, 1)
        if event.when:
            when = Words(event.when, "meta", "ink3", wrap=False)
            row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = look.tokens()
        middle = 4 + look.now().line("body") // 2
        if not self._last:
            painter.fillRect(paint.mirrored(self, QRect(15, middle + 10, 2, self.height() - middle - 4)), c.line)
        dot = paint.mirrored(self, QRect(12, middle - 4, 8, 8))
        paint.box(
            painter,
            dot,
            fill=None if self._open else c.accent,
            border=c.ink2 if self._open else c.accent,
            width=1.75,
            radius=4,
        )


class Timeline(QWidget):
    """What happened, in order, with the time at the end of each line."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_events(self, events: tuple[Event, ...]) -> None:
        """Fill it."""
        empty(self._column)
        for number, event in enumerate(events):
            self._column.addWidget(_Station(event, last=number + 1 == len(events)))


class _Step(QWidget):
    def __init__(self, rung: Rung, *, last: bool) -> None:
        super().__init__()
        self._rung, self._last = rung, last
        failed = rung.state == "failed"
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 5, 0, 5)
        column.setSpacing(0)
        shade = "attnInk" if failed else "ink3" if rung.state == "open" else "ink"
        column.addWidget(Words(rung.name, "body", shade, bold=failed))
        if rung.text:
            column.addWidget(Words(rung.text, "meta", "ink2"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, worn = look.tokens(), look.now()
        size = 24
        middle = 5 + worn.line("body") // 2
        disc = paint.mirrored(self, QRect(0, middle - size // 2, size, size))
        if not self._last:
            painter.fillRect(QRect(disc.center().x(), disc.bottom() + 1, 2, self.height() - disc.bottom()), c.line)
        fills = {"ok": (c.okSoft, c.ok), "failed": (c.attnSoft, c.attn), "open": (None, c.line)}
        fill, border = fills[self._rung.state]
        paint.box(painter, disc, fill=fill, border=border, width=1.5, radius=size / 2)
        if self._rung.state == "open":
            paint.write(painter, self, disc, str(self._rung.number), worn.font("meta"), c.ink3, align=0x4)
        else:
            name, colour = ("check", c.okInk) if self._rung.state == "ok" else ("cross", c.attnInk)
            icons.draw(painter, name, disc.x() + 4, disc.y() + 4, 16, colour)


class Ladder(QWidget):
    """Verification in words, one rung a step; the rungs after a failed one were not reached."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rungs(self, rungs: tuple[Rung, ...]) -> None:
        """Fill it."""
        empty(self._column)
        for number, rung in enumerate(rungs):
            step = _Step(rung, last=number + 1 == len(rungs))
            said = {"ok": self.tr("held"), "failed": self.tr("failed"), "open": self.tr("not reached")}[rung.state]
            step.setAccessibleName(f"{rung.number}. {rung.name}: {said}")
            self._column.addWidget(step)


class Track(QWidget):
    """The four stations by themselves."""

    def __init__(self, reached: int = 0) -> None:
        super().__init__()
        self._reached = reached
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(106, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_track(QPainter(self), 1, self.height() // 2, self._reached)


def empty(column: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout, layouts within it too."""
    while (item := column.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            empty(inner)
