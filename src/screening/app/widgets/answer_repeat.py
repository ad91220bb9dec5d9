"""The entries of a repeat: what is there, open one, take one away, add one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from screening.app.ports import Asked
from screening.app.widgets.answer import Answer
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.words import Words


class RepeatAnswer(Answer):
    """Signals: added(); opened(place from 1), removed(place from 1)."""

    added = Signal()
    opened = Signal(int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._why = Words("", "body", "ink2")
        self.column.addWidget(self._why)
        self._card = Card()
        self.column.addWidget(self._card)
        row = QHBoxLayout()
        self.add = Button(self.tr("Add another"), icon="plus")
        self.add.pressed_on.connect(self.added)
        row.addWidget(self.add)
        row.addStretch(1)
        self.column.addLayout(row)
        self._shown: tuple[tuple[str, ...], bool, bool] | None = None
        self.opens: list[Button] = []

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        self.add.setVisible(asked.growable and not asked.readonly)
        fixed = self.tr("How many there are follows from an answer given before.")
        self._why.setText("" if asked.growable else fixed)
        self._why.setVisible(bool(self._why.text()))
        shown = (asked.instances, asked.readonly, asked.growable)
        if shown != self._shown:
            self._shown = shown
            self._list(asked)

    def _list(self, asked: Asked) -> None:
        while (item := self._card.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.opens = []
        self._card.setVisible(bool(asked.instances))
        for number, label in enumerate(asked.instances, start=1):
            if number > 1:
                self._card.line()
            self._card.column.addWidget(self._line(label, number, asked))

    def _line(self, label: str, number: int, asked: Asked) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 4, 4, 4)
        row.addWidget(Words(label, "body", "ink"), 1)
        open_ = Button(self.tr("Open"), Kind.QUIET)
        open_.setAccessibleName(self.tr("Open {what}").format(what=label))
        open_.pressed_on.connect(lambda: self.opened.emit(number))
        open_.installEventFilter(self)
        self.opens.append(open_)
        row.addWidget(open_)
        if asked.growable and not asked.readonly:
            remove = Button(self.tr("Remove"), Kind.QUIET, icon="cross")
            remove.setAccessibleName(self.tr("Remove {what}").format(what=label))
            remove.pressed_on.connect(lambda: self.removed.emit(number))
            row.addWidget(remove)
        return line

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not isinstance(watched, Button):
            return False
        at = self.opens.index(watched)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            place = at + (1 if key == Qt.Key.Key_Down else -1)
            if place == len(self.opens) and not self.add.isHidden():
                self.add.setFocus(Qt.FocusReason.TabFocusReason)
            elif 0 <= place < len(self.opens):
                self.opens[place].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key == Qt.Key.Key_Delete and self.asked.growable and not self.asked.readonly:
            self.removed.emit(at + 1)
            return True
        return False

    @override
    def take_focus(self) -> bool:
        if self.add.isHidden():
            return False
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
