"""A workbook as rows with their places, so that a diagnostic can name sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from screening.errors import FormError

_CELL_BORDER: Final = re.compile(r"(?<!\\)\|")
_ROWS: Final = 50_000
_COLUMNS: Final = 500
_STRUCTURES: Final = re.compile(r"(begin|end)[ _](group|repeat|loop)\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """number: as the workbook counts, the header is row 1; cells: text by column header, empty ones left out."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """name: as written; headers: of the columns, in order."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def header(self, *names: str) -> str | None:
        """The first header that is one of these names, case and spaces set aside."""
        wanted = {plain(name) for name in names}
        return next((header for header in self.headers if plain(header) in wanted), None)


@dataclass(frozen=True, slots=True)
class Workbook:
    """sheets: by lower-case name; nodes: the survey row of each node by its path."""

    sheets: Mapping[str, Sheet]
    nodes: Mapping[str, Row] = field(default_factory=dict)


def plain(header: str) -> str:
    """A header for comparing: lower case, underscores for spaces."""
    return re.sub(r"\s+", "_", header.strip().lower())


def read_workbook(source: bytes, kind: str) -> Workbook:
    """The sheets of an xlsx workbook or of markdown tables.

    Raises:
        FormError: it cannot be opened, or is too large.
    """
    raw = _of_xlsx(source) if kind == "xlsx" else _of_markdown(source)
    sheets = {name.strip().lower(): _sheet(name, rows) for name, rows in raw}
    return Workbook(sheets, _nodes(sheets))


def _of_markdown(source: bytes) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    try:
        lines = source.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FormError("form.source.unreadable") from None
    name: str | None = None
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if not line.strip().startswith("|"):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in _CELL_BORDER.split(line.strip())[1:]]
        if cells and not cells[-1]:
            cells.pop()
        if cells and cells[0]:
            if name is not None:
                yield name, rows
            name, rows = cells[0], []
        elif name is not None and any(cells):
            rows.append(tuple(cells[1:]))
    if name is not None:
        yield name, rows


def _of_xlsx(source: bytes) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    try:
        from openpyxl import load_workbook  # comes with the extra that pyxform is in
        from pyxform.xls2json_backends import get_definition_data
    except ImportError:
        raise FormError("form.authoring.missing") from None
    try:
        opened = load_workbook(get_definition_data(source).data, read_only=True, data_only=True)
        for sheet in opened.worksheets:
            rows = [
                tuple(map(_text, row)) for row in sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
            ]
            yield sheet.title, rows
    except Exception:  # noqa: BLE001 - openpyxl raises what it likes on a damaged workbook
        raise FormError("form.source.unreadable") from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _sheet(name: str, rows: list[tuple[str, ...]]) -> Sheet:
    headers = rows[0] if rows else ()
    found = [
        Row(number, {header: cell for header, cell in zip(headers, row, strict=False) if header and cell})
        for number, row in enumerate(rows[1:], 2)
    ]
    return Sheet(name, tuple(header for header in headers if header), tuple(row for row in found if row.cells))


def _nodes(sheets: Mapping[str, Sheet]) -> dict[str, Row]:
    """The survey rows by the path of the node that each makes."""
    survey = sheets.get("survey")
    if survey is None:
        return {}
    kind_of, name_of = survey.header("type"), survey.header("name")
    path = ["", _root(sheets)]
    found: dict[str, Row] = {}
    for row in survey.rows:
        structure = _STRUCTURES.match(row.cells.get(kind_of or "", "").strip().lower())
        name = row.cells.get(name_of or "", "").strip()
        if structure is not None and structure.group(1) == "end":
            if len(path) > 2:  # noqa: PLR2004 - "" and the root stay
                path.pop()
            continue
        if name:
            found["/".join([*path, name])] = row
        if structure is not None:
            path.append(name)
    return found


def _root(sheets: Mapping[str, Sheet]) -> str:
    settings = sheets.get("settings")
    header = settings.header("name") if settings is not None else None
    rows = settings.rows if settings is not None else ()
    return rows[0].cells.get(header, "data") if header is not None and rows else "data"
