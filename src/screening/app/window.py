"""The window: the bar above, one page, the strip below; hiding and locking from anywhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look, paint
from screening.app.pages.page import Page
from screening.app.ring import FocusRing
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.status_strip import StatusStrip
from screening.app.widgets.top_bar import TopBar

TITLE: Final = "Field Screening"
NEUTRAL_TITLE: Final = "Document"
_FRAME: Final = 8
_ACTIVITY: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class _Cover(QWidget):
    """What is to be seen while hidden: an empty sheet. Any key or click takes it away."""

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(NEUTRAL_TITLE)
        self.ring_own = True  # none: an empty sheet shows nothing
        self.hide()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look.tokens().surface)


class _Stage(QStackedWidget):
    """The pages. Practice has a hatched frame that nothing real ever has."""

    def __init__(self) -> None:
        super().__init__()
        self.practice = False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.practice:
            inside = self.rect().adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
            painter = QPainter(self)
            painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(inside)))  # the page covers the rest
            painter.fillRect(self.rect(), look.tokens().surface)
            painter.fillRect(self.rect(), paint.hatch(look.tokens().edge, self.devicePixelRatioF()))


class MainWindow(QWidget):
    """Frame and navigation. It decides nothing: it says what was asked for.

    Signals:
        chosen(screen), homed(): navigation. dimmed(), locked(), hidden_away(): the three keys of the bar.
        helped(): F1. closing(): the window is about to close.
    """

    chosen = Signal(str)
    homed = Signal()
    dimmed = Signal()
    locked = Signal()
    hidden_away = Signal()
    closing = Signal()
    rested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(1366, 768)
        self.setMinimumSize(800, 480)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.bar = TopBar()
        self.stack = _Stage()
        self.strip = StatusStrip()
        for each in (self.bar, self.stack, self.strip):
            self._column.addWidget(each, 1 if each is self.stack else 0)
        self._connect_bar()
        self.bar.hide()
        self._cover = _Cover(self)
        self._cover.clicked.connect(self.uncover)
        self.ring = FocusRing(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.rested)
        self._dialog: Dialog | None = None
        back = QShortcut(QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Left), self)  # buttons take arrows for themselves
        back.activated.connect(self._go_back)

    def _connect_bar(self) -> None:
        self.bar.chosen.connect(self.chosen)
        self.bar.left.connect(self.homed)
        self.bar.dimmed.connect(self.dimmed)
        self.bar.covered.connect(self.cover)
        self.bar.locked.connect(self.locked)

    def renew_frame(self) -> None:
        """Make bar and strip anew, after a change of language or text size."""
        shown = not self.bar.isHidden()
        for former in (self.bar, self.strip):
            self._column.removeWidget(former)
            former.hide()
            former.deleteLater()
        self.bar, self.strip = TopBar(), StatusStrip()
        self._connect_bar()
        self._column.insertWidget(0, self.bar)
        self._column.addWidget(self.strip)
        self.bar.setVisible(shown)

    # ---- pages ----------------------------------------------------------------------------------------------------

    def show_page(self, page: Page) -> None:
        """Bring a page to the front and let it begin."""
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        other = self.stack.currentWidget() is not page
        self.stack.setCurrentWidget(page)
        self.strip.show_end(page.hints())
        if self.covered:  # nothing that is typed now may land below
            self._cover.raise_()
            self._cover.setFocus(Qt.FocusReason.OtherFocusReason)
        elif other or not self._has_focus(page):
            page.begin()

    def _has_focus(self, page: Page) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and page.isAncestorOf(focused)

    def _go_back(self) -> None:
        if self._dialog is not None:
            self._dialog.close_up()
        elif self.page is not None and not self.covered:
            self.page.on_back()

    def mark_practice(self, *, practice: bool) -> None:
        """Frame the page, or take the frame away."""
        frame = _FRAME if practice else 0
        self.stack.practice = practice
        self.stack.setContentsMargins(frame, frame, frame, frame)
        self.stack.update()

    def drop_page(self, page: Page) -> None:
        """Forget a page and everything it shows."""
        self.stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    @property
    def page(self) -> Page | None:
        """The page in front."""
        current = self.stack.currentWidget()
        return current if isinstance(current, Page) else None

    def ask(self, dialog: Dialog, first: QWidget | None = None) -> None:
        """Open a dialog over the page; a former one goes."""
        if self._dialog is not None:
            self._dialog.close_up()
        self._dialog = dialog
        dialog.closed.connect(self._forget_dialog)
        dialog.open_up(first)

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open."""
        return self._dialog

    def close_dialog(self) -> None:
        """Take an open dialog away."""
        if self._dialog is not None:
            self._dialog.close_up()

    def _forget_dialog(self) -> None:
        self._dialog = None

    # ---- hiding ---------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        """At once an empty sheet, an empty clipboard and a neutral title; locking follows."""
        self._cover.setGeometry(self.rect())
        self._cover.show()
        self._cover.raise_()
        self._cover.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ring.hide()
        self.setWindowTitle(NEUTRAL_TITLE)
        self._cover.repaint()
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        if clipboard.supportsSelection():
            clipboard.clear(clipboard.Mode.Selection)
        self.hidden_away.emit()

    @property
    def covered(self) -> bool:
        """Whether the empty sheet is up."""
        return not self._cover.isHidden()

    def uncover(self) -> None:
        """Take the sheet away: what is below is the locked screen by then."""
        self._cover.hide()
        self.setWindowTitle(TITLE)
        if self.page is not None:
            self.page.begin()

    def watch_rest(self, minutes: int) -> None:
        """Say `rested` after so long without a key or click; 0 never."""
        self._rest.stop()
        handle = self.windowHandle()
        if handle is None:
            return
        handle.removeEventFilter(self)
        if minutes:
            self._rest.setInterval(minutes * 60_000)
            self._rest.start()
            handle.installEventFilter(self)  # only what comes from outside; a filter on the application sees all

    # ---- events ---------------------------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY and self._rest.isActive():
            self._rest.start()
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.covered:
            self.uncover()
        elif event.key() == Qt.Key.Key_F12:
            self.cover()
        elif keys.with_ctrl(event, "L"):
            self.locked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
