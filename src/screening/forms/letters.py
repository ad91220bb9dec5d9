"""Which letters a class, a shorthand or a property of a pattern means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

Test: TypeAlias = Callable[[str], bool]


def same(letter: str) -> Test:
    """That very letter."""
    return lambda other: other == letter


def between(low: str, high: str) -> Test:
    """Any letter from `low` to `high`."""
    return lambda other: low <= other <= high


def any_of(tests: tuple[Test, ...]) -> Test:
    """A letter that passes one of the tests."""
    return tests[0] if len(tests) == 1 else lambda other: any(test(other) for test in tests)


def negated(test: Test) -> Test:
    """A letter that does not pass."""
    return lambda other: not test(other)


def is_word(letter: str) -> bool:
    """A letter of a word, for Java: ASCII letters, digits and the underscore."""
    return letter == "_" or (letter.isascii() and letter.isalnum())


def _is_digit(letter: str) -> bool:
    return "0" <= letter <= "9"


def _is_space(letter: str) -> bool:
    return letter in " \t\n\x0b\f\r"


SHORTHANDS: Final[dict[str, Test]] = {
    "d": _is_digit,
    "D": negated(_is_digit),
    "w": is_word,
    "W": negated(is_word),
    "s": _is_space,
    "S": negated(_is_space),
}


def property_of(name: str) -> Test | None:
    """A Unicode category, block or class of Java by its name; None when there is none such."""
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
