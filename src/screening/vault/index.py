"""Rows for lists of cases, kept beside the entries so that no list reads what was said."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias, cast

from screening.casefile import log
from screening.casefile.fold import CaseSummary, State
from screening.errors import CaseError
from screening.ids import CaseId
from screening.vault.database import Database

Condition: TypeAlias = tuple[str, tuple[str, ...]]
"""Part of a WHERE clause, empty for none, and the values of its marks."""
_COLUMNS: Final = "case_id, opened, form, state, outcome, urgent, last_at, practice"
_SPOKEN: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a list shows. Empty fields ask for nothing.

    text: words, or beginnings of them, that all stand in the case; states, forms: any of these; since, until: when
    the case was last touched, until not included.
    """

    text: str = ""
    states: tuple[State, ...] = ()
    forms: tuple[str, ...] = ()
    urgent: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING: Final = Wanted()


class Index:
    """The table of cases of one open store. Writing happens inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, row: CaseSummary) -> None:
        """Make `row` the one of its case.

        Raises:
            VaultError: what the store refuses.
        """
        self._database.execute(
            f"INSERT INTO cases ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (case_id) DO UPDATE SET "  # noqa: S608  # constants
            "state = excluded.state, outcome = excluded.outcome, urgent = excluded.urgent, last_at = excluded.last_at",
            (
                row.case,
                log.moment(row.opened),
                row.form,
                row.state,
                row.outcome,
                int(row.urgent),
                log.moment(row.last_at),
                int(row.practice),
            ),
        )

    def row(self, case: CaseId) -> CaseSummary | None:
        """The row of this case, if there is one."""
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM cases WHERE case_id = ?", (case,))  # noqa: S608  # constants
        return _summary(rows[0]) if rows else None

    def page(
        self, limit: int, before: CaseSummary | None, wanted: Wanted = EVERYTHING, said: Condition = ("", ())
    ) -> list[CaseSummary]:
        """The `limit` cases touched last, or touched last before the case `before`; no scan, whatever their number.

        Args:
            limit: how many at most.
            before: the last row of the page before this one.
            wanted: which cases; its text stands in `said`.
            said: a condition on ``case_id`` and its values.
        """
        last, case = (log.moment(before.last_at), before.case) if before is not None else ("~", "")
        conditions: list[Condition] = [("last_at <= ? AND (last_at < ? OR case_id > ?)", (last, last, case)), said]
        conditions += [_any_of("state", wanted.states), _any_of("form", wanted.forms)]
        if wanted.urgent is not None:
            conditions.append(("urgent = 1" if wanted.urgent else "urgent = 0", ()))
        if wanted.since is not None:
            conditions.append(("last_at >= ?", (log.moment(wanted.since),)))
        if wanted.until is not None:
            conditions.append(("last_at < ?", (log.moment(wanted.until),)))
        asked = " AND ".join(condition for condition, _ in conditions if condition)
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM cases WHERE {asked} ORDER BY last_at DESC, case_id LIMIT ?",  # noqa: S608  # constants
            (*itertools.chain.from_iterable(values for _, values in conditions), limit),
        )
        return [_summary(row) for row in rows]

    def drop(self, case: CaseId) -> None:
        """Let the case be on no list."""
        self._database.execute("DELETE FROM cases WHERE case_id = ?", (case,))
        self._database.execute("DELETE FROM places WHERE case_id = ?", (case,))

    def find(self, beginning: str) -> CaseId:
        """The one case whose id begins so; dashes, spaces, case and the letters O, I, L are forgiven.

        Raises:
            CaseError: ``case.unknown`` or ``case.ambiguous``.
        """
        wanted = beginning.upper().translate(_SPOKEN)
        if not wanted.isascii() or not wanted.isalnum():
            raise CaseError("case.unknown")
        rows = self._database.execute(
            "SELECT case_id FROM cases WHERE case_id >= ? AND case_id < ? LIMIT 2", (wanted, wanted + "~")
        )
        if not rows:
            raise CaseError("case.unknown")
        if len(rows) > 1 and rows[0][0] != wanted:
            raise CaseError("case.ambiguous")
        return CaseId(rows[0][0])

    def mark_place(self, case: CaseId, ref: str) -> None:
        """Remember where the interview stands."""
        self._database.execute(
            "INSERT INTO places (case_id, ref) VALUES (?, ?) ON CONFLICT (case_id) DO UPDATE SET ref = excluded.ref",
            (case, ref),
        )

    def place(self, case: CaseId) -> str | None:
        """Where the interview stood, if it was marked."""
        rows = self._database.execute("SELECT ref FROM places WHERE case_id = ?", (case,))
        return str(rows[0][0]) if rows else None


def _any_of(column: str, values: tuple[str, ...]) -> Condition:
    return (f"{column} IN ({','.join('?' * len(values))})", values) if values else ("", ())


def _summary(row: tuple[Any, ...]) -> CaseSummary:
    case, opened, form, state, outcome, urgent, last_at, practice = row
    return CaseSummary(
        case=CaseId(case),
        opened=datetime.fromisoformat(opened),
        form=form,
        state=cast("State", state),
        outcome=outcome,
        urgent=bool(urgent),
        last_at=datetime.fromisoformat(last_at),
        practice=bool(practice),
    )
