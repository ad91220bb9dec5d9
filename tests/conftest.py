"""What every suite stands on: no screen, no network but loopback, and no silent skip.

A test that cannot run here says so with ``pytest.skip("not run: …")``; the reasons are listed at the end, and with
``CI=true`` one of them is enough to fail.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("screening", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "screening")

NOT_RUN = "not run:"


class NotRun:
    """Collects the skips that mean: this machine lacks what the test needs."""

    def __init__(self) -> None:
        self.reasons: set[str] = set()

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = str(report.longrepr[2]).removeprefix("Skipped: ")
            if reason.startswith(NOT_RUN):
                self.reasons.add(reason.removeprefix(NOT_RUN).strip())

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.reasons and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.reasons:
            return
        terminalreporter.section("not run on this machine")
        for reason in sorted(self.reasons):
            terminalreporter.line(reason)
        if listed := os.environ.get("SCREENING_NOT_RUN"):
            with Path(listed).open("a", encoding="utf-8") as file:
                file.writelines(f"{reason}\n" for reason in sorted(self.reasons))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # with xdist, only the process that sees every report
        config.pluginmanager.register(NotRun(), "not-run")


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _stay_at_home(event: str, args: tuple[object, ...]) -> None:
    match event, args:
        case "socket.connect" | "socket.sendto", (_, (str() | bytes() as host, *_)):
            target = host
        case "socket.getaddrinfo", (host, *_):
            target = host
        case _:
            return
    if not _is_loopback(target):
        message = f"a test reached for the network: {event}"
        raise RuntimeError(message)


sys.addaudithook(_stay_at_home)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real forms by others, from ``SCREENING_CORPUS``."""
    folder = Path(os.environ.get("SCREENING_CORPUS", Path(__file__).parents[1].parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip("not run: the corpus of real forms is not at SCREENING_CORPUS")
    return folder
