"""XPath syntax trees to closures with a known type, and the list of what each expression reads."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, Protocol

from screening.errors import FormError
from screening.forms import limits
from screening.forms.definition import Definition, Formula, Read
from screening.forms.evaluation import Evaluation, Item
from screening.forms.functions import FUNCTIONS
from screening.forms.paths import compile_path
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
from screening.forms.typed import Fetch, Scope, Typed, as_boolean, as_nodes, as_number, as_text, is_numeric, same_text
from screening.forms.values import NAN, number_of_text, same_number

_ORDER: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


_CONVERT: Final = {"text": as_text, "number": as_number, "boolean": as_boolean}


class Grounds(Protocol):
    """What a compilation asks of the form that is being read."""

    root: Definition
    instance_id: str
    strangers: list[str]
    singles: dict[str, tuple[Definition, Typed]]
    last_saved: frozenset[str]

    def secondary(self, name: str) -> Item:
        """The document node of a secondary instance."""
        ...

    def loose_child(self, at: Definition, name: str) -> Definition:
        """What a name means that is no child of `at`; raises FormError unless the form is forgiven."""
        ...

    def tree(self, source: str) -> Ast:
        """The syntax tree of an expression, parsed once."""
        ...


class Compilation:
    """One expression being compiled: collects what it reads and whether it depends on more than that."""

    def __init__(self, form: Grounds, context: Definition | None) -> None:
        self.form = form
        self.context = context
        self.reads: dict[tuple[int, int], Read] = {}
        self.relative = False
        self.volatile = False
        self.uses_current = False
        self.worded = False
        self.ceiling: Definition | None = None
        self.labels_of: list[Definition] = []
        self._left = limits.EXPRESSION_WORK

    def read(self, target: Definition, anchor: Definition) -> None:
        """Note that `target`, found below `anchor`, is read."""
        if self.ceiling is not None and anchor.depth > self.ceiling.depth:
            anchor = self.ceiling
        if self.context is not None:
            chain = self.context.chain()
            while anchor.parent is not None and (anchor.depth >= len(chain) or chain[anchor.depth] is not anchor):
                anchor = anchor.parent
        self.reads[target.index, anchor.index] = Read(target, anchor)

    def start(self, scope: Scope) -> Fetch | None:
        """How to come by the context node inside a predicate; None where the closure is called with it."""
        if scope.outer:
            return None
        self.uses_current = True
        return lambda _n, e: e.current

    def compile(self, tree: Ast, scope: Scope) -> Typed:  # noqa: C901, PLR0911 - one case for each kind of tree
        """The closure of a tree.

        Raises:
            FormError: unknown function, wrong arguments, a reference to nothing.
        """
        self._left -= 1
        if self._left < 0:
            raise FormError("form.xpath.deep", at=0)
        match tree:
            case Number(value):
                return Typed("number", lambda _n, _e: value, literal=value)
            case Text(value):
                return Typed("text", lambda _n, _e: value, literal=value)
            case Path():
                return compile_path(self, tree, scope)
            case Call(name, args):
                return self.call(name, args, scope)
            case Sum(terms):
                return _sum([(sign, as_number(self.compile(term, scope))) for sign, term in terms])
            case Product(factors):
                return _product([(sign, as_number(self.compile(factor, scope))) for sign, factor in factors])
            case Logic(sign, terms):
                return _logic(sign, [as_boolean(self.compile(term, scope)) for term in terms])
            case Compare(sign, left, right):
                return compare(sign, self.compile(left, scope), self.compile(right, scope))
            case Negate(value):
                return _negate(self.compile(value, scope))
            case Union(parts):
                return self.union([self.compile(part, scope) for part in parts])

    def document(self, name: str) -> Fetch:
        """How to come by the document node of a secondary instance.

        Raises:
            FormError: there is none of that name.
        """
        if name in self.form.last_saved:
            self.volatile = True
            return lambda _n, e: e.outside.last_saved
        root = self.form.secondary(name)
        return lambda _n, _e: root

    def call(self, name: str, args: tuple[Ast, ...], scope: Scope) -> Typed:
        """A function call."""
        function = FUNCTIONS.get(name)
        if function is None:
            raise FormError("form.xpath.function", name=name)
        most = function.most if function.most is not None else len(args)
        if not function.least <= len(args) <= most:
            raise FormError("form.xpath.arguments", name=name, count=len(args))
        return function.build(self, args, scope)

    def union(self, parts: list[Typed]) -> Typed:
        """All nodes of the parts, each once."""
        calls = [self.nodes(part, "|") for part in parts]
        lands = [part.lands for part in parts]

        def join(n: Any, e: Evaluation) -> list[Any]:
            return list({id(node): node for call in calls for node in call(n, e)}.values())

        if any(each is None for each in lands):
            return Typed("nodes", join)
        return Typed("nodes", join, lands=tuple(dict.fromkeys(one for each in lands if each for one in each)))

    def nodes(self, value: Typed, name: str) -> Fetch:
        """The node set that a function needs."""
        found = as_nodes(value)
        if found is None:
            raise FormError("form.xpath.nodes", name=name)
        return found


def _sum(terms: list[tuple[bool, Fetch]]) -> Typed:
    if len(terms) == 2:  # noqa: PLR2004 - the usual case, without a loop
        (_, first), (plus, second) = terms
        if plus:
            return Typed("number", lambda n, e: first(n, e) + second(n, e))
        return Typed("number", lambda n, e: first(n, e) - second(n, e))
    if all(sign for sign, _ in terms):
        calls = [call for _, call in terms]

        def add(n: Any, e: Evaluation) -> float:
            total = 0.0
            for call in calls:
                total += call(n, e)
            return total

        return Typed("number", add)

    def total(n: Any, e: Evaluation) -> float:
        found = 0.0
        for sign, call in terms:
            found = found + call(n, e) if sign else found - call(n, e)
        return found

    return Typed("number", total)


def divide(left: float, right: float) -> float:
    """IEEE 754 division: never an exception."""
    if right == 0:
        if left == 0 or left != left:  # noqa: PLR0124 - the definition of NaN
            return NAN
        negative = (left < 0) != (str(right)[0] == "-")
        return -float("inf") if negative else float("inf")
    return left / right


def modulo(left: float, right: float) -> float:
    """XPath's mod: the sign of the left side."""
    if right == 0 or left != left or right != right or left in {float("inf"), -float("inf")}:  # noqa: PLR0124
        return NAN
    if right in {float("inf"), -float("inf")}:
        return left
    remainder = abs(left) % abs(right)
    return -remainder if left < 0 else remainder


def _product(factors: list[tuple[str, Fetch]]) -> Typed:
    def product(n: Any, e: Evaluation) -> float:
        found = 1.0
        for sign, call in factors:
            value = call(n, e)
            if sign == "*":
                found *= value
            elif sign == "div":
                found = divide(found, value)
            else:
                found = modulo(found, value)
        return found

    return Typed("number", product)


def _logic(sign: str, terms: list[Fetch]) -> Typed:
    if len(terms) == 2:  # noqa: PLR2004 - the usual case, without a loop
        first, second = terms
        if sign == "and":
            return Typed("boolean", lambda n, e: first(n, e) and second(n, e))
        return Typed("boolean", lambda n, e: first(n, e) or second(n, e))

    def every(n: Any, e: Evaluation) -> bool:
        for term in terms:  # noqa: SIM110 - without a generator it takes half the time
            if not term(n, e):
                return False
        return True

    def some(n: Any, e: Evaluation) -> bool:
        for term in terms:  # noqa: SIM110 - without a generator it takes half the time
            if term(n, e):
                return True
        return False

    return Typed("boolean", every if sign == "and" else some)


def _negate(value: Typed) -> Typed:
    number = as_number(value)
    if value.kind == "number" and value.literal is not None:
        negative = -float(value.literal)
        return Typed("number", lambda _n, _e: negative, literal=negative)
    return Typed("number", lambda n, e: -number(n, e))


def compare(sign: str, left: Typed, right: Typed) -> Typed:  # noqa: PLR0911 - the cases of one table
    """An equality or an order, by XPath's rules; a node set compares true when one of its nodes does."""
    if sign in _ORDER:
        return _order(_ORDER[sign], left, right)
    wanted = sign == "="
    if "boolean" in {left.kind, right.kind}:
        one, other = as_boolean(left), as_boolean(right)
        return Typed("boolean", lambda n, e: (one(n, e) == other(n, e)) is wanted)
    if "nodes" in {left.kind, right.kind}:
        return _any_pair(left, right, wanted)
    if "number" in {left.kind, right.kind}:
        first, second = as_number(left), as_number(right)
        return Typed("boolean", lambda n, e: same_number(first(n, e), second(n, e)) is wanted)
    a, b = as_text(left), as_text(right)
    if is_numeric(left) or is_numeric(right):
        return Typed("boolean", lambda n, e: same_text(a(n, e), b(n, e)) is wanted)
    if isinstance(right.literal, str):
        return _to_literal(left, right.literal, wanted)
    if isinstance(left.literal, str):
        return _to_literal(right, left.literal, wanted)
    if wanted:
        return Typed("boolean", lambda n, e: a(n, e) == b(n, e))
    return Typed("boolean", lambda n, e: a(n, e) != b(n, e))


def _to_literal(value: Typed, literal: str, wanted: bool) -> Typed:
    """``${question} = 'yes'``, the most frequent expression of all, with as few calls as can be."""
    if value.index is not None:
        index = value.index
        if wanted:

            def same(_n: Any, e: Evaluation) -> bool:
                node = e.single[index]
                return (node.value if node.relevant else "") == literal

            return Typed("boolean", same)

        def other(_n: Any, e: Evaluation) -> bool:
            node = e.single[index]
            return (node.value if node.relevant else "") != literal

        return Typed("boolean", other)
    text = as_text(value)
    if wanted:
        return Typed("boolean", lambda n, e: text(n, e) == literal)
    return Typed("boolean", lambda n, e: text(n, e) != literal)


def _texts(value: Typed) -> Callable[[Any, Evaluation], list[str]]:
    nodes = as_nodes(value)
    if nodes is not None:
        return lambda n, e: [node.value for node in nodes(n, e)]
    text = as_text(value)
    return lambda n, e: [text(n, e)]


def _numbers(value: Typed) -> Callable[[Any, Evaluation], list[float]]:
    if value.kind == "nodes":
        call = value.call
        return lambda n, e: [number_of_text(node.value) for node in call(n, e)]
    number = as_number(value)
    return lambda n, e: [number(n, e)]


def _any_pair(left: Typed, right: Typed, wanted: bool) -> Typed:
    if "number" in {left.kind, right.kind} or left.numeric or right.numeric:
        ones, others = _numbers(left), _numbers(right)
        return Typed("boolean", lambda n, e: any(same_number(a, b) is wanted for a in ones(n, e) for b in others(n, e)))
    texts, more = _texts(left), _texts(right)
    return Typed("boolean", lambda n, e: any((a == b) is wanted for a in texts(n, e) for b in more(n, e)))


def _order(test: Callable[[float, float], bool], left: Typed, right: Typed) -> Typed:
    if "nodes" in {left.kind, right.kind}:
        ones, others = _numbers(left), _numbers(right)
        return Typed("boolean", lambda n, e: any(test(a, b) for a in ones(n, e) for b in others(n, e)))
    first, second = as_number(left), as_number(right)
    return Typed("boolean", lambda n, e: test(first(n, e), second(n, e)))


def compile_formula(
    form: Grounds,
    source: str,
    context: Definition | None,
    want: Literal["any", "text", "number", "boolean"] = "any",
    *,
    item: bool = False,
) -> Formula:
    """A formula of the wanted kind (``text``, ``boolean``, ``number`` or, for calculations, ``any``).

    item: the expression is evaluated at an item of a choice list whose definition is `context` (None: secondary).

    Raises:
        FormError: as `parse_xpath` and `Compilation.compile`.
    """
    work = Compilation(form, context)
    typed = work.compile(form.tree(source), Scope(context))
    kind: Literal["text", "number", "boolean"]
    if want != "any":
        kind = want
    elif typed.kind == "number" or typed.kind == "boolean":  # noqa: PLR1714 - so the type is narrowed
        kind = typed.kind
    else:
        kind = "text"
    call = with_current(work, _CONVERT[kind](typed))
    reads = tuple(work.reads.values())
    constant = not reads and not work.volatile and not work.relative and not work.uses_current and not item
    return Formula(
        source,
        kind,
        call if kind == "text" else None,
        call if kind == "number" else None,
        call if kind == "boolean" else None,
        reads,
        constant,
        work.worded,
        tuple(work.labels_of),
    )


def with_current(work: Compilation, call: Fetch) -> Fetch:
    """`call`, telling the evaluation which node ``current()`` is, where it asks."""
    if not work.uses_current:
        return call

    def run(n: Any, e: Evaluation) -> Any:
        before = e.current
        e.current = n
        found = call(n, e)
        e.current = before
        return found

    return run
