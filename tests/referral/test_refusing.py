# ruff: noqa: RUF001  Ukrainian and Russian sentences
"""What must not be recorded is noticed, and what must be is left alone. All sentences are made up."""

import time
from pathlib import Path

import pytest

from screening.errors import ReferralError
from screening.referral.refusing import TOPICS, load_refused, notice

FOLDER = Path(__file__).parents[2] / "resources" / "refuse"
PATTERNS = load_refused({file.name: file.read_bytes() for file in FOLDER.glob("*.toml")})

NOTICED = [
    ("Служив у 93-й окремій механізованій бригаді.", "unit"),
    ("Його повернули в 12 ОМБр.", "unit"),
    ("Стояв біля в/ч А1234.", "unit"),
    ("Показав позиції військ за селом.", "position"),
    ("Координати 48.5123, 37.9981.", "position"),
    ("Боїться, бо отримав повістку.", "draft"),
    ("Чоловік ухиляється від служби.", "draft"),
    ("Каже, що ТЦК шукає.", "draft"),
    ("Бригадира звати Сергій.", "third_person"),
    ("Роботу запропонувала подруга Олена.", "third_person"),
    ("Його привіз Іван Коваленко.", "third_person"),
    ("Усе вирішувала Галина Петрівна.", "third_person"),
    ("Мама залишилась в окупованому місті.", "occupied_relative"),
    ("В окупації живуть її діти.", "occupied_relative"),
    ("Сусід допоміг нам виїхати з окупації.", "helper"),
    ("Казали, що він колаборант.", "views"),
    ("Каже, що з ним говорила СБУ.", "intelligence"),
    ("Служил в 5 бригаде.", "unit"),
    ("Получил повестку и уехал.", "draft"),
    ("Хозяина зовут Виктор.", "third_person"),
    ("Сестра осталась в оккупации.", "occupied_relative"),
    ("Знакомые помогли выехать через фронт.", "helper"),
    ("Say that he is a deserter.", "draft"),
    ("He was with the 3rd assault brigade.", "unit"),
    ("The driver Viktor took the papers.", "third_person"),
    ("Her mother lives in an occupied village.", "occupied_relative"),
    ("A volunteer helped us escape.", "helper"),
    ("He told the FSB about it.", "intelligence"),
]
LEFT_ALONE = [
    "Паспорт забрав бригадир у перший день, сказав: для реєстрації.",
    "На ніч двері замикали знадвору. Дали сто євро за два місяці.",
    "Привезли бетон місити, за містом, і зовсім до інших людей.",
    "Він знає, де мої живуть. Не дзвоніть туди.",
    "Змушували копати окопи без оплати.",
    "На блокпосту забрали телефон і документи.",
    "Їхала з Києва до Варшави через Львів.",
    "Бригада будівельників жила в одній кімнаті.",
    "Просить води, лікаря і подзвонити сестрі.",
    "Робота на складі в Новій Зеландії.",
    "Обещали работу на заводе и жильё.",
    "Нужна консультация юриста.",
    "The foreman kept the passport and said it was for registration.",
    "Wants a doctor, water and to call her sister.",
    "Promised work at a factory in Poland.",
    "Worked sixteen hours a day without pay.",
    "",
]


@pytest.mark.parametrize(("text", "topic"), NOTICED)
def test_what_must_not_be_recorded_is_noticed(text, topic):
    found = notice(text, PATTERNS)
    assert topic in {one.topic for one in found}
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_must_be_recorded_is_left_alone(text):
    assert [(one.pattern, text[one.start : one.end]) for one in notice(text, PATTERNS)] == []


def test_every_topic_is_noticed_in_every_language_that_people_type():
    for language in ("uk", "ru", "en"):
        assert {one.topic for one in PATTERNS if one.id.startswith(f"{language}.")} == set(TOPICS)


def test_every_pattern_says_where_it_comes_from():
    assert all(one.mark.source and not one.mark.verified for one in PATTERNS)


def test_a_long_text_is_looked_through_while_typing():
    text = ("Мама Сестра Іван " * 1300) + "допоміг " * 200
    begun = time.perf_counter()
    notice(text, PATTERNS)
    assert time.perf_counter() - begun < 0.5


GOOD = {
    "language": '"uk"',
    "source": '"s"',
    "verified_on": '""',
    "status": '"design"',
}
ROW = "[[pattern]]\nid = 'a'\nkind = 'unit'\nmatch = 'b'\n"


def written(rows=ROW, **other):
    heads = {**GOOD, **other}
    return ("".join(f"{key} = {value}\n" for key, value in heads.items() if value) + rows).encode()


def test_a_file_of_ones_own_is_read():
    (one,) = load_refused({"x.toml": written()})
    assert (one.id, one.topic, one.mark.source) == ("uk.a", "unit", "s")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "file"),
        (written(source='""'), "mark"),
        (written(source=""), "mark"),
        (written(status='"sure"'), "mark"),
        (written(status='"verified"'), "mark"),
        (written(verified_on='"2026-01-01"'), "mark"),
        (written(other="1"), "mark"),
        (written("pattern = []\n"), "pattern"),
        (written("pattern = [1]\n"), "pattern"),
        (written(ROW.replace("kind", "sort")), "pattern"),
        (written(ROW.replace("'b'", "1")), "pattern"),
        (written(ROW + "exact = 1\n"), "pattern"),
        (written(ROW.replace("unit", "weather")), "a"),
        (written(ROW.replace("'b'", "'('")), "a"),
        (written(ROW.replace("'b'", "'b*'")), "a"),
        (written(ROW + ROW), "uk.a"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(data, place):
    with pytest.raises(ReferralError) as refused:
        load_refused({"x.toml": data})
    assert (refused.value.code, refused.value.params) == ("referral.refuse", {"file": "x.toml", "place": place})
