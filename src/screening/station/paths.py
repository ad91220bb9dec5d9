"""Where things lie on this machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from screening.errors import StationError


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one station. home: everything the station writes stands below it."""

    home: Path
    resources: Path

    @property
    def vault(self) -> Path:
        """The encrypted store: ``vault.json`` and ``vault.db``."""
        return self.home / "vault"

    @property
    def packs(self) -> Path:
        """Form packs that were installed here."""
        return self.home / "packs"

    @property
    def backups(self) -> Path:
        """Backups that the station makes by itself, encrypted as the vault is."""
        return self.home / "backups"

    @property
    def rejected(self) -> Path:
        """Files that did not verify, under their digest, each with its reason beside it."""
        return self.home / "rejected"

    @property
    def crashes(self) -> Path:
        """Reports of our own faults, without personal data."""
        return self.home / "crash-reports"

    @property
    def settings(self) -> Path:
        """``settings.toml``; holds nothing about any person."""
        return self.home / "settings.toml"


def default_home() -> Path:
    """The user's data folder for this program (XDG on Linux)."""
    from platformdirs import user_data_path

    return user_data_path("field-screening", appauthor=False)


def find_resources() -> Path:
    """The folder ``resources`` of the built program, or of the source tree.

    Raises:
        StationError: neither is there.
    """
    bundled = getattr(sys, "_MEIPASS", None)
    candidates = ([Path(bundled) / "resources"] if bundled else []) + [Path(__file__).parents[3] / "resources"]
    for folder in candidates:
        if (folder / "words").is_dir():
            return folder
    raise StationError("station.resources")
