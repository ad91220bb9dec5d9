"""What a linter sees in the cells of a workbook: expressions, names in ``${…}``, columns in choice filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from screening.errors import FormError
from screening.forms.diagnostics import Diagnostic
from screening.forms.functions import FUNCTIONS
from screening.forms.parser import parse_xpath
from screening.forms.portability import walk
from screening.forms.question_types import select_of
from screening.forms.sheets import WORDED, Row, Sheet, Workbook, column_of, plain, structure_of
from screening.forms.syntax import Ast, Call, Path

_REFERENCE: Final = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]*)\s*\}")
_OPEN: Final = re.compile(r"\$\{[^}]*\Z|\$\{[^}]*\$\{")
_ANNOTATED: Final = re.compile(r"bind::[\w.\-]+:(when|absent|as)\d*\Z")
_EXPRESSIONS: Final = frozenset(
    {"relevant", "constraint", "calculation", "required", "readonly", "choice_filter", "repeat_count"}
)
_QUOTES: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Curly quotation marks, which the converter makes straight."""
_PLAIN: Final = frozenset({"yes", "no", "true", "false", "true()", "false()"})
_OWN_COLUMNS: Final = frozenset({"list_name", "name", "label", "image", "audio", "video"})


def cell_findings(book: Workbook) -> Iterator[Diagnostic]:
    """Every expression that does not parse, calls what is not there, or names a question that is not there."""
    survey = book.sheets.get("survey")
    if survey is None:
        return
    named = _named(survey)
    for header in survey.headers:
        base = next((column.base for column in survey.columns() if column.header == header), header)
        for row in survey.rows if base in _EXPRESSIONS or _ANNOTATED.match(header) else ():
            yield from _expression(row, header, row.cells.get(header, ""))
    for sheet in book.sheets.values():
        if sheet.name in {"survey", "choices", "settings", "entities"}:
            yield from _references(sheet, named)
    yield from _filters(book, survey)


def _named(survey: Sheet) -> dict[str, int]:
    """How often each name stands on the survey."""
    found: dict[str, int] = {}
    for row in survey.rows:
        structure = structure_of(survey.cell(row, "type"))
        name = survey.cell(row, "name")
        if name and (structure is None or structure[0] == "begin"):
            found[name] = found.get(name, 0) + 1
            count = survey.cell(row, "repeat_count")
            if count and not re.fullmatch(r"\$\{[^}]*\}", count):
                found.setdefault(f"{name}_count", 1)
        select = select_of(survey.cell(row, "type"))
        if name and select is not None and select.other:
            found.setdefault(f"{name}_other", 1)
    return found


def _expression(row: Row, header: str, cell: str) -> Iterator[Diagnostic]:
    text = cell.strip().translate(_QUOTES)
    if not text or plain(text) in _PLAIN or _OPEN.search(text):
        return
    try:
        tree = parse_xpath(_REFERENCE.sub(" /x ", text))
    except FormError as error:
        yield Diagnostic("error", error.code, "survey", row.number, header, _shown(error, text))
        return
    for each in walk(tree):
        if isinstance(each, Call):
            yield from _call(row, header, each)


def _shown(error: FormError, text: str) -> Mapping[str, str | int]:
    """Offsets in the cell as it stands, not as it is parsed."""
    at = error.params.get("at")
    if not isinstance(at, int):
        return error.params
    moved = 0
    for found in _REFERENCE.finditer(text):
        if found.start() - moved + len(" /x ") > at:
            break
        moved += len(" /x ") - len(found.group())
    return {**error.params, "at": max(0, min(at - moved, len(text)))}


def _call(row: Row, header: str, call: Call) -> Iterator[Diagnostic]:
    params: dict[str, str | int] = {"name": call.name[:60]}
    function = FUNCTIONS.get(call.name)
    if function is None:
        yield Diagnostic("error", "form.xpath.function", "survey", row.number, header, params)
    elif len(call.args) < function.least or (function.most is not None and len(call.args) > function.most):
        params["count"] = len(call.args)
        yield Diagnostic("error", "form.xpath.arguments", "survey", row.number, header, params)


def _references(sheet: Sheet, named: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Names in ``${…}`` that no question has, or more than one."""
    for row in sheet.rows:
        for header, cell in row.cells.items():
            if "${" not in cell or not _is_read(sheet, header):
                continue
            if _OPEN.search(cell):
                yield Diagnostic("error", "form.lint.reference.open", sheet.name, row.number, header)
            for name in dict.fromkeys(_REFERENCE.findall(cell)):
                params: dict[str, str | int] = {"name": name[:60]}
                if not named.get(name):
                    yield Diagnostic("error", "form.lint.reference", sheet.name, row.number, header, params)
                elif named[name] > 1:
                    yield Diagnostic("error", "form.lint.reference.twice", sheet.name, row.number, header, params)


def _is_read(sheet: Sheet, header: str) -> bool:
    """Whether the converter looks for names in this column: on the survey in all, also in those that it drops."""
    return sheet.name != "choices" or column_of(header).base in WORDED


def _filters(book: Workbook, survey: Sheet) -> Iterator[Diagnostic]:
    """Choice filters that look at a column that the choices do not have."""
    choices = book.sheets.get("choices")
    header = survey.header("choice_filter")
    if choices is None or header is None:
        return
    columns = set(choices.headers) | _OWN_COLUMNS
    for row in survey.rows:
        select, cell = select_of(survey.cell(row, "type")), row.cells.get(header, "")
        if select is None or select.from_file or "${" in select.source or select.command == "select_one_external":
            continue
        try:
            tree = parse_xpath(_REFERENCE.sub(" /x ", cell.translate(_QUOTES))) if cell else None
        except FormError:
            continue
        for name in _bare(tree) if tree is not None else ():
            if name not in columns and name.replace(":", "_", 1) not in columns:
                params: dict[str, str | int] = {"column": name[:60], "known": ", ".join(sorted(columns))[:200]}
                yield Diagnostic("warning", "form.lint.filter", "survey", row.number, header, params)


def _bare(tree: Ast) -> Iterator[str]:
    """Names of children of an item: paths of one step that start nowhere else."""
    inside: set[int] = set()
    for each in walk(tree):
        if isinstance(each, Path):
            for step in each.steps:
                inside.update(id(one) for predicate in step.predicates for one in walk(predicate))
    for each in walk(tree):
        plain_path = isinstance(each, Path) and not each.absolute and each.base is None and id(each) not in inside
        if plain_path and isinstance(each, Path) and len(each.steps) == 1 and each.steps[0].axis == "child":
            yield each.steps[0].name
