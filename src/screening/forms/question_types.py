"""Which types of question a workbook may ask for, and which appearances belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SELECT: Final = re.compile(
    r"(?:add )?(?P<command>select[ _]one[ _]from[ _]file|select[ _]multiple[ _]from[ _]file|select_one_external"
    r"|select[ _]one from|select[ _]one prompt using|select[ _]one|select1|select[ _]multiple prompt using"
    r"|select[ _]multiple|select all that apply from|select all that apply|rank)"
    r"\s+(?P<list>\S+)(?:\s+(?P<other>or_other|or specify other|or other|specify other))?\s*\Z",
    re.IGNORECASE,
)
METADATA: Final = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "phonenumber",
        "username",
        "email",
        "simserial",
        "subscriberid",
        "audit",
        "start-geopoint",
        "background-audio",
    }
)
"""Types whose answers the device gives."""
WORDLESS: Final = METADATA | {"calculate", "hidden", "xml-external", "csv-external", "background-geopoint"}
"""Types that nobody sees."""
_CLASSES: Final = {
    "int": "integer",
    "string": "text",
    "datetime": "dateTime",
    "date time": "dateTime",
    "photo": "image",
    "gps": "geopoint",
    "location": "geopoint",
    "acknowledge": "trigger",
    "imei": "deviceid",
    "device id": "deviceid",
    "phone number": "phonenumber",
    "start time": "start",
    "end time": "end",
}
_CALENDARS: Final = "ethiopian coptic islamic bikram-sambat myanmar persian buddhist"
_LISTED: Final = (
    "minimal quick autocomplete search columns columns-pack no-buttons likert image-map label list-nolabel list"
    " compact quickcompact quick-compact horizontal horizontal-compact map"
)
_MANY: Final = _LISTED.replace(" quick ", " ").replace(" likert", "").replace(" map", "")
_APPEARANCES: Final = {
    "text": "multiline numbers thousands-sep url masked printer hidden-answer",
    "integer": "thousands-sep counter bearing masked",
    "decimal": "thousands-sep bearing masked",
    "select_one": _LISTED,
    "select_multiple": _MANY,
    "rank": "",
    "range": "vertical no-ticks picker rating distress analog-scale horizontal",
    "date": f"no-calendar month-year year {_CALENDARS}",
    "dateTime": f"no-calendar month-year year {_CALENDARS}",
    "time": "no-calendar",
    "geopoint": "maps placement-map quick hide-input",
    "geotrace": "maps placement-map hide-input",
    "geoshape": "maps placement-map hide-input",
    "image": "new new-front selfie draw annotate signature",
    "audio": "new voice-only",
    "video": "new new-front selfie",
    "file": "",
    "barcode": "front hidden-answer",
    "note": "url printer multiline",
    "trigger": "minimal",
    "group": "field-list table-list summary compact horizontal page intent",
    "repeat": "field-list table-list compact full",
}
_EVERYWHERE: Final = re.compile(r"(w([1-9]|10)|ex:.*|intent:.*|printer:.*|hidden|picker|comments|kb:.*)\Z")
_NUMBERED: Final = re.compile(r"(columns|compact|quickcompact|quick-compact)-\d{1,2}\Z")
_ALL: Final = frozenset(word for words in _APPEARANCES.values() for word in words.split())


@dataclass(frozen=True, slots=True)
class Select:
    """A question with choices. command: ``select_one``, ``select_multiple``, ``rank``; source: of a list or a file."""

    command: str
    source: str
    from_file: bool
    other: bool


def select_of(kind: str) -> Select | None:
    """What the type of a row says of its choices, None where it has none."""
    found = _SELECT.match(" ".join(kind.split()))
    if found is None:
        return None
    command = found.group("command").lower().replace(" ", "_")
    base = "rank" if command == "rank" else "select_multiple" if "multiple" in command or "all" in command else ""
    external = command == "select_one_external"
    return Select(
        "select_one_external" if external else base or "select_one",
        found.group("list"),
        command.endswith("from_file"),
        found.group("other") is not None,
    )


def class_of(kind: str) -> str:
    """The usual name of a type: ``integer`` for ``int``, ``select_one`` for every way of writing it."""
    select = select_of(kind)
    if select is not None:
        return "select_one" if select.command == "select_one_external" else select.command
    text = " ".join(kind.split())
    text = re.sub(r"\A(add |q |get )", "", text).removesuffix(" prompt")
    return _CLASSES.get(text.lower(), text)


def appearance_faults(kind: str, appearance: str) -> list[tuple[str, bool]]:
    """The words of an appearance that mean nothing (False), or nothing for this type (True)."""
    if appearance.startswith(("ex:", "search(", "printer:")) or "${" in appearance:
        return []
    known = _APPEARANCES.get(kind)
    if known is None:
        return []
    own = frozenset(known.split())
    listed = kind in {"select_one", "select_multiple"}
    faults: list[tuple[str, bool]] = []
    for word in re.sub(r"(search|pulldata)\(.*\)", "", appearance).split():
        if word in own or _EVERYWHERE.match(word) or (listed and _NUMBERED.match(word)):
            continue
        faults.append((word, word in _ALL or _NUMBERED.match(word) is not None))
    return faults
