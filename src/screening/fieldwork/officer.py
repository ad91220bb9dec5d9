"""The officer's steps: a question answered, recorded, assessed, and what was agreed to being shared.

Every step that changes anything appends exactly one entry and returns when that entry is on the disk.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from screening import ids
from screening.assessment.rules import RULES_VERSION, Assessment, assess
from screening.casefile import allowed, carry, interview
from screening.casefile.answers import change_of
from screening.casefile.entries import (
    Answered,
    Assessed,
    Basis,
    Body,
    CarriedOver,
    Consulted,
    Entry,
    Finalised,
    Json,
    Opened,
)
from screening.casefile.fold import Case, CaseSummary, fold
from screening.casefile.steps import run as run_steps
from screening.envelope.ed25519 import verifies
from screening.errors import CaseError, StationError
from screening.fieldwork import recipients
from screening.fieldwork.means import Means
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import STATION, CaseId, Digest
from screening.vault.index import EVERYTHING, Wanted

_ANY = ("unsigned", "stranger", "expired")
_HANDED_OVER = "first line"
PURPOSES = ("talk", "record", "recontact")


@dataclass(slots=True)
class Fieldwork:
    """The officer's desk. It lives on the thread that owns the vault."""

    means: Means
    _entries: dict[CaseId, tuple[Entry, ...]] = field(default_factory=dict)

    def begin(
        self,
        pack: Digest,
        *,
        language: str | None = None,
        practice: bool = False,
        accept: Collection[str] = (),
        reason: str | None = None,
        former: CaseId | None = None,
    ) -> CaseId:
        """Start a screening with the form of this pack, which is kept from now on.

        Args:
            pack: what is asked with.
            language: of the form; left out, its default language.
            practice: nothing of it ever leaves the station.
            accept: what a person chose to overlook (``unsigned``, ``stranger``, ``expired``); what was needed of it is
                kept with the case, and the reason.
            reason: why; an expired pack takes one.
            former: an earlier case of the same person; what it recorded is carried over and not asked again.

        Raises:
            StationError: the pack is not here, may not be begun with, or a choice or its reason is missing.
            CaseError: no such earlier case, or only one of the two is practice.
        """
        case = ids.case_id(self.means.random_bytes(8))
        opened = self._opened(pack, language, practice=practice, accept=accept, reason=reason)
        carried: tuple[Body, ...] = ()
        if former is not None:
            carried = (self._carry(former, self._new(self.means.form(pack), case), practice=practice),)
        self._append_all(case, (opened, *carried))
        return case

    def begin_with(
        self, pack: Digest, said: Sequence[tuple[str, str, Basis]], also: Sequence[Body], *, language: str | None = None
    ) -> CaseId:
        """Start a screening that some answers are known of already; all of it is on the disk, or nothing.

        Args:
            pack: of the instrument; it is not the moment to ask who vouches for it, and what was overlooked is kept.
            said: name of a question, value, basis; what this instrument does not ask or offer is left out.
            also: what else is recorded at the beginning, after the answers.
            language: of the interview.

        Raises:
            StationError: the pack is not here.
            VaultError: it could not be saved.
        """
        case, form = ids.case_id(self.means.random_bytes(8)), self.means.form(pack)
        opened = self._opened(pack, language, practice=False, accept=_ANY, reason=_HANDED_OVER)
        session = self._new(form, case)
        refs = {question.ref.rpartition("/")[2]: question.ref for question in reversed(form.questions())}
        for name, value, basis in said:
            if name in refs and session.state(refs[name]).relevant and _offers(session, refs[name], value):
                session.answer(refs[name], value, basis=basis)
        self._append_all(case, (opened, *interview.bodies(session), *also))
        return case

    def entries(self, case: CaseId) -> tuple[Entry, ...]:
        """All that happened to this case, oldest first.

        Raises:
            CaseError: no such case.
        """
        if case not in self._entries:
            self._entries = {case: self.means.vault.entries(case)}  # a desk works on one case at a time
        return self._entries[case]

    def case(self, case: CaseId) -> Case:
        """The case as it stands.

        Raises:
            CaseError: no such case.
        """
        return fold(self.entries(case))

    def record(self, case: CaseId, body: Body) -> Entry:
        """Append one entry; it is on the disk when this returns.

        Raises:
            CaseError: this step is not allowed now.
            VaultError: it could not be saved; nothing changed.
        """
        entries = self.entries(case)
        allowed.check(fold(entries), body)
        return self._append(case, body)

    def session(self, case: CaseId) -> Session:
        """The interview as it stands, to go on with or to read.

        Raises:
            StationError: the form pack the case began with is not here.
        """
        entries = self.entries(case)
        return interview.resume(self._form(fold(entries)), entries, self.means.now, verify=verifies)

    def assess(self, case: CaseId) -> Assessment:
        """What the answers point to now, recorded with the versions of form, lists and rules unless nothing changed."""
        result, frozen = self._weigh(case)
        if self.case(case).assessment != frozen:
            self.record(case, frozen)
        return result

    def weigh(self, case: CaseId) -> Assessed:
        """What `assess` would record now; nothing is recorded.

        Raises:
            StationError: the form pack the case began with is not here.
        """
        return self._weigh(case)[1]

    def cases(self, *, limit: int | None = 200, wanted: Wanted = EVERYTHING) -> tuple[CaseSummary, ...]:
        """Rows of the newest cases that are wanted; no case is opened for it. limit: None for all.

        A search is entered in the log, without what was searched for.

        Raises:
            VaultError: the store cannot be read, or written.
        """
        if wanted.text.strip():
            while self.means.vault.make_findable():
                pass
            self._append(STATION, Consulted("searched"))
        return tuple(itertools.islice(self.rows(wanted), limit))

    def rows(self, wanted: Wanted = EVERYTHING) -> Iterator[CaseSummary]:
        """Every case that is wanted, the one touched last first, page by page."""
        page = self.means.vault.cases(wanted=wanted)
        while page:
            yield from page
            page = self.means.vault.cases(before=page[-1], wanted=wanted)

    def forget(self, case: CaseId) -> None:
        """Hold nothing of this case in memory any more."""
        self._entries.pop(case, None)

    def find(self, given: str) -> CaseId:
        """The case with this id, or the only one that begins so.

        Raises:
            CaseError: none, or more than one.
        """
        return self.means.vault.find_case(given.strip().upper().replace("-", ""))

    def answers(self, case: CaseId) -> dict[str, Json]:
        """What stands for each question: the value, or why there is none."""
        answers = self.case(case).answers.items()
        return {ref: answer.value if answer.missing is None else {"missing": answer.missing} for ref, answer in answers}

    def wordings(self, case: CaseId) -> dict[str, Json]:
        """In which words each question was put: the language wanted, the words, theirs where it was another, state."""
        return {
            ref: {
                "language": answer.language,
                "wording": answer.wording,
                "wording_language": answer.wording_language or answer.language,
                "state": answer.wording_state,
            }
            for ref, answer in self.case(case).answers.items()
            if answer.wording is not None
        }

    def purpose(self, given: str) -> str:
        """What a consent is for: ``talk``, ``record``, ``recontact``, or a recipient's id.

        Raises:
            ReferralError: no such recipient.
        """
        return given if given in PURPOSES else recipients.named(self.means, given)

    # ---- scripted ---------------------------------------------------------------------------------------------

    def record_steps(
        self,
        pack: Digest,
        steps: Json,
        *,
        accept: Collection[str] = (),
        reason: str | None = None,
        former: CaseId | None = None,
        transcribed: bool = False,
    ) -> tuple[CaseId, str]:
        """Record a scripted interview as a new case and assess it; answers its outcome.

        The interview is closed when nothing that must be answered is missing.

        Args:
            pack: what is asked with.
            steps: the script.
            accept: as in `begin`.
            reason: as in `begin`.
            former: as in `begin`.
            transcribed: it was said earlier, and is typed in from paper.

        Raises:
            FormError: the script is malformed.
            StationError: as `begin`.
            CaseError: no such earlier case.
        """
        case = ids.case_id(self.means.random_bytes(8))
        opened = self._opened(pack, None, practice=False, accept=accept, reason=reason)
        session = self._new(self.means.form(pack), case)
        carried = (self._carry(former, session, practice=False),) if former is not None else ()
        before = len(session.events)
        run_steps(session, steps, self.means.lists)
        said: tuple[Body, ...] = interview.bodies(session, before)
        if transcribed:
            said = tuple(replace(body, transcribed=True) if isinstance(body, Answered) else body for body in said)
        self._append_all(case, (opened, *carried, *said))
        if not session.validate():
            self.record(case, Finalised(Digest(session.finalize().sha256)))
        self.assess(case)
        return case, str(self.case(case).outcome)

    def changes(self, case: CaseId, steps: Json) -> tuple[dict[str, Json], ...]:
        """What a scripted correction changes, in the form in which `Corrected` keeps it.

        Raises:
            FormError: the script is malformed.
        """
        session = self.session(case)
        before = len(session.events)
        run_steps(session, steps, self.means.lists)
        return tuple(change_of(step) for step in interview.bodies(session, before))

    # ---- below ------------------------------------------------------------------------------------------------

    def _new(self, form: Form, case: CaseId) -> Session:
        return Session.new(form, self.means.now, interview.Chance(case), verify=verifies)

    def _carry(self, former: CaseId, onto: Session, *, practice: bool) -> CarriedOver:
        before = self.case(former)
        if before.practice != practice:
            raise CaseError("case.step.practice_mixed")
        return carry.over(before, self.session(former), onto, self.weigh(former).facts)

    def _weigh(self, case: CaseId) -> tuple[Assessment, Assessed]:
        before = self.case(case)
        stated = interview.stated(self.session(case), before, self.means.lists)
        result = assess(stated, self.means.lists)
        return result, Assessed(interview.stated_json(stated), result.to_json(), self._versions(before))

    def _form(self, state: Case) -> Form:
        if state.pack is None:
            raise CaseError("case.step.not_opened")
        return self.means.form(state.pack)

    def _opened(
        self, pack: Digest, language: str | None, *, practice: bool, accept: Collection[str], reason: str | None
    ) -> Opened:
        form = self.means.form(pack)
        if any(question.annotations.get("ti:role") == "end" for question in form.questions()):
            raise CaseError("case.first_line.case")
        conceded = self.means.admit(pack, accept, practice)
        said = (reason or "").strip() or None
        if "expired" in conceded and said is None:
            raise StationError("station.pack.reason")
        language = language or form.default_language or ""
        return Opened(form.form_id, form.version, pack, language, practice, conceded, said if conceded else None)

    def _append(self, case: CaseId, body: Body) -> Entry:
        return self._append_all(case, (body,))[0]

    def _append_all(self, case: CaseId, bodies: Sequence[Body]) -> tuple[Entry, ...]:
        means = self.means
        entries = means.vault.append_all(
            case, bodies, actor=means.credentials().actor, at=means.now(), claimed_clock=means.claimed
        )
        self._entries = {case: (*self._entries.get(case, ()), *entries)}
        return entries

    def _versions(self, case: Case) -> dict[str, str]:
        lists = {f"list:{name}": data.version for name, data in self.means.lists.items()}
        return {"form": f"{case.form} {case.version}", "pack": str(case.pack), "rules": RULES_VERSION, **lists}


def _offers(session: Session, ref: str, value: str) -> bool:
    """Whether a question that offers choices offers these."""
    offered = {choice.value for choice in session.choices(ref)}
    return not offered or set(value.split()) <= offered
