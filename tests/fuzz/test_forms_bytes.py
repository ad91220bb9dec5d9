"""Bytes and expressions from outside, damaged in every way: only FormError comes out, and soon."""

# ruff: noqa: E501, S311 - long lines of XML; an example is drawn again from its seed

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import FormError
from screening.forms import linter, packs, secondary
from screening.forms.form import Form
from screening.forms.lexer import tokens
from screening.forms.parser import parse_xpath
from screening.forms.regex import matcher
from screening.forms.session import Session
from support.xform import HEAD, bind, inputs, now, xform

SMALL = xform(
    '<a/><b>1</b><g><c/></g><r jr:template=""><d/></r><meta><instanceID/></meta>',
    bind(
        "/data/a", type="int", constraint=". > 1", jr_constraintMsg="jr:itext('m')", ti_indicator="X", ti_when=". = 2"
    ),
    bind("/data/b", calculate="sum(/data/r/d) + position(..)", relevant="selected(/data/a, 'x')"),
    bind("/data/g/c", required="regex(/data/a, '^[0-9]+$')", readonly="false()"),
    bind("/data/meta/instanceID", jr_preload="uid"),
    body=inputs("/data/a", "/data/g/c")
    + '<repeat nodeset="/data/r" jr:count="/data/b"><input ref="/data/r/d"/></repeat>'
    '<select ref="/data/b"><itemset nodeset="instance(\'l\')/root/item[x = /data/a]"><value ref="n"/>'
    '<label ref="jr:itext(n)"/></itemset></select>',
    more='<instance id="l"><root><item><n>m</n><x>1</x></item></root></instance>',
)


def run(xml: bytes) -> None:
    """Read the form and, if it can be read, answer something everywhere."""
    try:
        form = Form.parse(xml)
        live = Session.new(form, now, random.Random(1))
        for item in live.outline().questions()[:50]:
            for value in ("1", "x", "2026-11-23", ""):
                live.answer(item.ref, value)
            live.choices(item.ref)
            live.label(item.ref)
        live.validate()
        live.facts()
        live.finalize()
    except FormError as error:
        assert error.code.startswith("form.")  # noqa: PT017 - it is not what is tested, only its name


def damaged(data: bytes, draw: random.Random) -> bytes:  # noqa: PLR0911 - one line for each damage
    """Cut, flipped, doubled, nested, bloated, or with tokens exchanged."""
    at, size = draw.randrange(len(data)), draw.randint(1, 40)
    match draw.randrange(8):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1 :]
        case 2:
            return data[:at] + data[at + size :]
        case 3:
            return data[:at] + data[at : at + size] * draw.randint(2, 50) + data[at + size :]
        case 4:
            other = draw.randrange(len(data))
            return data[:at] + data[other : other + size] + data[at:]
        case 5:
            return data.replace(
                b"/data", draw.choice([b"/data/r", b"..", b"/", b"//data", b"(/data"]), draw.randint(1, 9)
            )
        case 6:
            words = [b"count(", b"<repeat ", b"jr:template", b"'", b"[", b"position(", b"999999999999", b"itemset"]
            return data[:at] + draw.choice(words) + data[at:]
        case _:
            return data.replace(draw.choice([b"a", b"b", b"r", b"d"]), draw.choice([b"a", b"r", b"x", b""]), 3)


@given(seed=st.integers(0, 2**48))
@settings(max_examples=600)
def test_a_damaged_form_is_refused_or_runs(seed: int) -> None:
    draw = random.Random(seed)
    data = SMALL
    for _ in range(draw.randint(1, 4)):
        data = damaged(data, draw) or b"<"
    run(data)


@pytest.mark.parametrize("name", ["child_vaccination_VOL_tool_v12.xml", "eIMCI-by-D-Tree.xml", "big500.xml"])
def test_a_damaged_real_form_is_refused_or_runs(corpus: Path, name: str) -> None:
    data = (corpus / name).read_bytes()
    draw = random.Random(7)
    for _ in range(12):
        run(damaged(damaged(data, draw), draw))


@given(st.binary(max_size=300))
def test_bytes_are_no_form(data: bytes) -> None:
    with pytest.raises(FormError):
        Form.parse(data)
    with pytest.raises(FormError):
        packs.read(data)


FRAGMENTS = [
    "/data/a", "..", ".", "(", ")", "[", "]", "+", "-", "*", "div", "mod", "and", "or", "=", "!=", "<", ">=", "|", ",",
    "'x'", '"', "1", "2.5", ".5", "count(", "sum(", "if(", "selected(", "position(", "current()", "instance('l')",
    "/root/item", "@id", "::", "child::", "//", "/", "a", "not(", "regex(", "concat(", "date(", "today()", "$", "#", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
@settings(max_examples=800)
def test_any_expression_is_refused_or_evaluates(parts: list[str]) -> None:
    expression = "".join(parts)
    more = '<instance id="l"><root><item><n>1</n></item></root></instance>'
    for attribute in ("calculate", "relevant", "constraint"):
        run(xform("<a/><out/>", bind("/data/out", **{attribute: expression}), body=inputs("/data/out"), more=more))


@given(st.text(max_size=60))
def test_any_text_is_refused_or_parses(text: str) -> None:
    for read in (tokens, parse_xpath):
        try:
            read(text)
        except FormError:
            continue


@given(st.text(alphabet="ab01()[]{}|*+?\\^$.-,=!:dwsbpL&", max_size=40), st.text(alphabet="ab01 \n", max_size=50))
@settings(max_examples=600)
def test_any_pattern_is_refused_or_matches_soon(pattern: str, text: str) -> None:
    begin = time.perf_counter()
    with contextlib.suppress(FormError):
        matcher(pattern)(text)
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a|aa)+b", "([a-z]+)*!", "(.*)*x", "((a{1,9}){1,9}){1,9}b"])
def test_a_pattern_made_to_hang_does_not(pattern: str) -> None:
    begin = time.perf_counter()
    assert not matcher(pattern)("a" * 2_000)
    assert time.perf_counter() - begin < 10


NESTED = b"<g>" * 1_000_000
HOSTILE = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "document type": b'<!DOCTYPE html PUBLIC "x" "http://127.0.0.1/x.dtd"><x/>',
    "undeclared entity": b"<x>&nbsp;</x>",
    "million groups": HEAD.encode() + NESTED,
    "million siblings": HEAD.encode() + b"<g/>" * 1_000_000,
    "other encoding": b'<?xml version="1.0" encoding="utf-7"?><x/>',
    "unknown encoding": b'<?xml version="1.0" encoding="nonsense"?><x/>',
    "utf-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x []><x/>'.encode("utf-16"),
    "no form": b"<x/>",
    "empty": b"",
    "too many bytes": b"<x>" + b" " * (33 * 1024 * 1024),
    "no body": f"{HEAD}<h:head><model/></h:head></h:html>".encode(),
    "no instance": f"{HEAD}<h:head><model/></h:head><h:body/></h:html>".encode(),
    "empty instance": f"{HEAD}<h:head><model><instance/></model></h:head><h:body/></h:html>".encode(),
    "nameless list": xform("<a/>", more="<instance><root/></instance>"),
    "bind to nothing": xform("<a/>", "<bind type='int'/>"),
    "bind to elsewhere": xform("<a/>", bind("/data/zzz", type="int")),
    "bind above": xform("<a/>", bind("/data/../..", type="int")),
    "question about nothing": xform("<a/>", body="<input><label/></input>"),
    "question by unknown bind": xform("<a/>", body='<input bind="x"/>'),
    "repeat of nothing": xform("<a/>", body="<repeat/>"),
    "repeat of the root": xform("<a/>", body='<repeat nodeset="/data"/>'),
    "choices from nothing": xform("<a/>", body='<select1 ref="/data/a"><itemset><value ref="x"/></itemset></select1>'),
    "action on nothing": xform("<a/>", more='<setvalue event="xforms-ready"/>'),
    "circle": xform("<a/><b/>", bind("/data/a", calculate="/data/b"), bind("/data/b", calculate="/data/a")),
    "many instances": xform(
        "<r><i/></r>", body='<repeat nodeset="/data/r" jr:count="1000000000"><input ref="/data/r/i"/></repeat>'
    ),
    "instances of instances": xform(
        "<r><s><t/></s></r>",
        body=(
            '<repeat nodeset="/data/r" jr:count="9999"><repeat nodeset="/data/r/s" jr:count="9999">'
            '<input ref="/data/r/s/t"/></repeat></repeat>'
        ),
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_form_is_refused_soon(name: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(FormError):
        Session.new(Form.parse(HOSTILE[name]), now, random.Random(1))
    assert time.perf_counter() - begin < 20


def test_a_circle_is_named() -> None:
    binds = [bind(f"/data/q{n}", calculate=f"/data/q{(n + 1) % 3} + 1") for n in range(3)]
    with pytest.raises(FormError) as refused:
        Form.parse(xform("<q0/><q1/><q2/>", *binds))
    assert refused.value.code == "form.cycle"
    assert refused.value.params["path"] == "/data/q0 -> /data/q2 -> /data/q1 -> /data/q0"


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.geojson", "x.xml"]))
def test_any_file_is_refused_or_read(data: bytes, name: str) -> None:
    with contextlib.suppress(FormError):
        secondary.from_file(name, data)


@given(seed=st.integers(0, 2**48))
@settings(max_examples=300)
def test_a_damaged_pack_is_refused(seed: int) -> None:
    draw = random.Random(seed)
    whole = packs.build(SMALL, "small", {}, published_by="org")
    broken = damaged(whole, draw)
    if broken != whole:
        with pytest.raises(FormError):
            packs.read(broken)


@given(seed=st.integers(0, 2**48))
@settings(max_examples=150)
def test_the_linter_finds_words_for_any_damage(seed: int) -> None:
    draw = random.Random(seed)
    for found in linter.check(damaged(SMALL, draw), "xml"):
        assert found.code.startswith("form.")
