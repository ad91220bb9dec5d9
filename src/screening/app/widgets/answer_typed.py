"""Answering by typing: text, numbers, codes, days and times. What does not fit stays in the field, with the reason."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDate, QDateTime, QElapsedTimer, QEvent, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from screening.app import keys, look, paint, typed
from screening.app.ports import Asked
from screening.app.widgets.answer import Written
from screening.app.widgets.button import Button
from screening.app.widgets.field import LONGEST, Area, Field
from screening.app.widgets.words import Words

_QUIET_MS: Final = 300
"""A field hands over what was typed after this long without a key."""
_READER_MS: Final = 35
_READER_KEYS: Final = 4
"""Faster than this, so many keys in a row come from a reader and not from fingers."""
_PARSE: Final[dict[str, Callable[[str], str | None]]] = {
    "integer": typed.integer,
    "decimal": typed.decimal,
    "date": typed.day,
    "month": typed.month,
    "year": typed.year,
    "time": typed.clock,
    "datetime": typed.moment,
}
_SHOW: Final[dict[str, Callable[[str], str]]] = {
    "date": typed.day_shown,
    "month": typed.month_shown,
    "year": typed.year_shown,
    "time": typed.clock_shown,
    "datetime": typed.moment_shown,
}
_DATED: Final = frozenset({"date", "month", "year", "datetime"})
_STEPPED: Final = _DATED | {"time"}


class TypedAnswer(Written):
    """One field of one or several lines, with what was understood below it."""

    def __init__(self, *, lines: int = 1) -> None:
        super().__init__()
        self.column.setSpacing(6)
        self.field = Field(lines=lines)
        self.field.edited.connect(self._typed)
        self.field.committed.connect(self.commit)
        self.field.input.installEventFilter(self)
        if isinstance(self.field.input, QLineEdit):
            self.field.input.inputRejected.connect(self._was_cut)
        else:
            self.field.input.shortened.connect(self._was_cut)
        self.field.aside.hide()
        self.fewer = Button(self.tr("One less"), icon="minus")
        self.more = Button(self.tr("One more"), icon="plus")
        self.today = Button("", icon="clock")
        self.reveal = Button(self.tr("Show"), icon="eye")
        self._ends = (self.fewer, self.more, self.today, self.reveal)
        self.field.put_beside(*self._ends)
        for button in self._ends:
            button.hide()
        self.fewer.shorten(short=True)
        self.more.shorten(short=True)
        self.fewer.pressed_on.connect(lambda: self._count(-1))
        self.more.pressed_on.connect(lambda: self._count(1))
        self.today.pressed_on.connect(self._take_now)
        self.reveal.pressed_on.connect(self._turn_hidden)
        self.column.addWidget(self.field)
        self._echo = Words("", "body", "ink2")
        self._note = Words("", "body", "attnInk")
        self.column.addWidget(self._echo)
        self.column.addWidget(self._note)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._draft)
        self._wants = ""
        self._watch = QElapsedTimer()
        self._gaps: list[int] = []
        self._struck: list[tuple[str, str]] = []

    # ---- showing --------------------------------------------------------------------------------------------------

    @override
    def show_asked(self, asked: Asked, *, other: bool) -> None:
        super().show_asked(asked, other=other)
        if other:
            self._begin(asked)
        if asked.message:
            self._refused = True
            self.field.explain(asked.message)
        elif self._pending is not None and self._read(self._pending) == asked.value:
            self._pending = None
            self.field.explain("")
        elif self._pending is None and not other and self._read(self.field.text) != asked.value:
            self.field.set_text(self._shown(asked.value))
            self.field.explain("")
        self.field.input.setReadOnly(asked.readonly)
        self._tell()

    def _begin(self, asked: Asked) -> None:
        """Lay out the field for another question."""
        self._pending, self._refused = None, False
        self._forget_strokes()
        self._quiet.stop()
        self._note.hide()
        self._wants = self._what_it_takes(asked)
        self.field.name("", self._wants)
        self.field.input.setAccessibleName(asked.question)
        if asked.kind in ("text", "long"):
            self.field.be_careful().names = asked.kind == "long"  # a field of one line may be for a name
        if self.field.caution is not None:
            self.field.caution.rest()
        self.field.set_text(self._shown(asked.value))
        self.field.explain("")
        manner, open_ = asked.manner, not asked.readonly
        for button in (self.fewer, self.more):
            button.setVisible(manner.counter and open_)
        self.today.setVisible(asked.kind in ("date", "time", "datetime") and open_)
        self.today.setText(self.tr("Today") if asked.kind == "date" else self.tr("Now"))
        self.reveal.setVisible(manner.hidden)
        if isinstance(self.field.input, QLineEdit):
            hidden = QLineEdit.EchoMode.Password if manner.hidden else QLineEdit.EchoMode.Normal
            self.field.input.setEchoMode(hidden)
        self.reveal.setText(self.tr("Show"))

    def _what_it_takes(self, asked: Asked) -> str:
        if asked.manner.digits:
            return self.tr("Digits, for example 0671234567.")
        steps = self.tr("Arrows up and down change it too.")
        wants = {
            "integer": self.tr("A whole number, for example 17."),
            "decimal": self.tr("A number, for example 2.5."),
            "date": self.tr("Day, month, year, for example 14.03.2003."),
            "month": self.tr("Month and year, for example 03.2003."),
            "year": self.tr("A year, for example 2003."),
            "time": self.tr("Hours and minutes, for example 19:30."),
            "datetime": self.tr("Day, month, year and time, for example 14.03.2003 19:30."),
            "barcode": self.tr("Type the code, or read it with a reader that is plugged in."),
        }
        said = wants.get(asked.kind, "")
        return f"{said} {steps}" if asked.kind in _STEPPED or asked.manner.counter else said

    def _shown(self, value: str) -> str:
        return _SHOW.get(self.asked.kind, str)(value) if value else ""

    def _tell(self) -> None:
        """Say below the field how what stands there was understood."""
        value = self._read(self.field.text) if self.field.text.strip() else ""
        self._echo.setText(self._understood(value or ""))
        self._echo.setVisible(bool(self._echo.text()))

    def _understood(self, value: str) -> str:
        asked, locale = self.asked, QLocale()
        if not value:
            return ""
        if asked.manner.grouped and len(value) > 3:  # noqa: PLR2004  thousands begin there
            return typed.grouped(value)
        if asked.kind == "month":
            first = QDate.fromString(value, Qt.DateFormat.ISODate)
            return f"{locale.standaloneMonthName(first.month())} {first.year()}"
        if asked.kind in ("date", "datetime"):
            day = QDate.fromString(value[:10], Qt.DateFormat.ISODate)
            said = locale.toString(day, "dddd, d MMMM yyyy")
            years = _whole_years(day, QDate.currentDate())
            ago = self.tr("%n year(s) ago", "", years)
            return f"{said} · {ago}" if years > 0 else said
        return ""

    # ---- typing ---------------------------------------------------------------------------------------------------

    def _read(self, text: str) -> str | None:
        """What stands in the field as the form keeps it; None when it does not fit."""
        if not text.strip():
            return ""
        if self.asked.manner.digits:
            return typed.digits(text)
        return _PARSE.get(self.asked.kind, typed.plain)(text)

    def _typed(self, text: str) -> None:
        self._pending = text
        self._refused = False
        if self.field.error and self._read(text) is not None:
            self.field.explain("")
        paint.turn_to(self.field.input, text)
        if len(text) < LONGEST:
            self._warn(self.tr("Hidden characters were left out.") if typed.spoiled(text) else "")
        self._tell()
        self._quiet.start()

    def _warn(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _was_cut(self) -> None:
        self._warn(self.tr("Only the first {n} characters were kept: more does not fit here.").format(n=f"{LONGEST:,}"))

    def _draft(self) -> None:
        """Nothing was typed for a moment: hand it over, without complaining."""
        if self._pending is None or self._refused:
            return
        value = self._read(self._pending)
        if value is not None and value != self.asked.value:
            self.drafted.emit(value)
        elif value is not None:
            self._pending = None

    @override
    def commit(self) -> bool:
        self._quiet.stop()
        if self._pending is None or self._handing:
            return True
        value = self._read(self._pending)
        if value is None:
            self._refused = True
            self.field.explain(self._wants)
            return False
        if not self._hand_over(value):
            return False
        self.field.explain("")
        return True

    @override
    def forget(self) -> None:
        self._pending, self._refused = None, False
        self._quiet.stop()
        self.field.set_text(self._shown(self.asked.value))
        self.field.explain("")

    @override
    def bring_back(self, left: str) -> None:
        self._pending = left
        self.field.set_text(left)
        self.field.explain(self.asked.message or self._wants)
        self._tell()

    # ---- keys and buttons -----------------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.asked.readonly:
            return False
        if self.asked.kind == "barcode":
            return self._read_by_reader(event)
        return self._steps(event)

    def _steps(self, event: QKeyEvent) -> bool:
        """Arrows and page keys in a field of a date, a time or a counter."""
        asked = self.asked
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        by = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}.get(key)
        if by is None:
            return False
        if asked.manner.counter:
            self._count(by * (10 if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) else 1))
            return True
        if asked.kind not in _STEPPED:
            return False
        value = self._read(self.field.text)
        if not value:
            self._take_now()
            return True
        moved = typed.stepped(asked.kind, value, by, large=key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))
        if moved is not None:
            self._put(self._shown(moved))
        return True

    def _put(self, text: str) -> None:
        """Write into the field as if it had been typed."""
        self.field.set_text(text)
        self._typed(text)

    def _count(self, by: int) -> None:
        value = self._read(self.field.text)
        if value is not None:
            self._put(str(int(float(value or "0")) + by))

    def _take_now(self) -> None:
        now = QDateTime.currentDateTime()
        formats = {
            "date": "dd.MM.yyyy",
            "month": "MM.yyyy",
            "year": "yyyy",
            "time": "HH:mm",
            "datetime": "dd.MM.yyyy HH:mm",
        }
        self._put(QLocale.c().toString(now, formats[self.asked.kind]))

    def _turn_hidden(self) -> None:
        line = self.field.input
        if not isinstance(line, QLineEdit):
            return
        hidden = line.echoMode() == QLineEdit.EchoMode.Password
        line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.reveal.setText(self.tr("Hide") if hidden else self.tr("Show"))

    # ---- readers --------------------------------------------------------------------------------------------------

    def _forget_strokes(self) -> None:
        self._gaps.clear()
        self._struck.clear()
        self._watch.invalidate()

    def _read_by_reader(self, event: QKeyEvent) -> bool:
        """A reader types faster than fingers and ends with Enter: that Enter is its own and leads nowhere."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            read = len(self._gaps) >= _READER_KEYS and statistics.median(self._gaps) < _READER_MS
            if read:
                self._as_printed()
                if self.commit():
                    count = len(self.field.text)
                    self._echo.setText(self.tr("Read: %n character(s). Enter goes on.", "", count))
                    self._echo.show()
            self._forget_strokes()
            return read
        if event.text() and event.text().isprintable():
            if self._watch.isValid():
                gap = self._watch.restart()
                if gap > 10 * _READER_MS:
                    self._forget_strokes()
                    self._watch.start()
                else:
                    self._gaps.append(gap)
            else:
                self._watch.start()
            self._struck.append((event.text(), keys.place(event)))
        return False

    def _as_printed(self) -> None:
        """A reader presses Latin keys: under a Ukrainian layout they give other letters, which are turned back."""
        struck = "".join(text for text, _ in self._struck)
        foreign = any(text.isalpha() and not text.isascii() for text, _ in self._struck)
        if not foreign or struck != self.field.text or any(t.isalpha() and not place for t, place in self._struck):
            return
        printed = (
            (place if text.isupper() else place.lower()) if text.isalpha() else text for text, place in self._struck
        )
        self._put("".join(printed))

    @override
    def take_focus(self) -> bool:
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @override
    def set_low(self, *, low: bool) -> None:
        if isinstance(self.field.input, Area):
            self.field.input.setMinimumHeight(look.now().line("lead") * (2 if low else 4) + 16)


def _whole_years(day: QDate, today: QDate) -> int:
    return today.year() - day.year() - ((today.month(), today.day()) < (day.month(), day.day()))
