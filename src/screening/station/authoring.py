"""Building a form pack from an instrument's folder: the workbook, its media, and what ``pack.toml`` says of it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from screening.errors import FormError, StationError
from screening.forms import packs
from screening.forms.authoring import SourceKind
from screening.forms.linter import Diagnostic, check
from screening.forms.translations import Language, read_language

_KNOWN = {"name", "version", "status", "publisher", "valid_from", "valid_to", "source", "media"}


def build_pack(form: Path, kind: SourceKind) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The pack of a workbook or XForm, and what the linter says of it; no pack when there are errors.

    ``pack.toml`` beside the form gives name, version, status, publisher and validity; without it the pack is a draft
    named after the file. Media are the files in the folder ``media`` beside the form, further languages of what is
    said to the person the files ``languages/*.toml``.

    Raises:
        StationError: a file is missing or unreadable.
        FormError: ``pack.toml`` does not fit, or says another version than the form.
    """
    source = _read(form)
    languages = languages_beside(form)
    found = check(source, kind, languages)
    if any(diagnostic.severity == "error" for diagnostic in found):
        return None, found
    stated = _stated(form.with_name("pack.toml"))
    pack = packs.build(
        source,
        str(stated.get("name", form.stem)),
        media_beside(form),
        published_by=str(stated.get("publisher", "")),
        valid_from=stated.get("valid_from"),
        valid_to=stated.get("valid_to"),
        status=stated.get("status", "draft"),
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
        dated = key in {"valid_from", "valid_to"}
        if key not in _KNOWN or not isinstance(value, date if dated else list if key == "media" else str):
            raise FormError("form.pack.settings", key=key[:20])
    return stated


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise StationError("station.file.missing") from None
    except OSError:
        raise StationError("station.file.unreadable") from None
