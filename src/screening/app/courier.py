"""Trips to drives and servers, which may take long: off the GUI thread, and apart from the vault's worker."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from screening.errors import ScreeningError

log = logging.getLogger("screening.app")
T = TypeVar("T")
_Then: TypeAlias = tuple[Callable[[Any], None], Callable[[Any], None]]


class Courier(QObject):
    """Carries out callables that touch nothing of this program's state, each on a thread of its own.

    Nobody ever waits for it: locking and leaving go on at once, and what comes back later is let go. That loses
    nothing, because a try is recorded only when its result is here, and sending twice is harmless.

    Signals:
        crashed(error): our own fault.
    """

    crashed = Signal(object)
    _back = Signal(object, object, object)  # what to do with it, result, error

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._closed = False
        self._away = 0

    @property
    def away(self) -> int:
        """How many trips have not come back."""
        return self._away

    def send(self, trip: Callable[[], T], done: Callable[[T], None], failed: Callable[[ScreeningError], None]) -> None:
        """Make a trip; then call `done` or `failed` on the GUI thread, unless `close` came first."""
        if self._closed:
            return
        self._away += 1
        threading.Thread(target=self._travel, args=(trip, (done, failed)), name="courier", daemon=True).start()

    def close(self) -> None:
        """Let go of whatever is still away."""
        self._closed = True

    def _travel(self, trip: Callable[[], Any], then: object) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            result = trip()
        except Exception as raised:  # noqa: BLE001  whatever happened is told on the GUI thread
            error = raised
        try:
            self._back.emit(then, result, error)
        except RuntimeError:  # the window is gone
            log.info("a trip came back to nobody")

    @Slot(object, object, object)
    def _deliver(self, then: _Then, result: object, error: object) -> None:
        self._away -= 1
        if self._closed:
            return
        done, failed = then
        if error is None:
            done(result)
        elif isinstance(error, ScreeningError):
            failed(error)
        else:
            log.error("a trip failed: %s", type(error).__name__)
            self.crashed.emit(error)
