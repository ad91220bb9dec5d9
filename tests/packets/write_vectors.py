"""Writes packets with their expected outcome into a folder: ``python -m tests.packets.write_vectors FOLDER``.

Run once for each version of the format; the files it wrote stay as they are.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.packets.damage import DAMAGES
from tests.packets.world import NOW, PDF, SOCIAL, World, found, log_state

from screening.ids import CaseId, Digest, PacketId
from screening.packets.manifest import write_time
from screening.packets.seal import RecallDraft, seal_recall

LARGE = {"cut-in-first-line", "more-json-than-anyone-writes", "cut-between-pieces", "cut-in-half", "cut-by-one-byte"}
"""Not kept as files: too large, or the same as a smaller one."""


def sound(world: World) -> dict[str, bytes]:
    recall = RecallDraft(
        CaseId("7F3K2M9QX4T8"), PacketId("0" * 26), 8, Digest("ab" * 32), "consent_withdrawn", log_state()
    )
    kept = [("text/plain", b"seen at the gate"), ("application/json", b'{"a":1}')]
    return {
        "sound": world.seal().data,
        "sound-large": world.seal(pdf=PDF[:-6] + b"%" * 70_000 + b"\n%%EOF\n").data,
        "sound-with-attachments": world.seal(attachments=kept).data,
        "sound-without-assessment": world.seal(outcome=None, result=None, facts=None).data,
        "sound-recall": seal_recall(recall, world.officer.signer, [(SOCIAL, world.supervisor.recipient)], NOW).data,
    }


def main(folder: Path) -> None:
    world = found()
    outcomes: dict[str, list[object]] = {}
    stolen = world.enrol("officer", "Пост 16")
    world.authority.revoke(stolen.certificate.serial)
    for name, data in sound(world).items():
        (folder / f"{name}.asice.age").write_bytes(data)
        outcomes[name] = ["packet.ok", 0]
    for name, damage in DAMAGES.items():
        if name not in LARGE:
            data = world.seal(signer=stolen.signer).data if name == "signer-revoked" else damage.make(world)
            (folder / f"{name}.asice.age").write_bytes(data)
            outcomes[name] = [damage.code, damage.step]
    authority = x509.load_der_x509_certificate(world.trust.authority_der)
    (folder / "authority.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    (folder / "trust.bundle").write_bytes(world.authority.bundle(NOW))
    (folder / "identity.txt").write_text(f"{world.supervisor.keys.decryption.encode()}\n", encoding="ascii")
    vectors = {"at": write_time(NOW), "authority": world.trust.authority, "packets": outcomes}
    (folder / "vectors.json").write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
