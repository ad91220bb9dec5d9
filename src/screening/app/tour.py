"""Pictures of the real windows: a walk through both desks over the profiles a demonstration left.

Keys are pressed as a person would press them; nothing waits for a fixed time, only for what has to be so. The walk
works in copies of the profiles: the demonstration stays as it was.
"""

from __future__ import annotations

import json
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QMessageLogContext,
    QObject,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)

from screening.app.desks.outgoing import Outgoing
from screening.app.desks.supervisor import SupervisorDesk
from screening.app.hands import Hands, Until
from screening.app.main import build, prepare
from screening.app.pages.assessment import AssessmentPage
from screening.app.pages.check import CheckPage
from screening.app.pages.consent import ConsentPage
from screening.app.pages.first_run import FirstRunPage
from screening.app.pages.home import HomePage
from screening.app.pages.inbox import InboxPage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.keys import KeysPage
from screening.app.pages.outbox import OutboxPage
from screening.app.pages.page import Page
from screening.app.pages.review import ReviewPage
from screening.app.pages.start import StartPage
from screening.app.pages.unlock import UnlockPage
from screening.app.resources import resource
from screening.station import settings as stored

Walk: TypeAlias = Generator[Until, None, None]

_LOOK_MS: Final = 4
_PATIENCE_MS: Final = 30_000
_TURNS: Final = 5
"""Turns of the event loop in which parts that were just made come to stand in their layouts."""
_PORTRAIT: Final = "/data/money/docs_there"
"""The question at which the interview is pictured: answers, indicators and several sections are there by then."""
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Wanted:
    """What pictures are asked for. theme: day or night; language: uk or en; size: of the window, in pixels."""

    out: Path
    demo: Path
    size: QSize
    theme: str = "day"
    language: str = "uk"


def wanted(given: Sequence[str]) -> Wanted:
    """What the command line asks for; says on the error stream what does not fit, and ends with status 2."""
    parser = ArgumentParser("screening-gui", allow_abbrev=False)
    parser.add_argument("--screenshots", type=Path, required=True, metavar="DIR")
    parser.add_argument("--demo", type=Path, required=True, metavar="DEMO")
    parser.add_argument("--size", default="1366x768", metavar="WxH")
    parser.add_argument("--theme", choices=("day", "night"), default="day")
    parser.add_argument("--language", choices=("uk", "en"), default="uk")
    options = parser.parse_args(given)
    width, _, height = options.size.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        parser.error("--size: 1366x768, for example")
    if not (options.demo / "passphrase.txt").is_file():
        parser.error("--demo: the folder that `screening demo` left")
    size = QSize(int(width), int(height))
    return Wanted(options.screenshots, options.demo, size, options.theme, options.language)


def run(asked: Wanted) -> int:
    """Walk, and leave numbered pictures in the folder.

    Raises:
        TimeoutError: a page did not come.
        OSError: the demonstration cannot be read, or the pictures cannot be written.
    """
    app = prepare()
    qInstallMessageHandler(_speak_up)
    app.setQuitOnLastWindowClosed(False)
    asked.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="screening-tour-") as work:
        tour = _Tour(asked, Path(work))
        QTimer.singleShot(0, tour, tour.begin)
        app.exec()
        tour.leave()
        app.setQuitOnLastWindowClosed(True)
        if tour.trouble is not None:
            raise tour.trouble
    return 0


def _speak_up(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Qt's warnings, but for what an offscreen window cannot do: nobody is there to see its size or place."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)  # noqa: T201  the tour is a command


class _Tour(QObject):
    """Carries the walk on whenever what it waits for has come true."""

    def __init__(self, asked: Wanted, work: Path) -> None:
        super().__init__()
        self.trouble: BaseException | None = None
        self._wanted = asked
        self._work = work
        self._passphrase = (asked.demo / "passphrase.txt").read_text("utf-8").strip()
        self._count = 0
        self._hands: Hands | None = None
        self._walk = self._whole()
        self._until: Until = lambda: True
        self._deadline = QDeadlineTimer(_PATIENCE_MS)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Start walking."""
        self._timer.start()

    def _go_on(self) -> None:
        try:
            if self._until():
                self._until = next(self._walk)
                self._deadline.setRemainingTime(_PATIENCE_MS)
            elif self._deadline.hasExpired():
                message = f"the tour waits in vain after picture {self._count}"
                raise TimeoutError(message)  # noqa: TRY301  one way to end
        except StopIteration:
            self._end()
        except BaseException as error:  # noqa: BLE001  raised again where the tour was started
            self.trouble = error
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        QCoreApplication.quit()

    def leave(self) -> None:
        """Close the window that stands."""
        if self._hands is not None:
            self._hands.window.close()
            self._hands = None

    # ---- what the walk is made of ---------------------------------------------------------------------------------

    def _sit(self, role: str) -> Hands:
        """At the desk of a role, in its copy of the profile."""
        self.leave()
        home = self._work / role
        if not home.exists() and (self._wanted.demo / role).is_dir():
            shutil.copytree(self._wanted.demo / role, home)
        chosen = stored.Settings(language=self._wanted.language, theme=self._wanted.theme)
        stored.save(home / "settings.toml", chosen)
        window, shell, _lobby = build(home)
        window.resize(self._wanted.size)
        window.show()
        window.activateWindow()
        self._hands = Hands(window, shell)
        return self._hands

    def _picture(self, hands: Hands, name: str) -> Walk:
        for _ in range(_TURNS):
            yield hands.at_rest
        self._count += 1
        file = self._wanted.out / f"{self._count:02}-{name}.png"
        if not hands.window.grab().save(str(file)):
            message = f"the picture {file.name} cannot be written"
            raise OSError(message)

    def _unlock(self, hands: Hands, page: type[Page], name: str = "") -> Walk:
        yield from hands.come_to(UnlockPage)
        if name:
            yield from self._picture(hands, name)
        hands.type(self._passphrase)
        hands.press(Qt.Key.Key_Return)
        yield from hands.come_to(page)

    def _whole(self) -> Walk:
        stick = self._work / "stick"
        stick.mkdir()
        yield from self._new()
        yield from self._officer(stick)
        yield from self._supervisor(stick)
        yield from self._answered(stick)

    # ---- the walk -------------------------------------------------------------------------------------------------

    def _new(self) -> Walk:
        hands = self._sit("new")
        yield from hands.come_to(FirstRunPage)
        hands.press(Qt.Key.Key_Return)
        yield from self._picture(hands, "first-run")

    def _officer(self, stick: Path) -> Walk:
        hands = self._sit("officer")
        yield from self._unlock(hands, HomePage, "unlock")
        yield from self._begin_one(hands)
        yield from self._picture(hands, "home")
        hands.window.bar.chosen.emit("keys")
        yield from hands.come_to(KeysPage)
        yield from self._picture(hands, "keys")
        hands.window.bar.chosen.emit("home")
        yield from hands.come_to(HomePage)
        hands.type("S")
        yield from hands.come_to(StartPage)
        hands.press(Qt.Key.Key_Return)
        interview = yield from hands.come_to(InterviewPage)
        yield from self._talk(hands, interview)
        yield from hands.come_to(CheckPage)
        yield from self._picture(hands, "check")
        hands.press(Qt.Key.Key_Return)
        yield from hands.come_to(AssessmentPage)
        yield from self._picture(hands, "assessment")
        yield from self._in_the_dark(hands, "assessment")
        hands.press(Qt.Key.Key_Return)
        yield from self._refer(hands)
        yield from self._hand_over(hands, stick)

    def _begin_one(self, hands: Hands) -> Walk:
        """An interview that is left open, so that home has something to go on with."""
        hands.type("S")
        yield from hands.come_to(StartPage)
        yield from self._picture(hands, "start")
        hands.press(Qt.Key.Key_Return)
        yield from hands.come_to(InterviewPage)
        yield from self._picture(hands, "interview-first")
        hands.type("1")  # somebody is in danger: whom to call comes at once
        yield lambda: hands.window.dialog is not None
        yield from self._picture(hands, "call-now")
        hands.press(Qt.Key.Key_Escape)
        yield lambda: hands.window.dialog is None
        for digit in "221":
            hands.type(digit)
            hands.press(Qt.Key.Key_Return)
            yield hands.at_rest
        hands.window.bar.left.emit()
        yield from hands.come_to(HomePage)

    def _talk(self, hands: Hands, page: InterviewPage) -> Walk:
        """Every question, as the demonstration answers it."""
        answers, kinds = _answers(), {"many", "long", "repeat", "note"}
        while hands.window.page is page:
            ref = page.view.asked.ref
            values = answers.pop(ref, ())
            if values is None:
                page.refuse.click()  # and goes on by itself
                yield hands.at_rest
                continue
            hands.answer(page, values)
            yield hands.at_rest
            if ref == _PORTRAIT:
                yield from self._picture(hands, "interview")
                yield from self._in_the_dark(hands, "interview")
                yield from self._aside(hands, page)
            elif page.view.asked.kind in kinds:
                kinds.remove(page.view.asked.kind)
                yield from self._picture(hands, f"interview-{page.view.asked.kind}")
            hands.press(Qt.Key.Key_Return, _CTRL)
            yield hands.at_rest

    def _aside(self, hands: Hands, page: InterviewPage) -> Walk:
        """What opens over the questions."""
        asides: tuple[tuple[str, Callable[[], None]], ...] = (
            ("note", lambda: hands.type("N")),
            ("skip", lambda: hands.type("S")),
            ("urgent", lambda: hands.press(Qt.Key.Key_F2)),
            ("find", lambda: hands.press(Qt.Key.Key_F, _CTRL)),
            ("stop", page.rail.stop.click),
        )
        for name, open_up in asides:
            open_up()
            yield lambda: hands.window.dialog is not None
            yield from self._picture(hands, name)
            hands.press(Qt.Key.Key_Escape)
            yield lambda: hands.window.dialog is None
        hands.press(Qt.Key.Key_F7)
        yield from self._picture(hands, "interview-folded")
        hands.press(Qt.Key.Key_F7)

    def _in_the_dark(self, hands: Hands, name: str) -> Walk:
        """The same page in the other theme, and back."""
        hands.shell.turn_night()
        yield from self._picture(hands, f"{name}-{hands.shell.settings.theme}")
        hands.shell.turn_night()

    def _refer(self, hands: Hands) -> Walk:
        page = yield from hands.come_to(ConsentPage)
        yield from self._picture(hands, "consent-open")
        hands.press(Qt.Key.Key_Space)
        yield lambda: not page.preview.off_reason
        yield from self._picture(hands, "consent")
        hands.press(Qt.Key.Key_F5)
        yield lambda: hands.window.dialog is not None
        yield from self._picture(hands, "preview")
        hands.press(Qt.Key.Key_Escape)
        yield lambda: hands.window.dialog is None
        hands.press(Qt.Key.Key_Return, _CTRL)

    def _hand_over(self, hands: Hands, stick: Path) -> Walk:
        page = yield from hands.come_to(OutboxPage)
        yield lambda: not page.write.off_reason
        yield from self._picture(hands, "outbox")
        hands.part(Outgoing).write_to(str(stick))
        yield lambda: bool(page.write.off_reason)
        yield from self._picture(hands, "outbox-written")
        hands.press(Qt.Key.Key_F12)
        yield from self._picture(hands, "hidden")

    def _supervisor(self, stick: Path) -> Walk:
        packet = next(stick.glob("*.asice.age"))
        damaged = bytearray(packet.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (stick / packet.name.replace(".asice", "-damaged.asice")).write_bytes(damaged)
        hands = self._sit("supervisor")
        yield from self._unlock(hands, InboxPage)
        yield from self._picture(hands, "inbox-before")
        desk, page = hands.part(SupervisorDesk), hands.page(InboxPage)
        before = len(page.table.lines)
        desk.take_in([str(stick)])
        yield lambda: len(page.table.lines) > before + 1
        yield from self._picture(hands, "inbox-damaged")
        page.table.choose(packet.name.partition(".")[0])
        yield from self._picture(hands, "inbox")
        yield from self._in_the_dark(hands, "inbox")
        hands.press(Qt.Key.Key_Return)
        review = yield from hands.come_to(ReviewPage)
        yield from self._picture(hands, "review")
        review.revealed.emit()
        yield from self._picture(hands, "review-person")
        hands.type("1")
        review.reason.input.setFocus()
        hands.type(hands.shell.station.words.say("cli.demo.reason"))
        yield from self._picture(hands, "review-decided")
        yield from self._in_the_dark(hands, "review")
        hands.press(Qt.Key.Key_Return, _CTRL)
        page = yield from hands.come_to(InboxPage)
        desk.write_receipts(str(stick))
        yield lambda: bool(page.answer.off_reason)
        yield from self._picture(hands, "inbox-answered")

    def _answered(self, stick: Path) -> Walk:
        hands = self._sit("officer")
        yield from self._unlock(hands, HomePage)
        yield hands.at_rest
        hands.window.bar.chosen.emit("outbox")
        yield from hands.come_to(OutboxPage)
        hands.part(Outgoing).collect_from(str(stick))
        yield hands.at_rest
        yield from self._picture(hands, "outbox-confirmed")


def _answers() -> dict[str, tuple[str, ...] | None]:
    """What the demonstration answers, by question; None where the person refuses."""
    found: dict[str, tuple[str, ...] | None] = {}
    for step in json.loads(resource("demo", "interview.json").read_bytes()):
        match step:
            case {"answer": [ref, value]}:
                found[ref] = (value,)
            case {"select": [ref, values]}:
                found[ref] = tuple(values)
            case {"unknown": [ref, _]}:
                found[ref] = None
            case _:
                continue
    return found
