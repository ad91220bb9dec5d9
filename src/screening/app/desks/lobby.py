"""From the locked window to a desk, and back: first run, unlocking, locking, hiding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from screening.app.desks.shell import Shell
from screening.app.pages.first_run import FirstRunPage
from screening.app.pages.unlock import UnlockPage
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.station.desk import Desk

_TRIES = 5
_PAUSE = 30


class Lobby(QObject):
    """Signals: opened(): a desk is unlocked, `shell.desk` is there. shut(): it is locked again."""

    opened = Signal()
    shut = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tries = 0
        self._inside = False
        shell.window.locked.connect(self.lock)
        shell.window.hidden_away.connect(self.lock)
        shell.window.rested.connect(self.lock)
        shell.renewed.connect(self._renewed)

    @property
    def inside(self) -> bool:
        """Whether a desk is open."""
        return self._inside

    def enter(self) -> None:
        """Show the locked screen, or the first run where there is no vault yet."""
        window = self._shell.window
        window.bar.hide()
        window.strip.show_saved("")
        language = self._shell.settings.language
        if (self._shell.home / "vault" / "vault.json").exists():
            window.strip.show_plain(
                self.tr("Everything on this computer is encrypted. Nothing shows until you unlock.")
            )
            window.show_page(self._shell.page(UnlockPage, lambda: UnlockPage(language), self._wire_unlock))
        else:
            window.strip.show_plain(self.tr("A new workplace. Nothing is stored here yet."))
            window.show_page(self._shell.page(FirstRunPage, lambda: FirstRunPage(language), self._wire_first_run))

    def _wire_unlock(self, page: UnlockPage) -> None:
        page.tried.connect(self._unlock)
        page.language_turned.connect(self._other_language)

    def _wire_first_run(self, page: FirstRunPage) -> None:
        page.created.connect(self._create)
        page.language_chosen.connect(self._shell.speak)

    def _other_language(self) -> None:
        self._shell.speak("en" if self._shell.settings.language == "uk" else "uk")

    def _renewed(self) -> None:
        if not self._inside:
            self.enter()

    # ---- in -------------------------------------------------------------------------------------------------------

    def _unlock(self, passphrase: str) -> None:
        station = self._shell.station
        self._shell.work(lambda: station.unlock(passphrase), self._open, self._refused)

    def _create(self, role: str, name: str, passphrase: str) -> None:
        station = self._shell.station

        def make() -> Desk:
            return station.create(passphrase, user=name, role=role)  # type: ignore[arg-type]  # one of the two cards

        self._shell.work(make, self._open, self._not_made)

    def _open(self, desk: Desk) -> None:
        self._tries = 0
        self._inside = True
        self._shell.desk = desk
        self._shell.drop_pages()
        self._shell.window.watch_rest(self._shell.settings.auto_lock)
        self._shell.window.bar.show()
        self._shell.window.strip.show_plain("")
        self.opened.emit()

    def _refused(self, error: ScreeningError) -> None:
        page = self._shell.has_page(UnlockPage)
        if page is None:
            return
        if error.code != "vault.passphrase":
            message = self._shell.words(error)
            page.refuse(message.text)
            return
        self._tries += 1
        if self._tries % _TRIES == 0:
            page.refuse(self.tr("The passphrase did not fit. Check the keyboard layout and Caps Lock."), pause=_PAUSE)
            return
        used = self._tries % _TRIES
        page.refuse(
            self.tr("The passphrase did not fit. Used: {used} of {all} tries; then a pause of {pause} seconds.").format(
                used=used, all=_TRIES, pause=_PAUSE
            )
        )

    def _not_made(self, error: ScreeningError) -> None:
        page = self._shell.has_page(FirstRunPage)
        if page is not None:
            message = self._shell.words(error)
            page.refuse(message.what, " ".join(part for part in (message.safe, message.do) if part))

    # ---- out ------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Close the vault and show nothing but the locked screen."""
        if not self._inside:
            return
        self._inside = False
        self.shut.emit()
        desk, self._shell.desk = self._shell.desk, None
        self._shell.window.watch_rest(0)
        self._shell.drop_pages()
        self._shell.window.mark_practice(practice=False)
        if desk is not None:
            self._shell.work(desk.close)
        self.enter()
