"""Full disks, disks that cannot be written, files that may not grow: refused in words, and nothing lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def own_disks() -> None:
    """Skip where this user may not mount a disk in a namespace of its own."""
    tried = ["unshare", "-Urm", "true"]
    if shutil.which("unshare") is None or subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("not run: no user namespaces here, so no small disks to fill")


def on_its_own_disk(folder: Path, what: str) -> dict[str, Any]:
    folder.mkdir()
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, HERE / "disk.py", folder, what],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.usefixtures("own_disks")
def test_full_disk_is_named_and_nothing_saved_is_lost(tmp_path: Path) -> None:
    seen = on_its_own_disk(tmp_path / "disk", "full")
    assert seen.pop("entries") > 40
    assert seen == {
        "append": "vault.disk_full",
        "others": ["vault.disk_full"],
        "read while full": True,
        "opened while full": True,
        "create": "vault.disk_full",
        "goes on with room": True,
    }


@pytest.mark.usefixtures("own_disks")
def test_disk_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    seen = on_its_own_disk(tmp_path / "disk", "readonly")
    assert seen == {
        "backup to it": "vault.readonly",
        "change of passphrase on it": "vault.readonly",
        "read while read-only": True,
        "unlock": "vault.readonly",
        "create": "vault.readonly",
        "whole": True,
    }


@pytest.mark.usefixtures("own_disks")
def test_disk_that_fills_up_at_any_page_loses_nothing_and_every_work_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, HERE / "full_disk.py", tmp_path / "full", "--step", "11"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    assert seen["wrong"] == []
    assert {tuple(codes) for codes in seen["refused"].values()} == {("vault.disk_full",)}
    assert len(seen["refused"]) == 9


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from disk import CASE, LEAST, NOW, PASSPHRASE, body_of, create, fill, unlock, whole
from screening.errors import VaultError
folder = Path(sys.argv[1])
with create(folder, PASSPHRASE, user="o", role="officer", cost=LEAST) as vault:
    for limit in range(60_000, 400_000, 17_001):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        size, code = fill(vault, vault.head().size)
        assert code in ("vault.io", "vault.disk_full"), code
        assert whole(vault, size), limit
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        size = vault.head().size
        vault.append(CASE, body_of(size), actor="o", at=NOW)
        assert whole(vault, size + 1), limit
    reopened = vault._database.reopened
with unlock(folder, PASSPHRASE) as vault:
    assert whole(vault, size + 1)
print(reopened)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="not run: files have no size limits here")
def test_write_cut_off_in_the_middle_is_named_and_the_store_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, tmp_path / "vault", HERE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
