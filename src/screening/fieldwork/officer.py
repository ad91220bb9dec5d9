"""The officer's steps: a question answered, recorded, assessed, and what was agreed to being shared.

Every step that changes anything appends exactly one entry and returns when that entry is on the disk.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from screening import ids
from screening.assessment.rules import RULES_VERSION, Assessment, assess
from screening.casefile import allowed, interview
from screening.casefile.answers import change_of
from screening.casefile.entries import Assessed, Body, Entry, Finalised, Json, Opened
from screening.casefile.fold import Case, CaseSummary, fold
from screening.casefile.steps import run as run_steps
from screening.envelope.ed25519 import verifies
from screening.errors import CaseError, StationError
from screening.fieldwork import recipients
from screening.fieldwork.means import Means
from screening.forms.form import Form
from screening.forms.session import Session
from screening.ids import CaseId, Digest

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
    ) -> CaseId:
        """Start a screening with the form of this pack, which is kept from now on.

        accept: what a person chose to overlook (``unsigned``, ``stranger``, ``expired``); what was needed of it is kept
        with the case, and the reason; an expired pack takes a reason.

        Raises:
            StationError: the pack is not here, may not be begun with, or a choice or its reason is missing.
        """
        case = ids.case_id(self.means.random_bytes(8))
        self._append(case, self._opened(pack, language, practice=practice, accept=accept, reason=reason))
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

    def cases(self, *, limit: int | None = 200, search: str | None = None) -> tuple[CaseSummary, ...]:
        """Rows of the newest cases; no case is opened for it, unless `search` asks for words that were said.

        limit: None for all; search: part of a case's id, or of an answer, a quote or a note, in any case of this
        vault; letter case does not matter.
        """
        rows = self._rows()
        wanted = (search or "").strip().casefold()
        if wanted:
            rows = (row for row in rows if wanted in row.case.casefold() or self._says(row.case, wanted))
        return tuple(itertools.islice(rows, limit))

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

    def purpose(self, given: str) -> str:
        """What a consent is for: ``talk``, ``record``, ``recontact``, or a recipient's id.

        Raises:
            ReferralError: no such recipient.
        """
        return given if given in PURPOSES else recipients.named(self.means, given)

    # ---- scripted ---------------------------------------------------------------------------------------------

    def record_steps(
        self, pack: Digest, steps: Json, *, accept: Collection[str] = (), reason: str | None = None
    ) -> tuple[CaseId, str]:
        """Record a scripted interview as a new case and assess it; answers its outcome.

        The interview is closed when nothing that must be answered is missing. accept, reason: as `begin`.

        Raises:
            FormError: the script is malformed.
            StationError: as `begin`.
        """
        case, form = ids.case_id(self.means.random_bytes(8)), self.means.form(pack)
        opened = self._opened(pack, None, practice=False, accept=accept, reason=reason)
        session = Session.new(form, self.means.now, interview.Chance(case), verify=verifies)
        run_steps(session, steps, self.means.lists)
        self._append_all(case, (opened, *interview.bodies(session)))
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

    def _weigh(self, case: CaseId) -> tuple[Assessment, Assessed]:
        before = self.case(case)
        stated = interview.stated(self.session(case), before, self.means.lists)
        result = assess(stated, self.means.lists)
        return result, Assessed(interview.stated_json(stated), result.to_json(), self._versions(before))

    def _rows(self) -> Iterator[CaseSummary]:
        """Every case, the one touched last first, page by page."""
        page = self.means.vault.cases()
        while page:
            yield from page
            page = self.means.vault.cases(before=page[-1])

    def _says(self, case: CaseId, wanted: str) -> bool:
        state = fold(self.means.vault.entries(case))
        said = [text for answer in state.answers.values() for text in (answer.value, answer.verbatim) if text]
        return any(wanted in text.casefold() for text in [*said, *(note.text for note in state.notes)])

    def _form(self, state: Case) -> Form:
        if state.pack is None:
            raise CaseError("case.step.not_opened")
        return self.means.form(state.pack)

    def _opened(
        self, pack: Digest, language: str | None, *, practice: bool, accept: Collection[str], reason: str | None
    ) -> Opened:
        form = self.means.form(pack)
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
