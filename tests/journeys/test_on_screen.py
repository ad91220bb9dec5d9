"""The real window on a real screen: typed passphrase, one answer, and what is left in the vault when it is closed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeys import on_screen

pytestmark = pytest.mark.xdist_group("screen")


def test_an_answer_typed_under_a_ukrainian_layout_is_in_the_vault(tmp_path: Path) -> None:
    if lacking := on_screen.missing():
        pytest.skip(f"not run: the window on a virtual screen, which needs {', '.join(lacking)}")
    with on_screen.screen() as screen:
        demo = tmp_path / "demo"
        screening = str(on_screen.BIN / "screening")
        screen.run(screening, "demo", "--out", str(demo))
        line = on_screen.Line(screen, demo, tmp_path, "day", "")
        screen.open(demo / "officer")
        screen.unlock(line.passphrase)
        line.press(on_screen.UKRAINIAN["S"])
        line.press("Return")
        line.press("2", "ctrl+Return")
        screen.keep(tmp_path / "answered.png")
        assert screen.close() == 0
        told = ["--home", str(demo / "officer"), "--passphrase-file", str(demo / "passphrase.txt"), "--json"]
        cases = json.loads(screen.run(screening, *told, "case", "list"))["cases"]
        opened = [case["case"] for case in cases if case["state"] == "open"]
        assert len(opened) == 1
        shown = screen.run(screening, *told, "case", "show", opened[0])
    assert '"/data/safety/danger"' in shown
    assert (tmp_path / "answered.png").stat().st_size < 150_000
