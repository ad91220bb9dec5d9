# ruff: noqa: RUF001  the words are Ukrainian
"""What must not be recorded is warned of while it is typed, and never stopped."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET

from screening.app.widgets.field import Field

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


def test_a_free_text_warns_and_keeps_what_was_typed(qtbot: QtBot) -> None:
    field = Field("Text", lines=4)
    qtbot.addWidget(field)
    field.show()
    assert field.caution is not None
    field.input.insertPlainText("Отримав повістку.")  # QtTest types no Cyrillic
    qtbot.waitUntil(lambda: not field.caution.isHidden())
    assert "повістку" in field.caution.text()
    assert field.text == "Отримав повістку."
    assert not field.error
    field.set_text("Не платили два місяці.")
    qtbot.waitUntil(field.caution.isHidden)


def test_a_line_that_may_be_for_a_name_warns_of_no_name(qtbot: QtBot) -> None:
    field = Field("Text")
    qtbot.addWidget(field)
    caution = field.be_careful()
    assert field.be_careful() is caution
    caution.names = False
    caution.follow("Галина Петрівна")
    caution.look()
    assert caution.isHidden()
    caution.names = True
    caution.look()
    assert not caution.isHidden()


def test_a_field_for_something_short_warns_of_nothing(qtbot: QtBot) -> None:
    field = Field("Number")
    qtbot.addWidget(field)
    assert field.caution is None
