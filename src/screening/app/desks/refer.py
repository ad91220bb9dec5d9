"""After the questions: what they point to, whom the person allows to be told, and the sealing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from screening.app.desks.preview import show_pdf
from screening.app.desks.shell import Shell
from screening.app.desks.told import told_mark
from screening.app.desks.verdicts import Teller
from screening.app.pages.assessment import AssessmentPage
from screening.app.pages.consent import ConsentPage
from screening.app.ports import Party, Referral
from screening.casefile.entries import Consented, Overridden, Restricted
from screening.errors import ScreeningError
from screening.fieldwork import referring
from screening.ids import CaseId, RecipientId, short
from screening.referral.profiles import CATEGORIES

if TYPE_CHECKING:
    from screening.app.desks.interview import InterviewDesk
    from screening.assessment.rules import Assessment
    from screening.casefile.entries import Entry
    from screening.casefile.fold import Case
    from screening.fieldwork.referring import Sight
    from screening.forms.session import Fact
    from screening.forms.wording import Said
    from screening.station.desk import Desk

EXPLAINED = ("consent.share", "consent.no", "consent.withdraw", "consent.limits", "teach_back.ask")
"""What is said in the person's language: the question, for each recipient anew, and what a no means."""
WAYS = ("understood", "partly", "not")
_NOT_SHOWN = frozenset({"restrictions", "period", "region", "summary"})


@dataclass(frozen=True, slots=True, repr=False)
class _Seen:
    case: Case
    sights: tuple[Sight, ...]
    reachable: frozenset[str]
    route: tuple[str, ...]


class ReferDesk(QObject):
    """Signals: left(): back to the answers. sealed(): packets are in the outbox."""

    left = Signal()
    sealed = Signal()

    def __init__(self, shell: Shell, desk: Desk, interview: InterviewDesk) -> None:
        super().__init__(shell)
        self._shell = shell
        self._desk = desk
        self._interview = interview
        self._case_id = interview.case_id
        self._consenting = False
        self._seen: _Seen | None = None
        self._understood = ""

    def show(self) -> None:
        """The page one is on."""
        self._shell.window.bar.show_case(short(self._case_id), self._interview.session.form.title)
        if self._consenting:
            self.consent()
        else:
            self.assess()

    # ---- assessment -----------------------------------------------------------------------------------------------

    def assess(self) -> None:
        """Weigh the answers, record it, and show why."""
        self._consenting = False
        fieldwork, case = self._desk.fieldwork, self._case_id

        def weigh() -> tuple[Assessment, Case]:
            assessment = fieldwork.assess(case)
            return assessment, fieldwork.case(case)

        self._shell.work(weigh, self._show_assessment)

    def _show_assessment(self, found: tuple[Assessment, Case]) -> None:
        assessment, case = found
        page = self._shell.page(AssessmentPage, AssessmentPage, self._wire_assessment)
        teller = Teller(
            assessment,
            self._interview.session.facts(),
            self._desk.means.lists,
            self._said,
            lambda ref: self._interview.numbers().get(ref, ""),
            self._say,
            self._shell.settings.language,
        )
        page.show_verdict(teller.verdict(case, spared=self._interview.unasked()))
        self._shell.window.show_page(page)

    def _wire_assessment(self, page: AssessmentPage) -> None:
        page.left.connect(self.left)
        page.went_on.connect(self.consent)
        page.judged.connect(self._judge)
        page.alarmed.connect(self._interview.talks.alarm)

    def _say(self, code: str) -> str:
        bases = {
            "basis.person_said": self.tr("said by the person"),
            "basis.observed": self.tr("observed"),
            "basis.document": self.tr("from a document"),
            "basis.third_party": self.tr("said by others"),
            "basis.officer_inference": self.tr("concluded"),
        }
        return bases.get(code) or self._shell.station.words.say(code)

    def _said(self, fact: Fact) -> str:
        if fact.verbatim:
            return f"«{fact.verbatim}»"
        return self._interview.said(fact.ref, fact.choice)

    def _judge(self, outcome: str, reason: str) -> None:
        fieldwork, case = self._desk.fieldwork, self._case_id
        self._shell.work(
            lambda: fieldwork.record(case, Overridden(outcome, reason, "officer")), lambda _entry: self.consent()
        )

    # ---- consent --------------------------------------------------------------------------------------------------

    def consent(self) -> None:
        """Whom the person allows to be told."""
        self._consenting = True
        desk, case = self._desk, self._case_id
        self._shell.work(lambda: _look(desk, case), self._show_consent)

    def _show_consent(self, seen: _Seen) -> None:
        self._seen = seen
        page = self._shell.page(ConsentPage, ConsentPage, self._wire_consent)
        page.show_referral(self._referral(seen))
        self._shell.window.show_page(page)

    def _wire_consent(self, page: ConsentPage) -> None:
        page.left.connect(self.assess)
        page.given.connect(self._give)
        page.said_back.connect(self._said_back)
        page.restricted.connect(self._restrict)
        page.previewing.connect(self._preview)
        page.sealed.connect(self._seal)

    def _referral(self, seen: _Seen) -> Referral:
        kinds = [name for name in CATEGORIES if name not in _NOT_SHOWN]
        parties = tuple(self._party(sight, seen, kinds) for sight in seen.sights if sight.recipient in seen.route)
        rows = tuple(self._say(f"category.{kind}") for kind in kinds)
        profiles = {
            sight.profile.id for sight in seen.sights if sight.recipient in seen.route and sight.permission.allowed
        }
        unreachable = [p.name for p in parties if p.allowed and not p.reachable]
        why_not = ""
        if not profiles:
            why_not = self.tr("Nobody may be told yet: no packet will be made.")
        elif unreachable:
            why_not = self.tr("Nobody opens packets for: {names}. Install a newer trust bundle.").format(
                names=", ".join(unreachable)
            )
        mark = told_mark(self._spoken("consent.no"), self._say)
        return Referral(
            parties,
            rows,
            seen.case.restrictions,
            self._lawful(seen),
            len(profiles),
            why_not,
            explained=" ".join(self._spoken(key, recipient="…").text for key in EXPLAINED),
            explained_mark=f"{self._say('languages.explain')}: {mark}",
            teach_back=(
                ("", self._say("languages.teach_back")),
                *((way, self._say(f"languages.understood.{way}")) for way in WAYS),
            ),
            understood=self._understood,
        )

    def _spoken(self, key: str, **places: str) -> Said:
        """A phrase in the language of the interview."""
        return self._shell.station.phrases.say(key, self._interview.session.language or "", **places)

    def _asked(self, recipient: str) -> Said:
        """What the person is asked about one recipient."""
        return self._spoken("consent.share", recipient=recipient)

    def _said_back(self, understood: str) -> None:
        self._understood = understood
        if self._seen is not None:
            self._show_consent(self._seen)

    def _party(self, sight: Sight, seen: _Seen, kinds: list[str]) -> Party:
        language = self._shell.settings.language
        known = self._desk.means.jurisdiction.recipients[sight.recipient]
        recorded = seen.case.consents.get(sight.recipient)
        given = recorded.given if recorded is not None and recorded.by != "not-required" else ""
        name = known.names[language]
        return Party(
            key=sight.recipient,
            name=name,
            role=known.about[language],
            short=name,
            given=given,
            allowed=sight.permission.allowed,
            ground=self._say(f"ground.{sight.permission.ground}"),
            shows=tuple(kind in sight.profile.shows for kind in kinds),
            reachable=sight.recipient in seen.reachable,
        )

    def _lawful(self, seen: _Seen) -> str:
        grounds = {s.permission.ground for s in seen.sights if s.permission.allowed and s.recipient in seen.route}
        if "child" in grounds:
            return self.tr(
                "A child: consent is not required here\nThe child's view is asked and written down all the same."
            )
        if "urgent" in grounds:
            return self.tr(
                "Danger to life: those who protect may be told without consent\nTell the person what you do and why."
            )
        refused = [s for s in seen.sights if s.recipient in seen.route and s.permission.ground in ("no", "withdrawn")]
        if refused:
            return self.tr(
                "A no is a no\nWithout consent others may be told only of danger to life or about a child."
                " Neither is known here."
            )
        return ""

    def _give(self, recipient: str, value: str, witness: str) -> None:
        fieldwork, case = self._desk.fieldwork, self._case_id
        names = self._desk.means.jurisdiction.recipients[RecipientId(recipient)].names
        asked = self._asked(names[self._shell.settings.language])
        body = Consented(
            recipient,
            value,  # type: ignore[arg-type]  # yes, no or later
            language=self._interview.session.language,
            witnessed=witness or None,  # type: ignore[arg-type]  # signature or oral
            understood=self._understood or None,  # type: ignore[arg-type]  # one of the three ways
            wording=asked.text,
            wording_language=asked.language if asked.fallback else None,
            wording_state=asked.state,
        )
        self._record(lambda: fieldwork.record(case, body))

    def _restrict(self, text: str) -> None:
        fieldwork, case = self._desk.fieldwork, self._case_id
        self._record(lambda: fieldwork.record(case, Restricted(text)))

    def _record(self, job: Callable[[], Entry]) -> None:
        desk, case = self._desk, self._case_id

        def record() -> tuple[Entry, _Seen]:
            return job(), _look(desk, case)

        def done(result: tuple[Entry, _Seen]) -> None:
            clock = result[0].at.astimezone().strftime("%H:%M:%S")
            self._shell.window.strip.show_saved(self.tr("Saved {time}").format(time=clock))
            self._show_consent(result[1])

        self._shell.work(record, done)

    # ---- sealing --------------------------------------------------------------------------------------------------

    def _allowed(self) -> list[str]:
        seen = self._seen
        if seen is None:
            return []
        return [str(s.recipient) for s in seen.sights if s.recipient in seen.route and s.permission.allowed]

    def _preview(self) -> None:
        fieldwork, case, to = self._desk.fieldwork, self._case_id, self._allowed()

        def draw() -> list[bytes]:
            return [referring.preview(fieldwork, case, planned) for planned in referring.plan(fieldwork, case, to)]

        self._shell.work(draw, lambda pages: show_pdf(self._shell, pages))

    def _seal(self) -> None:
        fieldwork, case, to = self._desk.fieldwork, self._case_id, self._allowed()
        page = self._shell.has_page(ConsentPage)
        if page is not None:
            page.seal.set_off(self.tr("The packets are being signed."))
        self._shell.work(
            lambda: referring.seal(fieldwork, case, to), lambda _made: self.sealed.emit(), self._not_sealed
        )

    def _not_sealed(self, error: ScreeningError) -> None:
        self._shell.show_refusal(error)
        page = self._shell.has_page(ConsentPage)
        if page is not None and self._seen is not None:
            page.show_referral(self._referral(self._seen))


def _look(desk: Desk, case: CaseId) -> _Seen:
    """What the consent page shows. Carried out on the worker."""
    fieldwork = desk.fieldwork
    sights = referring.sights(fieldwork, case)
    state = fieldwork.case(case)
    try:
        reachable = frozenset(str(each.name) for each in desk.recipients())
    except ScreeningError:
        reachable = frozenset()
    route = desk.means.jurisdiction.routes.get(state.outcome or "")
    names = tuple(str(name) for name in route.recipients) if route is not None else ()
    named = {str(to) for to in state.consents} | set(names)
    every = [str(sight.recipient) for sight in sights]
    in_order = [name for name in names if name in every] + [n for n in every if n in named and n not in names]
    return _Seen(state, sights, reachable, tuple(in_order or every[:4]))
