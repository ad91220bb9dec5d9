"""What is wrong or risky in a form, everything in one look, each finding with its sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from screening.errors import FormError
from screening.forms import authoring, packs, translations
from screening.forms.authoring import Converted
from screening.forms.cell_rules import cell_findings
from screening.forms.diagnostics import Diagnostic, Found, Severity, Vocabulary
from screening.forms.form import Form
from screening.forms.form_rules import form_findings
from screening.forms.mending import mended
from screening.forms.row_rules import file_findings, row_findings
from screening.forms.sheet_rules import sheet_findings
from screening.forms.sheets import Workbook, read_workbook
from screening.forms.translations import translation_report

__all__ = ["Diagnostic", "Found", "Severity", "check", "examine"]

_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]", re.IGNORECASE)
_SHEET: Final = re.compile(r"['\"]?(survey|choices|settings|entities|external_choices)['\"]? sheet", re.IGNORECASE)
_COLUMN: Final = re.compile(r"column(?:s|\(s\))?[: ]+['\"]([^'\"]+)['\"]", re.IGNORECASE)
_COLUMN_BEFORE: Final = re.compile(r"['\"]([^'\"]+)['\"] (?:column|value)", re.IGNORECASE)
_TOLD: Final = re.compile(
    r"Language '.*' is missing the |Choices should have a label|Repeat has no label|max-pixels"
    r"|do not contain valid machine-readable codes|case-insensitive match|Column headers must not be empty"
    r"|has no label: \{|no label or hint"
)
"""What pyxform warns of and the rules here say with a place in both languages; and advice about sending pictures."""
_MENDS: Final = 20
_SHOWN: Final = 5
_NOTHING: Final[Vocabulary] = {}
_NO_MEDIA: Final[Mapping[str, bytes]] = {}


def check(
    source: bytes,
    kind: str,
    *,
    media: Mapping[str, bytes] | None = None,
    vocabulary: Vocabulary = _NOTHING,
    languages: Sequence[translations.Language] = (),
) -> tuple[Diagnostic, ...]:
    """The findings of `examine`."""
    return examine(source, kind, media=media, vocabulary=vocabulary, languages=languages).diagnostics


def examine(
    source: bytes,
    kind: str,
    *,
    media: Mapping[str, bytes] | None = None,
    vocabulary: Vocabulary = _NOTHING,
    languages: Sequence[translations.Language] = (),
) -> Found:
    """The findings in a workbook (``xlsx`` or ``md``), an XForm (``xml``) or a pack (``pack``), errors first.

    A form without an error can be built into a pack and run.

    Args:
        source: its bytes.
        kind: what they are.
        media: the files beside the form, by name; None where nobody looked, so that none can be told to be unused.
        vocabulary: the namespaces whose columns a program reads, and what they may hold.
        languages: further ones, that its pack would have.
    """
    report: Mapping[str, Any] | None = None
    try:
        found, report = _all(source, kind, media, vocabulary)
        if report is not None and languages and not any(each.severity == "error" for each in found):
            more, report = _languages(source, media or _NO_MEDIA, languages)
            found += more
    except FormError as error:
        found = [Diagnostic("error", error.code, None, None, None, error.params)]
    ranked = sorted(_unique(found), key=lambda each: (each.severity != "error", each.sheet or "", each.row or 0))
    return Found(tuple(ranked), report)


def _all(
    source: bytes, kind: str, media: Mapping[str, bytes] | None, vocabulary: Vocabulary
) -> tuple[list[Diagnostic], Mapping[str, Any] | None]:
    form: Form | None
    match kind:
        case "pack":
            pack = packs.read(source)
            found, form = form_findings(pack.form_xml, pack.media, None, whole=True)
            report = _report(pack, form) if form is not None else None
            return [*found, *_verdict(pack), *_untranslated(report)], report
        case "xml":
            found, form = form_findings(source, media or _NO_MEDIA, None, whole=media is not None)
            report = translation_report(form) if form is not None else None
            return [*found, *_untranslated(report)], report
        case "xlsx" | "md":
            found, form = _of_workbook(source, kind, media, vocabulary)
            return found, translation_report(form) if form is not None else None
        case _:
            raise FormError("form.kind")


def _verdict(pack: packs.Pack) -> Iterator[Diagnostic]:
    if pack.signature is None:
        yield Diagnostic("warning", "form.lint.unsigned", None, None, None)


def _languages(
    source: bytes, media: Mapping[str, bytes], languages: Sequence[translations.Language]
) -> tuple[list[Diagnostic], Mapping[str, Any]]:
    """What is stale or lacking, ``of`` being the digest that a renewed string has to carry; and the whole report."""
    xml = authoring.convert(source, authoring.kind_of(source)).xml
    woven = Form.parse(translations.weave(xml, languages), media)
    said = translations.sources(xml)
    found: list[Diagnostic] = []
    for language in languages:
        for code, keys in (
            ("form.lint.stale", translations.stale(language, said)),
            ("form.lint.lacking", translations.lacking(language, said)),
        ):
            for key in keys:
                params: dict[str, str | int] = {"name": f"{language.name} {key}"[:120], "of": said[key].of}
                found.append(Diagnostic("warning", code, None, None, language.name, params))
    return found, translation_report(woven, xml, languages)


def _report(pack: packs.Pack, form: Form) -> Mapping[str, Any]:
    """What the pack says of its translations, in which a language may undertake a part of the words alone."""
    told = pack.report.get("languages")
    whole = isinstance(told, Mapping) and all(isinstance(each, Mapping) and "missing" in each for each in told.values())
    return pack.report if whole else translation_report(form)


def _untranslated(report: Mapping[str, Any] | None) -> Iterator[Diagnostic]:
    """For each language what it lacks of what it undertakes to have."""
    for language, said in report.get("languages", {}).items() if report is not None else ():
        lacking = said["missing"]
        if lacking:
            some = ", ".join(lacking[:_SHOWN]) + (" …" if len(lacking) > _SHOWN else "")
            params: dict[str, str | int] = {"language": language[:60], "count": len(lacking), "names": some[:300]}
            yield Diagnostic("warning", "form.lint.translations", None, None, None, params)


def _unique(found: list[Diagnostic]) -> list[Diagnostic]:
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for each in found:
        place = (each.sheet, each.row, each.column) if each.sheet is not None else (each.path, each.row, each.column)
        key = (each.code, *place, each.params.get("name"), each.params.get("word"), each.params.get("language"))
        seen.setdefault((*key, each.params.get("sentence"), each.params.get("pair")), each)
    return list(seen.values())


# ---- workbooks -------------------------------------------------------------------------------------------------


def _of_workbook(
    source: bytes, kind: Literal["xlsx", "md"], media: Mapping[str, bytes] | None, vocabulary: Vocabulary
) -> tuple[list[Diagnostic], Form | None]:
    book = read_workbook(source, kind)
    found = [*sheet_findings(book, vocabulary), *row_findings(book, media, vocabulary), *cell_findings(book)]
    found += file_findings(book, media) if media is not None else ()
    converted, said = _converted(source, kind, book, found)
    found += said
    if converted is None:
        return found, None
    beside = {**(media or _NO_MEDIA), **({"itemsets.csv": converted.itemsets} if converted.itemsets else {})}
    more, form = form_findings(converted.xml, beside, book, whole=media is not None)
    places = {(each.code, each.sheet, each.row) for each in found}
    return [*found, *(each for each in more if (each.code, each.sheet, each.row) not in places)], form


def _converted(
    source: bytes, kind: Literal["xlsx", "md"], book: Workbook, found: list[Diagnostic]
) -> tuple[Converted | None, list[Diagnostic]]:
    """The XForm of the workbook, without what is known to be at fault; and what pyxform says besides."""
    known = {(each.sheet, each.row) for each in found if each.severity == "error"}
    said: list[Diagnostic] = []
    mending = bool(known)
    book = mended(book, found)
    tried: set[tuple[str | None, int | None, str | None]] = set()
    for _ in range(_MENDS):
        try:
            converted = authoring.convert_rows(book) if mending else authoring.convert(source, kind)
        except authoring.Refused as error:
            refusal = _sentence("error", "form.lint.refused", error.sentence)
            if (refusal.sheet, refusal.row) not in known or refusal.row is None:
                said += [refusal] if refusal.row is not None or not (known or said) else []
            place = refusal.sheet, refusal.row, refusal.column
            if refusal.row is None or place in tried:
                return None, said
            tried.add(place)
            known.add((refusal.sheet, refusal.row))
            book, mending = mended(book, [refusal]), True
            continue
        except FormError as error:
            return None, said if known or said else [Diagnostic("error", error.code, None, None, None, error.params)]
        warnings = [warning for warning in converted.warnings if _TOLD.search(warning) is None]
        return converted, [*said, *(_sentence("warning", "form.lint.warned", warning) for warning in warnings)]
    return None, said


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
