"""The form packs of this station: those that came with the program, and those installed since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from screening.errors import FormError, PacketError, StationError
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
            pack = _read(file)
            if pack is not None and pack.sha256 not in seen:
                seen.add(pack.sha256)
                yield pack

    def unreadable(self) -> tuple[Path, ...]:
        """The files that are named as packs and are none, or damaged."""
        return tuple(file for file in self._files() if _read(file) is None)

    def current(self, name: str, today: date) -> Pack:
        """The active pack of this name that is valid today; of several the highest version.

        Raises:
            StationError: there is none, or only expired, draft or retired ones.
        """
        named = [
            pack for pack in self.all() if _plain(name) in (_plain(pack.manifest.name), _plain(pack.manifest.form_id))
        ]
        usable = [pack for pack in named if pack.manifest.status == "active" and pack.manifest.valid_on(today)]
        if not usable:
            raise StationError("station.pack.unusable" if named else "station.pack.missing", name=name[:40])
        return max(usable, key=lambda pack: _version(pack.manifest.version))

    def usable(self, today: date) -> Iterator[Pack]:
        """The pack that would be begun with, for each name that has one."""
        for name in dict.fromkeys(pack.manifest.name for pack in self.all()):
            with suppress(StationError):
                yield self.current(name, today)

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


def _read(file: Path) -> Pack | None:
    try:
        return read(file.read_bytes())
    except (OSError, FormError):
        return None


def signed_by(pack: Pack) -> str | None:
    """The fingerprint of the authority that signed this pack; None when nobody did, or the signature does not hold."""
    from screening.identity.endorsement import endorsed_by  # signatures are looked at where packs are listed

    if pack.signature is None:
        return None
    try:
        return endorsed_by(pack.manifest.to_bytes(), pack.signature)
    except PacketError:
        return None


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-")


def _version(text: str) -> tuple[tuple[int, int | str], ...]:
    """Numbers compare as numbers: 2026.10 is after 2026.9."""
    return tuple((1, int(part)) if part.isdigit() else (0, part) for part in re.split(r"[.-]", text))
