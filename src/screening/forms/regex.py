"""Regular expressions in time linear in the text: no form can make an answer hang.

Patterns are turned into a nondeterministic automaton whose states are followed side by side. The dialect is what forms
in the field use of Java's: classes, groups, alternatives, counted and lazy repeats, anchors, boundaries, look-ahead.
Back references and look-behind have no such automaton and are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from screening.errors import FormError
from screening.forms import limits

Test: TypeAlias = Callable[[str], bool]
Mark: TypeAlias = Literal["start", "end", "boundary", "inside"]

_REPEAT_LIMIT: Final = 1_000
_DEPTH: Final = 50
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0", "a": "\a", "e": "\x1b"}


# ---- syntax ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Letter:
    test: Test


@dataclass(frozen=True, slots=True)
class _Anchor:
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Look:
    inner: _Tree
    wanted: bool


@dataclass(frozen=True, slots=True)
class _Row:
    parts: tuple[_Tree, ...]


@dataclass(frozen=True, slots=True)
class _Either:
    parts: tuple[_Tree, ...]


@dataclass(frozen=True, slots=True)
class _Times:
    inner: _Tree
    least: int
    most: int | None


_Tree: TypeAlias = _Letter | _Anchor | _Look | _Row | _Either | _Times


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

    def whole(self) -> _Tree:
        self.folded = self.takes("(?i)")
        tree = self.either()
        if self.peek():
            raise self.refuse()
        return tree

    def either(self) -> _Tree:
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.refuse()
        parts = [self.row()]
        while self.takes("|"):
            parts.append(self.row())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else _Either(tuple(parts))

    def row(self) -> _Tree:
        parts: list[_Tree] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self.times(self.atom()))
        return parts[0] if len(parts) == 1 else _Row(tuple(parts))

    def times(self, inner: _Tree) -> _Tree:
        while True:
            bounds = self.bounds()
            if bounds is None:
                return inner
            if not self.takes("?"):
                self.takes("+")
            inner = _Times(inner, *bounds)
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

    def atom(self) -> _Tree:  # noqa: PLR0911 - one way out for each kind
        letter = self.take()
        match letter:
            case "(":
                return self.group()
            case "[":
                return _Letter(self.folding(self.charset()))
            case ".":
                return _Letter(lambda other: other not in "\n\r\x85\u2028\u2029")
            case "^":
                return _Anchor("start")
            case "$":
                return _Anchor("end")
            case "\\":
                return self.escape()
            case "*" | "+" | "?" | "{":
                raise self.refuse()
            case _:
                return _Letter(self.folding(_same(letter)))

    def group(self) -> _Tree:
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
        return inner if look is None else _Look(inner, look)

    def escape(self) -> _Tree:
        if self.takes("b"):
            return _Anchor("boundary")
        if self.takes("B"):
            return _Anchor("inside")
        if self.takes("A"):
            return _Anchor("start")
        if self.takes("z") or self.takes("Z"):
            return _Anchor("end")
        return _Letter(self.folding(self.escaped()))

    def escaped(self) -> Test:
        """What stands after a backslash, in a class or outside."""
        letter = self.take()
        shorthand = _SHORTHANDS.get(letter)
        if shorthand is not None:
            return shorthand
        if letter in "xu":
            digits = self.pattern[self.at : self.at + (2 if letter == "x" else 4)]
            self.at += len(digits)
            try:
                return _same(chr(int(digits, 16)))
            except ValueError:
                raise self.refuse() from None
        if letter in "pP":
            return self.property(letter == "p")
        if letter in _ESCAPES:
            return _same(_ESCAPES[letter])
        if letter.isalnum():
            raise self.refuse()
        return _same(letter)

    def property(self, wanted: bool) -> Test:
        """A Unicode category or block, named in braces."""
        if not self.takes("{"):
            name = self.take()
        else:
            end = self.pattern.find("}", self.at)
            name = self.pattern[self.at : end] if end > 0 else ""
            self.at = end + 1
        test = _property(name.removeprefix("Is"))
        if test is None:
            raise self.refuse()
        return test if wanted else _negated(test)

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
                tests.append(_between(low, high))
            else:
                tests.append(_same(low) if isinstance(low, str) else low)
        self.at += 1
        found = _any(tuple(tests))
        return _negated(found) if negative else found

    def member(self) -> str | Test:
        if not self.takes("\\"):
            return self.take()
        before = self.at
        test = self.escaped()
        letter = self.pattern[before]
        if letter in _SHORTHANDS or letter in "pP":
            return test
        if letter in "xu":
            return chr(int(self.pattern[before + 1 : self.at], 16))
        return _ESCAPES.get(letter, letter)

    def folding(self, test: Test) -> Test:
        if not self.folded:
            return test
        return lambda other: test(other) or test(other.lower()) or test(other.upper())


def _same(letter: str) -> Test:
    return lambda other: other == letter


def _between(low: str, high: str) -> Test:
    return lambda other: low <= other <= high


def _any(tests: tuple[Test, ...]) -> Test:
    return tests[0] if len(tests) == 1 else lambda other: any(test(other) for test in tests)


def _negated(test: Test) -> Test:
    return lambda other: not test(other)


def _is_word(letter: str) -> bool:
    return letter == "_" or (letter.isascii() and letter.isalnum())


def _is_digit(letter: str) -> bool:
    return "0" <= letter <= "9"


def _is_space(letter: str) -> bool:
    return letter in " \t\n\x0b\f\r"


_SHORTHANDS: Final[dict[str, Test]] = {
    "d": _is_digit,
    "D": _negated(_is_digit),
    "w": _is_word,
    "W": _negated(_is_word),
    "s": _is_space,
    "S": _negated(_is_space),
}


def _property(name: str) -> Test | None:
    import unicodedata

    named: dict[str, Test] = {
        "Alpha": lambda letter: letter.isascii() and letter.isalpha(),
        "Alphabetic": str.isalpha,
        "Digit": _is_digit,
        "Alnum": lambda letter: letter.isascii() and letter.isalnum(),
        "Upper": lambda letter: "A" <= letter <= "Z",
        "Lower": lambda letter: "a" <= letter <= "z",
        "Punct": lambda letter: letter in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        "Space": _is_space,
        "Cyrillic": lambda letter: "CYRILLIC" in unicodedata.name(letter, ""),
        "Latin": lambda letter: "LATIN" in unicodedata.name(letter, ""),
    }
    if name in named:
        return named[name]
    if name and name[0] in "LMNPSZC" and len(name) <= 2:  # noqa: PLR2004 - general categories have two letters
        return lambda letter: unicodedata.category(letter).startswith(name)
    return None


# ---- automaton -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _State:
    """letter: consumes one; otherwise free moves, some only where an anchor or look-ahead holds."""

    letter: Test | None = None
    after: int = -1
    free: list[int] = field(default_factory=list)
    anchor: Mark | None = None
    look: _Automaton | None = None
    wanted: bool = True


class _Automaton:
    """States of a pattern. State 0 accepts."""

    def __init__(self, tree: _Tree, budget: list[int]) -> None:
        self.states: list[_State] = [_State()]
        self.budget = budget
        self.start = self.build(tree, 0)

    def state(self, state: _State) -> int:
        self.budget[0] -= 1
        if self.budget[0] < 0:
            raise FormError("form.regex", at=0)
        self.states.append(state)
        return len(self.states) - 1

    def build(self, tree: _Tree, after: int) -> int:
        """The state from which `tree` and then `after` are matched."""
        match tree:
            case _Letter(test):
                return self.state(_State(letter=test, after=after))
            case _Anchor(mark):
                return self.state(_State(free=[after], anchor=mark))
            case _Look(inner, wanted):
                return self.state(_State(free=[after], look=_Automaton(inner, self.budget), wanted=wanted))
            case _Row(parts):
                for part in reversed(parts):
                    after = self.build(part, after)
                return after
            case _Either(parts):
                return self.state(_State(free=[self.build(part, after) for part in parts]))
            case _Times(inner, least, most):
                return self.times(inner, least, most, after)

    def times(self, inner: _Tree, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self.state(_State(free=[after]))
            self.states[loop].free.append(self.build(inner, loop))
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self.state(_State(free=[self.build(inner, after), end]))
        for _ in range(least):
            after = self.build(inner, after)
        return after

    def run(self, text: str, begin: int = 0, *, whole: bool) -> bool:
        """Whether the pattern matches from `begin`: the whole rest, or as much as it likes."""
        active = self.spread([self.start], text, begin)
        for at in range(begin, len(text)):
            if not whole and 0 in active:
                return True
            if not active:
                return False
            letter = text[at]
            states = self.states
            moved = [
                states[number].after
                for number in active
                if (test := states[number].letter) is not None and test(letter)
            ]
            active = self.spread(moved, text, at + 1)
        return 0 in active

    def spread(self, numbers: list[int], text: str, at: int) -> dict[int, None]:
        """The states reachable without consuming a letter."""
        found: dict[int, None] = {}
        stack = numbers[::-1]
        while stack:
            number = stack.pop()
            if number in found:
                continue
            found[number] = None
            state = self.states[number]
            if state.anchor is not None and not _holds(state.anchor, text, at):
                continue
            if state.look is not None and state.look.run(text, at, whole=False) is not state.wanted:
                continue
            stack.extend(state.free)
        return found


def _holds(mark: Mark, text: str, at: int) -> bool:
    if mark == "start":
        return at == 0
    if mark == "end":
        return at == len(text)
    before = at > 0 and _is_word(text[at - 1])
    after = at < len(text) and _is_word(text[at])
    return (before != after) is (mark == "boundary")


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Test:
    """Whether the whole text matches the pattern, as JavaRosa's regex() asks. Only patterns are cached, never texts.

    A text beyond the limits never matches.

    Raises:
        FormError: the pattern is malformed, too large, or uses what has no automaton.
    """
    if len(pattern) > limits.REGEX_CHARACTERS:
        raise FormError("form.regex", at=0)
    automaton = _Automaton(_Reader(pattern).whole(), [limits.REGEX_STATES])
    longest = limits.REGEX_LOOK_TEXT if "(?=" in pattern or "(?!" in pattern else limits.REGEX_TEXT
    return lambda text: len(text) <= longest and automaton.run(text, whole=True)
