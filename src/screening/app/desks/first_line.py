"""The first line at the officer's desk: a session on this thread that nobody saves, and what is made of its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from screening.app import look
from screening.app.desks import wording
from screening.app.desks.shell import Shell
from screening.app.desks.urgent import UrgentTalk
from screening.app.desks.walk import Reader, language_for
from screening.app.languages import spoken
from screening.app.pages.first_line import FirstLinePage
from screening.app.ports import Asked, FirstLineEnd
from screening.app.widgets.card import Card
from screening.app.widgets.dialog import Dialog
from screening.app.widgets.rows import PhoneRow
from screening.casefile.evidence import urgent_rules
from screening.fieldwork import first_line
from screening.ids import CaseId, Digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening.fieldwork.first_line import Carried, End
    from screening.forms.form import Form
    from screening.forms.session import Session
    from screening.station.desk import Desk

_POPULATIONS: Final = ("adult", "child", "age_disputed")
LONGEST_MS: Final = 120_000
"""Nobody is kept longer at first line."""


@dataclass(slots=True)
class Shift:
    """What an officer sets once: how people travel here, and the language for the person; nothing about anybody."""

    mode: str = ""
    language: str | None = None


class FirstLineDesk(QObject):
    """Lives as long as the officer is at first line; one session for each traveller.

    Signals: left(): home. opened(case): handed over to an interview here. sealed(): an urgent packet is in the outbox.
    """

    left = Signal()
    opened = Signal(str)
    sealed = Signal()

    def __init__(self, shell: Shell, desk: Desk, form: Form, shift: Shift) -> None:
        super().__init__(shell)
        self._shell = shell
        self._desk = desk
        self._form = form
        self._shift = shift
        self._session: Session = first_line.begin(form, shell.station.clock.now, shift.mode)
        self._at = ""
        self._wanted = False
        self._trouble = ""
        self._hand_raised: dict[str, None] = {}
        self._case: CaseId | None = None
        self._closing = False
        self._counted = False
        self._late = False
        self.clock = QTimer(self)
        self.clock.setSingleShot(True)
        self.clock.setInterval(LONGEST_MS)
        self.clock.timeout.connect(self._remind)
        self.urgent = UrgentTalk(shell, self._case_of, self._population)
        self.urgent.setParent(self)
        self.urgent.raised.connect(self._raised)
        self.urgent.sealed.connect(lambda _case: self.sealed.emit())
        self._begin()

    # ---- one traveller --------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._session = first_line.begin(self._form, self._shell.station.clock.now, self._shift.mode)
        self._hand_raised, self._case, self._wanted, self._trouble, self._counted = {}, None, False, "", False
        self._late = False
        asks = first_line.asks(self._session)
        self._at = next((ref for ref in asks if not self._session.value(ref)), asks[0])
        self.clock.stop()

    def leave(self) -> None:
        """Forget the one who stands here; whoever was seen to the end is counted."""
        self.clock.stop()
        if not (self._at or self._wanted or self._counted or self._closing):
            fieldwork, end, mode = self._desk.fieldwork, self._reached(), first_line.mode_of(self._session)
            self._shell.work(lambda: first_line.count(fieldwork, end, mode))
        self.deleteLater()

    def again(self) -> None:
        """The next traveller."""
        self._begin()
        self.show()

    @property
    def session(self) -> Session:
        """What is known of the one who stands here; in memory only."""
        return self._session

    @property
    def language(self) -> str | None:
        """The form's language that the officer reads."""
        return language_for(self._form, self._shell.settings.language) or self._form.default_language

    def _population(self) -> str:
        found = self._value("person")
        return found if found in _POPULATIONS else ""

    def _value(self, name: str) -> str:
        found = next((q.ref for q in self._form.questions() if q.ref.rpartition("/")[2] == name), "")
        return self._session.value(found) if found else ""

    # ---- showing --------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The question or the end one is at."""
        bar, strip = self._shell.window.bar, self._shell.window.strip
        bar.show_case(self.tr("First line"), self.tr("In memory only, without a name: a crash loses this check alone"))
        strip.show_saved("")
        page = self._shell.page(FirstLinePage, self._make_page, self._wire)
        if self._at:
            page.show_asked(self._asked(self._at), settled=self._settled(), trouble=self._trouble)
        else:
            page.show_end(self._end())
        self._shell.window.show_page(page)

    def _make_page(self) -> FirstLinePage:
        return FirstLinePage(single_keys=self._shell.settings.single_keys)

    def _wire(self, page: FirstLinePage) -> None:
        page.answered.connect(self.answer)
        page.missed.connect(self.miss)
        page.went_on.connect(self.advance)
        page.enough.connect(self.finish)
        page.retreated.connect(self.retreat)
        page.chosen.connect(self.choose)
        page.alarmed.connect(self.alarm)
        page.spoke.connect(self.choose_language)

    def _asked(self, ref: str) -> Asked:
        say = self._shell.station.words.say
        reader = Reader(self._session, self.language, self._shift.language, say=say)
        where = [self._label_of_section(ref)]
        mode = first_line.mode_of(self._session)
        if mode and not ref.endswith("/mode"):
            where.append(reader.shown(next(each for each in first_line.asks(self._session) if each.endswith("/mode"))))
        walk = reader.walk()
        return reader.asked(walk.stops[walk.place(ref)], " · ".join(part for part in where if part))

    def _label_of_section(self, ref: str) -> str:
        return self._session.label(ref.rpartition("/")[0], self.language)

    def _remind(self) -> None:
        """Two minutes are over: said beside the question, and nothing else happens."""
        self._late = True
        if self._at and self._shell.window.page is self._shell.has_page(FirstLinePage):
            self.show()

    def _settled(self) -> str:
        """Why nothing more need be asked: the end can only become more pressing, or it takes too long."""
        if self._late and first_line.end_of(self._session) is not None and not self._wanted:
            return self.tr("Two minutes are over. Keep nobody longer here: to the end with E")
        if self._value("private") != "yes" or first_line.end_of(self._session) != "second_line" or self._wanted:
            return ""
        return self.tr("Second line is certain already. The rest need not be asked: E")

    # ---- answering ------------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str) -> None:
        """Give an answer; one that stands alone goes on by itself."""
        if not self.clock.isActive() and not self._late and not ref.endswith("/mode"):
            self.clock.start()
        change = self._session.answer(ref, value)
        self._trouble = "" if change.accepted else change.message or ""
        if ref.endswith("/mode"):
            self._shift.mode = value
        several = any(q.ref == ref and q.control == "select" for q in self._form.questions())
        if not change.accepted or (several and value != "none"):
            self.show()
        else:
            self.advance()

    def miss(self, ref: str, reason: str) -> None:
        """The person refuses, or does not know."""
        self._session.set_missing(ref, reason)  # type: ignore[arg-type]  # declined or unsure
        self.advance()

    def advance(self) -> None:
        """The next question, or the end. Nobody is asked on where help is needed at once."""
        state = self._session.state(self._at) if self._at else None
        if state is not None and not state.value and state.missing is None:
            self._trouble = self.tr("Choose what fits, or the last line.")
            self.show()
            return
        asks = first_line.asks(self._session)
        at = asks.index(self._at) if self._at in asks else len(asks)
        urgent = first_line.end_of(self._session) == "urgent"
        self._at = "" if urgent or self._wanted or at + 1 >= len(asks) else asks[at + 1]
        self._wanted = False
        self.show()

    def finish(self) -> None:
        """No more questions: it is certain already."""
        self._at = ""
        self.show()

    def retreat(self) -> None:
        """The question before; home from the first one."""
        asks = first_line.asks(self._session)
        self._trouble = ""
        if self._wanted:
            self._wanted, self._at = False, ""
        elif not self._at:
            given = [ref for ref in asks if self._session.value(ref) or self._session.state(ref).missing]
            self._at = given[-1] if given else asks[0]
        elif self._at == asks[0]:
            self.left.emit()
            return
        else:
            self._at = asks[asks.index(self._at) - 1]
        self.show()

    def choose_language(self) -> None:
        """In which language the questions are put to the person, from now on."""
        dialog = Dialog(self._shell.window, self.tr("The person's language"), "", cancel=self.tr("Cancel"), width=480)
        for name in self._form.languages:
            card = dialog.add_choice(name, spoken(name))
            card.picked.connect(lambda value, on, dialog=dialog: self._speak(dialog, value) if on else None)
        self._shell.window.ask(dialog)

    def _speak(self, dialog: Dialog, language: str) -> None:
        dialog.close_up()
        self._shift.language = language
        self.show()

    # ---- the end --------------------------------------------------------------------------------------------------

    def _reached(self) -> End:
        return "urgent" if self._hand_raised else first_line.end_of(self._session) or "info_card"

    def _end(self) -> FirstLineEnd:
        verdict = first_line.verdict(self._session, self.language)
        reasons = [(each.text, each.rule) for each in first_line.reasons(self._session, self.language)]
        end = self._reached()
        child = first_line.of_a_child(self._session)
        opening = self.tr("Begin the child's form here") if child else self.tr("Begin second line here")
        go_on = (
            "open",
            opening,
            self.tr("What was noticed goes over as observed; nothing is asked twice."),
        )
        only = self.tr("Only a count remains: the day, the way of travelling, the end.")
        actions = {
            "urgent": (
                ("packet", self.tr("Prepare the urgent packet"), self.tr("After the call. Two more keys.")),
                go_on,
                ("next", self.tr("Help is here; next traveller"), only),
            ),
            "second_line": (go_on, ("next", self.tr("A colleague takes over; next traveller"), only)),
            "info_card": (
                ("next", self.tr("Next traveller"), only),
                ("card", self.tr("Show the numbers"), ""),
                ("concern", self.tr("There is another reason for second line"), ""),
            ),
        }[end]
        said = [(self._shell.station.words.say(f"urgent.{rule}"), "") for rule in self._hand_raised]
        by_hand = bool(said) and first_line.end_of(self._session) != "urgent"
        return FirstLineEnd(
            end,
            self.tr("Urgent: call now") if by_hand or verdict is None else verdict.text,
            "" if by_hand or verdict is None else verdict.rule,
            (*said, *reasons),
            actions,
            self.urgent.phones() if end == "urgent" else (),
        )

    def choose(self, action: str) -> None:
        """What the officer does now."""
        if action == "next":
            self._count(self.again)
        elif action == "open":
            self._hand_over(self.opened.emit)
        elif action == "packet":
            self.urgent.prepare(self._rule())
        elif action == "card":
            self._show_numbers()
        else:
            concern = first_line.on_request(self._session)
            if concern is not None:
                self._wanted, self._at = True, concern
                self.show()

    def alarm(self) -> None:
        """F2: why it is urgent, and whom to call."""
        self.urgent.alarm(self.tr("Nothing is lost: what was noticed goes into the packet."))

    def _raised(self, rule: str) -> None:
        """Nothing more is asked where help is needed at once."""
        self._hand_raised.setdefault(rule)
        self.finish()

    def _rule(self) -> str:
        return next(iter((*self._hand_raised, *urgent_rules(self._session.facts()))), "U1")

    def _show_numbers(self) -> None:
        """The card for anybody: numbers, and no word of why."""
        lines = self._desk.means.jurisdiction.offered
        phones = wording.phones(lines, self._shell.settings.language)
        dialog = Dialog(self._shell.window, self.tr("Numbers for the road"), "", cancel=self.tr("Back"), width=560)
        card = Card()
        card.column.setContentsMargins(1, 8, 1, 8)
        metrics = look.now().metrics("lead", bold=True)
        width = max((metrics.horizontalAdvance(number) for number, _ in phones), default=40)
        for number, purpose in phones:
            card.column.addWidget(PhoneRow(number, purpose.partition("\n")[0], width=width + 16))
        dialog.column.addWidget(card)
        self._shell.window.ask(dialog)

    # ---- what remains ---------------------------------------------------------------------------------------------

    def _count(self, then: Callable[[], None]) -> None:
        """Keep the count, once for each traveller, and go on; the officer does not wait for it."""
        fieldwork, end, mode = self._desk.fieldwork, self._reached(), first_line.mode_of(self._session)
        self._counted = True

        def counted(_entry: object) -> None:
            self._shell.window.strip.show_saved(self.tr("Counted, nothing else kept"))

        self._shell.work(lambda: first_line.count(fieldwork, end, mode), counted)
        then()

    def _carried(self, population: str = "") -> Carried:
        given = first_line.carried(self._session, self.language)
        rules = tuple(dict.fromkeys((*given.rules, *self._hand_raised)))
        return replace(given.with_population(population), rules=rules)

    def _hand_over(self, then: Callable[[CaseId], None], population: str = "") -> None:
        """Open the case, once; it begins with what was noticed."""
        if self._closing:
            return
        if self._case is not None:
            then(self._case)
            return
        desk, given, language = self._desk, self._carried(population), self.language
        child = (population or self._population()) in ("child", "age_disputed")
        name, end, mode = ("child" if child else "second_line"), self._reached(), first_line.mode_of(self._session)

        def hand_over() -> CaseId:
            case = first_line.hand_over(desk.fieldwork, Digest(desk.current_pack(name)), given, language=language)
            first_line.count(desk.fieldwork, end, mode)
            return case

        def handed(case: CaseId) -> None:
            self._closing, self._case, self._counted = False, case, True
            then(case)

        def refused(error: Exception) -> None:
            self._closing = False
            self._shell.show_refusal(error)  # type: ignore[arg-type]  # refusals by the world only

        self._closing = True
        self._shell.work(hand_over, handed, refused)

    def _case_of(self, rule: str, population: str, then: Callable[[CaseId], None]) -> None:
        self._hand_raised.setdefault(rule)
        self._hand_over(then, population)
