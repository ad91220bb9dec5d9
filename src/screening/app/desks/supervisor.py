"""The supervisor's desk: taking in, verification in words, review, and receipts on their way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from screening.app.desks import arrivals, reviewing
from screening.app.desks.shell import Shell
from screening.app.desks.trust import TrustDesk
from screening.app.pages.inbox import InboxPage
from screening.app.pages.review import ReviewPage
from screening.app.ports import Inbox, Review
from screening.errors import ScreeningError
from screening.ids import Digest

if TYPE_CHECKING:
    from screening.registry.supervisor import Taken
    from screening.station.desk import Desk


@dataclass(frozen=True, slots=True, repr=False)
class _TakenIn:
    """What came of taking in. errors: of places that could not be read."""

    taken: tuple[Taken, ...]
    errors: tuple[ScreeningError, ...]
    found: arrivals.Found


class SupervisorDesk(QObject):
    """Lives from unlocking to locking."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        desk = shell.desk
        if desk is None:
            message = "a supervisor's desk needs an open station"
            raise RuntimeError(message)
        self._desk: Desk = desk
        self._reviewed: Digest | None = None
        self._revealed = False
        self._duplicates: tuple[Taken, ...] = ()
        self._screen = "inbox"
        self._new = 0
        self.trust = TrustDesk(shell, desk)
        window = shell.window
        window.chosen.connect(self.show_screen)
        window.homed.connect(self.home)
        shell.renewed.connect(self.show)

    def close(self) -> None:
        """Let go of everything; the vault is closed next."""
        window = self._shell.window
        window.chosen.disconnect(self.show_screen)
        window.homed.disconnect(self.home)
        self._shell.renewed.disconnect(self.show)
        self.deleteLater()

    # ---- screens --------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The screen one is on, drawn anew."""
        if self._reviewed is not None:
            self.open(self._reviewed)
        else:
            self.show_screen(self._screen)

    def show_screen(self, name: str) -> None:
        """One of the main screens."""
        if name != "keys":
            self.home()
            return
        self._leave_packet()
        self._screen = "keys"
        self._show_bar()
        self.trust.show()

    def home(self) -> None:
        """The inbox."""
        self._leave_packet()
        self._screen = "inbox"
        desk = self._desk
        self._shell.work(lambda: arrivals.find(desk), self._show_inbox)

    def _leave_packet(self) -> None:
        self._reviewed, self._revealed = None, False
        self.trust.leave()
        self._shell.window.close_dialog()
        self._shell.forget(ReviewPage)

    def _show_bar(self) -> None:
        screens = {"inbox": self.tr("Inbox"), "keys": self.tr("Keys")}
        self._shell.window.bar.show_screens(screens, self._screen, {"inbox": self._new})

    def _show_inbox(self, found: arrivals.Found) -> None:
        if self._reviewed is not None or self._screen != "inbox":
            return
        page = self._shell.page(InboxPage, InboxPage, self._wire_inbox)
        station = self._shell.station
        lines = arrivals.arrivals(found, self._duplicates, station.words.say, station.clock.now())
        good = sum(line.can_open for line in lines)
        aside = sum(line.verdict not in arrivals.OPENABLE and line.verdict != "duplicate" for line in lines)
        summary = self.tr("%n packet(s)", "", len(lines))
        if aside:
            summary += " · " + self.tr("%n set aside", "", aside)
        page.show_inbox(Inbox(lines, summary, arrivals.receipts_due(found)))
        self._new = sum(row.state == "received" for row in found.rows)
        self._show_bar()
        self._shell.window.strip.show_network(self.tr("%n can be opened", "", good), online=True)
        self._shell.window.show_page(page)

    def _wire_inbox(self, page: InboxPage) -> None:
        page.choosing_file.connect(self._choose_file)
        page.choosing_folder.connect(self._choose_folder)
        page.dropped.connect(self.take_in)
        page.opened.connect(lambda key: self.open(Digest(key)))
        page.answering.connect(self._choose_receipts)
        page.asking.connect(self._shell.window.ask)

    # ---- taking in ------------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        dialog = QFileDialog(self._shell.window, self.tr("Packets to take in"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Packets (*.age)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(self.take_in)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_folder(self) -> None:
        self._ask_folder(self.tr("Folder or drive with packets"), lambda folder: self.take_in([folder]))

    def _choose_receipts(self) -> None:
        self._ask_folder(self.tr("Where to write the receipts"), self.write_receipts)

    def _ask_folder(self, title: str, then: object) -> None:
        dialog = QFileDialog(self._shell.window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_in(self, places: list[str]) -> None:
        """Take in files and folders; each is verified, and kept or set aside."""
        page = self._shell.has_page(InboxPage)
        if page is not None:
            page.progress.set_running(running=True)
        desk = self._desk

        def take() -> _TakenIn:
            taken: list[Taken] = []
            errors: list[ScreeningError] = []
            for place in places:
                try:
                    taken.extend(desk.take_in(place))
                except ScreeningError as error:
                    errors.append(error)
            return _TakenIn(tuple(taken), tuple(errors), arrivals.find(desk))

        self._shell.work(take, self._took_in, self._not_taken)

    def _not_taken(self, error: ScreeningError) -> None:
        page = self._shell.has_page(InboxPage)
        if page is not None:
            page.progress.set_running(running=False)
        self._shell.show_refusal(error)

    def _took_in(self, taken_in: _TakenIn) -> None:
        self._duplicates = tuple(taken for taken in taken_in.taken if taken.result == "duplicate")
        self._show_inbox(taken_in.found)
        page = self._shell.has_page(InboxPage)
        if page is None:
            return
        page.progress.set_running(running=False)
        if taken_in.errors:
            message = self._shell.words(taken_in.errors[0])
            page.show_trouble(message.what, " ".join(part for part in (message.safe, message.do) if part))
        elif not taken_in.taken:
            page.show_trouble(self.tr("There is no packet there"), self.tr("A packet's file name ends in .asice.age."))
        else:
            page.show_trouble("", "")
            page.table.choose(taken_in.taken[-1].digest)
        page.begin()

    # ---- review ---------------------------------------------------------------------------------------------------

    def open(self, digest: Digest) -> None:
        """A packet under review."""
        self._reviewed = digest
        desk, say, revealed = self._desk, self._shell.station.words.say, self._revealed

        def read() -> Review:
            return reviewing.review(desk.registry, digest, say, revealed=revealed)

        self._shell.work(read, self._show_review, self._not_opened)

    def _not_opened(self, error: ScreeningError) -> None:
        self._reviewed = None
        self._shell.show_refusal(error)

    def _show_review(self, review: Review) -> None:
        page = self._shell.page(ReviewPage, ReviewPage, self._wire_review)
        page.show_review(review)
        self._shell.window.show_page(page)

    def _wire_review(self, page: ReviewPage) -> None:
        page.left.connect(self.home)
        page.decided.connect(self._decide)
        page.revealed.connect(self._reveal)

    def _reveal(self) -> None:
        desk, digest = self._desk, self._reviewed
        if digest is None:
            return
        self._shell.work(lambda: reviewing.note_reveal(desk.registry, digest), lambda _entry: self._show_person(digest))

    def _show_person(self, digest: Digest) -> None:
        self._revealed = True
        self.open(digest)

    def _decide(self, decision: str, reason: str) -> None:
        desk, digest = self._desk, self._reviewed
        if digest is None:
            return
        registry = desk.registry
        self._shell.work(
            lambda: registry.review(digest, decision, reason),  # type: ignore[arg-type]  # one of the four cards
            lambda entry: self._decided(entry.at.astimezone().strftime("%H:%M:%S")),
        )

    def _decided(self, clock: str) -> None:
        self._shell.window.strip.show_saved(self.tr("Saved {time}").format(time=clock))
        self.home()

    # ---- receipts -------------------------------------------------------------------------------------------------

    def write_receipts(self, folder: str) -> None:
        """Sign the receipts that are due and leave them where officers find them."""
        desk = self._desk

        def hand_out() -> tuple[int, arrivals.Found]:
            handed = desk.registry.hand_out(desk.transport(folder))
            return len(handed), arrivals.find(desk)

        self._shell.work(hand_out, self._handed_out, self._refused)

    def _refused(self, error: ScreeningError) -> None:
        page = self._shell.has_page(InboxPage)
        if page is None:
            self._shell.show_refusal(error)
            return
        message = self._shell.words(error)
        page.show_trouble(message.what, " ".join(part for part in (message.safe, message.do) if part))

    def _handed_out(self, result: tuple[int, arrivals.Found]) -> None:
        count, found = result
        self._show_inbox(found)
        self._shell.window.strip.show_saved(self.tr("%n receipt(s) written", "", count))
