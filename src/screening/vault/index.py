"""Rows for lists of cases, kept beside the entries so that no list reads what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast

from screening.casefile import log
from screening.casefile.fold import CaseSummary, State
from screening.errors import CaseError
from screening.ids import CaseId
from screening.vault.database import Database

_COLUMNS: Final = "case_id, opened, form, state, outcome, urgent, last_at, practice"
_SPOKEN: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


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

    def page(self, limit: int, before: CaseSummary | None) -> list[CaseSummary]:
        """The `limit` cases touched last, or touched last before the case `before`; no scan, whatever their number."""
        last, case = (log.moment(before.last_at), before.case) if before is not None else ("~", "")
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM cases WHERE last_at <= ? AND (last_at < ? OR case_id > ?) "  # noqa: S608  # constants
            "ORDER BY last_at DESC, case_id LIMIT ?",
            (last, last, case, limit),
        )
        return [_summary(row) for row in rows]

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
