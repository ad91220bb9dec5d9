"""An interview as a row of pages: one for each relevant question or field list, and one behind each repeat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from PySide6.QtCore import QCoreApplication

from screening.app.desks.kinds import is_field_list, kind_of, manner_of
from screening.app.desks.spoken import spoken_value
from screening.app.desks.told import Told, told
from screening.app.ports import Asked, Checked, Media, Missing, Offer
from screening.app.widgets.rail import Section, State
from screening.forms.definition import Question
from screening.forms.form import Form
from screening.forms.outline import Outline, OutlineItem
from screening.forms.session import Choice, Session

_POSITION: Final = re.compile(r"\[\d+\]")
_LANGUAGE_CODE: Final = re.compile(r"\(([a-z]{2,3})\)\s*$")
_NO_MEDIA: Final[Mapping[str, bytes]] = MappingProxyType({})
_FORMS: Final[tuple[Literal["image", "audio", "video"], ...]] = ("image", "audio", "video")
_COUNTED: Final = 2
"""Entries from which a repeat that counts itself has a page of its own."""
Page: TypeAlias = Literal["question", "repeat", "fields"]


@dataclass(frozen=True, slots=True)
class Raw:
    """A page before it has its place. asks: the relevant questions on it; trail: the entries of repeats around it."""

    ref: str
    kind: Page
    item: OutlineItem
    asks: tuple[OutlineItem, ...]
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One page. section: place among the sections from 0; number: place within it from 1, of `of`."""

    ref: str
    kind: Page
    item: OutlineItem
    asks: tuple[OutlineItem, ...]
    trail: tuple[str, ...]
    section: int
    number: int
    of: int

    @property
    def open(self) -> bool:
        """Whether a question here has neither an answer nor a reason why not."""
        return any(not (item.answered or item.missing or item.readonly) for item in self.asks)


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the rail."""

    label: str
    stops: tuple[Stop, ...]


class Walk:
    """All pages in their order."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.stops: tuple[Stop, ...] = tuple(stop for part in parts for stop in part.stops)
        self._places: dict[str, int] = {}
        for place, stop in enumerate(self.stops):
            for item in stop.asks:
                self._places.setdefault(item.ref, place)
        for place, stop in enumerate(self.stops):
            self._places[stop.ref] = place

    def place(self, ref: str) -> int:
        """Where a question stands; the first page when it is not shown now."""
        return self._places.get(ref, 0)

    def asks(self) -> Iterator[OutlineItem]:
        """Every relevant question."""
        for stop in self.stops:
            yield from stop.asks


def walk_of(outline: Outline, title: str, label: Callable[[OutlineItem], str]) -> Walk:
    """The pages of an outline; questions outside every group stand in a section called `title`."""
    raw: list[tuple[str, list[Raw]]] = []
    for item in _tops(outline.items):
        if item.kind == "group" and item.label and not is_field_list(item.appearance):
            raw.append((label(item), list(_pages(item, (), label))))
            continue
        if not raw or raw[-1][0] != title:
            raw.append((title, []))
        raw[-1][1].extend(_pages(item, (), label))
    parts: list[Part] = []
    for name, pages in raw:
        if pages:
            at, of = len(parts), len(pages)
            stops = (Stop(p.ref, p.kind, p.item, p.asks, p.trail, at, n, of) for n, p in enumerate(pages, start=1))
            parts.append(Part(name, tuple(stops)))
    return Walk(tuple(parts))


def _tops(items: tuple[OutlineItem, ...]) -> tuple[OutlineItem, ...]:
    """What the sections are made of: inside a group that holds the whole form."""
    while len(items) == 1 and items[0].kind == "group" and not is_field_list(items[0].appearance):
        inner = items[0].children
        if not any(item.kind == "group" and item.label for item in inner):
            break
        items = inner
    return items


def _pages(item: OutlineItem, trail: tuple[str, ...], label: Callable[[OutlineItem], str]) -> Iterator[Raw]:
    if not item.relevant:
        return
    if item.kind == "question":
        yield Raw(item.ref, "question", item, (item,), trail)
    elif item.kind != "repeat" and is_field_list(item.appearance):
        yield from _field_list(item, trail, label)
    elif item.kind == "repeat":
        yield from _entries(item, trail, label)
    else:
        for child in item.children:
            yield from _pages(child, trail, label)


def _entries(item: OutlineItem, trail: tuple[str, ...], label: Callable[[OutlineItem], str]) -> Iterator[Raw]:
    """The pages of each entry of a repeat, then the one where entries are added or looked through."""
    name = label(item)
    for number, child in enumerate(item.children, start=1):
        yield from _pages(child, (*trail, f"{name} {number}".strip()), label)
    if item.growable or len(item.children) >= _COUNTED:
        yield Raw(item.ref, "repeat", item, (), trail)


def _field_list(item: OutlineItem, trail: tuple[str, ...], label: Callable[[OutlineItem], str]) -> Iterator[Raw]:
    """One page with every question of the group; repeats inside have their own pages behind it."""
    every = tuple(_inside(item.children))
    asks = tuple(each for each in every if each.relevant)
    if asks:
        yield Raw(item.ref or f"{every[0].ref}#", "fields", item, asks, trail)
    for repeat in _repeats(item.children):
        yield from _pages(repeat, trail, label)


def _inside(items: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    for item in items:
        if item.kind == "question":
            yield item
        elif item.kind == "group":
            yield from _inside(item.children)


def _repeats(items: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    for item in items:
        if item.kind == "repeat":
            yield item
        elif item.kind == "group" and item.relevant:
            yield from _repeats(item.children)


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
    """Turns pages of a session into what the screen shows.

    ours, hers: names of the form's languages; media: the files that came with the form, by name; say: words for a
    code, in the officer's language.
    """

    def __init__(
        self,
        session: Session,
        ours: str | None,
        hers: str | None,
        media: Mapping[str, bytes] = _NO_MEDIA,
        say: Callable[[str], str] = lambda _code: "",
    ) -> None:
        self.session = session
        self._say = say
        self.ours = ours
        self.hers = hers if hers != ours else None
        self._files = media
        self.can_attach = False
        self._questions: Mapping[str, Question] = {each.ref: each for each in session.form.questions()}

    def question(self, ref: str) -> Question | None:
        """What the form says about the question at `ref`."""
        return self._questions.get(bare(ref))

    def walk(self) -> Walk:
        """The pages as they are now."""
        return walk_of(self.session.outline(), self.session.form.title, self._label)

    def _label(self, item: OutlineItem) -> str:
        """A section's name in the officer's language."""
        empty = item.kind == "repeat" and not item.children  # there is no node yet that could be asked
        return (self.session.label(item.ref, self.ours) if item.ref and not empty else "") or item.label

    # ---- a page ---------------------------------------------------------------------------------------------------

    def asked(self, stop: Stop, where: str, *, messages: Mapping[str, str] = MappingProxyType({})) -> Asked:
        """What a page shows. messages: what is wrong with an answer, by the question's ref."""
        if stop.kind == "repeat":
            return self._repeat(stop, where)
        if stop.kind == "fields":
            return self._fields(stop, where, messages)
        return self._one(stop.ref, where, messages.get(stop.ref, ""))

    def _one(self, ref: str, where: str, message: str) -> Asked:
        session = self.session
        state = session.state(ref)
        question = self.question(ref)
        officer = question is not None and question.annotations.get("ti:asks") == "officer"
        hers = None if officer else self.hers
        kind = kind_of(question, readonly=state.readonly, value=state.value)
        offers = self._offers(ref, question, hers) if kind in ("one", "many", "rank") else ()
        shown = told(session.said(ref, hers), mark_of(hers), self.ours, self._say) if hers else Told("", "")
        missing: Missing | None = state.missing  # type: ignore[assignment]  # one of the three
        several = kind in ("many", "rank")
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
            chosen=frozenset(state.value.split()) if several else frozenset({state.value} - {""}),
            offers=offers,
            missing=missing,
            required=state.required,
            readonly=state.readonly and kind != "note",
            officer=officer,
            message=message,
            said=self.shown(ref) if kind in ("said", "file", "drawing") else "",
            manner=manner_of(question, len(offers)),
            media=self._media(session.media(ref, self.ours)),
            can_attach=self.can_attach,
        )

    def _offers(self, ref: str, question: Question | None, hers: str | None) -> tuple[Offer, ...]:
        if question is not None and question.control not in ("select1", "select", "rank"):
            return _yes_no()
        ours = self.session.choices(ref, self.ours)
        theirs = self.session.said_choices(ref, hers) if hers else {}
        spoken = {value: said.text for value, said in theirs.items() if not said.fallback}
        return tuple(Offer(c.value, c.label, spoken.get(c.value, ""), self._choice_media(c)) for c in ours)

    def _choice_media(self, choice: Choice) -> tuple[Media, ...]:
        return self._media(choice.media) if choice.media else ()

    def _media(self, named: Mapping[str, str]) -> tuple[Media, ...]:
        return tuple(Media(form, named[form], self._files.get(named[form], b"")) for form in _FORMS if named.get(form))

    def _fields(self, stop: Stop, where: str, messages: Mapping[str, str]) -> Asked:
        headings = dict(self._headings(stop.item.children, ""))
        parts: list[Asked] = []
        former = ""
        for item in stop.asks:
            part = self._one(item.ref, "", messages.get(item.ref, ""))
            heading = headings.get(item.ref, "")
            parts.append(replace(part, heading=heading) if heading != former else part)
            former = heading
        ref = stop.item.ref
        return Asked(
            ref=stop.ref,
            kind="fields",
            where=where,
            question=self._label(stop.item),
            hers=self.session.label(ref, self.hers) if ref and self.hers else "",
            hers_mark=mark_of(self.hers) if self.hers else "",
            hint=self.session.hint(ref, self.ours) if ref else "",
            parts=tuple(parts),
        )

    def _headings(self, items: tuple[OutlineItem, ...], name: str) -> Iterator[tuple[str, str]]:
        for item in items:
            if item.kind == "question":
                yield item.ref, name
            elif item.kind == "group" and item.relevant:
                yield from self._headings(item.children, self._label(item) or name)

    def _repeat(self, stop: Stop, where: str) -> Asked:
        labels = [self.summary(child, number) for number, child in enumerate(stop.item.children, start=1)]
        return Asked(
            ref=stop.ref,
            kind="repeat",
            where=where,
            question=self._label(stop.item),
            instances=tuple(labels),
            growable=stop.item.growable,
        )

    def summary(self, instance: OutlineItem, number: int) -> str:
        """An entry of a repeat: by the name the form gives it, else by its first answers."""
        named = instance.children[0] if len(instance.children) == 1 else None
        if named is not None and named.kind == "group" and named.label and not named.label.isspace():
            return f"{number}. {self._label(named)}"
        said = [self.shown(item.ref) for item in Outline(instance.children).questions() if item.answered]
        text = " · ".join(part for part in said[:2] if part)
        return f"{number}. {text}" if text else f"{number}. —"

    def shown(self, ref: str) -> str:
        """An answer as people read it, in the officer's language."""
        value = self.session.value(ref)
        question = self.question(ref)
        if not value or question is None:
            return value
        kind = kind_of(question, readonly=False, value=value)
        labels: dict[str, str] = {}
        if kind in ("one", "many", "rank"):
            labels = {offer.value: offer.label for offer in self._offers(ref, question, None)}
        return spoken_value(kind, value, labels, grouped="thousands-sep" in question.appearance)

    # ---- all pages ------------------------------------------------------------------------------------------------

    def sections(
        self, walk: Walk, place: int, *, skipped: str, at: str, reviewing: bool = False
    ) -> tuple[Section, ...]:
        """The rail. skipped: words with {n}; at: words with {n} and {of}."""
        stops = walk.stops
        current = stops[place] if stops and not reviewing else None
        return tuple(self._section(part, number, current, skipped, at) for number, part in enumerate(walk.parts))

    @staticmethod
    def _section(part: Part, number: int, current: Stop | None, skipped: str, at: str) -> Section:
        asks = [item for stop in part.stops for item in stop.asks if not item.readonly]
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
            asked = [item for stop in part.stops for item in stop.asks if not item.readonly]
            for at, item in enumerate(asked, start=1):
                missing: Missing | None = item.missing  # type: ignore[assignment]  # one of the three
                label = self.session.label(item.ref, self.ours)
                line = Checked(
                    item.ref,
                    f"{number}.{at}",
                    label,
                    self.shown(item.ref),
                    missing,
                    troubles.get(item.ref, ""),
                    part.label,
                )
                lines.append(line)
        return tuple(lines)


def _yes_no() -> tuple[Offer, ...]:
    """The choices of a question that takes true or false."""
    return (
        Offer("true", QCoreApplication.translate("Reader", "Yes")),
        Offer("false", QCoreApplication.translate("Reader", "No")),
    )
