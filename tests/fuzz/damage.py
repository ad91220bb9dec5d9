"""Ways of spoiling bytes: blind ones, and ones that know where an XForm, an expression or a table has its joints."""

# ruff: noqa: E501 - long lines of XML

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence

from screening.errors import FormError
from screening.forms import archive

Damage = Callable[[bytes, random.Random], bytes]

LONGEST = 200_000
BREAKAGE = [b"&x;", b"<!DOCTYPE x>", b' jr:template=""', b"\xff\xfe", b"\x00", b"<", b">", b'"', b"]]>", b"<a"]
_QUOTED = re.compile(rb'"[^"<>]{0,400}"')
_TAG = re.compile(rb"<[^<>]{1,400}>")
_PIECE = re.compile(rb"<([\w:]+)[^<>]*>(?:[^<>]|<[^<>]*/>){0,300}</\1>|<[\w:]+[^<>]*/>")
_TOKEN = re.compile(rb"[\w.:-]+|[^\w\s]|\s+")

EXPRESSIONS = [
    b"/data/a", b"..", b".", b"../b", b"/data/r", b"/data/r/c", b"current()/..", b"position(..)", b"true()", b"1", b"''",
    b"/data/a + 1", b"sum(/data/r/c)", b"count(/data/r)", b"indexed-repeat(/data/r/c, /data/r, 2)", b"today()", b"now()",
    b"selected(/data/a, 'x')", b"if(/data/a = 1, 'x', 'y')", b"once(random())", b"instance('l')/root/item[n = /data/a]/x",
    b"regex(., '^(a|a)*$')", b"jr:choice-name(/data/b, '/data/b')", b"concat(/data/a, ' ', .)", b"randomize(/data/r)",
    b"pulldata('l', 'x', 'n', /data/a)", b"format-date(today(), '%Y')", b"string-length(.) > 3", b"coalesce(., 1)",
    b"/data/r[position() = 2]/c", b"/data/r[last()]/c", b"substr(., 0, 2)", b"checklist(1, 2, /data/a)", b"area(.)",
    b"not(.) or . = 'a'", b"-1 div 0", b"1000000000000", b"count(//x)", b"@id", b"self::node()", b"/data/r/../a",
    b"date('2026-01-31') + 1", b"decimal-date-time(.)", b"join(',', /data/r/c)", b"digest('a', 'SHA-256')", b"base64-decode(.)",
    b"/data/r/following-sibling::*", b"ancestor::data/a", b"(/data/r)[2]/c", b"//c", b"descendant-or-self::node()", b"/data/*",
    b"preceding-sibling::r/c", b"intersects(.)", b"extract-signed(., 'x')", b"instance('__last-saved')/data/a",
]  # fmt: skip
SNIPPETS = [
    b'<bind nodeset="/data/a" relevant="/data/b = 1"/>', b'<setvalue ref="/data/b" event="xforms-value-changed" value=". + 1"/>',
    b'<repeat nodeset="/data/r" jr:count="3"><input ref="/data/r/c"/></repeat>', b'<input ref="/data/a"><label/></input>',
    b"<itext><translation lang='x'><text id='y'><value>z</value></text></translation></itext>", b"<group><label>g</label></group>",
    b'<select1 ref="/data/b"><itemset nodeset="instance(\'l\')/root/item"><value ref="n"/><label ref="n"/></itemset></select1>',
    b'<instance id="l"><root><item><n>1</n></item></root></instance>', b'<instance id="m" src="jr://file-csv/m.csv"/>',
    b"<!-- x -->", b"<![CDATA[x]]>", b"<?x y?>", b"&#65;", b"&amp;",
    b'<input ref="/data/b" query="instance(\'m\')/root/item[n = /data/a]"><label/></input>', b" appearance=\"search('m')\"",
    b"<range ref='/data/a' start='1' end='9' step='2'/>", b"<trigger ref='/data/a'/>", b"<upload ref='/data/a' mediatype='image/*'/>",
]  # fmt: skip


def blind(data: bytes, draw: random.Random) -> bytes:  # noqa: PLR0911 - one line for each damage
    """Cut, flipped, shortened, repeated, moved or overwritten somewhere."""
    if not data:
        return bytes([draw.randrange(256)])
    at, size, other = draw.randrange(len(data)), draw.randint(1, 40), draw.randrange(len(data))
    match draw.randrange(6):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1 :]
        case 2:
            return data[:at] + data[at + size :]
        case 3:
            return data[:at] + data[at : at + size] * draw.randint(2, 50) + data[at + size :]
        case 4:
            return data[:at] + data[other : other + size] + data[at:]
        case _:
            return data[:at] + bytes(draw.randrange(256) for _ in range(draw.randint(1, 8))) + data[at + size :]


def _exchanged(data: bytes, spans: Sequence[re.Match[bytes]], draw: random.Random, put: bytes | None = None) -> bytes:
    """One span replaced by another of its kind, or by `put`."""
    if not spans:
        return data
    one, other = draw.choice(spans), draw.choice(spans)
    return data[: one.start()] + (other.group() if put is None else put) + data[one.end() :]


def of_xform(data: bytes, draw: random.Random) -> bytes:
    """Attributes, elements and expressions exchanged, doubled, taken away or put elsewhere."""
    if draw.random() < 0.1:
        return draw.choice([_other_tag, _with_breakage, blind])(data, draw)
    match draw.randrange(6):
        case 0:
            return _exchanged(data, list(_QUOTED.finditer(data)), draw)
        case 1 | 2:
            return _exchanged(data, list(_QUOTED.finditer(data)), draw, b'"' + draw.choice(EXPRESSIONS) + b'"')
        case 3:
            return _exchanged(data, list(_PIECE.finditer(data)), draw)
        case 4:
            return _exchanged(data, list(_PIECE.finditer(data)), draw, draw.choice([b"", *SNIPPETS]))
        case _:
            pieces = list(_PIECE.finditer(data))
            at = draw.choice(pieces).end() if pieces else 0
            return data[:at] + draw.choice(SNIPPETS) + data[at:]


def _other_tag(data: bytes, draw: random.Random) -> bytes:
    return _exchanged(data, list(_TAG.finditer(data)), draw)


def _with_breakage(data: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(data))
    return data[:at] + draw.choice(BREAKAGE) + data[at:]


def of_text(words: Sequence[bytes]) -> Damage:
    """Tokens exchanged, doubled, dropped, or words put in."""

    def damage(data: bytes, draw: random.Random) -> bytes:
        tokens = list(_TOKEN.finditer(data))
        match draw.randrange(5):
            case 0:
                return _exchanged(data, tokens, draw)
            case 1:
                return _exchanged(data, tokens, draw, draw.choice(words))
            case 2:
                return _exchanged(data, tokens, draw, b"")
            case 3:
                at = draw.randint(0, len(data))
                return data[:at] + draw.choice(words) + data[at:]
            case _:
                return blind(data, draw)

    return damage


def of_zip(data: bytes, draw: random.Random) -> bytes:
    """One file of an ordinary zip spoiled, the rest and the zip itself sound; now and then the zip itself."""
    if draw.random() < 0.15:
        return blind(data, draw)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            files = {info.filename: old.read(info) for info in old.infolist() if info.file_size < LONGEST}
    except Exception:  # noqa: BLE001 - a spoiled zip, whatever the library thinks of it
        return blind(data, draw)
    if not files:
        return blind(data, draw)
    name = draw.choice(sorted(files))
    files[name] = draw.choice([of_xform, blind])(files[name], draw)
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        warnings.simplefilter("ignore")  # a name may come twice
        for each, content in files.items():
            new.writestr(each, content)
    return held.getvalue()


def of_pack(data: bytes, draw: random.Random) -> bytes:
    """A file of a pack spoiled and the pack written anew; or the bytes of the pack."""
    try:
        files = dict(archive.read(data))
    except FormError:
        return blind(data, draw)
    if draw.random() < 0.3:
        return blind(data, draw)
    name = draw.choice(sorted(files))
    match draw.randrange(4):
        case 0:
            del files[name]
        case 1:
            files[draw.choice(["media/x.csv", "x", "manifest.json", "../x", "media/../y", "a/b", "signature"])] = files[
                name
            ]
        case _:
            files[name] = draw.choice([of_xform, blind])(files[name], draw)
    return archive.write(files)


def several(damage: Damage, data: bytes, draw: random.Random, most: int = 4) -> bytes:
    """A few damages one after the other, never longer than `LONGEST`."""
    for _ in range(draw.randint(1, most)):
        data = damage(data, draw)[:LONGEST]
    return data
