"""An open interview moved to another version of its form: what stands, what has no place, what is new."""

# ruff: noqa: E501, S311 - lines of XML; an interview is drawn again from its seed

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.test_random_forms import act
from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.moving import Move, Orphan, move
from screening.forms.session import Session
from support.random_forms import Maker
from support.xform import bind, inputs, now, say, session, xform


def snapshot(live: Session) -> tuple[object, ...]:
    return live.finalize().xml, live.outline(), live.validate(), live.facts()


def moved(old: Session, xml: bytes) -> Move:
    """The move, after looking that its events make the same interview again."""
    found = move(old, Form.parse(xml), random.Random(9))
    again = Session.resume(found.session.form, found.session.events, now, random.Random(9), begun=old.begun)
    assert snapshot(again) == snapshot(found.session)
    assert found.session.recompute() == ()
    assert len(found.origins) == len(found.session.events)
    return found


def why(found: Move) -> dict[str, tuple[str, str, str | None]]:
    return {each.ref: (each.why, each.value, each.missing) for each in found.report.orphans}


def test_what_was_said_is_said_again_with_its_basis_and_time() -> None:
    old = session(xform("<a/><b/><c/>", body=inputs("/data/a", "/data/b", "/data/c")))
    old.answer("/data/a", "x", basis="observed", verbatim="words")
    old.answer("/data/a", "y", basis="document")
    old.set_missing("/data/b", "declined")
    found = moved(
        old, xform("<b/><n/><a/>", bind("/data/n", calculate="concat(/data/a, '!')"), body=inputs("/data/b", "/data/a"))
    )
    assert found.session.value("/data/n") == "y!"
    assert found.session.state("/data/b").missing == "declined"
    assert [(event.ref, getattr(event, "basis", None)) for event in found.session.events] == [
        ("/data/a", "document"),
        ("/data/b", None),
    ]
    assert all(event.at == old.begun for event in found.session.events)
    assert found.origins == ("/data/a", "/data/b")
    assert found.report.kept == (("/data/a", "/data/a"), ("/data/b", "/data/b"))
    assert found.report.clean
    assert old.value("/data/a") == "y"


def test_what_has_no_place_is_told_whole() -> None:
    select = '<select ref="/data/s"><item><label>X</label><value>x</value></item><item><label>Y</label><value>y</value></item></select>'
    old = session(
        xform(
            "<gone/><group/><hidden/><locked/><typed/><s/><one/><un/>",
            body=inputs("/data/gone", "/data/group", "/data/hidden", "/data/locked", "/data/typed", "/data/un")
            + select
            + select.replace("select ", "select1 ").replace("select>", "select1>").replace("/data/s", "/data/one"),
        )
    )
    old.answer("/data/gone", "g", basis="observed", verbatim="she said g")
    say(old, group="1", hidden="2", locked="3", typed="four", s="x y", one="x")
    old.set_missing("/data/un", "unsure")
    new = xform(
        "<group><x/></group><hidden/><locked/><typed/><s/><one/>",
        bind("/data/locked", readonly="true()"),
        bind("/data/typed", type="int"),
        body=inputs("/data/group/x", "/data/locked", "/data/typed")
        + '<select ref="/data/s"><item><label>Y</label><value>y</value></item></select>'
        '<select1 ref="/data/one"><item><label>Y</label><value>y</value></item></select1>',
    )
    found = moved(old, new)
    assert why(found) == {
        "/data/gone": ("gone", "g", None),
        "/data/group": ("structure", "1", None),
        "/data/hidden": ("unasked", "2", None),
        "/data/locked": ("locked", "3", None),
        "/data/typed": ("type", "four", None),
        "/data/s": ("choice", "x", None),
        "/data/one": ("choice", "x", None),
        "/data/un": ("gone", "", "unsure"),
    }
    assert found.report.orphans[0] == Orphan("/data/gone", "/data/gone", "g", None, "observed", "she said g", "gone")
    assert next(each.code for each in found.report.orphans if each.why == "type") == "form.answer.int"
    assert found.session.value("/data/s") == "y"
    assert found.session.value("/data/one") == ""
    assert found.report.kept == (("/data/s", "/data/s"),)
    assert found.report.added == ("/data/group/x",)
    assert not found.report.clean


def test_what_the_new_form_asks_for_is_told() -> None:
    old = session(
        xform(
            "<a/><b/><c/><d/>",
            bind("/data/d", required="true()"),
            body=inputs("/data/a", "/data/b", "/data/c", "/data/d"),
        )
    )
    say(old, a="5", b="x")
    new = xform(
        "<a/><b/><c/><d/><e/>",
        bind("/data/a", type="int", constraint=". > 17"),
        bind("/data/b", relevant="/data/a = 1"),
        bind("/data/c", required="true()"),
        bind("/data/d", required="true()"),
        body=inputs("/data/a", "/data/b", "/data/c", "/data/d", "/data/e"),
    )
    report = moved(old, new).report
    assert report.invalid == ("/data/a",)
    assert report.hidden == ("/data/b",)
    assert report.required == ("/data/c",)
    assert report.added == ("/data/e",)


ROWS = '<r jr:template=""><a/><i jr:template=""><b/></i></r>'
ROWS_BODY = '<repeat nodeset="/data/r"{count}><input ref="/data/r/a"/><repeat nodeset="/data/r/i"><input ref="/data/r/i/b"/></repeat></repeat>'


def rows() -> Session:
    old = session(xform(ROWS + "<n/>", body=ROWS_BODY.format(count="") + inputs("/data/n")))
    for place in (1, 2, 3):
        old.add_repeat("/data/r")
        old.answer(f"/data/r[{place}]/a", f"a{place}")
    old.remove_repeat("/data/r[1]")
    old.add_repeat("/data/r[2]/i")
    old.add_repeat("/data/r[2]/i")
    old.answer("/data/r[2]/i[2]/b", "inner")
    say(old, n="1")
    return old


def test_instances_are_made_anew() -> None:
    found = moved(rows(), xform(ROWS + "<n/>", body=ROWS_BODY.format(count="") + inputs("/data/n")))
    assert found.report.clean
    assert found.session.value("/data/r[1]/a") == "a2"
    assert found.session.value("/data/r[2]/i[2]/b") == "inner"
    begun = moved(
        rows(),
        xform(
            "<r><a/></r><r><a/></r><r><a/></r><n/>",
            body=inputs("/data/n") + '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
        ),
    )
    assert begun.session.value("/data/r[2]/a") == "a3"
    assert why(begun) == {"/data/r[2]/i[2]/b": ("gone", "inner", None)}
    assert [(each.ref, each.before, each.after) for each in begun.report.repeats] == [("/data/r[2]/i", 2, 0)]


def test_instances_that_the_new_form_counts_itself_are_left_to_it() -> None:
    found = moved(rows(), xform(ROWS + "<n/>", body=ROWS_BODY.format(count=' jr:count="/data/n"') + inputs("/data/n")))
    assert found.session.value("/data/r[1]/a") == "a2"
    assert why(found) == {"/data/r[2]/a": ("instance", "a3", None), "/data/r[2]/i[2]/b": ("instance", "inner", None)}
    assert [(each.ref, each.before, each.after) for each in found.report.repeats] == [
        ("/data/r", 2, 1),
        ("/data/r[2]/i", 2, 0),
    ]


def test_a_repeat_may_become_a_group() -> None:
    found = moved(
        rows(),
        xform("<r><a/></r><n/>", body='<group ref="/data/r"><input ref="/data/r/a"/></group>' + inputs("/data/n")),
    )
    assert found.session.value("/data/r/a") == "a2"
    assert ("/data/r[1]/a", "/data/r/a") in found.report.kept
    assert why(found)["/data/r[2]/a"] == ("instance", "a3", None)


TEXTS = '<itext><translation lang="en"/><translation lang="uk"/></itext>'


def test_the_language_goes_along_where_the_form_has_it() -> None:
    old = session(xform("<a/>", body=inputs("/data/a"), more=TEXTS))
    old.set_language("uk")
    found = moved(old, xform("<a/>", body=inputs("/data/a"), more=TEXTS))
    assert (found.session.language, found.report.language) == ("uk", None)
    found = moved(old, xform("<a/>", body=inputs("/data/a"), more=TEXTS.replace("uk", "fr")))
    assert (found.session.language, found.report.language) == ("en", "uk")


def test_what_a_form_has_replaced_itself_is_not_said_again() -> None:
    old = session(xform("<a/><b/>", bind("/data/b", calculate="/data/a"), body=inputs("/data/a", "/data/b")))
    say(old, b="typed", a="x")
    assert moved(old, xform("<a/><b/>", body=inputs("/data/a", "/data/b"))).session.value("/data/b") == ""


def test_a_choice_stands_when_what_offers_it_is_said_later() -> None:
    lists = '<instance id="l"><root><item><n>k</n><c>ua</c></item><item><n>r</n><c>lv</c></item></root></instance>'

    def form(default: str, more: str = "") -> bytes:
        return xform(
            f"<p/><c>{default}</c>{more}",
            body=inputs("/data/c")
            + '<select1 ref="/data/p"><itemset nodeset="instance(\'l\')/root/item[c = /data/c]"><value ref="n"/></itemset></select1>',
            more=lists,
        )

    old = session(form("ua"))
    say(old, p="k", c="ua")
    found = moved(old, form("lv"))
    assert found.session.value("/data/p") == "k"
    assert found.report.clean


@given(seed=st.integers(0, 2**48))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_said_is_ever_lost(seed: int) -> None:
    draw = random.Random(seed)
    try:
        one, other = Form.parse(Maker(draw).form()), Form.parse(Maker(draw).form())
        live = Session.new(one, now, random.Random(seed))
        for _ in range(20):
            act(live, draw)
        found = move(live, other, random.Random(seed))
    except FormError as error:
        assert error.code in {"form.cycle", "form.endless"}, error  # noqa: PT017 - drawn forms may be so
        return
    said = {
        live.ref_of(node)
        for node in _walk(live)
        if node.said is not None and (node.missing or node.value == node.said.value)
    }  # type: ignore[union-attr]
    told = {was for was, _ in found.report.kept} | {each.ref for each in found.report.orphans}
    assert told == said
    again = Session.resume(other, found.session.events, now, random.Random(seed), begun=live.begun)
    assert snapshot(again) == snapshot(found.session)
    assert found.session.recompute() == ()


def _walk(live: Session) -> list:  # type: ignore[type-arg]
    from screening.forms.nodes import walk

    return walk(live.top)
