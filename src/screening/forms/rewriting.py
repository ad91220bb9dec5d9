"""A form with its faulty expressions taken out one after the other, so that one look at it finds all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, Literal, TypeAlias

from screening.errors import FormError
from screening.forms.compiler import compile_formula
from screening.forms.definition import Definition
from screening.forms.form import Form, ground
from screening.forms.xmltree import JAVAROSA, Document, Element, read_xml

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_MOST: Final = 80
"""Faults that are found by reading the form again each time; more are not looked for."""
_BINDS: Final[Mapping[str, Literal["boolean", "any"]]] = {
    "relevant": "boolean",
    "constraint": "boolean",
    "required": "boolean",
    "readonly": "boolean",
    "calculate": "any",
}
_ANNOTATED: Final = re.compile(r"(when|absent|as)\d*\Z")
_TEXT_ID: Final = re.compile(r"\s*jr:itext\(\s*['\"]([^'\"]*)['\"]\s*\)\s*\Z")
_BOUND: Final = frozenset({"bind", "setvalue", "input", "secret", "select1", "select", "rank", "trigger", "upload"})
_PLACED: Final = _BOUND | {"range", "group", "repeat", "setgeopoint", "recordaudio"}
Holder: TypeAlias = "tuple[Element, Element | None]"


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression as written. attribute: ``relevant``, ``ti:when``, ``jr:count``, ``choices``, ``label``."""

    path: str
    attribute: str
    source: str
    line: int


def salvaged(xml: bytes, media: Mapping[str, bytes]) -> tuple[list[FormError], Form | None]:
    """Every fault of the form, and the form without what is at fault; None when nothing can be read of it.

    Raises:
        FormError: the bytes are no XML.
    """
    try:
        return [], Form.parse(xml, media)
    except FormError as error:
        first = error
    document = read_xml(xml)
    faults = _weed(document, media)
    for _ in range(_MOST):
        try:
            return faults, Form.parse(write_xml(document), media)
        except FormError as error:
            faults.append(error)
            if not _without(document, error):
                break
    return faults or [first], None


def _weed(document: Document, media: Mapping[str, bytes]) -> list[FormError]:
    """The faults of expressions in binds, which are most of all, taken out; each compiled against the bare form."""
    taken: list[tuple[Element, str, str]] = []
    for bind, _ in _elements(document.root):
        if bind.tag == "bind":
            taken += [(bind, key, bind.attributes[key]) for key in bind.attributes if _kind(document, key) is not None]
    try:
        for bind, key, _ in taken:
            _drop(bind, key)
        bare = Form.parse(write_xml(document), media)
    except FormError:
        for bind, key, source in taken:
            _put(bind, key, source)
        return []
    faults: list[FormError] = []
    by_path = {each.path: each for each in bare.definitions}
    for bind, key, source in taken:
        path = _absolute(bind.get("nodeset") or bind.get("ref") or "", bare.root)
        want = _kind(document, key)
        definition = by_path.get(path)
        plain = source.strip() in {"", "true()", "false()"}
        try:
            if definition is not None and want is not None and not plain:
                compile_formula(ground(bare), source, definition, want[1])
        except FormError as error:
            name = want[0] if want is not None else ""
            faults.append(FormError(error.code, **{**error.params, "node": path, "attribute": name, "line": bind.line}))
        else:
            _put(bind, key, source)
    return faults


def _kind(document: Document, key: str) -> tuple[str, Literal["boolean", "any", "text"]] | None:
    """Name and wanted kind of the expression in a bind's attribute, None where there is none."""
    if key in _BINDS:
        return key, _BINDS[key]
    uri, _, local = key.rpartition("}")
    if uri and uri[1:] != JAVAROSA and _ANNOTATED.match(local):
        return f"{document.prefixes.get(uri[1:], '')}:{local}", "text" if local.startswith("as") else "boolean"
    return None


def _drop(element: Element, key: str) -> None:
    element.attributes = {name: value for name, value in element.attributes.items() if name != key}


def _put(element: Element, key: str, value: str) -> None:
    element.attributes = {**element.attributes, key: value}


def _elements(root: Element) -> Iterator[Holder]:
    """Every element with the one around it, in document order."""
    stack: list[Holder] = [(root, None)]
    while stack:
        element, holder = stack.pop()
        yield element, holder
        stack.extend((child, element) for child in reversed(list(element.children())))


def _absolute(path: str, root: str) -> str:
    path = path.strip()
    return path if path.startswith("/") else f"{root}/{path}"


# ---- taking out ------------------------------------------------------------------------------------------------


def _without(document: Document, error: FormError) -> bool:
    """Take out what the error is about; whether anything was found to take out."""
    params = error.params
    node, attribute, line = str(params.get("node", "")), str(params.get("attribute", "")), params.get("line")
    if error.code == "form.cycle":
        first = str(params.get("path", "")).partition(" -> ")[0]
        return sum(_forget(document, first, name) for name in ("relevant", "calculate")) > 0
    if attribute == "label":
        return _mute(document, node)
    if node and attribute and _forget(document, node, attribute):
        return True
    ref = str(params.get("ref", ""))
    for element, holder in _elements(document.root):
        stated = (element.get("nodeset") or element.get("ref") or "").strip()
        if element.tag in _PLACED and holder is not None and element.line == line and (not ref or stated[:200] == ref):
            holder.parts.remove(element)
            return True
    return False


def _forget(document: Document, node: str, attribute: str) -> bool:
    root = "/" + node.split("/")[1] if node.count("/") else ""
    for element, holder in _elements(document.root):
        path = _absolute(element.get("nodeset") or element.get("ref") or "", root)
        if path != node or holder is None:
            continue
        if element.tag == "bind":
            for key in element.attributes:
                kind = _kind(document, key)
                if kind is not None and kind[0] == attribute:
                    _drop(element, key)
                    return True
        elif attribute == "jr:count" and element.tag == "repeat":
            _drop(element, f"{{{JAVAROSA}}}count")
            return True
        elif attribute == "choices" and element.first("itemset") is not None:
            element.parts = [part for part in element.parts if isinstance(part, str) or part.tag != "itemset"]
            return True
        elif attribute == element.tag and element.get("value"):
            _drop(element, "value")
            return True
    return False


def _mute(document: Document, node: str) -> bool:
    """Take the values out of everything that is said at a node."""
    muted = False
    ids = set(_texts_of(document, node))
    for element, holder in _elements(document.root):
        said = holder is not None and holder.tag == "text" and holder.get("id") in ids
        own = element.tag in {"label", "hint"} and holder is not None and (holder.get("ref") or "").strip() == node
        if (said or own) and any(child.tag == "output" for child in element.children()):
            element.parts = [part for part in element.parts if isinstance(part, str) or part.tag != "output"]
            muted = True
    return muted


def _texts_of(document: Document, node: str) -> Iterator[str]:
    for element, holder in _elements(document.root):
        refs: list[str | None] = []
        if element.tag in {"label", "hint"} and holder is not None:
            at = (
                holder.get("ref")
                or holder.get("nodeset")
                or next((child.get("nodeset") for child in holder.children() if child.tag == "repeat"), None)
            )
            refs = [element.get("ref")] if (at or "").strip() == node else []
        elif element.tag == "bind" and (element.get("nodeset") or "").strip() == node:
            refs = [element.get("constraintMsg", JAVAROSA), element.get("requiredMsg", JAVAROSA)]
        for ref in refs:
            found = _TEXT_ID.match(ref or "")
            if found is not None:
                yield found.group(1)


# ---- expressions -----------------------------------------------------------------------------------------------


def expressions(  # noqa: C901 - one case for each place
    document: Document, form: Form
) -> Iterator[Expression]:
    """Everything that the form computes, with its place; what is said at a node is ``label``."""
    said = {text_id: each.path for each in form.definitions for text_id in text_ids(each)}
    for element, holder in _elements(document.root):
        path = _absolute(element.get("nodeset") or element.get("ref") or "", form.root)
        if element.tag == "bind":
            for key, source in element.attributes.items():
                kind = _kind(document, key)
                if kind is not None and source.strip():
                    yield Expression(path, kind[0], source, element.line)
        elif element.tag == "repeat" and element.get("count", JAVAROSA):
            yield Expression(path, "jr:count", element.get("count", JAVAROSA) or "", element.line)
        elif element.tag in {"select", "select1", "rank"}:
            itemset = element.first("itemset")
            if itemset is not None:
                yield Expression(path, "choices", itemset.get("nodeset") or "", element.line)
        elif element.tag == "setvalue" and (element.get("value") or "").strip():
            yield Expression(path, "setvalue", element.get("value") or "", element.line)
        elif element.tag == "value" and holder is not None and holder.tag == "text" and holder.get("id") in said:
            yield from _outputs(element, said[holder.get("id") or ""])
        elif element.tag in {"label", "hint"} and holder is not None and holder.get("ref"):
            yield from _outputs(element, _absolute(holder.get("ref") or "", form.root))


def _outputs(element: Element, path: str) -> Iterator[Expression]:
    for child in element.children():
        source = child.get("value") or child.get("ref") or "" if child.tag == "output" else ""
        if source.strip():
            yield Expression(path, "label", source, child.line)


def text_ids(definition: Definition) -> Iterator[str]:
    """The ids of the texts that are said at a node: label, hint, messages."""
    control = definition.control
    wordings = (definition.message, definition.required_message, *((control.label, control.hint) if control else ()))
    yield from (each.text_id for each in wordings if each is not None and each.text_id is not None)


# ---- writing ---------------------------------------------------------------------------------------------------


def write_xml(document: Document) -> bytes:
    """The document as bytes, each element on the line on which it was read."""
    line = document.root.line
    out: list[str] = ["\n" * (line - 1)]
    last = 0
    names = {uri: prefix for uri, prefix in document.prefixes.items() if uri != _XML}
    opening = "".join(f' xmlns:{prefix}="{escape(uri)}"' for uri, prefix in names.items())
    stack: list[tuple[Element | str, str]] = [(document.root, "")]
    while stack:
        part, default = stack.pop()
        if isinstance(part, str):
            if part.startswith("\0"):  # the end of an element, which is put on the stack below
                out += [part[1:], ">"]
                last = len(out) - 1
            else:
                text = escape(part, quote=False)
                out.append(text)
                line += text.count("\n")
            continue
        if part.line > line:
            out[last] = "\n" * (part.line - line) + ">"
            line = part.line
        name = f"{names[part.uri]}:{part.tag}" if part.prefix and part.uri in names else part.tag
        own = default if ":" in name else part.uri
        declared = "" if ":" in name or part.uri == default else f' xmlns="{escape(part.uri)}"'
        out += [f"<{name}{opening}{declared}", *_attributes(part, names), ">"]
        opening = ""
        last = len(out) - 1
        stack.append((f"\0</{name}", default))
        stack.extend((child, own) for child in reversed(part.parts))
    return "".join(out).encode("utf-8")


def _attributes(element: Element, names: Mapping[str, str]) -> Iterator[str]:
    for key, value in element.attributes.items():
        uri, _, local = key.rpartition("}")
        prefix = "xml:" if uri[1:] == _XML else f"{names[uri[1:]]}:" if uri else ""
        text = escape(value).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
        yield f' {prefix}{local}="{text}"'
