"""A file from a disk becomes an answer: read and kept by the worker, and refused with words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.app.robot import begin, built
from tests.support.office import PASSPHRASE, open_office
from typing_extensions import override

from screening.app.desks.interview import InterviewDesk
from screening.app.pages.interview import InterviewPage
from screening.app.ports import Attaching
from screening.app.widgets.answer_file import DrawingAnswer
from screening.casefile.entries import Answered

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
FORM = """
| survey |
| | type | name | label | appearance |
| | image | photo | Photograph | |
| | image | sign | Signature | signature |
| | image | mark | Mark the place | annotate |
| | note | end | The end | |
| settings |
| | form_title | form_id | version |
| | Files | files | 1 |
"""


class Shelf(Attaching):
    """Keeps files in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @property
    @override
    def largest(self) -> int:
        return 20_000

    @override
    def keep(self, case: str, ref: str, name: str, data: bytes) -> str:
        kept = f"{len(self.files)}-{name}"
        self.files[kept] = data
        return kept


def open_form(at: Desktop, tmp_path: Path, shelf: Shelf) -> InterviewDesk:
    form = tmp_path / "files.md"
    form.write_text(FORM, "utf-8")
    at.unlock(PASSPHRASE)
    begin(at, built(form))
    desk = at.child(InterviewDesk)
    desk.attacher._where = shelf
    desk._reader.can_attach = True
    desk.show()
    return desk


def picture(file: Path) -> Path:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkBlue)
    assert image.save(str(file))
    return file


def test_a_chosen_file_is_the_answer_when_it_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with open_office(tmp_path, now=None):
        pass
    shelf = Shelf()
    with desktop(qtbot, tmp_path / "officer") as at:
        desk = open_form(at, tmp_path, shelf)
        page = at.page(InterviewPage)
        ref = page.view.asked.ref
        desk.attacher.take(ref, str(picture(tmp_path / "Oksana passport.PNG")))
        at.wait(lambda: bool(page.view.asked.value) and at.shell.jobs.open == 0)
        assert page.view.asked.value == "0-file.png"  # what it was called may name somebody
        assert [e.body.value for e in desk._entries if isinstance(e.body, Answered)] == ["0-file.png"]
        assert QImage.fromData(shelf.files["0-file.png"]).width() == 60


@pytest.mark.parametrize("kind", ["large", "empty", "missing"])
def test_what_cannot_be_kept_is_said_and_changes_nothing(qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    with open_office(tmp_path, now=None):
        pass
    file = tmp_path / "file.bin"
    if kind != "missing":
        file.write_bytes(b"x" * 20_001 if kind == "large" else b"")
    shelf = Shelf()
    with desktop(qtbot, tmp_path / "officer") as at:
        desk = open_form(at, tmp_path, shelf)
        desk.attacher.take(at.page(InterviewPage).view.asked.ref, str(file))
        at.wait(lambda: at.window.dialog is not None)
        assert at.window.dialog is not None
        assert "file" in at.window.dialog.accessibleName()
        assert shelf.files == {}
        assert at.page(InterviewPage).view.asked.value == ""


def test_a_signature_is_kept_on_going_on_and_a_picture_can_be_drawn_upon(qtbot: QtBot, tmp_path: Path) -> None:
    with open_office(tmp_path, now=None):
        pass
    shelf = Shelf()
    with desktop(qtbot, tmp_path / "officer") as at:
        desk = open_form(at, tmp_path, shelf)
        page = at.page(InterviewPage)
        at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        answer = page.view.single.answer
        assert isinstance(answer, DrawingAnswer)
        ref = page.view.asked.ref
        QTest.mousePress(answer.pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
        QTest.mouseMove(answer.pad, QPoint(90, 60))
        QTest.mouseRelease(answer.pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
        at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        at.wait(lambda: desk.session.value(ref) == "0-signature.png")
        mark = page.view.asked.ref
        assert mark.endswith("/mark")
        desk.attacher.take(mark, str(tmp_path / "files.md"), answer.put_below)
        at.wait(lambda: at.window.dialog is not None)
        at.press(Qt.Key.Key_Escape)
        desk.attacher.take(mark, str(picture(tmp_path / "map.png")), answer.put_below)
        at.wait(lambda: answer.pad.ground is not None)
        answer.keep.click()
        at.wait(lambda: desk.session.value(mark) == "1-annotate.png")
