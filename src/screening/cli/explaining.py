"""``case explain``: why the outcome is what it is, answer by answer."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from screening.cli.context import Context

if TYPE_CHECKING:
    from screening.casefile.explanation import Explanation, Ground

_NEAREST = 10
"""So many of what could change the outcome are printed for people; the document holds all."""


def register(case: Any) -> None:
    """Add the command of this file to ``case``."""
    parser = case.add_parser("explain", help="why the outcome is what it is, and what would change it")
    parser.add_argument("id")
    parser.set_defaults(run=run)


def run(context: Context, options: Namespace) -> None:
    """Print the explanation of one case."""
    from screening.fieldwork.explaining import explain

    fieldwork = context.desk().fieldwork
    case = fieldwork.find(options.id)
    told = explain(fieldwork, case)
    context.out.document({"case": case, **told.to_json()}, *_Teller(context, told).lines())


class _Teller:
    """The explanation in plain words."""

    def __init__(self, context: Context, told: Explanation) -> None:
        self.say = context.out.say
        self.words = context.out.words
        self.told = told
        language = context.out.words.language
        lists = context.station.lists
        self.names = {
            str(name): one.label[language] for each in lists.values() for name, one in each.indicators.items()
        }

    def lines(self) -> Iterator[str]:
        """Line by line."""
        say, told = self.say, self.told
        yield say(f"outcome.{told.in_effect}.title")
        if told.override is not None:
            yield say("cli.explain.override", outcome=say(f"outcome.{told.outcome}"), reason=told.override["reason"])
        for rule in told.rules:
            behind = ", ".join(rule.indicators) if rule.indicators and not rule.code.startswith(_NONE_SHOWN) else ""
            yield f"- {say('rule.' + rule.code)}{' ' if behind else ''}{behind}"
        yield from self._shown()
        yield from self._elements()
        yield from self._unknown()
        yield from self._changes()

    def _shown(self) -> Iterator[str]:
        for one in self.told.shown:
            yield f"{one.indicator} {self.names.get(one.indicator, '')}"
            if one.earlier:
                yield f"    {self.say('cli.explain.earlier')}"
            yield from map(self._ground, one.grounds)

    def _elements(self) -> Iterator[str]:
        for one in self.told.elements:
            yield f"{self.say('cli.explain.' + one.element)}: {self._value(one.element, one.value)}"
            yield from map(self._ground, one.grounds)

    def _value(self, element: str, value: str) -> str:
        paths = (f"{element}.{value}", f"state.{value}", f"cli.explain.{value}", f"stage.{value}")
        return self.say(next((path for path in paths if self.words.has(path)), value))

    def _unknown(self) -> Iterator[str]:
        for why in ("declined", "unsure", "not_asked"):
            names = [one.indicator for one in self.told.unknown if one.why == why]
            if names:
                yield f"{self.say(f'state.{why}')}: {', '.join(names)}"

    def _changes(self) -> Iterator[str]:
        say, told = self.say, self.told
        if told.settled:
            yield say("message.settled")
            return
        yield f"{say('message.could_change')}:"
        for one in told.changes[:_NEAREST]:
            name = self.names.get(one.item) or say(f"element.{one.item}")
            further = say("cli.explain.further", further=one.further)
            yield f"    {name}: {say(f'outcome.{one.outcome}')} ({further})"
        for ground in told.next[:1]:
            yield say("cli.explain.next", item=ground.item, question=ground.question)

    def _ground(self, ground: Ground) -> str:
        said = ground.answer or self.say(f"state.{ground.missing}")
        parts = [self.say(f"basis.{ground.basis}")]
        if ground.recorded is not None:
            parts.append(self.say("cli.explain.recorded", at=ground.recorded))
        if ground.transcribed:
            parts.append(self.say("cli.explain.transcribed"))
        quote = f" «{ground.verbatim}»" if ground.verbatim else ""
        return f"    {ground.item} {ground.question} {said}{quote} ({'; '.join(parts)})"


_NONE_SHOWN = ("insufficient.", "no_indication.")
"""Reasons that rest on what is unknown, which is listed apart."""
