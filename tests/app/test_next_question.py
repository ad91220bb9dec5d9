"""The panel names the open question that could change the result soonest, and leads to it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET

from screening.app.ports import Panel
from screening.app.widgets.panel import IndicatorPanel

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


def test_the_most_telling_question_is_offered_and_gone_to(qtbot: QtBot) -> None:
    panel = IndicatorPanel()
    qtbot.addWidget(panel)
    panel.show_panel(Panel(unknown=("Pay.",), next="3.1 Who kept your papers?", next_ref="/data/papers"))
    assert panel._next_words.text() == "3.1 Who kept your papers?"
    assert not panel._next.isHidden()
    with qtbot.waitSignal(panel.asked_for) as asked:
        panel._next.pressed_on.emit()
    assert asked.args == ["/data/papers"]
    panel.show_panel(Panel(settled=True))
    assert panel._next.isHidden()
