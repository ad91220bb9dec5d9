"""Real forms by others: they load, run through a whole interview and give a submission."""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import random
import re
import time
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from screening.forms import packs
from screening.forms.form import Form
from screening.forms.session import Session
from support.robot import Robot, load
from support.xform import now

FORMS = {
    # name: questions stated, questions of a new interview, interviews, different questions these come to at least
    "all-question-types-v2024091201-3.xlsx": (85, 85, 3, 80),
    "htcds_xlsform.xlsx": (31, 31, 3, 31),
    "socio-economic-survey-v20240515.xlsx": (17, 17, 6, 15),
    "whova_form.xlsx": (485, 485, 12, 350),
    "child_vaccination_VOL_tool_v12.xml": (44, 6, 12, 15),
    "eIMCI-by-D-Tree.xml": (172, 172, 12, 100),
    "big500.xml": (511, 1001, 2, 511),
}
PLACES = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"kyiv","properties":{"name":"Kyiv"},'
    b'"geometry":{"type":"Point","coordinates":[30.52,50.45]}}]}'
)


@cache
def form_of(path: Path) -> Form:
    source = path.read_bytes()
    media = {"cities.geojson": PLACES}
    return packs.read(packs.build(source, "corpus", media, published_by="test")).form()


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_real_form_runs_to_a_submission(corpus: Path, name: str) -> None:
    """Whole interviews, everything checked after each step; together they come to most of the questions."""
    form = form_of(corpus / name)
    questions, at_first, interviews, reached = FORMS[name]
    new = Session.new(form, now, random.Random(3))
    assert (len(form.questions()), len(new.outline().questions())) == (questions, at_first)
    asked: set[str] = set()
    for seed in range(interviews):
        robot = Robot(form, seed, most=1_200, revisions=12)
        walked = robot.interview()
        asked |= {re.sub(r"\[\d+\]", "", ref) for ref in robot.asked}
        assert not walked.live.validate()
        assert walked.answered >= walked.asked - 2
        assert len(etree.fromstring(walked.submission.xml)) > 2
    assert len(asked) >= reached


def test_every_other_form_of_the_folder_runs_too(corpus: Path) -> None:
    """SCREENING_CORPUS may be any folder of forms."""
    others = [path for path in sorted(corpus.iterdir()) if path.suffix in {".xlsx", ".xml"} and path.name not in FORMS]
    for path in others:
        assert Robot(load(path), 1, most=800).interview().submission.xml, path.name


def test_the_case_data_standard_keeps_its_answers(corpus: Path) -> None:
    live = Session.new(form_of(corpus / "htcds_xlsform.xlsx"), now, random.Random(3))
    answers = {"prs_First_Name": "Оля & <O>", "prs_Birthdate": "1990-01-31", "prs_Email": "a@b.c"}
    for name, value in answers.items():
        assert live.answer(f"/data/{name}", value).accepted
    root = etree.fromstring(live.finalize().xml)
    assert {name: root.findtext(name) for name in answers} == answers


def test_every_kind_of_question_is_there(corpus: Path) -> None:
    form = form_of(corpus / "all-question-types-v2024091201-3.xlsx")
    controls = {question.control for question in form.questions()}
    assert controls == {"input", "select", "select1", "rank", "range", "trigger", "upload"}
    assert form.missing_media == ()
    live = Session.new(form, now, random.Random(1))
    assert [each.value for each in live.choices("/data/select_one_question_types/map")] == ["kyiv"]
    images = live.choices("/data/select_one_question_types/likert")
    assert images[0].media == {"image": "angry.jpg"}
    appearances = {question.appearance for question in form.questions()}
    assert {"signature", "likert", "minimal", "placement-map", "ethiopian"} <= appearances


def test_the_large_survey_counts_age(corpus: Path) -> None:
    form = form_of(corpus / "whova_form.xlsx")
    assert form.languages == ("English", "French")
    assert form.strangers != ()


def test_speed_is_in_the_order_that_was_promised(corpus: Path) -> None:
    """Far from the real figures (the benchmark gives those), so that a busy machine does not fail it."""
    data = (corpus / "big500.xml").read_bytes()
    begin = time.perf_counter()
    live = Session.new(Form.parse(data), now, random.Random(1))
    loaded = time.perf_counter()
    for number in range(20):
        change = live.answer("/data/gate", "no" if number % 2 else "yes")
        assert len(change.changed) > 900
    done = time.perf_counter()
    assert loaded - begin < 1.5
    assert (done - loaded) / 20 < 0.15
