"""Which interviews the start page offers, and what it asks before one begins with a pack nobody vouches for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.support.office import PASSPHRASE, open_office

from screening.app.pages.home import HomePage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.start import StartPage
from screening.app.widgets.button import Button, Kind
from screening.app.widgets.dialog import Dialog
from screening.casefile.entries import Opened
from screening.forms import packs
from screening.station.packs import Packs
from screening.station.paths import Paths, find_resources

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
FORM = """
| survey |      |      |       |
|        | type | name | label |
|        | text | q    | Q     |
| settings |         |         |
|          | form_id | version |
|          | own     | 1       |
"""


def installed(home: Path, **said: object) -> packs.Pack:
    titles = {"uk": "Власна", "en": "Our own"}
    data = packs.build(FORM.encode(), "aa_own", {}, published_by="Test", titles=titles, **said)  # type: ignore[arg-type]
    return Packs.at(Paths(home, find_resources())).install(data)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_office(tmp_path, now=None):
        pass
    return tmp_path / "officer"


def start(at: Desktop) -> StartPage:
    at.unlock(PASSPHRASE)
    at.wait_page(HomePage)
    at.press(Qt.Key.Key_S)
    at.wait_page(StartPage)
    return at.page(StartPage)


def opened(at: Desktop) -> list[Opened]:
    """How each case began, read where the vault lives."""
    desk, found = at.shell.desk, list[Opened]()
    assert desk is not None

    def read() -> list[Opened]:
        firsts = [desk.fieldwork.entries(row.case)[0].body for row in desk.fieldwork.cases()]
        return [body for body in firsts if isinstance(body, Opened)]

    at.shell.work(read, found.extend)
    at.wait(lambda: at.shell.jobs.open == 0)
    return found


def asked(at: Desktop, *, after: Dialog | None = None) -> Dialog:
    at.wait(lambda: any(dialog is not after for dialog in at.window.findChildren(Dialog)))
    return next(dialog for dialog in at.window.findChildren(Dialog) if dialog is not after)


def test_an_unsigned_pack_is_begun_with_only_by_choice_which_the_case_keeps(qtbot: QtBot, home: Path) -> None:
    pack = installed(home, status="active")
    with desktop(qtbot, home) as at:
        page = start(at)
        page.begun.emit(pack.sha256, "", False)
        first = asked(at)
        assert "Our own" in first.accessibleDescription()
        at.press(Qt.Key.Key_Return)  # the focus is on the way back
        assert not first.isVisible()
        assert opened(at) == []
        page.begun.emit(pack.sha256, "", False)
        second = asked(at, after=first)
        verb = next(each for each in second.findChildren(Button) if each.kind is Kind.PRIMARY)
        verb.click()
        at.wait_page(InterviewPage)
        assert [(each.pack, each.conceded) for each in opened(at)] == [(pack.sha256, ("unsigned",))]


def test_an_expired_pack_is_not_begun_with_without_a_reason(qtbot: QtBot, home: Path) -> None:
    pack = installed(home, status="active", valid_to="2020-01-01")
    with desktop(qtbot, home) as at:
        page = start(at)
        page.begun.emit(pack.sha256, "", False)
        dialog = asked(at)
        verb = next(each for each in dialog.findChildren(Button) if each.kind is Kind.PRIMARY)
        verb.click()
        assert dialog.isVisible()
        at.type("No newer one, and the person leaves tonight.")  # the focus is in the field
        verb.click()
        at.wait_page(InterviewPage)
        (begun,) = opened(at)
        assert begun.conceded == ("unsigned", "expired")
        assert begun.reason == "No newer one, and the person leaves tonight."


def test_a_draft_is_for_practice(qtbot: QtBot, home: Path) -> None:
    pack = installed(home, status="draft")
    with desktop(qtbot, home) as at:
        page = start(at)
        page.begun.emit(pack.sha256, "", True)
        at.wait_page(InterviewPage)
