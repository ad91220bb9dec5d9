"""The first line as an officer has it: keys counted; a count is kept, or a case that knows what was noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET, settle
from tests.app.desktop import Desktop, desktop
from tests.support.office import PASSPHRASE, open_office

from screening.app import look
from screening.app.desks.first_line import FirstLineDesk
from screening.app.desks.interview import InterviewDesk
from screening.app.pages.first_line import FirstLinePage
from screening.app.pages.home import HomePage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.outbox import OutboxPage
from screening.app.pages.unlock import UnlockPage
from screening.app.widgets.words import Words
from screening.casefile.entries import Answered, Body, Counted, Noted, Sealed, Stopped, UrgentRaised
from screening.casefile.rules import STOPS, URGENT
from screening.ids import CaseId

T = TypeVar("T")
pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]
KEYS = {
    **{str(digit): Qt.Key(Qt.Key.Key_0 + digit) for digit in range(1, 10)},
    **{letter: getattr(Qt.Key, f"Key_{letter}") for letter in "EFLRSU"},
    "Enter": Qt.Key.Key_Return,
    "Back": Qt.Key.Key_Backspace,
    "F2": Qt.Key.Key_F2,
    "F4": Qt.Key.Key_F4,
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_office(tmp_path, now=None):
        pass
    return tmp_path / "officer"


class Officer:
    """Presses keys, each waited for, and counts them."""

    def __init__(self, at: Desktop) -> None:
        self.at = at
        self.pressed = 0
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)

    def press(self, *keys: str) -> Officer:
        for key in keys:
            self.at.wait(lambda: self.at.shell.jobs.open == 0)
            self.at.press(KEYS[key])
            self.at.wait(lambda: self.at.shell.jobs.open == 0)
            self.pressed += 1
        return self

    @property
    def page(self) -> FirstLinePage:
        return self.at.page(FirstLinePage)

    @property
    def question(self) -> str:
        asked = self.page.asked
        return asked.ref.rpartition("/")[2] if asked is not None else ""

    @property
    def actions(self) -> list[str]:
        assert self.page.asked is None
        return [card.value for card in self.page.cards]

    def counts(self) -> list[Counted]:
        desk = self.at.shell.desk
        assert desk is not None
        vault = desk.vault
        found = self._ask(lambda: [entry.body for entry in vault.entries_of((Counted.kind,))])
        return [body for body in found if isinstance(body, Counted)]

    def cases(self) -> list[CaseId]:
        desk = self.at.shell.desk
        assert desk is not None
        return [row.case for row in self._ask(desk.fieldwork.cases)]

    def bodies(self) -> list[Body]:
        """What was recorded in the only case."""
        desk = self.at.shell.desk
        assert desk is not None
        (case,) = self.cases()
        vault = desk.vault
        return [entry.body for entry in self._ask(lambda: vault.entries(case))]

    def answers(self) -> dict[str, tuple[str | None, str]]:
        return {b.ref.rpartition("/")[2]: (b.value, b.basis) for b in self.bodies() if isinstance(b, Answered)}

    def _ask(self, job: Callable[[], T]) -> T:
        found: list[T] = []
        self.at.shell.work(job, found.append)
        self.at.wait(lambda: bool(found))
        return found[0]


def test_an_ordinary_traveller_takes_at_most_eight_keys_and_leaves_a_count(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "1", "9")
        assert officer.actions[0] == "next"
        officer.press("Enter")
        assert officer.pressed == 5
        assert officer.question == "person"  # how people travel is set once a shift
        before = officer.pressed
        officer.press("1", "9", "1")
        assert officer.pressed - before == 3
        counts = officer.counts()
        assert [(one.mode, one.end) for one in counts] == [("bus", "info_card")] * 2
        assert officer.cases() == []


def test_a_child_with_a_parent_takes_one_key_more(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "2", "1", "9", "1")
        assert officer.pressed <= 8
        assert officer.question == "person"


def test_what_was_noticed_opens_four_questions_within_eight_taps(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "3")
        before = officer.pressed
        officer.press("1", "3", "Enter")
        assert officer.question == "private"
        officer.press("1", "1", "1", "1", "1")
        assert officer.pressed - before == 8
        assert officer.actions == ["next", "card", "concern"]
        said = [words.text() for words in officer.page.findChildren(Words) if words.isVisible()]
        assert "One observation, and nothing came to it." in said


def test_when_companions_hear_nothing_is_asked(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "1", "1", "5", "Enter", "2")
        assert officer.actions == ["open", "next"]  # two observations, and no question was put
        officer.press("2")
        assert [(one.mode, one.end) for one in officer.counts()] == [("bus", "second_line")]
        assert officer.cases() == []


def test_second_line_begins_with_what_was_noticed_and_asks_it_no_more(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "1", "1", "5", "Enter", "1", "3", "U", "3", "1", "1")
        at.wait_page(InterviewPage)
        assert officer.answers() == {"population": ("adult", "observed"), "noticed": ("holds fear", "observed")}
        notes = [body.text for body in officer.bodies() if isinstance(body, Noted)]
        assert len(notes) == 1
        assert (
            "Do you have your passport and phone with you, in your own hands? — No, and cannot be got back" in notes[0]
        )
        assert "paid for" not in notes[0]
        assert not [body for body in officer.bodies() if isinstance(body, UrgentRaised)]
        assert [(one.mode, one.end) for one in officer.counts()] == [("car", "second_line")]
        open_ones = [stop.ref for stop in at.child(InterviewDesk)._walk.stops if not stop.item.answered]
        assert not any(ref.endswith(("/population", "/noticed")) for ref in open_ones)
        assert any(ref.endswith("/private") for ref in open_ones)  # the gates are asked in the other room


def test_a_child_that_may_not_travel_alone_goes_to_the_childs_form(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "2", "3", "9", "1")
        at.wait_page(InterviewPage)
        assert at.child(InterviewDesk).session.form.form_id == "child"
        assert officer.answers() == {"population": ("child", "observed"), "escort": ("alone", "document")}


def test_an_urgent_packet_takes_at_most_twelve_keys_from_home(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "4")
        assert officer.actions == ["packet", "open", "next"]
        officer.press("1", "1", "Enter")
        at.wait_page(OutboxPage)
        assert officer.pressed == 6
        bodies = officer.bodies()
        assert [body.rule for body in bodies if isinstance(body, UrgentRaised)] == ["U1"]
        assert officer.answers() == {"danger": ("yes", "observed"), "population": ("adult", "observed")}
        (sealed,) = [body for body in bodies if isinstance(body, Sealed)]
        assert sealed.recipients == ("police",)
        assert [one.end for one in officer.counts()] == ["urgent"]


def test_urgent_from_home_needs_no_first_line(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F2", "4", "1", "2", "Enter")
        at.wait_page(OutboxPage)
        assert officer.pressed <= 12
        (police, children) = [body for body in officer.bodies() if isinstance(body, Sealed)]
        assert {*police.recipients, *children.recipients} == {"police", "children-service"}
        assert officer.counts() == []


def test_urgent_is_there_in_the_middle_of_a_first_line(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "1", "1", "Enter", "F2", "6", "1", "Enter")
        at.wait_page(OutboxPage)
        assert officer.pressed <= 12
        assert officer.answers()["noticed"] == ("holds", "observed")
        assert [body.rule for body in officer.bodies() if isinstance(body, UrgentRaised)] == ["U6"]


def test_a_call_without_a_packet_leaves_the_first_line_where_it_was(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "1", "9", "F2", "2")
        dialog = at.window.dialog
        assert dialog is not None
        dialog.close_up()
        assert officer.actions == ["packet", "open", "next"]  # what was called urgent by hand stays urgent
        officer.press("3")
        assert [one.end for one in officer.counts()] == ["urgent"]


def test_going_back_changes_an_answer_and_home_leaves_nothing(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "1", "9", "Back")
        assert officer.question == "seen"
        officer.press("Back", "Back")
        assert officer.question == "mode"
        officer.press("5", "1", "9")
        assert officer.actions[0] == "next"
        officer.press("Back", "Back", "Back", "Back")
        at.wait_page(HomePage)
        assert officer.counts() == []
        assert officer.cases() == []
        officer.press("F")
        assert officer.question == "person"


def test_none_of_these_and_the_rest_take_each_others_place(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "1", "3", "4", "9")
        assert officer.actions[0] == "next"
        officer.press("Back", "3")
        asked = officer.page.asked
        assert asked is not None
        assert asked.chosen == {"route"}


def test_several_answers_want_at_least_one(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "1", "Enter")
        assert officer.question == "seen"
        assert not officer.page.note.isHidden()


def test_another_reason_leads_to_second_line(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "1", "9", "3")
        assert officer.question == "concern"
        officer.press("Back")
        assert officer.actions[0] == "next"
        officer.press("3", "2")
        assert officer.actions == ["open", "next"]


def test_once_second_line_is_certain_the_rest_need_not_be_asked(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "1", "1", "Enter", "1")
        assert officer.question == "goes"
        assert not officer.page.stop.isHidden()
        officer.press("E")
        assert officer.actions == ["open", "next"]


def test_after_two_minutes_the_officer_is_told_to_come_to_the_end(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1")
        clock = at.child(FirstLineDesk).clock
        assert not clock.isActive()  # it begins with the traveller
        officer.press("1", "3", "Enter", "1")
        assert clock.isActive()
        assert clock.interval() == 120_000
        assert officer.page.stop.isHidden()
        clock.setInterval(0)
        at.wait(lambda: not officer.page.stop.isHidden())
        assert officer.press("E").actions[0] == "next"
        assert not clock.isActive()
        clock.setInterval(120_000)


def test_the_questions_stand_in_the_persons_language_below_the_officers(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "L", "1", "1", "3", "Enter", "1")
        asked = officer.page.asked
        assert asked is not None
        assert (asked.question[:5], asked.hers[:4]) == ("Where", "Куди")


def test_locking_forgets_the_one_who_stood_there(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "1", "1", "1")
        assert "nothing is saved until the end" in officer.page.hints()
        at.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        at.wait_page(UnlockPage)
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        assert officer.counts() == []
        assert officer.cases() == []
        assert at.shell.findChild(FirstLineDesk) is None


def test_whoever_was_seen_to_the_end_is_counted_on_the_way_home(qtbot: QtBot, home: Path) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F", "2", "1", "9")
        at.window.bar.left.emit()
        at.wait_page(HomePage)
        assert [(one.mode, one.end) for one in officer.counts()] == [("bus", "info_card")]
        officer.press("F", "1", "9")
        at.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        at.wait_page(UnlockPage)
        at.unlock(PASSPHRASE)
        at.wait_page(HomePage)
        assert len(officer.counts()) == 2


def test_answers_work_without_single_keys(qtbot: QtBot, home: Path) -> None:
    (home / "settings.toml").write_text('language = "en"\nsingle_keys = false\n', "utf-8")
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("F")
        assert officer.press("1").question == "mode"
        at.press(Qt.Key.Key_Down)
        assert officer.press("Enter").question == "person"
        asked = at.child(FirstLineDesk).session
        assert asked.value("/data/look/mode") == "bus"


@pytest.mark.parametrize("number", range(1, len(STOPS) + 1))
def test_every_stop_is_one_digit_away_from_the_interview_and_says_what_follows(
    qtbot: QtBot, home: Path, number: int
) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("S", "Enter")
        at.wait_page(InterviewPage)
        officer.press("F4", str(number))
        dialog = at.window.dialog
        assert dialog is not None
        assert len(dialog.accessibleDescription()) > 40
        assert [body.reason for body in officer.bodies() if isinstance(body, Stopped)] == [STOPS[number - 1]]


@pytest.mark.parametrize("number", range(1, len(URGENT) + 1))
def test_every_urgent_rule_leads_to_a_packet_from_the_interview(qtbot: QtBot, home: Path, number: int) -> None:
    with desktop(qtbot, home) as at:
        officer = Officer(at).press("S", "Enter")
        at.wait_page(InterviewPage)
        before = officer.pressed
        officer.press("F2", str(number), "1", "1", "Enter")
        assert officer.pressed - before <= 12
        at.wait(lambda: at.shell.jobs.open == 0 and at.window.dialog is not None)
        rules = [body.rule for body in officer.bodies() if isinstance(body, UrgentRaised)]
        assert rules == [URGENT[number - 1]]
        assert len([body for body in officer.bodies() if isinstance(body, Sealed)]) == 1
        at.window.close_dialog()
        at.page(InterviewPage)  # the talk can go on


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_everything_fits_without_scrolling(qtbot: QtBot, home: Path, size: tuple[int, int], language: str) -> None:
    (home / "settings.toml").write_text(f'language = "{language}"\n', "utf-8")
    with desktop(qtbot, home, size=size, language=language) as at:
        officer = Officer(at).press("F")
        for mode in "123456":
            officer.press(mode, "1")
            assert officer.question == "seen"
            settle()
            assert officer.page._scroll.verticalScrollBar().maximum() == 0, mode
            for card in officer.page.cards:
                assert card.has_room()
                assert card.height() >= look.TARGET
            officer.press("Back", "Back")
