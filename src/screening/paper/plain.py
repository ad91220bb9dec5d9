"""Plain papers that show no program and no topic: information card, application, blank form of an instrument."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import typst

from screening.errors import PaperError
from screening.paper.glyphs import drawable, spelled
from screening.paper.labels import load_labels
from screening.paper.render import PDF_STANDARDS, fonts_of

Json: TypeAlias = Any
Block: TypeAlias = dict[str, Json]
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "ur"})
_LINES: Final = {"address": 2, "needs": 3, "attached": 2}
FIELDS: Final = (
    "name",
    "birth",
    "citizenship",
    "language",
    "contact",
    "address",
    "needs",
    "representative",
    "attached",
)
"""What an application holds, in order."""


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number for the card. words: neutral, in the card's language; abroad: for calls from there, or ""."""

    number: str
    words: str
    abroad: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a blank form. code: to type back; choices: code and words."""

    code: str
    label: str
    about: str
    choices: tuple[tuple[str, str], ...]


def card_pdf(
    phrases: Mapping[str, str], numbers: Sequence[Number], language: str, resources: Path, *, reviewed: bool
) -> bytes:
    """The neutral hand-out, A6.

    Args:
        phrases: title, then what is said, in the person's language, by key ``card.…``.
        numbers: that may be given out.
        language: code, as ``ar``.
        resources: the program's resource folder.
        reviewed: whether two people compared the translation.

    Raises:
        PaperError: missing resources, or it could not be drawn.
    """
    blocks: list[Block] = [{"kind": "said", "text": phrases[key]} for key in phrases if key in _SAID]
    if numbers:
        blocks.append({"kind": "head", "text": phrases["card.numbers"]})
        rows = [
            [f"{number}{'' if one.verified else ' *'}", words]
            for one in numbers
            for number, words in ((one.number, one.words), (one.abroad, phrases["card.abroad"]))
            if number
        ]
        blocks.append({"kind": "numbers", "rows": rows})
    blocks.append({"kind": "small", "text": phrases["card.keep"]})
    marks = {each: load_labels(resources, each)["card"] for each in ("uk", "en")}
    wanted = [
        key for key, given in (("number", any(not n.verified for n in numbers)), ("draft", not reviewed)) if given
    ]
    blocks += ({"kind": "mark", "text": f"{marks['uk'][key]} / {marks['en'][key]}"} for key in wanted)
    return _draw({"title": phrases["card.title"], "paper": "a6", "blocks": blocks}, language, resources)


_SAID: Final = (
    "card.documents",
    "card.needs",
    "card.language",
    "card.private",
    "card.call",
    "card.work",
    "card.change",
)


def application_pdf(content: Mapping[str, Json], language: str, resources: Path) -> bytes:
    """The application for status, filled as far as the person wants it.

    Args:
        content: ``document`` (its name), ``basis`` (the order that sets the form, with its mark), ``to`` (to whom),
            ``fields`` by the names of `FIELDS`; a field that is not there is left as a line to write on.
        language: ``uk`` or ``en``.
        resources: the program's resource folder.

    Raises:
        PaperError: no such language, missing resources, or it could not be drawn.
    """
    words = load_labels(resources, language)["application"]
    fields = content["fields"]
    blocks: list[Block] = [{"kind": "field", "label": words["to"], "value": content["to"], "lines": 1}]
    blocks += (
        {"kind": "field", "label": words[key], "value": str(fields.get(key, "")), "lines": _LINES.get(key, 1)}
        for key in FIELDS
    )
    blocks.append({"kind": "said", "text": words["request"]})
    blocks += ({"kind": "field", "label": words[key], "value": "", "lines": 1} for key in ("date", "signature"))
    blocks.append({"kind": "small", "text": words["proof"]})
    notices = [words["draft"].format(basis=content["basis"])]
    return _draw(
        {"title": content["document"], "paper": "a4", "blocks": blocks, "notices": notices}, language, resources
    )


def blank_pdf(
    title: str, about: str, sections: Sequence[tuple[str, Sequence[Asked]]], language: str, resources: Path
) -> bytes:
    """An instrument on paper, with a code for each question and choice.

    Args:
        title: of the instrument.
        about: which version of it; printed on every page, because the codes are those of this version.
        sections: heading and questions.
        language: ``uk`` or ``en``, of the sheet's own words.
        resources: the program's resource folder.

    Raises:
        PaperError: as for `application_pdf`.
    """
    words = load_labels(resources, language)["blank"]
    blocks: list[Block] = [{"kind": "said", "text": words["how"]}, {"kind": "small", "text": words["no_name"]}]
    for heading, questions in sections:
        blocks.append({"kind": "head", "text": heading})
        blocks += (
            {
                "kind": "question",
                "code": q.code,
                "label": q.label,
                "about": q.about,
                "choices": [list(c) for c in q.choices],
            }
            for q in questions
        )
    return _draw({"title": title, "paper": "a4", "blocks": blocks, "footer": about}, language, resources)


def _draw(document: Block, language: str, resources: Path) -> bytes:
    points = drawable(resources / "fonts")
    whole: Block = {"notices": [], "footer": "", **document, "language": language, "rtl": language in RIGHT_TO_LEFT}
    template = resources / "paper" / "plain.typ"
    if not template.is_file():
        raise PaperError("paper.resources", file=template.name)
    try:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=fonts_of(resources / "fonts"),
            format="pdf",
            sys_inputs={"document": json.dumps(_drawable(whole, points), ensure_ascii=False)},
            pdf_standards=PDF_STANDARDS,
            timestamp=0,
        )
    except typst.TypstError:
        raise PaperError("paper.render") from None  # the cause quotes the text


def _drawable(value: Json, points: frozenset[int]) -> Json:
    match value:
        case str():
            return spelled(value, points)
        case Mapping():
            return {key: _drawable(part, points) for key, part in value.items()}
        case list() | tuple():
            return [_drawable(part, points) for part in value]
        case _:
            return value
