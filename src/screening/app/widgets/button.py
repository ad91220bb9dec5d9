"""Buttons: one primary on a page, the others quieter; urgent red for danger to a person and for nothing else."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from screening.app import icons, look, paint
from screening.app.widgets.key_cap import cap_size, draw_cap

_PAD: Final = 16
_GAP: Final = 8
_ICON: Final = 20


class Kind(Enum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    SECOND = "second"
    QUIET = "quiet"
    BAR = "bar"
    URGENT = "urgent"
    URGENT_SOLID = "urgent_solid"


class Button(QPushButton):
    """A button at least 48 px high and wide.

    Signals:
        pressed_on(): pressed while it is on.
        explained(reason): pressed while it is off; `reason` says why it is.

    flush: without room at the sides, to stand in line with text.
    An off button keeps its place and its focus, so that it can say why.
    """

    pressed_on = Signal()
    explained = Signal(str)
    ring_radius = look.RADIUS

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.SECOND,
        *,
        icon: str = "",
        after: str = "",
        key: str = "",
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._flush = flush
        self._kind = kind
        self._icon = icon
        self._after = after
        self._key = self._stated_key = key
        self._short = False
        self._off = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._settle)
        self._describe()

    @property
    def kind(self) -> Kind:
        """How the button looks."""
        return self._kind

    @property
    def has_icon(self) -> bool:
        """Whether it can stand as its sign alone."""
        return bool(self._icon)

    @property
    def off_reason(self) -> str:
        """Why the button is off; empty when it is on."""
        return self._off

    def set_off(self, reason: str) -> None:
        """Switch the button off with a reason, or on with an empty one."""
        if reason != self._off:
            self._off = reason
            self._describe()
            self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon before the words."""
        self._icon = icon
        self.update()

    def shorten(self, short: bool) -> None:
        """Show only the icon; the words stay for the tooltip and the screen reader."""
        if short != self._short:
            self._short = short
            self.setToolTip(self.text() if short else "")
            self.updateGeometry()
            self.update()

    def show_key(self, shown: bool) -> None:
        """Whether the key cap is drawn; the key works all the same."""
        key = self._stated_key if shown else ""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    @override
    def setText(self, text: str, /) -> None:
        super().setText(text)
        self._describe()
        self.updateGeometry()

    def _describe(self) -> None:
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._off or self._stated_key)

    def _settle(self) -> None:
        if self._off:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self._off, self)
            self.explained.emit(self._off)
        else:
            self.pressed_on.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def _bold(self) -> bool:
        return self._kind in (Kind.PRIMARY, Kind.URGENT, Kind.URGENT_SOLID)

    def _icon_size(self) -> int:
        return look.now().px(_ICON)

    def _pad(self) -> int:
        if self._flush:
            return 4
        return 8 if self._short or self._kind in (Kind.BAR, Kind.QUIET) else _PAD

    def _content_width(self) -> int:
        icon = self._icon_size()
        if self._short and self._icon:
            return icon
        width = look.now().metrics("body", bold=self._bold()).horizontalAdvance(self.text()) + 1
        width += (icon + _GAP) if self._icon else 0
        width += (icon + _GAP) if self._after else 0
        width += (cap_size(self._key).width() + _GAP + 2) if self._key else 0
        return width

    @override
    def sizeHint(self) -> QSize:
        height = max(look.TARGET, look.now().line("body") + 2 * 12)
        return QSize(max(look.TARGET, self._content_width() + 2 * self._pad()), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor, QColor, QColor]:  # noqa: PLR0911  one for each kind
        """Fill, border, words, key cap ink, key cap edge."""
        c = look.tokens()
        if self._off:
            return c.offFill, c.line, c.offInk, c.offInk, c.line
        down, over = self.isDown(), self.underMouse()
        match self._kind:
            case Kind.PRIMARY:
                fill = c.accentPress if down else c.accentHover if over else c.accent
                return fill, None, c.onAccent, c.onAccent2, c.onAccent2
            case Kind.SECOND:
                fill = c.line if down and c.border == 1 else c.sunken if over or down else c.surface
                return fill, c.edge, c.ink, c.ink3, c.line
            case Kind.QUIET:
                return (c.accentSoft if over or down else None), None, c.link, c.ink3, c.line
            case Kind.BAR:
                return (c.sunken if over or down else None), None, c.ink2, c.ink3, c.line
            case Kind.URGENT:
                fill = c.urgentSoft if over or down else c.surface
                return fill, c.urgent, c.urgentInk, c.ink3, c.line
            case Kind.URGENT_SOLID:
                return c.urgent, None, c.onUrgent, c.onUrgent, c.onUrgent

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, border, ink, cap_ink, cap_edge = self._colours()
        paint.box(painter, self.rect(), fill=fill, border=border, width=look.tokens().border)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size = self._icon_size()
        x = -4 if self._flush else (self.width() - self._content_width()) // 2  # the icon's own margin
        over = look.tokens().surface
        top = (self.height() - size) // 2

        def put_icon(name: str, left: int) -> None:
            place = paint.mirrored(self, QRect(left, top, size, size))
            icons.draw(painter, name, place.x(), place.y(), size, ink, over=over, mirrored=rtl)

        if self._icon:
            put_icon(self._icon, x)
            x += size + _GAP
            if self._short:
                return
        font = look.now().font("body", bold=self._bold())
        width = look.now().metrics("body", bold=self._bold()).horizontalAdvance(self.text()) + 1
        paint.write(painter, self, paint.mirrored(self, QRect(x, 0, width, self.height())), self.text(), font, ink)
        x += width + _GAP
        if self._after:
            put_icon(self._after, x)
            x += size + _GAP
        if self._key:
            cap = cap_size(self._key)
            rect = QRect(x + 2, (self.height() - cap.height()) // 2, cap.width(), cap.height())
            draw_cap(painter, self, paint.mirrored(self, rect), self._key, ink=cap_ink, edge=cap_edge)
