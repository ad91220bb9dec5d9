"""Any form that an organisation owns runs in the window: every page of real forms answered by keys, to the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import desktop
from tests.app.robot import Robot, begin, built
from tests.support.office import PASSPHRASE, open_office

from screening.app.pages.check import CheckPage

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
FORMS = (
    "all-question-types-v2024091201-3.xlsx",
    "big500.xml",
    "child_vaccination_VOL_tool_v12.xml",
    "eIMCI-by-D-Tree.xml",
    "htcds_xlsform.xlsx",
    "socio-economic-survey-v20240515.xlsx",
    "whova_form.xlsx",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_office(tmp_path, now=None):
        pass
    return tmp_path / "officer"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("form", FORMS)
def test_a_real_form_is_answered_by_keys_to_its_end(qtbot: QtBot, home: Path, corpus: Path, form: str) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, built(corpus / form))
        robot = Robot(at)
        robot.to_the_end()
        at.wait(lambda: at.shell.jobs.open == 0)
        assert at.page(CheckPage).isVisible()
        assert "Saved" in at.window.strip.saved
