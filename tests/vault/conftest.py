"""Real vaults, at the least cost a guess may have."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screening.vault.slots import LEAST
from screening.vault.store import Vault, create, unlock

PASSPHRASE = "seven herons over a slow river"


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault without entries, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made") / "vault"
    create(folder, PASSPHRASE, user="officer-1", role="officer", cost=LEAST).close()
    return folder


@pytest.fixture
def folder(empty_vault: Path, tmp_path: Path) -> Path:
    """The folder of a vault of this test's own."""
    return Path(shutil.copytree(empty_vault, tmp_path / "vault"))


@pytest.fixture
def reopen(folder: Path) -> Iterator[Callable[[], Vault]]:
    """Lock the test's vault and unlock it again."""
    open_now: list[Vault] = []

    def again() -> Vault:
        while open_now:
            open_now.pop().close()
        open_now.append(unlock(folder, PASSPHRASE))
        return open_now[0]

    yield again
    while open_now:
        open_now.pop().close()


@pytest.fixture
def vault(reopen: Callable[[], Vault]) -> Vault:
    """The test's vault, unlocked; `reopen` gives the next one."""
    return reopen()
