"""Every function, by example: expression, what it gives. Sections of the ODK XForms specification in the headings."""

from __future__ import annotations

import hashlib
import math
import re

import pytest

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.functions import FUNCTIONS
from support.xform import bind, computed, session, xform

CASES = [
    # operators
    ("1 + 2 * 3", "7"),
    ("10 - 2 - 3", "5"),
    ("2 * 3 div 4", "1.5"),
    ("7 mod 3", "1"),
    ("-7 mod 3", "-1"),
    ("7 mod 0", ""),
    ("5 div 0", "Infinity"),
    ("-5 div 0", "-Infinity"),
    ("0 div 0", ""),
    ("- -3", "3"),
    ("1 < 2 and 2 < 3", "true"),
    ("1 > 2 or 2 > 3", "false"),
    ("1 = 1.0", "true"),
    ("'1' = 1", "true"),
    ("'a' != 'b'", "true"),
    ("true() = 'x'", "true"),
    ("3 >= 3", "true"),
    ("3 <= 2", "false"),
    ("0.1 + 0.2", "0.30000000000000004"),
    ("12345678901 + 0", "12345678901"),
    ("0.0000001 * 1", "0.0000001"),
    # control
    ("if(1 = 1, 'a', 'b')", "a"),
    ("if('', 'a', 'b')", "b"),
    ("if(true(), 1, 0) + 1", "2"),
    ("coalesce('', 'b')", "b"),
    ("coalesce('', '', 'c')", "c"),
    ("coalesce('', '')", ""),
    ("boolean('x')", "true"),
    ("boolean('')", "false"),
    ("boolean(0)", "false"),
    ("boolean(number('x'))", "false"),
    ("not(true())", "false"),
    ("boolean-from-string('1')", "true"),
    ("boolean-from-string('yes')", "false"),
    ("checklist(1, 2, true(), false(), true())", "true"),
    ("checklist(-1, 1, true(), true())", "false"),
    ("weighted-checklist(3, -1, true(), 2, true(), 1, false(), 9)", "true"),
    ("weighted-checklist(3, -1, true(), 2)", "false"),
    # text
    ("concat('a', 1, true())", "a1true"),
    ("join('-', 'a', 'b', 'c')", "a-b-c"),
    ("string-length('абв')", "3"),
    ("normalize-space('  a   b ')", "a b"),
    ("contains('abc', 'bc')", "true"),
    ("starts-with('abc', 'b')", "false"),
    ("ends-with('abc', 'c')", "true"),
    ("substr('hello', 1)", "ello"),
    ("substr('hello', 1, 3)", "el"),
    ("substr('hello', -3, -1)", "ll"),
    ("substr('hello', 9)", ""),
    ("substring('12345', 2, 3)", "234"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("substring('12345', 0, 3)", "12"),
    ("substring('12345', 2)", "2345"),
    ("substring-before('1999/04/01', '/')", "1999"),
    ("substring-before('abc', 'x')", ""),
    ("substring-after('1999/04/01', '/')", "04/01"),
    ("substring-after('abc', 'x')", ""),
    ("translate('bar', 'abc', 'AB')", "BAr"),
    ("translate('-abc-', '-', '')", "abc"),
    ("regex('abc123', '[a-z]+[0-9]{3}')", "true"),
    ("regex('abc123', '[a-z]+')", "false"),
    ("string(3.50)", "3.5"),
    ("digest('abc', 'SHA-256', 'hex')", hashlib.sha256(b"abc").hexdigest()),
    ("digest('abc', 'MD5', 'hex')", hashlib.md5(b"abc", usedforsecurity=False).hexdigest()),
    ("digest('abc', 'SHA-1')", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
    ("base64-decode('aGk=')", "hi"),
    ("base64-decode('***')", ""),
    # selections
    ("selected('a b c', 'b')", "true"),
    ("selected('ab c', 'b')", "false"),
    ("selected-at('a b c', 2)", "c"),
    ("selected-at('a b c', 3)", ""),
    ("selected-at('a b c', -1)", ""),
    ("count-selected('a b c')", "3"),
    ("count-selected('')", "0"),
    # numbers
    ("number('12')", "12"),
    ("number('1e3')", ""),
    ("number(true())", "1"),
    ("number('2020-01-02') - number('2020-01-01')", "1"),
    ("int(3.9)", "3"),
    ("int(-3.9)", "-3"),
    ("round(2.5)", "3"),
    ("round(-2.5)", "-2"),
    ("round(3.14159, 2)", "3.14"),
    ("round(1250, -2)", "1300"),
    ("floor(-1.5)", "-2"),
    ("ceiling(-1.5)", "-1"),
    ("abs(-3)", "3"),
    ("pow(2, 10)", "1024"),
    ("sqrt(-1)", ""),
    ("log(1)", "0"),
    ("log(0)", "-Infinity"),
    ("log10(1000)", "3"),
    ("exp(0)", "1"),
    ("exp10(2)", "100"),
    ("exp(1000)", "Infinity"),
    ("sin(0)", "0"),
    ("cos(0)", "1"),
    ("tan(0)", "0"),
    ("asin(2)", ""),
    ("acos(1)", "0"),
    ("atan(0)", "0"),
    ("atan2(0, 1)", "0"),
    ("pi()", str(math.pi)),
    ("min(3, 1, 2)", "1"),
    ("max(-3, -1, -2)", "-1"),
    ("max('', 2)", "2"),
    ("min('', '')", ""),
    ("max('x', 2)", "2"),
    # dates
    ("today()", "2026-11-23"),
    ("now()", "2026-11-23T21:40:05.250Z"),
    ("date('2020-02-30')", ""),
    ("date('2020-02-29T10:00:00')", "2020-02-29"),
    ("date(1)", "1970-01-02"),
    ("date-time('2020-02-29')", "2020-02-29T00:00:00.000"),
    ("date-time(0.5)", "1970-01-01T12:00:00.000Z"),
    ("today() - date('2026-11-20')", "3"),
    ("today() > date('2026-11-20')", "true"),
    ("decimal-date-time('1970-01-02T12:00:00Z')", "1.5"),
    ("decimal-time('06:00:00.000')", "0.25"),
    ("decimal-time('2020-01-01T18:00:00Z')", "0.75"),
    ("decimal-time('x')", ""),
    ("format-date('2020-02-09', '%d.%m.%Y %e %n %y %b %a %%')", "09.02.2020 9 2 20 Feb Sun %"),
    ("format-date-time('2020-02-09T07:08:09.100Z', '%H:%M:%S.%3 %h %W')", "07:08:09.100 7 6"),
    ("format-date('x', '%Y')", ""),
    # places
    ("round(distance('0 0 0 0; 0 1 0 0'))", "111319"),
    ("round(area('0 0; 0 1; 1 1; 1 0') div 1000000)", "12391"),
    ("distance('x')", ""),
    ("geofence('0.5 0.5', '0 0; 0 1; 1 1; 1 0; 0 0')", "true"),
    ("geofence('1.5 0.5', '0 0; 0 1; 1 1; 1 0; 0 0')", "false"),
    # machine
    ("property('deviceid')", ""),
    ("string-length(uuid())", "36"),
    ("string-length(uuid(12))", "12"),
    ("random() < 1", "true"),
]


@pytest.mark.parametrize(("expression", "value"), CASES, ids=[case[0] for case in CASES])
def test_an_expression_gives(expression: str, value: str) -> None:
    assert computed(expression) == value


NODES = [
    ("${a} = ''", {"a": ""}, "true"),
    ("/data/a != 0", {"a": ""}, "true"),
    ("/data/a + 1", {"a": ""}, ""),
    ("concat(/data/a + 1)", {"a": ""}, ""),
    ("concat('x', /data/a + 1)", {"a": ""}, "xNaN"),
    ("/data/a + 1", {"a": "2"}, "3"),
    ("/data/a * /data/b", {"a": "2", "b": "4"}, "8"),
    ("string-length(/data/a)", {"a": "four"}, "4"),
    ("sum(/data/a/*)", {"a": "<x>2</x><y>4</y><z/>"}, "6"),
    ("count(/data/a/*)", {"a": "<x>2</x><y>4</y><z/>"}, "3"),
    ("count(/data/a/*) = count(../a/x | ../a/y | ../a/z)", {"a": "<x>2</x><y>4</y><z/>"}, "true"),
    ("count-non-empty(/data/a/*)", {"a": "<x>2</x><y>4</y><z/>"}, "2"),
    ("/data/a/* = 4", {"a": "<x>2</x><y>4</y><z/>"}, "true"),
    ("/data/a/* > 4", {"a": "<x>2</x><y>4</y><z/>"}, "false"),
    ("'2' = /data/a/*", {"a": "<x>2</x><y>4</y><z/>"}, "true"),
    ("/data/a/* != /data/a/*", {"a": "<x>2</x><y>4</y><z/>"}, "true"),
    ("boolean(/data/a/*)", {"a": "<x>2</x>"}, "true"),
    ("string(/data/a/*)", {"a": "<x>2</x><y>3</y>"}, "2"),
    ("join(',', /data/a/*)", {"a": "<x>2</x><y>3</y>"}, "2,3"),
    ("max(/data/a/*)", {"a": "<x>2</x><y>3</y>"}, "3"),
    ("checklist(2, 2, /data/a/*)", {"a": "<x>1</x><y>true</y><z>0</z>"}, "true"),
    ("min(/data/a, /data/b)", {"a": "2", "b": "4"}, "2"),
    ("concat(/data/a | /data/b)", {"a": "x", "b": "y"}, "xy"),
    ("/data/./a/../b", {"a": "x", "b": "y"}, "y"),
    ("../a", {"a": "x"}, "x"),
    ("current()/../a", {"a": "x"}, "x"),
    ("child::data/a", {"a": "x"}, None),
    ("parent::node()/a", {"a": "x"}, "x"),
    ("/data/@id", {}, "t"),
    ("nothing", {}, ""),
]


@pytest.mark.parametrize(("expression", "values", "value"), NODES, ids=[case[0] for case in NODES])
def test_paths_read_nodes(expression: str, values: dict[str, str], value: str | None) -> None:
    expression = re.sub(r"\$\{(\w+)\}", r"/data/\1", expression)
    if value is None:
        with pytest.raises(FormError):
            computed(expression, **values)
    else:
        assert computed(expression, **values) == value


BOUNDED = sorted(name for name, function in FUNCTIONS.items() if function.least or function.most is not None)


@pytest.mark.parametrize("name", BOUNDED)
def test_every_function_refuses_the_wrong_number_of_arguments(name: str) -> None:
    function = FUNCTIONS[name]
    wrong = function.most + 1 if function.most is not None else function.least - 1
    arguments = ", ".join(["1"] * wrong)
    with pytest.raises(FormError):
        Form.parse(xform("<out/>", bind("/data/out", calculate=f"{name}({arguments})")))


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("foo(1)", "form.xpath.function"),
        ("1 +", "form.xpath.syntax"),
        ("(1", "form.xpath.syntax"),
        ("1 2", "form.xpath.syntax"),
        ("'a", "form.xpath.character"),
        ("a # b", "form.xpath.character"),
        ("text()", "form.xpath.unsupported"),
        ("/data/nothing", "form.ref.unknown"),
        ("/other", "form.ref.unknown"),
        ("../../..", "form.ref.unknown"),
        ("instance('x')/root", "form.instance.unknown"),
        ("count('a')", "form.xpath.nodes"),
        ("last()", "form.xpath.arguments"),
        ("weighted-checklist(1, 2, true(), 3, true())", "form.xpath.arguments"),
        ("pulldata(concat('a'), 'b', 'c', 'd')", "form.xpath.unsupported"),
        ("regex('a', '(')", "form.regex"),
        ("indexed-repeat('a', 'b', 1)", "form.xpath.nodes"),
        ("/data/out + 1", "form.cycle"),
        ("1" + "+1" * 40000, "form.xpath.long"),
        ("(" * 500 + "1" + ")" * 500, "form.xpath.deep"),
        ("1" + " = 1" * 500, "form.xpath.deep"),
        ("@", "form.xpath.syntax"),
        ("child::", "form.xpath.syntax"),
    ],
)
def test_what_is_no_expression_is_refused(expression: str, code: str) -> None:
    with pytest.raises(FormError) as refused:
        Form.parse(xform("<out/>", bind("/data/out", calculate=expression)))
    assert refused.value.code == code


def test_a_sum_of_thousands_is_flat() -> None:
    assert computed("+".join(["1"] * 5000)) == "5000"


def test_properties_come_from_the_device() -> None:
    form = xform(
        "<out/><who/>",
        bind("/data/out", calculate="property('deviceid')"),
        bind("/data/who", jr_preload="property", jr_preloadParams="username"),
    )
    live = session(form, deviceid="d1", username="u1")
    assert live.value("/data/out") == "d1"
    assert live.value("/data/who") == "u1"


def test_one_event_has_one_time() -> None:
    form = xform("<a/><b/>", bind("/data/a", calculate="now()"), bind("/data/b", calculate="now()"))
    live = session(form)
    assert live.value("/data/a") == live.value("/data/b")


def test_random_numbers_come_from_the_seed() -> None:
    form = xform("<a/><b/>", bind("/data/a", calculate="random()"), bind("/data/b", calculate="uuid()"))
    one, same, other = (session(form, seed=seed) for seed in (7, 7, 8))
    assert one.value("/data/a") == same.value("/data/a") != other.value("/data/a")
    assert one.value("/data/b") == same.value("/data/b") != other.value("/data/b")


def test_once_keeps_its_first_value() -> None:
    form = xform("<q/><a/>", bind("/data/a", calculate="once(concat('x', /data/q, random()))"), body="")
    live = session(form)
    first = live.value("/data/a")
    assert first.startswith("x0.")
    live.answer("/data/q", "changed")
    assert live.value("/data/a") == first


# ---- further axes ----------------------------------------------------------------------------------------------

ROWS = (
    "<g><a>1</a><b>2</b></g><r><n>3</n><s><n>4</n></s></r><r><n>5</n><s><n>6</n></s></r><out/>"
    '<instance-like x="7"><y>8</y></instance-like>'
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sum(//n)", "18"),
        ("count(/data//n)", "4"),
        ("count(/data/r//*)", "6"),
        ("sum(/data/r//n)", "18"),
        ("join(' ', /data/descendant::n)", "3 4 5 6"),
        ("count(/data/g/descendant-or-self::*)", "3"),
        ("join(' ', ../r/n)", "3 5"),
        ("count(../g/a/ancestor::*)", "2"),
        ("name(../g/a/ancestor-or-self::g)", "g"),
        ("string(../g/a/following-sibling::b)", "2"),
        ("string(../g/b/preceding-sibling::*)", "1"),
        ("join(' ', /data/r[n = 5]/preceding-sibling::r/n)", "3"),
        ("string((/data/r/n)[2])", "5"),
        ("sum((../r/n)[. > 3])", "5"),
        ("sum((/data/r)/s/n)", "10"),
        ("count(/data/r/n[1])", "2"),
        ("sum(/*/g/*)", "3"),
        ("count(/data/r/*[self::s])", "2"),
        ("count(/data/r//*[n/. > 3])", "2"),
        ("count(/data/r/*[2])", "2"),
        ("string(//@x)", "7"),
        ("count(/data/@*)", "2"),
        ("count(/data/g/* | /data/g/a | //n)", "6"),
        ("string(../../data/g/a)", "1"),
        ("count(../r/../r)", "2"),
        ("position()", "1"),
        ("local-name(..)", "data"),
        ("name()", "out"),
        ("namespace-uri(..)", "http://www.w3.org/2002/xforms"),
    ],
)
def test_paths_may_go_any_way(expression: str, value: str) -> None:
    body = '<repeat nodeset="/data/r"/>'
    live = session(xform(ROWS, bind("/data/out", calculate=expression), body=body))
    assert live.value("/data/out") == value
    assert live.recompute() == ()


LIST = (
    '<instance id="l"><root><item k="1"><n>a</n><m><n>b</n></m></item><item><n>c</n></item>'
    "<other>d</other></root></instance>"
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("join('', instance('l')//n)", "abc"),
        ("count(instance('l')/root/*)", "3"),
        ("count(instance('l')/root/item[1]/*)", "2"),
        ("string(instance('l')/root/item/@k)", "1"),
        ("join('', instance('l')/root/item/n[1])", "ac"),
        ("string((instance('l')/root/item/n)[2])", "c"),
        ("name(instance('l')/root/item[2]/following-sibling::*)", "other"),
        ("join('', instance('l')/root/other/preceding-sibling::item/n)", "ca"),
        ("count(instance('l')//n/ancestor::*)", "4"),
        ("count(instance('l')//n/ancestor-or-self::n)", "3"),
        ("name(instance('l')//m/parent::item)", "item"),
        ("count(instance('l')/root/descendant-or-self::item)", "2"),
        ("count(instance('l')/root/*[self::other])", "1"),
        ("string(instance('l')/root/*[last()])", "d"),
    ],
)
def test_paths_through_lists_may_go_any_way(expression: str, value: str) -> None:
    assert session(xform("<out/>", bind("/data/out", calculate=expression), more=LIST)).value("/data/out") == value


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("/ancestor::x", "form.xpath.unsupported"),
        ("following::x", "form.xpath.unsupported"),
        ("(1)[1]", "form.xpath.unsupported"),
        ("(/data | /data/out)/x", "form.xpath.unsupported"),
        ("//*[nowhere/x = 1]", "form.ref.unknown"),
        ("../../other", "form.ref.unknown"),
        ("string(../..)", "form.ref.unknown"),
        ("../../..", "form.ref.unknown"),
        ("/data/text()", "form.xpath.unsupported"),
    ],
)
def test_paths_that_go_nowhere_are_refused(expression: str, code: str) -> None:
    with pytest.raises(FormError) as refused:
        Form.parse(xform("<out/><g><x/></g>", bind("/data/out", calculate=expression)))
    assert refused.value.code == code


MORE = [
    ("is-selected('a b', 'b')", {}, "true"),
    ("depend(1 + 1, /data/a)", {"a": "x"}, "2"),
    ("version()", {}, "1"),
    ("coalesce(number('x'), 'b')", {}, "b"),
    ("coalesce(1 div 0, 'b')", {}, "Infinity"),
    ("coalesce('', number(/data/a), 3)", {"a": "2"}, "2"),
    ("boolean-from-string('True')", {}, "true"),
    ("weighted-checklist(2, 3, /data/a/*, /data/b/*)", {"a": "<x>1</x><x>0</x>", "b": "<x>2</x><x>9</x>"}, "true"),
    ("weighted-checklist(3, -1, /data/a/*, /data/b/*)", {"a": "<x>true</x><x/>", "b": "<x>2</x><x>9</x>"}, "false"),
    ("checklist(2, 2, /data/a/*)", {"a": "<x>3</x><y>x</y><z>false</z><w/>"}, "true"),
    ("selected('', '')", {}, "true"),
    ("selected('a', /data/a)", {"a": ""}, "false"),
    ("selected(/data/a, /data/a)", {"a": ""}, "true"),
    ("0.1 + 0.2 = 0.3", {}, "true"),
    ("0.1 + 0.2 != 0.3", {}, "false"),
    ("0.1 + 0.2 > 0.3", {}, "true"),
    ("number('2024-2-9')", {}, ""),
    ("sum(/data/a/*)", {"a": "<x>1</x><y>no</y>"}, "1"),
    ("min(/data/a/*)", {"a": "<x>no</x>"}, ""),
    ("enclosed-area('0 0; 0 1; 1 1') = area('0 0; 0 1; 1 1')", {}, "true"),
    ("geofence('0.5 0.6', /data/a/*)", {"a": "<x>0 0</x><y>0 1</y><z>1 1</z>"}, "true"),
    ("intersects('0 0; 1 1; 0 1; 1 0')", {}, "true"),
    ("intersects('0 0; 1 1; 2 2')", {}, "false"),
    ("intersects('0 0; 0 1; 1 1; 1 0; 0 0')", {}, "false"),
    ("intersects('0 0; 0 2; 1 1; 0 1; 1 3')", {}, "true"),
    ("intersects('0 0; 0 2; 1 2; 0 1')", {}, "true"),
    ("intersects('x')", {}, "false"),
    ("extract-signed('', '')", {}, ""),
    ("extract-signed('ї', 'ї')", {}, ""),
    ("extract-signed('====', 'A')", {}, ""),
    ("round(1.5, -400)", {}, "0"),
    ("pow(10, 400)", {}, "Infinity"),
    ("exp(1000)", {}, "Infinity"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "values", "value"), MORE, ids=[case[0] for case in MORE])
def test_what_collect_has_besides_and_where_it_leads(expression: str, values: dict[str, str], value: str) -> None:
    assert computed(expression, **values) == value


@pytest.mark.parametrize(
    ("kind", "expression", "value"),
    [
        ("int", "true()", "1"),
        ("decimal", "false()", "0"),
        ("int", "1 div 0", ""),
        ("decimal", "concat(1 div 0, '')", ""),
        ("int", "if(1 = 1, true(), 'x')", "1"),
        ("string", "1 = 1", "true"),
        ("string", "1 div 0", "Infinity"),
        ("int", "concat('2.', '9')", "2"),
        ("int", "concat('x.', '9')", "x.9"),
    ],
)
def test_what_is_kept_depends_on_the_type(kind: str, expression: str, value: str) -> None:
    live = session(xform("<out/>", bind("/data/out", type=kind, calculate=expression)))
    assert live.value("/data/out") == value
