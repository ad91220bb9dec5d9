"""Putting choices in an order by keys: nothing is answered until something was moved or the order confirmed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from screening.app.ports import Asked
from screening.app.widgets.answer import Answer
from screening.app.widgets.button import Button
from screening.app.widgets.card import Card
from screening.app.widgets.flow import Flow
from screening.app.widgets.pick_list import PickList, PickRow
from screening.app.widgets.words import Words


class RankAnswer(Answer):
    """A list whose rows move: Alt with an arrow, a digit, or the buttons below."""

    def __init__(self) -> None:
        super().__init__()
        self._order: tuple[str, ...] = ()
        self._how = Words(
            self.tr("Arrows choose a line. Alt with an arrow moves it, a digit puts it in that place."), "body", "ink2"
        )
        self.column.addWidget(self._how)
        card = Card()
        self.list = PickList()
        self.list.installEventFilter(self)
        card.column.addWidget(self.list)
        self.column.addWidget(card)
        self.up = Button(self.tr("Higher"), icon="chevU")
        self.down = Button(self.tr("Lower"), icon="chevD")
        self.confirm = Button(self.tr("This order is right"), icon="check")
        self.clear = Button(self.tr("Take back"), icon="cross")
        self.up.pressed_on.connect(lambda: self._shift(-1))
        self.down.pressed_on.connect(lambda: self._shift(1))
        self.confirm.pressed_on.connect(lambda: self._answer(self._order))
        self.clear.pressed_on.connect(lambda: self.answered.emit(""))
        self.column.addWidget(Flow(self.up, self.down, self.confirm, self.clear))

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        given = [value for value in asked.value.split() if any(offer.value == value for offer in asked.offers)]
        rest = [offer.value for offer in asked.offers if offer.value not in given]
        self._order = (*given, *rest)
        labels = {offer.value: offer for offer in asked.offers}
        ranked = bool(asked.value)
        self.list.setAccessibleName(asked.question)
        rows = tuple(
            PickRow(value, labels[value].label, labels[value].hers, str(place) if ranked else "·")
            for place, value in enumerate(self._order, start=1)
        )
        self.list.show_rows(rows, current=(self._order[0] if other and self._order else ""))
        self.list.show_at_most(len(rows))
        for button in (self.up, self.down):
            button.setVisible(not asked.readonly)
        self.confirm.setVisible(not ranked and not asked.readonly)
        self.clear.setVisible(ranked and not asked.readonly)

    def _answer(self, order: tuple[str, ...]) -> None:
        if order and not self.asked.readonly:
            self.answered.emit(" ".join(order))

    def _shift(self, by: int) -> None:
        at = self.list.currentIndex().row()
        self._move_to(at + by)

    def _move_to(self, place: int) -> None:
        """Put the current row in a place, from 0."""
        at = self.list.currentIndex().row()
        if at < 0 or not 0 <= place < len(self._order):
            return
        order = list(self._order)
        order.insert(place, order.pop(at))
        self._answer(tuple(order))

    @override
    def choose(self, number: int) -> bool:
        if self.asked.readonly or not 1 <= number <= len(self._order):
            return False
        self._move_to(number - 1)
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None or held not in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier):
            return False
        self._shift(by)
        return True

    @override
    def take_focus(self) -> bool:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.current_key:
            self.list.step(0)
        return True
