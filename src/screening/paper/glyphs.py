"""Which characters the vendored fonts can draw, so that one strange character in a quote never stops a referral."""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from screening.errors import PaperError

_LAYOUT = frozenset("\n\u00a0\u00ad\u200b\u200c\u200d\u2060")
"""Break, join and shape: typst obeys these and draws nothing."""
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Direction overrides: they can make a sheet show another order than the signed text, so they are shown as codes."""


@lru_cache(maxsize=4)
def drawable(folder: Path) -> frozenset[int]:
    """The code points that every weight of some family in `folder` can draw.

    Raises:
        PaperError: there is no font, or a font's character map cannot be read.
    """
    families: dict[str, frozenset[int]] = {}
    for path in sorted(folder.glob("*.ttf")):
        try:
            points = frozenset(_character_map(path.read_bytes()))
        except (OSError, struct.error, IndexError):
            raise PaperError("paper.fonts", font=path.name) from None
        family = path.stem.partition("-")[0]
        families[family] = families.get(family, points) & points
    if not families:
        raise PaperError("paper.fonts", font="*.ttf")
    return frozenset().union(*families.values())


def spelled(text: str, points: frozenset[int]) -> str:
    """`text` with every character that cannot be drawn as its code in angle quotes, U+1F600 for example.

    Every line end becomes a line feed, tabs become spaces.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(letter if _shown(letter, points) else f"\u2039U+{ord(letter):04X}\u203a" for letter in plain)


def _shown(letter: str, points: frozenset[int]) -> bool:
    if letter in _LAYOUT:
        return True
    return letter not in _STEERING and unicodedata.category(letter) != "Cc" and ord(letter) in points


def _character_map(font: bytes) -> set[int]:
    """Code points of a TrueType font's Unicode character maps (cmap format 4, the one every vendored font has)."""
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            return _read_cmap(font, start)
    raise IndexError


def _read_cmap(font: bytes, start: int) -> set[int]:
    points: set[int] = set()
    (count,) = struct.unpack_from(">H", font, start + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == 4 and (platform == 0 or (platform, encoding) == (3, 1)):  # noqa: PLR2004  # the format's number
            points |= _segments(font, start + offset)
    return points


def _segments(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    points: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for point in range(first, last + 1):
            if offset == 0:
                glyph = (point + delta) & 0xFFFF
            else:
                (glyph,) = struct.unpack_from(">H", font, ranges_at + 2 * index + offset + 2 * (point - first))
            if glyph and point != 0xFFFF:  # noqa: PLR2004  # the format's own end mark
                points.add(point)
    return points
