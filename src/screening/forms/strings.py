"""Functions on text."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from screening.errors import FormError
from screening.forms.values import NAN

if TYPE_CHECKING:
    from screening.forms.evaluation import Verifier

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LONGEST_RANDOM: Final = 10_000
_SIGNATURE: Final = 64
_KEY: Final = 32


def substr(text: str, start: float, end: float = math.inf) -> str:
    """From 0-based `start` up to, not including, `end`; negative positions count from the end."""
    size = len(text)

    def place(value: float) -> int:
        if value != value:  # noqa: PLR0124 - the definition of NaN
            return 0
        whole = size if value > size else -size if value < -size else int(value)
        return max(0, size + whole) if whole < 0 else whole

    first, last = place(start), place(end)
    return text[first:last] if first < last else ""


def substring(text: str, start: float, length: float = math.inf) -> str:
    """XPath's substring: 1-based, both numbers rounded."""
    begin = _round(start)
    end = begin + _round(length)
    return "".join(letter for place, letter in enumerate(text, 1) if begin <= place < end)


def _round(value: float) -> float:
    if value != value:  # noqa: PLR0124 - the definition of NaN
        return NAN
    return math.floor(value + 0.5) if math.isfinite(value) else value


def substring_before(text: str, mark: str) -> str:
    """What stands before the first `mark`; empty when there is none."""
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


def substring_after(text: str, mark: str) -> str:
    """What stands after the first `mark`; empty when there is none."""
    if not mark:
        return text
    _, _, after = text.partition(mark)
    return after


def translate(text: str, old: str, new: str) -> str:
    """Each letter of `old` becomes the one in the same place of `new`, or goes."""
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return text.translate(table)


def selected_at(text: str, index: float) -> str:
    """The 0-based selection of a select multiple, or number of a geopoint; empty when there is none."""
    parts = text.split()
    if index != index or not 0 <= index < len(parts):  # noqa: PLR0124 - the definition of NaN
        return ""
    return parts[int(index)]


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """The digest of the UTF-8 text.

    Raises:
        FormError: unknown algorithm or encoding.
    """
    names = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
    if algorithm not in names or encoding not in {"hex", "base64"}:
        raise FormError("form.xpath.digest")
    raw = hashlib.new(names[algorithm], text.encode("utf-8", "replace"), usedforsecurity=False).digest()
    return raw.hex() if encoding == "hex" else base64.b64encode(raw).decode("ascii")


def base64_decode(text: str) -> str:
    """The UTF-8 text that base 64 stands for; empty when it is none."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=False).decode("utf-8", "replace")
    except (binascii.Error, UnicodeError):
        return ""


def extract_signed(contents: str, key: str, verify: Verifier) -> str:
    """The text that follows an Ed25519 signature, both in base 64, if the signature fits; else empty."""
    try:
        signed = base64.b64decode(contents.encode("ascii"), validate=False)
        public = base64.b64decode(key.encode("ascii"), validate=False)
    except (binascii.Error, UnicodeError):
        return ""
    signature, message = signed[:_SIGNATURE], signed[_SIGNATURE:]
    if len(signature) < _SIGNATURE or len(public) != _KEY or not verify(public, signature, message):
        return ""
    return message.decode("utf-8", "replace")


def uuid4(draw: Callable[[], float]) -> str:
    """A random UUID, version 4, made of the numbers that `draw` gives."""
    number = 0
    for _ in range(8):
        number = number << 16 | int(draw() * 65536)
    number = number & ~(0xF << 76) & ~(0x3 << 62) | 4 << 76 | 2 << 62
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def random_text(draw: Callable[[], float], length: float) -> str:
    """That many random letters and digits."""
    count = int(length) if length == length and 0 < length <= _LONGEST_RANDOM else 0  # noqa: PLR0124 - NaN
    return "".join(_LETTERS[int(draw() * len(_LETTERS))] for _ in range(count))
