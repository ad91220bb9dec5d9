"""The locked screen: nothing to be seen but where to type the passphrase."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look
from screening.app.pages.page import Page
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.field import Field
from screening.app.widgets.icon import Icon
from screening.app.widgets.progress import ProgressLine
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.words import Words


class UnlockPage(Page):
    """Asks for the passphrase.

    Signals:
        tried(passphrase): Enter or the button. language_turned(): the other language was asked for.
    """

    tried = Signal(str)
    language_turned = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        scroll = Scroll((16, 0, 16, 0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        column = scroll.column
        column.addStretch(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("door", 28, "accent"))
        head.addWidget(Words("Field Screening", "lead", "ink", bold=True, wrap=False), 1)
        self.other = Button("English" if language == "uk" else "Українською", Kind.QUIET)
        self.other.pressed_on.connect(self.language_turned)
        head.addWidget(self.other)
        card = Card(radius=12, margin=32)
        card.column.setSpacing(4)
        card.column.addWidget(Words(self.tr("This workplace is locked"), "title", "ink", bold=True))
        card.column.addWidget(Words(self.tr("Type the passphrase to go on."), "body", "ink2"))
        card.column.addSpacing(16)
        self.field = Field(self.tr("Passphrase"), secret=True)
        self.eye = Button(self.tr("Show what is typed"), Kind.BAR, icon="eye")
        self.eye.shorten(short=True)
        self.eye.pressed_on.connect(self._turn_eye)
        self.field.frame.add_end(self.eye)
        card.column.addWidget(self.field)
        card.column.addSpacing(12)
        row = QHBoxLayout()
        self.button = Button(self.tr("Unlock"), Kind.PRIMARY, key="Enter")
        self.button.pressed_on.connect(self._try)
        row.addWidget(self.button)
        row.addStretch(1)
        card.column.addLayout(row)
        self.progress = ProgressLine(self.tr("Unlocking"))
        card.column.addWidget(self.progress)
        column.addLayout(self._centred(head, card))
        column.addStretch(3)
        self._pause = QTimer(self)
        self._pause.setInterval(1000)
        self._pause.timeout.connect(self._count_down)
        self._left = 0

    @staticmethod
    def _centred(head: QHBoxLayout, card: Card) -> QHBoxLayout:
        inner = QWidget()
        inner.setMaximumWidth(look.now().px(480))
        middle = QVBoxLayout(inner)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addLayout(head)
        middle.addSpacing(12)
        middle.addWidget(card)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(inner, 1000)
        centred.addStretch(1)
        return centred

    @override
    def begin(self) -> None:
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._name_layout()

    def _name_layout(self) -> None:
        locale = QGuiApplication.inputMethod().locale()
        known = locale.language() != QLocale.Language.C  # some systems do not tell
        words = self.tr("Keyboard: {layout}").format(layout=locale.name()[:2].upper())
        self.field.aside.setText(words if known else "")

    def _turn_eye(self) -> None:
        shown = self.field.input.echoMode() == QLineEdit.EchoMode.Normal  # type: ignore[union-attr]  # one line
        mode = QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal
        self.field.input.setEchoMode(mode)  # type: ignore[union-attr]
        self.eye.setText(self.tr("Show what is typed") if shown else self.tr("Cover what is typed"))
        self.eye.set_icon("eye" if shown else "hide")
        self.begin()

    def _try(self) -> None:
        if self.button.off_reason:
            return
        typed = self.field.text
        if typed:
            self.set_busy(busy=True)
            self.tried.emit(typed)
        else:
            self.refuse(self.tr("Nothing is typed yet."))

    @override
    def on_enter(self) -> bool:
        self._try()
        return True

    @override
    def on_back(self) -> bool:
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._name_layout()
        if keys.plain(event) and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def set_busy(self, *, busy: bool) -> None:
        """While the key is derived: nothing can be pressed twice."""
        self.progress.set_running(running=busy)
        self.button.set_off(self.tr("The passphrase is being checked.") if busy else "")
        self.field.input.setReadOnly(busy)

    def refuse(self, words: str, *, pause: int = 0) -> None:
        """Say why it stays locked; with a pause in seconds before the next try."""
        self.set_busy(busy=False)
        self.field.input.clear()
        self.field.explain(words)
        if pause:
            self._left = pause
            self._pause.start()
            self._show_pause()
        self.begin()

    def _show_pause(self) -> None:
        waiting = self.tr("Wait %n second(s).", "", self._left)
        self.button.set_off(waiting)
        self.button.setText(waiting)

    def _count_down(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._show_pause()
            return
        self._pause.stop()
        self.button.setText(self.tr("Unlock"))
        self.button.set_off("")

    def forget(self) -> None:
        """Empty the field."""
        self.field.input.clear()
        self.field.explain("")
        self.set_busy(busy=False)
