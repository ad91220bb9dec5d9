"""Constructs on which the engines that run XForms disagree: ours reads them one way, a form had better avoid them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from screening.errors import FormError
from screening.forms.compiler import Compilation
from screening.forms.definition import Definition
from screening.forms.form import Form, ground
from screening.forms.syntax import (
    Ast,
    Call,
    Compare,
    Logic,
    Negate,
    Number,
    Path,
    Product,
    Sum,
    Text,
    Union,
)
from screening.forms.typed import Scope

_DATE: Final = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}")
_TEXT_DATES: Final = frozenset({"format-date", "format-date-time"})
_SETS: Final = frozenset({"count", "sum", "min", "max", "join", "concat", "count-non-empty"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One construct in an expression."""

    severity: Literal["error", "warning"]
    code: str


def findings(form: Form, path: str, source: str) -> Iterator[Finding]:
    """What in the expression `source` of the node at `path` reads differently elsewhere."""
    try:
        tree = form.tree(source)
    except FormError:
        return  # Form.parse said so already
    context = _definition(form, path)
    for each in walk(tree):
        yield from _of(form, context, each)


def _definition(form: Form, path: str) -> Definition | None:
    return next((each for each in form.definitions if each.path == path), None)


def walk(tree: Ast) -> Iterator[Ast]:
    """The tree and all below it."""
    yield tree
    for child in _children(tree):
        yield from walk(child)


def _children(tree: Ast) -> Iterator[Ast]:  # noqa: C901 - one case for each kind of tree
    match tree:
        case Path(_, base, steps):
            if base is not None:
                yield base
            for step in steps:
                yield from step.predicates
        case Call(_, args) | Union(args):
            yield from args
        case Sum(terms):
            yield from (term for _, term in terms)
        case Product(factors):
            yield from (factor for _, factor in factors)
        case Logic(_, parts):
            yield from parts
        case Compare(_, left, right):
            yield left
            yield right
        case Negate(value):
            yield value
        case Number() | Text():
            return


def _of(  # noqa: C901 - the table of constructs
    form: Form, context: Definition | None, tree: Ast
) -> Iterator[Finding]:
    match tree:
        case Compare(_, left, right):
            if _text_date(form, context, left) or _text_date(form, context, right):
                yield Finding("error", "form.lint.dates")
            elif _is_set(form, context, left) and _is_set(form, context, right):
                yield Finding("error", "form.lint.sets")
        case Sum(terms) if not all(sign for sign, _ in terms):
            if any(_text_date(form, context, term) for _, term in terms):
                yield Finding("error", "form.lint.dates")
        case Call("round", [value, *_]) if _negative(value):
            yield Finding("error", "form.lint.round")
        case Call("regex", [_, Text(pattern)]) if not (pattern.startswith("^") and pattern.endswith("$")):
            yield Finding("error", "form.lint.regex")
        case Call("floor" | "ceiling", _):
            yield Finding("error", "form.lint.floor")
        case Call(name, args) if name in _SETS and context is not None:
            if any(_own_instance(form, context, arg) for arg in args):
                yield Finding("warning", "form.lint.own")
        case Path(_, _, steps) if any(isinstance(one, Number) for step in steps for one in step.predicates):
            yield Finding("error", "form.lint.position")
        case _:
            return


def _text_date(form: Form, context: Definition | None, tree: Ast) -> bool:
    """Whether it is a date as text: a literal, a formatted date, or a text node that holds one."""
    match tree:
        case Text(value):
            return _DATE.match(value) is not None
        case Call(name, _):
            return name in _TEXT_DATES
        case Path():
            target = _target(form, context, tree)
            if target is None or target.type != "string" or target.calculate is None:
                return False
            inner = form.tree(target.calculate.source)
            return isinstance(inner, Call) and inner.name in {"date", "date-time", "today", "now", *_TEXT_DATES}
        case _:
            return False


def _negative(tree: Ast) -> bool:
    """Whether it may well be below nothing: something is taken away, or its sign is turned."""
    match tree:
        case Negate():
            return True
        case Sum(terms):
            return not all(sign for sign, _ in terms)
        case Product(factors):
            return any(isinstance(factor, Negate) for _, factor in factors)
        case _:
            return False


def _is_set(form: Form, context: Definition | None, tree: Ast) -> bool:
    if not isinstance(tree, Path):
        return False
    try:
        return Compilation(ground(form), context).compile(tree, Scope(context)).kind == "nodes"
    except FormError:
        return False


def _own_instance(form: Form, context: Definition, tree: Ast) -> bool:
    """An absolute path into the repeat around the node and into none further in: it means the own instance only."""
    target = _target(form, context, tree) if isinstance(tree, Path) and tree.absolute else None
    if target is None or not isinstance(tree, Path) or any(step.predicates for step in tree.steps):
        return False
    around = {each.index for each in context.chain() if each.repeat}
    innermost = next((each for each in reversed(target.chain()) if each.repeat), None)
    return innermost is not None and innermost.index in around


def _target(form: Form, context: Definition | None, path: Path) -> Definition | None:
    if path.base is not None:
        return None
    at = form.top if path.absolute else context
    for step in path.steps[1:] if path.absolute else path.steps:
        if at is None:
            return None
        if step.axis == "parent":
            at = at.parent
        elif step.axis != "self":
            at = at.by_name.get(step.name)
    return at
