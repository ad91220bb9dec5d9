"""Consent for each recipient; a child and danger to life are the only exceptions, and are recorded."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import ReferralError
from screening.referral.consent import Permission, may_share, require


@dataclass(frozen=True)
class Answer:
    given: str
    by: str = "person"
    reason: str | None = None


EVERYBODY = ("social-service", "ngo", "police", "migration-service", "children-service", "juvenile-police")
REFUSALS = ("no", "later", "withdrawn")


@pytest.mark.parametrize("recipient", EVERYBODY)
@pytest.mark.parametrize("said", ["yes", Answer("yes"), Answer("yes", "representative")])
def test_a_yes_allows_its_recipient(ukraine, recipient, said):
    permission = may_share({recipient: said}, recipient, child=False, urgent=False, jurisdiction=ukraine)
    assert permission == Permission(allowed=True, ground="consent", to_record=False)


@pytest.mark.parametrize("recipient", EVERYBODY)
@pytest.mark.parametrize("refusal", REFUSALS)
def test_an_adult_who_does_not_say_yes_is_not_passed_on(ukraine, recipient, refusal):
    for said in (refusal, Answer(refusal)):
        with pytest.raises(ReferralError) as refused:
            require({recipient: said}, recipient, child=False, urgent=False, jurisdiction=ukraine)
        assert refused.value.code == f"referral.consent.{refusal}"
        assert refused.value.params == {"recipient": recipient}


@pytest.mark.parametrize("consents", [{}, {"ngo": "yes", "talk": "yes", "record": "yes", "recontact": "yes"}])
def test_a_yes_for_something_else_allows_nothing(ukraine, consents):
    with pytest.raises(ReferralError) as refused:
        require(consents, "police", child=False, urgent=False, jurisdiction=ukraine)
    assert refused.value.code == "referral.consent.not_asked"


@pytest.mark.parametrize("said", ["maybe", Answer("maybe"), Answer("yes", "not-required"), Answer("yes", "officer")])
def test_what_nobody_answered_is_no_consent(ukraine, said):
    permission = may_share({"police": said}, "police", child=False, urgent=False, jurisdiction=ukraine)
    assert permission == Permission(allowed=False, ground="not_asked")


@pytest.mark.parametrize("recipient", ["social-service", "police", "children-service", "juvenile-police"])
@pytest.mark.parametrize("said", [None, *REFUSALS])
def test_for_a_child_or_danger_to_life_consent_is_not_needed_but_the_ground_is_recorded(ukraine, recipient, said):
    consents = {} if said is None else {recipient: said}
    for child, urgent, ground in ((True, False, "child"), (False, True, "urgent"), (True, True, "child")):
        permission = require(consents, recipient, child=child, urgent=urgent, jurisdiction=ukraine)
        assert permission == Permission(allowed=True, ground=ground, to_record=True)


def test_a_ground_that_is_recorded_with_its_reason_need_not_be_recorded_again(ukraine):
    for reason, to_record in (("child", False), (None, True), ("", True)):
        said = Answer("yes", "not-required", reason)
        permission = may_share({"police": said}, "police", child=True, urgent=False, jurisdiction=ukraine)
        assert (permission.allowed, permission.to_record) == (True, to_record)


@pytest.mark.parametrize("recipient", ["ngo", "migration-service"])
def test_some_recipients_are_told_only_by_consent(ukraine, recipient):
    assert not may_share({}, recipient, child=True, urgent=True, jurisdiction=ukraine).allowed
    assert may_share({recipient: "yes"}, recipient, child=True, urgent=True, jurisdiction=ukraine).ground == "consent"


def test_nobody_unknown_is_told(ukraine):
    with pytest.raises(ReferralError) as refused:
        may_share({"stranger": "yes"}, "stranger", child=True, urgent=True, jurisdiction=ukraine)
    assert refused.value.code == "referral.recipient.unknown"


ANSWERS = st.sampled_from(("yes", "no", "later", "withdrawn", None))


@given(
    st.dictionaries(st.sampled_from((*EVERYBODY, "talk", "record", "recontact")), ANSWERS),
    st.sampled_from(EVERYBODY),
    st.booleans(),
    st.booleans(),
)
def test_permission_depends_on_the_answer_for_that_recipient_alone(ukraine, answers, recipient, child, urgent):
    consents = {name: said for name, said in answers.items() if said is not None}
    alone = {name: said for name, said in consents.items() if name == recipient}
    whole = may_share(consents, recipient, child=child, urgent=urgent, jurisdiction=ukraine)
    assert whole == may_share(alone, recipient, child=child, urgent=urgent, jurisdiction=ukraine)
    if whole.allowed and consents.get(recipient) != "yes":
        assert child or urgent
        assert whole.to_record
