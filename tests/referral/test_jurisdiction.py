"""The law of a place is data: Ukraine's as it stands, an invented place, and files that must be refused."""

import tomllib
from pathlib import Path

import pytest

from screening.errors import ReferralError
from screening.referral.consent import may_share
from screening.referral.jurisdiction import STATUSES, check_jurisdiction, load_jurisdiction

RESOURCES = Path(__file__).parents[2] / "resources"

# A place that does not exist: other institutions, other numbers, and no code of its own.
ELSEWHERE = b"""
[jurisdiction]
id = "zz"
names = { uk = "x", en = "Elsewhere" }
version = "1"

[[recipient]]
id = "harbour-office"
names = { uk = "x", en = "Harbour office" }
about = { uk = "x", en = "shelter" }
profile = "P-SOC"
role = "assistance"
without_consent = ["child"]
region = "north"
source = "invented"
verified_on = "2026-11-01"
status = "verified"

[[hotline]]
id = "help"
names = { uk = "x", en = "Help" }
number = "000"
abroad = ""
offer = true
source = "invented"
verified_on = ""
status = "believed"

[[legal]]
id = "act-1"
names = { uk = "x", en = "Act 1" }
about = { uk = "x", en = "about" }
number = "1"
source = "invented"
verified_on = ""
status = "secondary"

[[deadline]]
id = "answer"
names = { uk = "x", en = "Answer" }
days = 3
months = 0
basis = "act-1"
source = "invented"
verified_on = ""
status = "design"

[[document]]
id = "form"
names = { uk = "x", en = "Form" }
basis = ""
source = "invented"
verified_on = ""
status = "read"

[[route]]
outcome = "presumed"
recipients = ["harbour-office"]
call = ["help"]
consent = "needed"
source = "invented"
verified_on = ""
status = "design"

[[rule]]
id = "age_of_majority"
names = { uk = "x", en = "Majority" }
value = 21
source = "invented"
verified_on = ""
status = "believed"
"""


def test_another_place_needs_no_code():
    place = load_jurisdiction({"all.toml": ELSEWHERE}, ["P-SOC"])
    assert (place.id, place.names["en"], place.version) == ("zz", "Elsewhere", "1")
    office = place.recipient("harbour-office")
    assert (office.region, office.profile, office.mark.verified) == ("north", "P-SOC", True)
    assert place.rule("age_of_majority", 18) == 21
    assert place.rule("travels_alone_from", 16) == 16
    assert place.deadlines["answer"].days == 3
    assert place.documents["form"].basis == ""
    assert place.legal["act-1"].number == "1"
    assert place.hotlines["help"].mark.verified is False
    assert place.routes["presumed"].recipients == ("harbour-office",)
    for child, urgent, allowed in ((True, False, True), (False, True, False)):
        permission = may_share({}, "harbour-office", child=child, urgent=urgent, jurisdiction=place)
        assert permission.allowed is allowed


def test_ukraine_names_a_source_everywhere_and_claims_nothing_verified(ukraine):
    groups = (
        ukraine.recipients,
        ukraine.legal,
        ukraine.hotlines,
        ukraine.deadlines,
        ukraine.documents,
        ukraine.routes,
        ukraine.rules,
    )
    for group in groups:
        assert group
        for record in group.values():
            assert record.mark.source
            assert record.mark.verified_on == ""
            assert record.mark.status in STATUSES


def test_the_two_resolutions_are_not_swapped(ukraine):
    assert ukraine.legal["resolution-417"].number.startswith("417, 23.05.2012")
    assert "status" in ukraine.legal["resolution-417"].names["en"]
    assert ukraine.legal["resolution-783"].number.startswith("783, 22.08.2012")
    assert "interaction" in ukraine.legal["resolution-783"].names["en"]


def test_a_number_nobody_has_seen_is_not_given_out(ukraine):
    assert not ukraine.hotlines["counter-trafficking-landline"].offer
    assert {line.number for line in ukraine.hotlines.values() if line.offer} >= {"102", "112", "527", "1547"}


def test_every_outcome_has_its_route_and_low_ones_pass_nothing_on(ukraine):
    assert set(ukraine.routes) == {
        "urgent",
        "presumed",
        "child_protection",
        "elevated",
        "some",
        "insufficient",
        "no_indication",
    }
    for outcome in ("some", "insufficient", "no_indication"):
        assert ukraine.routes[outcome].recipients == ()
        assert ukraine.routes[outcome].consent == "none"
    assert ukraine.routes["child_protection"].recipients[0] == "children-service"


def test_only_recipients_named_for_it_can_be_told_without_consent(ukraine):
    assert {name for name, one in ukraine.recipients.items() if not one.without_consent} == {"ngo", "migration-service"}


def test_no_recipient_is_for_enforcement(ukraine, profiles):
    assert {profiles[one.profile].use for one in ukraine.recipients.values()} <= {
        "assistance",
        "investigation",
        "stay",
        "child_protection",
    }


def spoil(old, new):
    assert old in ELSEWHERE
    return ELSEWHERE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"\xff", "format", "file"),
        (b"[[recipient]", "format", "file"),
        (b"", "format", "jurisdiction"),
        (b"[jurisdiction]\nid = 'zz'", "format", "jurisdiction"),
        (spoil(b'id = "zz"', b"id = 3"), "format", "jurisdiction"),
        (ELSEWHERE + b"\n[[embassy]]\nid = 'x'", "format", "table"),
        (ELSEWHERE + b"\n[embassy]\nid = 'x'", "format", "table"),
        (spoil(b"[[hotline]]", b"[hotline]"), "format", "table"),
        (spoil(b'id = "help"', b"id = 3"), "format", "hotline"),
        (b"rule = [3]\n" + ELSEWHERE.split(b"[[rule]]")[0], "format", "rule"),
        (spoil(b'number = "000"', b'phone = "000"'), "format", "hotline.help"),
        (spoil(b'number = "000"', b'number = ""'), "format", "hotline.help"),
        (spoil(b'number = "000"', b"number = 0"), "format", "hotline.help"),
        (spoil(b"offer = true", b'offer = "yes"'), "format", "hotline.help"),
        (spoil(b"days = 3", b"days = -3"), "format", "deadline.answer"),
        (spoil(b"days = 3", b"days = true"), "format", "deadline.answer"),
        (spoil(b'call = ["help"]', b'call = "help"'), "format", "route.presumed"),
        (spoil(b'call = ["help"]', b"call = [1]"), "format", "route.presumed"),
        (spoil(b"value = 21", b"value = 2.1"), "format", "rule.age_of_majority"),
        (spoil(b'names = { uk = "x", en = "Help" }', b'names = { uk = "x" }'), "format", "hotline.help"),
        (spoil(b'about = { uk = "x", en = "shelter" }', b'about = "x"'), "format", "recipient.harbour-office"),
        (spoil(b'offer = true\nsource = "invented"\n', b"offer = true\n"), "source", "hotline.help"),
        (spoil(b'offer = true\nsource = "invented"\n', b'offer = true\nsource = ""\n'), "source", "hotline.help"),
        (spoil(b'verified_on = "2026-11-01"', b'verified_on = ""'), "mark", "recipient.harbour-office"),
        (spoil(b'verified_on = "2026-11-01"', b'verified_on = "lately"'), "mark", "recipient.harbour-office"),
        (spoil(b'status = "verified"', b'status = "read"'), "mark", "recipient.harbour-office"),
        (spoil(b'status = "verified"', b'status = "official"'), "mark", "recipient.harbour-office"),
        (spoil(b'verified_on = "2026-11-01"', b"verified_on = 2026-11-01"), "mark", "recipient.harbour-office"),
        (spoil(b'profile = "P-SOC"', b'profile = "P-XYZ"'), "reference", "recipient.harbour-office"),
        (spoil(b'["child"]', b'["poor"]'), "reference", "recipient.harbour-office"),
        (spoil(b'basis = "act-1"', b'basis = "act-2"'), "reference", "deadline.answer"),
        (spoil(b'call = ["help"]', b'call = ["hope"]'), "reference", "route.presumed"),
        (spoil(b'recipients = ["harbour-office"]', b'recipients = ["port"]'), "reference", "route.presumed"),
        (spoil(b'outcome = "presumed"', b'outcome = "certain"'), "reference", "route.certain"),
        (spoil(b'consent = "needed"', b'consent = "assumed"'), "reference", "route.presumed"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(data, code, place):
    with pytest.raises(ReferralError) as refused:
        load_jurisdiction({"all.toml": data}, ["P-SOC"])
    assert refused.value.code == f"referral.jurisdiction.{code}"
    assert refused.value.params["place"] == place


def test_a_record_in_two_files_and_two_places_at_once_are_refused():
    twice = ELSEWHERE.split(b"[[hotline]]")[1].split(b"[[legal]]")[0]
    found = check_jurisdiction({"a.toml": ELSEWHERE, "b.toml": b"[[hotline]]" + twice})
    assert [(one.code, one.file, one.place) for one in found] == [
        ("referral.jurisdiction.twice", "b.toml", "hotline.help"),
    ]
    places = check_jurisdiction({"a.toml": ELSEWHERE, "b.toml": ELSEWHERE.split(b"[[recipient]]")[0]})
    assert [one.place for one in places] == ["jurisdiction"]


def test_the_validator_lists_everything_that_is_wrong():
    data = ELSEWHERE.replace(b'source = "invented"', b'source = ""')
    assert len(check_jurisdiction({"all.toml": data})) == 7


def test_without_profiles_at_hand_the_profile_is_not_looked_up():
    assert check_jurisdiction({"all.toml": spoil(b'profile = "P-SOC"', b'profile = "P-XYZ"')}) == ()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_mark_has_words(language):
    text = tomllib.loads((RESOURCES / "words" / f"disclosure.{language}.toml").read_text("utf-8"))
    assert set(text["mark"]) == set(STATUSES)
