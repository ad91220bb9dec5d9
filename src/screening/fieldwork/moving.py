"""An open interview goes on with another version of its form: looked at first, then done on request."""

from __future__ import annotations

from collections.abc import Collection

from screening.casefile import interview
from screening.casefile.moving import moved
from screening.errors import CaseError, StationError
from screening.fieldwork.officer import Fieldwork
from screening.forms.moving import Move, Report
from screening.forms.moving import move as move_session
from screening.ids import CaseId, Digest


def preview(fieldwork: Fieldwork, case: CaseId, pack: Digest) -> Report:
    """What would come of moving the interview of this case to the form of `pack`; nothing is recorded.

    Raises:
        CaseError: the interview is finalised, or the pack is of another form, or the one it has.
        StationError: the pack is not here.
        FormError: the new form cannot be begun.
    """
    return _moved(fieldwork, case, pack).report


def carry_out(
    fieldwork: Fieldwork,
    case: CaseId,
    pack: Digest,
    *,
    accept: Collection[str] = (),
    reason: str | None = None,
) -> Report:
    """Move the interview of this case to the form of `pack`: one entry, which holds all of it.

    accept, reason: as in `Fieldwork.begin`.

    Raises:
        CaseError, StationError, FormError: as `preview`; or a choice or its reason is missing.
    """
    move = _moved(fieldwork, case, pack)
    state = fieldwork.case(case)
    conceded = fieldwork.means.admit(pack, accept, state.practice)
    said = (reason or "").strip() or None
    if "expired" in conceded and said is None:
        raise StationError("station.pack.reason")
    fieldwork.record(case, moved(state, move, pack, conceded=conceded, reason=said))
    return move.report


def _moved(fieldwork: Fieldwork, case: CaseId, pack: Digest) -> Move:
    state = fieldwork.case(case)
    if state.submission is not None:
        raise CaseError("case.step.finalised")
    if state.pack == pack:
        raise CaseError("case.step.same_pack")
    form = fieldwork.means.form(pack)
    if form.form_id != state.form:
        raise CaseError("case.step.other_form")
    return move_session(fieldwork.session(case), form, interview.Chance(case))
