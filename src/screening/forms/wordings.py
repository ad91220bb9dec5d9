"""The words of a form as it writes them: translations, labels, hints, messages, and the values shown inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from screening.errors import FormError
from screening.forms.compiler import compile_formula
from screening.forms.definition import ChoiceList, Definition, Formula, Output, Parts, Read, Wording, Words
from screening.forms.form import ground
from screening.forms.reading import Reading, placed
from screening.forms.xmltree import Element

_ITEXT: Final = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*\Z")


def read_texts(reading: Reading) -> None:
    """The translations; the first language is the default unless another says that it is."""
    form = reading.form
    translations: dict[str, dict[str, Words]] = {}
    default: str | None = None
    itext = reading.model.first("itext")
    for translation in itext.all("translation") if itext is not None else ():
        language = translation.get("lang") or ""
        texts = translations.setdefault(language, {})
        if default is None and translation.get("default", "") not in {None, "false()", "false"}:
            default = language
        for text in translation.all("text"):
            words = _words_of_values(text)
            if words is not None:
                texts[text.get("id") or ""] = words
    form.translations = translations
    form.languages = tuple(translations)
    form.default_language = default if default is not None else next(iter(translations), None)


def wording_of(reading: Reading, element: Element | None, context: Definition | None) -> Wording | None:
    """A label, hint or message element; its own words stand in where a text id has none."""
    if element is None:
        return None
    parts = _parts_of(element)
    own = Words(parts, {}) if parts else None
    ref = element.get("ref")
    if ref is None:
        return Wording(words=own) if own is not None else None
    found = wording_of_text(reading, ref, context)
    if found is None or found.text_id is None:
        return found
    return Wording(text_id=found.text_id, words=own)


def wording_of_text(reading: Reading, text: str, context: Definition | None) -> Wording | None:
    """A message attribute or ref: ``jr:itext('id')``, an expression, or plain words."""
    found = _ITEXT.match(text)
    if found is not None:
        return Wording(text_id=found.group(1) or found.group(2) or "")
    stripped = text.strip()
    if stripped.startswith("jr:itext(") and stripped.endswith(")"):
        formula = compile_formula(ground(reading.form), stripped[len("jr:itext(") : -1], context, "text")
        return Wording(computed=formula)
    return Wording(words=Words((text,), {})) if text else None


def shown(reading: Reading) -> Iterator[tuple[Definition, Read]]:
    """What is read by what a definition shows, asks or says, but is computed only when looked at."""
    for each in reading.definitions:
        formulas = [each.constraint]
        for annotation in each.annotations:
            formulas += [annotation.when, annotation.absent, annotation.value_as]
        wordings = [each.message, each.required_message]
        if each.control is not None:
            wordings += [each.control.label, each.control.hint]
        for wording in wordings:
            formulas += _outputs(reading, wording, each)
        reads = [read for formula in formulas if formula is not None for read in formula.reads]
        if each.choices is not None:
            reads += spoken(reading, each)
        yield from ((each, read) for read in reads if read.target is not each)


def spoken(reading: Reading, question: Definition) -> tuple[Read, ...]:
    """What the labels of a question's choices read, and which choices there are."""
    choices = question.choices
    if choices is None:
        return ()
    reads = list(choices.reads)
    for wording in _choice_wordings(reading, choices):
        for formula in _outputs(reading, wording, question):
            reads += formula.reads
    return tuple(reads)


def _choice_wordings(reading: Reading, choices: ChoiceList) -> Iterator[Wording]:
    """The wordings of all choices whose words may show an answer."""
    if choices.fixed is not None:
        yield from (choice.label for choice in choices.fixed if choice.label is not None)
        return
    if not choices.label_is_text_id:
        return
    for text_id in reading.lively_texts():
        if choices.text_ids is None or text_id in choices.text_ids:
            yield Wording(text_id=text_id)


def _outputs(reading: Reading, wording: Wording | None, each: Definition) -> Iterator[Formula]:
    if wording is None:
        return
    if wording.computed is not None:
        yield wording.computed
    words: list[Words | None] = [wording.words]
    if wording.text_id is not None:
        words += [texts.get(wording.text_id) for texts in reading.form.translations.values()]
    for one in words:
        for part in (*one.parts, *one.guidance, *one.short) if one is not None else ():
            if isinstance(part, Output):
                try:
                    yield reading.form.output(part.source, each)
                except FormError as error:
                    raise placed(error, each, "label", 0) from None


def _parts_of(element: Element) -> Parts:
    """Text and outputs of a label or value, white space trimmed at both ends; a lone ``-`` counts as nothing."""
    found: list[str | Output] = []
    for part in element.parts:
        if isinstance(part, str):
            found.append(part)
        elif part.tag == "output":
            source = part.get("value") or part.get("ref")
            if source:
                found.append(Output(source))
        else:
            found.append(part.text())
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    kept = tuple(part for part in found if part != "")
    return () if kept == ("-",) else kept


def _words_of_values(text: Element) -> Words | None:
    """The forms of one text id; None where the language says nothing."""
    parts: Parts = ()
    guidance: Parts = ()
    short: Parts = ()
    media: dict[str, str] = {}
    for value in text.all("value"):
        form = value.get("form")
        if form is None or form == "long":
            parts = _parts_of(value) or parts
        elif form == "guidance":
            guidance = _parts_of(value)
        elif form == "short":
            short = _parts_of(value)
        else:
            name = value.text().strip()
            if name and name != "-":
                media[form] = name.rpartition("/")[2]
    return Words(parts or short, media, guidance, short) if parts or guidance or short or media else None
