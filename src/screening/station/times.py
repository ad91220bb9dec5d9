"""Times as text at the edge: RFC 3339, UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: datetime | None) -> str | None:
    """``2026-03-12T18:02:00Z``; None stays None. Fractions of a second are left out."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
