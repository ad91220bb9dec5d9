"""XForm XML to a `Form`, in the order in which one part needs another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from screening.errors import FormError
from screening.forms import secondary
from screening.forms.actions import ACTIONS, actions_of
from screening.forms.binds import compile_bind, located_binds, set_kind
from screening.forms.body import EXTERNAL_CHOICES, read_body
from screening.forms.evaluation import Item
from screening.forms.form import Form
from screening.forms.graph import build_graph
from screening.forms.notices import tell
from screening.forms.primary import read_primary
from screening.forms.reading import OURS, Reading
from screening.forms.wordings import read_texts, shown, spoken
from screening.forms.xmltree import Element, read_xml

_LAST_SAVED: Final = "jr://instance/last-saved"


def read_form(form: Form, xml: bytes, media: Mapping[str, bytes]) -> Form:
    """Fill `form` from `xml`.

    Raises:
        FormError: see `Form.parse`.
    """
    reading = Reading(form, read_xml(xml), media)
    form.foreign = frozenset(prefix for uri, prefix in reading.document.prefixes.items() if uri not in OURS and prefix)
    title = reading.head.first("title")
    form.title = title.text().strip() if title is not None else ""
    primary = _instances(reading)
    read_texts(reading)
    read_primary(reading, primary)
    binds = list(located_binds(reading))
    for definition, bind in binds:
        set_kind(reading, definition, bind)
    form.definitions = tuple(reading.definitions)
    for definition, bind in binds:
        compile_bind(reading, definition, bind)
    form.blocks = read_body(reading)
    form.style = tuple((reading.body.get("class") or "").split())
    form.actions = tuple(
        action for each in reading.model.children() if each.tag in ACTIONS for action in actions_of(reading, each, None)
    )
    form.definitions = tuple(reading.definitions)  # with the attributes that only body and actions name
    form.graph = build_graph(reading.definitions, shown(reading), partial(spoken, reading))
    form.worded = tuple(cell.order for cell in form.graph.cells if cell.formula is not None and cell.formula.worded)
    tell(reading)
    return form


def _instances(reading: Reading) -> Element:
    """The root element of the primary instance; the secondary ones are kept with the form."""
    form = reading.form
    primary: Element | None = None
    missing: list[str] = []
    for holder in reading.model.all("instance"):
        root = next(holder.children(), None)
        if primary is None:
            if root is None:
                raise FormError("form.xform.instance", line=holder.line)
            primary = root
            form.instance_id = holder.get("id") or ""
            continue
        name = holder.get("id")
        if name is None:
            raise FormError("form.xform.instance", line=holder.line)
        form.secondaries[name] = _secondary(reading, holder, name, missing)
    if primary is None:
        raise FormError("form.xform.instance", line=reading.model.line)
    external = reading.media.get(EXTERNAL_CHOICES)
    if external is not None:
        form.secondaries = {**secondary.lists_of(EXTERNAL_CHOICES, external), **form.secondaries}
    form.missing_media = tuple(dict.fromkeys(missing))
    return primary


def _secondary(reading: Reading, holder: Element, name: str, missing: list[str]) -> Item:
    source = holder.get("src")
    if source is None:
        return secondary.from_element(holder)
    if source.strip() == _LAST_SAVED:
        reading.form.last_saved |= {name}
        return secondary.empty()
    file = source.rpartition("/")[2]
    data = reading.media.get(file)
    if data is not None:
        return secondary.from_file(file, data)
    missing.append(file)
    return secondary.from_element(holder) if next(holder.children(), None) is not None else secondary.empty()
