"""From a stick with packets to receipts on the way back, in words a supervisor decides by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from screening.casefile.entries import Exported
from screening.errors import CaseError, DeliveryError
from screening.fieldwork import outbox, referring
from screening.ids import Digest, PacketId
from screening.packets.unseal import STEPS
from screening.registry.supervisor import Registry
from support.office import NOW, Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def handed_over(office: Office) -> str:
    case = office.interview()
    office.consent(case)
    made = referring.seal(office.fieldwork, case, ["social-service"])[0]
    assert outbox.send(office.fieldwork, office.officer.transport(str(office.stick))) == []
    return made.digest


def take_in(office: Office) -> list[str]:
    return [taken.result for taken in office.supervisor.take_in(str(office.stick))]


def collect(office: Office) -> list[str | None]:
    return [code for _, code in outbox.collect(office.fieldwork, office.officer.transport(str(office.stick)))]


def test_only_a_receipt_counts_as_delivered(office: Office) -> None:
    digest = handed_over(office)
    assert outbox.items(office.fieldwork)[0].packet.state == "sent"
    assert take_in(office) == ["imported"]
    office.registry.hand_out(office.supervisor.transport(str(office.stick)))
    assert collect(office) == [None]
    packet = outbox.items(office.fieldwork)[0].packet
    assert (packet.state, packet.decision) == ("acknowledged", "received")
    assert outbox.waiting(office.fieldwork) == ()
    assert office.registry.find(digest).state == "received"


@pytest.mark.parametrize(
    ("decision", "there", "here"),
    [
        ("accept", "accepted", "acknowledged"),
        ("question", "questioned", "returned"),
        ("return", "returned", "returned"),
        ("close", "closed", "acknowledged"),
    ],
)
def test_the_decision_comes_back_signed(office: Office, decision: str, there: str, here: str) -> None:
    digest = handed_over(office)
    take_in(office)
    office.registry.review(digest, decision, "Reason in words.")
    office.registry.hand_out(office.supervisor.transport(str(office.stick)))
    assert collect(office) == [None]
    packet = outbox.items(office.fieldwork)[0].packet
    assert (office.registry.find(digest).state, packet.state, packet.reason) == (there, here, "Reason in words.")


def test_a_later_decision_comes_back_too(office: Office) -> None:
    digest = handed_over(office)
    take_in(office)
    for decision in ("question", "accept"):
        office.registry.review(digest, decision, "Reason.")
        office.registry.hand_out(office.supervisor.transport(str(office.stick)))
        assert collect(office) == [None]
    assert outbox.items(office.fieldwork)[0].packet.decision == "accept"
    assert collect(office) == []


def test_taking_in_twice_is_recognised_and_gives_the_same_receipt(office: Office) -> None:
    handed_over(office)
    assert take_in(office) == ["imported"]
    first = office.registry.hand_out(office.supervisor.transport(str(office.stick)))
    assert take_in(office) == ["duplicate"]
    assert office.registry.hand_out(office.supervisor.transport(str(office.stick))) == first
    assert len(office.registry.packets()) == 1


def test_a_file_that_does_not_verify_is_set_aside_with_its_reason(office: Office) -> None:
    digest = handed_over(office)
    file = office.stick / f"{digest}.asice.age"
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    taken = list(office.supervisor.take_in(str(office.stick)))
    assert [(one.result, one.code) for one in taken] == [("rejected", "packet.truncated")]
    ladder = taken[0].verification
    assert ladder is not None
    assert [step.name for step in ladder.steps] == list(STEPS)
    assert [step.ok for step in ladder.steps if step.ok is not None][-1] is False
    tray = office.supervisor.station.paths.rejected
    assert {path.suffix for path in tray.iterdir()} == {".rejected", ".json"}
    file.write_bytes(whole)
    assert take_in(office) == ["imported"]


def test_the_assessment_is_weighed_again_and_agrees(office: Office) -> None:
    case = office.interview()
    office.consent(case, "police")
    made = referring.seal(office.fieldwork, case, ["police"])[0]
    office.registry.take_in("p", office.officer.vault.blob(made.digest))
    compared = office.registry.compare(made.digest)
    assert compared is not None
    assert compared.same
    assert compared.ours["outcome"] == "presumed"


def test_the_sender_s_log_is_followed_from_packet_to_packet(office: Office) -> None:
    for _ in range(3):
        handed_over(office)
    findings = {code for taken in office.supervisor.take_in(str(office.stick)) for code in taken.findings}
    assert not findings & {"packet.log.forked", "packet.number.repeated"}
    assert len(office.registry.packets()) == 3


def test_counts_under_five_are_withheld(office: Office) -> None:
    handed_over(office)
    take_in(office)
    told = office.registry.stats()
    assert told["packets"] is None
    assert told["outcome"] == {"presumed": None}
    assert told["urgent"] == 0


def test_a_decision_needs_a_reason_and_a_packet(office: Office) -> None:
    digest = handed_over(office)
    take_in(office)
    with pytest.raises(CaseError) as refused:
        office.registry.review(digest, "accept", "  ")
    assert refused.value.code == "case.reason"
    with pytest.raises(CaseError):
        office.registry.find("ffff")


def test_a_stick_that_is_gone_loses_nothing(office: Office) -> None:
    handed_over(office)
    case = office.interview()
    office.consent(case)
    referring.seal(office.fieldwork, case, ["social-service"])
    gone = office.officer.transport(str(office.stick / "gone"))
    failures = outbox.send(office.fieldwork, gone)
    assert failures
    assert all(code.startswith("delivery.") for code in failures)
    assert len(outbox.waiting(office.fieldwork)) == 2
    with pytest.raises(DeliveryError):
        list(outbox.collect(office.fieldwork, gone))


def test_an_id_that_fits_several_packets_asks_for_more_of_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over(office)
    handed_over(office)
    take_in(office)
    first, second = office.registry.packets()
    assert office.registry.find(first.packet) == first
    assert office.registry.find(first.digest[:20].upper()) == first
    same = (first, replace(second, packet=PacketId(first.packet[:3] + second.packet[3:])))
    monkeypatch.setattr(Registry, "packets", lambda _: same)
    with pytest.raises(CaseError) as refused:
        office.registry.find(first.packet[:3])
    assert refused.value.code == "case.packet.ambiguous"
    with pytest.raises(CaseError):
        office.registry.find(" ")


def test_who_was_shown_the_person_is_entered(office: Office) -> None:
    digest = handed_over(office)
    take_in(office)
    entry = office.registry.note_shown(digest, "Review.")
    assert entry.body == Exported(f"person {digest}", "Review.")
    assert office.supervisor.vault.check().ok


def test_the_history_of_a_packet_tells_every_step(office: Office) -> None:
    digest = handed_over(office)
    handed_over(office)
    take_in(office)
    office.registry.review(digest, "accept", "Reason.")
    office.registry.hand_out(office.supervisor.transport(str(office.stick)))
    assert [step["kind"] for step in office.registry.history(digest)] == ["imported", "reviewed", "receipt_made"]


def test_a_packet_opened_in_the_clear_is_entered_first(office: Office) -> None:
    digest = handed_over(office)
    parts = office.registry.open_in_clear(office.officer.vault.blob(digest), "For the hearing.")
    name, container = next(parts)
    assert (name, container[:2]) == ("packet.asice", b"PK")
    entered = [entry.body for entry in office.supervisor.vault.entries_of((Exported.kind,))]
    assert entered == [Exported(f"packet {digest}", "For the hearing.")]
    assert {"referral.json", "referral.pdf"} <= {name for name, _ in parts}


def test_counts_of_a_span_hold_its_beginning_and_not_its_end(office: Office) -> None:
    for _ in range(5):
        handed_over(office)
    take_in(office)
    assert office.registry.stats()["packets"] == 5
    assert office.registry.stats(NOW, NOW + timedelta(seconds=1))["packets"] == 5
    assert office.registry.stats(NOW + timedelta(seconds=1))["packets"] == 0
    assert office.registry.stats(None, NOW)["packets"] == 0


def test_facts_that_a_profile_does_not_show_are_not_weighed(office: Office) -> None:
    case = office.interview()
    office.consent(case, "social-service")
    profiles = office.fieldwork.means.profiles
    hidden = next(name for name, profile in profiles.items() if "indicators" not in profile.shows)
    made = referring.seal(office.fieldwork, case, ["social-service"], hidden)[0]
    office.registry.take_in("p", office.officer.vault.blob(made.digest))
    assert office.registry.compare(made.digest) is None


def test_the_same_decision_with_another_reason_comes_back_too(office: Office) -> None:
    digest = handed_over(office)
    take_in(office)
    for reason in ("Who met them?", "And where?"):
        office.registry.review(digest, "question", reason)
        office.registry.hand_out(office.supervisor.transport(str(office.stick)))
        assert collect(office) == [None]
        assert outbox.items(office.fieldwork)[0].packet.reason == reason


def test_a_registry_opened_again_knows_what_it_took_in(office: Office) -> None:
    digest = handed_over(office)
    take_in(office)
    office.registry.review(digest, "accept", "Clear.")
    again = Registry(office.registry.means)
    assert again.packets() == office.registry.packets()
    assert again.take_in("again", office.officer.vault.blob(Digest(digest))).result == "duplicate"
