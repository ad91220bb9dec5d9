"""Actions: what is set when an event comes. Sound is never recorded by us; where a form asks for it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from screening.errors import FormError
from screening.forms.definition import Action, ActionEvent, Definition, Recording
from screening.forms.lineage import shared
from screening.forms.reading import Reading, bind_named
from screening.forms.xmltree import EVENTS, ODK, Element

ACTIONS: Final = frozenset({"setvalue", "setgeopoint", "setgeolocation", "recordaudio"})
"""Elements that are actions, wherever they stand."""
_EVENTS: Final[Mapping[str, ActionEvent]] = {
    "odk-instance-first-load": "odk-instance-first-load",
    "xforms-ready": "odk-instance-first-load",
    "odk-instance-load": "odk-instance-load",
    "odk-new-repeat": "odk-new-repeat",
    "jr-insert": "odk-new-repeat",
    "xforms-value-changed": "xforms-value-changed",
    "xforms-revalidate": "xforms-revalidate",
}


def actions_of(reading: Reading, element: Element, holder: Definition | None) -> Iterator[Action]:
    """The actions of an element, one for each of its events; holder None: it stands in the model.

    Raises:
        FormError: it does not say what it sets, or what it sets is not there.
    """
    form = reading.form
    target = _target(reading, element, holder)
    names = (element.get("event") or element.get("event", EVENTS) or "odk-instance-first-load").split()
    events: dict[ActionEvent, None] = {_EVENTS[name]: None for name in names if name in _EVENTS}
    if element.tag == "recordaudio":
        quality = element.get("quality", ODK) or "voice-only"
        form.recordings = (*form.recordings, Recording(target.path, quality))
        return
    locates = element.tag != "setvalue"
    source = (element.get("value") or "").strip() if not locates else ""
    value = reading.formula(source, target, element.tag, element.line, "any") if source else None
    anchor = shared(target, holder) if holder is not None else form.top
    for event in events:
        yield Action(event, target, anchor, value, "" if locates else element.text(), locates)


def _target(reading: Reading, element: Element, holder: Definition | None) -> Definition:
    ref = element.get("ref")
    base = holder if holder is not None else reading.form.top
    if ref is None:
        name = element.get("bind")
        ref = bind_named(reading.model, name) or name if name is not None else None
        base = reading.form.top if ref is not None and ref != name else base
    if ref is None:
        raise FormError("form.xform.action", line=element.line)
    return reading.locate(ref, base, element.line)
