"""How long the contents of a case are kept: rules as data, asked of a case; a person carries them out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from screening.casefile.fold import Case, CaseSummary
from screening.errors import CaseError


@dataclass(frozen=True, slots=True)
class Rule:
    """Which cases, and how long after their last entry. Empty fields ask for nothing.

    names: by language; refused: purposes any of which the person refused.
    """

    id: str
    after: timedelta
    names: Mapping[str, str]
    states: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    practice: bool = False

    def may_concern(self, row: CaseSummary, now: datetime) -> bool:
        """Whether the case behind this row may be due; what only the case itself tells is left out."""
        return (
            row.practice == self.practice
            and (not self.states or row.state in self.states)
            and (not self.outcomes or row.outcome in self.outcomes)
            and now - row.last_at >= self.after
        )

    def concerns(self, case: Case, now: datetime) -> bool:
        """Whether the contents of this case are due to be destroyed."""
        return (
            case.practice == self.practice
            and (not self.states or case.state in self.states)
            and (not self.outcomes or case.outcome in self.outcomes)
            and (not self.refused or any(_refused(case, purpose) for purpose in self.refused))
            and now - case.last_at >= self.after
        )


def load_rules(data: bytes) -> tuple[Rule, ...]:
    """The rules of a retention file, in its order.

    Raises:
        CaseError: ``case.retention.file``.
    """
    try:
        stated = tomllib.loads(data.decode())
        rules = tuple(_rule(rule) for rule in stated["rule"])
        sourced = isinstance(stated["source"], str) and bool(stated["source"].strip())
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
        raise CaseError("case.retention.file") from None
    if not sourced:
        raise CaseError("case.retention.file")
    return rules


def _rule(stated: dict[str, Any]) -> Rule:
    unknown = stated.keys() - {"id", "after_hours", "names", "states", "outcomes", "refused", "practice"}
    hours = stated["after_hours"]
    if unknown or type(hours) is not int or not 0 <= hours <= 24 * 366 * 30:  # thirty years
        raise ValueError
    return Rule(
        id=str(stated["id"]),
        after=timedelta(hours=hours),
        names={str(language): str(name) for language, name in stated["names"].items()},
        states=tuple(map(str, stated.get("states", ()))),
        outcomes=tuple(map(str, stated.get("outcomes", ()))),
        refused=tuple(map(str, stated.get("refused", ()))),
        practice=bool(stated.get("practice", False)),
    )


def _refused(case: Case, purpose: str) -> bool:
    consented = case.consents.get(purpose)
    return consented is not None and consented.given == "no"
