"""What could still change the outcome, exactly, without trying all completions.

An unknown item counts when some answers to the other unknown items make its own answer decide. Unknown indicators of
one dimension with the same strengths in the lists in use are interchangeable, so only their number matters, and more
than three of a kind add nothing. For each dimension all such numbers are tried (some dozens); what they amount to are
the few bits of the ladder; and the dimensions are joined by "or" on the bits, keeping the fewest answers for each
result. That is polynomial in the number of indicators and leaves out no completion.

"Fewest answers" counts the other unknown items that would have to be answered first: indicators as present, the
purpose as present or intended, the act as absent. Other answers change nothing: an unknown act is weighed like a
present one, an unknown purpose and an unknown indicator like an absent one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from screening.assessment.ladder import PAIR, Ladder, Tally, dimension_bits
from screening.assessment.lists import DIMENSIONS, Dimension, IndicatorList, Strength, dimension_of
from screening.assessment.stated import Act, Purpose, Stated
from screening.ids import IndicatorId

Kind: TypeAlias = tuple[Strength | None, ...]
"""The strengths of an indicator in each list in use; None where a list does not weigh it."""
Costs: TypeAlias = dict[int, int]
"""Bits of the ladder to the fewest answers that lead there."""
Rungs: TypeAlias = tuple[tuple[int, ...], ...]
"""Outcomes by the open answers about the act (rows) and the purpose (columns)."""

_ENOUGH: Mapping[Strength | None, int] = {"S": 2, "M": 3, "W": 1, None: 1}
"""More than so many present indicators of one strength cannot change a dimension."""


@dataclass(frozen=True, slots=True)
class Change:
    """An unknown item whose answer can decide the outcome.

    item: an indicator id, ``act`` or ``purpose``; further: the fewest other answers that have to come first;
    rung: the highest outcome (a place in `OUTCOMES`) it can lead to with no more than those.
    """

    item: str
    further: int
    rung: int


@dataclass(slots=True)
class _Column:
    """One dimension: what is present, and which kinds of indicator are unknown."""

    dimension: Dimension
    present: dict[Kind, int] = field(default_factory=dict)
    unknown: dict[Kind, list[IndicatorId]] = field(default_factory=dict)


@dataclass(slots=True)
class _Table:
    """One dimension tried out: what can be reached, and what one more indicator of a kind does."""

    reached: Costs = field(default_factory=dict)
    steps: dict[Kind, dict[tuple[int, int], int]] = field(default_factory=dict)


def look_ahead(
    stated: Stated,
    ladder: Ladder,
    lists: Sequence[IndicatorList],
    open_indicators: Sequence[IndicatorId],
) -> tuple[Change, ...]:
    """The unknown items whose answer can decide the outcome, those that need the fewest further answers first.

    Among equals, what leads higher comes first, then the elements, then the indicators in their order. Nothing could
    change the outcome exactly when the result is empty.

    Args:
        stated: what is known.
        ladder: the rules as they apply to this person.
        lists: the lists in use, in the order of the ladder's bits.
        open_indicators: every indicator that is unknown and can be assessed at this stage.
    """
    columns = _columns(stated, lists, open_indicators)
    tables = [_try_out(column, ladder.weighed) for column in columns]
    acts = _acts(stated)
    purposes = _purposes(stated)
    rungs = _Rungs(ladder, acts, purposes)
    changes: list[Change] = []
    for place, (column, table) in enumerate(zip(columns, tables, strict=True)):
        if not table.steps:
            continue
        others = _join_all([other.reached for at, other in enumerate(tables) if at != place])
        for kind, names in column.unknown.items():
            best = _best_step(table.steps.get(kind, {}), others, rungs)
            if best is not None:
                changes.extend(Change(name, *best) for name in names)
    everything = _join_all([table.reached for table in tables])
    changes.extend(_elements(everything, rungs))
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[int, int, bool, int, str]:
    element = change.item in {"act", "purpose"}
    dimension = 0 if element else DIMENSIONS.index(dimension_of(change.item))
    return change.further, -change.rung, not element, dimension, change.item


def _acts(stated: Stated) -> tuple[tuple[Act, int], ...]:
    return (("present", 0), ("absent", 1)) if stated.act == "unknown" else ((stated.act, 0),)


def _purposes(stated: Stated) -> tuple[tuple[Purpose, int], ...]:
    if stated.purpose != "unknown":
        return ((stated.purpose, 0),)
    if stated.stage == "pre":  # a purpose already carried out would contradict the stage
        return (("absent", 0), ("intended", 1))
    return (("absent", 0), ("intended", 1), ("present", 1))


def _columns(stated: Stated, lists: Sequence[IndicatorList], open_indicators: Sequence[IndicatorId]) -> list[_Column]:
    columns = {dimension: _Column(dimension) for dimension in DIMENSIONS}
    for name, state in stated.indicators.items():
        if state == "present":
            present = columns[dimension_of(name)].present
            kind = _kind(name, lists)
            present[kind] = present.get(kind, 0) + 1
    for name in open_indicators:
        columns[dimension_of(name)].unknown.setdefault(_kind(name, lists), []).append(name)
    return list(columns.values())


def _kind(name: IndicatorId, lists: Sequence[IndicatorList]) -> Kind:
    found = (one.indicators.get(name) for one in lists)
    return tuple(None if indicator is None else indicator.strength for indicator in found)


def _try_out(column: _Column, weighed: int) -> _Table:
    """All that the unknown indicators of one dimension can amount to, with the fewest answers for each."""
    kinds = list(column.unknown)
    at_least = PAIR if column.dimension in {"CR", "CD"} else 1
    most = [min(len(column.unknown[kind]), max(at_least, *(_ENOUGH[one] for one in kind))) for kind in kinds]
    bits = {
        counts: _bits(column, dict(zip(kinds, counts, strict=True))) & weighed
        for counts in product(*(range(limit + 1) for limit in most))
    }
    table = _Table()
    for counts, before in bits.items():
        cost = sum(counts)
        table.reached[before] = min(cost, table.reached.get(before, cost))
        for place, kind in enumerate(kinds):
            if counts[place] == most[place]:
                continue
            after = bits[(*counts[:place], counts[place] + 1, *counts[place + 1 :])]
            if after != before:
                steps = table.steps.setdefault(kind, {})
                steps[before, after] = min(cost, steps.get((before, after), cost))
    return table


def _bits(column: _Column, added: Mapping[Kind, int]) -> int:
    tallies: list[Tally] = []
    present = 0
    for source in (column.present, added):
        for kind, count in source.items():
            present += count
            tallies = tallies or [Tally() for _ in kind]
            for tally, strength in zip(tallies, kind, strict=True):
                if strength is not None:
                    tally.add(strength, count)
    return dimension_bits(column.dimension, present, tallies)


def _join_all(parts: Sequence[Costs]) -> Costs:
    joined: Costs = {0: 0}
    for part in parts:
        wider: Costs = {}
        for bits, cost in joined.items():
            for more, extra in part.items():
                both = bits | more
                total = cost + extra
                if total < wider.get(both, total + 1):
                    wider[both] = total
        joined = wider
    return joined


class _Rungs:
    """The outcomes for given bits under every open answer about act and purpose, each worked out once."""

    def __init__(
        self,
        ladder: Ladder,
        acts: Sequence[tuple[Act, int]],
        purposes: Sequence[tuple[Purpose, int]],
    ) -> None:
        self._ladder = ladder
        self._known: dict[int, Rungs] = {}
        self.acts = acts
        self.purposes = purposes

    def at(self, bits: int) -> Rungs:
        """The outcomes, a row for each answer about the act."""
        rungs = self._known.get(bits)
        if rungs is None:
            rungs = tuple(
                tuple(self._ladder.outcome(bits, act, purpose) for purpose, _ in self.purposes) for act, _ in self.acts
            )
            self._known[bits] = rungs
        return rungs


def _best_step(steps: Mapping[tuple[int, int], int], others: Costs, rungs: _Rungs) -> tuple[int, int] | None:
    """The fewest further answers after which one more indicator decides, and the rung it then leads to."""
    best: tuple[int, int] | None = None
    cheapest_first = sorted(others.items(), key=lambda entry: entry[1])
    for (before, after), cost in sorted(steps.items(), key=lambda entry: entry[1]):
        for bits, extra in cheapest_first:
            if best is not None and cost + extra > best[0]:
                break
            low, high = rungs.at(bits | before), rungs.at(bits | after)
            if low != high:
                found = cost + extra, low, high
                best = _nearer(best, found, rungs)
    return None if best is None else (best[0], -best[1])


def _nearer(
    best: tuple[int, int] | None,
    found: tuple[int, Rungs, Rungs],
    rungs: _Rungs,
) -> tuple[int, int]:
    """The better of `best` and what the differing cells of two tables of outcomes offer: (further, minus rung)."""
    cost, low, high = found
    cells = [
        (cost + act_cost + purpose_cost, -high[row][column])
        for row, (_, act_cost) in enumerate(rungs.acts)
        for column, (_, purpose_cost) in enumerate(rungs.purposes)
        if low[row][column] != high[row][column]
    ]
    return min(cells if best is None else [best, *cells])


def _elements(everything: Costs, rungs: _Rungs) -> list[Change]:
    by_act: list[tuple[int, int]] = []
    by_purpose: list[tuple[int, int]] = []
    for bits, cost in everything.items():
        table = rungs.at(bits)
        for column, (_, purpose_cost) in enumerate(rungs.purposes):
            reached = {row[column] for row in table}
            if len(reached) > 1:
                by_act.append((cost + purpose_cost, -max(reached)))
        for row, (_, act_cost) in zip(table, rungs.acts, strict=True):
            if len(set(row)) > 1:
                by_purpose.append((cost + act_cost, -max(row)))
    least = {"act": _least(by_act), "purpose": _least(by_purpose)}
    return [Change(name, *best) for name, best in least.items() if best is not None]


def _least(found: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    if not found:
        return None
    further, minus_rung = min(found)
    return further, -minus_rung
