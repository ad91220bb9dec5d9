# ruff: noqa: RUF001 - Ukrainian text
"""One invented referral, as it stands in referral.json, for tests of paper."""

from __future__ import annotations

import json
from typing import Any

HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def packet(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "format": "field-screening-referral",
        "version": {"major": 1, "minor": 0},
        "kind": "referral",
        "practice": False,
        "packet": "7F3K2M9QX4T8W1Z5C6B0NAHJGD",
        "case": "7F3K2M9QX4T8",
        "created": "2026-11-23T21:40:07Z",
        "number": 7,
        "supersedes": None,
        "language": "Українська (uk)",
        "sender": {"certificate": HEX, "role": "officer", "station": "Пост 14", "reply": "age1pq1qqqq"},
        "recipients": [{"id": "social-service", "key": HEX}],
        "profile": "P-SOC",
        "log": {"size": 214, "root": HEX, "earlier": []},
        "urgency": {"urgent": True, "rules": ["U1", "U6"]},
        "population": "adult",
        "stage": "post",
        "consent": [
            _consent("talk", "yes", "signature"),
            _consent("record", "yes", "oral"),
            _consent("social-service", "yes", "signature"),
            _consent("police", "no", None),
        ],
        "restrictions": [
            "Не телефонувати: телефон у руках того, хто її привіз.",
            "Не казати сестрі, де вона ночує.",
        ],
        "instrument": {
            "form": "second-line",
            "version": "2026.3",
            "pack": HEX,
            "lists": {"adult_labour": "2009-09"},
            "rules": "1",
        },
        "assessment": {"outcome": "presumed", "override": None, "facts": {}, "result": _result()},
        "fields": {
            "needs": ["безпечне місце на ніч", "лікар: травма руки", "дзвінок матері"],
            "person_name": "Оксана (так назвалася)",
            "birth": {"age_band": "25-34"},
            "purpose": ["LAB", "SEX"],
            "citizenship": "Україна",
            "contact": "лише через притулок, до 18:00",
            "summary": (
                "Поїхала на роботу в готель, яку пообіцяв знайомий родини. На місці забрали паспорт і телефон, "
                "сказали відпрацювати борг за дорогу. Пішла вночі, коли двері лишили незамкненими."
            ),
            "quotes": ["Казали: поки не відробиш, нікуди не підеш.", "Паспорт я бачила один раз."],
        },
        "answers": [_answer(index) for index in range(14)],
        "withheld": ["other_people", "narrative", "money"],
        "attachments": [],
        "names": {
            "recipients": {
                "social-service": {"text": "Відповідальний підрозділ місцевої держадміністрації", "mark": "V"},
                "police": {"text": "Поліція, протидія торгівлі людьми", "mark": "M"},
            },
            "indicators": {
                "DR01": "обманули щодо роботи, місця чи роботодавця",
                "CD01": "забрали документи",
                "CD02": "боргова кабала",
                "EX01": "надмірні години",
            },
            "lists": {"adult_labour": "Дорослі, праця"},
            "forms": {"second-line": "Друга лінія: бесіда"},
        },
    }
    return given | changes


def as_data(content: dict[str, Any]) -> bytes:
    return json.dumps({k: v for k, v in content.items() if k != "names"}, ensure_ascii=False).encode()


def _consent(to: str, given: str, witnessed: str | None) -> dict[str, Any]:
    return {
        "to": to,
        "given": given,
        "by": "person",
        "at": "2026-11-23T20:15:00Z",
        "language": "Українська (uk)",
        "witnessed": witnessed,
        "reason": None,
    }


def _result() -> dict[str, Any]:
    return {
        "results": [
            {
                "list": "adult_labour",
                "status": "unverified",
                "dimensions": {
                    "DR": "positive",
                    "CR": "indeterminate",
                    "VR": "negative",
                    "EX": "positive",
                    "CD": "positive",
                    "VD": "not_assessable",
                },
                "pattern": "trafficking_pattern",
            }
        ],
        "outcome": "presumed",
        "urgent": True,
        "palermo": {"act": "present", "means": "present", "purpose": "present"},
        "settled": True,
        "could_change": [],
        "reasons": [
            {"code": "presumed.pattern", "indicators": ["EX01", "CD01", "CD02"], "list": "adult_labour"},
            {"code": "elevated.strong", "indicators": ["DR01"]},
            {
                "code": "dimension.two_strong",
                "indicators": ["CD01", "CD02"],
                "list": "adult_labour",
                "dimension": "CD",
            },
            {"code": "limit.unverified", "indicators": [], "list": "adult_labour"},
        ],
        "unknown": {"declined": ["CR07"], "unsure": ["CR05", "VR06"], "not_asked": ["EX09"]},
    }


def _answer(index: int) -> dict[str, Any]:
    kind = index % 4
    return {
        "ref": f"/data/b{index}",
        "question": [
            "Хто зараз тримає ваші документи? Чи можете взяти їх, коли захочете?",
            "Що вам казали про роботу: що робити, де й для кого?",
            "Чи могли ви передумати, поїхати додому чи комусь вільно подзвонити?",
            "Чи хтось казав, що буде, якщо ви підете, відмовитеся чи заговорите з нами?",
        ][kind],
        "value": "yes",
        "label": [["ні, тримає інша людина"], ["готель, прибирання"], ["ні"], None][kind],
        "missing": "declined" if kind == 3 else None,
        "basis": ["person_said", "document", "observed", "person_said"][kind],
        "verbatim": "Він сказав, що віддасть, коли відроблю." if kind == 0 else None,
        "sensitivity": kind,
        "category": "documents",
        "indicators": ["CD01"] if kind == 0 else [],
        "htcds": None,
    }
