"""Building a form pack from an instrument's folder: the workbook, its media, and what ``pack.toml`` says of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.errors import FormError, StationError
from screening.forms import packs
from screening.forms.authoring import SourceKind
from screening.forms.linter import Diagnostic, check, examine
from screening.forms.translations import Language, read_language
from screening.station.standing import signed_by
from screening.station.vocabulary import vocabulary

if TYPE_CHECKING:
    from screening.assessment.lists import IndicatorList
    from screening.station.station import Kind

_NO_LISTS: Mapping[str, IndicatorList] = {}
_KNOWN: Mapping[str, type] = {
    "name": str,
    "version": str,
    "status": str,
    "publisher": str,
    "source": str,
    "valid_from": date,
    "valid_to": date,
    "media": list,
    "titles": dict,
}


def check_form(
    source: bytes, kind: Kind, form: Path, lists: Mapping[str, IndicatorList] = _NO_LISTS
) -> tuple[tuple[Diagnostic, ...], Mapping[str, Any] | None]:
    """What the linter says of a form or pack, and the report on its translations. form: where its media stand beside.

    Raises:
        StationError: a file beside it is unreadable.
    """
    alone = kind == "pack"
    found = examine(
        source,
        kind,
        media=None if alone else media_beside(form),
        vocabulary=vocabulary(lists),
        languages=() if alone else languages_beside(form),
    )
    if alone and found.report is not None:
        pack = packs.read(source)
        if pack.signature is not None and signed_by(pack) is None:
            altered = Diagnostic("error", "form.pack.signature", None, None, None)
            return (altered, *found.diagnostics), found.report
    return found.diagnostics, found.report


def build_pack(
    form: Path, kind: SourceKind, lists: Mapping[str, IndicatorList] = _NO_LISTS
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The pack of a workbook or XForm, and what the linter says of it; no pack when there are errors.

    ``pack.toml`` beside the form gives name, version, status, publisher, validity and the title in each language;
    without it the pack is a draft named after the file. Media are the files in the folder ``media`` beside the form,
    further languages of what is said to the person the files ``languages/*.toml``.

    Raises:
        StationError: a file is missing or unreadable.
        FormError: ``pack.toml`` does not fit, or says another version than the form.
    """
    source = _read(form)
    media, languages = media_beside(form), languages_beside(form)
    found = check(source, kind, media=media, vocabulary=vocabulary(lists), languages=languages)
    if any(diagnostic.severity == "error" for diagnostic in found):
        return None, found
    stated = _stated(form.with_name("pack.toml"))
    pack = packs.build(
        source,
        str(stated.get("name", form.stem)),
        media,
        published_by=str(stated.get("publisher", "")),
        valid_from=stated.get("valid_from"),
        valid_to=stated.get("valid_to"),
        status=stated.get("status", "draft"),
        titles=stated.get("titles", {}),
        languages=languages,
    )
    version = packs.read(pack).manifest.version
    if stated.get("version", version) != version:
        raise FormError("form.pack.version", stated=str(stated["version"])[:20], form=version[:20])
    return pack, found


def media_beside(form: Path) -> dict[str, bytes]:
    """The files in the folder ``media`` beside a form, by name."""
    folder = form.parent / "media"
    return {file.name: _read(file) for file in sorted(folder.iterdir()) if file.is_file()} if folder.is_dir() else {}


def languages_beside(form: Path) -> tuple[Language, ...]:
    """The further languages of a form, from the folder ``languages`` beside it.

    Raises:
        FormError: a file does not fit.
    """
    return tuple(read_language(_read(file)) for file in sorted((form.parent / "languages").glob("*.toml")))


def _stated(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        stated = tomllib.loads(_read(file).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise FormError("form.pack.settings", key="") from None
    for key, value in stated.items():
        fits = key in _KNOWN and isinstance(value, _KNOWN[key]) and type(value) is not datetime
        if isinstance(value, dict) and fits:
            fits = all(isinstance(title, str) for title in value.values())
        if not fits:
            raise FormError("form.pack.settings", key=key[:20])
    return stated


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise StationError("station.file.missing") from None
    except OSError:
        raise StationError("station.file.unreadable") from None
