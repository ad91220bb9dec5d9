"""A short run of the torn logs; the long one is ``make crash``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_torn_log_loses_nothing_that_lay_before_the_tear(tmp_path: Path) -> None:
    campaign = Path(__file__).with_name("torn_logs.py")
    done = subprocess.run(
        [sys.executable, campaign, "--trials", "15", "--folder", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "15 torn logs" in done.stdout
    assert "wrong 0, not opened 0" in done.stdout
