"""A Pratt parser for the XPath 1.0 dialect of ODK XForms."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, cast, get_args

from screening.errors import FormError
from screening.forms import limits
from screening.forms.lexer import Token, tokens
from screening.forms.syntax import (
    Ast,
    Axis,
    Call,
    Compare,
    Logic,
    Negate,
    Number,
    Path,
    Product,
    Step,
    Sum,
    Text,
    Union,
)

_POWER: Final = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_UNARY: Final = 7
_AXES: Final = frozenset(get_args(Axis))
_NODE_TESTS: Final = frozenset({"node", "text", "comment", "processing-instruction"})


def parse_xpath(expression: str) -> Ast:
    """The syntax tree of `expression`.

    Raises:
        FormError: it is not XPath of this dialect; ``at`` is the offset of the trouble.
    """
    return _Parser(tokens(expression)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.at = 0
        self.depth = 0

    def peek(self) -> Token:
        return self.tokens[self.at]

    def next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expect(self, value: str) -> None:
        token = self.next()
        if token.value != value or token.kind != "mark":
            raise FormError("form.xpath.syntax", at=token.at)

    def takes(self, value: str) -> bool:
        token = self.tokens[self.at]
        if token.value == value and token.kind == "mark":
            self.at += 1
            return True
        return False

    def whole(self) -> Ast:
        tree = self.expression(0)
        if self.peek().kind != "end":
            raise FormError("form.xpath.syntax", at=self.peek().at)
        return tree

    def expression(self, floor: int) -> Ast:
        """An operand and every operator that binds tighter than `floor`."""
        self.depth += 1
        if self.depth > limits.EXPRESSION_DEPTH:
            raise FormError("form.xpath.deep", at=self.peek().at)
        left = self.operand()
        while True:
            token = self.peek()
            power = _POWER.get(token.value, 0) if token.kind in {"mark", "operator"} else 0
            if power <= floor:
                break
            left = self.chain(left, token, power)
        self.depth -= 1
        return left

    def operand(self) -> Ast:
        negative = False
        minuses = 0
        while self.takes("-"):
            negative = not negative
            minuses += 1
        if not minuses:
            return self.primary()
        inner = self.expression(_UNARY)
        return Negate(inner) if negative else Negate(Negate(inner))

    def chain(self, left: Ast, token: Token, power: int) -> Ast:
        """`left` with all following operands of operators as strong as `token`, flat."""
        same = [(token.value, left)]
        while self.peek().kind in {"mark", "operator"} and _POWER.get(self.peek().value, 0) == power:
            following = self.next().value
            same.append((following, self.expression(power)))
        rest = same[1:]
        match token.value:
            case "and" | "or":
                operator: Literal["and", "or"] = "and" if token.value == "and" else "or"
                return Logic(operator, tuple(term for _, term in same))
            case "+" | "-":
                return Sum(((True, left), *((sign == "+", term) for sign, term in rest)))
            case "*" | "div" | "mod":
                marked = cast("list[tuple[Literal['*', 'div', 'mod'], Ast]]", rest)
                return Product((("*", left), *marked))
            case "|":
                return Union(tuple(term for _, term in same))
            case _:
                if len(rest) > limits.EXPRESSION_DEPTH:
                    raise FormError("form.xpath.deep", at=token.at)
                for sign, right in rest:
                    left = Compare(cast("Literal['=', '!=', '<', '<=', '>', '>=']", sign), left, right)
                return left

    def primary(self) -> Ast:
        token = self.peek()
        if token.kind == "number":
            self.at += 1
            return Number(float(token.value))
        if token.kind == "text":
            self.at += 1
            return Text(token.value[1:-1])
        if self.takes("("):
            inner = self.expression(0)
            self.expect(")")
            return self.filtered(inner)
        if token.kind == "name" and self.is_call():
            call = self.call()
            steps: tuple[Step, ...] = ()
            if self.peek().value == "[" and self.peek().kind == "mark":
                steps = (Step("self", "*", self.predicates(), whole=True),)
            if self.peek().value in {"/", "//"} and self.peek().kind == "mark":
                steps = (*steps, *self.more_steps())
            return Path(False, call, steps) if steps else call
        return self.path()

    def filtered(self, inner: Ast) -> Ast:
        """What follows parentheses: predicates over all that is inside, and further steps."""
        token = self.peek()
        if token.kind != "mark" or token.value not in {"/", "//", "["}:
            return inner
        if not isinstance(inner, Path):
            raise FormError("form.xpath.unsupported", at=token.at)
        steps = inner.steps
        predicates = self.predicates()
        if predicates:
            steps = (*steps, Step("self", "*", predicates, whole=True))
        if self.peek().kind == "mark" and self.peek().value in {"/", "//"}:
            steps = (*steps, *self.more_steps())
        return replace(inner, steps=steps, plain="")

    def is_call(self) -> bool:
        following = self.tokens[self.at + 1]
        return following.value == "(" and following.kind == "mark" and self.peek().value not in _NODE_TESTS

    def call(self) -> Call:
        name = self.next().value
        self.expect("(")
        args: list[Ast] = []
        if not self.takes(")"):
            args.append(self.expression(0))
            while self.takes(","):
                args.append(self.expression(0))
            self.expect(")")
        return Call(name, tuple(args))

    def path(self) -> Path:
        if self.peek().value == "//":
            return Path(True, None, self.more_steps())
        if self.takes("/"):
            token = self.peek()
            begins = token.kind == "name" or token.value in {".", "..", "@"}
            steps = self.steps() if begins else ()
            named = all(step.axis == "child" and not step.predicates and step.name != "*" for step in steps)
            return Path(True, None, steps, "/".join([step.name for step in steps]) if named else "")
        return Path(False, None, self.steps())

    def steps(self) -> tuple[Step, ...]:
        return (self.step(), *self.more_steps())

    def more_steps(self) -> tuple[Step, ...]:
        """The steps after a slash or two; ``//name`` is every node of that name below."""
        found: list[Step] = []
        while True:
            if self.takes("/"):
                found.append(self.step())
            elif self.takes("//"):
                step = self.step()
                if step.axis == "child":
                    found.append(replace(step, axis="descendant"))
                else:
                    found += [Step("descendant-or-self", "*"), step]
            else:
                return tuple(found)

    def step(self) -> Step:
        token = self.next()
        if token.kind == "mark":
            return self.short_step(token)
        if token.kind != "name":
            raise FormError("form.xpath.syntax", at=token.at)
        axis: str = "child"
        if self.takes("::"):
            if token.value not in _AXES:
                raise FormError("form.xpath.unsupported", at=token.at)
            axis = token.value
            token = self.next()
            if token.kind != "name":
                raise FormError("form.xpath.syntax", at=token.at)
        name = token.value
        if name in _NODE_TESTS and self.takes("("):
            self.expect(")")
            if name != "node":
                raise FormError("form.xpath.unsupported", at=token.at)
            name = "*"
        return Step(cast("Axis", axis), name, self.predicates())

    def short_step(self, token: Token) -> Step:
        """``.``, ``..`` or ``@name``."""
        if token.value == ".":
            return Step("self", "*", self.predicates())
        if token.value == "..":
            return Step("parent", "*", self.predicates())
        name = self.next()
        if token.value != "@" or name.kind != "name":
            raise FormError("form.xpath.syntax", at=token.at)
        return Step("attribute", name.value)

    def predicates(self) -> tuple[Ast, ...]:
        found: list[Ast] = []
        while self.takes("["):
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)
