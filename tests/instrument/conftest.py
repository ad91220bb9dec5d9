"""The second-line form as pyxform makes it, and what its annotations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.xlsform import Instrument, convert, read


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def source(root: Path) -> Path:
    return root / "forms" / "second_line" / "form.md"


@pytest.fixture(scope="session")
def xform(source: Path) -> str:
    return convert(source)


@pytest.fixture(scope="session")
def instrument(xform: str) -> Instrument:
    return read(xform)
