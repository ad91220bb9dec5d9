"""The body of an XForm: controls, groups, repeats, choice lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from screening.errors import FormError
from screening.forms.actions import ACTIONS, actions_of
from screening.forms.compiler import Compilation, with_current
from screening.forms.definition import (
    Block,
    ChoiceList,
    Control,
    Definition,
    FixedChoice,
    Read,
)
from screening.forms.evaluation import nowhere
from screening.forms.form import ground
from screening.forms.reading import Reading, bind_named, placed
from screening.forms.searching import read_search, search_of
from screening.forms.secondary import empty
from screening.forms.syntax import Ast, Call, Path
from screening.forms.typed import Scope, as_text
from screening.forms.wordings import wording_of
from screening.forms.xmltree import JAVAROSA, Element

EXTERNAL_CHOICES: Final = "itemsets.csv"
_INSTANCE: Final = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
QUESTIONS: Final = frozenset({"input", "secret", "select1", "select", "rank", "trigger", "upload", "range"})


def repeat_paths(body: Element, root: str) -> set[str]:
    """The paths of all repeats, without positions."""
    found: set[str] = set()
    stack: list[tuple[Element, str]] = [(body, root)]
    while stack:
        element, base = stack.pop()
        for child in element.children():
            at = base
            if child.tag in {"group", "repeat"}:
                ref = child.get("ref") or child.get("nodeset")
                if ref:
                    at = _joined(base, ref.strip().removeprefix("current()/"))
                if child.tag == "repeat" and ref:
                    found.add(at)
                stack.append((child, at))
    return found


def _joined(base: str, ref: str) -> str:
    if ref.startswith("/"):
        steps, ref = [], ref[1:]
    else:
        steps = base[1:].split("/")
    for step in ref.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step.rpartition(":")[2])
    return "/" + "/".join(steps)


def read_body(reading: Reading) -> tuple[Block, ...]:
    """The blocks of the body; controls, choice lists, counts and actions are set on their definitions."""
    return _Body(reading).blocks(reading.body, reading.form.top, ())


class _Body:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.order = 0
        self.lists: dict[tuple[str, ...], ChoiceList] = {}

    def blocks(self, element: Element, base: Definition, groups: tuple[str, ...]) -> tuple[Block, ...]:
        found: list[Block] = []
        for child in element.children():
            if child.tag == "group":
                found.append(self.group(child, base, groups))
            elif child.tag == "repeat":
                found.append(self.repeat(child, base, groups, None))
            elif child.tag in QUESTIONS:
                found.append(self.question(child, base, groups))
            elif child.tag in ACTIONS:
                self.act(child, base)
        return tuple(found)

    def located(self, element: Element, base: Definition) -> Definition | None:
        ref = element.get("ref") or element.get("nodeset")
        if ref is None:
            name = element.get("bind")
            if name is None:
                return None
            ref = bind_named(self.reading.model, name)
            if ref is None:
                raise FormError("form.ref.unknown", ref=name[:200], line=element.line)
            base = self.reading.form.top
        return self.reading.locate(ref, base, element.line)

    def control(
        self, element: Element, kind: str, definition: Definition | None, groups: tuple[str, ...], looks: str = ""
    ) -> Control:
        self.order += 1
        parameters = {
            name.rpartition("}")[2]: value
            for name, value in element.attributes.items()
            if name not in {"ref", "nodeset", "bind", "appearance"}
        }
        return Control(
            kind,
            " ".join(filter(None, (element.get("appearance"), looks))),
            wording_of(self.reading, element.first("label"), definition),
            wording_of(self.reading, element.first("hint"), definition),
            parameters,
            groups,
            self.order,
        )

    def group(self, element: Element, base: Definition, groups: tuple[str, ...]) -> Block:
        definition = self.located(element, base)
        repeats = [child for child in element.children() if child.tag == "repeat"]
        others = [child for child in element.children() if child.tag in QUESTIONS or child.tag == "group"]
        if len(repeats) == 1 and not others:
            return self.repeat(repeats[0], base if definition is None else definition, groups, element)
        control = self.control(element, "group", definition, groups)
        if definition is not None and definition.control is None:
            definition.control = control
        inside = (*groups, definition.path) if definition is not None else groups
        return Block("group", definition, control, self.blocks(element, definition or base, inside))

    def repeat(self, element: Element, base: Definition, groups: tuple[str, ...], outer: Element | None) -> Block:
        ref = element.get("nodeset") or element.get("ref")
        definition = self.located(element, base) if ref is not None else None
        if definition is None or not definition.repeat or definition.parent is None:
            raise FormError("form.xform.repeat", line=element.line)
        looks = (element.get("appearance") or "") if outer is not None else ""
        control = self.control(outer if outer is not None else element, "repeat", definition, groups, looks)
        definition.control = control
        count = element.get("count", JAVAROSA)
        if count and count.strip():
            definition.count = self.counted(count, definition, element.line)
            definition.fixed = True
        if (element.get("noAddRemove", JAVAROSA) or "").strip() in {"true()", "true"}:
            definition.fixed = True
        inside = (*groups, definition.path)
        return Block("repeat", definition, control, self.blocks(element, definition, inside))

    def counted(self, source: str, definition: Definition, line: int) -> Any:
        """The formula of jr:count, evaluated at the repeat's parent; ``../n`` is said from an instance."""
        reading = self.reading
        form, parent = reading.form, definition.parent
        text = source.strip().removeprefix("current()/")
        try:
            tree = form.tree(text)
            if isinstance(tree, Path) and not tree.absolute and tree.base is None and tree.steps[0].axis == "parent":
                text = text.partition("/")[2] or "."
            assert parent is not None  # noqa: S101 - a repeat is never the root
            return reading.formula(text, parent, "jr:count", line, "any")
        except FormError as error:
            raise placed(error, definition, "jr:count", line) from None

    def question(self, element: Element, base: Definition, groups: tuple[str, ...]) -> Block:
        definition = self.located(element, base)
        if definition is None:
            raise FormError("form.xform.question", line=element.line)
        query = element.get("query") if element.tag == "input" else None
        control = self.control(element, element.tag if query is None else "select1", definition, groups)
        if definition.control is not None and definition.control.kind != "group":
            self.actions(element, definition)  # asked in two places: what the first says holds
            return Block("question", definition, control, ())
        definition.control = control
        if query is not None:
            self.allow_missing(query)
            definition.choices = self.listed(element.line, query, "name", "label", definition)
        elif element.tag in {"select", "select1", "rank"}:
            searched = search_of(control.appearance)
            if searched is not None:
                definition.choices = read_search(self.reading, element, searched, definition)
            else:
                definition.choices = self.choices(element, definition)
        elif element.tag == "range" and element.first("itemset") is not None:
            definition.choices = replace(self.choices(element, definition), binding=False)
        self.actions(element, definition)
        return Block("question", definition, control, ())

    def allow_missing(self, query: str) -> None:
        """The lists of an external sheet are empty when it did not come along."""
        form = self.reading.form
        for name in _INSTANCE.findall(query):
            if name not in form.secondaries:
                form.secondaries[name] = empty()
                form.missing_media = tuple(dict.fromkeys((*form.missing_media, EXTERNAL_CHOICES)))

    def actions(self, element: Element, definition: Definition) -> None:
        for child in element.children():
            if child.tag in ACTIONS:
                self.act(child, definition)

    def act(self, element: Element, holder: Definition) -> None:
        holder.actions += actions_of(self.reading, element, holder)

    # ---- choices ---------------------------------------------------------------------------------------------

    def choices(self, element: Element, definition: Definition) -> ChoiceList:
        itemset = element.first("itemset")
        if itemset is None:
            fixed = tuple(self.fixed(element, definition))
            return ChoiceList(fixed, values=frozenset(choice.value for choice in fixed))
        nodeset = (itemset.get("nodeset") or "").strip()
        label, value = itemset.first("label"), itemset.first("value")
        if not nodeset or value is None:
            raise FormError("form.xform.itemset", line=itemset.line)
        label_ref = (label.get("ref") or "") if label is not None else ""
        return self.listed(itemset.line, nodeset, value.get("ref") or "", label_ref, definition)

    def listed(self, line: int, nodeset: str, value_ref: str, label_ref: str, definition: Definition) -> ChoiceList:
        """The choices that a path gives; questions that would have the same ones share them.

        Raises:
            FormError: the path or what it says about an item does not compile.
        """
        key = (nodeset, value_ref, label_ref)
        known = self.lists.get(key)
        if known is not None:
            return known
        try:
            found, shareable = self.itemset(nodeset, value_ref, label_ref, definition)
        except FormError as error:
            raise placed(error, definition, "choices", line) from None
        if shareable:
            self.lists[key] = found
        return found

    def fixed(self, element: Element, definition: Definition) -> Iterator[FixedChoice]:
        for item in element.all("item"):
            value = item.first("value")
            annotations = {
                f"{self.reading.document.prefixes.get(name[1:].partition('}')[0], '')}:{name.rpartition('}')[2]}": text
                for name, text in item.attributes.items()
                if name.startswith("{")
            }
            yield FixedChoice(
                value.text().strip() if value is not None else "",
                wording_of(self.reading, item.first("label"), definition),
                annotations,
            )

    def itemset(self, nodeset: str, value_ref: str, label_ref: str, definition: Definition) -> tuple[ChoiceList, bool]:
        """A list of nodes, and whether other questions with the same nodeset may share it."""
        form = self.reading.form
        work = Compilation(ground(form), definition)
        tree = form.tree(nodeset)
        typed = work.compile(tree, Scope(definition))
        call = with_current(work, work.nodes(typed, "itemset"))
        target = typed.lands[0] if typed.lands else None
        text_id = label_ref.strip().startswith("jr:itext(")
        if text_id:
            label_ref = label_ref.strip()[len("jr:itext(") : -1]
        value, value_reads = self.of_item(value_ref, target)
        label, label_reads = self.of_item(label_ref, target) if label_ref.strip() else (None, ())
        reads = (*work.reads.values(), *(_raised(read, definition) for read in (*value_reads, *label_reads)))
        free = not reads and not work.volatile and not work.relative and not work.uses_current
        values = text_ids = None
        if free and target is None:
            evaluation = nowhere(form)
            items = call(None, evaluation)
            values = frozenset(value(item, evaluation) for item in items)
        if target is None and text_id and label is not None and self.reading.lively_texts():
            text_ids = self.all_labels(tree, label)
        found = ChoiceList(None, call, value, label, text_id, reads, values, text_ids, shuffled=work.volatile)
        found = replace(found, own=any(read.target is definition for read in reads))
        return found, free

    def all_labels(self, tree: Ast, label: Any) -> frozenset[str] | None:
        """The text ids of all items of a list, whatever its filter lets pass; None when it is no list of the form."""
        if isinstance(tree, Call) and tree.name == "randomize" and tree.args:
            return self.all_labels(tree.args[0], label)
        if not isinstance(tree, Path) or tree.base is None:
            return None
        form = self.reading.form
        bare = replace(tree, steps=tuple(replace(step, predicates=()) for step in tree.steps))
        work = Compilation(ground(form), None)
        nodes = work.nodes(work.compile(bare, Scope(None)), "itemset")
        if work.volatile or work.reads:
            return None
        evaluation = nowhere(form)
        return frozenset(label(item, evaluation) for item in nodes(None, evaluation))

    def of_item(self, ref: str, target: Definition | None) -> tuple[Any, tuple[Read, ...]]:
        work = Compilation(ground(self.reading.form), target)
        call = as_text(work.compile(self.reading.form.tree(ref), Scope(target)))
        return call, tuple(work.reads.values())


def _raised(read: Read, definition: Definition) -> Read:
    """A read below an item, as the question sees it: from the nearest node that both share and that is no instance."""
    chain = definition.chain()
    anchor = read.target
    while anchor.parent is not None and (
        anchor.depth >= len(chain) or chain[anchor.depth] is not anchor or anchor.repeat
    ):
        anchor = anchor.parent
    return Read(read.target, anchor)
