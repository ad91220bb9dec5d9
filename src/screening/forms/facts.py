"""What annotations say about the answers: names and values as the form wrote them, expressions evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screening.forms.choices import offered
from screening.forms.definition import Annotation, Formula
from screening.forms.evaluation import Evaluation, Node
from screening.forms.nodes import walk


@dataclass(frozen=True, slots=True)
class Fact:
    """One annotation of one node.

    name: of the annotation, without the digits that number it; values: its words;
    when, absent: whether the answer makes it so, or makes it not so; None when there is nothing to judge by:
    the question is not answered, not relevant or missing, or says nothing of the kind;
    answered: there is a value; missing: why there is none; value: what the ``as`` expression gives, else the answer;
    choice: the choice that a fact about a single choice belongs to.
    """

    name: str
    values: tuple[str, ...]
    when: bool | None
    absent: bool | None
    ref: str
    answered: bool
    missing: str | None
    basis: str
    verbatim: str | None
    relevant: bool
    value: str = ""
    choice: str | None = None


def facts_of(top: Node, e: Evaluation, ref_of: Callable[[Node], str]) -> tuple[Fact, ...]:
    """The facts of all annotated nodes, in document order."""
    found: list[Fact] = []
    for node in walk(top):
        if node.definition.annotations:
            found += _of_node(node, e, ref_of(node))
        if node.definition.choices is not None:
            found += _of_choices(node, e, ref_of(node))
    return tuple(found)


def _of_node(node: Node, e: Evaluation, ref: str) -> Iterator[Fact]:
    for annotation in node.definition.annotations:
        prefix, _, local = annotation.name.partition(":")
        if local == "choices":  # "choice=WORD ...": an indicator for each choice; when and absent narrow it
            for pair in annotation.value.split():
                choice, _, value = pair.partition("=")
                when, absent = _selected(node, choice)
                if when is not None:
                    when = when and _truth(annotation.when, node, e) is not False
                    absent = bool(absent) and _truth(annotation.absent, node, e) is not False
                yield _fact(node, ref, f"{prefix}:indicator", (value,), when, absent, choice=choice)
            continue
        when, absent = _judged(annotation, node, e)
        value = _answer(node)
        if annotation.value_as is not None and annotation.value_as.text is not None and value:
            value = annotation.value_as.text(node, e)
        yield _fact(node, ref, annotation.name, tuple(annotation.value.split()), when, absent, value=value)


def _of_choices(node: Node, e: Evaluation, ref: str) -> Iterator[Fact]:
    for choice in offered(node, e, e.language):
        for name, value in choice.annotations.items():
            when, absent = _selected(node, choice.value)
            yield _fact(node, ref, name, tuple(value.split()), when, absent, choice=choice.value)


def _fact(  # noqa: PLR0917 - the parts of a fact
    node: Node,
    ref: str,
    name: str,
    values: tuple[str, ...],
    when: bool | None,
    absent: bool | None,
    *,
    value: str = "",
    choice: str | None = None,
) -> Fact:
    basis = node.basis
    if basis is None:
        written = node.definition.written
        basis = next((text.strip() for key, text in written.items() if key.endswith(":basis")), "person_said")
    return Fact(
        name,
        values,
        when,
        absent,
        ref,
        bool(_answer(node)),
        node.missing,
        basis,
        node.verbatim,
        node.relevant,
        value or (_answer(node) if choice is None else ""),
        choice,
    )


def _answer(node: Node) -> str:
    return node.value if node.relevant and node.missing is None else ""


def _selected(node: Node, choice: str) -> tuple[bool | None, bool | None]:
    answer = _answer(node)
    if not answer:
        return None, None
    chosen = choice in answer.split()
    return chosen, not chosen


def _judged(annotation: Annotation, node: Node, e: Evaluation) -> tuple[bool | None, bool | None]:
    answer = _answer(node)
    if not answer:
        return None, None
    if annotation.when is None and annotation.absent is None:
        return answer == "yes", answer == "no"
    return _truth(annotation.when, node, e), _truth(annotation.absent, node, e)


def _truth(formula: Formula | None, node: Node, e: Evaluation) -> bool | None:
    return formula.truth(node, e) if formula is not None and formula.truth is not None else None
