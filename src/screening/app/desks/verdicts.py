"""An assessment in words: what the assessment page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from screening.app.ports import Dimension, Ground, Verdict
from screening.assessment.lists import DIMENSIONS, IndicatorList
from screening.assessment.rules import OUTCOMES, Assessment
from screening.casefile.fold import Case
from screening.forms.session import Fact

Say = Callable[[str], str]
STRENGTHS = {"S": "strong", "M": "medium", "W": "weak"}
_STATES = ("positive", "indeterminate", "negative", "not_assessable")


def verdict(
    assessment: Assessment,
    case: Case,
    facts: tuple[Fact, ...],
    lists: Mapping[str, IndicatorList],
    said: Callable[[Fact], str],
    number: Callable[[str], str],
    say: Say,
    language: str,
    spared: int,
) -> Verdict:
    """Everything that led to an outcome, in words.

    Args:
        assessment: as the rules gave it.
        case: for an override.
        facts: of the interview, to show which answer gave which indicator.
        lists: installed.
        said: the words of an answer; number: of a question in the interview; say: the words for a code.
        language: of the indicators' labels.
        spared: how many questions were not asked.
    """
    outcome = case.outcome or assessment.outcome
    in_use = [lists[name] for name in assessment.stated.lists]
    dimensions = tuple(
        Dimension(
            name=say(f"dimension.{code}.short"),
            state=(state := _state(assessment, code)),
            state_words=say(f"dimension_state.{state}"),
            grounds=_grounds(assessment, code, facts, in_use, said, number, say, language)
            if state == "positive"
            else (),
            rule=_rule(assessment, code, say),
            source=_source(in_use, say, language),
        )
        for code in DIMENSIONS
    )
    override = case.override
    return Verdict(
        outcome=outcome,
        outcome_words=say(f"outcome.{outcome}.name"),
        title=say(f"outcome.{outcome}.title"),
        text=say(f"outcome.{outcome}.sentence"),
        urgent=assessment.urgent,
        settled=assessment.settled,
        spared=spared,
        dimensions=dimensions,
        together=" ".join(
            say(f"rule.{reason.code}")
            for reason in assessment.reasons
            if reason.code.startswith(f"{assessment.outcome}.")
        ),
        could_change=()
        if assessment.settled
        else tuple(_item(i, in_use, say, language) for i in assessment.could_change[:5]),
        unknown=_unknown(assessment, say),
        outcomes=tuple(
            (name, say(f"outcome.{name}.name")) for name in OUTCOMES if OUTCOMES.index(name) > OUTCOMES.index(outcome)
        ),
        overridden=override.reason if override is not None else "",
    )


def _state(assessment: Assessment, code: str) -> str:
    found = {result.dimensions[code] for result in assessment.results}  # type: ignore[index]  # one of the six
    return next(state for state in _STATES if state in found)


def _grounds(
    assessment: Assessment,
    code: str,
    facts: tuple[Fact, ...],
    in_use: list[IndicatorList],
    said: Callable[[Fact], str],
    number: Callable[[str], str],
    say: Say,
    language: str,
) -> tuple[Ground, ...]:
    lines: list[Ground] = []
    for name, state in assessment.stated.indicators.items():
        known = next((one.indicators[name] for one in in_use if name in one.indicators), None)
        if state != "present" or known is None or known.dimension != code:
            continue
        gave = [fact for fact in facts if name in fact.values and fact.when and fact.name.endswith(":indicator")]
        words = next((said(fact) for fact in gave), "")
        where = " · ".join(part for fact in gave[:1] for part in (number(fact.ref), say(f"basis.{fact.basis}")) if part)
        lines.append(
            Ground(words, where, known.label[language], STRENGTHS[known.strength], say(f"strength.{known.strength}"))
        )
    return tuple(lines)


def _rule(assessment: Assessment, code: str, say: Say) -> str:
    return next((say(f"rule.{reason.code}") for reason in assessment.reasons if reason.dimension == code), "")


def _source(in_use: list[IndicatorList], say: Say, language: str) -> str:
    """The list, and whether anybody has compared it with the original."""
    parts = []
    for one in in_use:
        mark = "" if one.status == "verified" else f" ({say(f'list_status.{one.status}')})"
        parts.append(f"{one.names[language]} {one.version}{mark}")
    return "; ".join(parts)


def _item(item: str, in_use: list[IndicatorList], say: Say, language: str) -> str:
    for one in in_use:
        for name, indicator in one.indicators.items():
            if name == item:
                return indicator.label[language]
    return say(f"element.{item}")


def _unknown(assessment: Assessment, say: Say) -> str:
    counts = {why: len(names) for why, names in assessment.unknown.items() if names}
    return " · ".join(f"{say(f'state.{why}')}: {count}" for why, count in counts.items())
