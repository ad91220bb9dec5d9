"""Opens this machine and hands its parts to the rooms that do the work. The only wiring place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import StationError
from screening.station import clock as machine
from screening.station.clock import Clock
from screening.station.paths import Paths
from screening.station.settings import Settings
from screening.station.words import Words

if TYPE_CHECKING:  # heavy rooms: the first window must not wait for them
    from screening.casefile.entries import Role
    from screening.fieldwork.officer import Fieldwork
    from screening.registry.supervisor import Registry
    from screening.station.packs import Packs
    from screening.vault.store import Cost, Vault


@dataclass(slots=True)
class Station:
    """One installed machine, locked. Nothing about any person can be read from it."""

    paths: Paths
    clock: Clock
    settings: Settings
    words: Words

    @property
    def has_vault(self) -> bool:
        """Whether a vault was made here."""
        return (self.paths.vault / "vault.json").exists()

    def create(self, passphrase: str, *, user: str, role: Role, cost: Cost | None = None) -> Desk:
        """Make this station's vault and open it.

        Raises:
            VaultError: there is one already, the passphrase is too weak, or the disk refuses.
        """
        from screening.vault.store import create  # noqa: PLC0415

        return self._desk(create(self.paths.vault, passphrase, user=user, role=role, cost=cost))

    def unlock(self, passphrase: str) -> Desk:
        """Open this station's vault.

        Raises:
            VaultError: no vault, wrong passphrase, damaged, too new, busy.
        """
        from screening.vault.store import unlock  # noqa: PLC0415

        return self._desk(unlock(self.paths.vault, passphrase))

    def _desk(self, vault: Vault) -> Desk:
        return Desk(self, vault)
