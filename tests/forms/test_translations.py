"""Language files: read strictly, woven into a form, stale when their source changes, never silently another's."""

# ruff: noqa: E501, RUF001 - tables have long lines; the words are Ukrainian

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from screening.errors import FormError
from screening.forms import archive, authoring, linter, packs, translations
from screening.forms.form import Form
from screening.forms.phrases import Phrasebook, code_of
from screening.forms.session import Session
from screening.forms.wording import reviews_of

UK, EN, RO = "Ukrainian (uk)", "English (en)", "Română (ro)"
SHEETS = """
| survey |
| | type | name | label::Ukrainian (uk) | label::English (en) | hint::Ukrainian (uk) | hint::English (en) | bind::ti:asks |
| | begin_group | talk | Розмова | Talk |  |  |  |
| | text | name | Як вас звати? | What is your name? | Запишіть. | Write it. |  |
| | select_one yes_no | well | ${name}, чи вам добре? | ${name}, are you well? | Спитайте. | Ask. |  |
| | select_one alone | alone | Чи ви самі? | Are you alone with the person? | Гляньте. | Look. | officer |
| | end_group |  |  |  |  |  |  |
| | begin_group | end | Кінець | End |  |  |  |
| | note | bye | Дякую. | Thank you. |  |  |  |
| | end_group |  |  |  |  |  |  |

| choices |
| | list_name | name | label::Ukrainian (uk) | label::English (en) |
| | yes_no | yes | Так | Yes |
| | yes_no | no | Ні | No |
| | alone | yes | Так, самі | Yes, alone |

| settings |
| | form_id | version | default_language | namespaces |
| | small | 1 | Ukrainian (uk) | ti="https://fieldscreening.org/ns/ti" |
"""
TEXTS = {
    "name": "Cum vă numiți?",
    "well": "${name}, vă simțiți bine?",
    "yes_no/yes": "Da",
    "yes_no/no": "Nu",
    "bye": "Vă mulțumesc.",
}


def now() -> datetime:
    return datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def xform(sheets: str = SHEETS) -> bytes:
    return authoring.convert(sheets.encode(), "md").xml


def line(key: str, text: str, *, of: str | None = None, reviewed: str = "") -> str:
    digest = of or translations.sources(xform())[key].of
    told = f'text = "{text}", ' if text else ""
    return f'"{key}" = {{ {told}of = "{digest}", source = "draft, 2026-11-24"{reviewed} }}'


def language(spoken: str = RO, **changed: str) -> bytes:
    lines = [line(key, text) for key, text in TEXTS.items() if key not in changed]
    return "\n".join([f'language = "{spoken}"', "[said]", *lines, *changed.values()]).encode()


def pack_with(*files: bytes, sheets: str = SHEETS) -> packs.Pack:
    read = [translations.read_language(file) for file in files]
    return packs.read(packs.build(sheets.encode(), "small", {}, published_by="A", languages=read))


def talk(form: Form, spoken: str = RO) -> Session:
    session = Session.new(form, now, random.Random(1))  # noqa: S311 - nothing is drawn
    session.set_language(spoken)
    return session


def refused(call: Callable[[], Any]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(FormError) as caught:
        call()
    return caught.value.code, dict(caught.value.params)


# ---- what is said ----------------------------------------------------------------------------------------------


def test_what_the_officer_answers_and_hints_are_not_said_to_the_person() -> None:
    assert set(translations.sources(xform())) == set(TEXTS)


def test_a_source_knows_its_words_sections_and_digest() -> None:
    well = translations.sources(xform())["well"]
    assert dict(well.words) == {UK: "${name}, чи вам добре?", EN: "${name}, are you well?"}
    assert well.sections == {"talk"}
    assert well.of == translations.digest_of(["${name}, чи вам добре?", "${name}, are you well?"])
    assert translations.sources(xform())["yes_no/yes"].sections == {"talk"}


def test_two_questions_of_one_name_have_no_language_files() -> None:
    twice = SHEETS.replace("| | note | bye |", "| | note | well |")
    assert refused(lambda: translations.sources(xform(twice))) == ("form.languages.key", {"key": "well"})


# ---- reading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "key"),
    [
        (b"\xff", ""),
        (b"language = 1", "language"),
        (b'language = "Romana"', "language"),
        (b'language = "Romana (ro)"\nmore = 1', "more"),
        (b'language = "Romana (ro)"\nsaid = 1', "language"),
        (b'language = "Romana (ro)"\ncovers = "talk"', "covers"),
        (b'language = "Romana (ro)"\n[said]\na = 1', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {of = "", source = "", by = ""}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {source = ""}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {text = " a", of = "", source = ""}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {text = "a\\u202Eb", of = "", source = ""}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {text = "a\\u200Fb", of = "", source = ""}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {text = "a\\nb", of = "", source = ""}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {of = "", source = "", reviewed = 1}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {of = "", source = "", reviewed = [1]}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {of = "", source = "", reviewed = [{by = "", on = 2026-12-01}]}', "a"),
        (b'language = "Romana (ro)"\n[said]\na = {of = "", source = "", reviewed = [{by = "R", on = "soon"}]}', "a"),
        (
            b'language = "Romana (ro)"\n[said]\na = {of = "", source = "", reviewed = [{by = "R", on = 2026-12-01}, {by = "R", on = 2026-12-02}]}',
            "a",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_refused_at_its_key(file: bytes, key: str) -> None:
    assert refused(lambda: translations.read_language(file)) == ("form.languages.file", {"key": key})


def test_joiners_that_a_script_needs_may_stand() -> None:
    read = translations.read_language(
        'language = "فارسی (fa)"\n[said]\na = {text = "می‌خواهم", of = "", source = ""}'.encode()
    )
    assert read.strings["a"].text == "می‌خواهم"


# ---- weaving ---------------------------------------------------------------------------------------------------


def test_a_woven_language_is_spoken_and_the_officers_words_fall_back() -> None:
    form = pack_with(language()).form()
    assert form.languages == (UK, EN, RO)
    assert form.default_language == UK
    session = talk(form)
    session.answer("/data/talk/name", "Ion")
    assert session.label("/data/talk/well") == "Ion, vă simțiți bine?"
    assert [choice.label for choice in session.choices("/data/talk/well")] == ["Da", "Nu"]
    assert session.label("/data/talk/alone") == "Чи ви самі?"
    assert session.hint("/data/talk/well") == "Спитайте."


def test_without_language_files_the_form_stays_as_it_was() -> None:
    assert translations.weave(xform(), ()) == xform()
    assert pack_with().form_xml == xform()


def test_a_string_of_nothing_that_is_said_is_refused() -> None:
    assert refused(lambda: pack_with(language(alone=line("alone", "Singur?", of="0")))) == (
        "form.languages.key",
        {"key": "alone"},
    )


def test_a_lost_place_is_refused() -> None:
    code, params = refused(lambda: pack_with(language(well=line("well", "Vă simțiți bine?"))))
    assert (code, params) == ("form.languages.place", {"key": "well", "language": RO})


def test_words_that_the_form_has_itself_are_not_said_twice() -> None:
    code, params = refused(lambda: pack_with(language(EN)))
    assert (code, params["language"]) == ("form.languages.twice", EN)
    assert refused(lambda: pack_with(language(bye=line("bye", ""))))[0] == "form.languages.twice"


def test_a_form_without_language_columns_takes_none() -> None:
    bare = """
| survey |
| | type | name | label |
| | text | name | What is your name? |

| settings |
| | form_id |
| | small |
"""
    assert refused(lambda: pack_with(f'language = "{RO}"\n[said]'.encode(), sheets=bare))[0] == "form.languages.plain"


# ---- fallback, state, staleness --------------------------------------------------------------------------------


def test_the_language_really_used_is_told_with_its_state() -> None:
    session = talk(pack_with(language()).form())
    told = session.said("/data/end/bye")
    assert (told.text, told.wanted, told.language, told.fallback, told.state) == (
        "Vă mulțumesc.",
        RO,
        RO,
        False,
        "unverified",
    )
    other = session.said("/data/talk/alone")
    assert (other.text, other.language, other.fallback) == ("Чи ви самі?", UK, True)
    assert {value: said.text for value, said in session.said_choices("/data/talk/well").items()} == {
        "yes": "Da",
        "no": "Nu",
    }
    assert session.said("/data/end/bye", EN).text == "Thank you."


def test_only_two_people_make_a_string_reviewed() -> None:
    one = ', reviewed = [{ by = "A", on = 2026-12-01 }]'
    two = ', reviewed = [{ by = "A", on = 2026-12-01 }, { by = "B", on = 2026-12-03 }]'
    file = language(name=line("name", TEXTS["name"], reviewed=one), bye=line("bye", TEXTS["bye"], reviewed=two))
    pack = pack_with(file)
    session = talk(pack.form())
    assert (session.said("/data/talk/name").reviews, session.said("/data/talk/name").state) == (1, "unverified")
    assert (session.said("/data/end/bye").reviews, session.said("/data/end/bye").state) == (2, "reviewed")
    assert session.said("/data/talk/well").reviews == 0
    states = pack.report["languages"][RO]["states"]
    assert [(group["source"], group["reviewed"], group["texts"]) for group in states] == [
        ("draft, 2026-11-24", [], ["/data/talk/well:label", "yes_no-0", "yes_no-1"]),
        ("draft, 2026-11-24", ["2026-12-01"], ["/data/talk/name:label"]),
        ("draft, 2026-11-24", ["2026-12-01", "2026-12-03"], ["/data/end/bye:label"]),
    ]


def test_the_forms_own_words_can_be_reviewed() -> None:
    two = ', reviewed = [{ by = "A", on = 2026-12-01 }, { by = "B", on = 2026-12-03 }]'
    file = f'language = "{EN}"\n[said]\n{line("bye", "", reviewed=two)}'.encode()
    session = talk(pack_with(file).form(), EN)
    assert session.said("/data/end/bye").state == "reviewed"
    assert session.said("/data/talk/name").state == "unverified"


def test_a_changed_question_makes_its_translation_stale() -> None:
    changed = SHEETS.replace("| Дякую. |", "| Дуже дякую. |")
    pack = pack_with(language(), sheets=changed)
    assert pack.report["languages"][RO]["stale"] == ["bye"]
    assert pack.report["languages"][RO]["missing"] == ["/data/end/bye:label"]
    told = talk(pack.form()).said("/data/end/bye")
    assert (told.text, told.language, told.fallback) == ("Дуже дякую.", UK, True)


def test_a_language_answers_only_for_the_sections_it_covers() -> None:
    file = "\n".join([f'language = "{RO}"', 'covers = ["end"]', "[said]", line("bye", TEXTS["bye"])]).encode()
    read = translations.read_language(file)
    assert translations.expected(read, translations.sources(xform())) == ("bye",)
    assert pack_with(file).report["languages"][RO]["missing"] == []
    assert talk(pack_with(file).form()).said("/data/talk/name").fallback


def test_the_linter_names_what_is_stale_and_what_is_lacking() -> None:
    file = language(bye=line("bye", "Mulțumesc.", of="000000000000"), name="")
    found = linter.check(SHEETS.encode(), "md", languages=(translations.read_language(file),))
    said = translations.sources(xform())
    told = {(each.code, each.params["name"], each.params["of"]) for each in found if each.column == RO}
    assert told == {
        ("form.lint.stale", f"{RO} bye", said["bye"].of),
        ("form.lint.lacking", f"{RO} name", said["name"].of),
    }
    wrong = linter.check(
        SHEETS.encode(), "md", languages=(translations.read_language(language(nobody=line("nobody", "x", of="0"))),)
    )
    assert [each.code for each in wrong if each.severity == "error"] == ["form.languages.key"]


def test_a_pack_is_checked_by_what_each_language_is_for() -> None:
    def lacking(file: bytes) -> list[tuple[str, str | int]]:
        built = packs.build(
            SHEETS.encode(), "small", {}, published_by="A", languages=[translations.read_language(file)]
        )
        found = linter.check(built, "pack")
        return [(each.code, each.params["count"]) for each in found if each.code == "form.lint.translations"]

    assert lacking(language()) == []
    assert lacking(language(bye="")) == [("form.lint.translations", 1)]


def test_a_pack_whose_report_says_nothing_is_checked_by_its_texts() -> None:
    odd = packs.build(
        SHEETS.encode(), "small", {}, published_by="A", languages=[translations.read_language(language())]
    )
    files = archive.read(odd)
    files["translations.json"] = b"{}"
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["translations.json"] = hashlib.sha256(b"{}").hexdigest()
    files["manifest.json"] = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    found = linter.check(archive.write(files), "pack")
    assert [each.code for each in found if each.code != "form.lint.unsigned"] == ["form.lint.translations"]


@pytest.mark.parametrize(
    "report",
    [
        {"languages": []},
        {"languages": {"a": 1}},
        {"languages": {"a": {"states": [1]}}},
        {"languages": {"a": {"states": [{"reviewed": [1]}]}}},
        [],
    ],
)
def test_a_report_of_another_shape_is_refused(report: Any) -> None:
    assert refused(lambda: reviews_of(report))[0] == "form.pack.files"


def test_words_that_no_translation_holds_are_in_every_language() -> None:
    bare = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
    <h:title>T</h:title><model><instance><data id="t"><a/><b/></data></instance><bind nodeset="/data/a" type="string"/>
    <bind nodeset="/data/b" type="string"/></model></h:head><h:body><input ref="/data/a"><label>Name</label></input>
    <select1 ref="/data/b"><label>B</label><item><label>One</label><value>1</value></item></select1></h:body></h:html>"""
    session = Session.new(Form.parse(bare), now, random.Random(1))  # noqa: S311 - nothing is drawn
    assert (session.said("/data/a").text, session.said("/data/a").fallback) == ("Name", False)
    assert session.said_choices("/data/b")["1"].text == "One"
    assert session.said("/data").text == ""


def test_choices_and_labels_written_by_hand_are_told_as_well() -> None:
    written = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
    <h:title>T</h:title><model><itext><translation lang="English (en)" default=""><text id="a"><value>Name</value></text>
    <text id="b"><value>Well?</value></text><text id="y"><value>Yes</value></text><text id="n"><value>-</value></text>
    </translation></itext><instance><data id="t"><a/><b/></data></instance><instance id="l"><root>
    <item><name>yes</name><itextId>y</itextId></item><item><name>plain</name><label>Plain</label></item></root></instance>
    <bind nodeset="/data/a" type="string"/><bind nodeset="/data/b" type="string"/></model></h:head><h:body>
    <input ref="/data/a"><label ref="jr:itext(concat('', 'a'))"/></input><select1 ref="/data/b">
    <label ref="jr:itext('b')"/><itemset nodeset="instance('l')/root/item"><value ref="name"/>
    <label ref="jr:itext(itextId)"/></itemset></select1></h:body></h:html>"""
    assert set(translations.sources(written)) == {"b", "l/yes"}
    session = Session.new(Form.parse(written), now, random.Random(1))  # noqa: S311 - nothing is drawn
    assert (session.said("/data/a", RO).text, session.said("/data/a", RO).language) == ("Name", EN)


# ---- phrases ---------------------------------------------------------------------------------------------------


def book(**files: str) -> Phrasebook:
    of = translations.digest_of(["Привіт, {name}", "Hello, {name}"])
    names = {"uk": "Українська", "en": "English", "ar": "العربية", "ro": "Română"}
    texts = {"uk": "Привіт, {name}", "en": "Hello, {name}"} | files
    made = [
        f'language = "{names[code]} ({code})"\n[said]\n{text}'
        if "=" in text
        else f'language = "{names[code]} ({code})"\n[said]\n"hello" = {{ text = "{text}", of = "{of}", source = "draft" }}'
        for code, text in texts.items()
    ]
    return Phrasebook.read(one.encode() for one in made)


def test_a_phrase_is_said_in_the_language_wanted_else_in_english() -> None:
    made = book(ro="Bună, {name}")
    assert made.keys == ("hello",)
    told = made.say("hello", "Română (ro)", name="A")
    assert (told.text, told.wanted, told.language, told.fallback) == ("Bună, A", "ro", "ro", False)
    other = made.say("hello", "vi", name="A")
    assert (other.text, other.language, other.fallback, other.state) == ("Hello, A", "en", True, "unverified")
    assert code_of("ro") == "ro"


def test_a_number_keeps_its_direction_among_words_from_the_right() -> None:
    assert book(ar="مرحبا {name}").say("hello", "ar", name="0 800").text == "مرحبا \u20680 800\u2069"


def test_a_phrase_whose_source_changed_is_passed_over() -> None:
    made = book(ro='"hello" = { text = "Bună", of = "000000000000", source = "draft" }')
    assert made.stale("ro") == ("hello",)
    assert made.say("hello", "ro", name="A").language == "en"
    assert made.lacking("ro") == ()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"ro": "Bună"}, "form.languages.place"),
        ({"ro": '"other" = { text = "Alt", of = "", source = "draft" }'}, "form.languages.key"),
        ({"ro": '"hello" = { of = "", source = "draft" }'}, "form.languages.twice"),
        ({"en": '"bye" = { text = "Bye", of = "", source = "own" }'}, "form.languages.key"),
    ],
)
def test_a_phrase_that_does_not_fit_is_refused(files: dict[str, str], code: str) -> None:
    assert refused(lambda: book(**files))[0] == code


def test_a_phrasebook_needs_its_sources_and_an_unknown_phrase_is_refused() -> None:
    alone = b'language = "English (en)"\n[said]\n"a" = { text = "A", of = "", source = "own" }'
    assert refused(lambda: Phrasebook.read([alone]))[0] == "form.languages.file"
    assert refused(lambda: book().say("nothing", "uk"))[0] == "form.languages.key"
