"""Small XForms for tests, and interviews in them."""

# ruff: noqa: S311 - an interview is drawn again from its seed

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from screening.forms.form import Form
from screening.forms.session import ChangeSet, Session

NOW = datetime(2026, 11, 23, 21, 40, 5, 250000, tzinfo=UTC)

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:odk="http://www.opendatakit.org/xforms" xmlns:ti="https://fieldscreening.org/ns/ti">'
)


def now() -> datetime:
    return NOW


def bind(path: str, **attributes: str) -> str:
    """A bind; ``_`` in a name stands for ``:`` (``ti_when``, ``jr_constraintMsg``)."""
    written = "".join(f" {name.replace('_', ':', 1)}={quoteattr(value)}" for name, value in attributes.items())
    return f"<bind nodeset={quoteattr(path)}{written}/>"


def xform(instance: str, *binds: str, body: str = "", more: str = "", root: str = 'id="t" version="1"') -> bytes:
    """An XForm: content of the primary instance, binds, body, further model elements."""
    return (
        f"{HEAD}<h:head><h:title>T</h:title><model>"
        f"<instance><data {root}>{instance}</data></instance>{more}"
        f"{''.join(binds)}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def inputs(*paths: str) -> str:
    """Text controls."""
    return "".join(f'<input ref="{path}"><label>{path}</label></input>' for path in paths)


def session(xml: bytes, media: Mapping[str, bytes] | None = None, seed: int = 1, **device: str) -> Session:
    return Session.new(Form.parse(xml, media or {}), now, random.Random(seed), device)


def computed(expression: str, **values: str) -> str:
    """What `expression` gives as a calculation beside text nodes with these values."""
    nodes = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return session(xform(f"<out/>{nodes}", bind("/data/out", calculate=expression))).value("/data/out")


def say(live: Session, **answers: str) -> dict[str, ChangeSet]:
    """Answer questions directly below the root; every answer must be taken."""
    found = {}
    for name, value in answers.items():
        found[name] = live.answer(f"/data/{name}", value)
        assert found[name].accepted, name
    return found


def unplaced(xml: bytes) -> str:
    """A submission without its random instance id."""
    return re.sub(r"uuid:[0-9a-f-]{36}", "uuid:", xml.decode())
