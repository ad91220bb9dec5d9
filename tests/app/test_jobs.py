"""The one worker: in order, answered on the GUI thread, ended in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from screening.app.jobs import Jobs
from screening.errors import VaultError


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def refuse() -> None:
    raise VaultError("vault.busy")


def test_results_come_back_on_the_gui_thread_in_order(qtbot: QtBot, jobs: Jobs) -> None:
    came: list[tuple[int, bool]] = []
    ran: list[bool] = []
    for number in range(20):
        jobs.submit(
            lambda number=number: (ran.append(threading.current_thread() is threading.main_thread()), number)[1],
            lambda number: came.append((number, threading.current_thread() is threading.main_thread())),
        )
    qtbot.waitUntil(lambda: len(came) == 20)
    assert came == [(number, True) for number in range(20)]
    assert not any(ran)
    assert jobs.open == 0


def test_a_refusal_is_handed_to_who_asked(qtbot: QtBot, jobs: Jobs) -> None:
    codes: list[str] = []
    jobs.submit(refuse, failed=lambda error: codes.append(error.code))
    qtbot.waitUntil(lambda: codes == ["vault.busy"])


def test_our_own_fault_is_reported_and_the_worker_goes_on(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.crashed) as crashed:
        jobs.submit(lambda: 1 // 0)
    assert isinstance(crashed.args[0], ZeroDivisionError)
    done: list[int] = []
    jobs.submit(lambda: 7, done.append)
    qtbot.waitUntil(lambda: done == [7])


def test_a_refusal_nobody_takes_is_reported(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.crashed):
        jobs.submit(refuse)


def test_closing_finishes_what_is_queued_and_then_the_last() -> None:
    jobs = Jobs()
    order: list[str] = []
    for name in "abc":
        jobs.submit(lambda name=name: order.append(name))
    jobs.close(lambda: order.append("last"))
    assert order == ["a", "b", "c", "last"]
    jobs.close()
    jobs.submit(lambda: order.append("too late"))
    assert order[-1] == "last"


def test_idle_is_said_when_nothing_is_left(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.idle):
        jobs.submit(lambda: None)
