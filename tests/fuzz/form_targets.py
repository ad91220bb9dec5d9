"""What is fuzzed in forms: for each way in that bytes have, what to do with them, and examples to begin with.

Each target lets nothing out but what is a fault of ours: a FormError is judged (its code, its words in both languages)
and taken as the answer; a form that is read is run, and what it keeps up to date must equal what it computes anew.
"""

# ruff: noqa: E501, RUF001, S311 - long lines of XML and tables; Cyrillic is meant; an interview is drawn again from its seed

from __future__ import annotations

import io
import os
import random
import re
import string
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz import damage

from screening.errors import FormError
from screening.forms import authoring, linter, packs, secondary
from screening.forms.form import Form
from screening.forms.regex import matcher
from screening.forms.session import Session
from screening.station.words import Words
from support.xform import bind, inputs, now, xform

_RESOURCES = Path(__file__).parents[2] / "resources"
_CHANGING = re.compile(rb"(?:uuid|random|now|today)\s*\(|randomize|uid")
_VALUES = ("1", "x", "2026-11-23", "50 30 0 0; 51 31 0 0", "OK", "a b", "-2.5", "")
_MOST_QUESTIONS = 40


@dataclass(frozen=True, slots=True)
class Target:
    """run: what is done with the bytes, telling how it ended; seeds: to begin with; spoil: how more are made."""

    run: Callable[[bytes], str]
    seeds: Callable[[], list[bytes]]
    spoil: damage.Damage


class NoWordsError(AssertionError):
    """A refusal that cannot be told to a person."""


@cache
def _words() -> tuple[Words, Words]:
    return Words.load(_RESOURCES, "uk"), Words.load(_RESOURCES, "en")


def judge(error: FormError) -> str:
    """The code of a refusal, which has words in both languages and values for whatever they name.

    Raises:
        NoWordsError: it has not.
    """
    for words in _words():
        if not words.has(error.code):
            raise NoWordsError(error.code)
        for part in ("what", "safe", "do"):
            text = words._texts.get(f"{error.code}.{part}", "")
            for _, name, _, _ in string.Formatter().parse(text):
                if name and name not in error.params:
                    raise NoWordsError(error.code, name)
        assert words.message(error).text
    return error.code


def judged(act: Callable[[bytes], object]) -> Callable[[bytes], str]:
    """The same, a refusal judged and answered by its code."""

    def run(data: bytes) -> str:
        try:
            act(data)
        except FormError as error:
            return judge(error)
        return "ran"

    return run


def interview(form: Form, *, steady: bool, most: int = _MOST_QUESTIONS) -> None:
    """Something answered everywhere; then what it shows, and the same from its entries."""
    live = Session.new(form, now, random.Random(1))
    for number, item in enumerate(live.outline().questions()[:most]):
        values = [choice.value for choice in live.choices(item.ref)[:2]] or [_VALUES[number % len(_VALUES)], "1", "a"]
        for value in values:
            try:
                live.answer(item.ref, value)
            except FormError as error:
                if error.code != "form.ref.unknown":  # an instance that went meanwhile
                    raise
                break
    for item in live.outline().questions()[:most]:
        live.state(item.ref)
        live.hint(item.ref)
        live.guidance(item.ref)
    if steady:
        differ = live.recompute()
        assert not differ, ("kept up to date and computed anew differ", differ[:3])
        assert live.again().finalize().xml == live.finalize().xml, "live and resumed differ"
    live.validate()
    live.facts()
    live.finalize()


def run_form(data: bytes, media: Mapping[str, bytes] | None = None) -> None:
    """Read the form and, if it can be read, go through it."""
    interview(Form.parse(data, media or {}), steady=_CHANGING.search(data) is None)


# ---- examples --------------------------------------------------------------------------------------------------

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
RICH = xform(
    "<a/><b/><t/><w/><p/><z/><r jr:template=''><c/><k/><x/><i jr:template=''><e/></i></r><r><c/><k/><x/><i><e/></i></r><o/><out/>",
    bind("/data/a", type="int", constraint=". < 10", required="true()"),
    bind("/data/b", type="string", relevant="/data/a > 1"),
    bind("/data/t", type="date"),
    bind("/data/w", type="dateTime"),
    bind("/data/p", type="geopoint"),
    bind("/data/z", type="geoshape"),
    bind("/data/r", relevant="/data/a != 7"),
    bind("/data/r/c", type="int", relevant="position(..) < 3 or /data/a = 2"),
    bind("/data/r/k", calculate="../c * 2 + count(../i) + sum(/data/r/i/e)"),
    bind("/data/r/i/e", type="decimal", readonly="../../c = 5"),
    bind("/data/o", calculate="once(concat(/data/a, '-', join(' ', /data/r/k)))"),
    bind("/data/out", calculate="indexed-repeat(/data/r/c, /data/r, 2) + format-date(/data/t, '%d')"),
    body=inputs("/data/a")
    + '<select1 ref="/data/b"><item><label>A <output value="/data/a"/></label><value>x</value></item>'
    "<item><label>B</label><value>y</value></item></select1>"
    + inputs("/data/t", "/data/w", "/data/p", "/data/z")
    + '<group ref="/data/r"><label>r</label><repeat nodeset="/data/r"><input ref="/data/r/c">'
    '<setvalue ref="/data/r/x" event="xforms-value-changed" value="../c"/></input>'
    '<repeat nodeset="/data/r/i" jr:count="../c"><input ref="/data/r/i/e"/></repeat></repeat></group>',
    more='<setvalue ref="/data/a" event="odk-instance-first-load" value="2"/>',
)
WORKBOOK = """
| survey  |
|         | type              | name | label::English (en) | label::uk | relevant   | constraint | calculation | choice_filter | required | repeat_count | appearance | bind::ti:indicator |
|         | text              | a    | A                   | Я         |            | . != 'x'   |             |               | yes      |              |            | X                  |
|         | select_one l      | b    | B ${a}              | Б         | ${a} = 'a' |            |             | k = ${a}      |          |              | minimal    |                    |
|         | select_multiple l or_other | m | M              | М         |            |            |             |               |          |              |            |                    |
|         | begin_group       | g    | G                   | Г         |            |            |             |               |          |              | field-list |                    |
|         | integer           | n    | N                   | Н         |            | . > 0      |             |               |          |              |            |                    |
|         | end_group         |      |                     |           |            |            |             |               |          |              |            |                    |
|         | begin_repeat      | r    | R                   | Р         |            |            |             |               |          | ${n}         |            |                    |
|         | date              | d    | D                   | Д         |            |            |             |               |          |              |            |                    |
|         | end_repeat        |      |                     |           |            |            |             |               |          |              |            |                    |
|         | calculate         | c    |                     |           |            |            | sum(${n})   |               |          |              |            |                    |
| choices |
|         | list_name         | name | label::English (en) | label::uk | k          |
|         | l                 | x    | X                   | Ікс       | a          |
|         | l                 | y    | Y                   | Ігрек     | b          |
| settings |
|         | form_title        | form_id | version          | default_language | namespaces                                 |
|         | T                 | t       | 1                | English (en)     | ti="https://fieldscreening.org/ns/ti"     |
"""
CSV = b"name,label,n,x\nkyiv,Kyiv,1,\"a, b\"\nlviv,Lviv,2,'c'\n"
GEOJSON = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"kyiv","properties":{"name":"Kyiv","n":1},'
    b'"geometry":{"type":"Point","coordinates":[30.52,50.45]}},{"type":"Feature","properties":null,"geometry":'
    b'{"type":"Polygon","coordinates":[[[30,50],[31,50],[31,51],[30,50]]]}}]}'
)
LIST = b"<root><item><name>a</name><label>A</label></item><item><name>b</name><label>B</label></item></root>"


def _files(folder: str | None, ending: str, largest: int) -> list[bytes]:
    if not folder or not Path(folder).is_dir():
        return []
    paths = sorted(path for path in Path(folder).rglob(f"*{ending}") if path.stat().st_size <= largest)
    return [path.read_bytes() for path in paths]


def real_forms() -> list[bytes]:
    """XForms of the folders in SCREENING_CORPUS and SCREENING_FUZZ_SEEDS, the smaller ones."""
    folders = [os.environ.get("SCREENING_CORPUS"), os.environ.get("SCREENING_FUZZ_SEEDS")]
    return [data for folder in folders for data in _files(folder, ".xml", 60_000)]


@cache
def workbook() -> bytes:
    """The workbook as xlsx."""
    from pyxform.xls2json_backends import md_table_to_workbook

    book, held = md_table_to_workbook(WORKBOOK), io.BytesIO()
    book.save(held)
    book.close()
    return held.getvalue()


# ---- what is done with the bytes -------------------------------------------------------------------------------


def _expression(data: bytes) -> None:
    """An expression in each place that a form has for one."""
    text = data.decode("utf-8", "replace")
    text = "".join(letter for letter in text if letter >= " " and letter not in "￾￿")  # what XML can hold
    places = [{name: text} for name in ("calculate", "relevant", "constraint")]
    more = '<instance id="l"><root><item><n>x</n><x>1</x></item><item><n>y</n><x>2</x></item></root></instance>'
    nodes = "<a>1</a><b/><r><c>2</c></r><r><c/></r><out/>"
    refused: FormError | None = None
    for place in places:
        form = xform(nodes, bind("/data/out", **place), bind("/data/a", type="int"), body=_BODY, more=more)
        try:
            run_form(form)
        except FormError as error:
            refused = error
    quoted = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    body = (
        f'<input ref="/data/a"><label>L <output value="{quoted}"/></label></input>'
        f'<repeat nodeset="/data/r" jr:count="{quoted}"><input ref="/data/r/c"/></repeat>'
        f'<select1 ref="/data/b"><itemset nodeset="instance(\'l\')/root/item[{quoted}]"><value ref="n"/>'
        f'<label ref="n"/></itemset></select1>'
    )
    more += f'<setvalue ref="/data/out" event="odk-instance-first-load" value="{quoted}"/>'
    run_form(xform(nodes, body=body, more=more))
    if refused is not None:
        raise refused


_BODY = inputs("/data/a", "/data/b", "/data/out") + '<repeat nodeset="/data/r"><input ref="/data/r/c"/></repeat>'


def _media(data: bytes) -> None:
    """A table, places or a list, read alone and as the choices of a question."""
    refused: list[FormError] = []
    for name in ("x.csv", "x.geojson", "x.xml"):
        body = (
            '<select1 ref="/data/a"><itemset nodeset="instance(\'x\')/root/item[n != /data/b]"><value ref="name"/>'
            '<label ref="label"/></itemset></select1><input ref="/data/b"/>'
        )
        form = xform("<a/><b/>", body=body, more=f'<instance id="x" src="jr://file-csv/{name}"/>')
        try:
            secondary.from_file(name, data)
            run_form(form, {name: data})
        except FormError as error:
            judge(error)
            refused.append(error)
    if len(refused) == 3:
        raise refused[0]


def _pack(data: bytes) -> None:
    pack = packs.read(data)
    interview(pack.form(), steady=_CHANGING.search(pack.form_xml) is None)


def _source(data: bytes) -> None:
    """A workbook or markdown table: every finding has words; what can be converted runs."""
    kind = authoring.kind_of(data)
    for found in linter.check(data, kind):
        judge(FormError(found.code, **found.params))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converted = authoring.convert(data, kind)
    run_form(converted.xml)


def _pattern(data: bytes) -> None:
    pattern, _, text = data.decode("utf-8", "replace").partition("\n")
    matcher(pattern)(text)


@cache
def _every_type() -> Form:
    kinds = ("string", "int", "decimal", "boolean", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape")
    nodes = "".join(f"<{kind}/>" for kind in kinds) + "<range/><many/><order/><c/>"
    binds = [bind(f"/data/{kind}", type=kind, constraint=". != 'x' and string-length(.) < 500") for kind in kinds]
    reads = ", ".join(f"/data/{kind}" for kind in kinds)
    binds.append(bind("/data/c", calculate=f"concat({reads}, /data/int + /data/date, area(/data/geoshape))"))
    items = "".join(f"<item><label>{name}</label><value>{name}</value></item>" for name in ("a", "b", "c"))
    body = inputs(*(f"/data/{kind}" for kind in kinds)) + '<range ref="/data/range" start="1" end="9" step="2"/>'
    body += f'<select ref="/data/many">{items}</select><rank ref="/data/order">{items}</rank>'
    return Form.parse(xform(nodes, *binds, body=body))


def _answer(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    live = Session.new(_every_type(), now, random.Random(1))
    for item in live.outline().questions():
        live.answer(item.ref, text)
        assert live.recompute() == ()
    live.validate()
    live.finalize()
    assert live.again().finalize() == live.finalize()


PATTERNS = [
    b"^[0-9]{3}$\n123",
    b"(a|b)*c\nababc",
    b"[^a-z]+?\\d{2,}\nAB12",
    b"(?=a)\\w+\\b\nabc",
    b"(a+)+$\n" + b"a" * 200,
]
ANSWERS = [
    b"1", b"-2.5", b"true", b"2026-02-30", b"2026-11-23", b"23:59:60", b"21:40:00.000+02:00", b"2026-11-23T21:40:00Z",
    b"50.45 30.52 0 0", b"50 30 0 0; 51 31 0 0; 52 30 0 0; 50 30 0 0", b"a b c", b"a", b"\xf0\x9f\x98\x80", b"\x00", b"9" * 400,
]  # fmt: skip

_SPOIL_MEDIA = damage.of_text([b",", b'"', b"\n", b";", b"{", b"\xef\xbb\xbf"])
_SPOIL_TABLE = damage.of_text([b"|", b"\n", b"${a}", b"begin_repeat", b"r"])
_SPOIL_PATTERN = damage.of_text([b"(", b")", b"{2,9}", b"*", b"+?", b"|", b"[^", b"\\b"])
_SPOIL_ANSWER = damage.of_text([b" ", b";", b"-", b"T", b":", b"1", b"e9", b"\xc3"])


def _packs() -> list[bytes]:
    return [packs.build(xml, "small", {"x.csv": CSV}, published_by="org") for xml in (SMALL, RICH)]


TARGETS: Mapping[str, Target] = {
    "xform": Target(judged(run_form), lambda: [SMALL, RICH, *real_forms()], damage.of_xform),
    "xpath": Target(judged(_expression), lambda: damage.EXPRESSIONS, damage.of_text(damage.EXPRESSIONS)),
    "media": Target(judged(_media), lambda: [CSV, GEOJSON, LIST], _SPOIL_MEDIA),
    "pack": Target(judged(_pack), _packs, damage.of_pack),
    "markdown": Target(judged(_source), lambda: [WORKBOOK.encode()], _SPOIL_TABLE),
    "xlsx": Target(judged(_source), lambda: [workbook()], damage.of_zip),
    "regex": Target(judged(_pattern), lambda: PATTERNS, _SPOIL_PATTERN),
    "answer": Target(judged(_answer), lambda: ANSWERS, _SPOIL_ANSWER),
}
