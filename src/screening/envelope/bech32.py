"""Bech32 of BIP 173 without its length limit: how age writes keys as text."""

from __future__ import annotations

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUE = {character: value for value, character in enumerate(_CHARSET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_LOWEST_PRINTABLE, _HIGHEST_PRINTABLE = 33, 126


def encode(prefix: str, data: bytes) -> str:
    """`data` as lower-case Bech32 under the lower-case human-readable `prefix`."""
    words = _regroup(data, 8, 5, pad=True)
    sum_ = _polymod([*_expand(prefix), *words, *[0] * 6]) ^ 1
    checksum = [(sum_ >> 5 * (5 - place)) & 31 for place in range(6)]
    return prefix + "1" + "".join(_CHARSET[word] for word in (*words, *checksum))


def decode(text: str) -> tuple[str, bytes]:
    """The lower-case prefix and the bytes of `text`, which is all lower or all upper case.

    Raises:
        ValueError: mixed case, a foreign character, a wrong checksum or padding that is not zero.
    """
    if text not in (text.lower(), text.upper()):
        raise ValueError("case")
    prefix, separator, rest = text.lower().rpartition("1")
    if not separator or not prefix or len(rest) < len("123456"):
        raise ValueError("shape")
    if any(not _LOWEST_PRINTABLE <= ord(character) <= _HIGHEST_PRINTABLE for character in prefix):
        raise ValueError("prefix")
    if any(character not in _VALUE for character in rest):
        raise ValueError("character")
    words = [_VALUE[character] for character in rest]
    if _polymod([*_expand(prefix), *words]) != 1:
        raise ValueError("checksum")
    return prefix, bytes(_regroup(words[:-6], 5, 8, pad=False))


def _polymod(words: list[int]) -> int:
    sum_ = 1
    for word in words:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ word
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                sum_ ^= generator
    return sum_


def _expand(prefix: str) -> list[int]:
    codes = [ord(character) for character in prefix]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _regroup(groups: bytes | list[int], width: int, new_width: int, *, pad: bool) -> list[int]:
    """Bits of `groups`, each `width` wide, in groups of `new_width`; without `pad` the rest must be zero and short."""
    accumulator = bits = 0
    regrouped: list[int] = []
    for group in groups:
        accumulator = (accumulator << width | group) & 0xFFF
        bits += width
        while bits >= new_width:
            bits -= new_width
            regrouped.append(accumulator >> bits & (1 << new_width) - 1)
    rest = accumulator & (1 << bits) - 1
    if pad and bits:
        regrouped.append(rest << (new_width - bits))
    elif not pad and (bits >= width or rest):
        raise ValueError("padding")
    return regrouped
