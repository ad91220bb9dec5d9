"""Enrolment on the screen: a request out, a certificate and a trust bundle in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from screening.app.desks.shell import Shell
from screening.app.pages.keys import KeysPage
from screening.app.ports import Keys
from screening.errors import ScreeningError, StationError
from screening.identity.fingerprint import fingerprint_words

if TYPE_CHECKING:
    from datetime import datetime

    from screening.station.desk import Desk

_LARGEST = 50_000_000
"""Bytes of a certificate or bundle; anything larger is neither."""


class TrustDesk(QObject):
    """Signals: changed(): something was installed."""

    changed = Signal()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell = shell
        self._desk = desk
        self._wanted = False

    def leave(self) -> None:
        """Another screen is wanted by now."""
        self._wanted = False

    def show(self) -> None:
        """The page, filled from the vault."""
        self._wanted = True
        self._shell.work(self._read, self._show)

    def _show(self, found: Keys) -> None:
        if not self._wanted:
            return
        page = self._shell.page(KeysPage, KeysPage, self._wire)
        page.show_keys(found)
        self._shell.window.show_page(page)

    def _wire(self, page: KeysPage) -> None:
        page.requesting.connect(self._ask_where)
        page.installing.connect(self._ask_what)

    # ---- on the worker --------------------------------------------------------------------------------------------

    def _read(self) -> Keys:
        desk = self._desk
        own, now = desk.credentials, desk.station.clock.now()
        resources = desk.station.paths.resources
        names = desk.means.jurisdiction.recipients
        language = self._shell.settings.language
        certificate, trust = own.certificate, own.trust
        stations: dict[str, list[str]] = {}
        for each in desk.recipients() if trust is not None else ():
            stations.setdefault(names[each.name].names[language], []).append(each.station)
        return Keys(
            station=certificate.station if certificate is not None else desk.vault.user,
            role=self.tr("officer") if desk.role == "officer" else self.tr("supervisor"),
            own_words=" ".join(fingerprint_words(own.keys.fingerprint, resources)) if own.keys is not None else "",
            certificate=self._until(certificate.until, now) if certificate is not None else "",
            certificate_ok=certificate is not None and now < certificate.until,
            bundle=f"№ {trust.number} · {self._until(trust.until, now)}" if trust is not None else "",
            bundle_ok=trust is not None and now < trust.until,
            authority=trust.organisation if trust is not None else "",
            authority_words=" ".join(fingerprint_words(trust.authority, resources)) if trust is not None else "",
            recipients=tuple((name, ", ".join(dict.fromkeys(found))) for name, found in stations.items()),
        )

    def _until(self, until: datetime, now: datetime) -> str:
        day = until.astimezone().strftime("%d.%m.%Y")
        return (self.tr("valid until {day}") if now < until else self.tr("expired on {day}")).format(day=day)

    # ---- request --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        dialog = QFileDialog(self._shell.window, self.tr("Where to write the request"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("workplace.request")
        dialog.fileSelected.connect(self.write_request)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_request(self, file: str) -> None:
        """Make this workplace's keys if it has none, and write its request there."""
        desk = self._desk

        def write() -> str:
            from screening.station.files import write_whole

            data, fingerprint = desk.enrolment.request(desk.role, desk.vault.user)
            write_whole(Path(file), data)
            return " ".join(desk.enrolment.words(fingerprint))

        self._shell.work(write, self._written, self._refused)

    def _written(self, words: str) -> None:
        self.show()
        page = self._shell.has_page(KeysPage)
        if page is not None:
            page.show_message(
                self.tr("The request is written"),
                self.tr("Read these words to the authority by voice: {words}").format(words=words),
                good=True,
            )

    # ---- install --------------------------------------------------------------------------------------------------

    def _ask_what(self) -> None:
        dialog = QFileDialog(self._shell.window, self.tr("Certificate or trust bundle"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.install)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def install(self, files: list[str]) -> None:
        """Keep a certificate, a trust bundle, or both."""
        desk = self._desk

        def keep() -> int:
            for file in files:
                desk.enrolment.install(_read(Path(file)))
            return len(files)

        self._shell.work(keep, self._installed, self._refused)

    def _installed(self, _count: int) -> None:
        self.show()
        page = self._shell.has_page(KeysPage)
        if page is not None:
            page.show_message(self.tr("Installed"), self.tr("Compare the words of the authority by voice."), good=True)
        self.changed.emit()

    def _refused(self, error: ScreeningError) -> None:
        page = self._shell.has_page(KeysPage)
        if page is None:
            self._shell.show_refusal(error)
            return
        message = self._shell.words(error)
        page.show_message(message.what, " ".join(part for part in (message.safe, message.do) if part))


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise StationError("station.file.large", limit=_LARGEST)
        return file.read_bytes()
    except OSError:
        raise StationError("station.file.unreadable") from None
