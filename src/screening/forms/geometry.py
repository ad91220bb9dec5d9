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
