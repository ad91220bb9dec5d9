"""Files of cases, holds, the queue of what is due, and erasure with its certificate."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from screening.casefile import log
from screening.casefile.entries import Attached, Consented, Detached, Held, Noted
from screening.casefile.retention import load_rules
from screening.envelope import asic
from screening.errors import ScreeningError, VaultError
from screening.fieldwork import keeping, outbox, referring
from screening.fieldwork.photographs import without_metadata
from screening.ids import STATION, CaseId
from screening.registry.supervisor import Registry
from support.office import NOW, Office, open_office

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ScreeningError) as refusal:
        act()
    return refusal.value.code


def photograph(**more: object) -> bytes:
    """A picture, 40 by 20, with a place and a device in it, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "CANARY CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif, comment=b"CANARY COMMENT", **more)
    return out.getvalue()


# ---- files -----------------------------------------------------------------------------------------------------


def test_photograph_is_kept_upright_without_what_the_camera_wrote(office: Office) -> None:
    case = office.interview()
    keeping.attach(office.fieldwork, case, io.BytesIO(photograph()), name="IMG_1.jpg", media_type="image/jpeg")
    (file,) = office.fieldwork.case(case).attachments
    data = office.officer.vault.attachments.bytes_of(file.attachment)
    assert b"CANARY" not in data
    assert b"Exif" not in data
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
    assert (file.name, file.media_type, file.size) == ("IMG_1.jpg", "image/jpeg", len(data))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_every_kind_of_picture_is_taken(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (30, 30)).save(out, kind)
    data, media_type = without_metadata(io.BytesIO(out.getvalue()))
    assert media_type == ("image/png" if kind == "PNG" else "image/jpeg")
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (30, 30)


def test_large_photograph_is_made_smaller() -> None:
    out = io.BytesIO()
    Image.new("RGB", (6000, 3000)).save(out, "JPEG")
    with Image.open(io.BytesIO(without_metadata(out)[0] if out.seek(0) == 0 else b"")) as picture:
        assert picture.size == (4096, 2048)


@given(st.binary(max_size=300) | st.integers(1, 600).map(lambda end: photograph()[:end]))
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert refused(lambda: without_metadata(io.BytesIO(data))) == "case.photograph"


def test_refused_file_leaves_nothing(office: Office) -> None:
    case = office.interview()
    act = lambda: keeping.attach(office.fieldwork, case, io.BytesIO(b"x"), name="a", media_type="image/png")  # noqa: E731
    assert refused(act) == "case.photograph"
    unknown = CaseId("Z" * 12)
    act = lambda: keeping.attach(office.fieldwork, unknown, io.BytesIO(b"x"), name="a", media_type="text/plain")  # noqa: E731
    assert refused(act) == "case.unknown"
    assert office.officer.vault.attachments.all() == ()


def test_file_whose_entry_cannot_be_written_is_not_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.interview()

    def full(*_: object) -> None:
        raise VaultError("vault.disk_full")

    monkeypatch.setattr(type(office.fieldwork), "record", full)
    act = lambda: keeping.attach(office.fieldwork, case, io.BytesIO(b"x"), name="a", media_type="text/plain")  # noqa: E731
    assert refused(act) == "vault.disk_full"
    assert office.officer.vault.attachments.all() == ()


def test_file_of_an_answer_is_named_without_what_a_person_called_it(office: Office) -> None:
    case = office.interview()
    files = keeping.Answering(office.fieldwork)
    value = files.keep(case, "/data/origin/stage", "a name of somebody.jpg", photograph())
    (kept,) = office.fieldwork.case(case).attachments
    assert value == f"{kept.attachment}.jpg"
    assert (kept.ref, kept.media_type) == ("/data/origin/stage", "image/jpeg")
    assert 0 < len(office.officer.vault.attachments.bytes_of(kept.attachment)) < files.largest


def test_destroyed_file_leaves_its_entries(office: Office) -> None:
    case = office.interview()
    entry = keeping.attach(office.fieldwork, case, io.BytesIO(b"x"), name="a.txt", media_type="text/plain")
    assert isinstance(entry.body, Attached)
    keeping.detach(office.fieldwork, case, entry.body.attachment, "of somebody else")
    assert office.fieldwork.case(case).attachments == ()
    assert office.officer.vault.attachments.all() == ()
    last = office.fieldwork.entries(case)[-1].body
    assert last == Detached(entry.body.attachment, "of somebody else")
    assert (
        refused(lambda: keeping.detach(office.fieldwork, case, entry.body.attachment, "x")) == "case.attachment.unknown"
    )  # type: ignore[attr-defined]


# ---- how long --------------------------------------------------------------------------------------------------


def rules_due(office: Office, days: int) -> dict[str, tuple[str, bool]]:
    return {each.case: (each.rule.id, each.held) for each in keeping.due(office.fieldwork, NOW + timedelta(days=days))}


def test_case_is_due_by_its_rule_and_time(office: Office) -> None:
    interviewed = office.interview()
    declined = office.fieldwork.begin(office.officer.current_pack("second_line"))
    office.fieldwork.record(declined, Consented("record", "no"))
    practice = office.fieldwork.begin(office.officer.current_pack("second_line"), practice=True)
    assert rules_due(office, 1) == {declined: ("declined", False)}
    assert rules_due(office, 60) == {declined: ("declined", False), practice: ("practice", False)}
    office.fieldwork.record(declined, Held("complaint"))
    assert rules_due(office, 60)[declined] == ("declined", True)
    assert interviewed not in rules_due(office, 3000)  # presumed, and nothing was handed over


def test_shipped_rules_have_words_in_both_languages() -> None:
    rules = load_rules((RESOURCES / "retention.toml").read_bytes())
    assert [rule.id for rule in rules] == ["declined", "no_indication", "acknowledged", "practice"]
    assert all(rule.names["uk"] and rule.names["en"] for rule in rules)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "source = ''\n[[rule]]\nid='a'\nafter_hours=1\nnames={}",
        "source = 'x'\n[[rule]]\nid='a'\nafter_hours=-1\nnames={}",
        "source = 'x'\n[[rule]]\nid='a'\nafter_hours=1.5\nnames={}",
        "source = 'x'\n[[rule]]\nid='a'\nafter_hours=1\nnames={}\nstate='open'",
        "source = 'x'\nrule = 3",
        "[[",
    ],
)
def test_rules_that_cannot_be_meant_are_refused(text: str) -> None:
    assert refused(lambda: load_rules(text.encode())) == "case.retention.file"


# ---- erasure ---------------------------------------------------------------------------------------------------


def test_erased_case_is_gone_and_its_certificate_proves_it(office: Office) -> None:
    case = office.interview()
    count = len(office.fieldwork.entries(case))
    erased = keeping.erase(office.fieldwork, case, "request", "asked by the person")
    assert refused(lambda: office.fieldwork.case(case)) == "case.unknown"
    assert erased.certificate is not None
    container = asic.open(erased.certificate)
    told = json.loads(container.files["erasure.json"])
    assert (told["case"], told["entries"], told["rule"]) == (case, count, "request")
    vault = office.officer.vault
    proof = [bytes.fromhex(part) for part in told["log"]["inclusion"]]
    leaf = vault._ledger.leaves()[told["entry"] - 1]
    head = log.Head(told["log"]["size"], told["log"]["root"])
    assert log.verify_inclusion(leaf, told["entry"] - 1, head, proof)
    assert vault.check().ok
    assert [entry.body.kind for entry in vault.entries(STATION)][-1] == "erased"


def test_held_case_stays(office: Office) -> None:
    case = office.interview()
    office.fieldwork.record(case, Held("complaint"))
    assert refused(lambda: keeping.erase(office.fieldwork, case, "request", "x")) == "case.erase.held"
    office.fieldwork.record(case, Held(""))
    keeping.erase(office.fieldwork, case, "request", "x")


def test_no_reason_no_erasure(office: Office) -> None:
    case = office.interview()
    assert refused(lambda: keeping.erase(office.fieldwork, case, "request", " \n")) == "case.reason"
    assert office.fieldwork.case(case).id == case


def test_referral_nobody_acknowledged_keeps_its_case_unless_the_person_asks(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    referring.seal(office.fieldwork, case, ["social-service"])
    (item,) = outbox.items(office.fieldwork)
    assert refused(lambda: keeping.erase(office.fieldwork, case, "acknowledged", "time")) == "case.erase.unsent"
    keeping.erase(office.fieldwork, case, "request", "asked by the person")
    assert outbox.items(office.fieldwork) == ()
    assert not office.officer.vault.has_blob(item.packet.digest)


def packet(office: Office, case: CaseId) -> bytes:
    (sealed,) = referring.seal(office.fieldwork, case, ["social-service"])
    return office.officer.vault.blob(sealed.digest)


def test_numbers_of_packets_go_on_and_the_log_is_still_compared_after_an_erasure(office: Office) -> None:
    first, second = office.interview(), office.interview()
    for case in (first, second):
        office.consent(case)
    early = packet(office, first)
    office.registry.take_in("early", early)
    keeping.erase(office.fieldwork, first, "request", "asked")
    taken = office.registry.take_in("late", packet(office, second))
    assert (taken.result, taken.findings) == ("imported", ())
    assert office.registry.take_in("early", early).result == "duplicate"


def test_supervisor_erases_and_does_not_take_the_packet_in_again(office: Office) -> None:
    case = office.interview()
    office.consent(case)
    early = packet(office, case)
    office.registry.take_in("early", early)
    keeping.erase(office.supervisor.fieldwork, case, "request", "asked")
    for registry in (office.registry, Registry(office.registry.means)):
        registry.read_again()
        assert registry.packets() == ()
        assert registry.take_in("early", early).result == "duplicate"
    office.fieldwork.record(case, Noted("more", "observed"))
    taken = office.registry.take_in("late", packet(office, case))
    assert (taken.result, taken.findings) == ("imported", ())
