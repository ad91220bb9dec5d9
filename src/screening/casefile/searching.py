"""What of an entry can be found, and the keys under which a word is found however it is spelled.

A name reaches an officer in the script of a passport, of a chat, or as it was heard. So each word has keys of three
kinds: the word itself without case and accents; its **sound**, Latin letters in which the common transliterations
(Ukraine's Cabinet resolution 55 of 2010, ICAO 9303 for Russian, Polish and Romanian spelling) fall together; and its
**consonants**, because Arabic script leaves out the short vowels.
"""

# ruff: noqa: RUF001, SIM905 - letters of several scripts are what this file is about; tables read best as columns

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from screening.casefile.answers import steps
from screening.casefile.entries import Answered, Body, CarriedOver, Corrected, Noted, Overridden, Restricted, Reviewed

_LONGEST_TEXT: Final = 100_000
_LONGEST_WORD: Final = 60
_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2019\u02bc\u2018`](?=\w)")
_SAID_BY_EVERYBODY: Final = frozenset({"yes", "no", "partly", "unsure", "unknown", "none", "other", "true", "false"})

_SOUND, _CONSONANTS, _ARABIC = "ǀ", "ǁ", "ǂ"  # letters of no name: they keep the kinds of key apart

_CYRILLIC: Final = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщыэўѓќј",
        "a b v h h d e ie e z z i i i i k l m n o p r s t u f h c c s s i e v h k i".split(),
        strict=True,
    )
) | {"ю": "iu", "я": "ia", "ь": "", "ъ": "", "љ": "l", "њ": "n", "џ": "c"}
_LATIN: Final = str.maketrans(
    {"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "þ": "t", "ð": "d", "ə": "a"}
)
_SPELLINGS: Final = (  # longest first; "#" stands for an h that no later rule may take
    *(
        ("ck", "k"),
        ("zgh", "z#"),
        ("shch", "s"),
        ("szcz", "s"),
        ("tsch", "c"),
        ("sch", "s"),
        ("tch", "c"),
        ("dzh", "dz"),
    ),
    *(("sh", "s"), ("sz", "s"), ("ch", "c"), ("cz", "c"), ("zh", "z"), ("kh", "#"), ("ts", "c"), ("tz", "c")),
    *(("ph", "f"), ("gh", "#"), ("ou", "u"), ("oo", "u")),
    *(("x", "#"), ("q", "k"), ("w", "v"), ("g", "#"), ("j", "i"), ("y", "i"), ("#", "h")),
)
_ARABIC_CONSONANTS: Final = dict(
    zip("بپتثجچحخدذرزژسشصضطظغفقكگلمنه", "b p t t j c h h d z r z z s s s d t z g f k k g l m n h".split(), strict=True)
) | dict.fromkeys("اعويةىءٱ", "")
_ARABIC_SAME: Final = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه", "ۃ": "ه", "ـ": None})
_CONSONANT_SPELLINGS: Final = (("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("th", "t"), ("dh", "z"), ("q", "k"))
_TWICE: Final = re.compile(r"(.)\1+")
_WEAK: Final = re.compile(r"[aeiouyw]+")


def findable(body: Body) -> str:
    """The text of an entry that a search looks through; empty where nobody wrote anything."""
    return " ".join(_texts(body))[:_LONGEST_TEXT]


def keys(text: str) -> tuple[str, ...]:
    """All keys of all words of a text, each once."""
    found: dict[str, None] = {}
    for word in _words(text):
        heard = sound(word)
        found.update(dict.fromkeys((word, *([_SOUND + heard] if heard else []), *_consonant_keys(word))))
    return tuple(found)


def wanted(text: str) -> tuple[tuple[str, ...], ...]:
    """What a search asks for: for each word typed the beginnings of keys, any one of which finds it."""
    return tuple(tuple(_wanted_keys(word)) for word in _words(text))


def sound(word: str) -> str:
    """The Latin letters in which the usual spellings of a name fall together; empty for scripts it does not know.

    Args:
        word: one word in lower case, without accents.
    """
    if any(letter in _CYRILLIC for letter in word):
        plain = "".join(_CYRILLIC.get(letter, letter) for letter in word)
    else:
        plain = word.translate(_LATIN)
        for spelling, letter in _SPELLINGS:
            plain = plain.replace(spelling, letter)
    return _TWICE.sub(r"\1", plain) if plain.isascii() else ""


def consonants(word: str) -> str:
    """The consonants of a word in Arabic, Cyrillic or Latin script, as Latin letters; empty if there are under two."""
    if _is_arabic(word):
        plain = "".join(_ARABIC_CONSONANTS.get(letter, "") for letter in word)
    else:
        plain = "".join(_CYRILLIC.get(letter, letter) for letter in word).translate(_LATIN)
        for spelling, letter in _CONSONANT_SPELLINGS:
            plain = plain.replace(spelling, letter)
        plain = _WEAK.sub("", plain)
    plain = _TWICE.sub(r"\1", plain).removesuffix("h")
    return plain if len(plain) > 1 and plain.isascii() else ""


def _texts(body: Body) -> Iterator[str]:
    match body:
        case Answered() | Corrected() | CarriedOver():
            for step in steps((body,)):
                if isinstance(step, Answered):
                    if step.value and step.value not in _SAID_BY_EVERYBODY:
                        yield step.value
                    yield from filter(None, (step.verbatim, step.reason))
        case Noted(text=text) | Restricted(text=text):
            yield text
        case Overridden(reason=reason) | Reviewed(reason=reason):
            yield reason
        case _:
            pass


def _words(text: str) -> Iterator[str]:
    """The words of a text in lower case, without accents."""
    for found in _WORD.finditer(_APOSTROPHE.sub("", unicodedata.normalize("NFC", text.casefold()))):
        apart = unicodedata.normalize("NFKD", _keep_apart(found[0]))
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_ARABIC_SAME)
        for word in _WORD.findall(plain):
            yield word[:_LONGEST_WORD]


def _keep_apart(word: str) -> str:
    """The word with the letters that are no accented ones replaced by those they sound like."""
    return word.replace("й", "і").replace("ї", "і").replace("ё", "е").replace("и", "і").replace("ы", "і")


def _consonant_keys(word: str) -> Iterator[str]:
    found = consonants(word)
    if found:
        yield (_ARABIC if _is_arabic(word) else _CONSONANTS) + found


def _wanted_keys(word: str) -> Iterator[str]:
    yield word
    heard = sound(word)
    if len(heard) > 1 and not _is_arabic(word):
        yield _SOUND + heard
    bones = consonants(word)
    if len(bones) > 2:  # noqa: PLR2004  # two letters find half of everybody
        if _is_arabic(word):
            yield _CONSONANTS + bones
        yield _ARABIC + bones


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)
