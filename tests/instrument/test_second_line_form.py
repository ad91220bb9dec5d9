"""What the second-line instrument promises, read from its XForm alone."""

# ruff: noqa: RUF001 - the words are Ukrainian

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.referral.htcds import load_standard
from screening.referral.profiles import CATEGORIES
from support.xlsform import Asked, Instrument, convert_workbook

UK, EN = "Ukrainian (uk)", "English (en)"
COUNTS = {"DR": 10, "CR": 10, "VR": 16, "EX": 9, "CD": 15, "VD": 7}
ADULT = {f"{dimension}{number:02d}" for dimension, count in COUNTS.items() for number in range(1, count + 1)}
GATES = {"stop", "child", "do_not_interview", *(f"urgent:U{number}" for number in range(1, 8))}
PURPOSES = {"LAB", "SEX", "DOM", "BEG", "CRI", "ARM", "ORG", "MAR", "SUR", "ADO", "EXP", "DEP", "OTH"}


def mapped(asked: Asked) -> dict[str, str]:
    """Choice -> indicator."""
    return dict(pair.split("=") for pair in asked.ti.get("choices", "").split())


def can_show(asked: Asked) -> set[str]:
    """The indicators that some answer here makes present."""
    own = asked.ti.get("indicator", "").split()
    return set(mapped(asked).values()) | (set() if asked.ti.get("when") == "false()" else set(own))


def can_deny(asked: Asked) -> set[str]:
    return set(mapped(asked).values()) | set(asked.ti.get("indicator", "").split())


def questions(instrument: Instrument) -> Iterator[Asked]:
    return (asked for asked in instrument.order if not asked.note)


def test_the_workbook_of_the_same_tables_gives_the_same_form(source: Path, xform: str) -> None:
    assert convert_workbook(source) == xform


def test_odk_validate_accepts_the_form(xform: str, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("not run: no Java here for ODK Validate")
    import pyxform

    jar = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    form = tmp_path / "form.xml"
    form.write_text(xform, "utf-8")
    done = subprocess.run(["java", "-jar", jar, form], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_eight_sections_as_the_rail_shows_them(instrument: Instrument) -> None:
    words = instrument.words[UK]
    assert [words[f"{section}:label"][""] for section in instrument.sections] == [
        "Безпека і приватність",
        "Як виникла поїздка",
        "Обіцянки",
        "Гроші й документи",
        "Свобода рухів",
        "Тиск і погрози",
        "Умови праці",
        "Потреби й побажання",
    ]


def test_nothing_is_missing_in_either_language(instrument: Instrument) -> None:
    ukrainian, english = instrument.words[UK], instrument.words[EN]
    assert ukrainian.keys() == english.keys()
    for key, forms in ukrainian.items():
        assert forms.keys() == english[key].keys(), key
        assert all(words and words != "-" for words in (*forms.values(), *english[key].values())), key
        assert not re.search(r"[A-Za-z]{2}", " ".join(forms.values())), key
        assert not re.search(r"[Ѐ-ӿ]", " ".join(english[key].values())), key


def test_every_question_says_what_the_officer_does_and_why_it_is_asked(instrument: Instrument) -> None:
    for asked in instrument.order:
        forms = instrument.words[UK].get(f"{asked.ref}:hint", {})
        assert forms.get("")
        assert asked.note or forms.get("guidance"), asked.name


def test_every_free_text_warns_what_must_not_be_written_down(instrument: Instrument) -> None:
    about_the_person = {"name", "citizenship_other", "tongue_other", "contact", "leg_when"}
    others = about_the_person | {"birth_year", "age"}
    texts = [asked for asked in questions(instrument) if asked.kind == "input" and asked.name not in others]
    assert len(texts) > 20
    for asked in texts:
        assert "Не записуйте" in instrument.words[UK][f"{asked.ref}:hint"][""], asked.name
        assert "Do not write" in instrument.words[EN][f"{asked.ref}:hint"][""], asked.name


def test_the_words_of_judgement_are_not_used(instrument: Instrument) -> None:
    for language, banned in ((UK, r"\bжертв|торгівл|підозрюван|нелегал"), (EN, r"\bvictim|traffick|suspect|illegal")):
        for key, forms in instrument.words[language].items():
            for words in forms.values():
                assert not re.search(banned, words, re.IGNORECASE), key


def test_every_annotation_is_one_that_the_program_knows(instrument: Instrument) -> None:
    for asked in instrument.order:
        assert asked.ti["item"], asked.name
        assert asked.ti["source"], asked.name
        assert asked.ti.get("gate", "stop") in GATES
        assert asked.ti.get("sensitivity", "0") in {"0", "1", "2", "3"}
        assert asked.note or "sensitivity" in asked.ti
        assert asked.ti.get("disclose", "needs") in CATEGORIES
        assert asked.ti.get("asks", "officer") == "officer"
        assert asked.ti.get("basis", "observed") in {"person_said", "observed", "document", "officer_inference"}
        assert asked.ti.get("element", "act") in {
            "population",
            "stage",
            "act",
            "purpose",
            "self_identified",
            "unaccompanied",
        }
        assert ("element" in asked.ti) == ("as" in asked.ti)
        assert ("choices" in asked.ti) <= (asked.kind == "select")
        assert mapped(asked).keys() <= set(asked.choices)
        assert can_deny(asked) <= ADULT


def test_sixty_six_of_the_adult_indicators_can_be_shown_and_denied(instrument: Instrument) -> None:
    shown = set().union(*(can_show(asked) for asked in questions(instrument)))
    denied = set().union(*(can_deny(asked) for asked in questions(instrument)))
    assert ADULT - shown == {"EX09"}
    assert ADULT - denied == {"EX09"}


def test_the_way_and_the_place_are_never_asked_together(instrument: Instrument) -> None:
    for asked in questions(instrument):
        dimensions = {indicator[:2] for indicator in can_show(asked)}
        assert not (dimensions & {"DR", "CR", "VR"} and dimensions & {"EX", "CD", "VD"}), asked.name
    for item in ("B7", "B8", "B10", "B11", "B12"):
        shown = {i[:2] for asked in questions(instrument) if asked.ti["item"] == item for i in can_show(asked)}
        assert {"CR", "CD"} <= shown, item


def test_nothing_about_the_place_is_asked_before_somebody_was_there(instrument: Instrument) -> None:
    for asked in questions(instrument):
        if {indicator[:2] for indicator in can_show(asked)} & {"EX", "CD", "VD"}:
            conditions = asked.relevant + instrument.groups[f"/data/{asked.section}"]
            parents = [
                instrument.asked[name].relevant
                for name in re.findall(r"/(\w+) ", asked.relevant)
                if name in instrument.asked
            ]
            grandparents = [
                instrument.asked[name].relevant
                for parent in parents
                for name in re.findall(r"/(\w+) ", parent)
                if name in instrument.asked
            ]
            assert any("/there " in condition for condition in (conditions, *parents, *grandparents)), asked.name


def test_a_no_to_the_broad_question_denies_all_that_the_next_page_offers(instrument: Instrument) -> None:
    broad = {asked.name: asked for asked in questions(instrument) if asked.ti.get("when") == "false()"}
    pages = [asked for asked in questions(instrument) if "choices" in asked.ti]
    assert len(pages) == 13
    offered: dict[str, set[str]] = {name: set() for name in broad}
    for page in pages:
        parents = [name for name in re.findall(r"/(\w+) ", page.ti["absent"]) if name in broad]
        assert len(parents) == 1, page.name
        offered[parents[0]] |= set(mapped(page).values())
        assert {"none", "unclear"} < set(page.choices)
    for name, asked in broad.items():
        if name != "stayed" and not name.endswith("_by"):
            assert offered[name] == set(asked.ti["indicator"].split()), name


def test_partly_always_asks_for_words(instrument: Instrument) -> None:
    partly = [asked for asked in questions(instrument) if "partly" in asked.choices]
    assert len(partly) > 15
    for asked in partly:
        note = instrument.asked[f"{asked.name}_partly"]
        assert note.required
        assert note.section == asked.section
        assert instrument.order.index(note) == instrument.order.index(asked) + 1


def test_sensitive_questions_come_after_the_words_that_they_may_be_skipped(instrument: Instrument) -> None:
    offered = False
    for asked in instrument.order:
        label = instrument.words[UK][f"{asked.ref}:label"][""]
        if asked.ti.get("sensitivity") == "3":
            assert offered, asked.name
        elif "пропустити" in label:
            offered = True
        elif asked.name.endswith("_which") or asked.name.endswith("_partly"):
            continue
        else:
            offered = False


def test_the_private_question_needs_permission(instrument: Instrument) -> None:
    assert instrument.asked["private_any"].relevant.split() == [instrument.asked["private_ok"].ref, "=", "'yes'"]
    assert "однієї статі" in instrument.words[UK][f"{instrument.asked['private_ok'].ref}:hint"][""]


def test_every_gate_and_every_urgent_rule_is_reached(instrument: Instrument) -> None:
    assert {asked.ti["gate"] for asked in questions(instrument) if "gate" in asked.ti} == GATES


def test_gates_come_first_and_open_all_the_other_sections(instrument: Instrument) -> None:
    items = [asked.ti["item"] for asked in instrument.order]
    assert items.index("B0") > max(place for place, item in enumerate(items) if item.startswith("G"))
    assert next(asked for asked in instrument.order if asked.section == "origin").name == "stage"
    for section in ("origin", "promises", "money", "freedom", "pressure", "work"):
        assert "/may_ask " in instrument.groups[f"/data/{section}"]
    assert instrument.groups.get("/data/wishes", "") == ""


def test_who_the_person_is_comes_last_and_is_never_required(instrument: Instrument) -> None:
    identity = [asked for asked in questions(instrument) if asked.ref.startswith("/data/wishes/person/")]
    assert len(identity) == 9
    assert all(not asked.required for asked in identity)
    required = {asked.name for asked in questions(instrument) if asked.required}
    assert {name for name in required if not name.endswith("_partly")} == {"population"}


def test_vulnerability_counts_only_when_somebody_used_it(instrument: Instrument) -> None:
    for asked in questions(instrument):
        if {indicator[:2] for indicator in can_show(asked)} & {"VR", "VD"}:
            assert re.search(r"used_(way|there)_by {2}!= 'nobody'", asked.relevant), asked.name


def test_every_form_of_exploitation_has_its_code(instrument: Instrument) -> None:
    codes = {choice.get("purpose") for items in instrument.choices.values() for choice in items.values()} - {None}
    assert codes <= PURPOSES
    assert {"LAB", "SEX", "DOM", "BEG", "CRI", "ARM", "ORG", "MAR", "SUR", "ADO"} <= codes


def test_answers_that_go_into_the_case_data_standard_are_in_its_own_codes(instrument: Instrument, root: Path) -> None:
    standard = load_standard(json.loads((root / "resources" / "htcds.json").read_text("utf-8")))
    fields = [asked for asked in questions(instrument) if "field" in asked.htcds]
    assert len(fields) >= 7
    for asked in fields:
        codes = standard[asked.htcds["field"]].codes
        outside = set(asked.choices) - set(codes) if codes else set()
        assert outside <= {"self", "none"}, asked.name


def test_no_construct_on_which_engines_disagree(instrument: Instrument) -> None:
    for expression in instrument.expressions:
        assert not re.search(r"\b(regex|round|floor|ceiling|position|pulldata|indexed-repeat)\b|\[", expression), (
            expression
        )


def test_a_question_fits_two_lines_and_an_answer_one(instrument: Instrument, root: Path, qapp: object) -> None:
    assert qapp
    measure = _measure(root / "resources" / "fonts")
    for language in (UK, EN):
        for key, forms in instrument.words[language].items():
            if key.endswith(":label"):
                assert measure(forms[""], 26, True, 762) <= 2, key
            elif key.endswith(":hint"):
                assert measure(forms[""], 16, False, 762) <= 3, key
            elif not key.startswith("/"):
                assert measure(forms[""], 18, False, 640) == 1, key


def _measure(fonts: Path):
    from PySide6.QtGui import QFont, QFontDatabase, QTextLayout

    families = set()
    for weight in ("Regular", "Bold"):
        added = QFontDatabase.addApplicationFont(str(fonts / f"NotoSans-{weight}.ttf"))
        families |= set(QFontDatabase.applicationFontFamilies(added))
    assert families == {"Noto Sans"}

    def lines(words: str, pixels: int, bold: bool, width: int) -> int:
        font = QFont("Noto Sans")
        font.setPixelSize(pixels)
        font.setBold(bold)
        layout = QTextLayout(words, font)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            count += 1
        layout.endLayout()
        return count

    return lines
