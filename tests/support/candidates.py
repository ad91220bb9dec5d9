"""Values that might be an answer: of the question's type, near the numbers, dates and patterns its constraint names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from screening.errors import FormError
from screening.forms import patterns
from screening.forms.definition import Definition
from screening.forms.session import Session

_TEXT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_NUMBER = re.compile(r"(?<![\w.'-])\d+(?:\.\d+)?(?![\w'-])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LETTERS = "a1A-_. @+/" + "".join(map(chr, range(32, 127))) + "їєжЖéñ日"
_UPLOADS = {"image": "photo.jpg", "audio": "words.m4a", "video": "film.mp4"}
_RATHER = 0.7
_POINT = "50.45 30.52 0 3"
_PLACES = {
    "geopoint": [_POINT],
    "geotrace": ["50 30 0 0; 51 31 0 0"],
    "geoshape": ["50 30 0 0; 51 31 0 0; 52 30 0 0; 50 30 0 0"],
}


def candidates(live: Session, ref: str, draw: random.Random, telling: frozenset[str] = frozenset()) -> Iterator[str]:
    """Different texts to try as the answer at `ref`, the likeliest first; at least one for each type.

    telling: values that are rather to be chosen, where they are offered.
    """
    node = live._refs.node(ref)
    definition = node.definition
    kind = definition.control.kind if definition.control is not None else ""
    seen: set[str] = set()
    for value in _values(live, ref, definition, kind, draw, telling):
        if value and value not in seen:
            seen.add(value)
            yield value


def _values(  # noqa: PLR0917 - one call
    live: Session, ref: str, definition: Definition, kind: str, draw: random.Random, telling: frozenset[str]
) -> Iterable[str]:
    if kind in {"select1", "select", "rank"}:
        return _selections(kind, [choice.value for choice in live.choices(ref)], draw, telling)
    if kind == "range":
        return _steps(definition, draw)
    if kind == "upload":
        mime = definition.control.parameters.get("mediatype", "") if definition.control is not None else ""
        return [_UPLOADS.get(mime.partition("/")[0], "letter.pdf")]
    if kind == "trigger":
        return ["OK"]
    return _typed(live, definition, draw)


def _selections(kind: str, offered: list[str], draw: random.Random, telling: frozenset[str]) -> Iterator[str]:
    values = list(dict.fromkeys(offered))
    draw.shuffle(values)
    if draw.random() < _RATHER:
        values.sort(key=lambda value: value not in telling)
    if kind == "select1":
        yield from values
        return
    if kind == "rank":
        for _ in range(3):
            yield " ".join(values)
            draw.shuffle(values)
        return
    for size in (2, 1, 3):
        yield " ".join(values[:size])
    yield from values
    yield " ".join(values)


def _steps(definition: Definition, draw: random.Random) -> Iterator[str]:
    parameters = definition.control.parameters if definition.control is not None else {}
    try:
        start, end, step = (float(parameters.get(name, "1")) for name in ("start", "end", "step"))
    except ValueError:
        yield from ("1", "0")
        return
    size = abs(step) * (1 if start <= end else -1)
    count = int(abs(end - start) / abs(step)) if step else 0
    places = [draw.randint(0, count) for _ in range(5)] + [0, count]
    for place in places:
        yield f"{round(start + place * size, 9):g}"


def _typed(  # noqa: PLR0911 - one line for each type
    live: Session, definition: Definition, draw: random.Random
) -> Iterable[str]:
    source = definition.constraint.source if definition.constraint is not None else ""
    match definition.type:
        case "int":
            return (str(int(number)) for number in _numbers(live, source, draw) if abs(number) < 1e17)
        case "decimal":
            return (f"{number:f}".rstrip("0").rstrip(".") for number in _numbers(live, source, draw))
        case "boolean":
            return ["true", "false"]
        case "date":
            return (day.isoformat() for day in _days(live, source, draw))
        case "time":
            return [f"{hour:02}:40:00.000Z" for hour in (draw.randint(0, 23), *range(0, 24, 3), 23)]
        case "dateTime":
            return (f"{day.isoformat()}T21:40:00.000Z" for day in _days(live, source, draw))
        case "geopoint" | "geotrace" | "geoshape" as shape:
            return _PLACES[shape]
        case _:
            return _words(live, source, draw)


def literals(source: str) -> list[str]:
    """The texts in quotes in an expression."""
    return [one or other for one, other in _TEXT.findall(source)]


def _given(live: Session) -> list[str]:
    """What was answered of late: a constraint may ask for the same, or for more."""
    return list(dict.fromkeys(event.value for event in live.events[-60:] if hasattr(event, "value") and event.value))


def _numbers(live: Session, source: str, draw: random.Random) -> Iterator[float]:
    named = [float(number) for number in _NUMBER.findall(_TEXT.sub(" ", source))]
    named += [float(text) for text in literals(source) if re.fullmatch(r"-?\d+(\.\d+)?", text)]
    small = [1.0, 2.0, 3.0]
    draw.shuffle(small)
    if named:
        low, high = min(named), max(named)
        yield from (float(draw.randint(int(low), max(int(low), min(int(high), int(low) + 40)))) for _ in range(3))
    yield from small
    for number in named:
        yield from (number, number + 1, number - 1, -number)
    if named:
        yield (min(named) + max(named)) / 2
    yield from (0.0, 5.0, 12.0, 18.0, 30.0, 37.5, 60.0, 99.0, 100.0, 150.0, 1000.0, 1990.0, 2020.0, 2026.0)
    for length in (4, 5, 6, 7, 8, 9, 10, 11, 12):
        yield float("1" * length)
    for text in _given(live):
        if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text):
            yield from (float(text), float(text) + 1, float(text) - 1)


def _days(live: Session, source: str, draw: random.Random) -> Iterator[date]:
    today = live._clock().date()
    yield today - timedelta(days=draw.randint(20 * 365, 45 * 365))
    bounds = [text for text in (*literals(source), *_given(live)) if _DAY.match(text[:10]) and text[:10].isascii()]
    near = [today]
    for text in bounds:
        try:
            near.append(date.fromisoformat(text[:10]))
        except ValueError:
            continue
    for day in near:
        for days in (0, -1, 1, -7, 30, -30, 200, -200, 365, -400, -2000):
            yield day + timedelta(days=days)
    yield from (date(year, 1, 15) for year in range(1930, 2040, 5))


def _words(live: Session, source: str, draw: random.Random) -> Iterator[str]:
    if not source:
        yield f"words {draw.randint(1, 99)} <&> 'їжак'"
        return
    named = literals(source)
    for pattern in named:
        for _ in range(3):
            yield example(pattern, draw)
    yield from named
    yield from (f"words {draw.randint(1, 9)}", "a", "Name", "+380501234567", "0501234567", "a@b.example", "2020-01-31")
    for number in sorted({int(float(found)) for found in _NUMBER.findall(_TEXT.sub(" ", source))}):
        for size in (number - 1, number, number + 1):
            if 0 < size < 500:
                yield from ("1" * size, "a" * size)
        yield str(number)
    for size in (5, 8, 10, 12, 16, 36):
        yield from ("1" * size, "a" * size)
    yield from _given(live)


def example(pattern: str, draw: random.Random) -> str:
    """A text that the pattern lets pass, as far as look-aheads allow; empty when the pattern cannot be read."""
    try:
        tree = patterns.read_pattern(pattern)
    except FormError:
        return ""
    return _example(tree, draw)


def _example(tree: patterns.Tree, draw: random.Random) -> str:
    match tree:
        case patterns.Letter(test):
            fitting = [letter for letter in _LETTERS if test(letter)]
            return draw.choice(fitting[:12]) if fitting else ""
        case patterns.Row(parts):
            return "".join(_example(part, draw) for part in parts)
        case patterns.Either(parts):
            return _example(draw.choice(parts), draw)
        case patterns.Times(inner, least, most):
            extra = draw.randint(0, 2) if most is None else draw.randint(0, min(2, max(0, most - least)))
            return "".join(_example(inner, draw) for _ in range(min(200, least + extra)))
        case _:
            return ""
