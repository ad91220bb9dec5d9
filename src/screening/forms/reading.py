"""What the readers of a form share: the parts of the document, and the definitions made of them so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from screening.errors import FormError
from screening.forms import xmltree
from screening.forms.compiler import compile_formula
from screening.forms.definition import Definition, Formula, Output, Seed
from screening.forms.form import Form, ground
from screening.forms.syntax import Ast
from screening.forms.xmltree import Document, Element

OURS: Final = frozenset(
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
"""Namespaces whose attributes mean something to ODK; those of any other are annotations."""


class Reading:
    """A form that is being read."""

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
        self._lively: tuple[str, ...] | None = None

    def locate(self, path: str, base: Definition | None, line: int) -> Definition:
        """The definition at a nodeset or ref, absolute or relative to `base`.

        Raises:
            FormError: there is none.
        """
        steps = path.strip().removeprefix("current()/").split("/")
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
                    following = self.define_attribute(at, step[1:].rpartition(":")[2])
                    self.seed_attribute(at, following)
            if following is None:
                raise FormError("form.ref.unknown", ref=path.strip()[:200], line=line)
            at = following
        return at

    def lively_texts(self) -> tuple[str, ...]:
        """The ids of all texts in which an answer is shown."""
        if self._lively is None:
            found = [
                text_id
                for texts in self.form.translations.values()
                for text_id, words in texts.items()
                if any(isinstance(part, Output) for part in (*words.parts, *words.short))
            ]
            self._lively = tuple(dict.fromkeys(found))
        return self._lively

    def define_attribute(self, holder: Definition, attribute: str) -> Definition:
        """The definition of an attribute, named ``name`` or ``{namespace}name``."""
        uri, _, local = attribute.rpartition("}")
        each = Definition(f"@{local}", holder, len(self.definitions))
        each.element_uri = uri[1:]
        each.element_prefix = self.document.prefixes.get(uri[1:], "")
        each.attribute = True
        each.slot = len(holder.children)
        self.definitions.append(each)
        holder.children.append(each)
        holder.by_name[each.name] = each
        return each

    def seed_attribute(self, holder: Definition, attribute: Definition) -> None:
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

    def tree(self, source: str, each: Definition, attribute: str, line: int) -> Ast:
        """The syntax tree of an expression; an error names node and attribute.

        Raises:
            FormError: it does not parse.
        """
        try:
            return self.form.tree(source)
        except FormError as error:
            raise placed(error, each, attribute, line) from None

    def formula(
        self,
        source: str,
        each: Definition,
        attribute: str,
        line: int,
        want: Literal["any", "text", "boolean"],
    ) -> Formula:
        """A compiled expression; an error names node and attribute.

        Raises:
            FormError: it does not parse or compile.
        """
        try:
            return compile_formula(ground(self.form), source, each, want)
        except FormError as error:
            raise placed(error, each, attribute, line) from None


def placed(error: FormError, each: Definition, attribute: str, line: int) -> FormError:
    """The same refusal, saying at which node and attribute it happened."""
    params = {**error.params, "node": each.path[:200], "attribute": attribute}
    if line:
        params["line"] = line
    return FormError(error.code, **params)


def bind_named(model: Element, name: str) -> str | None:
    """The nodeset of the bind that has this id."""
    bind = next((each for each in model.all("bind") if each.get("id") == name), None)
    return bind.get("nodeset") if bind is not None else None
