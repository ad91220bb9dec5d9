# ruff: noqa: E501, RUF001 - tables read better in one line; some words are Ukrainian

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from screening.forms import packs
from screening.forms.linter import Diagnostic, check
from support.xform import bind, inputs, xform

SETTINGS = '| settings |\n| | form_id | version | namespaces |\n| | t | 1 | ti="https://fieldscreening.org/ns/ti" |\n'


def found(table: str, settings: str = SETTINGS) -> list[tuple[str, str, str | None, int | None, str | None]]:
    return [(d.severity, d.code, d.sheet, d.row, d.column) for d in check((table + settings).encode(), "md")]


def test_a_sound_workbook_has_no_findings() -> None:
    assert (
        found(
            "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | ${a} = 'x' |\n"
        )
        == []
    )


CASES = [
    ("an unknown column", "| text | a | A | x |", "colour", ("warning", "form.lint.column.unknown", "survey", 1, "colour")),
    ("an annotation without bind", "| text | a | A | x |", "ti:indicator", ("error", "form.lint.column.bare", "survey", 1, "ti:indicator")),
    ("an undeclared prefix", "| text | a | A | x |", "bind::zz:y", ("error", "form.lint.namespace", "survey", 1, "bind::zz:y")),
    ("a syntax error", "| text | a | A | ${a} = |", "relevant", ("error", "form.xpath.syntax", "survey", 2, "relevant")),
    ("a syntax error in an annotation", "| text | a | A | . = |", "bind::ti:when", ("error", "form.xpath.syntax", "survey", 2, "bind::ti:when")),
    ("an unknown function", "| text | a | A | foo(.) |", "constraint", ("error", "form.xpath.function", "survey", 2, "constraint")),
    ("a question that is not there", "| text | a | A | ${nobody} |", "relevant", ("error", "form.lint.refused", "survey", 2, "relevant")),
    ("a circle", "| calculate | a | A | ${a} + 1 |", "calculation", ("error", "form.cycle", "survey", None, None)),
    ("a list that is not there", "| text | a | A | instance('x')/root |", "constraint", ("error", "form.instance.unknown", "survey", 2, "constraint")),
    ("a bare word", "| text | a | A | . = yes |", "constraint", ("warning", "form.lint.word", "survey", 2, None)),
    ("dates as text", "| date | a | A | . > '2020-01-01' |", "constraint", ("error", "form.lint.dates", "survey", 2, "constraint")),
    ("dates subtracted", "| date | a | A | ${a} - '2020-01-01' > 1 |", "constraint", ("error", "form.lint.dates", "survey", 2, "constraint")),
    ("a formatted date compared", "| date | a | A | format-date(., '%Y') > 2 |", "constraint", ("error", "form.lint.dates", "survey", 2, "constraint")),
    ("a negative half", "| decimal | a | A | round(-.) > 1 |", "constraint", ("error", "form.lint.round", "survey", 2, "constraint")),
    ("a difference rounded", "| decimal | a | A | round(. - 3) > 1 |", "constraint", ("error", "form.lint.round", "survey", 2, "constraint")),
    ("a part of a pattern", "| text | a | A | regex(., '[a-z]') |", "constraint", ("error", "form.lint.regex", "survey", 2, "constraint")),
    ("floor", "| decimal | a | A | floor(.) > 1 |", "constraint", ("error", "form.lint.floor", "survey", 2, "constraint")),
    ("a bare position", "| text | a | A | instance('l')/root/item[1]/name = . |", "constraint", ("error", "form.lint.position", "survey", 2, "constraint")),
    ("two lists", "| text | a | A | instance('l')/root/item/name = instance('l')/root/item/label |", "constraint", ("error", "form.lint.sets", "survey", 2, "constraint")),
]  # fmt: skip
LIST = "| | select_one l | s | S | |\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n"


@pytest.mark.parametrize(("row", "column", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_finding_has_its_place(row: str, column: str, expected: tuple[str, str, str, int, str]) -> None:
    findings = found(f"| survey |\n| | type | name | label | {column} |\n| {row}\n{LIST}")
    assert expected in findings
    assert not any(code.startswith("form.lint") and code != expected[1] for _, code, *_ in findings)


def test_a_pattern_that_says_where_it_ends_is_fine() -> None:
    assert found("| survey |\n| | type | name | label | constraint |\n| | text | a | A | regex(., '^[a-z]$') |\n") == []


def test_a_missing_translation_is_named_where_it_is_missing() -> None:
    table = (
        "| survey |\n| | type | name | label::English (en) | label::Ukrainian (uk) |\n| | text | a | A | |\n"
        "| | text | b | - | Б |\n| | begin group | g | | |\n| | text | c | C | В |\n| | end group | | | |\n"
    )
    assert [each[2:] for each in found(table) if each[1] == "form.lint.translation"] == [
        ("survey", 2, "label::Ukrainian (uk)"),
        ("survey", 3, "label::English (en)"),
    ]


def test_a_full_path_into_the_own_repeat_is_named_inside_groups_too() -> None:
    table = (
        "| survey |\n| | type | name | label | calculation |\n| | begin repeat | r | R | |\n| | begin group | g | G | |\n"
        "| | integer | a | A | |\n| | calculate | n | | count(/data/r) |\n| | end group | | | |\n| | end repeat | | | |\n"
    )
    assert found(table) == [("warning", "form.lint.own", "survey", 5, "calculation")]


def test_a_choice_column_with_a_colon_breaks_only_beside_plain_labels() -> None:
    table = "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n| | list_name | name | {} | ti:x |\n| | l | x | X | 1 |\n"
    assert ("error", "form.lint.column.choice", "choices", 1, "ti:x") in found(table.format("label"))
    assert "form.lint.column.choice" not in {each[1] for each in found(table.format("label::English (en)"))}


def test_without_the_namespaces_setting_the_prefix_is_named() -> None:
    table = "| survey |\n| | type | name | label | bind::ti:indicator |\n| | text | a | A | DR01 |\n"
    assert ("error", "form.lint.namespace", "survey", 1, "bind::ti:indicator") in found(table, "")


def test_an_xlsx_workbook_is_read_the_same_way() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (
        ["type", "name", "label", "relevant", "required"],
        ["text", "a", "A", "foo(", True],
        ["text", "b", "B", None, None],
    ):
        sheet.append(row)
    held = BytesIO()
    book.save(held)
    assert [(d.code, d.sheet, d.row, d.column) for d in check(held.getvalue(), "xlsx") if d.severity == "error"] == [
        ("form.xpath.syntax", "survey", 2, "relevant")
    ]


def test_an_xform_has_lines_for_rows() -> None:
    xml = xform("<a/>", "\n\n", bind("/data/a", calculate="foo()"), body=inputs("/data/a"))
    (finding,) = check(xml, "xml")
    assert (finding.severity, finding.code, finding.sheet, finding.row, finding.column) == (
        "error", "form.xpath.function", None, 3, "calculate",
    )  # fmt: skip
    assert finding.message_params["name"] == "foo"


def test_an_xform_names_what_is_missing_beside_it() -> None:
    itext = (
        '<itext><translation lang="en"><text id="a"><value>A</value></text></translation>'
        '<translation lang="uk"/></itext>'
    )
    xml = xform("<a/>", more='<instance id="l" src="jr://file-csv/places.csv"/>')
    assert [(d.code, d.params) for d in check(xml, "xml")] == [("form.lint.media", {"name": "places.csv"})]
    codes = {d.code: d.params for d in check(xform("<a/>", more=itext), "xml")}
    assert codes["form.lint.translations"] == {"language": "uk", "count": 1}


def test_a_pack_is_checked_as_the_form_in_it() -> None:
    pack = packs.build(xform("<a/>", bind("/data/a", relevant="floor(1) = 1")), "x", {}, published_by="o")
    assert [d.code for d in check(pack, "pack")] == ["form.lint.floor"]
    assert [d.code for d in check(pack + b"x", "pack")] == ["form.pack.archive"]


@pytest.mark.parametrize(
    ("source", "kind", "code"),
    [
        (b"", "pdf", "form.kind"),
        (b"PK", "xlsx", "form.source.unreadable"),
        (b"\xff\xff", "md", "form.source.unreadable"),
        (b"nothing", "md", "form.lint.refused"),
        (b"<x/>", "xml", "form.xform.structure"),
    ],
)
def test_what_cannot_be_read_is_one_finding(source: bytes, kind: str, code: str) -> None:
    assert [(d.severity, d.code) for d in check(source, kind)] == [("error", code)]


def test_findings_are_plain_values() -> None:
    assert Diagnostic("error", "form.x", None, None, None, {"a": 1}).message_params == {"a": 1}
