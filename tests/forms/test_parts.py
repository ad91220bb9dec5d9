"""Files beside a form, words, patterns, XML: the smaller parts by themselves."""

# ruff: noqa: E501 - tables read better in one line; some words are Ukrainian

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.regex import matcher
from screening.forms.values import number_of_text, text_of_number
from screening.forms.xmltree import read_xml
from support.xform import bind, inputs, say, session, xform

CSV = "name,label,country\nkyiv,Київ,ua\nriga,Rīga,lv\n"
XML = "<root><item><name>kyiv</name><label>Київ</label><country>ua</country></item></root>"
GEO = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"kyiv","country":"ua","n":1,"on":true,'
    '"no":null},"geometry":{"type":"Point","coordinates":[30.5,50.4]}},{"type":"Feature","id":"w","properties":null,'
    '"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},{"type":"Feature","properties":{},"geometry":'
    '{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}}]}'
)


def reading(name: str, expression: str) -> bytes:
    return xform(
        "<c>ua</c><out/>",
        bind("/data/out", calculate=expression),
        body=inputs("/data/c"),
        more=f'<instance id="places" src="jr://file-csv/{name}"/>',
    )


@pytest.mark.parametrize(
    ("name", "data", "expression", "value"),
    [
        ("p.csv", CSV, "pulldata('places', 'label', 'country', /data/c)", "Київ"),
        ("p.csv", CSV, "pulldata('places', 'label', 'country', 'none')", ""),
        ("p.csv", CSV, "pulldata('places', 'none', 'country', 'ua')", ""),
        ("p.csv", CSV, "instance('places')/root/item[name = 'riga']/country", "lv"),
        ("p.csv", CSV, "instance('places')/root/item[position() = 2]/country", "lv"),
        ("p.csv", CSV, "instance('places')/root/item[position() = last()]/country", "lv"),
        ("p.csv", CSV, "count(instance('places')/root/item[country != /data/c])", "1"),
        ("p.csv", CSV, "count(instance('places')/root/item[country = /data/c and name = 'kyiv'])", "1"),
        ("p.csv", CSV, "position(instance('places')/root/item[name = 'riga'])", "2"),
        ("p.csv", CSV, "instance('places')/root/item[name = 'riga']/../item/name", "kyiv"),
        ("p.csv", CSV, "count(instance('places')/root/*)", "2"),
        ("p.csv", CSV, "count(instance('places')/root/item[count(*) = 3])", "2"),
        ("p.csv", CSV, "join(' ', instance('places')/root/item/name)", "kyiv riga"),
        ("p.csv", CSV, "count(instance('places')/root/item[selected('kyiv oslo', name)])", "1"),
        ("p.csv", "\ufeff" + CSV.replace(",", ";"), "pulldata('places', 'label', 'country', /data/c)", "Київ"),
        (
            "p.csv",
            'name,label\n"a, b","say ""x"""\nshort\n\n',
            "pulldata('places', 'label', 'name', 'a, b')",
            'say "x"',
        ),
        ("p.xml", XML, "instance('places')/root/item[country = /data/c]/label", "Київ"),
        ("p.geojson", GEO, "instance('places')/root/item[name = 'kyiv']/geometry", "50.4 30.5 0 0"),
        ("p.geojson", GEO, "instance('places')/root/item[id = 'w']/geometry", "2.0 1.0 0 0; 4.0 3.0 0 0"),
        ("p.geojson", GEO, "concat(instance('places')/root/item/n, instance('places')/root/item/on)", "1true"),
        ("p.geojson", GEO, "count(instance('places')/root/item)", "3"),
    ],
)
def test_a_file_beside_the_form_can_be_asked(name: str, data: str, expression: str, value: str) -> None:
    assert session(reading(name, expression), {name: data.encode()}).value("/data/out") == value


def test_a_file_that_did_not_come_along_is_named_and_empty() -> None:
    form = Form.parse(reading("p.csv", "count(instance('places')/root/item)"))
    assert form.missing_media == ("p.csv",)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("p.csv", b"", "form.media.header"),
        ("p.csv", b"a,a\n1,2\n", "form.media.header"),
        ("p.csv", b"a,\n1,2\n", "form.media.header"),
        ("p.csv", b",".join(str(n).encode() for n in range(1001)) + b"\n", "form.media.header"),
        ("p.csv", b"a,b\n1,2,3\n", "form.media.row"),
        ("p.csv", b'a,b\n"1"x,2\n', "form.media.row"),
        ("p.csv", b"a\n\xff\n", "form.media.encoding"),
        ("p.xml", b"<x>", "form.xml.malformed"),
        ("p.geojson", b"[]", "form.media.geojson"),
        ("p.geojson", b'{"type":"Feature","features":[]}', "form.media.geojson"),
        ("p.geojson", GEO.replace("LineString", "Circle").encode(), "form.media.geojson"),
        ("p.geojson", b'{"type":"FeatureCollection","features":[{"geometry":null}]}', "form.media.geojson"),
        ("p.geojson", b"[" * 100_000, "form.media.geojson"),
        ("p.csv", b"a" * (65 * 1024 * 1024), "form.media.large"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(FormError) as refused:
        Form.parse(reading(name, "1"), {name: data})
    assert refused.value.code == code


def test_the_primary_instance_can_be_asked_by_its_id() -> None:
    xml = xform("<a>x</a><b/>", bind("/data/b", calculate="concat(instance('main')/data/a, '!')"))
    live = session(xml.replace(b"<instance><data", b'<instance id="main"><data'))
    assert live.value("/data/b") == "x!"


def test_choices_may_come_from_a_repeat() -> None:
    live = session(
        xform(
            "<r><n/></r><who/>",
            body=(
                '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat><select1 ref="/data/who">'
                '<itemset nodeset="/data/r[n != \'\']"><value ref="n"/><label ref="concat(\'Name: \', n)"/></itemset></select1>'
            ),
        )
    )
    live.answer("/data/r[1]/n", "A")
    live.add_repeat("/data/r")
    assert [(each.value, each.label) for each in live.choices("/data/who")] == [("A", "Name: A")]
    say(live, who="A")
    assert "/data/who" in live.answer("/data/r[1]/n", "B").changed
    assert live.value("/data/who") == ""
    assert live.recompute() == ()


PATTERNS = [
    r"[a-c]+", r"^\d{2,3}$", r"(ab|cd)*", r"a?b+c*", r"[^x]y", r"\w+@\w+\.\w{2,}", r"(?:a|b){2}", r"a{3}", r"x|", r"\+?\d+",
    r"[\d\-]+", r"[a\]]", r"\.", r"(a+)+", r"a+?b", r"\x41\u0042", r"[\x41-\x43]",
]  # fmt: skip


@given(st.sampled_from(PATTERNS), st.text(alphabet="abcdxy@.+-1239AB]", max_size=8))
def test_patterns_match_as_in_python(pattern: str, text: str) -> None:
    assert matcher(pattern)(text) is bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"\p{L}+", "Їжак", True),
        (r"\p{Lu}\p{Ll}*", "їжак", False),
        (r"\P{L}+", "123", True),
        (r"\p{IsCyrillic}+", "Їжак", True),
        (r"\p{Alpha}\p{Digit}", "a1", True),
        (r"\pL", "a", True),
        (r"(?i)abc", "aBC", True),
        (r"(?=.*\d)(?=.*[a-z]).{3,}", "ab1", True),
        (r"(?=.*\d).*", "ab", False),
        (r"(?!ab).*", "abc", False),
        (r"\bab\b.*\Bc", "ab xc", True),
        (r"\Aab\z", "ab", True),
        (r"[[ab]c]", "b", True),
        (r"a*+", "aaa", True),
        (r".", "\n", False),
        ("", "", True),
    ],
)
def test_patterns_of_java(pattern: str, text: str, matches: bool) -> None:
    assert matcher(pattern)(text) is matches


@pytest.mark.parametrize(
    "pattern",
    ["(", "[", "a)", "*a", "a{", "a{2", "a{3,2}", "a{9999}", r"(a)\1", "(?<=a)b", "(?<n>a)", "[b-a]", "\\", r"\q", r"\p{Zz9}",
     "[a&&b]", r"\uZZZZ", "a{x}", "((((a{900}){900}){9}))", "(" * 60 + ")" * 60, "a" + "?" * 500, "x" * 5000, "[a-\\d]"],
)  # fmt: skip
def test_patterns_without_an_automaton_are_refused(pattern: str) -> None:
    with pytest.raises(FormError) as refused:
        matcher(pattern)
    assert refused.value.code == "form.regex"


def test_a_text_too_long_for_a_pattern_never_matches() -> None:
    assert not matcher("a*")("a" * 10_001)
    assert not matcher("(?=a)a*")("a" * 1_001)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_as_text(value: float) -> None:
    text = text_of_number(value)
    assert "e" not in text
    assert number_of_text(text) == value or len(text) > 400


@pytest.mark.parametrize(
    "text", ["2020-13-01", "2020-01-01T25:00", "2020-01-01T10:00+99:00", "1-2", "x-y", "-", "9" * 500]
)
def test_what_is_no_number_is_nan(text: str) -> None:
    number = number_of_text(text)
    assert number != number  # noqa: PLR0124 - the definition of NaN


def test_xml_is_read_with_places_and_namespaces() -> None:
    document = read_xml(b'<a xmlns:p="urn:p" p:x="1"><p:b>t<c/>u</p:b>\n<b/></a>')
    root = document.root
    assert root.get("x", "urn:p") == "1"
    inner = root.first("b")
    assert inner is not None
    assert (inner.text(), inner.uri, inner.prefix, [child.tag for child in inner.children()]) == (
        "tu",
        "urn:p",
        "p",
        ["c"],
    )
    assert [each.line for each in root.all("b")] == [1, 2]
    assert document.prefixes == {"urn:p": "p"}
    assert root.first("zzz") is None


def annotations(xml: bytes) -> Mapping[str, str]:
    return Form.parse(xml).questions()[0].annotations


def test_annotations_of_any_foreign_namespace_are_kept() -> None:
    xml = xform(
        "<a/>", '<bind nodeset="/data/a" xmlns:zz="urn:z" zz:y="1" jr:preload="x" odk:length="long" ti:why=" "/>'
    )
    assert annotations(xml) == {"zz:y": "1"}


def test_annotations_of_choices_are_facts() -> None:
    live = session(
        xform(
            "<a/>",
            bind("/data/a", ti_sensitivity="1"),
            body=(
                '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item"><value ref="name"/>'
                '<label ref="label"/></itemset></select1>'
            ),
            more=(
                '<instance id="l"><root><item><name>x</name><label>X</label><ti_indicator>DR01</ti_indicator></item>'
                "<item><name>y</name><label>Y</label><ti:indicator>DR02 DR03</ti:indicator><other_thing>z</other_thing></item>"
                "</root></instance>"
            ),
        )
    )
    say(live, a="x")
    assert [(f.name, f.values, f.when, f.absent, f.choice) for f in live.facts() if f.choice] == [
        ("ti:indicator", ("DR01",), True, False, "x"),
        ("ti:indicator", ("DR02", "DR03"), False, True, "y"),
    ]
