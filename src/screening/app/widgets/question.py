"""One question and what can be answered to it. Its cards and fields are reused from question to question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, typed
from screening.app.ports import Asked
from screening.app.reading import direction_of
from screening.app.widgets.answer_card import AnswerCard, CheckCard
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.field import Field
from screening.app.widgets.tag import Sign
from screening.app.widgets.words import Words

_QUIET_MS: Final = 300
"""A text field commits after this long without a key."""
_PARSE: Final[dict[str, Callable[[str], str | None]]] = {
    "integer": typed.integer,
    "decimal": typed.decimal,
    "date": typed.day,
    "time": typed.clock,
    "text": typed.plain,
    "long": typed.plain,
}
_SHOW: Final[dict[str, Callable[[str], str]]] = {"date": typed.day_shown, "time": typed.clock_shown}


class QuestionView(QWidget):
    """Shows an `Asked`.

    Signals:
        answered(ref, value): a committed answer in the form's text form; empty clears it.
        declined(ref, reason): refused, unknown or not asked, by its code.
        instance_added(ref), instance_removed(ref, position from 1): of a repeat.
    """

    answered = Signal(str, str)
    instance_added = Signal(str)
    instance_removed = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._asked = Asked("", "note", "", "")
        self._pending: str | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._build_head(column)
        self._answers = QVBoxLayout()
        self._answers.setContentsMargins(0, 0, 0, 0)
        self._answers.setSpacing(10)
        column.addLayout(self._answers)
        self._ones: list[AnswerCard] = []
        self._manies: list[CheckCard] = []
        self._line = Field()
        self._area = Field(lines=4)
        for field in (self._line, self._area):
            field.edited.connect(self._typed)
            field.committed.connect(self.commit)
            self._answers.addWidget(field)
            field.hide()
        self._repeat = _Repeat()
        self._repeat.added.connect(lambda: self.instance_added.emit(self._asked.ref))
        self._repeat.removed.connect(lambda at: self.instance_removed.emit(self._asked.ref, at))
        self._answers.addWidget(self._repeat)
        self._repeat.hide()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self.commit)
        self._low = False

    def _build_head(self, column: QVBoxLayout) -> None:
        self.where = Words("", "body", "ink2")
        self.aloud = Sign("hide", self.tr("For the officer, not read aloud"), "ink2")
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(16)
        top.addWidget(self.where, 1)
        top.addWidget(self.aloud, 0, Qt.AlignmentFlag.AlignTop)
        self.question = Words("", "question", "ink", bold=True)
        hers = QHBoxLayout()
        hers.setContentsMargins(0, 4, 0, 0)
        self._hers_row = hers
        hers.setSpacing(10)
        self.mark = Words("", "meta", "ink3", bold=True, wrap=False)
        self.mark.setContentsMargins(0, 5, 0, 0)
        self.hers = Words("", "hers", "ink2")
        hers.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        hers.addWidget(self.hers, 1)
        self.hint = Words("", "body", "ink2")
        self.why_button = Button("", Kind.QUIET, icon="chevR", flush=True)
        self.why_button.pressed_on.connect(self._turn_why)
        self.why = Words("", "body", "ink2")
        why_row = QHBoxLayout()
        why_row.setContentsMargins(0, 0, 0, 0)
        why_row.addWidget(self.why_button)
        why_row.addStretch(1)
        self.message = Banner(Tone.ATTENTION)
        self.missing = Banner(Tone.INFO)
        self._gap = QSpacerItem(0, 6)
        column.addLayout(top)
        column.addSpacerItem(self._gap)
        column.addWidget(self.question)
        column.addLayout(hers)
        column.addWidget(self.hint)
        column.addLayout(why_row)
        column.addWidget(self.why)
        column.addWidget(self.message)
        column.addWidget(self.missing)

    @property
    def asked(self) -> Asked:
        """What is shown."""
        return self._asked

    def set_low(self, *, low: bool) -> None:
        """Lower cards and smaller gaps on small screens."""
        self._low = low
        self._answers.setSpacing(8 if low else 10)
        self._gap.changeSize(0, 0 if low else 6)
        self._hers_row.setContentsMargins(0, 0 if low else 4, 0, 0)
        self._show_cards()

    # ---- showing --------------------------------------------------------------------------------------------------

    def show_asked(self, asked: Asked) -> None:
        """Show a question, or the same one after an answer."""
        if asked == self._asked:
            return
        other = asked.ref != self._asked.ref
        if other:
            self.commit()
            self._pending = None
        self._asked = asked
        self.where.setText(asked.where)
        self.aloud.setVisible(asked.officer)
        self.question.setText(asked.question + (" *" if asked.required and asked.kind != "note" else ""))
        self.question.setAccessibleName(asked.question)
        self.mark.setText(asked.hers_mark)
        self.mark.setVisible(bool(asked.hers))
        self.hers.setLayoutDirection(direction_of(asked.hers))
        self.hers.setText(asked.hers)
        self.hers.setVisible(bool(asked.hers))
        self.hint.setText(asked.hint)
        self.hint.setVisible(bool(asked.hint))
        self.why_button.setVisible(bool(asked.why))
        if other:
            self.why.hide()
            self.why_button.setText(self.tr("Why we ask"))
            self.why_button.set_icon("chevR")
        self.why.setText(asked.why)
        self.message.say(asked.message)
        self.message.setVisible(bool(asked.message))
        self._show_missing()
        self._show_cards()
        self._show_fields(other=other)
        self._repeat.setVisible(asked.kind == "repeat")
        if asked.kind == "repeat":
            self._repeat.show_instances(asked.instances, readonly=asked.readonly)

    def _show_missing(self) -> None:
        words = {
            "declined": self.tr("Marked: she or he does not want to answer."),
            "unsure": self.tr("Marked: she or he does not know."),
            "not_asked": self.tr("Marked: not asked."),
        }
        missing = self._asked.missing
        if missing is not None:
            self.missing.say(words[missing], self.tr("An answer given later replaces this."))
        self.missing.setVisible(missing is not None)

    def _show_cards(self) -> None:
        asked = self._asked
        self._fill(self._ones, AnswerCard, asked if asked.kind == "one" else None)
        self._fill(self._manies, CheckCard, asked if asked.kind == "many" else None)

    def _fill(
        self, cards: list[AnswerCard] | list[CheckCard], make: type[AnswerCard | CheckCard], asked: Asked | None
    ) -> None:
        offers = asked.offers if asked is not None else ()
        while len(cards) < len(offers):
            card = make()
            card.picked.connect(self._picked)
            card.moved.connect(lambda step, card=card: self._move(card, step))
            self._answers.insertWidget(self._answers.count() - 3, card)
            cards.append(card)  # type: ignore[arg-type]  # the list and the maker belong together
        for number, card in enumerate([*cards], start=1):
            if number > len(offers) or asked is None:
                card.retire()
                continue
            offer = offers[number - 1]
            card.value = offer.value
            chosen = offer.value in asked.chosen
            card.show_answer(number if number <= 9 else 0, offer.label, offer.hers, chosen, low=self._low)  # noqa: PLR2004
            card.setEnabled(not asked.readonly)
            card.show()

    def _show_fields(self, *, other: bool) -> None:
        asked = self._asked
        long = asked.kind == "long"
        short = asked.kind in ("text", "integer", "decimal", "date", "time")
        self._line.setVisible(short)
        self._area.setVisible(long)
        if not (short or long):
            return
        field = self._area if long else self._line
        wants = {
            "integer": self.tr("A whole number, for example 17."),
            "decimal": self.tr("A number, for example 2.5."),
            "date": self.tr("Day, month, year, for example 14.03.2003."),
            "time": self.tr("Hours and minutes, for example 19:30."),
        }
        field.name("", "")
        field.input.setAccessibleName(asked.question)
        field.input.setReadOnly(asked.readonly)
        field.aside.setText("")
        self._wants = wants.get(asked.kind, "")
        field.name("", self._wants)
        field.input.setAccessibleName(asked.question)
        if other or self._pending is None:
            field.set_text(_SHOW.get(asked.kind, str)(asked.value))
            field.explain("")

    def _turn_why(self) -> None:
        shown = not self.why.isVisible()
        self.why.setVisible(shown)
        self.why_button.set_icon("chevD" if shown else "chevR")

    # ---- answering ------------------------------------------------------------------------------------------------

    @property
    def cards(self) -> list[AnswerCard | CheckCard]:
        """The cards in use."""
        pool: list[AnswerCard | CheckCard] = []
        pool += self._ones
        pool += self._manies
        return [card for card in pool if not card.isHidden()]

    def choose(self, number: int) -> bool:
        """The answer with this key, 1 to 9."""
        cards = self.cards
        if not 1 <= number <= len(cards) or self._asked.readonly:
            return False
        card = cards[number - 1]
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(card, AnswerCard) and card.isChecked():
            return True
        card.click()
        return True

    def _picked(self, value: str, chosen: bool) -> None:
        asked = self._asked
        if asked.kind == "one":
            if chosen and value in asked.chosen:
                return
            self.answered.emit(asked.ref, value if chosen else "")
            return
        picked = set(asked.chosen) | {value} if chosen else set(asked.chosen) - {value}
        self.answered.emit(asked.ref, " ".join(o.value for o in asked.offers if o.value in picked))

    def _move(self, card: AnswerCard | CheckCard, step: int) -> None:
        cards = self.cards
        cards[(cards.index(card) + step) % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self, text: str) -> None:
        self._pending = text
        self._quiet.start()

    def commit(self) -> bool:
        """Hand over what was typed; False while it does not fit."""
        self._quiet.stop()
        if self._pending is None:
            return True
        asked, text = self._asked, self._pending
        value = _PARSE[asked.kind](text) if text.strip() else ""
        field = self._area if asked.kind == "long" else self._line
        if value is None:
            field.explain(self._wants)
            return False
        field.explain("")
        self._pending = None
        if value != asked.value:
            self.answered.emit(asked.ref, value)
        return True

    def take_focus(self) -> None:
        """Focus where an answer is given: the chosen card, the first one, or the field."""
        cards = self.cards
        if cards:
            chosen = next((card for card in cards if card.isChecked()), cards[0])
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._line.isHidden():
            self._line.input.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._area.isHidden():
            self._area.input.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._repeat.isHidden():
            self._repeat.add.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look.now().px(762), super().sizeHint().height())


class _Repeat(QWidget):
    """The entries of a repeat: what is there, take one away, add one."""

    added = Signal()
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._card = Card()
        column.addWidget(self._card)
        row = QHBoxLayout()
        self.add = Button(self.tr("Add another"), icon="plus")
        self.add.pressed_on.connect(self.added)
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        self._shown: tuple[str, ...] | None = None

    def show_instances(self, labels: tuple[str, ...], *, readonly: bool) -> None:
        """List the entries."""
        self.add.setVisible(not readonly)
        if labels == self._shown:
            return
        self._shown = labels
        while (item := self._card.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._card.setVisible(bool(labels))
        for number, label in enumerate(labels, start=1):
            if number > 1:
                self._card.line()
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(16, 4, 4, 4)
            row.addWidget(Words(label, "body", "ink"), 1)
            remove = Button(self.tr("Remove"), Kind.QUIET, icon="cross")
            remove.setAccessibleName(self.tr("Remove {what}").format(what=label))
            remove.pressed_on.connect(lambda number=number: self.removed.emit(number))
            row.addWidget(remove)
            remove.setVisible(not readonly)  # only now: without a parent it would open a window of its own
            self._card.column.addWidget(line)
