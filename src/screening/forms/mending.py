"""A workbook without its known errors, so that what stands behind them is seen in the same look."""

from __future__ import annotations

from collections.abc import Iterable

from screening.forms.diagnostics import Diagnostic
from screening.forms.sheets import Column, Row, Sheet, Workbook, column_of, structure_of

_KEPT = ("name", "label", "hint")


def mended(book: Workbook, findings: Iterable[Diagnostic]) -> Workbook:
    """The workbook with each cell that an error is about taken out, or put harmlessly."""
    sheets = dict(book.sheets)
    for found in findings:
        sheet = sheets.get(found.sheet or "")
        if sheet is None or found.severity != "error":
            continue
        if found.row in {1, None}:
            sheets[sheet.name] = _without_column(sheet, found.column)
        else:
            rows = tuple(_mended(sheet, row, found.column) if row.number == found.row else row for row in sheet.rows)
            sheets[sheet.name] = Sheet(sheet.name, sheet.headers, rows)
    return Workbook(sheets, book.nodes)


def _without_column(sheet: Sheet, header: str | None) -> Sheet:
    """Without the column; of two with one header, without the second."""
    last = max((at for at, each in enumerate(sheet.headers) if each == header), default=None)
    headers = tuple(each for at, each in enumerate(sheet.headers) if at != last)
    if header in headers:
        return Sheet(sheet.name, headers, sheet.rows)
    rows = tuple(Row(row.number, {k: v for k, v in row.cells.items() if k != header}) for row in sheet.rows)
    return Sheet(sheet.name, headers, tuple(row for row in rows if row.cells))


def _mended(sheet: Sheet, row: Row, header: str | None) -> Row:  # noqa: PLR0911 - one line for each kind of cell
    column = column_of(header) if header is not None else None
    base = column.base if column is not None else None
    if sheet.name == "choices":
        return _with(sheet, row, "name", f"row_{row.number}") if base == "name" else _dropped(row, header)
    if sheet.name != "survey":
        return _dropped(row, header)
    if structure_of(sheet.cell(row, "type")) is not None and base != "name":
        return _dropped(row, header) if base not in {None, "type"} else row
    match base:
        case "name":
            return _with(sheet, row, "name", f"row_{row.number}")
        case None | "type":
            return _harmless(sheet, row)
        case "label":
            return _with(sheet, row, "label", "…")
        case "calculation" if not sheet.cell(row, "calculation"):
            return _harmless(sheet, row)
        case _:
            return _dropped(row, header)


def _harmless(sheet: Sheet, row: Row) -> Row:
    """A question for text of the same name."""
    kept = {column.header for column in sheet.columns() if column.base in _KEPT}
    cells = {header: cell for header, cell in row.cells.items() if header in kept}
    plain = Row(row.number, cells)
    plain = _with(sheet, plain, "type", "text")
    return plain if sheet.cell(plain, "label") else _with(sheet, plain, "label", "…")


def _with(sheet: Sheet, row: Row, base: str, text: str) -> Row:
    columns: tuple[Column, ...] = sheet.of(base)
    return Row(row.number, {**row.cells, columns[0].header: text}) if columns else row


def _dropped(row: Row, header: str | None) -> Row:
    return Row(row.number, {name: cell for name, cell in row.cells.items() if name != header})
