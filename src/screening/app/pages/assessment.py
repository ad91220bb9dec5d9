"""What the answers point to, in words, with every reason; and the officer's own judgement beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, ports
from screening.app.pages.page import Foot, Page
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.explanation import Explanation
from screening.app.widgets.field import Choice, Field
from screening.app.widgets.icon import Icon
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.tag import Sign, outcome_icon
from screening.app.widgets.way import empty
from screening.app.widgets.words import Words

_STATES = {
    "positive": ("check", "groundsInk"),
    "indeterminate": ("insufficient", "ink2"),
    "negative": ("none", "ink2"),
    "not_assessable": ("minus", "ink3"),
}


class AssessmentPage(Page):
    """Signals: went_on(): to consent. judged(outcome, reason): another outcome than the rules'. alarmed()."""

    went_on = Signal()
    judged = Signal(str, str)
    alarmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll((32, 18, 32, 16))
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(32)
        main_box = QWidget()
        self._main = QVBoxLayout(main_box)
        self._side_box = QWidget()
        self._side = QVBoxLayout(self._side_box)
        for each in (self._main, self._side):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(8)
        self._split.addWidget(main_box, 1)
        self._split.addWidget(self._side_box)
        self._scroll.column.addLayout(self._split)
        self._scroll.column.addStretch(1)
        outer.addWidget(self._scroll, 1)
        foot = Foot()
        self.back = Button(self.tr("Back to the questions"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.on = Button(self.tr("To consent"), Kind.PRIMARY, after="next", key="Enter")
        self.on.pressed_on.connect(self._go_on)
        foot.add_start(self.back)
        foot.add_end(self.on)
        outer.addWidget(foot)
        self.choice = Choice(self.tr("Your judgement"))
        self.reason = Field(self.tr("Reason, if you do not agree"), lines=2)
        self._verdict: ports.Verdict | None = None
        self._cards: list[Explanation] = []
        self._grid = QGridLayout()

    def show_verdict(self, verdict: ports.Verdict) -> None:
        """Draw an assessment."""
        self._verdict = verdict
        empty(self._main)
        empty(self._side)
        self._show_main(verdict)
        self._show_side(verdict)
        self._fit()

    def _show_main(self, verdict: ports.Verdict) -> None:
        head = Card()
        row = QHBoxLayout()
        row.setContentsMargins(23, 16, 20, 16)
        row.setSpacing(20)
        icon, shade = outcome_icon(verdict.outcome)
        over = "onGrounds" if verdict.outcome == "presumed" else "surface"
        row.addWidget(Icon(icon, 44, shade, over=over), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(verdict.title, "question", "ink", bold=True))
        words.addWidget(Words(verdict.text, "body", "ink2"))
        row.addLayout(words, 1)
        head.column.addLayout(row)
        self._main.addWidget(head)
        if verdict.urgent:
            urgent = Banner(
                Tone.URGENT,
                self.tr("Urgent"),
                self.tr("A person may be in danger now. Call first; the packet can follow."),
                self.tr("Whom to call"),
            )
            urgent.acted.connect(self.alarmed)
            self._main.addWidget(urgent)
        if verdict.overridden:
            self._main.addWidget(Banner(Tone.INFO, verdict.overridden))
        if verdict.settled and verdict.spared:
            text = self.tr("None of the remaining answers can change this result.")
            text += " " + self.tr("%n question(s) need not be asked.", "", verdict.spared)
            self._main.addWidget(Banner(Tone.STOP, self.tr("You can stop here."), text))
        shown = [dimension for dimension in verdict.dimensions if dimension.grounds]
        if shown:
            title = QHBoxLayout()
            title.addWidget(Words(self.tr("Why this result"), "title", "ink", bold=True), 1)
            note = Words(self.tr("An indicator is not proof"), "body", "ink2", wrap=False)
            title.addWidget(note, 0, Qt.AlignmentFlag.AlignBottom)
            self._main.addSpacing(6)
            self._main.addLayout(title)
            holder = QWidget()
            self._grid = QGridLayout(holder)
            self._grid.setContentsMargins(0, 0, 0, 0)
            self._grid.setSpacing(16)
            self._grid.setColumnStretch(0, 1)
            self._cards = [Explanation(dimension) for dimension in shown]
            self._main.addWidget(holder)
        else:
            self._cards = []
        if verdict.together:
            self._pair(self.tr("Together"), verdict.together)
        if verdict.could_change:
            self._pair(self.tr("Could still change it"), "; ".join(verdict.could_change))
        if verdict.unknown:
            self._pair(self.tr("Not known"), verdict.unknown)
        self._main.addStretch(1)

    def _pair(self, label: str, text: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Words(label, "body", "ink", bold=True, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(text, "body", "ink2"), 1)
        self._main.addLayout(row)

    def _show_side(self, verdict: ports.Verdict) -> None:
        self._side.addWidget(Words(self.tr("All dimensions"), "lead", "ink", bold=True))
        card = Card()
        for number, dimension in enumerate(verdict.dimensions):
            if number:
                card.line()
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(14, 7, 12, 7)
            row.setSpacing(8)
            icon, shade = _STATES[dimension.state]
            row.addWidget(Icon(icon, 18, shade))
            row.addWidget(Words(dimension.name, "body", "ink"), 1)
            row.addWidget(Words(dimension.state_words, "meta", shade, wrap=False))
            card.column.addWidget(line)
        self._side.addWidget(card)
        self._side.addSpacing(10)
        self._side.addWidget(Words(self.tr("Your judgement"), "lead", "ink", bold=True))
        self._side.addWidget(Words(self.tr("You may raise it yourself; lowering takes a supervisor."), "meta", "ink2"))
        self.choice = Choice(self.tr("Your judgement"))
        self.choice.addItem(self.tr("I agree with the result"), "")
        for outcome, words in verdict.outcomes:
            self.choice.addItem(words, outcome)
        self._side.addWidget(self.choice)
        self.reason = Field(self.tr("Reason, if you do not agree"), lines=2)
        self._side.addWidget(self.reason)
        self._side.addSpacing(10)
        self._side.addWidget(Words(self.tr("Next"), "lead", "ink", bold=True))
        for words in (self.tr("Consent for each recipient"), self.tr("Referral")):
            self._side.addWidget(Sign("ring", words, "ink"))
        self._side.addStretch(1)

    def _go_on(self) -> None:
        outcome = self.choice.currentData() or ""
        if not outcome:
            self.went_on.emit()
        elif not self.reason.text.strip():
            self.reason.explain(self.tr("Say in one sentence why."))
            self.reason.input.setFocus()
        else:
            self.judged.emit(outcome, self.reason.text.strip())

    @override
    def begin(self) -> None:
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def on_enter(self) -> bool:
        self._go_on()
        return True

    @override
    def on_function(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_F2:
            self.alarmed.emit()
            return True
        return False

    def _fit(self) -> None:
        wide = self.width() >= look.now().px(1000)
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._side_box.setMinimumWidth(look.now().px(312) if wide else 0)
        self._side_box.setMaximumWidth(look.now().px(312) if wide else 16_777_215)
        columns = 2 if self.width() >= look.now().px(1150) else 1
        if self._cards:
            self._grid.setColumnStretch(1, columns - 1)
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        side = 32 if self.width() >= 1100 else 20  # noqa: PLR2004  as in the layout grids
        self._scroll.column.setContentsMargins(side, 18, side, 16)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
