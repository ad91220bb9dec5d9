"""Interviews: what is asked, taken, refused, kept, left out."""

# ruff: noqa: E501, RUF001, S311 - long lines of XML; some words are Ukrainian; an interview is drawn again from its seed

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from lxml import etree

from screening.errors import FormError
from screening.forms.events import AddRepeat, Answer, Language, Missing, RemoveRepeat
from screening.forms.form import Form
from screening.forms.session import Session
from support.xform import NOW, bind, inputs, now, say, session, unplaced, xform

YES_NO = (
    '<select1 ref="/data/{name}"><label>{name}</label><item><label>Yes</label><value>yes</value></item>'
    "<item><label>No</label><value>no</value></item></select1>"
)


def yes_no(*names: str) -> str:
    return "".join(YES_NO.format(name=name) for name in names)


# ---- relevance -------------------------------------------------------------------------------------------------


@pytest.fixture
def gated() -> Session:
    return session(
        xform(
            "<gate/><g><a/><b/></g><c/>",
            bind("/data/g", relevant="/data/gate = 'yes'"),
            bind("/data/g/b", relevant="../a = 'x'"),
            bind("/data/c", calculate="concat('[', /data/g/a, ']')"),
            body=yes_no("gate") + inputs("/data/g/a", "/data/g/b"),
        )
    )


def test_a_hidden_question_reads_empty_and_keeps_its_value(gated: Session) -> None:
    say(gated, gate="yes")
    gated.answer("/data/g/a", "x")
    assert gated.value("/data/c") == "[x]"
    change = gated.answer("/data/gate", "no")
    assert set(change.changed) == {"/data/gate", "/data/g", "/data/g/a", "/data/g/b", "/data/c"}
    assert change.changed[0] == "/data/gate"
    assert gated.value("/data/g/a") == ""
    assert gated.value("/data/c") == "[]"
    say(gated, gate="yes")
    assert gated.value("/data/g/a") == "x"
    assert gated.state("/data/g/b").relevant


def test_a_hidden_question_is_left_out_of_the_submission(gated: Session) -> None:
    say(gated, gate="yes")
    gated.answer("/data/g/a", "x")
    assert "<g><a>x</a><b/></g>" in gated.finalize().xml.decode()
    say(gated, gate="no")
    assert "<g>" not in gated.finalize().xml.decode()


def test_a_hidden_or_shown_only_question_takes_no_answer() -> None:
    live = session(
        xform("<a/><b/>", bind("/data/a", relevant="false()"), bind("/data/b", readonly="true()"), body=inputs())
    )
    assert live.answer("/data/a", "x").code == "form.answer.irrelevant"
    assert live.answer("/data/b", "x").code == "form.answer.readonly"
    assert live.set_missing("/data/a", "declined").code == "form.answer.irrelevant"
    assert live.set_missing("/data/b", "declined").code == "form.answer.readonly"
    assert live.events == ()


def test_only_what_really_changes_goes_on() -> None:
    live = session(
        xform(
            "<a/><b/><c/>",
            bind("/data/b", calculate="string-length(/data/a) > 2"),
            bind("/data/c", calculate="concat(/data/b, random())"),
            body=inputs("/data/a"),
        )
    )
    say(live, a="long")
    drawn = live.value("/data/c")
    assert live.answer("/data/a", "longer").changed == ("/data/a",)
    assert live.value("/data/c") == drawn
    assert "/data/c" in live.answer("/data/a", "x").changed


def test_a_boolean_calculation_stays_a_boolean() -> None:
    live = session(
        xform(
            "<a/><b/><c/><d/>",
            bind("/data/b", calculate="/data/a = 'x'"),
            bind("/data/c", relevant="/data/b"),
            bind("/data/d", calculate="if(/data/b, 1, 0) + number(/data/b)"),
            body=inputs("/data/a", "/data/c"),
        )
    )
    assert (live.value("/data/b"), live.value("/data/d")) == ("false", "0")
    assert not live.state("/data/c").relevant
    say(live, a="x")
    assert (live.value("/data/b"), live.value("/data/d")) == ("true", "2")
    assert live.state("/data/c").relevant


def test_a_number_that_is_zero_is_false() -> None:
    live = session(
        xform("<a/><b/>", bind("/data/a", type="int"), bind("/data/b", relevant="/data/a"), body=inputs("/data/a"))
    )
    assert not live.state("/data/b").relevant
    say(live, a="0")
    assert not live.state("/data/b").relevant
    say(live, a="5")
    assert live.state("/data/b").relevant


# ---- answers ---------------------------------------------------------------------------------------------------

TYPES = [
    ("int", ["0", "-5", "+7", " 12 ", "007"], ["1.5", "x", "1e3", "--1"]),
    ("decimal", ["0", "-5.25", ".5"], ["x", "1,5", "1e3", "."]),
    ("date", ["2024-02-29"], ["2023-02-29", "29.02.2024", "2024-2-9", "2024-02-29T10:00"]),
    ("time", ["21:40", "21:40:00.000+02:00"], ["24:00", "21:60", "x", "21:40:00+99:00"]),
    ("dateTime", ["2024-02-29T21:40:00.000Z", "2024-02-29T21:40"], ["2024-02-29", "x", "2024-02-29T25:00"]),
    ("boolean", ["true", "0"], ["yes"]),
    ("geopoint", ["50.45 30.52", "50.45 30.52 0 5"], ["50.45", "91 0", "0 181", "a b", "1 2 3 4 5"]),
    ("geotrace", ["50 30; 51 31"], ["50 30", "50 30; x"]),
    ("geoshape", ["50 30; 51 31; 52 32; 50 30"], ["50 30; 51 31; 52 32", "50 30; 51 31; 50 30"]),
    ("string", ["anything", "  spaces kept  "], ["a\x00b", "a\ud800"]),
    ("binary", ["photo.jpg"], []),
    ("xsd:string", ["ok"], []),
]


@pytest.mark.parametrize(("kind", "good", "bad"), TYPES, ids=[case[0] for case in TYPES])
def test_an_answer_fits_its_type_or_is_refused(kind: str, good: list[str], bad: list[str]) -> None:
    live = session(xform("<a/>", bind("/data/a", type=kind), body=inputs("/data/a")))
    for text in good:
        assert live.answer("/data/a", text).accepted, text
        kept = str(int(text)) if kind == "int" else text if kind == "string" else text.strip()
        assert live.value("/data/a") == kept
    for text in bad:
        before = live.value("/data/a")
        refused = live.answer("/data/a", text)
        assert not refused.accepted
        assert refused.code is not None
        assert refused.code.startswith("form.answer.")
        assert live.value("/data/a") == before
    assert len(live.events) == len(good)


def test_a_text_beyond_the_limit_is_refused() -> None:
    live = session(xform("<a/>", body=inputs("/data/a")))
    assert live.answer("/data/a", "x" * 1_000_001).code == "form.answer.long"


@pytest.fixture
def limited() -> Session:
    return session(
        xform(
            "<a/><b/>",
            bind("/data/a", type="int", constraint=". >= 18 and . < /data/b", jr_constraintMsg="18 or more"),
            bind("/data/b", type="int"),
            body=inputs("/data/a", "/data/b"),
        )
    )


def test_a_constraint_refuses_and_the_former_answer_stays(limited: Session) -> None:
    say(limited, b="100", a="20")
    refused = limited.answer("/data/a", "17")
    assert (refused.accepted, refused.message, refused.code) == (False, "18 or more", "form.answer.constraint")
    assert limited.value("/data/a") == "20"
    assert limited.state("/data/a").valid


def test_an_answer_that_a_later_one_makes_invalid_is_named(limited: Session) -> None:
    say(limited, b="100", a="20")
    assert "/data/a" in limited.answer("/data/b", "19").changed
    state = limited.state("/data/a")
    assert (state.valid, state.message) == (False, "18 or more")
    assert [(problem.ref, problem.kind) for problem in limited.validate()] == [("/data/a", "constraint")]


def test_an_empty_answer_breaks_no_constraint(limited: Session) -> None:
    say(limited, b="100", a="20")
    say(limited, a="")
    assert limited.validate() == ()


def test_a_range_keeps_to_its_steps() -> None:
    live = session(
        xform(
            "<a/>",
            bind("/data/a", type="decimal"),
            body='<range ref="/data/a" start="0" end="1" step="0.1"><label>A</label></range>',
        )
    )
    assert live.answer("/data/a", "0.3").accepted
    assert live.answer("/data/a", "0.35").code == "form.answer.range"
    assert live.answer("/data/a", "1.1").code == "form.answer.range"


def test_required_is_only_a_matter_of_closing() -> None:
    live = session(
        xform(
            "<a/><b/><c/>",
            bind("/data/a", required="true()", jr_requiredMsg="needed"),
            bind("/data/b", required="/data/a = 'x'"),
            bind("/data/c", required="true()", relevant="/data/a = 'x'"),
            body=inputs("/data/a", "/data/b", "/data/c"),
        )
    )
    assert [(each.ref, each.kind, each.message) for each in live.validate()] == [("/data/a", "required", "needed")]
    assert "/data/b" in live.answer("/data/a", "x").changed
    assert [each.ref for each in live.validate()] == ["/data/b", "/data/c"]
    live.set_missing("/data/b", "declined")
    assert [each.ref for each in live.validate()] == ["/data/c"]
    say(live, a="")
    assert live.value("/data/a") == ""
    assert not live.state("/data/b").required


def test_a_reason_empties_the_answer_and_an_answer_the_reason() -> None:
    live = session(xform("<a/>", body=inputs("/data/a")))
    say(live, a="x")
    assert live.set_missing("/data/a", "declined").accepted
    assert (live.state("/data/a").missing, live.value("/data/a")) == ("declined", "")
    say(live, a="y")
    assert live.state("/data/a").missing is None
    with pytest.raises(FormError):
        live.set_missing("/data/a", "tired")  # type: ignore[arg-type]  # what a caller may get wrong


@pytest.mark.parametrize("ref", ["/data/zzz", "/other", "data/a", "", "/data/g/x[2]", "/data/g/x[0]", "/data/g/x["])
def test_a_ref_to_nothing_is_an_error(ref: str) -> None:
    live = session(xform("<g><x/></g>", body=inputs("/data/g/x")))
    for act in (live.state, live.value, live.choices, lambda ref: live.answer(ref, "1"), live.add_repeat):
        with pytest.raises(FormError):
            act(ref)


def test_a_group_takes_no_answer() -> None:
    live = session(xform("<g><x/></g>", body=inputs("/data/g/x")))
    with pytest.raises(FormError) as refused:
        live.answer("/data/g", "1")
    assert refused.value.code == "form.ref.group"


def test_an_int_cuts_and_a_calculated_nan_is_empty() -> None:
    live = session(
        xform(
            "<a/><b/><c/>",
            bind("/data/b", type="int", calculate="/data/a * 1"),
            bind("/data/c", type="int", calculate="concat(/data/a, '')"),
            body=inputs("/data/a"),
        )
    )
    say(live, a="3.7")
    assert (live.value("/data/b"), live.value("/data/c")) == ("3", "3")
    say(live, a="x")
    assert live.value("/data/b") == ""


def test_a_calculated_question_keeps_what_was_typed_until_a_trigger_changes() -> None:
    live = session(
        xform("<a/><b/>", bind("/data/b", calculate="concat(/data/a, '!')"), body=inputs("/data/a", "/data/b"))
    )
    say(live, a="x", b="typed")
    assert live.value("/data/b") == "typed"
    assert live.recompute() == ()
    say(live, a="y")
    assert live.value("/data/b") == "y!"


# ---- choices ---------------------------------------------------------------------------------------------------

PLACES = (
    '<instance id="places"><root>'
    "<item><name>kyiv</name><label>Kyiv</label><country>ua</country></item>"
    "<item><name>lviv</name><label>Lviv</label><country>ua</country></item>"
    "<item><name>riga</name><label>Riga</label><country>lv</country></item>"
    "</root></instance>"
)


def select(name: str, predicate: str, kind: str = "select1") -> str:
    return (
        f'<{kind} ref="/data/{name}"><label>{name}</label>'
        f"<itemset nodeset=\"instance('places')/root/item{predicate}\">"
        f'<value ref="name"/><label ref="label"/></itemset></{kind}>'
    )


@pytest.fixture(params=["[country = /data/c]", "[ /data/c = country]", "[country=current()/../c and name != '']"])
def cascade(request: pytest.FixtureRequest) -> Session:
    return session(
        xform(
            "<c/><p/><all/><after/>",
            bind("/data/after", relevant="/data/p = 'kyiv'"),
            body=inputs("/data/c") + select("p", request.param) + select("all", "", "select"),
            more=PLACES,
        )
    )


def test_choices_follow_their_filter(cascade: Session) -> None:
    assert cascade.choices("/data/p") == ()
    say(cascade, c="ua")
    assert [(each.value, each.label) for each in cascade.choices("/data/p")] == [("kyiv", "Kyiv"), ("lviv", "Lviv")]
    assert cascade.answer("/data/p", "riga").code == "form.answer.choice"
    assert [each.value for each in cascade.choices("/data/all")] == ["kyiv", "lviv", "riga"]


def test_a_selection_that_is_no_longer_offered_goes_at_once(cascade: Session) -> None:
    say(cascade, c="ua", p="kyiv")
    assert cascade.state("/data/after").relevant
    change = cascade.answer("/data/c", "lv")
    assert {"/data/p", "/data/after"} <= set(change.changed)
    assert cascade.value("/data/p") == ""
    assert not cascade.state("/data/after").relevant


def test_a_select_multiple_takes_what_is_offered_once(cascade: Session) -> None:
    assert cascade.answer("/data/all", "  kyiv   riga ").accepted
    assert cascade.value("/data/all") == "kyiv riga"
    assert not cascade.answer("/data/all", "kyiv kyiv").accepted
    assert not cascade.answer("/data/all", "kyiv oslo").accepted


def test_two_selects_may_exclude_each_other() -> None:
    live = session(
        xform(
            "<a/><b/>",
            body=select("a", "[name != /data/b]") + select("b", "[name != /data/a]"),
            more=PLACES,
        )
    )
    say(live, a="kyiv")
    assert [each.value for each in live.choices("/data/b")] == ["lviv", "riga"]
    say(live, b="lviv")
    assert not live.answer("/data/a", "lviv").accepted
    assert live.recompute() == ()


def test_a_rank_wants_every_choice() -> None:
    live = session(xform("<a/>", bind("/data/a", type="odk:rank"), body=select("a", "", "odk:rank"), more=PLACES))
    assert live.answer("/data/a", "riga kyiv").code == "form.answer.rank"
    assert live.answer("/data/a", "riga kyiv lviv").accepted


def test_the_name_of_a_choice_can_be_said() -> None:
    live = session(
        xform(
            "<a/><n/>",
            bind("/data/n", calculate="jr:choice-name(/data/a, ' /data/a ')"),
            body=select("a", ""),
            more=PLACES,
        )
    )
    assert live.value("/data/n") == ""
    say(live, a="riga")
    assert live.value("/data/n") == "Riga"


def test_a_seeded_shuffle_is_the_one_of_the_specification() -> None:
    live = session(
        xform(
            "<a/><b/>",
            body=(
                '<select1 ref="/data/a"><itemset nodeset="randomize(instance(\'places\')/root/item, 42)">'
                '<value ref="name"/><label ref="label"/></itemset></select1>'
                '<select1 ref="/data/b"><itemset nodeset="randomize(instance(\'places\')/root/item)">'
                '<value ref="name"/><label ref="label"/></itemset></select1>'
            ),
            more=PLACES,
        )
    )
    # 42 gives 705894, 1126542223 and 1579310009 of 2147483647: each is put in place 0, 1 and 2 of those before it
    assert [each.value for each in live.choices("/data/a")] == ["kyiv", "lviv", "riga"]
    once = [each.value for each in live.choices("/data/b")]
    assert sorted(once) == ["kyiv", "lviv", "riga"]
    assert all([each.value for each in live.choices("/data/b")] == once for _ in range(5))


# ---- repeats ---------------------------------------------------------------------------------------------------

CHILD = (
    '<group ref="/data/child"><label>Child</label><repeat nodeset="/data/child">'
    '<input ref="/data/child/name"><label>Name <output value="position(..)"/></label></input>'
    '<input ref="/data/child/age"><label>Age of <output value="../name"/></label></input></repeat></group>'
)
CHILDREN = '<child jr:template=""><name/><age/><n/><older/></child><child><name/><age/><n/><older/></child>'


@pytest.fixture
def family() -> Session:
    return session(
        xform(
            f"{CHILDREN}<total/><many/><second/><names/>",
            bind("/data/child/age", type="int"),
            bind("/data/child/n", calculate="position(..)"),
            bind("/data/child/older", calculate="count(../../child[age > current()/../age])"),
            bind("/data/total", calculate="sum(/data/child/age)"),
            bind("/data/many", calculate="count(/data/child)"),
            bind("/data/second", calculate="indexed-repeat(/data/child/name, /data/child, 2)"),
            bind("/data/names", calculate="join(', ', /data/child/name)"),
            body=CHILD,
        )
    )


def test_a_repeat_grows_and_shrinks(family: Session) -> None:
    assert family.add_repeat("/data/child").accepted
    for place, (name, age) in enumerate([("A", "5"), ("B", "7")], 1):
        family.answer(f"/data/child[{place}]/name", name)
        family.answer(f"/data/child[{place}]/age", age)
    assert [family.value(f"/data/{name}") for name in ("total", "many", "second", "names")] == ["12", "2", "B", "A, B"]
    assert family.value("/data/child[1]/older") == "1"
    assert family.label("/data/child[2]/age") == "Age of B"
    assert family.label("/data/child[2]/name") == "Name 2"
    change = family.remove_repeat("/data/child[1]")
    assert {"/data/child[1]/n", "/data/total", "/data/second", "/data/names"} <= set(change.changed)
    assert [family.value(f"/data/{name}") for name in ("total", "many", "second", "names")] == ["7", "1", "", "B"]
    assert family.value("/data/child[1]/n") == "1"
    assert family.value("/data/child/name") == "B"
    assert family.recompute() == ()
    family.remove_repeat("/data/child")
    assert family.value("/data/many") == "0"
    with pytest.raises(FormError):
        family.remove_repeat("/data/child[1]")


def test_every_instance_is_submitted(family: Session) -> None:
    family.add_repeat("/data/child")
    family.answer("/data/child[2]/name", "B & <C>")
    root = etree.fromstring(family.finalize().xml)
    assert [each.text for each in root.iter("{*}name")] == [None, "B & <C>"]
    assert b"template" not in family.finalize().xml


def test_a_count_decides_how_many_there_are() -> None:
    live = session(
        xform(
            "<n/>" + CHILDREN + "<sum/>",
            bind("/data/n", type="int"),
            bind("/data/sum", calculate="sum(/data/child/n)"),
            bind("/data/child/n", calculate="position(..)"),
            body=inputs("/data/n") + CHILD.replace("<repeat ", '<repeat jr:count="/data/n" '),
        )
    )
    assert live.value("/data/sum") == "0"
    say(live, n="3")
    assert live.value("/data/sum") == "6"
    live.answer("/data/child[3]/name", "C")
    assert live.add_repeat("/data/child").code == "form.repeat.fixed"
    assert live.remove_repeat("/data/child[1]").code == "form.repeat.fixed"
    say(live, n="2")
    assert live.value("/data/sum") == "3"
    say(live, n="3")
    assert live.value("/data/child[3]/name") == ""
    say(live, n="")
    assert live.value("/data/sum") == "0"
    with pytest.raises(FormError) as refused:
        live.answer("/data/n", "999999")
    assert refused.value.code == "form.large"
    assert live.value("/data/sum") == "0"


def test_a_count_may_look_into_the_last_instance() -> None:
    live = session(
        xform(
            '<n/><child jr:template=""><more/></child>',
            bind("/data/n", calculate="1 + count(/data/child[more = 'yes'])"),
            body=(
                '<repeat nodeset="/data/child" jr:count="/data/n"><input ref="/data/child/more"><label>More?</label>'
                "</input></repeat>"
            ),
        )
    )
    assert len(live.outline().questions()) == 1
    live.answer("/data/child[1]/more", "yes")
    live.answer("/data/child[2]/more", "yes")
    assert [item.ref for item in live.outline().questions()] == [f"/data/child[{n}]/more" for n in (1, 2, 3)]
    assert live.recompute() == ()


@pytest.fixture
def nested() -> Session:
    return session(
        xform(
            '<n/><out jr:template=""><k/><in jr:template=""><v/><s/></in><in><v/><s/></in><t/></out>'
            "<out><k/><in><v/><s/></in><t/></out><all/><cell/>",
            bind("/data/out/in/s", calculate="concat(position(../..), position(..), ../../k, ../v)"),
            bind("/data/out/t", calculate="count(../in)"),
            bind("/data/all", calculate="count(/data/out/in)"),
            bind("/data/cell", calculate="indexed-repeat(/data/out/in/v, /data/out, 2, /data/out/in, /data/n)"),
            body=(
                inputs("/data/n")
                + '<repeat nodeset="/data/out"><input ref="/data/out/k"/><repeat nodeset="/data/out/in">'
                '<input ref="/data/out/in/v"/></repeat></repeat>'
            ),
        )
    )


def test_repeats_inside_repeats(nested: Session) -> None:
    nested.add_repeat("/data/out")
    assert nested.value("/data/out[2]/t") == "0"  # a new outer instance has no inner ones
    nested.add_repeat("/data/out[2]/in")
    nested.add_repeat("/data/out[2]/in")
    nested.answer("/data/out[2]/k", "K")
    nested.answer("/data/out[2]/in[2]/v", "v")
    say(nested, n="2")
    assert nested.value("/data/out[2]/in[2]/s") == "22Kv"
    assert nested.value("/data/out[1]/in[1]/s") == "11"
    assert (nested.value("/data/all"), nested.value("/data/cell")) == ("3", "v")
    nested.remove_repeat("/data/out[1]")
    assert nested.value("/data/out[1]/in[2]/s") == "12Kv"
    assert nested.value("/data/cell") == ""
    assert nested.recompute() == ()
    again = Session.resume(nested.form, nested.events, now, random.Random(1))
    assert again.finalize() == nested.finalize()


def test_a_full_path_into_the_own_repeat_means_the_own_instance() -> None:
    live = session(
        xform(
            "<r><a/><own/><all/></r>",
            bind("/data/r/own", calculate="count(/data/r)"),
            bind("/data/r/all", calculate="count(../../r)"),
            body='<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
        )
    )
    live.add_repeat("/data/r")
    assert (live.value("/data/r[2]/own"), live.value("/data/r[1]/all")) == ("1", "2")


# ---- defaults, actions, metadata -------------------------------------------------------------------------------


def test_defaults_are_there_and_a_cleared_one_does_not_come_back() -> None:
    live = session(xform("<a>x</a>", body=inputs("/data/a")))
    assert live.value("/data/a") == "x"
    say(live, a="")
    assert live.value("/data/a") == ""


def test_actions_set_values_when_their_event_comes() -> None:
    live = session(
        xform(
            '<a/><seen/><when/><r jr:template=""><x/><y/></r>',
            body=(
                '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/seen" '
                'value="concat(/data/seen, /data/a)"/></input>'
                '<repeat nodeset="/data/r"><setvalue event="odk-new-repeat odk-instance-first-load" ref="/data/r/x" '
                'value="concat(\'new \', position(..))"/><input ref="/data/r/y"/></repeat>'
            ),
            more=(
                '<setvalue event="odk-instance-first-load" ref="/data/a" value="1 + 1"/>'
                '<setvalue event="odk-instance-first-load" ref="/data/when">fixed</setvalue>'
                '<setvalue event="unknown" ref="/data/when">never</setvalue>'
            ),
        )
    )
    assert (live.value("/data/a"), live.value("/data/seen"), live.value("/data/when")) == ("2", "2", "fixed")
    say(live, a="b")
    assert live.value("/data/seen") == "2b"
    say(live, a="b")
    assert live.value("/data/seen") == "2b"
    live.add_repeat("/data/r")
    live.add_repeat("/data/r")
    assert [live.value(f"/data/r[{place}]/x") for place in (1, 2)] == ["new 1", "new 2"]
    assert live.recompute() == ()


def test_actions_that_never_end_are_refused_and_the_answers_before_are_kept() -> None:
    ping = (
        '<input ref="/data/{0}"><setvalue event="xforms-value-changed" ref="/data/{1}" '
        "value=\"if(/data/on = 'x', /data/{0} + 1, '')\"/></input>"
    )
    live = session(xform("<a/><b/><on/>", body=ping.format("a", "b") + ping.format("b", "a") + inputs("/data/on")))
    say(live, b="7", on="x")
    kept = live.events
    with pytest.raises(FormError) as refused:
        live.answer("/data/a", "1")
    assert refused.value.code == "form.endless"
    assert live.events == kept
    assert (live.value("/data/a"), live.value("/data/b"), live.value("/data/on")) == ("", "7", "x")
    say(live, on="")
    assert live.recompute() == ()


def test_metadata_are_filled_in() -> None:
    live = session(
        xform(
            "<start/><end/><today/><meta><instanceID/></meta>",
            bind("/data/start", type="dateTime", jr_preload="timestamp", jr_preloadParams="start"),
            bind("/data/end", type="dateTime", jr_preload="timestamp", jr_preloadParams="end"),
            bind("/data/today", type="date", jr_preload="date", jr_preloadParams="today"),
            bind("/data/meta/instanceID", readonly="true()", jr_preload="uid"),
        )
    )
    moment = "2026-11-23T21:40:05.250Z"
    assert unplaced(live.finalize().xml) == (
        '<?xml version="1.0" encoding="UTF-8"?><data id="t" version="1">'
        f"<start>{moment}</start><end>{moment}</end><today>2026-11-23</today>"
        "<meta><instanceID>uuid:</instanceID></meta></data>"
    )
    assert live.value("/data/end") == ""
    assert live.finalize() == live.finalize()


def test_a_submission_without_a_place_for_its_id_gets_one() -> None:
    live = session(xform("<a/>", root='id="t" version="1" orx:more="x &amp; y"'))
    first = live.finalize()
    assert first == live.finalize()
    root = etree.fromstring(first.xml)
    found = root.findall("{http://openrosa.org/xforms}meta/{http://openrosa.org/xforms}instanceID")
    assert len(found) == 1
    assert root.get("{http://openrosa.org/xforms}more") == "x & y"
    assert (first.form_id, first.version) == ("t", "1")


def test_attributes_of_nodes_are_kept_and_set() -> None:
    live = session(
        xform(
            '<meta><entity dataset="people" id=""/></meta><a/>',
            bind("/data/meta/entity/@id", calculate="concat('e-', /data/a)"),
            bind("/data/meta/entity/@label", calculate="'L'"),
            body=inputs("/data/a"),
        )
    )
    say(live, a='1"<')
    assert '<entity dataset="people" id="e-1&quot;&lt;" label="L"/>' in live.finalize().xml.decode()


# ---- words -----------------------------------------------------------------------------------------------------

ITEXT = (
    "<itext>"
    '<translation lang="English (en)" default="true()"><text id="a"><value>Name of <output value="/data/x"/></value>'
    '<value form="image">jr://images/a.png</value></text><text id="h"><value>Hint</value>'
    '<value form="guidance">Why we ask</value></text><text id="y"><value>Yes</value></text>'
    '<text id="m"><value>No!</value></text></translation>'
    '<translation lang="Ukrainian (uk)"><text id="a"><value>-</value></text><text id="y"><value>Так</value></text>'
    '<text id="m"><value>Ні!</value></text><text id="h"><value>Підказка</value></text></translation></itext>'
)


@pytest.fixture
def worded() -> Session:
    return session(
        xform(
            "<x/><a/><said/>",
            bind("/data/a", constraint=". != 'no'", jr_constraintMsg="jr:itext('m')"),
            bind("/data/said", calculate="jr:itext('y')"),
            body=(
                inputs("/data/x") + '<select1 ref="/data/a"><label ref="jr:itext(\'a\')"/><hint ref="jr:itext(\'h\')"/>'
                "<item><label ref=\"jr:itext('y')\"/><value>yes</value></item>"
                "<item><label>No</label><value>no</value></item></select1>"
            ),
            more=ITEXT,
        )
    )


def test_words_are_in_the_language_of_the_interview(worded: Session) -> None:
    assert worded.form.languages == ("English (en)", "Ukrainian (uk)")
    assert worded.language == "English (en)"
    say(worded, x="X")
    assert worded.label("/data/a") == "Name of X"
    assert worded.guidance("/data/a") == "Why we ask"
    assert worded.media("/data/a") == {"image": "a.png"}
    change = worded.set_language("Ukrainian (uk)")
    assert "/data/a" in change.changed
    assert worded.language == "Ukrainian (uk)"
    assert worded.label("/data/a") == "Name of X"  # a lone hyphen is no translation
    assert worded.hint("/data/a") == "Підказка"
    assert [each.label for each in worded.choices("/data/a")] == ["Так", "No"]
    assert [each.label for each in worded.choices("/data/a", "English (en)")] == ["Yes", "No"]
    assert worded.value("/data/said") == "Так"
    assert worded.answer("/data/a", "no").message == "Ні!"
    assert worded.hint("/data/x") == ""
    assert worded.guidance("/data") == ""
    assert worded.media("/data") == {}
    with pytest.raises(FormError):
        worded.set_language("Klingon")


def test_a_label_that_shows_an_answer_is_named_as_changed(worded: Session) -> None:
    assert "/data/a" in worded.answer("/data/x", "new").changed


# ---- outline, events -------------------------------------------------------------------------------------------


def test_the_outline_follows_the_body() -> None:
    live = session(
        xform(
            "<g><a/></g><r><b/></r><c/>",
            bind("/data/g", relevant="/data/c != 'x'"),
            bind("/data/c", required="true()"),
            body=(
                '<group ref="/data/g"><label>G</label><group><label>inner</label><input ref="/data/g/a"/></group></group>'
                '<group ref="/data/r"><label>R <output value="position(.)"/></label><repeat nodeset="/data/r">'
                '<input ref="/data/r/b" appearance="numbers"/></repeat></group>' + inputs("/data/c")
            ),
        )
    )
    live.add_repeat("/data/r")
    group, repeat, last = live.outline().items
    assert (group.kind, group.label, group.ref, group.children[0].ref) == ("group", "G", "/data/g", "")
    assert group.children[0].children[0].ref == "/data/g/a"
    assert (repeat.kind, repeat.ref, repeat.growable) == ("repeat", "/data/r", True)
    assert [each.ref for each in repeat.children] == ["/data/r[1]", "/data/r[2]"]
    assert repeat.children[1].children[0].appearance == "numbers"
    assert (last.required, last.answered) == (True, False)
    live.answer("/data/r[1]/b", "1")
    live.set_missing("/data/r[2]/b", "unsure")
    say(live, c="x")
    group, repeat, last = live.outline().items
    assert not group.relevant
    assert not group.children[0].children[0].relevant
    assert repeat.answered
    assert repeat.children[1].children[0].missing == "unsure"
    assert last.answered


def test_events_are_all_that_was_done() -> None:
    live = session(
        xform(
            "<a/><r><b/></r>",
            body=inputs("/data/a") + '<repeat nodeset="/data/r"/>',
            more=ITEXT.replace("/data/x", "/data/a"),
        )
    )
    live.answer("/data/a", "x", basis="document", verbatim="words")
    live.set_missing("/data/a", "unsure")
    live.add_repeat("/data/r[1]")
    live.remove_repeat("/data/r[1]")
    live.set_language("Ukrainian (uk)")
    assert live.events == (
        Answer("/data/a", "x", "document", "words"),
        Missing("/data/a", "unsure"),
        AddRepeat("/data/r"),
        RemoveRepeat("/data/r[1]"),
        Language("Ukrainian (uk)"),
    )
    assert all(event.at == NOW for event in live.events)


def test_a_resumed_interview_is_the_same_to_the_last_value() -> None:
    form = Form.parse(
        xform(
            "<a/><t/><n/><start/><meta><instanceID/></meta>",
            bind("/data/t", calculate="concat(/data/a, now())"),
            bind("/data/n", calculate="concat(/data/a, random())"),
            bind("/data/start", jr_preload="timestamp", jr_preloadParams="start"),
            bind("/data/meta/instanceID", jr_preload="uid"),
            body=inputs("/data/a"),
        )
    )
    ticks = iter(range(100))
    live = Session.new(form, lambda: datetime(2026, 11, 23, 12, next(ticks), tzinfo=UTC), random.Random(5))
    say(live, a="x")
    say(live, a="y")
    later = Session.resume(form, live.events, now, random.Random(5), begun=live.begun)
    again = live.again()
    for name in ("a", "t", "n", "start", "meta/instanceID"):
        assert live.value(f"/data/{name}") == later.value(f"/data/{name}") == again.value(f"/data/{name}")
    assert later.events == live.events == again.events


def test_resuming_with_another_form_names_what_is_not_there() -> None:
    form = Form.parse(xform("<b/>", body=inputs("/data/b")))
    with pytest.raises(FormError):
        Session.resume(form, [Answer("/data/a", "x")], now, random.Random(1))


# ---- facts -----------------------------------------------------------------------------------------------------


@pytest.fixture
def annotated() -> Session:
    return session(
        xform(
            "<a/><b/><c/><d/><e/><r><f/></r>",
            bind("/data/a", ti_indicator="DR01 DR02", ti_sensitivity="2", ti_basis="observed"),
            bind("/data/b", ti_indicator="DR03", ti_when=". > 3", ti_absent=". < 2"),
            bind(
                "/data/c",
                ti_indicator1="X1", ti_when1="selected(., 'yes')", ti_indicator2="X2", ti_when2=". = 'no'",
                relevant="/data/a != 'no'",
            ),
            bind("/data/d", ti_choices="yes=CR01 no=CR02", ti_absent="/data/a = 'yes'"),
            bind("/data/e", ti_element="population", ti_as="if(/data/e > 17, 'adult', 'child')"),
            bind("/data/r/f", ti_element="purpose"),
            body=yes_no("a", "c") + inputs("/data/b", "/data/e")
            + yes_no("d").replace("select1", "select")
            + '<repeat nodeset="/data/r"><input ref="/data/r/f"/></repeat>',
        )
    )  # fmt: skip


def fact(live: Session, ref: str, *values: str) -> tuple[bool | None, bool | None]:
    found = [(each.when, each.absent) for each in live.facts() if each.ref == ref and each.values == values]
    assert len(found) == 1
    return found[0]


def test_what_is_not_answered_is_unknown(annotated: Session) -> None:
    assert {(each.when, each.absent, each.answered) for each in annotated.facts()} == {(None, None, False)}


def test_yes_and_no_are_the_default_judgement(annotated: Session) -> None:
    say(annotated, a="yes")
    assert fact(annotated, "/data/a", "DR01", "DR02") == (True, False)
    say(annotated, a="no")
    assert fact(annotated, "/data/a", "DR01", "DR02") == (False, True)
    annotated.set_missing("/data/a", "declined")
    assert fact(annotated, "/data/a", "DR01", "DR02") == (None, None)
    assert {each.missing for each in annotated.facts() if each.ref == "/data/a"} == {"declined"}


def test_written_judgements_replace_the_default(annotated: Session) -> None:
    for value, expected in (("5", (True, False)), ("3", (False, False)), ("1", (False, True))):
        say(annotated, b=value)
        assert fact(annotated, "/data/b", "DR03") == expected


def test_numbered_annotations_belong_together_and_what_does_not_apply_is_unknown(annotated: Session) -> None:
    say(annotated, c="yes")
    assert fact(annotated, "/data/c", "X1") == (True, None)
    assert fact(annotated, "/data/c", "X2") == (False, None)
    assert {each.name for each in annotated.facts() if each.values == ("X1",)} == {"ti:indicator"}
    say(annotated, a="no")
    assert fact(annotated, "/data/c", "X1") == (None, None)


def test_each_choice_can_stand_for_its_own(annotated: Session) -> None:
    say(annotated, d="yes")
    assert fact(annotated, "/data/d", "CR01") == (True, False)
    assert fact(annotated, "/data/d", "CR02") == (False, False)
    say(annotated, a="yes")
    assert fact(annotated, "/data/d", "CR02") == (False, True)


def test_an_element_has_the_value_that_the_form_computes(annotated: Session) -> None:
    say(annotated, e="20")
    assert [each.value for each in annotated.facts() if each.values == ("population",)] == ["adult"]
    annotated.answer("/data/r[1]/f", "labour", verbatim="said so")
    found = [each for each in annotated.facts() if each.values == ("purpose",)]
    assert [(each.value, each.ref, each.verbatim) for each in found] == [("labour", "/data/r[1]/f", "said so")]


def test_the_basis_is_the_answers_or_the_forms(annotated: Session) -> None:
    say(annotated, a="yes", b="1")
    bases = {each.ref: each.basis for each in annotated.facts()}
    assert (bases["/data/a"], bases["/data/b"], bases["/data/c"]) == ("observed", "person_said", "person_said")
    annotated.answer("/data/a", "no", basis="third_party")
    assert {each.basis for each in annotated.facts() if each.ref == "/data/a"} == {"third_party"}


def test_questions_carry_their_annotations(annotated: Session) -> None:
    questions = {each.ref: each for each in annotated.form.questions()}
    assert questions["/data/a"].annotations == {
        "ti:indicator": "DR01 DR02",
        "ti:sensitivity": "2",
        "ti:basis": "observed",
    }
    assert questions["/data/r/f"].groups == ("/data/r",)
    assert questions["/data/d"].control == "select"
    assert set(questions["/data/d"].choices) == {"yes", "no"}
