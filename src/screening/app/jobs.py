"""The one way off the GUI thread: a single worker that owns the vault."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from screening.errors import ScreeningError

log = logging.getLogger("screening.app")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class _Job(Generic[T]):
    work: Callable[[], T]
    done: Callable[[T], None] | None
    failed: Callable[[ScreeningError], None] | None


class _Worker(QObject):
    """Lives in the worker thread."""

    finished = Signal(object, object, object)  # job, result, error

    @Slot(object)
    def carry_out(self, job: _Job[Any]) -> None:
        try:
            result = job.work()
        except BaseException as error:  # noqa: BLE001  whatever happened is told on the GUI thread
            self.finished.emit(job, None, error)
        else:
            self.finished.emit(job, result, None)


class Jobs(QObject):
    """Carries out callables in the order they came, and calls back on the thread that owns this object.

    Signals:
        crashed(error): a job raised something that is not a `ScreeningError`: our own fault.
        idle(): nothing is left to do.
    """

    crashed = Signal(object)
    idle = Signal()
    _sent = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = QThread()
        self._thread.setObjectName("vault")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._sent.connect(self._worker.carry_out, Qt.ConnectionType.QueuedConnection)
        self._worker.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._open = 0
        self._closing = False
        self._thread.start()

    @property
    def open(self) -> int:
        """How many jobs have not been answered yet."""
        return self._open

    @property
    def closed(self) -> bool:
        """Whether the worker has ended, or is about to."""
        return self._closing

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ScreeningError], None] | None = None,
    ) -> None:
        """Carry out `work` on the worker; then call `done` or `failed` here, on the GUI thread.

        A `ScreeningError` without a `failed`, and any other exception, is reported by `crashed`.
        """
        if self._closing:
            return
        self._open += 1
        self._sent.emit(_Job(work, done, failed))

    @Slot(object, object, object)
    def _deliver(self, job: _Job[Any], result: object, error: BaseException | None) -> None:
        self._open -= 1
        try:
            if error is None:
                if job.done is not None:
                    job.done(result)
            elif isinstance(error, ScreeningError) and job.failed is not None:
                job.failed(error)
            else:
                log.error("a job failed: %s", type(error).__name__)
                self.crashed.emit(error)
        finally:
            if self._open == 0:
                self.idle.emit()

    def close(self, last: Callable[[], Any] | None = None) -> None:
        """Finish what is queued, carry out `last` on the worker, and end the thread. Safe to call twice."""
        if self._closing:
            return
        self._closing = True
        if last is not None:
            self._sent.emit(_Job(last, None, None))
        self._sent.emit(_Job(self._thread.quit, None, None))  # behind the others: they are finished first
        self._thread.wait()
