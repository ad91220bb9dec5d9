"""Recovery sheets on paper: one page a share, with its words and the same words as a QR code. They name nobody."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import segno
import typst

from screening.errors import PaperError
from screening.paper.labels import LANGUAGES, moment

Json: TypeAlias = Any
_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]


def shares_pdf(
    texts: Sequence[tuple[int, str]], *, of: int, needed: int, at: str, language: str, resources: Path
) -> bytes:
    """One page for each share.

    Args:
        texts: number (1, 2, ...) and words of each share to print.
        of: how many shares there are.
        needed: how many of them open the vault.
        at: when they were made, RFC 3339.
        language: ``uk`` or ``en``, of the sheet's own words.
        resources: the program's resource folder.

    Raises:
        PaperError: no such language, missing resources, or the document could not be drawn.
    """
    words = _words(resources, language)
    pages = [
        {
            "title": words["title"].format(number=number, of=of),
            "needed": words["needed"].format(needed=needed, of=of),
            "words": text.split(),
            "code": _code(text),
        }
        for number, text in texts
    ]
    fixed = {name: words[name] for name in ("heading", "keep", "use", "void", "code")}
    document = {**fixed, "language": language, "made": words["made"].format(at=moment(at, language)), "pages": pages}
    try:
        pdf = typst.compile(
            resources / "paper" / "shares.typ",
            root=resources / "paper",
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[resources / "fonts"]
            ),
            format="pdf",
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            pdf_standards=_STANDARDS,
            timestamp=int(datetime.fromisoformat(at).timestamp()),
        )
    except typst.TypstError:
        raise PaperError("paper.render") from None  # the cause may quote the words
    return pdf


def _code(text: str) -> str:
    """The words as a QR code in SVG; capital letters make it coarser, and so easier to read from worn paper."""
    out = io.BytesIO()
    segno.make(text.upper(), error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()


def _words(resources: Path, language: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        raise PaperError("paper.language", language=language)
    name = f"shares.{language}.toml"
    if not (resources / "paper" / "shares.typ").is_file():
        raise PaperError("paper.resources", file="shares.typ")
    try:
        return tomllib.loads((resources / "paper" / name).read_text("utf-8"))
    except (OSError, ValueError):
        raise PaperError("paper.resources", file=name) from None
