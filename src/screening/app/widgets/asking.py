"""What a page of the interview asks: one question, or the several that a form puts on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from screening.app import look, paint
from screening.app.ports import Asked
from screening.app.widgets.answer_cards import AnyCard
from screening.app.widgets.choice_table import ChoiceTable
from screening.app.widgets.question import QuestionView

_AT_ONCE: Final = 6
"""New views that are made in one moment: each costs some milliseconds."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question by itself, or a table of several."""

    lines: tuple[Asked, ...]
    head: Asked | None = None
    table: bool = False


class _Holder(QWidget):
    """Room for one entry, with a bar at its side while it is the one that keys are about."""

    def __init__(self) -> None:
        super().__init__()
        self.current = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 10, 0, 10)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.current:
            bar = paint.mirrored(self, self.rect().adjusted(0, 10, 4 - self.width(), -10))
            paint.box(QPainter(self), bar, fill=look.tokens().accent, radius=2)


class Asking(QWidget):
    """Signals as of `QuestionView`, of whichever question they are about."""

    answered = Signal(str, str)
    drafted = Signal(str, str)
    went_on = Signal()
    instance_added = Signal(str)
    instance_opened = Signal(str, int)
    instance_removed = Signal(str, int)
    choosing = Signal(str, str)
    given = Signal(str, str, bytes)

    def __init__(self) -> None:
        super().__init__()
        self._lefts: dict[str, str] = {}
        self._asked = Asked("", "note", "", "")
        self._low = False
        self._current = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.single = self._wired(QuestionView(self._lefts))
        self._column.addWidget(self.single)
        self._many = QWidget()
        self._list = QVBoxLayout(self._many)
        self._list.setContentsMargins(0, 6, 0, 0)
        self._list.setSpacing(6)
        self._column.addWidget(self._many)
        self._many.hide()
        self._views: list[QuestionView] = []
        self._tables: list[ChoiceTable] = []
        self._holders: dict[QWidget, _Holder] = {}
        self._in_use: list[QuestionView | ChoiceTable] = []
        self._unseen: tuple[_Entry, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._show_more)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _wired(self, view: QuestionView) -> QuestionView:
        view.answered.connect(self.answered)
        view.drafted.connect(self.drafted)
        view.went_on.connect(self._go_on_by_itself)
        view.instance_added.connect(self.instance_added)
        view.instance_opened.connect(self.instance_opened)
        view.instance_removed.connect(self.instance_removed)
        view.choosing.connect(self.choosing)
        view.given.connect(self.given)
        return view

    # ---- showing --------------------------------------------------------------------------------------------------

    @property
    def asked(self) -> Asked:
        """What is shown."""
        return self._asked

    @property
    def about(self) -> Asked:
        """The question that keys and buttons are about: of several the one that has, or had, the focus."""
        if self._asked.kind != "fields":
            return self._asked
        parts = self._asked.parts
        found = next((part for part in parts if part.ref == self._current), None)
        return found if found is not None else parts[0] if parts else self._asked

    @property
    def cards(self) -> list[AnyCard]:
        """The cards of the question that keys are about."""
        view = self._view_of(self.about.ref)
        return view.cards if isinstance(view, QuestionView) else []

    def forget(self, ref: str) -> None:
        """What is typed at a question and was not taken as an answer counts no longer."""
        self._lefts.pop(ref, None)
        view = self.part(ref)
        if view is not None and view.answer is not None:
            view.answer.forget()

    def part(self, ref: str) -> QuestionView | None:
        """The view of a question."""
        view = self._view_of(ref)
        return view if isinstance(view, QuestionView) else None

    def show_asked(self, asked: Asked) -> None:
        """Show a page, or the same one after an answer."""
        former, self._asked = self._asked, asked
        self._many.setVisible(asked.kind == "fields")
        if asked.kind != "fields":
            if former.kind == "fields":
                self._show_entries(())
            self.single.show_asked(asked)
            return
        if former.ref != asked.ref:
            self._current = ""
        self.single.show_asked(replace(asked, kind="note", parts=()))
        self._show_entries(self._entries(asked.parts))

    def _entries(self, parts: tuple[Asked, ...]) -> tuple[_Entry, ...]:
        """The parts in their order, those of a table together."""
        found: list[_Entry] = []
        for part in parts:
            layout = part.manner.layout
            last = found[-1] if found else None
            choices = tuple(offer.value for offer in part.offers)
            if layout == "table_head" and self._tabled(part):
                found.append(_Entry((), part, table=True))
            elif layout == "table" and last is not None and last.table and self._columns(last) == choices:
                found[-1] = _Entry((*last.lines, part), last.head, table=True)
            elif layout == "table" and self._tabled(part):
                found.append(_Entry((part,), table=True))
            else:
                found.append(_Entry((part,)))
        return tuple(
            _Entry((entry.head,)) if entry.table and entry.head is not None and not entry.lines else entry
            for entry in found
        )

    def _tabled(self, part: Asked) -> bool:
        return ChoiceTable.fits(part, self.width() - 16) if self.width() > 1 else True

    @staticmethod
    def _columns(entry: _Entry) -> tuple[str, ...]:
        named = entry.head if entry.head is not None else entry.lines[0]
        return tuple(offer.value for offer in named.offers)

    def _show_more(self) -> None:
        """What did not fit into the first moment."""
        if self._unseen:
            self._show_entries(self._entries(self._asked.parts))

    def _show_all(self) -> None:
        """Nothing waits any longer."""
        while self._unseen:
            self._show_more()

    def _show_entries(self, entries: tuple[_Entry, ...]) -> None:
        """Show as many entries as there are views, and a few more; the others follow in the next moments."""
        most = len(self._views) + len(self._tables) + _AT_ONCE
        entries, self._unseen = entries[:most], entries[most:]
        if self._unseen:
            self._rest.start()
        self._show_these(entries)

    def _show_these(self, entries: tuple[_Entry, ...]) -> None:
        """Give each entry a view: the one that shows it already, else one that is free."""
        free_views, free_tables = list(self._views), list(self._tables)
        chosen: list[QuestionView | ChoiceTable | None] = [None] * len(entries)
        for at, entry in enumerate(entries):
            if entry.table:
                refs = {line.ref for line in entry.lines}
                table = next((each for each in free_tables if refs & set(each.refs)), None)
                if table is not None:
                    free_tables.remove(table)
                    chosen[at] = table
            else:
                view = next((each for each in free_views if each.asked.ref == entry.lines[0].ref), None)
                if view is not None:
                    free_views.remove(view)
                    chosen[at] = view
        self._in_use = []
        for at, entry in enumerate(entries):
            shown = chosen[at]
            if shown is None:
                shown = self._free_table(free_tables) if entry.table else self._free_view(free_views)
            self._put(shown, at)
            if isinstance(shown, ChoiceTable):
                shown.show_lines(entry.head, entry.lines)
            else:
                shown.set_low(low=self._low)
                shown.show_asked(entry.lines[0])
            self._holders[shown].show()
            self._in_use.append(shown)
        for idle in (*free_views, *free_tables):
            if isinstance(idle, QuestionView):
                idle.show_asked(Asked("", "note", "", ""))
            self._holders[idle].hide()
        self._mark_current()

    def _free_view(self, free: list[QuestionView]) -> QuestionView:
        if free:
            return free.pop(0)
        view = self._wired(QuestionView(self._lefts, compact=True))
        self._views.append(view)
        return view

    def _free_table(self, free: list[ChoiceTable]) -> ChoiceTable:
        if free:
            return free.pop(0)
        table = ChoiceTable()
        table.answered.connect(self.answered)
        self._tables.append(table)
        return table

    def _put(self, view: QuestionView | ChoiceTable, at: int) -> None:
        holder = self._holders.get(view)
        if holder is None:
            holder = _Holder()
            holder.column.addWidget(view)
            self._holders[view] = holder
        if self._list.indexOf(holder) != at:
            self._list.removeWidget(holder)
            self._list.insertWidget(at, holder)
            before = self._holders[self._in_use[-1]] if self._in_use else self.single
            QWidget.setTabOrder(before, holder)

    # ---- where one is ---------------------------------------------------------------------------------------------

    def _follow(self, _old: QWidget | None, focused: QWidget | None) -> None:
        if focused is None or self._asked.kind != "fields" or not self.isAncestorOf(focused):
            return
        for view in self._in_use:
            if view.isAncestorOf(focused):
                ref = view.ref_of(focused) if isinstance(view, ChoiceTable) else view.asked.ref
                if ref and ref != self._current:
                    self._current = ref
                    self._mark_current()

    def _mark_current(self) -> None:
        ref = self.about.ref if self._asked.kind == "fields" else ""
        for view in self._in_use:
            holder = self._holders[view]
            here = ref in view.refs if isinstance(view, ChoiceTable) else view.asked.ref == ref
            if here != holder.current:
                holder.current = here
                holder.update()

    def _view_of(self, ref: str) -> QuestionView | ChoiceTable | None:
        if self._asked.kind != "fields":
            return self.single
        for view in self._in_use:
            if ref in view.refs if isinstance(view, ChoiceTable) else view.asked.ref == ref:
                return view
        return None

    def focus_on(self, ref: str) -> bool:
        """Put the focus where this question is answered. False when it is not shown, or nothing is answered there."""
        if self._view_of(ref) is None:
            self._show_all()
        view = self._view_of(ref)
        if isinstance(view, ChoiceTable):
            return view.focus_on(ref)
        if view is None or not view.take_focus():
            return False
        self._current = ref
        self._mark_current()
        return True

    def take_focus(self) -> bool:
        """Focus where an answer is given: of several the one one was at, else the first."""
        if self._asked.kind != "fields":
            return self.single.take_focus()
        if self._current and self.focus_on(self._current):
            return True
        return any(self.focus_on(part.ref) for part in self._asked.parts)

    def next_part(self) -> bool:
        """Go to the next question on the same page. False when there is none."""
        if self._asked.kind != "fields":
            return False
        refs = [part.ref for part in self._asked.parts]
        here = self.about.ref
        rest = refs[refs.index(here) + 1 :] if here in refs else []
        return any(self.focus_on(ref) for ref in rest)

    def _go_on_by_itself(self) -> None:
        if not self.next_part():
            self.went_on.emit()

    # ---- answering ------------------------------------------------------------------------------------------------

    def choose(self, number: int) -> bool:
        """The answer with this key, 1 to 9."""
        ref = self.about.ref
        view = self._view_of(ref)
        if isinstance(view, ChoiceTable):
            return view.choose(ref, number)
        return view is not None and view.choose(number)

    def commit(self) -> bool:
        """Hand over what was typed, everywhere; False while some of it does not fit: there the focus goes."""
        if self._asked.kind != "fields":
            return self.single.commit()
        wrong = [v for v in self._in_use if isinstance(v, QuestionView) and not v.commit()]
        if wrong:
            self.focus_on(wrong[0].asked.ref)
        return not wrong

    def set_low(self, *, low: bool) -> None:
        """Lower cards and smaller gaps on small screens."""
        self._low = low
        for view in (self.single, *self._views):
            view.set_low(low=low)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._asked.kind != "fields" or event.size().width() == event.oldSize().width():
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        self._show_entries(self._entries(self._asked.parts))
        if inside:  # a table may have become single questions, or the other way round
            self.take_focus()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look.now().px(762), super().sizeHint().height())
