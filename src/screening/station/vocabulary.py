"""What the columns of our own namespaces may hold, gathered from the rooms that read them, for the linter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from screening.assessment.lists import IndicatorList
from screening.assessment.stated import PURPOSE_CODES
from screening.casefile.entries import Basis
from screening.forms.diagnostics import Namespace, Vocabulary
from screening.referral.profiles import CATEGORIES

TI: Final = "https://fieldscreening.org/ns/ti"
HTCDS: Final = "https://fieldscreening.org/ns/htcds"
_COLUMNS: Final = frozenset(
    {
        "item",
        "asks",
        "basis",
        "sensitivity",
        "indicator",
        "when",
        "absent",
        "as",
        "choices",
        "element",
        "gate",
        "disclose",
        "source",
        "role",
        "carry",
    }
)
_CHOICE_COLUMNS: Final = frozenset({"purpose", "indicator", "observation"})
_ELEMENTS: Final = frozenset(
    {"population", "stage", "act", "means", "purpose", "self_identified", "unaccompanied", "end"}
)
_RULES: Final = tuple(f"U{number}" for number in range(1, 8))
_GATES: Final = frozenset({"stop", "child", "do_not_interview", *(f"urgent:{rule}" for rule in _RULES)})


def vocabulary(lists: Mapping[str, IndicatorList]) -> Vocabulary:
    """The columns that this program reads, and the words that fit them. Without lists no indicator can be unknown."""
    indicators = frozenset(str(name) for each in lists.values() for name in each.indicators)
    words = {
        "asks": frozenset({"officer"}),
        "basis": frozenset(get_args(Basis)),
        "sensitivity": frozenset("0123"),
        "element": _ELEMENTS,
        "gate": _GATES,
        "disclose": frozenset(CATEGORIES),
        "purpose": frozenset(PURPOSE_CODES),
    }
    if indicators:
        words["indicator"] = indicators
    ours = Namespace(_COLUMNS, _CHOICE_COLUMNS, words, {"choices": indicators})
    return {TI: ours, HTCDS: Namespace(frozenset({"field"}))}
