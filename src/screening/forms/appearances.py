"""What a control says about how it wants to look and what it takes: appearances, media, precision, scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from screening.forms.values import number_of_text

MediaType: TypeAlias = Literal["", "image", "audio", "video", "file"]
Precision: TypeAlias = Literal["", "day", "month", "year"]

_MEDIA: Final[Mapping[str, MediaType]] = {"image": "image", "audio": "audio", "video": "video"}


@dataclass(frozen=True, slots=True)
class Scale:
    """A range: numbers from `start` by `step` to `end`, which may be the smaller one; tick: between marks, if said."""

    start: float
    end: float
    step: float
    tick: float | None = None


def words_of_appearance(appearance: str) -> tuple[str, ...]:
    """The single appearances, in their order; one with brackets, ``search('x', 'y')``, is whole."""
    found: list[str] = []
    word = ""
    depth, quote = 0, ""
    for letter in appearance:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"" and depth:
            quote = letter
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif letter.isspace() and not depth:
            found.append(word)
            word = ""
            continue
        word += letter
    return tuple(each for each in (*found, word) if each)


def media_of(control: str, parameters: Mapping[str, str]) -> MediaType:
    """What an upload takes; ``file`` when it is neither picture nor sound nor film."""
    if control != "upload":
        return ""
    return _MEDIA.get(parameters.get("mediatype", "").partition("/")[0].strip(), "file")


def precision_of(kind: str, appearance: str) -> Precision:
    """How much of a date is asked for."""
    if kind not in {"date", "dateTime"}:
        return ""
    words = words_of_appearance(appearance)
    if "year" in words:
        return "year"
    return "month" if "month-year" in words else "day"


def scale_of(control: str, parameters: Mapping[str, str]) -> Scale | None:
    """The scale of a range; None when it is none, or does not say where it begins and ends."""
    if control != "range":
        return None
    start, end, step, tick = (number_of_text(parameters.get(name, "")) for name in _SCALE)
    if start != start or end != end:  # noqa: PLR0124 - the definition of NaN
        return None
    return Scale(start, end, step if step == step and step else 1.0, tick if tick == tick else None)  # noqa: PLR0124


_SCALE: Final = ("start", "end", "step", "tick-interval")
