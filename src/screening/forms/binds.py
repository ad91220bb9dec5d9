"""Binds: the type of a node, its expressions and messages, and the annotations that foreign namespaces put on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from screening.errors import FormError
from screening.forms.definition import Annotation, Definition, Formula
from screening.forms.kinds import static_kind, type_named
from screening.forms.reading import OURS, Reading
from screening.forms.wordings import wording_of_text
from screening.forms.xmltree import ENTITIES, JAVAROSA, Element

_NUMBERED: Final = re.compile(r"(.*?)(\d*)\Z", re.DOTALL)
_EXPRESSIONS: Final[Mapping[str, Literal["text", "boolean"]]] = {"when": "boolean", "absent": "boolean", "as": "text"}


def located_binds(reading: Reading) -> Iterator[tuple[Definition, Element]]:
    """Each bind with the node that it is about.

    Raises:
        FormError: it names none, or one that is not there.
    """
    for bind in reading.model.all("bind"):
        nodeset = bind.get("nodeset") or bind.get("ref")
        if nodeset is None:
            raise FormError("form.xform.bind", line=bind.line)
        yield reading.locate(nodeset, reading.form.top, bind.line), bind


def set_kind(reading: Reading, each: Definition, bind: Element) -> None:
    """Type of the node, known before any expression is compiled."""
    written = bind.get("type") or ""
    if written:
        each.type = type_named(written)
    source = bind.get("calculate")
    found = static_kind(reading.tree(source, each, "calculate", bind.line)) if source else None
    each.numeric = each.type in {"int", "decimal"} or (each.type == "string" and found == "number")
    each.truth = each.type == "boolean" or (each.type == "string" and found == "boolean")


def compile_bind(reading: Reading, each: Definition, bind: Element) -> None:
    """Everything that a bind says of its node.

    Raises:
        FormError: an expression does not parse or compile.
    """
    get = bind.get
    for attribute in ("relevant", "constraint"):
        source = get(attribute)
        if source and source.strip():
            setattr(each, attribute, reading.formula(source, each, attribute, bind.line, "boolean"))
    if each.relevant is not None and each.relevant.constant and each.relevant.source.strip() == "true()":
        each.relevant = None
    each.required = _condition(reading, each, bind, "required")
    each.readonly = _condition(reading, each, bind, "readonly")
    source = get("calculate")
    if source and source.strip():
        each.calculate = reading.formula(source, each, "calculate", bind.line, "any")
    message = get("constraintMsg", JAVAROSA)
    if message:
        each.message = wording_of_text(reading, message, each)
    message = get("requiredMsg", JAVAROSA)
    if message:
        each.required_message = wording_of_text(reading, message, each)
    each.preload = get("preload", JAVAROSA) or ""
    each.preload_parameter = get("preloadParams", JAVAROSA) or ""
    each.save_to = (get("saveto", ENTITIES) or "").strip()
    _annotate(reading, each, bind)


def _condition(reading: Reading, each: Definition, bind: Element, attribute: str) -> Formula | bool:
    source = (bind.get(attribute) or "").strip()
    if source in {"", "false()"}:
        return False
    if source == "true()":
        return True
    return reading.formula(source, each, attribute, bind.line, "boolean")


def _annotate(reading: Reading, each: Definition, bind: Element) -> None:
    written: dict[str, str] = {}
    expressions: dict[str, Formula] = {}
    for key, value in bind.attributes.items():
        uri, _, local = key.rpartition("}")
        if uri[1:] in OURS or not value.strip():
            continue
        name = f"{reading.document.prefixes.get(uri[1:], '')}:{local}"
        written[name] = value
        base = _NUMBERED.match(local)
        if base is not None and base.group(1) in _EXPRESSIONS:
            expressions[name] = reading.formula(value, each, name, bind.line, _EXPRESSIONS[base.group(1)])
    found: list[Annotation] = []
    for name, value in written.items():
        if name in expressions:
            continue
        prefix, _, local = name.partition(":")
        base = _NUMBERED.match(local)
        plain, number = (base.group(1), base.group(2)) if base is not None else (local, "")
        found.append(
            Annotation(
                f"{prefix}:{plain or local}",
                value,
                expressions.get(f"{prefix}:when{number}"),
                expressions.get(f"{prefix}:absent{number}"),
                expressions.get(f"{prefix}:as{number}"),
            )
        )
    each.written = {**each.written, **written}
    each.annotations = (*each.annotations, *found)
