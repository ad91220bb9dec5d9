"""JavaRosa, the engine of ODK Collect, asks and skips what ours does in the scripted first lines and children."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from support.xlsform import convert

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "steps"
SCRIPTS = [(name, script) for name in ("first_line", "child") for script in sorted((VECTORS / name).glob("*.json"))]


@pytest.fixture(scope="module")
def javarosa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if find_spec("conformance") is None:
        pytest.skip("not run: the harnesses for other engines are not in this tree")
    oracles = import_module("conformance.oracles")
    try:
        engine = oracles.JavaRosa(tmp_path_factory.mktemp("javarosa"))
    except oracles.NotHereError as missing:
        pytest.skip(f"not run: {missing}")
    yield engine
    engine.close()


@pytest.mark.parametrize(("name", "script"), SCRIPTS, ids=[f"{name}-{script.stem}" for name, script in SCRIPTS])
def test_javarosa_skips_the_same(name: str, script: Path, root: Path, javarosa: Any) -> None:
    oracles = import_module("conformance.oracles")
    form = convert(root / "forms" / name / "form.md").encode()
    steps = []
    for step in json.loads(script.read_text("utf-8")):
        given = step.get("answer") or step.get("select")
        if given is not None:  # that nobody answered is no step there
            steps.append(("answer", given[0], " ".join(given[1]) if isinstance(given[1], list) else given[1]))
    assert oracles.differences(oracles.Ours().run(form, steps, {}), javarosa.run(form, steps, {})) == []
