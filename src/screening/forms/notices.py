"""What a form asks for that is done otherwise here, or not at all: told in words, never done by half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from screening.forms.definition import Definition, Entity, Notice
from screening.forms.form import Form
from screening.forms.reading import Reading
from screening.forms.xmltree import ENTITIES

_ENTITIES_KNOWN: Final = (2025, 1)
_EXTERNAL: Final = re.compile(r"(?:^|\s)ex:")


def tell(reading: Reading) -> None:
    """Set what the form tells about itself: submission, entities, notices. Everything else has been read before."""
    form = reading.form
    element = reading.model.first("submission")
    form.submission = dict(element.attributes) if element is not None else {}
    form.entities = tuple(_entities(form))
    form.notices = tuple(dict.fromkeys(_notices(reading)))


def _entities(form: Form) -> Iterator[Entity]:
    for each in form.definitions:
        dataset = each.by_name.get("@dataset")
        if each.name == "entity" and dataset is not None and each.parent is not None and each.parent.name == "meta":
            around = each.parent.parent
            properties = {
                one.path: one.save_to
                for one in form.definitions
                if one.save_to and around is not None and _nearest(one, form) is around
            }
            yield Entity(each.path, _first_text(form, dataset), properties)


def _nearest(one: Definition, form: Form) -> Definition:
    """The repeat around a node that has a meta of its own, else the top."""
    for each in reversed(one.chain()):
        meta = each.by_name.get("meta")
        if each.repeat and meta is not None and "entity" in meta.by_name:
            return each
    return form.top


def _first_text(form: Form, wanted: Definition) -> str:
    """What a new interview has there."""
    stack = [seed for seed in (form.top.initial, *(each.template for each in form.definitions)) if seed is not None]
    while stack:
        seed = stack.pop()
        if seed.definition is wanted:
            return seed.text
        for kid in seed.children:
            stack.extend(kid if isinstance(kid, list) else [kid])
    return ""


def _notices(reading: Reading) -> Iterator[Notice]:
    form = reading.form
    if form.submission.get("base64RsaPublicKey"):
        yield Notice("form.notice.encryption")
    if form.submission.get("action"):
        yield Notice("form.notice.address")
    for recording in form.recordings:
        yield Notice("form.notice.recording", recording.ref)
    for action in (*form.actions, *(action for each in form.definitions for action in each.actions)):
        if action.locates:
            yield Notice("form.notice.location", action.target.path)
    for each in form.definitions:
        if each.name == "audit" and each.parent is not None and each.parent.name == "meta":
            yield Notice("form.notice.audit", each.path)
        if each.control is not None and _EXTERNAL.search(each.control.appearance):
            yield Notice("form.notice.program", each.path)
    yield from _of_entities(reading)


def _of_entities(reading: Reading) -> Iterator[Notice]:
    if reading.form.entities:
        yield Notice("form.notice.entities", reading.form.entities[0].ref)
    version = reading.model.get("entities-version", ENTITIES) or ""
    if tuple(int(number) for number in re.findall(r"\d{1,6}", version)[:2]) > _ENTITIES_KNOWN:
        yield Notice("form.notice.entities.version")
