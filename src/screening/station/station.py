"""Opens this machine and hands its parts to the rooms that do the work. The only wiring place."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from screening.errors import StationError
from screening.station import clock as machine
from screening.station.clock import Clock
from screening.station.paths import Paths
from screening.station.settings import Settings
from screening.station.words import Words

if TYPE_CHECKING:  # heavy rooms: the first window must not wait for them
    from screening.assessment.lists import IndicatorList
    from screening.casefile.entries import Role
    from screening.forms.form import Form
    from screening.forms.phrases import Phrasebook
    from screening.ids import ProfileId
    from screening.referral.jurisdiction import Jurisdiction
    from screening.referral.profiles import Profile
    from screening.station.desk import Desk
    from screening.station.packs import Packs
    from screening.vault.slots import Cost

Kind: TypeAlias = Literal["xlsx", "md", "xml", "pack"]


@dataclass
class Station:
    """One installed machine, locked. Nothing about any person can be read from it."""

    paths: Paths
    clock: Clock
    settings: Settings
    words: Words
    cost: Cost | None = field(default=None, repr=False)

    @property
    def has_vault(self) -> bool:
        """Whether a vault was made here."""
        from screening.vault.files import finish_setting_aside

        finish_setting_aside(self.paths.vault)
        return (self.paths.vault / "vault.json").exists()

    def create(self, passphrase: str, *, user: str, role: Role) -> Desk:
        """Make this station's vault and open it.

        Raises:
            VaultError: there is one already, the passphrase is too weak, or the disk refuses.
        """
        from screening.station.desk import Desk
        from screening.station.files import make_folder
        from screening.vault.store import create

        make_folder(self.paths.home)
        return Desk(self, create(self.paths.vault, passphrase, user=user, role=role, cost=self.cost))

    def unlock(self, passphrase: str, *, inspect: bool = False) -> Desk:
        """Open this station's vault. inspect: for reading only, also when its log does not verify.

        Raises:
            VaultError: no vault, wrong passphrase, damaged, too new, busy.
        """
        from screening.station.desk import Desk
        from screening.vault.store import unlock

        return Desk(self, unlock(self.paths.vault, passphrase, inspect=inspect))

    @cached_property
    def lists(self) -> Mapping[str, IndicatorList]:
        """The published indicator lists that came with the program.

        Raises:
            StationError: a list is missing or unreadable.
        """
        from screening.assessment.lists import load_lists

        return load_lists(
            {file.stem: self._json(file) for file in sorted((self.paths.resources / "lists").glob("*.json"))}
        )

    @cached_property
    def every_list(self) -> tuple[IndicatorList, ...]:
        """The lists in use and every earlier version that came with the program (``lists/former``).

        Raises:
            StationError: a list is unreadable.
            AssessmentError: a list is malformed.
        """
        from screening.assessment.lists import load_lists

        former = sorted((self.paths.resources / "lists" / "former").glob("*.json"))
        earlier = (one for file in former for one in load_lists({file.stem: self._json(file)}).values())
        return (*self.lists.values(), *earlier)

    @cached_property
    def profiles(self) -> Mapping[ProfileId, Profile]:
        """Who sees what.

        Raises:
            ReferralError: a profile is malformed.
        """
        from screening.referral.profiles import load_profiles

        return load_profiles(files_of(self.paths.resources / "profiles"))

    @property
    def jurisdiction_folder(self) -> Path:
        """Where the law and the institutions of this place are described.

        Raises:
            StationError: the setting names no such folder, or it is empty and several came with the program.
        """
        places, name = self.paths.resources / "jurisdiction", self.settings.jurisdiction
        if name:
            folder = places / name  # a whole path stays what it is
            if not folder.is_dir():
                raise StationError("station.jurisdiction.missing")
            return folder
        found = sorted(folder for folder in places.iterdir() if folder.is_dir()) if places.is_dir() else []
        if len(found) != 1:
            raise StationError("station.jurisdiction.unset")
        return found[0]

    @cached_property
    def jurisdiction(self) -> Jurisdiction:
        """The law and the institutions of this place, as its region sees them.

        Raises:
            StationError: as `jurisdiction_folder`.
            ReferralError: a record is malformed, or lacks its source or mark.
        """
        from screening.referral.jurisdiction import load_jurisdiction

        found = load_jurisdiction(files_of(self.jurisdiction_folder), tuple(self.profiles))
        return found.within(self.settings.region)

    @cached_property
    def phrases(self) -> Phrasebook:
        """What is said to a person outside the forms, in every language.

        Raises:
            StationError: a file cannot be read.
            FormError: a file does not fit.
        """
        from screening.forms.phrases import Phrasebook

        try:
            return Phrasebook.read(
                file.read_bytes() for file in sorted((self.paths.resources / "languages").glob("*.toml"))
            )
        except OSError:
            raise StationError("station.words", file="languages") from None

    @cached_property
    def packs(self) -> Packs:
        """The form packs of this station."""
        from screening.station.packs import Packs

        return Packs.at(self.paths)

    def rng(self) -> random.Random:
        """What interviews draw from."""
        return machine.random_source()

    def read_form(self, data: bytes, kind: Kind, media: Mapping[str, bytes]) -> Form:
        """A form from a pack, an XForm, or a workbook (which needs the authoring extra).

        Raises:
            FormError: it cannot be used; names the place.
            StationError: a workbook, and the authoring extra is not installed.
        """
        from screening.forms import authoring, packs
        from screening.forms.form import Form

        match kind:
            case "pack":
                return packs.read(data).form()
            case "xml":
                return Form.parse(data, media)
            case _:
                return Form.parse(authoring.convert(data, kind).xml, media)

    def endorse_pack(self, pack: bytes, authority_file: bytes, passphrase: str) -> bytes:
        """The pack with the authority's signature.

        Raises:
            FormError: not a pack.
            PacketError, IdentityError: the authority's file does not open.
        """
        from screening.forms import packs
        from screening.identity.authority import open_authority
        from screening.identity.endorsement import endorse

        authority = open_authority(authority_file, passphrase.encode())
        return packs.with_signature(pack, endorse(authority, packs.signed_bytes(pack), self.clock.now()))

    def _json(self, file: Path) -> Any:
        try:
            return json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            raise StationError("station.resource", file=file.name) from None


def files_of(folder: Path) -> dict[str, bytes]:
    """The TOML files of a folder, by name.

    Raises:
        StationError: one cannot be read.
    """
    try:
        return {file.name: file.read_bytes() for file in sorted(folder.glob("*.toml"))}
    except OSError:
        raise StationError("station.file.unreadable") from None
