"""The unlocked station: one vault, and the desks that work on it. Lives on the thread that owns the vault."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from screening.casefile.entries import Role
from screening.delivery.transport import PACKET_LIMIT, Transport, for_target
from screening.errors import DeliveryError, StationError
from screening.fieldwork import recipients
from screening.fieldwork.means import Means
from screening.fieldwork.officer import Fieldwork
from screening.fieldwork.recipients import Reachable
from screening.identity.credentials import Credentials
from screening.ids import Digest
from screening.registry import supervisor as registry
from screening.registry.supervisor import Registry, Taken
from screening.station import clock as machine
from screening.station.enrolment import Enrolment
from screening.vault.store import Vault

if TYPE_CHECKING:
    from screening.station.packs import Offer
    from screening.station.station import Station

DAMAGE = frozenset(
    {
        "vault.header.damaged",
        "vault.header.missing",
        "vault.header.tampered",
        "vault.store.damaged",
        "vault.store.missing",
        "vault.entry.damaged",
        "vault.log.broken",
        "vault.log.shorter",
    }
)
"""Codes with which a vault is refused because of what lies on the disk, which is what a check is asked to say."""
_ONE_ALONE = frozenset({"delivery.packet.missing", "delivery.packet.altered", "delivery.too_large"})
"""Codes of a transport that concern one packet; the others behind it can still be fetched."""


class Desk:
    """What an officer or a supervisor works with after unlocking."""

    def __init__(self, station: Station, vault: Vault) -> None:
        self.station = station
        self.vault = vault

    @property
    def role(self) -> Role:
        """Whose desk this is."""
        return self.vault.role

    @cached_property
    def enrolment(self) -> Enrolment:
        """This station's own keys, certificate and trust."""
        return Enrolment(self.vault, self.station.clock, self.station.paths.resources)

    @property
    def credentials(self) -> Credentials:
        """What this station can sign with and whom it trusts, as installed last."""
        return self.enrolment.credentials()

    @cached_property
    def means(self) -> Means:
        """What the steps below need from this machine."""
        station = self.station
        resources = station.paths.resources
        return Means(
            vault=self.vault,
            now=station.clock.now,
            claimed=station.clock.claimed,
            credentials=self.enrolment.credentials,
            form=station.packs.form,
            admit=self._admit,
            lists=station.lists,
            profiles=station.profiles,
            jurisdiction=station.jurisdiction,
            say=station.words.say,
            language=station.words.language,
            resources=resources,
            random_bytes=machine.random_bytes,
        )

    @cached_property
    def fieldwork(self) -> Fieldwork:
        """The officer's steps."""
        return Fieldwork(self.means)

    @cached_property
    def registry(self) -> Registry:
        """The supervisor's steps."""
        means = self.means
        return Registry(registry.Means(means.vault, means.now, means.claimed, means.credentials, means.lists))

    def recipients(self) -> tuple[Reachable, ...]:
        """Who can be written to.

        Raises:
            IdentityError: no trust bundle.
        """
        return tuple(recipients.reachable(self.means))

    def current_pack(self, name: str, *, accept: Collection[str] = ()) -> Digest:
        """The digest of the form pack to begin with. accept: what a person chose to overlook.

        Raises:
            StationError: none of that name can be used now, or only with a choice that is missing.
        """
        station = self.station
        pack = station.packs.current(name, self._today(), pinned=self.enrolment.pinned(), accept=accept)
        return Digest(pack.sha256)

    def offers(self) -> tuple[Offer, ...]:
        """For each instrument the pack that a screening would begin with, and what it asks for."""
        return tuple(self.station.packs.offers(self._today(), self.enrolment.pinned()))

    def _admit(self, pack: Digest, accept: Collection[str], practice: bool) -> tuple[str, ...]:
        pinned = self.enrolment.pinned()
        return self.station.packs.admit(pack, self._today(), pinned=pinned, accept=accept, practice=practice)

    def _today(self) -> date:
        return self.station.clock.now().date()

    def transport(self, place: str) -> Transport:
        """The way to a folder or address.

        Raises:
            DeliveryError: it is neither.
        """
        return for_target(place)

    def targets(self, place: str | None) -> tuple[str, ...]:
        """The place given, or those of the settings.

        Raises:
            StationError: neither.
        """
        targets = (place,) if place else self.station.settings.targets
        if not targets:
            raise StationError("station.target")
        return targets

    def take_in(self, place: str) -> Iterator[Taken]:
        """Take in one file, every packet in a folder, or every packet at an address.

        Raises:
            DeliveryError: the place cannot be read.
            StationError: there is no such file.
        """
        if "://" in place:
            yield from self._take_from(self.transport(place))
            return
        path = Path(place)
        if not os.path.lexists(path):
            raise StationError("station.file.missing")
        if not path.is_dir():
            yield self._take_file(path)
            return
        for each in sorted(found for found in path.rglob("*.asice.age") if found.is_file()):
            try:
                yield self._take_file(each)
            except StationError as refused:  # one that cannot be read does not keep the others out
                yield Taken(each.name, "rejected", Digest(""), refused.code)

    def _take_file(self, file: Path) -> Taken:
        data = _read(file)
        return self._kept(self.registry.take_in(file.name, data), data)

    def _take_from(self, transport: Transport) -> Iterator[Taken]:
        for digest in transport.packets():
            name = f"{digest}.asice.age"
            known = self.registry.already(name, digest)
            if known is not None:
                yield known
                continue
            try:
                data = transport.get_packet(digest)
            except DeliveryError as refused:
                if refused.code not in _ONE_ALONE:
                    raise
                yield Taken(name, "rejected", digest, refused.code)
                continue
            yield self._kept(self.registry.take_in(name, data), data)

    def _kept(self, taken: Taken, data: bytes) -> Taken:
        if taken.result == "rejected":
            from screening.station.rejected import keep

            keep(self.station.paths.rejected, taken.digest, str(taken.code), data)
        return taken

    def compare_head(self, head: Any) -> tuple[str, ...]:
        """Codes of what is wrong with the log, seen from a head that was noted before.

        Raises:
            StationError: this is no head.
        """
        try:
            size, root = int(head["size"]), str(head["root"])
        except (TypeError, KeyError, ValueError, OverflowError):
            raise StationError("station.file.json") from None
        return self.vault.compare(size, root)

    def close(self) -> None:
        """Lock: nothing can be read any more."""
        self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():  # a pipe or a device would never end
            raise StationError("station.file.unreadable")
        if file.stat().st_size > PACKET_LIMIT:
            raise StationError("station.file.large", limit=PACKET_LIMIT)
        return file.read_bytes()
    except OSError:
        raise StationError("station.file.unreadable") from None
