"""What every desk has at hand: the window, the worker, this station, and the words for what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from screening.app import guard, languages, look
from screening.app.jobs import Jobs
from screening.app.pages.page import Page
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.dialog import Dialog
from screening.app.window import MainWindow
from screening.errors import ScreeningError

if TYPE_CHECKING:  # the first window must not wait for them
    from screening.station.desk import Desk
    from screening.station.settings import Settings
    from screening.station.station import Station
    from screening.station.words import Message

T = TypeVar("T")
P = TypeVar("P", bound=Page)


class Shell(QObject):
    """One running program. `desk` is the unlocked station; touch it only inside jobs.

    Signals:
        renewed(): language or text size changed; every page was dropped and has to be shown again.
    """

    renewed = Signal()

    def __init__(self, window: MainWindow, home: Path, settings: Settings) -> None:
        super().__init__(window)
        self.window = window
        self.home = home
        self.settings = settings
        self.jobs = Jobs()
        self.jobs.crashed.connect(self._own_fault)
        guard.faults.tell = self._own_fault
        self.desk: Desk | None = None
        self._station: Station | None = None
        self._pages: dict[type[Page], Page] = {}
        window.dimmed.connect(self.turn_night)

    # ---- this machine ---------------------------------------------------------------------------------------------

    @property
    def station(self) -> Station:
        """This machine; opened when first asked for, after the window is there.

        Raises:
            StationError: the program's own files are missing.
        """
        if self._station is None:
            from screening.station.clock import Clock
            from screening.station.paths import Paths, find_resources
            from screening.station.station import Station
            from screening.station.words import Words

            resources = find_resources()
            words = Words.load(resources, self.settings.language)
            self._station = Station(Paths(self.home, resources), Clock(), self.settings, words)
        return self._station

    def words(self, error: ScreeningError) -> Message:
        """An error in words."""
        return self.station.words.message(error)

    def change_settings(self, **changes: Any) -> None:
        """Keep a choice; that it cannot be written is no reason not to follow it."""
        from screening.station import settings as stored

        self.settings = replace(self.settings, **changes)
        if self._station is not None:
            self._station.settings = self.settings
        try:
            stored.save(self.home / "settings.toml", self.settings)
        except ScreeningError as error:
            self.window.strip.show_failed(self.words(error).what)

    # ---- the look -------------------------------------------------------------------------------------------------

    def turn_night(self) -> None:
        """Day or night; every widget repaints itself."""
        worn = look.now()
        theme = look.Theme.NIGHT if worn.theme is look.Theme.DAY else look.Theme.DAY
        look.wear(theme, worn.text)
        self.window.bar.show_theme(theme)
        self.window.update()
        self.change_settings(theme=theme.value)

    def speak(self, language: str) -> None:
        """Change the language of everything that is shown."""
        from screening.station.words import Words

        languages.speak(language)
        self.change_settings(language=language)
        self.station.words = Words.load(self.station.paths.resources, language)
        self.renew()

    def renew(self) -> None:
        """Drop all pages and make the frame anew; desks show theirs again."""
        self.drop_pages()
        self.window.renew_frame()
        self.renewed.emit()

    # ---- pages ----------------------------------------------------------------------------------------------------

    def page(self, kind: type[P], make: Callable[[], P], wire: Callable[[P], None]) -> P:
        """The one page of a kind; made and wired when first asked for."""
        found = self._pages.get(kind)
        if not isinstance(found, kind):
            found = make()
            wire(found)
            self._pages[kind] = found
        return found

    def has_page(self, kind: type[P]) -> P | None:
        """The page of a kind, when it was made."""
        found = self._pages.get(kind)
        return found if isinstance(found, kind) else None

    def forget(self, *kinds: type[Page]) -> None:
        """Drop some pages and what they show."""
        for kind in kinds:
            page = self._pages.pop(kind, None)
            if page is not None:
                self.window.drop_page(page)

    def drop_pages(self) -> None:
        """Forget every page and what it shows."""
        self.window.close_dialog()
        for page in self._pages.values():
            self.window.drop_page(page)
        self._pages.clear()

    # ---- work -----------------------------------------------------------------------------------------------------

    def work(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ScreeningError], None] | None = None,
    ) -> None:
        """Carry out `job` on the worker; a refusal nobody else takes is shown in a dialog."""
        self.jobs.submit(job, done, failed or self.show_refusal)

    def show_refusal(self, error: ScreeningError) -> None:
        """A refusal by the world, in words, over the page."""
        message = self.words(error)
        self.tell(message.what, " ".join(part for part in (message.safe, message.do) if part))

    def tell(self, title: str, text: str) -> None:
        """Something to know; one button."""
        self.window.ask(Dialog(self.window, title, text, cancel=self.tr("Close")))

    def confirm(self, title: str, text: str, verb: str, then: Callable[[], None]) -> None:
        """A question with a verb; the focus is on the way back."""
        dialog = Dialog(self.window, title, text, cancel=self.tr("Cancel"))

        def agreed() -> None:
            dialog.close_up()
            then()

        dialog.add_action(Button(verb, Kind.PRIMARY)).pressed_on.connect(agreed)
        self.window.ask(dialog)

    def _own_fault(self, error: BaseException) -> None:
        from screening.station.crash import report

        where = report(error, self.home) if isinstance(error, Exception) else ""
        self.tell(
            self.tr("The program made a mistake of its own"),
            self.tr("What was saved before is safe. A report without personal data is in {where}").format(where=where),
        )
