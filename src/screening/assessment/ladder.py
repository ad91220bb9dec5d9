"""The outcome ladder over what a set of present indicators amounts to.

What the ladder needs to know of the indicators fits into a few bits, and the bits of several dimensions are joined by
"or". The assessment itself and the look ahead (`screening.assessment.outlook`) climb this same ladder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from screening.assessment.lists import Dimension, Strength
from screening.assessment.stated import Act, Purpose, Stated

Outcome: TypeAlias = Literal["no_indication", "insufficient", "some", "elevated", "child_protection", "presumed"]
OUTCOMES: tuple[Outcome, ...] = ("no_indication", "insufficient", "some", "elevated", "child_protection", "presumed")
"""From the lowest to the highest: over several lists the highest counts."""

ANY = 1
"""At least one indicator is present, weighed by a list or not."""
TELLING = 2
"""A dimension is positive, or a strong indicator is present, or two are within coercion on the way or there."""
_COMMON_BITS = 2
EXPLOITED = 1
COERCED = 2
MEANS = 4
"""Any dimension of means is positive: deception, coercion, abuse of vulnerability."""
CORE_MEANS = 8
"""Deception or coercion is positive; vulnerability alone does not count."""
STRONG_COERCION = 16
"""A strong indicator of coercion at destination is present."""
_LIST_BITS = 5

PAIR = 2
"""So many present within one dimension of coercion are telling, whatever their strength."""
_CORE: tuple[Dimension, ...] = ("DR", "CR", "CD")


@dataclass(slots=True)
class Tally:
    """How many indicators of each strength one dimension holds in one list."""

    S: int = 0
    M: int = 0
    W: int = 0

    def add(self, strength: Strength, count: int = 1) -> None:
        """Count `count` more of this strength."""
        if strength == "S":
            self.S += count
        elif strength == "M":
            self.M += count
        else:
            self.W += count


def positive(strong: int, medium: int, weak: int) -> bool:
    """Whether counts of present indicators make a dimension positive.

    At least two strong; one strong and one other; three medium; or two medium and one weak (ILO and European
    Commission, operational indicators of trafficking, 2009).
    """
    return (
        strong >= 2  # noqa: PLR2004 - the rule as published
        or (strong >= 1 and medium + weak >= 1)
        or medium >= 3  # noqa: PLR2004 - the rule as published
        or (medium >= 2 and weak >= 1)  # noqa: PLR2004 - the rule as published
    )


def dimension_bits(dimension: Dimension, present: int, tallies: Sequence[Tally]) -> int:
    """What one dimension adds to the ladder's bits.

    Args:
        dimension: which one.
        present: how many of its indicators are present, weighed or not.
        tallies: for each list in use, the present indicators by strength.
    """
    if not present:
        return 0
    bits = ANY
    if present >= PAIR and dimension in {"CR", "CD"}:
        bits |= TELLING
    for place, tally in enumerate(tallies):
        own = 0
        if tally.S:
            bits |= TELLING
            if dimension == "CD":
                own |= STRONG_COERCION
        if positive(tally.S, tally.M, tally.W):
            bits |= TELLING
            if dimension == "EX":
                own |= EXPLOITED
            else:
                own |= MEANS
                if dimension in _CORE:
                    own |= CORE_MEANS
                if dimension == "CD":
                    own |= COERCED
        bits |= own << (_COMMON_BITS + _LIST_BITS * place)
    return bits


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder for one person and one set of lists; what is left open are the indicators, the act and the purpose.

    labelled: for each list in use, whether it gives a pattern label (provisional strengths do not).
    """

    child: bool
    before: bool
    self_identified: bool
    unaccompanied: bool
    labelled: tuple[bool, ...]

    @classmethod
    def of(cls, stated: Stated, labelled: Sequence[bool]) -> Ladder:
        """The ladder on which what is `stated` is placed."""
        return cls(stated.child, stated.stage == "pre", stated.self_identified, stated.unaccompanied, tuple(labelled))

    @property
    def weighed(self) -> int:
        """The bits that can make a difference here; the others may be dropped."""
        if self.child:
            common, own = ANY, EXPLOITED | COERCED | STRONG_COERCION
        elif self.before:
            common, own = ANY | TELLING, CORE_MEANS
        else:
            common, own = ANY | TELLING, EXPLOITED | COERCED | MEANS
        for place in range(len(self.labelled)):
            common |= own << (_COMMON_BITS + _LIST_BITS * place)
        return common

    def outcome(self, bits: int, act: Act, purpose: Purpose) -> int:
        """The rung, as a place in `OUTCOMES`, if nothing more were present than `bits` say; never ``insufficient``."""
        own = [bits >> (_COMMON_BITS + _LIST_BITS * place) for place in range(len(self.labelled))]
        if any(
            labelled and part & EXPLOITED and part & COERCED for part, labelled in zip(own, self.labelled, strict=True)
        ):
            return PRESUMED
        if self.child:
            return self._outcome_of_child(bits, own, act, purpose)
        return self._outcome_of_adult(bits, own, act, purpose)

    def _outcome_of_adult(self, bits: int, own: Sequence[int], act: Act, purpose: Purpose) -> int:
        if act != "absent":
            shown = purpose == "present"
            if any(part & MEANS and (shown or part & EXPLOITED) for part in own):
                return PRESUMED
            if self.before and purpose == "intended" and any(part & CORE_MEANS for part in own):
                return PRESUMED
        if bits & TELLING or purpose in {"present", "intended"} or self.self_identified:
            return ELEVATED
        return SOME if bits & ANY else NO_INDICATION

    def _outcome_of_child(self, bits: int, own: Sequence[int], act: Act, purpose: Purpose) -> int:
        if act != "absent":
            if purpose == "present" or any(part & (EXPLOITED | STRONG_COERCION) for part in own):
                return PRESUMED
            if purpose == "intended" and bits & ANY:
                return PRESUMED
        if self.unaccompanied or bits & ANY or self.self_identified or purpose in {"present", "intended"}:
            return CHILD_PROTECTION
        return NO_INDICATION


NO_INDICATION, INSUFFICIENT, SOME, ELEVATED, CHILD_PROTECTION, PRESUMED = range(len(OUTCOMES))
