"""The focus ring: one transparent overlay per window, so that no control reserves room for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from screening.app import look

_GAP: Final = 2
_WIDTH: Final = 3
_MOVES: Final = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ZOrderChange}
)


class FocusRing(QWidget):
    """Shows which control has the focus, also for the mouse.

    A control may carry ``ring_inside = True`` (rows of a list) and ``ring_radius``, may name another widget that is to
    be ringed in its stead as ``ring_proxy``, or draw its own ring (``ring_own = True``: tables ring their row).
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self._clip = QRect()
        self._inside = False
        self._radius = float(look.RADIUS)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.settle)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        self.hide()

    def _follow(self, _old: QWidget | None, focused: QWidget | None) -> None:
        for each in self._watched:
            if isValid(each):  # a page may be gone by now
                each.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        if focused is None or focused.window() is not self._window or getattr(focused, "ring_own", False):
            self.hide()
            return
        proxy: object = getattr(focused, "ring_proxy", None)
        target = proxy if isinstance(proxy, QWidget) else focused
        self._target = target
        self._inside = bool(getattr(target, "ring_inside", False))
        self._radius = float(getattr(target, "ring_radius", look.RADIUS))
        at: QWidget | None = target
        while at is not None and at is not self._window:
            at.installEventFilter(self)
            self._watched.append(at)
            at = at.parentWidget()
        self._later.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._later.start()
        return False

    def settle(self) -> None:
        """Lay the ring where the focus is now."""
        target = self._target
        if target is None or not isValid(target) or not target.isVisible() or target.size().isEmpty():
            self.hide()
            return
        around = -_WIDTH if self._inside else _GAP + _WIDTH
        if self._inside:
            around = 0
        origin = target.mapTo(self._window, QPoint(0, 0))
        area = QRect(origin, target.size()).adjusted(-around, -around, around, around)
        visible = self._window.rect()
        parent = target.parentWidget()
        while parent is not None and parent is not self._window:
            if isinstance(parent.parentWidget(), QAbstractScrollArea):
                visible &= QRect(parent.mapTo(self._window, QPoint(0, 0)), parent.size())
            parent = parent.parentWidget()
        self.setGeometry(area)
        self._clip = visible.translated(-area.topLeft())
        self.raise_()
        self.show()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._clip)
        painter.setPen(QPen(look.tokens().focus, _WIDTH))
        half = _WIDTH / 2
        radius = self._radius if self._inside else self._radius + _GAP + _WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
