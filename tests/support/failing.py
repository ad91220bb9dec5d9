"""Disks that fail at a chosen moment, by making one call of the system refuse."""

from __future__ import annotations

import os
from typing import Any

import pytest


class FailingDisk:
    """Counts the calls of some functions of ``os`` and makes one of them raise an OSError.

    Args:
        patch: undoes it all at the end of the test.
        calls: names in ``os`` that count, for example ``("write", "fsync", "replace")``.
    """

    def __init__(self, patch: pytest.MonkeyPatch, *calls: str) -> None:
        self.made: list[str] = []
        self._refuse: tuple[int, int] | None = None
        for name in calls:
            patch.setattr(os, name, self._counting(name, getattr(os, name)))

    def refuse(self, at: int, errno: int) -> None:
        """Make the call number `at` (from 0) fail with `errno`."""
        self.made.clear()
        self._refuse = (at, errno)

    def mend(self) -> None:
        """Let every call through again."""
        self._refuse = None

    def _counting(self, name: str, real: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            number = len(self.made)
            self.made.append(name)
            if self._refuse is not None and number == self._refuse[0]:
                raise OSError(self._refuse[1], os.strerror(self._refuse[1]))
            return real(*args, **more)

        return call
