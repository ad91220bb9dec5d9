"""What was written on a blank form, typed back by its codes: each line is said in words while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from screening.app import look
from screening.app.desks.shell import Shell
from screening.app.desks.walk import language_for
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.field import Field
from screening.app.widgets.words import Words
from screening.casefile.codes import Coded, coded, typed_back
from screening.errors import CaseError, ScreeningError
from screening.fieldwork import papers
from screening.ids import CaseId, Digest

if TYPE_CHECKING:
    from screening.station.desk import Desk

_WIDTH: Final = 640
_LINES: Final = 6
_ECHO: Final = 48
"""Room for two lines of what was understood."""
_HOLDS: Final = 200
"""Letters of a question or answer that are said back."""


class TypingBack(QObject):
    """A dialog over the start page. What was typed and refused is there again when it is opened again."""

    def __init__(self, shell: Shell, desk: Desk, begun: Callable[[CaseId], None]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._desk = desk
        self._begun = begun
        self._typed: dict[str, str] = {}

    def open(self, pack: str) -> None:
        """Ask for the codes of the instrument in this pack."""
        desk, ours = self._desk, self._shell.settings.language

        def read() -> tuple[Coded, ...]:
            session = papers.untouched(desk.fieldwork, Digest(pack))
            return coded(session, language_for(session.form, ours))

        self._shell.work(read, lambda questions: self._ask(pack, questions))

    def _ask(self, pack: str, questions: tuple[Coded, ...]) -> None:
        dialog = Dialog(
            self._shell.window,
            self.tr("Type back a paper form"),
            self.tr(
                "One line for each question: its number and the code of the answer, such as 12 2."
                " Several answers: 12 1 3. Refused: 12 D. Does not know: 12 U. Own words: 12 = words."
            ),
            cancel=self.tr("Cancel"),
            width=_WIDTH,
        )
        field = Field(self.tr("Codes from the paper"), lines=_LINES)
        echo = Words("", "body", "ink2")
        echo.setMinimumHeight(look.now().px(_ECHO))
        dialog.column.addWidget(field)
        dialog.column.addWidget(echo)
        go = dialog.add_action(Button(self.tr("Record as transcribed"), Kind.PRIMARY))

        def weigh(text: str) -> None:
            self._typed[pack] = text
            try:
                steps = typed_back(text, questions)
            except CaseError as refused:
                told = self._shell.words(refused)
                echo.setText(" ".join(part for part in (told.what, told.do) if part))
                go.set_off(told.what)
                return
            go.set_off("" if steps else self.tr("Nothing is typed yet."))
            echo.setText(_said(text, questions))

        def agreed() -> None:
            if go.off_reason:
                return
            dialog.close_up()
            self._record(pack, field.text)

        field.edited.connect(weigh)
        go.pressed_on.connect(agreed)
        field.set_text(self._typed.get(pack, ""))
        weigh(field.text)
        self._shell.window.ask(dialog, field.input)

    def _record(self, pack: str, text: str) -> None:
        desk = self._desk

        def recorded(done: tuple[CaseId, str]) -> None:
            self._typed.pop(pack, None)
            self._begun(done[0])

        def refused(error: ScreeningError) -> None:
            told = self._shell.words(error)
            self._shell.tell(told.what, " ".join(part for part in (told.safe, told.do) if part))

        self._shell.work(lambda: papers.type_back(desk.fieldwork, Digest(pack), text), recorded, refused)


def _said(text: str, questions: tuple[Coded, ...]) -> str:
    """The last line in words, as it would be recorded."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return ""
    ((_, step),) = typed_back(lines[-1], questions)
    (ref, value), *_ = step.values()
    question = next(each for each in questions if each.ref == ref)
    labels = dict(question.choices)
    parts = value if isinstance(value, list) else [value]
    answer = ", ".join(str(labels.get(part, part)) for part in parts)
    return f"{question.number}. {question.label[:_HOLDS]} — {answer[:_HOLDS]}"
