# ruff: noqa: RUF001  the words are Ukrainian
"""One page of every kind of question, with long words, as tests and pictures show them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tests.app.samples import ONE

from screening.app import ports
from screening.app.ports import Asked, Kind, Manner, Media, Offer

BODY: Final = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 120">
<rect width="200" height="120" fill="#eee"/>
<circle id="head" cx="40" cy="40" r="24" fill="#999"/>
<g transform="translate(90 20)"><rect id="hand" width="60" height="60" fill="#777"/></g>
</svg>"""
"""A drawing with two named parts."""


def asked(kind: Kind, question: str = "", **changes: Any) -> Asked:
    """A question of a kind, without choices unless they are given."""
    words = question or ONE.question
    bare = replace(ONE, hers="", hers_mark="", offers=(), why="")
    return replace(bare, kind=kind, ref=f"/data/{kind}", question=words, **changes)


def offers(*labels: str) -> tuple[Offer, ...]:
    """Choices of these words."""
    return tuple(Offer(f"c{number}", label) for number, label in enumerate(labels, start=1))


LIKERT: Final = offers("Зовсім ні", "Радше ні", "Важко сказати", "Радше так", "Цілком так")
PLACES: Final = tuple(Offer(f"p{n}", f"Громада № {n}", f"Comunitatea nr. {n}") for n in range(1, 1501))
COLUMNS: Final = offers("Ніколи", "Зрідка", "Часто", "Постійно")
ROWS: Final = (
    "Чи замикали двері ззовні?",
    "Чи забирали телефон, коли людина хотіла подзвонити рідним?",
    "Чи погрожували розповісти родині?",
)


def _table() -> Asked:
    manner = Manner(layout="table")
    head = asked("one", "Як часто це було?", offers=COLUMNS, manner=Manner(layout="table_head"))
    rows = tuple(
        replace(asked("one", text, offers=COLUMNS, manner=manner), ref=f"/data/row{n}", where="")
        for n, text in enumerate(ROWS, start=1)
    )
    chosen = replace(rows[0], value="c3", chosen=frozenset({"c3"}))
    return asked("fields", "Умови", parts=(replace(head, ref="/data/head", where=""), chosen, *rows[1:]))


def _fields() -> Asked:
    parts = (
        replace(asked("text", "Ім’я, як людина назвалася", hint="Не з документа."), ref="/data/name", required=True),
        replace(asked("integer", "Скільки років?", value="17"), ref="/data/age"),
        replace(asked("one", "Чи їде сама?", offers=offers("Так", "Ні")), ref="/data/alone", missing="unsure"),
        replace(
            asked("date", "Коли виїхала?", message="Дата має бути в минулому."), ref="/data/left", heading="Дорога"
        ),
    )
    return asked("fields", "Про людину", parts=tuple(replace(part, where="") for part in parts))


QUESTIONS: Final[dict[str, ports.Asked]] = {
    "one": ONE,
    "many": replace(ONE, kind="many", ref="/data/many", value="mine kept", chosen=frozenset({"mine", "kept"})),
    "columns": asked("one", offers=offers(*(f"Відповідь {n}" for n in range(1, 9))), manner=Manner(columns=3)),
    "likert": asked("one", offers=LIKERT, value="c4", chosen=frozenset({"c4"}), manner=Manner(layout="upright")),
    "list": asked("one", offers=PLACES, manner=Manner(layout="list")),
    "list-many": asked(
        "many", offers=PLACES[:40], value="p3 p7", chosen=frozenset({"p3", "p7"}), manner=Manner(layout="list")
    ),
    "map": asked(
        "one",
        "Де болить?",
        offers=(Offer("head", "Голова"), Offer("hand", "Рука")),
        value="hand",
        chosen=frozenset({"hand"}),
        manner=Manner(layout="map"),
        media=(Media("image", "body.svg", BODY),),
    ),
    "pictures": asked(
        "one",
        offers=tuple(replace(each, media=(Media("image", "body.svg", BODY),)) for each in offers("Одне", "Друге")),
        manner=Manner(columns=2),
        media=(Media("image", "body.svg", BODY), Media("audio", "question.mp3")),
    ),
    "nothing to choose": asked("one"),
    "acknowledge": asked("acknowledge", "Я пояснив, що розмову можна зупинити будь-коли."),
    "rank": asked("rank", "Що потрібно насамперед?", offers=offers("Лікар", "Житло", "Юрист", "Зв’язок із рідними")),
    "ranked": asked("rank", "Що потрібно насамперед?", offers=offers("Лікар", "Житло", "Юрист"), value="c2 c1 c3"),
    "range": asked("range", "Наскільки страшно зараз?", value="4", manner=Manner(low="0", high="10", step="1")),
    "range-upright": asked("range", "Температура?", manner=Manner(low="35", high="42", step="0.5", upright=True)),
    "rating": asked("range", "Наскільки зрозуміло?", manner=Manner(low="1", high="5", step="1", rating=True)),
    "text": asked("text", "Звідки людина їде?", hint="Місто й країна."),
    "long": asked("long", "Що сталося, словами людини?", value="Обіцяли догляд за літніми.\nПривезли в цех."),
    "numbers": asked("text", "Телефон?", manner=Manner(digits=True)),
    "masked": asked("text", "Номер картки?", value="1234", manner=Manner(hidden=True)),
    "barcode": asked("barcode", "Номер браслета?"),
    "integer": asked("integer", "Скільки людей було в кімнаті?", message="Від 1 до 60."),
    "counter": asked("integer", "Скільки дітей?", value="2", manner=Manner(counter=True)),
    "thousands": asked("integer", "Скільки винна?", value="1250000", manner=Manner(grouped=True)),
    "decimal": asked("decimal", "Скільки годин на добу?", value="14.5"),
    "date": asked("date", "Коли народилася?", value="2003-03-14"),
    "other calendar": asked("date", "Коли народилася?", manner=Manner(stand_in="calendar")),
    "month": asked("month", "Відколи там?", value="2024-03-01"),
    "year": asked("year", "Якого року?", value="2019-01-01"),
    "time": asked("time", "О котрій?", value="19:30:00.000"),
    "datetime": asked("datetime", "Коли перетнула кордон?", value="2026-03-14T19:30:00.000+02:00"),
    "point": asked("point", "Де це було?", value="50.4501 30.5234 0 0", manner=Manner(stand_in="map")),
    "trace": asked("trace", "Яким шляхом?", value="50.45 30.52 0 0; 50.46 30.53 0 0"),
    "shape": asked(
        "shape", "Де лежить поле?", value="50.45 30.52 0 0; 50.46 30.53 0 0; 50.47 30.5 0 0; 50.45 30.52 0 0"
    ),
    "file": asked("file", "Світлина контракту", manner=Manner(accepts="image/*"), can_attach=True),
    "no files": asked("file", "Світлина контракту", manner=Manner(accepts="image/*")),
    "signature": asked("drawing", "Підпис", manner=Manner(draws="signature"), can_attach=True),
    "no drawing": asked("drawing", "Підпис", manner=Manner(draws="signature")),
    "note": asked("note", "Далі йдуть запитання про роботу. Скажіть, що на них можна не відповідати."),
    "said": asked("said", "Вік", said="17 років", value="17", readonly=True),
    "repeat": asked("repeat", "Діти", instances=("1. Ольга · 7", "2. Іван · 4")),
    "repeat-fixed": asked("repeat", "Діти", instances=("1. Ольга · 7", "2. Іван · 4"), growable=False),
    "fields": _fields(),
    "table": _table(),
    "arabic": asked(
        "one",
        "من يحتفظ بجواز سفرك الآن؟",
        offers=(Offer("a", "أنا، يمكنني أخذه متى شئت"), Offer("b", "شخص آخر ولا يعيده")),
        value="a",
        chosen=frozenset({"a"}),
    ),
    "hers arabic": replace(
        ONE,
        ref="/data/hers",
        hers="من يحتفظ بجواز سفرك الآن؟",
        hers_mark="AR",
        offers=(Offer("a", "У мене", "معي"), Offer("b", "В іншої людини", "مع شخص آخر")),
    ),
}
"""By what the page shows."""
