"""The first start: language, role, station, passphrase. One thought per page, nothing asked twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look
from screening.app.pages.page import Foot, Page
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Sheet
from screening.app.widgets.field import Field
from screening.app.widgets.progress import ProgressLine
from screening.app.widgets.rail import RailItem, Section
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.words import Words

_SHORTEST: Final = 12
"""Characters of a passphrase before the store is asked whether it is strong enough."""


class FirstRunPage(Page):
    """Makes a workplace.

    Signals:
        language_chosen(code). created(role, station, passphrase).
    """

    language_chosen = Signal(str)
    created = Signal(str, str, str)

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._role = ""
        self._step = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._rail = Sheet("sunken", edges="r")
        rail = QVBoxLayout(self._rail)
        rail.setContentsMargins(0, 24, 0, 0)
        rail.setSpacing(0)
        self._names = (self.tr("Language"), self.tr("Role"), self.tr("Station"), self.tr("Passphrase"))
        self._items = [RailItem() for _ in self._names]
        for number, item in enumerate(self._items):
            item.clicked.connect(lambda _checked=False, number=number: self._go(min(number, self._step)))
            rail.addWidget(item)
        rail.addStretch(1)
        self._rail.setFixedWidth(look.now().px(220))
        row.addWidget(self._rail)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        self._scroll = Scroll((32, 32, 32, 16))
        centred = QHBoxLayout()
        self._inner = QWidget()
        self._inner.setMaximumWidth(look.now().px(720))
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        centred.addWidget(self._inner, 1000)
        centred.addStretch(1)
        self._scroll.column.addLayout(centred)
        self._scroll.column.addStretch(1)
        middle.addWidget(self._scroll, 1)
        foot = Foot()
        self.back = Button(self.tr("Back"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.next = Button(self.tr("Next"), Kind.PRIMARY, after="next", key="Enter")
        self.next.pressed_on.connect(self._advance)
        foot.add_start(self.back)
        foot.add_end(self.next)
        middle.addWidget(foot)
        row.addLayout(middle, 1)
        self.cards: list[AnswerCard] = []
        self.station = Field(
            self.tr("Station code"),
            self.tr("How this post is called in packets, for example “Post 14”. No person's name."),
        )
        self.first = Field(
            self.tr("Passphrase"),
            self.tr("At least four words that do not belong together. Nobody can restore it for you."),
            secret=True,
        )
        self.again = Field(self.tr("The same passphrase again"), secret=True)
        self.progress = ProgressLine(self.tr("The workplace is being made"))
        self.trouble = Banner(Tone.ATTENTION)
        self._go(0)

    # ---- steps ----------------------------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self._step = step
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
        self.cards.clear()
        shows: tuple[Callable[[], None], ...] = (self._languages, self._roles, self._stations, self._passphrases)
        shows[step]()
        for number, (item_, name) in enumerate(zip(self._items, self._names, strict=True)):
            state = "done" if number < step else "current" if number == step else "todo"
            item_.show_section(Section(name, state, number + 1), narrow=False)  # type: ignore[arg-type]
        self.back.setVisible(step > 0)
        last = step == len(self._names) - 1
        self.next.setText(self.tr("Make the workplace") if last else self.tr("Next"))
        self.begin()

    def _head(self, title: str, text: str) -> None:
        self._column.addWidget(Words(title, "question", "ink", bold=True))
        self._column.addWidget(Words(text, "body", "ink2"))
        self._column.addSpacing(12)

    def _card(self, value: str, label: str, detail: str, *, chosen: bool) -> None:
        card = AnswerCard()
        card.value = value
        card.show_answer(len(self.cards) + 1, label, detail, chosen)
        card.picked.connect(self._picked)
        card.moved.connect(lambda step, card=card: self._move(card, step))
        self.cards.append(card)
        self._column.addWidget(card)

    def _languages(self) -> None:
        self._head("Мова · Language", "Її можна змінити будь-коли. · It can be changed at any time.")
        self._card("uk", "Українська", "", chosen=self._language == "uk")
        self._card("en", "English", "", chosen=self._language == "en")

    def _roles(self) -> None:
        self._head(self.tr("Who works here?"), self.tr("One workplace has one role. It decides which desk opens."))
        self._card(
            "officer",
            self.tr("Officer"),
            self.tr("Talks with people, records, refers."),
            chosen=self._role == "officer",
        )
        self._card(
            "supervisor",
            self.tr("Supervisor"),
            self.tr("Takes in packets, checks them, decides, answers."),
            chosen=self._role == "supervisor",
        )

    def _stations(self) -> None:
        self._head(self.tr("What is this workplace called?"), "")
        self._column.addWidget(self.station)

    def _passphrases(self) -> None:
        self._head(
            self.tr("Choose a passphrase"),
            self.tr("It is the only key to what is stored here. Without it nothing can be read by anyone."),
        )
        self._column.addWidget(self.trouble)
        self.trouble.hide()
        self._column.addWidget(self.first)
        self._column.addWidget(self.again)
        self._column.addWidget(self.progress)

    @override
    def begin(self) -> None:
        match self._step:
            case 2:
                self.station.input.setFocus(Qt.FocusReason.OtherFocusReason)
            case 3:
                self.first.input.setFocus(Qt.FocusReason.OtherFocusReason)
            case _:
                chosen = [card for card in self.cards if card.isChecked()]
                (chosen or self.cards)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- answers --------------------------------------------------------------------------------------------------

    def _move(self, card: AnswerCard, step: int) -> None:
        at = (self.cards.index(card) + step) % len(self.cards)
        self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _picked(self, value: str, _chosen: bool) -> None:
        for card in self.cards:
            card.setChecked(card.value == value)
        if self._step == 0 and value != self._language:
            self._language = value
            self.language_chosen.emit(value)
        elif self._step == 1:
            self._role = value

    def _advance(self) -> None:
        match self._step:
            case 0:
                self._go(1)
            case 1 if self._role:
                self._go(2)
            case 2 if self.station.text.strip():
                self.station.explain("")
                self._go(3)
            case 2:
                self.station.explain(self.tr("Type the code of this post."))
            case 3:
                self._finish()
            case _:
                self.begin()

    def _finish(self) -> None:
        self.first.explain("")
        self.again.explain("")
        if len(self.first.text) < _SHORTEST:
            self.first.explain(self.tr("At least %n character(s), better four or more words.", "", _SHORTEST))
            self.first.input.setFocus()
        elif self.first.text != self.again.text:
            self.again.explain(self.tr("The two are not the same. Type the passphrase again."))
            self.again.input.setFocus()
        else:
            self.set_busy(busy=True)
            self.created.emit(self._role, self.station.text.strip(), self.first.text)

    def set_busy(self, *, busy: bool) -> None:
        """While the store is made."""
        self.progress.set_running(running=busy)
        self.next.set_off(self.tr("The workplace is being made.") if busy else "")

    def refuse(self, title: str, text: str) -> None:
        """Say why it was not made."""
        self.set_busy(busy=False)
        self.trouble.say(title, text)
        self.trouble.show()
        self.begin()

    @override
    def on_key(self, key: str) -> bool:
        if key.isdigit() and int(key) <= len(self.cards):
            self.cards[int(key) - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._picked(self.cards[int(key) - 1].value, True)
            return True
        return False

    @override
    def on_enter(self) -> bool:
        self._advance()
        return True

    @override
    def on_back(self) -> bool:
        if self._step:
            self._go(self._step - 1)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._step > 1 and keys.plain(event) and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.setVisible(self.width() > look.now().px(760))
