# ruff: noqa: E501, RUF001 - tables read better in one line; some words are Ukrainian

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from screening.forms import packs
from screening.forms.diagnostics import Namespace
from screening.forms.linter import Diagnostic, check, examine
from support.xform import bind, inputs, xform

TI = "https://fieldscreening.org/ns/ti"
SETTINGS = f'| settings |\n| | form_id | version | namespaces |\n| | t | 1 | ti="{TI}" |\n'
ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("SCREENING_CORPUS", ROOT.parent / "shared" / "corpus"))
Place = tuple[str, str, str | None, int | None, str | None]


def found(table: str, settings: str = SETTINGS, media: dict[str, bytes] | None = None) -> list[Place]:
    return [
        (d.severity, d.code, d.sheet, d.row, d.column) for d in check((table + settings).encode(), "md", media=media)
    ]


def codes(table: str, settings: str = SETTINGS, media: dict[str, bytes] | None = None) -> set[str]:
    return {each[1] for each in found(table, settings, media)}


def test_a_sound_workbook_has_no_findings() -> None:
    assert (
        found(
            "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | ${a} = 'x' |\n"
        )
        == []
    )


CASES = [
    ("an unknown column", "| text | a | A | x |", "colour", ("warning", "form.lint.column.unknown", "survey", 1, "colour")),
    ("a misspelt column", "| text | a | A | x |", "relevent", ("warning", "form.lint.column.near", "survey", 1, "relevent")),
    ("an annotation without bind", "| text | a | A | x |", "ti:indicator", ("error", "form.lint.column.bare", "survey", 1, "ti:indicator")),
    ("an undeclared prefix", "| text | a | A | x |", "bind::zz:y", ("error", "form.lint.namespace", "survey", 1, "bind::zz:y")),
    ("a syntax error", "| text | a | A | ${a} = |", "relevant", ("error", "form.xpath.syntax", "survey", 2, "relevant")),
    ("a syntax error in an annotation", "| text | a | A | . = |", "bind::ti:when", ("error", "form.xpath.syntax", "survey", 2, "bind::ti:when")),
    ("an unknown function", "| text | a | A | foo(.) |", "constraint", ("error", "form.xpath.function", "survey", 2, "constraint")),
    ("too many arguments", "| text | a | A | true(1) |", "constraint", ("error", "form.xpath.arguments", "survey", 2, "constraint")),
    ("a question that is not there", "| text | a | A | ${nobody} |", "relevant", ("error", "form.lint.reference", "survey", 2, "relevant")),
    ("a reference that is not closed", "| text | a | A | ${a = 1 |", "relevant", ("error", "form.lint.reference.open", "survey", 2, "relevant")),
    ("a path to nothing", "| text | a | A | /data/nobody = 1 |", "constraint", ("error", "form.ref.unknown", "survey", 2, "constraint")),
    ("a calculation of itself", "| calculate | a | A | ${a} + 1 |", "calculation", ("error", "form.lint.circle", "survey", 2, None)),
    ("a relevance of itself", "| text | a | A | ${a} = 1 |", "relevant", ("error", "form.lint.circle", "survey", 2, None)),
    ("a list that is not there", "| text | a | A | instance('x')/root = 1 |", "constraint", ("error", "form.instance.unknown", "survey", 2, "constraint")),
    ("a bare word", "| text | a | A | . = yes |", "constraint", ("warning", "form.lint.word", "survey", 2, None)),
    ("dates as text", "| date | a | A | . > '2020-01-01' |", "constraint", ("error", "form.lint.dates", "survey", 2, "constraint")),
    ("dates subtracted", "| date | a | A | ${a} - '2020-01-01' > 1 |", "constraint", ("error", "form.lint.dates", "survey", 2, "constraint")),
    ("a formatted date compared", "| date | a | A | format-date(., '%Y') > 2 |", "constraint", ("error", "form.lint.dates", "survey", 2, "constraint")),
    ("a negative half", "| decimal | a | A | round(-.) > 1 |", "constraint", ("error", "form.lint.round", "survey", 2, "constraint")),
    ("a difference rounded", "| decimal | a | A | round(. - 3) > 1 |", "constraint", ("error", "form.lint.round", "survey", 2, "constraint")),
    ("a product with a turned sign rounded", "| decimal | a | A | round(. * -1) > 1 |", "constraint", ("error", "form.lint.round", "survey", 2, "constraint")),
    ("a part of a pattern", "| text | a | A | regex(., '[a-z]') |", "constraint", ("error", "form.lint.regex", "survey", 2, "constraint")),
    ("floor", "| decimal | a | A | floor(.) > 1 |", "constraint", ("error", "form.lint.floor", "survey", 2, "constraint")),
    ("a bare position", "| text | a | A | instance('l')/root/item[1]/name = . |", "constraint", ("error", "form.lint.position", "survey", 2, "constraint")),
    ("two lists", "| text | a | A | instance('l')/root/item/name = instance('l')/root/item/label |", "constraint", ("error", "form.lint.sets", "survey", 2, "constraint")),
    ("a constraint without words", "| text | a | A | . != 'x' |", "constraint", ("warning", "form.lint.constraint.message", "survey", 2, "constraint")),
    ("words without a constraint", "| text | a | A | no |", "constraint_message", ("warning", "form.lint.constraint.missing", "survey", 2, "constraint_message")),
    ("words without required", "| text | a | A | please |", "required_message", ("warning", "form.lint.required.missing", "survey", 2, "required_message")),
    ("relevance of metadata", "| start | a | | 1 = 1 |", "relevant", ("warning", "form.lint.metadata", "survey", 2, "relevant")),
    ("an appearance that nobody knows", "| text | a | A | sparkling |", "appearance", ("warning", "form.lint.appearance", "survey", 2, "appearance")),
    ("an appearance of another type", "| text | a | A | signature |", "appearance", ("warning", "form.lint.appearance.type", "survey", 2, "appearance")),
    ("a type that is not there", "| texxt | a | A | |", "hint", ("error", "form.lint.type.unknown", "survey", 2, "type")),
    ("no type", "| | a | A | |", "hint", ("error", "form.lint.type.missing", "survey", 2, "type")),
    ("no name", "| text | | A | |", "hint", ("error", "form.lint.name.missing", "survey", 2, "name")),
    ("a name with a space", "| text | a b | A | |", "hint", ("error", "form.lint.name.malformed", "survey", 2, "name")),
    ("neither label nor hint", "| text | a | | |", "relevant", ("error", "form.lint.label", "survey", 2, "label")),
    ("guidance alone", "| text | a | | g |", "guidance_hint", ("error", "form.lint.label.guidance", "survey", 2, "label")),
    ("calculate without calculation", "| calculate | a | | |", "calculation", ("error", "form.lint.calculation", "survey", 2, "calculation")),
    ("an unknown list", "| select_one none | a | A | |", "hint", ("error", "form.lint.list.unknown", "survey", 2, "type")),
    ("a filter on a column that is not there", "| select_one l | a | A | region = 'x' |", "choice_filter", ("warning", "form.lint.filter", "survey", 2, "choice_filter")),
    ("a default that is no number", "| integer | a | A | many |", "default", ("warning", "form.lint.default.type", "survey", 2, "default")),
    ("a default that is no date", "| date | a | A | 1/2/2020 |", "default", ("warning", "form.lint.default.type", "survey", 2, "default")),
    ("a default that is no place", "| geopoint | a | A | Kyiv |", "default", ("warning", "form.lint.default.type", "survey", 2, "default")),
    ("a default that is no choice", "| select_one l | a | A | z |", "default", ("warning", "form.lint.default.choice", "survey", 2, "default")),
    ("or_other with a filter", "| select_one l or_other | a | A | name = 'x' |", "choice_filter", ("error", "form.lint.other.filter", "survey", 2, "choice_filter")),
]  # fmt: skip
LIST = "| | select_one l | s | S | |\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n"
BESIDES = {"form.lint.constraint.message"}


@pytest.mark.parametrize(("row", "column", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_finding_has_its_place(row: str, column: str, expected: Place) -> None:
    findings = found(f"| survey |\n| | type | name | label | {column} |\n| {row}\n{LIST}")
    assert expected in findings
    assert {code for _, code, *_ in findings} - BESIDES == {expected[1]} - BESIDES


def test_every_error_is_told_in_one_look() -> None:
    table = (
        "| survey |\n| | type | name | label | relevant | constraint | constraint_message | calculation |\n"
        "| | integer | age | Age ${nowhere} | | . > floor(3) | no | |\n"
        "| | txt | b | B | ${age} > | | | |\n"
        "| | select_one none | c | C | foo(1) | | | |\n"
        "| | calculate | x | | | | | ${y} + 1 |\n"
        "| | calculate | y | | | | | ${x} + 1 |\n"
        "| | text | d | D | /data/zz = 1 | regex(., 'a') | no | |\n"
        "| | text | d | D | | | | |\n"
        "| | calculate | p | | | | | ${q} |\n"
        "| | calculate | q | | | | | ${p} |\n"
    )
    told = {(code, row) for severity, code, _, row, _ in found(table) if severity == "error"}
    assert told >= {
        ("form.lint.reference", 2),
        ("form.lint.floor", 2),
        ("form.lint.type.unknown", 3),
        ("form.xpath.syntax", 3),
        ("form.lint.list.unknown", 4),
        ("form.xpath.function", 4),
        ("form.ref.unknown", 7),
        ("form.lint.regex", 7),
        ("form.lint.name.twice", 8),
    }
    assert sum(code == "form.cycle" for code, _ in told) == 2


def test_a_circle_names_its_way() -> None:
    table = "| survey |\n| | type | name | label | calculation |\n| | calculate | x | | ${y} + 1 |\n| | calculate | y | | ${x} + 1 |\n"
    (circle,) = [each for each in check((table + SETTINGS).encode(), "md") if each.code == "form.cycle"]
    assert circle.params["path"] == "/data/x -> /data/y -> /data/x" or circle.params["path"].count("->") == 2  # type: ignore[union-attr]
    assert circle.row in {2, 3}


def test_a_pattern_that_says_where_it_ends_is_fine() -> None:
    assert (
        found(
            "| survey |\n| | type | name | label | constraint | constraint_message |\n| | text | a | A | regex(., '^[a-z]$') | no |\n"
        )
        == []
    )


def test_a_missing_translation_is_named_where_it_is_missing() -> None:
    table = (
        "| survey |\n| | type | name | label::English (en) | label::Ukrainian (uk) |\n| | text | a | A | |\n"
        "| | text | b | - | Б |\n| | begin group | g | | |\n| | text | c | C | В |\n| | end group | | | |\n"
    )
    assert [each[2:] for each in found(table) if each[1] == "form.lint.translation"] == [
        ("survey", 2, "label::Ukrainian (uk)"),
        ("survey", 3, "label::English (en)"),
    ]


def test_words_that_no_column_holds_in_a_language_are_told_once() -> None:
    table = (
        "| survey |\n| | type | name | label::English (en) | label::Ukrainian (uk) | required | required_message::English (en) |\n"
        "| | text | a | A | А | yes | please |\n| | text | b | B | Б | yes | please |\n"
    )
    assert [each[2:] for each in found(table) if each[1] == "form.lint.language.column"] == [
        ("survey", 1, "required_message::Ukrainian (uk)")
    ]


def test_settings_that_lack_are_named() -> None:
    table = "| survey |\n| | type | name | label::English (en) | label::Ukrainian |\n| | text | a | A | А |\n"
    assert codes(table, "") == {
        "form.lint.settings.form_id",
        "form.lint.settings.version",
        "form.lint.settings.default_language",
        "form.lint.language.code",
    }
    wrong = "| settings |\n| | form_id | version | default_language |\n| | t | 1 | French (fr) |\n"
    assert ("warning", "form.lint.settings.language", "settings", 2, "default_language") in found(table, wrong)


def test_a_full_path_into_the_own_repeat_is_named_inside_groups_too() -> None:
    table = (
        "| survey |\n| | type | name | label | calculation |\n| | begin repeat | r | R | |\n| | begin group | g | G | |\n"
        "| | integer | a | A | |\n| | calculate | n | | count(/data/r) |\n| | end group | | | |\n| | end repeat | | | |\n"
    )
    assert found(table) == [("warning", "form.lint.own", "survey", 5, "calculation")]


def test_a_full_path_that_goes_on_into_an_inner_repeat_counts_what_it_should() -> None:
    table = (
        "| survey |\n| | type | name | label | calculation |\n| | begin repeat | r | R | |\n| | begin repeat | i | I | |\n"
        "| | integer | a | A | |\n| | end repeat | | | |\n| | calculate | n | | sum(/data/r/i/a) |\n| | end repeat | | | |\n"
    )
    assert found(table) == []


def test_words_that_show_an_answer_from_another_repeat_are_named() -> None:
    table = (
        "| survey |\n| | type | name | label |\n| | begin repeat | r | R |\n| | text | a | A |\n| | text | b | about ${a} |\n"
        "| | end repeat | | |\n| | note | n | of ${a} |\n"
    )
    assert found(table) == [("warning", "form.lint.output.repeat", "survey", 6, "label")]


def test_groups_that_are_not_closed_or_not_open_are_named() -> None:
    table = (
        "| survey |\n| | type | name | label |\n| | begin group | g | G |\n| | text | a | A |\n| | end repeat | | |\n"
    )
    assert {("error", "form.lint.end", "survey", 4, "type"), ("error", "form.lint.begin", "survey", 2, "type")} <= set(
        found(table)
    )


def test_names_that_clash_are_named() -> None:
    table = (
        "| survey |\n| | type | name | label | repeat_count |\n| | integer | many | Many | |\n| | begin repeat | r | R | ${many} + 1 |\n"
        "| | text | a | A | |\n| | text | A | A | |\n| | end repeat | | | |\n| | text | r_count | C | |\n"
        "| | begin group | g | G | |\n| | text | many | M | |\n| | end group | | | |\n| | note | n | ${many} | |\n"
    )
    assert {
        ("warning", "form.lint.name.case", "survey", 5, "name"),
        ("error", "form.lint.name.count", "survey", 7, "name"),
        ("error", "form.lint.reference.twice", "survey", 11, "label"),
    } <= set(found(table))


def test_lists_of_choices_are_looked_through() -> None:
    table = (
        "| survey |\n| | type | name | label |\n| | select_multiple l | a | A |\n"
        "| choices |\n| | list_name | name | label | my column |\n| | l | x y | X | 1 |\n| | l | z | | |\n| | l | z | Z | |\n| | l | | Q | |\n| | old | o | O | |\n| | | p | P | |\n"
    )
    assert {
        ("error", "form.lint.choice.space", "choices", 2, "name"),
        ("warning", "form.lint.choice.label", "choices", 3, "label"),
        ("error", "form.lint.choice.twice", "choices", 4, "name"),
        ("error", "form.lint.choice.name", "choices", 5, "name"),
        ("warning", "form.lint.list.unused", "choices", 6, "list_name"),
        ("warning", "form.lint.list.missing", "choices", 7, "list_name"),
        ("warning", "form.lint.column.space", "choices", 1, "my column"),
    } <= set(found(table))


def test_a_default_that_its_own_constraint_refuses_is_named() -> None:
    table = "| survey |\n| | type | name | label | default | constraint | constraint_message |\n| | integer | a | A | 3 | {} | no |\n"
    assert codes(table.format(". > 5")) == {"form.lint.default.constraint"}
    assert codes(table.format("${a} > 5")) == {"form.lint.default.constraint"}
    assert codes(table.format(". > 1")) == set()
    assert codes(table.format(". > random()")) == set()  # nobody can say


def test_other_is_english_everywhere() -> None:
    table = (
        "| survey |\n| | type | name | label::English (en) | label::Ukrainian (uk) |\n| | select_one l or_other | a | A | А |\n"
        "| choices |\n| | list_name | name | label::English (en) | label::Ukrainian (uk) |\n| | l | x | X | Х |\n"
    )
    assert ("warning", "form.lint.other", "survey", 2, "type") in found(table)


def test_files_that_are_not_there_and_files_that_nothing_names() -> None:
    table = (
        "| survey |\n| | type | name | label | image |\n| | text | a | A | there.png |\n| | text | b | B | gone.png |\n"
        "| | select_one_from_file towns.csv | t | T | |\n| | select_one_from_file far.csv | f | F | |\n"
    )
    media = {"there.png": b"", "left.png": b"", "towns.csv": b"code,label\n1,A\n"}
    assert set(found(table, media=media)) == {
        ("warning", "form.lint.media", "survey", 3, "image"),
        ("warning", "form.lint.media", "survey", 5, "type"),
        ("error", "form.lint.file.column", "survey", 4, "type"),
        ("warning", "form.lint.media.unused", None, None, None),
    }
    assert codes(table) == {"form.lint.media"}  # nobody looked beside the form


WORDS = Namespace(
    frozenset({"indicator", "when", "absent", "choices", "sensitivity"}),
    frozenset({"purpose"}),
    {"indicator": {"DR01"}, "sensitivity": {"0", "1"}, "purpose": {"LAB"}},
    {"choices": {"DR01", "CR02"}},
)


def annotated(header: str, cell: str, kind: str = "select_one l", choice: str = "") -> list[Place]:
    table = (
        f"| survey |\n| | type | name | label::English (en) | {header} |\n| | {kind} | a | A | {cell} |\n"
        f"| | select_one l | b | B | |\n| choices |\n| | list_name | name | label::English (en) | ti:purpose |\n| | l | x | X | {choice} |\n"
    )
    findings = check((table + SETTINGS).encode(), "md", vocabulary={TI: WORDS})
    return [(d.severity, d.code, d.sheet, d.row, d.column) for d in findings]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("bind::ti:indicater", "DR01", "form.lint.annotation.column"),
        ("bind::ti:indicator", "DR99", "form.lint.annotation.word"),
        ("bind::ti:sensitivity", "7", "form.lint.annotation.word"),
        ("bind::ti:choices", "x", "form.lint.annotation.choices"),
        ("bind::ti:choices", "x=DR01 x=DR01", "form.lint.annotation.choices"),
        ("bind::ti:choices", "nobody=DR01", "form.lint.annotation.choice"),
        ("bind::ti:choices", "x=XX99", "form.lint.annotation.word"),
        ("bind::ti:when", ". = 'x'", "form.lint.annotation.alone"),
    ],
)
def test_annotations_that_nobody_reads_are_named(header: str, cell: str, code: str) -> None:
    assert {each[1:] for each in annotated(header, cell)} == {
        (code, "survey", 1 if code.endswith("column") else 2, header)
    }


def test_annotations_that_fit_are_fine() -> None:
    assert annotated("bind::ti:choices", "x=DR01", choice="LAB") == []
    assert annotated("bind::ti:indicator2", "DR01") == []
    assert ("error", "form.lint.annotation.choices", "survey", 2, "bind::ti:choices") in annotated(
        "bind::ti:choices", "x=DR01", "text"
    )
    assert annotated("bind::ti:indicator", "DR01", choice="WORK") == [
        ("error", "form.lint.annotation.word", "choices", 2, "ti:purpose")
    ]


def test_a_choice_column_with_a_colon_breaks_only_beside_plain_labels() -> None:
    table = "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n| | list_name | name | {} | ti:x |\n| | l | x | X | 1 |\n"
    assert ("error", "form.lint.column.choice", "choices", 1, "ti:x") in found(table.format("label"))
    assert "form.lint.column.choice" not in codes(table.format("label::English (en)"))


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
        [None, None, None, None, None],
        ["text", "b", "B", "/data/zz", None],
    ):
        sheet.append(row)
    held = BytesIO()
    book.save(held)
    assert [(d.code, d.sheet, d.row, d.column) for d in check(held.getvalue(), "xlsx") if d.severity == "error"] == [
        ("form.xpath.syntax", "survey", 2, "relevant"),
        ("form.ref.unknown", "survey", 4, "relevant"),
    ]


def test_an_xform_has_lines_for_rows_and_every_fault_is_told() -> None:
    xml = xform(
        "<a/><b/><c/>",
        "\n\n",
        bind("/data/a", calculate="foo()"),
        "\n",
        bind("/data/b", relevant="/data/nobody = 1"),
        "\n",
        bind("/data/c", constraint=". ="),
        body=inputs("/data/a", "/data/b", "/data/c"),
    )
    told = [(each.severity, each.code, each.sheet, each.row, each.column, each.path) for each in check(xml, "xml")]
    assert told == [
        ("error", "form.xpath.function", None, 3, "calculate", "/data/a"),
        ("error", "form.ref.unknown", None, 4, "relevant", "/data/b"),
        ("error", "form.xpath.syntax", None, 5, "constraint", "/data/c"),
    ]
    assert check(xml, "xml")[0].message_params["name"] == "foo"


def test_an_xform_names_what_is_missing_beside_it() -> None:
    itext = (
        '<itext><translation lang="en"><text id="a"><value>A</value></text></translation>'
        '<translation lang="uk"/></itext>'
    )
    xml = xform("<a/>", more='<instance id="l" src="jr://file-csv/places.csv"/>')
    assert [(d.code, d.params) for d in check(xml, "xml")] == [("form.lint.media", {"name": "places.csv"})]
    found_codes = {d.code: d.params for d in check(xform("<a/>", more=itext), "xml")}
    assert found_codes["form.lint.translations"] == {"language": "uk", "count": 1, "names": "a"}


def test_a_pack_is_checked_as_the_form_in_it() -> None:
    pack = packs.build(xform("<a/>", bind("/data/a", relevant="floor(1) = 1")), "x", {}, published_by="o")
    assert [d.code for d in check(pack, "pack")] == ["form.lint.floor", "form.lint.unsigned"]
    assert [d.code for d in check(packs.with_signature(pack, b"s"), "pack")] == ["form.lint.floor"]
    assert [d.code for d in check(pack + b"x", "pack")] == ["form.pack.archive"]


@pytest.mark.parametrize(
    ("source", "kind", "code"),
    [
        (b"", "pdf", "form.kind"),
        (b"", "md", "form.source.empty"),
        (b"", "xlsx", "form.source.empty"),
        (b"PK", "xlsx", "form.source.unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "xlsx", "form.source.unreadable"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "xlsx",
            "form.source.protected",
        ),
        (b"\xff\xff", "md", "form.source.unreadable"),
        (b"nothing", "md", "form.lint.survey"),
        (b"<x/>", "xml", "form.xform.structure"),
    ],
)
def test_what_cannot_be_read_is_one_finding(source: bytes, kind: str, code: str) -> None:
    assert [(d.severity, d.code) for d in check(source, kind) if d.severity == "error"] == [("error", code)]


def test_the_report_goes_with_the_findings() -> None:
    table = "| survey |\n| | type | name | label::English (en) | label::Ukrainian (uk) |\n| | text | a | A | - |\n"
    report = examine((table + SETTINGS).encode(), "md").report
    assert report is not None
    assert report["languages"]["Ukrainian (uk)"]["missing"] == ["/data/a:label"]
    assert examine(b"", "md").report is None


def test_findings_are_plain_values() -> None:
    assert Diagnostic("error", "form.x", None, None, None, {"a": 1}).message_params == {"a": 1}


JUDGED = {
    "all-question-types-v2024091201-3.xlsx": {"form.lint.list.unused", "form.lint.media", "form.notice.program"},
    "big500.xml": set(),
    "child_vaccination_VOL_tool_v12.xml": set(),
    "eIMCI-by-D-Tree.xml": {"form.lint.translations"},
    "htcds_xlsform.xlsx": {"form.lint.settings.form_id"},
    "socio-economic-survey-v20240515.xlsx": {
        "form.lint.list.unused",
        "form.lint.settings.default_language",
        "form.lint.language.column",
        "form.lint.translation",
    },
    "whova_form.xlsx": {
        "form.lint.column.near",
        "form.lint.constraint.message",
        "form.lint.language.code",
        "form.lint.language.column",
        "form.lint.list.unused",
        "form.lint.translation",
        "form.lint.word",
    },
}
"""What is wrong with forms in use, each finding looked at. None of it is an error: all of them run."""


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_forms_in_use_have_no_false_alarms(name: str) -> None:
    file = CORPUS / name
    if not file.is_file():
        pytest.skip("not run: the folder of real forms is missing")
    findings = check(file.read_bytes(), file.suffix[1:], media={})
    assert {each.code for each in findings} == JUDGED[name]
    assert {each.severity for each in findings} <= {"warning"}


@pytest.mark.parametrize("form", sorted((ROOT / "forms").glob("*/form.md")), ids=lambda form: form.parent.name)
def test_our_own_instruments_have_no_findings(form: Path) -> None:
    assert check(form.read_bytes(), "md", media={}) == ()


# ---- faults of XForms, of every kind that stands behind another ---------------------------------------------------


def told(xml: bytes) -> set[tuple[str, str | None, str | None]]:
    return {(each.code, each.column, each.path) for each in check(xml, "xml") if each.severity == "error"}


def test_faults_in_choices_counts_actions_and_words_are_told_together() -> None:
    body = (
        '<select1 ref="/data/a"><label>A</label><itemset nodeset="instance(\'gone\')/root/item">'
        '<value ref="name"/><label ref="label"/></itemset></select1>'
        '<group ref="/data/r"><repeat nodeset="/data/r" jr:count="foo()"><input ref="/data/r/x"><label>X</label></input>'
        "</repeat></group>"
        '<input ref="/data/b"><label ref="jr:itext(\'b\')"/><hint>see <output value="/data/none"/></hint></input>'
        '<input ref="/data/c"><label>C</label></input>'
        '<input ref="/data/nowhere"><label>N</label></input>'
    )
    more = (
        '<itext><translation lang="en"><text id="b"><value>B <output value="/data/gone"/></value></text></translation>'
        '</itext><setvalue event="odk-instance-first-load" ref="/data/c" value="bar()"/>'
    )
    xml = xform("<a/><r><x/></r><b/><c/>", bind("/data/a", relevant="1 ="), body=body, more=more)
    found_ones = told(xml)
    assert found_ones >= {
        ("form.xpath.syntax", "relevant", "/data/a"),
        ("form.instance.unknown", "choices", "/data/a"),
        ("form.xpath.function", "jr:count", "/data/r"),
        ("form.xpath.function", "setvalue", "/data/c"),
    }
    assert {code for code, _, _ in found_ones} >= {"form.ref.unknown"}


def test_several_circles_are_each_told() -> None:
    xml = xform(
        "<a/><b/><c/><d/><e/>",
        bind("/data/a", calculate="/data/b"),
        bind("/data/b", calculate="/data/a"),
        bind("/data/c", relevant="/data/d = 1"),
        bind("/data/d", relevant="/data/c = 1"),
        bind("/data/e", calculate=". + 1"),
        body=inputs("/data/c", "/data/d"),
    )
    circles = [each.params["path"] for each in check(xml, "xml") if each.code in {"form.cycle", "form.lint.circle"}]
    assert len(circles) == 3
    assert "/data/e" in circles


def test_a_bind_of_nothing_does_not_hide_what_stands_behind_it() -> None:
    xml = xform(
        "<a/>",
        '<bind nodeset="/data/gone" relevant="1 = 1"/>',
        bind("/data/a", constraint="foo(.)"),
        body=inputs("/data/a"),
    )
    assert {code for code, _, _ in told(xml)} == {"form.ref.unknown", "form.xpath.function"}


def test_a_text_that_no_language_has_is_named() -> None:
    body = '<input ref="/data/a"><label ref="jr:itext(\'gone\')"/></input>'
    more = '<itext><translation lang="en"><text id="b"><value>B</value></text></translation></itext>'
    findings = [(each.code, each.path, each.params) for each in check(xform("<a/>", body=body, more=more), "xml")]
    assert ("form.lint.text", "/data/a", {"name": "gone"}) in findings


def test_pictures_that_a_form_names_are_looked_for_beside_it() -> None:
    more = '<itext><translation lang="en"><text id="b"><value>B</value><value form="image">jr://images/x.png</value></text></translation></itext>'
    body = '<input ref="/data/a"><label ref="jr:itext(\'b\')"/></input>'
    xml = xform("<a/>", body=body, more=more)
    assert [each.params for each in check(xml, "xml", media={}) if each.code == "form.lint.media"] == [
        {"name": "x.png"}
    ]
    assert check(xml, "xml", media={"x.png": b""}) == ()


def test_what_a_form_asks_for_and_is_not_done_here_is_told() -> None:
    table = "| survey |\n| | type | name | label | appearance |\n| | text | a | A | ex:org.example.app |\n"
    assert codes(table) == {"form.notice.program"}


def test_more_ways_to_go_wrong_in_rows() -> None:
    table = (
        "| survey |\n| | type | name | label | image | big-image | relevant | repeat_count |\n"
        "| | begin repeat | data | | | | | |\n| | begin group | g | G | | | | |\n| | text | a | A | | x.png | | |\n"
        "| | end group | | | | | | |\n| | end repeat | | | | | | |\n| | begin group | h | H | | | | |\n"
        "| | text | b | B | | | | |\n| | end group | | | | | | |\n| | select_one_external far | c | C | | | | |\n"
        "| | select_one ${a} | d | D | | | | |\n| | begin group | i | I | | | | |\n"
    )
    assert {
        ("error", "form.lint.name.repeat", "survey", 2, "name"),
        ("warning", "form.lint.label.repeat", "survey", 2, "label"),
        ("error", "form.lint.big_image", "survey", 4, "big-image"),
        ("error", "form.lint.list.unknown", "survey", 10, "type"),
        ("error", "form.lint.begin", "survey", 12, "type"),
    } <= set(found(table))


def test_groups_have_appearances_too() -> None:
    table = "| survey |\n| | type | name | label | appearance |\n| | begin group | g | G | sparkling |\n| | text | a | A | |\n| | end group | | | |\n"
    assert found(table) == [("warning", "form.lint.appearance", "survey", 2, "appearance")]


def test_the_same_column_under_two_names_is_an_error() -> None:
    table = "| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | | |\n"
    assert ("error", "form.lint.column.twice", "survey", 1, "relevance") in found(table)


def test_a_column_of_the_choices_that_nobody_reads_is_named() -> None:
    table = "| survey |\n| | type | name | label::English (en) |\n| | select_one l | a | A |\n| choices |\n| | list_name | name | label::English (en) | ti:porpoise |\n| | l | x | X | LAB |\n"
    findings = check((table + SETTINGS).encode(), "md", vocabulary={TI: WORDS})
    assert [(each.code, each.sheet, each.column) for each in findings] == [
        ("form.lint.annotation.column", "choices", "ti:porpoise")
    ]


def test_a_list_in_a_file_that_cannot_be_read_is_told_at_its_row() -> None:
    table = "| survey |\n| | type | name | label |\n| | select_one_from_file towns.geojson | t | T |\n"
    assert ("error", "survey", 2) in {
        (each[0], each[2], each[3]) for each in found(table, media={"towns.geojson": b"no list"})
    }


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    source = (ROOT / "tests" / "vectors" / "forms" / "old.xls").read_bytes()
    assert [(d.severity, d.code, d.sheet, d.row, d.column) for d in check(source, "xlsx")] == [
        ("error", "form.xpath.syntax", "survey", 3, "relevant"),
        ("warning", "form.lint.settings.version", "settings", None, "version"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| survey |\n| | type | name | label | disabled |\n| | text | a | A | |\n| | nonsense | a | A | yes |\n",
        "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n| | list_name | name | label | remark |\n| | l | x | X | ${nobody} |\n",
        "| survey |\n| | type | name | label |\n| | begin  group | g | G |\n| | text | a | A |\n| | end  group | | |\n",
        "| survey |\n| | type | name | label |\n| | begin lgroup | g | G |\n| | text | a | A |\n| | end lgroup | | |\n",
        "| survey |\n| | type | name | label |\n| | sim id | a | |\n| | text | b | B |\n",
        "| survey |\n| | type | name | label | default |\n| | calculate | a | | now() |\n| | text | b | B | |\n",
        "| survey |\n| | type | name | label | default |\n| | select_one_from_file far.csv | a | A | x |\n",
        "| survey |\n| | type | name | label | calculation |\n| | text | a | | 1 + 1 |\n| | text | b | B | |\n",
        "| survey |\n| | type | name | label | hint |\n| | text | a | | only a hint |\n",
    ],
)
def test_what_the_converter_takes_is_no_error(table: str) -> None:
    assert [each for each in found(table) if each[0] == "error"] == []


def test_columns_without_a_language_are_in_the_default_language() -> None:
    table = "| survey |\n| | type | name | label | label::Ukrainian (uk) |\n| | text | a | A | А |\n"
    settings = "| settings |\n| | id_string | version | default_language |\n| | t | 1 | English (en) |\n"
    assert found(table, settings) == []


def test_faults_behind_what_the_converter_makes_are_placed_where_they_were_written() -> None:
    table = (
        "| survey |\n| | type | name | label | repeat_count |\n| | begin repeat | r | R | /data/gone + 1 |\n"
        "| | text | a | A | |\n| | end repeat | | | |\n"
    )
    assert [each for each in found(table) if each[0] == "error"] == [
        ("error", "form.ref.unknown", "survey", 2, "repeat_count")
    ]


def test_a_column_written_twice_under_one_name_hides_nothing_else() -> None:
    table = "| survey |\n| | type | name | label | hint | hint |\n| | text | a | A | | |\n| | texxt | b | B | | |\n"
    assert {code for _, code, *_ in found(table)} == {"form.lint.column.twice", "form.lint.type.unknown"}


def test_a_filter_that_does_not_parse_is_told_once() -> None:
    table = "| survey |\n| | type | name | label | choice_filter |\n| | select_one l | a | A | name = |\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n"
    assert found(table) == [("error", "form.xpath.syntax", "survey", 2, "choice_filter")]


def test_an_expression_without_end_is_refused_with_its_place() -> None:
    table = f"| survey |\n| | type | name | label | relevant |\n| | text | a | A | {'1+' * 40_000}1 |\n"
    assert ("error", "form.xpath.long", "survey", 2, "relevant") in found(table)


def test_a_default_whose_constraint_looks_around_is_left_alone() -> None:
    table = "| survey |\n| | type | name | label | default | constraint | constraint_message |\n| | begin repeat | r | R | | | |\n| | integer | a | A | 3 | position(..) > 5 | no |\n| | end repeat | | | | | |\n"
    assert codes(table) == set()


def test_lines_are_those_of_the_source_also_where_tags_are_broken() -> None:
    xml = xform(
        "<a/><b/>",
        '<bind\n  nodeset="/data/a"\n  relevant="foo()"\n/>\n\n<bind nodeset="/data/gone"/>\n',
        bind("/data/b", constraint="bar()"),
        body=inputs("/data/a", "/data/b"),
    )
    assert [(each.code, each.row) for each in check(xml, "xml")] == [
        ("form.xpath.function", 1),
        ("form.ref.unknown", 6),
        ("form.xpath.function", 7),
    ]


def test_words_of_a_message_that_show_nothing_are_told() -> None:
    more = '<itext><translation lang="en"><text id="m"><value>not <output value="/data/gone"/></value></text></translation></itext>'
    xml = xform(
        "<a/>",
        '<bind nodeset="/data/a" constraint=". != 1" jr:constraintMsg="jr:itext(\'m\')"/>',
        body=inputs("/data/a"),
        more=more,
    )
    assert {(code, path) for code, _, path in told(xml)} == {("form.ref.unknown", "/data/a")}


def test_what_is_no_xml_is_one_finding() -> None:
    assert [each.code for each in check(b"<html", "xml")] == ["form.xml.malformed"]
