"""What the in-depth interview promises: sittings, gates, chapters, the same questions as second line, words."""

# ruff: noqa: RUF001, S311 - the words are Ukrainian; an interview is drawn again from its seed

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.casefile.evidence import gates, urgent_rules
from screening.forms import packs
from screening.forms.form import Form
from screening.forms.linter import check
from screening.forms.session import Session
from screening.referral.htcds import load_standard
from screening.referral.profiles import CATEGORIES
from screening.station.authoring import build_pack
from support.xlsform import Asked, Instrument, convert, convert_workbook, read

UK, EN = "Ukrainian (uk)", "English (en)"
COUNTS = {"DR": 10, "CR": 10, "VR": 16, "EX": 9, "CD": 15, "VD": 7}
ADULT = {f"{dimension}{number:02d}" for dimension, count in COUNTS.items() for number in range(1, count + 1)}
GATES = {"stop", "child", "do_not_interview", *(f"urgent:U{number}" for number in range(1, 8))}
SITTING = "/data/safety/sitting"
SAFE = {"private": "yes", "understands": "own", "agrees": "yes", "safe_talk": "yes"}
CHAPTERS = {
    "person": "M1",
    "before": "M2",
    "offer": "M3",
    "money": "M4",
    "journey": "M5",
    "places": "M6",
    "control": "M7",
    "leaving": "M8",
    "health": "M9",
    "danger_now": "M10",
    "others": "M11",
    "protection": "M12",
    "law_record": "M13",
    "wishes": "M14",
    "closing_talk": "M15",
}


@pytest.fixture(scope="module")
def file(root: Path) -> Path:
    return root / "forms" / "migration" / "form.md"


@pytest.fixture(scope="module")
def words(file: Path) -> str:
    return convert(file)


@pytest.fixture(scope="module")
def indepth(words: str) -> Instrument:
    return read(words)


@pytest.fixture(scope="module")
def form(words: str) -> Form:
    return Form.parse(words.encode())


@pytest.fixture
def talk(form: Form, indepth: Instrument) -> Talk:
    return Talk(form, indepth)


class Talk:
    """An interview by the short names of its questions."""

    def __init__(self, form: Form, indepth: Instrument) -> None:
        self.session = Session.new(form, lambda: datetime(2026, 11, 23, 21, 0, tzinfo=UTC), random.Random(1))
        self.indepth = indepth

    def ref(self, name: str, sitting: int = 1) -> str:
        return self.indepth.asked[name].ref.replace(f"{SITTING}/", f"{SITTING}[{sitting}]/")

    def say(self, sitting: int = 1, /, **answers: str) -> Talk:
        for name, value in answers.items():
            change = self.session.answer(self.ref(name, sitting), value)
            assert change.accepted, (name, change.code)
        return self

    def begin(self, sitting: int = 1) -> Talk:
        if sitting > 1:
            self.session.add_repeat(SITTING)
        else:
            self.say(population="adult")
        return self.say(sitting, **SAFE)

    def open(self, name: str) -> bool:
        return self.session.state(self.ref(name)).relevant

    def locked(self, name: str) -> bool:
        return self.session.state(self.ref(name)).readonly

    def present(self) -> set[str]:
        facts = (fact for fact in self.session.facts() if fact.name == "ti:indicator" and fact.relevant)
        return {value for fact in facts if fact.when for value in fact.values}

    def shut(self) -> set[str]:
        return {gate for gate in gates(self.session.facts()) if not gate.startswith("urgent:")}


def questions(indepth: Instrument) -> Iterator[Asked]:
    return (asked for asked in indepth.order if not asked.note)


def shown(asked: Asked) -> set[str]:
    """The indicators that some answer here makes present."""
    pages = {pair.partition("=")[2] for pair in asked.ti.get("choices", "").split()}
    return pages | (set() if asked.ti.get("when") == "false()" else set(asked.ti.get("indicator", "").split()))


# ---- the file --------------------------------------------------------------------------------------------------


def test_form_check_finds_nothing_and_the_shipped_pack_is_the_one_the_form_gives(file: Path, root: Path) -> None:
    assert check(file.read_bytes(), "md") == ()
    pack, _ = build_pack(file, "md")
    assert pack is not None
    assert (root / "resources" / "packs" / "migration.pack").read_bytes() == pack
    manifest = packs.read(pack).manifest
    assert (manifest.form_id, manifest.status, manifest.version) == ("migration", "active", "2026.1")


def test_the_workbook_of_the_same_tables_gives_the_same_form(file: Path, words: str) -> None:
    assert convert_workbook(file) == words


def test_odk_validate_accepts_the_form(words: str, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("not run: no Java here for ODK Validate")
    import pyxform

    jar = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    form = tmp_path / "form.xml"
    form.write_text(words, "utf-8")
    done = subprocess.run(["java", "-jar", jar, form], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_chapters_follow_each_other_and_say_which_they_are(indepth: Instrument) -> None:
    assert [section.rpartition("/")[2] for section in indepth.sections] == ["safety", *CHAPTERS]
    for asked in indepth.order:
        if asked.section != "safety":
            assert asked.ti["item"] == CHAPTERS[asked.section], asked.name


def test_a_question_that_second_line_asks_has_its_name_words_and_meaning(
    indepth: Instrument, instrument: Instrument
) -> None:
    same = [name for name in indepth.asked if name in instrument.asked]
    assert set(instrument.asked) - set(same) == set()
    for name in same:
        here, there = indepth.asked[name], instrument.asked[name]
        for language in (UK, EN):
            assert indepth.words[language][f"{here.ref}:label"] == instrument.words[language][f"{there.ref}:label"]
        assert set(there.choices) <= set(here.choices), name
        for note in ("indicator", "choices", "basis", "asks", "sensitivity", "disclose"):
            mine, theirs = here.ti.get(note, ""), there.ti.get(note, "")
            assert set(theirs.split()) <= set(mine.split()), (name, note)


def test_nothing_is_missing_in_either_language(indepth: Instrument) -> None:
    ukrainian, english = indepth.words[UK], indepth.words[EN]
    assert ukrainian.keys() == english.keys()
    for key, forms in ukrainian.items():
        assert forms.keys() == english[key].keys(), key
        assert all(said and said != "-" for said in (*forms.values(), *english[key].values())), key
        assert not re.search(r"[A-Za-z]{2}", " ".join(forms.values())), key
        assert not re.search(r"[Ѐ-ӿ]", " ".join(english[key].values())), key


def test_every_question_says_what_the_officer_does_and_why_it_is_asked(indepth: Instrument) -> None:
    for asked in indepth.order:
        forms = indepth.words[UK].get(f"{asked.ref}:hint", {})
        assert forms.get(""), asked.name
        assert asked.note or forms.get("guidance"), asked.name


def test_every_free_text_warns_what_must_not_be_written_down(indepth: Instrument) -> None:
    others = {"name", "citizenship_other", "tongue_other", "contact", "leg_when", "birth_year", "age"}
    counted = {"sitting_date", "sitting_next", "sitting_minutes", "ledger_amount"}
    texts = [asked for asked in questions(indepth) if asked.kind == "input" and asked.name not in others | counted]
    assert len(texts) > 35
    for asked in texts:
        assert "Не записуйте" in indepth.words[UK][f"{asked.ref}:hint"][""], asked.name
        assert "Do not write" in indepth.words[EN][f"{asked.ref}:hint"][""], asked.name


def test_the_words_of_judgement_are_not_used(indepth: Instrument) -> None:
    for language, banned in ((UK, r"\bжертв|торгівл|підозрюван|нелегал"), (EN, r"\bvictim|traffick|suspect|illegal")):
        for key, forms in indepth.words[language].items():
            for said in forms.values():
                assert not re.search(banned, said, re.IGNORECASE), key


def test_every_annotation_is_one_that_the_program_knows(indepth: Instrument) -> None:
    elements = {"population", "stage", "act", "purpose", "self_identified", "unaccompanied"}
    for asked in indepth.order:
        assert asked.ti["item"], asked.name
        assert asked.ti["source"], asked.name
        assert asked.ti.get("gate", "stop") in GATES
        assert asked.note or asked.ti["sensitivity"] in {"0", "1", "2", "3"}
        assert asked.ti.get("disclose", "needs") in CATEGORIES
        assert asked.ti.get("asks", "officer") == "officer"
        assert asked.ti.get("basis", "observed") in {"person_said", "observed", "document", "officer_inference"}
        assert asked.ti.get("element", "act") in elements
        assert asked.ti.get("carry", "yes") in {"yes", "no"}
        assert ("element" in asked.ti) == ("as" in asked.ti)
        assert ("choices" in asked.ti) <= (asked.kind == "select")
        assert shown(asked) <= ADULT


def test_every_source_is_explained(indepth: Instrument, root: Path) -> None:
    pages = [root / "docs" / "instruments.md", root / "docs" / "instruments" / "migration.md"]
    told = " ".join(page.read_text("utf-8") for page in pages)
    for asked in indepth.order:
        assert f"`{asked.ti['source']}`" in told, asked.name


def test_the_way_and_the_place_are_never_asked_together(indepth: Instrument) -> None:
    for asked in questions(indepth):
        dimensions = {indicator[:2] for indicator in shown(asked)}
        assert not (dimensions & {"DR", "CR", "VR"} and dimensions & {"EX", "CD", "VD"}), asked.name


def test_vulnerability_counts_only_when_somebody_used_it(indepth: Instrument) -> None:
    for asked in questions(indepth):
        if {indicator[:2] for indicator in shown(asked)} & {"VR", "VD"}:
            assert re.search(r"used_(way|there)_by {2}!= 'nobody'", asked.relevant), asked.name


def test_partly_always_asks_for_words(indepth: Instrument) -> None:
    partly = [asked for asked in questions(indepth) if "partly" in asked.choices]
    assert len(partly) > 15
    for asked in partly:
        note = indepth.asked[f"{asked.name}_partly"]
        assert note.required
        assert indepth.order.index(note) == indepth.order.index(asked) + 1


def test_sensitive_questions_come_after_the_words_that_they_may_be_skipped(indepth: Instrument) -> None:
    offered = False
    for asked in indepth.order:
        label = indepth.words[UK][f"{asked.ref}:label"][""]
        if asked.ti.get("sensitivity") == "3":
            assert offered, asked.name
        elif "пропустити" in label:
            offered = True
        elif not asked.name.endswith(("_which", "_partly")):
            offered = False


def test_who_the_person_is_and_all_else_may_stay_open(indepth: Instrument) -> None:
    required = {asked.name for asked in questions(indepth) if asked.required}
    assert {name for name in required if not name.endswith("_partly")} == {"population"}


def test_claims_for_protection_are_shared_with_nobody(indepth: Instrument) -> None:
    for name in ("return_fear", "protection_wants", "mandate", "proceedings"):
        assert "disclose" not in indepth.asked[name].ti


def test_answers_that_go_into_the_case_data_standard_are_in_its_own_codes(indepth: Instrument, root: Path) -> None:
    standard = load_standard(json.loads((root / "resources" / "htcds.json").read_text("utf-8")))
    for asked in questions(indepth):
        if "field" in asked.htcds:
            codes = standard[asked.htcds["field"]].codes
            assert (set(asked.choices) - set(codes) if codes else set()) <= {"self", "none"}, asked.name


def test_no_construct_on_which_engines_disagree(indepth: Instrument) -> None:
    for expression in indepth.expressions:
        assert not re.search(r"\b(regex|round|floor|ceiling|position|pulldata|indexed-repeat)\b|\[", expression)


def test_a_question_fits_two_lines_and_an_answer_one(indepth: Instrument, root: Path, qapp: object) -> None:
    assert qapp
    from PySide6.QtGui import QFont, QFontDatabase, QTextLayout

    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(root / "resources" / "fonts" / f"NotoSans-{weight}.ttf"))

    def lines(said: str, pixels: int, width: int, *, bold: bool) -> int:
        font = QFont("Noto Sans")
        font.setPixelSize(pixels)
        font.setBold(bold)
        layout = QTextLayout(said, font)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            count += 1
        layout.endLayout()
        return count

    for language in (UK, EN):
        for key, forms in indepth.words[language].items():
            if key.endswith(":label"):
                assert lines(forms[""], 26, 762, bold=True) <= 2, key
            elif key.endswith(":hint"):
                assert lines(forms[""], 16, 762, bold=False) <= 3, key
            elif not key.startswith("/"):
                assert lines(forms[""], 18, 640, bold=False) == 1, key


# ---- sittings --------------------------------------------------------------------------------------------------


def test_nothing_is_asked_before_a_sitting_is_open(talk: Talk) -> None:
    assert not any(talk.open(name) for name in ("name", "stage", "told", "docs_way", "threats_way", "return_fear"))
    assert all(talk.open(name) for name in ("wants", "summary"))
    talk.begin()
    assert all(talk.open(name) and not talk.locked(name) for name in ("name", "stage", "told", "docs_way"))


@pytest.mark.parametrize(
    ("gate", "answer"),
    [("private", "no"), ("fit", "no"), ("spoken_today", "yes"), ("understands", "no"), ("agrees", "no")],
)
def test_one_shut_gate_keeps_the_first_sitting_closed(talk: Talk, gate: str, answer: str) -> None:
    talk.begin().say(1, **{gate: answer})
    assert not talk.open("stage")
    assert talk.shut() & {"stop", "do_not_interview"}


def test_an_interpreter_who_is_not_trusted_closes_the_talk(talk: Talk) -> None:
    talk.begin().say(understands="interpreter", interpreter="independent")
    assert talk.open("stage")
    talk.say(interpreter_trusted="no")
    assert not talk.open("stage")
    assert talk.shut() == {"do_not_interview"}
    assert not talk.say(interpreter_trusted="yes", interpreter="companion").open("stage")


def test_between_two_sittings_answers_count_but_nothing_can_be_asked(talk: Talk) -> None:
    talk.begin().say(stage="post", docs_there="kept")
    talk.say(sitting_over="tired", sitting_minutes="70", sitting_leaves="calm")
    assert talk.open("docs_there")
    assert talk.locked("docs_there")
    assert talk.session.answer(talk.ref("docs_there"), "self").code == "form.answer.readonly"
    assert "CD01" in talk.present()


def test_a_second_sitting_goes_on_where_the_first_ended_once_its_own_gates_are_open(talk: Talk) -> None:
    talk.begin().say(stage="post", docs_there="kept", sitting_over="planned")
    talk.session.add_repeat(SITTING)
    talk.say(2, private="no")
    assert talk.locked("free_there")
    assert talk.shut() == {"do_not_interview"}
    assert "CD01" in talk.present()
    talk.say(2, private="yes", understands="own", agrees="yes", safe_talk="yes", sitting_tongue="ukr")
    assert not talk.locked("free_there")
    assert talk.shut() == set()
    assert {"CD01", "CD03"} <= talk.say(free_there="held").present()


def test_a_sitting_that_did_not_open_ends_and_raises_no_gate_later(talk: Talk) -> None:
    talk.say(population="adult", private="no")
    assert talk.shut() == {"do_not_interview"}
    talk.say(sitting_over="shut")
    assert talk.shut() == set()


def test_a_child_is_never_interviewed_here(talk: Talk) -> None:
    talk.begin().say(population="child", escort="unverified")
    assert not talk.open("stage")
    assert talk.shut() == {"child"}
    assert urgent_rules(talk.session.facts()) == ("U3",)


def test_doubt_about_age_waits_for_the_childrens_service(talk: Talk) -> None:
    assert not talk.begin().say(population="age_disputed").open("stage")
    assert talk.say(child_service="yes").open("stage")


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"danger": "yes"}, "U1"),
        ({"contact_now": "near"}, "U1"),
        ({"afraid": "here"}, "U1"),
        ({"medical": "yes"}, "U2"),
        ({"health_now": "now"}, "U2"),
        ({"others_held": "unplaced", "others_children": "yes"}, "U3"),
        ({"others_held": "place"}, "U4"),
        ({"said_self": "yes", "afraid": "away"}, "U6"),
        ({"stage": "pre", "decides": "yes", "intended": "organ"}, "U7"),
    ],
)
def test_urgent_rules_are_raised(talk: Talk, answers: dict[str, str], rule: str) -> None:
    talk.begin().say(1, **answers)
    assert urgent_rules(talk.session.facts()) == (rule,)


def test_leaving_unwell_calls_for_a_doctor(talk: Talk) -> None:
    talk.begin().say(sitting_over="asked", sitting_leaves="unwell")
    assert urgent_rules(talk.session.facts()) == ("U2",)


def test_schooling_is_reached_here(talk: Talk) -> None:
    assert "EX09" in talk.begin().say(stage="post", schooling="yes").present()


def test_the_purpose_of_servitude_is_what_the_person_names(talk: Talk) -> None:
    talk.begin().say(stage="post")
    assert not talk.open("used_for")
    talk.say(quit_there="held", used_for="home")
    codes = {c for f in talk.session.facts() if f.name == "ti:purpose" and f.when for c in f.values}
    assert codes == {"DOM"}


@given(seed=st.integers(0, 2**32), length=st.integers(10, 200))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_interview_breaks_the_rules(form: Form, indepth: Instrument, seed: int, length: int) -> None:
    draw = random.Random(seed)
    talk = Talk(form, indepth)
    if draw.random() < 0.8:
        talk.begin()
    nested = re.compile(r"/(leg|ledger|place)/")
    choosing = [asked for asked in indepth.order if asked.choices and not nested.search(asked.ref)]
    for _ in range(length):
        states = [(asked, talk.session.state(talk.ref(asked.name))) for asked in choosing]
        asked = draw.choice([one for one, state in states if state.relevant and not state.readonly])
        if draw.random() < 0.1:
            talk.session.set_missing(talk.ref(asked.name), draw.choice(["declined", "unsure", "not_asked"]))
            continue
        several = draw.sample(asked.choices, draw.randint(1, len(asked.choices))) if asked.kind == "select" else []
        talk.session.answer(talk.ref(asked.name), " ".join(several) or draw.choice(asked.choices))
    dimensions = {name[:2] for name in talk.present()}
    if talk.session.value("/data/before/stage") == "pre":
        assert not dimensions & {"EX", "CD", "VD"}
    if talk.session.value("/data/safety/population") == "child" or not talk.open("stage"):
        assert not dimensions
    again = talk.session.again()
    assert again.facts() == talk.session.facts()
