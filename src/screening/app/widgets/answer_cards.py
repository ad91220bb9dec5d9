"""Answering by cards: one or several of a few choices, in as many columns as the form wants and the width allows."""

from __future__ import annotations

from typing import Final, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout
from typing_extensions import override

from screening.app import look, paint
from screening.app.ports import Asked, Offer
from screening.app.widgets.answer import Answer
from screening.app.widgets.answer_card import AnswerCard, CheckCard
from screening.app.widgets.words import Words

AnyCard: TypeAlias = AnswerCard | CheckCard
_DIGITS: Final = 9
_LEAST: Final = 220
_LEAST_UPRIGHT: Final = 116
"""Widths below which fewer cards stand side by side."""
ACKNOWLEDGED: Final = "OK"
"""What a form keeps when something was acknowledged."""


class Cards(Answer):
    """Its cards are reused from question to question."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self.column.addLayout(self._grid)
        self._nothing = Words("", "body", "ink2")
        self.column.addWidget(self._nothing)
        self._ones: list[AnswerCard] = []
        self._manies: list[CheckCard] = []
        self._placed: tuple[int, int, int] = (0, 0, 0)
        self._low = False
        self._wide = 0

    @property
    def cards(self) -> list[AnyCard]:
        """The cards in use."""
        pool: list[AnyCard] = [*self._ones, *self._manies]
        return [card for card in pool if not card.isHidden()]

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        several = asked.kind in ("many", "acknowledge")
        paint.turn_to(self, "".join(offer.label for offer in self._offers()[:1]))
        self._fill(self._ones, AnswerCard, () if several else self._offers())
        self._fill(self._manies, CheckCard, self._offers() if several else ())
        self._place()
        empty = not self._offers()
        self._nothing.setVisible(empty)
        if empty:
            self._nothing.setText(
                self.tr("There is nothing to choose here now. An earlier answer decides what is offered.")
            )

    def _offers(self) -> tuple[Offer, ...]:
        if self.asked.kind == "acknowledge":
            return (Offer(ACKNOWLEDGED, self.tr("Yes, this was done")),)
        return self.asked.offers

    def _fill(self, cards: list[AnswerCard] | list[CheckCard], make: type[AnyCard], offers: tuple[Offer, ...]) -> None:
        asked = self.asked
        while len(cards) < len(offers):
            card = make()
            card.picked.connect(self._picked)
            card.moved.connect(lambda step, card=card: self._move(card, step))
            cards.append(card)  # type: ignore[arg-type]  # the list and the maker belong together
            self._grid.addWidget(card, len(cards), 0)
            self._placed = (0, 0, 0)
        shown = set(asked.chosen) if asked.kind != "acknowledge" else ({ACKNOWLEDGED} if asked.value else set())
        for number, card in enumerate([*cards], start=1):
            if number > len(offers):
                card.retire()
                continue
            offer = offers[number - 1]
            card.value = offer.value
            picture = next((each.data for each in offer.media if each.form == "image" and each.data), b"")
            card.show_as(upright=self._upright(), picture=picture, columns=self._across())
            key = number if number <= _DIGITS else 0
            card.show_answer(key, offer.label, offer.hers, offer.value in shown, low=self._low)
            card.setEnabled(not asked.readonly)
            card.show()

    # ---- room -----------------------------------------------------------------------------------------------------

    def _upright(self) -> bool:
        return self.asked.manner.layout == "upright" and self._across() == len(self.asked.offers)

    def _across(self) -> int:
        """How many cards stand side by side."""
        manner, count = self.asked.manner, len(self.asked.offers)
        width = self._wide
        if manner.layout == "upright" and count:
            least = look.now().px(_LEAST_UPRIGHT)
            return count if not width or width >= count * (least + 10) else 1
        if not width:
            return max(1, manner.columns)
        return max(1, min(manner.columns, count, width // look.now().px(_LEAST)))

    def _place(self) -> None:
        """Put every card where it stands, when the number of columns has changed."""
        across = self._across()
        wanted = (across, len(self._ones), len(self._manies))
        if wanted == self._placed:
            return
        self._placed = wanted
        pool: tuple[list[AnswerCard] | list[CheckCard], ...] = (self._ones, self._manies)
        for cards in pool:
            for number, card in enumerate(cards):
                self._grid.addWidget(card, number // across, number % across)
                card.columns = across
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 1 if at < across else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wide = event.size().width()
        if self.asked.manner.columns > 1 or self.asked.manner.layout == "upright":
            self.show_asked(self.asked, other=False)

    @override
    def set_low(self, *, low: bool) -> None:
        if low == self._low:
            return
        self._low = low
        self._grid.setSpacing(8 if low else 10)
        self.show_asked(self.asked, other=False)

    # ---- answering ------------------------------------------------------------------------------------------------

    @override
    def choose(self, number: int) -> bool:
        cards = self.cards
        if not 1 <= number <= len(cards) or self.asked.readonly:
            return False
        card = cards[number - 1]
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(card, AnswerCard) and card.isChecked():
            return True
        card.click()
        return True

    def _picked(self, value: str, chosen: bool) -> None:
        asked = self.asked
        if asked.kind == "acknowledge":
            self.answered.emit(ACKNOWLEDGED if chosen else "")
            return
        if asked.kind == "one":
            if chosen and value in asked.chosen:
                return
            self.answered.emit(value if chosen else "")
            if chosen and asked.manner.goes_on:
                self.went_on.emit()
            return
        picked = set(asked.chosen) | {value} if chosen else set(asked.chosen) - {value}
        self.answered.emit(" ".join(o.value for o in asked.offers if o.value in picked))

    def _move(self, card: AnyCard, step: int) -> None:
        cards = self.cards
        at = cards.index(card) + step
        if abs(step) > 1 and not 0 <= at < len(cards):
            return  # above the first row, below the last
        cards[at % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def take_focus(self) -> bool:
        cards = [card for card in self.cards if card.isEnabled()]
        if not cards:
            return False
        next((card for card in cards if card.isChecked()), cards[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        return True
