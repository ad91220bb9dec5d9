"""What is said to the person in which language, counted from the files; the table of docs/languages.md.

``PYTHONPATH=src:tests .venv/bin/python -m support.languages`` writes the table anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from screening.forms import authoring, translations
from screening.forms.phrases import Phrasebook
from screening.forms.translations import Language, Source

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "languages.md"
INSTRUMENTS: Mapping[str, str] = {
    "first_line": "first line",
    "second_line": "second line",
    "child": "child path",
    "migration": "in depth",
}
NEAR = ("ru", "ro", "pl", "hu", "sk")
"""Beside Ukrainian and English, for every instrument."""
FAR = ("ar", "tr", "fa", "ur", "hi", "bn", "vi", "uz", "ka", "fr", "es")
"""For the first line, the gates of the second line, and what is said outside the forms."""
GATES = "safety"
"""The section of the second line that holds the gates."""
BEGIN, END = "<!-- table: support.languages -->", "<!-- end of table -->"


@cache
def sources(instrument: str) -> Mapping[str, Source]:
    """What an instrument says to the person."""
    form = ROOT / "forms" / instrument / "form.md"
    return translations.sources(authoring.convert(form.read_bytes(), "md").xml)


@cache
def language(instrument: str, code: str) -> Language | None:
    """The language file of an instrument, None where it has none."""
    file = ROOT / "forms" / instrument / "languages" / f"{code}.toml"
    return translations.read_language(file.read_bytes()) if file.exists() else None


@cache
def phrases() -> Phrasebook:
    """What is said outside the forms."""
    return Phrasebook.read(file.read_bytes() for file in sorted((ROOT / "resources" / "languages").glob("*.toml")))


def strings(code: str) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Every string of a language: where it stands, its key, the text, and the words it was made from."""
    for instrument in INSTRUMENTS:
        read = language(instrument, code)
        for key, string in read.strings.items() if read is not None else ():
            yield instrument, key, string.text, tuple(sources(instrument)[key].words.values())
    book = phrases()
    for key, string in book.languages[code].strings.items():
        yield "phrases", key, string.text, tuple(book.languages[each].strings[key].text for each in ("uk", "en"))


def _cell(have: int, of: int, reviewed: int, stale: int) -> str:
    parts = [f"{have} of {of}" if have != of else str(of), f"{reviewed} reviewed" if reviewed else ""]
    return ", ".join(part for part in (*parts, f"{stale} stale" if stale else "") if part)


def _of_form(instrument: str, code: str) -> str:
    said = sources(instrument)
    if code in {"uk", "en"}:
        return _cell(len(said), len(said), 0, 0)
    read = language(instrument, code)
    if read is None:
        return "-"
    old = translations.stale(read, said)
    two = [key for key, each in read.strings.items() if len(each.reviewed) >= translations.REVIEWERS]
    cell = _cell(len(read.strings), len(said), len(set(two) - set(old)), len(old))
    return f"{cell} (gates)" if read.covers else cell


def _of_phrases(code: str) -> str:
    book = phrases()
    two = [k for k, each in book.languages[code].strings.items() if len(each.reviewed) >= translations.REVIEWERS]
    old = book.stale(code)
    return _cell(len(book.languages[code].strings), len(book.keys), len(set(two) - set(old)), len(old))


def table() -> str:
    """Strings of each language, by instrument."""
    heads = ["language", *INSTRUMENTS.values(), "outside the forms"]
    rows = [heads, ["---"] * len(heads)]
    for code in ("uk", "en", *NEAR, *FAR):
        name = phrases().languages[code].name
        rows.append([name, *(_of_form(instrument, code) for instrument in INSTRUMENTS), _of_phrases(code)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def page() -> str:
    """The page with its table as it should be."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
