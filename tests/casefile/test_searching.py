"""A word is found however its name was spelled, in whichever script it came."""

# ruff: noqa: RUF001 - several scripts are what this is about

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.casefile.entries import Answered, Corrected, Noted, Opened, Overridden, Restricted, Reviewed
from screening.casefile.searching import consonants, findable, keys, sound, wanted
from screening.ids import Digest, Ref


def finds(asked: str, written: str) -> bool:
    held = keys(written)
    return all(any(key.startswith(each) for each in word for key in held) for word in wanted(asked))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Олександр Згурський", "Oleksandr Zghurskyi"),
        ("Юлія", "Yuliia"),
        ("Юлия", "Julia"),
        ("Хмельницький", "Khmelnytskyi"),
        ("Khmelnytskyi", "Хмельницкий"),
        ("Щербак", "Shcherbak"),
        ("Щербак", "Szczerbak"),
        ("Ігор", "Igor"),
        ("Игорь", "Ihor"),
        ("Мар'яна", "Mariana"),
        ("Мар’яна", "Маряна"),
        ("Ґалаґан", "Galagan"),
        ("Łukasz", "Лукаш"),
        ("Ștefan", "stefan"),
        ("Ştefan", "Штефан"),
        ("محمد", "Mohammed"),
        ("محمد", "Мухаммед"),
        ("Muhammad", "محمد"),
        ("فاطمة", "Fatimah"),
        ("أحمد", "Ahmed"),
        ("Ivano-Frankivsk", "франківськ"),
        ("ВАРШАВА, вул. Довга", "варш довг"),
        ("+380 67 123 45 67", "380 67"),
    ],
)
def test_name_is_found_by_another_spelling(written: str, asked: str) -> None:
    assert finds(asked, written)


@pytest.mark.parametrize(
    ("written", "asked"),
    [("Олександр", "Олексій"), ("Марія", "Микола"), ("محمد", "Fatimah"), ("Варшава", "Вроцлав"), ("Київ", "Kharkiv")],
)
def test_other_name_is_not_found(written: str, asked: str) -> None:
    assert not finds(asked, written)


@given(st.text(max_size=80), st.data())
def test_every_word_is_found_by_itself_and_its_beginning(text: str, data: st.DataObject) -> None:
    assert finds(text, text)
    words = text.split()
    if words:
        assert finds(data.draw(st.sampled_from(words)), text)


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'" + string.ascii_letters, max_size=40))
def test_sound_has_latin_letters_only_and_case_does_not_matter(word: str) -> None:
    assert sound(word.lower()).isascii()
    assert consonants(word.lower()).isascii()
    assert set(keys(word.upper())) == set(keys(word.lower()))


def test_what_was_written_is_found_and_what_the_form_says_is_not() -> None:
    answer = Answered(Ref("/data/a"), "Люблін", verbatim="Бригадир забрав", reason="чула", wording="Де це було?")
    assert findable(answer) == "Люблін Бригадир забрав чула"
    assert findable(Answered(Ref("/data/b"), "yes")) == ""
    assert findable(Answered(Ref("/data/b"), None, missing="declined")) == ""
    change = {"kind": "answered", "ref": "/data/a", "value": "Краків"}
    assert findable(Corrected((change,), "misheard")) == "Краків"
    assert findable(Noted("тремтить", "observed")) == "тремтить"
    assert findable(Restricted("не дзвонити братові")) == "не дзвонити братові"
    assert findable(Overridden("presumed", "відомий табір", "supervisor")) == "відомий табір"
    assert findable(Reviewed(Digest("1" * 64), "accept", "повний")) == "повний"
    assert findable(Opened("second_line", "1", Digest("1" * 64), "Ukrainian (uk)")) == ""


def test_a_pasted_book_stays_a_small_row() -> None:
    assert len(findable(Noted("слово " * 1_000_000, "observed"))) == 100_000
    assert all(len(key) < 200 for key in keys("щ" * 10_000))
