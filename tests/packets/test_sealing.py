from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.packets.damage import container_of
from tests.packets.world import NOW, PDF, SOCIAL, World, draft, log_state

from screening.envelope import age, asic, canonical
from screening.envelope.age import HybridIdentity
from screening.errors import PacketError
from screening.ids import CaseId, Digest, PacketId
from screening.packets import seal, unseal
from screening.packets.manifest import Consent, Recall, Referral, read_packet, read_time, unread, write, write_time
from screening.packets.seal import RecallDraft


def refused(call, *arguments, **named) -> PacketError:
    with pytest.raises(PacketError) as caught:
        call(*arguments, **named)
    return caught.value


def test_a_packet_is_an_age_file_with_hybrid_stanzas_only(world: World):
    sealed = world.seal()
    assert sealed.data.startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")
    assert age.inspect(sealed.data).stanzas == ("mlkem768x25519",)


def test_the_content_is_canonical_and_the_pdf_is_made_of_exactly_it(world: World):
    printed: list[bytes] = []

    def print_it(data: bytes) -> bytes:
        printed.append(data)
        return PDF

    sealed = world.seal(pdf=print_it)
    assert printed == [sealed.manifest]
    assert canonical.write(canonical.read(sealed.manifest)) == sealed.manifest
    assert sealed.pdf == PDF


def test_the_container_lists_its_files_in_their_order(world: World):
    sealed = world.seal(attachments=[("application/json", b"{}"), ("image/jpeg", b"\xff\xd8\xff\xe0")])
    opened = asic.open(container_of(world, sealed.data))
    assert list(opened.files) == ["referral.json", "referral.pdf", "attachments/001.json", "attachments/002.jpg"]


def test_the_same_draft_sealed_twice_has_two_digests(world: World):
    assert world.seal().digest != world.seal().digest


def test_a_preview_holds_what_the_packet_will_hold(world: World):
    preview = seal.compose(draft(), world.officer.certificate.der, [(SOCIAL, world.supervisor.recipient)], now=NOW)
    assert write(preview) == world.seal().manifest


def test_where_indicators_are_withheld_no_side_door_shows_them(world: World):
    sealed = world.seal(withheld=("indicators",))
    content = read_packet(sealed.manifest)
    assert isinstance(content, Referral)
    assert content.assessment is not None
    assert content.assessment.facts is None
    assert content.assessment.result == {
        "outcome": "presumed",
        "urgent": True,
        "settled": True,
        "reasons": [{"code": "strong_present", "indicators": []}],
    }
    assert b"DR01" not in sealed.manifest
    assert b"CR07" not in sealed.manifest


def test_what_a_profile_never_shows_is_kept_back_though_the_case_holds_none_of_it(world: World):
    sealed = world.seal(hidden=frozenset({"indicators"}), withheld=())
    content = read_packet(sealed.manifest)
    assert isinstance(content, Referral)
    assert content.withheld == ()
    assert b"CR07" not in sealed.manifest


def test_where_the_outcome_is_withheld_there_is_no_assessment(world: World):
    content = read_packet(world.seal(withheld=("outcome",)).manifest)
    assert isinstance(content, Referral)
    assert content.assessment is None
    assert content.outcome == ""


def test_a_screening_that_was_not_assessed_can_be_referred(world: World):
    content = read_packet(world.seal(outcome=None, result=None, facts=None).manifest)
    assert isinstance(content, Referral)
    assert content.assessment is None


def test_an_override_without_result_is_kept(world: World):
    override = {"outcome": "elevated", "reason": "Seen at the gate", "role": "officer"}
    content = read_packet(world.seal(outcome="elevated", result=None, facts=None, override=override).manifest)
    assert isinstance(content, Referral)
    assert content.assessment is not None
    assert content.assessment.override is not None
    assert content.assessment.override.outcome == "elevated"


def test_withholding_indicators_of_a_result_that_is_not_there_is_no_fault(world: World):
    content = read_packet(world.seal(withheld=("indicators",), result=None, facts=None).manifest)
    assert isinstance(content, Referral)
    assert content.assessment is not None
    assert content.assessment.result is None


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"number": 0}, "number"),
        ({"packet": PacketId("too-short")}, "packet"),
        ({"case": CaseId("IIIIIIIIIIII")}, "case"),
        ({"stage": "later"}, "stage"),
        ({"answers": ({"ref": "/data/x", "question": "?", "rating": 9},)}, "answers.0"),
        ({"rules": ("U9",)}, "urgency.rules.0"),
        ({"restrictions": tuple("x" for _ in range(101))}, "restrictions"),
        ({"supersedes": Digest("ABC")}, "supersedes"),
        ({"outcome": "guilty"}, "assessment.outcome"),
    ],
)
def test_a_draft_that_does_not_fit_is_refused_before_it_is_signed(world: World, changes: dict, place: str):
    refusal = refused(world.seal, **changes)
    assert (refusal.code, refusal.params["place"]) == ("packet.draft", place)


@pytest.mark.parametrize("value", [{"needs": 1.5}, {"needs": float("nan")}, {"needs": 2**60}, {"needs": "\ud800"}])
def test_values_that_json_cannot_hold_exactly_are_refused(world: World, value: dict):
    assert refused(world.seal, fields=value).code.startswith("packet.json")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("image/jpeg", b"\x89PNG\r\n\x1a\n"),
        ("image/png", b"\xff\xd8\xff"),
        ("text/plain", b"\xff\xfe"),
        ("text/plain", b"bell \x07"),
        ("application/json", b"{"),
        ("application/json", b"[" * 100_000),
        ("application/x-msdownload", b"MZ"),
    ],
)
def test_an_attachment_of_another_kind_than_it_says_is_refused(world: World, kind: str, data: bytes):
    assert refused(world.seal, attachments=[(kind, data)]).code == "packet.attachment.type"


def test_an_attachment_that_is_too_large_is_refused(world: World):
    assert refused(world.seal, attachments=[("text/plain", b"x" * (16 * 1024 * 1024 + 1))]).code == (
        "packet.attachment.size"
    )


def test_a_packet_that_would_be_too_large_is_refused(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("screening.packets.seal.LIMIT", 1000)
    assert refused(world.seal).code == "packet.too_large"


def test_nobody_or_too_many_recipients_are_refused(world: World):
    assert refused(world.seal, recipients=[]).code == "packet.draft"
    many = [(SOCIAL, HybridIdentity.generate().recipient) for _ in range(17)]
    assert refused(world.seal, recipients=many).code == "packet.draft"


def test_a_container_that_would_not_read_back_is_not_sealed(world: World, monkeypatch: pytest.MonkeyPatch):
    whole = asic.open(container_of(world, world.seal().data))
    monkeypatch.setattr("screening.packets.seal.asic.open", lambda _: type(whole)({}, whole.signature))
    assert refused(world.seal).params["place"] == "container"


def test_a_recall_names_what_to_destroy_and_nothing_of_the_person(world: World):
    sealed = world.seal()
    recall = seal.seal_recall(
        RecallDraft(
            case=CaseId("7F3K2M9QX4T8"),
            packet=PacketId("0" * 26),
            number=8,
            supersedes=sealed.digest,
            reason="consent_withdrawn",
            log=log_state(14),
        ),
        world.officer.signer,
        [(SOCIAL, world.supervisor.recipient)],
        NOW,
    )
    opened = unseal.unseal(recall.data, [world.supervisor.keys.decryption], world.trust, None, NOW)
    assert isinstance(opened.manifest, Recall)
    assert opened.manifest.supersedes == sealed.digest
    assert list(opened.files) == ["referral.json"]
    assert (opened.manifest.outcome, opened.manifest.urgent) == ("", False)
    assert recall.pdf is None


def test_a_recall_without_its_packet_is_refused(world: World):
    wrong = RecallDraft(CaseId("7F3K2M9QX4T8"), PacketId("0" * 26), 8, Digest("x"), "mistake", log_state())
    refusal = refused(seal.seal_recall, wrong, world.officer.signer, [(SOCIAL, world.supervisor.recipient)], NOW)
    assert refusal.params["place"] == "supersedes"


def test_times_are_utc_and_whole_seconds():
    kyiv = timezone(timedelta(hours=2))
    consent = Consent(to="talk", given="yes", by="person", at=datetime(2026, 11, 23, 23, 40, 7, 900, tzinfo=kyiv))
    assert consent.at == NOW
    assert consent.model_dump(mode="json")["at"] == "2026-11-23T21:40:07Z"


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31)))  # noqa: DTZ001 - made aware below
def test_a_time_written_is_the_time_read(moment: datetime):
    at = moment.replace(tzinfo=UTC, microsecond=0)
    assert read_time(write_time(at)) == at


@pytest.mark.parametrize("text", ["2026-11-23T21:40:07+00:00", "2026-11-23 21:40:07Z", "2026-13-01T00:00:00Z", 7, ""])
def test_another_way_of_writing_a_time_is_refused(text: object):
    with pytest.raises(ValueError, match=r".+"):
        read_time(text)


def test_a_newer_minor_version_is_read_and_what_is_unknown_is_named(world: World):
    value = canonical.read(world.seal().manifest)
    value["version"]["minor"] = 5
    value["weather"] = "rain"
    value["consent"][0]["place"] = "hall"
    value["sender"]["rank"] = 3
    content = read_packet(canonical.write(value))
    assert sorted(unread(content)) == ["consent.0.place", "sender.rank", "weather"]
    assert canonical.write(canonical.read(write(content))) == canonical.write(value)


def test_a_manifest_cannot_be_changed(world: World):
    content = read_packet(world.seal().manifest)
    with pytest.raises(ValidationError):
        content.number = 9


texts = st.text(st.characters(codec="utf-8"), max_size=40)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(
    fields=st.dictionaries(st.sampled_from(["needs", "summary", "places", "money"]), json_values, max_size=3),
    restrictions=st.lists(texts, max_size=4).map(tuple),
    number=st.integers(1, 2**40),
    practice=st.booleans(),
    answers=st.lists(
        st.fixed_dictionaries(
            {"ref": texts, "question": texts, "value": st.none() | texts, "sensitivity": st.integers(0, 3)}
        ),
        max_size=3,
    ).map(tuple),
)
def test_whatever_fits_a_draft_is_read_as_it_was_written(
    world: World, *, fields, restrictions, number, practice, answers
):
    sealed = world.seal(fields=fields, restrictions=restrictions, number=number, practice=practice, answers=answers)
    content = read_packet(sealed.manifest)
    assert isinstance(content, Referral)
    assert write(content) == sealed.manifest
    assert dict(content.fields) == fields
    assert content.restrictions == restrictions
    assert [answer.question for answer in content.answers] == [answer["question"] for answer in answers]
    checked = unseal.verify(sealed.data, [world.supervisor.keys.decryption], world.trust, None, NOW, practice=practice)
    assert checked.ok
