"""XLSForm workbooks to XForms, by pyxform. Needs the extra ``authoring``; the field client never comes here."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from screening.errors import FormError
from screening.forms import limits
from screening.forms.sheets import COMPOUND, SHEETS, Workbook, refuse_bomb

SourceKind: TypeAlias = Literal["xlsx", "md", "xml"]


@dataclass(frozen=True, slots=True)
class Converted:
    """xml: the XForm; warnings: pyxform's, as it words them; itemsets: the CSV of external choices, if there are."""

    xml: bytes
    warnings: tuple[str, ...]
    itemsets: bytes | None


class Refused(FormError):  # noqa: N818 - it reads as what it is, like the tree it belongs to
    """pyxform refuses the workbook. `sentence` is its own wording, which may quote the workbook."""

    def __init__(self, sentence: str) -> None:
        super().__init__("form.source.refused")
        self.sentence = sentence


def kind_of(source: bytes) -> SourceKind:
    """What the bytes are, by how they begin."""
    if source[:2] == b"PK" or source.startswith(COMPOUND):
        return "xlsx"
    head = source[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "xml" if head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")) else "md"


def convert(source: bytes, kind: SourceKind) -> Converted:
    """The XForm of a workbook; XML is passed on as it is.

    Raises:
        Refused: pyxform finds an error in the workbook.
        FormError: pyxform is not installed, or the workbook cannot be opened, is empty, or has a password.
    """
    if len(source) > limits.FORM_BYTES:
        raise FormError("form.xml.large", line=0)
    if kind != "xml" and not source.strip():
        raise FormError("form.source.empty")
    if "EncryptedPackage".encode("utf-16-le") in source and source.startswith(COMPOUND):
        raise FormError("form.source.protected")
    if kind == "xml":
        return Converted(source, (), None)
    if kind == "xlsx" and not source.startswith(COMPOUND):
        refuse_bomb(source)
    if kind == "md":  # as pyxform does it in a workbook, so that both are built to the same form
        source = source.replace("\xa0".encode(), b" ")
    ending = ".xls" if source.startswith(COMPOUND) else f".{kind}"
    return _built(source, ending)


def convert_rows(book: Workbook) -> Converted:
    """The XForm of sheets that were read before; rows keep their numbers.

    Raises:
        Refused: as `convert`.
        FormError: as `convert`.
    """
    rows: dict[str, Any] = {"sheet_names": list(book.sheets)}
    for name, sheet in book.sheets.items():
        if name in SHEETS:
            last = max((row.number for row in sheet.rows), default=1)
            by_number = {row.number: dict(row.cells) for row in sheet.rows}
            rows[name] = [by_number.get(number, {}) for number in range(2, last + 1)]
            rows[f"{name}_header"] = [dict.fromkeys(sheet.headers)]
    return _built(rows, None)


def _built(source: bytes | dict[str, Any], ending: str | None) -> Converted:
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert as to_xform
    except ImportError:
        raise FormError("form.authoring.missing") from None
    said: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions that mean nothing here
            found = to_xform(xlsform=source, warnings=said, validate=False, form_name="data", file_type=ending)
    except PyXFormError as error:
        raise Refused(str(error)) from None
    except Exception:  # noqa: BLE001 - openpyxl and pyxform raise what they like on a damaged workbook
        raise FormError("form.source.unreadable") from None
    itemsets = found.itemsets.encode("utf-8") if found.itemsets else None
    return Converted(found.xform.encode("utf-8"), _unique(said), itemsets)


def _unique(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said))
