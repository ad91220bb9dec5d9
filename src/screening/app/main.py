"""Starts the desktop. The locked window paints before any room is loaded that it does not need."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from screening.app import guard, languages, look
from screening.app.desks.lobby import Lobby
from screening.app.desks.shell import Shell
from screening.app.window import MainWindow
from screening.errors import ScreeningError
from screening.station import settings as stored


def run(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed. ``--home DIR`` works on another folder than the user's.

    ``--screenshots DIR --demo DEMO`` opens the windows over what ``screening demo`` left, takes pictures, and ends.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--screenshots" in given:
        return _take_pictures(given)
    app = prepare()
    home = _home(given)
    window, shell, _lobby = build(home)
    window.show()
    status = app.exec()
    shell.jobs.close()
    return status


def prepare() -> QApplication:
    """The application object, in its style and fonts."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["field-screening"])
    app.setApplicationName("field-screening")
    app.setStyle("Fusion")
    look.load_fonts()
    guard.contain()
    return app


def build(home: Path) -> tuple[MainWindow, Shell, Lobby]:
    """Window, shell and lobby for a station's folder, in the look and language its settings name."""
    try:
        chosen = stored.load(home / "settings.toml")
    except ScreeningError:
        chosen = stored.Settings()
    languages.speak(chosen.language)
    look.wear(look.Theme(chosen.theme), chosen.text_size / 100)
    window = MainWindow()
    shell = Shell(window, home, chosen)
    lobby = Lobby(shell)
    lobby.opened.connect(lambda: _furnish(shell, lobby))
    window.closing.connect(lambda: _leave(shell, lobby))
    lobby.enter()
    QTimer.singleShot(0, window, _warm)
    return window, shell, lobby


def _furnish(shell: Shell, lobby: Lobby) -> None:
    """Put the desk of this station's role into the window, the first time it is unlocked and every time after."""
    from screening.app.desks.furnish import furnish

    guard.contain()  # the desks' pages are loaded only now
    furnish(shell, lobby)


def _leave(shell: Shell, lobby: Lobby) -> None:
    lobby.lock()
    shell.jobs.close()


def _warm() -> None:
    """Nothing yet waits for a person while the first window stands: fonts of other scripts are read now."""
    look.load_fonts(all_scripts=True)


def _take_pictures(given: list[str]) -> int:
    from screening.app import tour

    return tour.run(tour.wanted(given))


def _home(given: list[str]) -> Path:
    if "--home" in given[:-1]:
        return Path(given[given.index("--home") + 1]).expanduser()
    from screening.station.paths import default_home

    return default_home()


if __name__ == "__main__":
    sys.exit(run())
