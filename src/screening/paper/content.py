"""What stands on each sheet, in which order. Takes the packet's own data and gives ready words for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from screening.paper.labels import Labels, moment, spell, word

Json: TypeAlias = Any
Block: TypeAlias = dict[str, Json]

_ABOUT = ("person_name", "birth", "sex", "citizenship", "language", "contact", "child", "health")
_SHOWN_APART = frozenset({"needs", "outcome", "indicators", "restrictions"})
_DIMENSIONS = ("DR", "CR", "VR", "EX", "CD", "VD")
_ROWS_TOGETHER = 8
"""A table of at most this many rows is not broken over two pages."""
_STATE_MARKS = {"positive": "filled", "negative": "empty", "indeterminate": "dashed", "not_assessable": "dash"}


class Words:
    """Fixed labels, and names that the caller knows: recipients, indicators, reasons, lists, form."""

    def __init__(self, labels: Labels, names: Mapping[str, Json], language: str) -> None:
        self.labels = labels
        self.names = names
        self.language = language

    def label(self, table: str, key: str, **values: str | int) -> str:
        """A label with its places filled in."""
        return word(self.labels, table, key).format(**values) if values else word(self.labels, table, key)

    def name(self, group: str, key: str, table: str | None = None) -> str:
        """The caller's name for `key`, else the label in `table`, else the code; unverified names say so."""
        given = self.names.get(group, {}).get(key)
        if given is None:
            return word(self.labels, table, key) if table else key
        if isinstance(given, str):
            return given
        marked = str(given.get("mark", "V")) not in {"V", "verified"}
        return f"{given['text']} ({self.labels['origin']['unverified']})" if marked else str(given["text"])

    def spell(self, value: Json) -> str:
        """A JSON value as plain text."""
        return spell(value, self.labels)


def referral_sheet(packet: Mapping[str, Json], words: Words, *, preview: bool, digest: str) -> Block:
    """The referral. packet: the fields of referral.json; digest: SHA-256 of its bytes, "" in a preview."""
    blocks = (
        _urgent(packet, words),
        _restrictions(packet, words),
        _needs(packet, words),
        _facts(packet, words),
        _outcome(packet, words),
        _dimensions(packet, words),
        _fields("person", packet, words),
        _fields("account", packet, words),
        _consent(packet["consent"], words),
        _answers(packet, words),
        _withheld(packet, words),
        _attachments(packet, words),
        _origin(packet, words, digest),
    )
    recipients = [words.name("recipients", recipient["id"]) for recipient in packet["recipients"]]
    label = words.label
    return _sheet("referral", words, blocks) | {
        "subtitle": label("referral", "to", recipients="; ".join(recipients)),
        "header": [
            label("sheet", "case", case=_short(packet["case"])),
            label("sheet", "packet", packet=packet["packet"]),
        ],
        "attachment": {"name": "referral.json", "description": label("referral", "attachment")},
        "frame": packet["practice"],
        "notices": [label("sheet", "practice")] * packet["practice"] + [label("sheet", "preview")] * preview,
    }


def consent_sheet(record: Mapping[str, Json], words: Words) -> Block:
    """The record of consent for paper and signature. record: case, at, consent, practice."""
    places = [words.label("record", key) for key in ("person", "witness", "officer")]
    blocks = (_consent(record["consent"], words), {"kind": "signing", "places": places})
    case = _short(record["case"])
    return _sheet("record", words, blocks) | {
        "subtitle": words.label("record", "subtitle", case=case),
        "header": [words.label("sheet", "program"), moment(record["at"], words.language)],
        "frame": record.get("practice", False),
        "notices": [words.label("sheet", "practice")] * record.get("practice", False),
    }


def receipt_sheet(receipt: Mapping[str, Json], words: Words) -> Block:
    """A supervisor's receipt. receipt: the fields of receipt.json and `signer`."""
    label = words.label
    log = receipt["head"]
    seen = receipt["seen"]
    rows: list[list[Json]] = [
        [label("receipt", "decision"), {"text": label("decisions", receipt["decision"]), "bold": True}],
        [label("receipt", "reason"), receipt.get("reason") or label("sheet", "none")],
        [label("receipt", "at"), moment(receipt["at"], words.language)],
        [label("receipt", "digest"), _grouped(receipt["digest"])],
        [label("receipt", "signer"), receipt["signer"]],
        [label("receipt", "head"), label("origin", "log_value", size=log["size"], root=_grouped(log["root"]))],
        [label("receipt", "seen"), label("origin", "log_value", size=seen["size"], root=_grouped(seen["root"]))],
    ]
    return _sheet("receipt", words, (_rows(label("receipt", "facts"), rows),)) | {
        "subtitle": label("receipt", "subtitle", packet=receipt["packet"]),
        "header": [label("sheet", "program"), moment(receipt["at"], words.language)],
        "footer": label("receipt", "footer", packet=receipt["packet"]),
    }


def _sheet(kind: str, words: Words, blocks: Sequence[Block | None]) -> Block:
    return {
        "language": words.language,
        "title": words.label(kind, "title"),
        "subtitle": "",
        "standing": words.label(kind, "standing"),
        "header": ["", ""],
        "footer": words.label(kind, "footer"),
        "page": words.label("sheet", "page"),
        "attachment": None,
        "frame": False,
        "notices": [],
        "blocks": [block for block in blocks if block is not None],
    }


def _rows(title: str, rows: list[list[Json]], *, whole: bool = True) -> Block:
    return {"kind": "rows", "title": title, "rows": rows, "whole": whole}


def _short(case: str) -> str:
    return f"{case[:3]}-{case[3:5]}"


def _grouped(digest: str) -> str:
    """Sixteen groups of four are easier to compare by eye, and break where a line ends."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _urgent(packet: Mapping[str, Json], words: Words) -> Block | None:
    if not packet["urgency"]["urgent"]:
        return None
    rules = [words.name("rules", rule, "rules") for rule in packet["urgency"]["rules"]]
    return {"kind": "danger", "title": words.label("urgent", "title"), "items": rules}


def _restrictions(packet: Mapping[str, Json], words: Words) -> Block:
    said = list(packet["restrictions"])
    items = said or [words.label("restrictions", "none")]
    note = words.label("restrictions", "note") if said else ""
    return {"kind": "guarded", "title": words.label("restrictions", "title"), "items": items, "note": note}


def _facts(packet: Mapping[str, Json], words: Words) -> Block:
    label = words.label
    rows: list[list[Json]] = [
        [label("referral", "population"), label("populations", packet["population"])],
        [label("referral", "stage"), label("stages", packet["stage"])],
        [label("referral", "spoken"), packet["language"]],
        [label("referral", "created"), moment(packet["created"], words.language)],
        [label("referral", "station"), packet["sender"]["station"]],
        [label("referral", "number"), str(packet["number"])],
        [label("referral", "profile"), words.name("profiles", packet["profile"], "profiles")],
    ]
    if packet.get("supersedes"):
        rows.append([label("referral", "supersedes"), _grouped(packet["supersedes"])])
    return _rows("", rows)


def _outcome(packet: Mapping[str, Json], words: Words) -> Block | None:
    assessment = packet.get("assessment")
    if assessment is None:
        return None
    result = assessment.get("result") or {}
    reasons = [reason for reason in result.get("reasons", ()) if _kind(reason) != "limit"]
    limits = [reason for reason in result.get("reasons", ()) if _kind(reason) == "limit"]
    override = assessment.get("override")
    below = []
    if override:
        role = words.label("roles", override["role"])
        below.append(words.label("outcome", "override", role=role, reason=override["reason"]))
    if override and result.get("outcome"):
        below.append(words.label("outcome", "by_rules", outcome=words.label("outcomes", result["outcome"])))
    unknown = result.get("unknown")
    if unknown:
        counts = {key: len(unknown.get(key, ())) for key in ("declined", "unsure", "not_asked")}
        below.append(words.label("outcome", "unknown", **counts))
    if "settled" in result:
        below.append(words.label("outcome", "settled" if result["settled"] else "unsettled"))
    return {
        "kind": "verdict",
        "title": words.label("outcome", "title"),
        "code": assessment["outcome"],
        "word": words.label("outcomes", assessment["outcome"]),
        "note": words.label("outcome_notes", assessment["outcome"]),
        "items": [_brief(reason, words) for reason in reasons if _kind(reason) != "dimension"],
        "below": [*below, *(words.name("reasons", reason["code"], "reasons") for reason in limits)],
    }


def _kind(reason: Mapping[str, Json]) -> str:
    """``dimension`` and ``limit`` reasons say something of their own; all others why the outcome is what it is."""
    return str(reason["code"]).partition(".")[0]


def _brief(reason: Mapping[str, Json], words: Words) -> Block:
    """A reason with the codes of its indicators; their names stand at the dimensions and at the answers."""
    codes = ", ".join(reason.get("indicators", ()))
    below = [words.label("outcome", "indicators", indicators=codes)] if codes else []
    return {"text": words.name("reasons", reason["code"], "reasons"), "below": below}


def _reason(reason: Mapping[str, Json], words: Words) -> Block:
    shown = [f"{_indicator(key, words)}" for key in reason.get("indicators", ())]
    below = [words.label("outcome", "indicators", indicators="; ".join(shown))] if shown else []
    return {"text": words.name("reasons", reason["code"], "reasons"), "below": below}


def _indicator(key: str, words: Words) -> str:
    name = words.name("indicators", key)
    return key if name == key else f"{key} {name}"


def _dimensions(packet: Mapping[str, Json], words: Words) -> Block | None:
    result = (packet.get("assessment") or {}).get("result") or {}
    lists = [one for one in result.get("results", ()) if one.get("dimensions")]
    if not lists:
        return None
    label = words.label
    titles = []
    for one in lists:
        title = words.name("lists", one["list"])
        verified = one["status"] == "verified"
        titles.append(title if verified else f"{title} ({label('list_states', one['status'])})")
    rows: list[list[Json]] = [
        [label("dimension_names", key), *(_state(one, key, result, words) for one in lists)] for key in _DIMENSIONS
    ]
    rows.append([label("dimensions", "pattern"), *(label("patterns", one["pattern"]) for one in lists)])
    return {
        "kind": "ledger",
        "title": label("dimensions", "title"),
        "note": label("dimensions", "note"),
        "widths": [5, *([4] * len(lists))],
        "columns": [label("dimensions", "dimension"), *titles],
        "rows": rows,
        "whole": True,
    }


def _state(one: Mapping[str, Json], dimension: str, result: Mapping[str, Json], words: Words) -> Block:
    state = one["dimensions"].get(dimension, "not_assessable")
    why = [
        _reason(reason, words)
        for reason in result.get("reasons", ())
        if (reason.get("list"), reason.get("dimension")) == (one["list"], dimension) and _kind(reason) == "dimension"
    ]
    below = [line for reason in why for line in (reason["text"], *reason["below"])]
    return {
        "text": words.label("dimension_states", state),
        "mark": _STATE_MARKS.get(state),
        "bold": state == "positive",
        "below": below,
    }


def _needs(packet: Mapping[str, Json], words: Words) -> Block | None:
    needs = packet["fields"].get("needs")
    if not needs:
        return None
    items = needs if isinstance(needs, list) else [needs]
    title = words.label("needs", "title")
    return {"kind": "listing", "title": title, "note": "", "items": [words.spell(item) for item in items]}


def _fields(group: str, packet: Mapping[str, Json], words: Words) -> Block | None:
    held = {key: value for key, value in packet["fields"].items() if key not in _SHOWN_APART}
    about = [key for key in _ABOUT if key in held]
    chosen = about if group == "person" else [key for key in held if key not in about]
    if not chosen:
        return None
    rows = [[words.name("categories", key, "categories"), _field(key, held[key], words)] for key in chosen]
    return _rows(words.label(group, "title"), rows, whole=group == "person")


def _field(category: str, value: Json, words: Words) -> Json:
    if category == "purpose" and isinstance(value, list):
        return "; ".join(words.label("purposes", str(code)) for code in value)
    if category == "birth" and isinstance(value, Mapping):
        return "; ".join(words.label("birth", str(key), value=words.spell(part)) for key, part in value.items())
    if isinstance(value, list) and value:
        first, *others = [words.spell(part) for part in value]
        return {"text": "\n".join([first, *others])}
    return words.spell(value)


def _consent(consents: Sequence[Mapping[str, Json]], words: Words) -> Block:
    label = words.label
    rows = [
        [_consent_to(one["to"], words), {"text": label("given", one["given"]), "bold": True}, _consent_how(one, words)]
        for one in consents
    ]
    return {
        "kind": "ledger",
        "title": label("consent", "title"),
        "note": label("consent", "note"),
        "widths": [4, 2, 5],
        "columns": [label("consent", "to"), label("consent", "given"), label("consent", "when")],
        "rows": rows,
        "whole": len(rows) <= _ROWS_TOGETHER,
    }


def _consent_to(to: str, words: Words) -> str:
    if to in {"talk", "record", "recontact"}:
        return words.label("consent", to)
    return words.label("consent", "share", recipient=words.name("recipients", to))


def _consent_how(one: Mapping[str, Json], words: Words) -> Block:
    parts = [words.label("by", one["by"])]
    if one.get("language"):
        parts.append(words.label("consent", "in_language", language=one["language"]))
    if one.get("witnessed"):
        parts.append(words.label("witnessed", one["witnessed"]))
    below = ["; ".join(parts)]
    if one.get("reason"):
        below.append(words.label("consent", "reason", reason=words.name("grounds", one["reason"], "grounds")))
    return {"text": moment(one["at"], words.language), "below": below}


def _answers(packet: Mapping[str, Json], words: Words) -> Block:
    label = words.label
    title = label("answers", "title")
    if not packet["answers"]:
        return {"kind": "listing", "title": title, "note": label("answers", "empty"), "items": []}
    return {
        "kind": "ledger",
        "title": title,
        "note": label("answers", "note"),
        "widths": [6, 5, 3],
        "columns": [label("answers", "question"), label("answers", "answer"), label("answers", "basis")],
        "rows": [_answer(answer, words) for answer in packet["answers"]],
    }


def _answer(answer: Mapping[str, Json], words: Words) -> list[Json]:
    if answer.get("missing"):
        said: Json = {"text": words.label("missing", answer["missing"]), "mark": "dashed"}
    else:
        given = answer.get("label")
        said = {"text": words.spell(given if given is not None else answer.get("value")), "bold": True}
    if answer.get("verbatim"):
        said["quote"] = f"«{answer['verbatim']}»" if words.language == "uk" else f"“{answer['verbatim']}”"
    below = [_indicator(key, words) for key in answer.get("indicators") or ()]
    basis = "" if answer.get("missing") else words.label("basis", answer["basis"])
    return [{"text": answer["question"], "below": below}, said, basis]


def _withheld(packet: Mapping[str, Json], words: Words) -> Block:
    kept = [words.name("categories", key, "categories") for key in packet["withheld"]]
    note = words.label("withheld", "note" if kept else "none")
    return {"kind": "listing", "title": words.label("withheld", "title"), "note": note, "items": kept, "whole": True}


def _attachments(packet: Mapping[str, Json], words: Words) -> Block | None:
    if not packet["attachments"]:
        return None
    rows = [[one["name"], _grouped(one["sha256"])] for one in packet["attachments"]]
    return _rows(words.label("attachments", "title"), rows)


def _origin(packet: Mapping[str, Json], words: Words, digest: str) -> Block:
    label = words.label
    instrument = packet["instrument"]
    form = words.name("forms", instrument["form"])
    rows: list[list[Json]] = [[label("origin", "form"), f"{form}, {instrument['version']}"]]
    lists = ", ".join(f"{words.name('lists', key)} {version}" for key, version in instrument["lists"].items())
    rows += [[label("origin", "lists"), lists]] if lists else []
    rows += [[label("origin", "digest"), _grouped(digest)]] if digest else []
    rows.append([label("origin", "certificate"), _grouped(packet["sender"]["certificate"])])
    rows += [
        [label("origin", "keys"), {"text": words.name("recipients", one["id"]), "below": [_grouped(one["key"])]}]
        for one in packet["recipients"]
    ]
    log = packet["log"]
    rows.append([label("origin", "log"), label("origin", "log_value", size=log["size"], root=_grouped(log["root"]))])
    return _rows(label("origin", "title"), rows)
