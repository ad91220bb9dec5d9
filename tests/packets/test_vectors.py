"""Packets that were sealed before: each must go on saying what it said, whatever becomes of the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.packets.damage import DAMAGES

from screening.envelope.age import HybridIdentity
from screening.identity.trust import Trust
from screening.packets import unseal
from screening.packets.manifest import read_time

FOLDER = Path(__file__).parents[1] / "vectors" / "packets" / "v1.0"
VECTORS = json.loads((FOLDER / "vectors.json").read_text(encoding="utf-8"))
AT = read_time(VECTORS["at"])


@pytest.fixture(scope="module")
def trust() -> Trust:
    return Trust.parse((FOLDER / "trust.bundle").read_bytes(), VECTORS["authority"], AT)


@pytest.fixture(scope="module")
def identity() -> HybridIdentity:
    return HybridIdentity.parse((FOLDER / "identity.txt").read_text(encoding="ascii").strip())


@pytest.mark.parametrize("name", VECTORS["packets"])
def test_a_packet_of_the_first_version_says_what_it_said(trust: Trust, identity: HybridIdentity, name: str):
    code, failing = VECTORS["packets"][name]
    data = (FOLDER / f"{name}.asice.age").read_bytes()
    checked = unseal.verify(data, [identity], trust, None, AT)
    assert (checked.code, checked.ok) == (code, failing == 0)
    assert [step.step for step in checked.steps if step.ok is False] == [failing][: failing != 0]


def test_every_packet_in_the_folder_is_listed():
    kept = {path.name.removesuffix(".asice.age") for path in FOLDER.glob("*.age")}
    assert kept == set(VECTORS["packets"])
    assert len(kept) > len(DAMAGES) // 2
