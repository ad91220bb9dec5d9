"""Check answers: everything that was said on one page, each with the way back to its question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import ports
from screening.app.pages.page import Foot, Page
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.rail import Rail, Section
from screening.app.widgets.scroll import Scroll
from screening.app.widgets.tag import Sign
from screening.app.widgets.way import empty
from screening.app.widgets.words import Words


class CheckPage(Page):
    """Signals: changing(ref), jumped(section from 1), finished(), alarmed(), ended()."""

    changing = Signal(str)
    jumped = Signal(int)
    finished = Signal()
    alarmed = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail()
        self.rail.jumped.connect(self.jumped)
        self.rail.alarmed.connect(self.alarmed)
        self.rail.ended.connect(self.ended)
        row.addWidget(self.rail)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        self._scroll = Scroll((32, 24, 32, 16))
        self._scroll.column.setSpacing(10)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._scroll.column.addLayout(self._list)
        self._scroll.column.addStretch(1)
        middle.addWidget(self._scroll, 1)
        foot = Foot()
        self.back = Button(self.tr("Back to the questions"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.finish = Button(self.tr("Finish and assess"), Kind.PRIMARY, after="next", key="Enter")
        self.finish.pressed_on.connect(self.finished)
        foot.add_start(self.back)
        foot.add_end(self.finish)
        middle.addWidget(foot)
        row.addLayout(middle, 1)
        self.trouble = Banner(Tone.ATTENTION)
        self._first_trouble: Button | None = None

    def show_answers(
        self, lines: tuple[ports.Checked, ...], sections: tuple[Section, ...], *, closed: bool, stopped: bool = False
    ) -> None:
        """List what was answered. closed: finalised, to be read only; stopped: nothing more is asked of anybody."""
        self.rail.show_sections(sections, reviewing=True)
        empty(self._list)
        self._first_trouble = None
        self._list.addWidget(Words(self.tr("Check answers"), "question", "ink", bold=True))
        wrong = [line for line in lines if line.trouble and not stopped]
        self.trouble = Banner(Tone.ATTENTION)
        self.trouble.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if wrong:
            self.trouble.say(
                self.tr("%n answer(s) are still needed before this can be finished", "", len(wrong)),
                self.tr("Everything is saved. You can also stop the conversation at any time, without them."),
            )
        self._list.addWidget(self.trouble)
        self.trouble.setVisible(bool(wrong))
        self.finish.setText(self.tr("To the assessment") if closed or stopped else self.tr("Finish and assess"))
        card: Card | None = None
        section = None
        for line in lines:
            if card is None or line.section != section:
                section = line.section
                self._list.addWidget(Words(section, "title", "ink", bold=True))
                card = Card()
                self._list.addWidget(card)
            else:
                card.line()
            card.column.addWidget(self._line(line, closed=closed))

    def _line(self, line: ports.Checked, *, closed: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(16, 6, 6, 6)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(f"{line.number} {line.question}".strip(), "body", "ink2"))
        signs = {
            "declined": ("refuse", self.tr("Did not want to answer")),
            "unsure": ("help", self.tr("Does not know")),
            "not_asked": ("minus", self.tr("Not asked")),
        }
        if line.missing is not None:
            icon, said = signs[line.missing]
            words.addWidget(Sign(icon, said, "ink2"))
        else:
            words.addWidget(Words(line.answer or "—", "lead", "ink" if line.answer else "ink3"))
        if line.trouble:
            words.addWidget(Sign("info", line.trouble, "attnInk"))
        row.addLayout(words, 1)
        change = Button(self.tr("Look") if closed else self.tr("Change"), Kind.QUIET)
        change.setAccessibleName(f"{change.text()}: {line.question}")
        change.pressed_on.connect(lambda: self.changing.emit(line.ref))
        row.addWidget(change)
        if line.trouble and self._first_trouble is None:
            self._first_trouble = change
        return holder

    @override
    def begin(self) -> None:
        if not self.trouble.isHidden():
            self.trouble.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finish.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def on_enter(self) -> bool:
        if self.trouble.hasFocus() and self._first_trouble is not None:
            self._first_trouble.click()
        else:
            self.finish.click()
        return True

    @override
    def on_function(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_F2:
            self.alarmed.emit()
        elif key == Qt.Key.Key_F4:
            self.ended.emit()
        elif key == Qt.Key.Key_F6:
            self.rail.take_focus()
        else:
            return False
        return True

    @override
    def hints(self) -> str:
        return self.tr("Tab — to the next answer · Enter — go on")
