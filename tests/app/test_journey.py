"""An officer and a supervisor at their keyboards: from a question on the screen to a signed receipt back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.support.office import INTERVIEW, PASSPHRASE, open_office

from screening.app.desks.officer import OfficerDesk
from screening.app.desks.supervisor import SupervisorDesk
from screening.app.pages.assessment import AssessmentPage
from screening.app.pages.check import CheckPage
from screening.app.pages.consent import ConsentPage
from screening.app.pages.home import HomePage
from screening.app.pages.inbox import InboxPage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.outbox import OutboxPage
from screening.app.pages.review import ReviewPage
from screening.app.pages.start import StartPage
from screening.app.pages.unlock import UnlockPage
from screening.app.widgets.words import Words

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
DIGITS = [getattr(Qt.Key, f"Key_{number}") for number in range(1, 10)]


def script() -> dict[str, Any]:
    """The demonstration's answers by question; a repeat's entries stay as they are."""
    said: dict[str, Any] = {}
    for step in json.loads(INTERVIEW.read_text("utf-8")):
        if "answer" in step:
            ref, value = step["answer"]
            said[ref] = value
        elif "select" in step:
            ref, values = step["select"]
            said[ref] = values
        elif "unknown" in step:
            ref, _ = step["unknown"]
            said[ref] = None
    return said


def answer_by_keys(at: Desktop, said: dict[str, Any]) -> int:
    """Answer every page of the interview with the keyboard alone; answers how many keys it took."""
    keys = 0
    while isinstance(at.window.page, InterviewPage):
        page = at.window.page
        asked = page.view.asked
        if at.window.dialog is not None:
            at.press(Qt.Key.Key_Escape)
        value = said.get(asked.ref)
        if asked.kind in ("one", "many") and value is not None:
            wanted = {value} if isinstance(value, str) else set(value)
            for place, offer in enumerate(asked.offers):
                if offer.value in wanted and place < len(DIGITS):
                    at.press(DIGITS[place])
                    keys += 1
                elif offer.value in wanted:
                    page.view.cards[place].setFocus()
                    at.press(Qt.Key.Key_Space)
                    keys += 2
        elif asked.kind in ("text", "long", "integer", "decimal", "date") and value is not None:
            at.type(str(value))
            keys += len(str(value))
        elif asked.kind in ("one", "many") and asked.ref in said:
            at.press(Qt.Key.Key_R)
            keys += 1
            continue
        page.next.setFocus()
        at.press(Qt.Key.Key_Return)
        keys += 1
        assert keys < 6000, "the interview does not end"  # the demonstration's text is long
    return keys


def officer_screens_and_seals(at: Desktop, stick: Path) -> None:
    at.unlock(PASSPHRASE)
    at.wait_page(HomePage)
    at.press(Qt.Key.Key_S)
    at.wait_page(StartPage)
    at.press(Qt.Key.Key_1)
    at.press(Qt.Key.Key_Return)
    at.wait_page(InterviewPage)
    answer_by_keys(at, script())
    at.wait_page(CheckPage)
    check = at.page(CheckPage)
    assert check.trouble.isHidden()
    at.press(Qt.Key.Key_Return)
    at.wait_page(AssessmentPage)
    assert "Saved" in at.window.strip.saved
    at.press(Qt.Key.Key_Return)
    at.wait_page(ConsentPage)
    consent = at.page(ConsentPage)
    assert consent.seal.off_reason, "nobody may be told yet"
    consent.switches["social-service"].segments[0].setFocus()
    at.press(Qt.Key.Key_Space)
    at.wait(lambda: at.shell.jobs.open == 0 and not consent.seal.off_reason)
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.wait_page(OutboxPage)
    out = at.page(OutboxPage)
    at.wait(lambda: len(out.table.lines) == 1)
    assert out.table.lines[0].cells[1].stations == 1
    at.child(OfficerDesk).outgoing.write_to(str(stick))  # the folder is chosen in the system's own dialog
    at.wait(lambda: out.table.lines[0].cells[1].stations == 2)
    assert out.trouble.isHidden()


def supervisor_takes_in_and_decides(at: Desktop, stick: Path) -> None:
    at.unlock(PASSPHRASE)
    at.wait_page(InboxPage)
    inbox = at.page(InboxPage)
    at.child(SupervisorDesk).take_in([str(stick)])
    at.wait(lambda: len(inbox.table.lines) == 1)
    at.wait_page(InboxPage)
    at.child(SupervisorDesk).take_in([str(stick)])
    at.wait(lambda: inbox.table.lines[0].cells[0].text == "Again")
    assert len(inbox.table.lines) == 1
    at.press(Qt.Key.Key_Return)
    at.wait_page(ReviewPage)
    review = at.page(ReviewPage)
    assert not any("Приклад" in words.text() for words in review.findChildren(Words)), (
        "the name before it was asked for"
    )
    at.press(Qt.Key.Key_1)
    review.reason.input.setFocus()
    at.type("The grounds are clear.")
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.wait_page(InboxPage)
    at.child(SupervisorDesk).write_receipts(str(stick))
    at.wait(lambda: any(file.name.endswith(".receipt.age") for file in stick.iterdir()))
    at.wait_page(InboxPage)


def officer_sees_the_receipt(at: Desktop, stick: Path) -> None:
    at.unlock(PASSPHRASE)
    at.wait_page(HomePage)
    at.child(OfficerDesk).show_screen("outbox")
    at.wait_page(OutboxPage)
    out = at.page(OutboxPage)
    at.child(OfficerDesk).outgoing.collect_from(str(stick))
    at.wait(lambda: out.table.lines[0].cells[0].text == "Confirmed")
    assert out.table.lines[0].cells[1].stations == 4
    at.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    at.wait_page(UnlockPage)
    assert at.shell.desk is None


@pytest.mark.timeout(240)
def test_from_a_question_on_the_screen_to_a_signed_receipt_back(qtbot: QtBot, tmp_path: Path) -> None:
    with open_office(tmp_path, now=None) as office:
        stick = office.stick
    with desktop(qtbot, tmp_path / "officer") as officer:
        officer_screens_and_seals(officer, stick)
    assert [file.suffixes[-2:] for file in stick.iterdir()] == [[".asice", ".age"]]
    with desktop(qtbot, tmp_path / "supervisor") as supervisor:
        supervisor_takes_in_and_decides(supervisor, stick)
    with desktop(qtbot, tmp_path / "officer") as officer:
        officer_sees_the_receipt(officer, stick)
