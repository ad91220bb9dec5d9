"""Pictures of the windows: the program walks through itself, and leaves what it walked over as it was."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from tests.app.questions import QUESTIONS
from typing_extensions import override

from screening.app.widgets.asking import Asking
from screening.app.widgets.field import Field

_RUN = "import sys; from screening.{module} import run; sys.exit(run(sys.argv[1:]))"
PAGES = (
    "first-run",
    "unlock",
    "home",
    "start",
    "interview",
    "interview-night",
    "check",
    "assessment",
    "consent",
    "preview",
    "outbox",
    "inbox",
    "inbox-damaged",
    "review",
    "outbox-confirmed",
)


def carry_out(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _RUN.format(module=module), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "demo"
    made = carry_out("cli.main", "demo", "--out", str(folder))
    assert made.returncode == 0, made.stderr
    return folder


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_every_screen_is_pictured_and_the_demonstration_stays_as_it_was(demo: Path, tmp_path: Path) -> None:
    before = fingerprints(demo)
    out = tmp_path / "pictures"
    toured = carry_out("app.main", "--screenshots", str(out), "--demo", str(demo), "--size", "1024x600")
    assert toured.returncode == 0, toured.stderr
    pictures = {file.stem.partition("-")[2]: file for file in sorted(out.glob("*.png"))}
    assert set(PAGES) <= set(pictures)
    for file in pictures.values():
        image = QImage(str(file))
        assert (image.width(), image.height()) == (1024, 600)
    day, night = (QImage(str(pictures[name])).pixelColor(512, 2) for name in ("interview", "interview-night"))
    assert day.lightness() > 200
    assert night.lightness() < 60
    assert fingerprints(demo) == before


@pytest.mark.parametrize(
    "arguments",
    [("--screenshots", "out"), ("--screenshots", "out", "--demo", "."), ("--screenshots", "out", "--size", "big")],
)
def test_a_call_that_does_not_fit_ends_with_status_two(arguments: tuple[str, ...]) -> None:
    refused = carry_out("app.main", *arguments)
    assert refused.returncode == 2
    assert refused.stderr


class _Opened(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_parts_of_a_page_never_open_a_window_of_their_own(qapp: QApplication) -> None:
    opened = _Opened()
    qapp.installEventFilter(opened)
    view = Asking()
    Field("Passphrase", "At least four words.", secret=True)
    for page in QUESTIONS.values():  # parts are made, and shown, while a page is built
        view.show_asked(page)
    qapp.removeEventFilter(opened)
    assert opened.windows == []
