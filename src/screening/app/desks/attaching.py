"""Files on their way to an answer: chosen on a disk, read and kept by the worker, never on the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from screening.app.desks.shell import Shell
from screening.app.ports import Attaching
from screening.ids import CaseId

_FILTERS: Final = {
    "image": "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff *.heic",
    "audio": "*.mp3 *.ogg *.opus *.wav *.m4a *.aac *.amr *.flac *.3gp",
    "video": "*.mp4 *.mov *.mkv *.webm *.3gp *.avi",
}


class Attacher(QObject):
    """Keeps files for one case. answer: called with the question's ref and the text that stands for the file."""

    def __init__(self, shell: Shell, case: CaseId, where: Attaching | None, answer: Callable[[str, str], None]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._case = case
        self._where = where
        self._answer = answer

    @property
    def possible(self) -> bool:
        """Whether files can be kept at all."""
        return self._where is not None

    def choose(self, ref: str, accepts: str, below: Callable[[bytes], bool] | None = None) -> None:
        """Let a person choose a file. below: takes a picture that is drawn upon, instead of keeping it at once."""
        if self._where is None:
            return
        dialog = QFileDialog(self._shell.window, self.tr("A file for this question"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        wanted = _FILTERS.get(accepts.partition("/")[0])
        every = self.tr("All files")
        dialog.setNameFilters([f"{accepts} ({wanted})", f"{every} (*)"] if wanted else [f"{every} (*)"])
        dialog.fileSelected.connect(lambda path: self.take(ref, path, below))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, ref: str, path: str, below: Callable[[bytes], bool] | None = None) -> None:
        """Read a file on the worker, and keep it."""
        where = self._where
        if where is None:
            return
        largest = where.largest

        def read() -> bytes | None:
            try:
                with Path(path).open("rb") as file:
                    found = file.read(largest + 1)
            except OSError:
                return None
            return found if len(found) <= largest else b""

        name = f"file{Path(path).suffix.lower()[:8]}"  # what a person called a file may name somebody
        self._shell.work(read, lambda data: self._have_read(ref, name, data, below))

    def _have_read(self, ref: str, name: str, data: bytes | None, below: Callable[[bytes], bool] | None) -> None:
        if data is None:
            self._shell.tell(
                self.tr("This file cannot be read"),
                self.tr("Nothing was changed. Is the drive still there? Try again, or choose another file."),
            )
        elif not data:
            self._shell.tell(
                self.tr("This file is too large, or empty"),
                self.tr("Nothing was changed. Choose a smaller file, or a shorter recording."),
            )
        elif below is None:
            self.keep(ref, name, data)
        elif not below(data):
            self._shell.tell(
                self.tr("This is not a picture that can be drawn upon"),
                self.tr("Nothing was changed. Choose a PNG or JPEG picture."),
            )

    def keep(self, ref: str, name: str, data: bytes) -> None:
        """Keep what was read or drawn; it is the answer when it is on the disk."""
        where, case = self._where, self._case
        if where is not None:
            self._shell.work(lambda: where.keep(case, ref, name, data), lambda value: self._answer(ref, value))
