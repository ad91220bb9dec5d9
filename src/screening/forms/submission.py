"""A finished interview as the XML that ODK servers take: what is not relevant is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from screening.forms.definition import Definition
from screening.forms.evaluation import Evaluation, Node
from screening.forms.form import Form
from screening.forms.values import is_time, moment_of_text, text_of_moment
from screening.forms.xmltree import OPENROSA, XFORMS

_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_LEXICAL: Final = frozenset({"time", "dateTime", "geopoint", "geotrace", "geoshape"})
_SILENT: Final = frozenset({"", XFORMS})


@dataclass(frozen=True, slots=True)
class Submission:
    """xml: UTF-8 with declaration; sha256: of those bytes, 64 lowercase hexadecimal characters."""

    xml: bytes
    sha256: str
    form_id: str
    version: str


def submit(form: Form, top: Node, e: Evaluation, closing: Mapping[Node, str]) -> Submission:
    """The submission of the interview as it stands; ``end`` timestamps and a lacking instance id are filled in.

    closing: what actions write at the end.
    """
    writer = _Writer(form, e, closing)
    xml = writer.document(top).encode("utf-8")
    return Submission(xml, hashlib.sha256(xml).hexdigest(), form.form_id, form.version)


class _Writer:
    def __init__(self, form: Form, e: Evaluation, closing: Mapping[Node, str]) -> None:
        self.closing = closing
        self.form = form
        self.e = e
        self.prefixes: dict[str, str] = {}
        self.out: list[str] = []
        self.id_definition = _id_of(form.top)

    def prefix(self, uri: str, wanted: str) -> str:
        """The prefix to write for a namespace."""
        found = self.prefixes.get(uri)
        if found is None:
            found = wanted if wanted and wanted not in self.prefixes.values() else f"n{len(self.prefixes)}"
            self.prefixes[uri] = found
        return found

    def name(self, definition: Definition) -> str:
        local = definition.name.removeprefix("@")
        uri = definition.element_uri
        if uri in _SILENT or (uri == self.form.top.element_uri and not definition.attribute):
            return local
        return f"{self.prefix(uri, definition.element_prefix)}:{local}"

    def document(self, top: Node) -> str:
        root = top.definition
        attributes = self.attributes(top)
        for kid in top.kids:
            self.kid(kid)
        if not self.has_instance_id(top):
            meta = self.prefix(OPENROSA, "orx")
            fresh = self.e.identity
            self.out.append(f"<{meta}:meta><{meta}:instanceID>{fresh}</{meta}:instanceID></{meta}:meta>")
        declared = [f' xmlns:{prefix}="{uri.translate(_ATTRIBUTE)}"' for uri, prefix in self.prefixes.items()]
        if root.element_uri not in _SILENT:
            declared.insert(0, f' xmlns="{root.element_uri.translate(_ATTRIBUTE)}"')
        own = [f' {name}="{value.translate(_ATTRIBUTE)}"' for name, value in attributes]
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><{root.name}{"".join(own)}{"".join(declared)}>'
            f"{''.join(self.out)}</{root.name}>"
        )

    def attributes(self, node: Node) -> list[tuple[str, str]]:
        return [
            (self.name(kid.definition), kid.value)
            for kid in node.kids
            if isinstance(kid, Node) and kid.definition.attribute and kid.relevant
        ]

    def kid(self, kid: Node | list[Node]) -> None:
        for node in kid if isinstance(kid, list) else (kid,):
            if node.relevant and not node.definition.attribute:
                self.element(node)

    def element(self, node: Node) -> None:
        name = self.name(node.definition)
        attributes = "".join(f' {key}="{value.translate(_ATTRIBUTE)}"' for key, value in self.attributes(node))
        value = self.value(node)
        if not value and all(isinstance(kid, Node) and kid.definition.attribute for kid in node.kids):
            self.out.append(f"<{name}{attributes}/>")
            return
        self.out.append(f"<{name}{attributes}>{value.translate(_TEXT)}")
        for kid in node.kids:
            self.kid(kid)
        self.out.append(f"</{name}>")

    def value(self, node: Node) -> str:
        definition = node.definition
        if definition.preload == "timestamp" and definition.preload_parameter == "end":
            return text_of_moment(self.e.now())
        if node in self.closing:
            return self.closing[node]
        if not node.value and definition is self.id_definition:
            return self.e.identity
        return lexical(definition.type, node.value, self.e.now().tzinfo) if definition.type in _LEXICAL else node.value

    def has_instance_id(self, top: Node) -> bool:
        found = self.id_definition
        if found is None or found.parent is None:
            return False
        holder = top.kids[found.parent.slot]
        return isinstance(holder, Node) and holder.relevant


def _id_of(top: Definition) -> Definition | None:
    """Where the form has its instance id."""
    meta = top.by_name.get("meta")
    return meta.by_name.get("instanceID") if meta is not None else None


def lexical(kind: str, text: str, zone: tzinfo | None) -> str:
    """A value as servers expect it: moments to the millisecond with their zone, four numbers for each point.

    What is not of that kind, for example because a calculation put it there, stays as it is.
    """
    if kind == "dateTime":
        found = moment_of_text(text)
        if found is None or found[1] is None:
            return text
        return text_of_moment(_with_zone(text, zone))
    if kind == "time":
        return text_of_moment(_with_zone(f"1970-01-01T{text.strip()}", zone))[11:] if is_time(text) else text
    points = [point.split() for point in text.split(";") if point.strip()]
    if not points or any(len(point) not in _NUMBERS_OF_A_POINT for point in points):
        return text
    return "; ".join(" ".join([*point, "0", "0"][:4]) for point in points)


_NUMBERS_OF_A_POINT: Final = (2, 3, 4)


def _with_zone(text: str, zone: tzinfo | None) -> datetime:
    found = moment_of_text(text)
    assert found is not None  # noqa: S101 - the caller looked
    assert found[1] is not None  # noqa: S101 - there is a time in it
    moment = found[1]
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
