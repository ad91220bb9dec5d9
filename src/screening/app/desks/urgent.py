"""From "urgent" to a packet: why, whom to call, who it is about, who is told. The same from every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from screening.app import look
from screening.app.desks import wording
from screening.app.desks.shell import Shell
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.card import Card
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.rows import PhoneRow
from screening.casefile.rules import URGENT
from screening.fieldwork import urgent
from screening.ids import CaseId

if TYPE_CHECKING:
    from screening.casefile.entries import Sealed
    from screening.fieldwork.urgent import Addressee
    from screening.station.desk import Desk

CaseOf: TypeAlias = Callable[[str, str, Callable[[CaseId], None]], None]
"""Given the rule, the age group and what to do then: opens the case, or has everything of it saved, and goes on."""
POPULATIONS = ("adult", "child", "age_disputed")


class UrgentTalk(QObject):
    """Dialogs over any page.

    Signals: raised(rule): an urgent rule was chosen by hand. sealed(case): a packet is in the outbox.
    """

    raised = Signal(str)
    sealed = Signal(str)

    def __init__(self, shell: Shell, case_of: CaseOf, population: Callable[[], str]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._case_of = case_of
        self._population = population

    def _desk(self) -> Desk:
        desk = self._shell.desk
        if desk is None:
            message = "an urgent packet needs an open desk"
            raise RuntimeError(message)
        return desk

    # ---- why, and whom to call ------------------------------------------------------------------------------------

    def alarm(self, text: str = "") -> None:
        """Why it is urgent; then whom to call."""
        dialog = Dialog(
            self._shell.window, self.tr("What is urgent?"), text, cancel=self.tr("Cancel"), width=940, wide=True
        )
        for rule in URGENT:
            card = dialog.add_choice(rule, self._say(f"urgent.{rule}"))
            card.picked.connect(lambda value, on, dialog=dialog: self._raised(dialog, value) if on else None)
        self._shell.window.ask(dialog)

    def _raised(self, dialog: Dialog, rule: str) -> None:
        dialog.close_up()
        self.raised.emit(rule)
        self.dial(rule)

    def dial(self, rule: str) -> None:
        """The dial card: call first, the packet can follow."""
        dialog = Dialog(
            self._shell.window, self.tr("Call now"), self._say(f"urgent.{rule}"), cancel=self.tr("Back"), width=560
        )
        phones = self.phones()
        card = Card()
        card.column.setContentsMargins(1, 8, 1, 8)
        metrics = look.now().metrics("lead", bold=True)
        width = max((metrics.horizontalAdvance(number) for number, _ in phones), default=40)
        for number, purpose in phones:
            card.column.addWidget(PhoneRow(number, purpose, width=width + 16))
        dialog.column.addWidget(card)
        packet = dialog.add_choice("packet", self.tr("Prepare the urgent packet"))
        packet.picked.connect(lambda _value, on, dialog=dialog: self._dialled(dialog, rule) if on else None)
        self._shell.window.ask(dialog, dialog.cancel)

    def phones(self) -> tuple[tuple[str, str], ...]:
        """The numbers to call first, as the jurisdiction's route for urgency names them."""
        desk = self._shell.desk
        if desk is None:
            return ()
        place = desk.means.jurisdiction
        route = place.routes.get("urgent")
        lines = [place.hotlines[name] for name in route.call] if route is not None else place.hotlines.values()
        return wording.phones(lines, self._shell.settings.language)

    # ---- the packet -----------------------------------------------------------------------------------------------

    def _dialled(self, dialog: Dialog, rule: str) -> None:
        dialog.close_up()
        self.prepare(rule)

    def prepare(self, rule: str) -> None:
        """Who it is about, unless that is known; then who is told."""
        known = self._population()
        if known:
            self._address(rule, known)
            return
        dialog = Dialog(
            self._shell.window,
            self.tr("Who is it about?"),
            self.tr("No name is needed."),
            cancel=self.tr("Cancel"),
            width=560,
        )
        words = (self.tr("An adult"), self.tr("A child, under 18"), self.tr("In doubt about being 18"))
        for value, label in zip(POPULATIONS, words, strict=True):
            card = dialog.add_choice(value, label)
            card.picked.connect(lambda value, on, dialog=dialog: self._chosen(dialog, rule, value) if on else None)
        self._shell.window.ask(dialog)

    def _chosen(self, dialog: Dialog, rule: str, population: str) -> None:
        dialog.close_up()
        self._address(rule, population)

    def _address(self, rule: str, population: str) -> None:
        desk = self._desk()
        child = population != "adult"
        self._shell.work(
            lambda: urgent.addressees(desk.fieldwork, child=child),
            lambda found: self._confirm(rule, population, found),
        )

    def _confirm(self, rule: str, population: str, found: tuple[Addressee, ...]) -> None:
        names = self._desk().means.jurisdiction.recipients
        language = self._shell.settings.language
        to = [str(each.recipient) for each in found if each.reachable]
        told = ", ".join(names[each.recipient].names[language] for each in found if each.reachable)
        missing = ", ".join(names[each.recipient].names[language] for each in found if not each.reachable)
        text = self.tr("To: {names}.").format(names=told or "—")
        if missing:
            text += " " + self.tr("Cannot be reached by packet, call: {names}.").format(names=missing)
        text += " " + self.tr("It says why it is urgent, the age group, and what is recorded so far. Tell the person.")
        dialog = Dialog(
            self._shell.window, self.tr("Seal the urgent packet?"), text, cancel=self.tr("Cancel"), width=600
        )
        go = dialog.add_action(Button(self.tr("Seal"), Kind.PRIMARY, key="Enter"))

        def agreed() -> None:
            dialog.close_up()
            self._case_of(rule, population, lambda case: self._seal(case, rule, to))

        go.pressed_on.connect(agreed)
        self._shell.window.ask(dialog, go)

    def _seal(self, case: CaseId, rule: str, to: list[str]) -> None:
        fieldwork = self._desk().fieldwork

        def done(_made: tuple[Sealed, ...]) -> None:
            self.sealed.emit(case)

        self._shell.work(lambda: urgent.seal(fieldwork, case, rule, to), done)

    def _say(self, code: str) -> str:
        return self._shell.station.words.say(code)
