"""What is said beside the questions: skipping with a reason, notes, urgency, stopping, finding a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from screening.app.desks.shell import Shell
from screening.app.desks.urgent import UrgentTalk
from screening.app.desks.walk import Stop
from screening.app.ports import Asked, Offer
from screening.app.widgets.answer_list import ListAnswer
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.field import Field
from screening.casefile.entries import Noted, Stopped, UrgentRaised
from screening.casefile.rules import ENOUGH, STOPS
from screening.ids import CaseId, Ref

if TYPE_CHECKING:
    from screening.app.desks.interview import InterviewDesk


class SideTalks(QObject):
    """Dialogs over an interview.

    Signals: ended(): the conversation was stopped. sealed(): an urgent packet is in the outbox.
    """

    ended = Signal()
    sealed = Signal()

    def __init__(self, shell: Shell, here: Callable[[], Stop], say: Callable[[str], str]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._here = here
        self._say = say
        self.desk: InterviewDesk | None = None
        self.urgent = UrgentTalk(shell, self._case_of, self._population)
        self.urgent.setParent(self)
        self.urgent.raised.connect(self._raised)
        self.urgent.sealed.connect(self._packed)

    def _interview(self) -> InterviewDesk:
        if self.desk is None:
            message = "no interview is open"
            raise RuntimeError(message)
        return self.desk

    # ---- skip -----------------------------------------------------------------------------------------------------

    def skip(self, ref: str) -> None:
        """Leave a question out, with the reason."""
        dialog = Dialog(
            self._shell.window,
            self.tr("Why is it not asked?"),
            self.tr("The reason stays in the case. The question can still be asked later."),
            cancel=self.tr("Cancel"),
        )
        for code, words in (
            ("settled", self.tr("It can no longer change the result")),
            ("unsafe", self.tr("Not safe to ask here and now")),
            ("burden", self.tr("Too much for the person now")),
            ("known", self.tr("Known from elsewhere, not to be told twice")),
            ("other", self.tr("Does not fit this situation")),
        ):
            card = dialog.add_choice(code, words)
            card.picked.connect(lambda value, on, dialog=dialog: self._skipped(dialog, ref, value) if on else None)
        self._shell.window.ask(dialog)

    def _skipped(self, dialog: Dialog, ref: str, reason: str) -> None:
        dialog.close_up()
        self._interview().miss(ref, "not_asked", why=reason)

    # ---- note -----------------------------------------------------------------------------------------------------

    def note(self, ref: str) -> None:
        """A note beside a question: whose words they are is said with it."""
        dialog = Dialog(
            self._shell.window,
            self.tr("Note"),
            self.tr("No unit, position, draft status or other people's surnames."),
            cancel=self.tr("Cancel"),
            width=600,
        )
        field = Field(self.tr("Text"), lines=4)
        dialog.column.addWidget(field)
        for nature, words in (
            ("verbatim", self.tr("The person's own words")),
            ("observed", self.tr("What I saw or heard")),
            ("document", self.tr("From a document")),
            ("inferred", self.tr("What I conclude")),
        ):
            dialog.add_choice(nature, words)
        dialog.choices[0].setChecked(True)
        keep = dialog.add_action(Button(self.tr("Keep the note"), Kind.PRIMARY, key="Ctrl Enter"))

        def kept() -> None:
            text = field.text.strip()
            if not text:
                field.explain(self.tr("Nothing is typed yet."))
                field.input.setFocus()
                return
            nature = dialog.chosen or "verbatim"
            dialog.close_up()
            self._interview().record(Noted(text, nature, Ref(ref)))  # type: ignore[arg-type]  # one of the four

        keep.pressed_on.connect(kept)
        self._shell.window.ask(dialog, field.input)

    # ---- urgent ---------------------------------------------------------------------------------------------------

    def alarm(self) -> None:
        """Why it is urgent; then whom to call."""
        self.urgent.alarm(self.tr("Everything is saved. Next you see whom to call."))

    def _raised(self, rule: str) -> None:
        if self.desk is not None:
            self.desk.record(UrgentRaised(rule))  # type: ignore[arg-type]  # U1 to U7

    def dial(self, rule: str) -> None:
        """The dial card: call first, the packet can follow."""
        self.urgent.dial(rule)

    def _case_of(self, _rule: str, population: str, then: Callable[[CaseId], None]) -> None:
        self._interview().settle(population, then)

    def _population(self) -> str:
        return self._interview().population()

    def _packed(self, _case: str) -> None:
        self._interview().reload()
        self._shell.tell(
            self.tr("The urgent packet is sealed"),
            self.tr("It goes out by itself, or is written to a drive from the outbox. The talk can go on."),
        )
        self.sealed.emit()

    # ---- stop -----------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """End the questions. What was said stays; needs and the card are still offered."""
        dialog = Dialog(
            self._shell.window,
            self.tr("Stop the conversation?"),
            self.tr("What was said is kept. Help does not depend on the answers."),
            cancel=self.tr("Go on asking"),
            width=940,
            wide=True,
        )
        for reason in (*STOPS, ENOUGH):
            card = dialog.add_choice(reason, self._say(f"stop.{reason}"))
            card.picked.connect(lambda value, on, dialog=dialog: self._stop(dialog, value) if on else None)
        self._shell.window.ask(dialog)

    def _stop(self, dialog: Dialog, reason: str) -> None:
        dialog.close_up()
        self._interview().record(Stopped(reason))
        self.ended.emit()
        self._shell.tell(self.tr("The conversation is stopped"), self._say(f"stop_do.{reason}"))

    # ---- find -----------------------------------------------------------------------------------------------------

    def find(self, questions: tuple[tuple[str, str], ...], go: Callable[[str], None]) -> None:
        """Ctrl+F: jump to a question by a word of it."""
        dialog = Dialog(self._shell.window, self.tr("Find a question"), cancel=self.tr("Cancel"), width=640)
        listed = ListAnswer()
        offers = tuple(Offer(ref, words) for ref, words in questions)
        listed.show_asked(Asked("find", "one", "", self.tr("A word of the question"), offers=offers), other=True)
        listed.answered.connect(lambda ref: self._go(dialog, ref, go))
        dialog.column.addWidget(listed)
        self._shell.window.ask(dialog, listed.line)

    @staticmethod
    def _go(dialog: Dialog, ref: str, go: Callable[[str], None]) -> None:
        dialog.close_up()
        go(ref)
