"""Settings of one station: a flat TOML file that people may edit; a bad line is named, never guessed at."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from screening.errors import StationError

_CHOICES: dict[str, tuple[str | int, ...]] = {
    "language": ("uk", "en"),
    "theme": ("day", "night", "contrast"),
    "text_size": (100, 125, 150, 200),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the people of a station chose.

    text_size: per cent; auto_lock: minutes without a key, 1 to 120; single_keys: whether 1-9, N, S, R, U work without
    a modifier (WCAG 2.1.4); targets: folders and addresses that the outbox writes to by itself; jurisdiction: folder
    with the law and institutions of the place, by its name among those that come with the program or by its whole path;
    "" where only one comes with it; region: of the recipients' directory, "" for all of them.
    """

    language: str = "uk"
    theme: str = "day"
    text_size: int = 100
    auto_lock: int = 10
    single_keys: bool = True
    targets: tuple[str, ...] = ()
    jurisdiction: str = ""
    region: str = ""


def load(file: Path) -> Settings:
    """The settings in `file`; the defaults where there is none.

    Raises:
        StationError: unreadable, not TOML, an unknown name, or a value that does not fit.
    """
    try:
        stated = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise StationError("station.settings.unreadable") from None
    known = {field.name for field in fields(Settings)}
    for name in stated:
        if name not in known:
            raise StationError("station.settings.name", name=name[:40])
    return replace(Settings(), **{name: _fit(name, value) for name, value in stated.items()})


def save(file: Path, settings: Settings) -> None:
    """Write `settings`, whole or not at all.

    Raises:
        StationError: the folder cannot be written.
    """
    lines = [f"{name} = {_toml(value)}" for name, value in asdict(settings).items()]
    temporary = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with temporary.open("w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(file)
    except OSError:
        raise StationError("station.settings.unwritable") from None


def _fit(name: str, value: Any) -> Any:
    default = getattr(Settings(), name)
    if name == "targets":
        fits = isinstance(value, list) and all(isinstance(part, str) for part in value)
        value = tuple(value) if fits else value
    elif name == "auto_lock":
        fits = type(value) is int and 1 <= value <= 120  # noqa: PLR2004  two hours
    else:
        fits = type(value) is type(default) and value in _CHOICES.get(name, (value,))
    if not fits:
        raise StationError("station.settings.value", name=name)
    return value


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case tuple():
            return "[" + ", ".join(_toml(part) for part in value) + "]"
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
