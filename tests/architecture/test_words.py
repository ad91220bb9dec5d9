"""Every code has words, in every language, that fit what is raised; and no words are left over."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from architecture.source import LANGUAGES, ROOT, called, error_classes, literals, place, trees

PARTS = ("what", "safe", "do")
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
PREFIXES = {
    "form", "packet", "assessment", "referral", "case", "vault", "identity", "delivery", "paper", "station", "cli",
}  # fmt: skip
FILE_NAMES = re.compile(r".*\.(json|db|lock|new|toml|txt|pdf|key|asice|age|xml|sql|py|zip|bundle|xlsx)")


@cache
def files(language: str) -> dict[str, dict[str, str]]:
    """Every text of a language by its dotted path, file by file."""

    def flatten(table: dict[str, object], above: str) -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from flatten(value, f"{above}{key}.")
            else:
                yield f"{above}{key}", str(value)

    found = sorted((ROOT / "resources" / "words").glob(f"*.{language}.toml"))
    return {file.name: dict(flatten(tomllib.loads(file.read_text("utf-8")), "")) for file in found}


def texts(language: str) -> dict[str, str]:
    """Every text of a language by its dotted path."""
    return {path: text for file in files(language).values() for path, text in file.items()}


def codes_with_words(language: str) -> set[str]:
    return {path.removesuffix(".what") for path in texts(language) if path.endswith(".what")}


def placeholders(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def raised() -> Iterator[tuple[str, ast.Call, str]]:
    """Each code that is written where an error is made: its place, the call, the code."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in error_classes() and node.args:
                for code in literals(node.args[0]) or ():
                    yield place(path, node), node, code


@cache
def constants() -> tuple[frozenset[str], frozenset[str]]:
    """Every code-like literal of the program, and what computed codes begin with (``outcome.`` and the like)."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str() as text) if CODE.fullmatch(text):
                    whole.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]) if re.fullmatch(r"[a-z_.]+\.", text):
                    beginnings.add(text)
    return frozenset(whole), frozenset(beginnings)


def test_no_code_is_put_together_from_pieces() -> None:
    pieced = [
        place(path, node)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in error_classes()
        if node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert pieced == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_raised_code_has_words(language: str) -> None:
    known = codes_with_words(language)
    silent = sorted({f"{code}  ({where})" for where, _, code in raised() if code not in known})
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_in_a_table_has_words(language: str) -> None:
    said = texts(language)
    has_words = {path.rpartition(".")[0] for path in said} | set(said)
    whole, _ = constants()
    codes = {code for code in whole if code.partition(".")[0] in PREFIXES and not FILE_NAMES.fullmatch(code)}
    names = {code for code in codes if any(other.startswith(f"{code}.") for other in has_words)}
    assert sorted(codes - has_words - names - NOT_CODES) == []


NOT_CODES: set[str] = set()
"""Dotted literals that look like codes and are none; each with its reason."""


@cache
def tables() -> frozenset[str]:
    """Single words in the program's literals: names of tables of words (``stage``) are among them."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_over(language: str) -> None:
    """A message is used by its whole code; a table of names by the table's own name."""
    whole, beginnings = constants()
    telling = {start for start in beginnings if start.removesuffix(".") not in PREFIXES}

    def used(path: str) -> bool:
        parts = path.split(".")
        above = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        named = parts[0] not in PREFIXES and parts[0] in tables()
        return named or bool(above & whole) or any(path.startswith(start) for start in telling)

    assert [path for path in texts(language) if not used(path)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_stand_in_two_files(language: str) -> None:
    first: dict[str, str] = {}
    twice = [
        f"{path}: {first[path]} and {name}"
        for name, said in files(language).items()
        for path in said
        if first.setdefault(path, name) != name
    ]
    assert twice == []


def test_both_languages_say_the_same_things() -> None:
    ours, theirs = (set(texts(language)) for language in LANGUAGES)
    assert ours ^ theirs == set()


def test_both_languages_fill_in_the_same_values() -> None:
    uk, en = (texts(language) for language in LANGUAGES)
    differing = {path for path in uk.keys() & en.keys() if placeholders(uk[path]) != placeholders(en[path])}
    assert differing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_ask_only_for_values_that_the_error_carries(language: str) -> None:
    said = texts(language)
    unfilled = []
    for where, call, code in raised():
        if any(keyword.arg is None for keyword in call.keywords):
            continue  # **params: what it carries is not to be seen here
        wanted = set().union(*(placeholders(said.get(f"{code}.{part}", "")) for part in PARTS))
        if missing := wanted - {keyword.arg for keyword in call.keywords}:
            unfilled.append(f"{code} {sorted(missing)}  ({where})")
    assert unfilled == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_says_what_happened_what_is_safe_and_what_to_do(language: str) -> None:
    said = texts(language)
    codes = {code for _, _, code in raised()} & codes_with_words(language)
    assert {code for code in codes if not said[f"{code}.what"].strip()} == set()
    assert {code for code in codes if not {f"{code}.safe", f"{code}.do"} <= said.keys()} == set()


def test_each_language_is_written_in_its_own_letters() -> None:
    def without_values(text: str) -> str:
        return re.sub(r"\{[^}]*\}", "", text)

    cyrillic = re.compile(r"[\u0400-\u04ff]")
    assert [path for path, text in texts("en").items() if cyrillic.search(without_values(text))] == []
    sentences = {path: text for path, text in texts("uk").items() if path.rpartition(".")[2] in PARTS and text}
    assert [path for path, text in sentences.items() if not cyrillic.search(without_values(text))] == []
    foreign = re.compile(r"[ыэъёЫЭЪЁ]")  # letters that Ukrainian has not
    assert [path for path, text in texts("uk").items() if foreign.search(text)] == []
