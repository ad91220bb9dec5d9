"""Keys pressed without sense, on every kind of question: nothing raises, and what was typed is never half kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app.conftest import QUIET
from tests.app.questions import QUESTIONS
from tests.app.samples import interview
from tests.app.test_question_types import Talk

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
KEYS = [
    *(Qt.Key(code) for code in range(Qt.Key.Key_0.value, Qt.Key.Key_9.value + 1)),
    *(Qt.Key(code) for code in range(Qt.Key.Key_A.value, Qt.Key.Key_Z.value + 1)),
    *(
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Period,
        Qt.Key.Key_Comma,
        Qt.Key.Key_Minus,
        Qt.Key.Key_Semicolon,
        Qt.Key.Key_F7,
    ),
]
HELD = [Qt.KeyboardModifier.NoModifier] * 8 + [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(3))
def test_keys_without_sense_raise_nothing(show: Callable[..., Any], seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  no secret
    page = interview()
    show(page, *draw.choice([(1366, 675), (1024, 507)]))
    page.begin()
    talk = Talk(page)
    for turn in range(120):
        question = QUESTIONS[draw.choice(list(QUESTIONS))]
        talk.refuse = dict.fromkeys(draw.sample(["1", "2", "c1", "c2", "OK", "7"], 2), "No.")
        talk.ask(replace(question, where=str(turn), readonly=draw.random() < 0.1))
        page.take_focus()
        for _ in range(25):
            target = QApplication.focusWidget() or page
            QTest.keyClick(target, draw.choice(KEYS), draw.choice(HELD))
        QApplication.processEvents()
    assert page.isVisible()
