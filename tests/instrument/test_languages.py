"""What is said to the person, in every language: complete, in its own script, clean, drawable, true to its state."""

from __future__ import annotations

import shutil
import subprocess
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from screening.forms import packs, translations
from screening.forms.linter import check
from screening.paper.glyphs import drawable, spelled
from screening.station.authoring import languages_beside
from support.languages import FAR, GATES, INSTRUMENTS, NEAR, PAGE, language, page, phrases, sources, strings

EVERY = (*NEAR, *FAR)
SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("ar", "fa", "ur"), "ARABIC"),
    **dict.fromkeys(("ro", "pl", "hu", "sk", "tr", "vi", "uz", "fr", "es"), "LATIN"),
    "ru": "CYRILLIC",
    "hi": "DEVANAGARI",
    "bn": "BENGALI",
    "ka": "GEORGIAN",
}
FOREIGN: Mapping[str, str] = {
    "ru": "іїєґІЇЄҐ",
    "ar": "پچژگکیے",
    "fa": "كيىة",
    "ur": "كيىة",
    "ro": "şţŞŢ",
}
"""Letters of a neighbouring language, or look-alikes from before Unicode had the right ones."""
SAME = {"No", "Moldova", "Belarus", "Euro", "Forint", "Police", "Ambulance"}
"""Words that are spelled as in English."""
JUDGING: Mapping[str, tuple[str, ...]] = {
    "ru": ("жертв", "торговл", "нелегал"),
    "ro": ("victim", "trafic"),
    "pl": ("ofiar", "handel ludźmi", "handlu"),
    "hu": ("áldozat", "emberkeresked"),
    "sk": ("obeť", "obete", "obchodovan"),
    "ar": ("ضحية", "ضحايا", "الاتجار"),
    "tr": ("mağdur", "kurban", "ticareti"),
    "fa": ("قربانی", "قاچاق"),
    "ur": ("متاثر", "اسمگلنگ"),
    "hi": ("पीड़ित", "तस्करी"),
    "bn": ("ভুক্তভোগী", "পাচার"),
    "vi": ("nạn nhân", "buôn người"),
    "uz": ("jabrlan", "qurbon", "savdosi"),
    "ka": ("მსხვერპლ", "ტრეფიკინგ"),
    "fr": ("victime", "traite"),
    "es": ("víctima", "trata de personas"),
}


@pytest.mark.parametrize("code", EVERY)
def test_a_language_has_every_string_it_is_meant_for_and_none_is_stale(code: str) -> None:
    wanted = INSTRUMENTS if code in NEAR else ("first_line", "second_line")
    for instrument in wanted:
        read = language(instrument, code)
        assert read is not None, instrument
        assert read.covers == (() if code in NEAR or instrument == "first_line" else (GATES,))
        assert translations.lacking(read, sources(instrument)) == ()
        assert translations.stale(read, sources(instrument)) == ()
    assert phrases().lacking(code) == ()
    assert phrases().stale(code) == ()


@pytest.mark.parametrize("code", EVERY)
def test_words_are_in_the_script_of_their_language(code: str) -> None:
    for where, key, text, _ in strings(code):
        bare = text.replace("{recipient}", "").replace("{number}", "")
        names = {unicodedata.name(letter).split()[0] for letter in bare if unicodedata.category(letter)[0] == "L"}
        assert names <= {SCRIPTS[code], "MODIFIER"}, (where, key, names)  # the Uzbek apostrophe is a modifier letter
        assert names or not bare.strip(), (where, key)
        assert not set(text) & set(FOREIGN.get(code, "")), (where, key)


@pytest.mark.parametrize("code", EVERY)
def test_words_are_whole_and_clean(code: str) -> None:
    for where, key, text, (ukrainian, english, *_) in strings(code):
        assert unicodedata.normalize("NFC", text) == text, (where, key)
        assert "  " not in text, (where, key)
        assert text != english or text in SAME, (where, key)
        assert len(text) <= max(2.2 * max(len(ukrainian), len(english)), 36), (where, key)
        assert ("?" in ukrainian) == any(mark in text for mark in "?؟"), (where, key)


@pytest.mark.parametrize("code", EVERY)
def test_no_word_judges(code: str) -> None:
    for where, key, text, _ in strings(code):
        assert not any(word in text.casefold() for word in JUDGING[code]), (where, key)


@pytest.mark.parametrize("code", EVERY)
def test_the_shipped_fonts_hold_every_letter(code: str, root: Path) -> None:
    points = drawable(root / "resources" / "fonts")
    for where, key, text, _ in strings(code):
        assert spelled(text, points) == text, (where, key)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_the_linter_has_nothing_to_say_of_the_languages(instrument: str, root: Path) -> None:
    form = root / "forms" / instrument / "form.md"
    assert [
        each
        for each in check(form.read_bytes(), "md", languages=languages_beside(form))
        if each.code != "form.lint.translation"
    ] == []


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_shipped_pack_holds_its_languages_and_says_their_state(instrument: str, root: Path) -> None:
    pack = packs.read((root / "resources" / "packs" / f"{instrument}.pack").read_bytes())
    form = pack.form()
    for code in EVERY:
        read = language(instrument, code)
        if read is None:
            continue
        told = pack.report["languages"][read.name]
        assert (told["missing"], told["stale"], told["covers"]) == ([], [], list(read.covers))
        assert sum(len(group["texts"]) for group in told["states"]) == len(read.strings) == told["present"]
        for key, string in read.strings.items():
            assert form.translations[read.name][sources(instrument)[key].text_id].parts == (string.text,)


def test_odk_validate_accepts_a_form_with_all_its_languages(root: Path, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("not run: no Java here for ODK Validate")
    import pyxform

    jar = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    form = tmp_path / "form.xml"
    form.write_bytes(packs.read((root / "resources" / "packs" / "second_line.pack").read_bytes()).form_xml)
    done = subprocess.run(["java", "-jar", jar, form], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_all_languages_together_load_within_a_quarter_of_a_second(instrument: str, root: Path) -> None:
    pack = packs.read((root / "resources" / "packs" / f"{instrument}.pack").read_bytes())
    took = []
    for _ in range(5):
        begun = time.process_time()
        pack.form()
        took.append(time.process_time() - begun)
    assert min(took) < 0.25


def test_no_help_line_has_its_number_in_words_and_each_that_is_offered_has_neutral_ones(root: Path) -> None:
    import tomllib

    lines = tomllib.loads((root / "resources" / "jurisdiction" / "ua" / "hotlines.toml").read_text("utf-8"))["hotline"]
    offered = {f"line.{line['id']}" for line in lines if line["offer"]}
    assert offered == {key for key in phrases().keys if key.startswith("line.")}
    for code in ("uk", "en", *EVERY):
        assert not any(letter.isdigit() for *_, text in _texts(code) for letter in text), code


def _texts(code: str) -> list[tuple[str, str]]:
    return [(key, string.text) for key, string in phrases().languages[code].strings.items()]


def test_the_table_of_the_page_is_as_the_files_are() -> None:
    assert PAGE.read_text("utf-8") == page(), "stale: python -m support.languages"
