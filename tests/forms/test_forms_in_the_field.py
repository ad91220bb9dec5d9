"""The smallest forms of what public forms and spoiled ones once broke: each runs through a whole interview."""

# ruff: noqa: E501 - long lines of XML

from __future__ import annotations

import pytest

from screening.errors import FormError
from screening.forms.form import Form
from support.robot import Robot
from support.xform import bind, inputs, session, xform

LIST = '<instance id="l"><root><item><n>m</n><x>1</x></item><item><n>k</n><x>2</x></item></root></instance>'
ROWS = '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>'
TWO = "<r><n>q</n></r><r><n>w</n></r>"


def select(nodeset: str, value: str = "n", kind: str = "select1", ref: str = "/data/b") -> str:
    return f'<{kind} ref="{ref}"><itemset nodeset="{nodeset}"><value ref="{value}"/><label ref="{value}"/></itemset></{kind}>'


def itemised(label: str) -> str:
    item = f"<item><label>{label}</label><value>v</value></item><item><label>w</label><value>w</value></item>"
    return f'<select1 ref="/data/b"><label>b</label>{item}</select1>'


SET = '<setvalue ref="{}" event="xforms-value-changed" value="{}"/>'
FORMS = {
    "a filter of bare words": xform("<b/>", body=select("instance('l')/root/item[pastel=yes]"), more=LIST),
    "a question outside the block of its repeat": xform(
        "<r><a/></r>", body='<input ref="/data/r/a"/><repeat nodeset="/data/r"/>'
    ),
    "a calculation from a choice whose words follow an answer": xform(
        "<a/><b/><c/>",
        bind("/data/c", calculate="jr:choice-name(/data/b, '/data/b')"),
        body=inputs("/data/a") + itemised('<output value="/data/a"/>'),
    ),
    "a calculation from a choice that other words show": xform(
        "<a/><b/><c/>",
        bind("/data/c", calculate="jr:choice-name(/data/b, '/data/b')"),
        body='<input ref="/data/a"><label ref="jr:itext(\'q\')"/></input><select1 ref="/data/b">'
        '<itemset nodeset="instance(\'l\')/root/item"><value ref="n"/><label ref="jr:itext(itextId)"/></itemset></select1>',
        more='<itext><translation lang="en"><text id="k"><value>K</value></text><text id="q">'
        '<value>Q <output value="/data/c"/></value></text></translation></itext>'
        '<instance id="l"><root><item><n>m</n><itextId>k</itextId></item></root></instance>',
    ),
    "a place for the instance id that nothing fills": xform("<a/><meta><instanceID/></meta>", body=inputs("/data/a")),
    "an action on the id of a bind": xform(
        "<t/>",
        '<bind id="x" nodeset="/data/t"/>',
        body=inputs("/data/t"),
        more='<setvalue bind="x" event="odk-instance-first-load">v</setvalue>',
    ),
    "a count and a question seen from current()": xform(
        "<k>2</k><r><a/></r>",
        body='<group ref="/data/r"><repeat nodeset="/data/r" jr:count="current()/../k"><input ref="current()/a"/></repeat></group>',
    ),
    **{
        f"choices from {nodeset}": xform(f"{TWO}<b/>", body=ROWS + select(nodeset))
        for nodeset in ("..", ".", "../r", "/data/r", "../r[./n != '']", "current()/../r", "current()/..")
    },
    "choices from rows beside the own row": xform(
        f"{TWO}<s><a/><b/></s>",
        body=f'{ROWS}<repeat nodeset="/data/s"><input ref="/data/s/a"/>{select("../../r[n != current()/../a]", ref="/data/s/b")}</repeat>',
    ),
    "a path below shuffled rows": xform(
        f"{TWO}<a/><out/>", bind("/data/out", calculate="randomize(/data/r)//n"), body=ROWS
    ),
    "a range of text": xform("<a/>", body='<range ref="/data/a" start="1" end="9" step="2"/>'),
    "two questions on one node": xform(
        "<c/>", body=inputs("/data/c") + select("instance('l')/root/item", kind="select", ref="/data/c"), more=LIST
    ),
    "a calculation on a select": xform(
        "<a/><b/>",
        bind("/data/b", calculate="/data/a + 1"),
        body=inputs("/data/a") + select("instance('l')/root/item", kind="select"),
        more=LIST,
    ),
    "a text that says itself": xform("<b/>", body=itemised("<output value=\"jr:choice-name(/data/b, '/data/b')\"/>")),
    "a value that says itself": xform(
        "<b/>", body=select("instance('l')/root/item", "jr:choice-name(/data/b, '/data/b')"), more=LIST
    ),
    "a list from a file that is not there": xform(
        "<a/>", body='<input ref="/data/a" query="instance(\'counties\')/root/item[x = 1]"><label/></input>'
    ),
    "an action on a calculation": xform(
        "<c/><x/>",
        bind("/data/x", calculate="/data/c * 2"),
        body=f'<input ref="/data/c">{SET.format("/data/x", "../c")}</input>',
    ),
    "a first value for a calculation": xform(
        "<c/><x/>",
        bind("/data/x", calculate="/data/c"),
        body=inputs("/data/c"),
        more='<setvalue ref="/data/x" event="odk-instance-first-load" value="1"/>',
    ),
    "an action on a calculation of a new row": xform(
        "<r><q/><i><n/></i></r>",
        bind("/data/r/q", calculate="sum(../i/n)"),
        body='<repeat nodeset="/data/r"><input ref="/data/r/i/n"/><setvalue ref="/data/r/q" event="odk-new-repeat"/></repeat>',
    ),
    "an action that chooses what is not offered": xform(
        "<a/><b/>",
        body='<input ref="/data/a">'
        + SET.format("/data/b", "'zzz'")
        + "</input>"
        + select("instance('l')/root/item[x = 1]", kind="select"),
        more=LIST,
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_it_runs_through_a_whole_interview(name: str) -> None:
    form = Form.parse(FORMS[name])
    for seed in range(4):
        assert Robot(form, seed, most=60, revisions=12).interview().submission.xml


@pytest.mark.parametrize("answer", ["NaN", "-NaN", "9" * 400, "1e999", "Infinity", "x", ""])
def test_a_range_of_text_takes_no_number_that_is_none(answer: str) -> None:
    live = session(FORMS["a range of text"])
    assert live.answer("/data/a", answer).accepted == (answer == "")


def test_a_question_about_an_attribute_that_nothing_has_is_refused_or_runs() -> None:
    try:
        form = Form.parse(xform("<a/>", body='<input ref="/data/a/@x"/>'))
    except FormError as error:
        assert error.code == "form.ref.unknown"  # noqa: PT017 - either is sound
    else:
        assert Robot(form, 1, most=20).interview().submission.xml
