"""The rules that call for help at once, end the questions, or keep them from beginning; the same in every instrument.

An answer raises an urgent rule, a stop or a "do not interview" through the gates of its form; a person raises urgent
rules and stops with one key at any time. What each asks of the officer stands in ``resources/words/rules.*.toml``.
"""

from __future__ import annotations

from typing import Final

from screening.casefile import evidence

URGENT: Final = ("U1", "U2", "U3", "U4", "U5", "U6", "U7")
"""In the order in which they are offered; the digit is the key."""
STOPS: Final = (
    "person_says_stop",
    "distress",
    "overheard",
    "interpreter",
    "unwell",
    "lawyer",
    "own_statement",
    "officer_unsafe",
    "retold",
)
"""When no question may follow, whatever is still open; the place is the key, 1 to 9.

``overheard``: a companion hears again, or a child is in earshot; ``own_statement``: it turns into a suspect's
confession; ``retold``: the same is told for the second time.
"""
ENOUGH: Final = "enough"
"""Not a rule: no further question is needed."""
STOP_REASONS: Final = frozenset({*STOPS, ENOUGH})
GATES: Final = frozenset({"stop", "child", "do_not_interview", *(evidence.URGENT + rule for rule in URGENT)})
"""What a form may name in ``ti:gate``."""
