"""Check answers: everything that was said on one page, each with the way back to its question."""

from __future__ import annotations

from collections import deque
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
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

_AT_ONCE: Final = 24
"""Lines that are made in one moment."""
_IN_CARD: Final = 40
"""Lines in one card: a longer section goes on in another."""


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
        self._first_trouble = ""
        self._waiting: deque[ports.Checked] = deque()
        self._closed = False
        self._card: Card | None = None
        self._section: str | None = None
        self._in_card = 0
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._show_more)

    def show_answers(
        self, lines: tuple[ports.Checked, ...], sections: tuple[Section, ...], *, closed: bool, stopped: bool = False
    ) -> None:
        """List what was answered. closed: finalised, to be read only; stopped: nothing more is asked of anybody."""
        self.rail.show_sections(sections, reviewing=True)
        empty(self._list)
        self._list.addWidget(Words(self.tr("Check answers"), "question", "ink", bold=True))
        wrong = [line for line in lines if line.trouble and not stopped]
        self._first_trouble = wrong[0].ref if wrong else ""
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
        self._waiting = deque(lines)
        self._closed, self._card, self._section = closed, None, None
        self._show_more()

    def _show_more(self) -> None:
        """Some lines now, the rest in the next moments: hundreds at once would hold up the keys."""
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            line = self._waiting.popleft()
            if self._card is None or line.section != self._section or self._in_card >= _IN_CARD:
                if line.section != self._section:
                    self._list.addWidget(Words(line.section, "title", "ink", bold=True))
                self._section, self._card, self._in_card = line.section, Card(), 0
                self._list.addWidget(self._card)
            else:
                self._card.line()
            self._in_card += 1
            self._card.column.addWidget(self._line(line, closed=self._closed))
        if self._waiting:
            self._more.start()

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
        return holder

    @override
    def begin(self) -> None:
        if not self.trouble.isHidden():
            self.trouble.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finish.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def on_enter(self) -> bool:
        if self.trouble.hasFocus() and self._first_trouble:
            self.changing.emit(self._first_trouble)
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
