"""Enrolment on the screen: a request out, a certificate and a trust bundle in, without a command."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.support.office import PASSPHRASE, station

from screening.app.desks.officer import OfficerDesk
from screening.app.desks.trust import TrustDesk
from screening.app.pages.home import HomePage
from screening.app.pages.keys import KeysPage
from screening.app.widgets.rows import NeedRow
from screening.app.widgets.words import Words
from screening.identity.authority import Authority, authority_new, open_authority
from screening.station.clock import Clock

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
SECRET = b"three tall lamps in winter 63"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with station(tmp_path / "officer").create(PASSPHRASE, user="Post 14", role="officer"):
        pass
    return tmp_path / "officer"


@pytest.fixture
def authority() -> Authority:
    return open_authority(authority_new("Test organisation", Clock().now(), SECRET, work=10)[0], SECRET)


def shown(at: Desktop) -> str:
    return " ".join(words.text() for words in at.page(KeysPage).findChildren(Words) if words.isVisible())


def open_keys(at: Desktop) -> TrustDesk:
    at.unlock(PASSPHRASE)
    at.wait_page(HomePage)
    need = at.window.findChild(NeedRow)
    assert need is not None, "home says that this workplace cannot sign yet"
    need.button.click()
    at.wait_page(KeysPage)
    return at.child(TrustDesk)


def test_a_workplace_is_enrolled_without_a_command(
    qtbot: QtBot, home: Path, authority: Authority, tmp_path: Path
) -> None:
    asked, certificate, bundle = tmp_path / "asked", tmp_path / "certificate", tmp_path / "bundle"
    with desktop(qtbot, home) as at:
        trust = open_keys(at)
        trust.write_request(str(asked))
        at.wait(lambda: asked.exists() and at.shell.jobs.open == 0)
        assert "Read these words" in shown(at)
        now = Clock().now()
        certificate.write_bytes(authority.approve(asked.read_bytes(), 30, now))
        bundle.write_bytes(authority.bundle(now))
        trust.install([str(bundle), str(certificate)])
        at.wait(lambda: "Installed" in shown(at) and at.shell.jobs.open == 0)
        at.wait(lambda: "Test organisation" in shown(at) and "valid until" in shown(at))
        at.child(OfficerDesk).home()
        at.wait_page(HomePage)
        at.wait(lambda: not [row for row in at.window.findChildren(NeedRow) if row.isVisible()])


def test_a_file_that_is_neither_is_refused_in_words(qtbot: QtBot, home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "holiday.jpg"
    wrong.write_bytes(b"\xff\xd8\xff" + bytes(1000))
    with desktop(qtbot, home) as at:
        trust = open_keys(at)
        before = shown(at)
        trust.install([str(wrong)])
        at.wait(lambda: not at.page(KeysPage).message.isHidden())
        assert len(shown(at)) > len(before)
        trust.install([str(tmp_path / "nothing")])
        at.wait(lambda: at.shell.jobs.open == 0)
        assert not at.page(KeysPage).message.isHidden()


def test_leaving_before_the_page_is_read_stays_left(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        desk = at.child(OfficerDesk)
        desk.show_screen("keys")
        desk.show_screen("home")
        at.wait(lambda: at.shell.jobs.open == 0)
        assert isinstance(at.window.page, HomePage)
