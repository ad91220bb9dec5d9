"""One interview: the session lives here, on the GUI thread; what it yields is saved by the worker."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from screening.app import pictures
from screening.app.desks.attaching import Attacher
from screening.app.desks.panels import PanelTeller
from screening.app.desks.saving import Saving
from screening.app.desks.shell import Shell
from screening.app.desks.side_talks import SideTalks
from screening.app.desks.walk import Reader, Stop, Walk, language_for
from screening.app.languages import spoken
from screening.app.pages.check import CheckPage
from screening.app.pages.interview import InterviewPage
from screening.app.ports import Asked, Attaching, Panel
from screening.app.widgets.answer_file import DrawingAnswer
from screening.app.widgets.rail import Section
from screening.casefile import interview
from screening.casefile.entries import Answered, Body, Entry, Finalised, UrgentRaised
from screening.casefile.fold import Case, fold
from screening.errors import ScreeningError
from screening.forms.session import ChangeSet, Fact, Session
from screening.ids import CaseId, Digest, short

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening.assessment.rules import Assessment

_PANEL_MS = 120
"""The panel follows this long after an answer, so that going on to the next question never waits for it."""
_BARE = 8
"""Letters of an answer that says nothing without its question: yes, partly."""


@dataclass(frozen=True, slots=True, repr=False)
class Loaded:
    """What the worker hands over when a case is opened.

    media: the files that came with the form, by name; attaching: where files of answers are kept, None for nowhere.
    """

    entries: tuple[Entry, ...]
    session: Session
    place: str | None
    media: Mapping[str, bytes] = field(default_factory=dict)
    attaching: Attaching | None = None


class InterviewDesk(QObject):
    """Signals: assessed(case): the questions are over, the assessment is next. left(): back home."""

    over = Signal(str)
    left = Signal()

    def __init__(self, shell: Shell, case: CaseId, loaded: Loaded) -> None:
        super().__init__(shell)
        self._shell = shell
        self.case_id = case
        self.session = loaded.session
        self._entries = loaded.entries
        self._case: Case = fold(loaded.entries)
        desk = shell.desk
        if desk is None:
            message = "an interview needs an open desk"
            raise RuntimeError(message)
        self._desk = desk
        self.saving = Saving(shell, desk.fieldwork.record, case)
        self.saving.saved.connect(self._saved)
        self.saving.failed.connect(self._not_saved)
        self._media = loaded.media
        self.attacher = Attacher(shell, case, loaded.attaching, self.answer)
        self.attacher.setParent(self)
        self._reader = self._make_reader()
        self._walk: Walk = self._reader.walk()
        self._at = self._walk.place(loaded.place) if loaded.place else 0
        self._messages: dict[str, str] = {}
        self._passed: set[str] = set()
        self._panel = Panel()
        self._teller = PanelTeller(self)
        self._left = False
        self._raised: set[str] = set(self._case.urgent)
        self._checking = False
        self._ended = False
        self._finishing = False
        self._marked = loaded.place
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PANEL_MS)
        self._later.timeout.connect(self._follow)
        self.talks = SideTalks(shell, self._stop_here, self._say)
        self.talks.desk = self
        self.talks.setParent(self)
        self.talks.ended.connect(self._stopped)
        gc.freeze()  # a form is a hundred thousand objects: looking through them again would hold up the keys

    def _make_reader(self) -> Reader:
        form = self.session.form
        ours = language_for(form, self._shell.settings.language) or form.default_language
        hers = self._case.language or self.session.language
        reader = Reader(self.session, ours, hers, self._media, self._say)
        reader.can_attach = self.attacher.possible
        return reader

    @property
    def readonly(self) -> bool:
        """Whether the interview was finalised and can only be read."""
        return self._case.submission is not None

    @property
    def follows(self) -> bool:
        """Whether the panel is about to follow an answer."""
        return self._later.isActive()

    # ---- showing --------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Bring the page of this interview to the front, at its place."""
        bar = self._shell.window.bar
        about = [self.session.form.title, spoken(self._reader.hers) if self._reader.hers else ""]
        if self._case.practice:
            about.insert(0, self.tr("Practice"))
        bar.show_case(short(self.case_id), " · ".join(part for part in about if part))
        self._shell.window.mark_practice(practice=self._case.practice)
        if self._checking:
            self.check()
            return
        page = self._page()
        self._draw()
        page.show_panel(self._panel)
        self._shell.window.show_page(page)
        self._later.start()

    def _page(self) -> InterviewPage:
        keys = self._shell.settings.single_keys
        return self._shell.page(InterviewPage, lambda: InterviewPage(single_keys=keys), self._wire)

    def _wire(self, page: InterviewPage) -> None:
        page.answered.connect(self.answer)
        page.drafted.connect(self.draft)
        page.refused.connect(lambda ref: self.miss(ref, "declined"))
        page.unknown.connect(lambda ref: self.miss(ref, "unsure"))
        page.skipping.connect(self.talks.skip)
        page.noting.connect(self.talks.note)
        page.advanced.connect(self.advance)
        page.retreated.connect(self.retreat)
        page.jumped.connect(self.jump)
        page.reviewed.connect(self.check)
        page.searching.connect(lambda: self.talks.find(self._found(), self.go_to))
        page.alarmed.connect(self.talks.alarm)
        page.ended.connect(self.talks.stop)
        page.retried.connect(self.saving.go)
        page.panel.asked_for.connect(self.go_to)
        page.instance_added.connect(self.add_instance)
        page.instance_opened.connect(self.open_instance)
        page.choosing.connect(self._choose_file)
        page.given.connect(self.attacher.keep)
        page.instance_removed.connect(self.remove_instance)

    def _stop_here(self) -> Stop:
        return self._walk.stops[self._at]

    def _where(self, stop: Stop) -> str:
        part = self._walk.parts[stop.section]
        name = " · ".join((part.label, *stop.trail))
        return self.tr("Section {section} of {sections} · {name} · question {number} of {of}").format(
            section=stop.section + 1, sections=len(self._walk.parts), name=name, number=stop.number, of=stop.of
        )

    def _sections(self, *, reviewing: bool = False) -> tuple[Section, ...]:
        skipped, at = self.tr("{n} skipped"), self.tr("question {n} of {of}")
        return self._reader.sections(self._walk, self._at, skipped=skipped, at=at, reviewing=reviewing)

    def _draw(self) -> None:
        page = self._page()
        stop = self._stop_here()
        page.show_sections(self._sections())
        asked = self._reader.asked(stop, self._where(stop), messages=self._told(stop))
        page.show_question(_to_be_read(asked) if self.readonly else asked)

    def _told(self, stop: Stop) -> Mapping[str, str]:
        """What is wrong on a page: answers that were refused, and needed ones that were passed over."""
        told = dict(self._messages)
        if any(item.ref in self._passed and item.required and not item.answered for item in stop.asks):
            needed = {p.ref: p.message or self.tr("An answer is needed") for p in self.session.validate()}
            told = {**{item.ref: needed[item.ref] for item in stop.asks if item.ref in needed}, **told}
        return told

    # ---- answering ------------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str) -> None:
        """Give an answer, or take it back with the empty text."""
        self._did(ref, self.session.answer(ref, value))

    def draft(self, ref: str, value: str) -> None:
        """Save what is being typed; that it is not right yet is no news."""
        change = self.session.answer(ref, value)
        if change.accepted:
            self._did(ref, change)

    def miss(self, ref: str, reason: str, *, why: str | None = None) -> None:
        """Say why there is no answer, and go on."""
        self._page().view.forget(ref)
        if self._did(ref, self.session.set_missing(ref, reason), reason=why):  # type: ignore[arg-type]  # one of three
            self._page().go_on()

    def _choose_file(self, ref: str, accepts: str) -> None:
        page = self._page()
        view = page.view.part(ref)
        below = view.answer.put_below if view is not None and isinstance(view.answer, DrawingAnswer) else None
        self.attacher.choose(ref, accepts, below)

    def add_instance(self, ref: str) -> None:
        """Another entry of a repeat; its first question comes next."""
        if self._did(ref, self.session.add_repeat(ref)):
            self.open_instance(ref, self._count(ref))

    def _count(self, ref: str) -> int:
        """How many entries a repeat has now."""
        stop = next((stop for stop in self._walk.stops if stop.ref == ref), None)
        return len(stop.item.children) if stop is not None else 0

    def open_instance(self, ref: str, number: int) -> None:
        """The first page of an entry of a repeat."""
        begins = f"{ref}[{number}]"
        first = next((item.ref for item in self._walk.asks() if item.ref.startswith(begins)), None)
        if first is not None:
            self.go_to(first)

    def remove_instance(self, ref: str, number: int) -> None:
        """Take an entry of a repeat away, after asking."""

        def remove() -> None:
            self._did(ref, self.session.remove_repeat(f"{ref}[{number}]"))

        self._shell.confirm(
            self.tr("Remove this entry?"),
            self.tr("Its answers no longer count. They stay readable in the case's history."),
            self.tr("Remove"),
            remove,
        )

    def _did(self, ref: str, change: ChangeSet, *, reason: str | None = None) -> bool:
        """Save what was done and show what changed."""
        if not change.accepted:
            self._messages[ref] = change.message or self._say(change.code or "")
            self._draw()
            return False
        self._messages.pop(ref, None)
        self._passed.discard(ref)
        body = interview.body_of(self.session.events[-1], self.session)
        if reason is not None and isinstance(body, Answered):
            body = replace(body, reason=reason)
        self.saving.add(body)
        here = self._stop_here()
        self._walk = self._reader.walk()
        self._at = self._still_at(here)
        self._draw()
        self._later.start()
        return True

    def _still_at(self, stop: Stop) -> int:
        """Where a page stands now; when it went, where it stood."""
        place = self._walk.place(stop.ref)
        if place == 0 and self._walk.stops[0].ref != stop.ref:
            place = next((self._walk.place(item.ref) for item in stop.asks if self._walk.place(item.ref)), self._at)
        return min(place, len(self._walk.stops) - 1)

    def record(self, body: Body) -> None:
        """Save something that is not an answer: a note, an alarm."""
        self.saving.add(body)

    # ---- moving ---------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """The next page, or "check answers" after the last."""
        self._passed.update(item.ref for item in self._stop_here().asks)
        if self._at + 1 < len(self._walk.stops):
            self._move(self._at + 1)
        else:
            self.check()

    def retreat(self) -> None:
        """The page before."""
        if self._at:
            self._move(self._at - 1)

    def jump(self, section: int) -> None:
        """The first page of a section that has no answer, else its first."""
        part = self._walk.parts[section - 1]
        open_ = [stop for stop in part.stops if stop.open]
        self.go_to((open_ or part.stops)[0].ref)

    def go_to(self, ref: str) -> None:
        """The page of a question."""
        self._checking = False
        page = self._page()
        page.view.commit()
        self._move(self._walk.place(ref))
        self._shell.window.show_page(page)
        if self._stop_here().kind == "fields":
            page.view.focus_on(ref)

    def _move(self, place: int) -> None:
        self._at = place
        self._messages.clear()
        self._draw()
        self._mark()

    def _mark(self) -> None:
        ref, case, vault = self._stop_here().ref, self.case_id, self._desk.vault
        if ref != self._marked:
            self._marked = ref
            self._shell.work(lambda: vault.mark_place(case, ref))

    def _found(self) -> tuple[tuple[str, str], ...]:
        return tuple((item.ref, self.session.label(item.ref, self._reader.ours)) for item in self._walk.asks())

    # ---- saved ----------------------------------------------------------------------------------------------------

    def _saved(self, entry: Entry) -> None:
        self._entries = (*self._entries, entry)
        clock = entry.at.astimezone().strftime("%H:%M:%S")
        self._shell.window.strip.show_saved(self.tr("Saved {time}").format(time=clock))
        page = self._shell.has_page(InterviewPage)
        if page is not None and not self.saving.waiting:
            page.show_trouble("", "", "")

    def _not_saved(self, error: ScreeningError) -> None:
        message = self._shell.words(error)
        self._shell.window.strip.show_failed(self.tr("Not saved"))
        page = self._shell.has_page(InterviewPage)
        if page is not None:
            title = self.tr("Not saved: {what}").format(what=message.what)
            text = self.tr("The answers are still on the screen.") + " " + message.do
            page.show_trouble(title, text, self.tr("Try again"))

    def _say(self, code: str) -> str:
        return self._shell.station.words.say(code) if code else ""

    # ---- the panel ------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Work out what the panel shows, and whether a gate of the form asks for help at once."""
        self._case = fold(self._entries)
        for fact in self.session.facts():
            if fact.name.endswith(":gate") and fact.when:
                self._gate(fact.values)
        try:
            stated = interview.stated(self.session, self._case, self._desk.means.lists)
        except ScreeningError:
            return
        lists = self._desk.means.lists
        from screening.assessment.rules import assess

        self._shell.jobs.submit(lambda: assess(stated, lists), self._show_panel, lambda _refused: None)

    def _gate(self, values: tuple[str, ...]) -> None:
        for value in values:
            kind, _, rule = value.partition(":")
            if kind == "urgent" and rule and rule not in self._raised:
                self._raised.add(rule)
                self.record(UrgentRaised(rule))  # type: ignore[arg-type]  # U1 to U7, checked when the pack was built
                self.talks.dial(rule)

    # ---- the urgent packet ----------------------------------------------------------------------------------------

    def population(self) -> str:
        """The age group, as far as it is known."""
        ref = self._population_ref()
        return self.session.value(ref) if ref else ""

    def _population_ref(self) -> str:
        found = (fact.ref for fact in self.session.facts() if fact.name == "ti:element" and "population" in fact.values)
        return next(found, "")

    def settle(self, population: str, then: Callable[[CaseId], None]) -> None:
        """Answer the age group if nobody did, and go on when everything is on the disk."""
        ref = self._population_ref()
        if ref and not self.session.value(ref):
            self.answer(ref, population)
        if not self.saving.waiting:
            then(self.case_id)
            return

        def emptied() -> None:
            self.saving.emptied.disconnect(emptied)
            then(self.case_id)

        self.saving.emptied.connect(emptied)

    def reload(self) -> None:
        """Take note of what others recorded in this case: a packet that was sealed meanwhile."""
        fieldwork, case = self._desk.fieldwork, self.case_id

        def took(entries: tuple[Entry, ...]) -> None:
            self._entries = entries
            self._case = fold(entries)

        self._shell.work(lambda: fieldwork.entries(case), took)

    def _show_panel(self, assessment: Assessment) -> None:
        if self._left:
            return
        facts = self.session.facts()
        self._panel = self._teller.tell(
            assessment,
            facts,
            self._desk.means.lists,
            self._shell.settings.language,
            numbers=self.numbers(),
            unasked=self.unasked(),
            telling=self._telling(assessment, facts),
        )
        page = self._shell.has_page(InterviewPage)
        if page is not None:
            page.show_panel(self._panel)

    def _telling(self, assessment: Assessment, facts: tuple[Fact, ...]) -> tuple[str, str]:
        """The open question that could change the result soonest, unless it is the one on the screen or none is."""
        from screening.assessment.rules import next_questions
        from screening.casefile.explanation import open_questions

        here = {item.ref for item in self._stop_here().asks}
        if self.readonly or self._over_early():
            return "", ""
        ref = next(iter(next_questions(assessment, open_questions(self.session, facts), leave_out=here)), "")
        return ref, self.session.label(ref, self._reader.ours) if ref else ""

    def numbers(self) -> dict[str, str]:
        """Each question's number as "section.place"."""
        return {
            item.ref: f"{at}.{stop.number}"
            for at, part in enumerate(self._walk.parts, start=1)
            for stop in part.stops
            for item in stop.asks
        }

    def unasked(self) -> int:
        """How many questions have neither an answer nor a reason why not."""
        return sum(not (item.answered or item.missing or item.readonly) for item in self._walk.asks())

    def said(self, ref: str, choice: str | None) -> str:
        """The answer to a question in words, or the one choice of it that counts; a bare yes with its question."""
        if choice is None:
            shown = self._reader.shown(ref)
            return shown if len(shown) > _BARE else f"{self.session.label(ref, self._reader.ours)} — {shown}"
        labels = {each.value: each.label for each in self.session.choices(ref, self._reader.ours)}
        return labels.get(choice, choice)

    # ---- the end --------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Show all answers."""
        self._checking = True
        page = self._shell.page(CheckPage, CheckPage, self._wire_check)
        troubles = {p.ref: p.message or self.tr("An answer is needed") for p in self.session.validate()}
        lines = self._reader.checked(self._walk, troubles)
        page.show_answers(lines, self._sections(reviewing=True), closed=self.readonly, stopped=self._over_early())
        self._shell.window.show_page(page)

    def _wire_check(self, page: CheckPage) -> None:
        page.changing.connect(self.go_to)
        page.jumped.connect(self.jump)
        page.left.connect(lambda: self.go_to(self._stop_here().ref))
        page.finished.connect(self.finish)
        page.alarmed.connect(self.talks.alarm)
        page.ended.connect(self.talks.stop)

    def finish(self) -> None:
        """Close the interview, unless something is still needed; then the assessment.

        A conversation that was stopped is assessed as it is: nobody is asked on for the form's sake.
        """
        if self._finishing:
            self.saving.go()  # asked again because saving failed: nothing is recorded twice
        elif not self.readonly and not self.session.validate():
            self._finishing = True
            self.saving.emptied.connect(self._finished)
            self.record(Finalised(Digest(self.session.finalize().sha256)))
        elif self.readonly or self._over_early():
            self.over.emit(self.case_id)
        else:
            self.check()

    def _over_early(self) -> bool:
        return self._ended or self._case.state == "stopped"

    def _finished(self) -> None:
        self.saving.emptied.disconnect(self._finished)
        self._finishing = False
        self._case = fold(self._entries)
        self.over.emit(self.case_id)

    def _stopped(self) -> None:
        self._ended = True
        self.check()

    def leave(self) -> None:
        """Hand over what is still typed; the desk may go."""
        page = self._shell.has_page(InterviewPage)
        if page is not None:
            page.view.commit()
        self._left = True
        gc.unfreeze()
        pictures.forget()
        self._later.stop()
        self.saving.retire()


def _to_be_read(asked: Asked) -> Asked:
    """A page of a finalised interview."""
    parts = tuple(replace(part, readonly=True) for part in asked.parts)
    return replace(asked, readonly=True, parts=parts)
