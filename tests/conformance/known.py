"""The known differences, ``known.json``: what each engine does, who follows the specification, and our choice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance.oracles import Difference, Words
from support.xform import NOW

TABLE: Final = Path(__file__).parent / "known.json"
PAGE: Final = Path(__file__).parents[2] / "docs" / "forms-conformance.md"
ENGINES: Final = ("JavaRosa", "Web Forms")
_TRUTH: Final = ({"true", "1"}, {"false", "0"})
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?\Z")
_TODAY: Final = NOW.date().isoformat()
_SAME: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "truth as a digit": lambda here, there: {str(here), str(there)} in _TRUTH,
    "another clock": lambda here, there: (
        str(here).startswith(_TODAY) and bool(_MOMENT.match(str(here)) and _MOMENT.match(str(there)))
    ),
    "another id": lambda here, there: str(here).startswith("uuid:") and str(there).startswith("uuid:"),
    "white space": lambda here, there: isinstance(here, Words) and isinstance(there, Words) and here == there.trimmed(),
}
"""Ways to write the same, by the name of their rule."""


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
def _rules(engine: str) -> tuple[Callable[[Any, Any], bool], ...]:
    rules = [each.there[engine].rule for each in all_known() if engine in each.there]
    return tuple(_SAME[rule] for rule in rules if rule is not None)


def unlike(engine: str, found: Iterable[Difference]) -> list[Difference]:
    """Those of the differences that are more than another way to write the same."""
    return [each for each in found if not any(same(each.here, each.there) for same in _rules(engine))]


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
