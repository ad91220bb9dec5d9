"""What a linter sees in a workbook's columns, settings and languages, without building it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from screening.forms.diagnostics import Diagnostic, Vocabulary
from screening.forms.sheets import WORDED, Column, Row, Sheet, Workbook, plain

_NAMESPACE: Final = re.compile(r"([\w.\-]+)\s*=\s*[\"']([^\"']*)[\"']")
_KNOWN_PREFIXES: Final = frozenset({"jr", "orx", "odk", "xsd", "h", "ev", "entities"})
_NUMBERED: Final = re.compile(r"(.*?)(\d*)\Z", re.DOTALL)
_CODED: Final = re.compile(r"\([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\)\s*\Z")
_SURVEY_HEADERS: Final = """
type name label hint guidance_hint relevant relevance constraint constraint_message required required_message
calculation calculate readonly read_only default appearance choice_filter repeat_count parameters image audio
video big-image big_image media trigger autoplay save_to note value count rows accuracythreshold bind body
instance disabled intent no_app_error_string noapperrorstring query itemset caption noaddremove command tag
constraining_message requiredmsg jr:count sms_field sms_option compact_tag
"""
_SETTINGS_HEADERS: Final = """
form_title title form_id id_string version style default_language public_key submission_url instance_name name
namespaces sms_keyword sms_separator sms_allow_media sms_date_format sms_datetime_format sms_response
auto_send auto_delete allow_choice_duplicates clean_text_values instance_xmlns omit_instanceid prefix
delimiter attribute flat client_editable set_form_id set_form_title
"""
_KNOWN: Final = {"survey": frozenset(_SURVEY_HEADERS.split()), "settings": frozenset(_SETTINGS_HEADERS.split())}


def declared(book: Workbook) -> Mapping[str, str]:
    """The namespaces that the settings declare: prefix to address."""
    return dict(_NAMESPACE.findall(book.setting("namespaces")))


def sheet_findings(book: Workbook, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Columns that would be dropped or break the form, settings that lack, words that lack in a language."""
    if "survey" not in book.sheets:
        yield Diagnostic("error", "form.lint.survey", "survey", None, None)
        return
    yield from _columns(book)
    yield from _twice(book)
    yield from _prefixes(book)
    yield from _annotation_columns(book, vocabulary)
    yield from _settings(book)
    yield from _languages(book)


def _columns(book: Workbook) -> Iterator[Diagnostic]:
    """Columns that pyxform drops without a word, or breaks on."""
    prefixes = declared(book).keys()
    for name, known in _KNOWN.items():
        sheet = book.sheets.get(name)
        for header in sheet.headers if sheet is not None else ():
            base = plain(header).partition("::")[0].partition(":")[0]
            if header.partition(":")[0] in prefixes and "::" not in header:
                yield Diagnostic("error", "form.lint.column.bare", name, 1, header, {"column": header[:80]})
            elif base not in known and plain(header) not in known:
                near = difflib.get_close_matches(base, sorted(known), 1, 0.8)
                code = "form.lint.column.near" if near else "form.lint.column.unknown"
                params: dict[str, str | int] = {"column": header[:80], **({"near": near[0]} if near else {})}
                yield Diagnostic("warning", code, name, 1, header, params)
    choices = book.sheets.get("choices")
    single = choices is not None and not any("::" in header for header in choices.headers)
    for header in choices.headers if choices is not None else ():
        if single and header.partition(":")[0] in prefixes:  # with "::" about, ":" is a letter
            yield Diagnostic("error", "form.lint.column.choice", "choices", 1, header, {"column": header[:80]})
        elif " " in header and "::" not in header and ":" not in header and plain(header) != "list_name":
            yield Diagnostic("warning", "form.lint.column.space", "choices", 1, header, {"column": header[:80]})


def _twice(book: Workbook) -> Iterator[Diagnostic]:
    for name in ("survey", "choices", "settings"):
        sheet = book.sheets.get(name)
        seen: set[tuple[str, str | None]] = set()
        for column in sheet.columns() if sheet is not None else ():
            key = column.base, column.language
            if key in seen:
                params: dict[str, str | int] = {"column": column.header[:80]}
                yield Diagnostic("error", "form.lint.column.twice", name, 1, column.header, params)
            seen.add(key)


def _prefixes(book: Workbook) -> Iterator[Diagnostic]:
    """``bind::ti:…`` without ``ti`` among the namespaces: pyxform writes XML that nobody can read."""
    known = declared(book).keys() | _KNOWN_PREFIXES
    for header in book.sheets["survey"].headers:
        place, mark, attribute = header.partition("::")
        prefix, colon, _ = attribute.partition(":")
        if mark and colon and place.strip().lower() in {"bind", "body", "control", "instance"} and prefix not in known:
            yield Diagnostic("error", "form.lint.namespace", "survey", 1, header, {"prefix": prefix[:40]})


def _annotation_columns(book: Workbook, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Columns of a namespace that we read, with a name that nobody reads; and one without its ``indicator``."""
    for header, address, local in annotation_columns(book):
        if address not in vocabulary:
            continue
        base = _base(local)
        if base not in vocabulary[address].survey:
            near = difflib.get_close_matches(base, sorted(vocabulary[address].survey), 1, 0.6)
            params: dict[str, str | int] = {"column": header[:80], "near": near[0] if near else "-"}
            yield Diagnostic("warning", "form.lint.annotation.column", "survey", 1, header, params)
    choices = book.sheets.get("choices")
    known = declared(book)
    for header in choices.headers if choices is not None else ():
        found = re.match(r"([\w.\-]+)[:_](\w+)\Z", header)
        address = known.get(found.group(1), "") if found is not None else ""
        if found is not None and address in vocabulary and _base(found.group(2)) not in vocabulary[address].choices:
            near = sorted(vocabulary[address].choices)
            params = {"column": header[:80], "near": ", ".join(near) or "-"}
            yield Diagnostic("warning", "form.lint.annotation.column", "choices", 1, header, params)


def annotation_columns(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Header, address and local name of each column of the survey that puts an annotation on a bind."""
    known = declared(book)
    for header in book.sheets["survey"].headers:
        place, mark, attribute = header.partition("::")
        prefix, colon, local = attribute.partition(":")
        if mark and colon and place.strip().lower() == "bind" and prefix in known:
            yield header, known[prefix], local.strip()


def _base(local: str) -> str:
    found = _NUMBERED.match(local)
    return found.group(1) if found is not None else local


def _settings(book: Workbook) -> Iterator[Diagnostic]:
    for name, code in (("form_id", "form.lint.settings.form_id"), ("version", "form.lint.settings.version")):
        if not book.setting(name) and not (name == "form_id" and book.setting("id_string")):
            yield Diagnostic("warning", code, "settings", None, name)
    spoken = {column.language for _, column in _worded(book) if column.language is not None}
    stated = book.setting("default_language")
    bare = any(column.language is None for _, column in _worded(book))  # which then are in the default language
    if stated and spoken and stated not in spoken and not bare:
        params: dict[str, str | int] = {"language": stated[:60]}
        yield Diagnostic("warning", "form.lint.settings.language", "settings", 2, "default_language", params)
    elif not stated and len(spoken) > 1:
        yield Diagnostic("warning", "form.lint.settings.default_language", "settings", None, "default_language")
    coded: set[str] = set()
    for sheet, column in _worded(book):
        if column.language and column.language not in coded and _CODED.search(column.language) is None:
            coded.add(column.language)
            params = {"language": column.language[:60]}
            yield Diagnostic("warning", "form.lint.language.code", sheet.name, 1, column.header, params)


def _worded(book: Workbook) -> Iterator[tuple[Sheet, Column]]:
    for sheet in (book.sheets[name] for name in ("survey", "choices") if name in book.sheets):
        yield from ((sheet, column) for column in sheet.columns() if column.base in WORDED)


def _languages(book: Workbook) -> Iterator[Diagnostic]:
    """Cells that say something in one language and nothing in another, and languages without a column for them."""
    default = book.setting("default_language") or "default"
    spoken = list(dict.fromkeys(column.language or default for _, column in _worded(book) if column.language))
    if not spoken:
        return
    for sheet in (book.sheets[name] for name in ("survey", "choices") if name in book.sheets):
        for base in WORDED:
            columns = {column.language or default: column.header for column in sheet.of(base)}
            used = any(_says(row, header) for row in sheet.rows for header in columns.values())
            for language in spoken if used else ():
                if language not in columns:
                    params: dict[str, str | int] = {"language": language[:60], "column": base}
                    yield Diagnostic(
                        "warning", "form.lint.language.column", sheet.name, 1, f"{base}::{language}", params
                    )
            yield from _missing(sheet, columns) if used and len(columns) > 1 else ()


def _missing(sheet: Sheet, columns: Mapping[str, str]) -> Iterator[Diagnostic]:
    for row in sheet.rows:
        said = [header for header in columns.values() if _says(row, header)]
        for language, header in columns.items() if said else ():
            if header not in said:
                params: dict[str, str | int] = {"language": language[:60]}
                yield Diagnostic("warning", "form.lint.translation", sheet.name, row.number, header, params)


def _says(row: Row, header: str) -> bool:
    return row.cells.get(header, "-").strip() != "-"
