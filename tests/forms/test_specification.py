"""Features of the ODK XForms specification, each by the smallest form that has it."""

# ruff: noqa: E501 - lines of XML

from __future__ import annotations

from support.xform import bind, inputs, say, session, xform

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
    assert [each.value for each in live.choices("/data/s")] == []


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
