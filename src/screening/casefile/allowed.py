"""Which step is allowed next. What is refused here was never recorded; what was recorded is never refused later."""

from __future__ import annotations

from typing import assert_never, cast

from screening.assessment.rules import check_override
from screening.casefile.entries import (
    Acknowledged,
    Answered,
    AnyBody,
    Assessed,
    Attached,
    Attempted,
    Body,
    CarriedOver,
    Consented,
    Consulted,
    Corrected,
    Counted,
    Detached,
    Erased,
    Exported,
    Finalised,
    Held,
    Imported,
    LanguageChosen,
    LockedDown,
    Moved,
    Noted,
    Opened,
    Overridden,
    PassphraseRenewed,
    ReceiptMade,
    RecoveryGiven,
    RepeatAdded,
    RepeatRemoved,
    Restored,
    Restricted,
    Reviewed,
    Sealed,
    SetAside,
    SheetsMade,
    Stopped,
    UrgentRaised,
)
from screening.casefile.fold import Case
from screening.casefile.rules import STOP_REASONS
from screening.errors import CaseError
from screening.ids import Digest


def check(case: Case, body: Body) -> None:  # noqa: C901, PLR0912  # one branch for each kind, closed by assert_never
    """Refuse `body` as the next entry of `case` if its time is not now or it lacks what it must say.

    An interview that was stopped may still be answered: what the person needs is asked to the end, and a stop can be
    a slip of the hand. A finalised one is only corrected. What is about safety - urgency, notes, restrictions,
    consent and its withdrawal - is allowed at any time.

    Raises:
        CaseError: ``case.step.*``, ``case.reason``, ``case.text``, ``case.stop.unknown``, ``case.packet.unknown``.
        AssessmentError: as `check_override`.
    """
    step = cast("AnyBody", body)
    match step:
        case Opened():
            _refuse_if(case.pack is not None, "case.step.opened")
        case Answered() | RepeatAdded() | RepeatRemoved() | LanguageChosen() | Stopped() | Finalised():
            _require_opened(case)
            _refuse_if(case.submission is not None, "case.step.finalised")
            _refuse_if(isinstance(step, Stopped) and step.reason not in STOP_REASONS, "case.stop.unknown")
        case CarriedOver():
            _check_carrying(case, step)
        case Corrected():
            _check_correction(case, step)
        case Moved():
            _check_move(case, step)
        case Noted() | Restricted():
            _refuse_if(not step.text.strip(), "case.text")
        case Consented():
            _refuse_if(step.by == "not-required" and not (step.reason or "").strip(), "case.reason")
            _refuse_if(step.given == "yes" and step.understood == "not", "case.consent.not_understood")
        case Assessed():
            _require_opened(case)
        case Overridden():
            _check_override(case, step)
        case Exported():
            _refuse_if(not step.reason.strip(), "case.reason")
        case Sealed():
            _check_sealing(case)
        case Attempted() | Acknowledged():
            _require_packet(step.digest, {packet.digest for packet in case.packets})
        case Reviewed():
            _require_packet(step.digest, {intake.digest for intake in case.intakes})
            _refuse_if(not step.reason.strip(), "case.reason")
        case ReceiptMade():
            _require_packet(step.digest, {intake.digest for intake in case.intakes})
        case Detached():
            _refuse_if(step.attachment not in {file.attachment for file in case.attachments}, "case.attachment.unknown")
            _refuse_if(not step.reason.strip(), "case.reason")
        case Held():
            _refuse_if(not step.reason.strip() and case.hold is None, "case.reason")
        case RecoveryGiven() | Erased() | Restored():
            _refuse_if(not step.reason.strip(), "case.reason")
        case UrgentRaised() | Imported() | SetAside() | PassphraseRenewed() | Attached() | Consulted() | Counted():
            pass
        case SheetsMade() | LockedDown():
            pass
        case _:
            assert_never(step)


def _check_carrying(case: Case, body: CarriedOver) -> None:
    """Taken over before anything is asked, once, and from another case: nothing is counted twice."""
    _require_opened(case)
    _refuse_if(bool(case.answers or case.former or case.submission) or body.source == case.id, "case.step.carried")


def _check_correction(case: Case, body: Corrected) -> None:
    _require_opened(case)
    _refuse_if(case.submission is None, "case.step.not_finalised")
    _refuse_if(not body.changes, "case.step.no_change")
    _refuse_if(not body.reason.strip(), "case.reason")


def _check_move(case: Case, body: Moved) -> None:
    """Only an open interview is moved, and only to another version of its own form."""
    _require_opened(case)
    _refuse_if(case.submission is not None, "case.step.finalised")
    _refuse_if(body.form != case.form, "case.step.other_form")
    _refuse_if(body.pack == case.pack, "case.step.same_pack")


def _check_override(case: Case, body: Overridden) -> None:
    if case.outcome is None:
        raise CaseError("case.step.not_assessed")
    check_override(case.outcome, body.outcome, body.role, body.reason)


def _check_sealing(case: Case) -> None:
    """A packet leaves when the interview is over; when it is urgent, at once with what there is."""
    _require_opened(case)
    _refuse_if(case.practice, "case.step.practice")
    if case.assessment is None:
        raise CaseError("case.step.not_assessed")
    urgent = bool(case.urgent) or case.assessment.facts.get("urgent") is True
    _refuse_if(case.submission is None and case.stopped is None and not urgent, "case.step.not_finalised")


def _require_opened(case: Case) -> None:
    _refuse_if(case.pack is None, "case.step.not_opened")


def _require_packet(digest: Digest, known: set[Digest]) -> None:
    _refuse_if(digest not in known, "case.packet.unknown")


def _refuse_if(refused: bool, code: str) -> None:
    if refused:
        raise CaseError(code)
