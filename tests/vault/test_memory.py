"""After locking, the vault key is in no file and, as far as Python allows, not in the process either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import gc, io, json, os, re, sys
from datetime import UTC, datetime
from pathlib import Path
from screening.casefile.entries import Noted, Opened
from screening.ids import CaseId, Digest
from screening.vault.store import unlock

folder, phrase = Path(sys.argv[1]), sys.argv[2]
now = datetime(2026, 11, 23, tzinfo=UTC)

def times(masked):
    # The pattern is compared piece by piece, so that looking for the key does not put it into memory.
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps.read().splitlines():
            span, access = line.split()[:2]
            if not access.startswith("rw") or "[v" in line:
                continue
            first, last = (int(part, 16) for part in span.split("-"))
            for at in range(first, last, 1 << 20):
                try:
                    memory.seek(at)
                    data = memory.read(min(1 << 20, last - at) + 31)
                except (OSError, ValueError, OverflowError):
                    continue
                at = -1
                head = bytes(each ^ 0x5A for each in masked[:4])
                while (at := data.find(head, at + 1)) >= 0:
                    part = data[at : at + len(masked)]
                    found += all(part[k] ^ 0x5A == masked[k] for k in range(len(part))) and len(part) == len(masked)
                del data
    return found

vault = unlock(folder, phrase)
case = CaseId("7F3K2ABCDEFG")
vault.append(case, Opened("f", "1", Digest("f" * 64), "uk"), actor="o", at=now)
vault.append(case, Noted("x", "observed"), actor="o", at=now)
kept = vault.attachments.put(case, io.BytesIO(b"x" * 70000), "image/jpeg")
vault.attachments.bytes_of(kept.id)
if len(sys.argv) > 3:
    vault.back_up(Path(sys.argv[3]), now)
masked = [each ^ 0x5A for each in vault._key]
hexed = [each ^ 0x5A for each in vault._key.hex().encode()]
heard, said = os.pipe()
if os.fork() == 0:  # a look leaves copies of what it finds: this one is not ours
    os.write(said, b"%d" % times(masked))
    os._exit(0)
before = int(os.read(heard, 20))
os.wait()
vault.close()
del vault
gc.collect()
print(json.dumps({"before": before, "after": times(masked), "hex": times(hexed), "masked": masked}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="not run: this system does not show a process its memory")
@pytest.mark.parametrize("more", [(), ("one.screening-backup",)])
def test_key_is_found_neither_in_the_files_nor_in_the_process_after_locking(
    more: tuple[str, ...], folder: Path, passphrase: str, tmp_path: Path
) -> None:
    targets = [tmp_path / name for name in more]
    done = subprocess.run(
        [sys.executable, "-c", LOOK, folder, passphrase, *targets], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    key = bytes(each ^ 0x5A for each in seen["masked"])
    assert seen["before"] >= 1
    assert (seen["after"], seen["hex"]) == (0, 0)
    for path in (*folder.rglob("*"), *targets):
        if path.is_file():
            data = path.read_bytes()
            assert key not in data
            assert key.hex().encode() not in data
