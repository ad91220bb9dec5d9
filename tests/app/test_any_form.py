"""Any form that an organisation owns runs in the window: every page of real forms answered by keys, to the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.app.conftest import QUIET
from tests.app.desktop import Desktop, desktop
from tests.app.robot import Robot, begin, built
from tests.support.office import PASSPHRASE, open_office

from screening.app.desks.interview import InterviewDesk
from screening.app.pages.check import CheckPage
from screening.app.pages.interview import InterviewPage
from screening.app.widgets.answer_repeat import RepeatAnswer
from screening.app.widgets.answer_typed import TypedAnswer
from screening.casefile.entries import Answered

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


FAMILY = """
| survey |  |  |  |  |  |  |  |  |
|  | type | name | label | appearance | required | constraint | relevant | choice_filter |
|  | begin_group | who | Who |  |  |  |  |  |
|  | integer | age | Age |  | yes | . > 9 and . < 61 |  |  |
|  | select_one region | region | Region |  |  |  |  |  |
|  | select_one town | town | Town | minimal |  |  |  | region=${region} |
|  | end_group |  |  |  |  |  |  |  |
|  | begin_group | way | The way | field-list |  |  |  |  |
|  | text | from | From where |  |  |  |  |  |
|  | select_one yn | alone | Alone |  |  |  |  |  |
|  | text | with | With whom |  |  |  | ${alone} = 'no' |  |
|  | select_one yn | paid | Paid |  |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |
|  | begin_group | dwelling | Dwelling |  |  |  |  |  |
|  | begin_repeat | child | Child |  |  |  |  |  |
|  | text | name | Name of the child |  |  |  |  |  |
|  | begin_repeat | stay | Stay |  |  |  |  |  |
|  | text | place | Place |  |  |  |  |  |
|  | end_repeat |  |  |  |  |  |  |  |
|  | end_repeat |  |  |  |  |  |  |  |
|  | select_one yn or_other | done | Anything else |  |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |
| choices |  |  |  |  |  |  |  |  |
|  | list_name | name | label | region |  |  |  |  |
|  | yn | yes | Yes |  |  |  |  |  |
|  | yn | no | No |  |  |  |  |  |
|  | region | north | North |  |  |  |  |  |
|  | region | south | South |  |  |  |  |  |
|  | town | n1 | Northtown | north |  |  |  |  |
|  | town | s1 | Southtown | south |  |  |  |  |
|  | town | s2 | Southville | south |  |  |  |  |
| settings |  |  |  |  |  |  |  |  |
|  | form_title | form_id | version |  |  |  |  |  |
|  | Family | family | 1 |  |  |  |  |  |
"""


@pytest.fixture
def family(tmp_path: Path) -> bytes:
    form = tmp_path / "family.md"
    form.write_text(FAMILY, "utf-8")
    return built(form)


def shown(at: Desktop) -> str:
    return at.page(InterviewPage).view.asked.ref


def go_on(at: Desktop) -> None:
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_refused_answer_keeps_its_page_and_its_keys(qtbot: QtBot, home: Path, family: bytes) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, family)
        page = at.page(InterviewPage)
        at.type("99")
        at.press(Qt.Key.Key_Return)
        assert shown(at).endswith("/who/age")
        field = page.view.single.answer
        assert isinstance(field, TypedAnswer)
        assert field.field.error
        assert field.field.text == "99"
        at.press(Qt.Key.Key_Backspace)
        at.press(Qt.Key.Key_Backspace)
        at.type("17")
        at.press(Qt.Key.Key_Return)
        assert shown(at).endswith("/who/region")
        at.wait(lambda: at.shell.jobs.open == 0)
        given = [e.body.value for e in at.child(InterviewDesk)._entries if isinstance(e.body, Answered)]
        assert given == ["17"]


def test_a_needed_answer_that_was_passed_over_is_asked_for_in_its_place(
    qtbot: QtBot, home: Path, family: bytes
) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, family)
        page = at.page(InterviewPage)
        assert page.view.asked.message == ""
        go_on(at)
        at.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert page.view.asked.message
        at.type("17")
        go_on(at)
        at.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert page.view.asked.message == ""


def test_choices_follow_the_answer_that_filters_them(qtbot: QtBot, home: Path, family: bytes) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, family)
        page = at.page(InterviewPage)
        go_on(at)
        go_on(at)
        assert page.view.asked.offers == ()
        at.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        at.press(Qt.Key.Key_2)
        go_on(at)
        assert [offer.label for offer in page.view.asked.offers] == ["Southtown", "Southville"]
        at.type("ville")
        at.press(Qt.Key.Key_Return)
        assert page.view.asked.value == "s2"


def test_a_field_list_is_one_page_whose_questions_come_and_go(qtbot: QtBot, home: Path, family: bytes) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, family)
        page = at.page(InterviewPage)
        for _ in range(3):
            go_on(at)
        assert page.view.asked.kind == "fields"
        assert [part.ref.rpartition("/")[2] for part in page.view.asked.parts] == ["from", "alone", "paid"]
        at.type("Lviv")
        at.press(Qt.Key.Key_Return)
        at.press(Qt.Key.Key_2)
        assert [part.ref.rpartition("/")[2] for part in page.view.asked.parts] == ["from", "alone", "with", "paid"]
        at.press(Qt.Key.Key_Return)
        assert page.view.about.ref.endswith("/with")
        at.type("a friend")
        at.press(Qt.Key.Key_Return)
        at.press(Qt.Key.Key_R)
        at.wait(lambda: at.shell.jobs.open == 0)
        said = {
            e.body.ref.rpartition("/")[2]: e.body
            for e in at.child(InterviewDesk)._entries
            if isinstance(e.body, Answered)
        }
        assert (said["from"].value, said["alone"].value, said["with"].value) == ("Lviv", "no", "a friend")
        assert said["paid"].missing == "declined"
        assert page.view.asked.kind != "fields"


def test_a_question_is_found_by_a_word_even_inside_a_page_of_several(qtbot: QtBot, home: Path, family: bytes) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, family)
        at.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert at.window.dialog is not None
        at.type("Paid")
        at.press(Qt.Key.Key_Return)
        page = at.page(InterviewPage)
        assert at.window.dialog is None
        assert page.view.asked.kind == "fields"
        assert page.view.about.ref.endswith("/paid")


def test_repeats_inside_repeats_are_filled_opened_and_removed(qtbot: QtBot, home: Path, family: bytes) -> None:
    with desktop(qtbot, home) as at:
        at.unlock(PASSPHRASE)
        begin(at, family)
        page = at.page(InterviewPage)
        for _ in range(4):
            go_on(at)
        while not shown(at).endswith("/dwelling/child"):
            asked = page.view.asked
            if asked.kind == "repeat" and not asked.instances:
                at.press(Qt.Key.Key_Space)
            elif asked.kind == "text":
                at.type("Olha" if shown(at).endswith("/name") else "Lviv")
                go_on(at)
            else:
                go_on(at)
        if not page.view.asked.instances:
            at.press(Qt.Key.Key_Space)
            at.type("Olha")
            at.wait(lambda: at.shell.jobs.open == 0)
            while not shown(at).endswith("/dwelling/child"):
                go_on(at)
        assert page.view.asked.instances[0].startswith("1. Olha")
        at.press(Qt.Key.Key_Space)
        assert "[2]" in shown(at)
        assert "Child 2" in page.view.asked.where
        at.type("Ivan")
        go_on(at)
        while not shown(at).endswith("/dwelling/child"):
            go_on(at)
        assert [each.partition(" ·")[0] for each in page.view.asked.instances] == ["1. Olha", "2. Ivan"]
        answer = page.view.single.answer
        assert isinstance(answer, RepeatAnswer)
        answer.opens[0].setFocus()
        at.press(Qt.Key.Key_Delete)
        assert at.window.dialog is not None  # the focus is on the way back
        at.press(Qt.Key.Key_Tab)
        at.press(Qt.Key.Key_Return)
        assert [each.partition(" ·")[0] for each in page.view.asked.instances] == ["1. Ivan"]
        answer.opens[0].setFocus()
        at.press(Qt.Key.Key_Space)
        assert "child[1]" in shown(at)
        robot = Robot(at)
        robot.to_the_end()
