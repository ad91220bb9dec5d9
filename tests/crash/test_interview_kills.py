"""A short run of the campaign; the long one is ``python tests/crash/interview_kills.py --rounds 200``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="not run: kills by SIGKILL need a POSIX system")
def test_a_killed_interview_goes_on_at_the_same_question_with_every_answer() -> None:
    campaign = Path(__file__).with_name("interview_kills.py")
    done = subprocess.run(
        [sys.executable, campaign, "--rounds", "10"], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 kills of an interview" in done.stdout
    assert "wrong 0" in done.stdout
    told = re.search(r"acknowledged (\d+), kept (\d+)", done.stdout)
    assert told is not None
    assert int(told[1]) == int(told[2]) > 0
