"""Workbooks written: an instrument's tables as xlsx, which KoBo, ODK Collect and Enketo open.

Every cell is text, so that ``007`` stays what it is; the same tables always make the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from screening.errors import FormError
from screening.forms import archive
from screening.forms.sheets import SHEETS, WORDED, Row, Sheet, Workbook, column_of, read_workbook

_LONGEST: Final = 32_767
"""Characters that a cell of a workbook can hold."""
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def export(source: bytes, kind: str) -> bytes:
    """The tables of an instrument as a workbook; building it gives the same form.

    Raises:
        FormError: it cannot be read, or holds what a workbook cannot.
    """
    return workbook_bytes(read_workbook(source, kind))


def workbook_bytes(book: Workbook) -> bytes:
    """A workbook of the sheets that make a form, every row at its number.

    Raises:
        FormError: a cell holds what a workbook cannot: too many characters, or one that has no place in XML.
    """
    sheets = [book.sheets[name] for name in SHEETS if name in book.sheets]
    if not sheets:
        raise FormError("form.source.empty")
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    related = "".join(_related(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{_related(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f"{_related(len(sheets) + 1, 'styles', 'styles.xml')}</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    files |= {f"xl/worksheets/sheet{number}.xml": _sheet(sheet) for number, sheet in zip(numbers, sheets, strict=True)}
    return archive.write({name: (_HEAD + text).encode("utf-8") for name, text in files.items()})


def _related(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _sheet(sheet: Sheet) -> str:
    headers = tuple(dict.fromkeys(sheet.headers))
    wide = "".join(
        f'<col min="{number}" max="{number}" width="{40 if column_of(header).base in WORDED else 18}" customWidth="1"/>'
        for number, header in enumerate(headers, 1)
    )
    top = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    rows = "".join(_rows(sheet, headers))
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{top}</sheetView></sheetViews>'
        f"<cols>{wide}</cols><sheetData>{rows}</sheetData></worksheet>"
        if headers
        else f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'
    )


def _rows(sheet: Sheet, headers: tuple[str, ...]) -> Iterator[str]:
    named = Row(1, {header: header for header in headers})
    for row in (named, *sheet.rows):
        cells = "".join(
            f'<c r="{_letters(place)}{row.number}" s="{int(row is named)}" t="inlineStr">'
            f'<is><t xml:space="preserve">{_escaped(row.cells[header], sheet, row, header)}</t></is></c>'
            for place, header in enumerate(headers)
            if header in row.cells
        )
        yield f'<row r="{row.number}">{cells}</row>'


def _escaped(text: str, sheet: Sheet, row: Row, header: str) -> str:
    place: dict[str, str | int] = {"sheet": sheet.name[:40], "row": row.number, "column": header[:80]}
    if len(text) > _LONGEST:
        raise FormError("form.export.long", **place)
    if _UNWRITABLE.search(text):
        raise FormError("form.export.character", **place)
    return escape(text, quote=False).replace("\r", "&#13;")


def _letters(place: int) -> str:
    """The name of a column: A, B, ... Z, AA."""
    place, letters = place + 1, ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
