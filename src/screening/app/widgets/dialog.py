"""Questions and small forms over a page: inside the window, so that hiding the window hides them too."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QHBoxLayout, QScrollBar, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from screening.app import keys, look
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.words import Words

_PAGES: Final[dict[int, int]] = {Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}
"""Keys that move what a dialog shows, in eighths of what is to be seen."""
_TWO: Final = 900
"""From this width of the window on, choices may stand in two columns."""


class Dialog(QDialog):
    """A question as a title, its consequence in a sentence, verbs on the buttons.

    Signals:
        closed(): it is gone, however it went. Esc and the cancel button only close it.

    wide: many choices, in two columns where there is room, so that all of them are seen.
    """

    closed = Signal()

    def __init__(
        self, window: QWidget, title: str, text: str = "", *, cancel: str, width: int = 480, wide: bool = False
    ) -> None:
        super().__init__(window)
        self.setWindowFlags(Qt.WindowType.Widget)  # a part of the window: the constructor would make it one of its own
        self._window = window
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._before = QApplication.focusWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._card = Card(radius=12, border="edge", margin=24)
        self._card.setMaximumWidth(look.now().px(width))
        row.addWidget(self._card, 1000)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        self._card.column.setSpacing(8)
        self._card.column.addWidget(Words(title, "title", "ink", bold=True))
        if text:
            self._card.column.addWidget(Words(text, "body", "ink2"))
        self._scroll = Scroll((4, 8, 4, 8), spacing=10)
        self.column = self._scroll.column
        self._card.column.addWidget(self._scroll, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        self._actions.addStretch(1)
        self.cancel = Button(cancel, key="Esc")
        self.cancel.pressed_on.connect(self.close_up)
        self._actions.addWidget(self.cancel)
        self._card.column.addLayout(self._actions)
        window.installEventFilter(self)
        self._cards: list[AnswerCard] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        self.column.addLayout(self._grid)
        self._columns = 2 if wide and window.width() >= look.now().px(_TWO) else 1
        self._verb: Button | None = None

    def add_action(self, button: Button) -> Button:
        """A verb, after the cancel button."""
        self._actions.addWidget(button)
        if button.kind in (Kind.PRIMARY, Kind.URGENT_SOLID):
            self._verb = button
        return button

    def add_choice(self, value: str, label: str, detail: str = "") -> AnswerCard:
        """A card with the next digit as its key; only one of them is chosen."""
        card = AnswerCard()
        card.value = value
        number = len(self._cards) + 1
        card.show_answer(number if number <= 9 else 0, label, detail, chosen=False)  # noqa: PLR2004  the digits end there
        card.picked.connect(lambda _value, chosen, card=card: self._only(card, chosen=chosen))
        card.moved.connect(lambda step, card=card: self._move(card, step))
        if self._columns > 1:
            self._grid.addWidget(card, len(self._cards) // self._columns, len(self._cards) % self._columns)
        else:
            self.column.addWidget(card)
        self._cards.append(card)
        return card

    @property
    def choices(self) -> tuple[AnswerCard, ...]:
        """The cards."""
        return tuple(self._cards)

    @property
    def chosen(self) -> str:
        """The value of the chosen card; empty when none is."""
        return next((card.value for card in self._cards if card.isChecked()), "")

    def _only(self, chosen_card: AnswerCard, *, chosen: bool) -> None:
        for card in self._cards:
            card.setChecked(card is chosen_card and chosen)

    def _move(self, card: AnswerCard, step: int) -> None:
        at = (self._cards.index(card) + step) % len(self._cards)
        self._cards[at].setFocus(Qt.FocusReason.TabFocusReason)

    def open_up(self, first: QWidget | None = None) -> None:
        """Cover the page, with the focus on `first`, else on the safe choice."""
        self.column.addStretch(1)
        window = self._window
        self.setGeometry(window.rect())
        body = self._scroll.body
        room = min(self._card.maximumWidth(), window.width() - 32) - 48  # between the card's margins
        needed = max(body.sizeHint().height(), body.heightForWidth(room))
        self._scroll.setFixedHeight(min(needed, max(120, window.height() - 260)))
        self._scroll.setVisible(needed > 20)  # noqa: PLR2004  nothing but margins
        self.show()
        self.raise_()
        (first or (self._cards[0] if self._cards else self.cancel)).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Take the dialog away and give the focus back."""
        self._window.removeEventFilter(self)
        self.hide()
        before = self._before
        if before is not None and isValid(before) and before.isVisible():  # the page below may have gone meanwhile
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False

    @override
    def focusNextPrevChild(self, forward: bool, /) -> bool:
        stops = [each for each in self.findChildren(QWidget) if self._stops(each)]
        if not stops:
            return False
        focused = QApplication.focusWidget()
        at = stops.index(focused) if focused in stops else -1
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @staticmethod
    def _stops(widget: QWidget) -> bool:
        tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key == Qt.Key.Key_F12 or keys.with_ctrl(event, "L"):
            event.ignore()
        elif keys.plain(event) and keys.place(event).isdigit():
            number = int(keys.place(event))
            if number <= len(self._cards):
                self._cards[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._cards[number - 1].click()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in _PAGES:
            bar = self.scroll_bar  # the buttons below have the focus; what stands above is read
            bar.setValue(bar.value() + _PAGES[key] * self._scroll.viewport().height() // 8)

    @property
    def scroll_bar(self) -> QScrollBar:
        """Of what stands between title and buttons."""
        return self._scroll.verticalScrollBar()

    def _enter(self) -> None:
        if self._verb is not None:
            self._verb.click()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(look.tokens().canvas)
        veil.setAlphaF(0.86)
        QPainter(self).fillRect(self.rect(), veil)
