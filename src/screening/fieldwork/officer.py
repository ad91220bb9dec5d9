"""The officer's steps: a question answered, recorded, assessed, and what was agreed to being shared.

Every step that changes anything appends exactly one entry and returns when that entry is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from screening import ids
from screening.assessment.lists import IndicatorList
from screening.assessment.rules import Assessment, assess
from screening.casefile import allowed, interview
from screening.casefile.entries import Assessed, Body, Entry, Json, Opened
from screening.casefile.fold import Case, fold, summary
from screening.errors import CaseError
from screening.forms.form import Form
from screening.forms.session import Rng, Session
from screening.identity.credentials import Credentials
from screening.ids import CaseId, Digest, ProfileId
from screening.referral.jurisdiction import Jurisdiction
from screening.referral.profiles import Profile
from screening.vault.store import Vault


@dataclass(frozen=True, slots=True)
class Means:
    """What the station hands to the people's steps. say: the words for a code, in the station's language."""

    vault: Vault
    now: Callable[[], datetime]
    claimed: bool
    credentials: Callable[[], Credentials]
    form: Callable[[Digest], Form]
    lists: Mapping[str, IndicatorList]
    profiles: Mapping[ProfileId, Profile]
    jurisdiction: Jurisdiction
    say: Callable[[str], str]
    language: str
    resources: Path
    random_bytes: Callable[[int], bytes]
    rng: Rng


@dataclass(slots=True)
class Fieldwork:
    """The officer's desk. It lives on the thread that owns the vault."""

    means: Means
    _entries: dict[CaseId, tuple[Entry, ...]] = field(default_factory=dict)

    def begin(self, pack: Digest, *, language: str | None = None, practice: bool = False) -> CaseId:
        """Start a screening with the form of this pack.

        Raises:
            StationError: the pack is not here.
        """
        form = self.means.form(pack)
        case = ids.case_id(self.means.random_bytes(8))
        body = Opened(form.form_id, form.version, pack, language or form.default_language or "", practice)
        self._append(case, (), body)
        return case

    def entries(self, case: CaseId) -> tuple[Entry, ...]:
        """All that happened to this case, oldest first.

        Raises:
            CaseError: no such case.
        """
        if case not in self._entries:
            entries = self.means.vault.entries(case)
            if not entries:
                raise CaseError("case.unknown")
            self._entries = {case: entries}  # the one at hand; a desk works on one case at a time
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
        return self._append(case, entries, body)

    def session(self, case: CaseId) -> Session:
        """The interview as it stands, to go on with or to read.

        Raises:
            StationError: the form pack the case began with is not here.
        """
        entries = self.entries(case)
        return interview.resume(self.means.form(fold(entries).pack), entries, self.means.now, self.means.rng)

    def assess(self, case: CaseId) -> Assessment:
        """What the answers point to now, recorded with the versions of form, lists and rules unless nothing changed."""
        entries = self.entries(case)
        before = fold(entries)
        stated = interview.stated(self.session(case), before, self.means.lists)
        result = assess(stated, self.means.lists)
        frozen = Assessed(interview.stated_json(stated), result.to_json(), self._versions(before))
        if before.assessed != frozen:
            self.record(case, frozen)
        return result

    def cases(self, *, limit: int = 200) -> Sequence[Json]:
        """Rows of the newest cases, for lists; no case is opened for it."""
        return self.means.vault.cases(limit=limit)

    def _append(self, case: CaseId, entries: tuple[Entry, ...], body: Body) -> Entry:
        at, actor = self.means.now(), self.means.credentials().actor
        draft = (*entries, Entry(0, case, at, actor, body, self.means.claimed))
        entry = self.means.vault.append(
            case, body, actor=actor, at=at, claimed_clock=self.means.claimed, summary=summary(fold(draft))
        )
        self._entries = {case: (*entries, entry)}
        return entry

    def _versions(self, case: Case) -> dict[str, str]:
        from screening.assessment.rules import RULES_VERSION  # noqa: PLC0415

        lists = {f"list:{name}": data.version for name, data in self.means.lists.items()}
        return {"form": f"{case.form} {case.version}", "pack": case.pack, "rules": RULES_VERSION, **lists}
