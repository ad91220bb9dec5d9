"""A form, read once and never changed: what sessions run on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from screening.errors import FormError
from screening.forms.appearances import media_of, precision_of, scale_of, words_of_appearance
from screening.forms.compiler import compile_formula
from screening.forms.definition import Action, Block, Definition, Entity, Formula, Notice, Question, Recording, Words
from screening.forms.evaluation import Item
from screening.forms.graph import Graph
from screening.forms.growing import growing
from screening.forms.parser import parse_xpath
from screening.forms.syntax import Ast
from screening.forms.typed import Typed

_NO_MEDIA: Final[Mapping[str, bytes]] = MappingProxyType({})


class Form:
    """An XForm. Attributes are set while it is read and only read afterwards.

    form_id, version, title: as the form says; languages: names of its translations, in their order;
    root: path of the top node, usually ``/data``; missing_media: files that it names and that did not come along;
    foreign: prefixes of namespaces that are not ODK's, whose attributes are annotations;
    strangers: bare words in expressions that name no node and count as empty;
    notices: what it asks for that is done otherwise here, or not at all; submission: attributes of that element;
    recordings, entities: what it wants recorded, and created or updated at a server;
    last_saved: ids of instances that hold the interview saved before this one; style: classes of the body;
    reviews: how many people reviewed a text, by language and text id, as the pack says.
    """

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str | None
    instance_id: str
    missing_media: tuple[str, ...]
    top: Definition
    definitions: tuple[Definition, ...]
    blocks: tuple[Block, ...]
    translations: Mapping[str, Mapping[str, Words]]
    graph: Graph
    actions: tuple[Action, ...]
    foreign: frozenset[str]

    def __init__(self) -> None:
        self.secondaries: dict[str, Item] = {}
        self.trees: dict[str, Ast] = {}
        self.outputs: dict[tuple[str, int], Formula] = {}
        self.worded: tuple[int, ...] = ()
        self.strangers: list[str] = []
        self.singles: dict[str, tuple[Definition, Typed]] = {}
        self.last_saved: frozenset[str] = frozenset()
        self.notices: tuple[Notice, ...] = ()
        self.recordings: tuple[Recording, ...] = ()
        self.entities: tuple[Entity, ...] = ()
        self.submission: Mapping[str, str] = {}
        self.style: tuple[str, ...] = ()
        self.tables: dict[str, Item] = {}
        self.reviews: Mapping[str, Mapping[str, int]] = {}

    @staticmethod
    def parse(xml: bytes, media: Mapping[str, bytes] = _NO_MEDIA) -> Form:
        """The form in `xml`; `media` holds the files it names, by file name.

        Raises:
            FormError: malformed or hostile XML, XPath that does not parse, references to nothing, circles.
        """
        from screening.forms.xform import read_form

        try:
            with growing():
                return read_form(Form(), xml, media)
        except RecursionError:
            raise FormError("form.xpath.deep", at=0) from None

    @property
    def root(self) -> str:
        """The path of the top node."""
        return self.top.path

    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the body, then annotated nodes without a question (control ``""``)."""
        shown = [each for each in self.definitions if each.control is not None and each.control.kind not in _STRUCTURE]
        shown.sort(key=lambda each: each.control.order if each.control is not None else 0)
        hidden = [each for each in self.definitions if each.control is None and each.annotations]
        return tuple(_question(each) for each in (*shown, *hidden))

    def fallbacks(self, language: str | None) -> tuple[str, ...]:
        """The languages to look for words in, best first."""
        first = [name for name in (language, self.default_language) if name in self.translations]
        return tuple(dict.fromkeys([*(name for name in first if name is not None), *self.languages]))

    def secondary(self, name: str) -> Item:
        """The document node of a secondary instance.

        Raises:
            FormError: there is none of that name.
        """
        found = self.secondaries.get(name)
        if found is None:
            raise FormError("form.instance.unknown", name=name)
        return found

    def loose_child(self, at: Definition, name: str) -> Definition:
        """The child that a prefixed name means.

        Raises:
            FormError: there is no such node.
        """
        mark = "@" if name.startswith("@") else ""
        found = at.by_name.get(mark + name.rpartition(":")[2]) if ":" in name else None
        if found is None:
            raise FormError("form.ref.unknown", ref=f"{at.path}/{name}"[:200])
        return found

    def tree(self, source: str) -> Ast:
        """The syntax tree of an expression, parsed once."""
        found = self.trees.get(source)
        if found is None:
            found = self.trees[source] = parse_xpath(source)
        return found

    def output(self, source: str, context: Definition) -> Formula:
        """The formula of an output as seen from `context`, compiled once."""
        key = source, context.index
        found = self.outputs.get(key)
        if found is None:
            found = self.outputs[key] = compile_formula(_Ground(self), source, context, "text")
        return found


class _Ground:
    """A form as the compiler sees it, where ``root`` is the definition and not its path."""

    def __init__(self, form: Form) -> None:
        self.root = form.top
        self.instance_id = form.instance_id
        self.strangers = form.strangers
        self.singles = form.singles
        self.secondary = form.secondary
        self.last_saved = form.last_saved
        self.loose_child = form.loose_child
        self.tree = form.tree


_STRUCTURE: Final = frozenset({"group", "repeat"})


def ground(form: Form) -> _Ground:
    """What the compiler asks of a form."""
    return _Ground(form)


def annotations_of(definition: Definition) -> Mapping[str, str]:
    """The annotations of a bind as written, by full name."""
    return MappingProxyType(dict(definition.written))


def _question(each: Definition) -> Question:
    control = each.control
    choices: dict[str, Mapping[str, str]] = {}
    if each.choices is not None and each.choices.fixed is not None:
        choices = {choice.value: choice.annotations for choice in each.choices.fixed}
    kind = control.kind if control is not None else ""
    appearance = control.appearance if control is not None else ""
    parameters = control.parameters if control is not None else {}
    return Question(
        each.path,
        kind,
        each.type,
        appearance,
        control.groups if control is not None else (),
        annotations_of(each),
        choices,
        parameters,
        words_of_appearance(appearance),
        media_of(kind, parameters),
        precision_of(each.type, appearance),
        scale_of(kind, parameters),
        each.save_to,
    )
