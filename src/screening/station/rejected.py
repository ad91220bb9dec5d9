"""The rejected tray: files that did not verify, each kept with its reason. Never silently away."""

from __future__ import annotations

import json
from pathlib import Path

from screening.ids import Digest
from screening.station.files import make_folder, write_whole


def keep(tray: Path, digest: Digest, code: str, data: bytes) -> Path:
    """Keep `data` under its digest, with the code of the reason beside it.

    Raises:
        StationError: the disk is full or read-only.
    """
    file = make_folder(tray) / f"{digest}.rejected"
    if not file.exists():
        write_whole(file, data)
    write_whole(file.with_suffix(".json"), json.dumps({"digest": digest, "code": code}).encode() + b"\n")
    return file
