"""An interview as a row of pages: one for each relevant question, and one behind each repeat to add to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from screening.app.desks.told import Told, told
from screening.app.ports import Asked, Checked, Kind, Missing, Offer
from screening.app.typed import clock_shown, day_shown
from screening.app.widgets.rail import Section, State
from screening.forms.definition import Question
from screening.forms.form import Form
from screening.forms.outline import Outline, OutlineItem
from screening.forms.session import Session

_POSITION: Final = re.compile(r"\[\d+\]")
_LANGUAGE_CODE: Final = re.compile(r"\(([a-z]{2,3})\)\s*$")
_KINDS: Final[Mapping[str, Kind]] = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "string": "text",
    "barcode": "text",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One page. section: place among the sections from 0; number: place within it from 1, of `of`."""

    ref: str
    kind: str
    item: OutlineItem
    section: int
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the rail."""

    label: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """All pages in their order."""

    parts: tuple[Part, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every page."""
        return tuple(stop for part in self.parts for stop in part.stops)

    def place(self, ref: str) -> int:
        """Where the page of a question stands; the first page when it is not shown now."""
        for place, stop in enumerate(self.stops):
            if stop.ref == ref:
                return place
        return 0


def walk_of(outline: Outline, title: str, label: Callable[[OutlineItem], str]) -> Walk:
    """The pages of an outline; questions outside every group stand in a section called `title`."""
    raw: list[tuple[str, list[tuple[str, OutlineItem]]]] = []
    for item in outline.items:
        if item.kind == "group" and item.label:
            raw.append((label(item), list(_pages(item))))
            continue
        if not raw or raw[-1][0] != title:
            raw.append((title, []))
        raw[-1][1].extend(_pages(item))
    parts: list[Part] = []
    for name, pages in raw:
        if pages:
            at = len(parts)
            stops = (Stop(ref, it.kind, it, at, n, len(pages)) for n, (ref, it) in enumerate(pages, start=1))
            parts.append(Part(name, tuple(stops)))
    return Walk(tuple(parts))


def _pages(item: OutlineItem) -> Iterator[tuple[str, OutlineItem]]:
    if not item.relevant:
        return
    if item.kind == "question":
        yield item.ref, item
        return
    for child in item.children:
        yield from _pages(child)
    if item.kind == "repeat" and item.growable:
        yield item.ref, item


def bare(ref: str) -> str:
    """A ref without its positions in repeats."""
    return _POSITION.sub("", ref)


def language_for(form: Form, code: str) -> str | None:
    """The form's language with this code, such as ``Ukrainian (uk)`` for ``uk``; None when it has none."""
    for name in form.languages:
        found = _LANGUAGE_CODE.search(name)
        if name == code or (found is not None and found[1] == code):
            return name
    return None


def mark_of(language: str) -> str:
    """A short mark for a form's language: RO for ``Romanian (ro)``."""
    found = _LANGUAGE_CODE.search(language)
    return found[1].upper() if found is not None else language[:3].upper()


class Reader:
    """Turns pages of a session into what the screen shows. ours, hers: names of the form's languages."""

    def __init__(
        self, session: Session, ours: str | None, hers: str | None, say: Callable[[str], str] = lambda _code: ""
    ) -> None:
        """say: words for a code, in the officer's language."""
        self.session = session
        self._say = say
        self.ours = ours
        self.hers = hers if hers != ours else None
        self._questions: Mapping[str, Question] = {each.ref: each for each in session.form.questions()}

    def question(self, ref: str) -> Question | None:
        """What the form says about the question at `ref`."""
        return self._questions.get(bare(ref))

    def walk(self) -> Walk:
        """The pages as they are now."""
        return walk_of(self.session.outline(), self.session.form.title, self._label)

    def _label(self, item: OutlineItem) -> str:
        """A section's name in the officer's language."""
        return (self.session.label(item.ref, self.ours) if item.ref else "") or item.label

    def asked(self, stop: Stop, where: str, *, message: str = "") -> Asked:
        """What a page shows."""
        if stop.kind == "repeat":
            return self._repeat(stop, where)
        session, ref = self.session, stop.ref
        state = session.state(ref)
        question = self.question(ref)
        kind = self.kind(question, readonly=state.readonly, value=state.value)
        officer = question is not None and question.annotations.get("ti:asks") == "officer"
        hers = None if officer else self.hers
        offers: tuple[Offer, ...] = ()
        if kind in ("one", "many"):
            theirs = session.said_choices(ref, hers) if hers else {}
            spoken = {value: said.text for value, said in theirs.items() if not said.fallback}
            offers = tuple(Offer(c.value, c.label, spoken.get(c.value, "")) for c in session.choices(ref, self.ours))
        shown = told(session.said(ref, hers), mark_of(hers), self.ours, self._say) if hers else Told("", "")
        missing: Missing | None = state.missing  # type: ignore[assignment]  # one of the three
        return Asked(
            ref=ref,
            kind=kind,
            where=where,
            question=session.label(ref, self.ours),
            hers=shown.text,
            hers_mark=shown.mark,
            why=session.guidance(ref, self.ours),
            hint=session.hint(ref, self.ours),
            value=state.value,
            chosen=frozenset(state.value.split()) if kind == "many" else frozenset({state.value} - {""}),
            offers=offers,
            missing=missing,
            required=state.required,
            readonly=state.readonly and kind != "note",
            officer=officer,
            message=message,
        )

    def _repeat(self, stop: Stop, where: str) -> Asked:
        labels = [self.summary(child, number) for number, child in enumerate(stop.item.children, start=1)]
        return Asked(
            ref=stop.ref,
            kind="repeat",
            where=where,
            question=self._label(stop.item),
            instances=tuple(labels),
        )

    def summary(self, instance: OutlineItem, number: int) -> str:
        """An entry of a repeat by its first answers."""
        said = [self.shown(item.ref) for item in Outline(instance.children).questions() if item.answered]
        text = " · ".join(part for part in said[:2] if part)
        return f"{number}. {text}" if text else f"{number}. —"

    @staticmethod
    def kind(question: Question | None, *, readonly: bool, value: str) -> Kind:  # noqa: PLR0911  one for each control
        """What kind of page a question needs."""
        if question is None:
            return "unsupported"
        match question.control:
            case "select1":
                return "one"
            case "select":
                return "many"
            case "trigger":
                return "one"
            case "input" | "range":
                if readonly and not value and question.type == "string":
                    return "note"
                if question.type == "string" and "multiline" in question.appearance:
                    return "long"
                return _KINDS.get(question.type, "unsupported")
            case _:
                return "unsupported"

    def shown(self, ref: str) -> str:
        """An answer as people read it, in the officer's language."""
        value = self.session.value(ref)
        question = self.question(ref)
        if not value or question is None:
            return value
        if question.control in ("select1", "select"):
            labels = {choice.value: choice.label for choice in self.session.choices(ref, self.ours)}
            return ", ".join(labels.get(part, part) for part in value.split())
        if question.type == "date":
            return day_shown(value)
        if question.type == "time":
            return clock_shown(value)
        return value

    def sections(
        self, walk: Walk, place: int, *, skipped: str, at: str, reviewing: bool = False
    ) -> tuple[Section, ...]:
        """The rail. skipped: words with {n}; at: words with {n} and {of}."""
        stops = walk.stops
        current = stops[place] if stops and not reviewing else None
        return tuple(self._section(part, number, current, skipped, at) for number, part in enumerate(walk.parts))

    @staticmethod
    def _section(part: Part, number: int, current: Stop | None, skipped: str, at: str) -> Section:
        asks = [stop.item for stop in part.stops if stop.kind == "question" and not stop.item.readonly]
        passed_by = sum(item.missing == "not_asked" for item in asks)
        open_ = sum(not item.answered and item.missing is None for item in asks)
        detail = skipped.format(n=passed_by) if passed_by else ""
        state: State = "done" if asks and not open_ else "todo"
        if current is not None and current.section == number:
            state, detail = "current", at.format(n=current.number, of=current.of)
        return Section(part.label, state, number + 1, detail)

    def checked(self, walk: Walk, troubles: Mapping[str, str]) -> tuple[Checked, ...]:
        """Every question that was, or should have been, answered."""
        lines: list[Checked] = []
        for number, part in enumerate(walk.parts, start=1):
            asked = [stop for stop in part.stops if stop.kind == "question" and not stop.item.readonly]
            for at, stop in enumerate(asked, start=1):
                missing: Missing | None = stop.item.missing  # type: ignore[assignment]  # one of the three
                label = self.session.label(stop.ref, self.ours)
                line = Checked(
                    stop.ref,
                    f"{number}.{at}",
                    label,
                    self.shown(stop.ref),
                    missing,
                    troubles.get(stop.ref, ""),
                    part.label,
                )
                lines.append(line)
        return tuple(lines)
