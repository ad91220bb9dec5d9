"""A case whose interview was moved to another version of its form comes back as it was moved."""

# ruff: noqa: E501 - lines of XML

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from screening.casefile import allowed, codec, interview
from screening.casefile.entries import Answered, Body, Entry, Finalised, Moved, Opened
from screening.casefile.fold import fold
from screening.casefile.interview import Chance
from screening.casefile.moving import moved, report_json
from screening.errors import CaseError
from screening.forms.form import Form
from screening.forms.moving import move
from screening.forms.session import Session
from screening.ids import CaseId, Digest, Ref
from support.xform import bind, inputs, xform

CASE = CaseId("7F3K2ABCDEFG")
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD, NEW = Digest("1" * 64), Digest("2" * 64)
TEXTS = '<itext><translation lang="en"><text id="a"><value>Old words</value></text></translation><translation lang="uk"/></itext>'
FIRST = Form.parse(
    xform(
        '<a/><gone/><r jr:template=""><x/></r>',
        body='<input ref="/data/a"><label ref="jr:itext(\'a\')"/></input>'
        + inputs("/data/gone")
        + '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
        more=TEXTS,
        root='id="f" version="1"',
    )
)
SECOND = Form.parse(
    xform(
        '<a/><n/><when/><r jr:template=""><x/></r>',
        bind("/data/when", calculate="concat(/data/a, ' ', now())"),
        body=inputs("/data/a", "/data/n") + '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
        more=TEXTS.replace("Old", "New"),
        root='id="f" version="2"',
    )
)


class Minutes:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def kept(bodies: Sequence[Body], at: Sequence[datetime]) -> list[Entry]:
    """Entries, once through their bytes."""
    return [
        Entry(seq, CASE, moment, "o", codec.decode(body.kind, codec.encode(body)))
        for seq, (body, moment) in enumerate(zip(bodies, at, strict=True), 1)
    ]


def began() -> list[Entry]:
    live = Session.resume(FIRST, [], Minutes(), Chance(CASE), begun=START)
    live.set_language("uk")
    live.answer("/data/a", "x", basis="observed", verbatim="слова")
    live.answer("/data/gone", "y")
    live.add_repeat("/data/r")
    live.add_repeat("/data/r")
    live.answer("/data/r[2]/x", "z")
    bodies = [Opened("f", "1", OLD, "en"), *interview.bodies(live)]
    return kept(bodies, [START, *(event.at or START for event in live.events)])


def after(entries: list[Entry], *bodies: Body) -> list[Entry]:
    at = [entry.at for entry in entries] + [
        entries[-1].at + timedelta(hours=number + 1) for number in range(len(bodies))
    ]
    return kept([*(entry.body for entry in entries), *bodies], at)


def clock() -> datetime:
    return START + timedelta(days=1)


def looks(live: Session) -> object:
    return live.outline(), live.facts(), live.validate(), live.language, live.finalize().xml


def test_a_moved_interview_comes_back_as_it_was_moved() -> None:
    entries = began()
    case = fold(entries)
    found = move(interview.resume(FIRST, entries, clock), SECOND, Chance(CASE))
    body = moved(case, found, NEW, reason="a mistake in the form")
    entries = after(entries, body)
    again = interview.resume(SECOND, entries, clock)
    assert looks(again) == looks(found.session)
    assert again.value("/data/when").startswith("x 2026-11-23T09:0")  # said at its own time
    assert again.language == "uk"
    assert again.value("/data/r[2]/x") == "z"
    entries = after(entries, Answered(Ref("/data/n"), "later"))
    assert interview.resume(SECOND, entries, clock).value("/data/n") == "later"


def test_the_case_shows_what_stands_and_keeps_what_has_no_place() -> None:
    entries = began()
    found = move(interview.resume(FIRST, entries, clock), SECOND, Chance(CASE))
    case = fold(after(entries, moved(fold(entries), found, NEW)))
    assert (case.form, case.version, case.pack, case.language) == ("f", "2", NEW, "uk")
    assert set(case.answers) == {"/data/a", "/data/r[2]/x"}
    answer = case.answers[Ref("/data/a")]
    first = next(entry for entry in entries if isinstance(entry.body, Answered))
    assert (answer.seq, answer.at, answer.basis, answer.verbatim) == (first.seq, first.at, "observed", "слова")
    assert (answer.wording, answer.language) == ("Old words", "uk")
    last = case.entries[-1].body
    assert isinstance(last, Moved)
    assert last.orphans == (
        {"ref": "/data/gone", "label": "/data/gone", "value": "y", "why": "gone", "basis": "person_said"},
    )
    told = report_json(found.report)
    assert told["kept"] == [{"from": "/data/a", "to": "/data/a"}, {"from": "/data/r[2]/x", "to": "/data/r[2]/x"}]
    assert told["added"] == ["/data/n"]
    assert told["clean"] is False


def test_a_case_may_be_moved_again_and_back() -> None:
    entries = began()
    for form, pack in ((SECOND, NEW), (FIRST, OLD)):
        old = interview.resume(FIRST if form is SECOND else SECOND, entries, clock)
        entries = after(entries, moved(fold(entries), move(old, form, Chance(CASE)), pack))
    case = fold(entries)
    assert (case.version, case.pack) == ("1", OLD)
    assert interview.resume(FIRST, entries, clock).value("/data/a") == "x"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (Moved("other", "2", NEW, ()), "case.step.other_form"),
        (Moved("f", "2", OLD, ()), "case.step.same_pack"),
    ],
)
def test_only_another_version_of_its_form_is_allowed(body: Moved, code: str) -> None:
    with pytest.raises(CaseError) as refused:
        allowed.check(fold(began()), body)
    assert refused.value.code == code


def test_a_finalised_interview_is_never_moved() -> None:
    case = fold(after(began(), Finalised(Digest("3" * 64))))
    with pytest.raises(CaseError) as refused:
        allowed.check(case, Moved("f", "2", NEW, ()))
    assert refused.value.code == "case.step.finalised"


STEP = {"kind": "answered", "ref": "/data/a", "value": "x", "at": "2026-11-23T09:00:00+00:00"}


@pytest.mark.parametrize(
    "step",
    [
        {**STEP, "kind": "noted"},
        {**STEP, "at": "x"},
        {**STEP, "at": "2026-11-23T09:00:00"},
        {**STEP, "at": 1},
        {**STEP, "seq": "1"},
    ],
)
def test_a_step_that_is_none_is_refused(step: dict[str, object]) -> None:
    entries: Callable[[], list[Entry]] = lambda: after(began(), Moved("f", "2", NEW, (step,)))  # noqa: E731 - once for each reader
    for read in (fold, interview.events):
        with pytest.raises(CaseError) as refused:
            read(entries())
        assert refused.value.code == "case.entry.unreadable"
