"""Dispatches: commands go to the command line, a window to the desktop."""

from __future__ import annotations

import sys


def main() -> int:
    """The command ``screening``."""
    from screening.cli.main import run

    return run()


def gui() -> int:
    """The command ``screening-gui``."""
    from screening.app.main import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
