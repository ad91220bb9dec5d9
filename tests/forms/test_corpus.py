"""Real forms by others: they load, run through a whole interview and give a submission."""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import random
import time
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from screening.forms import packs
from screening.forms.form import Form
from screening.forms.session import Session
from support.xform import now

FORMS = {
    # name: questions stated, questions of a new interview
    "all-question-types-v2024091201-3.xlsx": (85, 85),
    "htcds_xlsform.xlsx": (31, 31),
    "socio-economic-survey-v20240515.xlsx": (17, 17),
    "whova_form.xlsx": (485, 485),
    "child_vaccination_VOL_tool_v12.xml": (44, 6),
    "eIMCI-by-D-Tree.xml": (172, 172),
    "big500.xml": (511, 1001),
}
LONG = {"socio-economic-survey-v20240515.xlsx": 13, "whova_form.xlsx": 100, "child_vaccination_VOL_tool_v12.xml": 25}
LONG |= {name: 30 for name in FORMS if name not in LONG}
PLACES = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"kyiv","properties":{"name":"Kyiv"},'
    b'"geometry":{"type":"Point","coordinates":[30.52,50.45]}}]}'
)


@cache
def form_of(path: Path) -> Form:
    source = path.read_bytes()
    media = {"cities.geojson": PLACES}
    return packs.read(packs.build(source, "corpus", media, published_by="test")).form()


def value_for(live: Session, ref: str, draw: random.Random) -> str:
    """Something that fits the type; whether it fits the constraint is not known."""
    choices = live.choices(ref)
    question = next(q for q in live.form.questions() if q.ref == "".join(part.split("[")[0] for part in ref.split("]")))
    if choices:
        values = [choice.value for choice in choices]
        if question.control == "rank":
            return " ".join(draw.sample(values, len(values)))
        return draw.choice(values)
    if question.control == "trigger":
        return "OK"
    if question.control == "range":
        return question.parameters["start"]
    return {
        "int": str(draw.randint(0, 60)),
        "decimal": str(draw.choice([0.5, 36.6, 12])),
        "date": f"19{draw.randint(50, 99)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}",
        "time": "21:40:00.000Z",
        "dateTime": "2026-01-02T21:40:00.000Z",
        "geopoint": "50.45 30.52 0 3",
        "geotrace": "50 30 0 0; 51 31 0 0",
        "geoshape": "50 30 0 0; 51 31 0 0; 52 30 0 0; 50 30 0 0",
    }.get(question.type, f"text {draw.randint(1, 9)}")


def try_out(form: Form, seed: int) -> Session:
    """A new interview in which everything that is asked gets an answer, as a person would go through it."""
    live, draw = Session.new(form, now, random.Random(seed)), random.Random(seed)
    done: dict[str, bool] = {}
    while True:
        following = next(
            (
                item
                for item in live.outline().questions()
                if item.relevant and not item.readonly and item.ref not in done
            ),
            None,
        )
        if following is None or len(done) > 600:
            return live
        done[following.ref] = any(
            live.answer(following.ref, value_for(live, following.ref, draw)).accepted for _ in range(8)
        )


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_real_form_runs_to_a_submission(corpus: Path, name: str) -> None:
    form = form_of(corpus / name)
    live = Session.new(form, now, random.Random(3))
    assert (len(form.questions()), len(live.outline().questions())) == FORMS[name]
    assert live.recompute() == ()
    if "big500" in name:
        for ref, value in [("gate", "yes"), ("q0", "no"), ("q9", "33"), ("rep[50]/r9", "7")]:
            assert live.answer(f"/data/{ref}", value).accepted
        assert (live.value("/data/rep[50]/rsum"), live.value("/data/grand")) == ("7", "7")
    else:
        tries = (try_out(form, seed) for seed in range(200))
        live = next(each for each in tries if len(each.events) >= LONG[name])
    assert live.recompute() == ()
    submission = live.finalize()
    root = etree.fromstring(submission.xml)
    assert root.get("id", etree.QName(root).namespace) in {form.form_id, "imci"}
    assert len([each for each in root.iter() if each.text]) > 5
    assert all(element.tag for element in root.iter())
    assert live.again().finalize() == submission
    for item in live.outline().questions():
        assert live.state(item.ref).ref == item.ref
    assert live.facts() == () or "big500" in name


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
