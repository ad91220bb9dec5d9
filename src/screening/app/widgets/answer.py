"""What every way of answering has in common: it shows an `Asked`, hands an answer over, and loses nothing typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from screening.app.ports import Asked


class Answer(QWidget):
    """The part of a question below its words.

    Signals:
        answered(value): an answer in the form's text form; empty clears it.
        drafted(value): the same while it is still being typed; that it is refused is no news yet.
        went_on(): the answer leads to the next question.
    """

    answered = Signal(str)
    drafted = Signal(str)
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked("", "note", "", "")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    def show_asked(self, asked: Asked, *, other: bool) -> None:
        """Show a question; other: it is not the one that was shown before, or it was shown anew."""
        del other
        self.asked = asked

    def commit(self) -> bool:
        """Hand over what was typed; False while it does not fit."""
        return True

    @property
    def left(self) -> str | None:
        """What stands here and was not taken as an answer; None when there is nothing."""
        return None

    @property
    def stuck(self) -> bool:
        """Whether what stands here was handed over and refused, and not changed since."""
        return False

    def forget(self) -> None:
        """What stands here and was not taken as an answer counts no longer."""
        self.show_asked(self.asked, other=True)

    def bring_back(self, left: str) -> None:
        """Show again what was not taken as an answer."""
        del left

    def choose(self, number: int) -> bool:
        """The answer with this key, 1 to 9. True when there was one."""
        del number
        return False

    def take_focus(self) -> bool:
        """Focus where the answer is given. False when there is nothing to focus."""
        return False

    def set_low(self, *, low: bool) -> None:
        """Lower controls and smaller gaps on small screens."""
        del low


class Written(Answer):
    """An answer that is typed: kept as it stands until it fits, handed over, and taken."""

    def __init__(self) -> None:
        super().__init__()
        self._pending: str | None = None
        self._refused = False
        self._handing = False

    def _hand_over(self, value: str) -> bool:
        """Give a value that fits on, unless it stands already; False when it was refused, and is still pending."""
        self._refused = False
        if value != self.asked.value:
            self._handing = True  # what follows from an answer may come back here
            try:
                self.answered.emit(value)
            finally:
                self._handing = False
        if not self._refused:
            self._pending = None
        return not self._refused

    @property
    @override
    def left(self) -> str | None:
        return self._pending

    @property
    @override
    def stuck(self) -> bool:
        return self._refused
