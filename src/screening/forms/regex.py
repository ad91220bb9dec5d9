"""Regular expressions in time linear in the text: no form can make an answer hang.

Patterns are turned into a nondeterministic automaton whose states are followed side by side. The dialect is what forms
in the field use of Java's: classes, groups, alternatives, counted and lazy repeats, anchors, boundaries, look-ahead.
Back references and look-behind have no such automaton and are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from screening.errors import FormError
from screening.forms import limits
from screening.forms.letters import Test, is_word
from screening.forms.patterns import Anchor, Either, Letter, Look, Mark, Row, Times, Tree, read_pattern


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

    def __init__(self, tree: Tree, budget: list[int]) -> None:
        self.states: list[_State] = [_State()]
        self.budget = budget
        self.start = self.build(tree, 0)

    def state(self, state: _State) -> int:
        self.budget[0] -= 1
        if self.budget[0] < 0:
            raise FormError("form.regex", at=0)
        self.states.append(state)
        return len(self.states) - 1

    def build(self, tree: Tree, after: int) -> int:
        """The state from which `tree` and then `after` are matched."""
        match tree:
            case Letter(test):
                return self.state(_State(letter=test, after=after))
            case Anchor(mark):
                return self.state(_State(free=[after], anchor=mark))
            case Look(inner, wanted):
                return self.state(_State(free=[after], look=_Automaton(inner, self.budget), wanted=wanted))
            case Row(parts):
                for part in reversed(parts):
                    after = self.build(part, after)
                return after
            case Either(parts):
                return self.state(_State(free=[self.build(part, after) for part in parts]))
            case Times(inner, least, most):
                return self.times(inner, least, most, after)

    def times(self, inner: Tree, least: int, most: int | None, after: int) -> int:
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
    before = at > 0 and is_word(text[at - 1])
    after = at < len(text) and is_word(text[at])
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
    automaton = _Automaton(read_pattern(pattern), [limits.REGEX_STATES])
    longest = limits.REGEX_LOOK_TEXT if "(?=" in pattern or "(?!" in pattern else limits.REGEX_TEXT
    return lambda text: len(text) <= longest and automaton.run(text, whole=True)
