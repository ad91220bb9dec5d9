"""Entries on their way to the disk: in order, one at a time, and none given up when one fails."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from screening.app.desks.shell import Shell
from screening.casefile.entries import Body, Entry
from screening.errors import ScreeningError
from screening.ids import CaseId


class Saving(QObject):
    """Signals: saved(entry): it is on the disk. failed(error): it is not; everything waits here, in order.

    record: carried out on the worker; returns when the entry is on the disk.
    """

    saved = Signal(object)
    failed = Signal(object)
    emptied = Signal()

    def __init__(self, shell: Shell, record: Callable[[CaseId, Body], Entry], case: CaseId) -> None:
        super().__init__(shell)
        self._shell = shell
        self._record = record
        self._case = case
        self._waiting: deque[Body] = deque()
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many entries are not on the disk yet."""
        return len(self._waiting)

    def add(self, body: Body) -> None:
        """Save this after what waits already."""
        self._waiting.append(body)
        self.go()

    def go(self) -> None:
        """Try again, from the first that waits."""
        if self._busy or not self._waiting:
            return
        self._busy = True
        body, record, case = self._waiting[0], self._record, self._case
        self._shell.jobs.submit(lambda: record(case, body), self._done, self._not_done)

    def retire(self) -> None:
        """Nothing more will be added: save what waits, then go."""
        if self._waiting:
            self.emptied.connect(self.deleteLater)
            self.go()
        else:
            self.deleteLater()

    def _done(self, entry: Entry) -> None:
        self._busy = False
        self._waiting.popleft()
        self.saved.emit(entry)
        if self._waiting:
            self.go()
        else:
            self.emptied.emit()

    def _not_done(self, error: ScreeningError) -> None:
        self._busy = False
        self.failed.emit(error)
