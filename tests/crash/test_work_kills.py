"""A short run of the campaign over every kind of work; the long one is ``make crash``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="not run: kills by SIGKILL need a POSIX system")
def test_no_kind_of_work_loses_anything_when_it_is_killed(tmp_path: Path) -> None:
    campaign = Path(__file__).with_name("work_kills.py")
    done = subprocess.run(
        [sys.executable, campaign, "--rounds", "16", "--folder", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "16 kills" in done.stdout
    assert "wrong 0, not opened 0" in done.stdout
