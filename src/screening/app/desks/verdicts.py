"""An assessment in words: what the assessment page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from screening.app.ports import Dimension, Ground, Verdict
from screening.assessment.lists import DIMENSIONS, Indicator, IndicatorList
from screening.assessment.rules import OUTCOMES, Assessment
from screening.casefile.fold import Case
from screening.forms.session import Fact

STRENGTHS = {"S": "strong", "M": "medium", "W": "weak"}
_STATES = ("positive", "indeterminate", "negative", "not_assessable")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns an assessment into words.

    said: gives the words of an answer; number: that of a question in the interview; say: the words for a code;
    language: of the indicators' labels.
    """

    assessment: Assessment
    facts: tuple[Fact, ...]
    lists: Mapping[str, IndicatorList]
    said: Callable[[Fact], str]
    number: Callable[[str], str]
    say: Callable[[str], str]
    language: str

    def verdict(self, case: Case, *, spared: int) -> Verdict:
        """Everything that led to the outcome in effect. spared: how many questions were not asked."""
        assessment, say = self.assessment, self.say
        outcome = case.outcome or assessment.outcome
        higher = OUTCOMES[OUTCOMES.index(outcome) + 1 :]
        return Verdict(
            outcome=outcome,
            outcome_words=say(f"outcome.{outcome}.name"),
            title=say(f"outcome.{outcome}.title"),
            text=say(f"outcome.{outcome}.sentence"),
            urgent=assessment.urgent,
            settled=assessment.settled,
            spared=spared,
            dimensions=tuple(self._dimension(code) for code in DIMENSIONS),
            together=" ".join(
                say(f"rule.{reason.code}")
                for reason in assessment.reasons
                if reason.code.startswith(f"{assessment.outcome}.")
            ),
            could_change=() if assessment.settled else tuple(map(self._item, assessment.could_change[:_SHOWN])),
            unknown=self._unknown(),
            outcomes=tuple((name, say(f"outcome.{name}.name")) for name in higher),
            overridden=case.override.reason if case.override is not None else "",
        )

    def _in_use(self) -> list[IndicatorList]:
        return [self.lists[name] for name in self.assessment.stated.lists]

    def _known(self, name: str) -> Indicator | None:
        return next((i for one in self._in_use() for i in one.indicators.values() if i.id == name), None)

    def _dimension(self, code: str) -> Dimension:
        found = {result.dimensions[code] for result in self.assessment.results}  # type: ignore[index]  # one of the six
        state = next(state for state in _STATES if state in found)
        rule = next((r.code for r in self.assessment.reasons if r.dimension == code), "")
        return Dimension(
            name=self.say(f"dimension.{code}.short"),
            state=state,
            state_words=self.say(f"dimension_state.{state}"),
            grounds=self._grounds(code) if state == "positive" else (),
            rule=self.say(f"rule.{rule}") if rule else "",
            source=self._source(),
        )

    def _grounds(self, code: str) -> tuple[Ground, ...]:
        lines: list[Ground] = []
        for name, state in self.assessment.stated.indicators.items():
            known = self._known(name)
            if state != "present" or known is None or known.dimension != code:
                continue
            gave = [f for f in self.facts if name in f.values and f.when and f.name.endswith(":indicator")]
            where = [part for f in gave[:1] for part in (self.number(f.ref), self.say(f"basis.{f.basis}")) if part]
            lines.append(
                Ground(
                    words=next(map(self.said, gave), ""),
                    source=" · ".join(where),
                    indicator=known.label[self.language],
                    strength=STRENGTHS[known.strength],
                    strength_words=self.say(f"strength.{known.strength}"),
                )
            )
        return tuple(lines)

    def _source(self) -> str:
        """The list, and whether anybody has compared it with the original."""
        parts = []
        for one in self._in_use():
            mark = "" if one.status == "verified" else f" ({self.say(f'list_status.{one.status}')})"
            parts.append(f"{one.names[self.language]} {one.version}{mark}")
        return "; ".join(parts)

    def _item(self, item: str) -> str:
        known = self._known(item)
        return known.label[self.language] if known is not None else self.say(f"element.{item}")

    def _unknown(self) -> str:
        counts = {why: len(names) for why, names in self.assessment.unknown.items() if names}
        return " · ".join(f"{self.say(f'state.{why}')}: {count}" for why, count in counts.items())
