"""The form packs of this station: those that came with the program, and those installed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from screening.errors import FormError, StationError
from screening.forms.form import Form
from screening.forms.packs import Pack, read
from screening.ids import Digest
from screening.station.files import make_folder, write_whole
from screening.station.paths import Paths


@dataclass(slots=True)
class Packs:
    """Finds packs by name or digest. A pack that does not read is passed over here and named by ``form list``."""

    paths: Paths
    _forms: dict[str, Form]

    @staticmethod
    def at(paths: Paths) -> Packs:
        """The packs below these folders."""
        return Packs(paths, {})

    def all(self) -> Iterator[Pack]:
        """Every readable pack, the installed ones first, each once."""
        seen: set[str] = set()
        for file in self._files():
            try:
                pack = read(file.read_bytes())
            except (OSError, FormError):
                continue
            if pack.sha256 not in seen:
                seen.add(pack.sha256)
                yield pack

    def current(self, name: str, now: datetime) -> Pack:
        """The active pack of this name that is valid now; of several the highest version.

        Raises:
            StationError: there is none, or only expired, draft or retired ones.
        """
        named = [pack for pack in self.all() if pack.manifest.name == name]
        usable = [pack for pack in named if pack.usable(now)]
        if not usable:
            raise StationError("station.pack.unusable" if named else "station.pack.missing", name=name[:40])
        return max(usable, key=lambda pack: pack.manifest.version)

    def form(self, digest: Digest) -> Form:
        """The form of the pack with this digest, parsed once.

        Raises:
            StationError: no pack with this digest is here; a case needs exactly the one it began with.
        """
        if digest not in self._forms:
            pack = next((pack for pack in self.all() if pack.sha256 == digest), None)
            if pack is None:
                raise StationError("station.pack.digest", digest=digest[:12])
            self._forms[digest] = pack.form()
        return self._forms[digest]

    def install(self, data: bytes) -> Pack:
        """Keep a pack on this station.

        Raises:
            FormError: not a pack, or altered.
            StationError: the folder cannot be written.
        """
        pack = read(data)
        write_whole(make_folder(self.paths.packs) / f"{pack.sha256}.pack", data)
        return pack

    def _files(self) -> Iterator[Path]:
        for folder in (self.paths.packs, self.paths.resources / "packs"):
            if folder.is_dir():
                yield from sorted(folder.glob("*.pack"))
