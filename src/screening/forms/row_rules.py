"""What a linter sees in the rows of a workbook: types, names, choice lists, media, annotations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final

from screening.errors import FormError
from screening.forms import secondary
from screening.forms.diagnostics import Diagnostic, Vocabulary
from screening.forms.question_types import METADATA, WORDLESS, Select, appearance_faults, class_of, select_of
from screening.forms.sheet_rules import annotation_columns, declared
from screening.forms.sheets import Row, Sheet, Workbook, structure_of

_NAME: Final = re.compile(r"[^\W\d][\w.\-]*\Z")
_NUMBERED: Final = re.compile(r"(.*?)(\d*)\Z", re.DOTALL)
_REFERENCE: Final = re.compile(r"\$\{")
_SETTINGS_TYPES: Final = frozenset({"form_title", "form_id", "set form title", "set form id", "set_form_title"})
_MEDIA: Final = ("image", "big-image", "audio", "video")
_FILE: Final = re.compile(r"(?:jr://[\w-]+/)?([^/\\]+)\Z")
_SEEN: Final = ("label", "hint", "image", "audio", "video")


def row_findings(book: Workbook, media: Collection[str] | None, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Everything that rows say wrongly. media: names of the files beside the form, None where nobody looked."""
    survey = book.sheets.get("survey")
    if survey is None:
        return
    yield from _balance(survey)
    yield from _names(book, survey)
    for row in survey.rows:
        kind = survey.cell(row, "type")
        if structure_of(kind) is None:
            yield from _question(survey, row, kind)
        else:
            yield from _structure(survey, row, kind)
    yield from _lists(book, survey)
    yield from _annotations(book, survey, vocabulary)
    yield from _files(book, media) if media is not None else ()


def _at(  # noqa: PLR0917 - a finding and its place
    survey: Sheet, row: Row, severity: str, code: str, base: str, params: Mapping[str, str | int] | None = None
) -> Diagnostic:
    headers = [column.header for column in survey.of(base)]
    header = next((each for each in headers if each in row.cells), headers[0] if headers else base)
    return Diagnostic(
        "error" if severity == "error" else "warning", code, survey.name, row.number, header, dict(params or {})
    )


def _balance(survey: Sheet) -> Iterator[Diagnostic]:
    """Groups and repeats that are not closed, or closed without having been opened."""
    opened: list[tuple[str, Row]] = []
    for row in survey.rows:
        structure = structure_of(survey.cell(row, "type"))
        if structure is None:
            continue
        if structure[0] == "begin":
            opened.append((structure[1], row))
        elif opened and opened[-1][0] == structure[1]:
            opened.pop()
        else:
            params: dict[str, str | int] = {"open": survey.cell(opened[-1][1], "name")[:60] if opened else "-"}
            yield _at(survey, row, "error", "form.lint.end", "type", params)
    for _, row in opened:
        yield _at(survey, row, "error", "form.lint.begin", "type", {"name": survey.cell(row, "name")[:60]})


# ---- names -----------------------------------------------------------------------------------------------------


def _names(book: Workbook, survey: Sheet) -> Iterator[Diagnostic]:  # noqa: C901 - the rules of names, one by one
    """Names that are missing, malformed, or there twice where they must be one."""
    inside: list[dict[str, str]] = [{}]
    repeats: set[str] = set()
    counted: set[str] = set()
    for row in survey.rows:
        kind, name = survey.cell(row, "type"), survey.cell(row, "name")
        structure = structure_of(kind)
        if structure is not None and structure[0] == "end":
            if len(inside) > 1:
                inside.pop()
            continue
        if not name:
            if kind and kind not in {"note", "audit"} and kind not in _SETTINGS_TYPES:
                yield _at(survey, row, "error", "form.lint.name.missing", "name")
        elif not _NAME.match(name):
            yield _at(survey, row, "error", "form.lint.name.malformed", "name", {"name": name[:60]})
        else:
            yield from _twice(survey, row, name, inside[-1], counted)
            inside[-1][name.lower()] = name
        if structure is not None:
            if structure[1] == "repeat":
                if name in repeats or name == (book.setting("name") or "data"):
                    yield _at(survey, row, "error", "form.lint.name.repeat", "name", {"name": name[:60]})
                repeats.add(name)
                count = survey.cell(row, "repeat_count")
                if count and not re.fullmatch(r"\$\{[^}]*\}", count):
                    inside[-1].setdefault(f"{name}_count".lower(), f"{name}_count")
                    counted.add(f"{name}_count")
            inside.append({})


def _twice(survey: Sheet, row: Row, name: str, inside: Mapping[str, str], counted: set[str]) -> Iterator[Diagnostic]:
    params: dict[str, str | int] = {"name": name[:60]}
    known = inside.get(name.lower())
    if known == name:
        code = "form.lint.name.count" if name in counted else "form.lint.name.twice"
        yield _at(survey, row, "error", code, "name", params)
    elif known is not None:
        yield _at(survey, row, "warning", "form.lint.name.case", "name", {**params, "other": known[:60]})


# ---- one row ---------------------------------------------------------------------------------------------------


def _question(survey: Sheet, row: Row, kind: str) -> Iterator[Diagnostic]:
    if not kind:
        if survey.cell(row, "name") or survey.cell(row, "label"):
            yield _at(survey, row, "error", "form.lint.type.missing", "type")
        return
    if kind in _SETTINGS_TYPES:
        return
    usual, select = class_of(kind), select_of(kind)
    known = _REFERENCE.search(kind) or kind.startswith("osm") or " ".join(kind.split()) in _types()
    if select is None and not known:
        yield _at(survey, row, "error", "form.lint.type.unknown", "type", {"type": kind[:60]})
        return
    yield from _expectations(survey, row, usual)
    for word, elsewhere in appearance_faults(usual, survey.cell(row, "appearance")):
        code = "form.lint.appearance.type" if elsewhere else "form.lint.appearance"
        yield _at(survey, row, "warning", code, "appearance", {"word": word[:40], "type": usual[:40]})
    if select is not None and select.other and any("::" in column.header for column in survey.of("label")):
        yield _at(survey, row, "warning", "form.lint.other", "type")
    if select is not None and select.other and survey.cell(row, "choice_filter"):
        yield _at(survey, row, "error", "form.lint.other.filter", "choice_filter")


def _expectations(survey: Sheet, row: Row, usual: str) -> Iterator[Diagnostic]:
    """What a question of this type needs beside it, or cannot have."""
    dynamic = re.search(r"\(|\$\{", survey.cell(row, "default")) is not None
    if usual == "calculate" and not survey.cell(row, "calculation") and not dynamic:
        yield _at(survey, row, "error", "form.lint.calculation", "calculation")
    if usual in METADATA:
        for base in ("relevant", "required", "constraint"):
            if survey.cell(row, base):
                yield _at(survey, row, "warning", "form.lint.metadata", base, {"column": base, "type": usual})
    silent = (
        usual in WORDLESS
        or not _shown(survey.cell(row, "type"))
        or survey.cell(row, "calculation")
        or survey.cell(row, "trigger")
    )
    if not silent and not any(survey.cell(row, base) for base in _SEEN):
        only = "form.lint.label.guidance" if survey.cell(row, "guidance_hint") else "form.lint.label"
        yield _at(survey, row, "error", only, "label")
    if survey.cell(row, "constraint") and not survey.cell(row, "constraint_message"):
        yield _at(survey, row, "warning", "form.lint.constraint.message", "constraint")
    if survey.cell(row, "constraint_message") and not survey.cell(row, "constraint"):
        yield _at(survey, row, "warning", "form.lint.constraint.missing", "constraint_message")
    if survey.cell(row, "required_message") and not survey.cell(row, "required"):
        yield _at(survey, row, "warning", "form.lint.required.missing", "required_message")
    if survey.cell(row, "big-image") and not survey.cell(row, "image"):
        yield _at(survey, row, "error", "form.lint.big_image", "big-image")


def _structure(survey: Sheet, row: Row, kind: str) -> Iterator[Diagnostic]:
    structure = structure_of(kind)
    if structure is None or structure[0] == "end":
        return
    usual = "repeat" if structure[1] == "repeat" else "group"
    for word, elsewhere in appearance_faults(usual, survey.cell(row, "appearance")):
        code = "form.lint.appearance.type" if elsewhere else "form.lint.appearance"
        yield _at(survey, row, "warning", code, "appearance", {"word": word[:40], "type": usual})
    if usual == "repeat" and not any(survey.cell(row, base) for base in _SEEN):
        yield _at(survey, row, "warning", "form.lint.label.repeat", "label")


@cache
def _types() -> Mapping[str, bool]:
    """The types that the converter knows, and whether a person sees them.

    Raises:
        FormError: it is not installed.
    """
    try:
        from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
    except ImportError:
        raise FormError("form.authoring.missing") from None
    return {str(kind): "control" in said for kind, said in QUESTION_TYPE_DICT.items()} | dict.fromkeys(METADATA, False)


def _shown(kind: str) -> bool:
    return _types().get(" ".join(kind.split()), True)


# ---- choices ---------------------------------------------------------------------------------------------------


def choice_rows(book: Workbook) -> dict[str, list[tuple[str, Row]]]:
    """The names of each list of the choices sheet, with their rows, in order."""
    choices = book.sheets.get("choices")
    found: dict[str, list[tuple[str, Row]]] = {}
    if choices is None:
        return found
    for row in choices.rows:
        name = choices.cell(row, "list_name")
        if name:
            found.setdefault(name, []).append((choices.cell(row, "name"), row))
    return found


def _lists(book: Workbook, survey: Sheet) -> Iterator[Diagnostic]:
    lists = choice_rows(book)
    selects = [(row, select) for row in survey.rows if (select := select_of(survey.cell(row, "type"))) is not None]
    used = {select.source for _, select in selects}
    text = " ".join(cell for row in survey.rows for cell in row.cells.values())
    for row, select in selects:
        yield from _list_of(book, survey, row, select, lists)
    choices = book.sheets.get("choices")
    if choices is None:
        return
    many = {select.source for _, select in selects if select.command in {"select_multiple", "rank"}}
    for name, rows in lists.items():
        if name not in used and f"'{name}'" not in text and f'"{name}"' not in text:
            yield _at(choices, rows[0][1], "warning", "form.lint.list.unused", "list_name", {"list": name[:60]})
        yield from _choices(book, choices, name, rows, many=name in many)
    for row in choices.rows:
        if choices.cell(row, "name") and not choices.cell(row, "list_name"):
            yield _at(choices, row, "warning", "form.lint.list.missing", "list_name")


def _list_of(
    book: Workbook, survey: Sheet, row: Row, select: Select, lists: Mapping[str, list[tuple[str, Row]]]
) -> Iterator[Diagnostic]:
    params: dict[str, str | int] = {"list": select.source[:60]}
    if select.from_file or _REFERENCE.search(select.source):
        return
    if select.command == "select_one_external":
        sheet = book.sheets.get("external_choices")
        names = {sheet.cell(each, "list_name") for each in sheet.rows} if sheet is not None else set()
        if select.source not in names:
            yield _at(survey, row, "error", "form.lint.list.unknown", "type", params)
    elif select.source not in lists and not re.search(r"\.(csv|xml|geojson)\Z", select.source):
        yield _at(survey, row, "error", "form.lint.list.unknown", "type", params)


def _choices(
    book: Workbook, choices: Sheet, name: str, rows: list[tuple[str, Row]], *, many: bool
) -> Iterator[Diagnostic]:
    allowed = book.setting("allow_choice_duplicates").lower() in {"yes", "true", "true()"}
    seen: set[str] = set()
    for value, row in rows:
        params: dict[str, str | int] = {"name": value[:60], "list": name[:60]}
        if not value:
            yield _at(choices, row, "error", "form.lint.choice.name", "name", params)
            continue
        if value in seen and not allowed:
            yield _at(choices, row, "error", "form.lint.choice.twice", "name", params)
        seen.add(value)
        if many and re.search(r"\s", value):
            yield _at(choices, row, "error", "form.lint.choice.space", "name", params)
        if not any(choices.cell(row, base) for base in _SEEN):
            yield _at(choices, row, "warning", "form.lint.choice.label", "label", params)


# ---- annotations -----------------------------------------------------------------------------------------------


def _annotations(book: Workbook, survey: Sheet, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Cells of our own columns that hold words nobody reads, or pairs that fit no choice."""
    lists = choice_rows(book)
    columns = [
        (header, address, found.group(1), found.group(2))
        for header, address, local in annotation_columns(book)
        if address in vocabulary and (found := _NUMBERED.match(local)) is not None
    ]
    headers = {(address, base, number): header for header, address, base, number in columns}
    for row in survey.rows:
        for header, address, base, number in columns:
            cell = row.cells.get(header, "").strip()
            if not cell:
                continue
            known = vocabulary[address]
            if base in known.words:
                for word in cell.split():
                    if word not in known.words[base]:
                        params: dict[str, str | int] = {"word": word[:60], "column": base}
                        yield Diagnostic("error", "form.lint.annotation.word", "survey", row.number, header, params)
            if base in known.pairs:
                yield from _pairs(survey, row, header, cell, known.pairs[base], lists)
            if base in {"when", "absent", "as"}:
                bases = [b for a, b, n in headers if a == address and n == number and b not in {"when", "absent", "as"}]
                if not any(row.cells.get(headers[address, each, number]) for each in bases):
                    yield Diagnostic("warning", "form.lint.annotation.alone", "survey", row.number, header, {})
    yield from _choice_words(book, vocabulary)


def _choice_words(book: Workbook, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    choices, known = book.sheets.get("choices"), declared(book)
    for header in choices.headers if choices is not None else ():
        found = re.match(r"([\w.\-]+)[:_](\w+)\Z", header)
        words = vocabulary.get(known.get(found.group(1), "")) if found is not None else None
        if found is None or words is None or choices is None:
            continue
        for row in choices.rows:
            for word in row.cells.get(header, "").split():
                if word not in words.words.get(found.group(2), (word,)):
                    params: dict[str, str | int] = {"word": word[:60], "column": found.group(2)}
                    yield Diagnostic("error", "form.lint.annotation.word", "choices", row.number, header, params)


def _pairs(  # noqa: PLR0917 - a cell and what it is compared with
    survey: Sheet,
    row: Row,
    header: str,
    cell: str,
    words: Collection[str],
    lists: Mapping[str, list[tuple[str, Row]]],
) -> Iterator[Diagnostic]:
    select = select_of(survey.cell(row, "type"))
    offered = {value for value, _ in lists.get(select.source, ())} if select is not None else set()
    if select is None:
        yield Diagnostic("error", "form.lint.annotation.choices", "survey", row.number, header, {"pair": cell[:60]})
        return
    seen: set[str] = set()
    for pair in cell.split():
        choice, mark, word = pair.partition("=")
        params: dict[str, str | int] = {
            "pair": pair[:60],
            "choice": choice[:60],
            "word": word[:60],
            "column": "choices",
        }
        if not (mark and choice and word) or pair in seen:
            yield Diagnostic("error", "form.lint.annotation.choices", "survey", row.number, header, params)
            continue
        seen.add(pair)
        if offered and choice not in offered and not (select.other and choice == "other"):
            yield Diagnostic("error", "form.lint.annotation.choice", "survey", row.number, header, params)
        if words and word not in words:
            yield Diagnostic("error", "form.lint.annotation.word", "survey", row.number, header, params)


# ---- files -----------------------------------------------------------------------------------------------------


def _files(book: Workbook, media: Collection[str]) -> Iterator[Diagnostic]:
    """Files that the sheets name and that are not there, and those that are there and nothing names."""
    named: set[str] = set()
    for sheet in (book.sheets[name] for name in ("survey", "choices") if name in book.sheets):
        columns = [column for column in sheet.columns() if column.base in _MEDIA]
        for row in sheet.rows:
            for column in columns:
                cell = row.cells.get(column.header, "").strip()
                found = _FILE.match(cell)
                if found is None or cell == "-" or "${" in cell:
                    continue
                named.add(found.group(1))
                if found.group(1) not in media:
                    params: dict[str, str | int] = {"name": found.group(1)[:100]}
                    yield Diagnostic("warning", "form.lint.media", sheet.name, row.number, column.header, params)
    text = " ".join(cell for sheet in book.sheets.values() for row in sheet.rows for cell in row.cells.values())
    external = "itemsets.csv" if "external_choices" in book.sheets else ""
    for name in sorted(media):
        stem = name.rpartition(".")[0]
        if (
            name not in named
            and name not in text
            and name != external
            and not re.search(rf"\b{re.escape(stem)}\b", text)
        ):
            yield Diagnostic("warning", "form.lint.media.unused", None, None, None, {"name": name[:100]})


def file_findings(book: Workbook, media: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Lists from files that lack the columns that are asked for."""
    survey = book.sheets.get("survey")
    if survey is None:
        return
    for row in survey.rows:
        select = select_of(survey.cell(row, "type"))
        if select is None or not select.from_file:
            continue
        parameters = dict(re.findall(r"(\w+)\s*=\s*([^\s,;]+)", survey.cell(row, "parameters")))
        data = media.get(select.source)
        if data is None:
            params: dict[str, str | int] = {"name": select.source[:100]}
            yield _at(survey, row, "warning", "form.lint.media", "type", params)
            continue
        try:
            columns = columns_of(select.source, data)
        except FormError as error:
            yield _at(survey, row, "error", error.code, "type", {**error.params, "name": select.source[:100]})
            continue
        usual = ("id", "title") if select.source.endswith(".geojson") else ("name", "label")
        for key, default in zip(("value", "label"), usual, strict=True):
            wanted = parameters.get(key, default)
            if columns and wanted not in columns:
                params = {"name": select.source[:100], "column": wanted[:60], "known": ", ".join(sorted(columns))[:200]}
                base = "parameters" if key in parameters else "type"
                yield _at(survey, row, "error", "form.lint.file.column", base, params)


def columns_of(name: str, data: bytes) -> frozenset[str]:
    """The columns of the items of a file, over all of them."""
    root = secondary.from_file(name, data)
    stack, found = [root], set[str]()
    while stack:
        item = stack.pop()
        kids = [kid for group in item.kids.values() for kid in group]
        leaves = {key for key, group in item.kids.items() if all(not kid.kids for kid in group)}
        if item is not root:
            found |= leaves
        stack.extend(kid for kid in kids if kid.kids)
    return frozenset(found)
