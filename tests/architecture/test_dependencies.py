"""What is installed with the program: locked by hash, and under licences that let it be given away."""

from __future__ import annotations

import ast
import re
import sys
from importlib import metadata
from itertools import chain

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from architecture.source import ROOT, project, trees

PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$", re.MULTILINE)


def locked(name: str) -> dict[str, tuple[str, Marker | None]]:
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    return {
        canonicalize_name(found["name"]): (found["version"], Marker(found["marker"]) if found["marker"] else None)
        for found in PINNED.finditer(text)
    }


RUN = locked("run")


def licence(name: str) -> str:
    """What a package says of its licence: its expression, else classifiers, else free text, else the text it ships."""
    about = metadata.metadata(name)
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [text.rpartition(" :: ")[2] for text in about.get_all("Classifier", []) if text.startswith("License")]
    free = str(about.get("License") or "").strip()
    shipped = [
        str(file.read_text()) for file in metadata.files(name) or () if re.search(r"(?i)licen[sc]e|copying", file.name)
    ]
    return (
        " AND ".join(classifiers) or free.partition("\n")[0] or " AND ".join(" ".join(text.split()) for text in shipped)
    )


def binds(text: str) -> bool:
    """Whether every way of taking this licence is one of the GPL or AGPL."""
    strict = re.compile(r"(?i)(?<!L)GPL|(?<!Lesser )General Public|Affero")
    return all(strict.search(choice) for choice in re.split(r"\sOR\s", text))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("MIT", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-3.0-or-later", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License v3", True),
        ("AGPL-3.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", True),
        ("GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007", True),
        ("GNU LESSER GENERAL PUBLIC LICENSE Version 3", False),
    ],
)
def test_a_licence_is_read_rightly(text: str, answer: bool) -> None:
    assert binds(text) is answer


@pytest.mark.parametrize("name", sorted(RUN))
def test_nothing_that_runs_with_the_program_is_under_the_gpl(name: str) -> None:
    _, marker = RUN[name]
    if marker is not None and not marker.evaluate():
        return  # not for this system; the list is read on each system that it is made for
    said = licence(name)
    assert said, f"{name} does not say its licence"
    assert not binds(said), f"{name}: {said}"


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
    packages = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)[1:]
    assert len(packages) == len(locked(lock)) > 20
    assert [package.partition(" ")[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text


def test_what_develops_is_what_runs_and_more() -> None:
    dev = locked("dev")
    assert {name: dev.get(name) for name in RUN} == RUN


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        (
            "run",
            [*project()["project"]["dependencies"], *chain(*project()["project"]["optional-dependencies"].values())],
        ),
        ("dev", [text for group in project()["dependency-groups"].values() for text in group]),
    ],
)
def test_the_locks_fit_what_the_project_asks_for(lock: str, asked: list[str]) -> None:
    pins = locked(lock)
    unmet = []
    for requirement in map(Requirement, asked):
        version, _ = pins.get(canonicalize_name(requirement.name), ("", None))
        if not version or version not in requirement.specifier:
            unmet.append(f"{requirement} is locked as {version or 'nothing'}")
    assert unmet == []


def test_what_is_installed_here_is_what_is_locked() -> None:
    differing = {
        name: (version, metadata.version(name))
        for name, (version, marker) in locked("dev").items()
        if (marker is None or marker.evaluate()) and metadata.version(name) != version
    }
    assert differing == {}, f"make setup brings {sys.prefix} up to date"


def test_everything_that_is_asked_for_is_used() -> None:
    imported = {
        name.partition(".")[0]
        for tree in trees().values()
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    brings = {canonicalize_name(name): modules for name, modules in _modules_by_package().items()}
    wanted = [*project()["project"]["dependencies"], *chain(*project()["project"]["optional-dependencies"].values())]
    names = {canonicalize_name(Requirement(text).name) for text in wanted}
    assert {name for name in names if not brings[name] & imported} == set()


def _modules_by_package() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for module, packages in metadata.packages_distributions().items():
        for package in packages:
            found.setdefault(package, set()).add(module)
    return found
