"""What the panel beside a question says of an assessment: indicators and what is unknown, never an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from screening.app.ports import Panel, Seen

if TYPE_CHECKING:
    from screening.assessment.lists import IndicatorList
    from screening.assessment.rules import Assessment
    from screening.forms.session import Fact

_STRENGTHS: Final = {"S": "strong", "M": "medium", "W": "weak"}
_NEAREST: Final = 4
"""How many of the things that could change the result are named."""


class PanelTeller(QObject):
    """Turns an assessment into a `Panel`, in one language."""

    def tell(
        self,
        assessment: Assessment,
        facts: tuple[Fact, ...],
        lists: Mapping[str, IndicatorList],
        language: str,
        *,
        numbers: Mapping[str, str],
        unasked: int,
        telling: tuple[str, str] = ("", ""),
    ) -> Panel:
        """The panel of an assessment.

        Args:
            assessment: of the answers so far.
            facts: of the interview; they say which answer gave which indicator.
            lists: installed.
            language: of the indicators' labels.
            numbers: of the questions, by ref.
            unasked: how many questions have neither an answer nor a reason why not.
            telling: ref and words of the open question that could tell most.
        """
        labels = {name: each for one in lists.values() for name, each in one.indicators.items()}
        strengths = {
            name: _STRENGTHS[each.strength]
            for used in reversed(assessment.stated.lists)
            for name, each in lists[used].indicators.items()
        }
        seen = tuple(
            Seen(
                labels[name].label[language],
                strengths[name],
                self.tr("answer {at}").format(at=", ".join(_places(name, facts, numbers))),
            )
            for name, state in assessment.stated.indicators.items()
            if state == "present" and name in strengths
        )
        elements = {"act": self.tr("Who brought or housed the person"), "purpose": self.tr("What for")}
        names = {**{str(name): each.label[language] for name, each in labels.items()}, **elements}
        begun = any(fact.answered for fact in facts)
        return Panel(
            seen,
            tuple(f"{names[item]}." for item in assessment.could_change[:_NEAREST] if item in names),
            settled=assessment.settled and begun,
            spared=unasked if assessment.settled else 0,
            next=" ".join(part for part in (numbers.get(telling[0], ""), telling[1]) if part) if begun else "",
            next_ref=telling[0] if begun else "",
        )


def _places(name: str, facts: tuple[Fact, ...], numbers: Mapping[str, str]) -> list[str]:
    """The questions whose answers make an indicator present, each once."""
    gave = [fact.ref for fact in facts if fact.name.endswith(":indicator") and fact.when and name in fact.values]
    return [numbers[ref] for ref in dict.fromkeys(gave) if ref in numbers]
