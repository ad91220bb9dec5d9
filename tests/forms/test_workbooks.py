"""Instruments as workbooks: what is built from the workbook is what is built from the tables, to the byte."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from screening.errors import FormError
from screening.forms import authoring, packs
from screening.forms.sheets import read_workbook
from screening.forms.workbooks import export, workbook_bytes

ROOT = Path(__file__).parents[2]
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A table takes tens of milliseconds: making a failing one smaller would take minutes, and it is small already."""
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t")
WORDS = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(lambda text: text and "${" not in text)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Tables of an instrument with two languages, choices, a group and a repeat."""
    names = draw(st.lists(NAMES, min_size=3, max_size=8, unique=True))
    kinds = ["text", "integer", "decimal", "date", "select_one l", "select_multiple l", "note", "geopoint"]
    lines = [
        "| survey |",
        "| | type | name | label::English (en) | label::Ukrainian (uk) | hint | relevant | default |",
    ]
    lines.append(f"| | begin_{draw(st.sampled_from(['group', 'repeat']))} | g_0 | G | Г | | | |")
    ended = "end_" + lines[-1].partition("begin_")[2].partition(" ")[0]
    for place, name in enumerate(names):
        kind = draw(st.sampled_from(kinds))
        label, other, hint = (cell(draw(WORDS)) for _ in range(3))
        relevant = (
            draw(st.sampled_from(["", "1 = 1", f"${{{names[0]}}} != 'a|b'".replace("|", "\\|")])) if place else ""
        )
        default = cell(draw(st.sampled_from(["", "007", "TRUE", "1e5", "<b>"]))) if kind == "text" else ""
        lines.append(f"| | {kind} | {name} | {label} | {other} | {hint} | {relevant} | {default} |")
        if place == len(names) // 2:
            lines.append(f"| | {ended} | | | | | | |")
    lines += ["| choices |", "| | list_name | name | label::English (en) | label::Ukrainian (uk) |"]
    lines += [f"| | l | c{number} | {cell(draw(WORDS))} | {cell(draw(WORDS))} |" for number in range(3)]
    lines += ["| settings |", "| | form_id | version | form_title |", f"| | made | 2026.10 | {cell(draw(WORDS))} |"]
    return "\n".join(lines) + "\n"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=UNSHRUNK)
@given(tables())
def test_the_workbook_of_an_instrument_builds_to_the_same_form(table: str) -> None:
    source = table.encode()
    workbook = export(source, "md")
    assert workbook == export(source, "md")
    assert authoring.convert(workbook, "xlsx").xml == authoring.convert(source, "md").xml
    assert packs.build(workbook, "made", {}, published_by="") == packs.build(source, "made", {}, published_by="")


@settings(max_examples=60, deadline=None, phases=UNSHRUNK)
@given(tables())
def test_reading_a_workbook_gives_the_rows_that_were_written(table: str) -> None:
    book = read_workbook(table.encode(), "md")
    again = read_workbook(workbook_bytes(book), "xlsx")
    assert {name: sheet.rows for name, sheet in again.sheets.items()} == {
        name: sheet.rows for name, sheet in book.sheets.items()
    }


@pytest.mark.parametrize("form", sorted((ROOT / "forms").glob("*/form.md")), ids=lambda form: form.parent.name)
def test_our_own_instruments_go_out_and_come_back(form: Path) -> None:
    source = form.read_bytes()
    workbook = export(source, "md")
    assert authoring.convert(workbook, "xlsx").xml == authoring.convert(source, "md").xml
    assert authoring.convert(export(workbook, "xlsx"), "xlsx").xml == authoring.convert(source, "md").xml


def test_other_programs_open_the_workbook_and_find_text() -> None:
    source = b"| survey |\n| | type | name | label | default |\n| | text | a | =SUM(1) | 007 |\n"
    workbook = export(source, "md")
    with zipfile.ZipFile(BytesIO(workbook)) as opened:
        assert opened.testzip() is None
    sheet = load_workbook(BytesIO(workbook))["survey"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["type", "name", "label", "default"],
        ["text", "a", "=SUM(1)", "007"],
    ]
    assert {cell.data_type for row in sheet.rows for cell in row} == {"s"}


def test_many_columns_are_named_as_spreadsheets_name_them() -> None:
    heads = " | ".join(f"c{number}" for number in range(60))
    source = f"| survey |\n| | {heads} |\n| | {heads} |\n".encode()
    sheet = load_workbook(BytesIO(export(source, "md")))["survey"]
    assert [cell.value for cell in sheet[2]] == [f"c{number}" for number in range(60)]


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 40_000, "form.export.long"), ("a\x07b", "form.export.character")], ids=["long", "bell"]
)
def test_what_a_workbook_cannot_hold_is_refused_with_its_place(text: str, code: str) -> None:
    source = f"| survey |\n| | type | name | label |\n| | text | a | {text} |\n".encode()
    with pytest.raises(FormError) as refused:
        export(source, "md")
    assert refused.value.code == code
    assert refused.value.params == {"sheet": "survey", "row": 2, "column": "label"}


def test_tables_that_are_none_of_a_form_are_not_written() -> None:
    with pytest.raises(FormError) as refused:
        export(b"| one |\n| | a |\n| two |\n| | b |\n", "md")
    assert refused.value.code == "form.source.empty"


@pytest.mark.parametrize("entries", [[("xl/worksheets/sheet1.xml", 300 * 1024 * 1024)], [("a", 0)] * 6_000])
def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(entries: list[tuple[str, int]]) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for number, (name, size) in enumerate(entries):
            with made.open(f"{name}{number}", "w", force_zip64=True) as out:
                for _ in range(size // 1_048_576):
                    out.write(b" " * 1_048_576)
    for read in (lambda source: authoring.convert(source, "xlsx"), lambda source: read_workbook(source, "xlsx")):
        with pytest.raises(FormError) as refused:
            read(held.getvalue())
        assert refused.value.code == "form.source.large"
