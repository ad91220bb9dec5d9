"""A short run of the campaign; the long one is ``python tests/crash/kill_campaign.py --rounds 200``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="not run: kills by SIGKILL need a POSIX system")
def test_no_acknowledged_entry_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    campaign = Path(__file__).with_name("kill_campaign.py")
    done = subprocess.run(
        [sys.executable, campaign, "--rounds", "12", "--creations", "8", "--folder", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 kills while recording, 8 while making a vault" in done.stdout
    assert "lost 0, not opened 0" in done.stdout
