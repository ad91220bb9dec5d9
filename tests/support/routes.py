"""To whom the jurisdiction that the program brings along leads an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from screening.referral.jurisdiction import Jurisdiction, load_jurisdiction

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "jurisdiction" / "ua"


@cache
def ukraine() -> Jurisdiction:
    """The jurisdiction's files, read."""
    return load_jurisdiction({file.name: file.read_bytes() for file in sorted(FOLDER.glob("*.toml"))})


def offered(expected: Mapping[str, Any]) -> dict[str, Any]:
    """What is offered for an outcome; urgent comes first, and adds to it."""
    names = ["urgent"] if expected["urgent"] else []
    names += [expected["outcome"]] if "outcome" in expected else []
    routes = [ukraine().routes[name] for name in names]
    return {
        "recipients": list(dict.fromkeys(str(name) for route in routes for name in route.recipients)),
        "call": list(dict.fromkeys(name for route in routes for name in route.call)),
        "consent": routes[-1].consent if routes else "none",
    }
