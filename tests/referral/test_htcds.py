"""A case in the fields of the case data standard: only its own values, and never more than "possible"."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.assessment.stated import PURPOSE_CODES
from screening.errors import ReferralError
from screening.referral.htcds import Facts, load_standard, map_case

STANDARD = Path(__file__).parents[2] / "resources" / "htcds.json"


@pytest.fixture(scope="module")
def standard():
    return load_standard(json.loads(STANDARD.read_text("utf-8")))


def test_the_file_carries_its_licence_and_claims_no_endorsement():
    data = json.loads(STANDARD.read_text("utf-8"))
    assert "CC BY 4.0" in data["licence"]
    assert "does not endorse" in data["notice"]


@pytest.mark.parametrize(
    ("present", "methods"),
    [
        ("CR05 CD01", ["WithholdsDocuments"]),
        ("CD02", ["DebtBondage"]),
        ("CD04", ["PhysicalAbuse"]),
        ("CR02", ["PhysicalThreats"]),
        ("CD11", ["ThreatsLawEnforcement"]),
        ("CR09", ["ThreatensChildrenFamily"]),
        ("DR09", ["FalsePromises"]),
        ("EX01", ["ExcessiveWorkingHours"]),
        ("CD14 CR10 EX03", ["TakesEarnings"]),
        ("CR06", ["Other"]),
        ("VR01 VD01", None),
        ("CD02 DR01 CR01", ["DebtBondage", "FalsePromises", "PhysicalAbuse"]),
    ],
)
def test_indicators_become_methods_of_control(standard, present, methods):
    assert map_case(Facts(present.split(), "some"), standard).fields.get("vic_MethodsOfControl") == methods


def test_confinement_has_no_value_of_its_own_and_says_so(standard):
    assert map_case(Facts(["CD03"], "some"), standard).notes == ("restricts_movement",)


def test_violence_that_was_sexual_is_said_so(standard):
    record = map_case(Facts(["CD04"], "some", sexual_violence=True), standard)
    assert record.fields["vic_MethodsOfControl"] == ["SexualAbuse"]


@pytest.mark.parametrize(
    ("facts", "types", "notes"),
    [
        ({"purpose_codes": ["LAB", "SEX"]}, ["ForcedLabour", "SexualExploitation"], ()),
        ({"purpose_codes": ["LAB"], "child": True}, ["ChildLabour"], ()),
        ({"purpose_codes": ["BEG", "DOM", "ORG"]}, ["Servitude", "OrganRemoval", "ForcedBegging"], ()),
        ({"purpose_codes": ["MAR", "SUR", "ADO"]}, ["ForcedMarriage", "ForcedAdoption", "Surrogacy"], ()),
        ({"purpose_codes": ["ARM"], "state_actor": False}, ["ForcedMilitaryByNonStateActors"], ()),
        ({"purpose_codes": ["ARM"], "state_actor": True}, ["Other"], ("purpose:ARM",)),
        ({"purpose_codes": ["ARM"]}, ["Other"], ("purpose:ARM",)),
        ({"purpose_codes": ["CRI", "DEP"]}, ["Other"], ("purpose:CRI", "purpose:DEP")),
    ],
)
def test_purposes_become_types_of_exploitation(standard, facts, types, notes):
    record = map_case(Facts((), "some", **facts), standard)
    assert record.fields["vic_TypeOfExploitation"] == types
    assert record.notes == notes


@pytest.mark.parametrize("outcome", ["presumed", "child_protection", "elevated"])
def test_an_outcome_that_points_to_it_says_possible_and_no_more(standard, outcome):
    assert map_case(Facts((), outcome), standard).fields["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"


@pytest.mark.parametrize("outcome", ["some", "insufficient", "no_indication"])
@pytest.mark.parametrize("claimed", ["ActualVictimOfTrafficking", "NotAVictimOfTrafficking"])
def test_no_status_is_taken_from_an_answer_or_denied_by_us(standard, outcome, claimed):
    record = map_case(Facts((), outcome, given={"vic_TraffickingStatus": claimed}), standard)
    assert dict(record.fields) == {}


def test_given_values_are_taken_only_when_the_standard_has_them(standard):
    given_values = {
        "vic_MethodOfRecruitment": ["ThroughFriendsOrSocialEvents", "ByTelepathy"],
        "prs_Gender": "Feminine",
        "prs_MaritalStatus": ["Single", "Married"],
        "prs_Citizenship": ["UA", "MDA", "somewhere"],
        "prs_PrimaryLanguage": "uk",
        "prs_SecondaryLanguage": "Ukrainian",
        "prs_NumberOfChildren": 2,
        "org_Name": "",
        "vic_MethodsOfControl": ["PsychologicalAbuse"],
        "no_such_field": "x",
    }
    record = map_case(Facts(["CD02"], "some", given=given_values), standard)
    assert dict(record.fields) == {
        "prs_Gender": "Feminine",
        "prs_NumberOfChildren": 2,
        "prs_PrimaryLanguage": "uk",
        "prs_Citizenship": ["UA", "MDA"],
        "vic_MethodOfRecruitment": ["ThroughFriendsOrSocialEvents"],
        "vic_MethodsOfControl": ["DebtBondage", "PsychologicalAbuse"],
    }
    assert record.notes == (
        "value:vic_MethodOfRecruitment",
        "value:prs_MaritalStatus",
        "value:prs_Citizenship",
        "value:prs_SecondaryLanguage",
        "value:org_Name",
        "unknown_field",
    )


IDS = [f"{d}{n:02}" for d in ("DR", "CR", "VR", "EX", "CD", "VD") for n in range(1, 17)]


@given(
    st.sets(st.sampled_from(IDS)),
    st.lists(st.sampled_from(PURPOSE_CODES), unique=True),
    st.booleans(),
    st.booleans(),
    st.sampled_from((None, True, False)),
)
def test_every_value_given_out_is_one_of_the_standard(standard, present, codes, child, sexual, state_actor):  # noqa: PLR0917 - drawn one by one
    record = map_case(Facts(present, "presumed", codes, child, sexual, state_actor), standard)
    for name, value in record.fields.items():
        for one in value if isinstance(value, list) else [value]:
            assert one in standard[name].codes


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"fields": []},
        {"fields": [3]},
        {"fields": [{"name": "x"}]},
        {"fields": [{"name": "x", "type": "Text", "values": "y"}]},
        {"fields": [{"name": "x", "type": "Text", "values": [1]}]},
        {"fields": [{"name": "x", "type": "Text"}]},
    ],
)
def test_a_damaged_field_list_is_refused(data):
    with pytest.raises(ReferralError) as refused:
        load_standard(data)
    assert refused.value.code == "referral.htcds"
