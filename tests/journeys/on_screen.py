"""The whole line on a real screen: Xvfb, a small window manager, and the keyboard of an officer and of a supervisor.

``python tests/journeys/on_screen.py [DIR]`` (``make screenshots``) walks it in both sizes, by day and by night, and
leaves the pictures in DIR (docs/screenshots). Nothing waits for a fixed time: a picture has to change and come to rest,
or a file has to be there.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from screening.app.desks.walk import walk_of
from screening.forms import packs
from screening.forms.session import Session

NEEDED = ("Xvfb", "openbox", "xdotool", "setxkbmap", "import", "convert", "compare")
ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PATIENCE = 30.0
BLINK = 120
"""Pixels by which two pictures may differ and still be the same: the caret blinks."""

_OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<applications>
<application type="normal"><decor>no</decor><maximized>yes</maximized><focus>yes</focus></application>
<application type="dialog"><focus>yes</focus></application>
</applications>
<keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
</openbox_config>
"""


def missing() -> list[str]:
    """The programs this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(so: Callable[[], bool], what: str) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it does not come.
    """
    end = time.monotonic() + PATIENCE
    while not so():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.02)


@dataclass
class Screen:
    """A screen, and hands on its keyboard."""

    display: str
    folder: Path
    size: str
    program: subprocess.Popen[bytes] | None = None
    _count: int = 0
    _environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("WAYLAND", "XDG_"))},
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
        }

    def run(self, *command: str) -> str:
        """Carry out a command on this screen."""
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True)
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program on this screen."""
        return subprocess.Popen(command, env=self._environment)

    # ---- hands ----------------------------------------------------------------------------------------------------

    def layout(self, name: str) -> None:
        """Switch the keyboard: us or ua."""
        self.run("setxkbmap", name)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        if keys:
            self.run("xdotool", "key", "--clearmodifiers", "--delay", "4", *keys)

    def type(self, text: str, layout: str = "us") -> None:
        """Type under a layout; the Ukrainian one stays on afterwards, as on the officer's machine."""
        self.layout(layout)
        self.run("xdotool", "type", "--clearmodifiers", "--delay", "4", text)
        self.layout("ua")

    # ---- eyes -----------------------------------------------------------------------------------------------------

    def look(self) -> Path:
        """What is on the screen now."""
        self._count = (self._count + 1) % 4
        picture = self.folder / f"look-{self._count}.png"
        self.run("import", "-silent", "-window", "root", str(picture))
        return picture

    def differs(self, one: Path, other: Path, *, top: bool = False) -> bool:
        """Whether two pictures, or the bars at their top, are not the same, but for a blinking caret."""
        part = f"[{self.size.partition('x')[0]}x56+0+0]" if top else ""
        command = ["compare", "-metric", "AE", f"{one}{part}", f"{other}{part}", "null:"]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        return float(done.stderr.split()[0]) > BLINK

    def rest(self) -> Path:
        """Wait until nothing moves any more."""
        last = self.look()
        end = time.monotonic() + PATIENCE
        while True:
            time.sleep(0.15)
            now = self.look()
            if not self.differs(last, now):
                return now
            if time.monotonic() > end:
                message = "the screen does not come to rest"
                raise TimeoutError(message)
            last = now

    @contextmanager
    def changing(self, what: str, *, top: bool = False) -> Iterator[None]:
        """What is done in here changes the screen, or the bar at its top; goes on when it has, and has come to rest."""
        before = self.folder / "before.png"
        shutil.copy(self.rest(), before)
        yield
        try:
            until(lambda: self.differs(before, self.look(), top=top), what)
        except TimeoutError:
            shutil.copy(self.look(), Path(tempfile.gettempdir()) / "screening-stuck.png")
            raise
        self.rest()

    def keep(self, file: Path) -> None:
        """Keep a picture, small."""
        self.rest()
        self.run("convert", str(self.rest()), "-strip", "+dither", "-colors", "255", f"PNG8:{file}")

    # ---- the program ----------------------------------------------------------------------------------------------

    def open(self, home: Path, *, theme: str = "day", language: str = "uk") -> None:
        """Start the program on a profile, and wait for its window."""
        home.mkdir(parents=True, exist_ok=True)
        (home / "settings.toml").write_text(f'language = "{language}"\ntheme = "{theme}"\n', "utf-8")
        with self.changing("the window opens"):
            self.program = self.start(str(BIN / "screening-gui"), "--home", str(home))

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase."""
        self.type(passphrase)
        with self.changing("the desk opens", top=True):
            self.key("Return")

    def close(self) -> int:
        """Close the window as its frame would; the program's status."""
        program = self.program
        if program is None:
            return 0
        self.key("alt+F4")
        self.program = None
        return program.wait(PATIENCE)

    def name_folder(self, folder: Path) -> None:
        """Name a folder in the dialog that is open, and accept it."""
        self.type(str(folder))
        self.key("Return")


@contextmanager
def screen(size: str = "1366x768") -> Iterator[Screen]:
    """A screen with a window manager on it."""
    with tempfile.TemporaryDirectory(prefix="screening-screen-") as name:
        folder = Path(name)
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as said:
            display = f":{said.readline().strip()}"
        made = Screen(display, folder, size)
        (folder / "rc.xml").write_text(_OPENBOX, "utf-8")
        manager = made.start("openbox", "--config-file", str(folder / "rc.xml"))
        made.run("xdotool", "mousemove", "2", str(int(size.partition("x")[2]) - 2))  # nothing lights up under it
        try:
            yield made
        finally:
            for program in (made.program, manager, server):
                if program is not None:
                    program.terminate()
                    program.wait(PATIENCE)


# ---- the line -----------------------------------------------------------------------------------------------------

PORTRAIT = "/data/money/docs_there"
UKRAINIAN = {"E": "Cyrillic_u", "N": "Cyrillic_te", "R": "Cyrillic_ka", "S": "Ukrainian_i", "U": "Cyrillic_ghe"}
"""What the keys with these Latin letters give under the Ukrainian layout."""
_SOME_DAY = datetime(2026, 3, 14, 9, 12, tzinfo=UTC)
REASON = "Підстави зрозумілі, потреби перевірено."


def interview() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The question of each page in turn, the keys that answer it, and what is typed; as the demonstration answers."""
    form = packs.read((ROOT / "resources/packs/second_line.pack").read_bytes()).form()
    session = Session.new(form, lambda: _SOME_DAY, random.Random(1))  # noqa: S311  no secret
    answers: dict[str, list[str] | None] = {}
    for step in json.loads((ROOT / "resources/demo/interview.json").read_bytes()):
        (verb, said), *_ = step.items()
        if verb in ("answer", "select"):
            answers[said[0]] = [said[1]] if verb == "answer" else said[1]
        elif verb == "unknown":
            answers[said[0]] = None
    at = 0
    while at < len(stops := walk_of(session.outline(), "", lambda item: item.label).stops):
        ref = stops[at].ref
        given = answers.get(ref, [])
        offered = [choice.value for choice in session.choices(ref)] if stops[at].kind == "question" else []
        if given is None:
            session.set_missing(ref, "declined")
            yield ref, (UKRAINIAN["R"],) if offered else ("Tab", "space"), ""  # in a text field R is a letter
        elif given and offered:
            session.answer(ref, " ".join(given))
            yield ref, (*_chosen([offered.index(value) for value in given]), "ctrl+Return"), ""
        else:
            if given:
                session.answer(ref, given[0])
            yield ref, ("ctrl+Return",), "".join(given)
        at += 1


def _chosen(places: list[int]) -> Iterator[str]:
    at = 0
    for place in places:
        if place < 9:  # the digits end there
            yield str(place + 1)
        else:
            yield from ["Down" if place > at else "Up"] * abs(place - at)
            yield "space"
        at = place  # a digit takes the focus along


@dataclass(frozen=True)
class Line:
    """One walk from the first question to the receipt.

    shots: where pictures go; mark: what their names end with; wanted: the screens that are kept, all when empty.
    """

    screen: Screen
    demo: Path
    shots: Path
    theme: str
    mark: str
    wanted: tuple[str, ...] = ()

    @property
    def passphrase(self) -> str:
        """Of both profiles."""
        return (self.demo / "passphrase.txt").read_text("utf-8").strip()

    @property
    def stick(self) -> Path:
        """The drive that goes from the officer to the supervisor and back."""
        return self.screen.folder / "stick"

    def keep(self, name: str) -> None:
        """A picture of this walk."""
        self.screen.rest()
        if name in self.wanted or not self.wanted:
            self.screen.keep(self.shots / f"{name}-uk-{self.theme}{self.mark}.png")

    def press(self, *keys: str, top: bool = False) -> None:
        """Press keys that lead to something else."""
        with self.screen.changing(f"after {keys}", top=top):
            self.screen.key(*keys)

    def at(self, role: str) -> None:
        """Open the window of a role, and unlock it."""
        self.screen.open(self.demo / role, theme=self.theme)
        if role == "officer" and not self.stick.exists():
            self.keep("unlock")
        self.screen.unlock(self.passphrase)

    def leave(self) -> None:
        """Close the window."""
        assert self.screen.close() == 0, "the window ends well"

    def walk(self) -> None:
        """All of it."""
        self.at("officer")
        self.stick.mkdir()
        self.keep("home")
        self.press(UKRAINIAN["S"])
        self.keep("start")
        self.press("Return")
        self.talk()
        self.hand_over()
        self.leave()
        self.at("supervisor")
        self.review()
        self.leave()
        self.at("officer")
        self.collect()
        self.leave()

    def talk(self) -> None:
        """The interview, to its assessment."""
        screen = self.screen
        for ref, keys, text in interview():
            if text:
                screen.type(text, "ua")
            if ref == PORTRAIT:
                screen.key(*keys[:-1])
                screen.rest()
                self.keep("interview")
                self.press(UKRAINIAN["N"])
                self.keep("note")
                self.press("Escape")
                self.press("F2")
                self.keep("urgent")
                self.press("Escape")
                screen.key(keys[-1])
            else:
                screen.key(*keys)
        screen.rest()
        self.keep("check")
        self.press("Return")
        self.keep("assessment")
        self.press("Return")

    def hand_over(self) -> None:
        """Consent, sealing, and the outbox onto the drive."""
        self.press("space")
        self.keep("consent")
        self.press("F5")
        self.keep("preview")
        self.press("Escape")
        self.press("ctrl+Return", top=True)
        self.keep("outbox")
        self.press(UKRAINIAN["E"])
        self.screen.name_folder(self.stick)
        until(lambda: any(self.stick.glob("*.asice.age")), "the packet is on the drive")
        self.screen.rest()
        self.keep("outbox-written")

    def review(self) -> None:
        """Taking in, the ladder, the decision, and the receipt onto the drive."""
        packet = next(self.stick.glob("*.asice.age"))
        damaged = bytearray(packet.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (self.stick / f"copy-{packet.name}").write_bytes(damaged)
        self.press("shift+Tab")
        self.press("space")
        with self.screen.changing("the packets are taken in", top=True):
            self.screen.name_folder(self.stick)
        self.screen.key("Up", "Up")  # the last that came is chosen
        self.keep("inbox")
        self.press("Down", "Down")
        self.keep("inbox-altered")
        self.press("Up", "Up")
        self.press("Return")
        self.keep("review")
        self.press("1")
        self.press("Tab")
        self.screen.type(REASON, "ua")
        self.keep("decision")
        self.press("ctrl+Return")
        self.press(UKRAINIAN["E"])
        self.screen.name_folder(self.stick)
        until(lambda: any(self.stick.glob("*.receipt.age")), "the receipt is on the drive")
        self.screen.rest()
        self.keep("inbox-answered")

    def collect(self) -> None:
        """The receipt back at the officer's."""
        self.press(UKRAINIAN["E"])
        self.press("ctrl+Cyrillic_shcha")  # Ctrl O, where O stands
        with self.screen.changing("the receipt is taken in"):
            self.screen.name_folder(self.stick)
        self.keep("receipt")


def main() -> int:
    """Walk in both sizes."""
    if lacking := missing():
        sys.stderr.write(f"not run: {' '.join(lacking)} missing\n")
        return 1
    shots = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs/screenshots")
    shots.mkdir(parents=True, exist_ok=True)
    small = ("home", "interview", "assessment", "consent", "inbox-altered", "review")
    walks: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
        ("1366x768", "day", "", ()),
        ("1024x600", "night", "-1024x600", small),
    )
    for size, theme, mark, wanted in walks:
        with screen(size) as walked:
            demo = walked.folder / "demo"
            walked.run(str(BIN / "screening"), "demo", "--out", str(demo))
            Line(walked, demo, shots, theme, mark, wanted).walk()
            told = walked.run(
                *(str(BIN / "screening"), "--home", str(demo / "officer"), "--passphrase-file"),
                *(str(demo / "passphrase.txt"), "outbox", "list", "--json"),
            )
            states = [packet["state"] for packet in json.loads(told)["items"]]
            sys.stdout.write(f"{size} {theme} {' '.join(states)}\n")
            assert states == ["acknowledged", "acknowledged"]
    return 0


if __name__ == "__main__":
    sys.exit(main())
