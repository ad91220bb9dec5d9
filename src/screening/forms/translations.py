"""Words said to the person in further languages: read from files of their own, woven into a form, reported on.

What the officer reads stands in the form itself. A language file holds one string for each thing that is said: a
question by its name, a choice as ``list/choice``. Each string keeps the digest of the words it was made from, so that
a changed question never goes out with an old translation: it falls back, and the report says so.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Final

from screening.errors import FormError
from screening.forms.form import Form
from screening.forms.xmltree import Element, read_xml

REVIEWERS: Final = 2
"""So many people must have compared a string with its source before it counts as reviewed."""
_DIGEST: Final = 12
_ASKS: Final = re.compile(r"\{[^}]*\}asks\Z")
_TEXT_ID: Final = re.compile(r"\s*jr:itext\(\s*['\"]([^'\"]*)['\"]\s*\)\s*\Z")
_LIST: Final = re.compile(r"instance\(\s*['\"]([^'\"]*)['\"]\s*\)")
_NAME: Final = re.compile(r"\S.* \([a-z]{2,3}(-[A-Za-z0-9]{2,8})*\)\Z")
_PLACE: Final = re.compile(r"\$\{([^}\s]+)\}")
_KNOWN: Final = frozenset({"text", "of", "source", "reviewed"})
_WORDED: Final = (("text", ""), ("of", None), ("source", None))
_JOINERS: Final = {0x200C: None, 0x200D: None, 0xA0: " "}


@dataclass(frozen=True, slots=True)
class Translation:
    """One string.

    text: "" where only reviews of the form's own words are kept; of: digest of what it was made from; source: who or
    what made it, and when; reviewed: days on which different people compared it with its source.
    """

    text: str
    of: str
    source: str
    reviewed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A language file. name: as in the form, ``Română (ro)``; covers: sections it is for, () for the whole form."""

    name: str
    covers: tuple[str, ...]
    strings: Mapping[str, Translation]


@dataclass(frozen=True, slots=True)
class Source:
    """Words of a form that are said to the person.

    key: of language files; text_id: of the form; sections: whose questions use it; words: by language of the form,
    places as ``${name}``; of: digest of all of them.
    """

    key: str
    text_id: str
    sections: frozenset[str]
    words: Mapping[str, str]
    of: str


def digest_of(words: Iterable[str]) -> str:
    """What a translation was made from: 12 hex characters of the SHA-256 of the words in their order."""
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()[:_DIGEST]


# ---- reading ---------------------------------------------------------------------------------------------------


def read_language(data: bytes) -> Language:
    """The language file in these bytes (TOML).

    Raises:
        FormError: ``form.languages.file`` names the key that does not fit.
    """
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise FormError("form.languages.file", key="") from None
    name, covers, said = table.pop("language", ""), table.pop("covers", []), table.pop("said", {})
    if table or not isinstance(name, str) or _NAME.match(name) is None or not isinstance(said, dict):
        raise FormError("form.languages.file", key=next(iter(table), "language")[:60])
    if not isinstance(covers, list) or not all(isinstance(section, str) for section in covers):
        raise FormError("form.languages.file", key="covers")
    return Language(name, tuple(covers), {key: _translation(key, value) for key, value in said.items()})


def _translation(key: str, value: Any) -> Translation:
    if not isinstance(value, dict) or not value.keys() <= _KNOWN:
        raise FormError("form.languages.file", key=key[:60])
    text, of, source = (_line(key, value.get(part, default)) for part, default in _WORDED)
    return Translation(text, of, source, _reviews(key, value.get("reviewed", [])))


def _line(key: str, value: Any) -> str:
    """A line of text without marks that change direction or hide; joiners, which some scripts need, may stand."""
    if not isinstance(value, str) or value != value.strip() or not value.translate(_JOINERS).isprintable():
        raise FormError("form.languages.file", key=key[:60])
    return value


def _reviews(key: str, value: Any) -> tuple[str, ...]:
    """The days of the reviews, each by a person of another code."""
    days: dict[str, str] = {}
    for review in value if isinstance(value, list) else [None]:
        by, on = (review.get("by"), review.get("on")) if isinstance(review, dict) else (None, None)
        if not isinstance(by, str) or not by or not isinstance(on, date) or by in days:
            raise FormError("form.languages.file", key=key[:60])
        days[by] = date(on.year, on.month, on.day).isoformat()
    return tuple(sorted(days.values()))


# ---- what is said ----------------------------------------------------------------------------------------------


def sources(xml: bytes) -> Mapping[str, Source]:
    """What the form says to the person: its questions and their choices, except what ``asks`` gives to the officer.

    Raises:
        FormError: malformed XML; ``form.languages.key`` where two questions share a name.
    """
    top = read_xml(xml).root
    texts = _texts(top)
    officers = {
        bind.get("nodeset")
        for bind in _all(top, "bind")
        if any(_ASKS.search(name) and value == "officer" for name, value in bind.attributes.items())
    }
    lists: defaultdict[str, set[str]] = defaultdict(set)
    found: dict[str, Source] = {}
    for control in (each for kind in ("input", "select", "select1") for each in _all(top, kind)):
        ref = control.get("ref") or ""
        label = control.first("label")
        text_id = _TEXT_ID.match(label.get("ref") or "") if label is not None else None
        if ref in officers or text_id is None:
            continue
        _, _, section, *_ = (*ref.split("/"), "", "")
        name = ref.rpartition("/")[2]
        if name in found:
            raise FormError("form.languages.key", key=name[:60])
        found[name] = _source(name, text_id[1], {section}, texts)
        itemset = control.first("itemset")
        listed = _LIST.search(itemset.get("nodeset") or "") if itemset is not None else None
        if listed is not None:
            lists[listed[1]].add(section)
    for instance in _all(top, "instance"):
        for item in _all(instance, "item") if instance.get("id") in lists else ():
            value, text = item.first("name"), item.first("itextId")
            if value is not None and text is not None:
                key = f"{instance.get('id')}/{value.text()}"
                found[key] = _source(key, text.text(), lists[instance.get("id") or ""], texts)
    return found


def _source(key: str, text_id: str, sections: set[str], texts: Mapping[str, Mapping[str, str]]) -> Source:
    words = {language: strings[text_id] for language, strings in texts.items() if text_id in strings}
    return Source(key, text_id, frozenset(sections), words, digest_of(words.values()))


def _all(top: Element, tag: str) -> Iterator[Element]:
    """Every element of that name below `top`, in document order."""
    stack = [top]
    while stack:
        element = stack.pop()
        if element.tag == tag and element is not top:
            yield element
        stack.extend(reversed(list(element.children())))


def _texts(top: Element) -> Mapping[str, Mapping[str, str]]:
    """The plain form of each text, by language and id; values put in are written ``${name}``."""
    found: dict[str, dict[str, str]] = {}
    for language in _all(top, "translation"):
        strings = found.setdefault(language.get("lang") or "", {})
        for text in language.all("text"):
            value = next((value for value in text.all("value") if value.get("form") is None), None)
            words = "".join(_part(part) for part in value.parts).strip() if value is not None else ""
            if words not in {"", "-"}:
                strings[text.get("id") or ""] = words
    return found


def _part(part: Element | str) -> str:
    if isinstance(part, str):
        return part
    return "${" + (part.get("value") or part.get("ref") or "").strip().rpartition("/")[2].strip() + "}"


# ---- weaving ---------------------------------------------------------------------------------------------------


def weave(xml: bytes, languages: Iterable[Language]) -> bytes:
    """The form with a translation for each language, those for the whole form first, then by their codes.

    What is stale or says nothing is left out and falls back.

    Raises:
        FormError: ``form.languages.key`` for a string of nothing that the form says; ``form.languages.place`` where
            a value put into the words is missing or another; ``form.languages.twice``, ``form.languages.plain``.
    """
    languages = tuple(languages)
    if not languages:
        return xml
    said = sources(xml)
    own = _texts(read_xml(xml).root)
    woven: list[str] = []
    paths = {name: path for path in _refs(xml) for name in (path.rpartition("/")[2],)}
    for language in sorted(languages, key=lambda each: (bool(each.covers), each.name.rpartition("(")[2])):
        _check(language, said, own)
        strings = "".join(
            f'<text id="{escape(source.text_id)}"><value>{_marked(string.text, paths)}</value></text>'
            for source, string in _usable(language, said)
            if string.text
        )
        if language.name not in own:
            woven.append(f'<translation lang="{escape(language.name)}">{strings}</translation>')
    if not woven:
        return xml
    if b"</itext>" not in xml:
        raise FormError("form.languages.plain")
    return xml.replace(b"</itext>", "".join(woven).encode("utf-8") + b"</itext>", 1)


def _refs(xml: bytes) -> Iterator[str]:
    return (bind.get("nodeset") or "" for bind in _all(read_xml(xml).root, "bind"))


def _check(language: Language, said: Mapping[str, Source], own: Mapping[str, Any]) -> None:
    for key, string in language.strings.items():
        if key not in said:
            raise FormError("form.languages.key", key=key[:60])
        if bool(string.text) == (language.name in own):
            raise FormError("form.languages.twice", key=key[:60], language=language.name[:60])
        places = sorted(_PLACE.findall(next(iter(said[key].words.values()), "")))
        if string.text and string.of == said[key].of and sorted(_PLACE.findall(string.text)) != places:
            raise FormError("form.languages.place", key=key[:60], language=language.name[:60])


def _usable(language: Language, said: Mapping[str, Source]) -> Iterator[tuple[Source, Translation]]:
    """The strings whose source has not changed since."""
    for key, source in said.items():
        string = language.strings.get(key)
        if string is not None and string.of == source.of:
            yield source, string


def _marked(text: str, paths: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: f'<output value=" {paths.get(place[1], place[1])} "/>', escape(text, quote=False))


# ---- reporting -------------------------------------------------------------------------------------------------


def expected(language: Language, said: Mapping[str, Source]) -> tuple[str, ...]:
    """The keys that this language undertakes to have."""
    covers = frozenset(language.covers)
    return tuple(key for key, source in said.items() if not covers or covers & source.sections)


def stale(language: Language, said: Mapping[str, Source]) -> tuple[str, ...]:
    """The keys whose words have changed since they were translated or reviewed."""
    return tuple(key for key, string in language.strings.items() if key in said and string.of != said[key].of)


def lacking(language: Language, said: Mapping[str, Source]) -> tuple[str, ...]:
    """The keys that this language undertakes to have and has not."""
    return tuple(key for key in expected(language, said) if key not in language.strings)


def translation_report(form: Form, xml: bytes = b"", languages: Iterable[Language] = ()) -> dict[str, Any]:
    """For each language how many texts it has, the ids of those it lacks, and the state of what is said to a person.

    A language of the form itself should have every text; one of `languages` what it undertakes to cover. ``states``
    names for each source and each set of reviews the text ids; what is in none of them is unverified.

    Args:
        form: with its languages woven in.
        xml: the form without them.
        languages: that were woven in.
    """
    ids = sorted({text_id for texts in form.translations.values() for text_id in texts})
    added = {language.name: language for language in languages}
    said = sources(xml) if added else {}
    found: dict[str, Any] = {}
    for name, texts in form.translations.items():
        language = added.get(name)
        own = language is None or not any(string.text for string in language.strings.values())
        of = ids if own or language is None else [said[key].text_id for key in expected(language, said)]
        found[name] = {"present": len(texts), "missing": [text_id for text_id in of if text_id not in texts]}
        if language is not None:
            found[name] |= {"stale": list(stale(language, said)), "covers": list(language.covers)}
            found[name]["states"] = _states(language, said)
    return {"texts": len(ids), "languages": found}


def _states(language: Language, said: Mapping[str, Source]) -> list[dict[str, Any]]:
    groups: defaultdict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for source, string in _usable(language, said):
        groups[string.source, string.reviewed].append(source.text_id)
    return [{"source": made, "reviewed": list(days), "texts": ids} for (made, days), ids in sorted(groups.items())]
