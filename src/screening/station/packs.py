"""The form packs of this station: those that came with the program, those installed since, those a case began with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from screening.errors import FormError, StationError
from screening.forms.form import Form
from screening.forms.packs import Pack, read
from screening.ids import Digest
from screening.station.files import make_folder, write_whole
from screening.station.paths import Paths
from screening.station.standing import MISSING_CONCESSION, Concession, Standing, signed_by, standing_of

_DIGEST = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that a screening can begin with. asks: what must be overlooked by choice before it does.

    practice: it can be begun with for practice only.
    """

    pack: Pack
    standing: Standing
    asks: tuple[Concession, ...]
    practice: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is named as a pack. code: why it is none."""

    file: str
    code: str


@dataclass(slots=True)
class Packs:
    """Finds packs by name or digest. A pack that does not read is passed over here and named by ``form list``.

    A pack with which a case began is kept by its digest, whatever becomes of the one that came with the program.
    """

    paths: Paths
    _forms: dict[str, Form] = field(default_factory=dict)
    _shipped: frozenset[str] | None = None

    @staticmethod
    def at(paths: Paths) -> Packs:
        """The packs below these folders."""
        return Packs(paths)

    def all(self) -> Iterator[Pack]:
        """Every readable pack, the installed ones first, each once."""
        seen: set[str] = set()
        for file in self._files():
            pack = _read(file)
            if isinstance(pack, Pack) and pack.sha256 not in seen:
                seen.add(pack.sha256)
                yield pack

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that are named as packs and are none, altered, or too new."""
        read_ones = [(file, _read(file)) for file in self._files()]
        return tuple(Unreadable(file.name, pack) for file, pack in read_ones if isinstance(pack, str))

    def shipped(self) -> frozenset[str]:
        """The digests of the packs that came with this program, which do not change while it runs."""
        if self._shipped is None:
            found = [_bytes(file) for file in _in(self._own)]
            self._shipped = frozenset(hashlib.sha256(data).hexdigest() for data in found if data is not None)
        return self._shipped

    def standing(self, pack: Pack, today: date, pinned: str | None) -> Standing:
        """How a pack stands today. pinned: fingerprint of the authority that this station believes."""
        return standing_of(pack, today, pinned=pinned, shipped=pack.sha256 in self.shipped())

    def offers(self, today: date, pinned: str | None) -> Iterator[Offer]:
        """For each name the pack to begin with, by name: one that asks for nothing before one that does.

        A name that only has retired, altered or not yet valid packs is left out.
        """
        packs = tuple(self.all())
        for name in sorted({pack.manifest.name for pack in packs}):
            for practice in (False, True):
                found = self._ranked([pack for pack in packs if pack.manifest.name == name], today, pinned, practice)
                usable = [(pack, standing) for pack, standing in found if standing.refusal(practice=practice) is None]
                if usable:
                    pack, standing = usable[0]
                    yield Offer(pack, standing, standing.concessions(practice=practice), practice)
                    break

    def current(
        self, name: str, today: date, *, pinned: str | None = None, accept: Collection[str] = (), practice: bool = False
    ) -> Pack:
        """The pack to begin with, by name, by name and version (``second_line@2026.1``) or by the start of its digest.

        Of several that can be begun with the highest version; what `accept` overlooks counts as if it were not there.

        Raises:
            StationError: there is none, none may be begun with, or a choice is missing; the code says which.
        """
        named = [pack for pack in self.all() if _is_named(pack, name)]
        if not named:
            raise StationError("station.pack.missing", name=name[:40])
        found = self._ranked(named, today, pinned, practice, accept)
        pack, standing = found[0]
        self._refuse(pack, standing, accept, practice=practice)
        return pack

    def admit(
        self, digest: Digest, today: date, *, pinned: str | None, accept: Collection[str] = (), practice: bool = False
    ) -> tuple[Concession, ...]:
        """Keep the pack that a screening begins with now, and say what was overlooked for it.

        Raises:
            StationError: it is not here, may not be begun with, or a choice is missing; or it cannot be kept.
        """
        pack, data = self._found(digest)
        standing = self.standing(pack, today, pinned)
        self._refuse(pack, standing, accept, practice=practice)
        self._keep(pack, data)
        return standing.concessions(practice=practice)

    def form(self, digest: Digest) -> Form:
        """The form of the pack with this digest, parsed once. Its validity is not asked: a case goes on as it began.

        Raises:
            StationError: no pack with this digest is here; a case needs exactly the one it began with.
        """
        if digest not in self._forms:
            self._forms[digest] = self._found(digest)[0].form()
        return self._forms[digest]

    def media(self, digest: Digest) -> Mapping[str, bytes]:
        """The files that came with the form of this pack, by file name.

        Raises:
            StationError: as `form`.
        """
        return self._found(digest)[0].media

    def install(self, data: bytes) -> Pack:
        """Keep a pack on this station.

        Raises:
            FormError: not a pack, altered, too new, or with a signature that does not hold.
            StationError: the folder cannot be written.
        """
        pack = read(data)
        if pack.signature is not None and signed_by(pack) is None:
            raise FormError("form.pack.signature")
        write_whole(make_folder(self.paths.packs) / f"{pack.sha256}.pack", data)
        return pack

    # ---- below ------------------------------------------------------------------------------------------------

    def _ranked(
        self, packs: list[Pack], today: date, pinned: str | None, practice: bool, accept: Collection[str] = ()
    ) -> list[tuple[Pack, Standing]]:
        """Those that may be begun with at once, then those that ask for a choice, then the others; newest first."""
        judged = [(pack, self.standing(pack, today, pinned)) for pack in packs]

        def rank(each: tuple[Pack, Standing]) -> tuple[bool, bool, tuple[tuple[int, int | str], ...]]:
            pack, standing = each
            asks = set(standing.concessions(practice=practice)) - set(accept)
            return standing.refusal(practice=practice) is None, not asks, _version(pack.manifest.version)

        return sorted(judged, key=rank, reverse=True)

    def _refuse(self, pack: Pack, standing: Standing, accept: Collection[str], *, practice: bool) -> None:
        name = pack.manifest.name[:40]
        refusal = standing.refusal(practice=practice)
        if refusal is not None:
            raise _refused(refusal, name, pack)
        for each in standing.concessions(practice=practice):
            if each not in accept:
                raise _refused(MISSING_CONCESSION[each], name, pack)

    def _found(self, digest: Digest) -> tuple[Pack, bytes]:
        """The pack with this digest and its bytes; the kept copy is looked at first.

        Raises:
            StationError: it is not here, or what bears its name is altered.
        """
        for file in (self._used / f"{digest}.pack", self.paths.packs / f"{digest}.pack", *self._files()):
            data = _bytes(file)
            if data is not None and hashlib.sha256(data).hexdigest() == digest:
                return read(data), data
        raise StationError("station.pack.digest", digest=digest[:12])

    def _keep(self, pack: Pack, data: bytes) -> None:
        file = self._used / f"{pack.sha256}.pack"
        if _bytes(file) != data:
            write_whole(make_folder(self._used) / file.name, data)

    @property
    def _used(self) -> Path:
        """Where a pack stays for the cases that began with it, also when it is replaced or taken off the list."""
        return self.paths.packs / "used"

    @property
    def _own(self) -> Path:
        return self.paths.resources / "packs"

    def _files(self) -> Iterator[Path]:
        for folder in (self.paths.packs, self._own):
            yield from _in(folder)


def _in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(folder.glob("*.pack"))


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _read(file: Path) -> Pack | str:
    """The pack in a file, or the code of why it is none."""
    data = _bytes(file)
    if data is None:
        return "station.file.unreadable"
    try:
        return read(data)
    except FormError as error:
        return error.code


def _refused(code: str, name: str, pack: Pack) -> StationError:
    days = {"first": pack.manifest.valid_from or "", "last": pack.manifest.valid_to or ""}
    return StationError(code, name=name, version=pack.manifest.version[:20], **days)


def _is_named(pack: Pack, name: str) -> bool:
    manifest = pack.manifest
    if _DIGEST.fullmatch(name) is not None and pack.sha256.startswith(name):
        return True
    wanted, mark, version = name.rpartition("@")
    if not mark:
        wanted, version = name, manifest.version
    return version == manifest.version and _plain(wanted) in (_plain(manifest.name), _plain(manifest.form_id))


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-")


def _version(text: str) -> tuple[tuple[int, int | str], ...]:
    """Numbers compare as numbers: 2026.10 is after 2026.9."""
    return tuple((1, int(part)) if part.isdecimal() else (0, part) for part in re.split(r"[.-]", text))
