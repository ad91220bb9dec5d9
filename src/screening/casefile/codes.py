"""An instrument on paper and back: a number for each question, a code for each choice, and what is typed from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from screening.casefile.entries import Json
from screening.errors import CaseError
from screening.forms.outline import OutlineItem
from screening.forms.session import Session

_LINE: Final = re.compile(r"(?P<number>[0-9]{1,4})\s*(?:=\s*(?P<words>.+)|\s(?P<codes>.+))", re.DOTALL)
_MISSING: Final = {"D": "declined", "U": "unsure"}
_SELECTS: Final = frozenset({"select", "rank"})
_CHOOSES: Final = frozenset({"select", "select1", "rank"})


@dataclass(frozen=True, slots=True)
class Coded:
    """A question on paper. number: in this version of the instrument; section: heading above it; item: as B8."""

    number: int
    section: str
    ref: str
    control: str
    label: str
    item: str
    choices: tuple[tuple[str, str], ...]


def coded(session: Session, language: str | None = None) -> tuple[Coded, ...]:
    """Every question of an instrument that is answered by a person, in its order. Repeats are left to the screen.

    Args:
        session: an interview in which nothing was answered yet, so that the numbers are always the same.
        language: of the form.
    """
    items = {question.ref: question.annotations.get("ti:item", "") for question in session.form.questions()}
    found: list[Coded] = []
    for section, item in _questions(session.outline().items, ""):
        choices = session.choices(item.ref, language) if item.control in _CHOOSES else ()
        if item.control in _CHOOSES and not choices:  # they depend on another answer
            continue
        found.append(
            Coded(
                number=len(found) + 1,
                section=session.label(section, language) if section else "",
                ref=item.ref,
                control=item.control,
                label=session.label(item.ref, language),
                item=items.get(item.ref, ""),
                choices=tuple((choice.value, choice.label) for choice in choices),
            )
        )
    return tuple(found)


def typed_back(text: str, questions: tuple[Coded, ...]) -> tuple[tuple[int, dict[str, Json]], ...]:
    """The steps of an interview that lines of codes stand for, each with the number of its line.

    A line is ``12 2``, several choices ``12 1 3``, ``12 D`` declined, ``12 U`` does not know, ``12 = own words``. Empty
    lines and what follows ``#`` at the beginning of a line say nothing.

    Raises:
        CaseError: ``case.codes`` with the line that does not fit.
    """
    by_number = {question.number: question for question in questions}
    steps: list[tuple[int, dict[str, Json]]] = []
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(written.strip())
        question = by_number.get(int(match["number"])) if match is not None else None
        if match is None or question is None:
            raise CaseError("case.codes", line=line)
        steps.append((line, _step(question, match["words"], (match["codes"] or "").split(), line)))
    return tuple(steps)


def _step(question: Coded, words: str | None, codes: list[str], line: int) -> dict[str, Json]:
    if words is not None:
        if question.choices:
            raise CaseError("case.codes", line=line)
        return {"answer": [question.ref, words.strip()]}
    if len(codes) == 1 and codes[0].upper() in _MISSING:
        return {"unknown": [question.ref, _MISSING[codes[0].upper()]]}
    if not question.choices:
        return {"answer": [question.ref, " ".join(codes)]}
    places = [int(code) - 1 if code.isascii() and code.isdigit() else -1 for code in codes]
    fits = all(0 <= place < len(question.choices) for place in places) and len(set(places)) == len(places)
    if not fits or (len(places) > 1 and question.control not in _SELECTS):
        raise CaseError("case.codes", line=line)
    values = [question.choices[place][0] for place in places]
    return (
        {"select": [question.ref, values]}
        if question.control == "select"
        else {"answer": [question.ref, " ".join(values)]}
    )


def _questions(items: tuple[OutlineItem, ...], section: str) -> Iterator[tuple[str, OutlineItem]]:
    for item in items:
        if item.kind == "question":
            if item.control and item.control not in {"upload", "trigger"} and not item.readonly:
                yield section, item
        elif item.kind == "group":
            yield from _questions(item.children, section or item.ref)
