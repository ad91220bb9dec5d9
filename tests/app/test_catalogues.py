# ruff: noqa: RUF001  the words are Ukrainian
"""The screens' words: complete in both languages, with the same places, compiled as they stand."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest
from tests.app.conftest import QUIET

from screening.app import languages, resources
from screening.app.widgets.banner import Banner
from screening.app.widgets.panel import IndicatorPanel

APP = Path(languages.__file__).parent
I18N = resources.ROOT / "i18n"
PLACES = re.compile(r"\{[a-z]*\}|%n")
pytestmark = [pytest.mark.qt_log_ignore(*QUIET)]


def messages(language: str) -> dict[tuple[str, str], Element]:
    tree = parse(I18N / f"screening_{language}.ts")  # noqa: S314  our own file
    return {
        (str(context.findtext("name")), str(message.findtext("source"))): message
        for context in tree.getroot().iter("context")
        for message in context.iter("message")
    }


def literals() -> set[str]:
    found: set[str] = set()
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            at = {"tr": 0, "translate": 1}.get(node.func.attr)
            if at is None or len(node.args) <= at:
                continue
            text = node.args[at]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found.add(text.value)
    return found


def test_everything_on_the_screens_stands_in_ukrainian() -> None:
    known = messages("uk")
    assert {source for _, source in known} == literals()
    for (context, source), message in known.items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, f"{context}: {source}"
        forms = [str(form.text) for form in translation.iter("numerusform")] or [str(translation.text)]
        assert len(forms) == (3 if message.get("numerus") else 1), source
        for form in forms:
            assert form.strip()
            assert set(PLACES.findall(form)) == set(PLACES.findall(source)), source


def test_every_count_has_its_english_forms() -> None:
    counted = {key for key, message in messages("uk").items() if message.get("numerus")}
    english = messages("en")
    assert set(english) == counted
    for message in english.values():
        assert len([form for form in message.iter("numerusform") if form.text]) == 2


def test_no_letter_of_another_alphabet_hides_in_a_word() -> None:
    mixed = re.compile(r"[а-яіїєґ][a-z]|[a-z][а-яіїєґ]", re.IGNORECASE)
    for message in messages("uk").values():
        assert not mixed.search("".join(message.find("translation").itertext()))  # type: ignore[union-attr]


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_the_compiled_catalogue_is_the_one_that_stands_in_the_sources(language: str, tmp_path: Path) -> None:
    compiler = Path(sys.executable).parent / "pyside6-lrelease"
    if not compiler.exists():
        pytest.skip("not run: pyside6-lrelease is not installed")
    made = tmp_path / "made.qm"
    subprocess.run([compiler, "-silent", I18N / f"screening_{language}.ts", "-qm", made], check=True)
    assert made.read_bytes() == (I18N / f"screening_{language}.qm").read_bytes()


@pytest.mark.usefixtures("qapp")
def test_the_language_changes_while_the_program_runs() -> None:
    languages.speak("uk")
    assert Banner().tr("Cancel") == "Cancel"  # not of this class
    panel = IndicatorPanel()
    assert panel.tr("Not known yet") == "Ще невідомо"
    assert panel.tr("%n question(s) need not be asked.", "", 1) == "1 запитання можна не ставити."
    assert panel.tr("%n question(s) need not be asked.", "", 7) == "7 запитань можна не ставити."
    languages.speak("en")
    assert panel.tr("%n question(s) need not be asked.", "", 1) == "1 question need not be asked."
    assert panel.tr("%n question(s) need not be asked.", "", 2) == "2 questions need not be asked."
    panel.deleteLater()
