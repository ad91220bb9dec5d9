"""The outbox goes on by itself, and never holds up an answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.delivery.conftest import serving
from tests.support.office import PASSPHRASE, Office, open_office, station

from screening.app.desks.officer import OfficerDesk
from screening.app.pages.home import HomePage
from screening.casefile.entries import Noted
from screening.fieldwork import outbox, referring
from screening.ids import CaseId
from screening.station import settings
from screening.station.settings import Settings

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


def sealed(office: Office) -> CaseId:
    case = office.interview()
    office.consent(case)
    referring.seal(office.fieldwork, case, ["social-service"])
    return case


def goes_to(home: Path, *targets: str) -> None:
    settings.save(home / "settings.toml", Settings(language="en", targets=targets))


def desk_of(at: Desktop) -> OfficerDesk:
    found = at.shell.findChild(OfficerDesk)
    assert isinstance(found, OfficerDesk)
    return found


def states(at: Desktop) -> list[str]:
    """Asked of the vault where it lives."""
    told: list[list[str]] = []
    desk = at.shell.desk
    assert desk is not None
    at.shell.work(lambda: [item.packet.state for item in outbox.items(desk.fieldwork)], told.append)
    at.wait(lambda: bool(told))
    return told[0]


def test_what_waits_leaves_by_itself_and_only_the_receipt_ends_it(qtbot: QtBot, tmp_path: Path) -> None:
    with open_office(tmp_path, now=None) as office:
        sealed(office)
    with serving(tmp_path / "inbox") as address:
        goes_to(tmp_path / "officer", address)
        with desktop(qtbot, tmp_path / "officer") as at:
            at.unlock(PASSPHRASE)
            at.wait_page(HomePage)
            at.wait(lambda: states(at) == ["sent"])
            with station(tmp_path / "supervisor", now=None).unlock(PASSPHRASE) as supervisor:
                assert [taken.result for taken in supervisor.take_in(address)] == ["imported"]
                supervisor.registry.hand_out(supervisor.transport(address))
            desk_of(at).outgoing.go_on()
            at.wait(lambda: states(at) == ["acknowledged"])


def test_no_server_is_a_try_and_nothing_is_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    with open_office(tmp_path, now=None) as office:
        sealed(office)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    goes_to(tmp_path / "officer", f"http://127.0.0.1:{port}")
    with desktop(qtbot, tmp_path / "officer") as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        at.wait(lambda: states(at) == ["sending"])


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes connections and never answers, until the test is over."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held: list[socket.socket] = []

        def accept() -> None:
            listening.settimeout(0.1)
            while not over.is_set():
                try:
                    held.append(listening.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
        thread.join(5)
        for connection in held:
            connection.close()


def test_a_server_that_does_not_answer_holds_up_no_answer(qtbot: QtBot, tmp_path: Path, silent_server: str) -> None:
    with open_office(tmp_path, now=None) as office:
        case = sealed(office)
    goes_to(tmp_path / "officer", silent_server)
    with desktop(qtbot, tmp_path / "officer") as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        courier = desk_of(at).outgoing.courier
        at.wait(lambda: courier.away > 0)
        desk, kept = at.shell.desk, []
        assert desk is not None
        at.shell.work(lambda: desk.fieldwork.record(case, Noted("While it waits.", "observed")), kept.append)
        at.wait(lambda: bool(kept))
        assert courier.away > 0, "the courier is still on its way"
