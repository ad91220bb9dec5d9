"""One question and what can be answered to it. Its parts are reused from question to question."""

from __future__ import annotations

import itertools
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpacerItem, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, paint, pictures
from screening.app.ports import Asked
from screening.app.widgets.answer import Answer
from screening.app.widgets.answer_cards import AnyCard, Cards
from screening.app.widgets.answer_file import DrawingAnswer, FileAnswer
from screening.app.widgets.answer_list import ListAnswer
from screening.app.widgets.answer_map import MapAnswer
from screening.app.widgets.answer_points import PointsAnswer
from screening.app.widgets.answer_range import RangeAnswer
from screening.app.widgets.answer_rank import RankAnswer
from screening.app.widgets.answer_repeat import RepeatAnswer
from screening.app.widgets.answer_said import SaidAnswer
from screening.app.widgets.answer_typed import TypedAnswer
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.tag import Sign
from screening.app.widgets.words import Words

_PICTURE: Final = QSize(640, 240)
_CHOSEN: Final = frozenset({"one", "many"})


class QuestionView(QWidget):
    """Shows an `Asked`.

    lefts: what stands in fields and was not taken as an answer, by the question's ref; shared by all views of a page.

    Signals:
        answered(ref, value): a committed answer in the form's text form; empty clears it.
        drafted(ref, value): the same while it is being typed.
        went_on(): the answer leads to the next question.
        instance_added(ref), instance_opened(ref, place from 1), instance_removed(ref, place from 1): of a repeat.
        choosing(ref, accepts), given(ref, name, data): a file is wanted; a drawing was made.
    """

    answered = Signal(str, str)
    drafted = Signal(str, str)
    went_on = Signal()
    instance_added = Signal(str)
    instance_opened = Signal(str, int)
    instance_removed = Signal(str, int)
    choosing = Signal(str, str)
    given = Signal(str, str, bytes)

    def __init__(self, lefts: dict[str, str] | None = None, *, compact: bool = False) -> None:
        super().__init__()
        self._compact = compact
        self._lefts = lefts if lefts is not None else {}
        self._asked = Asked("", "note", "", "")
        self._answers: dict[str, Answer] = {}
        self._answer: Answer | None = None
        self._low = False
        self._putting = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._build_head(self._column)

    def _build_head(self, column: QVBoxLayout) -> None:
        self.heading = Words("", "title", "ink", bold=True)
        self.heading.setContentsMargins(0, 8, 0, 8)
        self.where = Words("", "body", "ink2")
        self.aloud = Sign("hide", self.tr("For the officer, not read aloud"), "ink2")
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(16)
        top.addWidget(self.where, 1)
        top.addWidget(self.aloud, 0, Qt.AlignmentFlag.AlignTop)
        self.question = Words("", "lead" if self._compact else "question", "ink", bold=True)
        self._hers_box = QWidget()
        hers = QHBoxLayout(self._hers_box)
        hers.setContentsMargins(0, 4, 0, 0)
        self._hers_row = hers
        hers.setSpacing(10)
        self.mark = Words("", "meta", "ink3", bold=True, wrap=False)
        self.mark.setContentsMargins(0, 5, 0, 0)
        self.hers = Words("", "body" if self._compact else "hers", "ink2")
        hers.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        hers.addWidget(self.hers, 1)
        self.hint = Words("", "body", "ink2")
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeading)
        self.sound = Words("", "body", "ink2")
        self.stand_in = Words("", "body", "ink2")
        self.why_button = Button("", Kind.QUIET, icon="chevR", flush=True)
        self.why_button.pressed_on.connect(self._turn_why)
        self.why = Words("", "body", "ink2")
        why_row = QHBoxLayout()
        why_row.setContentsMargins(0, 0, 0, 0)
        why_row.addWidget(self.why_button)
        why_row.addStretch(1)
        self._chained: list[QWidget] = []
        self.message = Banner(Tone.ATTENTION)
        self.missing = Banner(Tone.INFO)
        self._gap = QSpacerItem(0, 6)
        column.addWidget(self.heading)
        column.addLayout(top)
        column.addSpacerItem(self._gap)
        column.addWidget(self.question)
        column.addWidget(self._hers_box)
        for each in (self.hint, self.picture, self.sound, self.stand_in):
            column.addWidget(each)
        column.addLayout(why_row)
        column.addWidget(self.why)
        column.addWidget(self.message)
        column.addWidget(self.missing)
        self._before = QSpacerItem(0, 0)
        column.addSpacerItem(self._before)

    @property
    def asked(self) -> Asked:
        """What is shown."""
        return self._asked

    @property
    def answer(self) -> Answer | None:
        """The way of answering in use; None for a note."""
        return self._answer

    @property
    def cards(self) -> list[AnyCard]:
        """The cards in use."""
        return self._answer.cards if isinstance(self._answer, Cards) else []

    def set_low(self, *, low: bool) -> None:
        """Lower cards and smaller gaps on small screens."""
        self._low = low
        self._gap.changeSize(0, 0 if low or self._compact else 6)
        self._hers_row.setContentsMargins(0, 0 if low else 4, 0, 0)
        if self._answer is not None:
            self._answer.set_low(low=low)

    # ---- showing --------------------------------------------------------------------------------------------------

    def show_asked(self, asked: Asked) -> None:
        """Show a question, or the same one after an answer."""
        if asked == self._asked:
            if asked.message and self._answer is not None:
                self._answer.show_asked(asked, other=False)  # refused once more is refused too
            return
        other = asked.ref != self._asked.ref or asked.kind != self._asked.kind
        if other:
            self._put_by()
        self._asked = asked
        self._show_head(asked)
        if other:
            self.why.hide()
            self.why_button.setText(self.tr("Why we ask"))
            self.why_button.set_icon("chevR")
        self._show_answer(asked, other=other)
        told = isinstance(self._answer, (TypedAnswer, RangeAnswer, PointsAnswer))  # they say it below their field
        self.message.say(asked.message)
        self.message.setVisible(bool(asked.message) and not told)
        self._show_missing()

    def _show_head(self, asked: Asked) -> None:
        for words, text in (
            (self.heading, asked.heading),
            (self.where, asked.where),
            (self.hint, asked.hint),
            (self.stand_in, self._instead(asked)),
            (self.sound, self._sounds(asked)),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        self.aloud.setVisible(asked.officer)
        paint.turn_to(self.question, asked.question)
        self.question.setText(asked.question + (" *" if asked.required and asked.kind != "note" else ""))
        self.question.setAccessibleName(asked.question)
        self.mark.setText(asked.hers_mark)
        self._hers_box.setVisible(bool(asked.hers))
        self.hers.setText(asked.hers)
        paint.turn_to(self._hers_box, asked.hers)
        paint.turn_to(self.hint, asked.hint)
        self.why.setText(asked.why)
        self.why_button.setVisible(bool(asked.why))
        self._show_picture(asked)

    def _show_picture(self, asked: Asked) -> None:
        data = next((each.data for each in asked.media if each.form == "image" and each.data), b"")
        found = pictures.pixmap(data, _PICTURE, self.devicePixelRatioF()) if data else None
        shown = found is not None and asked.manner.layout != "map"
        if found is not None and shown:
            self.picture.setPixmap(found)
            self.picture.setContentsMargins(0, 8, 0, 4)
            self.picture.setAccessibleName(
                self.tr("Picture of the question: {question}").format(question=asked.question)
            )
        self.picture.setVisible(shown)

    def _sounds(self, asked: Asked) -> str:
        """What of a question's media is not shown, in words."""
        said = {
            "audio": self.tr("A recording of this question came with the form: {name}."),
            "video": self.tr("A film belongs to this question: {name}. Films are not played here."),
            "image": self.tr("A picture belongs to this question, but did not come with the form: {name}."),
        }
        told = (each for each in asked.media if each.form != "image" or not each.data)
        hidden = asked.manner.layout == "map"  # the picture says it itself
        return " ".join(
            said[each.form].format(name=each.name) for each in told if not (hidden and each.form == "image")
        )

    def _instead(self, asked: Asked) -> str:
        """What the form wanted here and what is done instead."""
        return {
            "": "",
            "calendar": self.tr("The form would show another calendar here. Type the day as it stands in a passport."),
            "map": self.tr("The form would show a map here. This program shows none; nothing is taken from a sensor."),
            "program": self.tr("The form would open another program here. Give the answer yourself."),
            "sensor": self.tr(
                "The form would ask a sensor here. Type the number: for a direction, degrees from 0 to 359."
            ),
            "printer": self.tr("The form would print a label here. Nothing is printed from this page."),
            "picture": self.tr("The form would open a camera here. This program uses none."),
        }[asked.manner.stand_in]

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

    def _turn_why(self) -> None:
        shown = not self.why.isVisible()
        self.why.setVisible(shown)
        self.why_button.set_icon("chevD" if shown else "chevR")

    # ---- the way of answering -------------------------------------------------------------------------------------

    def _show_answer(self, asked: Asked, *, other: bool) -> None:
        wanted = self._way(asked)
        if wanted is not self._answer:
            if self._answer is not None:
                self._answer.hide()
            self._answer = wanted
            other = True
        gap = 8 if self._compact else 0 if asked.why else 10 if self._low else 16
        self._before.changeSize(0, 0 if wanted is None else gap)
        self._column.invalidate()
        if wanted is None:
            return
        wanted.set_low(low=self._low)
        wanted.show_asked(asked, other=other)
        wanted.show()
        left = self._lefts.pop(asked.ref, None) if other else None
        if left is not None and not asked.readonly:
            wanted.bring_back(left)
        self._chain(wanted)

    def _chain(self, answer: Answer) -> None:
        """Let Tab go from the question through its answer to what stands below: Qt puts what is made late last."""
        parts = [each for each in answer.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        if parts == self._chained:
            return
        for before, after in itertools.pairwise((self.why_button, *parts)):
            QWidget.setTabOrder(before, after)
        self._chained = parts

    def _put_by(self) -> None:
        """Hand over what is typed; what does not fit is kept until the question is shown again."""
        answer, asked = self._answer, self._asked
        if answer is None or not asked.ref or asked.readonly or self._putting:
            return
        self._putting = True  # what is handed over may show the next question before this is done
        try:
            if not answer.stuck:
                answer.commit()
        finally:
            self._putting = False
        left = answer.left
        if left and answer.asked.ref == asked.ref:
            self._lefts[asked.ref] = left

    def _way(self, asked: Asked) -> Answer | None:
        """The part that answers this question; made when it is needed for the first time."""
        name = self._way_name(asked)
        if name == "note":
            return None
        found = self._answers.get(name)
        if found is None:
            found = self._made(name)
            found.answered.connect(lambda value: self.answered.emit(self._asked.ref, value))
            found.drafted.connect(lambda value: self.drafted.emit(self._asked.ref, value))
            found.went_on.connect(self.went_on)
            self._answers[name] = found
            self._column.addWidget(found)
        return found

    @staticmethod
    def _way_name(asked: Asked) -> str:
        if asked.kind in _CHOSEN:
            return {"list": "list", "map": "map"}.get(asked.manner.layout, "cards")
        return {
            "acknowledge": "cards",
            "long": "long",
            "rank": "rank",
            "range": "range",
            "point": "points",
            "trace": "points",
            "shape": "points",
            "file": "file",
            "drawing": "drawing",
            "said": "said",
            "repeat": "repeat",
            "note": "note",
        }.get(asked.kind, "typed")

    def _made(self, name: str) -> Answer:
        match name:
            case "typed":
                return TypedAnswer()
            case "long":
                return TypedAnswer(lines=4)
            case "repeat":
                return self._wired_repeat(RepeatAnswer())
            case "file":
                return self._wired_file(FileAnswer())
            case "drawing":
                return self._wired_file(DrawingAnswer())
            case _:
                made: dict[str, type[Answer]] = {
                    "cards": Cards,
                    "map": MapAnswer,
                    "list": ListAnswer,
                    "rank": RankAnswer,
                    "range": RangeAnswer,
                    "points": PointsAnswer,
                    "said": SaidAnswer,
                }
                return made[name]()

    def _wired_repeat(self, made: RepeatAnswer) -> RepeatAnswer:
        made.added.connect(lambda: self.instance_added.emit(self._asked.ref))
        made.opened.connect(lambda at: self.instance_opened.emit(self._asked.ref, at))
        made.removed.connect(lambda at: self.instance_removed.emit(self._asked.ref, at))
        return made

    def _wired_file(self, made: FileAnswer | DrawingAnswer) -> FileAnswer | DrawingAnswer:
        made.choosing.connect(lambda accepts: self.choosing.emit(self._asked.ref, accepts))
        made.given.connect(lambda name, data: self.given.emit(self._asked.ref, name, data))
        return made

    # ---- answering ------------------------------------------------------------------------------------------------

    def choose(self, number: int) -> bool:
        """The answer with this key, 1 to 9."""
        return self._answer is not None and not self._asked.readonly and self._answer.choose(number)

    def commit(self) -> bool:
        """Hand over what was typed; False while it does not fit."""
        return self._answer is None or self._asked.readonly or self._answer.commit()

    def take_focus(self) -> bool:
        """Focus where an answer is given. False when nothing is answered here."""
        return self._answer is not None and self._answer.take_focus()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look.now().px(762), super().sizeHint().height())
