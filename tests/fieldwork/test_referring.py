from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.office import Office, open_office

from screening.casefile.entries import Consented, Restricted, UrgentRaised
from screening.errors import CaseError, ReferralError
from screening.fieldwork import outbox, referring
from screening.fieldwork.recipients import named


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def test_without_consent_nothing_is_sealed(office: Office) -> None:
    case = office.interview()
    for given in (None, "no", "later", "withdrawn"):
        if given is not None:
            office.fieldwork.record(case, Consented("social-service", given))
        with pytest.raises(ReferralError):
            referring.seal(office.fieldwork, case, ["social-service"])
    assert outbox.items(office.fieldwork) == ()


def test_one_packet_for_each_profile_and_each_holds_only_its_own(office: Office) -> None:
    case = office.interview()
    for to in ("social-service", "ngo", "police"):
        office.consent(case, to)
    made = referring.seal(office.fieldwork, case, ["social-service", "police", "ngo"])
    assert {body.profile: set(body.recipients) for body in made} == {
        "P-SOC": {"social-service", "ngo"},
        "P-POL": {"police"},
    }
    sent = {body.profile: office.registry.verify(office.officer.vault.blob(body.digest)).require() for body in made}
    social, police = sent["P-SOC"].manifest, sent["P-POL"].manifest
    assert not any(answer.verbatim for answer in social.answers)
    assert any(answer.verbatim for answer in police.answers)
    assert "quotes" in social.withheld
    assert {consent.to for consent in social.consent} == {"social-service", "ngo"}
    assert "police" not in social.model_dump_json()


def test_restrictions_go_with_every_packet(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    office.fieldwork.record(case, Restricted("Do not call the old number."))
    made = referring.seal(office.fieldwork, case, ["social-service"])[0]
    manifest = office.registry.verify(office.officer.vault.blob(made.digest)).require().manifest
    assert "Do not call the old number." in manifest.restrictions


def test_danger_to_life_needs_no_consent_and_the_ground_is_entered(office: Office) -> None:
    case = office.interview()
    office.fieldwork.record(case, UrgentRaised("U1"))
    made = referring.seal(office.fieldwork, case, ["police"])[0]
    manifest = office.registry.verify(office.officer.vault.blob(made.digest)).require().manifest
    assert manifest.urgency.urgent
    assert manifest.urgency.rules == ("U1",)
    assert [(consent.to, consent.by) for consent in manifest.consent] == [("police", "not-required")]


def test_sealing_again_supersedes_the_former_packet(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    first = referring.seal(office.fieldwork, case, ["social-service"])[0]
    second = referring.seal(office.fieldwork, case, ["social-service"])[0]
    assert (first.number, second.number) == (1, 2)
    assert second.supersedes == first.digest
    assert [item.packet.digest for item in outbox.waiting(office.fieldwork)] == [second.digest]


def test_the_consent_page_sees_every_recipient_of_the_jurisdiction(office: Office) -> None:
    case = office.interview()
    office.consent(case, "police")
    seen = {sight.recipient: sight for sight in referring.sights(office.fieldwork, case)}
    assert set(seen) == set(office.fieldwork.means.jurisdiction.recipients)
    assert seen["police"].permission.allowed
    assert not seen["social-service"].permission.allowed
    assert "quotes" in seen["social-service"].disclosure.withheld


def test_a_preview_is_a_pdf_and_leaves_no_trace(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    planned = referring.plan(office.fieldwork, case, ["social-service"])[0]
    before = len(office.fieldwork.entries(case))
    assert referring.preview(office.fieldwork, case, planned).startswith(b"%PDF-")
    assert len(office.fieldwork.entries(case)) == before


def test_a_recipient_is_known_by_id_or_by_who_opens_for_it(office: Office) -> None:
    means = office.fieldwork.means
    assert named(means, "police") == "police"
    assert named(means, "desk 1") == next(iter(means.jurisdiction.recipients))
    with pytest.raises(ReferralError):
        named(means, "nobody")


def test_a_case_that_is_not_there_is_said(office: Office) -> None:
    with pytest.raises(CaseError):
        office.fieldwork.find("ZZZZZ")
