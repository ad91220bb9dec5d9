from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.commands import Office, cheap_guessing, make_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An authority, an officer and a supervisor, made by commands."""
    with cheap_guessing():
        yield make_office(tmp_path_factory.mktemp("office") / "o")
