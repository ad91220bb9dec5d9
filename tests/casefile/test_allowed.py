"""Which step is allowed next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.casefile import allowed
from screening.casefile.entries import (
    KINDS,
    Acknowledged,
    Answered,
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
    Entry,
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
from screening.casefile.fold import Case, fold
from screening.errors import AssessmentError, CaseError, ScreeningError
from screening.ids import CaseId, Digest, PacketId, ProfileId, RecipientId, Ref

DIGEST, OTHER = Digest("1" * 64), Digest("2" * 64)
OPENED = Opened("second_line", "2026.1", DIGEST, "Ukrainian (uk)")
PRACTICE = Opened("second_line", "2026.1", DIGEST, "Ukrainian (uk)", practice=True)
ANSWERED = Answered(Ref("/data/a"), "yes")
FINALISED = Finalised(DIGEST)
ASSESSED = Assessed({"urgent": False}, {"outcome": "elevated"}, {})
SEALED = Sealed(PacketId("P"), DIGEST, ProfileId("P-SOC"), (RecipientId("a"),), (), 1, 1)
CHANGE = {"kind": "answered", "ref": "/data/a", "value": "no"}
IMPORTED = Imported(PacketId("P"), DIGEST, "officer-7", 1, "elevated", urgent=False)
ATTACHED = Attached("f" * 32, OTHER, 3, "image/jpeg", "contract.jpg", Ref("/data/a"))

ONE_OF_EACH: dict[str, Body] = {
    body.kind: body
    for body in (
        OPENED,
        CarriedOver(CaseId("ANOTHERCASEA"), "second_line", "1", (), {}),
        ANSWERED,
        RepeatAdded(Ref("/data/r")),
        RepeatRemoved(Ref("/data/r[1]")),
        LanguageChosen("English (en)"),
        Noted("x", "observed"),
        UrgentRaised("U2"),
        Stopped("person_says_stop"),
        FINALISED,
        Corrected((CHANGE,), "misheard"),
        Moved(OPENED.form, "2027.1", Digest("9" * 64), ()),
        ASSESSED,
        Overridden("presumed", "seen before", "officer"),
        Consented("record", "yes"),
        Restricted("x"),
        SEALED,
        Attempted(DIGEST, "folder", "written"),
        Acknowledged(DIGEST, OTHER, "accept"),
        Exported("packet", "court"),
        IMPORTED,
        SetAside(OTHER, "packet.truncated"),
        Reviewed(DIGEST, "accept", "complete"),
        ReceiptMade(DIGEST, OTHER, "accept"),
        PassphraseRenewed("officer", "changed"),
        RecoveryGiven("0" * 32, OTHER, "forgotten; known by voice"),
        SheetsMade(3, 2),
        LockedDown(("sheets",)),
        Consulted("read", "asked by the desk"),
        ATTACHED,
        Detached(ATTACHED.attachment, "of somebody else"),
        Held("complaint"),
        Erased(CaseId("7F3K2ABCDEFG"), 12, "request", "asked by the person"),
        Restored("2026-11-23T09:30:00+00:00", 12, "0" * 64, "the disk failed"),
        Counted("2026-11-24", "bus", "info_card"),
    )
}


def case(*bodies: Body) -> Case:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return fold(
        Entry(seq, CaseId("7F3K2ABCDEFG"), at + timedelta(minutes=seq), "o", body)
        for seq, body in enumerate(bodies, start=1)
    )


def test_there_is_an_example_of_every_kind() -> None:
    assert set(ONE_OF_EACH) == set(KINDS)


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ((OPENED,), ANSWERED),
        ((OPENED, Stopped("distress")), ANSWERED),
        ((OPENED,), FINALISED),
        ((OPENED, Stopped("distress")), FINALISED),
        ((OPENED, FINALISED), Corrected((CHANGE,), "misheard")),
        ((OPENED, Stopped("x")), Moved(OPENED.form, "2027.1", Digest("9" * 64), ())),
        ((OPENED, FINALISED), ASSESSED),
        ((OPENED, FINALISED), Consented("record", "withdrawn")),
        ((OPENED, FINALISED), Noted("x", "observed")),
        ((OPENED, FINALISED), UrgentRaised("U1")),
        ((OPENED, ASSESSED), Overridden("presumed", "seen before", "officer")),
        ((OPENED, ASSESSED), Overridden("some", "family visit", "supervisor")),
        ((OPENED, ASSESSED, FINALISED), SEALED),
        ((OPENED, ASSESSED, Stopped("distress")), SEALED),
        ((OPENED, ASSESSED, UrgentRaised("U1")), SEALED),
        ((OPENED, Assessed({"urgent": True}, {"outcome": "some"}, {})), SEALED),
        ((OPENED, SEALED), Attempted(DIGEST, "folder", "written")),
        ((OPENED, SEALED), Acknowledged(DIGEST, OTHER, "accept")),
        ((OPENED,), Exported("packet", "court")),
        ((OPENED,), Consented("children-service", "yes", by="not-required", reason="child")),
        ((IMPORTED,), Reviewed(DIGEST, "accept", "complete")),
        ((IMPORTED,), ReceiptMade(DIGEST, OTHER, "accept")),
        ((IMPORTED,), Overridden("presumed", "known place", "supervisor")),
        ((IMPORTED,), IMPORTED),
        ((IMPORTED,), SetAside(OTHER, "packet.truncated")),
        ((OPENED, FINALISED), ATTACHED),
        ((OPENED, ATTACHED), Detached(ATTACHED.attachment, "of somebody else")),
        ((OPENED, Held("complaint")), Held("")),
        ((OPENED, FINALISED), Consulted("read")),
    ],
)
def test_step_in_its_time_is_allowed(before: tuple[Body, ...], body: Body) -> None:
    allowed.check(case(*before), body)


@pytest.mark.parametrize(
    ("before", "body", "code"),
    [
        ((OPENED,), OPENED, "case.step.opened"),
        ((IMPORTED,), ANSWERED, "case.step.not_opened"),
        ((IMPORTED,), ASSESSED, "case.step.not_opened"),
        ((IMPORTED,), SEALED, "case.step.not_opened"),
        ((OPENED, FINALISED), ANSWERED, "case.step.finalised"),
        ((OPENED, FINALISED), RepeatAdded(Ref("/data/r")), "case.step.finalised"),
        ((OPENED, FINALISED), RepeatRemoved(Ref("/data/r[1]")), "case.step.finalised"),
        ((OPENED, FINALISED), LanguageChosen("x"), "case.step.finalised"),
        ((OPENED, FINALISED), Stopped("distress"), "case.step.finalised"),
        ((OPENED, FINALISED), FINALISED, "case.step.finalised"),
        ((OPENED,), Corrected((CHANGE,), "x"), "case.step.not_finalised"),
        ((OPENED, FINALISED), Corrected((), "x"), "case.step.no_change"),
        ((OPENED, FINALISED), Corrected((CHANGE,), " "), "case.reason"),
        ((OPENED,), Noted(" \n", "observed"), "case.text"),
        ((OPENED,), Stopped("tired"), "case.stop.unknown"),
        ((OPENED,), Restricted(""), "case.text"),
        ((OPENED,), Consented("a", "yes", by="not-required"), "case.reason"),
        ((OPENED,), Consented("a", "yes", understood="not"), "case.consent.not_understood"),
        ((OPENED,), Overridden("presumed", "x", "officer"), "case.step.not_assessed"),
        ((OPENED,), Exported("packet", ""), "case.reason"),
        ((PRACTICE, ASSESSED, FINALISED), SEALED, "case.step.practice"),
        ((OPENED, FINALISED), SEALED, "case.step.not_assessed"),
        ((OPENED, ASSESSED), SEALED, "case.step.not_finalised"),
        ((OPENED,), Attempted(DIGEST, "folder", "written"), "case.packet.unknown"),
        ((OPENED, SEALED), Acknowledged(OTHER, OTHER, "accept"), "case.packet.unknown"),
        ((OPENED, SEALED), Reviewed(DIGEST, "accept", "x"), "case.packet.unknown"),
        ((IMPORTED,), ReceiptMade(OTHER, OTHER, "accept"), "case.packet.unknown"),
        ((IMPORTED,), Reviewed(DIGEST, "accept", ""), "case.reason"),
        ((OPENED,), Detached("f" * 32, "x"), "case.attachment.unknown"),
        ((OPENED, ATTACHED), Detached(ATTACHED.attachment, " "), "case.reason"),
        ((OPENED,), Held(" "), "case.reason"),
        ((OPENED,), Erased(CaseId("7F3K2ABCDEFG"), 1, "request", ""), "case.reason"),
    ],
)
def test_step_out_of_its_time_is_refused(before: tuple[Body, ...], body: Body, code: str) -> None:
    with pytest.raises(CaseError) as refusal:
        allowed.check(case(*before), body)
    assert refusal.value.code == code


def test_officer_cannot_lower_what_a_supervisor_may() -> None:
    with pytest.raises(AssessmentError) as refusal:
        allowed.check(case(OPENED, ASSESSED), Overridden("some", "family visit", "officer"))
    assert refusal.value.code == "assessment.override.supervisor"


@given(st.lists(st.sampled_from(sorted(ONE_OF_EACH)), max_size=15))
def test_what_is_about_safety_is_never_refused(kinds: list[str]) -> None:
    state = case(OPENED)
    for kind in kinds:
        try:
            allowed.check(state, ONE_OF_EACH[kind])
        except ScreeningError:
            continue
        state = fold([*state.entries, Entry(len(state.entries) + 1, state.id, state.last_at, "o", ONE_OF_EACH[kind])])
    for kind in ("urgent_raised", "noted", "restricted", "consented"):
        allowed.check(state, ONE_OF_EACH[kind])
