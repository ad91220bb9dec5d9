# ruff: noqa: RUF001 - Ukrainian text
from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
import tomllib
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.paper.sample import HEX, as_data, packet

from screening.errors import PaperError
from screening.paper.render import consent_pdf, receipt_pdf, referral_pdf

RESOURCES = Path(__file__).parents[2] / "resources"


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\ufffe", "").split())


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return {
            one.get_name(): bytes(one.get_data())
            for one in (document.get_attachment(index) for index in range(document.count_attachments()))
        }


def copied(target: Path, *folders: str) -> None:
    for folder in folders:
        shutil.copytree(RESOURCES / folder, target / folder)


def test_the_sheet_says_what_it_is_and_what_it_is_not():
    text = words_of(referral_pdf(packet(), "uk", RESOURCES))
    assert "Направлення" in text
    assert "припущення за першими ознаками, а не рішення" in text
    assert "Вагомі підстави направити" in text
    assert "Посилання" not in text


def test_safety_comes_before_everything_else_about_the_person():
    text = words_of(referral_pdf(packet(), "uk", RESOURCES))
    order = ["Терміново", "Безпека: чого не робити", "Висновок скринінгу", "Виміри", "Про людину", "Згода", "Відповіді"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_sheet_without_restrictions_says_so_instead_of_staying_silent():
    assert "named no restrictions" in words_of(referral_pdf(packet(restrictions=[]), "en", RESOURCES))


def test_not_urgent_prints_no_alarm():
    content = packet(urgency={"urgent": False, "rules": []})
    assert "Urgent" not in words_of(referral_pdf(content, "en", RESOURCES))


def test_english_words_on_an_english_sheet():
    text = words_of(referral_pdf(packet(), "en", RESOURCES))
    assert "Strong grounds to refer" in text
    assert "23 Nov 2026 21:40 UTC" in text
    assert "not yet compared with the source" in text
    assert "victim" not in text.lower()


def test_names_and_places_withheld_are_named_only_by_kind():
    text = words_of(referral_pdf(packet(), "en", RESOURCES))
    assert "Money and debts" in text
    assert "Information about other people" in text


def test_the_signed_data_travel_inside_unchanged():
    content = packet()
    data = as_data(content)
    pdf = referral_pdf(content, "uk", RESOURCES, data=data)
    assert attachments_of(pdf) == {"referral.json": data}
    digest = hashlib.sha256(data).hexdigest()
    assert digest in words_of(pdf).replace(" ", "")


def test_without_signed_data_it_is_a_preview():
    assert "не підписано" in words_of(referral_pdf(packet(), "uk", RESOURCES))
    assert "не підписано" not in words_of(referral_pdf(packet(), "uk", RESOURCES, data=as_data(packet())))


def test_practice_is_written_on_the_sheet():
    assert "made up" in words_of(referral_pdf(packet(practice=True), "en", RESOURCES))


def test_the_same_packet_gives_the_same_bytes():
    data = as_data(packet())
    first = referral_pdf(packet(), "uk", RESOURCES, data=data)
    assert first == referral_pdf(packet(), "uk", RESOURCES, data=data)


def test_it_declares_the_archive_and_accessibility_standards_and_its_language():
    pdf = referral_pdf(packet(), "uk", RESOURCES)
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert pdfium.FPDFCatalog_IsTagged(document)
        size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
        buffer = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFCatalog_GetLanguage(document, buffer, size)
        assert bytes(buffer).decode("utf-16-le").rstrip("\0") == "uk"


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*bold* _it_ $x^2$ <label> @ref",
        "] #text(red)[",
        "\\u{41} // not a comment",
        "= Heading",
    ],
)
def test_text_is_never_read_as_markup(hostile):
    content = packet(restrictions=[hostile], fields={"summary": hostile, "needs": [hostile]})
    text = words_of(referral_pdf(content, "uk", RESOURCES))
    assert text.count(hostile) == 3


def test_a_character_no_font_holds_is_shown_as_its_code_and_said_so():
    text = words_of(referral_pdf(packet(restrictions=["Не дзвонити 😀"]), "uk", RESOURCES))
    assert "Не дзвонити ‹U+1F600›" in text
    assert "подано тут кодами" in text


def test_a_hidden_change_of_direction_is_made_visible():
    text = words_of(referral_pdf(packet(restrictions=["12\u202e34"]), "uk", RESOURCES))
    assert "12‹U+202E›34" in text


def test_strict_refuses_what_it_cannot_draw():
    with pytest.raises(PaperError) as caught:
        referral_pdf(packet(restrictions=["😀"]), "uk", RESOURCES, strict=True)
    assert caught.value.code == "paper.glyph"


def test_arabic_romanian_and_polish_are_drawn():
    said = ["سلام عليكم", "Țară și împrejurimi", "Zażółć gęślą jaźń", "Ґанок, їжак, п’ять"]
    pdf = referral_pdf(packet(restrictions=said), "uk", RESOURCES, strict=True)
    text = words_of(pdf)
    assert all(words in text for words in said[1:])
    assert b"NotoNaskhArabic" in pdf


def test_an_override_shows_both_outcomes_and_the_reason():
    changed = packet()["assessment"] | {
        "outcome": "elevated",
        "override": {"outcome": "elevated", "reason": "Разом із керівником.", "role": "supervisor"},
    }
    text = words_of(referral_pdf(packet(assessment=changed), "uk", RESOURCES))
    assert "Суттєві ознаки" in text
    assert "За правилами виходило: Вагомі підстави направити" in text
    assert "Разом із керівником." in text


@pytest.mark.parametrize(
    "outcome", ["presumed", "child_protection", "elevated", "some", "insufficient", "no_indication"]
)
def test_every_outcome_has_words(outcome):
    said = tomllib.loads((RESOURCES / "words" / "outcomes.en.toml").read_text(encoding="utf-8"))["outcome"][outcome]
    content = packet(assessment={"outcome": outcome, "override": None, "facts": None, "result": None})
    text = words_of(referral_pdf(content, "en", RESOURCES))
    assert said["name"] in text
    assert said["sentence"] in text


def test_the_reason_of_a_dimension_stands_at_the_dimension():
    text = words_of(referral_pdf(packet(), "en", RESOURCES))
    assert "Exploitation and coercion at destination" in text
    assert "condition met 2 strong indicators. Indicators: CD01" in text
    assert text.count("2 strong indicators.") == 1


def test_a_very_long_answer_is_printed_to_its_last_word():
    said = " ".join(f"слово{number}" for number in range(3000))
    answers = [packet()["answers"][0] | {"verbatim": said}]
    text = words_of(referral_pdf(packet(answers=answers), "uk", RESOURCES)).replace("\x02", "")
    assert all(f"слово{number}" in text for number in (0, 1500, 2999))


def test_age_bands_and_purposes_are_in_words():
    text = words_of(referral_pdf(packet(), "en", RESOURCES))
    assert "Age 25-34 years" in text
    assert "sexual exploitation" in text


def test_a_packet_for_statistics_alone_prints():
    content = packet(assessment=None, answers=[], consent=[], fields={}, withheld=[], restrictions=[])
    assert "No answers for this recipient" in words_of(referral_pdf(content, "en", RESOURCES))


def test_attachments_and_the_replaced_packet_are_named():
    kept = [{"name": "attachments/1.jpg", "type": "image/jpeg", "size": 3, "sha256": HEX}]
    text = words_of(referral_pdf(packet(attachments=kept, supersedes=HEX), "en", RESOURCES))
    assert "attachments/1.jpg" in text
    assert "Replaces packet" in text


def test_a_child_and_odd_values_are_spelled_out():
    content = packet(fields={"child": {"alone": True, "age": 9, "with": []}, "needs": "bed"}, population="child")
    assert "alone: yes; age: 9; with: none" in words_of(referral_pdf(content, "en", RESOURCES))


def test_a_ground_other_than_consent_is_printed():
    given = packet()["consent"][0] | {"to": "police", "by": "not-required", "reason": "child"}
    content = packet(consent=[given]) | {"names": {"grounds": {"child": "The law protects every child."}}}
    assert "Ground: The law protects every child." in words_of(referral_pdf(content, "en", RESOURCES))


def test_the_record_of_consent_has_places_to_sign():
    record = {"case": "7F3K2M9QX4T8", "at": "2026-11-23T21:40:07Z", "consent": packet()["consent"], "practice": True}
    text = words_of(consent_pdf(record, "uk", RESOURCES))
    assert "Запис про згоду" in text
    assert "Підпис або позначка людини" in text
    assert "вигадане" in text


def test_a_receipt_can_be_read_by_people():
    receipt = {
        "packet": "7F3K2M9QX4T8W1Z5C6B0NAHJGD",
        "digest": HEX,
        "decision": "question",
        "reason": "Чи є безпечний номер?",
        "at": "2026-11-23T22:40:07Z",
        "signer": "0A1B",
        "head": {"size": 9, "root": HEX},
        "seen": {"size": 214, "root": HEX},
    }
    text = words_of(receipt_pdf(receipt, "uk", RESOURCES))
    assert "є запитання" in text
    assert "Чи є безпечний номер?" in text
    assert HEX in text.replace(" ", "")


def test_another_language_is_refused():
    with pytest.raises(PaperError) as caught:
        referral_pdf(packet(), "fr", RESOURCES)
    assert caught.value.code == "paper.language"


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("paper/labels.uk.toml", "paper.resources"),
        ("words/outcomes.uk.toml", "paper.resources"),
        ("paper/sheet.typ", "paper.resources"),
        ("fonts/NotoSans-Regular.ttf", "paper.fonts"),
    ],
)
def test_a_missing_or_broken_resource_is_named(tmp_path, gone, code):
    copied(tmp_path, "paper", "words", "fonts")
    (tmp_path / gone).unlink()
    if gone.startswith("fonts"):
        (tmp_path / gone).write_bytes(b"\0\1\0\0\0\1")
    with pytest.raises(PaperError) as caught:
        referral_pdf(packet(), "uk", tmp_path)
    assert caught.value.code == code


def test_no_fonts_at_all_is_said(tmp_path):
    copied(tmp_path, "paper", "words")
    with pytest.raises(PaperError) as caught:
        referral_pdf(packet(), "uk", tmp_path)
    assert caught.value.code == "paper.fonts"


def test_a_template_that_does_not_compile_is_no_crash(tmp_path):
    copied(tmp_path, "paper", "words", "fonts")
    (tmp_path / "paper" / "sheet.typ").write_text("#panic(sys.inputs.document)", encoding="utf-8")
    with pytest.raises(PaperError) as caught:
        referral_pdf(packet(), "uk", tmp_path)
    assert caught.value.code == "paper.render"
    assert caught.value.__cause__ is None
    assert "Оксана" not in str(caught.value)


def test_both_languages_have_the_same_labels():
    uk, en = (
        tomllib.loads((RESOURCES / "paper" / f"labels.{language}.toml").read_text(encoding="utf-8"))
        for language in ("uk", "en")
    )
    assert {table: sorted(uk[table]) for table in uk} == {table: sorted(en[table]) for table in en}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_can_be_printed(said):
    assert referral_pdf(packet(restrictions=[said], answers=[]), "uk", RESOURCES).startswith(b"%PDF-1.7")


def test_poppler_reads_the_text_and_finds_every_font_embedded(tmp_path):
    if shutil.which("pdftotext") is None or shutil.which("pdffonts") is None:
        pytest.skip("not run: poppler is not installed")
    path = tmp_path / "referral.pdf"
    path.write_bytes(referral_pdf(packet(), "uk", RESOURCES, data=as_data(packet())))
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout.decode()
    assert "Вагомі підстави направити" in text
    assert "Не телефонувати" in text
    fonts = subprocess.run(["pdffonts", path], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all("NotoSans" in line and " yes yes yes " in line for line in fonts)
