"""What a linter says: one finding, its place, and the values for its words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. sheet, row, column: where in the workbook (in an XForm: no sheet, the line, the attribute).

    row counts the rows of the sheet from its header, 1; params: for its words; path: of the node that it is about.
    """

    severity: Severity
    code: str
    sheet: str | None
    row: int | None
    column: str | None
    params: Mapping[str, str | int] = field(default_factory=dict)
    path: str | None = None

    @property
    def message_params(self) -> Mapping[str, str | int]:
        """The values for the words of `code`."""
        return self.params


@dataclass(frozen=True, slots=True)
class Namespace:
    """Columns of one namespace that a program reads, by local name without a number behind it.

    survey, choices: the names that may stand on each sheet; words: for a name the words that its cells may hold;
    choice_words: the same for the pairs ``choice=word`` of a name.
    """

    survey: frozenset[str]
    choices: frozenset[str] = frozenset()
    words: Mapping[str, Collection[str]] = field(default_factory=dict)
    pairs: Mapping[str, Collection[str]] = field(default_factory=dict)


Vocabulary: TypeAlias = Mapping[str, Namespace]
"""What is known of each namespace, by its address. An address that is not here is somebody else's, and left alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that a look at a form found. report: on its translations, None when the form cannot be read at all."""

    diagnostics: tuple[Diagnostic, ...]
    report: Mapping[str, Any] | None
