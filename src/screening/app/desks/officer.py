"""The officer's desk: from home through interview, assessment and consent to the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from screening.app.desks import wording
from screening.app.desks.beginning import Beginning
from screening.app.desks.first_line import FirstLineDesk, Shift
from screening.app.desks.interview import InterviewDesk, Loaded
from screening.app.desks.outgoing import Outgoing
from screening.app.desks.refer import ReferDesk
from screening.app.desks.shell import Shell
from screening.app.desks.trust import TrustDesk
from screening.app.desks.typing_back import TypingBack
from screening.app.desks.urgent import UrgentTalk
from screening.app.pages.assessment import AssessmentPage
from screening.app.pages.check import CheckPage
from screening.app.pages.consent import ConsentPage
from screening.app.pages.first_line import FirstLinePage
from screening.app.pages.home import HomePage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.outbox import OutboxPage
from screening.app.pages.start import StartPage
from screening.app.ports import Home, Instrument, Row, Start
from screening.casefile.fold import fold
from screening.fieldwork import first_line, outbox
from screening.fieldwork.keeping import Answering
from screening.ids import CaseId, Digest, short

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening.casefile.fold import CaseSummary
    from screening.forms.form import Form
    from screening.station.desk import Desk

_DIALLED = 4
"""Digits that are dialled from memory; longer numbers stand on the dial card."""
_OPEN = frozenset({"open", "stopped", "finalised"})
_OF_A_CASE = (InterviewPage, CheckPage, AssessmentPage, ConsentPage, FirstLinePage)


class OfficerDesk(QObject):
    """Lives from unlocking to locking."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        desk = shell.desk
        if desk is None:
            message = "an officer's desk needs an open station"
            raise RuntimeError(message)
        self._desk: Desk = desk
        self._interview: InterviewDesk | None = None
        self._refer: ReferDesk | None = None
        self._first: FirstLineDesk | None = None
        self._shift = Shift()
        self.urgent = UrgentTalk(shell, self._urgent_case, lambda: "")
        self.urgent.sealed.connect(lambda _case: self._sealed())
        self._screen = "home"
        self._counts: dict[str, int] = {}
        self.outgoing = Outgoing(shell, desk)
        self.trust = TrustDesk(shell, desk)
        self.beginning = Beginning(shell, desk, self.open_case)
        self.typing_back = TypingBack(shell, desk, self.open_case)
        self.outgoing.changed.connect(self._outbox_changed)
        window = shell.window
        window.chosen.connect(self.show_screen)
        window.homed.connect(self.home)
        shell.renewed.connect(self.show)

    def close(self) -> None:
        """Let go of everything; the vault is closed next."""
        if self._interview is not None:
            self._interview.leave()
        if self._first is not None:
            self._first.leave()
        window = self._shell.window
        window.chosen.disconnect(self.show_screen)
        window.homed.disconnect(self.home)
        self._shell.renewed.disconnect(self.show)
        self.outgoing.close()
        self.trust.leave()
        self.deleteLater()

    # ---- screens --------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The screen one is on, drawn anew."""
        if self._refer is not None:
            self._refer.show()
        elif self._interview is not None:
            self._interview.show()
        elif self._first is not None:
            self._first.show()
        else:
            self.show_screen(self._screen)

    def show_screen(self, name: str) -> None:
        """One of the main screens."""
        self._leave_case()
        self._screen = name
        self._show_bar()
        {"home": self.home, "outbox": self.show_outbox, "keys": self.trust.show}[name]()

    def _show_bar(self) -> None:
        screens = {"home": self.tr("Home"), "outbox": self.tr("Outbox"), "keys": self.tr("Keys")}
        self._shell.window.bar.show_screens(screens, self._screen, self._counts)

    def _leave_case(self) -> None:
        if self._interview is not None:
            self._interview.leave()
            self._interview.deleteLater()
            self._interview = None
        if self._refer is not None:
            self._refer.deleteLater()
            self._refer = None
        if self._first is not None:
            self._first.leave()
            self._first = None
        self.trust.leave()
        self._shell.window.mark_practice(practice=False)
        self._shell.window.close_dialog()
        self._shell.forget(*_OF_A_CASE)

    # ---- home -----------------------------------------------------------------------------------------------------

    def home(self) -> None:
        """The work queue."""
        self._leave_case()
        self._screen = "home"
        desk = self._desk
        self._shell.work(
            lambda: (desk.fieldwork.cases(), outbox.items(desk.fieldwork), _enrolled(desk)), self._show_home
        )

    def _show_home(self, found: tuple[tuple[CaseSummary, ...], tuple[outbox.Item, ...], bool]) -> None:
        if self._screen != "home" or self._interview is not None or self._first is not None:
            return
        cases, items, enrolled = found
        page = self._shell.page(HomePage, HomePage, self._wire_home)
        live = [item for item in items if not item.packet.superseded]
        waiting = sum(item.packet.state in ("ready", "sending") for item in live)
        self._counts = {"outbox": waiting}
        self._show_bar()
        now = self._shell.station.clock.now()
        page.show_home(
            Home(
                heading=wording.heading(now),
                post=self._desk.vault.user,
                needs=(*self._urgent(cases, live), *self._returned(live), *(() if enrolled else self._unenrolled())),
                resume=tuple(self._resume(case) for case in cases if case.state in _OPEN)[:8],
                waiting=waiting,
                written=sum(item.packet.state == "sent" for item in live),
                confirmed=sum(item.packet.state == "acknowledged" for item in live),
                phones=self._phones(),
                about=self.tr("This screening is not a diagnostic test."),
            )
        )
        self._show_network()
        self._shell.window.show_page(page)

    def _wire_home(self, page: HomePage) -> None:
        page.started.connect(self.start)
        page.quickened.connect(self.first_line)
        page.alarmed.connect(self.urgent.alarm)
        page.opened.connect(self._open_row)
        page.sending.connect(lambda: self.show_screen("outbox"))

    def _urgent(self, cases: tuple[CaseSummary, ...], items: list[outbox.Item]) -> tuple[Row, ...]:
        urgent = {case.case for case in cases if case.urgent}
        now = self._shell.station.clock.now()
        return tuple(
            Row(
                key="outbox:",
                title=self.tr("Urgent referral not handed over yet"),
                text=f"{short(item.case)} · {wording.ago(item.packet.sealed_at, now)}",
                icon="urgent",
                tone="urgent",
                action=self.tr("Hand over now"),
            )
            for item in items
            if item.case in urgent and item.packet.state in ("ready", "sending")
        )

    def _unenrolled(self) -> tuple[Row, ...]:
        title = self.tr("This workplace cannot sign yet")
        text = self.tr("Interviews can be held; for referrals a certificate and a trust bundle are missing.")
        return (Row("keys:", title, text, icon="key", action=self.tr("Open")),)

    def _returned(self, items: list[outbox.Item]) -> tuple[Row, ...]:
        return tuple(
            Row(
                key=f"case:{item.case}",
                title=self.tr("Returned with a question"),
                text=" · ".join(part for part in (short(item.case), item.packet.reason or "") if part),
                icon="undo",
                action=self.tr("Open"),
            )
            for item in items
            if item.packet.state == "returned"
        )

    def _resume(self, case: CaseSummary) -> Row:
        state = {
            "open": self.tr("Interview, not finished"),
            "stopped": self.tr("Stopped; needs and referral are open"),
            "finalised": self.tr("Finished; consent and referral are open"),
        }[case.state]
        text = self.tr("Practice · {state}").format(state=state) if case.practice else state
        saved = self.tr("saved {time}").format(time=wording.moment(case.last_at))
        return Row(f"case:{case.case}", short(case.case), text, saved)

    def _open_row(self, key: str) -> None:
        kind, _, rest = key.partition(":")
        if kind == "case":
            self.open_case(CaseId(rest))
        else:
            self.show_screen("keys" if kind == "keys" else "outbox")

    def _phones(self) -> tuple[tuple[str, str], ...]:
        lines = self._desk.means.jurisdiction.offered
        known = wording.phones(lines, self._shell.settings.language)
        return tuple(line for line in known if len(line[0]) <= _DIALLED)[:4]

    # ---- start ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """What can be begun."""
        self._shell.work(self.beginning.instruments, self._show_start)

    def _show_start(self, instruments: tuple[Instrument, ...]) -> None:
        page = self._shell.page(StartPage, StartPage, self._wire_start)
        page.show_start(Start(instruments, self._phones()), language="")
        self._shell.window.show_page(page)

    def _wire_start(self, page: StartPage) -> None:
        page.begun.connect(self.beginning.begin)
        page.typing.connect(self.typing_back.open)
        page.left.connect(self.home)

    # ---- first line -----------------------------------------------------------------------------------------------

    def first_line(self) -> None:
        """A look and at most four questions, in memory alone."""
        desk = self._desk
        self._shell.work(
            lambda: desk.means.form(desk.current_pack(first_line.FORM)),
            self._show_first_line,
        )

    def _show_first_line(self, form: Form) -> None:
        self._leave_case()
        self._first = FirstLineDesk(self._shell, self._desk, form, self._shift)
        self._first.left.connect(self.home)
        self._first.opened.connect(lambda case: self.open_case(CaseId(case)))
        self._first.sealed.connect(self._sealed)
        self._first.show()

    def _urgent_case(self, rule: str, population: str, then: Callable[[CaseId], None]) -> None:
        """A case that holds nothing but what is urgent, and for whom."""
        desk = self._desk
        given = first_line.Carried((), rules=(rule,)).with_population(population)
        name = "second_line" if population == "adult" else "child"
        self._shell.work(lambda: first_line.hand_over(desk.fieldwork, Digest(desk.current_pack(name)), given), then)

    # ---- a case ---------------------------------------------------------------------------------------------------

    def open_case(self, case: CaseId) -> None:
        """The interview of a case at its place, or, when it is over, its assessment."""
        desk = self._desk

        def load() -> Loaded:
            entries = desk.fieldwork.entries(case)
            pack = fold(entries).pack
            media = desk.station.packs.media(pack) if pack is not None else {}
            return Loaded(
                entries, desk.fieldwork.session(case), desk.vault.place(case), media, Answering(desk.fieldwork)
            )

        self._shell.work(load, lambda loaded: self._show_case(case, loaded))

    def _show_case(self, case: CaseId, loaded: Loaded) -> None:
        self._leave_case()
        self._interview = InterviewDesk(self._shell, case, loaded)
        self._interview.over.connect(lambda _case: self.refer())
        self._interview.talks.sealed.connect(self.outgoing.go_on)
        if self._interview.readonly:
            self.refer()
        else:
            self._interview.show()

    def refer(self) -> None:
        """Assessment, consent and sealing of the case at hand."""
        if self._interview is None:
            return
        self._refer = ReferDesk(self._shell, self._desk, self._interview)
        self._refer.left.connect(self._back_to_interview)
        self._refer.sealed.connect(self._sealed)
        self._refer.show()

    def _back_to_interview(self) -> None:
        if self._refer is not None:
            self._refer.deleteLater()
            self._refer = None
        self._shell.forget(AssessmentPage, ConsentPage)
        if self._interview is not None:
            self._interview.check()

    def _sealed(self) -> None:
        self.outgoing.go_on()
        self.show_screen("outbox")

    # ---- outbox ---------------------------------------------------------------------------------------------------

    def show_outbox(self) -> None:
        """Everything that was sealed."""
        page = self._shell.page(OutboxPage, OutboxPage, self.outgoing.wire)
        self.outgoing.refresh(page)
        self._shell.window.show_page(page)

    def _outbox_changed(self, waiting: int) -> None:
        self._counts = {"outbox": waiting}
        if self._interview is None:
            self._show_bar()
        self._show_network()

    def _show_network(self) -> None:
        waiting = self._counts.get("outbox", 0)
        state = self.tr("Network") if self.outgoing.online else self.tr("No network")
        count = self.tr("%n waiting", "", waiting)
        self._shell.window.strip.show_network(f"{state} · {count}", online=self.outgoing.online)


def _enrolled(desk: Desk) -> bool:
    """Whether this station can seal. Carried out on the worker."""
    own = desk.credentials
    return own.certificate is not None and own.trust is not None
