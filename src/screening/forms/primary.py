"""The primary instance to definitions, and the seeds that nodes of an interview grow from."""

from __future__ import annotations

from screening.forms import xmltree
from screening.forms.body import repeat_paths
from screening.forms.definition import Definition, Seed
from screening.forms.reading import Reading
from screening.forms.xmltree import JAVAROSA, Element


def read_primary(reading: Reading, root: Element) -> None:
    """Definitions of everything below `root`, and the seed of a new interview."""
    form = reading.form
    form.form_id = root.get("id") or root.uri
    form.version = root.get("version") or root.get("version", xmltree.OPENROSA) or ""
    reading.repeats = repeat_paths(reading.body, f"/{root.tag}")
    form.top = _define(reading, root.tag, None, [root])
    form.top.initial = _seed(form.top, root, template=False)


def _define(reading: Reading, name: str, parent: Definition | None, sources: list[Element]) -> Definition:
    """The definition of all elements at one path, with those of its children."""
    each = Definition(name, parent, len(reading.definitions))
    reading.definitions.append(each)
    first = sources[0]
    each.element_uri, each.element_prefix = first.uri, first.prefix
    each.repeat = parent is not None and (
        each.path in reading.repeats or any(source.get("template", JAVAROSA) is not None for source in sources)
    )
    each.level += each.repeat
    for attribute in dict.fromkeys(key for source in sources for key in source.attributes):
        if not attribute.startswith(f"{{{JAVAROSA}}}"):
            reading.define_attribute(each, attribute)
    grouped: dict[str, list[Element]] = {}
    for source in sources:
        for child in source.children():
            grouped.setdefault(child.tag, []).append(child)
    for tag, elements in grouped.items():
        child_definition = _define(reading, tag, each, elements)
        child_definition.slot = len(each.children)
        each.children.append(child_definition)
        each.by_name[tag] = child_definition
    if each.repeat:
        model = next((s for s in sources if s.get("template", JAVAROSA) is not None), None)
        each.template = _seed(each, model if model is not None else first, template=True)
        if model is None:  # as in Collect: what stands in the first instance is its own, and no default
            _empty(each.template)
    return each


def _empty(seed: Seed) -> None:
    """Take the values away; attributes stay."""
    stack = [seed]
    while stack:
        each = stack.pop()
        if not each.definition.attribute:
            each.text = ""
        for kid in each.children:
            stack.extend(kid if isinstance(kid, list) else [kid])


def _seed(definition: Definition, source: Element, *, template: bool) -> Seed:
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
            children.append([_seed(child, kid, template=False) for kid in real])
        else:
            children.append(_seed(child, found[0] if found else _absent(child), template=template))
    text = source.text()
    return Seed(definition, text if text.strip() and not by_tag else "", children)


def _absent(definition: Definition) -> Element:
    """An empty element where an instance lacks a node that its siblings have."""
    return Element(definition.name, definition.element_uri, definition.element_prefix, {}, 0)
