"""``case move``: a look at what would come of another version of the form, and the move itself."""

from __future__ import annotations

import json
from pathlib import Path

from screening.forms import packs
from support.commands import Office
from support.xform import inputs, xform


def installed(office: Office, version: str, *names: str) -> str:
    """The digest of an installed pack with a text question for each name, each of them required."""
    nodes = "".join(f"<{name}/>" for name in names)
    binds = [f'<bind nodeset="/data/{name}" required="true()"/>' for name in names]
    refs = inputs(*(f"/data/{name}" for name in names))
    xml = xform(nodes, *binds, body=refs, root=f'id="small" version="{version}"')
    file = office.folder / f"small-{version}.pack"
    file.write_bytes(packs.build(xml, "small", {}, published_by="test", status="active"))
    office.officer.run("form", "install", file)
    return str(packs.read(file.read_bytes()).sha256)


def begun(office: Office) -> str:
    steps: Path = office.folder / "small.json"
    steps.write_text(json.dumps([{"answer": ["/data/a", "x"]}, {"answer": ["/data/b", "y"]}]), "utf-8")
    accepted = ("--accept", "unsigned")
    pack = installed(office, "1", "a", "b", "open")
    return str(office.officer.run("case", "new", "--form", pack, "--steps", steps, *accepted)["case"])


def test_an_interview_is_looked_at_first_and_moved_when_one_says_so(office: Office) -> None:
    case, pack = begun(office), installed(office, "2", "b", "c", "open")
    command = ("case", "move", case, "--pack", pack, "--accept", "unsigned")
    look = office.officer.run(*command)
    assert (look["moved"], look["seq"], look["pack"]) == (False, None, pack)
    assert look["report"]["kept"] == [{"from": "/data/b", "to": "/data/b"}]
    assert [orphan["ref"] for orphan in look["report"]["orphans"]] == ["/data/a"]
    assert look["report"]["required"] == ["/data/c"]
    assert look["report"]["added"] == ["/data/c"]
    words = office.officer.outcome(*command)
    assert words.status == 0
    assert "/data/a" in words.out
    assert "no such question" in words.out
    done = office.officer.run(*command, "--yes")
    assert done["moved"] is True
    assert done["report"] == look["report"]
    shown = office.officer.run("case", "show", case)
    assert shown["entries"][-1] == {**shown["entries"][-1], "seq": done["seq"], "kind": "moved"}
    assert shown["answers"] == {"/data/b": "y"}
    refused = office.officer.run(*command, "--yes", status=1)
    assert refused["error"]["code"] == "case.step.same_pack"
