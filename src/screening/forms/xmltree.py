"""A small XML reader for bytes from outside: no DTD, no entities, bounded depth and number of elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from screening.errors import FormError
from screening.forms import limits

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
EVENTS = "http://www.w3.org/2001/xml-events"
SCHEMA = "http://www.w3.org/2001/XMLSchema"


class Element:
    """One element: local name, namespace, attributes by local name or ``{namespace}name``, mixed content, line."""

    __slots__ = ("attributes", "line", "parts", "prefix", "tag", "uri")

    def __init__(self, tag: str, uri: str, prefix: str, attributes: Mapping[str, str], line: int) -> None:
        self.tag = tag
        self.uri = uri
        self.prefix = prefix
        self.attributes = attributes
        self.line = line
        self.parts: list[Element | str] = []

    def children(self) -> Iterator[Element]:
        """The child elements, in document order."""
        return (part for part in self.parts if isinstance(part, Element))

    def first(self, tag: str) -> Element | None:
        """The first child element of that local name."""
        return next((child for child in self.children() if child.tag == tag), None)

    def all(self, tag: str) -> Iterator[Element]:
        """Every child element of that local name."""
        return (child for child in self.children() if child.tag == tag)

    def text(self) -> str:
        """The text directly inside, without that of child elements."""
        return "".join(part for part in self.parts if isinstance(part, str))

    def get(self, name: str, uri: str = "") -> str | None:
        """An attribute by local name and namespace."""
        return self.attributes.get(f"{{{uri}}}{name}" if uri else name)


class Document:
    """The root element and the prefix that the document gave to each namespace."""

    __slots__ = ("prefixes", "root")

    def __init__(self, root: Element, prefixes: Mapping[str, str]) -> None:
        self.root = root
        self.prefixes = prefixes


class _Builder:
    """Expat's callbacks: builds the tree and stops at the limits."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.top: Element | None = None
        self.stack: list[Element] = []
        self.count = 0
        self.names: dict[str, tuple[str, str, str]] = {}
        self.keys: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}

    def name(self, raw: str) -> tuple[str, str, str]:
        """Local name, namespace and prefix of expat's ``namespace name prefix``."""
        known = self.names.get(raw)
        if known is None:
            pieces = raw.split(" ")
            local = pieces[1] if len(pieces) > 1 else pieces[0]
            uri = pieces[0] if len(pieces) > 1 else ""
            prefix = pieces[2] if len(pieces) > 2 else ""  # noqa: PLR2004 - the third piece is the prefix
            known = self.names[raw] = (local, uri, prefix)
        return known

    def key(self, raw: str) -> str:
        """An attribute's name as `Element.attributes` has it."""
        known = self.keys.get(raw)
        if known is None:
            local, uri, _ = self.name(raw)
            known = self.keys[raw] = f"{{{uri}}}{local}" if uri else local
        return known

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix and uri:
            self.prefixes.setdefault(uri, prefix)

    def start(self, raw: str, attributes: dict[str, str]) -> None:
        self.count += 1 + len(attributes)
        if self.count > limits.ELEMENTS or len(self.stack) >= limits.ELEMENT_DEPTH:
            raise FormError("form.xml.large", line=self.parser.CurrentLineNumber)
        local, uri, prefix = self.names.get(raw) or self.name(raw)
        if attributes and any(" " in key for key in attributes):
            attributes = {self.key(key): value for key, value in attributes.items()}
        element = Element(local, uri, prefix, attributes, self.parser.CurrentLineNumber)
        if self.stack:
            self.stack[-1].parts.append(element)
        else:
            self.top = element
        self.stack.append(element)

    def end(self, _raw: str) -> None:
        self.stack.pop()

    def text(self, data: str) -> None:
        self.stack[-1].parts.append(data)

    def refuse_doctype(self, *_: object) -> None:
        raise FormError("form.xml.doctype", line=self.parser.CurrentLineNumber)


def read_xml(data: bytes) -> Document:
    """The document in `data`.

    Raises:
        FormError: not well-formed, too large or too deep, or it holds a document type or entities.
    """
    if len(data) > limits.FORM_BYTES:
        raise FormError("form.xml.large", line=0)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    builder = _Builder(parser)
    parser.StartElementHandler = builder.start
    parser.StartNamespaceDeclHandler = builder.namespace
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    parser.EntityDeclHandler = builder.refuse_doctype
    parser.ExternalEntityRefHandler = builder.refuse_doctype  # type: ignore[assignment] # it only raises
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise FormError("form.xml.malformed", line=error.lineno, column=error.offset) from None
    except (ValueError, LookupError):  # an encoding that expat hands to Python and Python does not know
        raise FormError("form.xml.malformed", line=1, column=0) from None
    if builder.top is None:  # pragma: no cover - expat reports an empty document itself
        raise FormError("form.xml.malformed", line=1, column=0)
    return Document(builder.top, builder.prefixes)
