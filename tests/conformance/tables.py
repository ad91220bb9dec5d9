"""The case tables: expressions and interviews, what must come out, and where the specification speaks of it.

A table is a JSON file in ``cases``. Its ``world`` (nodes, types, lists, controls) is shared by groups of expressions:

    {"world": {…}, "groups": [{"section": "fn:concat", "cases": [["concat('a', 'b')", "ab"], …]}]}

or it holds interviews, one after the other:

    {"interviews": [{"name": …, "section": …, "instance": …, "binds": {…}, "ask": […], "steps": […]}]}

A step is an action (answer REF VALUE, add REPEAT, remove INSTANCE, language NAME; perhaps with what comes of it, else
``ok``) or a check: an object with any of values, required, readonly, invalid, choices, and at the end problems,
submission, words. Paths without a leading slash are below ``/data``. In values and submission null means: is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from conformance.oracles import Interview, Step, same
from screening.forms import authoring
from support.xform import HEAD

CASES: Final = Path(__file__).parent / "cases"
ACTIONS: Final = {"answer": 3, "add": 2, "remove": 2, "language": 2}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One row. checks: what must hold after so many steps; did: what each step does; refused: no form at all."""

    name: str
    section: str
    form: bytes
    steps: tuple[Step, ...] = ()
    did: tuple[str, ...] = ()
    checks: tuple[tuple[int, Json], ...] = ()
    media: Mapping[str, str] = field(default_factory=dict)
    refused: str | None = None
    expression: bool = False
    says_words: bool = False


@cache
def all_cases() -> tuple[Case, ...]:
    """Every row of every table."""
    return tuple(case for path in sorted(CASES.glob("*.json")) for case in read(path))


def read(path: Path) -> Iterator[Case]:
    """The rows of one table."""
    table: Json = json.loads(path.read_text(encoding="utf-8"))
    for group in table.get("groups", ()):
        world = {**table.get("world", {}), **group.get("world", {})}
        for expression, gives, *more in group["cases"]:
            yield _expression((path.stem, group, world), expression, gives, more)
    for row in table.get("interviews", ()):
        yield _interview(path.stem, row)


# ---- forms -----------------------------------------------------------------------------------------------------


def place(ref: str) -> str:
    """A path as written in full."""
    return ref if ref.startswith("/") else f"/data/{ref}"


def build(row: Json) -> bytes:
    """The form that a row describes; ``workbook``: its sheets as markdown, for pyxform."""
    if "workbook" in row:
        return authoring.convert("\n".join(row["workbook"]).encode(), "md").xml
    binds = "".join(
        f"<bind nodeset={quoteattr(place(ref))}{''.join(f' {name}={quoteattr(text)}' for name, text in bind.items())}/>"
        for ref, bind in row.get("binds", {}).items()
    )
    body = "".join(_control(each) for each in row.get("ask", ()))
    root = row.get("root", 'id="t" version="1"')
    more = row.get("more", "")
    before, after = (more, row.get("after", "")) if more.lstrip().startswith("<itext") else ("", more)
    return (
        f"{HEAD}<h:head><h:title>T</h:title><model>{before}"
        f"<instance><data {root}>{row['instance']}</data></instance>{after}"
        f"{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def _control(each: Any) -> str:
    """A control: raw XML, the path of an input, or an object that names a group, a repeat or a select."""
    if isinstance(each, str):
        return each if each.startswith("<") else f"<input ref={quoteattr(place(each))}><label>{each}</label></input>"
    inside = "".join(_control(kid) for kid in each.get("ask", ()))
    if "group" in each:
        return f"<group ref={quoteattr(place(each['group']))}><label>{each['group']}</label>{inside}</group>"
    if "repeat" in each:
        path = quoteattr(place(each["repeat"]))
        more = "".join(f" {name}={quoteattr(each[name])}" for name in ("jr:count", "jr:noAddRemove") if name in each)
        return (
            f"<group ref={path}><label>{each['repeat']}</label><repeat nodeset={path}{more}>{inside}</repeat></group>"
        )
    kind = next(name for name in ("select1", "select", "odk:rank") if name in each)
    if "itemset" in each:
        value, label = each.get("columns", ["name", "label"])
        items = f'<itemset nodeset={quoteattr(each["itemset"])}><value ref="{value}"/><label ref="{label}"/></itemset>'
    else:
        items = "".join(
            f"<item><label>{escape(item.upper())}</label><value>{item}</value></item>" for item in each["items"]
        )
    return f"<{kind} ref={quoteattr(place(each[kind]))}><label>{each[kind]}</label>{items}</{kind}>"


def _expression(inside: tuple[str, Json, Json], expression: str, gives: str | Json | None, more: list[str]) -> Case:
    table, group, world = inside
    binds = {**world.get("binds", {})}
    at = group.get("at", "out")
    binds[at] = {"type": more[0] if more else "string", "calculate": expression}
    form = build({**world, "binds": binds})
    title = f" ({group['title']})" if "title" in group else ""
    kind = f" as {more[0]}" if more else ""
    name = f"{table}{title}: {expression}{kind}"
    if isinstance(gives, dict):
        return Case(name, group["section"], form, refused=gives["refused"], expression=True)
    checks = () if gives is None else ((0, {"values": {group.get("see", at): gives}}),)
    return Case(name, group["section"], form, checks=checks, media=world.get("media", {}), expression=True)


def _interview(table: str, row: Json) -> Case:
    steps: list[Step] = []
    did: list[str] = []
    checks: list[tuple[int, Json]] = []
    for each in row.get("steps", ()):
        if isinstance(each, dict):
            checks.append((len(steps), each))
            continue
        size = ACTIONS[each[0]]
        verb, ref, *value = each[:size]
        steps.append((verb, ref if verb == "language" else place(ref), *value))
        did.append(each[size] if len(each) > size else "ok")
    return Case(
        f"{table}: {row['name']}",
        row["section"],
        build(row),
        tuple(steps),
        tuple(did),
        tuple(checks),
        row.get("media", {}),
        row.get("refused"),
        says_words=row.get("words", False),
    )


# ---- checking --------------------------------------------------------------------------------------------------


def failures(case: Case, found: Interview) -> list[str]:
    """What an interview does not fulfil, in words."""
    if case.refused is not None:
        return [] if found.error == case.refused else [f"error: {found.error}, not {case.refused}"]
    if found.error is not None:
        return [f"error: {found.error}"]
    wrong = [
        f"step {number}: {actual}, not {wanted}"
        for number, (actual, wanted) in enumerate(zip(found.did, case.did, strict=True), 1)
        if actual != wanted
    ]
    for at, check in case.checks:
        wrong += [f"after step {at}: {words}" for words in _unmet(check, found, at)]
    return wrong


def _unmet(check: Json, found: Interview, at: int) -> Iterator[str]:
    moment = found.moments[at]
    yield from _values(check.get("values", {}), moment.values)
    for aspect in ("required", "readonly", "invalid"):
        if aspect in check:
            actual, wanted = getattr(moment, aspect), {place(ref) for ref in check[aspect]}
            if actual != wanted:
                yield f"{aspect} are {sorted(actual)}, not {sorted(wanted)}"
    for ref, values in check.get("choices", {}).items():
        if moment.choices.get(place(ref)) != tuple(values):
            yield f"choices of {ref} are {moment.choices.get(place(ref))}, not {values}"
    yield from _end(check, found)


def _values(wanted: Mapping[str, str | None], values: Mapping[str, str]) -> Iterator[str]:
    for ref, value in wanted.items():
        actual = values.get(place(ref))
        fits = actual is value if actual is None or value is None else same(actual, value)
        if not fits:
            yield f"{ref} is {actual!r}, not {value!r}"


def _end(check: Json, found: Interview) -> Iterator[str]:
    if "problems" in check and found.problems != {place(each) for each in check["problems"]}:
        yield f"problems are {sorted(found.problems)}, not {sorted(check['problems'])}"
    if "submission" in check:
        sent, wanted = [[path.removeprefix("/data/"), text] for path, text in found.submission], check["submission"]
        paths = [path for path, _ in sent] == [path for path, _ in wanted]
        if not paths or not all(same(mine, text) for (_, mine), (_, text) in zip(sent, wanted, strict=True)):
            yield f"submission is {sent}, not {wanted}"
    for ref, words in check.get("words", {}).items():
        said = found.words.get(place(ref))
        for name, text in words.items():
            actual = getattr(said, name, None)
            if (list(actual) if isinstance(actual, tuple) else actual) != text:
                yield f"{name} of {ref} is {actual!r}, not {text!r}"
