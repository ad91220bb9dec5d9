"""XForm XML to a `Form`: model, texts, binds; the body is read by `body`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from screening.errors import FormError
from screening.forms import secondary, xmltree
from screening.forms.body import read_body, repeat_paths
from screening.forms.compiler import compile_formula
from screening.forms.definition import (
    Action,
    Annotation,
    Definition,
    Formula,
    Output,
    Parts,
    Read,
    Seed,
    Wording,
    Words,
)
from screening.forms.evaluation import Item
from screening.forms.form import Form, ground
from screening.forms.functions import FUNCTIONS
from screening.forms.graph import build_graph
from screening.forms.lineage import shared
from screening.forms.syntax import Ast, Call, Compare, Logic, Negate, Number, Product, Sum, Text
from screening.forms.xmltree import JAVAROSA, Document, Element, read_xml

_TYPES: Final[Mapping[str, str]] = {
    "integer": "int",
    "long": "int",
    "double": "decimal",
    "float": "decimal",
    "select": "string",
    "select1": "string",
    "datetime": "dateTime",
    "rank": "rank",
}
_KNOWN: Final = frozenset(
    {
        "string",
        "int",
        "decimal",
        "boolean",
        "date",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "binary",
        "barcode",
        "intent",
        "rank",
    }
)
_OURS: Final = frozenset(
    {
        "",
        xmltree.XFORMS,
        xmltree.XHTML,
        xmltree.JAVAROSA,
        xmltree.OPENROSA,
        xmltree.ODK,
        xmltree.ENTITIES,
        xmltree.EVENTS,
        xmltree.SCHEMA,
        "http://www.w3.org/XML/1998/namespace",
    }
)
_ITEXT: Final = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*\Z")
_NUMBERED: Final = re.compile(r"(.*?)(\d*)\Z", re.DOTALL)
_EXPRESSIONS: Final = frozenset({"when", "absent", "as"})
_BOOLEAN_FUNCTIONS: Final = frozenset(
    {
        "not",
        "true",
        "false",
        "boolean",
        "boolean-from-string",
        "selected",
        "contains",
        "starts-with",
        "ends-with",
        "regex",
        "checklist",
        "weighted-checklist",
        "geofence",
    }
)
_NUMBER_FUNCTIONS: Final = frozenset(
    {
        "number",
        "int",
        "round",
        "floor",
        "ceiling",
        "abs",
        "pow",
        "sqrt",
        "exp",
        "exp10",
        "log",
        "log10",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "atan2",
        "pi",
        "count",
        "count-non-empty",
        "count-selected",
        "sum",
        "min",
        "max",
        "position",
        "string-length",
        "decimal-date-time",
        "decimal-time",
        "area",
        "distance",
        "random",
    }
)
assert FUNCTIONS.keys() >= _BOOLEAN_FUNCTIONS | _NUMBER_FUNCTIONS  # noqa: S101 - a misspelt name would change types


def read_form(form: Form, xml: bytes, media: Mapping[str, bytes]) -> Form:
    """Fill `form` from `xml`.

    Raises:
        FormError: see `Form.parse`.
    """
    document = read_xml(xml)
    return _Reader(form, document, media).read()


class _Reader:
    """The parts of the document, and the definitions made of them so far."""

    def __init__(self, form: Form, document: Document, media: Mapping[str, bytes]) -> None:
        self.form = form
        self.document = document
        self.media = media
        root = document.root
        head = root.first("head")
        body = root.first("body")
        model = head.first("model") if head is not None else None
        if root.tag != "html" or head is None or body is None or model is None:
            raise FormError("form.xform.structure", line=root.line)
        self.head, self.body, self.model = head, body, model
        self.definitions: list[Definition] = []
        self.repeats: set[str] = set()

    def read(self) -> Form:
        form = self.form
        form.foreign = frozenset(
            prefix for uri, prefix in self.document.prefixes.items() if uri not in _OURS and prefix
        )
        title = self.head.first("title")
        form.title = title.text().strip() if title is not None else ""
        primary = self.instances()
        self.read_texts()
        self.read_primary(primary)
        binds = list(self.read_binds())
        for definition, bind in binds:
            self.set_kind(definition, bind)
        form.definitions = tuple(self.definitions)
        for definition, bind in binds:
            self.compile_bind(definition, bind)
        form.blocks = read_body(self)
        form.first_load = tuple(
            action for each in self.model.all("setvalue") for action in self.actions(each, None, form.top)
        )
        form.graph = build_graph(self.definitions, self.shown())
        form.worded = tuple(cell.order for cell in form.graph.cells if cell.formula is not None and cell.formula.worded)
        return form

    # ---- instances -----------------------------------------------------------------------------------------

    def instances(self) -> Element:
        """The root element of the primary instance; the secondary ones are kept with the form."""
        primary: Element | None = None
        missing: list[str] = []
        for holder in self.model.all("instance"):
            root = next(holder.children(), None)
            if primary is None:
                if root is None:
                    raise FormError("form.xform.instance", line=holder.line)
                primary = root
                self.form.instance_id = holder.get("id") or ""
                continue
            name = holder.get("id")
            if name is None:
                raise FormError("form.xform.instance", line=holder.line)
            self.form.secondaries[name] = self.secondary(holder, missing)
        if primary is None:
            raise FormError("form.xform.instance", line=self.model.line)
        self.form.missing_media = tuple(dict.fromkeys(missing))
        return primary

    def secondary(self, holder: Element, missing: list[str]) -> Item:
        source = holder.get("src")
        if source is None:
            return secondary.from_element(holder)
        name = source.rpartition("/")[2]
        data = self.media.get(name)
        if data is not None:
            return secondary.from_file(name, data)
        if source != "jr://instance/last-saved":
            missing.append(name)
        return secondary.from_element(holder) if next(holder.children(), None) is not None else secondary.empty()

    def read_primary(self, root: Element) -> None:
        form = self.form
        form.form_id = root.get("id") or root.uri
        form.version = root.get("version") or root.get("version", xmltree.OPENROSA) or ""
        self.repeats = repeat_paths(self.body, f"/{root.tag}")
        form.top = self.define(root.tag, None, [root])
        form.top.initial = self.seed(form.top, root, template=False)

    def define(self, name: str, parent: Definition | None, sources: list[Element]) -> Definition:
        """The definition of all elements at one path, with those of its children."""
        each = Definition(name, parent, len(self.definitions))
        self.definitions.append(each)
        first = sources[0]
        each.element_uri, each.element_prefix = first.uri, first.prefix
        each.repeat = parent is not None and (
            each.path in self.repeats or any(source.get("template", JAVAROSA) is not None for source in sources)
        )
        each.level += each.repeat
        for attribute in dict.fromkeys(key for source in sources for key in source.attributes):
            if not attribute.startswith(f"{{{JAVAROSA}}}"):
                self.define_attribute(each, attribute)
        grouped: dict[str, list[Element]] = {}
        for source in sources:
            for child in source.children():
                grouped.setdefault(child.tag, []).append(child)
        for tag, elements in grouped.items():
            child_definition = self.define(tag, each, elements)
            child_definition.slot = len(each.children)
            each.children.append(child_definition)
            each.by_name[tag] = child_definition
        if each.repeat:
            model = next((s for s in sources if s.get("template", JAVAROSA) is not None), first)
            each.template = self.seed(each, model, template=True)
        return each

    def define_attribute(self, holder: Definition, attribute: str) -> None:
        uri, _, local = attribute.rpartition("}")
        each = Definition(f"@{local}", holder, len(self.definitions))
        each.element_uri = uri[1:]
        each.element_prefix = self.document.prefixes.get(uri[1:], "")
        each.attribute = True
        each.slot = len(holder.children)
        self.definitions.append(each)
        holder.children.append(each)
        holder.by_name[each.name] = each

    def seed(self, definition: Definition, source: Element, *, template: bool) -> Seed:
        """The initial content. A template's inner repeats begin without instances."""
        children: list[Seed | list[Seed]] = []
        by_tag: dict[str, list[Element]] = {}
        for kid in source.children():
            by_tag.setdefault(kid.tag, []).append(kid)
        for child in definition.children:
            if child.attribute:
                name = f"{{{child.element_uri}}}{child.name[1:]}" if child.element_uri else child.name[1:]
                children.append(Seed(child, source.attributes.get(name, ""), []))
                continue
            found = by_tag.get(child.name, [])
            if child.repeat:
                real = [] if template else [kid for kid in found if kid.get("template", JAVAROSA) is None]
                children.append([self.seed(child, kid, template=False) for kid in real])
            else:
                children.append(self.seed(child, found[0] if found else source_of(child), template=template))
        text = source.text()
        return Seed(definition, text if text.strip() and not by_tag else "", children)

    # ---- texts ---------------------------------------------------------------------------------------------

    def read_texts(self) -> None:
        form = self.form
        translations: dict[str, dict[str, Words]] = {}
        default: str | None = None
        itext = self.model.first("itext")
        for translation in itext.all("translation") if itext is not None else ():
            language = translation.get("lang") or ""
            texts = translations.setdefault(language, {})
            if default is None and translation.get("default") is not None:
                default = language
            for text in translation.all("text"):
                words = words_of_values(text)
                if words is not None:
                    texts[text.get("id") or ""] = words
        form.translations = translations
        form.languages = tuple(translations)
        form.default_language = default if default is not None else next(iter(translations), None)

    def wording(self, element: Element | None, context: Definition | None) -> Wording | None:
        """A label, hint or message element."""
        if element is None:
            return None
        ref = element.get("ref")
        if ref is not None:
            return self.wording_of_text(ref, context)
        parts = parts_of(element)
        return Wording(words=Words(parts, {})) if parts else None

    def wording_of_text(self, text: str, context: Definition | None) -> Wording | None:
        """A message attribute or ref: ``jr:itext('id')``, an expression, or plain words."""
        found = _ITEXT.match(text)
        if found is not None:
            return Wording(text_id=found.group(1) or found.group(2) or "")
        stripped = text.strip()
        if stripped.startswith("jr:itext(") and stripped.endswith(")"):
            formula = compile_formula(ground(self.form), stripped[len("jr:itext(") : -1], context, "text")
            return Wording(computed=formula)
        return Wording(words=Words((text,), {})) if text else None

    # ---- binds ---------------------------------------------------------------------------------------------

    def locate(self, path: str, base: Definition | None, line: int) -> Definition:
        """The definition at a nodeset or ref, absolute or relative to `base`.

        Raises:
            FormError: there is none.
        """
        steps = path.strip().split("/")
        if steps[0] == "":
            if len(steps) < 2 or steps[1].rpartition(":")[2] != self.form.top.name:  # noqa: PLR2004 - "" and the root
                raise FormError("form.ref.unknown", ref=path.strip()[:200], line=line)
            at, steps = self.form.top, steps[2:]
        else:
            at = base if base is not None else self.form.top
        for step in steps:
            if step in {".", ""}:
                continue
            if step == "..":
                following = at.parent
            else:
                following = at.by_name.get(step) or at.by_name.get(step.rpartition(":")[2])
                if following is None and step.startswith("@"):
                    self.define_attribute(at, step[1:].rpartition(":")[2])
                    following = at.children[-1]
                    self.add_seed(at, following)
            if following is None:
                raise FormError("form.ref.unknown", ref=path.strip()[:200], line=line)
            at = following
        return at

    def add_seed(self, holder: Definition, attribute: Definition) -> None:
        """An attribute that only a bind names begins empty, wherever its element is."""
        stack: list[Seed] = [
            seed for seed in (self.form.top.initial, *(each.template for each in self.definitions)) if seed is not None
        ]
        while stack:
            seed = stack.pop()
            if seed.definition is holder and len(seed.children) < len(holder.children):
                seed.children.append(Seed(attribute, "", []))
            for kid in seed.children:
                stack.extend(kid if isinstance(kid, list) else [kid])

    def read_binds(self) -> Iterator[tuple[Definition, Element]]:
        for bind in self.model.all("bind"):
            nodeset = bind.get("nodeset") or bind.get("ref")
            if nodeset is None:
                raise FormError("form.xform.bind", line=bind.line)
            yield self.locate(nodeset, self.form.top, bind.line), bind

    def set_kind(self, each: Definition, bind: Element) -> None:
        """Type of the node, known before any expression is compiled."""
        kind = (bind.get("type") or "").rpartition(":")[2]
        kind = _TYPES.get(kind, _TYPES.get(kind.lower(), kind))
        if kind:
            each.type = kind if kind in _KNOWN else "string"
        source = bind.get("calculate")
        found = static_kind(self.placed_tree(source, each, "calculate", bind.line)) if source else None
        each.numeric = each.type in {"int", "decimal"} or (each.type == "string" and found == "number")
        each.truth = each.type == "boolean" or (each.type == "string" and found == "boolean")

    def placed_tree(self, source: str, each: Definition, attribute: str, line: int) -> Ast:
        try:
            return self.form.tree(source)
        except FormError as error:
            raise placed(error, each, attribute, line) from None

    def formula(self, source: str, each: Definition, attribute: str, line: int, want: str) -> Formula:
        """A compiled bind expression; an error names node and attribute."""
        try:
            if want == "boolean":
                return compile_formula(ground(self.form), source, each, "boolean")
            return compile_formula(ground(self.form), source, each, "text" if want == "text" else "any")
        except FormError as error:
            raise placed(error, each, attribute, line) from None

    def compile_bind(self, each: Definition, bind: Element) -> None:
        get = bind.get
        for attribute in ("relevant", "constraint"):
            source = get(attribute)
            if source and source.strip():
                setattr(each, attribute, self.formula(source, each, attribute, bind.line, "boolean"))
        if each.relevant is not None and each.relevant.constant and each.relevant.source.strip() == "true()":
            each.relevant = None
        each.required = self.condition(each, bind, "required")
        each.readonly = self.condition(each, bind, "readonly")
        source = get("calculate")
        if source and source.strip():
            each.calculate = self.formula(source, each, "calculate", bind.line, "any")
        message = get("constraintMsg", JAVAROSA)
        if message:
            each.message = self.wording_of_text(message, each)
        message = get("requiredMsg", JAVAROSA)
        if message:
            each.required_message = self.wording_of_text(message, each)
        each.preload = get("preload", JAVAROSA) or ""
        each.preload_parameter = get("preloadParams", JAVAROSA) or ""
        self.annotate(each, bind)

    def condition(self, each: Definition, bind: Element, attribute: str) -> Formula | bool:
        source = (bind.get(attribute) or "").strip()
        if source in {"", "false()"}:
            return False
        if source == "true()":
            return True
        return self.formula(source, each, attribute, bind.line, "boolean")

    def annotate(self, each: Definition, bind: Element) -> None:
        written: dict[str, str] = {}
        expressions: dict[str, Formula] = {}
        for key, value in bind.attributes.items():
            uri, _, local = key.rpartition("}")
            if uri[1:] in _OURS or not value.strip():
                continue
            name = f"{self.document.prefixes.get(uri[1:], '')}:{local}"
            written[name] = value
            base = _NUMBERED.match(local)
            if base is not None and base.group(1) in _EXPRESSIONS:
                want = "text" if base.group(1) == "as" else "boolean"
                expressions[name] = self.formula(value, each, name, bind.line, want)
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

    # ---- actions -------------------------------------------------------------------------------------------

    def actions(self, element: Element, holder: Definition | None, default: Definition) -> Iterator[Action]:
        """The actions of a setvalue, one for each of its events."""
        ref = element.get("ref") or element.get("bind")
        if ref is None:
            raise FormError("form.xform.action", line=element.line)
        target = self.locate(ref, default, element.line)
        events = (element.get("event") or element.get("event", xmltree.EVENTS) or "odk-instance-first-load").split()
        source = element.get("value")
        value = self.formula(source, target, "setvalue", element.line, "any") if source and source.strip() else None
        anchor = shared(target, holder) if holder is not None else self.form.top
        for event in events:
            match event:
                case "odk-instance-first-load" | "xforms-ready" | "odk-instance-load":
                    yield Action("odk-instance-first-load", target, anchor, value, element.text())
                case "odk-new-repeat" | "jr-insert":
                    yield Action("odk-new-repeat", target, anchor, value, element.text())
                case "xforms-value-changed":
                    yield Action("xforms-value-changed", target, anchor, value, element.text())
                case _:
                    continue

    # ---- what only shows -----------------------------------------------------------------------------------

    def shown(self) -> Iterator[tuple[Definition, Read]]:
        """What is read by what a definition shows, asks or says, but is computed only when looked at."""
        for each in self.definitions:
            formulas = [each.constraint]
            for annotation in each.annotations:
                formulas += [annotation.when, annotation.absent, annotation.value_as]
            wordings = [each.message, each.required_message]
            if each.control is not None:
                wordings += [each.control.label, each.control.hint]
            for wording in wordings:
                formulas += self.outputs(wording, each)
            reads = [read for formula in formulas if formula is not None for read in formula.reads]
            if each.choices is not None:
                reads += each.choices.reads
            yield from ((each, read) for read in reads if read.target is not each)

    def outputs(self, wording: Wording | None, each: Definition) -> Iterator[Formula]:
        if wording is None:
            return
        if wording.computed is not None:
            yield wording.computed
        words: list[Words | None] = [wording.words]
        if wording.text_id is not None:
            words += [texts.get(wording.text_id) for texts in self.form.translations.values()]
        for one in words:
            for part in (*one.parts, *one.guidance) if one is not None else ():
                if isinstance(part, Output):
                    try:
                        yield self.form.output(part.source, each)
                    except FormError as error:
                        raise placed(error, each, "label", 0) from None


def placed(error: FormError, each: Definition, attribute: str, line: int) -> FormError:
    """The same refusal, saying at which node and attribute it happened."""
    params = {**error.params, "node": each.path[:200], "attribute": attribute}
    if line:
        params["line"] = line
    return FormError(error.code, **params)


def source_of(definition: Definition) -> Element:
    """An empty element where an instance lacks a node that its siblings have."""
    return Element(definition.name, definition.element_uri, definition.element_prefix, {}, 0)


def parts_of(element: Element) -> Parts:
    """Text and outputs of a label or value, white space trimmed at both ends; a lone ``-`` counts as nothing."""
    found: list[str | Output] = []
    for part in element.parts:
        if isinstance(part, str):
            found.append(part)
        elif part.tag == "output":
            source = part.get("value") or part.get("ref")
            if source:
                found.append(Output(source))
        else:
            found.append(part.text())
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    kept = tuple(part for part in found if part != "")
    return () if kept == ("-",) else kept


def words_of_values(text: Element) -> Words | None:
    """The forms of one text id; None where the language says nothing."""
    parts: Parts = ()
    guidance: Parts = ()
    short: Parts = ()
    media: dict[str, str] = {}
    for value in text.all("value"):
        form = value.get("form")
        if form is None or form == "long":
            parts = parts_of(value) or parts
        elif form == "guidance":
            guidance = parts_of(value)
        elif form == "short":
            short = parts_of(value)
        else:
            name = value.text().strip()
            if name and name != "-":
                media[form] = name.rpartition("/")[2]
    return Words(parts or short, media, guidance, short) if parts or guidance or short or media else None


def static_kind(tree: Ast) -> str | None:  # noqa: PLR0911 - one line for each kind
    """The type of an expression as far as its form tells it: number, boolean, text, or None."""
    match tree:
        case Number() | Sum() | Product() | Negate():
            return "number"
        case Compare() | Logic():
            return "boolean"
        case Text(value):
            return None if value == "" else "text"
        case Call(name, args):
            if name in _NUMBER_FUNCTIONS:
                return "number"
            if name in _BOOLEAN_FUNCTIONS:
                return "boolean"
            if name == "if" and len(args) == 3:  # noqa: PLR2004 - test, then, else
                one, other = static_kind(args[1]), static_kind(args[2])
                if args[1] == Text(""):
                    return other
                return one if one == other or args[2] == Text("") else None
            if name == "once" and len(args) == 1:
                return static_kind(args[0])
            return None
        case _:
            return None
