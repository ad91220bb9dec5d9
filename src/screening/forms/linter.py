"""What is wrong or risky in a form, each finding with its sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from screening.errors import FormError
from screening.forms import authoring, packs, portability, translations
from screening.forms.form import Form
from screening.forms.functions import FUNCTIONS
from screening.forms.parser import parse_xpath
from screening.forms.sheets import Row, Sheet, Workbook, plain, read_workbook
from screening.forms.syntax import Call
from screening.forms.xmltree import JAVAROSA, Element, read_xml

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. sheet, row, column: where in the workbook (row: the line, in an XForm); params: for its words."""

    severity: Severity
    code: str
    sheet: str | None
    row: int | None
    column: str | None
    params: Mapping[str, str | int]

    @property
    def message_params(self) -> Mapping[str, str | int]:
        """The values for the words of `code`."""
        return self.params


_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]", re.IGNORECASE)
_SHEET: Final = re.compile(r"['\"]?(survey|choices|settings|entities|external_choices)['\"]? sheet", re.IGNORECASE)
_COLUMN: Final = re.compile(r"column(?:s|\(s\))?[: ]+['\"]([^'\"]+)['\"]", re.IGNORECASE)
_COLUMN_BEFORE: Final = re.compile(r"['\"]([^'\"]+)['\"] (?:column|value)", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]+)\s*\}")
_NAMESPACE: Final = re.compile(r"([\w.\-]+)\s*=")
_SURVEY_HEADERS: Final = """
type name label hint guidance_hint relevant relevance constraint constraint_message required required_message
calculation calculate readonly read_only default appearance choice_filter repeat_count parameters image audio
video big-image big_image media trigger autoplay save_to note value count rows accuracythreshold bind body
instance disabled intent no_app_error_string query itemset caption noaddremove
"""
_SETTINGS_HEADERS: Final = """
form_title title form_id id_string version style default_language public_key submission_url instance_name name
namespaces sms_keyword sms_separator sms_allow_media sms_date_format sms_datetime_format sms_response
auto_send auto_delete allow_choice_duplicates clean_text_values instance_xmlns omit_instanceid prefix
delimiter attribute flat
"""
_KNOWN: Final = {
    "survey": frozenset(_SURVEY_HEADERS.split()),
    "settings": frozenset(_SETTINGS_HEADERS.split()),
}
_WORDED: Final = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video"}
)
_EXPRESSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "constraint": ("constraint", "bind::constraint"),
    "calculate": ("calculation", "calculate", "bind::calculate"),
    "required": ("required", "bind::required"),
    "readonly": ("readonly", "read_only", "read only", "bind::readonly"),
    "choices": ("choice_filter",),
    "jr:count": ("repeat_count",),
    "setvalue": ("default", "calculation", "trigger"),
    "label": ("label",),
}


def check(source: bytes, kind: str, languages: Sequence[translations.Language] = ()) -> tuple[Diagnostic, ...]:
    """The findings in a workbook (``xlsx`` or ``md``), an XForm (``xml``) or a pack (``pack``), errors first.

    A form without an error can be built into a pack and run. languages: further ones, that its pack would have.
    """
    try:
        found = list(_all(source, kind))
        if languages and not any(each.severity == "error" for each in found):
            found += _languages(source, languages)
    except FormError as error:
        found = [_refused(error, None)]
    return tuple(sorted(_unique(found), key=lambda each: (each.severity != "error", each.sheet or "", each.row or 0)))


def _all(source: bytes, kind: str) -> Iterator[Diagnostic]:
    match kind:
        case "pack":
            pack = packs.read(source)
            return _of_form(pack.form_xml, pack.media, None, pack.report)
        case "xml":
            return _of_form(source, {}, None)
        case "xlsx" | "md":
            return _of_workbook(source, kind)
        case _:
            raise FormError("form.kind")


def _languages(source: bytes, languages: Sequence[translations.Language]) -> Iterator[Diagnostic]:
    """What is stale or lacking; ``of`` is the digest that a renewed string has to carry."""
    xml = authoring.convert(source, authoring.kind_of(source)).xml
    translations.weave(xml, languages)
    said = translations.sources(xml)
    for language in languages:
        for code, keys in (
            ("form.lint.stale", translations.stale(language, said)),
            ("form.lint.lacking", translations.lacking(language, said)),
        ):
            for key in keys:
                params: dict[str, str | int] = {"name": f"{language.name} {key}"[:120], "of": said[key].of}
                yield Diagnostic("warning", code, None, None, language.name, params)


def _unique(found: list[Diagnostic]) -> list[Diagnostic]:
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for each in found:
        key = (each.code, each.sheet, each.row, each.column, each.params.get("name"))
        seen.setdefault(key, each)
    return list(seen.values())


# ---- workbooks -------------------------------------------------------------------------------------------------


def _of_workbook(source: bytes, kind: Literal["xlsx", "md"]) -> Iterator[Diagnostic]:
    book = read_workbook(source, kind)
    own = [*_columns(book), *_prefixes(book), *_translations(book), *_syntax(book)]
    yield from own
    try:
        converted = authoring.convert(source, kind)
    except authoring.Refused as error:
        yield _sentence("error", "form.lint.refused", error.sentence)
        return
    except FormError as error:
        if not any(each.severity == "error" for each in own):
            yield _refused(error, book)
        return
    for warning in converted.warnings:
        yield _sentence("warning", "form.lint.warned", warning)
    beside = {"itemsets.csv": converted.itemsets} if converted.itemsets is not None else {}
    yield from _of_form(converted.xml, beside, book)


def _sentence(severity: Severity, code: str, sentence: str) -> Diagnostic:
    """What pyxform says, with the place that its words name."""
    row, sheet = _ROW.search(sentence), _SHEET.search(sentence)
    column = _COLUMN.search(sentence) or _COLUMN_BEFORE.search(sentence)
    return Diagnostic(
        severity,
        code,
        sheet.group(1).lower() if sheet is not None else "survey" if row is not None else None,
        int(row.group(1)) if row is not None else None,
        column.group(1) if column is not None else None,
        {"sentence": " ".join(sentence.split())[:500]},
    )


def _columns(book: Workbook) -> Iterator[Diagnostic]:
    """Columns that pyxform drops without a word, or breaks on."""
    declared = _declared(book)
    for name, known in _KNOWN.items():
        sheet = book.sheets.get(name)
        for header in sheet.headers if sheet is not None else ():
            base = plain(header).partition("::")[0].partition(":")[0]
            if header.partition(":")[0] in declared and "::" not in header:
                yield Diagnostic("error", "form.lint.column.bare", name, 1, header, {"column": header[:80]})
            elif base not in known and plain(header) not in known:
                yield Diagnostic("warning", "form.lint.column.unknown", name, 1, header, {"column": header[:80]})
    choices = book.sheets.get("choices")
    single = choices is not None and not any("::" in header for header in choices.headers)
    for header in choices.headers if choices is not None and single else ():  # with "::" about, ":" is a letter
        if header.partition(":")[0] in declared:
            yield Diagnostic("error", "form.lint.column.choice", "choices", 1, header, {"column": header[:80]})


def _declared(book: Workbook) -> frozenset[str]:
    settings = book.sheets.get("settings")
    header = settings.header("namespaces") if settings is not None else None
    if settings is None or header is None or not settings.rows:
        return frozenset()
    return frozenset(_NAMESPACE.findall(settings.rows[0].cells.get(header, "")))


def _prefixes(book: Workbook) -> Iterator[Diagnostic]:
    """``bind::ti:…`` without ``ti`` among the namespaces: pyxform writes XML that nobody can read."""
    declared = _declared(book) | {"jr", "orx", "odk", "xsd", "h", "ev", "entities"}
    survey = book.sheets.get("survey")
    for header in survey.headers if survey is not None else ():
        place, mark, attribute = header.partition("::")
        prefix, colon, _ = attribute.partition(":")
        if mark and colon and place.strip().lower() in {"bind", "body", "instance"} and prefix not in declared:
            yield Diagnostic("error", "form.lint.namespace", "survey", 1, header, {"prefix": prefix[:40]})


def _translations(book: Workbook) -> Iterator[Diagnostic]:
    """Cells that say something in one language and nothing in another."""
    for name in ("survey", "choices"):
        sheet = book.sheets.get(name)
        if sheet is None:
            continue
        for base in sorted(_WORDED):
            columns = [
                header for header in sheet.headers if plain(header).partition("::")[0] == base and "::" in header
            ]
            for row in sheet.rows if len(columns) > 1 else ():
                said = [column for column in columns if row.cells.get(column, "-") != "-"]
                for column in columns if said else ():
                    if column not in said:
                        yield Diagnostic("warning", "form.lint.translation", name, row.number, column, {})


def _syntax(book: Workbook) -> Iterator[Diagnostic]:
    """Expressions that do not parse, found before pyxform, which does not look."""
    survey = book.sheets.get("survey")
    if survey is None:
        return
    headers = [survey.header(*names) for kind, names in _EXPRESSIONS.items() if kind not in {"setvalue", "label"}]
    headers += [
        header for header in survey.headers if re.match(r"bind::[\w.\-]+:(when|absent|as)\d*\Z", header) is not None
    ]
    for header in dict.fromkeys(header for header in headers if header is not None):
        for row in survey.rows:
            text = row.cells.get(header, "")
            if not text or plain(text) in {"yes", "no", "true", "false"}:
                continue
            try:
                tree = parse_xpath(_REFERENCE.sub(" /x ", text))
            except FormError as error:
                yield Diagnostic("error", error.code, "survey", row.number, header, error.params)
                continue
            for each in portability.walk(tree):
                if isinstance(each, Call) and each.name not in FUNCTIONS:
                    params: dict[str, str | int] = {"name": each.name[:60]}
                    yield Diagnostic("error", "form.xpath.function", "survey", row.number, header, params)


# ---- forms -----------------------------------------------------------------------------------------------------


def _of_form(
    xml: bytes, media: Mapping[str, bytes], book: Workbook | None, report: Mapping[str, Any] | None = None
) -> Iterator[Diagnostic]:
    try:
        form = Form.parse(xml, media)
    except FormError as error:
        yield _refused(error, book)
        return
    for name in form.missing_media:
        yield Diagnostic("warning", "form.lint.media", None, None, None, {"name": name[:100]})
    for place in dict.fromkeys(form.strangers):
        path, _, word = place.rpartition("/")
        sheet, row, _ = _place(book, path, "", None)
        yield Diagnostic("warning", "form.lint.word", sheet, row, None, {"word": word[:100]})
    if book is None:
        for language, texts in form.translations.items():
            lacking = len({text for all_ in form.translations.values() for text in all_} - texts.keys())
            if report is not None:  # which knows what a language is for
                lacking = _missing(report, language, lacking)
            if lacking:
                params: dict[str, str | int] = {"language": language[:60], "count": lacking}
                yield Diagnostic("warning", "form.lint.translations", None, None, None, params)
    for path, attribute, source, line in _expressions(form, xml):
        for finding in portability.findings(form, path, source):
            sheet, row, column = _place(book, path, attribute, line)
            yield Diagnostic(finding.severity, finding.code, sheet, row, column, {})


def _missing(report: Mapping[str, Any], language: str, otherwise: int) -> int:
    """How many texts a pack's report says that a language lacks."""
    try:
        return len(report["languages"][language]["missing"])
    except (KeyError, TypeError):
        return otherwise


def _expressions(form: Form, xml: bytes) -> Iterator[tuple[str, str, str, int]]:
    """Path, attribute, expression and line of everything that a bind, itemset or repeat computes."""
    document = read_xml(xml)
    stack: list[Element] = [document.root]
    while stack:
        element = stack.pop()
        stack.extend(element.children())
        path = (element.get("nodeset") or element.get("ref") or "").strip()
        if element.tag == "bind":
            if not path.startswith("/"):
                path = f"{form.root}/{path}"
            for attribute in ("relevant", "constraint", "calculate", "required", "readonly"):
                yield from ((path, attribute, text, element.line) for text in (element.get(attribute),) if text)
            for key, text in element.attributes.items():
                uri, _, local = key.rpartition("}")
                prefix = document.prefixes.get(uri[1:], "")
                if prefix in form.foreign and re.fullmatch(r"(when|absent|as)\d*", local):
                    yield path, f"{prefix}:{local}", text, element.line
        elif element.tag == "repeat" and element.get("count", JAVAROSA):
            yield path, "jr:count", element.get("count", JAVAROSA) or "", element.line
        elif element.tag in {"select", "select1", "rank"}:
            itemset = element.first("itemset")
            if itemset is not None and path.startswith("/"):
                yield path, "choices", itemset.get("nodeset") or "", element.line


def _refused(error: FormError, book: Workbook | None) -> Diagnostic:
    line = error.params.get("line")
    path, attribute = str(error.params.get("node", "")), str(error.params.get("attribute", ""))
    sheet, row, column = _place(book, path, attribute, line if isinstance(line, int) and line else None)
    return Diagnostic("error", error.code, sheet, row, column, error.params)


def _place(
    book: Workbook | None, path: str, attribute: str, line: int | None
) -> tuple[str | None, int | None, str | None]:
    """Sheet, row and column of a node's attribute; in an XForm the line and the attribute."""
    if book is None:
        return None, line, attribute or None
    survey = book.sheets.get("survey")
    row: Row | None = book.nodes.get(path)
    if survey is None or row is None:
        return "survey" if survey is not None else None, None, _column(survey, attribute, None)
    return "survey", row.number, _column(survey, attribute, row)


def _column(survey: Sheet | None, attribute: str, row: Row | None) -> str | None:
    if survey is None or not attribute:
        return None
    for name in _EXPRESSIONS.get(attribute, (f"bind::{attribute}", attribute)):
        header = survey.header(name)
        if header is not None and (row is None or header in row.cells):
            return header
    return next((header for header in survey.headers if plain(header).startswith(f"{attribute}::")), None)
