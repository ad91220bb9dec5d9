"""Faults of our own inside Qt's callbacks: reported once, never passed into Qt.

On Python 3.11 PySide 6.11 ends the whole program when an error that its own C++ side raised (a widget that is already
gone, say) leaves an overridden event handler: it reads arguments that such an error does not have yet. So no error
leaves a handler: what the person did last is saved, the fault is told, and the window stays.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject

_HOME = "screening.app."
_ANSWERS = {"event": False, "eventFilter": False, "focusNextPrevChild": False}
"""What a handler that failed answers where Qt expects an answer; the others answer nothing."""
_MARK = "_contained"


class Faults:
    """Where faults go. tell: shows one to the person; until a window is there they are kept."""

    def __init__(self) -> None:
        self.tell: Callable[[BaseException], None] | None = None
        self.kept: list[BaseException] = []
        self._told: set[tuple[str, str]] = set()

    def take(self, place: tuple[str, str], error: BaseException) -> None:
        """Tell a fault, once for each place: a painter that fails would fail again at once."""
        if place in self._told:
            return
        self._told.add(place)
        if self.tell is None:
            self.kept.append(error)
        else:
            self.tell(error)


faults = Faults()


def contain() -> None:
    """Keep the faults of every event handler of ours from Qt; call it again when more of our classes are loaded."""
    for cls in _ours(QObject):
        for name, handler in list(vars(cls).items()):
            if (name.endswith("Event") or name in _ANSWERS) and callable(handler) and not hasattr(handler, _MARK):
                setattr(cls, name, _contained(cls.__name__, name, handler))
    sys.excepthook = _of_a_slot


def _ours(base: type) -> Iterator[type]:
    subclasses: list[type] = base.__subclasses__()
    for cls in subclasses:
        if cls.__module__.startswith(_HOME):
            yield cls
        yield from _ours(cls)


def _contained(owner: str, name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    def contained(*arguments: Any) -> Any:
        try:
            return handler(*arguments)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not reach Qt
            faults.take((owner, name), error)
            return _ANSWERS.get(name)

    setattr(contained, _MARK, True)
    return contained


def _of_a_slot(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raised: Qt prints it and goes on; we tell it instead."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    last = trace
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last is not None else ""
    faults.take((kind.__name__, place), error)
