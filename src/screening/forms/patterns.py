"""The syntax of regular expressions, as far as an automaton can follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from screening.errors import FormError
from screening.forms.letters import SHORTHANDS, Test, any_of, between, negated, property_of, same

Mark: TypeAlias = Literal["start", "end", "boundary", "inside"]

_REPEAT_LIMIT: Final = 1_000
_DEPTH: Final = 50
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0", "a": "\a", "e": "\x1b"}


def read_pattern(pattern: str) -> Tree:
    """The syntax tree of a pattern.

    Raises:
        FormError: the pattern is malformed, nests too deeply, or uses what has no automaton.
    """
    return _Reader(pattern).whole()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter that passes the test."""

    test: Test


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place between letters."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Look:
    """What follows must match, or must not."""

    inner: Tree
    wanted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One after another."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of them."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """Again and again; most None: without end."""

    inner: Tree
    least: int
    most: int | None


Tree: TypeAlias = Letter | Anchor | Look | Row | Either | Times


class _Reader:
    """A recursive descent over the pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.folded = False

    def refuse(self) -> FormError:
        return FormError("form.regex", at=self.at)

    def peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def take(self) -> str:
        letter = self.peek()
        if not letter:
            raise self.refuse()
        self.at += 1
        return letter

    def takes(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def whole(self) -> Tree:
        self.folded = self.takes("(?i)")
        tree = self.either()
        if self.peek():
            raise self.refuse()
        return tree

    def either(self) -> Tree:
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.refuse()
        parts = [self.row()]
        while self.takes("|"):
            parts.append(self.row())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def row(self) -> Tree:
        parts: list[Tree] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self.times(self.atom()))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def times(self, inner: Tree) -> Tree:
        while True:
            bounds = self.bounds()
            if bounds is None:
                return inner
            if not self.takes("?"):
                self.takes("+")
            inner = Times(inner, *bounds)
            self.depth += 1
            if self.depth > _DEPTH * 4:
                raise self.refuse()

    def bounds(self) -> tuple[int, int | None] | None:
        if self.takes("*"):
            return 0, None
        if self.takes("+"):
            return 1, None
        if self.takes("?"):
            return 0, 1
        if not self.takes("{"):
            return None
        least = self.number()
        most: int | None = least
        if self.takes(","):
            most = None if self.peek() == "}" else self.number()
        if not self.takes("}") or (most is not None and most < least):
            raise self.refuse()
        return least, most

    def number(self) -> int:
        start = self.at
        while self.peek().isascii() and self.peek().isdigit():
            self.at += 1
        digits = self.pattern[start : self.at]
        if not digits or len(digits) > 4 or int(digits) > _REPEAT_LIMIT:  # noqa: PLR2004 - see the limit
            raise self.refuse()
        return int(digits)

    def atom(self) -> Tree:  # noqa: PLR0911 - one way out for each kind
        letter = self.take()
        match letter:
            case "(":
                return self.group()
            case "[":
                return Letter(self.folding(self.charset()))
            case ".":
                return Letter(lambda other: other not in "\n\r\x85\u2028\u2029")
            case "^":
                return Anchor("start")
            case "$":
                return Anchor("end")
            case "\\":
                return self.escape()
            case "*" | "+" | "?" | "{":
                raise self.refuse()
            case _:
                return Letter(self.folding(same(letter)))

    def group(self) -> Tree:
        look: bool | None = None
        if self.takes("?"):
            if self.takes("="):
                look = True
            elif self.takes("!"):
                look = False
            elif not self.takes(":"):
                raise self.refuse()
        inner = self.either()
        if not self.takes(")"):
            raise self.refuse()
        return inner if look is None else Look(inner, look)

    def escape(self) -> Tree:
        if self.takes("b"):
            return Anchor("boundary")
        if self.takes("B"):
            return Anchor("inside")
        if self.takes("A"):
            return Anchor("start")
        if self.takes("z") or self.takes("Z"):
            return Anchor("end")
        return Letter(self.folding(self.escaped()))

    def escaped(self) -> Test:
        """What stands after a backslash, in a class or outside."""
        letter = self.take()
        shorthand = SHORTHANDS.get(letter)
        if shorthand is not None:
            return shorthand
        if letter in "xu":
            digits = self.pattern[self.at : self.at + (2 if letter == "x" else 4)]
            self.at += len(digits)
            try:
                return same(chr(int(digits, 16)))
            except ValueError:
                raise self.refuse() from None
        if letter in "pP":
            return self.property(letter == "p")
        if letter in _ESCAPES:
            return same(_ESCAPES[letter])
        if letter.isalnum():
            raise self.refuse()
        return same(letter)

    def property(self, wanted: bool) -> Test:
        """A Unicode category or block, named in braces."""
        if not self.takes("{"):
            name = self.take()
        else:
            end = self.pattern.find("}", self.at)
            name = self.pattern[self.at : end] if end > 0 else ""
            self.at = end + 1
        test = property_of(name.removeprefix("Is"))
        if test is None:
            raise self.refuse()
        return test if wanted else negated(test)

    def charset(self) -> Test:
        negative = self.takes("^")
        tests: list[Test] = []
        first = True
        while first or self.peek() != "]":
            first = False
            if self.takes("["):
                tests.append(self.charset())
                continue
            if self.takes("&&"):
                raise self.refuse()
            low = self.member()
            if isinstance(low, str) and self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in {"]", ""}:
                self.at += 1
                high = self.member()
                if not isinstance(high, str) or high < low:
                    raise self.refuse()
                tests.append(between(low, high))
            else:
                tests.append(same(low) if isinstance(low, str) else low)
        self.at += 1
        found = any_of(tuple(tests))
        return negated(found) if negative else found

    def member(self) -> str | Test:
        if not self.takes("\\"):
            return self.take()
        before = self.at
        test = self.escaped()
        letter = self.pattern[before]
        if letter in SHORTHANDS or letter in "pP":
            return test
        if letter in "xu":
            return chr(int(self.pattern[before + 1 : self.at], 16))
        return _ESCAPES.get(letter, letter)

    def folding(self, test: Test) -> Test:
        if not self.folded:
            return test
        return lambda other: test(other) or test(other.lower()) or test(other.upper())
