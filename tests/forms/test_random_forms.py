"""Random forms and random interviews: what is kept up to date equals what is computed anew, resumed equals live.

SCREENING_EXAMPLES says how many are drawn; the suite draws a few hundred.
"""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.session import Session
from support.random_forms import VALUES, Maker
from support.robot import check_submission, same
from support.xform import now

EXAMPLES = int(os.environ.get("SCREENING_EXAMPLES") or 250)
STEPS = 25
BEARABLE = {"form.ref.unknown", "form.ref.group", "form.repeat.unknown", "form.endless"}


def act(live: Session, draw: random.Random) -> None:
    """One random thing that an officer may do; refusals are part of life."""
    questions = live.outline().questions()
    what = draw.random()
    try:
        if what < 0.75:
            item = draw.choice(questions)
            choices = [choice.value for choice in live.choices(item.ref)]
            value = draw.choice(VALUES)
            if choices and draw.random() < 0.9:
                value = " ".join(draw.sample(choices, min(len(choices), draw.randint(1, 2))))
            live.answer(item.ref, value)
        elif what < 0.8:
            live.set_missing(draw.choice(questions).ref, "declined")
        elif what < 0.91:
            live.add_repeat(draw.choice(["/data/r", "/data/r[1]/i", "/data/r[2]/i"]))
        elif what < 0.98:
            live.remove_repeat(draw.choice(["/data/r[1]", "/data/r", "/data/r[1]/i[1]"]))
        else:
            live.set_language(draw.choice(["en", "uk"]))
    except FormError as error:
        assert error.code in BEARABLE, error  # noqa: PT017 - other refusals would be faults


def drawn(draw: random.Random) -> Form | None:
    """The first of six that does not run in a circle: of drawn expressions every other does."""
    for _ in range(6):
        try:
            return Form.parse(Maker(draw).form())
        except FormError as error:
            assert error.code == "form.cycle", error  # noqa: PT017 - nothing else is wrong with them
    return None


@pytest.mark.timeout(max(300, EXAMPLES))
@given(seed=st.integers(0, 2**48))
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
def test_kept_up_to_date_equals_computed_anew_and_resumed_equals_live(seed: int) -> None:
    draw = random.Random(seed)
    form = drawn(draw)
    if form is None:
        event("circles")
        return
    try:
        live = Session.new(form, now, random.Random(seed))
    except FormError as error:
        assert error.code == "form.endless", error  # noqa: PT017 - a drawn count may depend on itself
        event("endless")
        return
    shadow = Session.resume(form, (), now, random.Random(seed), begun=live.begun)
    assert live.recompute() == ()
    for _ in range(STEPS):
        done = len(live.events)
        act(live, draw)
        for each in live.events[done:]:
            shadow.apply(each)
        assert live.recompute() == ()
        same(live, shadow, thorough=False)
    event("interview")
    same(live, live.again(), thorough=True)
    same(live, Session.resume(form, live.events, now, random.Random(seed), begun=live.begun), thorough=True)
    check_submission(live, live.finalize())
