"""The interview: one question on the page, its answers, and nothing that judges."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import keys, look, ports
from screening.app.pages.page import Foot, Page, stack
from screening.app.widgets.asking import Asking
from screening.app.widgets.banner import Banner, Tone
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.panel import IndicatorPanel
from screening.app.widgets.rail import Rail, Section
from screening.app.widgets.scroll import Scroll


class InterviewPage(Page):
    """Rail, question, indicators.

    Signals:
        answered(ref, value), refused(ref), unknown(ref), skipping(ref), noting(ref): about a question shown.
        drafted(ref, value): what is being typed; it may not be right yet.
        advanced(), retreated(), jumped(section from 1), reviewed(), searching(): moving about.
        alarmed(), ended(), retried(): urgent, stop the conversation, try saving again.
        instance_added(ref), instance_opened(ref, position from 1), instance_removed(ref, position from 1): repeats.
        choosing(ref, accepts), given(ref, name, data): a file is wanted; something was drawn.
    """

    answered = Signal(str, str)
    drafted = Signal(str, str)
    refused = Signal(str)
    unknown = Signal(str)
    skipping = Signal(str)
    noting = Signal(str)
    advanced = Signal()
    retreated = Signal()
    jumped = Signal(int)
    reviewed = Signal()
    searching = Signal()
    alarmed = Signal()
    ended = Signal()
    retried = Signal()
    instance_added = Signal(str)
    instance_opened = Signal(str, int)
    instance_removed = Signal(str, int)
    choosing = Signal(str, str)
    given = Signal(str, str, bytes)

    def __init__(self, *, single_keys: bool = True) -> None:
        super().__init__()
        self._single_keys = single_keys
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail()
        self.rail.jumped.connect(self._jump)
        self.rail.reviewed.connect(self._review)
        self.rail.alarmed.connect(self.alarmed)
        self.rail.ended.connect(self.ended)
        row.addWidget(self.rail)
        middle = stack()
        self.banner = Banner(Tone.ATTENTION)
        self.banner.acted.connect(self.retried)
        self.banner.hide()
        self._scroll = Scroll((32, 24, 32, 16))
        centred = QHBoxLayout()
        centred.addStretch(1)
        self._inner = QWidget()
        self._inner.setMaximumWidth(look.now().px(842))
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.banner)
        self.view = self._make_view()
        inner.addWidget(self.view)
        self._gap = QSpacerItem(0, 14)
        inner.addSpacerItem(self._gap)
        inner.addLayout(self._make_others(key=single_keys))
        centred.addWidget(self._inner, 1000)
        centred.addStretch(1)
        self._scroll.column.addLayout(centred)
        self._scroll.column.addStretch(1)
        middle.addWidget(self._scroll, 1)
        middle.addWidget(self._make_foot())
        row.addLayout(middle, 1)
        self.panel = IndicatorPanel()
        self.panel.folded.connect(self._remember_fold)
        row.addWidget(self.panel)
        self._wants_folded = False

    def _make_view(self) -> Asking:
        view = Asking()
        view.answered.connect(self.answered)
        view.drafted.connect(self.drafted)
        view.went_on.connect(self._advance)
        view.instance_added.connect(self.instance_added)
        view.instance_opened.connect(self.instance_opened)
        view.instance_removed.connect(self.instance_removed)
        view.choosing.connect(self.choosing)
        view.given.connect(self.given)
        return view

    def _make_others(self, *, key: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.refuse = Button(self.tr("Refuses"), key="R" if key else "")
        self.know_not = Button(self.tr("Does not know"), key="U" if key else "")
        self.skip = Button(self.tr("Skip…"), key="S" if key else "")
        self.note = Button(self.tr("Note"), Kind.QUIET, icon="note", key="N" if key else "")
        self.refuse.pressed_on.connect(lambda: self._about(self.refused))
        self.know_not.pressed_on.connect(lambda: self._about(self.unknown))
        self.skip.pressed_on.connect(lambda: self._about(self.skipping))
        self.note.pressed_on.connect(lambda: self._about(self.noting))
        for each in (self.refuse, self.know_not, self.skip):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.note)
        return row

    def _make_foot(self) -> Foot:
        self._foot = Foot()
        self.back = Button(self.tr("Back"), icon="back", key="Alt ←")
        self.back.pressed_on.connect(self.on_back)
        self.next = Button(self.tr("Next"), Kind.PRIMARY, after="next", key="Enter")
        self.next.pressed_on.connect(self._advance)
        self._foot.add_start(self.back)
        self._foot.add_end(self.next)
        return self._foot

    # ---- showing --------------------------------------------------------------------------------------------------

    def show_question(self, asked: ports.Asked, *, focus: bool = True) -> None:
        """Show a question; the focus goes to where it is answered."""
        before = self.view.asked
        other = asked.ref != before.ref
        closed = asked.readonly and not before.readonly  # Qt would move the focus to any button that is left
        self.view.show_asked(asked)
        asks = any(map(_is_asked, asked.parts or (asked,)))
        for each in (self.refuse, self.know_not, self.skip):
            each.setVisible(asks)
        if other:
            self._scroll.verticalScrollBar().setValue(0)
        if (other or closed) and focus:
            self.take_focus()

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """Fill the rail."""
        self.rail.show_sections(sections)

    def show_panel(self, panel: ports.Panel) -> None:
        """Fill the panel of indicators."""
        self.panel.show_panel(panel)

    def show_trouble(self, title: str, text: str, action: str) -> None:
        """A banner above the question, with its one action; an empty title takes it away."""
        self.banner.say(title, text, action)
        self.banner.setVisible(bool(title))

    def take_focus(self) -> None:
        """Where the answer is given, or the button that goes on."""
        if self.view.asked.readonly or not self.view.take_focus():
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def begin(self) -> None:
        self.take_focus()

    @override
    def hints(self) -> str:
        return self.tr("Digits 1 to 9 — answer · Ctrl F — find a question")

    # ---- keys -----------------------------------------------------------------------------------------------------

    def _about(self, signal: SignalInstance) -> None:
        asked = self.view.about
        if signal is self.noting or _is_asked(asked):
            signal.emit(asked.ref)

    def _advance(self) -> None:
        if self.view.commit():
            self.advanced.emit()
        else:
            self.take_focus()

    def go_on(self) -> None:
        """After a reason why there is no answer: the next question on this page, else the next page."""
        if not self.view.next_part():
            self.advanced.emit()

    def _jump(self, number: int) -> None:
        self.view.commit()
        self.jumped.emit(number)

    def _review(self) -> None:
        self.view.commit()
        self.reviewed.emit()

    @override
    def on_key(self, key: str) -> bool:
        if not self._single_keys:
            return False
        if key.isdigit():
            return self.view.choose(int(key))
        button = {"R": self.refuse, "U": self.know_not, "S": self.skip, "N": self.note}.get(key)
        if button is None or button.isHidden():
            return False
        button.click()
        return True

    @override
    def on_function(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_F2:
            self.alarmed.emit()
        elif key == Qt.Key.Key_F4:
            self.ended.emit()
        elif key == Qt.Key.Key_F6:
            self.rail.take_focus()
        elif key == Qt.Key.Key_F7:
            self.panel.fold(folded=not self.panel.is_folded)
        else:
            return False
        return True

    @override
    def on_enter(self) -> bool:
        if not self.view.next_part():
            self._advance()
        return True

    @override
    def on_ctrl(self, event: QKeyEvent) -> bool:
        if keys.with_ctrl(event, "F"):
            self.searching.emit()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._advance()
            return True
        return False

    @override
    def on_back(self) -> bool:
        self.view.commit()
        self.retreated.emit()
        return True

    # ---- room -----------------------------------------------------------------------------------------------------

    def _remember_fold(self, folded: bool) -> None:
        self._wants_folded = folded

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        text = look.now().text
        narrow = self.width() < 1100 * text
        low = self.height() < 600 * text
        self.rail.set_narrow(narrow=narrow)
        self.panel.fold(folded=narrow or self._wants_folded, quietly=True)
        self.view.set_low(low=low)
        self._foot.set_low(low=low)
        side = 20 if narrow else 32
        self._inner.setMaximumWidth(16_777_215 if narrow else look.now().px(842))
        self._gap.changeSize(0, 8 if low else 14)
        inner = self._inner.layout()
        if inner is not None:
            inner.invalidate()  # a spacer does not tell that it changed
        self._scroll.column.setContentsMargins(side, 6 if low else 24, side, 2 if low else 16)


def _is_asked(asked: ports.Asked) -> bool:
    """Whether a person can answer it, or say why not."""
    return asked.kind not in ("note", "said", "repeat") and not asked.readonly
