"""Places on the earth as people write them, and as forms keep them: ``latitude longitude altitude accuracy``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SIGNS: Final = {
    "\u2032": "'",
    "\u2019": "'",
    "\u2033": '"',
    "\u201d": '"',
    "\u00ba": "\u00b0",
    "\u2212": "-",
}
_TOKEN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?|[NSEW]|[^\s]")
_PAIRS: Final = re.compile(r"(?:[+-]?\d+\.\d+[,\s]+[+-]?\d+\.\d+[,\s]*){2,}")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_NAMES: Final = (("ПН", "N"), ("ПД", "S"), ("СХ", "E"), ("ЗХ", "W"))  # noqa: RUF001  as Ukrainian maps write them
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees. rest: altitude and accuracy as the form kept them."""

    latitude: float
    longitude: float
    rest: str = "0 0"

    def value(self) -> str:
        """As a form keeps it."""
        return f"{_degrees(self.latitude)} {_degrees(self.longitude)} {self.rest}"

    def shown(self) -> str:
        """As a person compares it with a map: 50.45010° N, 30.52340° E."""
        north, east = "N" if self.latitude >= 0 else "S", "E" if self.longitude >= 0 else "W"
        return f"{abs(self.latitude):.5f}° {north}, {abs(self.longitude):.5f}° {east}"


def _degrees(number: float) -> str:
    text = f"{number:.8f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def read(text: str) -> Place | None:
    """A point from decimal degrees, degrees and minutes, or degrees, minutes and seconds; None when it is none.

    50.4501, 30.5234 · 50,4501 30,5234 · 50°27.006' N 30°31.404' E · N 50 27 00 E 30 31 24
    """
    if len(text) > _LONGEST:
        return None
    bare = _with_points(_named("".join(_SIGNS.get(c, c) for c in text).upper()))
    pieces = [piece for piece in _TOKEN.findall(bare) if piece not in {",", ";"}]
    letters = [piece for piece in pieces if piece in "NSEW"]
    sides = _lettered(pieces, letters) if letters else _bare(pieces)
    if sides is None:
        return None
    latitude, longitude = (_angle(side, limit) for side, limit in zip(sides, (90, 180), strict=True))
    return None if latitude is None or longitude is None else Place(latitude, longitude)


def _named(text: str) -> str:
    for theirs, ours in _NAMES:
        text = re.sub(theirs + r"\.?\s*(?:[ШД]\.?)?", ours + " ", text)
    return text


def _with_points(text: str) -> str:
    """Commas that part a number from its fraction as points."""
    if "." in text:
        return text
    turned = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return turned if len(_NUMBER.findall(turned)) >= 2 else text  # noqa: PLR2004  two coordinates


def _lettered(pieces: list[str], letters: list[str]) -> tuple[list[str], list[str]] | None:
    """The parts of latitude and longitude where N, S, E or W stand before or after each."""
    if len(letters) != 2 or sum(each in "NS" for each in letters) != 1:  # noqa: PLR2004  one of each
        return None
    before = pieces[0] in "NSEW"
    if not before and pieces[-1] not in "NSEW":
        return None
    ordered = pieces if before else pieces[::-1]
    second = next(at for at, piece in enumerate(ordered) if at and piece in "NSEW")
    sides = [ordered[1:second], ordered[second + 1 :]]
    if not before:
        sides = [side[::-1] for side in sides]
    signed: dict[bool, list[str]] = {}
    for letter, side in zip((ordered[0], ordered[second]), sides, strict=True):
        numbers = [piece for piece in side if piece not in "°'\""]
        if not numbers or numbers[0][0] in "+-":
            return None
        signed[letter in "NS"] = ["-" + numbers[0] if letter in "SW" else numbers[0], *numbers[1:]]
    return signed[True], signed[False]


def _bare(pieces: list[str]) -> tuple[list[str], list[str]] | None:
    """The parts of latitude and longitude where only the numbers say which is which."""
    degrees = [at for at, piece in enumerate(pieces) if piece == "°"]
    if not degrees:
        plain = all(_NUMBER.fullmatch(piece) for piece in pieces)
        return ([pieces[0]], [pieces[1]]) if plain and len(pieces) == 2 else None  # noqa: PLR2004  two coordinates
    if len(degrees) != 2 or degrees[0] != 1:  # noqa: PLR2004  two coordinates
        return None
    split = degrees[1] - 1
    first, second = ([t for t in part if t not in "°'\""] for part in (pieces[:split], pieces[split:]))
    return first, second


def _angle(parts: list[str], limit: int) -> float | None:
    """Degrees of up to three parts, of which only the last has a fraction."""
    if not 1 <= len(parts) <= 3 or not all(_NUMBER.fullmatch(part) for part in parts):  # noqa: PLR2004
        return None
    if any("." in part for part in parts[:-1]) or any(part[0] in "+-" for part in parts[1:]):
        return None
    negative = parts[0].startswith("-")
    numbers = [abs(float(part)) for part in parts]
    if any(number >= 60 for number in numbers[1:]):  # noqa: PLR2004  minutes and seconds
        return None
    found = sum(number / 60**at for at, number in enumerate(numbers))
    return None if found > limit else -found if negative else found


def several(text: str) -> tuple[Place, ...] | None:
    """Points one below the other or parted by semicolons; None when one of them is none."""
    lines = [line for line in re.split(r"[\n\u2028]", text) if line.strip()]
    if len(lines) == 1 and read(text) is None:
        lines = [piece for piece in text.split(";") if piece.strip()]
    if len(lines) == 1 and _PAIRS.fullmatch(text.strip()) is not None and read(text) is None:
        numbers = _NUMBER.findall(text)  # lines that were pasted into a field of one line
        lines = [f"{north} {east}" for north, east in zip(numbers[::2], numbers[1::2], strict=True)]
    found = [read(line) for line in lines]
    return tuple(each for each in found if each is not None) if found and None not in found else None


def kept(value: str) -> Place | None:
    """A point as a form keeps it."""
    numbers = value.split()
    try:
        place = Place(float(numbers[0]), float(numbers[1]), " ".join([*numbers[2:], "0", "0"][:2]))
    except (ValueError, IndexError):
        return None
    fits = len(numbers) in {2, 3, 4} and abs(place.latitude) <= 90 and abs(place.longitude) <= 180  # noqa: PLR2004
    return place if fits else None


def all_kept(value: str) -> tuple[Place, ...]:
    """The points of a line or an area as a form keeps it."""
    found = [kept(piece) for piece in value.split(";") if piece.strip()]
    return tuple(each for each in found if each is not None)


def line_value(places: tuple[Place, ...], *, closed: bool) -> str:
    """A line, or an area whose last point is its first again."""
    if closed and places and places[0] != places[-1]:
        places = (*places, places[0])
    return "; ".join(place.value() for place in places)
