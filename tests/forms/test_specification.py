"""Features of the ODK XForms specification, each by the smallest form that has it."""

# ruff: noqa: E501, S311 - lines of XML; an interview is drawn again from its seed

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from lxml import etree

from screening.errors import FormError
from screening.forms import limits
from screening.forms.form import Form
from screening.forms.session import Session
from screening.forms.submission import lexical
from support.xform import bind, inputs, now, say, session, xform

# ---- words -----------------------------------------------------------------------------------------------------

SHOWN = (
    '<itext><translation lang="en"><text id="y"><value>Yes, <output value="/data/x"/></value></text>'
    '<text id="n"><value>No</value><value form="short">N</value></text></translation></itext>'
)


def test_a_choice_whose_label_shows_an_answer_is_said_anew() -> None:
    live = session(
        xform(
            "<x/><s/><said/>",
            bind("/data/said", calculate="jr:choice-name(/data/s, '/data/s')"),
            body=inputs("/data/x")
            + '<select1 ref="/data/s"><item><label ref="jr:itext(\'y\')"/><value>y</value></item></select1>',
            more=SHOWN,
        )
    )
    say(live, s="y", x="A")
    assert live.value("/data/said") == "Yes, A"
    assert "/data/s" in live.answer("/data/x", "B").changed
    assert live.value("/data/said") == "Yes, B"
    assert live.recompute() == ()


def test_a_choice_of_a_list_is_said_from_outside_its_repeat() -> None:
    live = session(
        xform(
            "<x/><r><s/></r><said/>",
            bind("/data/said", calculate="jr:choice-name(indexed-repeat(/data/r/s, /data/r, 2), '/data/r/s')"),
            body=inputs("/data/x")
            + '<repeat nodeset="/data/r"><select1 ref="/data/r/s"><itemset nodeset="instance(\'l\')/root/item">'
            '<value ref="name"/><label ref="jr:itext(label)"/></itemset></select1></repeat>',
            more=SHOWN
            + '<instance id="l"><root><item><name>y</name><label>y</label></item><item><name>n</name><label>n</label></item></root></instance>',
        )
    )
    live.add_repeat("/data/r")
    live.answer("/data/r[1]/s", "n")
    live.answer("/data/r[2]/s", "y")
    say(live, x="A")
    assert live.value("/data/said") == "Yes, A"
    live.answer("/data/r[2]/s", "n")
    assert live.value("/data/said") == "No"


# ---- forms by others -------------------------------------------------------------------------------------------


def test_a_list_with_a_condition_that_reads_nothing_is_evaluated_once() -> None:
    where = "[pastel=yes]"
    live = session(
        xform(
            "<s/>",
            body=f'<select1 ref="/data/s"><itemset nodeset="instance(\'l\')/root/item{where}"><value ref="n"/></itemset></select1>',
            more='<instance id="l"><root><item><n>a</n></item></root></instance>',
        )
    )
    assert [each.value for each in live.choices("/data/s")] == ["a"]  # nothing equals nothing, as in Collect


def test_a_question_outside_the_block_of_its_repeat_shows_the_first_instance_or_none() -> None:
    live = session(xform("<r><a/></r>", body='<input ref="/data/r/a"/><repeat nodeset="/data/r"/>'))
    assert [each.ref for each in live.outline().items] == ["/data/r[1]/a", "/data/r"]
    live.remove_repeat("/data/r[1]")
    assert [each.ref for each in live.outline().items] == ["/data/r"]


def test_an_empty_instance_id_is_filled_in() -> None:
    live = session(xform("<a/><meta><instanceID/></meta>", body=inputs("/data/a")))
    assert "<instanceID>uuid:" in live.finalize().xml.decode()


def test_a_value_is_set_at_the_node_of_a_bind() -> None:
    live = session(
        xform(
            "<text/>",
            '<bind id="b" nodeset="/data/text"/><setvalue bind="b" event="odk-instance-first-load">x</setvalue>',
        )
    )
    assert live.value("/data/text") == "x"


def test_refs_may_begin_at_the_current_node() -> None:
    live = session(
        xform(
            "<count>2</count><r><name/></r>",
            body='<group ref="/data/r"><repeat nodeset="/data/r" jr:count="current()/../count"><input ref="current()/name"/></repeat></group>',
        )
    )
    assert live.answer("/data/r[2]/name", "x").accepted


def test_a_repeat_looks_as_its_group_or_itself_says() -> None:
    live = session(
        xform(
            "<r><a/></r>",
            body='<group ref="/data/r" appearance="x"><repeat nodeset="/data/r" appearance="field-list"><input ref="/data/r/a"/></repeat></group>',
        )
    )
    assert live.outline().items[0].children[0].appearance == "x field-list"


# ---- choices from tables ---------------------------------------------------------------------------------------

FRUITS = b"code,label,kind\na,Apple,tree\nb,Banana,herb\nc,Cherry,tree\n"


def searched(appearance: str) -> bytes:
    return xform(
        "<q/><s/>",
        body=inputs("/data/q") + f'<select ref="/data/s" appearance="minimal {appearance}"><label>S</label>'
        "<item><label>None of them</label><value>-1</value></item>"
        "<item><label>label, kind</label><value>code</value></item></select>",
    )


@pytest.mark.parametrize(
    ("appearance", "values"),
    [
        ("search('fruits')", ["-1", "a", "b", "c"]),
        ("search('fruits', 'contains', 'label', /data/q)", ["-1", "b"]),
        ("search('fruits', 'startswith', 'label, code', 'C')", ["-1", "c"]),
        ("search('fruits', 'endswith', 'label', 'Y')", ["-1", "c"]),
        ("search('fruits', 'matches', 'kind', 'tree')", ["-1", "a", "c"]),
        ("search('fruits', 'matches', 'kind', 'tree', 'code', 'a')", ["-1", "a"]),
        ("search(concat('fru', 'its.csv'), 'matches', 'none', 'tree')", ["-1"]),
    ],
)
def test_choices_are_searched_for_in_a_table(appearance: str, values: list[str]) -> None:
    live = session(searched(appearance), {"fruits.csv": FRUITS})
    say(live, q="AN")
    assert [each.value for each in live.choices("/data/s")] == values
    assert live.choices("/data/s")[0].label == "None of them"
    if values[1:] == ["b"]:
        assert live.choices("/data/s")[1].label == "Banana, herb"
        say(live, s="-1 b")
        assert live.answer("/data/s", "a").code == "form.answer.choice"
        assert "/data/s" in live.answer("/data/q", "x").changed
        assert live.value("/data/s") == "-1"
    assert live.recompute() == ()


def test_a_search_in_a_table_that_is_not_there_or_that_is_malformed() -> None:
    form = Form.parse(searched("search('fruits')"))
    assert form.missing_media == ("fruits.csv",)
    for wrong in ("search('fruits', 'contains')", "search('fruits'"):
        with pytest.raises(FormError):
            Form.parse(searched(wrong))


def test_choices_of_an_external_sheet() -> None:
    live = session(
        xform(
            "<state/><city/>",
            body=inputs("/data/state")
            + '<input ref="/data/city" query="instance(\'cities\')/root/item[state= /data/state ]"><label>City</label></input>',
        ),
        {"itemsets.csv": b"list_name,name,label,state\ncities,k,Kyiv,ua\ncities,l,Lviv,ua\nother,x,X,ua\n"},
    )
    assert live.choices("/data/city") == ()
    say(live, state="ua", city="l")
    assert [each.label for each in live.choices("/data/city")] == ["Kyiv", "Lviv"]
    assert live.form.questions()[1].control == "select1"


# ---- what a question says about itself -------------------------------------------------------------------------


def test_a_question_says_how_it_looks_and_what_it_takes() -> None:
    form = Form.parse(
        xform(
            "<d/><m/><u/><r/><s/>",
            bind("/data/d", type="date", entities_saveto="born"),
            bind("/data/m", type="date"),
            bind("/data/r", type="decimal"),
            body='<input ref="/data/d" appearance=" year  no-calendar"/><input ref="/data/m" appearance="month-year"/>'
            '<upload ref="/data/u" mediatype="image/*" appearance="signature w1"/>'
            '<range ref="/data/r" start="1" end="0" step="0.5" odk:tick-interval="0.25"/>'
            '<input ref="/data/s" appearance="ex:a.b(x=\'1 )\', y=2) numbers"/>',
        ).replace(b"xmlns:odk", b'xmlns:entities="http://www.opendatakit.org/xforms/entities" xmlns:odk')
    )
    date, month, upload, scale, plain = form.questions()
    assert (date.appearances, date.precision, date.save_to) == (("year", "no-calendar"), "year", "born")
    assert (month.precision, plain.precision) == ("month", "")
    assert (upload.mediatype, upload.appearances, plain.mediatype) == ("image", ("signature", "w1"), "")
    assert scale.range is not None
    assert (scale.range.start, scale.range.end, scale.range.step, scale.range.tick) == (1, 0, 0.5, 0.25)
    assert plain.appearances == ("ex:a.b(x='1 )', y=2)", "numbers")
    assert plain.range is None
    assert [notice.code for notice in form.notices] == ["form.notice.program"]


def test_a_date_without_its_day_is_kept_with_the_first() -> None:
    live = session(
        xform(
            "<y/><m/><d/>",
            *(bind(f"/data/{name}", type="date") for name in "ymd"),
            body='<input ref="/data/y" appearance="year"/><input ref="/data/m" appearance="month-year"/><input ref="/data/d"/>',
        )
    )
    say(live, y="1990", m="1990-05")
    assert (live.value("/data/y"), live.value("/data/m")) == ("1990-01-01", "1990-05-01")
    say(live, y="1991-02", m="1990-06-07")
    assert (live.value("/data/y"), live.value("/data/m")) == ("1991-02-01", "1990-06-07")
    assert not live.answer("/data/m", "1990").accepted
    assert not live.answer("/data/d", "1990-05").accepted


def test_a_confirmation_is_ok_and_an_upload_a_bare_name() -> None:
    live = session(
        xform(
            "<t/><u/>",
            bind("/data/u", type="binary"),
            body='<trigger ref="/data/t"/><upload ref="/data/u" mediatype="application/pdf"/>',
        )
    )
    assert live.answer("/data/t", "yes").code == "form.answer.trigger"
    assert live.answer("/data/t", "OK").accepted
    for wrong in ("a/b.pdf", "..", ".x", "a\\b", "a\nb", "x" * 251):
        assert live.answer("/data/u", wrong).code == "form.answer.file", wrong
    assert live.answer("/data/u", "звіт 1.pdf").accepted
    assert live.form.questions()[1].mediatype == "file"


def test_a_scale_may_name_places_and_takes_the_others_too() -> None:
    live = session(
        xform(
            "<r/>",
            bind("/data/r", type="int"),
            body='<range ref="/data/r" start="0" end="10" step="1"><itemset nodeset="instance(\'l\')/root/item"><value ref="n"/><label ref="t"/></itemset></range>'
            '<range ref="/data/r"/>',
            more='<instance id="l"><root><item><n>0</n><t>none</t></item><item><n>10</n><t>all</t></item></root></instance>',
        )
    )
    assert [each.label for each in live.choices("/data/r")] == ["none", "all"]
    say(live, r="5")
    assert live.value("/data/r") == "5"


def test_a_label_has_a_short_form_and_own_words_stand_in_for_a_missing_text() -> None:
    live = session(
        xform(
            "<a/><b/>",
            body='<input ref="/data/a"><label ref="jr:itext(\'n\')"/></input><input ref="/data/b"><label ref="jr:itext(\'gone\')">Own</label></input>',
            more=SHOWN,
        ).replace(b"<h:body>", b'<h:body class="pages theme-grid">')
    )
    assert (live.label("/data/a"), live.short("/data/a"), live.short("/data/b")) == ("No", "N", "")
    assert live.label("/data/b") == "Own"
    assert live.form.style == ("pages", "theme-grid")


def test_what_is_in_a_read_only_group_is_read_only() -> None:
    live = session(
        xform("<l/><g><a/></g>", bind("/data/g", readonly="/data/l = 'x'"), body=inputs("/data/l", "/data/g/a"))
    )
    assert live.answer("/data/g/a", "1").accepted
    assert "/data/g/a" in live.answer("/data/l", "x").changed
    assert live.state("/data/g/a").readonly
    assert live.outline().questions()[1].readonly
    assert live.answer("/data/g/a", "2").code == "form.answer.readonly"
    assert live.set_missing("/data/g/a", "unsure").code == "form.answer.readonly"


@pytest.mark.parametrize(
    "path", ["../r", "../r[./n != '']", "current()/../r", "randomize(../r, 2)", "/data/r[n != '']"]
)
def test_choices_are_the_instances_of_a_repeat(path: str) -> None:
    live = session(
        xform(
            "<r><n>q</n></r><r><n>w</n></r><b/>",
            body='<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat><select1 ref="/data/b">'
            f'<itemset nodeset="{path}"><value ref="n"/><label ref="concat(\'L\', n)"/></itemset></select1>',
        )
    )
    assert sorted(each.label for each in live.choices("/data/b")) == ["Lq", "Lw"]
    say(live, b="w")
    assert "/data/b" in live.answer("/data/r[2]/n", "x").changed
    assert live.value("/data/b") == ""
    live.add_repeat("/data/r")
    live.answer("/data/r[3]/n", "z")
    assert "z" in {each.value for each in live.choices("/data/b")}
    assert live.recompute() == ()


def test_a_path_goes_on_from_what_a_function_gives() -> None:
    live = session(
        xform(
            "<r><n>q</n></r><r><n>w</n></r><b/><c/>",
            bind("/data/b", calculate="join('', randomize(/data/r, 1)//n)"),
            bind("/data/c", calculate="join('', randomize(/data/r, 1)[2]/n)"),
            body='<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>',
        )
    )
    assert sorted(live.value("/data/b")) == ["q", "w"]
    assert live.value("/data/c") == live.value("/data/b")[1]
    live.answer("/data/r[1]/n", "x")
    assert sorted(live.value("/data/b")) == ["w", "x"]
    assert live.recompute() == ()


def test_a_scale_of_texts_takes_no_endless_number() -> None:
    live = session(xform("<r/>", body='<range ref="/data/r" start="0" end="10" step="1"/>'))
    assert not live.answer("/data/r", "NaN").accepted
    assert not live.answer("/data/r", "9" * 400).accepted
    assert live.answer("/data/r", "9").accepted


# ---- repeats ---------------------------------------------------------------------------------------------------


def test_a_repeat_without_a_template_grows_by_empty_instances() -> None:
    live = session(
        xform(
            '<r><n x="k">1</n></r><r><n>2</n></r>', body='<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>'
        )
    )
    live.add_repeat("/data/r")
    assert [live.value(f"/data/r[{place}]/n") for place in (1, 2, 3)] == ["1", "2", ""]
    assert live.value("/data/r[3]/n/@x") == "k"


@pytest.mark.parametrize("first", ["", "<r><n/></r>"])
def test_a_repeat_that_is_not_relevant_neither_grows_nor_shrinks(first: str) -> None:
    live = session(
        xform(
            f'<on/><g><r jr:template=""><n/></r>{first}</g>',
            bind("/data/g/r", relevant="/data/on = 'x'"),
            body=inputs("/data/on") + '<repeat nodeset="/data/g/r"><input ref="/data/g/r/n"/></repeat>',
        )
    )
    assert live.add_repeat("/data/g/r").code == "form.answer.irrelevant"
    if first:
        assert live.remove_repeat("/data/g/r[1]").code == "form.answer.irrelevant"
    say(live, on="x")
    assert live.add_repeat("/data/g/r").accepted
    assert live.remove_repeat("/data/g/r").accepted
    assert live.recompute() == ()


def test_of_two_controls_on_one_node_the_first_holds() -> None:
    live = session(
        xform(
            "<c/>",
            body='<input ref="/data/c"/><select1 ref="/data/c"><itemset nodeset="instance(\'l\')/root/item"><value ref="n"/></itemset></select1>',
            more='<instance id="l"><root><item><n>a</n></item></root></instance>',
        )
    )
    say(live, c="free")
    assert live.recompute() == ()
    assert [each.control for each in live.outline().questions()] == ["input", "select1"]


def test_a_calculated_choice_stays_though_it_is_not_offered() -> None:
    live = session(
        xform(
            "<a/><s/>",
            bind("/data/s", calculate="/data/a + 1"),
            body=inputs("/data/a")
            + '<select ref="/data/s"><itemset nodeset="instance(\'l\')/root/item[n != /data/a]"><value ref="n"/></itemset></select>',
            more='<instance id="l"><root><item><n>1</n></item><item><n>2</n></item></root></instance>',
        )
    )
    say(live, a="7")
    assert live.value("/data/s") == "8"
    assert live.recompute() == ()
    say(live, s="1 2")
    assert live.recompute() == ()
    assert live.value("/data/s") == "1 2"


# ---- what would never end --------------------------------------------------------------------------------------


def test_predicates_inside_predicates_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NODES_LOOKED_AT", 100_000)
    many = "<g>" + "".join(f"<q{number}/>" for number in range(100)) + "</g>"
    deep = "count(/data/g//*[count(/data/g//*[count(/data/g//*) > 1]) > 1])"
    with pytest.raises(FormError) as refused:
        session(xform(many + "<out/>", bind("/data/out", calculate=deep)))
    assert (refused.value.code, refused.value.params["node"]) == ("form.endless", "/data/out")
    live = session(xform(many + "<out/>", bind("/data/out", constraint=f"{deep} > 1"), body=inputs("/data/out")))
    with pytest.raises(FormError):
        live.answer("/data/out", "x")
    assert live.events == ()


def test_a_text_that_doubles_comes_to_an_end() -> None:
    names = [f"c{number}" for number in range(45)]
    binds = [
        bind(f"/data/{name}", calculate=f"concat(/data/{before}, /data/{before})") for before, name in pairwise(names)
    ]
    live = session(xform("".join(f"<{name}/>" for name in names), *binds, body=inputs("/data/c0")))
    with pytest.raises(FormError) as refused:
        live.answer("/data/c0", "x" * 16)
    assert refused.value.code == "form.long"
    assert live.value("/data/c44") == ""


# ---- what actions write ----------------------------------------------------------------------------------------


def test_what_an_action_writes_into_a_calculation_stands_until_a_trigger_changes() -> None:
    live = session(
        xform(
            "<a/><c/><x/>",
            bind("/data/x", calculate="/data/c + 1"),
            '<setvalue ref="/data/x" event="odk-instance-first-load" value="7"/>',
            body='<input ref="/data/a"><setvalue ref="/data/x" event="xforms-value-changed" value="\'w\'"/></input>'
            + inputs("/data/c"),
        )
    )
    assert live.value("/data/x") == ""  # the calculation has the last word at the beginning
    assert live.recompute() == ()
    say(live, a="1")
    assert live.value("/data/x") == "w"
    assert live.recompute() == ()
    say(live, c="2")
    assert live.value("/data/x") == "3"
    assert live.recompute() == ()


def test_what_an_action_writes_into_a_filtered_choice_must_be_offered() -> None:
    live = session(
        xform(
            "<a/><s>zzz</s>",
            '<setvalue ref="/data/s" event="odk-instance-first-load" value="\'yyy\'"/>',
            body='<input ref="/data/a"><setvalue ref="/data/s" event="xforms-value-changed" value="/data/a"/></input>'
            '<select1 ref="/data/s"><itemset nodeset="instance(\'l\')/root/item[n != concat(/data/a, \'x\')]"><value ref="n"/></itemset></select1>',
            more='<instance id="l"><root><item><n>k</n></item></root></instance>',
        )
    )
    assert live.value("/data/s") == ""
    assert live.recompute() == ()
    for value, kept in (("zzz", ""), ("k", "k")):
        say(live, a=value)
        assert live.value("/data/s") == kept
        assert live.recompute() == ()


def test_a_choice_that_says_itself_comes_to_an_end() -> None:
    said = "jr:choice-name(/data/b, '/data/b')"
    live = session(
        xform(
            "<b/>",
            body=f'<select1 ref="/data/b"><item><label>X<output value="{said}"/></label><value>v</value></item></select1>',
        )
    )
    say(live, b="v")
    assert live.choices("/data/b")[0].label == "XX"


def test_an_external_sheet_that_did_not_come_along_offers_nothing() -> None:
    form = Form.parse(xform("<c/>", body='<input ref="/data/c" query="instance(\'cities\')/root/item[a=1]"/>'))
    assert form.missing_media == ("itemsets.csv",)


def test_an_element_with_very_many_attributes_is_refused() -> None:
    many = " ".join(f'a{number}=""' for number in range(500_001))
    with pytest.raises(FormError) as refused:
        Form.parse(xform(f"<g {many}/>"))
    assert refused.value.code == "form.xml.large"


EVENTS = '<setvalue ref="/data/{0}" event="{1}" value="{2}"/>'


def test_every_event_of_the_specification_has_its_time() -> None:
    live = session(
        xform(
            "<a/><first/><ready/><load/><changed/><end/><place/><gone/><r><x/><y/></r>",
            EVENTS.format("first", "odk-instance-first-load", "1"),
            EVENTS.format("ready", "xforms-ready", "2"),
            EVENTS.format("load", "odk-instance-load", "3"),
            EVENTS.format("end", "xforms-revalidate", "concat(/data/a, '!')"),
            '<odk:setgeopoint ref="/data/place" event="odk-instance-first-load" value="ignored"/>',
            '<odk:recordaudio ref="/data/gone" event="odk-instance-load" odk:quality="low"/>',
            body='<group><input ref="/data/a"><setvalue ref="/data/changed" event="xforms-value-changed">text</setvalue>'
            '<odk:setgeolocation ref="/data/gone" event="never"/></input></group>'
            '<repeat nodeset="/data/r"><setvalue ref="/data/r/x" event="odk-new-repeat" value="position(..)"/>'
            '<input ref="/data/r/y"><setvalue ref="/data/r/x" event="xforms-value-changed" value="../y"/></input></repeat>',
        ),
        location="50.45 30.52 0 0",
    )
    assert [live.value(f"/data/{name}") for name in ("first", "ready", "load", "place")] == [
        "1",
        "2",
        "3",
        "50.45 30.52 0 0",
    ]
    assert (live.value("/data/changed"), live.value("/data/r[1]/x")) == ("", "")
    say(live, a="v")
    live.add_repeat("/data/r")
    live.answer("/data/r[1]/y", "own")
    assert (live.value("/data/changed"), live.value("/data/r[1]/x"), live.value("/data/r[2]/x")) == ("text", "own", "2")
    assert live.value("/data/end") == ""
    assert "<end>v!</end>" in live.finalize().xml.decode()
    assert live.value("/data/end") == ""
    assert [notice.code for notice in live.form.notices] == ["form.notice.recording", "form.notice.location"]
    assert live.form.recordings[0].quality == "low"


# ---- what is submitted -----------------------------------------------------------------------------------------

KYIV = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("time", "21:40", "21:40:00.000+02:00"),
        ("time", "21:40:05.5Z", "21:40:05.500Z"),
        ("time", "soon", "soon"),
        ("dateTime", "2026-11-23T21:40", "2026-11-23T21:40:00.000+02:00"),
        ("dateTime", "2026-11-23T21:40:00.123456+03:30", "2026-11-23T21:40:00.123+03:30"),
        ("dateTime", "2026-11-23", "2026-11-23"),
        ("dateTime", "x", "x"),
        ("geopoint", "50.45 30.52", "50.45 30.52 0 0"),
        ("geopoint", "50.45 30.52 0 3.5", "50.45 30.52 0 3.5"),
        ("geotrace", "1 2; 3 4 5;", "1 2 0 0; 3 4 5 0"),
        ("geoshape", "", ""),
        ("geopoint", "somewhere", "somewhere"),
    ],
)
def test_values_are_written_as_servers_expect_them(kind: str, text: str, written: str) -> None:
    assert lexical(kind, text, KYIV) == written


def test_a_submission_has_what_servers_look_for() -> None:
    entity = "http://www.opendatakit.org/xforms/entities"
    form = Form.parse(
        xform(
            "<name/><when/><old>x</old>"
            "<orx:meta><orx:instanceID/><orx:instanceName/><orx:timeStart/><orx:timeEnd/><orx:deviceID/><orx:userID/>"
            '<entity dataset="people" id="" create="1" update="" baseVersion="" trunkVersion="" branchId=""><label/></entity></orx:meta>',
            bind("/data/name", entities_saveto="full_name"),
            bind("/data/when", type="dateTime"),
            bind("/data/old", relevant="false()"),
            bind("/data/orx:meta/orx:instanceName", calculate="concat('N ', /data/name)"),
            bind("/data/orx:meta/orx:instanceID", jr_preload="uid"),
            bind("/data/orx:meta/orx:timeStart", jr_preload="timestamp", jr_preloadParams="start"),
            bind("/data/orx:meta/orx:timeEnd", jr_preload="timestamp", jr_preloadParams="end"),
            bind("/data/orx:meta/orx:deviceID", jr_preload="property", jr_preloadParams="deviceid"),
            bind("/data/orx:meta/orx:userID", jr_preload="property", jr_preloadParams="username"),
            bind("/data/meta/entity/@branchId", calculate="'b'"),
            '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>',
            bind("/data/meta/entity/label", calculate="/data/name"),
            body=inputs("/data/name", "/data/when"),
            root='id="f" orx:version="7"',
        ).replace(b"xmlns:odk", f'xmlns:entities="{entity}" xmlns:odk'.encode())
    )
    live = Session.new(
        form, lambda: datetime(2026, 11, 23, 9, tzinfo=KYIV), random.Random(1), {"deviceid": "d:1", "username": "u"}
    )
    say(live, name="A", when="2026-11-23T09:05")
    root = etree.fromstring(live.finalize().xml)
    orx = "{http://openrosa.org/xforms}"
    assert (root.get("id"), root.get(f"{orx}version")) == ("f", "7")
    assert root.findtext("when") == "2026-11-23T09:05:00.000+02:00"
    assert root.find("old") is None
    meta = root.find(f"{orx}meta")
    assert meta is not None
    told = {each.tag.removeprefix(orx): each.text for each in meta}
    assert told["instanceID"] is not None
    assert told["instanceID"].startswith("uuid:")
    assert (told["instanceName"], told["deviceID"], told["userID"]) == ("N A", "d:1", "u")
    assert (told["timeStart"], told["timeEnd"]) == ("2026-11-23T09:00:00.000+02:00",) * 2
    found = meta.find("entity")
    assert found is not None
    assert {name: found.get(name) for name in ("dataset", "create", "branchId", "trunkVersion")} == {
        "dataset": "people",
        "create": "1",
        "branchId": "b",
        "trunkVersion": "",
    }
    assert found.findtext("label") == "A"
    assert len(found.get("id") or "") == 36
    assert [(each.dataset, dict(each.properties)) for each in form.entities] == [
        ("people", {"/data/name": "full_name"})
    ]
    assert [notice.code for notice in form.notices] == ["form.notice.entities"]


def test_what_is_not_done_is_told() -> None:
    xml = xform(
        "<meta><audit/></meta>",
        '<submission base64RsaPublicKey="MIIB" action="https://example.org" method="post" orx:auto-send="true"/>',
    ).replace(
        b"<model>", b'<model xmlns:en="http://www.opendatakit.org/xforms/entities" en:entities-version="2030.1.0">'
    )
    form = Form.parse(xml)
    assert form.submission["action"] == "https://example.org"
    assert [notice.code for notice in form.notices] == [
        "form.notice.encryption",
        "form.notice.address",
        "form.notice.audit",
        "form.notice.entities.version",
    ]


def test_an_interview_looks_at_the_one_saved_before() -> None:
    form = Form.parse(
        xform(
            "<a/><b/><c/>",
            '<instance id="before" src="jr://instance/last-saved"/>',
            '<setvalue event="odk-instance-first-load" ref="/data/a" value="instance(\'before\')/data/a"/>',
            bind("/data/b", calculate="pulldata('before', 'a', 'a', 'x')"),
            bind("/data/c", calculate="count(instance('before')/data/r[n = 'y'])"),
            body=inputs("/data/a"),
        )
    )
    assert form.missing_media == ()
    first = Session.new(form, now, random.Random(1))
    assert [first.value(f"/data/{name}") for name in "abc"] == ["", "", "0"]
    saved = b'<data id="t"><a>x</a><r><n>y</n></r><r><n>z</n></r></data>'
    second = Session.new(form, now, random.Random(1), last_saved=saved)
    assert [second.value(f"/data/{name}") for name in "ac"] == ["x", "1"]
    say(second, a="other")
    again = Session.resume(form, second.events, now, random.Random(1), begun=second.begun, last_saved=saved)
    assert again.finalize() == second.finalize() == second.again().finalize()
    assert Session.new(form, now, random.Random(1)).value("/data/c") == "0"
    with pytest.raises(FormError):
        Session.new(form, now, random.Random(1), last_saved=b"<broken")


def test_a_filter_sees_its_own_question_as_not_answered_yet() -> None:
    lists = "".join(f"<item><n>{name}</n></item>" for name in "xyz")
    live = session(
        xform(
            '<r jr:template=""><b/></r><r><b/></r><r><b/></r>',
            body='<repeat nodeset="/data/r"><select1 ref="/data/r/b">'
            "<itemset nodeset=\"instance('l')/root/item[not(selected(join(' ', current()/../../r/b), n))]\"><value ref=\"n\"/></itemset>"
            "</select1></repeat>",
            more=f'<instance id="l"><root>{lists}</root></instance>',
        )
    )
    assert live.answer("/data/r[1]/b", "x").accepted
    assert "/data/r[2]/b" in live.answer("/data/r[1]/b", "x").changed or live.choices("/data/r[2]/b")
    assert [each.value for each in live.choices("/data/r[1]/b")] == ["x", "y", "z"]
    assert [each.value for each in live.choices("/data/r[2]/b")] == ["y", "z"]
    assert live.answer("/data/r[2]/b", "x").code == "form.answer.choice"
    assert live.answer("/data/r[2]/b", "y").accepted
    assert live.value("/data/r[1]/b") == "x"
    assert live.recompute() == ()


def test_a_position_is_told_anew_when_an_instance_before_it_goes() -> None:
    live = session(
        xform(
            '<r jr:template=""><a/></r><r><a/></r><r><a/></r>',
            bind("/data/r/a", relevant="contains(count(/data/r), position(..))"),
            body='<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
        )
    )
    assert [live.state(f"/data/r[{place}]/a").relevant for place in (1, 2)] == [True, False]
    live.remove_repeat("/data/r[1]")
    assert live.state("/data/r[1]/a").relevant
    assert live.recompute() == ()


def test_saying_a_choice_of_a_filtered_list_is_no_circle() -> None:
    texts = (
        '<itext><translation lang="en"><text id="k"><value>Kenya</value></text>'
        '<text id="q"><value>You said <output value="/data/said"/></value></text></translation></itext>'
    )
    live = session(
        xform(
            "<c/><s/><said/><f>1</f>",
            bind("/data/said", calculate="jr:choice-name(selected-at(/data/s, 0), '/data/s')"),
            body='<input ref="/data/c"><label ref="jr:itext(\'q\')"/></input><select ref="/data/s">'
            '<itemset nodeset="randomize(instance(\'l\')/root/item[f = /data/f], 3)"><value ref="n"/><label ref="jr:itext(t)"/></itemset></select>',
            more=texts + '<instance id="l"><root><item><n>k</n><t>k</t><f>1</f></item></root></instance>',
        )
    )
    say(live, s="k")
    assert live.label("/data/c") == "You said Kenya"
    loop = texts.replace("Kenya", 'Kenya <output value="/data/said"/>')
    live = session(
        xform(
            "<s/><said/>",
            bind("/data/said", calculate="jr:choice-name(/data/s, '/data/s')"),
            body='<select1 ref="/data/s"><item><label ref="jr:itext(\'k\')"/><value>k</value></item></select1>',
            more=loop,
        )
    )
    with pytest.raises(FormError) as refused:
        live.answer("/data/s", "k")  # the label shows what says it: it grows without end
    assert refused.value.code == "form.endless"
    assert live.value("/data/said") == ""


# ---- forms that are refused, with the place --------------------------------------------------------------------

HTML = b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>%s</model></h:head><h:body>%s</h:body></h:html>'
ONE = b'<instance><data id="t"><a/><r><b/></r></data></instance>'


@pytest.mark.parametrize(
    ("model", "body", "code"),
    [
        (b"", b"", "form.xform.instance"),
        (b"<instance/>", b"", "form.xform.instance"),
        (ONE + b"<instance><x/></instance>", b"", "form.xform.instance"),
        (ONE + b"<bind/>", b"", "form.xform.bind"),
        (ONE + b'<bind nodeset="/other/a"/>', b"", "form.ref.unknown"),
        (ONE + b'<bind nodeset="/data/.././a/../nothing"/>', b"", "form.ref.unknown"),
        (ONE + b'<setvalue event="odk-instance-first-load"/>', b"", "form.xform.action"),
        (ONE, b"<input/>", "form.xform.question"),
        (ONE, b'<input bind="nobody"/>', "form.ref.unknown"),
        (ONE, b"<repeat/>", "form.xform.repeat"),
        (ONE, b'<select1 ref="/data/a"><itemset nodeset="/data/r"/></select1>', "form.xform.itemset"),
        (ONE, b'<select1 ref="/data/a"><itemset nodeset="1"><value ref="b"/></itemset></select1>', "form.xpath.nodes"),
        (ONE, b'<repeat nodeset="/data/r" jr:count="(" xmlns:jr="http://openrosa.org/javarosa"/>', "form.xpath.syntax"),
        (ONE, b'<input ref="/data/a"><label><output value="("/></label></input>', "form.xpath.syntax"),
        (
            ONE + b'<bind nodeset="/data/a" calculate="indexed-repeat(/data/a[1], /data/r, 1)"/>',
            b"",
            "form.xpath.nodes",
        ),
        (ONE + b'<bind nodeset="/data/a" calculate="instance(/data/r)"/>', b"", "form.xpath.unsupported"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_with_its_place(model: bytes, body: bytes, code: str) -> None:
    with pytest.raises(FormError) as refused:
        Form.parse(HTML % (model, body))
    assert refused.value.code == code


def test_a_page_of_another_kind_is_no_form() -> None:
    for other in (b"<html/>", b"<x/>", b'<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head/><h:body/></h:html>'):
        with pytest.raises(FormError) as refused:
            Form.parse(other)
        assert refused.value.code == "form.xform.structure"


def test_odd_ways_of_writing_a_form_are_understood() -> None:
    live = session(
        xform(
            "<a/><n>k</n><r><b/></r><r><b/></r>",
            '<bind id="bound" nodeset="/data/a"/>',
            bind("/data/a", jr_constraintMsg="jr:itext(concat(/data/n, ''))", constraint=". != 'no'"),
            body='<input bind="bound"><label>A<b xmlns="urn:x">old</b></label></input>'
            '<repeat nodeset="/data/r" jr:noAddRemove="true()"><group ref="."><input ref="../a"/><input ref="./b">'
            '<setvalue ref="../b" event="odk-instance-first-load" value="position(..)"/></input></group></repeat>',
            more='<itext><translation lang="en" default=""><text id="k"><value>Key</value></text></translation></itext>',
        )
    )
    assert live.label("/data/a") == "Aold"
    assert live.answer("/data/a", "no").message == "Key"
    assert [live.value(f"/data/r[{place}]/b") for place in (1, 2)] == ["1", "2"]
    assert live.add_repeat("/data/r").code == live.remove_repeat("/data/r[1]").code == "form.repeat.fixed"
