"""The real profiles and the real place, read once."""

from pathlib import Path

import pytest

from screening.referral.jurisdiction import Jurisdiction, load_jurisdiction
from screening.referral.profiles import load_profiles

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="session")
def profiles():
    return load_profiles({path.name: path.read_bytes() for path in (RESOURCES / "profiles").glob("*.toml")})


@pytest.fixture(scope="session")
def ukraine(profiles) -> Jurisdiction:
    files = {path.name: path.read_bytes() for path in (RESOURCES / "jurisdiction" / "ua").glob("*.toml")}
    return load_jurisdiction(files, list(profiles))
