"""Where the files that ship with the program lie, from a checkout and from a packaged folder alike."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

_PACKED: Final[str | None] = getattr(sys, "_MEIPASS", None)
ROOT: Final[Path] = (Path(_PACKED) if _PACKED else Path(__file__).resolve().parents[3]) / "resources"


def resource(*parts: str) -> Path:
    """The path of a shipped file below ``resources/``; it may not exist."""
    return ROOT.joinpath(*parts)
