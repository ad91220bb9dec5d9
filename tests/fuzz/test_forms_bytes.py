"""Bytes, expressions and answers from outside, spoiled in every way: only FormError comes out, with words, and soon.

`make fuzz` does the same for half an hour, guided by coverage.
"""

# ruff: noqa: E501, S311 - long lines of XML and tables; an example is drawn again from its seed

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz import damage
from tests.fuzz.form_targets import SMALL, TARGETS, judge, run_form

from screening.errors import FormError
from screening.forms import packs
from screening.forms.form import Form
from screening.forms.lexer import tokens
from screening.forms.parser import parse_xpath
from screening.forms.regex import matcher
from support.xform import bind, inputs, xform

EXAMPLES = {
    "xform": 500,
    "xpath": 250,
    "media": 300,
    "pack": 300,
    "markdown": 25,
    "xlsx": 15,
    "regex": 500,
    "answer": 150,
}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_example_of_a_target_is_sound(name: str) -> None:
    """The campaigns begin with these: none of them shows a fault."""
    outcomes = {TARGETS[name].run(data) for data in TARGETS[name].seeds()}
    assert "ran" in outcomes


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_what_is_spoiled_is_refused_or_runs(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()

    @given(seed=st.integers(0, 2**48))
    @settings(max_examples=EXAMPLES[name], database=None)
    def spoil(seed: int) -> None:
        draw = random.Random(seed)
        target.run(damage.several(target.spoil, draw.choice(seeds), draw))

    spoil()


@pytest.mark.parametrize("name", ["child_vaccination_VOL_tool_v12.xml", "eIMCI-by-D-Tree.xml", "big500.xml"])
def test_a_damaged_real_form_is_refused_or_runs(corpus: Path, name: str) -> None:
    data = (corpus / name).read_bytes()
    draw = random.Random(7)
    for _ in range(12):
        TARGETS["xform"].run(damage.several(damage.of_xform, data, draw, 2))


@given(st.binary(max_size=300))
def test_bytes_are_no_form(data: bytes) -> None:
    with pytest.raises(FormError):
        Form.parse(data)
    with pytest.raises(FormError):
        packs.read(data)


FRAGMENTS = [
    "/data/a", "..", ".", "(", ")", "[", "]", "+", "-", "*", "div", "mod", "and", "or", "=", "!=", "<", ">=", "|", ",",
    "'x'", '"', "1", "2.5", ".5", "count(", "sum(", "if(", "selected(", "position(", "current()", "instance('l')",
    "/root/item", "@id", "::", "child::", "//", "/", "a", "not(", "regex(", "concat(", "date(", "today()", "$", "#", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
@settings(max_examples=400)
def test_any_expression_is_refused_or_evaluates(parts: list[str]) -> None:
    expression = "".join(parts)
    more = '<instance id="l"><root><item><n>1</n></item></root></instance>'
    for attribute in ("calculate", "relevant", "constraint"):
        form = xform("<a/><out/>", bind("/data/out", **{attribute: expression}), body=inputs("/data/out"), more=more)
        try:
            run_form(form)
        except FormError as error:
            assert judge(error).startswith("form.")  # noqa: PT017 - it is not what is tested, only its name


@given(st.text(max_size=60))
def test_any_text_is_refused_or_parses(text: str) -> None:
    for read in (tokens, parse_xpath):
        with contextlib.suppress(FormError):
            read(text)


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a|aa)+b", "([a-z]+)*!", "(.*)*x", "((a{1,9}){1,9}){1,9}b"])
def test_a_pattern_made_to_hang_does_not(pattern: str) -> None:
    begin = time.perf_counter()
    assert not matcher(pattern)("a" * 2_000)
    assert time.perf_counter() - begin < 30


def test_a_circle_is_named() -> None:
    binds = [bind(f"/data/q{n}", calculate=f"/data/q{(n + 1) % 3} + 1") for n in range(3)]
    with pytest.raises(FormError) as refused:
        Form.parse(xform("<q0/><q1/><q2/>", *binds))
    assert refused.value.code == "form.cycle"
    assert refused.value.params["path"] == "/data/q0 -> /data/q2 -> /data/q1 -> /data/q0"


def test_every_single_changed_byte_of_a_pack_is_noticed() -> None:
    whole = packs.build(SMALL, "small", {"x.csv": b"name,label\na,A\n"}, published_by="org")
    for place in range(len(whole)):
        with pytest.raises(FormError):
            packs.read(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
