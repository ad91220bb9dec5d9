"""Hands that answer any form by keys alone, whatever it asks, to its end."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from tests.app.desktop import Desktop

from screening.app.desks.officer import OfficerDesk
from screening.app.pages.check import CheckPage
from screening.app.pages.home import HomePage
from screening.app.pages.interview import InterviewPage
from screening.app.ports import Asked
from screening.app.widgets.answer_list import ListAnswer
from screening.forms import packs
from screening.ids import CaseId, Digest

_TYPED = {
    "text": ("Oleksandra", "AB123456", "0671234567", "a"),
    "long": ("Two lines\nof text", "a"),
    "barcode": ("4006381333931",),
    "integer": ("7", "1", "2", "30", "0", "15", "60", "2020", "100", "999"),
    "decimal": ("2.5", "1", "37.2", "3", "60", "150", "0"),
    "date": ("14.03.2003", "01.01.2024", "01.11.2026", "31.12.2030"),
    "month": ("03.2003", "11.2026"),
    "year": ("2003", "2024", "2026"),
    "time": ("19:30",),
    "datetime": ("14.03.2003 19:30", "01.11.2026 8:00"),
    "point": ("50.4501, 30.5234",),
    "trace": ("50.45, 30.52\n", "50.46 30.53\n"),
    "shape": ("50.45, 30.52\n", "50.46 30.53\n", "50.47, 30.51\n"),
}
_SHIFT = Qt.KeyboardModifier.ControlModifier


def built(form: Path, media: dict[str, bytes] | None = None) -> bytes:
    """A pack of a form as an organisation would build it."""
    return packs.build(form.read_bytes(), form.stem, media or {}, published_by="An organisation", status="active")


def begin(at: Desktop, pack: bytes, language: str | None = None) -> CaseId:
    """Install a pack, start a practice interview with it, and wait for its first page. The desk is unlocked."""
    desk = at.shell.desk
    assert desk is not None
    begun: list[CaseId] = []

    def start() -> CaseId:
        digest = Digest(desk.station.packs.install(pack).sha256)
        return desk.fieldwork.begin(digest, language=language, practice=True)

    at.wait_page(HomePage)
    at.shell.work(start, begun.append)
    at.wait(lambda: bool(begun) or at.window.dialog is not None)
    assert begun, at.window.dialog.accessibleName() if at.window.dialog is not None else ""
    at.child(OfficerDesk).open_case(begun[0])
    at.wait_page(InterviewPage)
    return begun[0]


class Robot:
    """Answers every page. seen: how often each kind was met; missed: how often a reason was given instead."""

    def __init__(self, at: Desktop, seed: int = 1, *, refusing: float = 0.05) -> None:
        self.at = at
        self.draw = random.Random(seed)  # noqa: S311  no secret
        self.refusing = refusing
        self.seen: Counter[str] = Counter()
        self.missed = 0
        self.pages = 0
        self._added: Counter[str] = Counter()

    @property
    def page(self) -> InterviewPage:
        return self.at.page(InterviewPage)

    def to_the_end(self, most: int = 4000) -> None:
        """Answer until every page was passed."""
        while isinstance(self.at.window.page, InterviewPage):
            self.pages += 1
            assert self.pages < most, "the interview does not end"
            self.one_page()
            if self.pages % 10 == 0:  # the disk keeps up with a person, not with a robot
                self.at.wait(lambda: self.at.shell.jobs.open == 0)
        self.at.wait_page(CheckPage)

    def one_page(self) -> None:
        """Answer what the page asks, and go on."""
        if self.at.window.dialog is not None:
            self.at.press(Qt.Key.Key_Escape)
        asked = self.page.view.asked
        assert asked.question or asked.kind in ("note", "fields", "repeat"), asked.ref
        if asked.kind == "fields":
            self._fields(asked)
            return
        self.seen[asked.kind] += 1
        if asked.kind == "repeat":
            self._repeat(asked)
        elif asked.kind not in ("note", "said"):
            assert self.page.view.single.answer is not None, asked.kind
            if self._answer(asked):
                return  # it went on by itself, or a reason was given
        self._go_on(asked.ref)

    def _go_on(self, ref: str) -> None:
        self.at.press(Qt.Key.Key_Return, _SHIFT)
        page = self.at.window.page
        if isinstance(page, InterviewPage) and page.view.asked.ref == ref:
            self._miss()

    def _fields(self, asked: Asked) -> None:
        """Every question on the page; more may come while they are answered."""
        done: set[str] = set()
        self.seen["fields"] += 1
        while isinstance(self.at.window.page, InterviewPage) and self.page.view.asked.ref == asked.ref:
            rest = [part for part in self.page.view.asked.parts if part.ref not in done]
            if not rest:
                break
            part = rest[0]
            done.add(part.ref)
            self.seen[part.kind] += 1
            if part.kind not in ("note", "said") and self.page.view.focus_on(part.ref):
                self._answer(part)
        if isinstance(self.at.window.page, InterviewPage) and self.page.view.asked.ref == asked.ref:
            self._go_on(asked.ref)

    def _repeat(self, asked: Asked) -> None:
        if asked.growable and self._added[asked.ref] < 1 and len(asked.instances) < 2:
            self._added[asked.ref] += 1
            self.page.view.take_focus()
            self.at.press(Qt.Key.Key_Space)
            self.one_page()

    def _miss(self) -> None:
        """Say that the person refuses, by the button with that name."""
        self.missed += 1
        self.page.refuse.setFocus()
        self.at.press(Qt.Key.Key_Space)

    def _answer(self, asked: Asked) -> bool:
        """Answer by keys; True when that led to another page."""
        if asked.kind in ("file", "drawing") or self.draw.random() < self.refusing:
            self._miss()
            return True
        ref = self.page.view.asked.ref
        if asked.kind in ("one", "many"):
            self._choose(asked)
        elif asked.kind == "acknowledge":
            self.at.press(Qt.Key.Key_1)
        elif asked.kind == "rank":
            self.at.press(Qt.Key.Key_Down)
            self.at.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        elif asked.kind == "range":
            self._slide(asked)
        else:
            self._type(asked)
        page = self.at.window.page
        return not isinstance(page, InterviewPage) or page.view.asked.ref != ref

    def _choose(self, asked: Asked) -> None:
        view = self.page.view.part(asked.ref)
        count = len(asked.offers)
        if not count:
            return
        pick = self.draw.randrange(count)
        if view is not None and isinstance(view.answer, ListAnswer):
            self.at.type(asked.offers[pick].label[:3])
            if not view.answer.list.current_key:
                self.at.press(Qt.Key.Key_Escape)
                self.at.press(Qt.Key.Key_Down)
            self.at.press(Qt.Key.Key_Return)
        elif pick < 9:
            self.at.press(Qt.Key(Qt.Key.Key_1.value + pick))
        else:
            self.page.view.take_focus()
            for _ in range(pick):
                self.at.press(Qt.Key.Key_Right)
            self.at.press(Qt.Key.Key_Space)

    def _slide(self, asked: Asked) -> None:
        if asked.manner.rating:
            self.at.press(Qt.Key.Key_3)
        elif self.draw.random() < 0.5:
            for _ in range(3):
                self.at.press(Qt.Key.Key_Right)
        else:
            self.at.type(asked.manner.high)

    def _type(self, asked: Asked) -> None:
        candidates: Iterable[str] = _TYPED[asked.kind]
        if asked.kind in ("trace", "shape"):
            for text in candidates:
                self.at.type(text.strip())
                self.at.press(Qt.Key.Key_Return)
            return
        for text in candidates:
            field = QApplication.focusWidget()
            assert isinstance(field, (QLineEdit, QPlainTextEdit)), (asked.kind, field)
            field.selectAll()
            self.at.type(text)
            view = self.page.view.part(asked.ref)
            assert view is not None
            if view.commit():
                return
