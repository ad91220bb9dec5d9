"""A workbook as rows with their places, so that a diagnostic can name sheet, row and column."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from screening.errors import FormError

SHEETS: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""The sheets that make a form; others are their author's own."""
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook of Excel's old kind begins, and any that has a password."""
_ENTRIES: Final = 5_000
_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes that a workbook may have when it is unpacked; more is a trap for the memory of a machine."""
_CELL_BORDER: Final = re.compile(r"(?<!\\)\|")
_LINE: Final = re.compile(r"\s*\|(.*)\|\s*")
_COMMENT: Final = re.compile(r"\s*#")
_COMMENT_BEHIND: Final = re.compile(r"(.*)(#[^|]+)\Z", re.DOTALL)
_RULE: Final = re.compile(r"[\|-]+\Z")
_ROWS: Final = 50_000
_COLUMNS: Final = 500
_STRUCTURES: Final = re.compile(r"(begin|end)[ _]?(group|repeat|loop|lgroup|looped group)\b")
_YES: Final = frozenset({"yes", "true", "true()"})
_ALIASES: Final = {
    "caption": "label",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "calculate": "calculation",
    "read_only": "readonly",
    "bind::readonly": "readonly",
    "bind::required": "required",
    "constraining_message": "constraint_message",
    "bind::jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "bind::jr:requiredmsg": "required_message",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "set_form_id": "form_id",
    "set_form_title": "form_title",
    "title": "form_title",
}
WORDED: Final = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big-image",
    "audio",
    "video",
)
"""Columns that can be said in several languages."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its header says. base: its plain name, ``label``; language: behind it, None where there is none."""

    header: str
    base: str
    language: str | None


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

    def columns(self) -> tuple[Column, ...]:
        """Every column."""
        return tuple(column_of(header) for header in self.headers)

    def of(self, base: str) -> tuple[Column, ...]:
        """The columns of that plain name, one for each language."""
        return tuple(column for column in self.columns() if column.base == base)

    def cell(self, row: Row, base: str) -> str:
        """The first cell of that plain name, empty where there is none."""
        return next((row.cells[column.header] for column in self.of(base) if column.header in row.cells), "").strip()


@dataclass(frozen=True, slots=True)
class Workbook:
    """sheets: by lower-case name; nodes: the survey row of each node by its path."""

    sheets: Mapping[str, Sheet]
    nodes: Mapping[str, Row] = field(default_factory=dict)

    def setting(self, base: str) -> str:
        """A setting of the form, empty where there is none."""
        settings = self.sheets.get("settings")
        return settings.cell(settings.rows[0], base) if settings is not None and settings.rows else ""


def plain(header: str) -> str:
    """A header for comparing: lower case, underscores for spaces."""
    return re.sub(r"\s+", "_", header.strip().lower())


@lru_cache(maxsize=4096)
def column_of(header: str) -> Column:
    """What a header means: aliases, ``media::`` and the language behind it are told apart."""
    text = header.strip()
    lowered = plain(text).removeprefix("media::")
    if lowered in _ALIASES:
        return Column(header, _ALIASES[lowered], None)
    for mark in ("::", ":"):
        before, found, after = re.sub(r"(?i)\Amedia\s*::\s*", "", text).partition(mark)
        base = _ALIASES.get(plain(before), plain(before))
        if found and base in WORDED:
            return Column(header, base, after.strip())
        folded = plain(text).rpartition("::")[0]
        if mark == "::" and folded in {"bind::jr:constraintmsg", "bind::jr:requiredmsg"}:
            return Column(header, _ALIASES[folded], text.rpartition("::")[2].strip())
    return Column(header, lowered, None)


def read_workbook(source: bytes, kind: str) -> Workbook:
    """The sheets of an xlsx workbook or of markdown tables.

    Raises:
        FormError: it cannot be opened, is protected by a password, of the old kind, or empty.
    """
    raw = list(_of_xlsx(source) if kind == "xlsx" else _of_markdown(source))
    sheets: dict[str, Sheet] = {}
    for name, rows in raw:
        key = name.strip().lower()
        if len(raw) == 1 and key not in SHEETS:
            key = "survey"  # a lone table is the questions, whatever it is called
        sheets[key] = _sheet(key, rows)
    return Workbook(sheets, _nodes(sheets))


def of_rows(tables: Mapping[str, Sequence[tuple[str, ...]]]) -> Workbook:
    """The workbook of these tables, header first."""
    sheets = {name: _sheet(name, list(rows)) for name, rows in tables.items()}
    return Workbook(sheets, _nodes(sheets))


def _of_markdown(source: bytes) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """As pyxform reads them: comments behind ``#``, rules of hyphens and empty rows do not count."""
    try:
        lines = source.decode("utf-8-sig").replace("\xa0", " ").split("\n")
    except UnicodeDecodeError:
        raise FormError("form.source.unreadable") from None
    if not any(line.strip() for line in lines):
        raise FormError("form.source.empty")
    tables: dict[str, list[tuple[str, ...]]] = {}
    name: str | None = None
    for line in lines:
        behind = _COMMENT_BEHIND.match(line)
        found = _LINE.match(behind.group(1) if behind is not None else line)
        if found is None or _COMMENT.match(line) is not None or _RULE.match(found.group(1)) is not None:
            continue
        first, *cells = [cell.strip().replace("\\|", "|") for cell in _CELL_BORDER.split(found.group(1))]
        if first:
            name, tables[first] = first, []
        if name is not None and any(cells):
            tables[name].append(tuple(cells))
    yield from tables.items()


def _of_xlsx(source: bytes) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    if not source:
        raise FormError("form.source.empty")
    if source.startswith(COMPOUND):
        yield from _of_xls(source)
        return
    refuse_bomb(source)
    try:
        from openpyxl import load_workbook  # comes with the extra that pyxform is in
        from pyxform.xls2json_backends import get_definition_data
    except ImportError:
        raise FormError("form.authoring.missing") from None
    found: list[tuple[str, list[tuple[str, ...]]]] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions that mean nothing here
            opened = load_workbook(get_definition_data(source).data, read_only=True, data_only=True)
            for sheet in opened.worksheets:
                rows = sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
                found.append((sheet.title, _ended([tuple(map(_text, row)) for row in rows])))
    except Exception:  # noqa: BLE001 - openpyxl raises what it likes on a damaged workbook
        raise FormError("form.source.unreadable") from None
    yield from found


def refuse_bomb(source: bytes) -> None:
    """Refuse a workbook that unpacks to more than a machine should bear; nothing is unpacked for that.

    Raises:
        FormError: too many entries, or too many bytes, or no archive.
    """
    try:
        from pyxform.xls2json_backends import get_definition_data
    except ImportError:
        raise FormError("form.authoring.missing") from None
    try:
        with zipfile.ZipFile(get_definition_data(source).data) as archive:
            entries = archive.infolist()
    except Exception:  # noqa: BLE001 - zipfile raises what it likes on a damaged archive
        raise FormError("form.source.unreadable") from None
    if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _UNPACKED:
        raise FormError("form.source.large")


def _of_xls(source: bytes) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """A workbook of Excel's old kind. One with a password looks the same from outside."""
    if "EncryptedPackage".encode("utf-16-le") in source:
        raise FormError("form.source.protected")
    try:
        import xlrd  # type: ignore[import-untyped]  # comes with pyxform
    except ImportError:
        raise FormError("form.authoring.missing") from None
    try:
        opened = xlrd.open_workbook(file_contents=source)
        found = [
            (sheet.name, _ended([_old_row(sheet, number) for number in range(sheet.nrows)]))
            for sheet in opened.sheets()
        ]
    except Exception as error:  # noqa: BLE001 - xlrd raises what it likes on a damaged workbook
        if "ncrypted" in str(error):
            raise FormError("form.source.protected") from None
        raise FormError("form.source.unreadable") from None
    yield from found


def _old_row(sheet: Any, number: int) -> tuple[str, ...]:
    boolean = 4  # xlrd's number for a cell that is true or false
    return tuple(
        _text(bool(cell.value) if cell.ctype == boolean else cell.value) for cell in sheet.row(number)[:_COLUMNS]
    )


def _ended(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without the empty rows at the end, of which spreadsheets have many."""
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().replace("\xa0", " ")


def _sheet(name: str, rows: list[tuple[str, ...]]) -> Sheet:
    headers = tuple(header.strip() for header in rows[0]) if rows else ()
    found = [
        Row(number, {header: cell for header, cell in zip(headers, row, strict=False) if header and cell})
        for number, row in enumerate(rows[1:], 2)
    ]
    off = next((header for header in headers if name == "survey" and plain(header) == "disabled"), "")
    kept = tuple(row for row in found if row.cells and plain(row.cells.get(off, "")) not in _YES)
    return Sheet(name, tuple(header for header in headers if header), kept)


def structure_of(kind: str) -> tuple[str, str] | None:
    """``begin`` or ``end``, and of what, for the type of a row; None for a question."""
    found = _STRUCTURES.match(" ".join(kind.lower().split()))
    if found is None:
        return None
    return found.group(1), "repeat" if found.group(2) in {"lgroup", "looped group"} else found.group(2)


def _nodes(sheets: Mapping[str, Sheet]) -> dict[str, Row]:
    """The survey rows by the path of the node that each makes."""
    survey = sheets.get("survey")
    if survey is None:
        return {}
    path = ["", _root(sheets)]
    found: dict[str, Row] = {}
    for row in survey.rows:
        structure = structure_of(survey.cell(row, "type"))
        name = survey.cell(row, "name")
        if structure is not None and structure[0] == "end":
            if len(path) > 2:  # noqa: PLR2004 - "" and the root stay
                path.pop()
            continue
        if name:
            found.setdefault("/".join([*path, name]), row)
        if structure is not None:
            path.append(name)
    return found


def _root(sheets: Mapping[str, Sheet]) -> str:
    settings = sheets.get("settings")
    return (settings.cell(settings.rows[0], "name") if settings is not None and settings.rows else "") or "data"
