"""Answering from a long list: typing narrows it, arrows go through it, Enter takes the row."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from screening.app import typed
from screening.app.ports import Asked, Offer
from screening.app.widgets.answer import Answer
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.field import Field, Input
from screening.app.widgets.pick_list import PickList, PickRow
from screening.app.widgets.words import Words

_SEEN: Final = 5
_SEEN_LOW: Final = 3
"""Rows seen at once."""
_NAMED: Final = 12
"""Chosen rows named above the list."""


class ListAnswer(Answer):
    """A field that narrows, the rows that are left, and what is chosen above them."""

    def __init__(self) -> None:
        super().__init__()
        self._low = False
        self._chosen_row = QWidget()
        row = QHBoxLayout(self._chosen_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._chosen = Words("", "lead", "ink", bold=True)
        row.addWidget(self._chosen, 1)
        self.clear = Button("", Kind.QUIET, icon="cross")
        self.clear.pressed_on.connect(lambda: self.answered.emit(""))
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self._chosen_row)
        self.filter = Field()
        self.filter.aside.hide()
        self.filter.edited.connect(self._narrow)
        self.filter.input.installEventFilter(self)
        self.column.addWidget(self.filter)
        self._card = Card()
        self.list = PickList()
        self.list.takes = True
        self.list.picked.connect(self._picked)
        self._card.column.addWidget(self.list)
        self.column.addWidget(self._card)
        self.list.moved.connect(self._say_whole)
        self._whole = Words("", "body", "ink")
        self.column.addWidget(self._whole)
        self._whole.hide()
        self._count = Words("", "body", "ink2")
        self.column.addWidget(self._count)
        self._folded: list[str] = []
        self._offers: tuple[Offer, ...] = ()

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        if other:
            self.filter.set_text("")
            self.list.go_to("")
            self.filter.name("", self.tr("Type a part of the word; arrows choose a line, Enter takes it."))
            self.filter.input.setAccessibleName(asked.question)
            self.list.setAccessibleName(asked.question)
            self.clear.setText(self.tr("Take back"))
        if asked.offers != self._offers:
            self._offers = asked.offers
            self._folded = [typed.plain(f"{o.label}\n{o.hers}").casefold() for o in asked.offers]
        self.filter.setVisible(not asked.readonly)
        self.list.setEnabled(not asked.readonly)
        self._show_chosen()
        self._show_rows()

    def _show_chosen(self) -> None:
        asked = self.asked
        named = [offer.label for offer in asked.offers if offer.value in asked.chosen]
        said = ", ".join(named[:_NAMED])
        if len(named) > _NAMED:
            said = self.tr("{some} and %n more", "", len(named) - _NAMED).format(some=said)
        self._chosen.setText(self.tr("Chosen: {what}").format(what=said))
        self._chosen_row.setVisible(bool(named))
        self.clear.setVisible(bool(named) and not asked.readonly)

    def _show_rows(self) -> None:
        wanted = typed.plain(self.filter.text).casefold()
        asked = self.asked
        places = (
            [at for at, words in enumerate(self._folded) if wanted in words] if wanted else range(len(self._offers))
        )
        if not wanted and asked.kind == "many" and asked.chosen:  # what is chosen stands first
            places = sorted(places, key=lambda at: self._offers[at].value not in asked.chosen)
        rows = tuple(
            PickRow(offer.value, offer.label, offer.hers, on=offer.value in asked.chosen)
            for offer in (self._offers[at] for at in places)
        )
        self.list.show_rows(rows)
        self.list.show_at_most(_SEEN_LOW if self._low else _SEEN)
        self._card.setVisible(bool(rows))
        total = len(self._offers)
        if not rows and wanted:
            self._count.setText(self.tr("Nothing here has these letters. Type less, or another spelling."))
        elif not total:
            self._count.setText(
                self.tr("There is nothing to choose here now. An earlier answer decides what is offered.")
            )
        else:
            self._count.setText(self.tr("{shown} of %n", "", total).format(shown=len(rows)))

    def _say_whole(self, key: str) -> None:
        """The words of the row one is at, where the list is too long to give each row its room."""
        offer = next((each for each in self._offers if each.value == key), None)
        cut = offer is not None and not self.list.holds(key)
        self._whole.setText("\n".join(filter(None, (offer.label, offer.hers))) if offer is not None and cut else "")
        self._whole.setVisible(cut)

    def _narrow(self, text: str) -> None:
        self._show_rows()
        if text.strip() and self.list.rows:
            self.list.go_to(self.list.rows[0].key)
        else:
            self.list.go_to("")

    @override
    def set_low(self, *, low: bool) -> None:
        if low != self._low:
            self._low = low
            self._show_rows()

    # ---- answering ------------------------------------------------------------------------------------------------

    def _picked(self, value: str) -> None:
        asked = self.asked
        if asked.readonly:
            return
        if self.filter.text:
            self.filter.set_text("")
            self._show_rows()
        self.list.go_to("")
        if asked.kind == "one":
            if value not in asked.chosen:
                self.answered.emit(value)
            if asked.manner.goes_on:
                self.went_on.emit()
            return
        picked = set(asked.chosen) ^ {value}
        self.answered.emit(" ".join(offer.value for offer in asked.offers if offer.value in picked))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._steers(event)

    def _steers(self, event: QKeyEvent) -> bool:
        """Whether a key pressed in the field moves in the list or takes a row of it."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self.list.seen,
            Qt.Key.Key_PageUp: -self.list.seen,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.list.step(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.current_key:
            self._picked(self.list.current_key)
            return True
        if key == Qt.Key.Key_Escape and self.filter.text:
            self.filter.set_text("")
            self._narrow("")
            return True
        return False

    @override
    def take_focus(self) -> bool:
        if self.filter.isHidden():
            return False
        self.filter.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def line(self) -> Input:
        """The field."""
        line = self.filter.input
        assert isinstance(line, Input)  # noqa: S101  a field of one line
        return line
