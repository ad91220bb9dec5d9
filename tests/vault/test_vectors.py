"""Vaults as released versions wrote them still open, and say the same.

python tests/vault/test_vectors.py FOLDER     makes one with the program as it is
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from screening.casefile import codec, log
from screening.casefile.entries import (
    Answered,
    Assessed,
    Attached,
    Body,
    Consented,
    Erased,
    Noted,
    Opened,
    Sealed,
    UrgentRaised,
)
from screening.ids import CaseId, Digest, PacketId, ProfileId, RecipientId, Ref
from screening.vault.database import schema
from screening.vault.index import Wanted
from screening.vault.slots import LEAST
from screening.vault.store import Vault, create, unlock

VECTORS = Path(__file__).parents[1] / "vectors" / "vault"
PASSPHRASE = "seven herons over a slow river"
FIRST, SECOND, THIRD = CaseId("7F3K2ABCDEFG"), CaseId("9XM4TABCDEFG"), CaseId("BBBBBBBBBBBB")


def say(vault: Vault) -> dict[str, Any]:
    """Everything a vault holds, as JSON."""
    cases = vault.cases()
    return {
        "user": vault.user,
        "role": vault.role,
        "head": {"size": vault.head().size, "root": vault.head().root},
        "cases": [[row.case, row.state, row.outcome, row.urgent, log.moment(row.last_at)] for row in cases],
        "entries": [
            {
                "seq": entry.seq,
                "case": entry.case,
                "at": log.moment(entry.at),
                "actor": entry.actor,
                "claimed_clock": entry.claimed_clock,
                "kind": entry.body.kind,
                "body": codec.to_json(entry.body),
            }
            for row in cases
            for entry in vault.entries(row.case)
        ],
        "places": {row.case: vault.place(row.case) for row in cases},
        "kept": (vault.kept("keys") or b"").hex(),
    }


@pytest.mark.parametrize("version", sorted(path.name for path in VECTORS.iterdir() if path.is_dir()))
def test_vault_of_a_released_version_opens_and_goes_on(version: str, tmp_path: Path, now: datetime) -> None:
    folder = Path(shutil.copytree(VECTORS / version, tmp_path / "vault"))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    with unlock(folder, expected["passphrase"]) as vault:
        assert say(vault) == expected["holds"]
        for digest in expected["blobs"]:
            assert sha256(vault.blob(digest)).hexdigest() == digest
        for entry in (entry for entry in vault.entries(FIRST) if isinstance(entry.body, Attached)):
            assert sha256(vault.attachments.bytes_of(entry.body.attachment)).hexdigest() == entry.body.digest
        while vault.make_findable():
            pass
        assert [row.case for row in vault.cases(wanted=Wanted("pasport brygadyr"))] == [FIRST]
        assert vault.check().ok
        vault.append(FIRST, Noted("goes on", "observed"), actor="o", at=now)
        head = expected["holds"]["head"]
        assert vault.compare(head["size"], head["root"]) == ()
    with unlock(folder, expected["passphrase"]) as vault:
        assert vault.check().ok


def test_every_schema_has_its_frozen_vault() -> None:
    frozen = {path.name for path in VECTORS.iterdir() if path.is_dir()}
    assert {f"{number:04}" for number in range(1, len(schema()) + 1)} <= frozen


def make(folder: Path) -> Mapping[str, Any]:
    """A vault with a little of everything, made up."""
    start = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    packet = b"made-up packet" * 40
    digest = Digest(sha256(packet).hexdigest())
    bodies: list[tuple[CaseId, Body]] = [
        (FIRST, Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)")),
        (FIRST, Answered(Ref("/data/money/docs_there"), "kept", verbatim="Паспорт забрав бригадир.")),
        (SECOND, Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)", practice=True)),
        (FIRST, Answered(Ref("/data/pressure/hurt_there"), None, missing="declined")),
        (FIRST, UrgentRaised("U6")),
        (FIRST, Assessed({"population": "adult"}, {"outcome": "presumed"}, {"rules": "1"})),
        (FIRST, Consented("social-service", "yes", language="Ukrainian (uk)", witnessed="oral")),
        (
            FIRST,
            Sealed(
                PacketId("P" * 26),
                digest,
                ProfileId("P-SOC"),
                (RecipientId("social-service"),),
                ("journey", "quotes"),
                1,
                len(packet),
            ),
        ),
    ]
    with create(folder, PASSPHRASE, user="officer-1", role="officer", cost=LEAST) as vault:
        for minute, (case, body) in enumerate(bodies):
            at = start + timedelta(minutes=minute, microseconds=minute)
            vault.append(case, body, actor="officer-1", at=at, claimed_clock=minute % 2 == 1)
        vault.put_blob(digest, packet, "packet")
        vault.keep("keys", bytes(range(64)))
        kept = vault.attachments.put(FIRST, BytesIO(b"made-up photograph" * 9000), "image/jpeg")
        file = Attached(kept.id, kept.digest, kept.size, kept.media_type, "contract.jpg")
        vault.append(FIRST, file, actor="officer-1", at=start)
        vault.append(THIRD, bodies[2][1], actor="officer-1", at=start)
        vault.erase(Erased(THIRD, 1, "request", "asked for"), actor="officer-1", at=start)
        vault.mark_place(FIRST, "/data/pressure/hurt_there")
        holds = say(vault)
    (folder / "vault.lock").unlink()
    return {"passphrase": PASSPHRASE, "holds": holds, "blobs": [digest]}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    said = make(target)
    (target / "expected.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
