"""Two enrolled stations on one machine, with real vaults, keys, packs and an authority: for tests of the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from screening.casefile.entries import Consented
from screening.fieldwork.officer import Fieldwork
from screening.identity.authority import authority_new, open_authority
from screening.ids import CaseId
from screening.registry.supervisor import Registry
from screening.station.clock import Clock
from screening.station.desk import Desk
from screening.station.paths import Paths, find_resources
from screening.station.settings import Settings
from screening.station.station import Station
from screening.station.words import Words
from screening.vault.slots import LEAST

PASSPHRASE = "seven quiet rivers at noon 41"
NOW = datetime(2026, 3, 12, 18, 2, tzinfo=UTC)
RESOURCES = find_resources()
INTERVIEW = RESOURCES / "demo" / "interview.json"


def station(home: Path, *, now: datetime | None = NOW, language: str = "en", **chosen: str) -> Station:
    """A station without a vault yet."""
    home.mkdir(parents=True, exist_ok=True)
    settings = replace(Settings(language=language), **chosen)  # type: ignore[arg-type]  # settings that are text
    return Station(Paths(home, RESOURCES), Clock(now), settings, Words.load(RESOURCES, language), LEAST)


@dataclass
class Office:
    """An officer's and a supervisor's desk, and a stick that goes between them."""

    officer: Desk
    supervisor: Desk
    stick: Path
    bundle: bytes

    @property
    def fieldwork(self) -> Fieldwork:
        return self.officer.fieldwork

    @property
    def registry(self) -> Registry:
        return self.supervisor.registry

    def interview(self, steps: Any = None) -> CaseId:
        """A recorded and assessed case; the demonstration's unless other steps are given."""
        script = json.loads(INTERVIEW.read_text("utf-8")) if steps is None else steps
        return self.fieldwork.record_steps(self.officer.current_pack("second_line"), script)[0]

    def consent(self, case: CaseId, to: str = "social-service") -> None:
        self.fieldwork.record(case, Consented(to, "yes"))


@contextmanager
def open_office(folder: Path, *, now: datetime | None = NOW, **chosen: str) -> Iterator[Office]:
    """Both desks open, enrolled with one authority; locked again at the end. chosen: settings that are text."""
    secret = b"three tall lamps in winter 63"
    at = now or Clock().now()
    authority = open_authority(authority_new("Test organisation", at, secret, work=10)[0], secret)
    with (
        station(folder / "officer", now=now, **chosen).create(PASSPHRASE, user="officer", role="officer") as officer,
        station(folder / "supervisor", now=now, **chosen).create(
            PASSPHRASE, user="supervisor", role="supervisor"
        ) as supervisor,
    ):
        certificates = [
            (desk, authority.approve(desk.enrolment.request(role, name)[0], 90, at))
            for desk, role, name in ((officer, "officer", "Post 14"), (supervisor, "supervisor", "Desk 1"))
        ]
        bundle = authority.bundle(at)
        for desk, certificate in certificates:
            desk.enrolment.install(bundle)
            desk.enrolment.install(certificate)
        stick = folder / "stick"
        stick.mkdir()
        yield Office(officer, supervisor, stick, bundle)
