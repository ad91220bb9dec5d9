"""Files made to do harm, each tried in a process of its own with little memory and not for ever.

Run as a program it tries those named (or all) and prints a line of JSON for each: name, how it ended, params, seconds.
"""

# ruff: noqa: E402, E501, S311 - a program finds its own parts; long lines of XML; chance is seeded

from __future__ import annotations

import io
import json
import os
import random
import resource
import signal
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from tests.fuzz.form_targets import CSV, SMALL, judge, workbook

from screening.errors import FormError
from screening.forms import archive, authoring, linter, packs, secondary
from screening.forms.events import AddRepeat, Answer, RemoveRepeat
from screening.forms.form import Form
from screening.forms.session import Session
from support.xform import HEAD, bind, inputs, now, xform

MEMORY = 1_500 << 20
SECONDS = 90
MIB = 1 << 20
LIST = '<instance id="l"><root><item><n>m</n><x>1</x></item></root></instance>'


def opened(xml: bytes, media: Mapping[str, bytes] | None = None) -> None:
    """Read, begin, look, answer once, close."""
    live = Session.new(Form.parse(xml, media or {}), now, random.Random(1))
    for item in live.outline().questions()[:20]:
        live.state(item.ref)
        live.choices(item.ref)
        live.answer(item.ref, "1")
    live.validate()
    live.finalize()


def calculated(expression: str, nodes: str = "<a/>") -> None:
    """The expression as a calculation and as a constraint."""
    opened(xform(f"{nodes}<out/>", bind("/data/out", calculate=expression), body=inputs("/data/a")))
    opened(xform(f"{nodes}<out/>", bind("/data/a", constraint=expression), body=inputs("/data/a")))


def answered(xml: bytes, ref: str, value: str) -> None:
    live = Session.new(Form.parse(xml), now, random.Random(1))
    live.answer(ref, value)
    live.validate()


def table(data: bytes, name: str = "x.csv") -> None:
    """A file read as the list of a question."""
    body = (
        '<select1 ref="/data/a"><itemset nodeset="instance(\'x\')/root/item[n != 1]"><value ref="name"/>'
        '<label ref="label"/></itemset></select1>'
    )
    opened(xform("<a/>", body=body, more=f'<instance id="x" src="jr://file/{name}"/>'), {name: data})


def source(data: bytes, kind: str | None = None) -> None:
    """A workbook: linted, then converted."""
    kind = kind or authoring.kind_of(data)
    for found in linter.check(data, kind):
        judge(FormError(found.code, **found.params))
    opened(authoring.convert(data, kind).xml)


def zipped(files: Mapping[str, bytes | int]) -> bytes:
    """A zip; a number stands for so many zero bytes."""
    held = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        warnings.simplefilter("ignore")
        for name, content in files.items():
            if isinstance(content, int):
                with out.open(name, "w", force_zip64=True) as file:
                    for _ in range(content // MIB):
                        file.write(b" " * MIB)
            else:
                out.writestr(name, content)
    return held.getvalue()


def sheet(change: Callable[[bytes], bytes], name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The sound workbook with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as old:
        files = {info.filename: old.read(info) for info in old.infolist()}
    files[name] = change(files.get(name, b""))
    return zipped(files)


def repeat(count: str, inner: str = "<c/>") -> bytes:
    return xform(
        f"<r>{inner}</r><a/>", body=f'<repeat nodeset="/data/r" jr:count="{count}"><input ref="/data/r/c"/></repeat>'
    )


def itext(value: str, times: int = 1, label: str = "jr:itext('m')") -> bytes:
    text = f'<text id="m"><value>{value * times}</value></text>'
    body = f'<input ref="/data/a"><label ref="{label}"/></input><select1 ref="/data/b"><label>b</label><item><label ref="{label}"/><value>v</value></item></select1>'
    return xform("<a/><b>v</b>", body=body, more=f'<itext><translation lang="en">{text}</translation></itext>')


def chain(count: int, *, closed: bool) -> bytes:
    """Calculations, each from the one after it; closed: the last from the first."""
    nodes = "".join(f"<q{n}/>" for n in range(count))
    following = [f"/data/q{(n + 1) % count} + 1" for n in range(count)]
    if not closed:
        following[-1] = "1"
    return xform(nodes, *(bind(f"/data/q{n}", calculate=text) for n, text in enumerate(following)))


def resumed(*events: Answer | AddRepeat | RemoveRepeat) -> None:
    Session.resume(Form.parse(SMALL), events, now, random.Random(1))


def altered(change: Callable[[dict[str, bytes]], None]) -> None:
    """A pack with its files changed, its manifest as it was."""
    files = dict(archive.read(packs.build(SMALL, "small", {"x.csv": CSV}, published_by="org")))
    change(files)
    packs.read(archive.write(files)).form()


_ENTITIES = '<!ENTITY e0 "x">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
_REFERENCE = "<a/><b/>"
_SELECT = '<select1 ref="/data/a"><itemset nodeset="{}"><value ref="n"/><label ref="n"/></itemset></select1>'
_SETTINGS = "| settings |\n| | form_title | form_id |\n| | T | t |\n"

# Each raises FormError, and nothing else, and soon.
REFUSED: Mapping[str, Callable[[], None]] = {
    # ---- XML
    "empty": lambda: opened(b""),
    "white space": lambda: opened(b"   \n"),
    "no XML": lambda: opened(b"hello"),
    "only a byte order mark": lambda: opened(b"\xef\xbb\xbf"),
    "cut short": lambda: opened(SMALL[: len(SMALL) // 2]),
    "unclosed": lambda: opened(HEAD.encode()),
    "two roots": lambda: opened(SMALL + SMALL),
    "an attribute twice": lambda: opened(SMALL.replace(b'id="t"', b'id="t" id="u"')),
    "a bare ampersand": lambda: opened(SMALL.replace(b"<a/>", b"<a>&</a>")),
    "a NUL": lambda: opened(SMALL.replace(b"<a/>", b"<a>\0</a>")),
    "wrong UTF-8": lambda: opened(SMALL.replace(b"<a/>", b"<a>\xff\xc3</a>")),
    "an unknown encoding": lambda: opened(b'<?xml version="1.0" encoding="nonsense"?>' + SMALL),
    "utf-7": lambda: opened(b'<?xml version="1.0" encoding="utf-7"?>' + SMALL),
    "UTF-16 said to be UTF-8": lambda: opened('<?xml version="1.0" encoding="utf-8"?>'.encode("utf-16") + SMALL),
    "UTF-32": lambda: opened(SMALL.decode().encode("utf-32")),
    "a prefix without namespace": lambda: opened(SMALL.replace(b"<a/>", b"<zz:a/>")),
    "entities": lambda: opened(f"<!DOCTYPE x [{_ENTITIES}]><x>&e11;</x>".encode()),
    "an entity from a file": lambda: opened(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "a parameter entity": lambda: opened(b'<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><x/>'),
    "a document type": lambda: opened(b'<!DOCTYPE html PUBLIC "x" "http://127.0.0.1/x.dtd">' + SMALL),
    "a document type in UTF-16": lambda: opened("<!DOCTYPE x []><x/>".encode("utf-16")),
    "an unknown entity": lambda: opened(SMALL.replace(b"<a/>", b"<a>&nbsp;</a>")),
    "entities in a list": lambda: table(
        b'<!DOCTYPE x [<!ENTITY a "b">]><root><item><name>&a;</name></item></root>', "x.xml"
    ),
    # ---- size
    "a million nested groups": lambda: opened(HEAD.encode() + b"<g>" * 1_000_000),
    "a million nested groups, closed": lambda: opened(xform("<g>" * 1_000_000 + "</g>" * 1_000_000)),
    "a million nodes": lambda: opened(xform("<g/>" * 1_000_000)),
    "a million different nodes": lambda: opened(xform("".join(f"<g{n}/>" for n in range(1_000_000)))),
    "a million attributes": lambda: opened(xform("<g " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>")),
    "a million attributes on binds": lambda: opened(
        xform("<g/>", *(bind("/data/g", **{f"a{n}": "" for n in range(1_000)}) for _ in range(1_000)))
    ),
    "a hundred MiB": lambda: opened(SMALL + b" " * (100 * MIB)),
    "a hundred MiB of text": lambda: opened(xform(f"<a>{'x' * (100 * MIB)}</a>")),
    "a hundred MiB of nothing": lambda: opened(b"\0" * (100 * MIB)),
    # ---- structure
    "another document": lambda: opened(b"<x/>"),
    "no body": lambda: opened(f"{HEAD}<h:head><model/></h:head></h:html>".encode()),
    "no instance": lambda: opened(f"{HEAD}<h:head><model/></h:head><h:body/></h:html>".encode()),
    "an empty instance": lambda: opened(
        f"{HEAD}<h:head><model><instance/></model></h:head><h:body/></h:html>".encode()
    ),
    "a list without name": lambda: opened(xform("<a/>", more="<instance><root/></instance>")),
    "a bind to nothing": lambda: opened(xform("<a/>", "<bind type='int'/>")),
    "a bind to elsewhere": lambda: opened(xform("<a/>", bind("/data/zzz", type="int"))),
    "a bind above the form": lambda: opened(xform("<a/>", bind("/data/../..", type="int"))),
    "a question about nothing": lambda: opened(xform("<a/>", body="<input><label/></input>")),
    "a question about elsewhere": lambda: opened(xform("<a/>", body='<input ref="/data/zzz"/>')),
    "a question by an unknown bind": lambda: opened(xform("<a/>", body='<input bind="x"/>')),
    "a repeat of nothing": lambda: opened(xform("<a/>", body="<repeat/>")),
    "a repeat of the root": lambda: opened(xform("<a/>", body='<repeat nodeset="/data"/>')),
    "an action on nothing": lambda: opened(xform("<a/>", more='<setvalue event="xforms-ready"/>')),
    "an action elsewhere": lambda: opened(
        xform("<a/>", more='<setvalue ref="/data/zzz" event="odk-instance-first-load"/>')
    ),
    # ---- expressions
    **{
        f"nothing at {text} in {attribute}": lambda text=text, attribute=attribute: opened(
            xform(_REFERENCE, bind("/data/b", **{attribute: text}))
        )
        for attribute in ("relevant", "calculate", "constraint", "required", "readonly")
        for text in ("/data/zzz = 1", "instance('zzz')/root/item", "zzz(1)")
    },
    "nothing in a label": lambda: opened(
        xform("<a/>", body='<input ref="/data/a"><label><output value="/data/zzz"/></label></input>')
    ),
    "nothing in a count": lambda: opened(repeat("/data/zzz")),
    "nothing in choices": lambda: opened(xform("<a/>", body=_SELECT.format("instance('zzz')/root/item"))),
    "nothing in a filter": lambda: opened(
        xform("<a/>", body=_SELECT.format("instance('l')/root/item[n = /data/zzz]"), more=LIST)
    ),
    "a circle": lambda: opened(chain(3, closed=True)),
    "a circle of a thousand": lambda: opened(chain(1_000, closed=True)),
    "a circle of one": lambda: opened(xform("<a/>", bind("/data/a", calculate="/data/a + 1"))),
    "a circle through relevance": lambda: opened(
        xform(_REFERENCE, bind("/data/a", relevant="/data/b = 1"), bind("/data/b", calculate="/data/a"))
    ),
    "a million parentheses": lambda: calculated("(" * 1_000_000 + "1" + ")" * 1_000_000),
    "sixty thousand parentheses": lambda: calculated("(" * 30_000 + "1" + ")" * 30_000),
    "sixty thousand functions": lambda: calculated("not(" * 12_000 + "1" + ")" * 12_000),
    "predicates in predicates": lambda: calculated("/data/a" + "[/data/a" * 5_000 + "]" * 5_000),
    "a million characters": lambda: calculated("1" + " + 1" * 250_000),
    "an unclosed text": lambda: calculated("'" + "x" * 60_000),
    "too many minus signs": lambda: calculated("-" * 1_000_000 + "1"),
    "a back reference": lambda: answered(
        xform("<a/>", bind("/data/a", constraint=r"regex(., '(a)\1')"), body=inputs("/data/a")), "/data/a", "aa"
    ),
    "a pattern too large": lambda: answered(
        xform("<a/>", bind("/data/a", constraint="regex(., '((a{1,999}){1,999}){1,999}')"), body=inputs("/data/a")),
        "/data/a",
        "aa",
    ),
    "nodes times nodes times nodes": lambda: calculated(
        "count(//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1])", "<a/>" + "".join(f"<q{n}/>" for n in range(3_000))
    ),
    "a text that doubles": lambda: opened(
        xform(
            "<q0>aaaaaaaaaaaaaaaa</q0>" + "".join(f"<q{n}/>" for n in range(1, 45)),
            *(bind(f"/data/q{n}", calculate=f"concat(/data/q{n - 1}, /data/q{n - 1})") for n in range(1, 45)),
        )
    ),
    # ---- repeats and actions
    "a count of a million": lambda: opened(repeat("1000000")),
    "counts in counts": lambda: opened(
        xform(
            "<r><s><t/></s></r>",
            body='<repeat nodeset="/data/r" jr:count="9999"><repeat nodeset="/data/r/s" jr:count="9999"><input ref="/data/r/s/t"/></repeat></repeat>',
        )
    ),
    "actions without end": lambda: answered(
        xform(
            _REFERENCE,
            body='<input ref="/data/a"><setvalue ref="/data/b" event="xforms-value-changed" value="/data/a + 1"/></input>'
            '<input ref="/data/b"><setvalue ref="/data/a" event="xforms-value-changed" value="/data/b + 1"/></input>',
        ),
        "/data/a",
        "1",
    ),
    "an entry about nothing": lambda: resumed(Answer("/data/zzz", "1", None, None, None)),
    "an entry about a group": lambda: resumed(Answer("/data/g", "1", None, None, None)),
    "an entry beyond the last": lambda: resumed(Answer("/data/r[99999999999]/d", "1", None, None, None)),
    "a repeat that is none": lambda: resumed(AddRepeat("/data/a", None)),
    "an instance that is not there": lambda: resumed(RemoveRepeat("/data/r[7]", None)),
    # ---- tables
    "a table with a column twice": lambda: table(b"name,name\na,b\n"),
    "a table with a nameless column": lambda: table(b"name,,x\na,b,c\n"),
    "an empty table": lambda: table(b""),
    "a table with longer rows": lambda: table(b"name,label\na,b,c\n"),
    "a table in Latin-1": lambda: table("name,label\na,Gürtel\n".encode("latin-1")),
    "a table in UTF-16": lambda: table("name,label\na,b\n".encode("utf-16")),
    "a table with an open quote": lambda: table(b'name,label\na,"b\n'),
    "a table of a million columns": lambda: table(b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n"),
    "a table of six hundred thousand rows": lambda: table(b"name,label\n" + b"a,b\n" * 600_000),
    "a table with a cell of ten MiB": lambda: table(b"name,label\na," + b"x" * (10 * MIB) + b"\n"),
    "a table of a hundred MiB": lambda: table(b"name,label\n" + b"a,b\n" * (25 * MIB)),
    "places that are none": lambda: table(b'{"type":"FeatureCollection","features":[1]}', "x.geojson"),
    "places nested without end": lambda: table(b"[" * 500_000, "x.geojson"),
    "places with a huge number": lambda: table(
        b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":['
        + b"9" * 100_000
        + b",1]}}]}",
        "x.geojson",
    ),
    "places of a hundred MiB": lambda: table(b'{"type":"' + b"x" * (100 * MIB) + b'"}', "x.geojson"),
    "a list of a million elements": lambda: table(b"<root>" + b"<item/>" * 1_000_000 + b"</root>", "x.xml"),
    # ---- workbooks
    "a zip that is no workbook": lambda: authoring.convert(zipped({"a": b"b"}), "xlsx") and None,
    "a workbook cut short": lambda: authoring.convert(workbook()[:2_000], "xlsx") and None,
    "a text that says it is a workbook": lambda: authoring.convert(b"hello", "xlsx") and None,
    "an old workbook that is none": lambda: (
        authoring.convert(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_096, "xlsx") and None
    ),
    "a workbook with a broken sheet": lambda: authoring.convert(sheet(lambda data: data[:200]), "xlsx") and None,
    "a sheet that unpacks to one GiB": lambda: (
        authoring.convert(zipped({"xl/worksheets/sheet1.xml": 1_024 * MIB}), "xlsx") and None
    ),
    "a workbook whose sheet unpacks to 300 MiB": lambda: (
        authoring.convert(sheet(lambda data: data.replace(b"<sheetData>", b"<sheetData>" + b" " * (300 * MIB))), "xlsx")
        and None
    ),
    "a workbook of a hundred MiB": lambda: authoring.convert(b"PK\x03\x04" + b"\0" * (100 * MIB), "xlsx") and None,
    "a workbook of twenty thousand files": lambda: (
        authoring.convert(zipped({f"xl/{n}": b"" for n in range(20_000)}), "xlsx") and None
    ),
    "a markdown table of a hundred MiB": lambda: authoring.convert(b"| survey |\n" * (10 * MIB), "md") and None,
    "a markdown table of nothing": lambda: authoring.convert(b"\0\xff\xfe", "md") and None,
    "markdown without a survey": lambda: authoring.convert(_SETTINGS.encode(), "md") and None,
    # ---- packs
    "no pack": lambda: packs.read(b"x") and None,
    "an empty zip": lambda: packs.read(zipped({})) and None,
    "a pack that is compressed": lambda: packs.read(zipped({"manifest.json": b"{}", "form.xml": SMALL})) and None,
    "a pack with a bomb": lambda: packs.read(zipped({"manifest.json": b"{}", "form.xml": 256 * MIB})) and None,
    "a pack of a hundred MiB": lambda: packs.read(b"PK\x03\x04" + b"\0" * (100 * MIB)) and None,
    "a pack with a byte changed": lambda: altered(
        lambda files: files.update({"form.xml": files["form.xml"].replace(b"T", b"U")})
    ),
    "a pack with a file more": lambda: altered(lambda files: files.update({"media/y.csv": b"a\n1\n"})),
    "a pack with a file less": lambda: altered(lambda files: files.pop("media/x.csv") and None),
    "a pack with a file above it": lambda: altered(lambda files: files.update({"../x": b"a"})),
    "a pack with another manifest": lambda: altered(
        lambda files: files.update({"manifest.json": files["manifest.json"].replace(b"draft", b"active")[:-1]})
    ),
    "a manifest nested without end": lambda: altered(lambda files: files.update({"manifest.json": b"[" * 500_000})),
}

# What looks hostile and is sound: it runs, in bounded time and memory.
TAKEN: Mapping[str, Callable[[], None]] = {
    "UTF-16": lambda: opened(SMALL.decode().encode("utf-16")),
    "a byte order mark": lambda: opened(b"\xef\xbb\xbf" + SMALL),
    "Latin-1": lambda: opened(b'<?xml version="1.0" encoding="iso-8859-1"?>' + xform("<a>é</a>").decode().encode("latin-1")),
    "namespaces nobody knows": lambda: opened(SMALL.replace(b"<a/>", b'<a/><zz:b xmlns:zz="urn:zz" zz:c="d"/>')),
    "an XInclude": lambda: opened(
        SMALL.replace(b"<a/>", b'<a/><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')
    ),
    "a chain of five thousand": lambda: opened(chain(5_000, closed=False)),
    "twenty thousand sums": lambda: calculated("1" + "+1" * 20_000),
    "twenty thousand alternatives": lambda: calculated("/data/a = 1" + " or 1 = 2" * 5_000),
    "a hundred parentheses": lambda: calculated("(" * 100 + "1" + ")" * 100),
    "an argument list of ten thousand": lambda: calculated(f"concat({','.join(['1'] * 10_000)})"),
    "a catastrophic pattern": lambda: answered(
        xform("<a/>", bind("/data/a", constraint="regex(., '^(([a-z])+.)+[A-Z]([a-z])+$') or regex(., '(a|aa)+$')"), body=inputs("/data/a")),
        "/data/a",
        "a" * 9_000,
    ),
    "an answer of ten MiB": lambda: answered(xform("<a/>", body=inputs("/data/a")), "/data/a", "x" * (10 * MIB)),
    "a count beyond numbers": lambda: opened(repeat("1 div 0")),
    "a count of ten thousand": lambda: opened(repeat("10000")),
    "a count that grows with its rows": lambda: opened(repeat("count(/data/r) + 1")),
    "a text of many outputs": lambda: opened(itext('<output value="/data/a"/>', 50_000)),
    "a text that names itself": lambda: opened(itext('<output value="jr:choice-name(/data/b, \'/data/b\')"/>')),
    "a text whose id is an answer": lambda: opened(itext("x", 1, "jr:itext(/data/b)")),
    "a thousand translations": lambda: opened(
        xform(
            "<a/>",
            body='<input ref="/data/a"><label ref="jr:itext(\'m\')"/></input>',
            more="<itext>" + "".join(f'<translation lang="l{n}"><text id="m"><value>x</value></text></translation>' for n in range(1_000)) + "</itext>",
        )
    ),
    "a table with shorter rows": lambda: table(b"name,label,n\na\nb,B\n"),
    "a table with a byte order mark": lambda: table(b"\xef\xbb\xbfname,label,n\na,A,2\n"),
    "a table with semicolons and old line ends": lambda: table(b"name;label;n\ra;A;2\r"),
    "a table without the columns asked for": lambda: table(b"x\n1\n"),
    "places without properties": lambda: table(
        b'{"type":"FeatureCollection","features":[{"properties":null,"geometry":{"type":"Point","coordinates":[1,2]}}]}', "x.geojson"
    ),
    "a workbook": lambda: source(workbook()),
    "a workbook that claims a million rows": lambda: source(
        sheet(lambda data: data.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))
    ),
    "a table of fifty thousand rows": lambda: secondary.from_file("x.csv", b"name,label\n" + b"a,b\n" * 50_000) and None,
}  # fmt: skip


def too_slow(_number: int, _frame: FrameType | None) -> None:
    """The alarm."""
    raise TimeoutError


def outcome_of(name: str) -> dict[str, object]:
    """Carry a case out, here."""
    judge(FormError("form.large", count=1))  # reads the words, while there is memory
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(SECONDS)
    begin = time.monotonic()
    ended, params, where = "ran", {}, ""
    try:
        {**REFUSED, **TAKEN}[name]()
    except FormError as error:
        ended, params = judge(error), dict(error.params)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        ended, where = type(error).__name__, "".join(traceback.format_exception(error)[-4:])[-800:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "name": name,
        "ended": ended,
        "params": params,
        "seconds": round(time.monotonic() - begin, 1),
        "MiB": peak,
        "where": where,
    }


def main() -> None:
    """Each case in a child; a child that dies is told as such."""
    for name in sys.argv[1:] or [*REFUSED, *TAKEN]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as out:
                out.write(json.dumps(outcome_of(name)))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as told:
            line = told.read()
        _, status = os.waitpid(child, 0)
        print(line or json.dumps({"name": name, "ended": f"died {status}", "params": {}, "where": ""}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
