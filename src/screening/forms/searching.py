"""Choices searched for in a table beside the form: the appearance ``search('table', …)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from screening.errors import FormError
from screening.forms import secondary
from screening.forms.appearances import words_of_appearance
from screening.forms.compiler import Compilation
from screening.forms.definition import ChoiceList, Definition, FixedChoice
from screening.forms.evaluation import Evaluation, Item
from screening.forms.form import ground
from screening.forms.reading import Reading, placed
from screening.forms.syntax import Call, Text
from screening.forms.typed import Fetch, Scope, as_text
from screening.forms.wordings import wording_of
from screening.forms.xmltree import Element

_WAYS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda cell, sought: sought.casefold() in cell.casefold(),
    "startswith": lambda cell, sought: cell.casefold().startswith(sought.casefold()),
    "endswith": lambda cell, sought: cell.casefold().endswith(sought.casefold()),
    "matches": lambda cell, sought: cell == sought,
}
_SIZES: Final = frozenset({1, 4, 6})


def search_of(appearance: str) -> str | None:
    """The ``search(…)`` among the appearances; None when there is none."""
    return next((word for word in words_of_appearance(appearance) if word.startswith("search(")), None)


def read_search(reading: Reading, element: Element, searched: str, definition: Definition) -> ChoiceList:
    """The choices: rows of the table that pass, after the items of the body that are no names of columns.

    Of the items, one whose value is a number is a choice of its own; another names the columns of value and label.

    Raises:
        FormError: the search is malformed, or names nothing that there is.
    """
    try:
        return _searched(reading, element, searched, definition)
    except FormError as error:
        raise placed(error, definition, "appearance", element.line) from None


def _searched(reading: Reading, element: Element, searched: str, definition: Definition) -> ChoiceList:
    tree = reading.form.tree(searched)
    if not isinstance(tree, Call) or len(tree.args) not in _SIZES:
        raise FormError("form.xpath.arguments", name="search", count=len(tree.args) if isinstance(tree, Call) else 0)
    work = Compilation(ground(reading.form), definition)
    texts = [as_text(work.compile(arg, Scope(definition))) for arg in tree.args]
    lead: list[FixedChoice] = []
    value_column = "name"
    columns = ["label"]
    for item in element.all("item"):
        value = item.first("value")
        written = value.text().strip() if value is not None else ""
        label = item.first("label")
        if written.lstrip("-").isdigit():
            lead.append(FixedChoice(written, wording_of(reading, label, definition), {}))
            continue
        value_column = written
        columns = _columns(reading, label) or [written]
    rows = _passing(reading, texts)
    if isinstance(tree.args[0], Text):
        _table(reading, tree.args[0].value, note=True)
    return ChoiceList(
        None,
        rows,
        lambda item, _e: _cell(item, value_column),
        lambda item, _e: ", ".join(filter(None, (_cell(item, column) for column in columns))),
        reads=tuple(work.reads.values()),
        own=any(read.target is definition for read in work.reads.values()),
        lead=tuple(lead),
    )


def _columns(reading: Reading, label: Element | None) -> list[str]:
    """The names of the columns that make the label, separated by commas, in the first language that says them."""
    wording = wording_of(reading, label, None)
    if wording is None:
        return []
    words = wording.words
    if wording.text_id is not None:
        texts = (reading.form.translations[name].get(wording.text_id) for name in reading.form.languages)
        words = next((found for found in texts if found is not None), words)
    parts = words.parts if words is not None else ()
    return [column.strip() for part in parts if isinstance(part, str) for column in part.split(",") if column.strip()]


def _passing(reading: Reading, texts: list[Fetch]) -> Callable[[Any, Evaluation], list[Any]]:
    """The rows of the table that the search lets pass."""

    def rows(n: Any, e: Evaluation) -> list[Any]:
        name, *asked = [text(n, e) for text in texts]
        found = [item for root in _table(reading, name).kids.get("root", ()) for item in root.kids.get("item", ())]
        if asked:
            way, columns, sought = _WAYS.get(asked[0].strip().lower(), _WAYS["contains"]), asked[1].split(","), asked[2]
            found = [item for item in found if any(way(_cell(item, column.strip()), sought) for column in columns)]
        if len(asked) > _FILTERED:
            found = [item for item in found if _cell(item, asked[3]) == asked[4]]
        return found

    return rows


_FILTERED: Final = 3


def _table(reading: Reading, name: str, *, note: bool = False) -> Item:
    """The table of that name, read once; empty when it did not come along, which is noted while the form is read."""
    form = reading.form
    found = form.tables.get(name)
    if found is None:
        file = name if name.lower().endswith(".csv") else f"{name}.csv"
        data = reading.media.get(file)
        found = secondary.from_file(file, data) if data is not None else form.secondaries.get(name)
        if found is None:
            found = secondary.empty()
            if note:
                form.missing_media = tuple(dict.fromkeys((*form.missing_media, file)))
        form.tables[name] = found
    return found


def _cell(item: Any, column: str) -> str:
    cells = item.kids.get(column)
    return cells[0].value if cells else ""
