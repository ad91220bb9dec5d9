"""Rare ways through the engine: by bind ids, by wildcards, by positions, by broken clocks and numbers."""

# ruff: noqa: E501 - lines of XML

from __future__ import annotations

import pytest

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.strings import random_text, substr, substring, uuid4
from screening.forms.values import date_of_days, moment_of_days
from support.xform import bind, computed, inputs, say, session, xform

NAN = float("nan")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("substr('abc', number('x'))", "abc"),
        ("substring('abc', number('x'))", ""),
        ("substring-before('abc', '')", ""),
        ("substring-after('abc', '')", "abc"),
        ("selected-at('a b', number('x'))", ""),
        ("selected('a b', concat('a', ''))", "true"),
        ("regex('ab', concat('a', 'b'))", "true"),
        ("round(number('x'), 2)", ""),
        ("round(-2.45, 1)", "-2.4"),
        ("round(1.5, number('x'))", ""),
        ("checklist(1, 5, concat('x', ''), '')", "true"),
        ("weighted-checklist(-1, 2, true(), 3)", "false"),
        ("date(9999999)", ""),
        ("date-time(9999999)", ""),
        ("date-time('x')", ""),
        ("decimal-time('25:00')", ""),
        ("decimal-time('2020-01-01')", ""),
        ("format-date-time('21:40', '%H.%M')", "21.40"),
        ("format-date(1, '%Y-%m-%d')", "1970-01-02"),
        ("format-date('2020-01-01', '%Q')", "%Q"),
        ("format-date('2020-01-01', 'x%')", "x%"),
        ("distance('1 2 3 4', '1 2 3 4')", "0"),
        ("area('1 1; 2 2')", "0"),
        ("distance('95 0; 0 0')", ""),
        ("distance(';;')", "0"),
        ("geofence('x', '0 0; 1 1')", "false"),
        ("-1 div 0 = -1 div 0", "true"),
        ("0 mod 5", "0"),
        ("5 mod (1 div 0)", "5"),
        ("(1 div 0) mod 5", ""),
        ("number('2020-01-01T12:00:00') - number('2020-01-01T12:00:00Z')", "0"),
        ("string(1 div 0)", "Infinity"),
        ("true() and 'x' and 1", "true"),
        ("false() or '' or 0", "false"),
        ("1 - 2 + 3", "2"),
        ("'a' = 'a' = true()", "true"),
        ("if(1 = 1, '', 5) = ''", "true"),
        ("uuid(number('x'))", ""),
    ],
)  # fmt: skip
def test_an_expression_gives(expression: str, value: str) -> None:
    form = xform("<out/><show/>", bind("/data/out", constraint="true()"), bind("/data/show", calculate=expression))
    assert session(form).value("/data/show") == value


def test_a_constraint_may_leave_the_own_node_unnamed() -> None:
    rule = "string-length() < 4 and count(current() | /data/a) = 1 and boolean() and string() = normalize-space()"
    live = session(xform("<a/>", bind("/data/a", constraint=rule), body=inputs("/data/a")))
    assert live.answer("/data/a", "abc").accepted
    assert not live.answer("/data/a", "abcd").accepted
    assert not live.answer("/data/a", " a").accepted


def test_numbers_at_the_edge_of_the_calendar() -> None:
    assert date_of_days(NAN) == date_of_days(2_999_999) == date_of_days(-2_999_999) == ""
    assert moment_of_days(NAN) is None
    assert moment_of_days(2_999_999) is None


def test_text_of_chance() -> None:
    assert uuid4(lambda: 0.999) == "ffbeffbe-ffbe-4fbe-bfbe-ffbeffbeffbe"
    assert random_text(lambda: 0.0, 3) == "AAA"
    assert (substr("abc", -9, 9), substring("abc", -5)) == ("abc", "abc")


def test_questions_may_name_their_bind() -> None:
    live = session(
        xform(
            "<g><a/></g>",
            '<bind id="x" nodeset="/data/g/a" type="int"/>',
            body='<input bind="x"><label>A</label></input>',
        )
    )
    assert live.answer("/data/g/a", "x").code == "form.answer.int"
    assert live.label("/data/g/a") == "A"


def test_refs_may_be_relative_to_their_group() -> None:
    live = session(
        xform(
            "<g><a/><r><b/></r></g>",
            '<bind nodeset="g/a" type="int"/>',
            body='<group ref="g"><input ref="a"/><repeat nodeset="r"><input ref="b"/><setvalue event="odk-new-repeat" ref="b" value="1"/></repeat></group>',
        )
    )
    assert [item.ref for item in live.outline().questions()] == ["/data/g/a", "/data/g/r[1]/b"]
    live.add_repeat("/data/g/r")
    assert live.value("/data/g/r[2]/b") == "1"


def test_items_of_the_body_may_carry_annotations() -> None:
    live = session(
        xform(
            "<a/>",
            bind("/data/a", ti_sensitivity="1"),
            body='<select1 ref="/data/a"><item ti:indicator="DR01"><label>X</label><value>x</value></item><item><label>Y</label></item></select1>',
        )
    )
    assert dict(live.form.questions()[0].choices["x"]) == {"ti:indicator": "DR01"}
    say(live, a="x")
    assert [fact.values for fact in live.facts() if fact.choice == "x"] == [("DR01",)]


def test_a_select_without_choices_takes_nothing() -> None:
    live = session(xform("<a/>", body='<select1 ref="/data/a"><label>A</label></select1>'))
    assert live.choices("/data/a") == ()
    assert live.answer("/data/a", "x").code == "form.answer.choice"


def test_positions_in_the_own_list() -> None:
    rows = "".join(f"<r><v>{number}</v><before/><sum/></r>" for number in (1, 2, 3))
    live = session(
        xform(
            rows + "<pick/><last/><all/><n>2</n>",
            bind("/data/r/v", type="int"),
            bind("/data/r/before", calculate="../../r[position() = position(current()/..) - 1]/v"),
            bind("/data/r/sum", calculate="sum(../../r[v <= current()/../v]/v)"),
            bind("/data/pick", calculate="/data/r[position() = /data/n]/v"),
            bind("/data/last", calculate="/data/r[position() = last()]/v"),
            bind("/data/all", calculate="concat(/data/r[2]/v, '-', /data/r[v = 1 or v = 3]/v)"),
            body='<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>' + inputs("/data/n"),
        )
    )
    assert [live.value(f"/data/r[{place}]/before") for place in (1, 2, 3)] == ["", "1", "2"]
    assert [live.value(f"/data/r[{place}]/sum") for place in (1, 2, 3)] == ["1", "3", "6"]
    assert (live.value("/data/pick"), live.value("/data/last"), live.value("/data/all")) == ("2", "3", "2-13")
    say(live, n="3")
    live.answer("/data/r[3]/v", "9")
    assert (live.value("/data/pick"), live.value("/data/r[3]/sum")) == ("9", "12")
    live.remove_repeat("/data/r[1]")
    assert [live.value(f"/data/r[{place}]/before") for place in (1, 2)] == ["", "2"]
    assert live.recompute() == ()


def test_comparing_lists_and_texts() -> None:
    assert computed("/data/a/* = 'y'", a="<p>x</p><q>y</q>") == "true"
    assert computed("/data/a/* != 'x'", a="<p>x</p>") == "false"
    assert computed("2 < /data/a/*", a="<p>1</p><q>3</q>") == "true"
    assert computed("/data/a/* = concat('x', '')", a="<p>x</p>") == "true"


@pytest.mark.parametrize(
    "expression",
    [
        "indexed-repeat(/data/r/v, /data/g, 1)",
        "indexed-repeat(/data/r/v, /data/r, 1, 2)",
        "indexed-repeat(../v[1], /data/r, 1)",
        "indexed-repeat(/other/v, /data/r, 1)",
        "indexed-repeat(../../../../v, /data/r, 1)",
        "instance(/data/g)/root",
        "instance(/data/g)",
        "position('a')",
        "count(1 | 2)",
        "/*[1]/v",
        "*[v]/x",
        "jr:choice-name('a', /data/r)",
        "current()/nothing/at/all",
        "weighted-checklist(1, 2, true())",
        "digest('a', 'SHA-3')",
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(expression: str) -> None:
    with pytest.raises(FormError):
        session(
            xform(
                "<r><v/></r><g><x/></g><out/>",
                bind("/data/out", calculate=expression),
                body='<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>',
            )
        )


def test_a_relative_index_goes_along_with_its_instance() -> None:
    live = session(
        xform(
            "<r><v/><was/></r>",
            bind("/data/r/was", calculate="indexed-repeat(../v, .., position(..) - 1)"),
            body='<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>',
        )
    )
    live.add_repeat("/data/r")
    live.answer("/data/r[1]/v", "a")
    assert (live.value("/data/r[1]/was"), live.value("/data/r[2]/was")) == ("", "a")


def test_a_form_says_what_it_is() -> None:
    form = Form.parse(xform("<a/>"))
    assert (form.form_id, form.version, form.title, form.root, form.languages) == ("t", "1", "T", "/data", ())
    assert form.default_language is None
    with pytest.raises(FormError):
        form.secondary("none")
