"""One packet under review: their result beside ours, the answers, and the decision that goes back signed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, ports
from screening.app.pages.page import Foot, Page
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card, Hairline
from screening.app.widgets.field import Field
from screening.app.widgets.icon import Icon
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.tag import Sign, Tag
from screening.app.widgets.way import Timeline, empty
from screening.app.widgets.words import Words


class ReviewPage(Page):
    """Signals: decided(decision, reason), revealed(): show the person; it is entered in the log."""

    decided = Signal(str, str)
    revealed = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll((32, 16, 32, 16))
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(28)
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
        self._build_side()
        foot = Foot()
        self.back = Button(self.tr("To the inbox"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.sign = Button(self.tr("Sign the decision"), Kind.PRIMARY, icon="seal", key="Ctrl Enter")
        self.sign.pressed_on.connect(self._sign)
        foot.add_start(self.back)
        foot.add_end(self.sign)
        outer.addWidget(foot)
        self._review: ports.Review | None = None

    def _build_side(self) -> None:
        self._side.addWidget(Words(self.tr("What happened"), "lead", "ink", bold=True))
        card = Card(margin=8)
        self._events = Timeline()
        card.column.addWidget(self._events)
        self._side.addWidget(card)
        self._side.addWidget(Words(self.tr("Decision"), "lead", "ink", bold=True))
        self.cards: list[AnswerCard] = []
        for number, (value, words) in enumerate(
            (
                ("accept", self.tr("Accept for review")),
                ("question", self.tr("Ask the post")),
                ("return", self.tr("Return with a reason")),
                ("close", self.tr("Close")),
            ),
            start=1,
        ):
            made = AnswerCard()
            made.value = value
            made.show_answer(number, words, "", chosen=False, low=True)
            made.picked.connect(self._picked)
            made.moved.connect(lambda step, made=made: self._move(made, step))
            self.cards.append(made)
            self._side.addWidget(made)
        self.reason = Field(self.tr("Reason"), self.tr("The officer reads it in the receipt. No names."), lines=2)
        self._side.addWidget(self.reason)
        self._side.addWidget(Words(self.tr("The officer gets a signed receipt."), "meta", "ink3"))
        self._side.addStretch(1)

    def show_review(self, review: ports.Review) -> None:
        """Draw a packet."""
        other = self._review is None or self._review.key != review.key
        self._review = review
        empty(self._main)
        self._head(review)
        self._person(review)
        self._comparison(review)
        self._answers(review)
        self._events.show_events(review.events)
        if other:
            for card in self.cards:
                card.setChecked(card.value == review.decision)
            self.reason.set_text(review.reason)
            self.reason.explain("")
            self._scroll.verticalScrollBar().setValue(0)

    def _head(self, review: ports.Review) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        if review.urgent:
            row.addWidget(Tag("urgent", self.tr("Urgent")))
        row.addWidget(Tag(review.outcome, review.outcome_words))
        about = Words(review.about, "body", "ink2")
        narrow = self.width() < look.now().px(1100)
        if narrow:
            row.addStretch(1)
        else:
            row.addWidget(about, 1)
        row.addWidget(Sign("seal", self.tr("The signature is genuine"), "okInk"))
        self._main.addLayout(row)
        if narrow:
            self._main.addWidget(about)
        if review.restrictions:
            self._main.addWidget(
                Banner(Tone.ATTENTION, self.tr("Before you call or write"), "\n".join(review.restrictions))
            )

    def _person(self, review: ports.Review) -> None:
        if not review.has_person:
            return
        if review.person:
            self._pairs(review.person)
            return
        sheet = Card(fill="sunken")
        row = QHBoxLayout()
        row.setContentsMargins(15, 3, 3, 3)
        row.setSpacing(12)
        row.addWidget(Icon("hide", 20, "ink2"))
        row.addWidget(
            Words(self.tr("The person is hidden. The decision does not need to know who it is."), "body", "ink"), 1
        )
        reveal = Button(self.tr("Show, and enter it in the log"))
        reveal.pressed_on.connect(self.revealed)
        row.addWidget(reveal)
        sheet.column.addLayout(row)
        self._main.addWidget(sheet)

    def _pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        card = Card()
        for number, (label, text) in enumerate(pairs):
            if number:
                card.line()
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(15, 7, 15, 7)
            row.setSpacing(16)
            name = Words(label, "body", "ink2")
            name.setFixedWidth(look.now().px(190))
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(text, "body", "ink"), 1)
            card.column.addWidget(line)
        self._main.addWidget(card)

    def _comparison(self, review: ports.Review) -> None:
        if not review.compared:
            return
        title = (
            self.tr("Weighed again here: the result is the same")
            if review.same
            else self.tr("Weighed again here: the result differs")
        )
        self._main.addWidget(Words(title, "title", "ink", bold=True))
        card = Card()
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, head in enumerate((self.tr("Dimension"), self.tr("The post"), self.tr("Here"), "")):
            grid.addWidget(Words(head, "meta", "ink2", bold=True), 0, column)
        for row, line in enumerate(review.compared):
            grid.addWidget(Hairline(shade="line" if row else "edge"), 2 * row + 1, 0, 1, 4)
            grid.addWidget(Words(line.name, "body", "ink"), 2 * row + 2, 0)
            grid.addWidget(Words(line.theirs, "body", "ink2"), 2 * row + 2, 1)
            grid.addWidget(Words(line.ours, "body", "ink2" if line.same else "ink"), 2 * row + 2, 2)
            sign = (
                Sign("same", self.tr("the same"), "ink3", style="meta")
                if line.same
                else Sign("diff", self.tr("different"), "groundsInk", style="meta", bold=True)
            )
            grid.addWidget(sign, 2 * row + 2, 3)
        for column, stretch in enumerate((3, 4, 4, 2)):
            grid.setColumnStretch(column, stretch)
        card.column.addWidget(holder)
        self._main.addWidget(card)

    def _answers(self, review: ports.Review) -> None:
        if review.fields:
            self._main.addWidget(Words(self.tr("What was sent"), "title", "ink", bold=True))
            self._pairs(review.fields)
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Answers"), "title", "ink", bold=True), 1)
        head.addWidget(Words(review.tally, "meta", "ink2", wrap=False), 0, Qt.AlignmentFlag.AlignBottom)
        self._main.addLayout(head)
        if review.answers:
            card = Card()
            for number, said in enumerate(review.answers):
                if number:
                    card.line()
                card.column.addWidget(self._said(said))
            self._main.addWidget(card)
        if review.withheld:
            self._main.addWidget(Words(review.withheld, "meta", "ink2"))
        self._main.addStretch(1)

    @staticmethod
    def _said(said: ports.Said) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(said.question, "meta", "ink2"))
        if said.icon:
            words.addWidget(Sign(said.icon, said.answer, "ink2"))
        else:
            words.addWidget(Words(said.answer, "body", "ink"))
        row.addLayout(words, 1)
        if said.indicator:
            row.addWidget(Sign(said.strength or "info", said.indicator, "ink2", style="meta"))
        return line

    def _picked(self, value: str, _chosen: bool) -> None:
        for card in self.cards:
            card.setChecked(card.value == value)
        self.reason.explain("")

    def _move(self, card: AnswerCard, step: int) -> None:
        at = (self.cards.index(card) + step) % len(self.cards)
        self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _sign(self) -> None:
        decision = next((card.value for card in self.cards if card.isChecked()), "")
        if not decision:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.reason.explain(self.tr("Choose a decision, 1 to 4."))
        elif not self.reason.text.strip():
            self.reason.explain(self.tr("Say in one sentence why."))
            self.reason.input.setFocus()
        else:
            self.decided.emit(decision, self.reason.text.strip())

    @override
    def begin(self) -> None:
        chosen = [card for card in self.cards if card.isChecked()]
        (chosen or self.cards)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hints(self) -> str:
        return self.tr("1 to 4 — decide · Tab — to the reason · Ctrl Enter — sign")

    @override
    def on_key(self, key: str) -> bool:
        if key.isdigit() and int(key) <= len(self.cards):
            card = self.cards[int(key) - 1]
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._picked(card.value, True)
            return True
        return False

    @override
    def on_ctrl(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sign.click()
            return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= look.now().px(1000)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._side_box.setMinimumWidth(look.now().px(372) if wide else 0)
        self._side_box.setMaximumWidth(look.now().px(372) if wide else 16_777_215)
        side = 32 if self.width() >= 1100 else 20  # noqa: PLR2004  as in the layout grids
        self._scroll.column.setContentsMargins(side, 16, side, 16)
