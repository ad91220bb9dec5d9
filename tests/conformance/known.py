"""The known differences, ``known.json``: what each engine does, who follows the specification, and our choice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance.oracles import Difference

TABLE: Final = Path(__file__).parent / "known.json"
PAGE: Final = Path(__file__).parents[2] / "docs" / "forms-conformance.md"
ENGINES: Final = ("JavaRosa", "Web Forms")
_SAME: Final[Mapping[str, frozenset[frozenset[str]]]] = {
    "truth as a digit": frozenset({frozenset({"true", "1"}), frozenset({"false", "0"})}),
}


_HEAD: Final = """\
# Where interview engines differ, and what ours does

Our engine (`src/screening/forms/`) is held against JavaRosa, the engine of ODK Collect, and `@getodk/xforms-engine`,
the engine of ODK Web Forms: `make conformance`. The tables in `tests/conformance/cases/` hold {expressions}
expressions and {interviews} interviews, each with the section of the
[ODK XForms specification](https://getodk.github.io/xforms-spec/) that it is about; random forms come on top. A
difference that is not in `tests/conformance/known.json` makes the run fail, and so does one in it that no longer shows.
This page is made from that table (`PYTHONPATH=tests .venv/bin/python -m conformance --page`).

Where the specification says nothing, or engines differ, ours follows JavaRosa, because forms are tried in Collect; the
exceptions are here.
"""


@dataclass(frozen=True, slots=True)
class There:
    """What one engine does. cases: rows of tables in which it shows; constructs: of random forms; rule: of texts."""

    does: str
    by_specification: bool
    cases: frozenset[str]
    constructs: frozenset[str]
    rule: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """One difference. ours: what we do; why: the reason."""

    matter: str
    section: str
    ours: str
    by_specification: bool
    why: str
    there: Mapping[str, There]


@cache
def all_known() -> tuple[Known, ...]:
    """The whole table."""
    rows: list[dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(_known(row) for row in rows)


def _known(row: dict[str, Any]) -> Known:
    there = {
        engine: There(
            each["does"],
            each["by specification"],
            frozenset(each.get("cases", ())),
            frozenset(each.get("constructs", ())),
            each.get("rule"),
        )
        for engine, each in row["there"].items()
    }
    return Known(row["matter"], row["section"], row["ours"], row["by specification"], row["why"], there)


@cache
def cases_of(engine: str) -> frozenset[str]:
    """Names of the rows in which `engine` is known to differ."""
    return frozenset(name for each in all_known() if engine in each.there for name in each.there[engine].cases)


@cache
def constructs_of(engine: str) -> frozenset[str]:
    """Constructs of random forms on which `engine` is known to differ."""
    return frozenset(name for each in all_known() if engine in each.there for name in each.there[engine].constructs)


@cache
def _pairs(engine: str) -> frozenset[frozenset[str]]:
    rules = [each.there[engine].rule for each in all_known() if engine in each.there]
    return frozenset(pair for rule in rules if rule is not None for pair in _SAME[rule])


def unlike(engine: str, found: Iterable[Difference]) -> list[Difference]:
    """Those of the differences that are more than another way to write the same."""
    return [each for each in found if not _alike(_pairs(engine), each)]


def _alike(pairs: frozenset[frozenset[str]], difference: Difference) -> bool:
    here, there = difference.here, difference.there
    return isinstance(here, str) and isinstance(there, str) and frozenset({here, there}) in pairs


def page() -> str:
    """docs/forms-conformance.md."""
    from conformance.tables import all_cases

    cases = all_cases()
    expressions = sum(case.expression for case in cases)
    lines = [_HEAD.format(expressions=expressions, interviews=len(cases) - expressions)]
    for each in all_known():
        link = f"https://getodk.github.io/xforms-spec/#{each.section}"
        lines += [f"## {each.matter}", "", f"Specification: [{each.section}]({link})", ""]
        lines += [f"* **Ours**{_mark(each.by_specification)}: {each.ours}"]
        lines += [f"* {engine}{_mark(there.by_specification)}: {there.does}" for engine, there in each.there.items()]
        lines += [f"* Why: {each.why}", ""]
        shown = sorted({name for there in each.there.values() for name in there.cases})
        if shown:
            more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
            lines += [f"Shows in {'; '.join(f'`{name}`' for name in shown[:3])}{more}.", ""]
    return "\n".join(lines)


def _mark(by_specification: bool) -> str:
    return " (as the specification says)" if by_specification else ""
