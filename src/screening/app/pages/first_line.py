"""The first line: one thought on the page, one key for an answer, and at the end what is to be done and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, ports
from screening.app.pages.page import Foot, Page
from screening.app.reading import direction_of
from screening.app.widgets.answer_card import AnswerCard, CheckCard
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.icon import Icon
from screening.app.widgets.rows import PhoneRow
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.words import Words

_MANY: Final = 6
"""From so many answers on they stand in two columns, so that all are seen at a glance."""
_WIDE: Final = 900
_SIDE: Final = 336
_TONES: Final = {"urgent": ("urgent", "urgent"), "second_line": ("person", "accent"), "info_card": ("check", "okInk")}
"""Icon and colour of each end."""


class FirstLinePage(Page):
    """Holds nothing: it shows what the desk gives, and says what was pressed.

    Signals:
        answered(ref, value): one answer, which goes on by itself; or the marks so far of a question with several.
        missed(ref, reason), went_on(), enough(), retreated(): moving about.
        chosen(action): at the end. alarmed(): urgent. spoke(): another language for the person.
    """

    answered = Signal(str, str)
    missed = Signal(str, str)
    went_on = Signal()
    enough = Signal()
    retreated = Signal()
    chosen = Signal(str)
    alarmed = Signal()
    spoke = Signal()

    def __init__(self, *, single_keys: bool = True) -> None:
        super().__init__()
        self._single_keys = single_keys
        self._asked: ports.Asked | None = None
        self._cards: list[AnswerCard | CheckCard] = []
        self._actions: list[AnswerCard] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll((32, 20, 32, 12))
        outer.addWidget(self._scroll, 1)
        self._question = self._make_question()
        self._end = QWidget()
        self._numbers = Words("", "title", "ink", bold=True, parent=self._end)
        self._numbers.hide()
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._end)
        self._split.setContentsMargins(0, 0, 0, 0)
        self._split.setSpacing(32)
        self._scroll.column.addWidget(self._question)
        self._scroll.column.addWidget(self._end)
        self._scroll.column.addStretch(1)
        self._end.hide()
        outer.addWidget(self._make_foot())

    def _make_question(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.where = Words("", "body", "ink2")
        self.question = Words("", "question", "ink", bold=True)
        hers = QHBoxLayout()
        hers.setSpacing(10)
        self.mark = Words("", "meta", "ink3", bold=True, wrap=False)
        self.mark.setContentsMargins(0, 5, 0, 0)
        self.hers = Words("", "hers", "ink2")
        hers.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        hers.addWidget(self.hers, 1)
        self.hint = Words("", "body", "ink2")
        self.note = Banner(Tone.INFO)
        for each in (self.where, self.question):
            column.addWidget(each)
        column.addLayout(hers)
        column.addWidget(self.hint)
        column.addSpacing(6)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        column.addLayout(self._grid)
        column.addSpacing(8)
        others = QHBoxLayout()
        others.setSpacing(8)
        key = self._single_keys
        self.refuse = Button(self.tr("Refuses"), key="R" if key else "")
        self.know_not = Button(self.tr("Does not know"), key="U" if key else "")
        self.refuse.pressed_on.connect(lambda: self._miss("declined"))
        self.know_not.pressed_on.connect(lambda: self._miss("unsure"))
        for button in (self.refuse, self.know_not):
            others.addWidget(button)
        others.addStretch(1)
        column.addLayout(others)
        column.addSpacing(8)
        column.addWidget(self.note)
        return box

    def _make_foot(self) -> Foot:
        self._foot = Foot()
        key = self._single_keys
        self.back = Button(self.tr("Back"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.urgent = Button(self.tr("Urgent"), Kind.URGENT, icon="urgent", key="F2")
        self.urgent.pressed_on.connect(self.alarmed)
        self.language = Button(self.tr("The person's language"), Kind.QUIET, icon="speak", key="L" if key else "")
        self.language.pressed_on.connect(self.spoke)
        self.stop = Button(self.tr("Enough, to the end"), key="E" if key else "")
        self.stop.pressed_on.connect(self.enough)
        self.next = Button(self.tr("Next"), Kind.PRIMARY, after="next", key="Enter")
        self.next.pressed_on.connect(self.went_on)
        self._foot.add_start(self.back)
        self._foot.add_start(self.urgent)
        for each in (self.language, self.stop, self.next):
            self._foot.add_end(each)
        return self._foot

    # ---- a question -----------------------------------------------------------------------------------------------

    def show_asked(self, asked: ports.Asked, *, settled: str = "", trouble: str = "") -> None:
        """Show a question. settled: why no more need be asked, else empty; trouble: what is wrong with the answer."""
        other = self._asked is None or self._asked.ref != asked.ref or self._question.isHidden()
        self._asked = asked
        self._end.hide()
        self._question.show()
        self.where.setText(asked.where)
        self.question.setText(asked.question)
        self.mark.setText(asked.hers_mark)
        self.mark.setVisible(bool(asked.hers))
        self.hers.setLayoutDirection(direction_of(asked.hers))
        self.hers.setText(asked.hers)
        self.hers.setVisible(bool(asked.hers))
        self.hint.setText(asked.hint)
        self.note.say(trouble or settled)
        self.note.setVisible(bool(trouble or settled))
        for each in (self.refuse, self.know_not):
            each.setVisible(not asked.officer)
        self.next.setVisible(asked.kind == "many")
        self.stop.setVisible(bool(settled))
        if other:
            self._fill(asked)
            self._scroll.verticalScrollBar().setValue(0)
            self.take_focus()
        else:
            for card in self._cards:
                card.show_answer(*self._shown(card), card.value in asked.chosen, low=self._low())
        self._foot.fit()

    def _fill(self, asked: ports.Asked) -> None:
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for number, offer in enumerate(asked.offers, start=1):
            card = CheckCard() if asked.kind == "many" else AnswerCard()
            card.value = offer.value
            card.show_answer(self._key(number), offer.label, offer.hers, offer.value in asked.chosen, low=self._low())
            card.picked.connect(self._picked)
            card.moved.connect(lambda step, card=card: self._move(card, step))
            self._cards.append(card)
        self._place()

    def _shown(self, card: AnswerCard | CheckCard) -> tuple[int, str, str]:
        number = self._cards.index(card) + 1
        offers = self._asked.offers if self._asked is not None else ()
        return self._key(number), offers[number - 1].label, offers[number - 1].hers

    def _key(self, number: int) -> int:
        return number if self._single_keys and number <= 9 else 0  # noqa: PLR2004  the digits end there

    def _place(self) -> None:
        """Two columns read downwards, the last odd one across; one column where there is no room."""
        cards = self._cards
        two = len(cards) >= _MANY and self.width() >= look.now().px(_WIDE)
        rows = len(cards) // 2
        for at, card in enumerate(cards):
            self._grid.removeWidget(card)
            if not two:
                self._grid.addWidget(card, at, 0, 1, 2)
            elif at == 2 * rows:
                self._grid.addWidget(card, rows, 0, 1, 2)
            else:
                self._grid.addWidget(card, at % rows, at // rows)
            card.show()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def _picked(self, value: str, on: bool) -> None:
        asked = self._asked
        if asked is None:
            return
        if asked.kind != "many":
            self.answered.emit(asked.ref, value)
            return
        marked = (set(asked.chosen) | {value}) if on else set(asked.chosen) - {value}
        last = asked.offers[-1].value
        if on:  # "none of these" and the rest take each other's place
            marked = {value} if value == last else marked - {last}
        self.answered.emit(asked.ref, " ".join(offer.value for offer in asked.offers if offer.value in marked))

    def _miss(self, reason: str) -> None:
        if self._asked is not None:
            self.missed.emit(self._asked.ref, reason)

    def _move(self, card: AnswerCard | CheckCard, step: int) -> None:
        at = (self._cards.index(card) + step) % len(self._cards)
        self._cards[at].setFocus(Qt.FocusReason.TabFocusReason)

    # ---- the end --------------------------------------------------------------------------------------------------

    def show_end(self, end: ports.FirstLineEnd) -> None:
        """Show what is to be done, why, and what can be done now."""
        self._asked = None
        self._question.hide()
        while (item := self._split.takeAt(0)) is not None:
            former = item.widget()
            if former is not None:
                former.hide()
                former.deleteLater()
        self._actions = []
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._head(end))
        column.addWidget(self._reasons(end))
        for number, (action, words, detail) in enumerate(end.actions, start=1):
            card = AnswerCard()
            card.value = action
            card.show_answer(self._key(number), words, detail, chosen=False, low=self._low())
            card.picked.connect(lambda value, _on: self.chosen.emit(value))
            card.moved.connect(lambda step, card=card: self._move_action(card, step))
            self._actions.append(card)
            column.addWidget(card)
        column.addStretch(1)
        self._split.addWidget(main, 1)
        if end.phones:
            self._split.addWidget(self._phones(end))
        self._end.show()
        main.show()  # at once: what is not shown yet cannot take the focus
        self._turn()
        for button in (self.language, self.stop, self.next):
            button.hide()
        self._scroll.verticalScrollBar().setValue(0)
        self._foot.fit()
        self.take_focus()

    def _head(self, end: ports.FirstLineEnd) -> Card:
        icon, shade = _TONES[end.end]
        card = Card(border="urgent" if end.end == "urgent" else "line", margin=16)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Icon(icon, 44, shade), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = Words(end.title, "question", "ink", bold=True)
        title.setAccessibleName(f"{end.title}. {end.text}")
        words.addWidget(title)
        words.addWidget(Words(end.text, "body", "ink2"))
        self._numbers = Words(" · ".join(number for number, _ in end.phones), "title", "ink", bold=True)
        words.addWidget(self._numbers)
        row.addLayout(words, 1)
        card.column.addLayout(row)
        return card

    def _reasons(self, end: ports.FirstLineEnd) -> Card:
        card = Card()
        for number, (text, rule) in enumerate(end.reasons):
            if number:
                card.line()
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(16, 6, 16, 6)
            column.setSpacing(0)
            column.addWidget(Words(text, "body", "ink", bold=True))
            if rule:
                column.addWidget(Words(rule, "meta", "ink2"))
            card.column.addWidget(box)
        return card

    def _phones(self, end: ports.FirstLineEnd) -> QWidget:
        self._aside = QWidget()
        column = QVBoxLayout(self._aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Words(self.tr("Call now"), "title", "ink", bold=True))
        phones = Card()
        phones.column.setContentsMargins(1, 8, 1, 8)
        metrics = look.now().metrics("lead", bold=True)
        width = max(metrics.horizontalAdvance(number) for number, _ in end.phones)
        for number, purpose in end.phones:
            phones.column.addWidget(PhoneRow(number, purpose, width=width + 16))
        column.addWidget(phones)
        column.addStretch(1)
        return self._aside

    def _move_action(self, card: AnswerCard, step: int) -> None:
        at = (self._actions.index(card) + step) % len(self._actions)
        self._actions[at].setFocus(Qt.FocusReason.TabFocusReason)

    # ---- keys -----------------------------------------------------------------------------------------------------

    @property
    def asked(self) -> ports.Asked | None:
        """The question that is shown; None at the end."""
        return self._asked

    @property
    def cards(self) -> tuple[AnswerCard | CheckCard, ...]:
        """What a digit chooses now."""
        return tuple(self._cards) if self._asked is not None else tuple(self._actions)

    def take_focus(self) -> None:
        """On the chosen answer, or the first one."""
        cards = self.cards
        if cards:
            marked = next((card for card in cards if card.isChecked()), cards[0])
            marked.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def begin(self) -> None:
        self.take_focus()

    @override
    def hints(self) -> str:
        return self.tr("A digit answers and goes on · Backspace — back · nothing is saved until the end")

    @override
    def on_key(self, key: str) -> bool:
        if not self._single_keys:
            return False
        if key.isdigit():
            cards = self.cards
            if not 1 <= int(key) <= len(cards):
                return False
            card = cards[int(key) - 1]
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._press(card)
            return True
        buttons = {"R": self.refuse, "U": self.know_not, "E": self.stop, "L": self.language}
        button = buttons.get(key)
        if button is None or button.isHidden() or (self._asked is None):
            return False
        button.click()
        return True

    def _press(self, card: AnswerCard | CheckCard) -> None:
        if not card.isChecked():
            card.click()
        elif isinstance(card, AnswerCard):
            card.picked.emit(card.value, True)  # chosen before: the same answer again goes on
        elif card is self._cards[-1]:
            self.went_on.emit()
        else:
            card.click()

    @override
    def on_enter(self) -> bool:
        if self._asked is not None and self._asked.kind == "many":
            self.went_on.emit()
            return True
        focused = QApplication.focusWidget()
        card = next((card for card in self.cards if card is focused), None)
        if card is None and self._asked is None and self._actions:
            card = self._actions[0]
        if card is not None:
            self._press(card)
        return card is not None

    @override
    def on_function(self, key: Qt.Key) -> bool:
        if key != Qt.Key.Key_F2:
            return False
        self.alarmed.emit()
        return True

    @override
    def on_ctrl(self, event: QKeyEvent) -> bool:
        del event
        return False

    @override
    def on_back(self) -> bool:
        self.retreated.emit()
        return True

    # ---- room -----------------------------------------------------------------------------------------------------

    def _low(self) -> bool:
        return self.height() < 600 * look.now().text

    def _turn(self) -> None:
        wide = self.width() >= look.now().px(1000)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        aside = self._split.itemAt(1)
        box = aside.widget() if aside is not None else None
        self._numbers.setVisible(box is not None and not wide)  # what is called is seen without scrolling
        if box is not None:
            box.setMinimumWidth(look.now().px(_SIDE) if wide else 0)
            box.setMaximumWidth(look.now().px(_SIDE) if wide else 16_777_215)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, low = self.width() < look.now().px(1100), self._low()
        side = 20 if narrow else 32
        self._scroll.column.setContentsMargins(side, 8 if low else 20, side, 4 if low else 12)
        self._foot.set_low(low=low)
        if self._cards:
            self._place()
        self._turn()
