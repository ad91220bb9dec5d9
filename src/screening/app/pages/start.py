"""Before a screening begins: what has to be so, whom to call, in which language."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, ports
from screening.app.languages import spoken
from screening.app.pages.page import Foot, Page
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.rows import PhoneRow
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.way import empty
from screening.app.widgets.words import Words

_IN_ONE_COLUMN: Final = 6
_WIDE: Final = 1200


class StartPage(Page):
    """Signals: begun(instrument key, language name, practice); typing(instrument key): from a paper form."""

    begun = Signal(str, str, bool)
    typing = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll((32, 24, 32, 16))
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(32)
        main_box = QWidget()
        self._main = QVBoxLayout(main_box)
        self._side_box = QWidget()
        self._side = QVBoxLayout(self._side_box)
        for each in (self._main, self._side):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(10)
        self._split.addWidget(main_box, 1)
        self._split.addWidget(self._side_box)
        self._scroll.column.addLayout(self._split)
        self._scroll.column.addStretch(1)
        outer.addWidget(self._scroll, 1)
        foot = Foot()
        back = Button(self.tr("Back"), icon="back", key="Alt ←")
        back.pressed_on.connect(self.on_back)
        self.practice = Button(self.tr("Practice, with made-up answers"), Kind.QUIET, icon="book")
        self.practice.pressed_on.connect(lambda: self._begin(practice=True))
        self.go = Button(self.tr("Begin"), Kind.PRIMARY, after="next", key="Enter")
        self.go.pressed_on.connect(lambda: self._begin(practice=False))
        foot.add_start(back)
        foot.add_end(self.practice)
        foot.add_end(self.go)
        outer.addWidget(foot)
        self._groups = (QButtonGroup(self), QButtonGroup(self))
        self._instruments: list[AnswerCard] = []
        self._languages: list[AnswerCard] = []
        self._start = ports.Start(())
        self._instrument = ""
        self._language = ""

    def show_start(self, start: ports.Start, *, language: str) -> None:
        """language: the one that is chosen at first, when the form has it."""
        self._start = start
        self._language = language
        self._instrument = start.instruments[0].key if start.instruments else ""
        self._draw()

    def _draw(self) -> None:
        empty(self._main)
        empty(self._side)
        self._instruments.clear()
        self._languages.clear()
        self._main.addWidget(Words(self.tr("Before you begin"), "question", "ink", bold=True))
        ready = Banner(
            Tone.INFO,
            self.tr("Apart, unheard, and safe"),
            self.tr(
                "Nobody who came with the person sees or hears you. The interpreter is no companion."
                " The first questions check this once more."
            ),
        )
        self._main.addWidget(ready)
        if not self._start.instruments:
            self._main.addWidget(
                Banner(
                    Tone.ATTENTION,
                    self.tr("No form can be used"),
                    self.tr("Install a form pack that is valid today. Ask whoever looks after this machine."),
                )
            )
            self.go.set_off(self.tr("There is no form to begin with."))
            self.practice.set_off(self.tr("There is no form to begin with."))
            return
        if len(self._start.instruments) > 1:
            self._main.addWidget(Words(self.tr("Which interview"), "title", "ink", bold=True))
            for each in self._start.instruments:
                card = self._card(self._instruments, each.key, each.title, each.text, number=0)
                card.setChecked(each.key == self._instrument)
        self._main.addWidget(Words(self.tr("The person's language"), "title", "ink", bold=True))
        self._main.addWidget(
            Words(self.tr("Each question is shown in your language and, below it, in this one."), "body", "ink2")
        )
        instrument = next(each for each in self._start.instruments if each.key == self._instrument)
        if self._language not in instrument.languages and instrument.languages:
            self._language = instrument.languages[0]
        self._draw_languages(instrument.languages)
        paper = Button(self.tr("Type back a paper form"), Kind.QUIET, icon="note")
        paper.pressed_on.connect(lambda: self.typing.emit(self._instrument))
        beside = QHBoxLayout()
        beside.addWidget(paper)
        beside.addStretch(1)
        self._main.addLayout(beside)
        self._main.addStretch(1)
        self._phones()

    def _draw_languages(self, names: tuple[str, ...]) -> None:
        """A card for each, in rows of two or three where there are many; the first nine have a key."""
        room = 3 if self.width() >= look.now().px(_WIDE) else 2
        columns = 1 if len(names) <= _IN_ONE_COLUMN else room
        for first in range(0, len(names), columns):
            row = QHBoxLayout()
            row.setSpacing(10)
            for number, name in enumerate(names[first : first + columns], start=first + 1):
                key = number if number <= 9 else 0  # noqa: PLR2004  the digits
                card = self._card(self._languages, name, spoken(name), "", number=key, into=row)
                card.setChecked(name == self._language)
                row.setStretchFactor(card, 1)
            for _ in range(first + columns - len(names)):
                row.addStretch(1)
            self._main.addLayout(row)

    def _phones(self) -> None:
        if not self._start.phones:
            return
        self._side.addWidget(Words(self.tr("In danger: call first"), "title", "ink", bold=True))
        phones = Card()
        phones.column.setContentsMargins(1, 8, 1, 8)
        metrics = look.now().metrics("lead", bold=True)
        width = max(metrics.horizontalAdvance(number) for number, _ in self._start.phones)
        for number, purpose in self._start.phones:
            phones.column.addWidget(PhoneRow(number, purpose, width=width + 16))
        self._side.addWidget(phones)
        self._side.addStretch(1)

    def _card(
        self,
        cards: list[AnswerCard],
        value: str,
        label: str,
        detail: str,
        *,
        number: int,
        into: QHBoxLayout | None = None,
    ) -> AnswerCard:
        card = AnswerCard()
        card.value = value
        card.show_answer(number, label, detail, chosen=False)
        card.picked.connect(lambda _value, _on, cards=cards, card=card: self._picked(cards, card))
        card.moved.connect(lambda step, cards=cards, card=card: self._move(cards, card, step))
        self._groups[cards is self._languages].addButton(card)
        cards.append(card)
        (into or self._main).addWidget(card)
        return card

    def _picked(self, cards: list[AnswerCard], picked: AnswerCard) -> None:
        for card in cards:
            card.setChecked(card is picked)
        if cards is self._instruments and picked.value != self._instrument:
            self._instrument = picked.value
            self._draw()
            self.begin()
        elif cards is self._languages:
            self._language = picked.value

    def _move(self, cards: list[AnswerCard], card: AnswerCard, step: int) -> None:
        cards[(cards.index(card) + step) % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)

    def _begin(self, *, practice: bool) -> None:
        self.begun.emit(self._instrument, self._language, practice)

    @override
    def begin(self) -> None:
        chosen = [card for card in self._languages if card.isChecked()]
        if chosen:
            chosen[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def on_key(self, key: str) -> bool:
        if key.isdigit() and 1 <= int(key) <= len(self._languages):
            card = self._languages[int(key) - 1]
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._picked(self._languages, card)
            return True
        return False

    @override
    def on_enter(self) -> bool:
        self.go.click()
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= look.now().px(1000)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._side_box.setMinimumWidth(look.now().px(336) if wide else 0)
        self._side_box.setMaximumWidth(look.now().px(336) if wide else 16_777_215)
