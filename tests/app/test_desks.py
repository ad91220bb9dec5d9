"""What a person relies on: reopened where it was left, hidden at once, told when something was not saved."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.support.office import PASSPHRASE, open_office

from screening.app import look
from screening.app.desks.interview import InterviewDesk
from screening.app.desks.officer import OfficerDesk
from screening.app.pages.assessment import AssessmentPage
from screening.app.pages.check import CheckPage
from screening.app.pages.first_run import FirstRunPage
from screening.app.pages.home import HomePage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.start import StartPage
from screening.app.pages.unlock import UnlockPage
from screening.app.widgets.answer_card import AnswerCard
from screening.app.widgets.rows import OpenRow
from screening.app.window import NEUTRAL_TITLE, TITLE
from screening.casefile.entries import Answered, Noted, Stopped, UrgentRaised
from screening.errors import VaultError

pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_office(tmp_path, now=None):
        pass
    return tmp_path / "officer"


def begin_interview(at: Desktop) -> InterviewPage:
    at.unlock(PASSPHRASE)
    at.wait_page(HomePage)
    at.press(Qt.Key.Key_S)
    at.wait_page(StartPage)
    at.press(Qt.Key.Key_Return)
    at.wait_page(InterviewPage)
    return at.page(InterviewPage)


def answer(at: Desktop, *keys: Qt.Key) -> None:
    for key in keys:
        at.press(key)
        at.press(Qt.Key.Key_Return)


def test_an_interview_reopens_at_the_same_question(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        page = begin_interview(at)
        answer(at, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_1)
        left = page.view.asked.question
        at.wait(lambda: at.shell.jobs.open == 0)
        at.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        at.wait_page(UnlockPage)
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        row = at.window.findChild(OpenRow)
        assert row is not None
        row.click()
        at.wait_page(InterviewPage)
        assert at.page(InterviewPage).view.asked.question == left
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        row = at.window.findChild(OpenRow)
        assert row is not None
        row.click()
        at.wait_page(InterviewPage)
        again = at.page(InterviewPage)
        assert again.view.asked.question == left
        at.press(Qt.Key.Key_Backspace)
        assert again.view.asked.chosen


def test_saved_is_said_only_when_the_store_has_answered(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        begin_interview(at)
        at.window.strip.show_saved("")
        at.press(Qt.Key.Key_2)
        assert at.window.strip.saved == ""
        at.wait(lambda: at.window.strip.saved.startswith("Saved "))


def test_a_failed_save_keeps_the_answers_in_order_and_can_be_tried_again(
    qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desktop(qtbot, home) as at:
        page = begin_interview(at)
        desk = at.child(InterviewDesk)
        record = desk.saving._record

        def full(*_: object) -> None:
            raise VaultError("vault.disk")

        monkeypatch.setattr(desk.saving, "_record", full)
        answer(at, Qt.Key.Key_2, Qt.Key.Key_2)
        at.wait(lambda: not page.banner.isHidden() and at.shell.jobs.open == 0)
        assert at.window.strip.saved == "Not saved"
        assert desk.saving.waiting == 2
        monkeypatch.setattr(desk.saving, "_record", record)
        page.retried.emit()
        at.wait(lambda: desk.saving.waiting == 0)
        assert page.banner.isHidden()
        opened = at.shell.desk
        assert opened is not None
        found: list[list[str]] = []
        at.shell.work(
            lambda: [e.body.ref for e in opened.fieldwork.entries(desk.case_id) if isinstance(e.body, Answered)],
            found.append,
        )
        at.wait(lambda: bool(found))
        assert found[0] == ["/data/safety/danger", "/data/safety/medical"]


def test_hiding_shows_nothing_at_once_and_locks(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        begin_interview(at)
        QGuiApplication.clipboard().setText("a name")
        begun = time.perf_counter()
        at.press(Qt.Key.Key_F12)
        assert (time.perf_counter() - begun) < 0.05
        assert at.window.covered
        assert at.window.windowTitle() == NEUTRAL_TITLE
        assert QGuiApplication.clipboard().text() == ""
        image = at.window.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
        assert len(colours) == 1
        at.wait(lambda: at.shell.desk is None and at.shell.jobs.open == 0)
        at.press(Qt.Key.Key_A)
        assert not at.window.covered
        assert at.window.windowTitle() == TITLE
        assert isinstance(at.window.page, UnlockPage)
        assert at.window.findChild(InterviewPage) is None or not at.window.findChild(InterviewPage).isVisible()


def test_urgent_says_whom_to_call_and_is_recorded(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        begin_interview(at)
        desk = at.child(InterviewDesk)
        at.press(Qt.Key.Key_F2)
        at.press(Qt.Key.Key_2)
        dialog = at.window.dialog
        assert dialog is not None
        assert dialog.accessibleName() == "Call now"
        at.wait(lambda: desk.saving.waiting == 0)
        assert any(isinstance(e.body, UrgentRaised) and e.body.rule == "U2" for e in desk._entries)
        at.press(Qt.Key.Key_Escape)
        assert at.window.dialog is None


def test_a_gate_of_the_form_raises_the_alarm_by_itself(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        begin_interview(at)
        at.press(Qt.Key.Key_1)  # somebody is in danger right now
        at.wait(lambda: at.window.dialog is not None)
        desk = at.child(InterviewDesk)
        at.wait(lambda: any(isinstance(e.body, UrgentRaised) for e in desk._entries))
        assert at.window.dialog is not None


def test_a_note_says_whose_words_it_holds(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        begin_interview(at)
        at.press(Qt.Key.Key_N)
        at.type("Тримала сумку обома руками")
        at.press(Qt.Key.Key_Tab)
        at.press(Qt.Key.Key_2)
        dialog = at.window.dialog
        assert dialog is not None
        assert dialog.chosen == "observed"
        at.press(Qt.Key.Key_Return)
        desk = at.child(InterviewDesk)
        at.wait(lambda: any(isinstance(e.body, Noted) for e in desk._entries))
        note = next(e.body for e in desk._entries if isinstance(e.body, Noted))
        assert (note.text, note.nature) == ("Тримала сумку обома руками", "observed")


def test_the_focus_stays_inside_a_dialog(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        begin_interview(at)
        at.press(Qt.Key.Key_S)
        dialog = at.window.dialog
        assert dialog is not None
        for _ in range(12):
            at.press(Qt.Key.Key_Tab)
            focused = at.window.focusWidget()
            assert isinstance(focused, QWidget)
            assert dialog.isAncestorOf(focused)
        at.window.close_dialog()


def test_a_wrong_passphrase_is_said_plainly_and_the_fifth_waits(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        page = at.page(UnlockPage)
        for used in range(1, 6):
            at.type("not this one")
            at.press(Qt.Key.Key_Return)
            at.wait(lambda: at.shell.jobs.open == 0 and bool(page.field.error))
            assert page.field.text == ""
            if used < 5:
                assert f"{used} of 5" in page.field.error
        assert page.button.off_reason
        assert not at.lobby.inside


def test_night_and_language_change_while_an_interview_is_open(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        page = begin_interview(at)
        answer(at, Qt.Key.Key_2)
        at.wait(lambda: at.shell.jobs.open == 0)
        asked = page.view.asked.ref
        at.shell.turn_night()
        assert look.now().theme is look.Theme.NIGHT
        at.shell.speak("uk")
        at.wait_page(InterviewPage)
        again = at.page(InterviewPage)
        assert again is not page
        assert again.view.asked.ref == asked
        assert again.next.text() == "Далі"
        assert 'theme = "night"' in (home / "settings.toml").read_text("utf-8")


def test_the_first_run_makes_a_workplace_by_keys_alone(qtbot: QtBot, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    with desktop(qtbot, fresh) as at:
        at.page(FirstRunPage)
        at.press(Qt.Key.Key_2)
        at.press(Qt.Key.Key_Return)
        at.press(Qt.Key.Key_1)
        at.press(Qt.Key.Key_Return)
        at.type("Post 14")
        at.press(Qt.Key.Key_Return)
        page = at.page(FirstRunPage)
        at.type("short")
        at.press(Qt.Key.Key_Return)
        assert page.first.error
        page.first.set_text("")
        at.type(PASSPHRASE)
        page.again.input.setFocus()
        at.type(PASSPHRASE)
        at.press(Qt.Key.Key_Return)
        at.wait_page(HomePage)
        assert at.shell.desk is not None
        assert (fresh / "vault" / "vault.json").exists()


def test_a_stopped_conversation_goes_to_the_assessment_as_it_is(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        page = begin_interview(at)
        answer(at, Qt.Key.Key_2, Qt.Key.Key_2)
        page.rail.stop.click()
        at.press(Qt.Key.Key_1)  # the person wants to stop
        at.wait_page(CheckPage)
        assert at.page(CheckPage).trouble.isHidden()
        at.press(Qt.Key.Key_Return)  # what follows from stopping was read
        assert at.window.dialog is None
        at.press(Qt.Key.Key_Return)
        at.wait_page(AssessmentPage)
        desk = at.child(InterviewDesk)
        assert any(isinstance(e.body, Stopped) and e.body.reason == "person_says_stop" for e in desk._entries)
        assert not desk.readonly


def test_what_is_still_needed_is_named_and_leads_to_its_question(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        page = begin_interview(at)
        page.reviewed.emit()
        at.wait_page(CheckPage)
        assert not at.page(CheckPage).trouble.isHidden()
        at.press(Qt.Key.Key_Return)
        at.wait_page(InterviewPage)
        assert at.page(InterviewPage).view.asked.required


def test_a_finalised_interview_can_only_be_read(qtbot: QtBot, tmp_path: Path) -> None:
    with open_office(tmp_path, now=None) as office:
        case = office.interview()
    with desktop(qtbot, tmp_path / "officer") as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        at.child(OfficerDesk).open_case(case)
        at.wait_page(AssessmentPage)
        at.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        at.wait_page(CheckPage)
        at.page(CheckPage).changing.emit("/data/safety/danger")
        at.wait_page(InterviewPage)
        page = at.page(InterviewPage)
        assert page.view.asked.chosen == {"no"}
        at.press(Qt.Key.Key_1)
        assert page.view.asked.chosen == {"no"}
        assert page.refuse.isHidden()
        assert at.child(InterviewDesk).saving.waiting == 0


def test_practice_is_framed_and_nothing_else_is(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        at.press(Qt.Key.Key_S)
        at.wait_page(StartPage)
        at.page(StartPage).practice.click()
        at.wait_page(InterviewPage)
        assert at.window.stack.contentsMargins().left() == 8
        at.child(OfficerDesk).home()
        at.wait_page(HomePage)
        assert at.window.stack.contentsMargins().left() == 0


def test_signals_leave_the_counts_of_true_and_none_alone(qtbot: QtBot) -> None:
    card = AnswerCard()
    qtbot.addWidget(card)
    heard: list[bool] = []
    card.picked.connect(lambda _value, chosen: heard.append(chosen))
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(200):
        card.picked.emit("a", True)
    heard.clear()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert all(abs(now - then) < 50 for now, then in zip(after, before, strict=True))
