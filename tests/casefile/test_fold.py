"""What a case is after its entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.casefile import answers
from screening.casefile.entries import (
    Acknowledged,
    Answered,
    Assessed,
    Attempted,
    Body,
    Consented,
    Corrected,
    Entry,
    Exported,
    Finalised,
    Imported,
    LanguageChosen,
    Noted,
    Opened,
    Overridden,
    ReceiptMade,
    RepeatAdded,
    RepeatRemoved,
    Restricted,
    Reviewed,
    Sealed,
    Stopped,
    UrgentRaised,
)
from screening.casefile.fold import QUIET, Case, fold, summary
from screening.errors import CaseError
from screening.ids import CaseId, Digest, PacketId, ProfileId, RecipientId, Ref

CASE = CaseId("7F3K2ABCDEFG")
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
OPENED = Opened("second_line", "2026.1", Digest("f" * 64), "Ukrainian (uk)")
FIRST, SECOND = Digest("1" * 64), Digest("2" * 64)


def entries(*bodies: Body) -> list[Entry]:
    return [Entry(seq, CASE, START + timedelta(minutes=seq), "officer-1", body) for seq, body in enumerate(bodies, 1)]


def folded(*bodies: Body) -> Case:
    return fold(entries(*bodies))


def sealed(digest: Digest = FIRST, number: int = 1, supersedes: Digest | None = None) -> Sealed:
    return Sealed(
        PacketId(f"P{number}"),
        digest,
        ProfileId("P-SOC"),
        (RecipientId("social-service"),),
        ("journey",),
        number,
        9000,
        supersedes,
    )


def assessed(outcome: str) -> Assessed:
    return Assessed({}, {"outcome": outcome}, {})


def imported(digest: Digest = FIRST, *, urgent: bool = False) -> Imported:
    return Imported(PacketId("P1"), digest, "officer-7", 1, "elevated", urgent)


def test_no_entries_are_no_case() -> None:
    with pytest.raises(CaseError) as refusal:
        fold([])
    assert refusal.value.code == "case.unknown"


def test_entries_print_their_number_and_kind_alone() -> None:
    (entry,) = entries(Noted("Olena", "observed"))
    assert repr(entry) == "<entry 1 noted>"


def test_entries_of_two_cases_are_our_mistake() -> None:
    first, second = entries(OPENED, Noted("", "observed"))
    with pytest.raises(ValueError, match="two cases"):
        fold([first, Entry(2, CaseId("OTHER"), second.at, "officer-1", second.body)])


def test_opened_case_knows_its_form() -> None:
    case = folded(OPENED)
    assert (case.form, case.version, case.pack, case.language) == (
        "second_line",
        "2026.1",
        OPENED.pack,
        "Ukrainian (uk)",
    )
    assert case.state == "open"
    assert case.opened_at == case.last_at == START + timedelta(minutes=1)
    assert repr(case) == f"<case {CASE} open 1 entries>"


def test_latest_answer_stands_and_says_which_entry_gave_it() -> None:
    case = folded(OPENED, Answered(Ref("/data/a"), "yes"), Answered(Ref("/data/a"), None, missing="declined"))
    answer = case.answers[Ref("/data/a")]
    assert (answer.value, answer.missing, answer.seq) == (None, "declined", 3)
    assert repr(answer) == "<answer of entry 3>"


def test_removed_repeat_takes_its_answers_and_moves_those_behind_it_up() -> None:
    refs = [Ref(f"/data/child[{place}]/name") for place in (1, 2, 3)]
    nested = Ref("/data/child[3]/toy[2]/colour")
    case = folded(
        OPENED,
        RepeatAdded(Ref("/data/child")),
        *(Answered(ref, str(place)) for place, ref in enumerate(refs, 1)),
        Answered(nested, "red"),
        Answered(Ref("/data/children"), "3"),
        RepeatRemoved(Ref("/data/child[2]")),
    )
    assert {ref: answer.value for ref, answer in case.answers.items()} == {
        refs[0]: "1",
        refs[1]: "3",
        Ref("/data/child[2]/toy[2]/colour"): "red",
        Ref("/data/children"): "3",
    }


@pytest.mark.parametrize("ref", ["/data/child", "[1]", "/data/child[x]", ""])
def test_removal_of_what_is_no_instance_is_refused(ref: str) -> None:
    with pytest.raises(CaseError) as refusal:
        folded(OPENED, RepeatRemoved(Ref(ref)))
    assert refusal.value.code == "case.entry.unreadable"


def test_correction_amends_answers_and_stays_one_entry() -> None:
    change = answers.change_of(Answered(Ref("/data/a"), "no", basis="document"))
    case = folded(OPENED, Answered(Ref("/data/a"), "yes"), Corrected((change,), "misheard"))
    assert case.answers[Ref("/data/a")].value == "no"
    assert case.answers[Ref("/data/a")].basis == "document"
    assert len(case.entries) == 3


def test_correction_may_add_an_instance_and_change_the_language() -> None:
    steps = (RepeatAdded(Ref("/data/child")), LanguageChosen("English (en)"), Answered(Ref("/data/child[1]/a"), "x"))
    case = folded(OPENED, Corrected(tuple(answers.change_of(step) for step in steps), "forgotten"))
    assert set(case.answers) == {"/data/child[1]/a"}


@pytest.mark.parametrize("change", [{}, {"kind": "sealed"}, {"kind": ["answered"]}, {"kind": "answered", "ref": 1}])
def test_correction_that_is_no_interview_step_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(CaseError) as refusal:
        folded(OPENED, Corrected((change,), "x"))
    assert refusal.value.code == "case.entry.unreadable"


def test_language_notes_restrictions_urgency_and_consent_are_kept() -> None:
    note = Noted("...", "observed")
    case = folded(
        OPENED,
        LanguageChosen("English (en)"),
        note,
        Restricted("no call home"),
        UrgentRaised("U6"),
        UrgentRaised("U1"),
        UrgentRaised("U6"),
        Consented("record", "yes"),
        Consented("social-service", "yes"),
        Consented("social-service", "withdrawn"),
        Exported("packet", "court"),
    )
    assert case.language == "English (en)"
    assert case.notes == (note,)
    assert case.restrictions == ("no call home",)
    assert case.urgent == ("U6", "U1")
    assert {to: consent.given for to, consent in case.consents.items()} == {
        "record": "yes",
        "social-service": "withdrawn",
    }
    assert summary(case).urgent


def test_stopped_then_closed_interview_is_finalised() -> None:
    stopped = folded(OPENED, Stopped("person_says_stop"))
    assert (stopped.state, stopped.stopped) == ("stopped", "person_says_stop")
    closed = folded(OPENED, Stopped("person_says_stop"), Finalised(SECOND))
    assert (closed.state, closed.submission) == ("finalised", SECOND)


# ---- outcome ---------------------------------------------------------------------------------------------------


def test_outcome_is_that_of_the_latest_assessment() -> None:
    assert folded(OPENED).outcome is None
    assert folded(OPENED, assessed("some"), assessed("elevated")).outcome == "elevated"


def test_override_is_in_effect_and_both_are_kept() -> None:
    case = folded(OPENED, assessed("some"), Overridden("presumed", "seen before", "officer"))
    assert case.outcome == "presumed"
    assert case.assessment is not None
    assert case.assessment.result["outcome"] == "some"
    assert case.override is not None


def test_raised_outcome_holds_after_a_new_assessment_that_gives_less() -> None:
    raised = Overridden("presumed", "seen before", "officer")
    assert folded(OPENED, assessed("some"), raised, assessed("elevated")).outcome == "presumed"


def test_lowered_outcome_lapses_with_a_new_assessment() -> None:
    lowered = Overridden("some", "family visit", "supervisor")
    assert folded(OPENED, assessed("elevated"), lowered).outcome == "some"
    assert folded(OPENED, assessed("elevated"), lowered, assessed("elevated")).outcome == "elevated"


def test_override_without_assessment_is_in_effect() -> None:
    assert folded(OPENED, Overridden("presumed", "urgent", "officer")).outcome == "presumed"


def test_outcome_of_a_later_version_ranks_below_known_ones() -> None:
    raised = Overridden("presumed", "x", "officer")
    assert folded(OPENED, assessed("some"), raised, assessed("quite_new")).outcome == "presumed"


# ---- packets ---------------------------------------------------------------------------------------------------


def test_packet_goes_from_ready_to_acknowledged() -> None:
    way: list[tuple[str, str]] = []
    bodies: list[Body] = [
        OPENED,
        Finalised(SECOND),
        sealed(),
        Attempted(FIRST, "folder", "delivery.folder.full"),
        Attempted(FIRST, "folder", "written"),
        Attempted(FIRST, "folder", "delivery.folder.missing"),
        Acknowledged(FIRST, SECOND, "received"),
        Acknowledged(FIRST, SECOND, "accept"),
        Acknowledged(FIRST, SECOND, "close"),
    ]
    for end in range(3, len(bodies) + 1):
        case = folded(*bodies[:end])
        way.append((case.packets[0].state, case.state))
    assert way == [
        ("ready", "sealed"),
        ("sending", "sealed"),
        ("sent", "sent"),
        ("sent", "sent"),
        ("acknowledged", "acknowledged"),
        ("acknowledged", "acknowledged"),
        ("acknowledged", "closed"),
    ]
    packet = folded(*bodies).packets[0]
    assert (packet.tries, packet.result, packet.receipt) == (3, "delivery.folder.missing", SECOND)
    assert packet.last == START + timedelta(minutes=6)
    assert repr(packet) == f"<packet {FIRST} acknowledged>"


@pytest.mark.parametrize("decision", ["question", "return"])
def test_questioned_or_returned_packet_makes_its_case_returned(decision: str) -> None:
    case = folded(OPENED, sealed(), sealed(SECOND, 2), Acknowledged(FIRST, SECOND, decision, "page missing"))  # type: ignore[arg-type]
    assert case.packets[0].state == "returned"
    assert case.packets[0].reason == "page missing"
    assert case.state == "returned"


def test_case_is_sent_only_when_all_its_packets_are() -> None:
    one = (OPENED, sealed(), sealed(SECOND, 2), Attempted(FIRST, "folder", "written"))
    assert folded(*one).state == "sealed"
    assert folded(*one, Attempted(SECOND, "https", "sent")).state == "sent"
    assert folded(*one, Attempted(SECOND, "https", "sent"), Acknowledged(FIRST, SECOND, "accept")).state == "sent"


def test_superseded_packet_no_longer_decides() -> None:
    case = folded(OPENED, sealed(), Acknowledged(FIRST, SECOND, "question"), sealed(SECOND, 2, FIRST))
    assert [packet.superseded for packet in case.packets] == [True, False]
    assert case.state == "sealed"


def test_word_about_an_unknown_packet_changes_nothing() -> None:
    case = folded(
        OPENED,
        Attempted(FIRST, "folder", "written"),
        Acknowledged(FIRST, SECOND, "accept"),
        Reviewed(FIRST, "accept", "x"),
        ReceiptMade(FIRST, SECOND, "accept"),
        sealed(SECOND, 1, FIRST),
    )
    assert case.state == "sealed"
    assert len(case.packets) == 1
    assert case.intakes == ()


# ---- the supervisor's side -------------------------------------------------------------------------------------


def test_imported_case_is_received_then_reviewed() -> None:
    case = folded(imported(urgent=True))
    assert (case.state, case.outcome, summary(case).urgent) == ("received", "elevated", True)
    assert repr(case.intakes[0]) == f"<intake {FIRST}>"
    reviewed = folded(imported(), Reviewed(FIRST, "accept", "complete"), ReceiptMade(FIRST, SECOND, "accept"))
    assert reviewed.state == "reviewed"
    assert (reviewed.intakes[0].decision, reviewed.intakes[0].receipt) == ("accept", SECOND)


def test_importing_twice_changes_nothing() -> None:
    once = folded(imported(), Reviewed(FIRST, "accept", "complete"))
    twice = folded(imported(), Reviewed(FIRST, "accept", "complete"), imported())
    assert once.intakes == twice.intakes


def test_second_packet_of_a_case_is_received_again() -> None:
    case = folded(imported(), Reviewed(FIRST, "accept", "complete"), imported(SECOND))
    assert case.state == "received"


# ---- rows of lists ---------------------------------------------------------------------------------------------


def test_summary_holds_nothing_that_was_said() -> None:
    row = summary(folded(Opened("f", "1", FIRST, "uk", practice=True), Answered(Ref("/data/name"), "Olena")))
    assert "Olena" not in repr(row)
    assert row.practice
    assert row.form == "f"


ANY = st.sampled_from(
    [
        Answered(Ref("/data/a"), "yes"),
        RepeatAdded(Ref("/data/r")),
        RepeatRemoved(Ref("/data/r[1]")),
        LanguageChosen("English (en)"),
        Noted("x", "observed"),
        Restricted("x"),
        Consented("record", "yes"),
        Exported("packet", "x"),
        UrgentRaised("U2"),
        Stopped("x"),
        Finalised(FIRST),
        assessed("some"),
        Overridden("presumed", "x", "officer"),
        sealed(),
        Attempted(FIRST, "folder", "written"),
        Acknowledged(FIRST, SECOND, "accept"),
    ]
)


@given(st.lists(ANY, max_size=12))
def test_quiet_kinds_change_a_row_only_in_its_time(bodies: list[Body]) -> None:
    before = summary(folded(OPENED))
    for end in range(1, len(bodies) + 1):
        after = summary(folded(OPENED, *bodies[:end]))
        if bodies[end - 1].kind in QUIET:
            changed = {name for name in before.__slots__ if getattr(before, name) != getattr(after, name)}
            assert changed <= {"last_at"}
        before = after
