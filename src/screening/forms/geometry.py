"""Areas, lengths and fences on the sphere, from points written ``latitude longitude altitude accuracy``."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from screening.forms.evaluation import Evaluation
from screening.forms.syntax import Ast
from screening.forms.typed import Scope, Typed, as_nodes, as_text
from screening.forms.values import NAN, number_of_text

if TYPE_CHECKING:
    from screening.forms.compiler import Compilation

_LONGEST_LINE: Final = 2_000
_RADIUS: Final = 6378100.0
"""Metres; the radius that Collect and Enketo count with."""


def points_of(text: str) -> list[tuple[float, float]] | None:
    """Latitude and longitude of each point; None when one is malformed."""
    found: list[tuple[float, float]] = []
    for piece in text.split(";"):
        numbers = piece.split()
        if not numbers:
            continue
        values = [number_of_text(number) for number in numbers]
        if len(values) < 2 or any(value != value for value in values):  # noqa: PLR0124, PLR2004 - NaN; two coordinates
            return None
        if abs(values[0]) > 90 or abs(values[1]) > 180:  # noqa: PLR2004 - degrees
            return None
        found.append((values[0], values[1]))
    return found


def length(points: Sequence[tuple[float, float]]) -> float:
    """Metres along the points."""
    return math.fsum(_between(*pair) for pair in pairwise(points))


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    first, second = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    height = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(turn / 2) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(height)))


def area(points: Sequence[tuple[float, float]]) -> float:
    """Square metres inside the points, which need not be closed."""
    ring = list(points)
    if len(ring) < 3:  # noqa: PLR2004 - a triangle is the least
        return 0.0
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    total = math.fsum(
        math.radians(other[1] - one[1]) * (2 + math.sin(math.radians(one[0])) + math.sin(math.radians(other[0])))
        for one, other in pairwise(ring)
    )
    return abs(total * _RADIUS * _RADIUS / 2)


def inside(point: str, shape: str) -> bool:
    """Whether the point lies within the shape."""
    place, ring = points_of(point), points_of(shape)
    if not place or not ring:
        return False
    x, y = place[0]
    found = False
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        crosses = (one[1] > y) != (other[1] > y)
        if crosses and x < (other[0] - one[0]) * (y - one[1]) / (other[1] - one[1]) + one[0]:
            found = not found
    return found


def crosses_itself(text: str) -> bool:
    """Whether two parts of a line or the border of a shape cross or touch, other than one where the last ended."""
    points = points_of(text)
    if not points or len(points) > _LONGEST_LINE:
        return False
    parts = [(one, other) for one, other in pairwise(points) if one != other]
    closed = len(points) > 1 and points[0] == points[-1]
    for first in range(len(parts)):
        for second in range(first + 1, len(parts)):
            neighbours = second == first + 1 or (closed and first == 0 and second == len(parts) - 1)
            if neighbours:
                continue
            if _crossing(*parts[first], *parts[second]):
                return True
    return False


def _side(one: tuple[float, float], other: tuple[float, float], point: tuple[float, float]) -> int:
    turn = (other[1] - one[1]) * (point[0] - one[0]) - (other[0] - one[0]) * (point[1] - one[1])
    return (turn > 0) - (turn < 0)


def _crossing(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    if _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b):
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(_side(one, other, point) == 0 and _within(one, other, point) for one, other, point in ends)


def _within(one: tuple[float, float], other: tuple[float, float], point: tuple[float, float]) -> bool:
    low, high = min(one[0], other[0]), max(one[0], other[0])
    left, right = min(one[1], other[1]), max(one[1], other[1])
    return low <= point[0] <= high and left <= point[1] <= right


def build_geofence(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
    """Whether a point lies in a shape, which may be a list of points."""
    point = as_text(work.compile(args[0], scope))
    shape = work.compile(args[1], scope)
    nodes = as_nodes(shape) if shape.kind == "nodes" else None
    text = as_text(shape)

    def run(n: Any, e: Evaluation) -> bool:
        ring = ";".join(node.value for node in nodes(n, e)) if nodes is not None else text(n, e)
        return inside(point(n, e), ring)

    return Typed("boolean", run)


def _builder(measure: Callable[[Sequence[tuple[float, float]]], float]) -> Callable[..., Typed]:
    def build(work: Compilation, args: tuple[Ast, ...], scope: Scope) -> Typed:
        sides = [work.compile(arg, scope) for arg in args]
        nodes = as_nodes(sides[0]) if len(sides) == 1 and sides[0].kind == "nodes" else None
        texts = [as_text(side) for side in sides]

        def run(n: Any, e: Evaluation) -> float:
            pieces = [node.value for node in nodes(n, e)] if nodes is not None else [text(n, e) for text in texts]
            points = points_of(";".join(pieces))
            return NAN if points is None else measure(points)

        return Typed("number", run)

    return build


build_area = _builder(area)
build_distance = _builder(length)
