"""Turns sheets into PDF/A-3a and PDF/UA-1 with fonts confined to our own folder and nothing fetched from anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import typst

from screening.errors import PaperError
from screening.paper.content import Block, Words, consent_sheet, receipt_sheet, referral_sheet
from screening.paper.glyphs import drawable, spelled
from screening.paper.labels import load_labels

Json: TypeAlias = Any
PDF_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]


def referral_pdf(
    content: Mapping[str, Json], language: str, resources: Path, *, data: bytes | None = None, strict: bool = False
) -> bytes:
    """The referral as PDF.

    Args:
        content: the fields of referral.json, and `names`: the caller's words for codes in groups `recipients`,
            `indicators`, `reasons`, `lists`, `forms`, `categories`, `grounds`, `rules`, `profiles`; a name is text or
            ``{"text", "mark"}`` where any mark but ``V`` prints as not yet verified.
        language: ``uk`` or ``en``, of the sheet's own words.
        resources: the program's resource folder, with ``paper`` and ``fonts`` in it.
        data: the exact bytes of referral.json: they are attached to the PDF and their digest printed. Without them
            the sheet says that it is a preview.
        strict: refuse a character that no font can draw, instead of printing its code.

    Raises:
        PaperError: no such language, missing resources, or the document could not be drawn.
    """
    names = content.get("names", {})
    words = Words(load_labels(resources, language), names, language)
    digest = hashlib.sha256(data).hexdigest() if data is not None else ""
    sheet = referral_sheet(content, words, preview=data is None, digest=digest)
    return _render(sheet, words, resources, content["created"], data, strict=strict)


def consent_pdf(content: Mapping[str, Json], language: str, resources: Path, *, strict: bool = False) -> bytes:
    """The record of consent for signature. content: case, at, consent, practice, names.

    Raises:
        PaperError: as for `referral_pdf`.
    """
    words = Words(load_labels(resources, language), content.get("names", {}), language)
    return _render(consent_sheet(content, words), words, resources, content["at"], None, strict=strict)


def receipt_pdf(content: Mapping[str, Json], language: str, resources: Path, *, strict: bool = False) -> bytes:
    """A receipt for people to read. content: the fields of receipt.json, `signer` and names.

    Raises:
        PaperError: as for `referral_pdf`.
    """
    words = Words(load_labels(resources, language), content.get("names", {}), language)
    return _render(receipt_sheet(content, words), words, resources, content["at"], None, strict=strict)


def _render(sheet: Block, words: Words, resources: Path, at: str, attached: bytes | None, *, strict: bool) -> bytes:
    points = drawable(resources / "fonts")
    ready = _spelled(sheet, points)
    if ready != sheet:
        if strict:
            raise PaperError("paper.glyph")
        ready["notices"].append(words.label("sheet", "undrawn"))
    inputs = {"document": json.dumps(ready, ensure_ascii=False)}
    if attached is not None:
        inputs["attached"] = attached.decode("utf-8")
    paper = resources / "paper"
    if not (paper / "sheet.typ").is_file():
        raise PaperError("paper.resources", file="sheet.typ")
    try:
        pdf = typst.compile(
            paper / "sheet.typ",
            root=paper,
            font_paths=fonts_of(resources / "fonts"),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=PDF_STANDARDS,
            timestamp=int(datetime.fromisoformat(at).timestamp()),
        )
    except typst.TypstError as error:
        code = "paper.glyph" if "could not be displayed" in error.message else "paper.render"
        raise PaperError(code) from None  # the cause quotes the text
    return pdf


@lru_cache(maxsize=4)
def fonts_of(folder: Path) -> typst.Fonts:
    """The fonts of `folder` and no others, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _spelled(value: Json, points: frozenset[int]) -> Json:
    """Every text in the sheet with undrawable characters as codes; everything else as it was."""
    match value:
        case str():
            return spelled(value, points)
        case Mapping():
            return {key: _spelled(part, points) for key, part in value.items()}
        case list() | tuple():
            return [_spelled(part, points) for part in value]
        case _:
            return value
